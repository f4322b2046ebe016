"""Authors' words and names on the pages about the course: plans and records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markdown_it.token import Token
from markupsafe import Markup
from pydantic import BaseModel

from builder.pages.facts import mentioned
from builder.pages.html import element, text
from builder.pages.markup import bare, inline, printed, write
from builder.pages.sheet import Sheet, Target
from builder.source.markdown import parser
from builder.source.tree import tree


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


def _tame(token: Token) -> None:
    """Take from a token what belongs to whole pages: levels of headings, and ids, which might meet others."""
    for inner in (token, *(token.children or ())):
        inner.attrs.pop("id", None)
    if token.type.startswith("heading"):
        token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
        token.attrs["class"] = "title"


def strings(model: BaseModel) -> Iterator[tuple[str, str]]:
    """All words of a model, each with the name of the field that holds it."""
    for name, value in model:
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, BaseModel):
                yield from strings(item)
            elif isinstance(item, dict):
                yield from ((name, words) for words in item.values())
            elif isinstance(item, str):
                yield name, item


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
