"""What only the pages can tell: formulas that are not LaTeX, numbers that no figure measured, widgets that are none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markdown_it.token import Token

from builder.course import Course
from builder.diagnostics import Diagnostic, Kind, Severity, Span
from builder.jobs.drawn import Figure
from builder.models.lessons import Lesson
from builder.pages import widget_faults
from builder.pages.math import FormulaFault, mathml
from builder.source.markdown import MarkdownFile, find, inline_tokens
from builder.values import UNKNOWN_VALUE, value_faults

BAD_FORMULA = Kind("SRC030", "bad-formula", Severity.ERROR, """\
A formula cannot be read as LaTeX, so the page would show its source instead.

Wrong: `$\\frac{1}{2$`

Right: `$\\frac{1}{2}$`

Repair: look at the named column.  Formulas know the commands of LaTeX and amsmath; `\\operatorname{…}` and
`\\mathrm{…}` write names that have no command.
""")

KINDS = (BAD_FORMULA, UNKNOWN_VALUE, *widget_faults.KINDS)


def page_faults(course: Course, figures: Mapping[str, Figure]) -> Iterator[Diagnostic]:
    """The faults of all lessons' texts, in teaching order, and those of the widgets."""
    for folder in course.taught_lessons():
        if folder.text:
            yield from formula_faults(folder.text)
            yield from value_faults(folder.text, figures)
        if folder.notebook:
            yield from formula_faults(folder.notebook)
    yield from widget_faults.widget_faults(course, figures)


def formula_faults(lesson: Lesson) -> Iterator[Diagnostic]:
    """The formulas of a text that cannot be read, each at the character where reading stopped."""
    file = MarkdownFile(lesson.path, "", env=lesson.env)
    seen: dict[str, tuple[int, int]] = {}
    for token, latex in _formulas(lesson.tokens):
        line, column = find(file, token, latex.split("\n")[0], seen.get(latex, (0, 0)))
        seen[latex] = (line, column)
        try:
            mathml(latex)
        except FormulaFault as error:
            span = _at(lesson, line, column, latex, error.offset)
            message = f"this formula cannot be read: {_lower(error.message)}"
            yield Diagnostic(BAD_FORMULA, BAD_FORMULA.severity, span, message, "mend the formula at this place")


def _formulas(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """The formulas of a text with the block tokens that they stand in."""
    for token in tokens:
        if token.type.startswith("math_block"):
            yield token, token.content
        for inline in inline_tokens([token]):
            for child in inline.children or ():
                if child.type.startswith("math_inline"):
                    yield inline, child.content
                elif child.type == "role" and child.meta["name"] == "math":
                    yield inline, child.meta["content"]


def _at(lesson: Lesson, line: int, column: int, latex: str, offset: int) -> Span:
    """The place of a character of a formula that begins at a line and column."""
    before = latex[:offset]
    down = before.count("\n")
    across = len(before) - before.rfind("\n") if down else column + len(before)
    return Span(lesson.path, line + down, across, line + down, across + 1)


def _lower(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")
