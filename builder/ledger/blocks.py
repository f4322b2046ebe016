"""Reports as blocks of words, and how they look as plain text and as Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

_WIDTH = 100
_BAR = r"\|"


class Heading(Struct, frozen=True):
    """A heading of the first, second or third level."""

    words: str
    level: int = 1


class Lines(Struct, frozen=True):
    """Sentences, each on a line of its own."""

    lines: tuple[str, ...]


class Items(Struct, frozen=True):
    """A list; each item is a line and what belongs to it, by name."""

    items: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


class Table(Struct, frozen=True):
    """A table with a head; cells are words, or numbers as words."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Lines | Items | Table


def items(lines: Iterable[str]) -> Items:
    """A list of lines."""
    return Items(tuple((line, ()) for line in lines))


def as_text(blocks: Iterable[Block]) -> str:
    """Blocks for people at a terminal."""
    return "\n\n".join("\n".join(_text(block)) for block in _filled(blocks)) + "\n"


def as_markdown(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown."""
    return "\n\n".join("\n".join(_markdown(block)) for block in _filled(blocks)) + "\n"


def _filled(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks that hold something."""
    for block in blocks:
        match block:
            case Lines(()) | Items(()) | Table(_, ()):
                continue
            case _:
                yield block


# ---- plain text


def _text(block: Block) -> Iterator[str]:
    match block:
        case Heading(words, level):
            yield words
            if level < 3:
                yield ("=" if level == 1 else "-") * len(words)
        case Lines(lines):
            yield from (part for line in lines for part in _wrapped(line))
        case Items(rows):
            for line, details in rows:
                yield from _wrapped(f"- {line}", after="  ")
                for name, words in details:
                    yield from _wrapped(f"{name}: {_flat(words)}", before="    ", after="      ")
        case Table(head, rows):
            yield from _columns((head, *rows))


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.rjust(width) if cell.isdigit() else cell.ljust(width)
                        for cell, width in zip(row, widths, strict=True)).rstrip()


def _wrapped(words: str, before: str = "", after: str = "") -> list[str]:
    return textwrap.wrap(words, _WIDTH, initial_indent=before, subsequent_indent=after, break_long_words=False,
                         break_on_hyphens=False) or [""]


# ---- Markdown


def _markdown(block: Block) -> Iterator[str]:
    match block:
        case Heading(words, level):
            yield f"{'#' * (level + 1)} {words}"
        case Lines(lines):
            yield "  \n".join(lines)
        case Items(rows):
            for line, details in rows:
                yield f"- {line}"
                yield from (f"  - *{name}:* {_flat(words)}" for name, words in details)
        case Table(head, rows):
            yield _cells(head)
            yield _cells(["---"] * len(head))
            yield from (_cells(row) for row in rows)


def _cells(row: Sequence[str]) -> str:
    return f"| {' | '.join(_flat(cell).replace('|', _BAR) for cell in row)} |"


def _flat(words: str) -> str:
    return " ".join(words.split())
