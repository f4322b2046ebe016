"""What the page of a module's record shows: the concept index, and what each lesson has taught and how."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from builder.course import Course
from builder.models.course import Module
from builder.models.records import AddressedMisconception, LessonRecord, Record, TaughtConcept
from builder.pages import facts
from builder.pages.sheet import Heading, Target
from builder.pages.words import goals, has_formula, strings


class Met(Struct, frozen=True):
    """A misconception that a lesson dealt with, and its place on the page of the lesson's plan."""

    entry: AddressedMisconception
    planned: str | None


class Summary(Struct, frozen=True):
    """What the record says of a lesson, and the misconceptions that it dealt with."""

    entry: LessonRecord
    misconceptions: tuple[Met, ...]


class LessonPart(Struct, frozen=True):
    """A lesson as the record has it: its summary, which nothing keeps from standing twice, and its concepts."""

    lesson: facts.Entry
    summaries: tuple[Summary, ...]
    concepts: tuple[TaughtConcept, ...]


class RecordFacts(Struct, frozen=True):
    """Everything that the page of a record shows; `loose` are rows that name no lesson of the course."""

    module: facts.Contents
    record: Record
    path: str
    lessons: tuple[LessonPart, ...]
    loose: tuple[TaughtConcept, ...]
    targets: Mapping[str, Target]
    has_math: bool

    @property
    def contents(self) -> tuple[Heading, ...]:
        """The page's headings."""
        index = [Heading("concepts", "Concept index", 2)] if self.record.concepts else []
        lessons = [Heading(f"lesson-{part.lesson.slug}", part.lesson.title, 2) for part in self.lessons]
        loose = [Heading("loose", "Without a lesson", 2)] if self.loose else []
        source = [Heading("source", "From the source document", 2)] if self.record.written or self.record.extra else []
        return (*index, *lessons, *loose, *source)


def record_facts(course: Course, module: Module) -> RecordFacts:
    """What the page of a module's record shows; the module has a record."""
    record = course.records[module.id]
    cited = (row.lesson for row in record.concepts if row.lesson in course.outlines)
    slugs = dict.fromkeys([*module.lessons, *(entry.lesson for entry in record.lessons), *filter(None, cited)])
    parts = (_lesson(course, record, slug) for slug in slugs)
    words = tuple(strings(record))
    return RecordFacts(
        module=facts.contents(course, module), record=record, path=facts.record_path(module.id),
        lessons=tuple(part for part in parts if part.summaries or part.concepts),
        loose=tuple(row for row in record.concepts if row.lesson not in slugs),
        targets=facts.targets(course, goals(words)), has_math=has_formula(words),
    )


def _lesson(course: Course, record: Record, slug: str) -> LessonPart:
    found = (entry for entry in record.lessons if entry.lesson == slug)
    summaries = (Summary(entry, tuple(_met(course, slug, row) for row in entry.misconceptions)) for entry in found)
    concepts = (row for row in record.concepts if row.lesson == slug)
    return LessonPart(facts.entry(course, slug), tuple(summaries), tuple(concepts))


def _met(course: Course, slug: str, entry: AddressedMisconception) -> Met:
    known = course.outlines.get(slug)
    planned = known.misconceptions if known else ()
    name, path = entry.misconception, facts.entry(course, slug).plan
    return Met(entry, f"{path}#misconception-{name}" if path and name in planned else None)
