"""Writing so that nothing half-written is ever seen, and saying clearly when the disk does not take it."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock

_FULL = {errno.ENOSPC, errno.EDQUOT}


class StoreFault(OSError):
    """The store cannot be written or read: the disk is full, or the folder is not ours to write."""


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file so that readers see the old content or the new one, never a part; raises StoreFault."""
    with clean_words(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def is_full(error: BaseException | None) -> bool:
    """Whether an exception, or one that led to it, says that the disk is full."""
    while error is not None:
        if (isinstance(error, OSError) and error.errno in _FULL) or "No space left on device" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def full_words(folder: Path) -> str:
    """What to say where the disk is full."""
    return f"No space is left for {folder}. Nothing half-written was kept. Free some space and build again."


@contextmanager
def clean_words(folder: Path) -> Iterator[None]:
    """Turns faults of the file system in a folder into StoreFault."""
    try:
        yield
    except StoreFault:
        raise
    except OSError as error:
        words = full_words(folder) if is_full(error) else f"The store {folder} cannot be used: {error}."
        raise StoreFault(words) from error


def flush(path: Path) -> None:
    """Has the system write a file or a folder's list of names to the disk now."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lock(path: Path) -> BaseFileLock:
    """A lock that the system lets go when its process ends, however it ends."""
    from filelock import FileLock

    return FileLock(path)


def try_lock(path: Path) -> BaseFileLock | None:
    """A lock that is ours now; None where a living process holds it."""
    from filelock import Timeout

    mine = lock(path)
    try:
        mine.acquire(timeout=0)
    except Timeout:
        return None
    return mine


def is_held(path: Path) -> bool:
    """Whether a living process holds a lock."""
    if not path.exists():
        return False
    try:
        mine = try_lock(path)
    except FileNotFoundError:  # its folder went in between
        return False
    if mine is not None:
        mine.release()
    return mine is None
