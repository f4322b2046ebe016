"""Code in colours: Pygments finds the words, a handful of classes name their parts."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from pygments import lex
from pygments.lexers import find_lexer_class_by_name
from pygments.token import Comment, Error, Generic, Keyword, Name, Number, Operator, String, Token, _TokenType
from pygments.util import ClassNotFound

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


@lru_cache(maxsize=1024)
def highlight(code: str, language: str) -> str:
    """Code as HTML with classes; a language that Pygments does not know stays plain."""
    try:
        lexer = find_lexer_class_by_name(language or "text")(stripnl=False, ensurenl=False)
    except ClassNotFound:
        return escape(code, quote=False)
    runs: list[tuple[str, str]] = []
    for kind, word in lex(code, lexer):
        name = _class(kind)
        if runs and (runs[-1][0] == name or not word.strip()):
            runs[-1] = (runs[-1][0], runs[-1][1] + word)
        else:
            runs.append((name, word))
    return "".join(_run(name, words) for name, words in runs)


def _class(kind: _TokenType) -> str:
    """The class of a kind of word, or of the nearest parent that has one."""
    parent = kind.parent
    return CLASSES[kind] if kind in CLASSES or parent is None else _class(parent)


def _run(name: str, words: str) -> str:
    """A run of one class; it is closed at each line's end, so that lines can be wrapped one by one."""
    written = escape(words, quote=False)
    if not name:
        return written
    return re.sub(r"[^\n]*\S[^\n]*", lambda line: f'<span class="{name}">{line[0]}</span>', written)


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
