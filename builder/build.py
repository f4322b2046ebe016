"""The whole path from a course's files to its site."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from builder.audit import Audit, audit, judge
from builder.course import Course, load
from builder.diagnostics import Diagnostic
from builder.jobs.figures import Figures, excused, make_figures
from builder.jobs.making import HERE, Making, on_data
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
        cache: the folder with what earlier builds trained and drew; None for the one within `output`.
        how: how the figures are made.
        data: another data set than the course's, as its name and the folder of its files.
        today: the day by which waivers expire.
    """

    output: Path
    draft: bool = False
    strict: bool = False
    cache: Path | None = None
    how: Making = HERE
    data: tuple[str, Path | None] | None = None
    today: str | None = None

    @property
    def store(self) -> Store:
        """Where what was trained and drawn is kept."""
        return Store((self.cache or self.output / "cache") / "jobs")


@dataclass(frozen=True)
class Outcome:
    """What a build found, drew and wrote; `written` is None when faults stopped it."""

    course: Course
    audit: Audit
    written: Written | None = None
    figures: Figures = field(default_factory=Figures)


def build_lessons(root: Path, options: Options, progress: Progress) -> Outcome:
    """Check a course, draw its figures, make its pages and notebooks, and write them all or none.

    Raises:
        NoCourse: if `root` holds no course.
        OSError: if the disk, a device or a cluster refuses; the last good output then stands as it was.
    """
    course, found = load(root)
    if options.data:
        course = on_data(course, *options.data)
    result = audit(course, found, options.today)
    if result.failed(options.strict) and not options.draft:
        return Outcome(course, result)
    figures = make_figures(course, options.store, how=options.how, progress=progress)
    if options.data:
        figures = excused(figures)
    pages = render_site(course, figures, result, options.draft)
    notebooks = render_notebooks(course, figures)
    result = _with(course, result, [*figures.diagnostics, *pages.diagnostics, *notebooks.diagnostics], options)
    if result.failed(options.strict) and not options.draft:
        return Outcome(course, result, figures=figures)
    written = write_tree(options.output / "site", {**pages.files, **notebooks.within_site()})
    write_tree(options.output / "notebooks", notebooks.files)
    return Outcome(course, result, written, figures)


def _with(course: Course, result: Audit, more: list[Diagnostic], options: Options) -> Audit:
    """An audit with what drawing and rendering found, waived and sorted anew."""
    before = [*result.diagnostics, *(entry.diagnostic for entry in result.waived)]
    return judge(course, [*(d for d in before if not d.code.startswith("AUD")), *more], options.today)
