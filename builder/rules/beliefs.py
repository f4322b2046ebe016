"""PRE, second part: what a plan states of the student's knowledge agrees with what the course teaches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from builder.course import Course, LessonFolder
from builder.diagnostics import Place, Problem, Severity
from builder.knowledge import Standing, Taught
from builder.models.base import Depth, Status
from builder.models.plans import Prerequisite
from builder.rules.prerequisites import name_of, stated_at
from builder.rules.rule import by_lesson, rule
from builder.rules.views import Cited, Requirement, cited, doubtful, nearest, once, plans, requirements, whole


class Belief(Struct, frozen=True):
    """What a plan says that the student has: the concept, its depth and its source, and what is true."""

    folder: LessonFolder
    place: Place
    concept: str
    depth: Depth | None
    depth_key: str
    source: str | None
    actual: Taught | None
    others: tuple[str, ...] = ()
    """Further concepts of the same row, any of which the source may have taught."""


@once
def beliefs(course: Course) -> tuple[Belief, ...]:
    """What plans state under `prerequisites` and `knows`, with what is computed."""
    return (*_of_prerequisites(course), *_of_knows(course))


def _of_prerequisites(course: Course) -> Iterator[Belief]:
    for need in requirements(course):
        row, first = need.row, need.concept == need.row.concept
        if row.actual or (row.source and first):
            yield Belief(need.folder, need.place(), need.concept, row.actual, "actual", row.source if first else None,
                         need.standing.actual, row.also)


def _of_knows(course: Course) -> Iterator[Belief]:
    for folder, plan in plans(course):
        for n, row in enumerate(plan.knows):
            for concept in (row.concept, *row.also) if row.depth or row.source else ():
                if concept and concept in course.concepts and concept not in doubtful(course):
                    source = row.source if concept == row.concept else None
                    yield Belief(folder, folder.plan_place("knows", n), concept, row.depth, "depth", source,
                                 course.knowledge.actual(concept, folder.slug), row.also)


@once
def _judged(course: Course) -> tuple[Requirement, ...]:
    """The requirements of which the plan states a status or a size; of a row with several, the one that decides."""
    stated = [need for need in requirements(course) if need.row.status or need.row.size]
    return tuple(need for need in stated if not need.row.also) + tuple(
        _decisive(tuple(row)) for _, row in groupby((need for need in stated if need.row.also), _row_of))


def _row_of(need: Requirement) -> tuple[str, int]:
    return need.folder.slug, need.number


def _decisive(row: tuple[Requirement, ...]) -> Requirement:
    """The requirement of a row of which its status speaks: one that stands as stated, else the one that stands worst.

    OK speaks of all of them.
    """
    stands = [need for need in row if need.row.status is not Status.OK and need.standing.status is need.row.status]
    return stands[0] if stands else max(row, key=lambda need: list(Status).index(need.standing.status))


@rule("PRE007")
def wrong_actual_depth(course: Course) -> Iterator[Problem]:
    """The plan states another depth than the one that the student really has.

    The lesson is then written for a student who does not exist: it explains too little, or what is long known.

    Wrong: `actual: DEVELOPED`, where the lesson that teaches the concept takes it to INTRODUCED

    Right: `actual: INTRODUCED`, and a `required` or a resolution that fits

    Repair: write the depth that the message names, or correct the depth where it is taught.
    """
    for belief in beliefs(course):
        actual = belief.actual
        if belief.depth and belief.depth != (actual.depth if actual else None):
            truth = f"has it {actual.depth} from {name_of(actual)}" if actual else "was never taught it"
            yield Problem(
                belief.place / belief.depth_key,
                f"`{belief.concept}` is stated to be {belief.depth}, but the student {truth}",
                f"write {actual.depth}, or correct the depth where it is taught" if actual
                else "remove the statement, or teach the concept in an earlier lesson",
                stated_at(actual),
            )


@rule("PRE008")
def wrong_source(course: Course) -> Iterator[Problem]:
    """The plan names a lesson as the source of a concept, but another one teaches it.

    Whoever follows the source to look something up finds nothing there.

    Wrong: `source: kneading`, where `rising` is the lesson that took the concept to its depth

    Right: `source: rising`

    Repair: write the lesson that the message names, or teach the concept where the plan says.
    """
    for belief in beliefs(course):
        source, actual = cited(belief.source), belief.actual
        if source is None or actual is None or not _earlier(course, source, belief.folder.slug):
            continue
        if not any(_teaches(course, source, *known) for known in _named(course, belief, actual)):
            right = actual.lesson or next(iter(_entry_lessons(course, belief.concept)), actual.source)
            yield Problem(belief.place / "source",
                          f"`{belief.concept}` is said to come from `{belief.source}`, but the student has it"
                          f" {actual.depth} from {name_of(actual)}",
                          f"write `source: {right}`", ((actual.place, "it is taught here"),))


def _earlier(course: Course, source: Cited, slug: str) -> bool:
    """Whether a source is a lesson before this one, or one outside the course."""
    order = course.knowledge.order
    return not source.inside(course) or order.get(source.slug, len(order)) < order.get(slug, -1)


def _named(course: Course, belief: Belief, actual: Taught) -> Iterator[tuple[str, Taught]]:
    """The concepts of a row with what the student has of each."""
    yield belief.concept, actual
    for other in belief.others:
        if known := course.knowledge.actual(other, belief.folder.slug):
            yield other, known


def _teaches(course: Course, source: Cited, concept: str, actual: Taught) -> bool:
    """Whether the cited lesson is one that took the concept to the depth that the student has."""
    if source.inside(course):
        return any(taught.lesson == source.slug and taught.depth >= actual.depth
                   for taught in course.knowledge.teachings[concept])
    if actual.lesson:
        return False
    stated = _entry_lessons(course, concept)
    return not stated or source in map(cited, stated)


def _entry_lessons(course: Course, concept: str) -> list[str]:
    """The lessons before the course that are said to have taught a concept."""
    return [entry.lesson for entry in course.config.assumes if entry.concept == concept and entry.lesson]


@rule("PRE009")
def wrong_status(course: Course) -> Iterator[Problem]:
    """The plan states that a requirement stands otherwise than it does.

    Status is what reviewers read first; a wrong one makes them pass over the gap that learners will meet.

    Wrong: `status: OK`, where the concept is required DEVELOPED and the student has it INTRODUCED

    Right: `status: GAP`, and an entry under `gaps`

    Repair: write the status that the message names, or leave `status` out: it is computed.
    """
    for need in _judged(course):
        row, standing = need.row, need.standing
        if row.status and row.status is not standing.status and not _explained(row, standing):
            yield Problem(
                need.place("status"),
                f"`{need.concept}` is stated to be {row.status}, but it is {standing.status}: {_truth(standing)}",
                f"write `status: {standing.status}`, or leave it out",
                stated_at(standing.actual or standing.later),
            )


def _truth(standing: Standing) -> str:
    if standing.actual:
        return f"the student has it {standing.actual.depth} from {name_of(standing.actual)}"
    return f"only the later {name_of(standing.later)} teaches it" if standing.later else "nobody teaches it"


def _explained(row: Prerequisite, standing: Standing) -> bool:
    """Whether another rule says already what is wrong: the stated depth, or the row in itself."""
    actual = standing.actual.depth if standing.actual else None
    return row.actual is not None and (row.actual != actual or contradicts_itself(row))


@rule("PRE010")
def status_against_depths(course: Course) -> Iterator[Problem]:
    """A row's status contradicts its own two depths: OK although more is required, or GAP although it is met.

    One of the three is wrong, and it cannot be told which; the lesson may lack an explanation that it needs.

    Wrong: `required: DEVELOPED`, `actual: INTRODUCED`, `status: OK`

    Right: `required: DEVELOPED`, `actual: INTRODUCED`, `status: GAP`

    Repair: correct the one that is wrong.
    """
    for need in _judged(course):
        row = need.row
        if contradicts_itself(row):
            met = row.required is not None and row.actual is not None and row.actual >= row.required
            yield Problem(
                need.place("status"),
                f"the status is {row.status} although {row.actual} {'meets' if met else 'is less than'} {row.required}",
                f"write `status: {need.standing.status}`, or correct `required` or `actual`",
                ((need.place("required"), "required"), (need.place("actual"), "actual")),
            )


def contradicts_itself(row: Prerequisite) -> bool:
    """Whether a row's status is not what its own two depths make it."""
    if row.required is None or row.actual is None or row.status is None:
        return False
    return (row.actual >= row.required) != (row.status is Status.OK)


@rule("PRE011", Severity.NOTE)
def other_gap_size(course: Course) -> Iterator[Problem]:
    """The plan states another size of a gap than its depths suggest.

    One level is a small gap, two a medium one, three a large one, and the step to APPLIED counts one more.  How much
    a gap matters may still be a matter of judgement, so this is no more than a note.

    Repair: write the computed size, or leave `size` out.
    """
    for need in _judged(course):
        stated, size = need.row.size, need.standing.size
        if stated and size and stated is not size:
            yield Problem(need.place("size"), f"the gap is stated to be {stated}, its depths make it {size}",
                          f"write `size: {size}`, or leave it out", stated_at(need.standing.actual))


@rule("PRE012")
def unknown_source(course: Course) -> Iterator[Problem]:
    """The plan names a source lesson that does not exist.

    Nobody can check where the student has the concept from, and a link to it leads nowhere.

    Wrong: `source: kneding`

    Right: `source: kneading`, or words that name no lesson: `source: Series 2`

    Repair: take the slug that the message suggests, or describe the source in words.
    """
    for belief in beliefs(course):
        source = cited(belief.source)
        if source is None or not source.inside(course) or source.slug in course.knowledge.order:
            continue
        advice = nearest(source.slug, whole(course).order, "")
        if source.module or "-" in source.slug or advice:
            yield Problem(belief.place / "source", f"no lesson has the slug `{source.slug}`",
                          advice or "name the lesson by its slug, or describe the source in words")


@rule("PRE013")
def source_not_before(course: Course) -> Iterator[Problem]:
    """The plan names as a source the lesson itself, or one that comes later.

    What the student has when the lesson begins can only come from before it.

    Wrong: `source: rising` in the plan of `rising`

    Right: `source: kneading`, the lesson before that teaches the concept

    Repair: name the earlier lesson that teaches the concept; where there is none, the concept is a gap.
    """
    order = course.knowledge.order
    for belief in beliefs(course):
        source = cited(belief.source)
        if source is None or not source.inside(course) or source.slug not in order:
            continue
        if order[source.slug] >= order[belief.folder.slug]:
            which = "this lesson itself" if source.slug == belief.folder.slug else "a later lesson"
            yield Problem(belief.place / "source", f"`{belief.concept}` is said to come from `{source.slug}`, {which}",
                          f"write `source: {belief.actual.lesson or belief.actual.source}`" if belief.actual
                          else "teach the concept in an earlier lesson, or resolve the gap under `gaps`",
                          stated_at(belief.actual))


RULES = by_lesson(
    wrong_actual_depth, wrong_source, wrong_status, status_against_depths, other_gap_size, unknown_source,
    source_not_before,
)
