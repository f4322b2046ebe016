"""Misconceptions that a lesson dealt with, as tables, bullets or a paragraph."""

from __future__ import annotations

import re

from builder.importing.oddities import Oddities
from builder.importing.reading.finding_heads import NOTHING
from builder.importing.reading.rows import Data, filled, keep, read_table
from builder.importing.structure.blocks import Block, BlockKind
from builder.importing.structure.labels import lead
from builder.importing.structure.words import Vocabulary, bare, quoted, unquoted

_ADDRESSED = Vocabulary(
    {
        "belief": "misconception|belief|wrong idea|mistake|myth",
        "_lesson": "lesson|where|source|taught in|addressed in",
        "number": "number|no|nr",
    }
)


def names_beliefs(block: Block) -> bool:
    """Whether a table has a column of misconceptions."""
    return block.table is not None and any(_ADDRESSED.find(cell) == "belief" for cell in block.table.header)


def addressed_rows(block: Block, odd: Oddities) -> list[Data]:
    """The misconceptions of a table, of bullets or of a paragraph; a cell with the lesson comes as `_lesson`."""
    if block.table:
        return _addressed_table(block, odd)
    if block.items:
        return [_addressed_item(item.raw) for item in block.items if item.raw and not NOTHING.fullmatch(item.raw)]
    if NOTHING.fullmatch(block.raw) or block.kind is not BlockKind.TEXT:
        return []
    if _QUOTED_ROW.fullmatch(block.raw):
        return [_addressed_item(piece) for piece in re.split(r"(?<=[\"”)]),\s+(?=[\"“])", block.raw.strip(" ."))]
    pieces = re.split(r";\s+(?=[\"“„«])|\n(?=[\"“„«]|\*\*|\(?\d+[.)]\s)", block.raw)
    if len(pieces) > 1 or block.raw.startswith(('"', "“", "„", "«", "**", "1)")):
        return [_addressed_item(re.sub(r"^\(?\d+[.)]\s+", "", piece)) for piece in pieces]
    return [_addressed_item(block.raw)] if lead(block.raw)[0] else []


_QUOTED = r"[\"“][^\"“”\n]+[\"”](?:\s*\([^()\n]*\))?"

_QUOTED_ROW = re.compile(rf"\s*{_QUOTED}(?:,\s+(?:and )?{_QUOTED})+\W*")
"""Beliefs in quotation marks, each with what was done about it in brackets or without."""


def _addressed_item(text: str) -> Data:
    text = (
        re.sub(r"^(?:\*\*)?(?:misconception\s*)?#?\d+\s*[:.)—–-]+\s*", "", text, flags=re.IGNORECASE)
        if re.match(r"(?:\*\*)?misconception\s*#?\d", text, re.IGNORECASE) and not text.startswith("**")
        else text
    )
    if glossed := re.fullmatch(r"([\"“][^\"“”\n]+[\"”])\s*\(([^()\n]+)\)\W*", text):
        return addressed(*glossed.groups())
    head, rest = lead(text)
    return addressed(head or text, rest if head else "")


def _addressed_table(block: Block, odd: Oddities) -> list[Data]:
    """The rows of a table of misconceptions: the belief stands in the column of that name, else in the first."""
    found: list[Data] = []
    for row in read_table(block, _ADDRESSED, odd):
        belief = row.get("belief")
        others = {name: value for name, value in row.others.items() if value.strip(" —–-")}
        if not belief:
            name = next((name for name, value in others.items() if not re.fullmatch(r"[#\d.]+", value)), "")
            belief = others.pop(name, "")
        if not belief.strip(" —–-") or NOTHING.fullmatch(belief):
            continue
        one = addressed(
            belief, " -- ".join(value for value in others.values() if not re.fullmatch(r"#?\d{1,3}\.?", value))
        )
        found.append({**one, **filled(_lesson=row.get("_lesson")), "_line": row.line})
    return found


def addressed(words: str, text: str) -> Data:
    """A misconception that a lesson dealt with."""
    belief = unquoted(bare(words)) or words
    row = filled(belief=belief, text=text)
    keep(row, "belief", words, quoted(belief))
    return row
