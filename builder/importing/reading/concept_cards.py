"""Module records: a concept as a card, its name over lines such as `Depth: DEVELOPED` and `Lesson: colour-wheel`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from builder.importing.reading.concept_columns import COLUMNS
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind
from builder.importing.structure.labels import label, plain_label
from builder.importing.structure.tables import Cells
from builder.importing.structure.words import bare

_MARK = re.compile(r"^\s*(?:[-*+•:]|\d+[.)])\s+")

_SEAM = re.compile(r"\s+[|·•]\s+|;\s+")


def cards(block: Block, title: str) -> list[Cells]:
    """The concepts of a block that are told as cards, empty where it holds none.

    Args:
        block: bullets that are a card each, or a list or paragraph that is one as a whole.
        title: the heading or label above the block, the name of a card that states none itself.
    """
    if block.table or block.kind is BlockKind.CODE:
        return []
    each = [card(item.raw.split("\n"), item.line) for item in block.items]
    if each and all(each):
        return [one for one in each if one]
    whole = card(block.raw.split("\n"), block.line, title)
    return [whole] if whole else []


def card(lines: Sequence[str], line: int, title: str = "") -> Cells | None:
    """A concept from its lines; None where they do not state its depth under a label, or have no name for it."""
    found = Cells(line)
    key = "notes"
    for name, value in _told(lines):
        column = COLUMNS.exact(name) if name else None
        if not name and not found.fields and not found.others:
            found.fields["text"] = bare(value).rstrip(": ")
        elif name and (column is None or column in found.fields):
            found.others[name] = value
        else:
            key = column or ("notes" if key != "text" else key)
            found.fields[key] = f"{found.fields[key]}\n{value}" if key in found.fields else value
    if title:
        found.fields.setdefault("text", title)
    stated = cells.depth(found.get("depth")).depth or cells.is_depth(found.get("depth"))
    return found if stated and found.get("text") else None


def definition(block: Block) -> str:
    """A definition, a name over lines that begin with a colon, as the bullet that says the same; else nothing."""
    name, *lines = block.raw.split("\n")
    if block.kind is not BlockKind.TEXT or not lines or not all(re.match(r"\s{0,3}:\s", line) for line in lines):
        return ""
    return f"**{bare(name)}** -- " + "\n".join(_MARK.sub("", line) for line in lines)


def _told(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The lines with their labels; those without come with an empty one."""
    for line in lines:
        text = _MARK.sub("", line).strip()
        pieces = [_pair(piece) for piece in _SEAM.split(text)]
        if all(name for name, _ in pieces):
            yield from pieces
        elif text:
            yield _pair(text)


def _pair(text: str) -> tuple[str, str]:
    pair = label(text) or plain_label(text)
    return pair if pair and pair[1] and (COLUMNS.exact(pair[0]) or len(pair[0].split()) < 4) else ("", text)
