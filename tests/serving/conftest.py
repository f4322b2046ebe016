"""Small courses under `build serve`, as a process of its own."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Tiny

ROOT = Path(__file__).parents[2]
SOON = 15.0
"""Seconds after which something will not happen any more."""


def until(holds: Callable[[], Any], what: str) -> Any:
    """Waits until something holds, and returns it."""
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        if found := holds():
            return found
        time.sleep(0.02)
    raise AssertionError(f"{what} did not happen")


class Served:
    """`build serve` on a course, and what it says."""

    def __init__(self, course: Tiny, *options: str) -> None:
        command = [sys.executable, "-m", "builder", "--course", str(course.root), "serve", *options]
        self.course = course
        self.site = course.root / "output" / "site"
        self.lines: list[str] = []
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
                                        env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.url = self.said(" shows ").split()[0].rstrip("/")

    def _listen(self) -> None:
        assert self.process.stderr
        self.lines.extend(iter(self.process.stderr.readline, ""))

    def said(self, words: str, after: int = 0) -> str:
        """The first line with some words, from a number of lines on; waits for it."""
        return until(lambda: next((line for line in [*self.lines][after:] if words in line), ""), f"a line with {words!r}")

    def built(self, after: int = 0) -> str:
        """The line of a build."""
        return self.said(" written in ", after)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer; the path is sent as it is."""
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=SOON)
        connection.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return found

    def helpers(self) -> list[int]:
        """The processes that the server started."""
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        return [int(number) for number in found.stdout.split()]

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ends the server; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(SOON)
        self._listener.join(SOON)
        return code


@pytest.fixture
def serve(tiny: Tiny) -> Iterator[Callable[..., Served]]:
    """Serves the tiny course on a free port."""
    started: list[Served] = []

    def serving(*options: str) -> Served:
        started.append(Served(tiny, *(options or ("--port", "0"))))
        return started[-1]

    yield serving
    for served in started:
        served.end()
        assert not [line for line in served.lines if "Traceback" in line]


@pytest.fixture
def show(browser: Any) -> Iterator[Callable[[str], Any]]:
    """Opens pages, each in a browser of its own; an error in a page's code fails the test."""
    contexts, said = [], []

    def shown(url: str) -> Any:
        context = browser.new_context(viewport={"width": 1280, "height": 700})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
        page.goto(url)
        return page

    yield shown
    for context in contexts:
        context.close()
    assert not said
