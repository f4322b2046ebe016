"""Small changes to a YAML file as text, so that an author's comments and layout stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from builder.importing.files import writing
from builder.importing.files.merging import row_names
from builder.source.yaml import Node, YamlFile

_COMMENT = re.compile(r"\s+#.*$")


class _NotByLines(Exception):
    """A change that cannot be made line by line: values in braces, a layout of its own."""


def edit(file: YamlFile, text: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    """A file's text with new values, changed only where the values differ; None where that cannot be done.

    Args:
        file: the file as it was read.
        text: its text.
        old: its values, in the shape of its model.
        new: the values that it shall have.
    """
    editor = _Editor(text.split("\n"))
    if file.root is None:
        return None
    try:
        editor.mapping(file.root, old, new)
    except _NotByLines:
        return None
    return editor.text()


def head(text: str) -> str:
    """The comments that a file begins with."""
    lines = []
    for line in text.split("\n"):
        if not line.startswith("#"):
            break
        lines.append(line)
    return "\n".join(lines)


class _Editor:
    """Gathers changes to ranges of lines, and makes them from the last to the first."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.changes: list[tuple[int, int, list[str]]] = []

    def text(self) -> str:
        ordered = sorted(enumerate(self.changes), key=lambda one: (*one[1][:2], one[0]), reverse=True)
        for _, (start, end, fresh) in ordered:
            self.lines[start:end] = fresh
        return "\n".join(self.lines)

    # ---- mappings

    def mapping(self, node: Node, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        if not isinstance(node.value, dict) or self.braced(node):
            raise _NotByLines
        for key, value in old.items():
            if key not in node.value:
                raise _NotByLines
            if key not in new:
                self.remove(node.value[key])
            elif new[key] != value:
                self.value(key, node.value[key], value, new[key])
        self.insert_keys(node, old, new)

    def value(self, key: str, node: Node, old: Any, new: Any) -> None:
        """Change the value under a key: inside it if both are mappings or lists, else all of it."""
        mark = (len(self.changes))
        try:
            if isinstance(old, Mapping) and isinstance(new, Mapping):
                self.mapping(node, old, new)
            elif _is_list(old) and _is_list(new):
                self.rows(node, old, new)
            else:
                raise _NotByLines
        except _NotByLines:
            del self.changes[mark:]
            self.replace(key, node, new)

    def replace(self, key: str, node: Node, new: Any) -> None:
        start, end, indent = self.entry(node)
        fresh = writing.entry(key, new, indent)
        fresh[0] = self.lines[start][:indent] + fresh[0][indent:]
        comment = _COMMENT.search(self.lines[start][max(node.span.end_column - 1, 0):])
        if comment and end == start + 1 and len(fresh) == 1:
            fresh[0] += comment[0]
        self.changes.append((start, end, fresh))

    def remove(self, node: Node) -> None:
        start, end, indent = self.entry(node)
        if self.lines[start][:indent].strip():
            raise _NotByLines
        self.changes.append((start, end, []))

    def insert_keys(self, node: Node, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        assert isinstance(node.value, dict)
        before: Node | None = None
        for key, value in new.items():
            if key in node.value:
                if key not in old:
                    self.replace(key, node.value[key], value)
                before = node.value[key]
                continue
            anchor = before or next(iter(node.value.values()), None)
            if anchor is None:
                raise _NotByLines
            start, end, indent = self.entry(anchor)
            fresh = writing.entry(key, value, indent)
            if before is None and not self.lines[start][:indent].strip():
                self.changes.append((start, start, fresh))
            else:
                self.changes.append((end, end, [*self.gap(start), *fresh]))

    # ---- lists

    def rows(self, node: Node, old: Sequence[Any], new: Sequence[Any]) -> None:
        if not isinstance(node.value, list) or self.braced(node) or len(node.value) != len(old) or not old:
            raise _NotByLines
        names, wanted = row_names(old), row_names(new)
        places = {name: number for number, name in enumerate(names)}
        kept = [places[name] for name in wanted if name in places]
        if kept != sorted(kept):
            raise _NotByLines
        for number in set(range(len(old))) - set(kept):
            start, end, _ = self.item(node.value[number])
            self.changes.append((start, end, []))
        before: int | None = None
        for name, value in zip(wanted, new, strict=True):
            if name in places:
                before = places[name]
                if old[before] != value:
                    self.row(node.value[before], old[before], value)
            else:
                self.insert_row(node.value, before, value)

    def row(self, node: Node, old: Any, new: Any) -> None:
        mark = len(self.changes)
        try:
            if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
                raise _NotByLines
            self.mapping(node, old, new)
        except _NotByLines:
            del self.changes[mark:]
            start, end, indent = self.item(node)
            self.changes.append((start, end, writing.item(new, indent)))

    def insert_row(self, rows: Sequence[Node], before: int | None, value: Any) -> None:
        start, end, indent = self.item(rows[before or 0])
        fresh = writing.item(value, indent)
        self.changes.append((start, start, fresh) if before is None else (end, end, [*self.gap(start), *fresh]))

    # ---- places

    def braced(self, node: Node) -> bool:
        """Whether a mapping or list stands in braces or brackets."""
        line = self.lines[node.span.line - 1]
        return line[node.span.column - 1:node.span.column] in ("{", "[")

    def entry(self, node: Node) -> tuple[int, int, int]:
        """The lines of a key with its value, and the key's indentation."""
        if node.key_span is None or node.key_span.line != node.key_span.end_line:
            raise _NotByLines
        start, indent = node.key_span.line - 1, node.key_span.column - 1
        if self.lines[start][:indent].strip(" -"):
            raise _NotByLines
        return start, max(self.last(node), start + 1), indent

    def item(self, node: Node) -> tuple[int, int, int]:
        """The lines of an item of a list, and the indentation of its dash."""
        start, column = node.span.line - 1, node.span.column - 1
        ahead = self.lines[start][:column]
        if ahead.strip() != "-":
            raise _NotByLines
        return start, max(self.last(node), start + 1), ahead.index("-")

    def last(self, node: Node) -> int:
        """The line behind the last one of a value."""
        if isinstance(node.value, dict | list) and node.value and not self.braced(node):
            children = node.value.values() if isinstance(node.value, dict) else node.value
            return max(self.last(child) for child in children)
        end = node.span.end_line - (node.span.end_column == 1 and node.span.end_line > node.span.line)
        while end > node.span.line and not self.lines[end - 1].strip():
            end -= 1
        return end

    def gap(self, start: int) -> list[str]:
        """An empty line, where the neighbour that begins here has one before it."""
        return [""] if start and not self.lines[start - 1].strip() else []


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
