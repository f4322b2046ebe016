"""Lesson plans: the outline, the widgets and the notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.importing.oddities import Oddities
from builder.importing.reading.loads import append
from builder.importing.reading.regions import Region
from builder.importing.reading.rows import Data, Parts, filled, grow, keep_others, read_table
from builder.importing.structure.blocks import Block, BlockKind, Section, is_checklist, raw
from builder.importing.structure.labels import bold_runs, label, label_runs, lead, lead_or_colon
from builder.importing.structure.words import ARROW, Vocabulary, bare, unnumbered

OUTLINE = Vocabulary({
    "title": "section|title|step|name|block|topic",
    "kind": "type|kind|phase|purpose",
    "text": "content|description|detail|note|what happen|what",
})

WIDGET = Vocabulary({
    "name": "name|widget|title|component", "purpose": "purpose|goal|why|learning goal",
    "design": "design|behavior|behaviour|feature|interaction|layout",
    "wrapped_in": "wrapped|wrapper|wrapped in|wrap",
})

# ---- outline, widgets, notebook

_KINDS = ("context", "hook", "explain", "check", "explore", "elaborate", "practice", "summarize", "next step")


def outline_step(title: str, text: str) -> Data:
    """A step of the outline; its kind is the word that the title begins with."""
    title = bare(title).strip(" .:—–-")
    plain = title.casefold()
    kind = next((kind for kind in _KINDS if re.match(rf"\W*{kind[:7]}", plain)), None)
    return filled(title=title or "?", kind=kind, text=text)


def outline_item(text: str) -> Data:
    """A step of the outline, from a numbered item."""
    head, rest = lead_or_colon(text)
    first, _, more = text.partition("\n")
    return outline_step(head, rest) if head else outline_step(first, more)


def read_outline(region: Region, parts: Parts) -> None:
    """The outline as numbered items, headings, bold paragraphs or a table; what follows a step belongs to it."""
    steps: list[Data] = []
    listed = bold = False
    for section in region.sections:
        if section is not region.head:
            steps.append(outline_step(_step_title(section.title), raw(section.blocks)))
            continue
        for number, block in enumerate(section.blocks):
            told = _told_steps(block) if not steps or _PLAIN_STEP.match(block.raw) else []
            if block.table and not steps:
                steps.extend(_outline_rows(block, parts.odd))
            elif told:
                steps.extend(told)
            elif _over_list(section.blocks, number):
                parts.spare(section, [block])
            elif block.items and (block.items[0].ordered or not steps) and not bold:
                listed = True
                steps.extend(outline_item(item.raw) for item in block.items if item.raw)
            elif block.kind is BlockKind.TEXT and block.raw.startswith("**") and lead(block.raw)[0] and not listed:
                bold = True
                steps.extend(outline_step(_step_title(lead(run)[0]), lead(run)[1]) for run in bold_runs(block.raw))
            elif steps:
                grow(steps[-1], "text", block.raw)
            else:
                parts.spare(section, [block])
    parts.add("outline", steps, region.head)


_PLAIN_STEP = re.compile(r"(?:section|step|part)\s*\d+[a-z]?\s*[:.—–-]|(?:\d+\\?|[IVX]{1,4})[.)]\s", re.IGNORECASE)


def _told_steps(block: Block) -> list[Data]:
    """Steps that stand in running text: `Step 1: …`, `1. Hook; 2. Check` or `Hook -> Explain -> Check`."""
    if block.kind is BlockKind.LIST and len(block.items) == 1 and re.search(r";\s*2[.)]\s", block.raw):
        return [outline_item(text) for text in re.split(r"(?:^|;)\s*\d+[.)]\s+", block.raw) if text.strip()]
    if block.kind is not BlockKind.TEXT:
        return []
    lines = block.raw.split("\n")
    if all(_PLAIN_STEP.match(line) for line in lines):
        return [outline_item(_step_title(line)) for line in lines]
    if len(lines) > 2 and all(len(line) < 100 and not line.endswith((".", ":")) for line in lines) and not (
            block.raw.startswith("**")):
        return [outline_item(line) for line in lines]
    steps = [bare(step) for step in ARROW.split(block.raw)]
    short = len(steps) > 2 and all(len(step) < 60 for step in steps)
    return [outline_step(step, "") for step in steps] if short else []


def _over_list(blocks: list[Block], number: int) -> bool:
    """Whether a block is a bold label over a list of steps."""
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    named = label(blocks[number].raw) if "\n" not in blocks[number].raw else None
    return bool(after and after.items and after.items[0].ordered and named and not named[1]
                and not re.match(r"\W*\d", blocks[number].raw))


def _step_title(title: str) -> str:
    title = re.sub(r"^\s*(?:\d+\\|[IVX]{1,4})[.)]\s+", "", title)
    return re.sub(r"^\s*(?:section|step|part)\s*\d+[a-z]?\s*[:.—–-]+\s*", "", unnumbered(title),
                  flags=re.IGNORECASE) or title


def _outline_rows(block: Block, odd: Oddities) -> Iterator[Data]:
    for cells_ in read_table(block, OUTLINE, odd):
        title = cells_.get("title") or cells_.get("text") or "?"
        row = filled(title=bare(title) or "?", kind=cells_.get("kind"),
                     text=cells_.get("text") if cells_.get("title") else None)
        cells_.others = {name: value for name, value in cells_.others.items() if not re.fullmatch(r"[\d.]+", value)}
        keep_others(row, cells_)
        yield row


def read_widgets(region: Region, parts: Parts) -> None:
    """Widgets by labelled lines; a heading or a second name begins another."""
    widgets: list[Data] = []
    for section in region.sections:
        if section is not region.head or not widgets:
            named = re.sub(r"^(?:interactive\s+)?widgets?(?:\s+(?:specifications?|spec|design))?\s*\d*\s*[:—–-]*\s*",
                           "",
                           bare(section.title), flags=re.IGNORECASE)
            _widget_section(section, named, widgets, parts)
    parts.add("widgets", [widget for widget in widgets if widget.get("name")], region.head)


def _widget_section(section: Section, named: str, widgets: list[Data], parts: Parts) -> None:
    widget: Data = filled(name=named)
    key: str | None = None
    for block in section.blocks:
        runs = label_runs(block.raw) if block.kind is BlockKind.TEXT else []
        for name, text in runs:
            key = WIDGET.find(name) or name
            if key == "name" and set(widget) - {"name"}:
                widgets.append(widget)
                widget = {}
            _widget_value(widget, key, bare(text) if key == "name" else text)
        if runs:
            continue
        if key in ("design", "name") and block.items:
            widget.setdefault("design", []).extend(item.raw for item in block.items if item.raw)
        elif key or widget.get("name"):
            _widget_value(widget, key if key and key != "name" else "notes", block.raw)
        else:
            parts.spare(section, [block])
    if widget.get("name"):
        widgets.append(widget)
    elif set(widget) - {"name"}:
        widgets.append({"name": "Widget", **widget})


def _widget_value(widget: Data, key: str, text: str) -> None:
    if not text:
        return
    if key == "design":
        widget.setdefault("design", []).append(text)
    elif key in ("name", "purpose", "wrapped_in"):
        append(widget, key, text)
    else:
        append(widget.setdefault("written", {}), key, text)


_SUPPORT = re.compile(r"\b(guided|supported|independent|scaffolded)\b", re.IGNORECASE)


def notebook_part(title: str, text: str) -> Data:
    """A part of the notebook; the help it gives is named in its title."""
    support = _SUPPORT.search(title) or _SUPPORT.search(text[:60])
    return filled(title=bare(title), support=support[1].lower() if support else None, text=text or bare(title) or "?")


def read_notebook(region: Region, parts: Parts) -> None:
    """The notebook's parts as items, headings or bold paragraphs."""
    found: list[Data] = []
    for section in region.sections:
        if section is not region.head:
            found.append(notebook_part(section.title, raw(section.blocks)))
            continue
        for block in section.blocks:
            texts = [item.raw for item in block.items if item.raw] or ([block.raw] if block.kind is BlockKind.TEXT
                                                                       else [])
            if is_checklist(block) or not texts:
                parts.spare(section, [block])
            else:
                found.extend(notebook_part(*lead_or_colon(text)) for text in texts)
    parts.add("notebook", found, region.head)
