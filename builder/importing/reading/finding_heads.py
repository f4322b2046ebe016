"""Headings of findings in any wording: their numbers and tags, their severity, their title."""

from __future__ import annotations

import re
from typing import NamedTuple

from builder.importing.structure import cells
from builder.importing.structure.words import bare

_DECORATION = r"[^\w\[(\"“'‘`<*~$\\]*"

_ORDINAL = r"\d{1,3}(?:\.\d{1,3})*[a-z]?|[A-Z]{1,2}-?\d{1,3}"

_THING = r"(?:finding|issue|item|problem)"

_FRESH = r"(?:new|remaining|open|carried over|reopened)"

_TAG = re.compile(
    rf"{_DECORATION}(?:[\[(]\s*(?:{_THING}\s*)?#?(?P<boxed>{_ORDINAL}|{_FRESH}|x)?\s*[\])]"
    rf"|(?:{_FRESH}\s+)?{_THING}\b\s*#?(?P<named>{_ORDINAL})?\s*(?:[.):—–-]+|(?=[\[(]))"
    rf"|#?(?P<bare>{_ORDINAL})\s*(?:[.):—–]+|-+(?=\s)|(?=[\[(]))"
    rf"|{_FRESH}\s*(?::|[—–-]+(?=\s)))\s*",
    re.IGNORECASE,
)

_BOXED = re.compile(
    rf"{_DECORATION}[\[(]\s*(?:severity\s*:?\s*|new\s+)?(?P<severity>{cells.SEVERITY})\b[^\])\n]{{0,40}}?[\])]",
    re.IGNORECASE,
)

_PLAIN = re.compile(
    rf"{_DECORATION}(?P<severity>{cells.SEVERITY})\b"
    rf"(?P<number>\s*(?:{_THING}\s*)?[-#]?\s*\d{{1,3}}[a-z]?\b)?(?:\s*\([^()\n]{{0,40}}\))?"
    r"\s*(?P<sep>:|—|–|--+|-(?=\s)|\.(?=\s)|$)?\s*",
    re.IGNORECASE,
)

_TAIL = re.compile(
    rf"(?P<title>.+?)\s*(?:[—–-]+\s*)?[\[(]\s*(?:severity\s*:?\s*)?(?P<severity>{cells.SEVERITY})\s*[\])]\W*$",
    re.IGNORECASE,
)

_LAST = re.compile(r"(?P<title>.+?)\s*(?:[—–:]|\s-+)\s*(?P<severity>CRITICAL|IMPROVEMENT|POLISH)\W*$")

_GROUP = re.compile(
    rf"\W*(?:new\s+|remaining\s+|open\s+)?(?P<severity>{cells.SEVERITY})s?(?:[- ]level)?"
    r"(?:\s+(?:findings?|issues?|items?|points?|fixes|problems?|suggestions?))?"
    r"\s*(?:[(:—–-]+\s*(?:\d+|none)?(?:\s+(?:findings?|issues?|items?))?\s*\)?)?\W*$",
    re.IGNORECASE,
)

_THINGS = r"(?:findings?|issues?|items?|problems?|points?|fix(?:es)?|ones?)"

_STILL = (
    r"(?:found|new|open|left|here|more|else|yet|remain(?:s|ing)?|at all|so far|this time|of note|in this"
    r"|to (?:report|fix|note|add))"
)

NOTHING = re.compile(
    rf"\W*(?:(?:none|nothing)(?:\s+{_STILL}\b.{{0,60}}|\s*[(.,;:—–-].{{0,60}})?|n/?a"
    rf"|no(?:\s+(?:new|critical|improvement|polish|major|minor|open|further|more|remaining|other|level))*"
    rf"(?:\s+{_THINGS}\b.{{0,60}})?)?\W*",
    re.IGNORECASE,
)
"""What stands where there is nothing: no word, a dash, `None found`, `No new findings`."""

_NUMBER = re.compile(
    rf"\W*(?:\d+|zero)(?:\s*(?:[(,;:|—–-]|\.(?!\d)).{{0,60}}|\s+(?:new|open|remaining|{_THINGS})\b.{{0,60}})?\W*",
    re.IGNORECASE,
)

_SEAM = re.compile(r"(?:[\s:—–→>]|-+(?=\s)|\.(?=\s)|[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff])+")

_CODES = {"C": "CRITICAL", "I": "IMPROVEMENT", "P": "POLISH"}

MARKS = {
    mark: severity
    for marks, severity in (("🔴🟥", "CRITICAL"), ("🟠🟡🟧🟨", "IMPROVEMENT"), ("🟢🔵⚪🟩🟦", "POLISH"))
    for mark in marks
}
"""Coloured signs that stand for a severity."""


class Head(NamedTuple):
    """A finding's heading: its severity, its title, and the word that the severity was written with."""

    severity: str
    title: str
    word: str


def head(text: str, firm: bool = True, coded: bool = False) -> Head | None:
    """A finding's heading taken apart; None where the text is none.

    Args:
        text: a heading, a bold line or the beginning of a bullet.
        firm: whether a severity without brackets needs a separator or number behind it.
        coded: whether `C1`, `I2`, `P3` and coloured signs count as severities, too.
    """
    plain = bare(text.split("\n")[0])
    at, code = _tags(plain)
    if boxed := _BOXED.match(plain, at):
        return _head(boxed["severity"], plain[_tags(plain, boxed.end(), boxed=True)[0] :])
    match = _PLAIN.match(plain, at)
    if match and (match["sep"] or match["number"] or (not firm and match["severity"].isupper())):
        title = plain[match.end() :]
        return None if is_nothing(title) else _head(match["severity"], title)
    if tail := _TAIL.match(plain, at) or _LAST.match(plain, at):
        return _head(tail["severity"], tail["title"])
    return _coded(plain, at, code) if coded else None


def _tags(text: str, at: int = 0, boxed: bool = False) -> tuple[int, str]:
    """Where a heading's numbers and tags end, as `Finding 2:`, `[P1]` or `[NEW]`, and the code among them."""
    code = ""
    for _ in range(4):
        match = _TAG.match(text, at)
        if not match or (boxed and text[match.end() - 1 : match.end()] not in "]) "):
            break
        at, code = match.end(), code or match["boxed"] or match["named"] or match["bare"] or ""
    return at, code


def _coded(plain: str, at: int, code: str) -> Head | None:
    """A heading whose severity is a letter before its number, or a colour."""
    letter = _CODES.get(code[0]) if re.fullmatch(r"[A-Z]-?\d+", code) else None
    word = letter or next((MARKS[sign] for sign in plain[:3] if sign in MARKS), "")
    return None if is_nothing(plain[at:]) or group(plain) else _head(word, plain[at:])


def _head(word: str, title: str) -> Head | None:
    severity = cells.severity(word)
    title = _joined(title)
    return Head(severity.value, title, word) if severity and title.strip(".") else None


def _joined(title: str) -> str:
    """A title without the marks that joined it to what stood before."""
    match = _SEAM.match(title)
    return (title[match.end() :] if match else title).rstrip(" :—–-")


def is_nothing(text: str) -> bool:
    """Whether words behind a severity say that there is none, or only how many there are."""
    return bool(NOTHING.fullmatch(text) or _NUMBER.fullmatch(text))


def plain_title(text: str) -> str:
    """A heading's words without its numbers and tags."""
    plain = bare(text)
    return _joined(plain[_tags(plain)[0] :])


def group(text: str) -> str | None:
    """The severity that a heading over several findings names."""
    match = _GROUP.match(bare(text))
    severity = cells.severity(match["severity"]) if match else None
    return severity.value if severity else None
