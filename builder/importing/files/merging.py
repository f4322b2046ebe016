"""Importing again: what changed in the document is taken, what changed by hand is kept, both is said.

Each import leaves digests of the values that it wrote.  A value is *changed by hand* where the file differs from
its digest, and *changed in the document* where the new import does.  Rows of lists are told apart by what names
them (an id, a concept, a title), so that rows may be added, removed and moved on either side.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from builder.diagnostics import Route

Digests = Any
"""A digest for a value; a mapping of them for a mapping; {"[]": {name: digests}} for a list."""

_NAMES = ("id", "concept", "lesson", "finding", "belief", "title", "name", "modality", "text", "heading", "old", "code",
          "resolution")

_LIST = "[]"


class Merged(Struct):
    """The outcome of a merge: the value, and where both sides changed it."""

    value: Any = None
    both: list[tuple[Route, Any, Any]] = []


def digests(value: Any) -> Digests:
    """The digests of a value."""
    if isinstance(value, dict):
        return {key: digests(item) for key, item in value.items()}
    if _is_list(value):
        return {_LIST: {name: digests(item) for name, item in zip(row_names(value), value, strict=True)}}
    return hashlib.sha256(str(value).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def row_names(rows: Sequence[Any]) -> list[str]:
    """A name for each row of a list, by which it is found again."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        name = _row_name(row)
        seen[name] += 1
        found.append(f"{name} #{seen[name]}" if seen[name] > 1 else name)
    return found


def _row_name(row: Any) -> str:
    if isinstance(row, dict):
        for key in _NAMES:
            if isinstance(row.get(key), str | int):
                return f"{key}={hashlib.sha256(str(row[key]).encode()).hexdigest()[:10]}"
        return "row"
    return str(digests(row))[:14]


def merge(base: Digests, mine: Any, theirs: Any, route: Route = ()) -> Merged:
    """Merge a value three ways.

    A list that no import wrote is taken as a whole: rows of a document are not mixed into rows made by hand.

    Args:
        base: the digests of the last import, None where it wrote nothing here.
        mine: the value in the course's file, None where there is none.
        theirs: the value in the document now, None where there is none.
        route: the way to the value.
    """
    if mine is None and theirs is None:
        return Merged()
    if isinstance(mine, dict) and isinstance(theirs, dict):
        return _mappings(base if isinstance(base, dict) else {}, mine, theirs, route)
    if _is_list(mine) and _is_list(theirs) and isinstance(base, dict):
        return _lists(base.get(_LIST, {}), mine, theirs, route)
    return _values(base, mine, theirs, route)


def _values(base: Digests, mine: Any, theirs: Any, route: Route) -> Merged:
    by_hand = (digests(mine) if mine is not None else None) != base
    in_document = (digests(theirs) if theirs is not None else None) != base
    if mine == theirs or not in_document:
        return Merged(mine)
    if not by_hand:
        return Merged(theirs)
    return Merged(mine, [(route, mine, theirs)])


def _mappings(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], route: Route) -> Merged:
    result = Merged({})
    for key in _order(list(mine), list(theirs)):
        part = merge(base.get(key), mine.get(key), theirs.get(key), (*route, key))
        result.both.extend(part.both)
        if part.value is not None:
            result.value[key] = part.value
    return result


def _lists(base: Mapping[str, Any], mine: Sequence[Any], theirs: Sequence[Any], route: Route) -> Merged:
    mine_rows = dict(zip(row_names(mine), mine, strict=True))
    their_rows = dict(zip(row_names(theirs), theirs, strict=True))
    result = Merged([])
    for name in _order(list(mine_rows), list(their_rows)):
        part = merge(base.get(name), mine_rows.get(name), their_rows.get(name), (*route, len(result.value)))
        result.both.extend(part.both)
        if part.value is not None:
            result.value.append(part.value)
    return result


def _order(mine: list[str], theirs: list[str]) -> list[str]:
    """The names of both sides: mine in order, each new one of theirs behind the one that it follows there."""
    known = set(mine)
    after: dict[str | None, list[str]] = {}
    last: str | None = None
    for name in theirs:
        if name in known:
            last = name
        else:
            after.setdefault(last, []).append(name)
    found = list(after.get(None, ())) if mine and theirs and theirs[0] not in known else []
    for name in mine:
        found.append(name)
        found.extend(after.get(name, ()))
    return found or [name for names in after.values() for name in names]


def _is_list(value: Any) -> bool:
    return isinstance(value, list)
