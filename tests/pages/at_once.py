"""The course's site at once, in memory: every page and every file of it, as bytes under its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from builder.audit import Audit
from builder.course import Course
from builder.diagnostics import Diagnostic
from builder.jobs.drawn import Figure, Figures
from builder.models.lessons import Lesson
from builder.notebooks import compile_notebook
from builder.pages import facts, widget_faults
from builder.pages.compiled import compile_text
from builder.pages.faults import text_faults, unread_formulas
from builder.pages.indexed import indexed_concept, indexed_lesson, indexed_module
from builder.pages.jobs import by_lesson, job, names
from builder.pages.search import Indexed, shard_path, shards
from builder.pages.view import View


@dataclass(frozen=True)
class Pages:
    """A finished site: its files by path, and what was found wrong in writing them."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...] = ()


def render_site(course: Course, figures: Figures, audit: Audit, draft: bool = False) -> Pages:
    """The whole site, with the notebooks to which lessons link.

    Args:
        course: the course.
        figures: the finished figures.
        audit: what the audit found; the plans' checklists rest on it, and a draft shows it where it stands.
        draft: whether faults are shown in place.
    """
    found = tuple(_faults(course, figures.figures))
    whole = Audit((*audit.diagnostics, *figures.diagnostics, *found), audit.waived, audit.known)
    said, english = by_lesson(whole), course.config.language.startswith("en")
    view = View(
        course, figures.figures, lambda slug: said.get(slug, Audit(())),
        lambda slug: compile_text(_there(course.lessons[slug].text), english),
        lambda slug: compile_notebook(_there(course.lessons[slug].notebook)), draft,
    )
    files = {path: data for name in names(course, figures.figures) for path, data in job(name, view).write().items()}
    files |= {shard_path(name): data for name, data in shards(_indexed(view))}
    return Pages(dict(sorted(files.items())), found)


def _faults(course: Course, figures: Mapping[str, Figure]) -> Iterator[Diagnostic]:
    """What only pages can tell of all lessons and figures."""
    for folder in course.taught_lessons():
        yield from text_faults(course, folder, figures, unread_formulas)
    yield from widget_faults.data_faults(course, figures)


def _indexed(view: View) -> Iterator[Indexed]:
    """What search knows of each page."""
    course = view.course
    for slug in course.order:
        if (known := course.outlines.get(slug)) and known.text:
            yield indexed_lesson(facts.entry(course, slug), view.text(slug))
    yield from (indexed_module(facts.contents(course, module)) for module in course.config.modules)
    yield from (indexed_concept(name, concept) for name, concept in course.concepts.items())


def _there(text: Lesson | None) -> Lesson:
    assert text is not None, "a job is made only of a text that is there"
    return text
