"""Module records: what is said of one lesson."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from builder.importing.kinds import UNREAD_LOAD
from builder.importing.reading.concept_index import ConceptIndex, is_index
from builder.importing.reading.designs import mental_model
from builder.importing.reading.finding_heads import NOTHING, plain_title
from builder.importing.reading.headers import kinds_of, line_facts
from builder.importing.reading.lesson_beliefs import addressed, addressed_rows, names_beliefs
from builder.importing.reading.lesson_heads import heading_load
from builder.importing.reading.rows import Data, Parts, filled, grow, keep
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Item, Section, cell, is_checklist, raw
from builder.importing.structure.labels import label, lead, plain_label
from builder.importing.structure.words import Vocabulary, bare, stems

LABELS = Vocabulary(
    {
        "status": "status",
        "load": "cognitive load|cognitive load type|load|load type",
        "kinds": "type|lesson type|format",
        "widgets": "widget|interactive widget|interactive|widget built",
        "taught": "what taught|what was taught|concept taught|taught|key concept|what covered|core concept|concept "
        "introduced",
        "how": "how concept|how taught|how concept were taught|teaching approach|how it was taught|how concept "
        "taught|approach|teaching method",
        "mental_models": "mental model|mental model established",
        "analogies": "analogy|analogy used",
        "not_covered": "not covered|what was not covered|what not|scope boundary|not taught|scope|out of "
        "scope|explicitly not covered|not done|left out|not treated|postponed",
        "misconceptions": "misconception|misconception addressed",
    },
    "established used addressed the in and concepts were was what explicitly key",
)


_SINGLE = ("status", "load", "kinds")
"""Fields of one line: what follows it is not theirs."""

def nested_list(item: Item) -> list[Block]:
    """The bullets under a bullet as a list of their own."""
    text = "\n".join(f"- {child.raw}" for child in item.children)
    return [Block(BlockKind.LIST, text, item.line, items=item.children)] if item.children else []


def fact_lines(block: Block) -> list[tuple[str, str]]:
    """The labelled values of a paragraph or list, where each line has a label that a summary knows, or a bold one."""
    if block.table or block.kind is BlockKind.CODE:
        return []
    lines = [item.text for item in block.items] or block.raw.split("\n")
    pairs = [pair for line in lines for pair in _pairs(line.split("\n")[0])]
    return pairs if len(pairs) >= len(lines) else []


def _pairs(line: str) -> list[tuple[str, str]]:
    """The labels on a line with their values; a label that is not bold must be one that a summary knows."""
    pieces = [piece.strip() for piece in re.split(r"\s+[|·•]\s+", line)] if re.search(r"\s[|·•]\s", line) else []
    found = [_pair(piece) for piece in pieces]
    if pieces and all(found):
        return [pair for pair in found if pair]
    facts = line_facts(line, 0) if line.count("**") > 3 else []
    if len(facts) > 1 and all(LABELS.find(fact.label) for fact in facts):
        return [(fact.label, fact.value) for fact in facts]
    pair = _pair(line)
    return [pair] if pair else []


def _pair(line: str) -> tuple[str, str] | None:
    if whole := re.fullmatch(r"\s*([*_])([^*_]+)\1\s*", line):
        line = whole[2]
    if pair := label(line):
        return pair if LABELS.find(pair[0]) or line.lstrip().startswith(("**", "__")) else None
    pair = plain_label(line)
    if pair and (LABELS.exact(pair[0]) or (not pair[1] and len(stems(pair[0])) < 6 and LABELS.find(pair[0]))):
        return pair
    dashed = re.match(r"\s*([A-Za-z][A-Za-z ]{1,30}?)\s+(?:—|–|--|-)\s+(.+)$", line)
    return (dashed[1], dashed[2]) if dashed and LABELS.exact(dashed[1]) in _SINGLE else None


class LessonReader:
    """Reads one section of a lesson's summary.

    Args:
        lesson: the summary's values so far.
        parts: takes what has no field, and the rows of concepts that a summary lists.
        section: the heading and what stands under it.
        below: whether the heading is one within the summary.
        level: the level of the summary's own heading.
    """

    def __init__(self, lesson: Data, parts: Parts, section: Section, below: bool, level: int) -> None:
        self.lesson, self.parts, self.section = lesson, parts, section
        self.name = section.title if below else ""
        self.key = LABELS.find(section.title) if below else None
        above = next((one for one in reversed(section.parents) if one.level > level), None) if below else None
        self.belief = section.title if above and LABELS.find(above.title) == "misconceptions" else ""

    def read(self) -> None:
        if self.belief:
            self.lesson.setdefault("misconceptions", []).append(
                addressed(plain_title(self.belief), raw(self.section.blocks))
            )
            return
        for number, block in enumerate(self.section.blocks):
            if self.key in _SINGLE and self.lesson.get(self.key) and self.name != self.section.title:
                self.name, self.key = "", None
            if block.kind is BlockKind.TEXT:
                self.lines(block, number == 0, self.section.blocks[number + 1:number + 2])
            elif facts := fact_table(block):
                self.facts(facts, block.line)
            elif not (block.items and self.header_list(block)):
                self.take(block)

    def facts(self, pairs: list[tuple[str, str]], line: int) -> None:
        """Labels with their values, as a table states them."""
        for name, value in pairs:
            self.name, self.key = name, LABELS.find(name)
            if value.strip(" —–-"):
                self.take(Block(BlockKind.TEXT, value, line))
        self.name, self.key = "", None

    def header_list(self, block: Block) -> bool:
        """Facts that stand as bullets."""
        pairs = [_pair(item.text.split("\n")[0]) for item in block.items]
        if self.key or not all(pairs) or not any(pair and LABELS.exact(pair[0]) for pair in pairs):
            return False
        for item in block.items:
            self.lines(Block(BlockKind.TEXT, item.text, item.line))
            for nested in nested_list(item):
                self.take(nested)
        self.name, self.key = "", None
        return True

    def lines(self, block: Block, first: bool = False, after: Sequence[Block] = ()) -> None:
        """A paragraph: each label on it begins a field; so does a bare line over a list."""
        if after and after[0].items and _BARE.fullmatch(block.raw) and not _pairs(block.raw):
            found = LABELS.find(block.raw)
            self.name, self.key = block.raw, found if found not in _SINGLE else LABELS.exact(block.raw)
            return
        held: list[str] = []
        start = block.line
        for number, line in enumerate(block.raw.split("\n"), block.line):
            pairs = _pairs(line)
            if not pairs:
                if held and self.key in _SINGLE and _begins_anew(held[-1], line):
                    self.flush(held, start)
                    self.name, self.key, start = "", None, number
                held.append(line)
                continue
            self.flush(held, start)
            start = number
            for pair in pairs:
                self.flush(held, start)
                self.name, self.key = pair[0], LABELS.find(pair[0])
                held = [pair[1]] if pair[1] else []
        if first and not self.key and not self.name and held == block.raw.split("\n") and self.bare_facts(block):
            return
        self.flush(held, start)

    def bare_facts(self, block: Block) -> bool:
        """A short first line that states load and status without labels, as in `BUILD lesson, built.`"""
        load = heading_load(block.raw) if len(block.raw) < 120 else ""
        if not load:
            return False
        self.lesson.setdefault("load", load)
        if re.search(r"\b(?:built|complete|done)\b|✅", block.raw, re.IGNORECASE):
            self.lesson.setdefault("status", "built")
        self.lesson.setdefault("written", {})["facts"] = block.raw
        return True

    def flush(self, held: list[str], line: int) -> None:
        text = "\n".join(held).strip()
        held.clear()
        if text:
            self.take(Block(BlockKind.TEXT, text, line))

    def take(self, block: Block) -> None:
        """Give a block to the field of the label above it; a table of concepts with depths goes to the index."""
        if is_index(block) and not any(row.get("_indexed") for row in self.parts.values.get("concepts", ())):
            index = ConceptIndex(self.parts.odd)
            index.lesson = self.lesson["lesson"]
            self.parts.add("concepts", index.table(block), self.section)
            return
        key = "misconceptions" if self.key is None and names_beliefs(block) else self.key
        if key == "misconceptions" and is_checklist(block):
            key = None
        if key is None:
            self.unplaced(block)
            return
        handler: Callable[[Block], None] = getattr(self, f"take_{key}", self.take_texts)
        handler(block)
        self.parts.odd.take(block.line, self.lesson["lesson"], key, max(len(block.items), 1))

    def unplaced(self, block: Block) -> None:
        if self.name:
            grow(self.lesson.setdefault("written", {}), self.name, block.raw)
        else:
            self.parts.spare(self.section, [block])

    def take_status(self, block: Block) -> None:
        plain = bare(block.raw).casefold()
        word = next(
            (
                status
                for pattern, status in (
                    (r"\W*(?:built|complete|done|finished|shipped|implemented|reviewed|✅)", "built"),
                    (r".*\bin[ -]progress|\W*(?:building|partial)", "in progress"),
                    (r"\W*(?:planned|not (?:yet )?(?:started|built)|draft|todo)", "planned"),
                )
                if re.match(pattern, plain)
            ),
            None,
        )
        self.lesson.update(filled(status=word))
        keep(self.lesson, "status", block.raw, word or "")

    def take_load(self, block: Block) -> None:
        found = cells.load(block.raw)
        self.lesson.update(filled(load=found.value if found else None))
        keep(self.lesson, "load", block.raw, found or "")
        if bare(block.raw).upper() != found:
            self.parts.odd.note(
                UNREAD_LOAD,
                block.line,
                f"`{block.raw[:80]}` was read as {found or 'no load'}",
                "check the load; the words are kept in `written`",
            )

    def take_kinds(self, block: Block) -> None:
        load = cells.load(block.raw)
        if load:
            self.lesson.setdefault("load", load.value)
        kinds = kinds_of(block.raw)
        self.lesson.update(filled(kinds=kinds))
        if stems(block.raw) != stems(" ".join(kinds)):
            keep(self.lesson, "kinds", block.raw, "")

    def take_widgets(self, block: Block) -> None:
        if not block.items and re.match(r"\W*(?:none|no\b|n/a)", block.raw, re.IGNORECASE):
            self.append("widgets_note", block.raw)
            return
        found = self.lesson.setdefault("widgets", [])
        for text in self.texts(block):
            head, rest = lead(text)
            name = bare(head or (text if re.fullmatch(r"`?[A-Z][A-Za-z0-9]+`?\.?", text) else ""))
            row = filled(name=name, text=rest if head else None if name else text)
            keep(row, "name", head, name)
            found.append(row)

    def take_taught(self, block: Block) -> None:
        self.take_texts(block)

    def take_texts(self, block: Block) -> None:
        self.lesson.setdefault(str(self.key), []).extend(self.texts(block))

    def take_how(self, block: Block) -> None:
        for text in self.texts(block):
            head, rest = lead(text) if text.startswith(("**", "__")) else ("", text)
            row = filled(title=head if rest else None, text=rest or text)
            self.lesson.setdefault("how", []).append(row)

    def take_mental_models(self, block: Block) -> None:
        self.lesson.setdefault("mental_models", []).extend(mental_model(text) for text in self.texts(block))

    def take_misconceptions(self, block: Block) -> None:
        found = self.lesson.setdefault("misconceptions", [])
        rows = addressed_rows(block, self.parts.odd)
        if rows:
            found.extend(rows)
            for row in rows:
                if words := row.pop("_lesson", ""):
                    row.setdefault("written", {})["lesson"] = words
        elif found and not NOTHING.fullmatch(block.raw):
            found[-1]["text"] = "\n\n".join(part for part in (found[-1].get("text"), block.raw) if part)
        else:
            grow(self.lesson.setdefault("written", {}), self.name, block.raw)

    def append(self, key: str, text: str) -> None:
        grow(self.lesson, key, text)

    def texts(self, block: Block) -> list[str]:
        """A block's items, or all of it."""
        return [item.raw for item in block.items if item.raw] or [block.raw]


def _begins_anew(before: str, line: str) -> bool:
    """Whether a line is prose of its own and not the rest of the value above it."""
    goes_on = before.rstrip().endswith((",", "/", "+", "and", "—", "-"))
    return not goes_on and bool(re.match(r"[A-Z].*[.!?]$", line.strip()))


_BARE = re.compile(r"[A-Za-z][^.:;!?\n\"“”|]{2,40}")
"""A short line without a stop."""


def fact_table(block: Block) -> list[tuple[str, str]]:
    """What a table states of a lesson: a label and a value to each row, or labels over a single row."""
    if block.table is None:
        return []
    header = [bare(title) for title in block.table.header]
    rows = [[cell(piece) for piece in row.pieces] for row in block.table.rows]
    known = [LABELS.exact(title) for title in header]
    if len(rows) == 1 and len(rows[0]) == len(header) and set(known) & set(_SINGLE) and (len(header) > 2 or all(known)):
        return list(zip(header, rows[0], strict=True))
    pairs = [(bare(row[0]), row[1]) for row in rows if len(row) == 2]
    if len(header) != 2 or len(pairs) != len(rows):
        return []
    pairs = [(header[0], header[1]), *pairs] if known[0] else pairs
    return pairs if any(LABELS.exact(name) in _SINGLE for name, _ in pairs) else []
