"""Titles and labels at the head of bullets and paragraphs: `**Title:** text`, `"belief" -- text`, `Label: value`."""

from __future__ import annotations

import re
from collections.abc import Callable

from builder.importing.structure.words import DASH

_BOLD_LEAD = re.compile(r"(?:\*\*|__)(?P<lead>.+?)(?P<colon>:?)(?:\*\*|__)(?P<after>\s*(?::|—|–|--+|-"
                        r"|\.)?\s*)(?P<rest>.*)$",
                        re.DOTALL)

_QUOTED_LEAD = re.compile(r"(?P<lead>[\"“][^\"”\n]+[\"”](?:\s*\([^)\n]*\))?)\s*(?::|—|–|--+|->|→"
                          r"|-(?=\s))\s*(?P<rest>.*)$",
                          re.DOTALL)

_COLON_LEAD = re.compile(r"(?P<lead>[^\n:.!?\"“]{1,60}):\s+(?P<rest>.+)$", re.DOTALL)


def lead(text: str) -> tuple[str, str]:
    """A bullet's title and the rest: what is bold, quoted or stands before a dash; no title gives ("", text)."""
    text = text.strip()
    if match := _BOLD_LEAD.match(text):
        return match["lead"].strip(), match["rest"].strip()
    if match := _QUOTED_LEAD.match(text):
        return match["lead"].strip(), match["rest"].strip()
    first, _, more = text.partition("\n")
    parts = DASH.split(first, maxsplit=1)
    if len(parts) == 2 and parts[0].strip() and parts[1].strip() and parts[0].count("(") == parts[0].count(")"):
        return parts[0].strip(), "\n".join([parts[1].strip(), more]).strip()
    return "", text


def lead_or_colon(text: str) -> tuple[str, str]:
    """As `lead`, and what stands before a colon counts, too."""
    title, rest = lead(text)
    if not title and (match := _COLON_LEAD.match(text.strip())):
        return match["lead"].strip(), match["rest"].strip()
    return title, rest


_MARK = r"(?:\*{1,2}|_{1,2})"
_LABEL = re.compile(rf"\s*(?:>\s*)?{_MARK}(?P<a>[^*\s][^*\n]{{0,120}}?)(?::\s*{_MARK}|{_MARK}\s*:)\s*(?P<rest>.*)$")

_PLAIN_LABEL = re.compile(r"\s*(?:>\s*)?(?P<a>[A-Za-z][A-Za-z0-9 /'’()-]{1,40}):(?:\s+(?P<rest>.*)|\s*)$")

_BOLD_LINE = re.compile(r"\s*(?:\*\*|__)(?P<a>[^*\n]{1,120}?)(?:\*\*|__)\s*$")


def label(line: str) -> tuple[str, str] | None:
    """The label of a line such as `**Location:** section 4`, and what follows it."""
    match = _LABEL.match(line)
    if match:
        return match["a"].strip(), match["rest"].strip()
    bold = _BOLD_LINE.match(line)
    return (bold["a"].strip().rstrip(":"), "") if bold else None


def plain_label(line: str) -> tuple[str, str] | None:
    """The label of a line such as `Location: section 4`, bold or not."""
    found = label(line)
    if found:
        return found
    match = _PLAIN_LABEL.match(line)
    return (match["a"].strip(), (match["rest"] or "").strip()) if match else None


def label_alone(text: str) -> str:
    """The label that is all of a paragraph, bold, italic or with a colon behind it; empty where it is none."""
    text = text.strip()
    if len(text) > 140 or "\n" in text:
        return ""
    if pair := label(text):
        return "" if pair[1] else pair[0]
    italic = re.fullmatch(r"([*_])([^*_]+)\1:?", text)
    return italic[2].rstrip(":") if italic else text[:-1] if text.endswith(":") and len(text) < 100 else ""


def bold_runs(text: str) -> list[str]:
    """A paragraph cut before each line that begins in bold; whole where its first line does not."""
    runs: list[str] = []
    for line in text.split("\n"):
        if line.startswith(("**", "__")) and (not runs or runs[0].startswith(("**", "__"))):
            runs.append(line)
        elif runs:
            runs[-1] += f"\n{line}"
        else:
            runs.append(line)
    return runs


def label_runs(text: str, known: Callable[[str], object] | None = None) -> list[tuple[str, str]]:
    """The labels of a paragraph that begins with one, each with the lines up to the next.

    Args:
        text: the paragraph.
        known: which labels count where they are not bold; without it none.
    """
    runs: list[tuple[str, str]] = []
    for line in text.split("\n"):
        pair = label(line)
        if pair is None and known and (plain := plain_label(line)) and known(plain[0]):
            pair = plain
        if pair and (known is None or known(pair[0])):
            runs.append(pair)
        elif not runs:
            return []
        else:
            runs[-1] = (runs[-1][0], f"{runs[-1][1]}\n{line}".strip())
    return runs
