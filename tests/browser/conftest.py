"""The demo site in the system's Chromium, from disk and over http."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from builder.audit import audit
from builder.reports.html import as_html
from tests.pages.at_once import render_site
from tests.pages.demo import demo_course, demo_figures


class Quiet(SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        return


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A folder over http: its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}/"
        httpd.shutdown()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo site on disk."""
    root = tmp_path_factory.mktemp("site")
    course, figures = demo_course(), demo_figures(tmp_path_factory.mktemp("figures"))
    result = audit(course)
    (root / "report.html").write_text(as_html(course, result))
    for path, data in render_site(course, figures, result).files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[str]:
    """The demo site over http."""
    with serving(folder) as address:
        yield address


@pytest.fixture(params=["disk", "http"])
def base(request: pytest.FixtureRequest, folder: Path, server: str) -> str:
    """Where the site is opened from."""
    return server if request.param == "http" else folder.as_uri() + "/"


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page in a context of its own; any error in its console fails the test."""
    contexts, said = [], []

    def opened(url: str, **settings: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **settings})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not said
