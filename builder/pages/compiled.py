"""Texts compiled: all of a text's HTML that rests on the text alone, with marks where the rest goes.

Compiling a text takes its tokens and nothing of the course.  Linking fills what was left open: links into the course,
names of concepts, measured numbers, figures, pictures, the notebook, and a draft's faults.  What is compiled is plain
data, so it can be kept until the text changes.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from msgspec import Struct, json

from builder.models.lessons import Lesson
from builder.pages.blocks import BLOCKS, button, figure, notebook, widget
from builder.pages.facts import mentioned
from builder.pages.faults import Row, unread_formulas
from builder.pages.html import element, text
from builder.pages.markup import link as anchor
from builder.pages.markup import picture, write
from builder.pages.roles import concept, value
from builder.pages.said import PICTURED, said
from builder.pages.sheet import Heading, Hole, Note, Sheet
from builder.source.tree import tree

FILLS: dict[str, Callable[..., str]] = {
    fill.__name__: fill for fill in (anchor, picture, value, concept, figure, widget, notebook, button)
}
"""What fills the holes of a text: functions of the sheet and of the words that the hole holds."""

_MARK = re.compile("\0(\\d+)\0")
_VALUE = re.compile(r"\{value\}`\s*([a-z0-9-]+)\.")
Parts = tuple[tuple[int, str], ...]
"""HTML by top-level nodes, each with the line at which the node ends."""


class Compiled(Struct, frozen=True, array_like=True):
    """A text as far as it can be written without the rest of the course.

    Attributes:
        parts: its HTML by top-level nodes, each with the line at which the node ends, and with marks for the holes.
        holes: what is left open; a mark is the hole's number between two NULs, which no Markdown can hold.
        shown: the figures and widgets that it shows, in order.
        widgets: the widgets among them.
        values: the figures whose numbers it names.
        goals: the links to lessons, concepts and modules, as authors write them.
        headings: the headings that the page's contents may list.
        has_objective: whether it says itself what it is for.
        unread: the formulas that cannot be read.
        words: its words for a search, by section: the section's id and title and the words, without code and formulas.
    """

    parts: Parts
    holes: tuple[Hole, ...]
    shown: tuple[str, ...]
    widgets: tuple[str, ...]
    values: tuple[str, ...]
    goals: tuple[str, ...]
    headings: tuple[Heading, ...]
    has_objective: bool
    unread: tuple[Row, ...]
    words: tuple[tuple[str, str, str], ...]

    @property
    def numbers(self) -> dict[str, int]:
        """The number of each figure on the page."""
        return _numbered(self.shown)

    def to_json(self) -> bytes:
        """The text as JSON."""
        return json.encode(self)

    @staticmethod
    def from_json(says: bytes) -> Compiled:
        """A text out of its JSON."""
        return _decoder().decode(says)


@cache
def _decoder() -> json.Decoder[Compiled]:
    return json.Decoder(Compiled)


# ---- compiling


def compile_text(lesson: Lesson, english: bool) -> Compiled:
    """A lesson's text compiled.

    Args:
        lesson: the text; its tokens are walked here and not needed again.
        english: whether the course is in English, whose quotes are curled.
    """
    shown, source, holes = _titles(lesson, *PICTURED), _source(lesson), list[Hole]()
    sheet = Sheet(blocks=BLOCKS, numbers=_numbered(shown), english=english, holes=holes)
    parts = tuple((node.map[1] if node.map else 0, write([node], sheet)) for node in tree(lesson.tokens))
    return Compiled(
        parts=parts, holes=tuple(holes), shown=shown, widgets=_titles(lesson, "widget"),
        values=tuple(sorted(values_in(source))), goals=tuple(sorted(mentioned(source))),
        headings=tuple(Heading(s.id, s.title, s.level) for s in lesson.sections if s.level <= 3),
        has_objective=any(block.name == "objective" for block in lesson.blocks),
        unread=tuple(unread_formulas(lesson)), words=tuple(said(lesson)),
    )


def _numbered(shown: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(shown, 1)}


def _titles(lesson: Lesson, *names: str) -> tuple[str, ...]:
    """The titles of all blocks of these names, each once."""
    return tuple(dict.fromkeys(block.title.strip() for block in lesson.blocks if block.name in names))


def _source(lesson: Lesson) -> list[str]:
    """The Markdown of a lesson that may name something: of its running text and the titles of its blocks."""
    running = [token.content for token in lesson.tokens if token.type == "inline"]
    return [words for words in (*running, *(block.title for block in lesson.blocks)) if ":" in words or "{" in words]


def values_in(source: Iterable[str]) -> set[str]:
    """The figures whose numbers some Markdown names."""
    return {name for words in source for name in _VALUE.findall(words)}


# ---- linking


def link(compiled: Compiled, sheet: Sheet) -> str:
    """The HTML of a text: its holes filled from a sheet, and a draft's faults before the nodes in which they stand.

    Holes are filled in the order in which writing came upon them, so that ids are numbered as in writing at once.
    """
    filled: list[str] = []

    def whole(words: str) -> str:
        return _MARK.sub(lambda mark: filled[int(mark[1])], words) if "\0" in words else words

    for name, *words in compiled.holes:
        filled.append(FILLS[name](sheet, *map(whole, words)))
    return "".join(_noted(compiled.parts, sheet.notes, whole))


def _noted(parts: Parts, notes: Sequence[Note], whole: Callable[[str], str]) -> Iterator[str]:
    """The parts of a text, each behind the faults that stand in it."""
    waiting = deque(sorted(notes, key=lambda note: note.line))
    for end, part in parts:
        while waiting and waiting[0].line <= end:
            yield _note(waiting.popleft())
        yield whole(part)
    yield from map(_note, waiting)


def _note(note: Note) -> str:
    head = element("b", None, text(f"{note.severity} {note.code}"))
    words = f"{head} {text(note.message)}; {text(note.help)}."
    return element("p", {"class": f"fault-note {note.severity}", "role": "note"}, words)
