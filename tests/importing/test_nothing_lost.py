"""Every word of a document stands in a value, in the words kept beside one, or in an extra; and it survives an export."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builder.importing.exporting import export
from builder.importing.imports import apply, import_texts
from builder.importing.naming.resolving import clean
from builder.importing.sources import read_document
from builder.loading import load

HERE = Path(__file__).parent
DOCUMENTS = sorted([*(HERE / "documents").glob("*.md"), *(path for path in (HERE / "corpus").glob("*.md") if path.stem != "README")])

SAID_BY_FIELDS = {
    "one", "two", "three", "none", "finding", "findings", "review", "iteration", "summary", "slug", "lesson", "module", "cognitive", "load", "type", "concepts", "concept",
    "critical", "improvement", "polish", "improvements", "verdict", "from", "new", "this", "previous", "ago", "lessons", "about", "format", "out",
}
"""Words that fields say in other words: numbers, and what a label or a count consists of."""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    else:
        yield str(value)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text.casefold()))


def _said(document: str) -> Iterator[tuple[int, str]]:
    """The lines that say something: no headings, table headers or rules; labels are not looked at."""
    lines = document.split("\n")
    for number, line in enumerate(lines, 1):
        under = lines[number] if number < len(lines) else ""
        if line.startswith("#") or re.match(r"[\s|:=*_-]+$", line) or re.match(r"[\s:|-]*--[\s:|-]*$|={3,}|[\s:|-]*\|[\s:|-]*$", under):
            continue
        if re.fullmatch(r"\s*(\*\*|__|\*|_)[^*_]+\1:?\s*", line) or (not under.strip() and re.fullmatch(r"[A-Z][\w ]{2,40}", line)):
            continue
        line = re.sub(r"<[^<>]*>|&\w+;", " ", line)
        yield number, line if "|" in line else re.sub(r"^\W*[A-Za-z][^:|]{0,50}:", "", line)


def _missing(document: str, kept: str) -> list[tuple[int, set[str]]]:
    have = _words(kept) | SAID_BY_FIELDS
    return [(number, lost) for number, line in _said(document) if (lost := _words(line) - have)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_reading_keeps_every_word(document: Path) -> None:
    source = read_document(document.name, document.read_bytes())
    if source.kind == "other":
        return
    kept = " ".join(_texts(clean([source.parts.values, source.parts.extra, source.reviews])))
    assert not _missing(document.read_text("utf-8"), kept)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_import_and_export_keep_every_word(document: Path, tmp_path: Path) -> None:
    apply(import_texts([(document.name, document.read_bytes())], tmp_path))
    if not (tmp_path / "curriculum").is_dir():
        return
    course, faults = load(tmp_path)
    assert not faults
    kept = "\n".join(text.decode() for text in export(course, "markdown").values())
    assert not _missing(document.read_text("utf-8"), kept)
