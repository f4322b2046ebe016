"""What the student has when a lesson begins: the type system of a curriculum.

Each lesson teaches concepts to a depth, by the module's record where that knows the lesson's concept, else by the
plan's target depths.  The actual depth of a concept at a lesson is the greatest that an earlier lesson in
teaching order, or the knowledge assumed on entry, reached.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from msgspec import Struct, field

from builder.diagnostics import Place
from builder.lazily import Lazily
from builder.models.base import Depth, GapSize, Status
from builder.models.course import Assumed
from builder.models.records import Record
from builder.outlines import Outline
from builder.roots import COURSE_FILE
from builder.shelf import Shelf, digest_of, sync

_CONCEPT, _ROWS, _SUMMARY = "taught", "recorded", "summary"


class Taught(Struct, frozen=True):
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


Row = tuple[str, int]
"""A row of a record: the module, and the number of the row."""


class Recorded(NamedTuple):
    """Where records speak of lessons: the rows of concept indices by lesson, and the first summary of each."""

    rows: Mapping[str, Sequence[Row]]
    summaries: Mapping[str, Row]


class Knowledge(Struct, frozen=True):
    """Who teaches what, and who needs it, in teaching order; entry knowledge stands at -1."""

    teachings: Mapping[str, Sequence[Taught]]
    order: Mapping[str, int]
    needed: Mapping[str, Sequence[tuple[str, Depth]]] = {}
    recorded: Recorded = field(default_factory=lambda: Recorded({}, {}))

    def actual(self, concept: str, lesson: str) -> Taught | None:
        """The deepest teaching of a concept before a lesson; the earliest of equals."""
        taught, here = self.teachings.get(concept, ()), self.order.get(lesson, 0)
        before = bisect_left(taught, here, key=lambda t: t.order)
        return max(taught[:before], key=lambda t: (t.depth.level, -t.order), default=None)

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
    rows, summaries = defaultdict[str, list[Row]](list), dict[str, Row]()
    for path, record in records:
        _note(record, PurePosixPath(path).stem, rows, summaries)
        for number, row in enumerate(record.concepts):
            if row.concept and row.depth and row.lesson in at:
                _keep(found, Taught(row.concept, row.depth, row.lesson, at[row.lesson],
                                    Place(path, ("concepts", number)), row.lesson))
    needed: dict[str, list[tuple[str, Depth]]] = defaultdict(list)
    for slug in order:
        if known := outlines.get(slug):
            _from_plan(found, known, at[slug], plan_path.format(slug))
            for concept, depth in (row[:2] for row in known.needs if row[3] < 0):
                needed[concept].append((slug, Depth(depth)))
    teachings = {concept: [by_order[key] for key in sorted(by_order)] for concept, by_order in found.items()}
    return Knowledge(teachings, at, needed, Recorded(rows, summaries))


def _note(record: Record, module: str, rows: dict[str, list[Row]], summaries: dict[str, Row]) -> None:
    """Note where a record speaks of which lesson."""
    for number, row in enumerate(record.concepts):
        if row.lesson:
            rows[row.lesson].append((module, number))
    for number, entry in enumerate(record.lessons):
        summaries.setdefault(entry.lesson, (module, number))


def _from_plan(found: dict[str, dict[int, Taught]], outline: Outline, order: int, path: str) -> None:
    for number, concept, depth, _ in outline.depths:
        if order not in found[concept]:
            place = Place(path, ("depths", number))
            found[concept][order] = Taught(concept, Depth(depth), outline.slug, order, place, outline.slug)


def _keep(found: dict[str, dict[int, Taught]], taught: Taught) -> None:
    known = found[taught.concept].get(taught.order)
    if known is None or taught.depth > known.depth:
        found[taught.concept][taught.order] = taught


# ---- kept between runs


def keep_knowledge(knowledge: Knowledge, shelf: Shelf) -> None:
    """Put on a shelf who teaches and who needs each concept, and where records speak of each lesson."""
    needed, recorded = knowledge.needed, knowledge.recorded
    _keep_all(shelf, _CONCEPT, {concept: [
        [[t.depth, t.lesson, t.order, t.place.path, t.place.route, t.source]
         for t in knowledge.teachings.get(concept, ())], needed.get(concept, ()),
    ] for concept in {**knowledge.teachings, **needed}})
    _keep_all(shelf, _ROWS, recorded.rows)
    _keep_all(shelf, _SUMMARY, recorded.summaries)


def _keep_all(shelf: Shelf, kind: str, facts: Mapping[str, Any]) -> None:
    """Put facts on a shelf, those that are not there as they are."""
    known = shelf.digests(kind)
    rows = ((name, json.dumps(fact, separators=(",", ":")).encode()) for name, fact in facts.items())
    shelf.put_all((kind, name, digest, says) for name, says in rows if known.get(name) != (digest := digest_of(says)))
    sync(shelf, kind, facts)


def kept_knowledge(shelf: Shelf, order: Sequence[str]) -> Knowledge:
    """What was kept of a course's knowledge; everything is taken from the shelf when it is asked for."""

    def said(kind: str, name: str) -> Any:
        return json.loads(shelf.get(kind, name) or b"[[], []]")

    def teachings(concept: str) -> list[Taught]:
        return [Taught(concept, Depth(depth), lesson, at, Place(path, tuple(route)), source)
                for depth, lesson, at, path, route, source in said(_CONCEPT, concept)[0]]

    def needed(concept: str) -> list[tuple[str, Depth]]:
        return [(slug, Depth(depth)) for slug, depth in said(_CONCEPT, concept)[1]]

    def rows(slug: str) -> list[Row]:
        return [(module, number) for module, number in said(_ROWS, slug)]

    def summary(slug: str) -> Row:
        module, number = said(_SUMMARY, slug)
        return module, number

    concepts = list(shelf.digests(_CONCEPT))
    return Knowledge(
        Lazily(concepts, teachings), {slug: number for number, slug in enumerate(order)}, Lazily(concepts, needed),
        Recorded(Lazily(list(shelf.digests(_ROWS)), rows), Lazily(list(shelf.digests(_SUMMARY)), summary)),
    )
