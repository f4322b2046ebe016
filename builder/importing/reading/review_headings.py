"""Which headings begin a review, and the iteration that they state."""

from __future__ import annotations

import re

from builder.importing.structure import cells
from builder.importing.structure.blocks import Section
from builder.importing.structure.words import bare, stems

_REVIEW = re.compile(
    r"(?:(?:lesson|pedagogical|built|build|draft|initial|peer|implementation|quality|final|follow-?up|re|plan|student|first|second|third|self|content"
    r"|fresh[- ]eyes)[\s-]*)*"
    r"review(?:er)?(?=$|\s*[—–:#(\[,|-]|\s+(?:iteration|round|pass|cycle|final|of\b|on\b|\d|#))", re.IGNORECASE)

_ITERATION = re.compile(r"(?:iteration|round|review|cycle|pass)\s*#?\s*(\d{1,3})(?:\s*(?:/|of)\s*(\d{1,3}))?",
                        re.IGNORECASE)


_ABOUT_FIXES = frozenset(stems("fix fixes verification finding resolution change notes"))


def is_review(section: Section) -> bool:
    """Whether a heading begins a review: the word, and then a date, an iteration or nothing."""
    title = bare(section.title)
    if not section.level or section.level > 4:
        return False
    if match := _REVIEW.match(title):
        if (title[match.end():].lstrip().startswith(":") or section.level > 2) and title[match.end():].strip():
            return cells.date(title) is not None or bool(_ITERATION.search(title))
        return not re.match(r".*review\w*\s*[-—–:]*\s*(?:notes?|summary|history|findings?|checklist|log|guidelines"
                            r"|criteria)\b",
                            title, re.IGNORECASE)
    dated = cells.date(title) is not None
    if dated and re.search(r"\biteration\s*#?\d", title, re.IGNORECASE) and not _ABOUT_FIXES & set(stems(title)):
        return True
    words = set(stems(title))
    if "review" in words and dated and (title.startswith(cells.date(title) or "-") or _ITERATION.match(title)):
        return True
    return bool(re.match(r"iteration\s*#?\s*\d", title, re.IGNORECASE)) and (
        "review" in words or dated) and not words & {"fix", "verification", "finding"}


def iteration(title: str) -> tuple[int | None, int | None]:
    """The number of an iteration and of how many it is, as a review's heading states them."""
    found = list(_ITERATION.finditer(title))
    stated = [match for match in found if match[0].lower().startswith(("iteration", "round"))] or found
    number = next((match for match in stated if int(match[1]) > 0 and len(match[1]) < 4), None)
    if number is None:
        return None, None
    return int(number[1]), int(number[2]) or None if number[2] else None
