"""`curriculum/records/<module>.yaml`: what a module has taught."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from builder.models.base import Depth, Document, Identifier, Load, MentalModel, Row, Text


class ModuleStatus(StrEnum):
    """How far a module has come."""

    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"


class LessonStatus(StrEnum):
    """How far a lesson has come."""

    PLANNED = "planned"
    IN_PROGRESS = "in progress"
    BUILT = "built"


class TaughtConcept(Row):
    """A concept as a lesson taught it."""

    concept: Identifier | None = Field(default=None, description="The concept's id.")
    text: Text | None = Field(default=None, description="The concept in the author's words, where it has no id.")
    depth: Depth | None = Field(default=None, description="The depth at which the lesson taught it.")
    lesson: Text | None = Field(default=None, description="The slug of the lesson that taught it.")
    notes: Text | None = Field(default=None, description="How it was taught and what to build on.")
    correction: Text | None = Field(default=None, description="What measurement has since shown to be otherwise.")
    repeats: Text | None = Field(
        default=None, description="Why it is taught again at a depth that an earlier lesson reached."
    )


class Teaching(Row):
    """A means by which concepts were taught."""

    title: Text | None = Field(default=None, description="The means in a few words.")
    text: Text = Field(description="What was done.")


class RecordedWidget(Row):
    """An interactive element that a lesson has."""

    name: Text | None = Field(default=None, description="The widget's name.")
    text: Text | None = Field(default=None, description="What it shows and how it is used.")


class AddressedMisconception(Row):
    """A misconception that a lesson dealt with."""

    misconception: Identifier | None = Field(default=None, description="The misconception's id in the lesson's plan.")
    belief: Text = Field(description="The belief.")
    text: Text | None = Field(default=None, description="What disproved it and where.")
    correction: Text | None = Field(default=None, description="What measurement has since shown to be otherwise.")


class LessonRecord(Row):
    """What one lesson has taught, and how."""

    lesson: Identifier = Field(description="The lesson's slug.")
    status: LessonStatus | None = Field(default=None, description="Planned, in progress or built.")
    load: Load | None = Field(default=None, description="The lesson's cognitive load type.")
    kinds: tuple[Text, ...] = Field(
        default=(), description="What the lesson consists of: conceptual, interactive, notebook."
    )
    widgets: tuple[RecordedWidget, ...] = Field(default=(), description="Its interactive elements.")
    widgets_note: Text | None = Field(default=None, description="What is said of widgets where there is none.")
    taught: tuple[Text, ...] = Field(default=(), description="What was taught.")
    how: tuple[Teaching, ...] = Field(default=(), description="How concepts were taught.")
    mental_models: tuple[MentalModel, ...] = Field(default=(), description="Mental models established.")
    analogies: tuple[Text, ...] = Field(default=(), description="Analogies used.")
    not_covered: tuple[Text, ...] = Field(default=(), description="What was left out on purpose.")
    misconceptions: tuple[AddressedMisconception, ...] = Field(default=(), description="Misconceptions addressed.")


class Record(Document):
    """What a module has taught: the concept index and a summary per lesson."""

    module: Text = Field(description="The module's id, such as 6.1.")
    title: Text | None = Field(default=None, description="The module's title.")
    goal: Text | None = Field(default=None, description="What the student can do after the module.")
    status: ModuleStatus | None = Field(default=None, description="Planned, in progress or complete.")
    built: int | None = Field(default=None, ge=0, description="How many lessons are built, as the author counts.")
    planned: int | None = Field(default=None, ge=0, description="How many lessons the module will have.")
    concepts: tuple[TaughtConcept, ...] = Field(default=(), description="The concept index.")
    lessons: tuple[LessonRecord, ...] = Field(default=(), description="A summary per lesson.")
    written: dict[str, str] = Field(
        default_factory=dict,
        description="The words of a source document where they say more than the field beside them.",
    )
