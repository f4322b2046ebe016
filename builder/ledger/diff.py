"""What has changed in a lesson since its last review, as the learner reads it: paragraphs and words, not lines."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from msgspec import Struct

from builder.ledger.blocks import Block, Heading, Lines, items
from builder.ledger.running import VALUE, Paragraph, paragraphs
from builder.models.lessons import Lesson

_ALIKE = 0.4
"""How alike two paragraphs must be to be shown as one that was changed."""


class Change(Struct, frozen=True):
    """A paragraph that was written, changed or taken out.

    Attributes:
        kind: added, removed or changed.
        section: the id of its section, now where it is still there.
        title: the section's title.
        before: the paragraph as it was; "" for one that was added.
        after: the paragraph as it is; "" for one that was removed.
    """

    kind: Literal["added", "removed", "changed"]
    section: str
    title: str
    before: str = ""
    after: str = ""

    def words(self) -> Iterator[tuple[Literal["kept", "out", "in"], str]]:
        """The paragraph in stretches of words that were kept, taken out or put in."""
        old, new = self.before.split(), self.after.split()
        for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "equal":
                yield "kept", " ".join(new[c:d])
                continue
            if b > a:
                yield "out", " ".join(old[a:b])
            if d > c:
                yield "in", " ".join(new[c:d])


def changes(before: Lesson, after: Lesson) -> tuple[Change, ...]:
    """What a learner who has read the earlier text would find otherwise, from top to bottom."""
    old, new = list(paragraphs(before)), list(paragraphs(after))
    matcher = difflib.SequenceMatcher(None, [one.words for one in old], [one.words for one in new], autojunk=False)
    found: list[Change] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            found += _paired(before, after, old[a:b], new[c:d])
    return tuple(found)


def _paired(before: Lesson, after: Lesson, old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[Change]:
    """The changes between two stretches: each new paragraph beside the first old one that is like it."""
    left, alone = list(old), len(old) == len(new) == 1
    for one in new:
        like = next((n for n, other in enumerate(left) if alone or _alike(other.words, one.words)), None)
        title = _title(after, one.section)
        if like is None:
            yield Change("added", one.section, title, after=one.words)
            continue
        yield from (_removed(before, gone) for gone in left[:like])
        yield Change("changed", one.section, title, left[like].words, one.words)
        left = left[like + 1:]
    yield from (_removed(before, gone) for gone in left)


def _removed(before: Lesson, one: Paragraph) -> Change:
    return Change("removed", one.section, _title(before, one.section), before=one.words)


def _alike(one: str, other: str) -> bool:
    matcher = difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _title(text: Lesson, section: str) -> str:
    found = text.section(section)
    return found.title if found else ""


def diff_blocks(title: str, since: str, found: Sequence[Change]) -> Iterator[Block]:
    """The changes for people; what was taken out stands in [-brackets-], what was put in in {+braces+}."""
    yield Heading(f"{title}: what has changed since {since}")
    if not found:
        yield Lines(("Nothing that a learner reads.",))
    for section, group in groupby(found, key=lambda change: (change.section, change.title)):
        name, words = section
        yield Heading(f"{words} (#{name})" if name else "Above the first section", 2)
        yield items(f"{change.kind}: {_marked(change)}" for change in group)


def _marked(change: Change) -> str:
    if change.kind != "changed":
        return _shown(change.after or change.before)
    marks = {"kept": "{}", "out": "[-{}-]", "in": "{{+{}+}}"}
    return _shown(" ".join(marks[kind].format(words) for kind, words in change.words()))


def _shown(words: str) -> str:
    return words.replace(VALUE, "(a number)")
