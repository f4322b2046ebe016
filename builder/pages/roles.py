"""Roles: small marked words such as {value}`gap.error|.2f`, each a function from its content to HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from builder.pages.html import element, text
from builder.pages.math import FormulaFault, mathml
from builder.pages.sheet import Figure, Sheet


class ValueFault(Exception):
    """A {value} role that names nothing; its words say what to do."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


def role(name: str, content: str, sheet: Sheet) -> str:
    """A role as HTML; an unknown one shows its content."""
    return ROLES.get(name, _unknown)(content, sheet)


def fault(words: str, title: str) -> str:
    """Words that are not what they should be, marked for the eye of the author."""
    return element("mark", {"class": "fault", "title": title}, text(words))


def measured(content: str, figures: Mapping[str, Figure]) -> str:
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
        raise ValueFault(f"`{spec}` is no number format: {error}", "write a format such as `.2f`, `.0%` or `,.0f`") from None


def _known(kind: str, names: Mapping[str, object]) -> str:
    return f"the {kind} are {', '.join(f'`{name}`' for name in sorted(names))}" if names else f"there are no {kind}"


def number(value: float, spec: str = ".3g") -> str:
    """A number as readers write it: a true minus, and powers of ten instead of `e`."""
    written = format(value, spec).replace("-", "−")
    match = re.fullmatch(r"(−?[\d.]+)e([+−]?)0*(\d+)", written)
    if not match:
        return written
    sign = "⁻" if match[2] == "−" else ""
    return f"{match[1]} × 10{sign}{match[3].translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def _value(content: str, sheet: Sheet) -> str:
    try:
        return element("span", {"class": "value"}, text(measured(content, sheet.figures)))
    except ValueFault as error:
        return fault(content, error.message)


def _concept(content: str, sheet: Sheet) -> str:
    name, _, words = content.partition("|")
    target = sheet.targets.get(f"concept:{name.strip()}")
    if target is None:
        return text(words or name) if words else fault(content, "no such concept")
    return element("a", {"class": "term", "href": sheet.root + target.path}, text(words or target.title.lower()))


def _math(content: str, sheet: Sheet) -> str:
    try:
        return mathml(content)
    except FormulaFault as error:
        return fault(content, error.message)


def _kbd(content: str, sheet: Sheet) -> str:
    return element("kbd", None, text(content))


def _abbr(content: str, sheet: Sheet) -> str:
    """An abbreviation and what it stands for: {abbr}`ELBO (evidence lower bound)`."""
    short, _, long = content.rstrip(")").partition("(")
    return element("abbr", {"title": long.strip() or None}, text(short.strip()))


def _unknown(content: str, sheet: Sheet) -> str:
    return fault(content, "unknown role")


ROLES: dict[str, Callable[[str, Sheet], str]] = {
    "value": _value, "concept": _concept, "math": _math, "kbd": _kbd, "abbr": _abbr,
}
