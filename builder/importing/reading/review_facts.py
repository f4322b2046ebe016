"""What a review says of itself: verdict, numbers of findings, iteration, day and reviewer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.importing.kinds import COUNTS_DISAGREE, UNREAD_VERDICT
from builder.importing.reading.review_headings import iteration
from builder.importing.reading.review_parts import Fact, Told, tell
from builder.importing.reading.rows import Data, Parts, filled, grow, keep
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, Section
from builder.importing.structure.words import bare, same


class ReviewFacts:
    """Takes the facts of one review into its values.

    Args:
        parts: the review's values.
        first: the review's heading.
    """

    def __init__(self, parts: Parts, first: Section) -> None:
        self.parts, self.odd, self.values, self.first = parts, parts.odd, parts.values, first

    def verdict(self, text: str, section: Section) -> None:
        """Set the verdict, and keep its words where they say more."""
        found = cells.verdict(text)
        if found and "verdict" not in self.values:
            self.values["verdict"] = found.value
            self.odd.take(section.line, section.title, "verdict")
        keep(self.values, "verdict", text.strip() if "~~" in text else bare(text), found or "")
        if text.strip() and not same(text, found or ""):
            self.odd.note(
                UNREAD_VERDICT,
                section.line,
                f"`{bare(text)[:80]}` was read as {found or 'no verdict'}",
                "check the verdict; the words are kept in `written`",
            )

    def facts(self, block: Block, section: Section, counted: bool = True) -> bool:
        """Take what a block's lines say of verdict, iteration, date, reviewer and numbers; False if they say nothing.

        What else the block says goes to the summary.
        """
        told = tell(block)
        if told is None or (not counted and (told.counts or told.rest)):
            return False
        for fact in told.facts:
            self.fact(fact, section)
        if told.counts:
            self.counts(told, block)
        self.parts.add_text("summary", "\n".join(told.rest), section)
        return True

    def fact(self, fact: Fact, section: Section) -> None:
        """Take one fact; the first of its kind counts, the others are kept in `written`."""
        number, of = iteration(f"iteration {fact.value}")
        fresh = {
            "iteration": filled(iteration=number, of=of),
            "date": filled(date=cells.date(fact.value)),
            "reviewer": filled(reviewer=fact.value),
        }.get(fact.kind, {})
        if fact.kind == "verdict":
            self.verdict(fact.value, section)
        elif fresh and fact.kind not in self.values:
            self.values.update(fresh)
        else:
            self.values.setdefault("written", {})[fact.name] = fact.value

    def counts(self, told: Told, block: Block) -> None:
        """Take the stated numbers of findings; the first statement counts."""
        known = self.values.setdefault("counts", {})
        known.update({key: value for key, value in told.counts.items() if key not in known})
        grow(known.setdefault("written", {}), "summary", "\n".join(told.counted))
        self.odd.take(block.line, self.first.title, "counts")

    def infer_verdict(self, notes: Sequence[Data]) -> None:
        """Take the verdict from a sentence where no line states it and all that is said names the same one."""
        if "verdict" in self.values:
            return
        texts = [str(self.values.get("summary", "")), *(str(note.get("text", "")) for note in notes)]
        named = {match for text in texts for match in re.findall(r"\b(?:PASS|NEEDS REVISION|MAJOR REVISION)\b", text)}
        if len(named) == 1:
            self.values["verdict"] = named.pop()
            self.odd.note(
                UNREAD_VERDICT,
                self.first.line,
                f"the verdict {self.values['verdict']} was taken from a sentence",
                "check the verdict, and state it on a line of its own",
            )

    def check_counts(self) -> None:
        """Compare the stated numbers with the findings."""
        counts = self.values.get("counts", {})
        listed = [finding["severity"].lower() for finding in self.values.get("findings", [])]
        for key in ("critical", "improvement", "polish"):
            if key in counts and counts[key] != listed.count(key):
                self.odd.note(
                    COUNTS_DISAGREE,
                    self.first.line,
                    f"the review states {counts[key]} {key} findings and lists {listed.count(key)}",
                    "both are kept; correct the summary, or add what is missing",
                )
        if note := self.values.pop("findings_note", None):
            self.values.setdefault("written", {})["findings"] = note


def after_verdict(title: str) -> str:
    """What a heading says of the verdict."""
    if ":" in title:
        return title.partition(":")[2]
    return re.sub(r"^\W*(?:(?:final|overall)\s+)?(?:verdict|decision|result)\W*", "", bare(title), flags=re.IGNORECASE)


def review_heading(values: Data) -> str:
    """A review's heading as an export writes it."""
    number = (
        f" (Iteration {values['iteration']}" + (f"/{values['of']})" if values.get("of") else ")")
        if values.get("iteration")
        else ""
    )
    return "Review" + (f" — {values['date']}" if values.get("date") else "") + number
