"""Put a finished tree of files in its place, all or nothing.

The new tree is made beside the old one, with hard links to files that did not change, so that they keep their
times; then the two change places.  A build that fails or is killed before leaves the old tree untouched; one
that is killed between the two renames leaves it under another name, and the next build puts it back.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock
from msgspec import Struct


class Written(Struct, frozen=True):
    """How many files of a tree are new, changed, unchanged and gone."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def touched(self) -> int:
        """How many files are not as they were."""
        return self.new + self.changed + self.removed


def write_tree(folder: Path, files: Mapping[str, bytes]) -> Written:
    """Make `folder` hold exactly these files.

    Args:
        folder: the tree's place; it is made where it is missing.
        files: bytes by path relative to the folder, with forward slashes.

    Raises:
        OSError: if the disk is full or refuses; the old tree then stands as it was.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / f".{folder.name}.lock"):
        recover(folder)
        state = {path: _state(folder / path, data) for path, data in files.items()}
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        counts = Counter(state.values())
        written = Written(counts["new"], counts["changed"], counts["unchanged"], len(there - files.keys()))
        if written.touched or not folder.is_dir():
            _replace(folder, files, state)
        return written


def recover(folder: Path) -> None:
    """Undo what a killed build left: put a tree back that was being replaced, and sweep half-made ones."""
    old, new = _old(folder), _new(folder)
    if old.is_dir() and not folder.exists():
        os.rename(old, folder)
    for left in (old, new):
        if left.is_dir():
            shutil.rmtree(left)


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _new(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.new")


def _state(path: Path, data: bytes) -> str:
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return "unchanged"
    except OSError:
        return "new"
    return "changed"


def _replace(folder: Path, files: Mapping[str, bytes], state: Mapping[str, str]) -> None:
    """Make the new tree beside the old one, then let them change places."""
    old, new = _old(folder), _new(folder)
    try:
        new.mkdir()
        for path, data in files.items():
            target = new / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if state[path] != "unchanged" or not _link(folder / path, target):
                target.write_bytes(data)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if folder.exists():
        os.rename(folder, old)
    os.rename(new, folder)
    shutil.rmtree(old, ignore_errors=True)


def _link(source: Path, target: Path) -> bool:
    """Let `target` be the same file as `source`; file systems without hard links get a copy with its times."""
    try:
        os.link(source, target)
    except OSError:
        try:
            shutil.copy2(source, target)
        except OSError:
            return False
    return True
