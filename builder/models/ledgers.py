"""What `build review` writes as JSON: the schema of the review ledger."""

from __future__ import annotations

from pydantic import Field

from builder.models.base import Model, ReviewSeverity, Verdict
from builder.models.reports import ReportedTool
from builder.models.reviews import Finding, Review


class LedgerStep(Model):
    """What happened to a finding."""

    iteration: int = Field(ge=1, description="The iteration, from 1.")
    what: str = Field(description="raised, fixed, verified, partly fixed, not fixed, accepted, …, back.")
    text: str = Field(description="What was seen, or the reason.")
    by: str = Field(description="Who looked; empty where nobody is named.")
    on: str = Field(description="The day, YYYY-MM-DD; empty where none is stated.")


class LedgerPlace(Model):
    """Where a finding's place is now."""

    kind: str = Field(description="What it points with: quote, block, widget, section, words or nothing.")
    state: str = Field(description="there, moved, gone or unplaced.")
    section: str = Field(description="The section's id, or nothing.")
    address: str = Field(description="The place in the built site, from its root; empty where there is none.")


class LedgerFinding(Model):
    """A finding with its life."""

    standing: str = Field(description="open, back, fixed, verified, accepted, rejected or retracted.")
    raised: int = Field(ge=1, description="The iteration that raised it.")
    path: str = Field(description="The file that it stands in, from the course's root.")
    place: LedgerPlace = Field(description="Where its place is now.")
    steps: tuple[LedgerStep, ...] = Field(description="Its life in order.")
    verified_by: str = Field(description="Who saw that the fix holds; empty where nobody did or is named.")
    verified_on: str = Field(description="When; empty where nobody did.")
    finding: Finding = Field(description="The finding as its file has it.")


class LedgerIteration(Model):
    """A review, and what can be computed of it."""

    number: int = Field(ge=1, description="Its number among the lesson's reviews, from 1.")
    path: str = Field(description="Its file, from the course's root.")
    allowed: Verdict = Field(description="The best verdict that its findings, and those open before, allow.")
    counts: dict[ReviewSeverity, int] = Field(description="The findings that it raised, by severity.")
    review: Review = Field(description="The review as its file has it, but for its findings, which stand below.")


class LedgerLesson(Model):
    """A lesson: its state, its reviews and all that they found."""

    slug: str = Field(description="The lesson.")
    title: str = Field(description="Its title.")
    module: str | None = Field(description="Its module's id.")
    state: str = Field(description="planned, drafted, in review, passed or stale.")
    passed: bool = Field(description="Whether the last verdict is PASS and no weighty finding is open.")
    last: bool = Field(description="Whether no iteration is left, and it has not passed.")
    reasons: tuple[str, ...] = Field(description="What stands behind the state.")
    stale: tuple[str, ...] = Field(description="The sections that no passing review covers as they stand.")
    iterations: tuple[LedgerIteration, ...] = Field(description="The reviews in order.")
    findings: tuple[LedgerFinding, ...] = Field(description="The findings: open ones first, then by weight and age.")


class LedgerReport(Model):
    """The review ledger of a course, or of some of its lessons."""

    format: int = Field(description="The version of this format; it rises when a reader would have to change.")
    tool: ReportedTool = Field(description="The builder and its version.")
    course: str = Field(description="The course's title.")
    states: dict[str, int] = Field(description="How many of the lessons are in each state.")
    open: dict[ReviewSeverity, int] = Field(description="How many findings of each severity are open.")
    lessons: tuple[LedgerLesson, ...] = Field(description="The lessons in teaching order.")
