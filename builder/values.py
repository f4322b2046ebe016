"""Numbers in prose: what a {value} role names, and how a number is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from builder.diagnostics import Diagnostic, Kind, Severity
from builder.models.lessons import Lesson

UNKNOWN_VALUE = Kind("FIG030", "unknown-value", Severity.ERROR, """\
A {value} role names a figure or a metric that is not there, or a number format that Python does not know.

Wrong: `` {value}`gap-demo.eror|.2f` ``

Right: `` {value}`gap-demo.error|.2f` ``

Repair: take one of the names that the message lists; they come from the figure's recipe.
""")


class Measured(Protocol):
    """Anything with named measurements."""

    @property
    def metrics(self) -> Mapping[str, float]: ...


class ValueFault(Exception):
    """A {value} role that names nothing; its words say what to do."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def measured(content: str, figures: Mapping[str, Measured]) -> str:
    """The number that `figure-id.metric|format` names, as text; the format is Python's, `.3g` without one.

    Raises:
        ValueFault: where the figure, the metric or the format is unknown.
    """
    name, _, spec = content.partition("|")
    figure_id, _, metric = name.strip().partition(".")
    figure = figures.get(figure_id)
    if figure is None:
        raise ValueFault(f"there is no figure `{figure_id}`", _known("figures", figures))
    if metric not in figure.metrics:
        raise ValueFault(f"the figure `{figure_id}` has no metric `{metric}`", _known("metrics", figure.metrics))
    try:
        return number(figure.metrics[metric], spec.strip() or ".3g")
    except ValueError as error:
        help = "write a format such as `.2f`, `.0%` or `,.0f`"
        raise ValueFault(f"`{spec}` is no number format: {error}", help) from None


def value_faults(lesson: Lesson, figures: Mapping[str, Measured]) -> Iterator[Diagnostic]:
    """The {value} roles of a text that name nothing."""
    for role in lesson.roles:
        if role.name != "value":
            continue
        try:
            measured(role.content, figures)
        except ValueFault as error:
            yield Diagnostic(UNKNOWN_VALUE, UNKNOWN_VALUE.severity, role.span, error.message, error.help)


def _known(kind: str, names: Mapping[str, object]) -> str:
    return f"the {kind} are {', '.join(f'`{name}`' for name in sorted(names))}" if names else f"there are no {kind}"


def in_prose(name: str) -> str:
    """A name within a sentence: a capital that only begins it is lowered, one of an abbreviation is not."""
    first = name.split(" ", 1)[0].split("-", 1)[0]
    return name[:1].lower() + name[1:] if first[1:].islower() or len(first) == 1 < len(name) else name


def number(value: float, spec: str = ".3g") -> str:
    """A number as readers write it: a true minus, and powers of ten instead of `e`."""
    written = format(value, spec).replace("-", "−")
    match = re.fullmatch(r"([+−]?[\d.]+)e([+−]?)0*(\d+)", written)
    if not match:
        return written
    sign = "⁻" if match[2] == "−" else ""
    return f"{match[1]} × 10{sign}{match[3].translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
