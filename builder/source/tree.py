"""Tokens as a tree, as those who write HTML and notebooks walk it.

markdown-it-py has a `SyntaxTreeNode` of its own, which looks every property up through its tokens; building that took
longer than writing the HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markdown_it.token import Token


class Node:
    """A token, or an opening one with its closing one, and the nodes within.

    Attributes:
        type: what kind of node it is: the token's type, without `_open`.
        before: the type of the node right before this one; empty for the first of its siblings.
        children: the nodes within.
    """

    __slots__ = ("attrs", "before", "children", "content", "hidden", "info", "map", "meta", "tag", "type")

    def __init__(self, token: Token, kind: str, before: str) -> None:
        self.type = kind
        self.before = before
        self.tag = token.tag
        self.content = token.content
        self.info = token.info
        self.hidden = token.hidden
        self.map = token.map
        self.attrs = token.attrs
        self.meta: dict[str, Any] = token.meta
        self.children = tree(token.children) if token.children else []


def tree(tokens: Iterable[Token]) -> list[Node]:
    """A list of tokens, which opens and closes in pairs, as nodes with their children."""
    nodes: list[Node] = []
    outer: list[list[Node]] = []
    for token in tokens:
        if token.nesting < 0:
            nodes = outer.pop()
            continue
        kind = token.type.removesuffix("_open") if token.nesting else token.type
        node = Node(token, kind, nodes[-1].type if nodes else "")
        nodes.append(node)
        if token.nesting:
            outer.append(nodes)
            nodes = node.children
    return nodes
