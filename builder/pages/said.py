"""What a text says in plain words, section by section, for those who search it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from builder.models.lessons import Lesson
from builder.source.markdown import parser

PICTURED = ("figure", "widget")
"""The blocks whose title is the id of a figure."""


def said(lesson: Lesson) -> Iterator[tuple[str, str, str]]:
    """The id, the title and the words of each section; what stands before the first heading has no id and no title."""
    sections, words = iter(lesson.sections), list[str]()
    here, titled = ("", ""), False
    for token in lesson.tokens:
        if token.type == "heading_open":
            yield from _row(here, words)
            section, words, titled = next(sections), [], True
            here = section.id, section.title
        elif token.type == "inline" and not titled:
            words.extend(map(_said, token.children or ()))
            words.append(" ")
        elif token.type == "heading_close":
            titled = False
        elif token.type == "directive_open" and token.meta["name"] not in PICTURED:
            words.extend(map(_said, _running(token.meta["title"])))
            words.append(" ")
    yield from _row(here, words)


def _running(title: str) -> list[Token]:
    """The tokens of a line of Markdown."""
    return parser().parseInline(title)[0].children or []


def _row(section: tuple[str, str], spoken: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    words = " ".join("".join(spoken).split())
    if words or section[0]:
        yield (*section, words)


def _said(token: Token) -> str:
    """The words of a token in running text; formulas and numbers have none."""
    if token.type in ("text", "text_special", "code_inline", "image"):
        return token.content
    if token.type == "role" and token.meta["name"] not in ("math", "value"):
        name, _, words = str(token.meta["content"]).partition("|")
        return words or name.replace("-", " ")
    return " " if token.type in ("softbreak", "hardbreak") else ""
