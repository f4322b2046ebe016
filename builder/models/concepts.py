"""`curriculum/concepts.yaml`: everything that the course can teach."""

from __future__ import annotations

from pydantic import Field

from builder.models.base import Document, Identifier, Model, Text


class Concept(Model):
    """Something taught."""

    name: Text = Field(description="What the concept is called on a page.")
    aliases: tuple[Text, ...] = Field(default=(), description="Other names that documents and readers use.")
    summary: Text = Field(description="The concept in a sentence.")
    homonyms: tuple[Identifier, ...] = Field(
        default=(), description="Concepts that share a name with this one on purpose."
    )


class ConceptsFile(Document):
    """The concept index of the whole course, by id."""

    concepts: dict[Identifier, Concept] = Field(description="Each concept under its id.")
