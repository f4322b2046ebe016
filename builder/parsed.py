"""What files said when they were read before, so that a second audit parses only what has changed.

The cache is one file, `output/cache/parsed/files.txt`: a line of JSON about the cache itself, then a line per file
with its path, the digest of its bytes, and what it says as JSON.  Only files without a fault are kept.  The whole
cache counts only if it was written by this version, from the same sources and the same parsers, and is undamaged;
otherwise everything is read anew.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from builder import __version__
from builder.diagnostics import Span
from builder.models.lessons import Block, Lesson, Link, Parsed, Role, Section

FORMAT = 1
_PARSERS = ("yaml", "markdown_it", "mdit_py_plugins", "pydantic")
_Entry = tuple[str, str]


def digest_of(data: bytes) -> str:
    """The digest of a file's bytes: 32 hexadecimal digits of BLAKE2b."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


@cache
def _key() -> str:
    """What everything in the cache depends on besides the files: the builder's own sources and the parsers'."""
    known = hashlib.blake2b(f"{FORMAT} {__version__}".encode(), digest_size=16)
    package = Path(__file__).parent
    own = (package / "course.py", package / "diagnostics.py", Path(__file__))
    for path in sorted((*package.glob("source/*.py"), *package.glob("models/*.py"), *own)):
        known.update(path.read_bytes())
    for name in _PARSERS:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            known.update(Path(spec.origin).read_bytes())
    return known.hexdigest()


class ParsedFiles:
    """The cache of one course; without a folder it keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / "parsed" / "files.txt" if folder else None
        self._known: dict[str, _Entry] = dict(_entries(self._file)) if self._file else {}
        self._used: dict[str, _Entry] = {}

    @property
    def keeps(self) -> bool:
        """Whether there is a cache at all."""
        return self._file is not None

    def get(self, path: str, digest: str) -> str | None:
        """What a file with this digest says, as JSON; None if it is not known."""
        entry = self._known.get(path)
        if entry is None or entry[0] != digest:
            return None
        self._used[path] = entry
        return entry[1]

    def put(self, path: str, digest: str, says: Any) -> None:
        """Keep what a file says."""
        if self.keeps:
            self._used[path] = (digest, json.dumps(says, separators=(",", ":")))

    def save(self) -> None:
        """Write the cache if it changed; where the folder cannot be written, there is none next time."""
        if self._file is None or self._used == self._known:
            return
        body = "".join(f"{json.dumps([path, digest])}\t{says}\n" for path, (digest, says) in self._used.items())
        head = json.dumps({"key": _key(), "check": digest_of(body.encode())})
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            (self._file.parent / ".gitignore").write_text("*\n")
            part = self._file.with_name(f"{os.getpid()}.part")
            part.write_text(f"{head}\n{body}", encoding="ascii")
            part.replace(self._file)


def _entries(file: Path) -> Iterator[tuple[str, _Entry]]:
    """The entries of a cache that may be used."""
    try:
        head, _, body = file.read_text("ascii").partition("\n")
        about = json.loads(head)
        usable = about["key"] == _key() and about["check"] == digest_of(body.encode())
    except (OSError, ValueError, KeyError, TypeError):
        return
    for line in body.splitlines() if usable else ():
        name, _, says = line.partition("\t")
        path, digest = json.loads(name)
        yield path, (digest, says)


# ---- texts


def text_facts(lesson: Lesson) -> dict[str, Any]:
    """What a text says, as JSON holds it; its tokens are parsed again where they are asked for."""
    return {
        "meta": lesson.meta,
        "digest": lesson.digest,
        "sections": [
            [s.id, s.title, s.level, _span(s.span), s.end_line, s.explicit, s.digest] for s in lesson.sections
        ],
        "blocks": [
            [
                b.name,
                b.title,
                b.options,
                _span(b.span),
                b.end_line,
                b.section,
                b.parent,
                {key: _span(span) for key, span in b.option_spans.items()},
            ]
            for b in lesson.blocks
        ],
        "roles": [[r.name, r.content, _span(r.span)] for r in lesson.roles],
        "links": [[k.target, k.text, _span(k.span), k.image] for k in lesson.links],
    }


def text_of(path: str, facts: dict[str, Any], parse: Callable[[], Parsed]) -> Lesson:
    """A text from what it said."""

    def span(numbers: list[int]) -> Span:
        return Span(path, *numbers)

    return Lesson(
        path=path, meta=facts["meta"], digest=facts["digest"], parse=parse,
        sections=tuple(Section(i, t, n, span(s), end, e, d) for i, t, n, s, end, e, d in facts["sections"]),
        blocks=tuple(Block(name, title, options, span(s), end, section, parent,
                           {key: span(numbers) for key, numbers in spans.items()})
                     for name, title, options, s, end, section, parent, spans in facts["blocks"]),
        roles=tuple(Role(name, content, span(s)) for name, content, s in facts["roles"]),
        links=tuple(Link(target, text, span(s), image) for target, text, s, image in facts["links"]),
    )


def _span(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]
