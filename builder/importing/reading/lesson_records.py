"""Module records: what is said of one lesson."""

from __future__ import annotations

import re
from collections.abc import Callable

from builder.importing.kinds import UNREAD_LOAD
from builder.importing.reading.designs import mental_model
from builder.importing.reading.headers import kinds_of, line_facts
from builder.importing.reading.rows import Data, Parts, filled, grow, keep
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Section
from builder.importing.structure.labels import label, lead
from builder.importing.structure.words import Vocabulary, bare, quoted, stems, unquoted

LABELS = Vocabulary({
    "status": "status", "load": "cognitive load|cognitive load type|load|load type", "kinds": "type|lesson type|format",
    "widgets": "widget|interactive widget|interactive|widget built",
    "taught": "what taught|what was taught|concept taught|taught|key concept|what covered|core concept|concept "
              "introduced",
    "how": "how concept|how taught|how concept were taught|teaching approach|how it was taught|how concept "
           "taught|approach|teaching method",
    "mental_models": "mental model|mental model established", "analogies": "analogy|analogy used",
    "not_covered": "not covered|what was not covered|what not|scope boundary|not taught|scope|out of "
                   "scope|explicitly not covered",
    "misconceptions": "misconception|misconception addressed",
}, "established used addressed the in and concepts were was what explicitly key")


class LessonReader:
    """Reads one section of a lesson's summary."""

    def __init__(self, lesson: Data, parts: Parts, section: Section, below: bool) -> None:
        self.lesson, self.parts, self.section = lesson, parts, section
        self.name = section.title if below else ""
        self.key = LABELS.find(section.title) if below else None
        self.fresh = below

    def read(self) -> None:
        for block in self.section.blocks:
            if block.kind is BlockKind.TEXT:
                self.lines(block)
            elif block.items and self.header_list(block):
                continue
            else:
                self.take(block)

    def header_list(self, block: Block) -> bool:
        """Facts that stand as bullets."""
        pairs = [label(item.text.split("\n")[0]) for item in block.items]
        if self.key or not all(pair and LABELS.exact(pair[0]) for pair in pairs):
            return False
        for item in block.items:
            self.lines(Block(BlockKind.TEXT, item.text, item.line))
            if item.children:
                self.take(Block(BlockKind.LIST, "\n".join(f"- {c.raw}" for c in item.children), item.line,
                                items=item.children))
        return True

    def lines(self, block: Block) -> None:
        """A paragraph: each label on it begins a field."""
        held: list[str] = []
        start = block.line
        for number, line in enumerate(block.raw.split("\n"), block.line):
            facts = line_facts(line, number) if "|" in line and line.count("**") > 3 else []
            pairs = [(fact.label, fact.value) for fact in facts] if len(facts) > 1 else [label(line)]
            if pairs[0] is None or not (LABELS.find(pairs[0][0]) or line.startswith("**")):
                held.append(line)
                continue
            self.flush(held, start)
            start = number
            for pair in filter(None, pairs):
                self.flush(held, start)
                self.name, self.key = pair[0], LABELS.find(pair[0])
                held = [pair[1]] if pair[1] else []
        self.flush(held, start)

    def flush(self, held: list[str], line: int) -> None:
        text = "\n".join(held).strip()
        held.clear()
        if text:
            self.take(Block(BlockKind.TEXT, text, line))

    def take(self, block: Block) -> None:
        """Give a block to the field of the label above it."""
        if self.key is None:
            self.unplaced(block)
            return
        handler: Callable[[Block], None] = getattr(self, f"take_{self.key}", self.take_texts)
        handler(block)
        self.parts.odd.take(block.line, self.lesson["lesson"], self.key, max(len(block.items), 1))

    def unplaced(self, block: Block) -> None:
        if self.name:
            grow(self.lesson.setdefault("written", {}), self.name, block.raw)
        else:
            self.parts.spare(self.section, [block])

    def take_status(self, block: Block) -> None:
        plain = bare(block.raw).casefold()
        word = next((status for pattern, status in (
            (r"\W*(?:built|complete|done|finished|shipped|implemented|reviewed|✅)", "built"),
            (r".*\bin[ -]progress|\W*(?:building|partial)", "in progress"),
            (r"\W*(?:planned|not (?:yet )?(?:started|built)|draft|todo)", "planned")) if re.match(pattern, plain)),
                    None)
        self.lesson.update(filled(status=word))
        keep(self.lesson, "status", block.raw, word or "")

    def take_load(self, block: Block) -> None:
        found = cells.load(block.raw)
        self.lesson.update(filled(load=found.value if found else None))
        keep(self.lesson, "load", block.raw, found or "")
        if bare(block.raw).upper() != found:
            self.parts.odd.note(UNREAD_LOAD, block.line, f"`{block.raw[:80]}` was read as {found or 'no load'}",
                                "check the load; the words are kept in `written`")

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
        if block.table:
            for row in block.table.rows:
                values = [piece.strip().replace("\\|", "|") for piece in row.pieces if piece.strip()]
                values = values[1:] if len(values) > 1 and re.fullmatch(r"#?\d+", values[0]) else values
                if values:
                    found.append(addressed(values[0], " -- ".join(values[1:])))
        elif block.items or block.raw.startswith(('"', "“", "**")):
            for text in self.texts(block):
                head, rest = lead(text)
                found.append(addressed(head or text, rest if head else ""))
        elif found:
            found[-1]["text"] = "\n\n".join(part for part in (found[-1].get("text"), block.raw) if part)
        elif re.match(r"\W*(?:none|no\b|n/a)", block.raw, re.IGNORECASE):
            self.lesson.setdefault("written", {})[self.name] = block.raw
        else:
            found.append(addressed(*(lead(block.raw) if lead(block.raw)[0] else (block.raw, ""))))

    def append(self, key: str, text: str) -> None:
        grow(self.lesson, key, text)

    def texts(self, block: Block) -> list[str]:
        """A block's items, or all of it."""
        return [item.raw for item in block.items if item.raw] or [block.raw]


def addressed(words: str, text: str) -> Data:
    """A misconception that a lesson dealt with."""
    belief = unquoted(bare(words)) or words
    row = filled(belief=belief, text=text)
    keep(row, "belief", words, quoted(belief))
    return row
