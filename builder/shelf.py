"""What a builder keeps between runs, by kind and name: one SQLite file, which may be thrown away at any time.

A row holds the digest of what it was made from, so whoever reads one knows whether it still counts.  The whole file
counts only for the version of the builder that wrote it; a damaged one is thrown away, a damaged row is none.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType

from builder import __version__

NAME = "course.db"
LIBRARIES = ("pyyaml", "markdown-it-py", "mdit-py-plugins", "msgspec", "pydantic", "pygments", "math-core", "jinja2")
"""The libraries on which what is kept depends."""

_PAGE = 16_384
"""Bytes that are read and written at once; most rows are some thousands."""

_TABLES = """
    CREATE TABLE IF NOT EXISTS about (version TEXT);
    CREATE TABLE IF NOT EXISTS kept (kind TEXT, name TEXT, digest TEXT, mark INTEGER, says BLOB);
    CREATE UNIQUE INDEX IF NOT EXISTS by_name ON kept (kind, name);
    CREATE TABLE IF NOT EXISTS reads (kind TEXT, name TEXT, of TEXT);
    CREATE INDEX IF NOT EXISTS by_read ON reads (of);
    CREATE INDEX IF NOT EXISTS by_reader ON reads (kind, name);
"""


def digest_of(data: bytes) -> str:
    """The digest of a file's bytes: 32 hexadecimal digits of BLAKE2b."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@cache
def version() -> str:
    """What everything that is kept depends on besides its ingredients: the builder's own code and its libraries."""
    from importlib import metadata

    known = hashlib.blake2b(f"{__version__} {sys.version}".encode(), digest_size=16)
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        known.update(path.read_bytes())
    for name in LIBRARIES:
        known.update(f"{name} {metadata.version(name)}".encode())
    return known.hexdigest()


class Shelf:
    """Rows by kind and name.

    Args:
        folder: where the file stands; without one, or where it cannot be written, rows last as long as the shelf.
        edition: what `version` says, where that is known already.
    """

    def __init__(self, folder: Path | None = None, edition: str | None = None) -> None:
        self.folder = folder
        self._base = _opened(folder, edition or version())

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self.commit()
        self.close()

    def get(self, kind: str, name: str, digest: str | None = None) -> bytes | None:
        """What is kept under a name, if it was made from this digest; None where it is not known or damaged."""
        row = self._base.execute("SELECT digest, mark, says FROM kept WHERE kind = ? AND name = ?", (kind, name))
        found = row.fetchone()
        if found is None or (digest is not None and found[0] != digest) or zlib.crc32(found[2]) != found[1]:
            return None
        says: bytes = found[2]
        return says

    def put(self, kind: str, name: str, digest: str, says: bytes) -> None:
        """Keep something under a name, in place of what stood there."""
        self.put_all([(kind, name, digest, says)])

    def put_all(self, rows: Iterable[tuple[str, str, str, bytes]]) -> None:
        """Keep many things: kind, name, digest, and what to keep."""
        self._base.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", (
            (kind, name, digest, zlib.crc32(says), says) for kind, name, digest, says in rows))

    def digests(self, kind: str) -> dict[str, str]:
        """The digests of all rows of a kind, by name."""
        return dict(self._base.execute("SELECT name, digest FROM kept WHERE kind = ?", (kind,)))

    def digest(self, kind: str, name: str) -> str | None:
        """The digest of a row; None where there is none."""
        row = self._base.execute("SELECT digest FROM kept WHERE kind = ? AND name = ?", (kind, name)).fetchone()
        return row[0] if row else None

    def drop(self, kind: str, names: Iterable[str]) -> None:
        """Forget rows, and what they were made by looking at."""
        rows = [(kind, name) for name in names]
        self._base.executemany("DELETE FROM kept WHERE kind = ? AND name = ?", rows)
        self._base.executemany("DELETE FROM reads WHERE kind = ? AND name = ?", rows)

    def rows(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """All rows of a kind, in the order of their names."""
        for name in [name for name, in self._base.execute(
                "SELECT name FROM kept WHERE kind = ? ORDER BY name", (kind,))]:
            if (says := self.get(kind, name)) is not None:
                yield name, says

    # ---- who read what

    def set_reads(self, kind: str, name: str, of: Iterable[str]) -> None:
        """Keep what something was made by looking at."""
        self._base.execute("DELETE FROM reads WHERE kind = ? AND name = ?", (kind, name))
        self._base.executemany("INSERT INTO reads VALUES (?, ?, ?)", ((kind, name, one) for one in sorted(of)))

    def readers(self, of: Iterable[str]) -> set[tuple[str, str]]:
        """The kinds and names of all that looked at some of these."""
        found: set[tuple[str, str]] = set()
        for one in of:
            found.update(self._base.execute("SELECT kind, name FROM reads WHERE of = ?", (one,)))
        return found

    def close(self) -> None:
        """Let go of the file; what was not committed is forgotten."""
        self._base.close()

    def commit(self) -> None:
        """Make what was kept last beyond this process."""
        self._base.commit()


def sync(shelf: Shelf, kind: str, wanted: Mapping[str, object]) -> None:
    """Forget the rows of a kind whose names are wanted no more."""
    if left := shelf.digests(kind).keys() - wanted.keys():
        shelf.drop(kind, left)


def _opened(folder: Path | None, edition: str) -> sqlite3.Connection:
    """The file, anew where it is of another version or damaged; in memory where there can be no file."""
    if folder is not None:
        with suppress(OSError, sqlite3.OperationalError):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".gitignore").write_text("*\n")
            with suppress(sqlite3.DatabaseError):
                return _prepared(folder / NAME, edition)
            _remove(folder / NAME)
            return _prepared(folder / NAME, edition)
    return _prepared(None, edition)


def _prepared(file: Path | None, edition: str) -> sqlite3.Connection:
    base = sqlite3.connect(file or ":memory:", timeout=60)
    base.execute(f"PRAGMA page_size = {_PAGE}")
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = OFF")
    base.executescript(_TABLES)
    if base.execute("SELECT version FROM about").fetchall() != [(edition,)]:
        base.executescript("DELETE FROM about; DELETE FROM kept; DELETE FROM reads;")
        base.execute("INSERT INTO about VALUES (?)", (edition,))
        base.commit()
    return base


def _remove(file: Path) -> None:
    for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        path.unlink(missing_ok=True)
