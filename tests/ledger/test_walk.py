"""`docs/reviewing.md` is a walk through one cycle of a review: each file, edit and command of it, literally.

`BLESS=1 pytest tests/ledger/test_walk.py` writes what the commands print now into the document.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.cli.main import run
from tests.rules.conftest import changed

DOCUMENT = Path(__file__).parents[2] / "docs/reviewing.md"

_FENCE = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMIT = re.compile(r"\b[0-9a-f]{10}\b")


def said(command: str, root: Path) -> str:
    """What a command prints; `build` runs in this process."""
    words = shlex.split(command)
    if words[0] != "build":
        done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=True)
        return done.stdout
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), contextlib.chdir(root):
        run(words[1:])
    return _COMMIT.sub("0123456789", out.getvalue())


def played(body: str, root: Path) -> Iterator[str]:
    for line in body.splitlines():
        if line.startswith("$ "):
            yield line + "\n"
            yield said(line[2:], root)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ada@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return tmp_path


def test_the_walk_of_the_document(root: Path) -> None:
    text, told = DOCUMENT.read_text(), ""
    at = 0
    for block in _FENCE.finditer(text):
        kind, path, body = block.groups()
        told += text[at:block.start(3)]
        at = block.end(3)
        if kind == "console":
            body = "".join(played(body, root))
        elif kind == "diff":
            (root / path).write_text(changed((root / path).read_text(), body))
        elif path:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(body)
        told += body
    told += text[at:]
    if os.environ.get("BLESS"):
        DOCUMENT.write_text(told)
    else:
        assert told == text
