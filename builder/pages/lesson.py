"""A lesson's page: its text as HTML, and all that the page shows around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from builder.course import Course
from builder.diagnostics import Diagnostic
from builder.jobs.drawn import Figure
from builder.models.lessons import Lesson, Section
from builder.pages import facts
from builder.pages.blocks import BLOCKS
from builder.pages.figures import data_of
from builder.pages.html import element, text
from builder.pages.markup import write
from builder.pages.sheet import Note, Sheet
from builder.pages.widgets import scripts
from builder.pictures import pictures


@dataclass(frozen=True)
class LessonPage:
    """Everything that a lesson's page shows."""

    frame: facts.Frame
    body: str
    contents: tuple[Section, ...]
    has_objective: bool
    scripts: tuple[str, ...]
    image: str | None
    data: str


def lesson_page(
    course: Course,
    slug: str,
    figures: Mapping[str, Figure],
    diagnostics: Iterable[Diagnostic] = (),
    notebook: str | None = None,
) -> LessonPage:
    """Gather what a lesson's page shows and write its text.

    Args:
        course: the course.
        slug: the lesson; it has a text.
        figures: the finished figures by id.
        diagnostics: the faults to show in place.
        notebook: the path of the lesson's notebook from the site's root.
    """
    lesson = course.lessons[slug].text
    assert lesson is not None, f"{slug} has no text"
    used = used_figures(lesson, figures)
    shown = [block.title.strip() for block in lesson.blocks if block.name in ("figure", "widget")]
    sheet = Sheet(
        root="../", blocks=BLOCKS, figures=used, notebook=notebook, notes=tuple(_notes(lesson, diagnostics)),
        english=course.config.language.startswith("en"),
        targets=facts.targets(course, facts.mentioned(_words(lesson, used))),
        pictures=dict(pictures(course, course.lessons[slug], lesson)), pictured=f"{slug}/",
        numbers={name: number for number, name in enumerate(dict.fromkeys(shown), 1)},
    )
    drawn = [used[name] for name in dict.fromkeys(shown) if name in used]
    return LessonPage(
        frame=facts.frame(course, slug), body=body(lesson, sheet),
        contents=tuple(s for s in lesson.sections if s.level <= 3),
        has_objective=any(block.name == "objective" for block in lesson.blocks),
        scripts=_scripts(lesson, used), image=_image(drawn), data=_data(drawn),
    )


def body(lesson: Lesson, sheet: Sheet) -> str:
    """A lesson's text as HTML, with a draft's faults before the paragraphs in which they stand."""
    nodes = SyntaxTreeNode(lesson.tokens).children
    if not sheet.notes:
        return write(nodes, sheet)
    waiting = sorted(sheet.notes, key=lambda note: note.line)
    parts: list[str] = []
    for node in nodes:
        end = node.map[1] if node.map else 0
        parts += [_note(note) for note in waiting if note.line <= end]
        waiting = [note for note in waiting if note.line > end]
        parts.append(write([node], sheet))
    return "".join(parts + [_note(note) for note in waiting])


def _notes(lesson: Lesson, diagnostics: Iterable[Diagnostic]) -> Iterable[Note]:
    """Faults as a draft shows them: those of the text at their line, those of other files at the top."""
    for fault in diagnostics:
        here = fault.span.path == lesson.path
        message = fault.message if here else f"{fault.span}: {fault.message}"
        yield Note(fault.span.line if here else 0, fault.severity.value, fault.code, message, fault.help)


def _note(note: Note) -> str:
    head = element("b", None, text(f"{note.severity} {note.code}"))
    words = f"{head} {text(note.message)}; {text(note.help)}."
    return element("p", {"class": f"fault-note {note.severity}", "role": "note"}, words)


# ---- figures


def used_figures(lesson: Lesson, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The figures that a lesson shows, and those whose numbers it or its captions name."""
    named = {block.title.strip() for block in lesson.blocks if block.name in ("figure", "widget")}
    words = [figures[name].spec.caption for name in sorted(named) if name in figures] + _source(lesson)
    named.update(found for text in words for found in re.findall(r"\{value\}`\s*([a-z0-9-]+)\.", text))
    return {name: figures[name] for name in sorted(named) if name in figures}


def _words(lesson: Lesson, used: Mapping[str, Figure]) -> list[str]:
    return _source(lesson) + [figure.spec.caption for figure in used.values()]


def _source(lesson: Lesson) -> list[str]:
    """All Markdown of a lesson: its running text, and the titles of its blocks."""
    return [token.content for token in lesson.tokens if token.type == "inline"] + [b.title for b in lesson.blocks]


def _scripts(lesson: Lesson, used: Mapping[str, Figure]) -> tuple[str, ...]:
    """The scripts of the lesson's widgets."""
    names = [block.title.strip() for block in lesson.blocks if block.name == "widget"]
    return scripts(used[name] for name in names if name in used)


def _image(drawn: Sequence[Figure]) -> str | None:
    """The picture that link previews show: the first that is no drawing in vectors."""
    pictures = (f"figures/{f.id}/{f.light}" for f in drawn if not f.light.endswith(".svg"))
    return next(pictures, None)


def _data(drawn: Sequence[Figure]) -> str:
    """What the page's pictures were made from, each source said once."""
    return "; ".join(dict.fromkeys(source for source in map(data_of, drawn) if source))
