"""LOA: a lesson asks for no more than a learner can take in, and lessons that stretch do not follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from builder.course import Course
from builder.diagnostics import Problem, Severity
from builder.models.base import Depth, Load
from builder.rules.rule import by_lesson, rule
from builder.rules.survey import survey
from builder.rules.views import cited, load_of, news, plans, summaries, whole


@rule("LOA001", Severity.WARNING)
def too_many_new_concepts(course: Course) -> Iterator[Problem]:
    """A lesson brings more new concepts than the course allows: three, unless `audit.limits.new_concepts` says.

    Working memory holds few new things at once; what comes on top pushes out what was just understood.

    Wrong: five entries under `load_assessment.new_concepts`

    Right: three, and the others in a lesson of their own

    Repair: split the lesson, or leave a concept at MENTIONED.
    """
    limit = course.config.audit.limits.new_concepts
    for _, _, found in news(course):
        if len(found) > limit:
            names = ", ".join(f"`{name}`" for name, _ in found)
            yield Problem(found[limit][1], f"new concepts: {len(found)}; at most {limit} are allowed: {names}",
                          "split the lesson, or leave a concept at MENTIONED")


@rule("LOA002", Severity.WARNING)
def stretch_after_stretch(course: Course) -> Iterator[Problem]:
    """Two lessons in a row stretch, in one module or across the border of two.

    After a lesson that stretches, learners need one that builds or consolidates; a second stretch finds them tired.

    Wrong: `load: STRETCH` right after a lesson with `load: STRETCH`

    Right: a BUILD or CONSOLIDATE lesson between the two

    Repair: put another lesson between them, or take weight off one of the two.
    """
    planned, hard = survey(course).loads, Load.STRETCH
    for before, slug in pairwise(course.order):
        maybe = planned.get(before, hard) is planned.get(slug, hard) is hard
        theirs, ours = (load_of(course, before), load_of(course, slug)) if maybe else (None, None)
        if theirs and ours and theirs[0] is ours[0] is hard:
            yield Problem(ours[1], f"`{slug}` stretches right after `{before}`, which stretches, too",
                          "put a BUILD or CONSOLIDATE lesson between them, or take weight off one of the two",
                          ((theirs[1], "the lesson before"),))


@rule("LOA003", Severity.WARNING)
def consolidation_with_news(course: Course) -> Iterator[Problem]:
    """A lesson is meant to CONSOLIDATE, and brings new concepts.

    Consolidating means using what is there; new theory takes away the rest that the lesson promises.

    Wrong: `load: CONSOLIDATE` with an entry under `load_assessment.new_concepts`

    Right: no new concepts, or `load: BUILD`

    Repair: call the lesson BUILD, or move the new concepts elsewhere.  If what is new is a technique and no theory,
    waive the rule with that reason.
    """
    for folder, plan, found in news(course):
        if plan.load is Load.CONSOLIDATE:
            names = ", ".join(f"`{name}`" for name, _ in found)
            yield Problem(folder.plan_place("load"), f"the lesson is to CONSOLIDATE, but brings {names}",
                          "call it BUILD, or move what is new elsewhere", ((found[0][1], "it is new here"),))


@rule("LOA004")
def wrong_earlier_load(course: Course) -> Iterator[Problem]:
    """The plan states a load, or a lesson, for the lessons before it that is not theirs.

    The judgement that this lesson is bearable rests on what came before; with wrong facts it is none.

    Wrong: `{lesson: kneading, back: 1, load: BUILD}`, where `kneading` has `load: STRETCH`

    Right: `{lesson: kneading, back: 1, load: STRETCH}`

    Repair: write what the message names, and think the assessment over.
    """
    order, at = whole(course).order, course.knowledge.order
    for folder, plan in plans(course):
        assessed = plan.load_assessment
        for n, entry in enumerate(assessed.earlier if assessed else ()):
            place = folder.plan_place("load_assessment", "earlier", n)
            number = at[folder.slug] - entry.back
            if number < 0:
                yield Problem(
                    place / "back",
                    f"there is no lesson {entry.back} back: this is lesson {at[folder.slug] + 1} of the course",
                    "correct the number, or remove the entry",
                )
                continue
            slug, named = order[number], cited(entry.lesson)
            known = load_of(course, slug) if entry.load else None
            if named and named.inside(course) and named.slug != slug and (named.slug in at or "-" in named.slug):
                yield Problem(
                    place / "lesson", f"{entry.back} back is `{slug}`, not `{named.slug}`", f"write `lesson: {slug}`"
                )
            elif known and known[0] is not entry.load:
                yield Problem(place / "load", f"`{slug}` is stated to be {entry.load}, but is {known[0]}",
                              f"write `load: {known[0]}`", ((known[1], "its load is stated here"),))


@rule("LOA005")
def load_differs_from_record(course: Course) -> Iterator[Problem]:
    """A lesson's plan and its module's record state different loads.

    Later lessons are planned by one of the two, and nobody knows by which.

    Wrong: `load: STRETCH` in the plan and `load: BUILD` in the record

    Right: one load in both

    Repair: correct the one that is wrong.
    """
    for slug, folder in course.lessons.items():
        known, ours = summaries(course).get(slug), folder.plan.load if folder.plan else None
        if ours and known and known.entry.load and ours is not known.entry.load:
            yield Problem(known.place / "load", f"the record says {known.entry.load}, the plan {ours}",
                          "correct the one that is wrong", ((folder.plan_place("load"), "the plan"),))


@rule("LOA006")
def wrong_new_concept_count(course: Course) -> Iterator[Problem]:
    """The plan counts another number of new concepts than it lists.

    The count is what is held against the limit; a wrong one lets an overfull lesson pass.

    Wrong: `count: 2` above a list of three

    Right: `count: 3`

    Repair: correct the count or the list.
    """
    for folder, plan in plans(course):
        assessed = plan.load_assessment
        if (
            assessed
            and assessed.count is not None
            and assessed.new_concepts
            and assessed.count != len(assessed.new_concepts)
        ):
            yield Problem(folder.plan_place("load_assessment", "count"),
                          f"counted as new: {assessed.count}; listed: {len(assessed.new_concepts)}",
                          "correct the count or the list",
                          ((folder.plan_place("load_assessment", "new_concepts"), "the list"),))


@rule("LOA007", Severity.WARNING)
def not_new(course: Course) -> Iterator[Problem]:
    """A concept is listed as new that an earlier lesson has taught already.

    A lesson that spends its strength on what is known has none left for what is new.

    Wrong: `gluten` under `new_concepts`, which the lesson before INTRODUCED

    Right: `gluten` among the prerequisites

    Repair: move it to the prerequisites, or correct the earlier lesson.
    """
    for folder, plan in plans(course):
        assessed = plan.load_assessment
        for n, new in enumerate(assessed.new_concepts if assessed else ()):
            actual = course.knowledge.actual(new.concept, folder.slug) if new.concept else None
            if actual and actual.depth > Depth.MENTIONED:
                yield Problem(folder.plan_place("load_assessment", "new_concepts", n),
                              f"`{new.concept}` is not new: the student has it {actual.depth} from"
                              f" `{actual.lesson or actual.source}`", "list it among the prerequisites instead",
                              ((actual.place, "it is taught here"),))


@rule("LOA008", Severity.WARNING)
def new_but_no_target(course: Course) -> Iterator[Problem]:
    """A concept is listed as new for which the plan states no target depth.

    What is new and has no depth to reach is easily named and not taught, and no later lesson can rely on it.

    Wrong: `gluten` under `new_concepts`, but not under `depths`

    Right: `gluten` under both

    Repair: add it to `depths`, or take it from the list.
    """
    for folder, plan in plans(course):
        targets = {row.concept for row in plan.depths}
        for n, new in enumerate(plan.load_assessment.new_concepts if plan.load_assessment else ()):
            if new.concept in course.concepts and new.concept not in targets and targets:
                yield Problem(folder.plan_place("load_assessment", "new_concepts", n),
                              f"`{new.concept}` is new, but `depths` names no depth for it",
                              "add it to `depths`, or take it from the list")


RULES = (
    *by_lesson(
        too_many_new_concepts, consolidation_with_news, wrong_earlier_load, load_differs_from_record,
        wrong_new_concept_count, not_new, new_but_no_target,
    ),
    stretch_after_stretch,
)
