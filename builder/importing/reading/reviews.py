"""Reviews: summary, verdict, findings, the look at earlier fixes, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.importing.kinds import FIX_BY_PLACE, REVIEW_ORDER
from builder.importing.oddities import Oddities
from builder.importing.reading import finding_heads
from builder.importing.reading.regions import PLAN
from builder.importing.reading.review_headings import is_review
from builder.importing.reading.review_parts import PARTS
from builder.importing.reading.review_reader import ReviewReader
from builder.importing.reading.rows import Data
from builder.importing.structure.blocks import Section
from builder.importing.structure.words import Names, name_key, slug, stems


def split(sections: Sequence[Section]) -> tuple[list[Section], list[list[Section]]]:
    """A document's sections without its reviews, and the sections of each review.

    A review reaches to the next heading of its own level or above that names no part of a review; what stands among
    its parts and is of the plan goes to the plan.
    """
    plan, reviews, current = list[Section](), list[list[Section]](), None
    whole, aside = _whole(sections), 0
    for section in sections:
        aside = aside if aside and section.level > aside else 0
        if current is not None and (aside or _of_the_plan(section, current[0])):
            aside = aside or section.level
            plan.append(section)
        elif section is whole:
            current = [section]
            reviews.append(current)
            name = re.sub(r"^\W*(?:lesson\s+)?reviews?\s+(?:of|for)\s+", "", section.title, flags=re.IGNORECASE)
            plan.append(Section(section.level, name, section.line, parents=section.parents))
        elif is_review(section) and not (current and section.level > current[0].level + 1):
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


_NEVER_REVIEWED = frozenset(("outline", "scope", "connections", "narrative"))


def _of_the_plan(section: Section, review: Section) -> bool:
    """Whether a heading within a review begins a part of the plan: one that reviews never restate, or an added one."""
    name, added = re.subn(r"\s*\((?:added|amended|moved)\b[^()]*\)\s*$", "", section.title, flags=re.IGNORECASE)
    key = PLAN.exact(name) if section.level == review.level + 1 and not PARTS.find(name) else None
    return key in _NEVER_REVIEWED or (key is not None and added > 0)


def _whole(sections: Sequence[Section]) -> Section | None:
    """The title of a document that is a single review: it says so, and the headings under it are parts of one."""
    title = next((section for section in sections if section.level), None)
    if title is None or "review" not in stems(title.title) or any(is_review(section) for section in sections):
        return None
    keys = {PARTS.find(section.title) for section in sections if section is not title}
    return title if {"verdict", "findings"} & keys else None


def _goes_on(section: Section) -> bool:
    """Whether a heading beside a review's belongs to it all the same."""
    if finding_heads.head(section.title) or finding_heads.group(section.title):
        return True
    key = PARTS.find(section.title)
    return key is not None and not (PLAN.exact(section.title) and key in ("summary", "notes"))


def read_reviews(groups: Sequence[Sequence[Section]], lesson: str, odd: Oddities) -> list[Data]:
    """A lesson's reviews, each with its findings named uniquely within the lesson."""
    names = Names()
    found: list[Data] = []
    earlier: dict[str, str] = {}
    for group in groups:
        review = ReviewReader(group, lesson, odd).read()
        for finding in review.get("findings", []):
            finding["id"] = names.take(slug(finding["title"], 8) or "finding")
        _link(review, earlier, found[-1].get("findings", []) if found else [], odd)
        earlier.update(_named(review.get("findings", [])))
        found.append(review)
    _check_order(groups, found, odd)
    return found


def join(reviews: list[Data], more: list[Data], odd: Oddities) -> list[Data]:
    """A lesson's reviews with those of a further document, by their days where all state one, and linked anew."""
    found = [*reviews, *more]
    if all(review.get("date") for review in found):
        found.sort(key=lambda review: str(review["date"]))
    relink(found, more, odd)
    return found


def relink(reviews: Sequence[Data], fresh: Sequence[Data], odd: Oddities) -> None:
    """Name the findings of those reviews that are fresh apart from the others', and link their looks at fixes.

    Args:
        reviews: a lesson's reviews in their order.
        fresh: those among them that came from another document.
        odd: takes note of links that are not certain.
    """
    others = [review for review in reviews if not any(review is one for one in fresh)]
    names = Names(finding["id"] for review in others for finding in review.get("findings", ()))
    earlier: dict[str, str] = {}
    previous: list[Data] = []
    for review in reviews:
        if any(review is one for one in fresh):
            for finding in review.get("findings", ()):
                finding["id"] = names.take(finding["id"])
            for item in review.get("verification", ()):
                item.pop("finding", None)
            _link(review, earlier, previous, odd)
        previous = list(review.get("findings", ()))
        earlier.update(_named(previous))


def _check_order(groups: Sequence[Sequence[Section]], found: list[Data], odd: Oddities) -> None:
    last = 0
    for group, review in zip(groups, found, strict=True):
        number = review.get("iteration")
        if number is not None and number != last + 1:
            odd.note(
                REVIEW_ORDER,
                group[0].line,
                f"iteration {number} follows iteration {last}",
                "the reviews are numbered by their order in the document",
            )
        last = number or last + 1


def _link(review: Data, names: dict[str, str], previous: list[Data], odd: Oddities) -> None:
    """Point each look at a fix to the earlier finding that it is about.

    That is the one of the same words; else the one whose number is cited and some of whose words are shared.  Where
    as many looks remain as weighty findings of the review before, they belong together in their order: that is said.
    """
    looks = review.get("verification", [])
    for item in looks:
        title = item.get("title", "")
        match = _CITED.match(title)
        key = name_key(title[match.end() :] if match else title)
        number = int(match[1]) if match and match[1] else 0
        if key in names:
            item["finding"] = names[key]
        elif 0 < number <= len(previous) and _shared(title, _words_of(previous[number - 1])) > 1:
            item["finding"] = previous[number - 1]["id"]
    linked = {item.get("finding") for item in looks}
    free = [item for item in looks if "finding" not in item]
    open_ = [one for one in previous if one["id"] not in linked and one["severity"] != "POLISH"]
    if free and len(free) == len(open_):
        for item, finding in zip(free, open_, strict=True):
            item["finding"] = finding["id"]
            words = str(item.get("title") or item.get("text", ""))
            odd.note(
                FIX_BY_PLACE,
                item.get("_line", 1),
                f"the look at `{words[:60]}` was taken for `{finding['id']}` by its place",
                "check `finding` in the review's file",
            )


def _named(findings: Sequence[Data]) -> dict[str, str]:
    """The ids of findings by their titles."""
    return {name_key(finding["title"]): finding["id"] for finding in findings}


def _words_of(finding: Data) -> str:
    """A finding's title and what is said of mending it."""
    return " ".join(str(finding.get(key, "")) for key in ("title", "suggested_fix"))


_CITED = re.compile(r"\W*(?:fix|finding|issue|item)?\s*#?(\d{1,3})?\s*[:.)—–-]*\s*", re.IGNORECASE)


def _shared(left: str, right: str) -> int:
    """How many words of some length two titles share."""
    return len({word for word in stems(left) if len(word) > 3} & set(stems(right)))
