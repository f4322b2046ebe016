"""Diagnostics for people: the place, the line with a caret, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from builder.audit import Audit
from builder.course import Course
from builder.diagnostics import Diagnostic, Severity, Span

Style = Callable[[str, str], str]
"""Gives words a look by its name: error, warning, note, dim, bold."""

Lines = Callable[[str], Sequence[str]]
"""Gives a file's lines by its path."""

_WIDTH = 110


def plain(words: str, _look: str) -> str:
    """The style that leaves words as they are."""
    return words


def report(audit: Audit, root: Path, style: Style = plain) -> str:
    """All diagnostics of an audit and a line that counts them."""
    lines = source_lines(root)
    parts = [_entry(diagnostic, lines, style) for diagnostic in audit.diagnostics]
    return "\n".join([*parts, summary(audit, style)])


def summary(audit: Audit, style: Style = plain) -> str:
    """The counts in words: "2 errors, 1 warning in 2 files", or that nothing is wrong."""
    aside = [words for number, words in (
        (len(audit.waived), f"{_count(len(audit.waived), 'fault')} waived"),
        (len(audit.known), f"{_count(len(audit.known), 'known fault')} not counted")) if number]
    behind = f" ({', '.join(aside)})" if aside else ""
    if not audit.diagnostics:
        return style("no new faults found" if audit.known else "no faults found", "good") + behind
    counts = [_count(number, str(severity)) for severity in Severity if (number := audit.count(severity))]
    files = len({diagnostic.span.path for diagnostic in audit.diagnostics})
    look = next(str(severity) for severity in Severity if audit.count(severity))
    return style(f"{', '.join(counts)} in {_count(files, 'file')}", look) + behind


def unjudged(course: Course) -> str:
    """The lessons that have a plan and no text, about which the rules that read the text say nothing; or nothing."""
    bare = [slug for slug, outline in course.outlines.items() if outline.plan and not outline.text]
    if not bare:
        return ""
    named = ", ".join(bare[:3]) + (f" and {len(bare) - 3} more" if len(bare) > 3 else "")
    return f"{_count(len(bare), 'lesson')} without text ({named}): what only lesson.md can show was not judged"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _entry(diagnostic: Diagnostic, lines: Lines, style: Style) -> str:
    severity = str(diagnostic.severity)
    head = (f"{style(str(diagnostic.span), 'bold')}: {style(f'{severity}[{diagnostic.code}]', severity)} "
            f"{diagnostic.message}")
    margin = " " * len(str(diagnostic.span.line))
    body = [*_excerpt(diagnostic.span, lines(diagnostic.span.path), severity, style)]
    body += [f" {margin} {style('= see:', 'dim')} {related.span}: {related.message}" for related in diagnostic.related]
    body.append(f" {margin} {style('= help:', 'dim')} {diagnostic.help}")
    return "\n".join([head, *body, ""])


def _excerpt(span: Span, lines: Sequence[str], look: str, style: Style) -> Iterator[str]:
    """The line of a span with carets under it; long lines are cut around the place."""
    if not 0 < span.line <= len(lines) or not lines[span.line - 1].strip():
        return
    text = lines[span.line - 1].replace("\t", " ")
    end = span.end_column if span.end_line == span.line else len(text) + 1
    start = max(0, min(span.column - 1, len(text)) - _WIDTH // 2) if len(text) > _WIDTH else 0
    shown = ("…" if start else "") + text[start:start + _WIDTH] + ("…" if start + _WIDTH < len(text) else "")
    at = span.column - 1 - start + bool(start)
    width = max(1, min(end - span.column, len(shown) - at))
    number = str(span.line)
    yield f" {style(f'{number} |', 'dim')} {shown}"
    yield f" {' ' * len(number)} {style('|', 'dim')} {' ' * at}{style('^' * width, look)}"


def source_lines(root: Path) -> Lines:
    """A course's files line by line, each read once; none of a file that cannot be read."""

    @cache
    def lines(path: str) -> Sequence[str]:
        try:
            return (root / path).read_text("utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError):
            return ()

    return lines
