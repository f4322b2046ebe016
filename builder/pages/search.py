"""The search data: small scripts that a reader's browser loads as words are typed.

Each page has one line in the shard of each beginning of its words, and one in the shard that says what a result
shows of it.  A shard is its lines in order, so its bytes depend on nothing but the pages that it tells of, and an
edit takes lines out and puts lines in:

    cw.shard("gr",{
    "c4xq2m7a":'gradient!2:1.3 graph.1',
    })

A word's marks say where it stands: `!2` in the title, which has two words; `:1` in the heading of the first section;
`.3` in the text of the third; section 0 is the page itself.  `static/search.js` reads the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from base64 import b32encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

Indexed = dict[str, str]
"""A page's lines by the shards that hold them."""

Row = Sequence[str]
"""A part of a page: the id of its section, its title and its running text; the page itself has the id ""."""

SKIPPED = frozenset({
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before",
    "being", "both", "but", "by", "can", "could", "did", "do", "does", "each", "for", "from", "had", "has", "have",
    "he", "her", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "may", "me", "more", "most", "my",
    "no", "not", "of", "on", "one", "only", "or", "other", "our", "out", "over", "she", "should", "so", "some", "such",
    "t", "s", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through",
    "to", "too", "under", "up", "us", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who",
    "why", "will", "with", "would", "you", "your",
})
"""The commonest function words of English.  They stand on every page and find nothing, yet take the most room."""

ROOM = 6_000_000
"""Characters of search data that are held in memory at once; what is more waits on disk."""

_APART = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+")


# ---- words


def words(text: str) -> set[str]:
    """The words of a text as they are looked up: runs of letters and digits, without case and accents."""
    found = set(text.lower().encode().translate(_APART).decode().split())
    for run in () if text.isascii() else [run for run in found if not run.isascii()]:
        found.remove(run)
        found.update(_folded(run))
    return found - SKIPPED


@lru_cache(4096)
def _folded(run: str) -> tuple[str, ...]:
    """The words of a run with letters beyond ASCII; scripts that put no spaces give each two neighbours as a word."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", run) if not unicodedata.category(c).startswith("M"))
    return tuple(part for word in _WORD.findall(letters.upper().lower().replace("ς", "σ")) for part in _parts(word))


def _parts(word: str) -> Iterator[str]:
    if not _UNSPACED.search(word):
        yield word
        return
    yield from _WORD.findall(_UNSPACED.sub(" ", word))
    for run in _UNSPACED.findall(word):
        yield from (run[at:at + 2] for at in range(len(run)))


def shard_of(word: str) -> str:
    """The shard of a word: its first two letters; those beyond ASCII by their numbers, which any disk can name."""
    return _shard_of(word[:2])


@lru_cache(4096)
def _shard_of(head: str) -> str:
    if head.isascii() and len(head) == 2:
        return head
    if _UNSPACED.match(head):
        return f"-{ord(head[0]) >> 4:x}"
    return f"{ord(head[0]):x}-{ord(head[1]):x}" if len(head) == 2 else "-"


# ---- pages


def page_id(path: str) -> str:
    """A page's short name, the same whatever other pages there are: forty bits of its path's digest."""
    return b32encode(blake2b(path.encode(), digest_size=5).digest()).decode().lower()


def page_words(path: str, title: str, description: str, rows: Iterable[Row]) -> Indexed:
    """What search knows of a page.

    Args:
        path: the page's path from the site's root.
        title: its title.
        description: a sentence that results show.
        rows: its parts; the title of the page's own part, which has no id, holds other names of the page.

    Returns:
        The page's lines, ready to be kept as JSON.
    """
    page, sections = page_id(path), _sections(description, rows)
    lines = defaultdict(list)
    marks = _marks(title, sections)
    for word in sorted(marks):
        lines[_shard_of(word[:2])].append(word + marks[word])
    shown = [path, title, description, sections[0][1], *(section[:2] for section in sections[1:])]
    about = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    found = {name: f'"{page}":\'{" ".join(words)}\',' for name, words in lines.items()}
    return {f"pages/{page[:2]}": f'"{page}":{about},'} | found


def _marks(title: str, sections: Sequence[Row]) -> dict[str, str]:
    """Where each word of a page stands."""
    titled = words(title)
    found = dict.fromkeys(titled, f"!{len(titled)}")
    for number, (_, heading, text) in enumerate(sections):
        heads = words(heading)
        for mark, here in ((f":{number}", heads), (f".{number}", words(text) - heads)):
            for word in here:
                found[word] = found.get(word, "") + mark
    return found


def _sections(description: str, rows: Iterable[Row]) -> list[Row]:
    """The page itself and its sections, each once."""
    found: dict[str, tuple[list[str], list[str]]] = {"": ([], [description])}
    for section, title, text in rows:
        titles, texts = found.setdefault(section, ([], []))
        titles += [title] if title else []
        texts.append(text)
    return [(section, " ".join(titles), "\n".join(texts)) for section, (titles, texts) in found.items()]


# ---- shards


def shard_path(name: str) -> str:
    """Where a shard stands, from the site's root."""
    return f"search/{name}.js"


def shard(name: str, lines: Iterable[bytes]) -> bytes:
    """A shard out of its lines."""
    return b'cw.shard("%s",{\n%s\n})\n' % (name.encode(), b"\n".join(sorted(lines)))


def update_shard(name: str, old: bytes | None, gone: Iterable[str], come: Iterable[str]) -> bytes | None:
    """A shard after an edit, with the bytes that it would have if it were made anew.

    Args:
        name: the shard.
        old: its bytes; None where there was none.
        gone: the lines that are no longer there.
        come: the lines that are new.

    Returns:
        The shard, or None when nothing is left of it.
    """
    lines = set(old.split(b"\n")[1:-2]) if old else set()
    lines.difference_update(line.encode() for line in gone)
    lines.update(line.encode() for line in come)
    return shard(name, lines) if lines else None


def changes(before: Indexed, after: Indexed) -> Iterator[tuple[str, list[str], list[str]]]:
    """The shards that a page's edit changes, each with the lines that go and come; what is not there has none."""
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            yield name, [before[name]] if name in before else [], [after[name]] if name in after else []


def shards(pages: Iterable[Indexed], folder: Path | None = None, room: int = ROOM) -> Iterator[tuple[str, bytes]]:
    """All shards with their names, from nothing, in memory that does not grow with the course.

    Args:
        pages: what search knows of each page, in any order.
        folder: where lines may wait for a while; the system's place for such files by default.
        room: how many characters may be held at once.
    """
    held: dict[str, bytearray] = defaultdict(bytearray)
    names, size = set[str](), 0
    with TemporaryDirectory(dir=folder, prefix="search-") as waiting:
        for page in pages:
            for name, line in page.items():
                held[name] += line.encode() + b"\n"
                size += len(line)
            if size > room:
                names.update(held)
                _put_aside(held, waiting)
                size = 0
        for name in sorted(names | held.keys()):
            lines = _put_by(name, waiting) + held.pop(name, b"")
            yield name, shard(name, lines.split(b"\n")[:-1])


def _put_aside(held: dict[str, bytearray], folder: str) -> None:
    """Let lines wait on disk, in a file for each shard."""
    for name, lines in held.items():
        with open(_aside(name, folder), "ab") as file:
            file.write(lines)
    held.clear()


def _put_by(name: str, folder: str) -> bytes:
    """The lines of a shard that wait on disk."""
    path = _aside(name, folder)
    return path.read_bytes() if path.exists() else b""


def _aside(name: str, folder: str) -> Path:
    return Path(folder, name.replace("/", "."))
