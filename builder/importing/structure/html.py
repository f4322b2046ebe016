"""What wikis and editors leave in Markdown, tags, entities and needless escapes, written as the Markdown they mean.

Only what says no more than Markdown does is touched, and nothing in code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from builder.importing.structure.fences import Fences

_REMNANT = re.compile(r"<[a-z/]|&[a-z#]\w*;|\[\[[A-Za-z]|\\[-.&+=!_~\[]", re.IGNORECASE)

_LONGEST = 20_000
"""A longer line is left as it is."""

_INLINE = {"b": "**", "strong": "**", "i": "*", "em": "*", "del": "~~", "s": "~~", "strike": "~~",
           **dict.fromkeys(("a", "span", "font", "u", "ins", "mark", "small", "big", "center", "label"), "")}

_PARTS = ("p", "div", "section", "article", "header", "footer", "details", "blockquote", "nav", "aside")

_PIECE = re.compile(
    r"(?P<span>`[^`]*`)"
    r"|<(?:code|tt|kbd|samp)>(?P<code>[^<`]*)</(?:code|tt|kbd|samp)>"
    r"|<a\s[^<>]*?href=[\"'](?P<target>[^\"'#\s<>()][^\"'\s<>()]*)[\"'][^<>]*>(?P<words>[^<>]+)</a>"
    r"|\[\[(?P<page>[A-Za-z][^\[\]|,;()]*)(?:\\?\|(?P<name>[^\[\]|]+))?\]\]"
    r"|(?P<box><input\b[^<>]*>)\s*"
    r"|<(?P<end>/?)(?P<tag>[a-z]+[1-6]?)(?:\s[^<>]*)?/?>"
    r"|&(?P<entity>#?\w+);"
    r"|(?:(?<=\S)|(?<=\S ))(?<!^\d)(?<!^\d\d)(?<!\\)\\(?P<plain>[-.&+=!_~])"
    r"|(?<!\\)\\\[(?P<bracketed>[A-Za-z][A-Za-z ]*)\\\]", re.IGNORECASE)


_TABLE_ROW = re.compile(r"(?=<tr\b)", re.IGNORECASE)

_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)


def markdown(lines: list[str]) -> tuple[list[str], list[int]]:
    """Lines without such remnants, and for each the number of the line that it comes from."""
    found = list(_Reader(lines).lines()) if any(_REMNANT.search(line) for line in lines) else [
        (line, number) for number, line in enumerate(lines, 1)]
    return [line for line, _ in found], [number for _, number in found]


class _Reader:
    """Goes over the lines once; lists may reach over many."""

    def __init__(self, lines: list[str]) -> None:
        self.source, self.fences, self.lists = lines, Fences(lines), list[str]()
        self.table_ends = [number for number, line in enumerate(lines) if "</table" in line.lower()][::-1]

    def lines(self) -> Iterator[tuple[str, int]]:
        at = 0
        while at < len(self.source):
            close, end = self.fences.close(at), self.table_end(at)
            if close is not None:
                yield from ((self.source[number], number + 1) for number in range(at, close + 1))
                at = close
            elif end is not None:
                yield from self.table(at, end)
                at = end
            else:
                yield from ((line, at + 1) for line in self.pieces(self.source[at]))
            at += 1

    def pieces(self, line: str) -> list[str]:
        """A line's words in Markdown, on as many lines as they need."""
        if not _REMNANT.search(line) or len(line) > _LONGEST:
            return [line]
        row = line.lstrip().startswith("|")
        text = _PIECE.sub(lambda match: self.piece(match, row), line) if "$" not in line or "<" in line else line
        if "\n" not in text:
            return [text]
        text = re.sub(r"(\n *(?:-|1\.) )\s*\n\s*", r"\1", text)
        found = [piece.rstrip() for piece in text.split("\n")]
        filled = [number for number, piece in enumerate(found) if piece]
        return found[filled[0]:filled[-1] + 1] if filled else [""]

    def piece(self, match: re.Match[str], row: bool) -> str:
        """What a tag, link or entity is in Markdown; in a row of a table it cannot break the line."""
        if match["span"]:
            return match[0]
        if match["code"] is not None:
            return f"`{unescape(match['code'])}`"
        if match["target"]:
            return f"[{match['words']}]({match['target']})"
        if match["page"]:
            return f"[{match['name'] or match['page']}]({re.sub(r'[ ]+', '-', match['page'].strip())})"
        if match["plain"] or match["bracketed"]:
            return match["plain"] or f"[{match['bracketed']}]"
        if match["entity"]:
            return _character(match["entity"], match[0])
        if match["box"]:
            return "[x] " if re.search(r"\schecked\b", match["box"]) else "[ ] "
        name = match["tag"].lower()
        if name in _INLINE:
            return _INLINE[name]
        if row:
            return " " if name in _PARTS else match[0]
        return self.block(name, bool(match["end"]), match[0])

    def block(self, name: str, ends: bool, whole: str) -> str:
        """What a tag that breaks the line is in Markdown."""
        if name in ("ul", "ol"):
            if not ends:
                self.lists.append(name)
            elif self.lists:
                self.lists.pop()
            return "\n" if len(self.lists) > ends else "\n\n"
        if name == "li":
            mark = "1." if self.lists[-1:] == ["ol"] else "-"
            return "" if ends else f"\n{'    ' * min(len(self.lists) - 1, 9)}{mark} "
        if re.fullmatch(r"h[1-6]", name):
            return "\n\n" if ends else f"\n\n{'#' * int(name[1])} "
        if name == "summary":
            return "**\n\n" if ends else "\n\n**"
        return {"br": "\n", "hr": "\n\n---\n\n"}.get(name, "\n\n" if name in _PARTS else whole)

    # ---- tables

    def table_end(self, at: int) -> int | None:
        """The line that ends a table of tags which begins here."""
        while self.table_ends and self.table_ends[-1] < at:
            self.table_ends.pop()
        begins = self.table_ends and self.source[at].lstrip()[:6].lower() == "<table"
        return self.table_ends[-1] if begins else None

    def table(self, at: int, end: int) -> Iterator[tuple[str, int]]:
        """A table's rows between pipes; its header is the first one, if that is marked as such, else empty."""
        text = "\n".join(self.source[at:end + 1])
        told = spread_out(list(_rows(text, at + 1)))
        caption = told.pop(0)[0][0].words if len(told) > 1 and len(told[0][0]) == 1 < len(told[1][0]) else ""
        rows = [(self.row(cells), line) for cells, line in told]
        if not rows:
            yield from ((self.source[number], number + 1) for number in range(at, end + 1))
            return
        around = f"{_TABLE_ROW.split(text)[0]} {caption}", _TABLE_END.split(text)[-1]
        before, after = (" ".join(re.sub(r"<[^<>]*>", " ", part).split()) for part in around)
        (first, headed), line = rows[0]
        width = len(re.findall(r"(?<!\\)\|", first)) - 1
        yield from ((words, line) for words in ("", before, "")[:3 if before else 1])
        yield first if headed else "| " * width + "|", line
        yield "|---" * width + "|", line
        yield from ((row, line) for (row, _), line in rows[headed:])
        yield from ((words, end + 1) for words in ("", after)[:2 if after else 1])

    def row(self, cells: list[Cell]) -> tuple[str, bool]:
        """A row of cells between pipes, and whether they are all marked as a header's."""
        words = [" ".join(_PIECE.sub(lambda match: self.piece(match, True), cell.words).replace("|", "\\|").split())
                 for cell in cells]
        headed = all(cell.name == "th" or word.startswith("**") for cell, word in zip(cells, words, strict=True))
        return f"| {' | '.join(words)} |", headed


class Cell(NamedTuple):
    """A cell of a table of tags: its tag, its words, and how many columns and rows it spans."""

    name: str
    words: str
    columns: int = 1
    rows: int = 1


Row = tuple[list[Cell], int]
"""The cells of a row, and its line."""


def _rows(text: str, line: int) -> Iterator[Row]:
    """The rows of a table of tags."""
    for number, part in enumerate(_TABLE_ROW.split(text)):
        cells = re.findall(r"<(t[hd])\b([^<>]*)>(.*?)(?=</?t[hdr]\b|</table|$(?!.))", part, re.IGNORECASE | re.DOTALL)
        if cells and number:
            yield [Cell(name.lower(), words, _span(marks, "col"), _span(marks, "row"))
                   for name, marks, words in cells], line
        line += part.count("\n")


def _span(marks: str, of: str) -> int:
    found = re.search(rf"\b{of}span\s*=\s*[\"']?(\d{{1,2}})\b", marks, re.IGNORECASE)
    return max(int(found[1]), 1) if found else 1


def _group(cell: Cell) -> list[Cell]:
    """The row of a cell that stands over all columns: in bold, as it names the rows below."""
    words = " ".join(re.sub(r"<[^<>]*>|\*\*", " ", cell.words).split())
    return [Cell(cell.name, f"**{words}**"), *[Cell(cell.name, "")] * (cell.columns - 1)]


def spread_out(rows: list[Row]) -> list[Row]:
    """Rows in which each cell that spans several stands in each of them; beside the first column it is empty there."""
    found: list[Row] = []
    open_: dict[int, Cell] = {}
    for cells, line in rows:
        full = list[Cell]()
        if found and len(cells) == 1 < cells[0].columns:
            found.append((_group(cells[0]), line))
            continue
        for cell in (*cells, None):
            while (above := open_.pop(len(full), None)) is not None:
                full.append(above)
            if cell is not None:
                full.extend([cell, *[Cell(cell.name, "")] * (cell.columns - 1 if len(cells) > 1 else 0)])
        open_ = {at: Cell(cell.name, cell.words, 1, cell.rows - 1) for at, cell in enumerate(full) if cell.rows > 1}
        found.append((full, line))
    return found


def _character(name: str, whole: str) -> str:
    """An entity's character, unless that would be a mark of Markdown or HTML; spaces of all kinds are spaces."""
    if name in ("vert", "#124", "verbar"):
        return "\\|"
    found = unescape(f"&{name};")
    if found.isspace() and found not in "\n\r":
        return " "
    return found if len(found) == 1 and found.isprintable() and (found in "\"'" or not found.isascii()) else whole
