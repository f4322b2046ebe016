"""`lessons/<slug>/reviews/<n>.yaml`: one iteration of reading a lesson."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from builder.models.base import Date, Depth, Document, Identifier, Model, ReviewSeverity, Row, Text, Verdict


class FindingStatus(StrEnum):
    """Where a finding stands in its life."""

    OPEN = "open"
    FIXED = "fixed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RETRACTED = "retracted"


class Target(Row):
    """What a finding points at, so that the builder can find the place again."""

    section: Identifier | None = Field(default=None, description="The id of a section in the lesson's text.")
    block: Identifier | None = Field(default=None, description="The id of a block in the lesson's text.")
    quote: Text | None = Field(default=None, description="A sentence of the lesson, as it was judged.")
    widget: Text | None = Field(default=None, description="The name of a widget.")


class Finding(Row):
    """One thing that a reviewer saw."""

    id: Identifier = Field(description="The finding's name, unique within the lesson.")
    severity: ReviewSeverity = Field(description="CRITICAL, IMPROVEMENT or POLISH.")
    title: Text = Field(description="The finding in a line.")
    location: Text | None = Field(default=None, description="Where it is, in the reviewer's words.")
    target: Target | None = Field(default=None, description="Where it is, for the builder.")
    issue: Text | None = Field(default=None, description="What is wrong.")
    student_impact: Text | None = Field(default=None, description="What it does to the student.")
    suggested_fix: Text | None = Field(default=None, description="What the reviewer would do about it.")
    status: FindingStatus = Field(
        default=FindingStatus.OPEN, description="open, fixed, accepted, rejected or retracted."
    )
    reason: Text | None = Field(default=None, description="Why it was accepted, rejected or retracted.")


class FixOutcome(StrEnum):
    """What the look at a fix showed."""

    RESOLVED = "RESOLVED"
    PARTIAL = "PARTIAL"
    UNRESOLVED = "UNRESOLVED"
    WITHDRAWN = "WITHDRAWN"


class Verification(Row):
    """The look at the fix of an earlier finding."""

    finding: Identifier | None = Field(default=None, description="The finding's id.")
    title: Text | None = Field(default=None, description="The fix in a line.")
    outcome: FixOutcome | None = Field(default=None, description="RESOLVED, PARTIAL, UNRESOLVED or WITHDRAWN.")
    text: Text | None = Field(default=None, description="What the reviewer saw.")
    by: Text | None = Field(default=None, description="Who looked, where it was not the reviewer of this iteration.")
    date: Date | None = Field(default=None, description="When, where it was not the day of this iteration.")

    @property
    def blank(self) -> bool:
        """Whether nobody has filled it in yet."""
        return not (self.outcome or self.text or self.title)


class Counts(Row):
    """How many findings of each severity the review itself states."""

    critical: int | None = Field(default=None, ge=0, description="Stated number of CRITICAL findings.")
    improvement: int | None = Field(default=None, ge=0, description="Stated number of IMPROVEMENT findings.")
    polish: int | None = Field(default=None, ge=0, description="Stated number of POLISH findings.")


class Note(Row):
    """A remark under a heading of its own."""

    heading: Text | None = Field(
        default=None, description="The heading: what works well, patterns observed, modality count, …"
    )
    text: Text | None = Field(default=None, description="A remark in paragraphs.")
    items: tuple[Text, ...] = Field(default=(), description="Remarks in a list.")
    ordered: bool = Field(default=False, description="Whether the list is numbered.")


class SeenPlan(Model):
    """What the lesson's plan aimed at when the lesson was read."""

    depths: dict[Identifier, Depth] = Field(default_factory=dict, description="The depth each concept was to reach.")
    misconceptions: tuple[Identifier, ...] = Field(default=(), description="The ids of the misconceptions.")


class Review(Document):
    """One iteration of reading a lesson."""

    lesson: Identifier = Field(description="The lesson's slug.")
    date: Date | None = Field(default=None, description="The day of the review.")
    iteration: int | None = Field(default=None, ge=1, description="The iteration's number, from 1.")
    of: int | None = Field(default=None, ge=1, description="The most iterations that are allowed.")
    reviewer: Text | None = Field(default=None, description="Who read the lesson.")
    digest: str | None = Field(default=None, description="The content digest of the text that was read.")
    sections: dict[Text, str] = Field(
        default_factory=dict, description="The digest of each section that was read."
    )
    plan: SeenPlan | None = Field(
        default=None, description="What the plan aimed at; what it asks for since then opens the lesson again."
    )
    counts: Counts | None = Field(default=None, description="The numbers of findings as the review states them.")
    verdict: Verdict | None = Field(default=None, description="PASS, NEEDS REVISION or MAJOR REVISION.")
    summary: Text | None = Field(default=None, description="The judgement in words.")
    verification: tuple[Verification, ...] = Field(default=(), description="The look at earlier fixes.")
    regressions: Text | None = Field(default=None, description="What the fixes broke, or that they broke nothing.")
    findings: tuple[Finding, ...] = Field(default=(), description="What the reviewer saw.")
    notes: tuple[Note, ...] = Field(
        default=(), description="What works well, patterns, the modality count and other remarks."
    )
    written: dict[str, str] = Field(
        default_factory=dict,
        description="The words of a source document where they say more than the field beside them.",
    )


def same_digest(stated: str, digest: str) -> bool:
    """Whether two digests agree; either may be shortened, to no fewer than eight digits."""
    stated = stated.removeprefix("sha256:").lower()
    return len(stated) >= 8 and (digest.startswith(stated) or stated.startswith(digest))
