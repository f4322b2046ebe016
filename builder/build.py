"""The whole path from a course's files to its site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builder.audit import Audit, audit, judge
from builder.course import Course, load
from builder.diagnostics import Diagnostic
from builder.jobs.figures import make_figures
from builder.jobs.progress import Progress
from builder.jobs.store import Store
from builder.notebooks import render_notebooks
from builder.pages.site import render_site
from builder.writing import Written, write_tree


@dataclass(frozen=True)
class Options:
    """What a build is asked to do.

    Attributes:
        output: where the site, the notebooks and the cache stand.
        draft: whether to write pages in spite of errors, with the faults shown in place.
        strict: whether warnings stop the build, too.
        jobs: how many processes train and draw at once; None for as many as there are cores.
        today: the day by which waivers expire.
    """

    output: Path
    draft: bool = False
    strict: bool = False
    jobs: int | None = None
    today: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What a build found and wrote; `written` is None when faults stopped it."""

    course: Course
    audit: Audit
    written: Written | None = None


def build_lessons(root: Path, options: Options, progress: Progress) -> Outcome:
    """Check a course, draw its figures, make its pages and notebooks, and write them all or none.

    Raises:
        NoCourse: if `root` holds no course.
        OSError: if the disk refuses; the last good output then stands as it was.
    """
    course, found = load(root)
    result = audit(course, found, options.today)
    if result.failed(options.strict) and not options.draft:
        return Outcome(course, result)
    figures = make_figures(course, Store(options.output / "cache" / "jobs"), jobs=options.jobs, progress=progress)
    pages = render_site(course, figures, result.diagnostics, options.draft)
    notebooks = render_notebooks(course, figures)
    result = _with(course, result, [*figures.diagnostics, *pages.diagnostics, *notebooks.diagnostics], options)
    if result.failed(options.strict) and not options.draft:
        return Outcome(course, result)
    written = write_tree(options.output / "site", {**pages.files, **notebooks.within_site()})
    write_tree(options.output / "notebooks", notebooks.files)
    return Outcome(course, result, written)


def _with(course: Course, result: Audit, more: list[Diagnostic], options: Options) -> Audit:
    """An audit with what drawing and rendering found, waived and sorted anew."""
    before = [*result.diagnostics, *(entry.diagnostic for entry in result.waived)]
    return judge(course, [*(d for d in before if not d.code.startswith("AUD")), *more], options.today)
