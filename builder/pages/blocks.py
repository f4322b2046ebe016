"""The course's own blocks, `:::{name} Title`, as HTML: one function per kind of block."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from builder.jobs.drawn import Figure
from builder.models.lessons import RIGHT
from builder.pages.figures import figure_box
from builder.pages.html import element, text
from builder.pages.markup import inline, write
from builder.pages.questions import Option, Question, ask, fold
from builder.pages.roles import fault
from builder.pages.sheet import Sheet
from builder.pages.widgets import widget_box
from builder.source.tree import Node

Block = Callable[[Node, Sheet], str]

LABELS = {
    "objective": "Objective", "tip": "Tip", "note": "Aside", "insight": "Insight", "warning": "Watch out",
    "try-this": "Try this", "concept": "Definition", "worked-example": "Worked example", "summary": "Summary",
    "next-step": "Next", "module-complete": "Looking back", "references": "Reading", "exercise": "Exercise",
    "check": "Predict", "transfer": "Transfer", "derivation": "Derivation", "scope": "Scope", "notebook": "Notebook",
    "belief": "You might think", "evidence": "What speaks against it", "right-model": "Think instead",
    "in": "In this lesson", "out": "Left for later",
}
"""What a reader is told that a block is."""


def block_id(node: Node) -> str | None:
    """The id that the author gave the block."""
    found = node.meta["options"].get("id") or node.attrs.get("id")
    return str(found) if found else None


def split(nodes: Sequence[Node], *names: str) -> tuple[list[Node], list[Node]]:
    """Nodes in two lists: the blocks of these names, and all the others."""
    found = [node for node in nodes if node.type == "directive" and node.meta["name"] in names]
    return found, [node for node in nodes if node not in found]


def box(node: Node, sheet: Sheet, content: str, label: str | None = None) -> str:
    """A block with its label, which hangs in the margin where there is one, its title and its content."""
    name = node.meta["name"]
    head = element("p", {"class": "label"}, text(label or LABELS[name]))
    return element("div", {"class": f"block {name}", "id": block_id(node)}, head + title(node, sheet) + content)


def title(node: Node, sheet: Sheet) -> str:
    """A block's title as a line of its own."""
    words = node.meta["title"]
    return element("p", {"class": "title"}, inline(words, sheet)) if words else ""


def _plain(node: Node, sheet: Sheet) -> str:
    return box(node, sheet, write(node.children, sheet))


def _folded(node: Node, sheet: Sheet) -> str:
    """A block that opens on demand: derivations and hints."""
    name = node.meta["name"]
    summary = _summary(LABELS.get(name, name.capitalize()), node, sheet)
    return fold(name, summary, write(node.children, sheet), block_id(node))


# ---- blocks with parts


def _scope(node: Node, sheet: Sheet) -> str:
    columns, rest = split(node.children, "in", "out")
    return box(node, sheet, write(rest, sheet) + _columns(columns, sheet))


def _columns(nodes: Sequence[Node], sheet: Sheet) -> str:
    return element("div", {"class": "columns"}, "".join(column(node, sheet) for node in nodes))


def column(node: Node, sheet: Sheet) -> str:
    """One of several parts side by side, under its title."""
    name = node.meta["name"]
    words = node.meta["title"] or LABELS.get(name, "")
    head = element("p", {"class": "title"}, inline(words, sheet)) if words else ""
    return element("div", {"class": f"column {name}", "id": block_id(node)}, head + write(node.children, sheet))


def _side_by_side(kind: str, part: str) -> Block:
    """The rule of a block whose parts stand side by side: cards, comparisons, phases."""
    def rule(node: Node, sheet: Sheet) -> str:
        found, rest = split(node.children, part)
        content = title(node, sheet) + write(rest, sheet) + _columns(found, sheet)
        return element("div", {"class": f"group {kind}", "id": block_id(node)}, content)
    return rule


def _phases(node: Node, sheet: Sheet) -> str:
    found, rest = split(node.children, "phase")
    return box(node, sheet, write(rest, sheet) + steps(found, sheet), "Step by step")


def _worked(node: Node, sheet: Sheet) -> str:
    found, rest = split(node.children, "step")
    return box(node, sheet, write(rest, sheet) + steps(found, sheet))


def steps(nodes: Sequence[Node], sheet: Sheet) -> str:
    """Parts in their order, as a numbered list."""
    items = "".join(element("li", {"id": block_id(n)}, title(n, sheet) + write(n.children, sheet)) for n in nodes)
    return element("ol", {"class": "steps"}, items) if items else ""


def _warning(node: Node, sheet: Sheet) -> str:
    """A warning, or a refutation in three slots: the belief, what speaks against it, the right model."""
    slots, rest = split(node.children, "belief", "evidence", "right-model")
    content = write(rest, sheet) + "".join(_slot(slot, sheet) for slot in slots)
    return box(node, sheet, content, "Misconception" if slots else None)


def _slot(node: Node, sheet: Sheet) -> str:
    name = node.meta["name"]
    head = element("p", {"class": "slot-name"}, inline(node.meta["title"], sheet) or text(LABELS[name]))
    return element("div", {"class": f"slot {name}", "id": block_id(node)}, head + write(node.children, sheet))


# ---- questions


def _question(node: Node, sheet: Sheet) -> str:
    """A check, an exercise or a transfer question, with its options, hints and answer."""
    options, rest = split(node.children, "option")
    hints, rest = split(rest, "hint")
    answers, rest = split(rest, "answer")
    name = node.meta["name"]
    content = write(rest, sheet) + _hints(hints, sheet)
    if name == "exercise":
        content += "".join(fold("answer", _summary("Solution", answer, sheet), write(answer.children, sheet))
                           for answer in answers)
        return box(node, sheet, content)
    question = Question(name, sheet.fresh("question"), tuple(_option(o, sheet) for o in options),
                        "".join(title(answer, sheet) + write(answer.children, sheet) for answer in answers))
    return box(node, sheet, content + ask(question))


def _hints(hints: Sequence[Node], sheet: Sheet) -> str:
    names = ["Hint"] if len(hints) == 1 else [f"Hint {n}" for n in range(1, len(hints) + 1)]
    return "".join(fold("hint", _summary(name, hint, sheet), write(hint.children, sheet))
                   for name, hint in zip(names, hints, strict=True))


def _summary(name: str, node: Node, sheet: Sheet) -> str:
    """What a folded part is called, with its title where it has one."""
    return f"{name}: {inline(node.meta['title'], sheet)}" if node.meta["title"] else name


def _option(node: Node, sheet: Sheet) -> Option:
    correct = node.meta["options"].get("correct", "").lower() in RIGHT
    return Option(inline(node.meta["title"], sheet), write(node.children, sheet), correct)


# ---- figures, notebook, ends


def figure(sheet: Sheet, name: str, legend: str) -> str:
    """A figure by its id, with a legend."""
    return _pictured(sheet, name, legend, figure_box)


def widget(sheet: Sheet, name: str, legend: str) -> str:
    """A figure to play with, by its id, with a legend."""
    return _pictured(sheet, name, legend, widget_box)


def _pictured(sheet: Sheet, name: str, legend: str, draw: Callable[[Figure, str, Sheet], str]) -> str:
    """A figure by its id; one that was not made shows its id."""
    found = sheet.figures.get(name)
    return draw(found, legend, sheet) if found else element("p", None, fault(name, "there is no such figure"))


def _pictures(fill: Callable[[Sheet, str, str], str]) -> Block:
    """The rule of a block whose title is a figure's id and whose text is the legend."""
    return lambda node, sheet: sheet.later(fill, node.meta["title"].strip(), write(node.children, sheet))


def _notebook(node: Node, sheet: Sheet) -> str:
    return sheet.later(notebook, box(node, sheet, write(node.children, sheet) + sheet.later(button)))


def notebook(sheet: Sheet, written: str) -> str:
    """The block about the notebook that stands beside the lesson; nothing where there is none."""
    return written if sheet.notebook else ""


def button(sheet: Sheet) -> str:
    """The link to the notebook."""
    goal = sheet.root + (sheet.notebook or "")
    return element("p", None, element("a", {"href": goal, "download": True, "class": "button"}, "Get the notebook"))


BLOCKS: dict[str, Block] = {
    "objective": _plain, "scope": _scope, "in": column, "out": column, "tip": _plain, "note": _plain,
    "insight": _plain, "warning": _warning, "belief": _slot, "evidence": _slot, "right-model": _slot,
    "try-this": _plain, "concept": _plain, "cards": _side_by_side("cards", "card"), "card": column,
    "comparison": _side_by_side("comparison", "side"), "side": column, "phases": _phases, "phase": column,
    "check": _question, "transfer": _question, "exercise": _question, "option": column, "answer": _folded,
    "hint": _folded, "worked-example": _worked, "step": column, "derivation": _folded, "figure": _pictures(figure),
    "widget": _pictures(widget), "notebook": _notebook, "references": _plain, "summary": _plain, "next-step": _plain,
    "module-complete": _plain,
}
"""How each block is written."""
