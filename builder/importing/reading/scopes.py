"""Lesson plans: what a lesson is and is not about, and how deep it takes each concept."""

from __future__ import annotations

import re

from builder.importing.oddities import Oddities
from builder.importing.reading.concept_bullets import depth_label, told_items
from builder.importing.reading.concept_words import parts_of
from builder.importing.reading.regions import Region
from builder.importing.reading.rows import Data, Parts, filled, keep, keep_depth, keep_others, read_table
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Item, Section, is_checklist
from builder.importing.structure.labels import plain_label
from builder.importing.structure.words import Vocabulary, bare, stems

DEPTHS = Vocabulary({
    "text": "concept|topic|what|skill",
    "depth": "depth|target depth|target|level",
    "notes": "note|why|rationale|meaning|how|scope|reason|justification",
})

SCOPE = Vocabulary({
    "covers": "is about|lesson is about|in scope|cover|included|include|is|covered|scope in|do cover|this lesson is "
              "about|will cover",
    "excludes": "is not|not covering|not about|is not about|out of scope|not cover|excluded|exclude|not|not covered"
                "|scope out|doe not "
                "cover|doesn cover|isn about"
                "|lesson is not about|not included|lesson not about|this lesson is not about|will not "
                "cover|deferred|off limit",
    "depths": "target depth|depth target|depth",
}, "explicitly this lesson the what")


# ---- scope and depths


def read_scope(region: Region, parts: Parts) -> None:
    """What the lesson is and is not about, under labels, headings or in two columns, and the target depths."""
    scope = parts.values.setdefault("scope", {})
    for section in region.sections:
        side = SCOPE.find(section.title) if section is not region.head else _side(section.title)
        for block in section.blocks:
            side = _scope_block(block, side, scope, section, parts)
    if not scope:
        del parts.values["scope"]


def _side(title: str) -> str | None:
    """The side that a heading such as `Not in scope` names by itself."""
    return "excludes" if set(stems(title)) & {"not", "out"} and "is" not in stems(title) else None


def _scope_block(block: Block, side: str | None, scope: Data, section: Section, parts: Parts) -> str | None:
    """Take a block for the side that a label named last, and give back the side for the next one."""
    if block.kind is BlockKind.TEXT and (runs := _sides(block.raw)):
        for named, text in runs:
            if text:
                _scope_add(named, [text], scope, section, parts)
        return runs[-1][0]
    if block.table and len(block.table.header) == 2 and {SCOPE.find(title)
                                                         for title in block.table.header} == {"covers", "excludes"}:
        for row in block.table.rows:
            for title, piece in zip(block.table.header, row.pieces, strict=False):
                if piece.strip():
                    _scope_add(str(SCOPE.find(title)), [piece.strip().replace("\\|", "|")], scope, section, parts)
    elif block.table and side == "depths":
        parts.add("depths", depth_rows(block, parts.odd), section)
    elif side and block.kind is not BlockKind.CODE and not block.table:
        _scope_add(side, [item.raw for item in block.items if item.raw] or [block.raw], scope, section, parts)
    elif block.items and not is_checklist(block):
        _scope_items(block, scope, section, parts)
    else:
        parts.spare(section, [block])
    return side


_NEXT_SIDE = re.compile(r"(?<=[.;])\s+(?=(?:\*\*)?(?:IS|NOT|In|Out|Excluded|Does not)\b[^.:]{0,24}:)")


def _named(label: str) -> str | None:
    """The side that a label names; `In` and `Out` do where they stand alone."""
    alone = stems(label)
    return "covers" if alone == ("in",) else "excludes" if alone == ("out",) else SCOPE.find(label)


def _sides(text: str) -> list[tuple[str, str]]:
    """The sides that a paragraph's labels name, each with what follows up to the next; none without a label."""
    runs: list[tuple[str, str]] = []
    for line in _NEXT_SIDE.sub("\n", text).split("\n"):
        found = plain_label(line)
        named = _named(found[0]) if found else None
        if found and named:
            runs.append((named, found[1]))
        elif not runs:
            return []
        else:
            runs[-1] = (runs[-1][0], f"{runs[-1][1]}\n{line}".strip())
    return runs


def _scope_items(block: Block, scope: Data, section: Section, parts: Parts) -> None:
    """Bullets without a label above: `IS: …` and `NOT: …`, each with items nested or in its own words."""
    for item in block.items:
        found = plain_label(item.text.split("\n")[0])
        marked = re.match(r"\W*not\b|\W*[❌✗✘🚫]", item.text, re.IGNORECASE)
        side = _named(found[0]) if found else "excludes" if marked else "covers"
        own = item.text[len(item.text.split("\n")[0]) - len(found[1]):] if found and side else item.text
        texts = [child.raw for child in item.children] if item.children and found else [item.raw if not found else own]
        _scope_add(side or "covers", [text for text in texts if text.strip()], scope, section, parts)


def _scope_add(side: str, texts: list[str], scope: Data, section: Section, parts: Parts) -> None:
    if side == "depths":
        parts.add("depths", [depth_item(text) for text in texts], section)
    elif texts:
        scope.setdefault(side, []).extend(texts if side == "covers" else [{"text": text} for text in texts])
        parts.odd.take(section.line, section.title, f"scope.{side}", len(texts))


_DEPTH_AT = re.compile(r"\s*(?::|—|–|--+|-|->|→|=|\(|\bat\b|\bto\b)\s*\**\s*(?=(?:MENTIONED|INTRODUCED|DEVELOPED"
                       r"|APPLIED)\b)")

_DEPTH = re.compile(r"(MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b\**")


def depth_item(text: str) -> Data:
    """A target depth, from a bullet: `concept: DEPTH (notes)`."""
    cut = _DEPTH_AT.search(text)
    match = _DEPTH.match(text, cut.end()) if cut else None
    if cut is None or match is None:
        return {"text": text}
    name = bare(text[:cut.start()]).strip(" :")
    notes = text[match.end():].strip()
    notes = "" if notes.strip(" .)") == "" else notes
    inner = re.fullmatch(r"\((.*)\)\.?", notes, re.DOTALL)
    row = filled(text=name or None, depth=match[1], notes=inner[1] if inner else notes.lstrip("—–-:, "))
    keep(row, "item", text, f"{name}: {match[1]}" + (f" ({row['notes']})" if row.get("notes") else ""))
    return row


def depth_rows(block: Block, odd: Oddities) -> list[Data]:
    """Target depths, from a table."""
    found = []
    for cells_ in read_table(block, DEPTHS, odd):
        row = filled(text=cells_.get("text"), notes=cells_.get("notes"))
        keep_depth(row, "depth", cells_.get("depth"), cells.depth(cells_.get("depth"), greatest=True), cells_.line, odd)
        keep_others(row, cells_)
        found.append(row)
    return found


def read_depths(region: Region, parts: Parts) -> None:
    """Target depths as a table or bullets."""
    for section in region.sections:
        for block in section.blocks:
            if block.table:
                parts.add("depths", depth_rows(block, parts.odd), section)
            elif block.items and not is_checklist(block):
                parts.add("depths", [depth_item(item.raw) for item in block.items if item.raw], section)
            elif told := [text for item in told_items(block) for text in _deep(item)]:
                parts.add("depths", [depth_item(text) for text in told], section)
            else:
                parts.spare(section, [block])


def _deep(item: Item) -> list[str]:
    """An item's target depths: `DEVELOPED: a, b` is one for each."""
    found = plain_label(item.text)
    return [f"{part}: {bare(found[0])}" for part in parts_of(found[1])] if found and depth_label(found) else [item.text]
