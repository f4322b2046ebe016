"""Words in which a bullet says how deep a concept is known or needed, where it was taught and what it is called."""

from __future__ import annotations

import re
from typing import NamedTuple

from builder.importing.structure import cells
from builder.importing.structure.labels import lead, lead_or_colon
from builder.importing.structure.words import bare, stems, unquoted

DEPTHS = r"(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)"

DEPTH_WORD = re.compile(rf"\b{DEPTHS}\b|\bREINFORCED\b|\bNOT TAUGHT\b"
                        r"|(?<=[(\[:—–-])\s*(?i:mentioned|introduced|developed|applied)(?= in\b| at\b|[)\],;]|$)")
"""A depth as running text names it: in capitals, or at the head of what is said behind a name."""

CLUSTER = re.compile(rf"\b{DEPTHS}\b(?:\s*\([^()]*\))?(?:\s*(?:->|→|=>|⇒|–|/|\bto\b|\bor\b|\bthen\b|\bnow\b"
                     rf"|(?<=\w)-(?=\w))\s*{DEPTHS}\b)*", re.IGNORECASE)

_BEFORE_DEPTH = re.compile(rf"\s*(?:[(\[,:|=]|—|–|--|\s-(?=\s)|\bat\b)\s*"
                           rf"(?:[^()\[\]:|—–.]{{0,24}}?(?:\w:\s*)?)(?:{DEPTH_WORD.pattern})")

_THEN = r"\W*(?:depth\W*)?(?:is\W*|at\W*|:\W*)?$"

_NEEDED = re.compile(r"\b(?:required?|requires|needs?|needed|target|minimum|min)\b" + _THEN, re.IGNORECASE)

_HELD = re.compile(r"\b(?:actual|has|have|had|current(?:ly)?|only|taught|available|student)\b" + _THEN, re.IGNORECASE)


class Depths(NamedTuple):
    """The depths that an item states, each as its words."""

    required: str
    actual: str


def roles(text: str) -> Depths:
    """Which depth is required and which one the student has, by the words around them, else by their order."""
    required, actual, free = "", "", list[str]()
    for match in CLUSTER.finditer(text):
        before, after = text[max(match.start() - 30, 0):match.start()], text[match.end():match.end() + 20]
        needed = bool(re.match(r"[\s(]*(?:required|needed)\b", after, re.IGNORECASE))
        held = bool(re.match(r"[\s(]*(?:actual|so far|available)\b", after, re.IGNORECASE))
        if needed or (not held and _NEEDED.search(before)):
            required = required or match[0]
        elif held or _HELD.search(before):
            actual = actual or match[0]
        elif not free or re.search(r"[|/]\W*$", before):
            free.append(match[0])
    required = required or (free.pop(0) if free else "")
    return Depths(required, actual or (free[0] if free else ""))


def says_depth(words: str) -> bool:
    """Whether words say a depth and no more, as `At DEVELOPED depth`."""
    return set(stems(words)) <= _DEPTH_WORDS and bool(cells.depth(words).depth)


_DEPTH_WORDS = frozenset(stems("mentioned introduced developed applied at depth level concepts concept known only to"))


def parts_of(text: str) -> list[str]:
    """The parts of a list in running text, which commas outside brackets, semicolons or `and` set apart."""
    found, depth, start = list[str](), 0, 0
    for match in re.finditer(r"[()]|[,;]\s*(?:and\s+)?|\s+and\s+", text):
        if match[0] in "()":
            depth = max(depth + (1 if match[0] == "(" else -1), 0)
        elif not depth:
            found.append(text[start:match.start()])
            start = match.end()
    return [part.strip(" .") for part in (*found, text[start:]) if part.strip(" .")]


def concept_and_rest(text: str) -> tuple[str, str]:
    """A bullet's concept, without checkbox and depth, and what is said of it."""
    text = re.sub(r"^\[[ xX✓]\]\s*", "", text)
    name, rest = lead(text) if text.startswith(("**", "__")) else ("", "")
    if not name:
        cut = _BEFORE_DEPTH.search(text)
        first = lead_or_colon(text)
        before = text[:cut.start()] if cut else ""
        if cut and before and (not first[0] or len(before) <= len(first[0]) + 1 or "(" not in before):
            name, rest = text[:cut.start()], text[cut.start():]
            name, rest = _shorter(name, rest)
        else:
            name, rest = first if first[0] else (text.split("\n")[0], "")
    name = re.sub(r"\s*[(\[]\s*(?:at\s+)?(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b[^)\]]*[)\]]\s*$", "", name)
    return unquoted(bare(name)).strip(" :,-–—|") or text.strip() or "?", rest.strip(" :,-–—|")


def _shorter(name: str, rest: str) -> tuple[str, str]:
    """A name cut at a dash that stands before the depth, as in `Norm -- lengths of arrows (INTRODUCED)`."""
    head, more = lead(name)
    return (head, f"{more} {rest}".strip()) if head and more else (name, rest)


def said_beside(rest: str) -> str | None:
    """What a bullet says beside depth, source and status, which have fields of their own; None if that is nothing."""
    source = cited(rest)
    left = re.sub(r"\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED|REINFORCED|OK|GAP|MISSING|LATER|NOT TAUGHT)\b"
                  r"|\b(?:required|needed|actual|depth|needs?|has|have|small|medium|large|at|only|so far|student)\b",
                  " ", rest)
    left = re.sub(r"\b(?:from|in|taught in|see|taught)\b", " ", left.replace(source, " ")) if source else left
    return rest if re.search(r"[^\W_]", left) else None


_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)+"

_LESSON = r"(?:[Ll]esson|[Mm]odule|[Ss]eries)\s+\d+(?:\.\d+)*|\d+\.\d+(?:\.\d+)?(?:\s+`?[a-z0-9]+(?:-[a-z0-9]+)*`?)?"


def cited(text: str) -> str | None:
    """The lesson that a bullet names as its source."""
    match = re.search(rf"\b(?:from|in|taught in|see|source:?)\s+(`?{_SLUG}`?|`[a-z0-9]+`|{_LESSON})", text)
    match = match or re.search(rf"(`{_SLUG}`|(?<=\(){_SLUG}(?=\))|\b(?:{_LESSON}))", text)
    return bare(match[1]).strip() if match else None
