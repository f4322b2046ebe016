"""What changes in a course's files while it is served."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing
from pathlib import Path

from watchfiles import Change, awatch

_FOLDERS = ("curriculum", "lessons", "figures")
_LONGEST = 400
"""Milliseconds after which a build begins although files still change."""
_TICK = 400
"""Milliseconds after which a quiet watcher looks whether the folders are still those that it watches."""

Inodes = frozenset[tuple[str, int, int]]


class Changes:
    """What has changed since the last build; many changes make one build."""

    def __init__(self) -> None:
        self._paths: set[str] = set()
        self._some = asyncio.Event()

    def add(self, paths: Iterable[str] = ()) -> None:
        """Asks for a build; the paths are what changed."""
        self._paths.update(paths)
        self._some.set()

    async def take(self) -> list[str]:
        """Waits until a build is asked for; all that changed until then, in order."""
        await self._some.wait()
        self._some.clear()
        taken, self._paths = sorted(self._paths), set()
        return taken


def is_source(path: Path) -> bool:
    """Whether a path in the course may be an author's file: not hidden, and not what editors or Python leave there."""
    if any(part.startswith(".") or part == "__pycache__" for part in path.parts):
        return False
    name = path.name
    return not (name == "4913" or name.endswith(("~", ".swp", ".swx", ".tmp", ".bak", "___"))
                or (name.startswith("#") and name.endswith("#")))


async def watched(root: Path, step: int, more: Callable[[], Iterable[Path]]) -> AsyncGenerator[set[str], None]:
    """The paths that changed, from the course's root; an empty set now and then while nothing does.

    Folders may go and come back, the course's own too.

    Args:
        root: the course's folder.
        step: milliseconds of rest after which changes are told.
        more: further folders that count.
    """
    def now() -> Inodes:
        return _inodes([*(root / name for name in _FOLDERS), *more()])

    before = now()
    while True:
        there = now()
        missed = {_relative(root, path) for path, *_ in there ^ before}
        before = there
        if not there:
            yield missed
            await asyncio.sleep(_TICK / 1000)
            continue
        async with aclosing(_changes(root, sorted({path for path, *_ in there}), step)) as found:
            async for paths in found:
                if now() != there:
                    break
                yield paths | missed
                missed = set()


def _inodes(folders: Iterable[Path]) -> Inodes:
    """The folders that are there, and which they are."""
    found = set()
    for folder in folders:
        try:
            state = os.stat(folder)
        except OSError:
            continue
        found.add((str(folder), state.st_dev, state.st_ino))
    return frozenset(found)


async def _changes(root: Path, folders: list[str], step: int) -> AsyncGenerator[set[str], None]:
    def wanted(_: Change, path: str) -> bool:
        return is_source(Path(_relative(root, path)))

    seen = awatch(*folders, watch_filter=wanted, debounce=max(_LONGEST, step), step=step, rust_timeout=_TICK,
                  yield_on_timeout=True)
    try:
        async for changes in seen:
            yield {_relative(root, path) for _, path in changes}
    except FileNotFoundError:  # a folder went before it was watched
        return


def _relative(root: Path, path: str) -> str:
    found = Path(path)
    return found.relative_to(root).as_posix() if found.is_relative_to(root) else found.as_posix()
