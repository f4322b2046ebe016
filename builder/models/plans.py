"""`lessons/<slug>/plan.yaml`: what a lesson intends, from the student's state to the outline.

The planning checklists have no fields here: they are computed from the plan and the text.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from builder.models.base import (
    Depth,
    Document,
    GapSize,
    Identifier,
    Load,
    MentalModel,
    Row,
    Status,
    Text,
)


class Position(Row):
    """Where a lesson stands in its module."""

    number: int = Field(ge=1, description="The lesson's number in its module, from 1.")
    of: int | None = Field(default=None, ge=1, description="How many lessons the module has.")


class KnownConcept(Row):
    """A concept that the student has when the lesson begins."""

    concept: Identifier | None = Field(default=None, description="The concept's id.")
    also: tuple[Identifier, ...] = Field(default=(), description="Further concepts, where one row names several.")
    text: Text | None = Field(default=None, description="The concept in the author's words, where it has no id.")
    depth: Depth | None = Field(default=None, description="How deep the student has it, as the author believes.")
    source: Text | None = Field(default=None, description="The lesson that taught it: a slug, or words.")
    relevance: Text | None = Field(default=None, description="Why it matters for this lesson.")


class Prerequisite(Row):
    """A concept that the lesson needs and how deep; the audit computes what the student really has."""

    concept: Identifier | None = Field(default=None, description="The concept's id.")
    also: tuple[Identifier, ...] = Field(default=(), description="Further concepts, where one row names several.")
    text: Text | None = Field(default=None, description="The concept in the author's words, where it has no id.")
    required: Depth | None = Field(default=None, description="The depth that the lesson needs.")
    actual: Depth | None = Field(default=None, description="The depth that the author believes the student has.")
    source: Text | None = Field(default=None, description="The lesson that the author believes taught it.")
    status: Status | None = Field(default=None, description="OK, GAP, MISSING or LATER, as the author believes.")
    size: GapSize | None = Field(default=None, description="The size of the gap, as the author believes.")
    reasoning: Text | None = Field(default=None, description="Why this depth is needed and enough.")


class Address(Row):
    """Where the lesson deals with something."""

    section: Identifier | None = Field(default=None, description="The id of a section in the lesson's text.")
    text: Text | None = Field(default=None, description="The place and the treatment in words.")


class Misconception(Row):
    """A wrong belief, why it is held, what disproves it and where."""

    id: Identifier = Field(description="The name by which the lesson's text marks where it is addressed.")
    belief: Text = Field(description="The belief in the words of somebody who holds it.")
    concept: Identifier | None = Field(default=None, description="The id of the concept that it gets wrong.")
    reason: Text | None = Field(default=None, description="Why a student would think so.")
    negative_example: Text | None = Field(default=None, description="The case that disproves it.")
    address: Address | None = Field(default=None, description="Where the lesson addresses it.")


class ExampleKind(StrEnum):
    """Whether an example shows what a concept is or what it is not."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Example(Row):
    """An example that the lesson will use."""

    id: Identifier = Field(description="The name by which the lesson's text marks it.")
    text: Text = Field(description="The example itself.")
    kind: ExampleKind | None = Field(default=None, description="Positive or negative.")
    flavor: Text | None = Field(
        default=None, description="What kind of positive or negative: analogy, concrete, tradeoff, stretch."
    )
    purpose: Text | None = Field(default=None, description="What the student should see in it.")
    reason: Text | None = Field(default=None, description="Why this one and no other.")


class Gap(Row):
    """How the lesson closes a prerequisite's gap."""

    concept: Identifier | None = Field(default=None, description="The concept's id.")
    text: Text | None = Field(default=None, description="The gap in the author's words.")
    size: GapSize | None = Field(default=None, description="How large the author holds it to be.")
    resolution: Text = Field(description="What the lesson does about it.")
    section: Identifier | None = Field(default=None, description="The section of the text where it does so.")


class Modality(Row):
    """One way of showing the core concept."""

    modality: Text = Field(description="The kind: visual, verbal, symbolic, concrete example, intuitive, …")
    what: Text | None = Field(default=None, description="What exactly is shown.")
    why: Text | None = Field(default=None, description="Why this modality suits this concept.")


class NewConcept(Row):
    """A concept that is new in the lesson."""

    concept: Identifier | None = Field(default=None, description="The concept's id.")
    text: Text | None = Field(default=None, description="The concept in the author's words.")


class EarlierLoad(Row):
    """The load that the author states of an earlier lesson."""

    lesson: Text | None = Field(default=None, description="The lesson, by slug or in words.")
    back: int = Field(ge=1, description="How many lessons ago: 1 is the previous one.")
    load: Load | None = Field(default=None, description="Its load.")


class LoadAssessment(Row):
    """Why the lesson's load is right."""

    count: int | None = Field(default=None, ge=0, description="How many new concepts the author counts.")
    new_concepts: tuple[NewConcept, ...] = Field(default=(), description="The concepts that are new here.")
    earlier: tuple[EarlierLoad, ...] = Field(default=(), description="The loads of the lessons before.")
    assessment: Text | None = Field(default=None, description="The author's judgement.")


class Connection(Row):
    """A thread from what the student has to what is new."""

    old: Text | None = Field(default=None, description="What the student has.")
    new: Text | None = Field(default=None, description="What it leads to.")
    old_concept: Identifier | None = Field(default=None, description="The id of the known concept.")
    new_concept: Identifier | None = Field(default=None, description="The id of the new concept.")
    text: Text | None = Field(default=None, description="How the one leads to the other.")


class ScopeItem(Row):
    """Something that the lesson leaves out."""

    text: Text = Field(description="What is left out, and where it is taught instead.")
    concept: Identifier | None = Field(
        default=None, description="The id of the concept that is left out, where it has one."
    )


class Scope(Row):
    """What the lesson is about and what it is not about."""

    covers: tuple[Text, ...] = Field(default=(), description="What the lesson is about.")
    excludes: tuple[ScopeItem, ...] = Field(default=(), description="What the lesson is not about.")


class TargetDepth(Row):
    """How deep the lesson takes a concept."""

    concept: Identifier | None = Field(default=None, description="The concept's id.")
    text: Text | None = Field(default=None, description="The concept in the author's words, where it has no id.")
    depth: Depth | None = Field(default=None, description="The depth that the student has afterwards.")
    notes: Text | None = Field(default=None, description="What that depth takes in and what it leaves out.")


class OutlineSection(Row):
    """One step of the lesson."""

    id: Identifier | None = Field(default=None, description="The id of the section in the lesson's text.")
    title: Text = Field(description="The step's title.")
    kind: Text | None = Field(
        default=None, description="What the step does: hook, explain, check, explore, elaborate, practice, summarize, …"
    )
    text: Text | None = Field(default=None, description="What happens in it.")


class WidgetSpec(Row):
    """An interactive element that the lesson will have."""

    name: Text = Field(description="The widget's name.")
    figure: Identifier | None = Field(default=None, description="The figure whose data feed it.")
    purpose: Text | None = Field(default=None, description="What the student should learn by using it.")
    design: tuple[Text, ...] = Field(default=(), description="How it looks and behaves.")
    wrapped_in: Text | None = Field(default=None, description="What surrounds it on the page.")


class NotebookPart(Row):
    """A part of the notebook."""

    title: Text | None = Field(default=None, description="The part's title.")
    support: Text | None = Field(default=None, description="How much help it gives: guided, supported, independent.")
    text: Text = Field(description="What the student does in it.")


class Plan(Document):
    """The plan of one lesson, in three phases: orient, analyze, design."""

    lesson: Identifier = Field(description="The lesson's slug, the name of its folder.")
    title: Text = Field(description="The lesson's title.")
    module: Text | None = Field(default=None, description="The module's id, such as 6.1.")
    position: Position | None = Field(default=None, description="The lesson's place in its module.")
    kinds: tuple[Text, ...] = Field(
        default=(), description="What the lesson consists of: conceptual, interactive, notebook."
    )
    load: Load | None = Field(default=None, description="The lesson's cognitive load type.")

    student_state: Text | None = Field(default=None, description="Orient: where the student stands.")
    knows: tuple[KnownConcept, ...] = Field(default=(), description="Orient: relevant concepts with their depths.")
    mental_models: tuple[MentalModel, ...] = Field(default=(), description="Orient: mental models already established.")
    not_covered: tuple[Text, ...] = Field(default=(), description="Orient: what earlier lessons left out on purpose.")
    readiness: Text | None = Field(default=None, description="Orient: whether the student is ready, and why.")

    target: Text | None = Field(default=None, description="Analyze: the one thing that the lesson teaches.")
    prerequisites: tuple[Prerequisite, ...] = Field(
        default=(), description="Analyze: what the lesson needs, and how deep."
    )
    misconceptions: tuple[Misconception, ...] = Field(
        default=(), description="Analyze: wrong beliefs and what disproves them."
    )
    examples: tuple[Example, ...] = Field(default=(), description="Analyze: the examples that the lesson uses.")
    gaps: tuple[Gap, ...] = Field(default=(), description="Analyze: how gaps are closed.")
    gaps_note: Text | None = Field(default=None, description="Analyze: what the author says of the gaps as a whole.")

    narrative: Text | None = Field(default=None, description="Design: the lesson's story in a paragraph.")
    modalities: tuple[Modality, ...] = Field(default=(), description="Design: ways of showing the core concept.")
    load_assessment: LoadAssessment | None = Field(default=None, description="Design: the cognitive load, assessed.")
    connections: tuple[Connection, ...] = Field(default=(), description="Design: threads to earlier concepts.")
    scope: Scope | None = Field(default=None, description="Design: what the lesson is and is not about.")
    depths: tuple[TargetDepth, ...] = Field(default=(), description="Design: the depth that each concept reaches.")
    outline: tuple[OutlineSection, ...] = Field(default=(), description="Design: the lesson step by step.")
    widgets: tuple[WidgetSpec, ...] = Field(default=(), description="Design: interactive elements.")
    notebook: tuple[NotebookPart, ...] = Field(default=(), description="Design: the notebook's parts.")
    written: dict[str, str] = Field(
        default_factory=dict,
        description="The words of a source document where they say more than the field beside them.",
    )
