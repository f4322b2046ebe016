"""Texts compiled ahead of everything else: each is parsed once, for the audit, the pages, the search and notebooks."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from builder.course import LESSONS
from builder.loading import parse_text
from builder.models.texts import text_facts
from builder.notebooks import compile_notebook
from builder.pages.compiled import compile_text
from builder.pages.faults import unread_formulas
from builder.pages.kept_code import kept_code
from builder.pausing import spare_imports
from builder.shelf import Shelf, digest_of
from builder.site.setup import Setup, object_digest
from builder.source.faults import EMPTY_FILE

UNREAD = "unread"
"""The kind under which the shelf keeps the formulas of texts that cannot be read, where there are any."""

Row = tuple[str, str, str, bytes]
"""A row for the shelf: kind, name, digest, and what it says."""


def stale(root: Path, shelf: Shelf, english: bool) -> list[str]:
    """The texts that are not on the shelf as they stand now."""
    known = shelf.digests("object")
    return [path for path in _texts(root)
            if path not in known or known[path] != object_digest(digest_of(_bytes(root, path)), english)]


def _texts(root: Path) -> Iterator[str]:
    folder = root / LESSONS
    for slug in sorted(os.listdir(folder)) if folder.is_dir() else ():
        if not slug.startswith((".", "_")):
            for name in ("lesson.md", "notebook.md"):
                if os.path.isfile(folder / slug / name):
                    yield f"{LESSONS}/{slug}/{name}"


def _bytes(root: Path, path: str) -> bytes:
    with open(f"{root}/{path}", "rb") as file:
        return file.read()


def compile_some(setup: Setup, paths: Sequence[str]) -> list[Row]:
    """Compile some texts: the rows that the shelf keeps of them."""
    spare_imports()
    with kept_code(setup.cache):
        return [row for path in paths for row in _compiled(setup, path)]


def _compiled(setup: Setup, path: str) -> Iterator[Row]:
    """What a text says, unless it has faults, which every build has to tell; and the text compiled."""
    data = _bytes(setup.root, path)
    digest = digest_of(data)
    lesson, faults = parse_text(path, data)
    if not faults:
        yield "facts", path, digest, text_facts(lesson)
    if any(fault.kind is EMPTY_FILE for fault in faults):
        return
    whole = object_digest(digest, setup.english)
    if path.endswith("/notebook.md"):
        yield "object", path, whole, compile_notebook(lesson).to_json()
        unread = tuple(unread_formulas(lesson))
    else:
        compiled = compile_text(lesson, setup.english)
        yield "object", path, whole, compiled.to_json()
        unread = compiled.unread
    if unread:
        yield UNREAD, path, digest, json.dumps(unread).encode()
