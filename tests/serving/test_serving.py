"""A course under `build serve`: what it answers, what it survives, how it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("starlette")
pytest.importorskip("watchfiles")

from tests.conftest import Tiny
from tests.engine.test_cli import command
from tests.serving.conftest import Served, until

TEXT = "lessons/running/lesson.md"
PAGE = "/lessons/running.html"
Serve = Callable[..., Served]


def test_what_is_answered_to_whom(serve: Serve) -> None:
    served = serve()
    served.built()
    (served.site / "notes.ipynb").write_text("{}")
    (served.site.parent / "secret.txt").write_text("secret")
    (served.site / "link.txt").symlink_to(served.site.parent / "secret.txt")
    status, headers, body = served.get(PAGE)
    disk = (served.site / PAGE[1:]).read_bytes()
    assert (status, headers["cache-control"], headers["x-content-type-options"]) == (200, "no-store", "nosniff")
    assert b'src="/-/live.js"' in body and b"live.js" not in disk
    assert b"script-src 'nonce-" in disk and body.count(body.partition(b"script-src 'nonce-")[2][:16]) == 5
    assert served.get("/")[2].startswith(b"<!DOCTYPE html>")
    kinds = {name: served.get(f"/{name}")[1]["content-type"].split(";")[0] for name in (
        "assets/site.js", "assets/style.css", "assets/favicon.svg", "notes.ipynb", "assets/stix-two-math.woff2")}
    assert list(kinds.values()) == ["text/javascript", "text/css", "image/svg+xml", "application/x-ipynb+json", "font/woff2"]
    for path in ("/none.html", "/lessons/", "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/link.txt", "//etc/passwd"):
        status, _, body = served.get(path)
        assert status == 404 and b"secret" not in body and b"Page not found" in body, path
    assert served.get("/a%00b")[0] == 404
    for host in ("evil.example", "127.0.0.1.evil.example:80", ""):
        assert served.get(PAGE, Host=host)[0] == 403
        assert served.get("/-/events", Host=host)[0] == 403
    assert served.get(PAGE, Host="localhost:1")[0] == 200


def test_a_published_sites_page_for_lost_readers_leads_home_here(serve: Serve, tiny: Tiny) -> None:
    tiny.change("curriculum/course.yaml", "title: Tiny", "title: Tiny\nurl: https://courses.example/tiny/")
    served = serve()
    served.built()
    body = served.get("/none.html")[2]
    assert b'href="/assets/style.css"' in body and b'href="/index.html"' in body and b'="/tiny/' not in body


def test_a_burst_of_saves_is_few_builds_and_the_last_one_wins(serve: Serve, tiny: Tiny) -> None:
    served = serve()
    served.built()
    before = (tiny.root / TEXT).read_text()
    for number in range(100):
        for name in (".lesson.md.swp", "4913", "lesson.md~"):
            tiny.write(f"lessons/running/{name}", "what an editor leaves behind")
        tiny.write("lessons/running/.new", f"{before}\nSaved {number} times.\n")
        (tiny.root / "lessons/running/.new").rename(tiny.root / TEXT)
    until(lambda: b"Saved 99 times." in served.get(PAGE)[2], "the last save")
    assert all(line.startswith(f"{TEXT}: ") for line in served.lines[2:])
    assert 1 <= len(served.lines[2:]) < 50


def test_many_files_that_change_at_once_are_one_state(serve: Serve, tiny: Tiny) -> None:
    served = serve()
    served.built()
    for number in range(200):
        tiny.write(f"lessons/step-{number}/plan.yaml", f"lesson: step-{number}\ntitle: Step {number}\n")
    slugs = ", ".join(f"step-{number}" for number in range(200))
    tiny.change("curriculum/course.yaml", "[walking, running]", f"[walking, running, {slugs}]")
    until(lambda: served.get("/plans/step-199.html")[0] == 200, "the last lesson")
    shutil.rmtree(tiny.root / "lessons")
    until(lambda: served.get("/plans/step-199.html")[0] == 404, "the end of the lessons")


def test_a_course_that_goes_and_comes_back_is_served_on(serve: Serve, tiny: Tiny) -> None:
    served = serve()
    served.built()
    away = tiny.root.with_name("away")
    tiny.root.rename(away)
    served.said("there is no course in")
    assert not tiny.root.exists() and served.get(PAGE)[0] == 503
    count = len(served.lines)
    away.rename(tiny.root)
    served.built(count)
    count = len(served.lines)
    tiny.change(TEXT, "for a moment", "for a short while")
    served.built(count)
    assert b"for a short while" in served.get(PAGE)[2]


def test_a_site_that_is_removed_is_written_again(serve: Serve) -> None:
    served = serve()
    served.built()
    shutil.rmtree(served.site.parent)
    assert "the site, which was removed: " in served.said("removed: ")
    assert served.get(PAGE)[0] == 200


def test_what_stands_is_served_before_the_first_build(serve: Serve, tiny: Tiny) -> None:
    assert command("--course", str(tiny.root), "-q", "lessons").returncode == 0
    tiny.change("curriculum/course.yaml", "title: Tiny", "title: Tiny: not YAML")
    served = serve()
    assert served.get(PAGE)[0] == 200
    assert ": nothing written in " in served.built() and served.get(PAGE)[0] == 200


def test_a_builder_that_is_killed_says_so_and_comes_back(serve: Serve, tiny: Tiny) -> None:
    served = serve()
    served.built()
    for helper in served.helpers():
        os.kill(helper, signal.SIGKILL)
    tiny.change(TEXT, "for a moment", "for a short while")
    assert "most often the machine has run out of memory; it starts again" in served.said("the process that builds")
    tiny.change(TEXT, "for a short while", "for a second")
    served.built(2)
    assert b"for a second" in served.get(PAGE)[2]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_when_it_ends(serve: Serve, how: signal.Signals) -> None:
    served = serve()
    served.built()
    helpers = served.helpers()
    with socket.create_connection(served.url.removeprefix("http://").split(":")) as listener:
        listener.sendall(b"GET /-/events?page=/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"text/event-stream" in listener.recv(1000)
        began = time.monotonic()
        assert served.end(how) == (-how if how is signal.SIGKILL else 0)
    assert time.monotonic() - began < 5
    assert helpers and until(lambda: not any(map(_lives, helpers)), "the end of the helpers")
    if how is not signal.SIGKILL:
        assert served.lines[-1] == "ended\n"


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_port_that_was_asked_for_and_is_taken_ends_it(tiny: Tiny) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = command("--course", str(tiny.root), "serve", "--port", port)
    assert result.returncode == 3 and f"cannot listen on 127.0.0.1:{port}: " in result.stderr


def test_what_to_install_is_said_where_it_is_missing(tiny: Tiny, tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "watchfiles.py").write_text("raise ModuleNotFoundError(name='watchfiles')")
    paths = os.pathsep.join([str(tmp_path / "hidden"), str(Path(__file__).parents[2])])
    result = command("--course", str(tiny.root), "serve", PYTHONPATH=paths)
    assert result.returncode == 3
    assert 'needs the package watchfiles: pip install "coursewright[serve]"' in result.stderr
