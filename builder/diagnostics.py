"""Faults in an author's files, as values that know their place."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

Route = tuple[str | int, ...]
"""The way to a value from the top of its file: ("prerequisites", 2, "required")."""


class Severity(StrEnum):
    """How much a fault weighs: errors fail a build, warnings do so under --strict, notes never."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for errors, rising as the weight falls."""
        return list(Severity).index(self)


class Kind(Struct, frozen=True):
    """A kind of fault: its code, its name, how much it weighs and its manual."""

    code: str
    name: str
    severity: Severity
    manual: str


class Span(Struct, frozen=True, order=True, array_like=True):
    """A stretch of a file; lines and columns count characters from 1, the end is exclusive."""

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Place(Struct, frozen=True):
    """A value in one of the course's files: the file, and the route to the value or its exact span."""

    path: str
    route: Route = ()
    span: Span | None = None

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.path, (*self.route, step))


class Problem(Struct, frozen=True):
    """What a rule yields: a fault, named by its place."""

    where: Place
    message: str
    help: str
    related: tuple[tuple[Place, str], ...] = ()


class Related(Struct, frozen=True):
    """Another place that has to do with a fault, and what it has to do with it."""

    span: Span
    message: str


class Diagnostic(Struct, frozen=True):
    """One fault in one file: what, where, and what to do."""

    kind: Kind
    severity: Severity
    span: Span
    message: str
    help: str
    related: tuple[Related, ...] = ()
    place: str = ""

    @property
    def code(self) -> str:
        """The kind's code, such as PRE002."""
        return self.kind.code

    def sort_key(self) -> tuple[object, ...]:
        """Files in order, then lines; at one place the heavier fault first."""
        return (self.span, self.severity.rank, self.code, self.message)


def route_text(route: Route) -> str:
    """A route as authors read it: prerequisites[2].required."""
    text = ""
    for step in route:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
