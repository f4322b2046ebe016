"""What an import notices: oddities of a document, what was taken from where, what found no field."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct, field

from builder.diagnostics import Diagnostic, Kind, Span

MOST = 1000
"""How many oddities of one kind are listed for a document: one with more is damaged as a whole."""


class Taken(Struct, frozen=True):
    """Something that was taken from a document.

    Attributes:
        source: the document.
        line: where it stands.
        heading: what it stood under.
        into: the field that it went to.
        count: how many rows, items or values it was.
    """

    source: str
    line: int
    heading: str
    into: str
    count: int = 1


class Oddities(Struct):
    """Gathers what is noticed while one document is read."""

    source: str
    found: list[Diagnostic] = []
    taken: list[Taken] = []
    counts: Counter[str] = field(default_factory=Counter)

    def note(self, kind: Kind, line: int, message: str, help: str) -> None:
        """Keep an oddity at a line of the document; of one kind, only so many."""
        self.counts[kind.code] += 1
        if self.counts[kind.code] > MOST:
            return
        if self.counts[kind.code] == MOST:
            message += "; there are more of this kind, which are not listed"
        span = Span(self.source, line, 1, line, 1)
        self.found.append(Diagnostic(kind, kind.severity, span, message, help))

    def take(self, line: int, heading: str, into: str, count: int = 1) -> None:
        """Keep what was taken from where."""
        if count:
            self.taken.append(Taken(self.source, line, heading, into, count))
