"""Plans that are one nested list: items that name parts over items of their own, read as headings over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from builder.importing.reading.regions import PHASES, PLAN
from builder.importing.structure.blocks import Block, BlockKind, Item, Section, text_block
from builder.importing.structure.labels import plain_label
from builder.importing.structure.words import bare

_NAMES_PLAN = re.compile(r"\b(?:lesson|plan|planning)\b", re.IGNORECASE)

_OTHER_PART = re.compile(r"\W*(?:reviews?|header|metadata|info)\b[^.\n]{0,60}$", re.IGNORECASE)

_FEWEST = 3
"""As many parts make a list a plan."""


def opened(sections: list[Section]) -> list[Section]:
    """Sections with those added that a nested list begins; as they are where headings name the parts."""
    if any(PLAN.find(section.title) for section in sections[1:]):
        return sections
    found: list[Section] = []
    for section in sections:
        blocks, section.blocks = section.blocks, []
        found.append(section)
        for block in blocks:
            if section.level < 2 and len(set(_parts(block.items))) >= _FEWEST:
                _open(block.items, 2, section, found)
            else:
                found[-1].blocks.append(block)
    return found


def _part(item: Item) -> tuple[str, str]:
    """The part that an item names, over items of its own or with its words beside; empty if it names none."""
    first = item.text.partition("\n")[0]
    named = plain_label(first) or (first, "")
    title = bare(named[0]).strip(" :")
    if not (item.children or named[1]) or not (PLAN.exact(title) or _OTHER_PART.match(title)):
        return "", ""
    return title, "" if item.children and not named[1] else named[1]


def _parts(items: Sequence[Item]) -> Iterator[str]:
    """The fields that items name, those below the only item and below phases too."""
    for item in items:
        key = PLAN.exact(title) if (title := _part(item)[0]) else None
        if key and key not in PHASES:
            yield key
        elif key or len(items) == 1:
            yield from _parts(item.children)


def _open(items: Sequence[Item], level: int, above: Section, found: list[Section]) -> None:
    """Add a section for each item that names a part; other items stay facts of the section before."""
    for number, item in enumerate(items):
        title, beside = _part(item)
        if title:
            section = Section(level, title, item.line, parents=(*above.parents, above))
            found.append(section)
            if PLAN.exact(title) in PHASES and any(_parts(item.children)):
                _open(item.children, level + 1, section, found)
            else:
                section.blocks = list(_below(item, beside))
        elif not number and not above.level and (len(items) == 1 or _NAMES_PLAN.search(item.text)):
            found.append(Section(1, bare(item.text), item.line))
            _open(item.children, level, found[-1], found)
        else:
            found[-1].blocks.append(text_block(item.raw, item.line))


def _below(item: Item, beside: str) -> Iterator[Block]:
    """What an item says of the part that it names: the words beside, and the items below."""
    own = "\n".join(part for part in (beside, item.text.partition("\n")[2]) if part)
    if own:
        yield text_block(own, item.line)
    if item.children:
        yield Block(BlockKind.LIST, item.raw.partition("\n")[2], item.line + 1, items=item.children)
