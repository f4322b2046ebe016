"""Concepts that a student has or a lesson needs, told in bullets, paragraphs or under headings of their own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from builder.importing.oddities import Oddities
from builder.importing.reading.concept_words import (
    CLUSTER,
    DEPTHS,
    cited,
    concept_and_rest,
    parts_of,
    roles,
    said_beside,
    says_depth,
)
from builder.importing.reading.plan_tables import PREREQUISITES, set_status
from builder.importing.reading.rows import Data, filled, keep_depth
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Item, Section
from builder.importing.structure.labels import lead_or_colon, plain_label
from builder.importing.structure.words import bare, stems


def known_item(item: Item, odd: Oddities, depth: str = "") -> list[Data]:
    """The concepts that the student has, from a bullet; `depth` is what the label above it says."""
    return [_known(text, item.line, odd, over or depth) for over, text in _one_by_one(item)]


def _known(text: str, line: int, odd: Oddities, depth: str) -> Data:
    name, rest = concept_and_rest(text)
    row: Data = {"text": name, "written": {"item": text}, "_line": line}
    found = CLUSTER.search(text[len(name):]) if not depth else None
    words = depth or (found[0] if found else "")
    read = cells.depth(words)
    row.update(filled(depth=read.depth, source=cited(rest), relevance=said_beside(rest)))
    if words and not read.plain:
        keep_depth({}, "depth", words, read, line, odd)
    return row


def _one_by_one(item: Item) -> list[tuple[str, str]]:
    """An item's words, with the depth over them: one whose lead is a depth lists the concepts behind it or below."""
    head, rest = lead_or_colon(item.raw)
    if not head or not says_depth(head):
        return [("", item.raw)]
    if item.children:
        return [(head, child.raw) for child in item.children]
    return [(head, part) for part in parts_of(rest)] or [("", item.raw)]


def needed_item(item: Item, odd: Oddities) -> Data:
    """A prerequisite, from a bullet with or without labelled lines under it."""
    lines = item.text.split("\n")
    pairs = [pair for text in (*lines[1:], *(child.raw for child in item.children)) if (pair := _field(text))]
    row = _needed(item.raw if not pairs else lines[0], item.line, odd)
    row["written"]["item"] = item.raw
    _set_fields(row, pairs, item.line, odd)
    return row


_MARKS = "✓✔✅⚠✗✘❌"


def _needed(text: str, line: int, odd: Oddities) -> Data:
    name, rest = concept_and_rest(text.lstrip(f" {_MARKS}"))
    row: Data = {"text": name, "written": {"item": text}, "_line": line}
    depths = roles(rest)
    stated = re.findall(r"\b(?:OK|GAP|MISSING|LATER)\b", rest) or re.findall(
        rf"[{_MARKS}]|(?<=[(,;:/—–-])\s*(?:ok|gap|missing)\W*$", rest) or [text[:1]]
    found = next((value for word in stated if (value := cells.status(word))), None)
    size = cells.size(rest) if found in ("GAP", "MISSING") else None
    for key, words in (("required", depths.required), ("actual", depths.actual)):
        read = cells.depth(words, greatest=key == "required")
        row.update(filled(**{key: read.depth}))
        if words and not read.plain:
            keep_depth({}, key, words, read, line, odd)
    row.update(filled(source=cited(rest), status=found.value if found else None, size=size.value if size else None,
                      reasoning=said_beside(rest)))
    return row


def _field(text: str) -> tuple[str, str] | None:
    """A line's label and value, if the label names a field of a prerequisite."""
    pair = plain_label(text) or (lead_or_colon(text) if lead_or_colon(text)[0] else None)
    return pair if pair and pair[1] and PREREQUISITES.exact(pair[0]) and PREREQUISITES.find(pair[0]) != "text" else None


def _set_fields(row: Data, pairs: list[tuple[str, str]], line: int, odd: Oddities) -> None:
    for name, value in pairs:
        key = str(PREREQUISITES.find(name))
        if key in ("required", "actual"):
            keep_depth(row, key, value, cells.depth(value, greatest=key == "required"), line, odd)
            row.update(filled(source=row.get("source") or cited(value)))
        elif key == "status":
            set_status(row, value, line, odd)
        else:
            row.setdefault(key, value)


def needed_section(section: Section, odd: Oddities) -> Data | None:
    """A prerequisite under a heading of its own with labelled lines; None where it has none."""
    lines = [line for block in section.blocks for line in
             ([item.raw for item in block.items] if block.items else block.raw.split("\n"))]
    pairs = [pair for line in lines if (pair := _field(line))]
    if not pairs:
        return None
    row: Data = {"text": bare(section.title), "_line": section.line}
    _set_fields(row, pairs, section.line, odd)
    said = "\n".join(line for line in lines if not _field(line)).strip()
    row.update(filled(reasoning="\n".join(filter(None, (row.get("reasoning"), said)))))
    return row


# ---- blocks without bullets


def told_items(block: Block, group: str = "") -> Iterator[Item]:
    """The lines or phrases of a paragraph that each name a concept with its depth, as if they were bullets."""
    if block.kind is not BlockKind.TEXT:
        return
    lines = [line for line in block.raw.split("\n") if line.strip()]
    sentences = _SENTENCE_END.split(block.raw.strip()) if len(lines) == 1 else []
    phrases = [part for part in _AFTER_BRACKET.split(block.raw.strip()) if part.strip()]
    if all(re.fullmatch(rf"[^().\n]{{2,70}}\([^()]*\b{DEPTHS}\b[^()]*\)", part.strip()) for part in phrases):
        yield from (_as_item(part.strip(), block.line) for part in phrases)
    elif len(sentences) > 1 and all(_NAMED.match(sentence) for sentence in sentences):
        yield from (_as_item(" ".join(sentence.split()).rstrip("."), block.line) for sentence in sentences)
    elif all(_NAMED.match(line) or depth_label(plain_label(line)) for line in lines):
        yield from (_as_item(line, block.line + number) for number, line in enumerate(lines))
    elif len(block.raw) < _LONGEST and len(clauses := [part for part in _CLAUSE_END.split(block.raw) if part]) > 1:
        said = [_SAID.match(" ".join(clause.split())) for clause in clauses]
        yield from (_as_item(f"{one['name']} — {one['rest']}", block.line) for one in said if one and all(said))


_AFTER_BRACKET = re.compile(r"(?<=[)\]])\s*[,;.]\s*(?:and\s+)?|(?<=[)\]])\s+and\s+")

def mere_names(block: Block) -> list[Item]:
    """The concepts that a line only lists, as `Sums, terms and brackets`, as if they were bullets."""
    line = re.sub(r"^prerequisites?:\s*", "", block.raw.strip(), flags=re.IGNORECASE)
    names = parts_of(line) if block.kind is BlockKind.TEXT and "\n" not in line and len(line) < 200 else []
    listed = len(names) > 1 and all(len(stems(name)) <= 4 and not re.search(r"[.:!?]\s", name) for name in names)
    return [_as_item(name, block.line) for name in names] if listed else []


_LONGEST = 1000
"""A longer paragraph is a story, not a list of what is known."""

_CLAUSE_END = re.compile(r"\.?\s*$|(?:[.;]|,?\s+(?:and|but|while)|,)\s+(?=[^()]*?\b(?:" + DEPTHS + r")\b)(?![^(]*\))")

_SAID = re.compile(rf"(?:and |but |while |the )?(?P<name>[^,;.:]{{2,60}}?) (?P<rest>(?:is|are|was|were|has|have)\b"
                   rf"(?: \w+){{0,3}}? {DEPTHS}\b.*)$", re.IGNORECASE)
"""A clause that says how deep a concept is known, as `percentages are APPLIED`."""

_SENTENCE_END = re.compile(r"(?<=[.;])\s+(?=[A-Z])")

_NAMED = re.compile(rf"(?:\*\*|__)?[^.\n]{{1,70}}?(?:\*\*|__)?\s*(?:[(\[:|]|—|–|--|\s-\s)"
                    rf"\s*(?:\*\*)?(?:\w+:?\s+){{0,2}}{DEPTHS}\b")


def _as_item(text: str, line: int) -> Item:
    return Item([f"- {text}"], 0, line, 0, 2, "-", end=1, own_end=1)


def depth_label(found: tuple[str, str] | None) -> tuple[str, str] | None:
    """A label that says a depth and no more, for what follows it."""
    return found if found and says_depth(found[0]) else None


def is_needed_field(name: str) -> bool:
    """Whether a label names a field of a prerequisite."""
    return PREREQUISITES.exact(name) not in (None, "text")


def expanded(items: list[Item], is_field: Callable[[str], bool]) -> Iterator[Item]:
    """Items, those that are only a label over others replaced by them."""
    for item in items:
        own = item.text.strip()
        fields = any(is_field(lead_or_colon(child.raw)[0] or "") for child in item.children)
        if item.children and own.endswith((":", ":**")) and not fields and not says_depth(own.strip("*: ")):
            yield from item.children
        else:
            yield item
