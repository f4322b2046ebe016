"""Notebooks: a lesson's `notebook.md` as a Jupyter notebook, format 4.5.

Text becomes Markdown cells, Python code between it becomes code cells, and the course's blocks become Markdown that
Jupyter and Colab can show: a bold title and quoted text, with hints and solutions folded away.  A solution is never a
code cell, or running all cells would solve the exercises.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

import msgspec
from markdown_it.common.utils import normalizeReference
from msgspec import Struct
from msgspec.structs import replace

from builder.models.lessons import Lesson
from builder.pictures import Picture
from builder.source.tree import Node, tree
from builder.values import Measured, ValueFault, in_prose, measured

_ROLE = re.compile(r"\{(value|concept|kbd|abbr|math)\}`([^`]+)`")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?:(?:lesson|concept|module|figure):|#)([^)\s]*)(?:\s+\"[^\"\n]*\")?\)")
_IMAGE = re.compile(r"(!\[[^\]]*\]\()(?:<([^>\n]+)>|([^)\s]+))")
_REFERENCE = re.compile(r"(?<!!)\[([^\[\]\n]+)\]\[([^\[\]\n]*)\]")
_CALLED = re.compile(r"^\[\^[^\]]+\]:[ \t]*")
_ATTRIBUTES = re.compile(r"^[ \t]*\{[#.][^}]*\}[ \t]*\n?", re.M)
_MARK = re.compile("\0(\\d+)\0")
_FLOWING = (
    "exercise", "check", "transfer", "worked-example", "step", "try-this", "phases", "phase", "comparison", "side",
    "cards", "card",
)
_FOLDED = {"hint": "Hint", "answer": "Solution", "derivation": "Derivation", "option": "On this option"}


class Cell(Struct, frozen=True):
    """A cell: its kind, `markdown` or `code`, and its text."""

    kind: str
    text: str
    tags: tuple[str, ...] = ()


def notebook(text: Lesson, title: str, figures: Mapping[str, Measured], concepts: Mapping[str, str],
             shown: Mapping[str, Picture] | None = None) -> bytes:
    """A notebook as the bytes of its file.

    Args:
        text: the parsed `notebook.md`.
        title: the heading of a notebook whose text begins with none.
        figures: the figures whose metrics {value} roles name.
        concepts: the concepts' names by id.
        shown: the pictures beside the lesson, by the words that name them; the notebook holds them itself.
    """
    return link_notebook(compile_notebook(text), title, figures, concepts, shown or {})


class CompiledNotebook(Struct, frozen=True, array_like=True):
    """A notebook as far as it can be written without the rest of the course.

    Attributes:
        titled: whether its text begins with a heading of its own.
        cells: its cells; where a role stands that shows something of the course, they have its number between two NULs.
        holes: these roles, each its name and its content.
    """

    titled: bool
    cells: tuple[Cell, ...]
    holes: tuple[tuple[str, str], ...]

    def to_json(self) -> bytes:
        """The notebook as JSON."""
        return msgspec.json.encode(self)

    @staticmethod
    def from_json(says: bytes) -> CompiledNotebook:
        """A notebook out of its JSON."""
        return msgspec.json.decode(says, type=CompiledNotebook)


def compile_notebook(text: Lesson) -> CompiledNotebook:
    """A notebook compiled; the tokens of its text are not needed again."""
    writer = _Writer(text)
    nodes = [node for node in tree(text.tokens) if node.type != "front_matter"]
    titled = bool(nodes) and nodes[0].type == "heading" and nodes[0].tag == "h1"
    return CompiledNotebook(titled, tuple(writer.cells(nodes)), tuple(writer.holes))


def link_notebook(
    compiled: CompiledNotebook, title: str, figures: Mapping[str, Measured], concepts: Mapping[str, str],
    shown: Mapping[str, Picture],
) -> bytes:
    """A compiled notebook as the bytes of its file; `notebook` says what it takes."""
    filled = [_filled(name, content, figures, concepts) for name, content in compiled.holes]

    def whole(cell: Cell) -> Cell:
        return replace(cell, text=_MARK.sub(lambda mark: filled[int(mark[1])], cell.text))

    opening = () if compiled.titled else (Cell("markdown", f"# {title}"),)
    document = _document(_joined([*opening, *map(whole, compiled.cells)]), shown)
    return (json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _filled(name: str, content: str, figures: Mapping[str, Measured], concepts: Mapping[str, str]) -> str:
    """A concept's name or a measured number; one that nobody measured stays as it was written, and is a fault."""
    if name == "concept":
        return in_prose(concepts.get(content, content))
    try:
        return measured(content, figures)
    except ValueFault:
        return f"`{content}`"


def _joined(cells: Sequence[Cell]) -> list[Cell]:
    """Text that follows text belongs into one cell, unless one of the two is marked or a heading begins anew."""
    found: list[Cell] = []
    for cell in cells:
        last = found[-1] if found else None
        if last and last.kind == cell.kind == "markdown" and not (last.tags or cell.tags or cell.text.startswith("#")):
            found[-1] = Cell("markdown", f"{last.text}\n\n{cell.text}")
        else:
            found.append(cell)
    return found


def _document(cells: Sequence[Cell], shown: Mapping[str, Picture]) -> dict[str, Any]:
    """The notebook as JSON holds it; a cell's id is made from its text, so that editing one cell renames one."""
    taken: dict[str, int] = {}
    return {
        "cells": [_cell(cell, _identity(cell, taken), shown) for cell in cells],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _identity(cell: Cell, taken: dict[str, int]) -> str:
    digest = hashlib.sha256(f"{cell.kind}\n{cell.text}".encode()).hexdigest()[:12]
    taken[digest] = taken.get(digest, 0) + 1
    return digest if taken[digest] == 1 else f"{digest}-{taken[digest]}"


def _cell(cell: Cell, identity: str, shown: Mapping[str, Picture]) -> dict[str, Any]:
    shared = {"cell_type": cell.kind, "id": identity, "metadata": {"tags": list(cell.tags)} if cell.tags else {}}
    if cell.kind == "code":
        return shared | {"source": cell.text.splitlines(keepends=True), "execution_count": None, "outputs": []}
    text, attachments = _attached(cell.text, shown)
    source = shared | {"source": text.splitlines(keepends=True)}
    return source | {"attachments": attachments} if attachments else source


def _attached(text: str, shown: Mapping[str, Picture]) -> tuple[str, dict[str, dict[str, str]]]:
    """A cell's text with its pictures held by the cell, so that the notebook can be taken anywhere by itself."""
    held: dict[str, dict[str, str]] = {}

    def attach(match: re.Match[str]) -> str:
        picture = shown.get(unquote(match[2] or match[3]))
        if picture is None:
            return match[0]
        name = picture.name.replace("/", "-").replace(" ", "-")
        held[name] = {picture.kind: base64.b64encode(picture.data).decode("ascii")}
        return f"{match[1]}attachment:{name}"

    return _IMAGE.sub(attach, text), held


class _Writer:
    """Turns the nodes of one notebook into cells, out of the author's own lines."""

    def __init__(self, text: Lesson) -> None:
        self.lines: list[str] = [line.replace("\0", "\ufffd") for line in text.env.get("lines", [])]
        self.references: Mapping[str, Mapping[str, str]] = text.env.get("references", {})
        self.holes: list[tuple[str, str]] = []

    def cells(self, nodes: Sequence[Node]) -> Iterator[Cell]:
        """The cells of some nodes, in order."""
        for node in nodes:
            if node.type == "footnote_block":
                yield Cell("markdown", self.notes(node))
            elif node.type == "fence" and node.info.split()[:1] == ["python"]:
                yield Cell("code", node.content.rstrip("\n"))
            elif node.type == "directive":
                yield from self.block(node)
            elif words := self.source(node):
                yield Cell("markdown", words)

    def block(self, node: Node) -> Iterator[Cell]:
        """A block of the course: folded, in cells of its own, or as a quotation."""
        name = node.meta["name"]
        if name in _FOLDED:
            yield self.fold(node)
        elif name in _FLOWING:
            yield Cell("markdown", self.head(node))
            yield from self.cells(node.children)
        else:
            body = [self.head(node), *(self.written(child) for child in node.children)]
            yield Cell("markdown", "\n".join(f"> {line}".rstrip() for line in "\n\n".join(body).split("\n")))

    def fold(self, node: Node) -> Cell:
        """A hint or a solution that opens on demand, its code as text."""
        name = node.meta["name"]
        title = self.resolve(node.meta["title"])
        summary = title if name == "option" and title else _FOLDED[name] + (f": {title}" if title else "")
        body = "\n\n".join(self.written(child) for child in node.children)
        tags = ("solution",) if name == "answer" else ()
        return Cell("markdown", f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>", tags)

    def head(self, node: Node) -> str:
        """A block's name and title in bold."""
        name = node.meta["name"].replace("-", " ").capitalize()
        title = self.resolve(node.meta["title"])
        return f"**{name}: {title}**" if title else f"**{name}**"

    def written(self, node: Node) -> str:
        """A node inside a block as Markdown; blocks within blocks keep their title in bold."""
        if node.type != "directive":
            return self.source(node)
        return "\n\n".join([self.head(node), *(self.written(child) for child in node.children)])

    def notes(self, node: Node) -> str:
        """Footnotes as a list at the end: Jupyter knows none."""
        items = [(note.meta["label"], "\n\n".join(filter(None, map(self.source, note.children))))
                 for note in node.children]
        return "**Notes**\n\n" + "\n".join(f"- [^{label}] {_CALLED.sub('', words)}" for label, words in items)

    def source(self, node: Node) -> str:
        """The author's lines of a node, without the marks that only pages know."""
        if not node.map:
            return ""
        words = "\n".join(self.lines[node.map[0]:node.map[1]]).strip("\n")
        return words if node.type == "fence" else self.resolve(_ATTRIBUTES.sub("", words)).strip("\n")

    def resolve(self, words: str) -> str:
        """Markdown with its roles in words and its links into the course as plain text."""
        words = _ROLE.sub(self.role, _REFERENCE.sub(self.reference, words))
        return _LINK.sub(lambda match: match[1] or match[2].replace("-", " "), words)

    def reference(self, match: re.Match[str]) -> str:
        """A link whose address stands elsewhere, with its address."""
        known = self.references.get(normalizeReference(match[2] or match[1]))
        return f"[{match[1]}]({known['href']})" if known else match[0]

    def role(self, match: re.Match[str]) -> str:
        name, content = match[1], match[2].replace("\\|", "|")
        if name == "concept":
            concept, _, words = content.partition("|")
            return words or self.later(name, concept)
        if name == "value":
            return self.later(name, content)
        return {"kbd": f"<kbd>{content}</kbd>", "math": f"${content}$"}.get(name, content)

    def later(self, name: str, content: str) -> str:
        """A mark for what the course has to say."""
        self.holes.append((name, content))
        return f"\0{len(self.holes) - 1}\0"
