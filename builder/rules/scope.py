"""SCO: the lesson's text follows its outline and keeps to its scope; LES: it teaches what the plan aims at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from builder.course import Course, LessonFolder
from builder.diagnostics import Place, Problem, Severity
from builder.models.base import Depth
from builder.models.lessons import Lesson, Section
from builder.models.plans import Plan
from builder.rules.rule import by_lesson, rule
from builder.rules.views import finished_plans, near, once

_TOP = 2
"""The level of the headings that an outline speaks of; the page's title is the first."""

_CHECKS = ("check", "exercise", "transfer")


class _Steps(NamedTuple):
    """An outline against its text: the steps with their numbers, and those without a section."""

    at: dict[str, int]
    missing: dict[str, Section | None]


@once
def _outlined(course: Course) -> tuple[tuple[LessonFolder, Lesson, _Steps], ...]:
    """The texts whose outlines name sections, with the steps; to a missing one, the section that is most like it."""
    return tuple((folder, text, _steps(plan, text)) for folder, plan, text in _planned_texts(course)
                 if any(step.id for step in plan.outline))


def _steps(plan: Plan, text: Lesson) -> _Steps:
    at = {step.id: n for n, step in enumerate(plan.outline) if step.id}
    lost = [step for step in at if text.section(step) is None]
    free = {section.id: section for section in _top_sections(text) if section.id not in at} if lost else {}
    return _Steps(at, {step: free.get(near(step, free) or "") for step in lost})


@once
def _planned_texts(course: Course) -> tuple[tuple[LessonFolder, Plan, Lesson], ...]:
    """The lessons that have a finished plan and a text."""
    return tuple((folder, plan, folder.text) for folder, plan in finished_plans(course) if folder.text)


def _top_sections(text: Lesson) -> list[Section]:
    return [section for section in text.sections if section.level == _TOP]


@rule("SCO001")
def section_missing(course: Course) -> Iterator[Problem]:
    """The outline has a step for which the lesson has no section.

    A step that was planned and not written is a step that learners have to leap.

    Wrong: `id: resting` in the outline, and no `{#resting}` in `lesson.md`

    Right: a section with that id

    Repair: write the section, give an existing one this id, or take the step out of the outline.
    """
    for folder, _, steps in _outlined(course):
        for step, like in steps.missing.items():
            yield Problem(
                folder.plan_place("outline", steps.at[step], "id"), f"the lesson has no section `{step}`",
                f"did you mean `{like.id}`?" if like else "write the section, or take the step out of the outline",
                ((like.place(), f"the section `{like.id}`"),) if like else (),
            )


@rule("SCO002", Severity.WARNING)
def section_not_planned(course: Course) -> Iterator[Problem]:
    """The lesson has a section that the outline does not know.

    What was not planned was not weighed: it may be the one thing too many.  Sections below the second level are free.

    Wrong: `## A digression` in a lesson whose outline has no such step

    Right: a step in the outline for it, or a subsection of the section where it belongs

    Repair: add a step with the section's id to the outline, or make it part of another section.
    """
    for folder, text, steps in _outlined(course):
        renamed = {like.id for like in steps.missing.values() if like}
        for section in _top_sections(text):
            if section.id not in steps.at and section.id not in renamed:
                yield Problem(section.place(), f"the outline has no step `{section.id}`",
                              "add it to the outline, or make it part of another section",
                              ((folder.plan_place("outline"), "the outline"),))


@rule("SCO003", Severity.WARNING)
def sections_out_of_order(course: Course) -> Iterator[Problem]:
    """The lesson's sections stand in another order than the outline's steps.

    The order is the argument: what comes before is what learners have when they read on.

    Wrong: the outline puts `motive` before `formula`, the text has them the other way round

    Right: one order in both

    Repair: move the section, or change the outline if the new order was a decision.
    """
    for folder, text, steps in _outlined(course):
        sections = [section for section in text.sections if section.id in steps.at]
        order = [steps.at[section.id] for section in sections]
        kept = _longest_rise(order) if order != sorted(order) else range(len(order))
        for number, section in enumerate(sections):
            if number not in kept:
                step = steps.at[section.id]
                before = max((name for name, n in steps.at.items() if n < step), key=steps.at.__getitem__, default=None)
                yield Problem(section.place(), f"the section `{section.id}` stands elsewhere than in the outline",
                              f"move it: by the outline it comes {f'right after `{before}`' if before else 'first'}",
                              ((folder.plan_place("outline", step, "id"), "its step in the outline"),))


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The places of a longest rising run among numbers (patience sorting)."""
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        at = bisect_left(ends, number)
        ends[at:at + 1] = [number]
        places[at:at + 1] = [place]
        before.append(places[at - 1] if at else -1)
    kept, place = set(), places[-1] if places else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept


@rule("SCO004")
def excluded_but_taught(course: Course) -> Iterator[Problem]:
    """The plan leaves a concept out, and the lesson teaches it all the same.

    Learners were promised that they need not bother with it here; or another lesson counts on it and repeats it.

    Wrong: `concept: fermentation` under `scope.excludes`, and a block with `:teaches: fermentation`

    Right: a mention and a pointer to the lesson that teaches it

    Repair: take the teaching out of the text or of `depths`, or the concept out of `excludes`.
    """
    for folder in course.lessons.values():
        for n, item in enumerate(folder.plan.scope.excludes if folder.plan and folder.plan.scope else ()):
            if item.concept and (taught := _taught_at(folder, item.concept)):
                yield Problem(taught, f"`{item.concept}` is taught here, though the plan leaves it out",
                              "point to the lesson that teaches it, or take it out of `scope.excludes`",
                              ((folder.plan_place("scope", "excludes", n, "concept"), "it is left out here"),))


def _taught_at(folder: LessonFolder, concept: str) -> Place | None:
    """Where a lesson teaches a concept beyond mentioning it: in its text, else among its targets."""
    block = next(folder.text.marking("teaches", concept), None) if folder.text else None
    if block:
        return block.place("teaches")
    return next(
        (
            folder.plan_place("depths", n, "concept")
            for n, row in enumerate(folder.plan.depths if folder.plan else ())
            if row.concept == concept and row.depth and row.depth > Depth.MENTIONED
        ),
        None,
    )


@rule("SCO005", Severity.WARNING)
def plan_without_scope(course: Course) -> Iterator[Problem]:
    """A finished plan does not say what the lesson covers and what it leaves out.

    A lesson without borders grows until it holds more than anybody takes in at once.

    Wrong: a plan with an outline and no `scope`

    Right: `scope` with `covers` and `excludes`

    Repair: add `scope` with a list under `covers` and one under `excludes`.
    """
    for folder, plan in finished_plans(course):
        missing = [key for key in ("covers", "excludes") if plan.scope is None or not getattr(plan.scope, key)]
        if missing:
            yield Problem(
                folder.plan_place("scope"),
                f"the plan's scope lacks {' and '.join(f'`{key}`' for key in missing)}",
                "say under `scope` what the lesson covers and what it leaves out",
            )


def _lacking(course: Course, names: tuple[str, ...]) -> Iterator[Place]:
    """The texts of finished plans in which none of these blocks stands."""
    for _, _, text in _planned_texts(course):
        if not any(block.name in names for block in text.blocks):
            yield Place(text.path)


@rule("SCO006", Severity.WARNING)
def text_without_scope(course: Course) -> Iterator[Problem]:
    """A lesson does not tell its readers what it covers and what it leaves out.

    Readers who know the borders do not wait for what is not coming, nor worry that they missed it.

    Wrong: a lesson that begins with its first explanation

    Right: a `scope` block near the top, with `in` and `out`

    Repair: add a `:::{scope}` block with `:::{in}` and `:::{out}`.
    """
    for place in _lacking(course, ("scope",)):
        yield Problem(place, "the lesson does not say what it covers and leaves out",
                      "add a `scope` block with `in` and `out` near the top")


@rule("SCO007", Severity.WARNING)
def text_without_objective(course: Course) -> Iterator[Problem]:
    """A lesson does not say what its readers will be able to do.

    Whoever knows the goal can tell what matters on the way, and notice at the end whether they are there.

    Wrong: a lesson without an `objective` block

    Right: `:::{objective}` with what the reader can do afterwards

    Repair: add an `objective` block near the top.
    """
    for place in _lacking(course, ("objective",)):
        yield Problem(place, "the lesson states no objective", "add an `objective` block near the top")


@rule("SCO008", Severity.WARNING)
def text_without_check(course: Course) -> Iterator[Problem]:
    """A lesson asks nothing of its readers: it has no check, no exercise and no transfer question.

    Understanding that was never tried feels complete and is not.

    Wrong: explanations from top to bottom

    Right: a `check` that asks readers to predict before they look

    Repair: add a `check`, an `exercise` or a `transfer` block.
    """
    for place in _lacking(course, _CHECKS):
        yield Problem(place, "the lesson has no check", "add a `check`, an `exercise` or a `transfer` block")


@rule("LES001", Severity.WARNING)
def target_not_taught(course: Course) -> Iterator[Problem]:
    """The plan takes a concept to a depth beyond MENTIONED, and no block of the text is marked as teaching it.

    The concept's page cannot say where it is explained, and the next reviewer cannot find it either.

    Wrong: `concept: gluten, depth: DEVELOPED` in the plan and no block with `:teaches: gluten`

    Right:

        :::{concept} Gluten
        :teaches: gluten
        …
        :::

    Repair: mark the block in which it is taught with `:teaches: <id>`, or correct the plan.
    """
    for folder, plan, text in _planned_texts(course):
        marked = text.marked("teaches")
        for n, row in enumerate(plan.depths):
            known = row.concept in course.concepts
            if known and row.depth and row.depth > Depth.MENTIONED and row.concept not in marked:
                yield Problem(
                    folder.plan_place("depths", n, "concept"),
                    f"`{row.concept}` is a target, but no block of the text teaches it",
                    f"mark the block in which it is taught with `:teaches: {row.concept}`, or correct the plan",
                )


@rule("LES002", Severity.WARNING)
def taught_without_target(course: Course) -> Iterator[Problem]:
    """The text teaches a concept for which the plan states no depth.

    Later lessons cannot rely on it, because the course does not know that it was taught, nor how far.

    Wrong: a block with `:teaches: autolysis` in a lesson whose plan does not name it under `depths`

    Right: `autolysis` under `depths` with the depth that the text reaches

    Repair: add the concept to `depths`, or take the mark away.
    """
    for _, plan, text in _planned_texts(course):
        targets = {row.concept for row in plan.depths if row.concept}
        for name, block in text.marks("teaches") if targets else ():
            if name in course.concepts and name not in targets:
                yield Problem(block.place("teaches"), f"the plan states no depth for `{name}`",
                              "add it to `depths` in the plan, or take the mark away")


RULES = by_lesson(
    section_missing, section_not_planned, sections_out_of_order, excluded_but_taught, plan_without_scope,
    text_without_scope, text_without_objective, text_without_check, target_not_taught, taught_without_target,
)
