"""Module records: a concept index as a grid, with depths or lessons as columns, or with several concepts to a cell."""

from __future__ import annotations

import re

from builder.importing.reading.concept_columns import COLUMNS
from builder.importing.reading.rows import WIDEST
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, TableRow, cell
from builder.importing.structure.tables import Cells
from builder.importing.structure.words import bare
from builder.models.base import Depth

_TICK = re.compile(r"\W*(?:[xX]|yes|✓|✔|✅|●|•)\W*|[^\w\s—–-]+")

_LESSON = re.compile(r"^(?:in\s+)?lesson\s*:?\s+(?=[`a-z])", re.IGNORECASE)


def grid(block: Block) -> list[Cells]:
    """The concepts of a table whose columns are depths or lessons; empty where it is another table."""
    if block.table is None or len(block.table.header) > WIDEST:
        return []
    header = [bare(title) for title in block.table.header]
    names = [COLUMNS.find(title) for title in header]
    depths = {number: depth for number, title in enumerate(header) if (depth := _depth(title))}
    if len(depths) > 1:
        concept = next((n for n, name in enumerate(names) if name == "text"), None)
        lesson = next((n for n, name in enumerate(names) if name == "lesson" and n not in depths), None)
        return [one for row in block.table.rows for one in _by_depth(row, depths, concept, lesson)]
    rows = [_by_lesson(row, header) for row in block.table.rows] if names[0] == "text" and len(header) > 2 else []
    return [row for row in rows if row] if rows and all(rows) else []


def pieces(text: str) -> list[str]:
    """The concepts that a cell or line lists: what commas, semicolons or line ends set apart outside brackets."""
    return [piece for part in re.split(r"[;,\n]\s*(?![^()\[\]]*[)\]])", text) if (piece := part.strip(" ."))]


def _depth(title: str) -> Depth | None:
    """The depth that a column stands for, as `Developed`, `D` or `Developed in`."""
    words = re.sub(r"\s+(?:in|at|by)$", "", title)
    return cells.depth(words).depth if len(words.split()) == 1 else None


def _by_depth(row: TableRow, depths: dict[int, Depth], concept: int | None, lesson: int | None) -> list[Cells]:
    """A row whose cells under the depths are ticks or lessons, or the concepts where no column holds these."""
    words = [cell(piece) for piece in row.pieces]
    stated = {number: words[number] for number in depths if number < len(words) and words[number].strip(" —–-")}
    taught = words[lesson] if lesson is not None and lesson < len(words) else ""
    if concept is None:
        return [Cells(row.line, {"text": bare(piece), "depth": depths[number], "lesson": taught})
                for number, text in stated.items() for piece in pieces(text)]
    if concept >= len(words) or not words[concept]:
        return []
    cited = [text for text in stated.values() if not _TICK.fullmatch(text)]
    return [Cells(row.line, {"text": words[concept], "lesson": taught or next(iter(cited), ""),
                             "depth": " -> ".join(depths[number] for number in stated)})]


def _by_lesson(row: TableRow, header: list[str]) -> Cells | None:
    """A row whose cells under the lessons are depths; None where one is anything else."""
    words = [cell(piece) for piece in row.pieces]
    stated = {header[n]: text for n, text in enumerate(words[1:len(header)], 1) if text.strip(" —–-")}
    if not stated or not words[0] or not all(cells.depth(text).depth and len(text) < 40 for text in stated.values()):
        return None
    return Cells(row.line, {"text": words[0], "lesson": _LESSON.sub("", next(iter(stated))),
                            "depth": " -> ".join(stated.values())})
