"""New files wait beside the old ones until all of them are there; then they take their places.

A build that fails or is killed before leaves what stands untouched.  One that is killed while files take their places
leaves each file whole, old or new, and the next build finds out which.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from builder.fresh import TREES


class Stage:
    """Where new files wait.

    Args:
        output: the folder with the trees; paths are counted from here.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self.waiting = output / ".new"

    def clear(self) -> None:
        """Sweep away what a killed build left."""
        if self.waiting.exists():
            shutil.rmtree(self.waiting)

    def put(self, path: str, data: bytes) -> None:
        """Let a file wait.

        Raises:
            OSError: if the disk is full or refuses.
        """
        target = f"{self.waiting}/{path}"
        try:
            _write(target, data)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            _write(target, data)

    def move_in(self, gone: Iterable[str]) -> None:
        """Let the waiting files take their places, and remove those that are gone."""
        for tree in TREES:
            here, there = self.waiting / tree, self.output / tree
            if here.is_dir() and not there.exists():
                os.rename(here, there)
            elif here.is_dir():
                self._move_each(tree)
        for path in gone:
            self._remove(self.output / path)
        self.clear()
        (self.output / "site").mkdir(parents=True, exist_ok=True)

    def _move_each(self, tree: str) -> None:
        for folder, folders, names in os.walk(self.waiting / tree):
            place = self.output / Path(folder).relative_to(self.waiting)
            for name in folders:
                _make_room(place / name, for_folder=True)
            for name in names:
                _make_room(place / name, for_folder=False)
                os.replace(f"{folder}/{name}", place / name)

    def _remove(self, file: Path) -> None:
        """Remove a file and the folders that are empty without it."""
        file.unlink(missing_ok=True)
        for folder in file.parents:
            if folder == self.output or folder.parent == self.output or not folder.is_dir() or any(folder.iterdir()):
                return
            folder.rmdir()


def sweep(output: Path) -> Iterator[str]:
    """Remove folders without files from the trees; a build that was killed amid removing may have left some."""
    for tree in TREES:
        for folder, _, names in os.walk(output / tree, topdown=False):
            if not names and folder != f"{output}/site" and not os.listdir(folder):
                os.rmdir(folder)
                yield f"{Path(folder).relative_to(output).as_posix()}/"


def _write(place: str, data: bytes) -> None:
    file = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666)
    try:
        while data:
            data = data[os.write(file, data):]
    finally:
        os.close(file)


def _make_room(place: Path, for_folder: bool) -> None:
    """Make sure that nothing of another kind stands in a place, and that a folder is there where one is wanted."""
    if for_folder:
        if not place.is_dir():
            place.unlink(missing_ok=True)
            place.mkdir()
    elif place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)


def strangers(output: Path, known: Iterable[str]) -> Iterator[str]:
    """The files in the trees that no build is known to have written."""
    wanted = set(known)
    for tree in TREES:
        for folder, _, names in os.walk(output / tree):
            place = Path(folder).relative_to(output).as_posix()
            yield from (path for name in names if (path := f"{place}/{name}") not in wanted)
