"""An audit as a page that a reviewer reads: one file, no scripts, light and dark."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from pathlib import PurePosixPath

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec import Struct

from builder.audit import Audit
from builder.checklists import Checker, Checklist
from builder.course import LESSONS, Course
from builder.diagnostics import Diagnostic, Severity, Span
from builder.models.reviews import Finding
from builder.reports.coverage import Addressed, concept_coverage, journeys, misconception_coverage
from builder.reports.text import Lines, source_lines, summary
from builder.rules.findings import findings, verified

_MANY = 400
"""Lessons beyond which the page keeps to what is at fault: tables of thousands of rows serve nobody."""


class Fault(Struct, frozen=True):
    """A fault as the page shows it."""

    diagnostic: Diagnostic
    excerpt: Markup


class Group(Struct, frozen=True):
    """The faults of one lesson, or of the course's own files; `known` are those that do not count now."""

    id: str
    title: str
    faults: tuple[Fault, ...]


class Ledger(Struct, frozen=True):
    """A finding of a review, and the outcome of the last look at its fix."""

    lesson: str
    review: str
    finding: Finding
    outcome: str


class Style(Struct, frozen=True):
    """The page's style sheet, and the word by which its security policy knows it: a digest, the same every time."""

    text: Markup
    nonce: str


def as_html(course: Course, audit: Audit) -> str:
    """The report as one HTML page."""
    lines = source_lines(course.root)
    large = len(course.lessons) > _MANY
    template = _environment().get_template("report.html")
    return template.render(
        course=course, audit=audit, style=_style(), summary=summary(audit), large=large, severities=list(Severity),
        groups=_groups(course, audit.diagnostics, lines), known=_groups(course, audit.known, lines),
        coverage=() if large else concept_coverage(course), journeys={} if large else journeys(course),
        misconceptions={} if large else _misconceptions(course), ledger=_ledger(course),
        checklists={} if large else _checklists(course, audit), title=_titles(course),
    )


@cache
def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("builder.reports"), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    environment.filters["code"] = _code
    return environment


@cache
def _style() -> Style:
    text = files("builder.reports").joinpath("templates/report.css").read_text(encoding="utf-8")
    return Style(Markup(text), sha256(text.encode()).hexdigest()[:16])


def _code(words: str) -> Markup:
    """Words with what stands in backticks as code."""
    parts = str(escape(words)).split("`")
    if len(parts) % 2 == 0:
        return escape(words)
    return Markup("".join(f"<code>{part}</code>" if n % 2 else part for n, part in enumerate(parts)))


def _titles(course: Course) -> Mapping[str, str]:
    return {slug: outline.title for slug, outline in course.outlines.items()}


def _groups(course: Course, diagnostics: Iterable[Diagnostic], lines: Lines) -> tuple[Group, ...]:
    """Faults by lesson in teaching order, those of the course's own files first."""
    found: dict[str, list[Fault]] = defaultdict(list)
    for diagnostic in diagnostics:
        parts = diagnostic.span.path.split("/")
        slug = parts[1] if parts[0] == LESSONS and len(parts) > 2 else ""
        found[slug].append(Fault(diagnostic, _excerpt(diagnostic.span, lines(diagnostic.span.path))))
    order = ["", *course.order, *sorted(found.keys() - set(course.order) - {""})]
    titles = _titles(course)
    return tuple(
        Group(slug or "course", titles.get(slug, slug) if slug else "The course's own files", tuple(found[slug]))
        for slug in order
        if slug in found
    )


def _excerpt(span: Span, lines: Sequence[str]) -> Markup:
    """The line of a fault with the place marked; empty where the file has no such line."""
    if not 0 < span.line <= len(lines) or not lines[span.line - 1].strip():
        return Markup("")
    text = lines[span.line - 1]
    end = span.end_column - 1 if span.end_line == span.line else len(text)
    start = min(span.column - 1, len(text))
    return Markup("{}<mark>{}</mark>{}").format(text[:start], text[start:max(end, start)], text[max(end, start):])


def _ledger(course: Course) -> tuple[Ledger, ...]:
    """Every finding of every review in teaching order."""
    rows = []
    reviewed = {path.split("/")[1] for path in course.files if "/reviews/" in path}
    for folder in (course.lessons[slug] for slug in course.order if slug in reviewed):
        looks = verified(folder)
        for found in findings(folder):
            outcome = looks[found.finding.id][0] if found.finding.id in looks else None
            rows.append(Ledger(folder.slug, PurePosixPath(found.place.path).stem, found.finding, str(outcome or "")))
    return tuple(rows)


def _misconceptions(course: Course) -> Mapping[str, tuple[Addressed, ...]]:
    """The planned misconceptions by lesson, in teaching order."""
    return {slug: tuple(rows) for slug, rows in groupby(misconception_coverage(course), lambda row: row.lesson)}


def _checklists(course: Course, audit: Audit) -> Mapping[str, tuple[Checklist, ...]]:
    checker = Checker(course, audit)
    return {folder.slug: checker.lists(folder.slug) for folder in course.taught_lessons()}
