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
_LARGEST_FILE = 4_000_000
_LONGEST_LINE = 2_000
_BRACKETS = re.compile(r"[\[\]{}]")
_BARE = "bare"
"""The tag of scalars without quotes or a tag of their own."""

_CParser: Any = getattr(cyaml, "CParser", None)



def _tag(_composer: Any, _kind: type, _value: str | None, implicit: Any) -> str:
    """The one thing that the composer is to find out of a scalar: whether it is bare."""
    return _BARE if implicit is True or (implicit and implicit[0]) else ""


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
        if node is None or ("*" in text and _has_alias(node, set(), 0)):
            return None
        return _value(node, 0)
    except (yaml.YAMLError, _Doubt):
        return None


def _too_deep(text: str) -> bool:
    """Whether nesting might exhaust the stack of the composer, which does not look at its depth.

    Nesting by lines is bounded by the file's length, `- - -` by that of a line; brackets are counted.
    """
    if len(text) > _LARGEST_FILE or max(map(len, text.split("\n"))) > _LONGEST_LINE:
        return True
    depth = 0
    for match in _BRACKETS.finditer(text) if text.count("[") + text.count("{") > DEEPEST else ():
        depth += 1 if match[0] in "[{" else -1
        if depth > DEEPEST:
            return True
    return False


def _value(node: Any, depth: int) -> Any:
    """A node's value."""
    value, kind = node.value, type(node)
    if kind is yaml.ScalarNode:
        return value if node.tag != _BARE else None if value in NULLS else Plain(value)
    if depth == DEEPEST:
        raise _Doubt
    if kind is yaml.SequenceNode:
        return [_value(item, depth + 1) for item in value]
    found = {str(key.value): _value(item, depth + 1) for key, item in value}
    if len(found) < len(value) or any(type(key) is not yaml.ScalarNode or key.value in NULLS for key, _ in value):
        raise _Doubt
    return found


def _has_alias(node: Any, seen: set[int], depth: int) -> bool:
    """Whether a node stands at two places, or too deep to tell."""
    if id(node) in seen or depth > DEEPEST:
        return True
    seen.add(id(node))
    if type(node) is yaml.SequenceNode:
        return any(_has_alias(item, seen, depth + 1) for item in node.value)
    return type(node) is yaml.MappingNode and any(
        _has_alias(part, seen, depth + 1) for pair in node.value for part in pair)
