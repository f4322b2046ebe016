"""Formulas: LaTeX to MathML at build time, by math-core."""

from __future__ import annotations

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

_CONVERTER = LatexToMathML(fancy_error=False, id_prefix="formula-")
_ERROR = re.compile(r"(\d+): (.*)", re.S)
_STYLE = re.compile(r' style="([^"]*)"')
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_DISPLAY = re.compile(r' displaystyle="\w+"')
_SHIFT = re.compile(r"margin-left:-0?\.(\d)")
_SIDE = re.compile(r"text-align: (left|right)")


class FormulaFault(Exception):
    """A formula that is not LaTeX as math-core knows it.

    Attributes:
        offset: the character of the formula at which reading stopped, from 0.
        message: what was wrong.
    """

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message


@lru_cache(maxsize=4096)
def mathml(latex: str, display: bool = False) -> str:
    """A formula as a `<math>` element; raises `FormulaFault`."""
    try:
        written = _CONVERTER.convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        raise _fault(str(error)) from None
    return _tidy(written)


def _tidy(written: str) -> str:
    """MathML Core as validators know it, with classes for styles: the pages' security policy allows none inline."""
    bare = written.replace("<mspace/>", "").replace("&ApplyFunction;", "\u2061").replace("&InvisibleTimes;", "\u2062")
    bare = bare.replace(' scriptlevel="0"', "")
    styled = _styled(bare) if " displaystyle=" in bare else bare
    return _STYLE.sub(_classed, styled) if " style=" in styled else styled


def _styled(written: str) -> str:
    """Each element with a `displaystyle` that only math, mstyle and mtable may have, put into an mstyle that has it."""
    open_tags: list[bool] = []

    def one(match: re.Match[str]) -> str:
        closing, tag, rest = match.groups()
        if closing:
            return match[0] + ("</mstyle>" if open_tags.pop() else "")
        display = _DISPLAY.search(rest) if tag not in ("math", "mstyle", "mtable") else None
        if not rest.endswith("/"):
            open_tags.append(display is not None)
        return f"<mstyle{display[0]}><{tag}{_DISPLAY.sub('', rest)}>" if display else match[0]

    return _TAG.sub(one, written)


def _classed(match: re.Match[str]) -> str:
    """The class for an inline style: a cell's side, or a step back of 1, 2 or 3 tenths of an em; others are dropped."""
    if side := _SIDE.search(match[1]):
        return f' class="{side[1]}"'
    if shift := _SHIFT.search(match[1]):
        return f' class="back-{min(max(int(shift[1]), 1), 3)}"'
    return ""


def _fault(message: str) -> FormulaFault:
    """math-core writes `offset: message`; the offset counts characters."""
    match = _ERROR.match(message)
    return FormulaFault(int(match[1]), match[2]) if match else FormulaFault(0, message)
