"""Lesson plans: the cognitive load, its new concepts and the loads before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.importing.reading.concept_words import parts_of
from builder.importing.reading.regions import Region
from builder.importing.reading.rows import Data, Parts, filled, grow, items, keep
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Item, Section, Table, cell, is_checklist, raw
from builder.importing.structure.labels import label_runs, plain_label
from builder.importing.structure.words import bare, stems

# ---- cognitive load

_AGO = {"previous": 1, "prior": 1, "last": 1, "preceding": 1, "one": 1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4,
        "4": 4}


def read_load_assessment(region: Region, parts: Parts) -> None:
    """New concepts, earlier loads and the assessment, as labelled bullets, paragraphs, a table or prose."""
    found = parts.values.setdefault("load_assessment", {})
    for section in region.sections:
        if section is not region.head or _load_key(section.title) == "new":
            _load_fact(section.title, *_value_and_blocks(section.blocks), found, parts)
            continue
        for name, value, blocks in _load_facts(section):
            if name:
                _load_fact(name, value, blocks, found, parts)
            elif is_checklist(blocks[0]):
                parts.spare(section, blocks)
            else:
                append(found, "assessment", raw(blocks))
    if "count" not in found:
        said = " ".join(str(text) for text in (*found.get("written", {}).values(), found.get("assessment", "")))
        found.update(filled(count=counted(said)))
    if not found:
        del parts.values["load_assessment"]
    else:
        parts.odd.take(region.head.line, region.head.title, "load_assessment")


def counted(text: str) -> int | None:
    """The number of new concepts that a sentence states, as in `only two new concepts`."""
    said = (*_LABELLED.findall(text)[::-1], *_COUNTED.findall(text), *_ARE_NEW.findall(text))
    found = [cells.count(words) for words in said]
    listed = _LISTED.search(text)
    if listed:
        found.append(cells.count(listed["number"] or "") or len(parts_of(listed["names"])))
    return next((number for number in found if number is not None), None)


_LABELLED = re.compile(r"\bnew (?:concepts?|ideas?)(?: in this lesson)?(?:\**\s*[:=]\**\s+|\**\s+(?=\d))"
                       r"(\**\w+\**(?:\s?(?:-|–|to|or)\s?\w+)?)",
                       re.IGNORECASE)

_LISTED = re.compile(r"\bnew (?:concepts?|ideas?)\**:\**\s+(?P<names>[^.\n(]+)(?:\((?P<number>\w+)\))?",
                     re.IGNORECASE)

_COUNTED = re.compile(r"\b([\w–-]+)(?: genuinely| truly| really)? new (?:theoretical |core )?(?:concepts?|ideas?)\b",
                      re.IGNORECASE)

_ARE_NEW = re.compile(r"\b([\w–-]+) (?:concepts?|ideas?) (?:is|are) new\b", re.IGNORECASE)


def _value_and_blocks(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The first paragraph, and what follows it."""
    return (blocks[0].raw, blocks[1:]) if blocks and blocks[0].kind is BlockKind.TEXT else ("", blocks)


def _load_facts(section: Section) -> Iterator[tuple[str, str, list[Block]]]:
    """Labels with their values and the blocks under them; what has no label comes with an empty one."""
    last: tuple[str, str, list[Block]] | None = None
    for block in section.blocks:
        if block.table and len(block.table.header) > 1 and _lists_new(block.table):
            listed = Block(BlockKind.LIST, block.raw, block.line, items=_first_cells(block.table))
            yield block.table.header[0], "", [listed]
            continue
        if block.table and (by_lesson := list(_lesson_facts(block.table))):
            yield from by_lesson
            continue
        if block.table and len(block.table.header) == 2:
            for pair in [block.table.header, *(row.pieces for row in block.table.rows)]:
                if len(pair) > 1 and (pair is not block.table.header or _load_key(pair[0])):
                    yield bare(pair[0]) or "-", cell("|".join(pair[1:])), []
            continue
        found = [(plain_label(item.text.split("\n")[0]), item) for item in block.items]
        if any(label and _load_key(label[0]) for label, _ in found) and not is_checklist(block):
            yield from (_load_item(label, item) for label, item in found)
            last = None
        elif block.kind is BlockKind.TEXT and (runs := label_runs(block.raw, _load_key)):
            if last:
                yield last
            yield from ((name, value, []) for name, value in runs[:-1])
            last = (*runs[-1], [])
        elif last and block.items:
            last[2].append(block)
        else:
            if last:
                yield last
            last = None
            yield "", "", [block]
    if last:
        yield last


_OF_LESSONS = {"previous", "prior", "last", "preceding", "ago", "this", "current"}


def _lesson_facts(table: Table) -> Iterator[tuple[str, str, list[Block]]]:
    """What a table says of this lesson and those before, which have a row or a column each."""
    lines = [table.header, *([cell(piece) for piece in row.pieces] for row in table.rows)]
    if any(set(stems(title)) & {"this", "current"} for title in table.header[1:]):
        lines = [list(line) for line in zip(*lines, strict=False)]
    lessons = [line for line in lines[1:] if line and set(stems(line[0])) & _OF_LESSONS]
    if len(lessons) < 2 or not any(_load_key(title) in ("load", "new") for title in lines[0][1:]):
        return
    for name, *values in lessons:
        own = bool(set(stems(name)) & {"this", "current"})
        for title, value in zip(lines[0][1:], values, strict=False):
            if value and (own or _load_key(title) == "load"):
                yield title if own else f"{name} load", value, []


def _lists_new(table: Table) -> bool:
    """Whether a table's first column lists the new concepts."""
    return _load_key(table.header[0]) == "new" and cells.count(table.header[1]) is None and any(
        _load_key(row.pieces[0]) is None for row in table.rows)


def _first_cells(table: Table) -> list[Item]:
    """The rows of a table as items of their first cells, what stands beside in brackets."""
    return [Item([f"- {said}"], 0, row.line, 0, 2, "-", end=1, own_end=1) for row in table.rows
            if (values := [cell(piece) for piece in row.pieces if piece.strip()])
            for said in [values[0] + (f" ({'; '.join(values[1:])})" if values[1:] else "")]]


def _load_item(pair: tuple[str, str] | None, item: Item) -> tuple[str, str, list[Block]]:
    if pair is None:
        return "", "", [Block(BlockKind.TEXT, item.raw, item.line)]
    more = item.text.partition("\n")[2]
    nested = [Block(BlockKind.LIST, "", item.line, items=item.children)] if item.children else []
    return pair[0], "\n".join([pair[1], more]).strip(), nested


def _load_key(name: str) -> str | None:
    words = set(stems(name))
    amount = "concept" in words and words & {"count", "number"}
    if amount or words == {"new"} or ("new" in words and words & {"concept", "idea", "count"}):
        return "new"
    if words & {"ago", "previous", "prior", "last", "preceding"} and words & {"load", "lesson"}:
        return "earlier"
    if words <= {"this", "current", "lesson", "load", "own"} and words & {"this", "current"}:
        return "load"
    return "assessment" if words & {"assessment", "judgement", "judgment", "conclusion", "justification", "verdict",
                                    "rationale"} else (
        "load" if words & {"load", "type"} else None)


def _load_fact(name: str, value: str, blocks: list[Block], found: Data, parts: Parts) -> None:
    key = _load_key(name)
    nested = items(blocks)
    if key == "new":
        _new_concepts(value, nested, found)
    elif key == "earlier":
        found.setdefault("earlier", []).append(_earlier(name, value))
    elif key == "assessment":
        append(found, "assessment", "\n\n".join(part for part in (value, raw(blocks)) if part))
    else:
        text = "\n".join([value, *(f"- {item.raw}" for item in nested)]).strip() or raw(blocks)
        found.setdefault("written", {})[name] = text


def append(found: Data, key: str, text: str) -> None:
    grow(found, key, text)


def _new_concepts(value: str, nested: list[Item], found: Data) -> None:
    names = [item.raw for item in nested if item.raw]
    whole, value = value, re.split(r"(?<=[^\s\d])\.\s+(?=[A-Z])", value, maxsplit=1)[0]
    if not names and re.match(r"\(?1[.)]\s", value):
        names = [part.strip(" ,;") for part in re.split(r"(?:^|[\s,;])\(?\d[.)]\s+", value) if part.strip(" ,;")]
    number = cells.count(value) if not names or nested else None
    if not names and number is None and value:
        names = [part.strip() for part in re.split(r"\s*(?:,|;|\+|\band\b)\s+", value.rstrip(".")) if part.strip()]
    elif not names and (inner := re.search(r"\((.+)\)|[—–:]\s*(.+)|\s-+\s(.+)", value)):
        listed = next(group for group in inner.groups() if group)
        names = [part.strip() for part in re.split(r"\s*(?:[,;+]|\band\b|\(\d\))\s*", listed) if part.strip()]
        names = names if len(names) == number else []
    found.setdefault("new_concepts", []).extend({"text": re.sub(r"^\(?\d+[.)]\s*", "", name)} for name in names)
    if not found["new_concepts"]:
        del found["new_concepts"]
    found["count"] = number if number is not None else len(names)
    keep(found, "count", whole, str(found["count"]))


def _earlier(name: str, value: str) -> Data:
    words = stems(name)
    back = next((_AGO[word] for word in words if word in _AGO), 1)
    load = cells.load(value) or cells.load(name)
    lesson = re.search(r"\(([^()]+)\)", value) or re.search(r"\(([^()]+)\)", name)
    row = filled(lesson=lesson[1].strip() if lesson else None, back=back, load=load.value if load else None)
    keep(row, "load", value, earlier_load(row))
    if not set(stems(name)) <= set(stems(earlier_label(back))):
        keep(row, "label", name, "")
    return row


def earlier_label(back: int) -> str:
    """The label of an earlier lesson's load."""
    words = ("", "Previous lesson", "Two lessons ago", "Three lessons ago", "Four lessons ago")
    return f"{words[back] if back < len(words) else f'{back} lessons ago'} load"


def earlier_load(row: Data) -> str:
    """An earlier lesson's load as a plan writes it."""
    load, lesson = row.get("load") or "", row.get("lesson")
    return f"{load} ({lesson})".strip() if lesson else str(load)
