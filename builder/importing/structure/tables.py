"""Tables by what their columns must hold: headers to fields, and rows made to fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from builder.importing.kinds import EXCHANGED_CELLS, SHORT_ROW, WIDE_ROW
from builder.importing.oddities import Oddities
from builder.importing.structure.blocks import Table, TableRow, cell
from builder.importing.structure.cells import is_depth, is_example_kind, is_kind_mark, is_lesson, is_status
from builder.importing.structure.words import Vocabulary

_TESTS: Mapping[str, Callable[[str], bool]] = {
    "depth": is_depth, "required": is_depth, "actual": is_depth, "status": is_status, "kind": is_example_kind,
    "lesson": is_lesson, "source": is_lesson,
}

_HOLDS: Mapping[str, Callable[[str], bool]] = {"kind": is_kind_mark}
"""What the cells of a column without a known title must be, where that is more than what tells a stray cell."""

_FIRM = ("depth", "required", "actual", "status", "kind")

_MOST_PIECES = 60

_NEVER = float("-inf")

_DASHES = re.compile(r"[—–-]+")


class Cells(Struct):
    """A row by fields; what stands in columns without a field, by the column's name."""

    line: int
    fields: dict[str, str] = {}
    others: dict[str, str] = {}

    def get(self, key: str) -> str:
        """A field's cell, empty where the table has no such column or only a dash in it."""
        found = self.fields.get(key, "")
        return "" if key != "kind" and _DASHES.fullmatch(found) else found


_ORDINAL_TITLES = ("", "#", "no", "nr", "number", "id", "№")


def columns(table: Table, vocabulary: Vocabulary, name: str = "") -> list[str | None]:
    """The field of each column; None where the vocabulary knows none or another column has it already.

    A column whose title is not known has the first field left over whose kind of cell all its cells are.

    Args:
        table: the table.
        vocabulary: the fields' wordings.
        name: the field that names a row; where no column is called so, the first one that has no other field.
    """
    found: list[str | None] = []
    for title in table.header:
        key = vocabulary.find(title)
        found.append(None if key in found else key)
    left = [key for key in vocabulary.keys if key in _FIRM and key not in found]
    for at, values in _columns_to_name(table, found) if left else ():
        key = next((key for key in left if all(_HOLDS.get(key, _TESTS[key])(value) for value in values)), None)
        if key:
            left.remove(key)
            found[at] = key
    if name and name not in found:
        free = [n for n, key in enumerate(found) if key is None and not _is_ordinal(table.header[n])]
        if free:
            found[free[0]] = name
    return found


def _columns_to_name(table: Table, found: Sequence[str | None]) -> Iterator[tuple[int, list[str]]]:
    """The columns without a field and their cells that say something; none where the rows do not fit the header."""
    rows, width = table.rows[:_MOST_PIECES], len(table.header)
    if width > _MOST_PIECES or any(len(row.pieces) != width for row in rows):
        return
    for at, key in enumerate(found):
        values = [value for row in rows if (value := cell(row.pieces[at])) and value not in ("—", "–", "--")]
        if key is None and values:
            yield at, values


def _is_ordinal(title: str) -> bool:
    return title.strip(" .").casefold() in _ORDINAL_TITLES


def rows(table: Table, fields: Sequence[str | None], odd: Oddities) -> list[Cells]:
    """The rows of a table by fields, each repaired where it does not fit the header.

    Args:
        table: the table.
        fields: the field of each column, None for columns of their own.
        odd: takes note of repairs.
    """
    filled = [row for row in table.rows if any(piece.strip() for piece in row.pieces)]
    return [_named(table.header, fields, _fit(row, fields, odd), row.line, ordinal) for ordinal,
            row in enumerate(filled, 1)]


def _named(header: Sequence[str], fields: Sequence[str | None], values: list[str], line: int, ordinal: int) -> Cells:
    """A row's values by field; the number of the row in a column of its own says nothing more."""
    cells = Cells(line)
    for number, (title, key, value) in enumerate(zip(header, fields, values, strict=True)):
        if key is None and value == str(ordinal) and _is_ordinal(title):
            continue
        if key:
            cells.fields[key] = value
        elif value:
            name = title or f"column {number + 1}"
            cells.others[name] = f"{cells.others[name]}\n{value}" if name in cells.others else value
    return cells


def _fit(row: TableRow, fields: Sequence[str | None], odd: Oddities) -> list[str]:
    """As many values as there are columns."""
    pieces, wanted = row.pieces, len(fields)
    while len(pieces) > wanted and not pieces[-1].strip():
        pieces = pieces[:-1]
    if len(pieces) > wanted:
        odd.note(WIDE_ROW, row.line, f"the row has {len(pieces)} cells under a header of {wanted}",
                 "escape pipes inside cells as `\\|`; the pieces were joined by what the columns hold")
        values = _joined(pieces, fields)
    elif len(pieces) < wanted:
        odd.note(SHORT_ROW, row.line, f"the row has {len(pieces)} cells under a header of {wanted}",
                 "add the missing cells; those there were set where they fit")
        values = _joined(pieces, fields)
    else:
        values = [cell(piece) for piece in pieces]
    return _exchanged(values, fields, row.line, odd)


def _exchanged(values: list[str], fields: Sequence[str | None], line: int, odd: Oddities) -> list[str]:
    """Put cells right that stand in each other's columns; a lesson's only in a row where a depth or status did."""
    for firm in (True, False):
        for at, key in enumerate(fields):
            if key is None or key not in _TESTS or (key in _FIRM) is not firm:
                continue
            if not values[at] or _TESTS[key](values[at]):
                continue
            other = _partner(values, fields, at)
            if other is not None:
                values[at], values[other] = values[other], values[at]
                odd.note(EXCHANGED_CELLS, line,
                         f"`{values[at][:60]}` and `{values[other][:60]}` stood in each other's columns",
                         "exchange them in the document, too")
        if not any(found.kind is EXCHANGED_CELLS and found.span.line == line for found in odd.found[-3:]):
            break
    return values


def _partner(values: Sequence[str], fields: Sequence[str | None], at: int) -> int | None:
    """Another column whose cell belongs here, and which does not hold what it must itself."""
    test = _TESTS[str(fields[at])]
    for other, value in enumerate(values):
        key = fields[other]
        if other == at or not value or len(value) > 60 or not test(value) or (key in _TESTS
                                                                              and _TESTS[str(key)](value)):
            continue
        if key not in _FIRM or _TESTS[str(key)](values[at]):
            return other
    return None


def _joined(pieces: Sequence[str], fields: Sequence[str | None]) -> list[str]:
    """Pieces as columns, neighbours joined or columns left empty, so that the whole fits best.

    Dynamic programming over columns and pieces; a column's score tells whether it holds what it must, and whether
    a join mends something that a bare pipe would break.
    """
    if len(pieces) > _MOST_PIECES:
        pieces = [*pieces[:_MOST_PIECES - 1], "|".join(pieces[_MOST_PIECES - 1:])]
    count = len(pieces)
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ()), *[(_NEVER, ())] * count]
    for column, key in enumerate(fields):
        after: list[tuple[float, tuple[int, ...]]] = [(_NEVER, ())] * (count + 1)
        for start, (before, ends) in enumerate(best):
            for end in range(start, count + 1) if before > _NEVER else ():
                score = before + _score(pieces[start:end], key)
                if start == end:
                    score -= 0.01 * (len(fields) - column)
                if score > after[end][0]:
                    after[end] = (score, (*ends, end))
        best = after
    ends = best[count][1]
    return [cell("|".join(pieces[start:end])) for start, end in pairwise((0, *ends))]


def _score(pieces: Sequence[str], key: str | None) -> float:
    """How well pieces make a cell of a column."""
    if not pieces:
        return -1.0
    text = "|".join(pieces).strip()
    score = sum(_seam(left, right) for left, right in pairwise(pieces))
    score -= 0.5 * (text.count("(") != text.count(")")) + 0.5 * (text.count("`") % 2)
    if key in _TESTS and text:
        firm = 3.0 if key in _FIRM else 1.0
        score += firm if _TESTS[str(key)](text) else -firm
    return score


def _seam(left: str, right: str) -> float:
    """How likely a pipe between two pieces is part of a cell: not with space on both sides, but inside brackets."""
    spaced = left.endswith(" ") and right.startswith(" ")
    return (-0.8 if spaced else 0.2) + (0.6 if left.count("(") > left.count(")") else 0.0)
