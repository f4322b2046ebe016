"""What only the pages can tell: formulas that are not LaTeX, numbers that no figure measured, widgets that are none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from markdown_it.token import Token

from builder.course import Course, LessonFolder
from builder.diagnostics import Diagnostic, Kind, Severity, Span
from builder.jobs.drawn import Figure
from builder.models.lessons import Lesson
from builder.pages import widget_faults
from builder.pages.math import FormulaFault, mathml
from builder.source.markdown import RUNNING, MarkdownFile, find, inline_tokens
from builder.values import UNKNOWN_VALUE, value_faults

BAD_FORMULA = Kind("SRC030", "bad-formula", Severity.ERROR, """\
A formula cannot be read as LaTeX, so the page would show its source instead.

Wrong: `$\\frac{1}{2$`

Right: `$\\frac{1}{2}$`

Repair: look at the named column.  Formulas know the commands of LaTeX and amsmath; `\\operatorname{…}` and
`\\mathrm{…}` write names that have no command.
""")

Row = tuple[int, int, str]
"""A fault of a formula: line, column, and what is wrong."""

KINDS = (BAD_FORMULA, UNKNOWN_VALUE, *widget_faults.KINDS)


Unread = Callable[[Lesson], Iterable[Row]]
"""Gives the formulas of a text that cannot be read."""


def text_faults(
    course: Course, folder: LessonFolder, figures: Mapping[str, Figure], unread: Unread
) -> Iterator[Diagnostic]:
    """The faults of a lesson's text and of its notebook."""
    for text in filter(None, (folder.text, folder.notebook)):
        yield from bad_formulas(text.path, unread(text))
        yield from value_faults(text, figures)
    if folder.text:
        yield from widget_faults.shown_faults(course, folder.text, figures)


def formula_faults(lesson: Lesson) -> Iterator[Diagnostic]:
    """The formulas of a text that cannot be read, each at the character where reading stopped."""
    return bad_formulas(lesson.path, unread_formulas(lesson))


def bad_formulas(path: str, rows: Iterable[Row]) -> Iterator[Diagnostic]:
    """The faults of a file's formulas that cannot be read."""
    for line, column, message in rows:
        words = f"this formula cannot be read: {_lower(message)}"
        span = Span(path, line, column, line, column + 1)
        yield Diagnostic(BAD_FORMULA, BAD_FORMULA.severity, span, words, "mend the formula at this place")


def unread_formulas(lesson: Lesson) -> Iterator[Row]:
    """Where the formulas of a text that cannot be read stop making sense, and why."""
    file = MarkdownFile(lesson.path, "", env=lesson.env)
    seen: dict[str, tuple[int, int]] = {}
    for token, latex, display in _formulas(lesson.tokens):
        try:
            mathml(latex, display)
        except FormulaFault as error:
            place = find(file, token, latex.split("\n")[0], seen.get(latex, (0, 0)))
            seen[latex] = place
            yield (*_at(*place, latex[:error.offset]), error.message)


def _formulas(tokens: list[Token]) -> Iterator[tuple[Token, str, bool]]:
    """The formulas of a text with the block tokens that they stand in, and whether they are displayed."""
    for token in tokens:
        if token.type.startswith("math_block"):
            yield token, token.content, True
        for inline in inline_tokens([token]) if token.type in RUNNING else ():
            for child in inline.children or ():
                if child.type.startswith("math_inline"):
                    yield inline, child.content, child.type == "math_inline_double"
                elif child.type == "role" and child.meta["name"] == "math":
                    yield inline, child.meta["content"], False


def _at(line: int, column: int, before: str) -> tuple[int, int]:
    """The place behind some characters that begin at a line and column."""
    down = before.count("\n")
    return line + down, len(before) - before.rfind("\n") if down else column + len(before)


def _lower(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")
