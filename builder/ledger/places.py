"""Where a finding's target stands in the text as it is now."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from functools import cached_property
from typing import Literal

from msgspec import Struct

from builder.ledger.running import folded, paragraphs, quoted
from builder.models.lessons import Block, Lesson
from builder.models.plans import Plan
from builder.models.reviews import Finding, Target

Kind = Literal["section", "block", "quote", "widget", "words", ""]


class Standing(StrEnum):
    """Whether a place is still where the finding says."""

    THERE = "there"
    MOVED = "moved"
    GONE = "gone"
    UNPLACED = "unplaced"


class Found(Struct, frozen=True):
    """A finding's place.

    Attributes:
        kind: what the finding points with: a quotation, a block, a widget, a section, or only words.
        anchor: the id in the lesson's page that leads there; "" where the page has none.
        state: there, moved to another section, gone, or never given.
        section: the id of the section it stands in now, or stood in as far as that is left; "" for none.
        words: the place in words.
    """

    kind: Kind
    anchor: str
    state: Standing
    section: str
    words: str


NOWHERE = Found("", "", Standing.UNPLACED, "", "")
"""The place of a finding whose place was not asked for."""


class Places:
    """The places of one text; its running text is read once, when a quotation is first sought.

    Args:
        text: the lesson's text; None where it has none, so that no place can be told.
        plan: its plan, which says by what names its widgets go.
    """

    def __init__(self, text: Lesson | None, plan: Plan | None = None) -> None:
        self.text = text
        self._figures = {widget.name: widget.figure for widget in plan.widgets} if plan else {}

    def find(self, finding: Finding) -> Found:
        """Where a finding's target stands: by its quotation, else its block, its widget or its section."""
        target, text = finding.target, self.text
        if target is None or not (target.quote or target.block or target.widget or target.section):
            return Found("words" if finding.location else "", "", Standing.UNPLACED, "", finding.location or "")
        if text is None:
            return Found(_kind(target), "", Standing.UNPLACED, "", finding.location or _name(target))
        if target.quote:
            return self._quote(text, target, target.quote)
        if target.block or target.widget:
            return self._block(text, target)
        return self._section(text, target, "section")

    def sections_saying(self, quote: str) -> list[str]:
        """The sections in whose own text a quotation stands, in their order."""
        sought = quoted(quote)
        return [section for section, words in self._folded.items() if sought.search(words)]

    @cached_property
    def _folded(self) -> dict[str, str]:
        """The folded text of each section, without what stands under headings of its own."""
        found: dict[str, list[str]] = defaultdict(list)
        for paragraph in paragraphs(self.text) if self.text else ():
            found[paragraph.section].append(paragraph.words)
        return {section: folded(" ".join(words)) for section, words in found.items()}

    def _quote(self, text: Lesson, target: Target, quote: str) -> Found:
        sections = self.sections_saying(quote)
        if not sections:
            return self._left(text, target, "quote")
        inside = [section for section in sections if within(text, section, target.section)]
        section = (inside or sections)[0]
        state = Standing.THERE if inside or not target.section else Standing.MOVED
        return Found("quote", section, state, section, _title(text, section))

    def _block(self, text: Lesson, target: Target) -> Found:
        kind: Kind = "block" if target.block else "widget"
        if kind == "block" and target.block in text.ids:
            return Found(kind, target.block or "", Standing.THERE, target.section or "", target.block or "")
        block = next((one for one in text.blocks if self._is_meant(one, target)), None)
        if block is None:
            return self._left(text, target, kind)
        section = block.section or ""
        state = Standing.THERE if within(text, section, target.section) else Standing.MOVED
        anchor = target.block if target.block else f"figure-{block.title}"
        return Found(kind, anchor, state, section, block.title or _title(text, section))

    def _is_meant(self, block: Block, target: Target) -> bool:
        """Whether a block is the one that a finding points at; a widget goes by its figure, or its name in the plan."""
        if target.block or not target.widget:
            return bool(target.block) and block.options.get("id") == target.block
        if block.name != "widget":
            return False
        figure = self._figures.get(target.widget)
        named = target.widget in self._figures and figure is None
        return block.title in (target.widget, figure) or (named and block.section == target.section)

    def _section(self, text: Lesson, target: Target, kind: Kind) -> Found:
        section = text.section(target.section or "")
        if section is None:
            return Found(kind, "", Standing.GONE, "", _name(target))
        return Found(kind, section.id, Standing.THERE, section.id, section.title)

    def _left(self, text: Lesson, target: Target, kind: Kind) -> Found:
        """The place of something that is gone: its section, where that is left."""
        section = text.section(target.section or "")
        if section is None:
            return Found(kind, "", Standing.GONE, "", _name(target))
        return Found(kind, section.id, Standing.GONE, section.id, section.title)


def find(finding: Finding, text: Lesson | None, plan: Plan | None = None) -> Found:
    """Where a finding's target stands now; for many findings of one text, `Places` reads it once."""
    return Places(text, plan).find(finding)


def within(text: Lesson, section: str, outer: str | None) -> bool:
    """Whether a section is another one or stands under it; anything stands within no section at all."""
    if outer is None or section == outer:
        return True
    inner, whole = text.section(section), text.section(outer)
    return bool(inner and whole and whole.span.line <= inner.span.line <= whole.end_line)


def _kind(target: Target) -> Kind:
    return "quote" if target.quote else "block" if target.block else "widget" if target.widget else "section"


def _name(target: Target) -> str:
    return target.quote or target.block or target.widget or target.section or ""


def _title(text: Lesson, section: str) -> str:
    found = text.section(section)
    return found.title if found else ""
