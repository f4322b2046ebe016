"""Reviews: summary, verdict, findings, the look at earlier fixes, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.importing.kinds import REVIEW_ORDER
from builder.importing.oddities import Oddities
from builder.importing.reading import findings
from builder.importing.reading.regions import PLAN
from builder.importing.reading.review_headings import is_review
from builder.importing.reading.review_reader import PARTS, ReviewReader
from builder.importing.reading.rows import Data
from builder.importing.structure.blocks import Section
from builder.importing.structure.words import Names, name_key, slug, stems


def split(sections: Sequence[Section]) -> tuple[list[Section], list[list[Section]]]:
    """A document's sections without its reviews, and the sections of each review.

    A review reaches to the next heading of its own level or above that names no part of a review.
    """
    plan, reviews, current = list[Section](), list[list[Section]](), None
    for section in sections:
        if is_review(section) and not (current and section.level > current[0].level + 1):
            if current and len(current) == 1 and not current[0].blocks and section.level > current[0].level:
                reviews.pop()
            current = [section]
            reviews.append(current)
        elif current is not None and (section.level > current[0].level or _goes_on(section)):
            current.append(section)
        else:
            current = None
            plan.append(section)
    return plan, reviews


def _goes_on(section: Section) -> bool:
    """Whether a heading beside a review's belongs to it all the same."""
    if findings.head(section.title) or findings.group(section.title):
        return True
    key = PARTS.find(section.title)
    return key is not None and not (PLAN.exact(section.title) and key in ("summary", "notes"))


def read_reviews(groups: Sequence[Sequence[Section]], lesson: str, odd: Oddities) -> list[Data]:
    """A lesson's reviews, each with its findings named uniquely within the lesson."""
    names = Names()
    found: list[Data] = []
    earlier: list[Data] = []
    for group in groups:
        review = ReviewReader(group, lesson, odd).read()
        for finding in review.get("findings", []):
            finding["id"] = names.take(slug(finding["title"], 8) or "finding")
        _link(review, earlier, found[-1].get("findings", []) if found else [])
        earlier.extend(review.get("findings", []))
        found.append(review)
    _check_order(groups, found, odd)
    return found


def _check_order(groups: Sequence[Sequence[Section]], found: list[Data], odd: Oddities) -> None:
    last = 0
    for group, review in zip(groups, found, strict=True):
        number = review.get("iteration")
        if number is not None and number != last + 1:
            odd.note(REVIEW_ORDER, group[0].line, f"iteration {number} follows iteration {last}",
                     "the reviews are numbered by their order in the document")
        last = number or last + 1


def _link(review: Data, earlier: list[Data], previous: list[Data]) -> None:
    """Point each look at a fix to the earlier finding of the same words, or of the number that it cites.

    A number counts only where the two titles share words of their own, so that no guess is asserted.
    """
    names = {name_key(finding["title"]): finding["id"] for finding in earlier}
    for item in review.get("verification", []):
        match = _CITED.match(item.get("title", ""))
        title = item.get("title", "")
        key = name_key(title[match.end():] if match else title)
        number = int(match[1]) if match and match[1] else 0
        if key in names:
            item["finding"] = names[key]
        elif 0 < number <= len(previous) and _shared(item.get("title", ""), previous[number - 1]["title"]) > 1:
            item["finding"] = previous[number - 1]["id"]


_CITED = re.compile(r"\W*(?:fix|finding|issue|item)?\s*#?(\d{1,3})?\s*[:.)—–-]*\s*", re.IGNORECASE)


def _shared(left: str, right: str) -> int:
    """How many words of some length two titles share."""
    return len({word for word in stems(left) if len(word) > 3} & set(stems(right)))
