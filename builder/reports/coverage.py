"""What a course covers: concepts by lesson, misconceptions by lesson, and each concept's journey."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from builder.course import Course, LessonFolder
from builder.knowledge import Taught
from builder.models.base import Depth
from builder.models.plans import Misconception
from builder.rules.views import Need, needs


class Cell(Struct, frozen=True):
    """What a lesson does with a concept: the depth that it takes it to, and the depth that it requires."""

    taught: Depth | None = None
    required: Depth | None = None


class ModuleCoverage(Struct, frozen=True):
    """The concepts that a module's lessons teach or require, as rows; the lessons are the columns."""

    id: str
    title: str
    lessons: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


class Step(Struct, frozen=True):
    """A step of a concept's journey: the lesson (None on entry), what it does, and to or at what depth."""

    lesson: str | None
    does: str
    depth: Depth


class Addressed(Struct, frozen=True):
    """A misconception, where the text addresses it, and whether it does so where the plan says."""

    lesson: str
    entry: Misconception
    sections: tuple[str, ...]
    planned: str | None


def concept_coverage(course: Course) -> tuple[ModuleCoverage, ...]:
    """A table of concepts by lesson for each module, the concepts in the order of the index."""
    cells: dict[tuple[str, str], Cell] = {}
    for need in needs(course):
        cells[need.concept, need.lesson] = Cell(None, need.required)
    for concept, taught in course.knowledge.teachings.items():
        for entry in taught:
            if entry.lesson:
                required = cells.get((concept, entry.lesson), Cell()).required
                cells[concept, entry.lesson] = Cell(entry.depth, required)
    return tuple(
        _module_coverage(course, module.id, module.title, module.lessons, cells) for module in course.config.modules
    )


def _module_coverage(
    course: Course, module_id: str, title: str, lessons: tuple[str, ...], cells: Mapping[tuple[str, str], Cell]
) -> ModuleCoverage:
    inside = set(lessons)
    used = {concept for concept, lesson in cells if lesson in inside}
    rows = tuple((concept, tuple(cells.get((concept, lesson), Cell()) for lesson in lessons))
                 for concept in course.concepts if concept in used)
    return ModuleCoverage(module_id, title, lessons, rows)


def journeys(course: Course) -> Mapping[str, tuple[Step, ...]]:
    """Each concept's journey through the course: where it is taught and required, in teaching order."""
    steps: dict[str, list[tuple[int, int, Step]]] = defaultdict(list)
    for concept, taught in course.knowledge.teachings.items():
        steps[concept].extend((entry.order, 1, _teaching(entry)) for entry in taught)
    for need in needs(course):
        steps[need.concept].append((course.knowledge.order[need.lesson], 0, _requiring(need)))
    return {concept: tuple(step for *_, step in sorted(steps[concept], key=lambda entry: entry[:2]))
            for concept in course.concepts if concept in steps}


def _teaching(taught: Taught) -> Step:
    return Step(taught.lesson, "takes it to" if taught.lesson else "on entry", taught.depth)


def _requiring(need: Need) -> Step:
    return Step(need.lesson, "needs it", need.required)


def misconception_coverage(course: Course) -> tuple[Addressed, ...]:
    """Every planned misconception in teaching order, and the sections in which a block addresses it."""
    return tuple(_addressed(folder, entry) for folder in course.taught_lessons() if folder.plan
                 for entry in folder.plan.misconceptions)


def _addressed(folder: LessonFolder, entry: Misconception) -> Addressed:
    blocks = folder.text.marking("misconception", entry.id) if folder.text else ()
    sections = dict.fromkeys(block.section or "" for block in blocks)
    return Addressed(folder.slug, entry, tuple(sections), entry.address.section if entry.address else None)
