"""What several rules ask of a course, gathered once, so that the cost of an audit stays linear.

Two kinds of views are remembered.  What is asked of a few lessons is remembered with the part of the course that holds
them, and goes with it.  What is known from all of the course is remembered with the whole one; it holds no lesson.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from typing import NamedTuple, TypeVar

from msgspec import Struct

from builder.course import LESSONS, RECORDS, Course, LessonFolder
from builder.diagnostics import Place, Route
from builder.knowledge import Standing
from builder.lazily import Lazily
from builder.models.base import Depth, Load, Status
from builder.models.course import Module
from builder.models.plans import Plan, Prerequisite
from builder.models.records import LessonRecord, LessonStatus, TaughtConcept

T = TypeVar("T")

_KEPT = 50
"""How many lessons' rows of records are kept at hand."""

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CITED = re.compile(r"(?:(?P<module>\d+(?:\.\d+)*)\s+)?(?P<slug>[a-z0-9]+(?:-[a-z0-9]+)*)\s*(?:$|[,(;])")


def once(view: Callable[[Course], T]) -> Callable[[Course], T]:
    """Make a function of some lessons remember its result with the part of the course that holds them."""

    @wraps(view)
    def kept(course: Course) -> T:
        assert course.whole, f"{view.__name__} holds lessons, so it is asked of a part of a course"
        return _remembered(course, view)

    return kept


def shared(view: Callable[[Course], T]) -> Callable[[Course], T]:
    """Make a function of a whole course remember its result there; its parts give the same answer."""

    @wraps(view)
    def kept(course: Course) -> T:
        return _remembered(whole(course), view)

    return kept


def _remembered(course: Course, view: Callable[[Course], T]) -> T:
    known, name = vars(course), f"_{view.__name__}"
    if name not in known:
        known[name] = view(course)
    result: T = known[name]
    return result


def whole(course: Course) -> Course:
    """The whole course of a part; a whole course itself."""
    return course.whole or course


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one; None where none is like it."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(word, list(known), scorer=fuzz.ratio, score_cutoff=60)
    return str(found[0]) if found else None


def nearest(word: str, known: Iterable[str], otherwise: str) -> str:
    """A question with the known word that is most like this one, or other advice."""
    found = near(word, known)
    return f"did you mean `{found}`?" if found else otherwise


def finished(folder: LessonFolder) -> bool:
    """Whether a plan claims to be whole: it has its last part, the outline.

    What a plan without an outline lacks is still to be written, and no fault.
    """
    return folder.plan is not None and bool(folder.plan.outline)


def plan_place(slug: str, *route: str | int) -> Place:
    """A place in the plan of a lesson that need not be at hand."""
    return LessonFolder(slug).plan_place(*route)


@once
def plans(course: Course) -> tuple[tuple[LessonFolder, Plan], ...]:
    """The plans of the part's taught lessons, in teaching order."""
    return tuple((folder, folder.plan) for folder in course.taught_lessons() if folder.plan)


@once
def finished_plans(course: Course) -> tuple[tuple[LessonFolder, Plan], ...]:
    """The plans that claim to be whole, of all the part's lessons."""
    return tuple((folder, folder.plan) for folder in course.lessons.values() if folder.plan and finished(folder))


@shared
def doubtful(course: Course) -> frozenset[str]:
    """The concepts that plans and records name which could not be read: whether they teach them is not known.

    What is wrong with such a file is told already; what only follows from its silence is not.
    """
    files = [course.files[path] for path in course.unread
             if path.startswith((f"{LESSONS}/", f"{RECORDS}/")) and path in course.files]
    words = {word for file in files for word in _WORD.findall(file.source.decode("utf-8", "replace"))}
    return frozenset(words & course.concepts.keys())


class Requirement(NamedTuple):
    """A concept that a lesson requires: its row in the plan with its number, and how it stands.

    A row that names several concepts makes a requirement of each; `named` is the way in the row to this one.
    """

    folder: LessonFolder
    number: int
    row: Prerequisite
    concept: str
    required: Depth
    standing: Standing
    named: Route = ("concept",)

    def named_at(self) -> Place:
        """Where the row names the concept."""
        return self.place(*self.named)

    def place(self, *route: str | int) -> Place:
        """The row, or a place in it."""
        return self.folder.plan_place("prerequisites", self.number, *route)


@once
def requirements(course: Course) -> tuple[Requirement, ...]:
    """Every requirement of the part's taught lessons, in teaching order, as far as its concept is known."""
    known, unclear, found = course.concepts, doubtful(course), list[Requirement]()
    standing = course.knowledge.standing
    for folder, plan in plans(course):
        slug = folder.slug
        for n, row in enumerate(plan.prerequisites):
            concept, required = row.concept, row.required
            if concept and required and concept in known and concept not in unclear:
                found.append(Requirement(folder, n, row, concept, required, standing(concept, slug, required)))
            for k, other in enumerate(row.also) if row.also and required else ():
                if required and other in known and other not in unclear:
                    found.append(Requirement(folder, n, row, other, required, standing(other, slug, required),
                                             ("also", k)))
    return tuple(found)


@once
def unmet(course: Course) -> tuple[Requirement, ...]:
    """The requirements that the student does not meet."""
    return tuple(need for need in requirements(course) if need.standing.status is not Status.OK)


class Need(NamedTuple):
    """A requirement as the whole course sees it: the lesson, the concept and its depth, and the row of the plan.

    `also` is the number of a further concept of a row that names several; -1 is the row's first.
    """

    lesson: str
    concept: str
    required: Depth
    number: int
    also: int

    def named_at(self) -> Place:
        """Where the row names the concept."""
        way: Route = ("also", self.also) if self.also >= 0 else ("concept",)
        return plan_place(self.lesson, "prerequisites", self.number, *way)


def needs(course: Course) -> Iterator[Need]:
    """Every requirement of every taught lesson, in teaching order, as far as its concept is known; keeps no lesson."""
    known, unclear = course.concepts, doubtful(course)
    for slug in (slug for slug in whole(course).order if slug in course.outlines):
        for concept, required, n, k in course.outlines[slug].needs:
            if concept in known and concept not in unclear:
                yield Need(slug, concept, Depth(required), n, k)


class Position(Struct, frozen=True):
    """Where a lesson stands: its module, and its number in it from 1."""

    module: Module
    number: int


@shared
def positions(course: Course) -> Mapping[str, Position]:
    """The position of each lesson; of one that is listed twice, the first."""
    found: dict[str, Position] = {}
    for module in course.config.modules:
        for number, slug in enumerate(module.lessons, 1):
            found.setdefault(slug, Position(module, number))
    return found


class Indexed(Struct, frozen=True):
    """A row of a record's concept index and where it stands."""

    row: TaughtConcept
    place: Place


@shared
def index_rows(course: Course) -> Mapping[str, Sequence[Indexed]]:
    """The rows of all concept indices, by the lesson that they name; they are read when they are asked for."""
    at = course.knowledge.recorded.rows
    return Lazily(list(at), lambda slug: [
        Indexed(course.records[module_id].concepts[n], Place(course.record_path(module_id), ("concepts", n)))
        for module_id, n in at[slug]], keep=_KEPT)


class Summarized(Struct, frozen=True):
    """A lesson's summary in its module's record and where it stands."""

    entry: LessonRecord
    place: Place


@shared
def summaries(course: Course) -> Mapping[str, Summarized]:
    """The records' summaries by lesson; of two, the first.  They are read when they are asked for."""
    at = course.knowledge.recorded.summaries

    def summary(slug: str) -> Summarized:
        module_id, n = at[slug]
        return Summarized(course.records[module_id].lessons[n], Place(course.record_path(module_id), ("lessons", n)))

    return Lazily(list(at), summary, keep=_KEPT)


def told_of(folder: LessonFolder, section: str) -> bool:
    """Whether a section that the text lacks stands in the outline, so that SCO001 has told of it already."""
    return folder.plan is not None and any(step.id == section for step in folder.plan.outline)


def built(course: Course, slug: str) -> bool:
    """Whether the record says that a lesson is built."""
    known = summaries(course).get(slug)
    return known is not None and known.entry.status is LessonStatus.BUILT


def load_of(course: Course, slug: str) -> tuple[Load, Place] | None:
    """A lesson's load and where it is stated: in its plan, else in the record."""
    seen = course.outlines.get(slug)
    if seen and seen.load:
        return Load(seen.load), plan_place(slug, "load")
    known = summaries(course).get(slug)
    return (known.entry.load, known.place / "load") if known and known.entry.load else None


@once
def news(course: Course) -> tuple[tuple[LessonFolder, Plan, tuple[tuple[str, Place], ...]], ...]:
    """The part's plans that bring something new, each with its new concepts and where they are named."""
    found = ((folder, plan, tuple(new_concepts(course, folder))) for folder, plan in plans(course))
    return tuple(entry for entry in found if entry[2])


def new_concepts(course: Course, folder: LessonFolder) -> Iterator[tuple[str, Place]]:
    """The concepts that a lesson brings: those its plan lists as new, else the targets that nobody taught before.

    A concept that is only MENTIONED is no load, so it counts only where the plan itself lists it.
    """
    plan = folder.plan
    if plan is None:
        return
    if plan.load_assessment and plan.load_assessment.new_concepts:
        for n, new in enumerate(plan.load_assessment.new_concepts):
            if new.concept or new.text:
                yield new.concept or str(new.text), folder.plan_place("load_assessment", "new_concepts", n)
        return
    for n, row in enumerate(plan.depths):
        if row.concept and row.depth and row.depth > Depth.MENTIONED \
                and course.knowledge.actual(row.concept, folder.slug) is None:
            yield row.concept, folder.plan_place("depths", n)


class Cited(Struct, frozen=True):
    """A lesson that free text names: by its slug, with its module's number or without."""

    module: str | None
    slug: str

    def inside(self, course: Course) -> bool:
        """Whether it claims to be a lesson of this course."""
        return self.module is None or any(module.id == self.module for module in course.config.modules)


def cited(words: str | None) -> Cited | None:
    """The lesson that a source names, as in `kneading`, `1.2 kneading` or `1.2 kneading, by hand`; None for words."""
    match = _CITED.match(words.strip()) if words else None
    return Cited(match["module"], match["slug"]) if match else None
