"""What the student has when a lesson begins: the type system of a curriculum.

Each lesson teaches concepts to a depth, by the module's record where that knows the lesson's concept, else by the
plan's target depths.  The actual depth of a concept at a lesson is the greatest that an earlier lesson in
teaching order, or the knowledge assumed on entry, reached.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from builder.diagnostics import Place
from builder.models.base import Depth, GapSize, Status
from builder.models.course import Assumed
from builder.models.records import Record
from builder.outlines import Outline

COURSE_FILE = "curriculum/course.yaml"


@dataclass(frozen=True)
class Taught:
    """A concept taught to a depth: by which lesson (None on entry), at what place in teaching order, stated where."""

    concept: str
    depth: Depth
    lesson: str | None
    order: int
    place: Place
    source: str


class Standing(NamedTuple):
    """How a requirement stands at a lesson.

    Attributes:
        status: OK, GAP, MISSING or LATER.
        size: the size of a gap.
        actual: the greatest teaching before the lesson, if any.
        later: the first teaching at or after the lesson that would be deep enough, or the first at all.
    """

    status: Status
    size: GapSize | None = None
    actual: Taught | None = None
    later: Taught | None = None


@dataclass(frozen=True)
class Knowledge:
    """Who teaches what, in teaching order; entry knowledge stands at -1."""

    teachings: Mapping[str, Sequence[Taught]]
    order: Mapping[str, int]
    _best: Mapping[str, Sequence[Taught]] = field(repr=False, default_factory=dict)

    def actual(self, concept: str, lesson: str) -> Taught | None:
        """The deepest teaching of a concept before a lesson; the earliest of equals."""
        taught, here = self.teachings.get(concept, ()), self.order.get(lesson, 0)
        if taught and taught[-1].order < here:
            return self._best[concept][-1]
        before = bisect_left(taught, here, key=lambda t: t.order)
        return self._best[concept][before - 1] if before else None

    def later(self, concept: str, lesson: str, required: Depth) -> Taught | None:
        """The first teaching after a lesson that reaches a depth, else the first at all after it."""
        taught = self.teachings.get(concept, ())
        after = [t for t in taught if t.order > self.order.get(lesson, 0)]
        return next((t for t in after if t.depth >= required), after[0] if after else None)

    def standing(self, concept: str, lesson: str, required: Depth) -> Standing:
        """What the student has of a concept at a lesson, against what it requires."""
        actual = self.actual(concept, lesson)
        if actual and actual.depth.level >= required.level:
            return Standing(Status.OK, None, actual)
        later = self.later(concept, lesson, required)
        if actual:
            return Standing(Status.GAP, gap_size(required, actual.depth), actual, later)
        return Standing(Status.LATER if later else Status.MISSING, later=later)


def gap_size(required: Depth, actual: Depth) -> GapSize:
    """One level is a small gap, two a medium one, three a large one; into APPLIED the step is one size larger.

    Using a concept takes practice that a first treatment cannot stand in for, so the step to APPLIED weighs more.
    """
    levels = required.level - actual.level + (required is Depth.APPLIED) - 1
    return list(GapSize)[min(max(levels, 0), 2)]


def gather(
    order: Sequence[str],
    outlines: Mapping[str, Outline],
    records: Iterable[tuple[str, Record]],
    assumes: Sequence[Assumed],
    plan_path: str = "lessons/{}/plan.yaml",
) -> Knowledge:
    """Who teaches what, from the records, the plans and the entry knowledge.

    Args:
        order: the lessons' slugs in teaching order.
        outlines: the lessons by slug, as others see them.
        records: the records with the paths of their files.
        assumes: the entry knowledge.
        plan_path: how the path of a lesson's plan is made.
    """
    at = {slug: number for number, slug in enumerate(order)}
    found: dict[str, dict[int, Taught]] = defaultdict(dict)
    for number, entry in enumerate(assumes):
        place = Place(COURSE_FILE, ("assumes", number))
        found[entry.concept][-1] = Taught(entry.concept, entry.depth, None, -1, place, entry.source)
    for path, record in records:
        for number, row in enumerate(record.concepts):
            if row.concept and row.depth and row.lesson in at:
                _keep(found, Taught(row.concept, row.depth, row.lesson, at[row.lesson],
                                    Place(path, ("concepts", number)), row.lesson))
    for slug in order:
        if slug in outlines:
            _from_plan(found, outlines[slug], at[slug], plan_path.format(slug))
    teachings = {concept: [by_order[key] for key in sorted(by_order)] for concept, by_order in found.items()}
    return Knowledge(teachings, at, {concept: _running_best(taught) for concept, taught in teachings.items()})


def _from_plan(found: dict[str, dict[int, Taught]], outline: Outline, order: int, path: str) -> None:
    for number, concept, depth in outline.depths:
        if order not in found[concept]:
            place = Place(path, ("depths", number))
            found[concept][order] = Taught(concept, Depth(depth), outline.slug, order, place, outline.slug)


def _keep(found: dict[str, dict[int, Taught]], taught: Taught) -> None:
    known = found[taught.concept].get(taught.order)
    if known is None or taught.depth > known.depth:
        found[taught.concept][taught.order] = taught


def _running_best(taught: Sequence[Taught]) -> list[Taught]:
    best: list[Taught] = []
    for entry in taught:
        best.append(entry if not best or entry.depth > best[-1].depth else best[-1])
    return best
