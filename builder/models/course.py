"""`curriculum/course.yaml`: what marks a folder as a course."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from builder.diagnostics import Severity
from builder.models.base import Date, Depth, Document, Identifier, Model, Text

ModuleId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$")]
"""A module's number or short name as documents cite it, such as `6.1`."""


class Module(Model):
    """A run of lessons with one goal, in teaching order."""

    id: ModuleId = Field(description="The module's number, such as 6.1; its record is records/<id>.yaml.")
    title: Text = Field(description="What the module is called.")
    summary: Text | None = Field(
        default=None, description="What the module is about, for its page and for search engines."
    )
    after: tuple[ModuleId, ...] = Field(default=(), description="Modules that must be taught before this one.")
    lessons: tuple[Identifier, ...] = Field(description="The lessons' slugs in teaching order.")


class Assumed(Model):
    """Knowledge that the student brings along."""

    concept: Identifier = Field(description="The concept's id.")
    depth: Depth = Field(description="How deep the student has it on entry.")
    source: Text = Field(description="Where the student has it from, in words.")
    lesson: str | None = Field(
        default=None, description="The lesson before the course that taught it, as documents cite it."
    )


class Limits(Model):
    """What the audit counts as too much or too little."""

    new_concepts: int = Field(default=3, ge=1, description="The most new concepts that a lesson may bring.")
    misconceptions: int = Field(default=3, ge=0, description="The fewest misconceptions that a plan names.")
    modalities: int = Field(default=3, ge=0, description="The fewest modalities for the core concept.")
    positive_examples: int = Field(default=2, ge=0, description="The fewest positive examples.")
    negative_examples: int = Field(default=1, ge=0, description="The fewest negative examples.")
    reactivation: int = Field(default=8, ge=1, description="Lessons after which an untouched concept needs waking up.")


class Waiver(Model):
    """A fault that the course accepts, with the reason why."""

    code: str = Field(description="The rule's code, such as PRE002, or a family such as PRE.")
    path: str = Field(
        description="The file, as a path from the course's root; * matches within a name, ** across folders."
    )
    place: str | None = Field(default=None, description="The place in the file, such as prerequisites[2].required.")
    reason: Text = Field(description="Why the fault is accepted; it is shown in every report.")
    until: Date | None = Field(default=None, description="The day after which the waiver no longer holds.")


class AuditSettings(Model):
    """How strict the audit is with this course."""

    limits: Limits = Field(default=Limits(), description="What counts as too much or too little.")
    severities: dict[str, Severity] = Field(
        default_factory=dict, description="Another severity for a rule, by code: error, warning or note."
    )
    waivers: tuple[Waiver, ...] = Field(default=(), description="Faults that the course accepts.")


class DataSettings(Model):
    """What the course's models are trained on."""

    name: Identifier = Field(description="A data set that figures/data.py knows, such as garments.")
    folder: str | None = Field(default=None, description="The folder with the data's files, from the course's root.")


class CourseFile(Document):
    """A course: modules in teaching order and what the student brings along."""

    title: Text = Field(description="What the course is called.")
    description: Text = Field(description="The course in two sentences, for its home page and for search engines.")
    language: str = Field(default="en", description="The language of the pages, as a BCP 47 tag.")
    url: str | None = Field(
        default=None, description="Where the site will be published; needed for canonical links and the sitemap."
    )
    modules: tuple[Module, ...] = Field(description="The modules in teaching order.")
    assumes: tuple[Assumed, ...] = Field(default=(), description="What the student knows before the first lesson.")
    audit: AuditSettings = Field(default=AuditSettings(), description="The audit's limits and waivers.")
    data: DataSettings | None = Field(default=None, description="The data set of the course's figures.")
