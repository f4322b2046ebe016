"""What `build audit --format json` writes: the schema of the audit's report."""

from __future__ import annotations

from pydantic import Field

from builder.diagnostics import Severity
from builder.models.base import Model


class ReportedSpan(Model):
    """A stretch of a file."""

    path: str = Field(description="The file, from the repository's root, with forward slashes.")
    line: int = Field(ge=1, description="The first line, from 1.")
    column: int = Field(ge=1, description="The first character in its line, from 1.")
    end_line: int = Field(ge=0, description="The last line; 0 where it is not known.")
    end_column: int = Field(ge=0, description="The character behind the last one; 0 where it is not known.")


class ReportedRelated(ReportedSpan):
    """Another place that has to do with a fault."""

    message: str = Field(description="What it has to do with the fault.")


class ReportedFault(ReportedSpan):
    """One fault in one file."""

    code: str = Field(description="The rule's code, such as PRE002.")
    name: str = Field(description="The rule's name, such as prerequisite-gap.")
    severity: Severity = Field(description="error, warning or note.")
    fingerprint: str = Field(description="A name for the fault that stays the same while lines move.")
    place: str = Field(
        description="The way to the value in its file, such as prerequisites[2].required; empty in texts."
    )
    message: str = Field(description="What is wrong.")
    help: str = Field(description="What to do about it.")
    related: tuple[ReportedRelated, ...] = Field(default=(), description="Other places that have to do with it.")


class ReportedWaiver(ReportedFault):
    """A fault that the course accepts."""

    reason: str = Field(description="Why it is accepted.")
    until: str | None = Field(default=None, description="The day after which it counts again.")


class ReportedCounts(Model):
    """How many faults of each severity count."""

    error: int = Field(ge=0, description="Errors.")
    warning: int = Field(ge=0, description="Warnings.")
    note: int = Field(ge=0, description="Notes.")


class ReportedTool(Model):
    """What made the report."""

    name: str = Field(description="coursewright.")
    version: str = Field(description="Its version.")


class AuditReport(Model):
    """An audit: what is wrong with a course, what is accepted, what is known already."""

    format: int = Field(description="The version of this format; it rises when a reader would have to change.")
    tool: ReportedTool = Field(description="The builder and its version.")
    counts: ReportedCounts = Field(description="How many faults count.")
    diagnostics: tuple[ReportedFault, ...] = Field(
        description="The faults that count, in the order of files and lines."
    )
    waived: tuple[ReportedWaiver, ...] = Field(description="The faults that the course accepts.")
    known: tuple[ReportedFault, ...] = Field(
        description="The faults that do not count now: they stand in the baseline, or the change has not touched them."
    )
