"""Lists of definitions, a term with `: what it means` under it, written as the lists of items that they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from builder.importing.structure.blocks import MARKER
from builder.importing.structure.fences import Fences
from builder.importing.structure.labels import plain_label

_MEANING = re.compile(r" {0,3}:[ \t]+(\S.*)$")

_NO_TERM = re.compile(r"\s{4}|\s*$|\s*(?:[|>#:<`~]|(?:[-*_=][ \t]*){3,}$)")

_LONGEST = 160

Numbered = tuple[str, int]


def as_items(lines: Sequence[str], numbers: Sequence[int]) -> tuple[list[str], list[int]]:
    """Lines in which each term with what it means is an item of a list, and for each the number of its own line."""
    found = list(zip(lines, numbers, strict=True))
    if any(_MEANING.match(line) for line in lines):
        found = list(_items(found, Fences(lines)))
    return [line for line, _ in found], [number for _, number in found]


def _items(lines: Sequence[Numbered], fences: Fences) -> Iterator[Numbered]:
    """Go over the lines once; the last ones are held back as long as they may be a term and a blank line."""
    held, within, code_ends = list[Numbered](), False, -1
    for at, (line, number) in enumerate(lines):
        code_ends = max(code_ends, -1 if (close := fences.close(at)) is None else close)
        meaning = _MEANING.match(line) if at > code_ends else None
        if meaning and within:
            yield from held
            held = [(f"    - {meaning[1]}", number)]
        elif meaning and held and _is_term(held[0][0]):
            held = list(_item(held[0], (meaning[1], number)))
            within = True
        else:
            within = within and (not line.strip() or line[:2].isspace())
            if held and (line.strip() or len(held) > 1):
                yield from held
                held = []
            held.append((line, number))
    yield from held


def _is_term(line: str) -> bool:
    return len(line) <= _LONGEST and not _NO_TERM.match(line) and not MARKER.match(line)


def _item(term: Numbered, meaning: Numbered) -> Iterator[Numbered]:
    """A term as an item; what it means stands beside it, or below where it is labelled."""
    words = term[0].strip()
    name = words if "**" in words or "__" in words else f"**{words}**"
    if plain_label(meaning[0]):
        yield f"- {name}", term[1]
        yield f"    - {meaning[0]}", meaning[1]
    else:
        yield f"- {name} — {meaning[0]}", term[1]
