"""What all schemas share: frozen models, the words of the field as enums, and identifiers."""

from __future__ import annotations

import os
from datetime import date
from enum import StrEnum
from typing import Annotated

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins takes longer than the import

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Row(Model):
    """A record that may come from a row of a table in an imported document."""

    written: dict[str, str] = Field(
        default_factory=dict,
        description="The words of a source document where they say more than a field, by field or column name.",
    )


class Extra(Model):
    """A part of an imported document for which the schema has no field."""

    heading: str = Field(description="The heading that the part stood under, with its parents, joined by ' > '.")
    line: int | None = Field(default=None, ge=1, description="The line of the source document where it began.")
    text: str = Field(description="The part itself, as it was written.")


class Document(Model):
    """A file that may hold what an import could not place."""

    extra: tuple[Extra, ...] = Field(default=(), description="Parts of an imported document that have no field here.")


Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Lower-case words and digits joined by single hyphens: concepts, lessons, sections, figures, misconceptions."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words in Markdown; never empty."""

def _day(words: str) -> str:
    try:
        date.fromisoformat(words)
    except ValueError:
        raise PydanticCustomError("no_such_day", "the calendar has no such day") from None
    return words


Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_day)]
"""A day of the calendar as YYYY-MM-DD, kept as it was written."""


class Ordered(StrEnum):
    """Words with an order: the later a member is declared, the greater it is."""

    level: int
    """The member's place in its order, from 0."""

    def __init__(self, *_: str) -> None:
        self.level = len(type(self).__members__)

    def _level_of(self, other: str) -> int:
        return other.level if isinstance(other, Ordered) else type(self)(other).level

    def __lt__(self, other: str) -> bool:
        return self.level < self._level_of(other)

    def __le__(self, other: str) -> bool:
        return self.level <= self._level_of(other)

    def __gt__(self, other: str) -> bool:
        return self.level > self._level_of(other)

    def __ge__(self, other: str) -> bool:
        return self.level >= self._level_of(other)


class Depth(Ordered):
    """How far a concept is taken."""

    MENTIONED = "MENTIONED"
    INTRODUCED = "INTRODUCED"
    DEVELOPED = "DEVELOPED"
    APPLIED = "APPLIED"


class Status(StrEnum):
    """How a prerequisite stands: what the student has against what the lesson requires."""

    OK = "OK"
    GAP = "GAP"
    MISSING = "MISSING"
    LATER = "LATER"


class GapSize(Ordered):
    """How much is missing between required and actual depth."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Load(StrEnum):
    """The cognitive load type of a lesson."""

    BUILD = "BUILD"
    STRETCH = "STRETCH"
    CONSOLIDATE = "CONSOLIDATE"


class ReviewSeverity(Ordered):
    """How much a finding harms the learner."""

    POLISH = "POLISH"
    IMPROVEMENT = "IMPROVEMENT"
    CRITICAL = "CRITICAL"


class Verdict(StrEnum):
    """What a review says of a lesson."""

    PASS = "PASS"
    NEEDS_REVISION = "NEEDS REVISION"
    MAJOR_REVISION = "MAJOR REVISION"


class MentalModel(Row):
    """A sentence that a student carries from lesson to lesson, and where it came from."""

    name: Text = Field(description="The model in the student's words.")
    text: Text | None = Field(default=None, description="Where it comes from and what it becomes here.")
