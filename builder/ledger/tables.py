"""The ledger as CSV: a row for each finding, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from builder.ledger.history import Entry, History
from builder.ledger.planned import address

COLUMNS = (
    "module", "lesson", "iteration", "date", "reviewer", "finding", "severity", "title", "standing", "status", "reason",
    "place", "place_is", "section", "quote", "location", "issue", "student_impact", "suggested_fix", "verified_by",
    "verified_on", "last_look", "file",
)
"""The columns, in order."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(lessons: Iterable[tuple[str, History]]) -> str:
    """The findings of lessons as CSV with a head; lines end as RFC 4180 wants.

    A spreadsheet takes a cell that begins with = + - or @ for a formula, so such a cell gets an apostrophe in front.

    Args:
        lessons: the id of each lesson's module ("" for none), and its history.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for module, told in lessons:
        for entry in sorted(told.entries, key=lambda entry: (entry.raised, entry.number)):
            writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in _row(module, told, entry)])
    return out.getvalue()


def _row(module: str, told: History, entry: Entry) -> Iterator[str]:
    finding, found, review = entry.finding, entry.found, told.iterations[entry.raised - 1].review
    looks = [step for step in entry.steps if step.iteration > entry.raised and step.text]
    yield from (module, told.slug, str(entry.raised), review.date or "", review.reviewer or "")
    yield from (finding.id, str(finding.severity), finding.title, str(entry.standing), str(finding.status))
    yield finding.reason or ""
    yield from (address(told.slug, found.anchor) if found.anchor else "", str(found.state), found.section)
    yield from ((finding.target.quote or "") if finding.target else "", finding.location or "", finding.issue or "")
    yield from (finding.student_impact or "", finding.suggested_fix or "", entry.verified_by, entry.verified_on)
    yield from (looks[-1].text if looks else "", entry.path)
