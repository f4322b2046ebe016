"""What a document is made of: sections, blocks, items of lists, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct

MARKER = re.compile(r"([ \t]*)([-*+•]|\d{1,9}[.)]|[a-z]\)|\((?:[a-z]|\d{1,2})\)(?=[ \t]))(?:[ \t]+|$)(.*)$")
"""The mark before an item of a list: a bullet, a number, or a letter or number in brackets."""

FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)$")

PIPE = re.compile(r"(?<!\\)\|")


class BlockKind(StrEnum):
    """What a block is."""

    TEXT = "text"
    LIST = "list"
    TABLE = "table"
    CODE = "code"


def is_ordered(marker: str) -> bool:
    """Whether a list's mark counts."""
    return marker not in "-*+•"


class Item(Struct):
    """An item of a list: its own words, what is nested in it, and all of it as it stands."""

    lines: list[str]
    start: int
    first: int
    indent: int
    width: int
    marker: str
    end: int = 0
    own_end: int = 0
    children: list[Item] = []

    @property
    def line(self) -> int:
        """The item's line in the document."""
        return self.first + self.start

    @property
    def ordered(self) -> bool:
        """Whether the item is numbered."""
        return is_ordered(self.marker)

    @property
    def text(self) -> str:
        """The item's own words, without what is nested in it."""
        return self._dedented(self.own_end)

    @property
    def raw(self) -> str:
        """The whole item without its marker, nested lists included."""
        return self._dedented(self.end)

    def _dedented(self, end: int) -> str:
        head = MARKER.match(self.lines[self.start])
        rest = [_dedent(line, self.width) for line in self.lines[self.start + 1:end]]
        return "\n".join([head[3] if head else "", *rest]).strip()


class TableRow(Struct):
    """A row of a table: its pieces between pipes as they stand, and its line."""

    pieces: list[str]
    line: int


class Table(Struct):
    """A table: its header's cells and its rows, not yet made to fit each other."""

    header: list[str]
    rows: list[TableRow]
    line: int


class Block(Struct):
    """A paragraph, list, table or code block, as it stands and taken apart."""

    kind: BlockKind
    raw: str
    line: int
    items: list[Item] = []
    table: Table | None = None


class Section(Struct):
    """A heading and what stands under it up to the next heading; level 0 is what stands before the first."""

    level: int
    title: str
    line: int
    blocks: list[Block] = []
    parents: tuple[Section, ...] = ()

    @property
    def path(self) -> str:
        """The heading with its parents, the document's title left out."""
        titles = [section.title for section in (*self.parents, self) if section.level]
        return " > ".join(titles)


def raw(blocks: list[Block]) -> str:
    """Blocks as they stand, with a blank line between them."""
    return "\n\n".join(block.raw for block in blocks).strip()


def text_block(text: str, line: int) -> Block:
    """A paragraph."""
    return Block(BlockKind.TEXT, text, line)


def split_row(line: str) -> list[str]:
    """A row's pieces between unescaped pipes, the outer pipes dropped."""
    line = line.strip()
    pieces = PIPE.split(line)
    if line.startswith("|"):
        pieces = pieces[1:]
    if len(pieces) > 1 and not pieces[-1].strip():
        pieces = pieces[:-1]
    return pieces


def cell(piece: str) -> str:
    """A cell's words: pipes unescaped, `<br>` as a line end."""
    text = piece.strip().replace("\\|", "|")
    return re.sub(r"\s*<br\s*/?>\s*", "\n", text) if "<br" in text else text


def items_of(lines: list[str], numbers: Sequence[int]) -> list[Item]:
    """The tree of a list's items; `numbers` are those of the lines in the document."""
    top, stack, fence = list[Item](), list[Item](), ""
    for number, line in enumerate(lines):
        if mark := FENCE.match(line):
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        match = None if fence else MARKER.match(line)
        if not match:
            continue
        indent = indentation(line)
        _close(stack, indent, number)
        width = indent + len(match[2]) + 1
        item = Item(lines, number, numbers[number] - number, indent, width, match[2])
        if stack:
            stack[-1].own_end = stack[-1].own_end or number
            stack[-1].children.append(item)
        else:
            top.append(item)
        stack.append(item)
    _close(stack, -2, len(lines))
    return top


def _close(stack: list[Item], indent: int, number: int) -> None:
    """End the items that an item at this indentation stands beside or above."""
    while stack and indent < stack[-1].indent + 2:
        item = stack.pop()
        item.end = number
        item.own_end = item.own_end or number


def indentation(line: str) -> int:
    return len(line[:len(line) - len(line.lstrip(" \t"))].expandtabs(4))


def _dedent(line: str, width: int) -> str:
    """A line with at most `width` columns of its indentation taken away."""
    return " " * max(indentation(line) - width, 0) + line.strip() if line.strip() else ""


_COUNT = re.compile(r"(?:^|(?<=[\s;,.]))\(?(\d{1,2})[.)]\s+")


def enumerated(text: str, line: int) -> Block:
    """A text as a list, if it counts its parts in running text, as `(1) hook; (2) check`; else as a paragraph."""
    first, *rest = _COUNT.split(text.strip())
    numbers, parts = rest[::2], [part.strip(" ;,\n") for part in rest[1::2]]
    if first or len(parts) < 2 or not all(parts) or numbers != [str(number) for number in range(1, len(parts) + 1)]:
        return text_block(text, line)
    lines = [f"{number}. {' '.join(part.split())}" for number, part in zip(numbers, parts, strict=True)]
    found = [Item([said], 0, line, 0, 3, f"{number}.", end=1, own_end=1)
             for said, number in zip(lines, numbers, strict=True)]
    return Block(BlockKind.LIST, text, line, items=found)


def is_checklist(block: Block) -> bool:
    """Whether a list's items are boxes to tick."""
    return bool(block.items) and all(re.match(r"\[[ xX✓]\]\s", item.text) for item in block.items)
