"""MIS: every misconception is disproved where the plan says."""

from __future__ import annotations

from collections.abc import Iterator

from builder.course import Course, LessonFolder
from builder.diagnostics import Place, Problem, Severity
from builder.models.lessons import Block, Lesson, Section
from builder.models.plans import Misconception
from builder.rules.rule import Reading, by_lesson, rule
from builder.rules.views import Summarized, built, finished_plans, nearest, once, summaries, told_of


@once
def misconceptions(course: Course) -> tuple[tuple[LessonFolder, int, Misconception], ...]:
    """Every misconception that the part's lessons plan, with its number."""
    return tuple((folder, n, entry) for folder in course.lessons.values() if folder.plan
                 for n, entry in enumerate(folder.plan.misconceptions))


def planned_section(folder: LessonFolder, entry: Misconception) -> Section | None:
    """The section of the text in which the plan addresses a misconception."""
    wanted = entry.address.section if entry.address else None
    return folder.text.section(wanted) if folder.text and wanted else None


@rule("MIS001")
def no_negative_example(course: Course) -> Iterator[Problem]:
    """A misconception has no negative example.

    Telling students that a belief is wrong seldom changes it; a case that the belief cannot explain does.

    Repair: add `negative_example` with a case that comes out otherwise than the belief predicts.
    """
    for folder, n, entry in misconceptions(course):
        if entry.negative_example is None:
            yield Problem(folder.plan_place("misconceptions", n), f"`{entry.id}` has no negative example",
                          "add `negative_example`: a case that comes out otherwise than the belief predicts")


@rule("MIS002")
def misconception_without_place(course: Course) -> Iterator[Problem]:
    """The plan does not say in which section of the lesson a misconception is addressed.

    Repair: add `address` with the `section`'s id and, if you like, a `text` about how.
    """
    for folder, n, entry in misconceptions(course):
        if folder.text and (entry.address is None or entry.address.section is None):
            yield Problem(
                folder.plan_place("misconceptions", n),
                f"the plan does not say where `{entry.id}` is addressed",
                "add `address` with the id of a section of the lesson",
            )


@rule("MIS003")
def misconception_place_unknown(course: Course) -> Iterator[Problem]:
    """The plan addresses a misconception in a section that the lesson does not have.

    Repair: correct the id, or write the section.
    """
    for folder, n, entry in misconceptions(course):
        wanted = entry.address.section if entry.address else None
        if folder.text and wanted and folder.text.section(wanted) is None and not told_of(folder, wanted):
            ids = [section.id for section in folder.text.sections]
            yield Problem(folder.plan_place("misconceptions", n, "address", "section"),
                          f"`{entry.id}` is addressed in `{wanted}`, but the lesson has no such section",
                          nearest(wanted, ids, "correct the id, or write the section"))


@rule("MIS004")
def misconception_not_addressed(course: Course) -> Iterator[Problem]:
    """The lesson does not address a misconception where the plan says: no block there is marked with its id.

    A plan is easily forgotten while writing.  The mark shows reader and reviewer where the belief is answered.

    Wrong: a plan with `address: {section: kl}` and a section `kl` in which no block names the misconception.

    Right:

        :::{warning} Noise is not the point
        :misconception: noise-only
        …
        :::

    Repair: answer the belief in that section in a block with `:misconception: <id>`, or correct the plan.
    """
    for folder, n, entry in misconceptions(course):
        if folder.text is None or entry.address is None:
            continue
        marked = list(folder.text.marking("misconception", entry.id))
        if any(block.section == entry.address.section for block in marked):
            continue
        section = planned_section(folder, entry)
        if section is None or any(section.span.line <= block.span.line <= section.end_line for block in marked):
            continue
        elsewhere = f", only in `{marked[0].section}`" if marked else ""
        yield Problem(
            folder.plan_place("misconceptions", n, "address", "section"),
            f"no block of the section `{section.id}` addresses `{entry.id}`{elsewhere}",
            f"mark the block that answers the belief with `:misconception: {entry.id}`, or correct the plan",
            ((section.place(), "the section begins here"), *((block.place("misconception"), "it is marked here")
                                                             for block in marked)),
        )


@rule("MIS005", reading=Reading.LISTED)
def unplanned_misconception(course: Course) -> Iterator[Problem]:
    """The text marks a misconception that the plan does not name, so nobody has thought about why it is held.

    Repair: correct the id, or add the misconception to the plan with belief, reason and negative example.
    """
    for folder in course.lessons.values():
        planned = {entry.id for entry in folder.plan.misconceptions} if folder.plan else set()
        for name, block in folder.text.marks("misconception") if folder.text and folder.plan else ():
            if name not in planned:
                yield Problem(block.place("misconception"), f"the plan names no misconception `{name}`",
                              nearest(name, planned, "add it to the plan, or correct the id"))


@rule("MIS006", Severity.WARNING)
def too_few_misconceptions(course: Course) -> Iterator[Problem]:
    """A plan names fewer misconceptions than the course asks for: three, unless `audit.limits.misconceptions` says.

    Learners come with ideas of their own.  Who plans without asking which ones will be surprised by them in class.

    Wrong: an empty `misconceptions` in a plan that is otherwise complete

    Right: the beliefs that students really hold, each with the case that disproves it

    Repair: ask somebody who has taught the topic, and add what they have heard; or set the course's limit.
    """
    least = course.config.audit.limits.misconceptions
    for folder, plan in finished_plans(course):
        if len(plan.misconceptions) < least:
            yield Problem(folder.plan_place("misconceptions"),
                          f"misconceptions planned: {len(plan.misconceptions)}; at least {least} are asked for",
                          "add beliefs that students hold, with a negative example each")


@rule("MIS007")
def addressed_too_early(course: Course) -> Iterator[Problem]:
    """A misconception is addressed before the lesson has introduced the concept that it is about.

    A belief about something unknown cannot be held, let alone given up; read too early, the refutation plants it.

    Wrong: a block with `:misconception: yeast-is-flavour` above the block with `:teaches: yeast`

    Right: the concept first, then the warning about it

    Repair: move the block below the one that teaches the concept.  Which concept a misconception is about stands in the
    plan (`concept`) or in the block (`:concept:`).
    """
    for folder, n, entry in misconceptions(course):
        if folder.text is None or (entry.concept is None and not folder.text.marked("concept")):
            continue
        for block in folder.text.marking("misconception", entry.id):
            for concept in dict.fromkeys([*([entry.concept] if entry.concept else []), *block.marks("concept")]):
                taught = _taught_below(folder.text, concept, block)
                if taught and course.knowledge.actual(concept, folder.slug) is None:
                    yield Problem(block.place("misconception"),
                                  f"`{entry.id}` is addressed before the lesson introduces `{concept}`",
                                  "move the block below the one that teaches the concept",
                                  ((taught.place("teaches"), f"`{concept}` is introduced here"),
                                   (folder.plan_place("misconceptions", n), "the misconception")))


def _taught_below(text: Lesson | None, concept: str, block: Block) -> Block | None:
    """The first block that teaches a concept, where it opens below another block."""
    first = next(text.marking("teaches", concept), None) if text else None
    return first if first and first.span.line > block.span.line else None


def _recorded(course: Course) -> Iterator[tuple[LessonFolder, Summarized]]:
    """The lessons with a plan whose record lists misconceptions, or says that they are built."""
    for slug, folder in course.lessons.items():
        known = summaries(course).get(slug) if folder.plan and folder.plan.misconceptions else None
        if known and (built(course, slug) or any(entry.misconception for entry in known.entry.misconceptions)):
            yield folder, known


@rule("MIS008", Severity.WARNING)
def misconception_not_recorded(course: Course) -> Iterator[Problem]:
    """The plan names a misconception that the record of the finished lesson does not list.

    Lessons that follow rely on the record; what it does not say was addressed will be addressed twice, or never.

    Wrong: five misconceptions in the plan and four in the record

    Right: the same ids in both

    Repair: add it to the record with what disproved it, or take it out of the plan if the lesson left it out.
    """
    for folder, known in _recorded(course):
        listed = {entry.misconception for entry in known.entry.misconceptions}
        for n, entry in enumerate(folder.plan.misconceptions if folder.plan else ()):
            if entry.id not in listed:
                yield Problem(folder.plan_place("misconceptions", n, "id"), f"the record does not list `{entry.id}`",
                              "add it to the record, or take it out of the plan",
                              ((known.place / "misconceptions", "the record's list"),))


@rule("MIS009", reading=Reading.LISTED)
def recorded_but_not_planned(course: Course) -> Iterator[Problem]:
    """The record says that a lesson addressed a misconception of which the plan knows nothing.

    Record and plan speak of the same lesson; one of them is wrong, and later lessons believe the record.

    Wrong: `misconception: yeast-is-flavor` in the record and `id: yeast-is-flavour` in the plan

    Right: one id in both

    Repair: correct the id, or add the misconception to the plan.
    """
    for folder, known in _recorded(course):
        planned = {entry.id for entry in folder.plan.misconceptions} if folder.plan else set()
        for n, entry in enumerate(known.entry.misconceptions):
            if entry.misconception and entry.misconception not in planned:
                place: Place = known.place / "misconceptions" / n / "misconception"
                yield Problem(place, f"the plan names no misconception `{entry.misconception}`",
                              nearest(entry.misconception, planned, "add it to the plan, or correct the id"),
                              ((folder.plan_place("misconceptions"), "the plan's list"),))


@rule("MIS010")
def duplicate_misconception(course: Course) -> Iterator[Problem]:
    """Two misconceptions of a plan have the same id, so a mark in the text means both or neither.

    Wrong: `id: yeast-is-flavour` twice

    Right: an id of its own for each

    Repair: rename one of them.
    """
    for folder in course.lessons.values():
        first: dict[str, int] = {}
        for n, entry in enumerate(folder.plan.misconceptions if folder.plan else ()):
            if first.setdefault(entry.id, n) != n:
                yield Problem(folder.plan_place("misconceptions", n, "id"), f"the id `{entry.id}` stands twice",
                              "rename one of them",
                              ((folder.plan_place("misconceptions", first[entry.id], "id"), "it stands here first"),))


RULES = by_lesson(
    no_negative_example, misconception_without_place, misconception_place_unknown, misconception_not_addressed,
    unplanned_misconception, too_few_misconceptions, addressed_too_early, misconception_not_recorded,
    recorded_but_not_planned, duplicate_misconception,
)
