"""What the readers share: data in the shape of the models, words that say more, parts without a field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from builder.importing.kinds import UNPLACED, UNREAD_DEPTH
from builder.importing.oddities import Oddities
from builder.importing.structure import tables
from builder.importing.structure.blocks import Block, BlockKind, Item, Section, raw
from builder.importing.structure.cells import Read
from builder.importing.structure.words import Vocabulary, same, stems

Data = dict[str, Any]
"""A model's values as plain data; keys without a value are left out."""


class Growing:
    """A text that grows piece by piece; many small pieces would take long to put together each time."""

    def __init__(self, text: str = "") -> None:
        self.pieces = [text] if text else []

    def add(self, seam: str, text: str) -> None:
        """Add a piece, with a seam before it unless it is the first."""
        if self.pieces:
            self.pieces.append(seam)
        self.pieces.append(text)

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def __str__(self) -> str:
        return "".join(self.pieces).strip()


def grow(row: Data, key: str, text: str, seam: str = "\n\n") -> None:
    """Add a piece to a row's text."""
    if not text.strip():
        return
    known = row.get(key)
    if not isinstance(known, Growing):
        known = row[key] = Growing(known or "")
    known.add(seam, text.strip("\n"))


WIDEST = 40
"""A table with more columns than this is no table of a course; it is kept as it stands."""


class Parts(Struct):
    """What a document, or one review in it, gives: values by field, and what has none."""

    odd: Oddities
    title: Section | None = None
    values: Data = {}
    extra: list[Data] = []

    def spare(self, section: Section, blocks: Sequence[Block]) -> None:
        """Keep blocks for which there is no field."""
        text = raw(list(blocks))
        if text:
            self.spare_text(self.path(section), blocks[0].line, text)

    def spare_text(self, heading: str, line: int, text: str) -> None:
        """Keep a text for which there is no field."""
        last = self.extra[-1] if self.extra else None
        if last and last["heading"] == heading:
            grow(last, "text", text)
        else:
            self.extra.append({"heading": heading, "line": line, "text": text})
            self.odd.note(UNPLACED, line,
                          f"no field holds this part of {heading or 'the header'!r}; it is kept as an extra",
                          "nothing needs to be done; if it belongs to a field, move it there")

    def path(self, section: Section) -> str:
        """A section's heading with its parents, the document's title left out."""
        steps = [s.title for s in (*section.parents, section) if s.level and s is not self.title]
        return " > ".join(steps)

    def add(self, key: str, found: Sequence[Data | str], section: Section) -> None:
        """Add rows to a field."""
        if found:
            for row in found:
                if isinstance(row, dict):
                    row.setdefault("_line", section.line)
                    drop_item(row)
            self.values.setdefault(key, []).extend(found)
            self.odd.take(section.line, section.title, key, len(found))

    def add_text(self, key: str, text: str | None, section: Section) -> None:
        """Add paragraphs to a field of text."""
        if text and text.strip():
            grow(self.values, key, text)
            self.odd.take(section.line, section.title, key)


def filled(**values: Any) -> Data:
    """The values that are there."""
    return {key: value for key, value in values.items()
            if value not in (None, "", (), [], {}) and not (isinstance(value, str) and not value.strip())}


def keep(row: Data, key: str, words: str, rendered: str) -> None:
    """Keep the words of the document where writing the field out would say less."""
    if words.strip() and not same(words, rendered):
        row.setdefault("written", {})[key] = words.strip()


def keep_others(row: Data, found: tables.Cells) -> None:
    """Keep the line of a table's row, and the cells of columns that have no field."""
    row["_line"] = found.line
    for name, value in found.others.items():
        row.setdefault("written", {})[name] = value


_GLUE = frozenset(stems(
    "from in at and the a of is depth required actual needs need has concept gap positive negative example lesson"))


def drop_item(row: Data) -> None:
    """Forget the words of a bullet whose fields say all of them."""
    written = row.get("written", {})
    if "item" not in written:
        return
    fields = [value for key, value in row.items() if key not in ("written", "id", "_line")]
    said = {word for value in fields for word in stems(str(value["text"] if isinstance(value, dict) else value))}
    if set(stems(written["item"])) - said <= _GLUE:
        del written["item"]
        if set(stems(written.get("group", ""))) <= _GLUE and row.get("kind"):
            written.pop("group", None)
        if not written:
            del row["written"]


_CAME_BACK = re.compile(r"\W*(?:reinforced|revisited|reviewed|practi[sc]ed|recalled)\b", re.IGNORECASE)


def keep_depth(row: Data, key: str, words: str, read: Read, line: int, odd: Oddities) -> None:
    """Set a depth, and keep its words where they say more."""
    if read.depth:
        row[key] = read.depth.value
    if words.strip() and not read.plain:
        row.setdefault("written", {})[key] = words.strip()
        again = read.depth is None and _CAME_BACK.match(words)
        odd.note(UNREAD_DEPTH, line, f"`{words.strip()[:80]}` was read as {read.depth or 'no depth'}",
                 "it says that the concept came back, not how deep: state the depth that the lesson left" if again
                 else "check the depth; the words are kept in `written`")


def read_table(block: Block, vocabulary: Vocabulary, odd: Oddities, name: str = "") -> list[tables.Cells]:
    """A table's rows by the fields of a vocabulary; `name` is as for `tables.columns`."""
    if block.table is None or len(block.table.header) > WIDEST:
        return []
    return tables.rows(block.table, tables.columns(block.table, vocabulary, name), odd)


def items(blocks: Iterable[Block]) -> list[Item]:
    """All items of the lists among blocks."""
    return [item for block in blocks if block.kind is BlockKind.LIST for item in block.items]
