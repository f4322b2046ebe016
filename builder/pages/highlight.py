"""Code in colours: Pygments finds the words, a handful of classes name their parts."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pygments
from pygments.token import Comment, Error, Generic, Keyword, Name, Number, Operator, String, Token, _TokenType

if TYPE_CHECKING:
    from pygments.lexer import Lexer

CLASSES: dict[_TokenType, str] = {
    Comment: "c",
    Keyword: "k",
    Operator.Word: "k",
    Name.Function: "f",
    Name.Class: "f",
    Name.Decorator: "d",
    Name.Builtin: "b",
    Name.Builtin.Pseudo: "",
    Name.Tag: "k",
    Name.Attribute: "b",
    Name.Exception: "b",
    String: "s",
    String.Doc: "c",
    String.Interpol: "",
    Number: "n",
    Keyword.Constant: "n",
    Generic.Deleted: "gd",
    Generic.Inserted: "gi",
    Generic.Heading: "c",
    Generic.Prompt: "c",
    Generic.Output: "c",
    Error: "",
    Token: "",
}
"""The class of each kind of word; a kind that is not named has its parent's."""

_MANY = 30
"""As many pieces of code of one language must there be until it pays to make its lexer quick."""

_pieces: Counter[type[Lexer]] = Counter()
_LINE = re.compile(r"[^\n]*\S[^\n]*")


class Keeper(Protocol):
    """Where highlighted code is kept from one run to the next."""

    def get(self, key: str) -> str | None:
        """The code under a key, if it is known."""

    def put(self, key: str, html: str) -> None:
        """Keep code under a key."""


_keepers: list[Keeper] = []


def keep(keeper: Keeper | None) -> None:
    """Have this process ask a keeper before it highlights code; None for none."""
    _keepers[:] = [keeper] if keeper else []


@cache
def edition() -> str:
    """What highlighting depends on besides the code: Pygments, this file and the one that makes its lexers quick."""
    own = b"".join(Path(__file__).with_name(name).read_bytes() for name in ("highlight.py", "lexing.py"))
    return f"{pygments.__version__} {hashlib.blake2b(own, digest_size=16).hexdigest()}"


@lru_cache(maxsize=256)
def highlight(code: str, language: str) -> str:
    """Code as HTML with classes; a language that Pygments does not know stays plain."""
    if not _keepers:
        return _coloured(code, language)
    key = hashlib.blake2b(f"{edition()} {language}\n{code}".encode(), digest_size=16).hexdigest()
    known = _keepers[0].get(key)
    if known is None:
        known = _coloured(code, language)
        _keepers[0].put(key, known)
    return known


def _coloured(code: str, language: str) -> str:
    lexer = _lexer(language or "text")
    if lexer is None:
        return escape(code, quote=False)
    runs: list[list[str]] = []
    for kind, word in _reader(lexer).get_tokens(code):
        name = _class(kind)
        if runs and (name == runs[-1][0] or not word.strip()):
            runs[-1].append(word)
        else:
            runs.append([name, word])
    return "".join(_run(name, "".join(words)) for name, *words in runs)


def _reader(kind: type[Lexer]) -> Lexer:
    """A lexer for a piece of code, made quick where there is much of its language."""
    _pieces[kind] += 1
    lexer = kind(stripnl=False, ensurenl=False)
    if _pieces[kind] < _MANY:
        return lexer
    from builder.pages.lexing import quick

    return quick(lexer)


@cache
def _lexer(language: str) -> type[Lexer] | None:
    """What Pygments reads a language with; its lexers are loaded only where code is new."""
    from pygments.lexers import find_lexer_class_by_name
    from pygments.util import ClassNotFound

    try:
        return find_lexer_class_by_name(language)
    except ClassNotFound:
        return None


@cache
def _class(kind: _TokenType) -> str:
    """The class of a kind of word, or of the nearest parent that has one."""
    parent = kind.parent
    return CLASSES[kind] if kind in CLASSES or parent is None else _class(parent)


def _run(name: str, words: str) -> str:
    """A run of one class; it is closed at each line's end, so that lines can be wrapped one by one."""
    written = escape(words, quote=False)
    if not name or words.isspace():
        return written
    if "\n" not in words:
        return f'<span class="{name}">{written}</span>'
    return _LINE.sub(lambda line: f'<span class="{name}">{line[0]}</span>', written)


def lines(highlighted: str, numbered: bool, emphasized: frozenset[int]) -> str:
    """Highlighted code with its lines numbered or some of them emphasized."""
    if not numbered and not emphasized:
        return highlighted
    kind = {True: "line mark", False: "line"}
    return "\n".join(
        f'<span class="{kind[number in emphasized]}">{line}</span>'
        for number, line in enumerate(highlighted.split("\n"), 1)
    )


def line_set(words: str) -> frozenset[int]:
    """The lines that an option such as `2,5-7` names."""
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:\s*-\s*(\d+))?", words):
        found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)
