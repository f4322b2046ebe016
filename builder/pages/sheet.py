"""What the text of one page may show besides itself: everything that a page depends on stands here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from msgspec import Struct

from builder.jobs.drawn import Figure
from builder.pictures import Picture
from builder.source.markdown import parser
from builder.source.tree import Node, tree

Hole = tuple[str, ...]
"""What a text leaves open: the name of the function that fills it, then the words that it fills it from."""


class Target(Struct, frozen=True):
    """A page or a part of one that links can lead to: its path from the site's root and its title."""

    path: str
    title: str


class Heading(Struct, frozen=True):
    """A heading as a page's contents list it."""

    id: str
    title: str
    level: int


class Note(Struct, frozen=True):
    """A fault that a draft shows beside the text: the line it stands on and what to say of it."""

    line: int
    severity: str
    code: str
    message: str
    help: str


class Sheet(Struct, frozen=True, dict=True):
    """The surroundings of a page's text.

    Attributes:
        root: the way from the page to the site's root, such as "../".
        blocks: how each of the course's own blocks is written.
        targets: what links such as `lesson:slug` lead to; those that are missing here have no page yet.
        figures: the figures by id.
        numbers: the number of each figure on the page.
        notebook: the path of the page's notebook from the site's root.
        pictures: the pictures beside the lesson, by the words that name them.
        pictured: where they stand on the site, from the page.
        notes: the faults that a draft shows.
        english: whether quotes are curled as in English.
        holes: what the text leaves open, where it is only compiled; None where it is written for good.
    """

    root: str = ""
    blocks: Mapping[str, Callable[[Node, Sheet], str]] = {}
    targets: Mapping[str, Target] = {}
    figures: Mapping[str, Figure] = {}
    numbers: Mapping[str, int] = {}
    notebook: str | None = None
    pictures: Mapping[str, Picture] = {}
    pictured: str = ""
    notes: tuple[Note, ...] = ()
    english: bool = True
    holes: list[Hole] | None = None

    def later(self, fill: Callable[..., str], *words: str) -> str:
        """What rests on more than the text: written by a function at once, or left open with a mark in its place."""
        if self.holes is None:
            return fill(self, *words)
        self.holes.append((fill.__name__, *words))
        return f"\0{len(self.holes) - 1}\0"

    @cached_property
    def names(self) -> dict[str, int]:
        """How often each prefix of an id was asked for; ids are numbered in the order of the text."""
        return {}

    def once(self, identity: str) -> str | None:
        """An id that belongs to its first bearer on the page; whatever comes later has none."""
        return identity if self.fresh(identity) == f"{identity}-1" else None

    def fresh(self, prefix: str) -> str:
        """An id that is new on the page: check-1, check-2, …"""
        self.names[prefix] = self.names.get(prefix, 0) + 1
        return f"{prefix}-{self.names[prefix]}"


def inline_node(markdown: str) -> Node:
    """A line of Markdown, such as a title or a caption, as an inline node."""
    return tree(parser().parseInline(markdown))[0]
