"""Module records: the goal, the status, the concept index, a summary per lesson."""

from __future__ import annotations

import re
from collections.abc import Callable

from builder.importing import cells
from builder.importing.designs import mental_model
from builder.importing.document import Block, BlockKind, Item, Section, raw
from builder.importing.headers import kinds_of, line_facts, read_title
from builder.importing.kinds import REPEATED, UNREAD_LOAD
from builder.importing.oddities import Oddities
from builder.importing.rows import Data, Parts, filled, grow, keep, keep_depth, keep_others, read_table
from builder.importing.words import DASH, Vocabulary, bare, label, lead, lead_or_colon, plain_label, quoted, slug, stems, unnumbered, unquoted

FACTS = Vocabulary({
    "goal": "goal|module goal|objective|purpose", "status": "status|module status|state",
    "title": "title|module title|module name", "module": "module|module number|module id",
})
SECTIONS = Vocabulary({
    "concepts": "concept index|concept|concept taught|concept inventory|concept table|concept covered",
    "lessons": "per lesson summary|lesson summary|lesson|per lesson|lesson record|lesson detail",
    "goal": "goal|module goal", "status": "status|module status",
})
COLUMNS = Vocabulary({
    "text": "concept|topic|name|skill", "depth": "depth|level|depth reached|final depth",
    "lesson": "lesson|source|taught in|where|introduced in|where taught|source lesson|lesson taught",
    "notes": "note|how|how taught|description|comment|detail|what|summary",
})
LABELS = Vocabulary({
    "status": "status", "load": "cognitive load|cognitive load type|load|load type", "kinds": "type|lesson type|format",
    "widgets": "widget|interactive widget|interactive|widget built",
    "taught": "what taught|what was taught|concept taught|taught|key concept|what covered|core concept|concept introduced",
    "how": "how concept|how taught|how concept were taught|teaching approach|how it was taught|how concept taught|approach|teaching method",
    "mental_models": "mental model|mental model established", "analogies": "analogy|analogy used",
    "not_covered": "not covered|what was not covered|what not|scope boundary|not taught|scope|out of scope|explicitly not covered",
    "misconceptions": "misconception|misconception addressed",
}, "established used addressed the in and concepts were was what explicitly key")


def read_record(sections: list[Section], odd: Oddities) -> Parts:
    """A module record's values."""
    return _RecordReader(sections, odd).read()


class _RecordReader:
    """Goes through the sections of a record."""

    def __init__(self, sections: list[Section], odd: Oddities) -> None:
        self.sections, self.odd = sections, odd
        self.parts = Parts(odd)
        self.values = self.parts.values
        self.area, self.area_level = "head", 0
        self.lesson: Data | None = None
        self.lesson_level = 0
        self.index_lesson = ""
        self.title = next((s for s in sections if s.level and self.is_title(s)), None)
        self.parts.title = self.title

    def is_title(self, section: Section) -> bool:
        first = next((s for s in self.sections if s.level), None)
        return section is first and SECTIONS.find(section.title) != "concepts"

    def read(self) -> Parts:
        if self.title:
            title = read_title(self.title.title)
            self.values.update(filled(module=title.module, title=re.sub(r"^[\d.]+\s*[:—–-]*\s*", "", title.title)))
        for section in self.sections:
            if section.level and section is not self.title:
                self.open(section)
            self.read_blocks(section)
        return self.parts

    def open(self, section: Section) -> None:
        """Find out what a heading begins."""
        key = SECTIONS.exact(section.title) or (SECTIONS.find(section.title) if section.level <= 2 and len(
            stems(section.title)) < 5 and not re.match(r"lesson\s*[\d#]", section.title, re.IGNORECASE) else None)
        if self.lesson is not None and section.level > self.lesson_level:
            return
        if key and (section.level <= max(self.area_level, 2) or self.area in ("head", "other")):
            self.area, self.area_level, self.lesson, self.index_lesson = key, section.level, None, ""
        elif self.area == "concepts" and section.level > self.area_level:
            self.index_lesson = lesson_of(section.title)[0]
        elif self.area in ("lessons", "lesson") and (section.level > self.area_level or self.is_lesson(section)):
            self.begin(section)
        elif self.is_lesson(section):
            self.area = "lesson"
            self.begin(section)
        else:
            self.area, self.area_level, self.lesson = "other", section.level, None

    def is_lesson(self, section: Section) -> bool:
        """Whether a heading outside the summaries begins one all the same."""
        name = bare(unnumbered(section.title))
        return bool(re.match(r"\W*lesson\s*[\d#]", section.title, re.IGNORECASE)
                    or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+(\s+\(.*\))?", name))

    def begin(self, section: Section) -> None:
        name, title = lesson_of(section.title)
        self.lesson = {"lesson": name}
        keep(self.lesson, "heading", section.title, name)
        if title and "heading" not in self.lesson.get("written", {}):
            self.lesson.setdefault("written", {})["heading"] = section.title
        self.lesson_level = section.level
        self.parts.add("lessons", [self.lesson], section)

    def read_blocks(self, section: Section) -> None:
        if self.lesson is not None:
            _LessonReader(self.lesson, self.parts, section, section.level > self.lesson_level).read()
            return
        for block in section.blocks:
            getattr(self, f"read_{self.area}")(block, section)

    # ---- areas

    def read_head(self, block: Block, section: Section) -> None:
        """Goal and status, in labelled lines that go on until the next label."""
        if block.table and self.is_index(block):
            self.read_concepts(block, section)
            return
        pairs = _label_runs(block)
        if not pairs:
            self.parts.spare(section, [block])
        for name, value in pairs:
            key = FACTS.find(name)
            if key == "goal" and "goal" not in self.values:
                self.values["goal"] = value
            elif key == "status":
                self.status(value)
            elif key == "module" and cells.module(value):
                self.values.setdefault("module", cells.module(value))
                keep(self.values, "module", value, str(self.values["module"]))
            elif key == "title":
                self.values["title"] = bare(value)
            else:
                self.values.setdefault("written", {})[name] = value
            self.odd.take(block.line, section.title, key or name)

    def read_goal(self, block: Block, section: Section) -> None:
        self.parts.add_text("goal", block.raw, section)

    def read_status(self, block: Block, section: Section) -> None:
        if "status" in self.values:
            self.parts.spare(section, [block])
        else:
            self.status(block.raw)

    def status(self, text: str) -> None:
        """The module's status, and how many lessons are built of how many."""
        values, plain = self.values, bare(text).casefold()
        word = next((status for pattern, status in (
            (r"\W*(?:complete|done|finished|all lessons)", "complete"),
            (r".*\bin[ -]progress|.*\bpartial|\W*(?:ongoing|started|active|building|incomplete)", "in progress"),
            (r"\W*(?:planned|not started|planning|draft|upcoming|future)", "planned")) if re.match(pattern, plain)), None)
        built = re.search(r"(\d{1,4})\s*(?:of|/|out of)\s*(\d{1,4})", plain)
        values.update(filled(status=word))
        if built:
            values.update(built=int(built[1]), planned=int(built[2]))
        keep(values, "status", text, record_status(values))

    def is_index(self, block: Block) -> bool:
        found = {COLUMNS.find(title) for title in block.table.header} if block.table else set()
        return {"text", "depth"} <= found

    def read_concepts(self, block: Block, section: Section) -> None:
        if block.table and self.is_index(block):
            self.parts.add("concepts", [self.concept(row) for row in read_table(block, COLUMNS, self.odd)], section)
        elif block.items and all(re.search(r"\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b", item.text) for item in block.items):
            self.parts.add("concepts", [self.listed(item) for item in block.items], section)
        elif (found := label(block.raw)) and not found[1]:
            self.index_lesson = lesson_of(found[0])[0]
        else:
            self.parts.spare(section, [block])

    def concept(self, row: object) -> Data:
        found = filled(text=row.get("text") or row.get("notes") or "?", notes=row.get("notes"))
        keep_depth(found, "depth", row.get("depth"), cells.depth(row.get("depth")), row.line, self.odd)
        lesson = row.get("lesson")
        if lesson or self.index_lesson:
            found["lesson"] = bare(lesson) or self.index_lesson
        keep_others(found, row)
        return found

    def listed(self, item: Item) -> Data:
        name, rest = lead_or_colon(item.raw)
        found: Data = {"text": re.sub(r"\s*[(\[:—–-]*\s*\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b.*", "", bare(name or item.text),
                                      flags=re.DOTALL) or item.text}
        depth = re.search(r"\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b", item.text)
        found.update(filled(depth=depth[0] if depth else None, lesson=self.index_lesson, notes=rest))
        found["written"] = {"item": item.raw}
        return found

    def read_lessons(self, block: Block, section: Section) -> None:
        self.parts.spare(section, [block])

    read_lesson = read_lessons

    def read_other(self, block: Block, section: Section) -> None:
        if block.table and self.is_index(block) and COLUMNS.find("lesson") in [COLUMNS.find(t) for t in block.table.header]:
            self.read_concepts(block, section)
        else:
            self.parts.spare(section, [block])


class _LessonReader:
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
                self.take(Block(BlockKind.LIST, "\n".join(f"- {c.raw}" for c in item.children), item.line, items=item.children))
        return True

    def lines(self, block: Block) -> None:
        """A paragraph: each label on it begins a field."""
        held: list[str] = []
        for line in block.raw.split("\n"):
            facts = line_facts(line, block.line) if "|" in line and line.count("**") > 3 else []
            pairs = [(fact.label, fact.value) for fact in facts] if len(facts) > 1 else [label(line)]
            if pairs[0] is None or not (LABELS.find(pairs[0][0]) or line.startswith("**")):
                held.append(line)
                continue
            self.flush(held, block.line)
            for pair in pairs:
                if pair:
                    self.name, self.key = pair[0], LABELS.find(pair[0])
                    held = [pair[1]] if pair[1] else []
                    if len(pairs) > 1:
                        self.flush(held, block.line)
        self.flush(held, block.line)

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
            (r"\W*(?:built|complete|done|finished|shipped|implemented|reviewed|✅)", "built"), (r".*\bin[ -]progress|\W*(?:building|partial)", "in progress"),
            (r"\W*(?:planned|not (?:yet )?(?:started|built)|draft|todo)", "planned")) if re.match(pattern, plain)), None)
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


def lesson_of(title: str) -> tuple[str, str]:
    """A lesson's slug and its title, from a heading: `autoencoders`, `Lesson 2: Autoencoders (autoencoders)`."""
    found = read_title(title)
    if re.fullmatch(r"`?[a-z0-9]+(-[a-z0-9]+)*`?", title.strip()):
        return bare(title), ""
    name = bare(unnumbered(title))
    inner = re.search(r"\(\s*`?([a-z0-9]+(?:-[a-z0-9]+)*)`?\s*\)", title)
    first = re.match(r"(?:lesson\s*[\d.]+\s*[:—–-]+\s*)?`?([a-z0-9]+(?:-[a-z0-9]+)+)`?(?=$|[\s:(])", name, re.IGNORECASE)
    if inner:
        return inner[1], found.title or name
    if first and first[1] == first[1].lower():
        return first[1], found.title
    return slug(found.title or name) or "lesson", found.title or name


def record_status(values: Data) -> str:
    """A module's status as an export writes it."""
    status = str(values.get("status") or "").capitalize()
    return f"{status} ({values['built']} of {values['planned']} lessons built)" if "planned" in values else status


def _label_runs(block: Block) -> list[tuple[str, str]]:
    """The labels of a paragraph or list, each with the lines that follow it."""
    runs: list[tuple[str, str]] = []
    lines = [item.raw for item in block.items] if block.items else block.raw.split("\n") if block.kind is BlockKind.TEXT else []
    for line in lines:
        facts = line_facts(line, block.line) if " | " in line else []
        pairs = [(fact.label, fact.value) for fact in facts if fact] if len(facts) > 1 else [plain_label(line)]
        if pairs[0] is None:
            if not runs:
                return []
            runs[-1] = (runs[-1][0], f"{runs[-1][1]}\n{line}".strip())
        else:
            runs.extend(pair for pair in pairs if pair)
    return runs
