"""Strict YAML: every value a string that knows its place; the schema decides what it means.

PyYAML's parser gives events with marks; the tree is built here, so that duplicate keys, aliases and absurd
nesting are faults with a place, and `no`, `12:30`, `017` and `1e3` stay what the author wrote.  Places are asked
for only where something is wrong, so a file is first read without them, by `builder.source.quick`; whatever that
does not read without a doubt is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, cast

import yaml
from msgspec import Struct

from builder.diagnostics import Route, Span
from builder.source.faults import ALIAS, DUPLICATE_KEY, TOO_DEEP, YAML_SYNTAX, Fault
from builder.source.quick import DEEPEST, NULLS, Plain, quickly
from builder.source.text import decode, empty

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

class Node(Struct):
    """A value and where it stands: `value` is a string, None, a list of nodes, or a dict of key to nodes."""

    span: Span
    value: str | list[Node] | dict[str, Node] | None
    key_span: Span | None = None


class YamlFile(Struct, frozen=True, dict=True):
    """A YAML file: its values, and a place for each of them.

    Attributes:
        path: the file's path for spans.
        source: its bytes.
        values: the file as strings, None, lists and dicts; None where it could not be read, or was not read now.
        faults: why it could not be read, or not as it was meant.
        first_line: the line at which the text begins, for YAML that stands inside another file.
    """

    path: str
    source: bytes
    values: Any = None
    faults: list[Fault] = []
    first_line: int = 1

    def __repr__(self) -> str:
        return f"YamlFile({self.path!r})"

    def data(self) -> Any:
        """The file as strings, None, lists and dicts."""
        return plain(self.root) if self.values is None and self.root is not None else self.values

    @cached_property
    def root(self) -> Node | None:
        """The file's tree with places, built when it is first asked for; None where it could not be read."""
        text, faults = decode(self.path, self.source)
        return None if faults else _Reader(self.path, self.first_line - 1).read(text)

    def locate(self, route: Route, key: bool = False) -> Span:
        """Where the value at a route stands, or the deepest part of the route that exists.

        A list or mapping is shown by its key; `key` asks for the key of a plain value, too.
        """
        node = self.root
        if node is None:
            return Span(self.path, 1, 1, 1, 1)
        for step in route:
            child = _child(node, step)
            if child is None:
                key = key and node.key_span is not None
                break
            node = child
        if node.key_span and (key or not isinstance(node.value, str)):
            return node.key_span
        return node.span


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def plain(node: Node) -> Any:
    """A node without its places."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def read(path: str, data: bytes, first_line: int = 1) -> YamlFile:
    """Read a YAML file; its faults stand in the result.

    Args:
        path: the file's path for spans.
        data: its bytes.
        first_line: the line at which the text begins, for YAML that stands inside another file.
    """
    text, faults = decode(path, data)
    if faults:
        return YamlFile(path, data, None, faults, first_line)
    if (values := quickly(text)) is not None:
        return YamlFile(path, data, values, [], first_line)
    reader = _Reader(path, first_line - 1)
    root = reader.read(text)
    if root is None and not reader.faults:
        reader.faults.append(empty(path))
    return YamlFile(path, data, None if root is None else plain(root), reader.faults, first_line)


class _Reader:
    """Builds the tree from the parser's events."""

    def __init__(self, path: str, shift: int) -> None:
        self.path, self.shift, self.faults = path, shift, cast(list[Fault], [])

    def read(self, text: str) -> Node | None:
        events = yaml.parse(text, Loader=_LOADER)
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    root = self.node(next(events), events, 0)
                    self.refuse_second_document(events)
                    return None if root.value is None else root
        except yaml.MarkedYAMLError as error:
            self.faults.append(_syntax_fault(self, error))
        except yaml.reader.ReaderError as error:
            self.faults.append(_character_fault(self.path, text, error))
        except _TooDeep as error:
            self.faults.append(Fault(
                TOO_DEEP, error.span, f"values are nested deeper than {DEEPEST} levels", "look for brackets left open",
            ))
        return None

    def refuse_second_document(self, events: Iterator[Any]) -> None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                span = self.span(event.start_mark, event.end_mark)
                self.faults.append(Fault(YAML_SYNTAX, span, "a second document begins here",
                                         "keep one document per file: remove the line `---`"))
                return

    def node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        span = self.span(event.start_mark, event.end_mark)
        if depth > DEEPEST:
            raise _TooDeep(span)
        if isinstance(event, yaml.ScalarEvent):
            return Node(span, _scalar(event))
        if isinstance(event, yaml.MappingStartEvent):
            return Node(span, self.mapping(events, depth))
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(span, self.sequence(events, depth))
        self.faults.append(Fault(ALIAS, span, f"the alias *{event.anchor} is not allowed here", "write the value out"))
        return Node(span, None)

    def sequence(self, events: Iterator[Any], depth: int) -> list[Node]:
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self.node(event, events, depth + 1))
        return items

    def mapping(self, events: Iterator[Any], depth: int) -> dict[str, Node]:
        items: dict[str, Node] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.node(event, events, depth + 1)
            node = self.node(next(events), events, depth + 1)
            node.key_span = key.span
            self.keep(items, key, node)
        return items

    def keep(self, items: dict[str, Node], key: Node, node: Node) -> None:
        if isinstance(key.value, list | dict):
            self.faults.append(Fault(YAML_SYNTAX, key.span, "a key must be a word", "quote it, or write it as a value"))
            return
        name = str(key.value or "")
        if (first := items.get(name)) is None:
            items[name] = node
            return
        assert first.key_span is not None
        self.faults.append(Fault(
            DUPLICATE_KEY, key.span, f"the key `{name}` stands twice",
            "merge the two values, or rename one of the keys",
            ((first.key_span, "it stands here first"),),
        ))

    def span(self, start: Any, end: Any) -> Span:
        shift = self.shift + 1
        return Span(self.path, start.line + shift, start.column + 1, end.line + shift, end.column + 1)


class _TooDeep(Exception):
    def __init__(self, span: Span) -> None:
        super().__init__(span)
        self.span = span


def _scalar(event: Any) -> str | None:
    if not event.implicit[0]:
        return str(event.value)
    return None if event.value in NULLS else Plain(event.value)


_HELP = (
    (r"cannot start any token", "indent with spaces, never tabs, and quote values that begin with @ or a backtick"),
    (r"mapping values are not allowed", "quote a value that holds `: `, or check the indentation"),
    (r"could not find expected ':'", "write a key as `key: value`; the line above may lack its colon or indentation"),
    (r"did not find expected key|expected <block end>", "check the indentation of this line and of the one above"),
    (r"quoted scalar", "close the quotation mark"),
    (r"flow (sequence|mapping)|expected ',' or", "close the bracket, and separate what is in it by commas"),
)


def _syntax_fault(reader: _Reader, error: yaml.MarkedYAMLError) -> Fault:
    opened = "quoted scalar" in str(error.context)
    mark = error.context_mark if opened else error.problem_mark or error.context_mark
    span = reader.span(mark, mark) if mark else Span(reader.path)
    problem = " ".join(part for part in (error.context, error.problem) if part) or "this is not YAML"
    fitting = (words for pattern, words in _HELP if re.search(pattern, problem))
    advice = next(fitting, "check this line and the one above")
    return Fault(YAML_SYNTAX, span, problem, advice)


def _character_fault(path: str, text: str, error: yaml.reader.ReaderError) -> Fault:
    match = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    at = match.start() if match else 0
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    number = ord(text[at]) if text else 0
    return Fault(YAML_SYNTAX, Span(path, line, column, line, column + 1),
                 f"the character U+{number:04X} is not allowed in YAML", f"remove it ({error.reason})")


_INTEGER = re.compile(r"[-+]?[0-9]+$")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")


def resolve(value: Any) -> Any:
    """Give plain scalars the types of YAML 1.2's core schema, for fields that hold any value."""
    if isinstance(value, dict):
        return {key: resolve(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [resolve(item) for item in value]
    if not isinstance(value, Plain):
        return value
    if value in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return value.lower() == "true"
    if _INTEGER.match(value):
        return int(value)
    return float(value) if _FLOAT.match(value) else str(value)
