"""Faults kept between builds, by what they were found in, so that a build judges again only what an edit concerns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from builder import audit, rules
from builder.diagnostics import Diagnostic, Kind, Related, Severity, Span
from builder.jobs import faults as jobs
from builder.pages import faults as pages
from builder.shelf import Shelf, digest_of, sync

KIND = "faults"
"""The kind under which the shelf keeps faults."""

WHOLE = "course"
"""What is found in the course as a whole."""

DRAWN = "figures"
"""What is found in its figures."""

Found = Mapping[str, list[Diagnostic]]
"""Faults by what they were found in: `file <path>`, `lesson <slug>`, `page <slug>`, the whole course, its figures."""


def grouped(prefix: str, faults: Iterable[Diagnostic]) -> dict[str, list[Diagnostic]]:
    """Faults by the files that they stand in."""
    found: dict[str, list[Diagnostic]] = {}
    for fault in faults:
        found.setdefault(f"{prefix} {fault.span.path}", []).append(fault)
    return found


def told_by_audit(found: Found) -> Found:
    """The faults that are found without drawing figures and making pages."""
    return {name: some for name, some in found.items() if name != DRAWN and not name.startswith("page ")}


def keep(shelf: Shelf, found: Found) -> None:
    """Keep the faults of a whole course."""
    known = shelf.digests(KIND)
    rows = {name: json.dumps([_row(fault) for fault in faults]).encode() for name, faults in found.items() if faults}
    shelf.put_all((KIND, name, digest, says) for name, says in rows.items()
                  if known.get(name) != (digest := digest_of(says)))
    sync(shelf, KIND, rows)


def kept(shelf: Shelf) -> dict[str, list[Diagnostic]]:
    """The faults that were kept."""
    return {name: [_fault(*row) for row in json.loads(says)] for name, says in shelf.rows(KIND)}


def _row(fault: Diagnostic) -> list[Any]:
    related = [[_span(one.span), one.message] for one in fault.related]
    return [fault.code, str(fault.severity), _span(fault.span), fault.message, fault.help, related, fault.place]


def _fault(code: str, severity: str, span: Any, message: str, help: str, related: Any, place: str) -> Diagnostic:
    return Diagnostic(_kinds()[code], Severity(severity), Span(*span), message, help,
                      tuple(Related(Span(*at), words) for at, words in related), place)


def _span(span: Span) -> list[Any]:
    return [span.path, span.line, span.column, span.end_line, span.end_column]


@cache
def _kinds() -> dict[str, Kind]:
    return {kind.code: kind for kind in (*rules.KINDS, *audit.KINDS, *jobs.KINDS, *pages.KINDS)}
