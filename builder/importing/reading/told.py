"""Misconceptions and examples as authors tell them: in lists, paragraphs, tables or under headings of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from builder.importing.reading.plan_bullets import (
    belief_item,
    belief_section,
    example_item,
    example_section,
    fields_of,
    is_group,
    names_field,
    paragraph_row,
    row_runs,
    told_field,
    told_row,
)
from builder.importing.reading.plan_tables import several
from builder.importing.reading.regions import Region
from builder.importing.reading.rows import Data, Parts, filled
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Item, Section, text_block
from builder.importing.structure.labels import label, lead_or_colon, plain_label

_ITEMS: dict[str, Callable[[Item, str], Data]] = {"misconceptions": belief_item, "examples": example_item}

_SECTIONS: dict[str, Callable[[Section], Data | None]] = {"misconceptions": belief_section,
                                                          "examples": example_section}

_LISTS_EXAMPLES = re.compile(r"\b(?:examples|positives|negatives)\W*$", re.IGNORECASE)
"""A label that more than one example may follow."""

_BOTH_KINDS = re.compile(r"positive.+negative|negative.+positive|\bexamples?\b.*\b(?:counter|non)-?\s?examples?\b",
                         re.IGNORECASE)

_NUMBERED = re.compile(r"\W*(?:misconception|example)\s*#?\d", re.IGNORECASE)

NOTHING = re.compile(r"\W*(?:none|n/?a|nothing)\b[^,;:]{0,60}$", re.IGNORECASE)


class Teller:
    """Reads a region's rows of one field.

    Attributes:
        parts: what the plan gives.
        key: `misconceptions` or `examples`.
        table: reads a table in a section; False if it holds no rows.
    """

    def __init__(self, parts: Parts, key: str, table: Callable[[Section, Block], bool]) -> None:
        self.parts, self.key, self.table = parts, key, table

    def read(self, region: Region) -> None:
        """Read all sections of a region; a label such as `Negative examples` counts for what follows it."""
        for section in region.sections:
            if (section is not region.head or _NUMBERED.match(section.title)) and (row := _SECTIONS[self.key](section)):
                self.parts.add(self.key, [row], section)
                continue
            named = section is not region.head or bool(cells.told_kind(section.title))
            named = named and not _BOTH_KINDS.search(section.title)
            group = section.title if named else ""
            for block in _joined(section.blocks) if self.key == "misconceptions" else section.blocks:
                group = self.block(block, section, group)

    def block(self, block: Block, section: Section, group: str) -> str:
        """Read a block; the label over the next ones is given back."""
        block = _rows_quoted(block) or block
        if block.table:
            if not self.table(section, block):
                self.parts.spare(section, [block])
        elif block.items:
            return self.list(block, section, group)
        elif (found := label(block.raw) or _bare(block.raw)) and not found[1] and "\n" not in block.raw:
            return found[0]
        elif not (block.kind is BlockKind.TEXT and self.runs(block, section)):
            self.parts.spare(section, [block])
        return group

    def list(self, block: Block, section: Section, group: str) -> str:
        """Read a list: of rows, of the fields of one row, or of both in turn."""
        if len(block.items) == 1 and NOTHING.match(block.items[0].raw):
            self.parts.spare(section, [block])
        elif fields := fields_of(block, self.key):
            if group:
                self.parts.add(self.key, [told_row(self.key, group)], section)
            for name, value in fields:
                told_field(self.last(), self.key, name, value)
            return ""
        else:
            signed = self.key == "examples" and {item.marker for item in block.items} == {"+", "-"}
            for item in block.items:
                self.item(item, section, f"({item.marker})" if signed else group)
        return group

    def item(self, item: Item, section: Section, group: str) -> None:
        """Read an item: a field of the row before it, a label over items of its own, or a row."""
        name, value = lead_or_colon(item.raw)
        if not item.children and names_field(name, self.key) and told_field(self.last(), self.key, name, value):
            return
        if item.children and is_group(item, self.key):
            for child in item.children:
                self.item(child, section, item.text.rstrip(": "))
            return
        self.parts.add(self.key, [_ITEMS[self.key](item, group)], section)

    def last(self) -> Data:
        """The row read last, or an empty one that nothing holds."""
        rows = self.parts.values.get(self.key)
        return rows[-1] if rows else {}

    def runs(self, block: Block, section: Section) -> bool:
        """Rows that stand as paragraphs, with labelled lines under them; False if there are none."""
        took = False
        for run in row_runs(block.raw, self.key):
            first, _, more = run.partition("\n")
            pair = plain_label(first)
            if self.key == "examples" and pair and _LISTS_EXAMPLES.search(pair[0]) and not more:
                self.parts.add(self.key, [told_row(self.key, text) | filled(kind=cells.told_kind(pair[0]))
                                          for text in several(pair[1])], section)
                took = True
            elif pair and names_field(pair[0], self.key) and told_field(
                    self.last(), self.key, pair[0], f"{pair[1]}\n{more}".strip()):
                took = True
            elif found := paragraph_row(run, self.key):
                self.parts.add(self.key, [found], section)
                took = True
            elif took:
                self.parts.spare(section, [Block(BlockKind.TEXT, run, block.line)])
        return took


def _joined(blocks: list[Block]) -> Iterator[Block]:
    """Blocks in which a bold line over a plain paragraph is one with it."""
    held: Block | None = None
    for block in blocks:
        plain = block.kind is BlockKind.TEXT and not block.raw.startswith(("**", "__"))
        if held and plain:
            block, held = text_block(f"{held.raw}\n{block.raw}", held.line), None
        elif held:
            yield held
            held = None
        if block.kind is BlockKind.TEXT and "\n" not in block.raw and (found := label(block.raw)) and not found[1]:
            held = block
        else:
            yield block
    if held:
        yield held


def _rows_quoted(block: Block) -> Block | None:
    """A block of quotation as it would stand without the marks, if all its lines say something of a named thing."""
    lines = [line.lstrip("> \t") for line in block.raw.split("\n")] if block.raw.startswith(">") else []
    named = [bool(lead_or_colon(line)[0]) for line in lines if line]
    return text_block("\n".join(lines), block.line) if named and all(named) else None


def _bare(text: str) -> tuple[str, str] | None:
    """A paragraph that is a label over what follows, as `Negative examples:`."""
    return plain_label(text) if text.endswith(":") and cells.told_kind(text) else None
