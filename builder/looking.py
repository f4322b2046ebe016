"""How files and folders stand on the disk: their states, their digests, what is in them.

Names that begin with a dot, Python's caches and the copies that editors leave are no part of a course.
"""

from __future__ import annotations

import os
from errno import ELOOP, ENOENT, ENOTDIR
from hashlib import blake2b
from stat import S_IFDIR, S_IFMT, S_ISREG
from struct import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Stamp = tuple[bytes, bytes]
    Moment = tuple[int, int]

STATE = Struct("<qqqQ")
"""Size, time of the last writing and of the last change in nanoseconds since 1970, inode."""
MARK = 16
"""The bytes of a digest."""
UNSURE = bytes(STATE.size)
"""The state that is kept where times tell nothing: no file is in it."""
ABSENT, FOLDER = bytes(MARK), S_IFDIR.to_bytes(MARK, "big")
"""The digests of what is missing, and of a folder where a file was looked for."""
MISSING = UNSURE, ABSENT
_NOT_THERE = {ENOENT, ENOTDIR, ELOOP}
_MARGIN = 2_000_000_000
"""In nanoseconds: the coarsest times that file systems keep, FAT's, are two seconds apart."""
_WORTH_A_PROCESS = 4_000
_CHUNK = 1 << 16


def walk(
    root: str, folder: str, now: Moment | None, above: tuple[tuple[int, int], ...] = (),
) -> Iterator[tuple[str, Stamp | None]]:
    """A folder and all in it, by path: folders with their stamps, which hold the very names that are walked.

    A link to a folder in which it stands leads no deeper.
    """
    place = os.path.join(root, folder)
    try:
        state = os.stat(place)
        with os.scandir(place) as entries:
            within = [entry for entry in entries if _belongs(entry.name)]
    except OSError as fault:
        yield f"{folder}/", _missing(fault)
        return
    yield f"{folder}/", (_state_of(state, now), _mark_of_names([entry.name for entry in within]))
    here = state.st_dev, state.st_ino
    for entry in within if here not in above else ():
        path = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and os.path.isdir(entry)):
            yield from walk(root, path, now, (*above, here))
        else:
            yield path, None


def _belongs(name: str) -> bool:
    """Whether a name can be a part of a course."""
    return not (name[0] == "." or name[-1] == "~" or name[0] == name[-1] == "#" or name == "__pycache__")


def _missing(fault: OSError) -> Stamp:
    """The stamp of what is not there; a fault that says anything else goes up."""
    if fault.errno not in _NOT_THERE:
        raise fault
    return MISSING


def stamp(place: str, now: Moment | None, digest: str | None = None) -> Stamp:
    """State and digest of a file or folder; the state comes first, so that a writing in between shows later.

    A file of which the digest is known is not read.
    """
    try:
        state = os.stat(place)
        return _state_of(state, now), bytes.fromhex(digest) if digest else _mark_of(place, state.st_mode)
    except OSError as fault:
        return _missing(fault)


def _state_of(state: os.stat_result, now: Moment | None) -> bytes:
    """A state as bytes, if whatever changes from now on will show in its times.

    They are the device's own, for a server need not go by this machine's clock.
    """
    written, changed = state.st_mtime_ns, state.st_ctime_ns
    if now is None or state.st_dev != now[0] or not 0 <= written < now[1] - _MARGIN > changed:
        return UNSURE
    return STATE.pack(state.st_size, written, changed, state.st_ino)


def time_of(clock: str | None) -> Moment | None:
    """The device of a file and the time there, in nanoseconds since 1970; None where times do not tell.

    Windows has no time of change that programs cannot set, so that only digests tell there.
    """
    if clock is None or os.name != "posix":
        return None
    try:
        os.close(os.open(clock, os.O_WRONLY | os.O_CREAT, 0o666))
        os.utime(clock)
        state = os.stat(clock)
    except OSError:
        return None  # nothing can be written there: the digests decide
    return state.st_dev, state.st_ctime_ns


def _mark_of(place: str, mode: int) -> bytes:
    """The digest of a file's content or a folder's names; anything else has its kind for one."""
    if place.endswith("/"):
        return _mark_of_names([name for name in os.listdir(place) if _belongs(name)])
    return _digest_of_file(place) if S_ISREG(mode) else S_IFMT(mode).to_bytes(MARK, "big")


def _mark_of_names(names: list[str]) -> bytes:
    return digest_of(os.fsencode("\0".join(sorted(names))))


def digest_of(data: bytes) -> bytes:
    """The digest of bytes, as BLAKE2b makes it."""
    return blake2b(data, digest_size=MARK).digest()


def _digest_of_file(place: str) -> bytes:
    known = blake2b(digest_size=MARK)
    file = os.open(place, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        while data := os.read(file, _CHUNK):
            known.update(data)
    finally:
        os.close(file)
    return known.digest()


def is_content(mark: bytes) -> bool:
    """Whether a digest is a file's; what is missing or of another kind has zeros, and then its kind, for one."""
    return not mark.startswith(b"\0\0\0\0\0\0\0\0")


# ---- sharing the work


def shared(look: Callable[[range], bytes], count: int, processes: int) -> bytes:
    """What `look` says of all indices, in order, with the work shared among processes where that pays."""
    if not hasattr(os, "fork") or count < _WORTH_A_PROCESS:
        processes = 1
    parts = [range(count * n // processes, count * (n + 1) // processes) for n in range(processes)]
    children = [_child(look, part) for part in parts[1:]]
    try:
        own = look(parts[0])
    finally:
        others = [_answer(*child) for child in children]
    return own + b"".join(
        look(part) if answer is None else answer for part, answer in zip(parts[1:], others, strict=True))


def _child(look: Callable[[range], bytes], part: range) -> tuple[int, int]:
    """Start a process that looks at a part; its id, and where to read what it says."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        failed = 1
        try:
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(look(part))
            failed = 0
        finally:
            os._exit(failed)
    os.close(writing)
    return process, reading


def _answer(process: int, reading: int) -> bytes | None:
    """What a process said; None if it failed, so that whoever asked meets the fault itself."""
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(process, 0)
    return said if status == 0 else None
