"""MOD: the core concept is shown in several ways, with examples on both sides, and tied to what is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from builder.course import Course
from builder.diagnostics import Problem, Severity
from builder.models.plans import ExampleKind, Plan
from builder.rules.rule import Reading, by_lesson, rule
from builder.rules.views import doubtful, finished, finished_plans, nearest, news, plans

SHOWN_BY = {"visual": ("figure", "widget")}
"""Modalities that a block shows by being what it is."""

SPOKEN = "verbal"
"""The modality that running text is in itself."""


@rule("MOD001", Severity.WARNING)
def too_few_modalities(course: Course) -> Iterator[Problem]:
    """A plan shows the core concept in fewer ways than the course asks for: three, or `audit.limits.modalities`.

    What is only said, or only drawn, stays tied to the words or to the drawing; several ways show what they share.

    Wrong: `modalities` with `verbal` and `symbolic`

    Right: `verbal`, `symbolic` and `visual`

    Repair: add another way of showing the core concept, with what exactly is shown.
    """
    least = course.config.audit.limits.modalities
    for folder, plan in finished_plans(course):
        found = {modality_id(entry.modality) for entry in plan.modalities}
        if len(found) < least:
            yield Problem(folder.plan_place("modalities"),
                          f"modalities planned: {len(found)}; at least {least} are asked for",
                          "add another one: visual, verbal, symbolic, a concrete example, intuitive")


@cache
def modality_id(words: str) -> str:
    """A modality as blocks name it: its first word in lower case, `concrete` of "Concrete example"."""
    match = re.search(r"[a-z]+", words.casefold())
    return match[0] if match else words.casefold()


def _examples(plan: Plan, kind: ExampleKind) -> int:
    return [entry.kind for entry in plan.examples].count(kind)


@rule("MOD002", Severity.WARNING)
def too_few_positive_examples(course: Course) -> Iterator[Problem]:
    """A plan has fewer positive examples than the course asks for, two unless `audit.limits.positive_examples` says.

    From a single case learners take over what is accidental in it; the second shows what belongs to the concept.

    Wrong: one example with `kind: positive`

    Right: two that differ in everything but the concept

    Repair: add an example, or give an example its `kind`.
    """
    least = course.config.audit.limits.positive_examples
    for folder, plan in finished_plans(course):
        if (count := _examples(plan, ExampleKind.POSITIVE)) < least:
            yield Problem(
                folder.plan_place("examples"),
                f"positive examples planned: {count}; at least {least} are asked for",
                "add an example with `kind: positive`",
            )


@rule("MOD003", Severity.WARNING)
def too_few_negative_examples(course: Course) -> Iterator[Problem]:
    """A plan has fewer negative examples than the course asks for, one unless `audit.limits.negative_examples` says.

    A concept has a border, and only a case beyond it shows where the border runs.

    Wrong: `examples` that are all `kind: positive`

    Right: one more with `kind: negative`, which looks alike and is no case of the concept

    Repair: add an example with `kind: negative`.
    """
    least = course.config.audit.limits.negative_examples
    for folder, plan in finished_plans(course):
        if (count := _examples(plan, ExampleKind.NEGATIVE)) < least:
            yield Problem(
                folder.plan_place("examples"),
                f"negative examples planned: {count}; at least {least} are asked for",
                "add an example with `kind: negative`",
            )


@rule("MOD004", Severity.WARNING)
def unconnected_concept(course: Course) -> Iterator[Problem]:
    """A new concept is connected to nothing that the student has.

    What hangs on nothing is forgotten; a thread from something known makes it findable and gives it meaning.

    Wrong: a new concept that no entry under `connections` has as its `new_concept`

    Right: `{old_concept: hydration, new_concept: gluten, text: Water is what lets the proteins join.}`

    Repair: add a connection from a concept that the student has.
    """
    for folder, plan, found in news(course):
        threads = {entry.new_concept for entry in plan.connections}
        for concept, place in found if finished(folder) else ():
            if concept in course.concepts and concept not in threads:
                yield Problem(
                    place,
                    f"no connection leads to `{concept}`",
                    f"add one under `connections` with `new_concept: {concept}` and a concept that the student has",
                    ((folder.plan_place("connections"), "the connections"),),
                )


@rule("MOD005", Severity.WARNING)
def connection_to_unknown(course: Course) -> Iterator[Problem]:
    """A connection begins at a concept that the student does not have when the lesson begins.

    A comparison with something unknown explains nothing.

    Wrong: `old_concept: fermentation` in a lesson that comes before fermentation is taught

    Right: a concept that an earlier lesson taught, or that the course assumes

    Repair: begin at something known, or teach the concept earlier.
    """
    for folder, plan in plans(course):
        for n, entry in enumerate(plan.connections):
            old = entry.old_concept
            if old and old in course.concepts and old not in doubtful(course) \
                    and course.knowledge.actual(old, folder.slug) is None:
                yield Problem(folder.plan_place("connections", n, "old_concept"),
                              f"the student does not have `{old}` yet",
                              "begin the connection at something that an earlier lesson taught")


@rule("MOD006", Severity.WARNING)
def example_not_shown(course: Course) -> Iterator[Problem]:
    """A planned example is nowhere in the lesson's text: no block there is marked with its id.

    The example was chosen for a purpose; where it is missing, so is what students were to see in it.

    Wrong: `id: sticky-dough` in the plan and no block with `:example: sticky-dough`

    Right:

        :::{card} A dough that sticks
        :example: sticky-dough
        …
        :::

    Repair: mark the block that shows it with `:example: <id>`, or take it out of the plan.
    """
    for folder in course.lessons.values():
        marked = folder.text.marked("example") if folder.text else {}
        for n, entry in enumerate(folder.plan.examples if folder.plan and folder.text else ()):
            if entry.id not in marked:
                yield Problem(folder.plan_place("examples", n, "id"), f"no block of the lesson shows `{entry.id}`",
                              f"mark the block that shows it with `:example: {entry.id}`, or take it out of the plan")


@rule("MOD007", Severity.WARNING)
def modality_not_shown(course: Course) -> Iterator[Problem]:
    """A planned modality is nowhere in the lesson's text.

    A block is marked with `:modality:` and the modality's first word.  A figure or a widget is visual without a mark,
    and running text is verbal.

    The plan counts on learners who need this way of seeing the concept; they find it missing.

    Wrong: `modality: concrete example` in the plan and no block with `:modality: concrete`

    Right:

        :::{card} 600 g of flour
        :modality: concrete
        …
        :::

    Repair: mark the block, or take the modality out of the plan.
    """
    for folder in course.lessons.values():
        if folder.plan is None or folder.text is None or not folder.plan.modalities:
            continue
        marked = {modality_id(name) for name in folder.text.marked("modality")} | {SPOKEN}
        blocks = {block.name for block in folder.text.blocks}
        marked |= {modality for modality, names in SHOWN_BY.items() if blocks & set(names)}
        for n, entry in enumerate(folder.plan.modalities):
            if (wanted := modality_id(entry.modality)) not in marked:
                yield Problem(folder.plan_place("modalities", n, "modality"), f"no block of the lesson is {wanted}",
                              f"mark the block that is with `:modality: {wanted}`, or take it out of the plan")


@rule("MOD008", Severity.WARNING, Reading.LISTED)
def unplanned_example(course: Course) -> Iterator[Problem]:
    """The text marks an example that the plan does not name, so nobody has said what it is for.

    Wrong: `:example: sticky-dugh`, where the plan has `id: sticky-dough`

    Right: `:example: sticky-dough`

    Repair: correct the id, or add the example to the plan.
    """
    for folder in course.lessons.values():
        planned = {entry.id for entry in folder.plan.examples} if folder.plan else set()
        for name, (block, *_) in folder.text.marked("example").items() if folder.plan and folder.text else ():
            if name not in planned:
                yield Problem(block.place("example"), f"the plan names no example `{name}`",
                              nearest(name, planned, "add it to the plan, or correct the id"))


RULES = by_lesson(
    too_few_modalities, too_few_positive_examples, too_few_negative_examples, unconnected_concept,
    connection_to_unknown, example_not_shown, modality_not_shown, unplanned_example,
)
