"""Which headings and lists of a review are about the fixes of earlier findings."""

from __future__ import annotations

import re

from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, Section
from builder.importing.structure.labels import label
from builder.importing.structure.words import stems

_EARLIER = frozenset(stems("previous previously prior earlier last former past original iteration round since carried"))

_THINGS = frozenset(
    stems(
        "fix finding issue item change revision comment improvement polish critical point problem "
        "suggestion review iteration feedback"
    )
)

_CHECKED = frozenset(
    stems(
        "verification verify verified check checked recheck status resolution resolved resolve follow followup "
        "confirmation confirmed applied addressed made implemented closed outcome update disposition became happened "
        "done answered reply response"
    )
)

_ASKED = frozenset(stems("did hold work worked landed"))

_STILL = frozenset(stems("new remaining open outstanding unresolved"))


def names_fixes(title: str, iteration: int | None) -> bool:
    """Whether a heading in a review is about the fixes of earlier findings, in any wording.

    Args:
        title: the heading.
        iteration: the number of the review that it stands in; `Iteration 2 Findings` in review 2 are its own.
    """
    words = set(stems(title))
    if words & _STILL and not words & {"fix", "fixe", "verification"}:
        return False
    if words & {"fix", "fixe", "revision", "change"} and words & (_CHECKED | _EARLIER | _ASKED):
        return True
    if re.fullmatch(
        r"\W*(?:the )?(?:fixe?s|verification|resolutions?|(?:looked at|checked|seen|read|tested) (?:\w+ )?again)\W*",
        title,
        re.IGNORECASE,
    ):
        return True
    cited = re.search(r"\b(?:iteration|review|round)\s*#?(\d{1,3})\b", title, re.IGNORECASE)
    if "iteration" in words and not words & _CHECKED and cited and iteration and int(cited[1]) >= iteration:
        return False
    if words & _CHECKED and cited and int(cited[1]) < (iteration or 1000):
        return True
    return bool(
        (words & _EARLIER and words & _THINGS - {"review"} - (set() if words & _CHECKED else {"iteration"}))
        or (words & _EARLIER and words & _CHECKED and words & {"review", "iteration"})
        or (words & _CHECKED and words & _THINGS - {"review"})
    )


def looks_verified(section: Section) -> bool:
    """Whether a heading beside that of the verification is one of its items: it names an outcome, or a line does."""
    if cells.outcome(section.title) or re.match(r"\W*fix\s*#?\d", section.title, re.IGNORECASE):
        return True
    pairs = [label(line) for block in section.blocks[:3] for line in block.raw.split("\n")[:3]]
    return any(
        pair and pair[0].casefold() in ("status", "resolution", "outcome") and cells.outcome(pair[1].upper())
        for pair in pairs
    )


def looks_back(section: Section) -> bool:
    """Whether a heading that numbers a finding stands over words that begin with what became of it."""
    first = section.blocks[0].raw if section.blocks else ""
    return bool(re.match(r"\W*(?:finding|issue|item|fix)\s*#?\d", section.title, re.IGNORECASE) and re.match(
        r"\W*(?:verified|resolved|fixed|addressed|partially \w+|partly \w+|not (?:yet )?\w+ed|still (?:open|present)"
        r"|unresolved)\s*(?:[:.,;—–-]|$)", first, re.IGNORECASE | re.MULTILINE))


_RESOLUTION = re.compile(r"\b(?:(?:UN|NOT |PARTIALLY )?RESOLVED|(?:NOT |PARTIALLY )?FIXED|NOT ADDRESSED)\b")


def lists_outcomes(block: Block) -> bool:
    """Whether every bullet of a list says that something was resolved or not."""
    return bool(block.items) and all(_RESOLUTION.search(item.text) for item in block.items)
