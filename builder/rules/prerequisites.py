"""PRE: a lesson needs no more than the student has, or says how it closes the gap."""

from __future__ import annotations

from collections.abc import Iterator

from builder.course import Course, LessonFolder
from builder.diagnostics import Place, Problem, Severity
from builder.knowledge import Taught
from builder.models.base import Depth, Status
from builder.models.plans import Gap
from builder.rules.cycles import cyclic
from builder.rules.rule import by_lesson, rule
from builder.rules.views import Requirement, doubtful, nearest, needs, plans, requirements, told_of, unmet


def resolution(folder: LessonFolder, concept: str) -> tuple[int, Gap] | None:
    """What the plan does about a concept's gap, with its number."""
    gaps = folder.plan.gaps if folder.plan else ()
    return next(((n, gap) for n, gap in enumerate(gaps) if gap.concept == concept), None)


def unresolved(course: Course, status: Status) -> Iterator[Requirement]:
    """The requirements that stand so and for which the plan has no resolution."""
    for need in unmet(course):
        if need.standing.status is status and resolution(need.folder, need.concept) is None:
            yield need


def name_of(taught: Taught) -> str:
    """Who taught something, in words."""
    return f"lesson `{taught.lesson}`" if taught.lesson else f"entry knowledge ({taught.source})"


def stated_at(taught: Taught | None) -> tuple[tuple[Place, str], ...]:
    """Where a depth is stated, as a related place."""
    return ((taught.place, f"{taught.depth} is stated here"),) if taught else ()


def _reach(course: Course, concept: str) -> Depth:
    """The greatest depth at which a concept is taught anywhere."""
    return max(taught.depth for taught in course.knowledge.teachings[concept])


@rule("PRE001", Severity.WARNING)
def prerequisite_without_depth(course: Course) -> Iterator[Problem]:
    """A prerequisite names a concept and does not say how deep the lesson needs it, so nothing can be checked.

    Knowing the word and being able to use the idea are far apart; the learner who has only the word is lost.

    Wrong:

        prerequisites:
          - concept: gluten

    Right:

        prerequisites:
          - concept: gluten
            required: INTRODUCED

    Repair: add `required` with MENTIONED, INTRODUCED, DEVELOPED or APPLIED.
    """
    for folder, plan in plans(course):
        for n, row in enumerate(plan.prerequisites):
            if row.concept and row.required is None:
                yield Problem(folder.plan_place("prerequisites", n), f"nothing says how deep `{row.concept}` is needed",
                              "add `required` with the depth that the lesson builds on")


@rule("PRE002")
def prerequisite_gap(course: Course) -> Iterator[Problem]:
    """A lesson needs a concept deeper than earlier lessons take it, and the plan does not say how it closes the gap.

    A student who has only heard of an idea cannot build on it; the lesson loses them at the sentence that does.

    Wrong: `required: DEVELOPED` of a concept that earlier lessons only INTRODUCED, with nothing under `gaps`.

    Right: an entry under `gaps` with the concept, what the lesson does about it and the section where it does so.

    Repair: develop the concept in the earlier lesson, require less, or resolve the gap in this lesson under `gaps`.
    """
    for need in unresolved(course, Status.GAP):
        actual = need.standing.actual
        if actual and _reach(course, need.concept) >= need.required:
            yield Problem(
                need.place("required"), _gap_words(need, actual),
                f"take it to {need.required} in {name_of(actual)}, require {actual.depth}, or say under `gaps` how this"
                " lesson closes the gap",
                stated_at(actual),
            )


def _gap_words(need: Requirement, actual: Taught) -> str:
    return (f"GAP ({need.standing.size}): `{need.concept}` is required {need.required}, but the student has it"
            f" {actual.depth} from {name_of(actual)}")


@rule("PRE003")
def missing_prerequisite(course: Course) -> Iterator[Problem]:
    """A lesson needs a concept that no lesson teaches and the course does not assume.

    The learner meets a word or a step that nobody ever explained, and has nowhere to look it up.

    Wrong: `concept: gluten, required: INTRODUCED` in a course in which no plan and no record teaches `gluten`.

    Right: the same row, after an earlier lesson has `gluten` among its `depths`, or `course.yaml` assumes it.

    Repair: teach it in an earlier lesson, add it to the course's `assumes` with its source if students bring it along,
    or resolve it in this lesson under `gaps`.
    """
    for need in unresolved(course, Status.MISSING):
        yield Problem(
            need.named_at(), f"MISSING: `{need.concept}` is required {need.required}, but nobody teaches it",
            "teach it in an earlier lesson, add it to `assumes` in course.yaml, or resolve it under `gaps`",
        )


@rule("PRE004")
def taught_later(course: Course) -> Iterator[Problem]:
    """A lesson needs a concept that only a later lesson teaches.

    The learner is asked to use today what is explained next week.

    Wrong: lesson 2 requires `fermentation` INTRODUCED, and lesson 3 is the first to teach it.

    Right: the two lessons change places, or lesson 2 does without.

    Repair: move the other lesson before this one, or resolve the gap in this lesson under `gaps`.
    """
    for need in unresolved(course, Status.LATER):
        later = need.standing.later
        if later and (need.folder.slug, later.lesson) not in cyclic(course):
            yield Problem(
                need.named_at(),
                f"LATER: `{need.concept}` is required {need.required}, but lesson `{later.lesson}`, which comes later,"
                f" is the first to teach it ({later.depth})",
                f"teach `{later.lesson}` before this lesson, or resolve the gap under `gaps`", stated_at(later),
            )


@rule("PRE005")
def dangling_resolution(course: Course) -> Iterator[Problem]:
    """A gap's resolution points to no place in the lesson.

    A resolution is a promise to the student; it counts when one can go and read it.

    Wrong: `resolution: A short reminder` alone, or with a `section` that `lesson.md` does not have.

    Right: `resolution: A short reminder` with `section: reminder`, and a section `reminder` in `lesson.md`.

    Repair: set `section` to the id of the section in `lesson.md` that closes the gap.
    """
    for folder, plan in plans(course):
        for n, gap in enumerate(plan.gaps if folder.text else ()):
            ids = {section.id for section in folder.text.sections} if folder.text else set()
            if gap.section is None:
                yield Problem(folder.plan_place("gaps", n), "the resolution names no section of the lesson",
                              "add `section` with the id of the section that closes the gap")
            elif gap.section not in ids and not told_of(folder, gap.section):
                yield Problem(folder.plan_place("gaps", n, "section"), f"the lesson has no section `{gap.section}`",
                              nearest(gap.section, ids, "correct the id, or write the section"))


@rule("PRE006", Severity.WARNING)
def needless_resolution(course: Course) -> Iterator[Problem]:
    """The plan resolves a gap that is none: the concept is not required, or the student has it deep enough.

    A reminder that nobody needs costs every learner time, and hides where help is really due.

    Wrong: an entry under `gaps` for `gluten`, which an earlier lesson took to the depth that is required.

    Right: no such entry, or a `required` that states what the lesson really builds on.

    Repair: remove the entry, or require the depth that the lesson really needs.
    """
    standings = {(need.folder.slug, need.concept): need.standing for need in requirements(course)
                 if need.folder.plan and need.folder.plan.gaps}
    for folder, plan in plans(course):
        for n, gap in enumerate(plan.gaps):
            standing = standings.get((folder.slug, gap.concept or ""))
            known = gap.concept in course.concepts and gap.concept not in doubtful(course)
            if known and (standing is None or standing.status is Status.OK):
                why = "is not among the prerequisites" if standing is None else "has no gap here"
                yield Problem(folder.plan_place("gaps", n), f"`{gap.concept}` {why}", "remove the entry",
                              stated_at(standing.actual if standing else None))


@rule("PRE014")
def required_beyond_reach(course: Course) -> Iterator[Problem]:
    """A lesson needs a concept deeper than any lesson of the course takes it, before or after.

    Changing the order of lessons cannot help here: somewhere the course has to teach the concept properly.

    Wrong: `required: APPLIED` of a concept that the whole course only INTRODUCED.

    Right: a lesson in which students apply it, or a lesson here that gets by with INTRODUCED.

    Repair: deepen the concept in an earlier lesson, require less, or resolve the gap in this lesson under `gaps`.
    """
    for need in unresolved(course, Status.GAP):
        actual, reach = need.standing.actual, _reach(course, need.concept)
        if actual and reach < need.required:
            yield Problem(
                need.place("required"),
                f"GAP ({need.standing.size}): `{need.concept}` is required {need.required}, but no lesson takes it"
                f" further than {reach}",
                f"take it to {need.required} in an earlier lesson, require {actual.depth}, or say under `gaps` how this"
                " lesson closes the gap",
                stated_at(actual),
            )


@rule("PRE015")
def lessons_need_each_other(course: Course) -> Iterator[Problem]:
    """Lessons need each other in a circle, so that no order of teaching satisfies all of them.

    Wherever the course begins, learners stand before something that they were not told.

    Wrong: `kneading` requires what `rising` teaches, and `rising` requires what `kneading` teaches.

    Right: one of the two introduces what it needs by itself, or both rest on an earlier lesson.

    Repair: drop one of the requirements, or teach the concept in a lesson before all of them.
    """
    for need in unresolved(course, Status.LATER):
        later = need.standing.later
        if later and (way := cyclic(course).get((need.folder.slug, later.lesson or ""))):
            circle = " needs ".join(f"`{slug}`" for slug in (*way, way[0]))
            yield Problem(need.named_at(), f"`{need.concept}` closes a circle: {circle}",
                          "drop one of these requirements, or teach the concept before all of these lessons",
                          stated_at(later))


@rule("PRE016", Severity.NOTE)
def long_untouched(course: Course) -> Iterator[Problem]:
    """A concept is required that no lesson has touched for a long time.

    What is not used fades.  A question or a reminder at the start brings it back; without one, learners stumble
    over something that they once could do.  `audit.limits.reactivation` says after how many lessons.

    Wrong: lesson 30 builds on what lesson 3 taught, with nothing in between and no word of reminder.

    Right: an entry under `gaps` that says where the lesson wakes the concept up.

    Repair: add a reminder and an entry for the concept under `gaps`, or use the concept in a lesson between.
    """
    limit, at = course.config.audit.limits.reactivation, course.knowledge.order
    last: dict[str, int] = {}
    for need in needs(course):
        actual, here = course.knowledge.actual(need.concept, need.lesson), at[need.lesson]
        if actual and actual.lesson:
            before = max(actual.order, last.get(need.concept, -1))
            if here - before > limit and need.concept not in course.outlines[need.lesson].settled:
                yield Problem(
                    need.named_at(),
                    f"`{need.concept}` was last touched {here - before} lessons ago, in `{course.order[before]}`",
                    "remind learners of it, and say where under `gaps`",
                    stated_at(actual),
                )
        last[need.concept] = here


RULES = (
    *by_lesson(
        prerequisite_without_depth, prerequisite_gap, missing_prerequisite, taught_later, dangling_resolution,
        needless_resolution, required_beyond_reach, lessons_need_each_other,
    ),
    long_untouched,
)
