"""MIS: every misconception is disproved where the plan says."""

from __future__ import annotations

from collections.abc import Iterator

from builder.course import Course, LessonFolder
from builder.diagnostics import Problem
from builder.models.lessons import Section
from builder.models.plans import Misconception
from builder.rules.references import nearest
from builder.rules.rule import rule


def misconceptions(course: Course) -> Iterator[tuple[LessonFolder, int, Misconception]]:
    """Every planned misconception with its number."""
    for folder in course.lessons.values():
        for n, entry in enumerate(folder.plan.misconceptions if folder.plan else ()):
            yield folder, n, entry


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
            yield Problem(folder.plan_place("misconceptions", n), f"the plan does not say where `{entry.id}` is addressed",
                          "add `address` with the id of a section of the lesson")


@rule("MIS003")
def misconception_place_unknown(course: Course) -> Iterator[Problem]:
    """The plan addresses a misconception in a section that the lesson does not have.

    Repair: correct the id, or write the section.
    """
    for folder, n, entry in misconceptions(course):
        wanted = entry.address.section if entry.address else None
        if folder.text and wanted and folder.text.section(wanted) is None:
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
        section = planned_section(folder, entry)
        if section is None or folder.text is None:
            continue
        marked = list(folder.text.marking("misconception", entry.id))
        if any(section.span.line <= block.span.line <= section.end_line for block in marked):
            continue
        elsewhere = f", only in `{marked[0].section}`" if marked else ""
        yield Problem(
            folder.plan_place("misconceptions", n, "address", "section"),
            f"no block of the section `{section.id}` addresses `{entry.id}`{elsewhere}",
            f"mark the block that answers the belief with `:misconception: {entry.id}`, or correct the plan",
            ((section.place(), "the section begins here"), *((block.place("misconception"), "it is marked here")
                                                             for block in marked)),
        )


@rule("MIS005")
def unplanned_misconception(course: Course) -> Iterator[Problem]:
    """The text marks a misconception that the plan does not name, so nobody has thought about why it is held.

    Repair: correct the id, or add the misconception to the plan with belief, reason and negative example.
    """
    for folder in course.lessons.values():
        planned = {entry.id for entry in folder.plan.misconceptions} if folder.plan else set()
        for block in folder.text.blocks if folder.text and folder.plan else ():
            for name in block.marks("misconception"):
                if name not in planned:
                    yield Problem(block.place("misconception"), f"the plan names no misconception `{name}`",
                                  nearest(name, planned, "add it to the plan, or correct the id"))


RULES = (no_negative_example, misconception_without_place, misconception_place_unknown, misconception_not_addressed,
         unplanned_misconception)
