"""A module's concept map: a row for each concept, from the lesson that teaches it to the lessons that need it.

Lessons are columns in teaching order, and concepts stand under the first lesson that teaches them, so the map reads
like a flight of stairs.  A row begins at the left edge where the student brings the concept along.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap

from msgspec import Struct

from builder.course import Course
from builder.models.base import Depth
from builder.models.course import Module
from builder.pages.facts import concept_path, entry

NAMES, LETTERS = 222, 28
"""The width of the names, in pixels, and how many letters of a sans serif of 13 pixels go into it."""

LINE, AIR = 16, 10
"""The height of a line of a name, and the air around its lines."""

RADII = {Depth.MENTIONED: 3.0, Depth.INTRODUCED: 4.5, Depth.DEVELOPED: 6.0, Depth.APPLIED: 7.5}

Marks = Mapping[int, Depth]
"""Depths by the number of the lesson in its module."""


class Thread(Struct, frozen=True):
    """A concept within a module: which lessons teach and need it, how deep, and whether it was taught before."""

    name: str
    path: str
    taught: Marks
    needed: Marks
    before: bool

    @property
    def home(self) -> int:
        """The lesson that it stands under; 0 for what the student brings along."""
        return 0 if self.before else min(self.taught)

    @property
    def told(self) -> str:
        """The row in words."""
        parts = [f"{verb} {_lessons(marks)}" for verb, marks in (("taught in", self.taught), ("needed in", self.needed))
                 if marks]
        return ", ".join(["brought along"] * self.before + parts)


class Row(Struct, frozen=True):
    """A row of the drawing: its place, the lines of its name and where they lead, and the thread or the lesson."""

    top: int
    lines: tuple[str, ...]
    path: str
    number: int = 0
    thread: Thread | None = None

    @property
    def height(self) -> int:
        """How tall it is."""
        return LINE * len(self.lines) + (AIR if self.thread else 2 * AIR)

    @property
    def middle(self) -> int:
        """The height at which its marks stand."""
        return self.top + (AIR // 2 if self.thread else 3 * AIR // 2) + LINE * len(self.lines) // 2

    def baseline(self, line: int) -> int:
        """The height on which a line of the name stands."""
        return self.middle + LINE * line - LINE * (len(self.lines) - 1) // 2 + 4


class ConceptMap(Struct, frozen=True):
    """The drawing of a module's map, its names beside it, and the same by lesson for a list."""

    columns: int
    rows: tuple[Row, ...]
    groups: tuple[tuple[str, tuple[Thread, ...]], ...]
    names: int = NAMES

    @property
    def step(self) -> int:
        """From one lesson to the next, in pixels."""
        return min(max(290 // self.columns, 34), 46)

    @property
    def width(self) -> int:
        """How wide the drawing is beside the names, in pixels."""
        return self.columns * self.step

    @property
    def height(self) -> int:
        """How tall it is."""
        return self.rows[-1].top + self.rows[-1].height + AIR if self.rows else 0

    def x(self, number: int) -> int:
        """The middle of a lesson's column; 0 is the edge where rows from before begin."""
        return number * self.step - self.step // 2 if number else 0

    def line(self, thread: Thread) -> tuple[int, int]:
        """Where a row's line begins and ends."""
        numbers = [*([0] if thread.before else []), *thread.taught, *thread.needed]
        return self.x(min(numbers)), self.x(max(numbers))

    def dots(self, thread: Thread) -> Iterator[tuple[int, float]]:
        """Where a row is taught, and the sizes of its dots."""
        return ((self.x(number), RADII[depth]) for number, depth in sorted(thread.taught.items()))

    def tips(self, thread: Thread) -> Iterator[float]:
        """Where the tips of a row's arrows are: in the middle of a column, or before the dot that stands there."""
        for number in sorted(thread.needed):
            taught = thread.taught.get(number)
            yield self.x(number) - (RADII[taught] + 1 if taught else -4)


def module_map(course: Course, module: Module) -> ConceptMap | None:
    """The map of a module; None for one that teaches no concepts."""
    threads = sorted(_threads(course, module), key=lambda thread: (thread.home, min([*thread.taught, *thread.needed])))
    if not any(thread.taught for thread in threads):
        return None
    entries = [entry(course, slug) for slug in module.lessons]
    lessons = [("What you bring along", ""), *((found.title, found.target.path) for found in entries)]
    groups = [(number, [thread for thread in threads if thread.home == number]) for number in range(len(lessons))]
    rows = tuple(_rows(lessons, groups))
    told = tuple((lessons[number][0], tuple(found)) for number, found in groups if found)
    return ConceptMap(len(module.lessons), rows, told)


def _threads(course: Course, module: Module) -> Iterator[Thread]:
    """The concepts that lessons of the module teach or need, in the order in which plans and record name them."""
    numbers = {slug: number for number, slug in enumerate(module.lessons, 1)}
    needed = _needed(course, numbers)
    start = course.knowledge.order.get(module.lessons[0], 0) if module.lessons else 0
    for concept in dict.fromkeys(name for name in _named(course, module) if name in course.concepts):
        teachings = course.knowledge.teachings.get(concept, ())
        taught = {numbers[known.lesson]: known.depth for known in teachings if known.lesson in numbers}
        before = any(known.order < start for known in teachings[:1])
        if taught or (before and concept in needed):
            yield Thread(course.concepts[concept].name, concept_path(concept), taught, needed[concept], before)


def _named(course: Course, module: Module) -> Iterator[str]:
    """The concepts that the module's plans and its record need or teach."""
    known = [course.outlines[slug] for slug in module.lessons if slug in course.outlines]
    for outline in known:
        yield from (concept for concept, *_ in outline.needs)
        yield from (concept for _, concept, *_ in outline.depths)
    if module.id in course.records:
        yield from (row.concept for row in course.records[module.id].concepts if row.concept)


def _needed(course: Course, numbers: Mapping[str, int]) -> Mapping[str, dict[int, Depth]]:
    """The concepts that lessons need, and how deep."""
    found: dict[str, dict[int, Depth]] = defaultdict(dict)
    for slug, number in numbers.items():
        for concept, depth, *_ in course.outlines[slug].needs if slug in course.outlines else ():
            found[concept][number] = max(Depth(depth), found[concept].get(number, Depth(depth)))
    return found


def _rows(lessons: Sequence[tuple[str, str]], groups: Iterable[tuple[int, list[Thread]]]) -> Iterator[Row]:
    """The rows from top to bottom: a lesson, then its concepts."""
    top = 0
    for number, threads in groups:
        if threads or number:
            yield (row := Row(top, _lines(lessons[number][0]), lessons[number][1], number))
            top += row.height
        for thread in threads:
            yield (row := Row(top, _lines(thread.name), thread.path, number, thread))
            top += row.height


def _lines(name: str) -> tuple[str, ...]:
    return tuple(wrap(name, LETTERS))


def _lessons(marks: Marks) -> str:
    """Lessons and depths in words: lessons 2 (introduced) and 4 (applied)."""
    parts = [f"{number} ({depth.lower()})" for number, depth in sorted(marks.items())]
    listed = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    return f"lesson{'s' if len(parts) > 1 else ''} {listed}"
