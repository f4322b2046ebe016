"""Which files count, which hosts are ours, how changes gather, where the server listens."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("watchfiles")

from builder.serving.board import Board
from builder.serving.hosts import is_ours, listen, url_of
from builder.serving.messages import Round, Told
from builder.serving.site import GONE, WAITING, Site
from builder.serving.watching import Changes, is_source, watched
from builder.serving.workshop import line


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine returns; it runs in a thread, for the browser's loop holds this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asyncio.wait_for(work, 10)).result()


@pytest.mark.parametrize("path", [
    "lessons/a/.lesson.md.swp", "lessons/a/4913", "lessons/a/lesson.md~", "lessons/a/.#lesson.md", "lessons/a/#lesson.md#",
    "lessons/a/lesson.md.tmp", "lessons/a/lesson.md___jb_tmp___", "figures/__pycache__/style.cpython-311.pyc",
    "lessons/.ipynb_checkpoints/notebook.md", "curriculum/.git/index",
])
def test_what_editors_and_python_leave_behind_starts_no_build(path: str) -> None:
    assert not is_source(Path(path))


@pytest.mark.parametrize("path", ["lessons/a/lesson.md", "lessons/4913/plan.yaml", "lessons/a", "figures/style.py", "figures/a.bin"])
def test_what_an_author_writes_starts_one(path: str) -> None:
    assert is_source(Path(path))


@pytest.mark.parametrize(("host", "ours"), [
    ("127.0.0.1:8000", True), ("localhost:8000", True), ("LOCALHOST", True), ("[::1]:8000", True), ("192.168.1.7", True),
    ("course.localhost:8000", True), ("desk.lan:80", True), ("evil.example:8000", False), ("localhost.evil.example", False),
    ("127.0.0.1.evil.example", False), ("", False), ("[::1.evil.example]", False), ("notlocalhost", False),
])
def test_only_addresses_localhost_and_given_names_are_ours(host: str, ours: bool) -> None:
    assert is_ours(host, ["desk.lan"]) is ours


def test_a_taken_port_is_passed_over_unless_it_was_asked_for() -> None:
    with listen("127.0.0.1", None) as first, listen("127.0.0.1", None) as second:
        taken = first.getsockname()[1]
        assert second.getsockname()[1] != taken
        with pytest.raises(OSError, match=f"cannot listen on 127.0.0.1:{taken}: "):
            listen("127.0.0.1", taken)
        assert url_of(first) == f"http://127.0.0.1:{taken}/"


def test_an_address_is_shown_as_people_type_it() -> None:
    with listen("0.0.0.0", 0) as everywhere:
        assert url_of(everywhere).startswith("http://localhost:")
    if socket.has_ipv6:
        with listen("::1", 0) as six:
            assert url_of(six).startswith("http://[::1]:")


def test_many_changes_make_one_build() -> None:
    async def story() -> list[list[str]]:
        changes = Changes()
        changes.add(["b", "a"])
        changes.add(["b"])
        first = await changes.take()
        waiting = asyncio.create_task(changes.take())
        await asyncio.sleep(0)
        assert not waiting.done()
        changes.add(["c"])
        return [first, await waiting]

    assert finished(story()) == [["a", "b"], ["c"]]


def test_who_reads_slowly_skips_what_is_past() -> None:
    async def story() -> list[str]:
        board, seen = Board(), []
        async for state in board.follow():
            seen.append(state.trouble)
            if state.trouble == "":
                for trouble in ("first", "second"):
                    board.post(trouble=trouble)
            else:
                board.close()
        return seen

    assert finished(story()) == ["", "second"]


def test_a_save_by_rename_a_new_folder_and_a_returning_one_are_seen(tmp_path: Path) -> None:
    lessons = tmp_path / "lessons"

    async def story() -> list[set[str]]:
        lessons.mkdir()
        seen: list[set[str]] = []
        async with aclosing(watched(tmp_path, 20, list)) as found:
            assert await anext(found) == set()  # it watches now
            (lessons / ".new").write_text("text")
            (lessons / ".new").rename(lessons / "a.md")
            seen.append(await _some(found))
            (lessons / "two").mkdir()
            await _some(found)
            (lessons / "two" / "lesson.md").write_text("text")
            seen.append(await _some(found))
            lessons.rename(tmp_path / "elsewhere")
            seen.append(await _some(found))
            lessons.mkdir()
            seen.append(await _some(found))
            (lessons / "a.md").write_text("text")
            seen.append(await _some(found))
        return seen

    assert finished(story()) == [{"lessons/a.md"}, {"lessons/two/lesson.md"}, {"lessons"}, {"lessons"}, {"lessons/a.md"}]


async def _some(found: Any) -> set[str]:
    async for paths in found:
        if paths:
            return paths
    raise AssertionError("the watcher ended")


def test_a_page_changes_with_its_text_and_with_what_it_shows(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert site.mark("/") == site.mark("/lessons/a.html") == WAITING
    (tmp_path / "lessons").mkdir()
    (tmp_path / "index.html").write_text("<head></head>")
    page, picture = tmp_path / "lessons" / "a.html", tmp_path / "dot.svg"
    picture.write_text("<svg/>")
    page.write_text('<head></head><img src="../dot.svg"><a href="b.html">next</a>')
    marks = [site.mark("/lessons/a.html")]
    picture.write_text("<svg></svg>")
    marks.append(site.mark("/lessons/a.html"))
    page.write_text(page.read_text() + "more")
    marks.append(site.mark("/lessons/a%2Ehtml"))
    (page.parent / "b.html").write_text("another page")
    assert len(set(marks)) == 3 and site.mark("/lessons/a.html") == marks[-1]
    assert site.mark("/index.html") == site.mark("/") not in (WAITING, GONE)
    assert site.mark("/lessons/none.html") == site.mark("/../../etc/passwd") == site.mark("/\0") == GONE


def test_a_build_in_a_line() -> None:
    fault = Told("error", "PRE002", "lessons/a/plan.yaml", "lessons/a/plan.yaml:3:5", "It is missing.", "write it")
    assert line([], Round(0.5, "no faults found", written=3)) == "the course: 3 files written in 0.50 s; no faults found"
    assert line(["a", "b"], Round(0.5, "1 error in 1 file", (fault,))) == (
        "a, b: nothing written in 0.50 s; 1 error in 1 file, first lessons/a/plan.yaml:3:5 PRE002")
    assert line("abc", Round(trouble="the disk is full")) == "3 changes: the disk is full"
