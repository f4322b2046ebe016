"""Module records: the goal, the status, the concept index, a summary per lesson."""

from __future__ import annotations

import re

from builder.importing.oddities import Oddities
from builder.importing.reading.headers import line_facts, read_title
from builder.importing.reading.lesson_records import LessonReader
from builder.importing.reading.rows import Data, Parts, filled, keep, keep_depth, keep_others, read_table
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Item, Section
from builder.importing.structure.labels import label, lead_or_colon, plain_label
from builder.importing.structure.tables import Cells
from builder.importing.structure.words import Vocabulary, bare, slug, stems, unnumbered

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
            LessonReader(self.lesson, self.parts, section, section.level > self.lesson_level).read()
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
            (r"\W*(?:planned|not started|planning|draft|upcoming|future)", "planned")) if re.match(pattern, plain)),
                    None)
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
        elif block.items and all(re.search(r"\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b", item.text)
                                 for item in block.items):
            self.parts.add("concepts", [self.listed(item) for item in block.items], section)
        elif (found := label(block.raw)) and not found[1]:
            self.index_lesson = lesson_of(found[0])[0]
        else:
            self.parts.spare(section, [block])

    def concept(self, row: Cells) -> Data:
        found = filled(text=row.get("text") or row.get("notes") or "?", notes=row.get("notes"))
        keep_depth(found, "depth", row.get("depth"), cells.depth(row.get("depth")), row.line, self.odd)
        lesson = row.get("lesson")
        if lesson or self.index_lesson:
            found["lesson"] = bare(lesson) or self.index_lesson
        keep_others(found, row)
        return found

    def listed(self, item: Item) -> Data:
        name, rest = lead_or_colon(item.raw)
        found: Data = {"text": re.sub(r"\s*[(\[:—–-]*\s*\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b.*", "",
                                      bare(name or item.text),
                                      flags=re.DOTALL) or item.text}
        depth = re.search(r"\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b", item.text)
        found.update(filled(depth=depth[0] if depth else None, lesson=self.index_lesson, notes=rest))
        found["written"] = {"item": item.raw}
        return found

    def read_lessons(self, block: Block, section: Section) -> None:
        self.parts.spare(section, [block])

    read_lesson = read_lessons

    def read_other(self, block: Block, section: Section) -> None:
        if block.table and self.is_index(block) and COLUMNS.find("lesson") in [COLUMNS.find(t)
                                                                               for t in block.table.header]:
            self.read_concepts(block, section)
        else:
            self.parts.spare(section, [block])


def lesson_of(title: str) -> tuple[str, str]:
    """A lesson's slug and its title, from a heading: `autoencoders`, `Lesson 2: Autoencoders (autoencoders)`."""
    found = read_title(title)
    if re.fullmatch(r"`?[a-z0-9]+(-[a-z0-9]+)*`?", title.strip()):
        return bare(title), ""
    name = bare(unnumbered(title))
    inner = re.search(r"\(\s*`?([a-z0-9]+(?:-[a-z0-9]+)*)`?\s*\)", title)
    first = re.match(r"(?:lesson\s*[\d.]+\s*[:—–-]+\s*)?`?([a-z0-9]+(?:-[a-z0-9]+)+)`?(?=$|[\s:(])", name,
                     re.IGNORECASE)
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
    lines = block.raw.split("\n") if block.kind is BlockKind.TEXT else [item.raw for item in block.items]
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
