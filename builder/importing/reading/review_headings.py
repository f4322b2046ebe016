"""Which headings begin a review, and the iteration that they state."""

from __future__ import annotations

import re

from builder.importing.structure import cells
from builder.importing.structure.blocks import Section
from builder.importing.structure.words import bare, stems

_ORDINALS = {word: number for number, word in enumerate(("first", "second", "third", "fourth", "fifth"), 1)}

_KINDS = (
    r"lesson|pedagogical|built|build|draft|initial|peer|implementation|quality|final|follow-?up|re|plan|student"
    r"|self|content|fresh[- ]eyes|post|pre|fix|revision|expert|external|internal|design|module|full|latest|"
    + "|".join(_ORDINALS)
)

_PLACE = r"(?:(?:phase|step|part|section)\s+)?[\dIVX]{1,3}[.:)]?\s*(?:[—–:-]+\s*)?"

_REVIEW = re.compile(
    rf"[^\w\[(]*(?:{_PLACE})?(?:(?:{_KINDS})[\s-]*)*"
    r"review(?:er)?(?=$|\s*[—–:#(\[,|-]|\s+(?:iteration|round|pass|cycle|final|of\b|on\b|\d|#))",
    re.IGNORECASE,
)

_ITERATION = re.compile(
    r"(?:iteration|round|review|cycle|pass)\s*#?\s*(\d{1,3})\b(?!-)(?:\s*(?:/|of)\s*(\d{1,3}))?", re.IGNORECASE
)

_OF = re.compile(r"[\[(]\s*(\d{1,2})\s*(?:/|of)\s*(\d{1,2})\b")

_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})\s+(?:\w+\s+)?(?:review|iteration|round|pass)\b", re.IGNORECASE)

_JUDGED = re.compile(
    r"^\W*(?:\w+ )?verdict\b|\[(?:critical|improvement|polish)\]|^\W*(?:critical|improvements?|polish)\W*$",
    re.IGNORECASE | re.MULTILINE,
)

_ABOUT_FIXES = frozenset(stems("fix fixes verification finding resolution change notes"))

_OTHERWISE = re.compile(
    r".*review\w*\s*[-—–:]*\s*(?:notes?|summary|history|findings?|checklist|log|guidelines|criteria|questions?|plan"
    r"|process)\b",
    re.IGNORECASE,
)


def is_review(section: Section) -> bool:
    """Whether a heading begins a review: the word, and then a date, an iteration or nothing."""
    title = bare(section.title)
    if not section.level or section.level > 4:
        return False
    dated = cells.date(title) is not None
    if match := _REVIEW.match(title):
        more = title[match.end() :].strip()
        if (more.startswith(":") or section.level > 2 or re.match(r"on\b|of\b", more)) and more:
            return (
                dated
                or (more.startswith("(") and _judges(section))
                or iteration(title)[0] is not None
                or bool(
                    re.match(r":\s*[^\w]*$", more)
                    or cells.is_verdict(more.strip(" :—–-"))
                    or re.match(r"of (?:the )?(?:built|draft)", more)
                )
            )
        return not _OTHERWISE.match(title)
    words = set(stems(title))
    if dated and re.search(r"\biteration\s*#?\d", title, re.IGNORECASE) and not _ABOUT_FIXES & words:
        return True
    if "review" in words and dated and (title.startswith(cells.date(title) or "-") or _ITERATION.match(title)):
        return True
    return (
        bool(re.match(r"iteration\s*#?\s*\d", title, re.IGNORECASE))
        and ("review" in words or dated)
        and not words & {"fix", "verification", "finding"}
    )


def _judges(section: Section) -> bool:
    """Whether a verdict or severities stand right under a heading."""
    return any(_JUDGED.search(block.raw) for block in section.blocks)


def iteration(title: str) -> tuple[int | None, int | None]:
    """The number of an iteration and of how many it is, as a review's heading states them."""
    found = list(_ITERATION.finditer(title))
    stated = [match for match in found if match[0].lower().startswith(("iteration", "round"))] or found
    number = next((match for match in stated if int(match[1]) > 0), None) or _OF.search(title)
    if number is None:
        word = _ORDINAL.search(title)
        return (_ORDINALS[word[1].lower()] if word else None), None
    return int(number[1]) or None, int(number[2]) or None if number[2] else None
