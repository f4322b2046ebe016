"""The store: a folder of finished jobs, each whole or not there, and checked whenever it is read."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from msgspec import Struct

from builder.jobs.disk import clean_words, flush, is_held, lock, try_lock
from builder.jobs.keys import Ingredients, digest, key_of
from builder.jobs.seals import BrokenSeal, seal, unseal

RECORD = "job.json"
_WORK = "work"
_UNFINISHED = "unfinished"
_LOCK = "lock"


class _Damage(Exception):
    """What is wrong with an entry."""


class Entry(Struct, frozen=True):
    """A finished job.

    Attributes:
        key: the job's key.
        folder: where its files stand.
        ingredients: all that its result depends on.
        files: the digest of each file, by its path in the folder.
        facts: what the job found out, as JSON can hold it.
        seconds: how long the run took that made it.
        versions: the full versions of the packages that made it.
    """

    key: str
    folder: Path
    ingredients: Ingredients
    files: Mapping[str, str]
    facts: Mapping[str, Any]
    seconds: float
    versions: Mapping[str, str]


class Store:
    """Finished jobs by key, in `<folder>/<key[:2]>/<key>/`.

    Entries appear by a rename, so that several builds can use one store at once.  Every method raises StoreFault
    where the disk is full or the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._checked: dict[tuple[str, int, int], str] = {}

    def place(self, key: str) -> Path:
        """Where an entry stands, or would."""
        return self.folder / key[:2] / key

    def find(self, key: str) -> Entry | None:
        """The entry of a key, with every file checked against its digest; None where it is missing or damaged."""
        with clean_words(self.folder):
            try:
                return self._checked_entry(key)
            except (FileNotFoundError, _Damage):
                return None

    def damage(self, key: str) -> str | None:
        """What is wrong with an entry that stands in the store, in words."""
        with clean_words(self.folder):
            try:
                self._checked_entry(key)
            except FileNotFoundError:
                return None
            except _Damage as damage:
                return str(damage)
        return None

    def drop_damaged(self, key: str) -> str | None:
        """Removes an entry that is damaged and says what was wrong with it; leaves a sound one alone."""
        if self.damage(key) is None:
            return None
        with clean_words(self.folder), self._only_one():
            words = self.damage(key)
            if words is not None:
                _remove(self.place(key), self.folder / _WORK)
            return words

    def drop(self, key: str) -> None:
        """Removes an entry, sound or damaged, if it is there."""
        with clean_words(self.folder), self._only_one():
            if self.place(key).exists():
                _remove(self.place(key), self.folder / _WORK)

    def read(self, key: str) -> Entry:
        """The entry of a key that was found before, without checking its files again."""
        return self._entry(key)

    def all_keys(self) -> list[str]:
        """The keys of all entries, sound or damaged, in order."""
        return sorted(place.name for place in self.folder.glob("??/*") if place.name.startswith(place.parent.name))

    def entries(self) -> Iterator[Entry]:
        """All entries whose records can be read, in order of their keys."""
        for key in self.all_keys():
            try:
                yield self._entry(key)
            except (FileNotFoundError, _Damage):
                continue

    def left_behind(self) -> list[Path]:
        """The states of jobs whose build was killed and that nobody works on now."""
        states = sorted(path for path in (self.folder / _UNFINISHED).glob("*") if path.suffix != ".lock")
        return [state for state in states if not is_held(state.with_suffix(".lock"))]

    def forget(self, state: Path) -> None:
        """Removes the state of an unfinished job."""
        with clean_words(self.folder):
            state.unlink(missing_ok=True)
            state.with_suffix(".lock").unlink(missing_ok=True)

    def in_use(self) -> bool:
        """Whether a build that trains or draws is using the store now."""
        return any(is_held(lock) for lock in (self.folder / _WORK).glob(f"*/{_LOCK}"))

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """A folder for unfinished jobs that goes when the build ends, and with the next build if this one is killed."""
        with clean_words(self.folder):
            (self.folder / _WORK).mkdir(parents=True, exist_ok=True)
            with self._only_one():
                self._sweep()
                work = Path(tempfile.mkdtemp(prefix="build-", dir=self.folder / _WORK))
                mine = lock(work / _LOCK)
                mine.acquire()
        try:
            yield work
        finally:
            mine.release()
            shutil.rmtree(work, ignore_errors=True)

    @contextmanager
    def unfinished(self, name: str) -> Iterator[Path | None]:
        """A file for the state of a job under way, which outlives a killed build and goes when the job has ended.

        Nobody gets it while another process has it: None then.
        """
        state = self.folder / _UNFINISHED / name
        with clean_words(self.folder):
            state.parent.mkdir(parents=True, exist_ok=True)
            mine = try_lock(state.with_name(f"{name}.lock"))
        if mine is None:
            yield None
            return
        try:
            yield state
        finally:
            state.unlink(missing_ok=True)
            mine.release()
            with suppress(OSError):
                Path(mine.lock_file).unlink()

    def keep(
        self, work: Path, ingredients: Ingredients, facts: Any, seconds: float, versions: Mapping[str, str]
    ) -> str:
        """Makes an entry of the files in the folder `work`, which moves into the store.

        Where another build was faster, its entry stays and `work` is removed.

        Returns:
            The entry's key.
        """
        key = key_of(ingredients)
        with clean_words(self.folder):
            files = {name: digest((work / name).read_bytes()) for name in _names(work)}
            record = {
                "key": key,
                "ingredients": ingredients,
                "files": files,
                "facts": facts,
                "seconds": round(seconds, 3),
                "versions": dict(versions),
            }
            (work / RECORD).write_bytes(seal(record))
            for name in [*files, RECORD]:
                flush(work / name)
            self._move_in(work, key)
        return key

    def _move_in(self, work: Path, key: str) -> None:
        place = self.place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.rename(work, place)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST, errno.EACCES) or not place.is_dir():
                raise
            if self.drop_damaged(key) is None:
                shutil.rmtree(work, ignore_errors=True)
            else:
                os.rename(work, place)
        flush(place.parent)

    def _entry(self, key: str) -> Entry:
        """Reads an entry's record; raises FileNotFoundError where no entry stands, _Damage where it is unreadable."""
        place = self.place(key)
        try:
            record = unseal((place / RECORD).read_bytes())
        except FileNotFoundError:
            if place.is_dir():
                raise _Damage(f"{RECORD} is missing") from None
            raise
        except NotADirectoryError:
            raise _Damage("a file stands where its folder was") from None
        except BrokenSeal as broken:
            raise _Damage(f"{RECORD} {broken}") from None
        if record.get("key") != key or key_of(record.get("ingredients", {})) != key:
            raise _Damage(f"{RECORD} belongs to another job")
        return Entry(folder=place, **record)

    def _checked_entry(self, key: str) -> Entry:
        entry = self._entry(key)
        names = set(_names(entry.folder)) - {RECORD}
        for name in sorted(names ^ entry.files.keys()):
            raise _Damage(f"{name} is {'missing' if name in entry.files else 'not of the job'}")
        for name, expected in entry.files.items():
            if self._digest(entry.folder / name) != expected:
                raise _Damage(f"{name} is not what was written")
        return entry

    def _digest(self, path: Path) -> str:
        """A file's digest; a file that kept its size and time since it was read in this process is not read again."""
        state = path.stat()
        mark = (str(path), state.st_size, state.st_mtime_ns)
        if mark not in self._checked:
            self._checked[mark] = digest(path.read_bytes())
        return self._checked[mark]

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        """Lets one process at a time sweep and drop."""
        (self.folder / _WORK).mkdir(parents=True, exist_ok=True)
        with lock(self.folder / _WORK / _LOCK):
            yield

    def _sweep(self) -> None:
        """Removes what builds that are no longer alive left behind."""
        for work in (self.folder / _WORK).iterdir():
            if work.is_dir() and not is_held(work / _LOCK):
                shutil.rmtree(work, ignore_errors=True)


def _names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def _remove(place: Path, work: Path) -> None:
    """Takes a folder out of sight at once and removes it then."""
    away = Path(tempfile.mkdtemp(prefix="dropped-", dir=work))
    os.rename(place, away / place.name)
    shutil.rmtree(away, ignore_errors=True)
