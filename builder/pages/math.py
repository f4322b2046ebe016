"""Formulas: LaTeX to MathML at build time, by math-core."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from math_core import LatexError, LatexToMathML

_CONVERTER = LatexToMathML(fancy_error=False, id_prefix="formula-")
_STYLE = re.compile(r'<mtd style="([^"]*)"')
_ERROR = re.compile(r"(\d+): (.*)", re.S)


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
    """A formula as a `<math>` element, with its source as the alternative text; raises `FormulaFault`."""
    try:
        written = _CONVERTER.convert_with_local_state(latex, displaystyle=display)
    except LatexError as error:
        raise _fault(str(error)) from None
    tidy = _STYLE.sub(_cell, written).replace("<mspace/>", "").replace("&ApplyFunction;", "\u2061")
    return tidy.replace("<math", f'<math alttext="{escape(latex.strip())}"', 1)


def _cell(match: re.Match[str]) -> str:
    """A table cell aligned by class: the pages' security policy allows no inline style."""
    side = next((side for side in ("right", "left") if f"text-align: {side}" in match[1]), "")
    return f'<mtd class="{side}"' if side else "<mtd"


def _fault(message: str) -> FormulaFault:
    """math-core writes `offset: message`; the offset counts characters."""
    match = _ERROR.match(message)
    return FormulaFault(int(match[1]), match[2]) if match else FormulaFault(0, message)
