"""What the rest of a course sees of a lesson's reviews: compact rows that its outline holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from builder.ledger.history import Entry, EntryStanding, Folder, Iteration, history
from builder.ledger.state import LessonState, judged
from builder.models.base import ReviewSeverity, Verdict
from builder.models.reviews import Finding

Rows = tuple[Any, ...]

_CODE = re.compile(r"\b[A-Z]{3}\d{3}\b")


class Round(NamedTuple):
    """An iteration: its number, day, reviewer, stated verdict ("" for none) and findings by severity."""

    number: int
    date: str
    reviewer: str
    verdict: str
    critical: int
    improvement: int
    polish: int

    @property
    def counts(self) -> Mapping[ReviewSeverity, int]:
        """The findings that it raised, by severity."""
        return {ReviewSeverity.CRITICAL: self.critical, ReviewSeverity.IMPROVEMENT: self.improvement,
                ReviewSeverity.POLISH: self.polish}


class Fact(NamedTuple):
    """A finding: its id, severity, standing, iteration, day, the section that it names, its title, what the section
    does, and the rules that it names."""

    id: str
    severity: str
    standing: str
    raised: int
    date: str
    section: str
    title: str
    kind: str = ""
    codes: tuple[str, ...] = ()

    @property
    def weight(self) -> ReviewSeverity:
        """Its severity."""
        return ReviewSeverity(self.severity)

    @property
    def is_open(self) -> bool:
        """Whether the text waits to be mended."""
        return EntryStanding(self.standing).is_open


class ReviewFacts(NamedTuple):
    """A lesson's reviews in short: whether it has passed and its state, on which rules about the whole course rest,
    the reasons, its iterations and its findings."""

    passed: bool
    state: str
    last: bool
    reasons: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    rounds: tuple[Round, ...] = ()
    findings: tuple[Fact, ...] = ()

    @property
    def lesson_state(self) -> LessonState:
        """Its state."""
        return LessonState(self.state)

    @property
    def open(self) -> tuple[Fact, ...]:
        """Its open findings."""
        return tuple(finding for finding in self.findings if finding.is_open)

    @property
    def back(self) -> tuple[Fact, ...]:
        """Its findings that were mended, and are back."""
        return tuple(finding for finding in self.findings if finding.standing == EntryStanding.BACK)

    @property
    def decided(self) -> bool:
        """Whether its last review has a verdict."""
        return bool(self.rounds and self.rounds[-1].verdict)

    def to_pass(self) -> int | None:
        """How many iterations it took to the first PASS; None where none has passed it."""
        return next((one.number for one in self.rounds if one.verdict == Verdict.PASS), None)


def review_rows(folder: Folder) -> Rows:
    """A lesson's reviews as its outline holds them; none of a lesson with neither text nor reviews."""
    if not (folder.text or folder.reviews):
        return ()
    told = history(folder, located=False)
    state = judged(folder, told)
    kinds = {step.id: step.kind.lower() for step in folder.plan.outline if step.id and step.kind} if folder.plan else {}
    return ReviewFacts(
        state.passed, str(state.state), state.last, state.reasons, state.stale,
        tuple(_round(one) for one in told.iterations),
        tuple(_fact(entry, told.iterations[entry.raised - 1], kinds) for entry in told.entries),
    )


def facts_of(rows: Rows) -> ReviewFacts:
    """The rows of an outline as what they say; a lesson without any is planned."""
    if not rows:
        return ReviewFacts(False, str(LessonState.PLANNED), False, ("it has no text",))
    passed, state, last, reasons, stale, rounds, findings = rows
    return ReviewFacts(passed, state, last, reasons, stale, tuple(Round(*one) for one in rounds),
                       tuple(Fact(*one) for one in findings))


def _round(one: Iteration) -> Round:
    critical, improvement, polish = (one.counts[weight] for weight in (
        ReviewSeverity.CRITICAL, ReviewSeverity.IMPROVEMENT, ReviewSeverity.POLISH))
    return Round(one.number, one.review.date or "", one.review.reviewer or "", str(one.verdict or ""),
                 critical, improvement, polish)


def _fact(entry: Entry, one: Iteration, kinds: Mapping[str, str]) -> Fact:
    finding = entry.finding
    section = (finding.target.section if finding.target else None) or ""
    return Fact(finding.id, str(finding.severity), str(entry.standing), entry.raised, one.review.date or "", section,
                finding.title, kinds.get(section, ""), codes_in(finding))


def codes_in(finding: Finding) -> tuple[str, ...]:
    """The codes of the audit's rules that a finding names."""
    words = " ".join(filter(None, (finding.title, finding.issue, finding.suggested_fix, finding.reason)))
    return tuple(sorted(set(_CODE.findall(words))))
