"""The numbers behind a picture as a table, for those who would rather open them in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

Row = dict[str, Any]
"""One line of a table: its cells by the names of their columns."""

_SERIES = "series"


def rows_of(data: Any) -> list[Row] | None:
    """Data as rows of a table; None where they fit none.

    A list of records gives a row for each, with the names of inner values joined by dots.  Columns of equal length
    give a row for each place.  Several such tables under names give one table with a first column `series`.

    Args:
        data: the data, as JSON gives them back.
    """
    if isinstance(data, list):
        return [_flat(item if isinstance(item, Mapping) else {"value": item}) for item in data] or None
    if not isinstance(data, Mapping) or not data:
        return None
    if not any(isinstance(value, list | Mapping) for value in data.values()):
        return [dict(data)]
    return _from_columns(data) or _from_series(data)


def as_csv(rows: list[Row]) -> str:
    """Rows as CSV with a head line, in UTF-8 and with the line ends that RFC 4180 wants."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _from_columns(data: Mapping[str, Any]) -> list[Row] | None:
    """Rows of lists that are equally long and hold no records."""
    columns = list(data.values())
    if not all(isinstance(column, list) for column in columns):
        return None
    if any(isinstance(item, Mapping) for column in columns for item in column):
        return None
    if len({len(column) for column in columns}) != 1:
        return None
    return [_flat(dict(zip(data, items, strict=True))) for items in zip(*columns, strict=True)]


def _from_series(data: Mapping[str, Any]) -> list[Row] | None:
    """Rows of several tables, each with the name of its own in front."""
    tables = {name: rows_of(value) for name, value in data.items()}
    if not all(tables.values()):
        return None
    return [_named(name, row) for name, rows in tables.items() for row in rows or ()]


def _named(name: str, row: Row) -> Row:
    """A row with a series; one that has a series already has this name put before it."""
    series = f"{name}/{row[_SERIES]}" if _SERIES in row else name
    return {_SERIES: series, **{column: cell for column, cell in row.items() if column != _SERIES}}


def _flat(record: Mapping[str, Any]) -> Row:
    return dict(_cells("", record))


def _cells(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The innermost values with the names that lead to them."""
    if isinstance(value, Mapping | list):
        for step, inner in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _cells(f"{name}.{step}" if name else str(step), inner)
    else:
        yield name, value
