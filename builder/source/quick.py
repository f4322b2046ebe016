"""The values of a YAML file without their places, by PyYAML's composer in C: a third of the time of its safe loader.

It reads only what is beyond doubt.  For a second document, an alias, a duplicate key, a key that is no word, deep
nesting or a syntax error it gives up, and the reader that knows places takes over and says what is wrong.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml import cyaml

DEEPEST = 40
NULLS = ("", "~", "null", "Null", "NULL")
_LONGEST = 4_000_000
_COMPACT = re.compile(r"(?:[-?][ \t]+){%d}" % DEEPEST)
_BRACKETS = re.compile(r"[\[\]{}]")
_BARE = "bare"
"""The tag of scalars without quotes or a tag of their own."""

_CParser: Any = getattr(cyaml, "CParser", None)



def _tag(_composer: Any, _kind: type, _value: str | None, implicit: Any) -> str:
    """The one thing that the composer is to find out of a scalar: whether it is bare."""
    return _BARE if implicit is True or implicit and implicit[0] else ""


def _nothing(*_: Any) -> None:
    """What is left of resolving by place."""


_Composer: Any = _CParser and type("Composer", (_CParser,), {
    "resolve": _tag, "descend_resolver": _nothing, "ascend_resolver": _nothing,
})
"""PyYAML's parser in C, which tells bare scalars from all others and resolves nothing; None where it is missing."""


class Plain(str):
    """A scalar written without quotes, so that fields of any type may resolve it."""

    __slots__ = ()


class _Doubt(Exception):
    """Something that the reader with places has to look at."""


def quickly(text: str) -> Any:
    """The values of a text: strings, None, lists and dicts; None where there is a doubt, or nothing to read."""
    if _Composer is None or _too_deep(text):
        return None
    try:
        node = _Composer(text).get_single_node()
        return None if node is None else _Values(aliases="*" in text).of(node, 0)
    except (yaml.YAMLError, _Doubt):
        return None


def _too_deep(text: str) -> bool:
    """Whether nesting might exhaust the stack of the composer, which does not look at its depth."""
    if len(text) > _LONGEST or _COMPACT.search(text):
        return True
    depth = 0
    for match in _BRACKETS.finditer(text) if text.count("[") + text.count("{") > DEEPEST else ():
        depth += 1 if match[0] in "[{" else -1
        if depth > DEEPEST:
            return True
    return False


class _Values:
    def __init__(self, aliases: bool) -> None:
        self.seen: set[int] | None = set() if aliases else None

    def of(self, node: Any, depth: int) -> Any:
        """A node's value."""
        if depth > DEEPEST or self.met_before(node):
            raise _Doubt
        value = node.value
        if type(node) is yaml.ScalarNode:
            return value if node.tag != _BARE else None if value in NULLS else Plain(value)
        if type(node) is yaml.SequenceNode:
            return [self.of(item, depth + 1) for item in value]
        found = {self.key(key, depth): self.of(item, depth + 1) for key, item in value}
        if len(found) < len(value):
            raise _Doubt
        return found

    def key(self, node: Any, depth: int) -> str:
        """A key, which has to be a word."""
        if type(node) is not yaml.ScalarNode or node.value in NULLS or self.met_before(node):
            raise _Doubt
        return str(node.value)

    def met_before(self, node: Any) -> bool:
        """Whether a node stands at a second place: an alias."""
        if self.seen is None:
            return False
        known = id(node) in self.seen
        self.seen.add(id(node))
        return known
