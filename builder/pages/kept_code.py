"""Highlighted code kept from one build to the next: one SQLite file, which may be thrown away at any time.

Highlighting takes half of a page's time, and code changes less often than the words around it.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from builder.pages.highlight import edition, keep

NAME = "code.db"
_GATHERED = 500
"""Pieces of code that are written at once."""

_at_hand: list[Path | None] = []


class KeptCode:
    """Highlighted code by its key; several processes may read and write it at a time, each through one of its own.

    What is put is written by the hundreds and at the end.  A file that is damaged, or was written by another way of
    highlighting, is begun anew; where there can be no file, nothing is kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._base = _opened(folder)
        self._new: dict[str, bytes] = {}
        self._damaged = False

    def get(self, key: str) -> str | None:
        """The code under a key; None where it is not known, or damaged."""
        with self._minding(), suppress(zlib.error, UnicodeDecodeError):
            row = self._base.execute("SELECT html FROM code WHERE key = ?", (key,)).fetchone()
            packed = row[0] if row else self._new.get(key)
            return zlib.decompress(packed).decode() if packed else None
        return None

    def put(self, key: str, html: str) -> None:
        """Keep code under a key."""
        self._new[key] = zlib.compress(html.encode(), 1)
        if len(self._new) >= _GATHERED:
            self.write()

    def write(self) -> None:
        """Write what was put; on a disk that refuses, it is forgotten."""
        rows, self._new = self._new.items(), {}
        with self._minding(), self._base:
            self._base.executemany("INSERT OR REPLACE INTO code VALUES (?, ?)", rows)

    def close(self) -> None:
        """Write what was put, and let go of the file; a damaged one goes."""
        self.write()
        self._base.close()
        if self._damaged and self._folder:
            _remove(self._folder)

    @contextmanager
    def _minding(self) -> Iterator[None]:
        """Passes over a disk that refuses, and over a file that proves damaged, which goes in the end."""
        try:
            yield
        except sqlite3.OperationalError:
            return
        except sqlite3.DatabaseError:
            self._damaged = True


@contextmanager
def kept_code(folder: Path | None) -> Iterator[None]:
    """Within it, this process highlights no code that a build with the same folder has highlighted before.

    Within another one for the same folder it changes nothing.
    """
    if folder in _at_hand:
        yield
        return
    store = KeptCode(folder)
    keep(store)
    _at_hand.append(folder)
    try:
        yield
    finally:
        _at_hand.pop()
        keep(None)
        store.close()


def _opened(folder: Path | None) -> sqlite3.Connection:
    """The file, begun anew where it is damaged; in memory where there can be none."""
    if folder is None:
        return _prepared(":memory:")
    with suppress(OSError, sqlite3.OperationalError):
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(sqlite3.DatabaseError):
            return _prepared(str(folder / NAME))
        _remove(folder)
        return _prepared(str(folder / NAME))
    return _prepared(":memory:")


def _prepared(file: str) -> sqlite3.Connection:
    """An open file with its table; code that was highlighted in another way goes."""
    base = sqlite3.connect(file, timeout=60)
    mark = zlib.crc32(edition().encode()) & 0x7FFFFFFF
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = OFF")
    base.execute("CREATE TABLE IF NOT EXISTS code (key TEXT PRIMARY KEY, html BLOB) WITHOUT ROWID")
    if base.execute("PRAGMA user_version").fetchone() != (mark,):
        base.executescript(f"BEGIN; DELETE FROM code; PRAGMA user_version = {mark}; COMMIT")
    return base


def _remove(folder: Path) -> None:
    with suppress(OSError):
        for name in (NAME, f"{NAME}-wal", f"{NAME}-shm"):
            (folder / name).unlink(missing_ok=True)
