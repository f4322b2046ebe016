"""What can be computed of a lesson's reviews: counts, the verdict that they allow, unverified fixes, what is stale."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from builder.audit import Audit
from builder.course import Course
from builder.diagnostics import Diagnostic, Severity
from builder.ledger.history import Entry, EntryStanding, History, history
from builder.ledger.places import Standing
from builder.ledger.state import Judgement, judged
from builder.models.base import Verdict


class Check(Struct, frozen=True):
    """What a lesson's reviews come to.

    Attributes:
        slug: the lesson.
        title: its title.
        judgement: its state.
        history: its reviews and findings.
        faults: what the audit finds in its reviews.
        waived: what of that the course accepts, with the reasons.
    """

    slug: str
    title: str
    judgement: Judgement
    history: History
    faults: tuple[Diagnostic, ...]
    waived: tuple[tuple[Diagnostic, str], ...] = ()

    @property
    def to_verify(self) -> tuple[Entry, ...]:
        """The findings at whose fix somebody has to look: said to be fixed, or back."""
        return (*self.history.back, *self.history.unverified)

    @property
    def misplaced(self) -> tuple[Entry, ...]:
        """The findings not yet settled whose place is gone or has moved."""
        lost = (Standing.GONE, Standing.MOVED)
        waits = (EntryStanding.OPEN, EntryStanding.BACK, EntryStanding.FIXED)
        return tuple(entry for entry in self.history.entries if entry.found.state in lost and entry.standing in waits)

    @property
    def contradiction(self) -> bool:
        """Whether the last review passes a lesson that its findings do not let pass."""
        final = self.history.iterations[-1] if self.history.iterations else None
        return bool(final and final.verdict is Verdict.PASS and final.allowed is not Verdict.PASS)

    @property
    def failed(self) -> bool:
        """Whether the reviews contradict themselves or each other."""
        return self.contradiction or any(fault.severity is Severity.ERROR for fault in self.faults)


def check(course: Course, slug: str, audit: Audit) -> Check:
    """Compute what can be computed of a lesson's reviews."""
    folder = course.lessons[slug]
    told = history(folder)
    inside = f"{folder.path}/reviews/"
    return Check(slug, folder.title, judged(folder, told), told,
                 tuple(fault for fault in audit.diagnostics if fault.span.path.startswith(inside)),
                 tuple(_waived(audit, inside)))


def _waived(audit: Audit, inside: str) -> Iterator[tuple[Diagnostic, str]]:
    for entry in audit.waived:
        if entry.diagnostic.span.path.startswith(inside):
            yield entry.diagnostic, entry.waiver.reason
