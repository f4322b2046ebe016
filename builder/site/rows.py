"""The shelf's rows about jobs: what each showed, and which files it wrote."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, json

from builder.pages.jobs import Name
from builder.shelf import Shelf, digest_of

KIND = "job"
"""The kind under which the shelf keeps jobs."""


class Known(Struct, frozen=True, array_like=True):
    """A job as it was done last.

    Attributes:
        shown: what its files showed.
        files: their sizes and digests, by path from the output folder.
    """

    shown: dict[str, str]
    files: dict[str, tuple[int, str]]

    def to_json(self) -> bytes:
        """The job as JSON."""
        return json.encode(self)

    @classmethod
    def from_json(cls, says: bytes) -> Known:
        """A job out of its JSON."""
        return _decoder().decode(says)

    def stands(self, output: Path, closely: bool = False) -> bool:
        """Whether the files are where they were put, by their sizes, or by their digests."""
        return all(size_of(f"{output}/{path}") == size and not (closely and digest_of_file(output / path) != digest)
                   for path, (size, digest) in self.files.items())


@cache
def _decoder() -> json.Decoder[Known]:
    return json.Decoder(Known)


def row_name(name: Name) -> str:
    """A job's name as the shelf knows it."""
    return " ".join(name)


def name_of(row: str) -> Name:
    """The job that the shelf knows by a name."""
    kind, _, of = row.partition(" ")
    return kind, of


def known_row(shelf: Shelf, name: Name) -> Known | None:
    """A job as it was done last; None if it never was."""
    says = shelf.get(KIND, row_name(name))
    return Known.from_json(says) if says is not None else None


def keep_row(shelf: Shelf, name: Name, now: Known, reads: Iterable[str] = ()) -> None:
    """Keep what a job showed, and at whose outlines it looked."""
    shelf.put(KIND, row_name(name), "", now.to_json())
    shelf.set_reads(KIND, row_name(name), reads)


def digest_of_file(file: Path) -> str:
    """The digest of a file of the site."""
    return digest_of(file.read_bytes())


def size_of(place: Any) -> int | None:
    """The size of a file; None if there is none."""
    try:
        return os.stat(place).st_size
    except (FileNotFoundError, NotADirectoryError):
        return None
