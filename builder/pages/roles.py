"""Roles: small marked words such as {value}`gap.error|.2f`, each a function from its content to HTML."""

from __future__ import annotations

from collections.abc import Callable

from builder.pages.html import element, text
from builder.pages.math import FormulaFault, mathml
from builder.pages.sheet import Sheet
from builder.values import ValueFault, in_prose, measured


def role(name: str, content: str, sheet: Sheet) -> str:
    """A role as HTML; an unknown one shows its content."""
    return ROLES.get(name, _unknown)(content, sheet)


def fault(words: str, title: str) -> str:
    """Words that are not what they should be, marked for the eye of the author."""
    return element("mark", {"class": "fault", "title": title}, text(words))


def value(sheet: Sheet, content: str) -> str:
    """A measured number."""
    try:
        return element("span", {"class": "value"}, text(measured(content, sheet.figures)))
    except ValueFault as error:
        return fault(content, error.message)


def concept(sheet: Sheet, content: str) -> str:
    """A concept's name, or the words that stand for it, with a link to its page."""
    name, _, words = content.partition("|")
    target = sheet.targets.get(f"concept:{name.strip()}")
    if target is None:
        return text(words or name) if words else fault(content, "no such concept")
    return element("a", {"class": "term", "href": sheet.root + target.path}, text(words or in_prose(target.title)))


def _math(content: str, sheet: Sheet) -> str:
    try:
        return mathml(content, False)
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
    "value": lambda content, sheet: sheet.later(value, content),
    "concept": lambda content, sheet: sheet.later(concept, content), "math": _math, "kbd": _kbd, "abbr": _abbr,
}
