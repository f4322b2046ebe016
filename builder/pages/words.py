"""Authors' words and names on the pages about the course: plans and records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from markdown_it.token import Token
from markupsafe import Markup, escape
from pydantic import BaseModel

from builder.models.base import MentalModel, Row
from builder.pages.facts import mentioned
from builder.pages.html import element, text
from builder.pages.markup import bare, inline, printed, write
from builder.pages.sheet import Sheet, Target
from builder.source.markdown import parser
from builder.source.tree import tree


class Worded(Protocol):
    """What may be said in an author's own words."""

    @property
    def text(self) -> str | None:
        """The words."""


class Words:
    """Writes authors' words and names as HTML for the page of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def line(self, words: str) -> Markup:
        """Markdown within a line."""
        return Markup(inline(words, self.sheet))

    def prose(self, words: str) -> Markup:
        """Markdown in paragraphs; its headings become titles, for the page has headings of its own."""
        if bare(words):
            return Markup(element("p", None, printed(words, self.sheet)))
        tokens = parser().parse(words)
        for token in tokens:
            _tame(token)
        return Markup(write(tree(tokens), self.sheet))

    def link(self, target: Target) -> Markup:
        """A link to a place; a place that has no page is only named."""
        title = printed(target.title, self.sheet)
        return Markup(element("a", {"href": self.sheet.root + target.path}, title) if target.path else title)

    def concept(self, name: str) -> Markup:
        """A concept by its id, linked to its page."""
        target = self.sheet.targets.get(f"concept:{name}")
        return self.link(target) if target else Markup(element("code", None, text(name)))

    def knows(self, name: str) -> bool:
        """Whether this is the id of a concept that has a page."""
        return f"concept:{name}" in self.sheet.targets

    def lesson(self, words: str) -> Markup:
        """A lesson as an author cites it, linked to its page or its plan; words that cite none stay words."""
        target = self.sheet.targets.get(f"source:{words}")
        return self.link(target) if target else self.line(words)

    # ---- what plans and records have in common

    def named(self, row: Worded, concepts: Sequence[str]) -> Markup:
        """What a row is about: concepts, and words of its own where it has some."""
        lines = [self.concept(name) for name in concepts]
        if row.text:
            lines.append(Markup(f'<span class="own">{self.line(row.text)}</span>'))
        return Markup("<br>".join(lines))

    def depth(self, level: str | None) -> Markup:
        """A depth, or that there is none."""
        return Markup(f'<span class="level {level.lower() if level else "none"}">{(level or "nothing").lower()}</span>')

    def fact(self, label: str, words: str) -> Markup:
        """A term and what it is, if there is anything to say."""
        return Markup(f"<div><dt>{escape(label)}</dt><dd>{escape(words)}</dd></div>\n" if words else "")

    def said(self, label: str, text: str | None) -> Markup:
        """A term and what an author wrote about it, if there is anything."""
        return self.fact(label, self.prose(text)) if text else Markup("")

    def places(self, targets: Iterable[Target]) -> Markup:
        """Places in a line."""
        return Markup(", ".join(map(self.link, targets)))

    def items(self, texts: Iterable[str]) -> Markup:
        """Lines as a list."""
        written = "".join([f"<li>{self.line(text)}</li>\n" for text in texts])
        return Markup(f"<ul>\n{written}</ul>\n")

    def models(self, rows: Iterable[MentalModel]) -> Markup:
        """Mental models with where they come from."""
        entries = ((row.name, (self.prose(row.text) if row.text else "") + self.kept(row)) for row in rows)
        written = "".join([f"<div><dt>{self.line(name)}</dt><dd>{more}</dd></div>\n" for name, more in entries])
        return Markup(f'<dl class="facts long">\n{written}</dl>\n')

    def kept(self, row: Row) -> Markup:
        """The words of a source document where they say more than the fields do."""
        if not row.written:
            return Markup("")
        facts = [self.said(f"Source, {field.replace('_', ' ')}", text) for field, text in row.written.items()]
        return Markup(f'<dl class="facts kept">\n{"".join(facts)}</dl>\n')


def _tame(token: Token) -> None:
    """Take from a token what belongs to whole pages: levels of headings, and ids, which might meet others."""
    for inner in (token, *(token.children or ())):
        inner.attrs.pop("id", None)
    if token.type.startswith("heading"):
        token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
        token.attrs["class"] = "title"


def strings(model: BaseModel) -> Iterator[tuple[str, str]]:
    """All words of a model, each with the name of the field that holds it."""
    for name, value in vars(model).items():
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, str):
                yield name, item
            elif isinstance(item, dict):
                yield from ((name, words) for words in item.values())
            elif isinstance(item, BaseModel):
                yield from strings(item)


def goals(strings: Iterable[tuple[str, str]]) -> set[str]:
    """What the words of a plan or a record lead to: the concepts and lessons that they name, and their links.

    Concepts are given as `concept:code`, lessons as `source:1.1 hourglass`, links as authors write them.
    """
    found: set[str] = set()
    for name, words in strings:
        if name in ("concept", "also", "old_concept", "new_concept"):
            found.add(f"concept:{words}")
        elif name in ("lesson", "source"):
            found.add(f"source:{words}")
        elif not bare(words):
            found |= mentioned([words])
    return found


def has_formula(strings: Iterable[tuple[str, str]]) -> bool:
    """Whether some words hold a formula."""
    return any("$" in words or "{math}" in words for _, words in strings)
