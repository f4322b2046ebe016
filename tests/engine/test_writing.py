"""Writing: all or nothing, and only what changed."""

from __future__ import annotations

import errno
import multiprocessing
import os
from pathlib import Path

import pytest

from builder.writing import write_tree


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_tree_becomes_exactly_these_files(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_tree(site, {"a.html": b"1", "b/c.html": b"2", "gone.html": b"3"})
    written = write_tree(site, {"a.html": b"1", "b/c.html": b"22", "new.html": b"4"})
    assert (written.new, written.changed, written.unchanged, written.removed) == (1, 1, 1, 1)
    assert tree(site) == {"a.html": b"1", "b/c.html": b"22", "new.html": b"4"}


def test_unchanged_files_keep_their_time_and_an_unchanged_tree_is_not_touched(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_tree(site, {"a.html": b"1", "b.html": b"2"})
    os.utime(site / "a.html", ns=(1_000, 1_000))
    write_tree(site, {"a.html": b"1", "b.html": b"3"})
    assert (site / "a.html").stat().st_mtime_ns == 1_000
    folder = site.stat().st_ino
    write_tree(site, {"a.html": b"1", "b.html": b"3"})
    assert site.stat().st_ino == folder


def test_a_full_disk_leaves_the_old_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    write_tree(site, {"a.html": b"1"})
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "c.html":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write_tree(site, {"a.html": b"2", "b.html": b"2", "c.html": b"2"})
    assert tree(site) == {"a.html": b"1"}
    assert sorted(p.name for p in tmp_path.iterdir() if not p.name.endswith(".lock")) == ["site"]


def test_a_build_killed_between_the_renames_is_put_right(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_tree(site, {"a.html": b"1"})
    os.rename(site, tmp_path / ".site.old")
    (tmp_path / ".site.new").mkdir()
    written = write_tree(site, {"a.html": b"1"})
    assert written.unchanged == 1 and tree(site) == {"a.html": b"1"}
    assert not (tmp_path / ".site.old").exists() and not (tmp_path / ".site.new").exists()


def _writer(site: Path, mark: bytes) -> None:
    for _ in range(20):
        write_tree(site, {f"{n}.html": mark for n in range(20)})


def test_two_builds_at_once_leave_the_tree_of_one_of_them(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_writer, args=(tmp_path / "site", mark)) for mark in (b"x", b"y")]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(set(tree(tmp_path / "site").values())) == 1 and len(tree(tmp_path / "site")) == 20
