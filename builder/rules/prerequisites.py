"""PRE: a lesson needs no more than the student has, or says how it closes the gap."""

from __future__ import annotations

from collections.abc import Iterator

from builder.course import Course, LessonFolder
from builder.diagnostics import Place, Problem, Severity
from builder.knowledge import Standing, Taught
from builder.models.base import Depth, Status
from builder.models.plans import Gap
from builder.rules.references import nearest
from builder.rules.rule import rule


def requirements(course: Course) -> Iterator[tuple[LessonFolder, int, str, Depth, Standing]]:
    """Every requirement of every plan with its number, concept, depth and computed standing."""
    for folder in course.taught_lessons():
        for n, row in enumerate(folder.plan.prerequisites if folder.plan else ()):
            if row.concept in course.concepts and row.concept and row.required:
                standing = course.knowledge.standing(row.concept, folder.slug, row.required)
                yield folder, n, row.concept, row.required, standing


def resolution(folder: LessonFolder, concept: str) -> tuple[int, Gap] | None:
    """What the plan does about a concept's gap, with its number."""
    gaps = folder.plan.gaps if folder.plan else ()
    return next(((n, gap) for n, gap in enumerate(gaps) if gap.concept == concept), None)


def _unresolved(course: Course, status: Status) -> Iterator[tuple[LessonFolder, int, str, Depth, Standing]]:
    for folder, n, concept, required, standing in requirements(course):
        if standing.status is status and resolution(folder, concept) is None:
            yield folder, n, concept, required, standing


def _name(course: Course, taught: Taught) -> str:
    return f"lesson `{taught.lesson}`" if taught.lesson else f"entry knowledge ({taught.source})"


def _seen(taught: Taught | None) -> tuple[tuple[Place, str], ...]:
    return ((taught.place, f"{taught.depth} is stated here"),) if taught else ()


@rule("PRE002")
def prerequisite_gap(course: Course) -> Iterator[Problem]:
    """A lesson needs a concept deeper than earlier lessons take it, and the plan does not say how it closes the gap.

    A student who has only heard of an idea cannot build on it; the lesson loses them at the sentence that does.

    Wrong: `required: DEVELOPED` of a concept that earlier lessons only INTRODUCED, with nothing under `gaps`.

    Right: an entry under `gaps` with the concept, what the lesson does about it and the section where it does so.

    Repair: develop the concept in the earlier lesson, require less, or resolve the gap in this lesson under `gaps`.
    """
    for folder, n, concept, required, standing in _unresolved(course, Status.GAP):
        actual = standing.actual
        assert actual is not None and standing.size is not None
        yield Problem(
            folder.plan_place("prerequisites", n, "required"),
            f"GAP ({standing.size}): `{concept}` is required {required}, but the student has it {actual.depth}"
            f" from {_name(course, actual)}",
            f"take it to {required} in {_name(course, actual)}, require {actual.depth}, or say under `gaps` how this"
            " lesson closes the gap",
            _seen(actual),
        )


@rule("PRE003")
def missing_prerequisite(course: Course) -> Iterator[Problem]:
    """A lesson needs a concept that no lesson teaches and the course does not assume.

    Repair: teach it in an earlier lesson, add it to the course's `assumes` with its source if students bring it along,
    or resolve it in this lesson under `gaps`.
    """
    for folder, n, concept, required, _ in _unresolved(course, Status.MISSING):
        yield Problem(
            folder.plan_place("prerequisites", n, "concept"),
            f"MISSING: `{concept}` is required {required}, but nobody teaches it",
            "teach it in an earlier lesson, add it to `assumes` in course.yaml, or resolve it under `gaps`",
        )


@rule("PRE004")
def taught_later(course: Course) -> Iterator[Problem]:
    """A lesson needs a concept that only a later lesson teaches.

    Repair: move the other lesson before this one, or resolve the gap in this lesson under `gaps`.
    """
    for folder, n, concept, required, standing in _unresolved(course, Status.LATER):
        assert standing.later is not None
        yield Problem(
            folder.plan_place("prerequisites", n, "concept"),
            f"LATER: `{concept}` is required {required}, but lesson `{standing.later.lesson}`, which comes later,"
            f" is the first to teach it ({standing.later.depth})",
            f"teach `{standing.later.lesson}` before this lesson, or resolve the gap under `gaps`",
            _seen(standing.later),
        )


@rule("PRE005")
def dangling_resolution(course: Course) -> Iterator[Problem]:
    """A gap's resolution points to no place in the lesson.

    A resolution is a promise to the student; it counts when one can go and read it.

    Repair: set `section` to the id of the section in `lesson.md` that closes the gap.
    """
    for folder in course.taught_lessons():
        for n, gap in enumerate(folder.plan.gaps if folder.plan and folder.text else ()):
            ids = {section.id for section in folder.text.sections} if folder.text else set()
            if gap.section is None:
                yield Problem(folder.plan_place("gaps", n), "the resolution names no section of the lesson",
                              "add `section` with the id of the section that closes the gap")
            elif gap.section not in ids:
                yield Problem(folder.plan_place("gaps", n, "section"), f"the lesson has no section `{gap.section}`",
                              nearest(gap.section, ids, "correct the id, or write the section"))


@rule("PRE006", Severity.WARNING)
def needless_resolution(course: Course) -> Iterator[Problem]:
    """The plan resolves a gap that is none: the concept is not required, or the student has it deep enough.

    Repair: remove the entry, or require the depth that the lesson really needs.
    """
    standings = {(folder.slug, concept): standing for folder, _, concept, _, standing in requirements(course)}
    for folder in course.taught_lessons():
        for n, gap in enumerate(folder.plan.gaps if folder.plan else ()):
            standing = standings.get((folder.slug, gap.concept or ""))
            if gap.concept in course.concepts and (standing is None or standing.status is Status.OK):
                why = "is not among the prerequisites" if standing is None else "has no gap here"
                yield Problem(folder.plan_place("gaps", n), f"`{gap.concept}` {why}", "remove the entry",
                              _seen(standing.actual if standing else None))


RULES = (prerequisite_gap, missing_prerequisite, taught_later, dangling_resolution, needless_resolution)
