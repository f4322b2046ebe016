"""The parser's rules that a text can do without, told by the signs that it does not hold.

Every rule is asked about every line, or at every mark in a line, and answers no at once where its sign is missing; not
to ask saves an eighth of parsing.  A sign may stand where its rule does not count, never the other way round.
"""

from __future__ import annotations

import re

_SIGNS: dict[str, re.Pattern[str]] = {name: re.compile(sign) for name, sign in {
    "table": r"\|", "math_block": r"\$\$", "fence": r"`{3}|~{3}", "blockquote": r"\n[^A-Za-z\n]*>", "reference": r"\]:",
    "heading": r"\n[^A-Za-z\n]*#", "list": r"\n[^A-Za-z\n]*(?:[-+*]|\d[.)])(?:\s|\Z)",
    "lheading": r"\n[^A-Za-z\n]*[=-][ \t]*(?:\n|\Z)", "deflist": r"\n[^A-Za-z\n]*[:~][ \t]",
    "math_inline": r"\$", "escape": r"\\", "myst_role": r"\}`", "backticks": "`", "strikethrough": "~~",
    "emphasis": r"[*_]", "balance_pairs": r"[*_]|~~", "link": r"\[", "image": r"!\[", "autolink": "<", "entity": "&",
    "github-tasklists": r"\[[ xX]\]", "text_join": r"[\\&]",
}.items()}
"""What a text must hold for a rule to find something in it; a line's beginning stands behind a line's end."""

_NOTES = ("footnote_def", "footnote_inline", "footnote_ref", "footnote_tail")


def idle(text: str) -> frozenset[str]:
    """The rules that find nothing in a text; of a text with footnotes, in which lines begin anew, nothing is said."""
    if "[^" in text or "^[" in text:
        return frozenset()
    matter = text.find("\n---\n", 3) + 4 if text.startswith("---\n") else 0
    body = f"\n{text[max(matter, 0):]}"
    return frozenset(name for name, sign in _SIGNS.items() if not sign.search(body)).union(_NOTES)
