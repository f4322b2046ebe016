"""What the text of one page may show besides itself: everything that a page depends on stands here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from markdown_it.tree import SyntaxTreeNode

from builder.models.figures import FigureSpec
from builder.source.markdown import parser


class Figure(Protocol):
    """A finished figure, as the jobs hand it over."""

    @property
    def id(self) -> str: ...
    @property
    def spec(self) -> FigureSpec: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def alt(self) -> str: ...
    @property
    def metrics(self) -> Mapping[str, float]: ...
    @property
    def folder(self) -> Path: ...
    @property
    def light(self) -> str: ...
    @property
    def dark(self) -> str: ...
    @property
    def data(self) -> str | None: ...
    @property
    def files(self) -> Any: ...
    @property
    def provenance(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Target:
    """A page or a part of one that links can lead to: its path from the site's root and its title."""

    path: str
    title: str


@dataclass(frozen=True)
class Note:
    """A fault that a draft shows beside the text: the line it stands on and what to say of it."""

    line: int
    severity: str
    code: str
    message: str
    help: str


@dataclass(frozen=True)
class Sheet:
    """The surroundings of a page's text.

    Attributes:
        root: the way from the page to the site's root, such as "../".
        targets: what links such as `lesson:slug` lead to; those that are missing here have no page yet.
        figures: the figures by id.
        numbers: the number of each figure on the page.
        notebook: the path of the page's notebook from the site's root.
        notes: the faults that a draft shows.
    """

    root: str = ""
    targets: Mapping[str, Target] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    notebook: str | None = None
    notes: tuple[Note, ...] = ()

    @cached_property
    def names(self) -> dict[str, int]:
        """How often each prefix of an id was asked for; ids are numbered in the order of the text."""
        return {}

    def fresh(self, prefix: str) -> str:
        """An id that is new on the page: check-1, check-2, …"""
        self.names[prefix] = self.names.get(prefix, 0) + 1
        return f"{prefix}-{self.names[prefix]}"


def inline_node(markdown: str) -> SyntaxTreeNode:
    """A line of Markdown, such as a title or a caption, as an inline node."""
    return SyntaxTreeNode(parser().parseInline(markdown)).children[0]
