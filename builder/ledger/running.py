"""A lesson's running text as the learner reads it: paragraphs without marks, each with the section it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from builder.models.lessons import Lesson

if TYPE_CHECKING:
    from markdown_it.token import Token

VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in the text for a number that the build computes."""

_SIGNS = str.maketrans({
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "−": "-",
    "‑": "-", "…": "...", "\u00ad": "", "\u200b": "",
})
_MARKS = re.compile(r"[*_`]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_BREAKS = ("softbreak", "hardbreak")
_WHOLE = ("fence", "code_block", "math_block", "math_block_label")


class Paragraph(Struct, frozen=True):
    """A stretch of running text: a heading, a paragraph, an item, a cell, a block's title, code or a formula.

    Attributes:
        section: the id of the innermost section; "" above the first heading.
        words: the text without its marks.
        heading: whether it is the section's heading.
    """

    section: str
    words: str
    heading: bool = False


def paragraphs(text: Lesson) -> Iterator[Paragraph]:
    """A lesson's running text from top to bottom."""
    return read_tokens(text.tokens)


def read_tokens(tokens: list[Token]) -> Iterator[Paragraph]:
    """The running text of a parsed file."""
    section, heading = "", False
    for token in tokens:
        if token.type == "heading_open":
            section, heading = str(token.attrs.get("id", "")), True
        elif words := _words(token):
            yield Paragraph(section, words, heading)
            heading = False


def _words(token: Token) -> str:
    """What a token adds to the running text; "" where it adds none."""
    if token.type == "inline":
        return " ".join("".join(_inline(child) for child in token.children or ()).split())
    if token.type == "directive_open":
        return "" if token.meta["name"] in ("figure", "widget") else " ".join(str(token.meta["title"]).split())
    return token.content.strip() if token.type in _WHOLE else ""


def _inline(child: Token) -> str:
    if child.type in _BREAKS:
        return " "
    if child.type != "role":
        return child.content
    name, content = str(child.meta["name"]), str(child.meta["content"])
    return VALUE if name == "value" else content.rpartition("|")[2].strip() if name == "concept" else content


def folded(words: str) -> str:
    """Words by which texts are compared: quotes, dashes, spaces and marks alike, letters small."""
    return " ".join(_MARKS.sub("", words.translate(_SIGNS)).split()).lower()


def quoted(quote: str) -> re.Pattern[str]:
    """What finds a quotation in folded text; a number in it may be one that the build computes."""
    from builder.source.markdown import read

    said = " ".join(paragraph.words for paragraph in read_tokens(read("", quote.encode()).tokens))
    words, parts, at = folded(said).strip('"'), list[str](), 0
    for number in _NUMBER.finditer(words):
        parts += [re.escape(words[at:number.start()]), f"(?:{re.escape(number[0])}|{VALUE})"]
        at = number.end()
    return re.compile("".join([*parts, re.escape(words[at:])]) or r"(?!)")
