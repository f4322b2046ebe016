"""Module records: the concept index, as tables of any columns, as bullets or as labelled lines."""

from __future__ import annotations

import re

from builder.importing.oddities import Oddities
from builder.importing.reading.concept_cards import cards, definition
from builder.importing.reading.concept_columns import COLUMNS
from builder.importing.reading.concept_grids import grid, pieces
from builder.importing.reading.lesson_heads import is_lesson_head, lesson_cell, read_lesson_head
from builder.importing.reading.rows import Data, filled, keep, keep_depth, keep_others, read_table
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Item, Table, TableRow
from builder.importing.structure.labels import lead_or_colon
from builder.importing.structure.tables import Cells
from builder.importing.structure.words import bare
from builder.models.base import Depth

_DEPTH = re.compile(r"\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b")

_DEPTHS = re.compile(
    rf"{_DEPTH.pattern}(?:[^\S\n]*(?:->|→|=>|⇒|–|-|/|to|,?\s*(?:and )?(?:then|later))[^\S\n]*\**{_DEPTH.pattern})*"
)

_ONLY_DEPTH = re.compile(
    r"\W*(MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b(?:\s+(?:concepts?|depth|level))?\W*(?:\(?\d*\)?)\W*$",
    re.IGNORECASE,
)

_FROM = re.compile(
    r"^\W*(?:(?:new |the )?concepts? )?(?:(?:taught|introduced|covered|developed) )?(?:from|in|by|of) (?:the )?"
    r"(?=lesson\b|[`\[]|(?-i:[a-z0-9-]+)\W*$)",
    re.IGNORECASE,
)

_OTHER_DEPTH = re.compile(r"\b(?:REINFORCED|REVISITED|EXTENDED|DEEPENED|NOT TAUGHT)\b(?:\s*\([^()]*\))?")


def is_index(block: Block) -> bool:
    """Whether a table has a column of concepts and one of depths."""
    found = {COLUMNS.find(title) for title in block.table.header} if block.table else set()
    return {"text", "depth"} <= found


def names_group(title: str) -> bool:
    """Whether a line says nothing but the lesson or the depth of the concepts under it."""
    return bool(_ONLY_DEPTH.match(title) or _FROM.match(title) or is_lesson_head(title))


class ConceptIndex:
    """Reads the parts of a concept index.

    Attributes:
        lesson: the lesson that a heading or label names for the rows that name none.
        depth: the depth that a heading or label names for them.
        title: the heading or label itself; it may be the name of the concept that is told under it.
    """

    def __init__(self, odd: Oddities) -> None:
        self.odd = odd
        self.lesson, self.depth, self.title = "", "", ""
        self.above, self.header = "", list[str]()

    def begin(self, title: str) -> None:
        """A heading or label: it names a depth or a lesson for what follows, or the concept of a card."""
        self.title, self.above = bare(title), self.lesson
        if match := _ONLY_DEPTH.match(bare(title)):
            self.depth = match[1].upper()
        else:
            self.depth, self.lesson = "", read_lesson_head(_FROM.sub("", title)).slug

    def read(self, block: Block) -> list[Data] | None:
        """The rows of a table, a list or lines; None where the block holds none."""
        if block.table:
            block, table = self.continued(block, block.table)
            return self.table(block) if self.fits(table) else self.others(block) or None
        if told := cards(block, self.title):
            return [self.card(one) for one in told]
        if block.items:
            return self.items(block.items)
        if line := definition(block):
            return [self.listed(line, block.line)] if _depth_at(line) else None
        lines = block.raw.split("\n") if block.kind is BlockKind.TEXT else []
        if lines and all(_depth_at(line) for line in lines):
            return [self.listed(line, block.line + number) for number, line in enumerate(lines)]
        listed = pieces(block.raw) if lines and self.depth else []
        if listed and all(len(piece.split()) < 9 for piece in listed):
            return [self.listed(piece, block.line) for piece in listed]
        return None

    # ---- tables

    def fits(self, table: Table) -> bool:
        """Whether a table names concepts and depths, or only concepts under a heading that names the depth."""
        found = [COLUMNS.find(title) for title in table.header]
        return {"text", "depth"} <= set(found) or bool(self.depth and found[0] == "text")

    def continued(self, block: Block, table: Table) -> tuple[Block, Table]:
        """A table; one without a header is the rest of the one before, which words cut off from it."""
        if is_index(block):
            self.header = table.header
        elif len(table.header) == len(self.header) and any(cells.is_depth(title) for title in table.header):
            table = Table(self.header, [TableRow(list(table.header), table.line), *table.rows], table.line)
            block = Block(block.kind, block.raw, block.line, table=table)
        return block, table

    def table(self, block: Block) -> list[Data]:
        rows: list[Data] = []
        header = [COLUMNS.find(title) for title in block.table.header] if block.table else []
        for cells_ in read_table(block, COLUMNS, self.odd):
            if group := _group_row(cells_):
                self.begin(group)
                continue
            row = self.concept(cells_)
            if rows:
                _inherit(row, rows[-1], header)
            row.setdefault("text", row.get("notes") or "?")
            rows.append(row)
        return rows

    def concept(self, row: Cells) -> Data:
        found = filled(text=row.get("text"), notes=row.get("notes"))
        words = row.get("depth")
        keep_depth(found, "depth", words, _history(words), row.line, self.odd)
        if self.depth and "depth" not in found and not words:
            found["depth"] = self.depth
        if lesson := lesson_cell(row.get("lesson")) or self.lesson:
            found["lesson"] = lesson
        keep_others(found, row)
        return found

    def others(self, block: Block) -> list[Data]:
        """The rows of a grid, or of a table that states the depths beside the concepts in one column."""
        if found := grid(block):
            return [self.concept(one) for one in found]
        rows: list[Data] = []
        for row in read_table(block, COLUMNS, self.odd):
            outer, self.lesson = self.lesson, lesson_cell(row.get("lesson")) or self.lesson
            listed = pieces(row.get("text"))
            told = listed if all(map(_depth_at, listed)) else [row.get("text")]
            rows.extend({**self.listed(text, row.line), **filled(notes=row.get("notes"))} for text in told
                        if _depth_at(text))
            self.lesson = outer
        return rows

    def card(self, told: Cells) -> Data:
        """A row from a card; the heading that is its name is no lesson."""
        if told.fields["text"] == self.title:
            self.lesson = self.above
        return self.concept(told)

    # ---- bullets

    def items(self, items: list[Item]) -> list[Data] | None:
        """Bullets that state a depth, or stand under one; one that only names a lesson or depth groups those below."""
        rows: list[Data] = []
        stated = False
        for item in items:
            over = item.children and (not _depth_at(item.text) or _ONLY_DEPTH.match(bare(item.text)))
            if over and (_ONLY_DEPTH.match(bare(item.text)) or self.items(item.children) is not None):
                rows.extend(self.nested(item))
                stated = True
            else:
                stated = stated or bool(_depth_at(item.text))
                rows.append(self.listed(item.raw, item.line))
        return rows if stated or (self.depth and rows) else None

    def nested(self, item: Item) -> list[Data]:
        outer = self.lesson, self.depth
        self.begin(item.text.strip(" :*"))
        rows = self.items(item.children) or []
        self.lesson, self.depth = outer
        return rows

    def listed(self, text: str, line: int) -> Data:
        """A row from a bullet: its name, depth and lesson in any order, and what else it says as notes."""
        found = _depth_at(text)
        words = found[0].strip("*") if found else ""
        name, rest = self.name_of(text, found)
        row: Data = {"text": name or text.strip() or "?", "_line": line}
        keep_depth(row, "depth", words, _history(words), line, self.odd)
        if not found and self.depth:
            row["depth"] = self.depth
        lesson, notes = _lesson_in(rest)
        row.update(filled(lesson=lesson or self.lesson, notes=notes))
        row.setdefault("written", {})["item"] = text
        return row

    def name_of(self, text: str, found: re.Match[str] | None) -> tuple[str, str]:
        """A bullet's name and the rest, its depth left out."""
        if found:
            before = re.sub(r"[\s(\[*_]*$", "", text[: found.start()])
            after = re.sub(r"^[\s)\]*_:]*", "", text[found.end() :])
            bold = "**" if before.count("**") % 2 else ""
            text = f"{before}{bold} {after}".strip() if before.strip(" :—–-") else after
        name, rest = lead_or_colon(text)
        name = name or text
        if cut := re.match(r"(.+?)\s*(?:\s[—–-]+\s|[:,]\s|[(\[])\s*(.*)$", name, re.DOTALL):
            inner = _lesson_in(cut[2])[0]
            if inner:
                return bare(cut[1]).strip(" ,;:—–-"), f"{cut[2]} {rest if rest != text else ''}".strip()
        return bare(name).strip(" ,;:—–-") or bare(text), "" if rest == text and name == text else rest


_PIECES = re.compile(r"\s+(?:—|–|--|-)\s+|[()\[\],;]\s*|[:.]\s+|^(?:—|–|--|-)\s+")


def _lesson_in(text: str) -> tuple[str, str]:
    """The lesson that the words after a bullet's name cite, and what is left as notes."""
    for piece in _PIECES.split(text.split("\n")[0]):
        plain = bare(piece).strip(" .:")
        words = re.sub(r"^(?:(?:taught|introduced|covered) in|in lesson|from|in)\s+", "", plain, flags=re.IGNORECASE)
        cited = words != plain and re.fullmatch(r"[a-z0-9]+", words)
        if cited or cells.is_lesson(words) or (words and is_lesson_head(words) and len(words.split()) < 5):
            rest = text.replace(piece, "", 1)
            return words, re.sub(r"^[\s—–:;,.()\[\]-]+", "", rest).strip()
    return "", text


def _depth_at(text: str) -> re.Match[str] | None:
    return _DEPTHS.search(text) or _OTHER_DEPTH.search(text)


def _history(words: str) -> cells.Read:
    """The depth of a cell; of depths that are each given with a lesson, the last."""
    plain = bare(words)
    stated = re.findall(rf"({_DEPTH.pattern})\s*(?:\([^()]*\)|(?:in|at)\s+\S+)", plain, re.IGNORECASE)
    if len(stated) > 1:
        return cells.Read(Depth(stated[-1].upper()), False)
    return cells.depth(words)


def _group_row(row: Cells) -> str:
    """The lesson or depth that a row without further cells names for those below it."""
    text = row.get("text")
    alone = (
        text and not row.others and not any(value.strip(" —–-") for key, value in row.fields.items() if key != "text")
    )
    return text.strip("*_ ") if alone and (is_lesson_head(bare(text)) or text.startswith(("**", "__"))) else ""


def _inherit(row: Data, above: Data, header: list[str | None]) -> None:
    """Fill what a merged cell leaves blank: the concept above; the lesson where lessons stand first or are ditto."""
    if "text" not in row and row.get("depth"):
        row["text"] = above["text"]
    ditto = re.fullmatch(r"[\"″”〃^]+|ditto|same", str(row.get("lesson", "")), re.IGNORECASE)
    if (ditto or ("lesson" not in row and header[:1] == ["lesson"])) and "lesson" in above:
        if ditto:
            keep(row, "lesson", row["lesson"], above["lesson"])
        row["lesson"] = above["lesson"]
