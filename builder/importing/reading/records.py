"""Module records: the goal, the status, the concept index, a summary per lesson."""

from __future__ import annotations

import re

from builder.importing.oddities import Oddities
from builder.importing.reading.concept_columns import COLUMNS
from builder.importing.reading.concept_index import ConceptIndex, is_index, names_group
from builder.importing.reading.lesson_beliefs import addressed_rows
from builder.importing.reading.lesson_heads import is_lesson_head, lesson_cell, read_lesson_head
from builder.importing.reading.lesson_records import LABELS, LessonReader, fact_lines, nested_list
from builder.importing.reading.record_facts import FACTS, label_runs, take_fact, take_status
from builder.importing.reading.rows import Data, Parts, filled, keep, read_table
from builder.importing.reading.titles import read_title
from builder.importing.structure.blocks import Block, BlockKind, Section, text_block
from builder.importing.structure.labels import label, label_alone, lead, plain_label
from builder.importing.structure.words import Vocabulary, bare, slug, stems, unnumbered, without_gloss

SECTIONS = Vocabulary(
    {
        "concepts": "concept index|concept|concept taught|concept inventory|concept table|concept covered|index"
        "|concept lesson|concept by lesson|concept per lesson",
        "lessons": "per lesson summary|lesson summary|lesson|per lesson|lesson record|lesson detail|summary|"
        "lesson by lesson",
        "other": "module summary|open question|lesson learned|note|next lesson|lesson plan|planned lesson",
        "misconceptions": "misconception|misconception addressed|misconception table|misconception index",
        "goal": "goal|module goal",
        "status": "status|module status",
    },
    "so far taught the of in this module addressed per by depth level a all",
)

_LESSONS = Vocabulary(
    {
        "lesson": "lesson|slug|lesson slug",
        "title": "title|name|lesson title",
        "load": "load|cognitive load|load type",
        "status": "status|state",
        "kinds": "type|format|kind",
        "taught": "taught|what taught|what was taught|summary|content|concept|topic|covered",
        "misconceptions": "misconception|misconception addressed",
        "widgets": "widget",
        "mental_models": "mental model",
        "analogies": "analogy",
        "not_covered": "not covered|scope boundary",
    }
)

_MOST_CITED = 500

_INLINE = 7
"""The level of a lesson that begins at a bold line or a bullet: below any heading."""


def read_record(sections: list[Section], odd: Oddities) -> Parts:
    """A module record's values."""
    return _RecordReader(_headed(sections), odd).read()


def _headed(sections: list[Section]) -> list[Section]:
    """Sections with those added that a bold line begins where no heading names the concept index or the lessons."""
    if any(SECTIONS.find(section.title) in ("concepts", "lessons") for section in sections[1:]):
        return sections
    found: list[Section] = []
    for section in sections:
        current, blocks, section.blocks = section, section.blocks, []
        found.append(current)
        for block in blocks:
            name = label_alone(block.raw) if block.kind is BlockKind.TEXT else ""
            if SECTIONS.exact(name) in ("concepts", "lessons"):
                current = Section(2, name, block.line)
                found.append(current)
            else:
                current.blocks.append(block)
    return _titled(found)


def _titled(sections: list[Section]) -> list[Section]:
    """Sections whose first line, if it is bold, is the document's title."""
    head = sections[0]
    name = label_alone(head.blocks[0].raw) if head.blocks and head.blocks[0].kind is BlockKind.TEXT else ""
    if not name or not re.search(r"module|record", name, re.IGNORECASE):
        return sections
    return [Section(1, name, head.line, head.blocks[1:]), *sections[1:]]


class _RecordReader:
    """Goes through the sections of a record."""

    def __init__(self, sections: list[Section], odd: Oddities) -> None:
        self.sections, self.odd = sections, odd
        self.parts = Parts(odd)
        self.values = self.parts.values
        self.area, self.area_level = "head", 0
        self.lesson: Data | None = None
        self.lesson_level = 0
        self.index = ConceptIndex(odd)
        self.listed: dict[str, Data] = {}
        self.begun: dict[str, Data] = {}
        self.beliefs: list[tuple[str, Data, Block, Section]] = []
        self.title = next((s for s in sections if s.level and self.is_title(s)), None)
        self.parts.title = self.title

    def is_title(self, section: Section) -> bool:
        first = next((s for s in self.sections if s.level), None)
        return section is first and SECTIONS.exact(section.title) not in ("concepts", "lessons")

    def read(self) -> Parts:
        if self.title:
            title = read_title(self.title.title)
            self.values.update(filled(module=title.module, title=re.sub(r"^[\d.]+\s*[:—–-]*\s*", "", title.title)))
        for section in self.sections:
            if section.level and section is not self.title:
                self.open(section)
            self.read_blocks(section)
        self.place_beliefs()
        return self.parts

    # ---- headings

    def open(self, section: Section) -> None:
        """Find out what a heading begins."""
        key = SECTIONS.exact(section.title) or SECTIONS.exact(without_gloss(section.title)[0]) or (
            SECTIONS.find(section.title)
            if section.level <= 2 and len(stems(section.title)) < 6 and not is_lesson_head(section.title)
            else None
        )
        if self.lesson is not None and section.level > self.lesson_level:
            return
        if (
            key
            and not (key == "lessons" and re.search(r"\d", unnumbered(section.title)))
            and (section.level <= max(self.area_level, 2) or self.area in ("head", "other"))
        ):
            self.area, self.area_level, self.lesson, self.index = key, section.level, None, ConceptIndex(self.odd)
        elif (
            self.area in ("concepts", "misconceptions")
            and section.level > self.area_level
            and not self.sums_up(section)
        ):
            self.index.begin(section.title)
        elif (self.area in ("lessons", "lesson", "concepts") and section.level > self.area_level) or self.is_lesson(
            section
        ):
            self.area = self.area if self.area == "lessons" else "lesson"
            self.begin(section.title, section, section.level)
        else:
            self.area, self.area_level, self.lesson = "other", section.level, None

    def is_lesson(self, section: Section) -> bool:
        """Whether a heading outside the summaries begins one all the same: by its words, or by the facts under it."""
        if is_lesson_head(section.title):
            return True
        first = section.blocks[0] if section.blocks else None
        named = [name for name, _ in fact_lines(first)] if first else []
        return {"status", "load"} <= {LABELS.exact(name) for name in named}

    def sums_up(self, section: Section) -> bool:
        """Whether labels of a lesson's summary stand under a heading."""
        return any(LABELS.exact(name) for block in section.blocks for name, _ in fact_lines(block))

    def begin(self, words: str, section: Section, level: int, line: int = 0) -> None:
        """A lesson's summary begins; one that a table or the same heading has named before is filled in."""
        head = read_lesson_head(words)
        self.lesson_level = level
        if (known := self.begun.get(words)) is not None:
            self.lesson = known
            return
        known = self.listed.pop(head.slug, None)
        if known is not None:
            self.lesson = known
        else:
            self.lesson = {"lesson": head.slug, "_line": line or section.line}
            self.parts.add("lessons", [self.lesson], section)
        if head.load:
            self.lesson["load"] = head.load
        keep(self.lesson, "heading", words, head.slug)
        if not head.plain:
            self.lesson.setdefault("written", {}).setdefault("heading", words)
        if head.slug != "lesson":
            self.begun[words] = self.lesson

    # ---- blocks

    def read_blocks(self, section: Section) -> None:
        if self.lesson is not None and self.lesson_level != _INLINE:
            self.read_lesson(section.blocks, section)
            return
        held: list[Block] = []
        for block in section.blocks:
            if self.area in ("lessons", "lesson") and (words := self.bold_lesson(block)):
                self.read_lesson(held, section)
                self.begin(words, section, _INLINE, block.line)
                more = block.raw.partition("\n")[2]
                held = [text_block(more, block.line + 1)] if more else []
            elif self.lesson is not None:
                held.append(block)
            else:
                getattr(self, f"read_{self.area}")(block, section)
        self.read_lesson(held, section)

    def read_lesson(self, blocks: list[Block], section: Section) -> None:
        """What stands under the heading of a lesson, or under one within its summary."""
        if self.lesson is not None and blocks:
            part = Section(section.level, section.title, section.line, blocks, section.parents)
            LessonReader(self.lesson, self.parts, part, section.level > self.lesson_level, self.lesson_level).read()

    def bold_lesson(self, block: Block) -> str:
        """The words of a bold line that begins a lesson's summary."""
        pair = label(block.raw.split("\n")[0]) if block.kind is BlockKind.TEXT else None
        if not pair or pair[1] or LABELS.exact(pair[0]):
            return ""
        head = read_lesson_head(pair[0])
        return pair[0] if is_lesson_head(pair[0]) or head.load or head.slug in self.cited() else ""

    def cited(self) -> set[str]:
        """The lessons that the concept index names."""
        return {str(row.get("lesson", "")) for row in self.values.get("concepts", ())[:_MOST_CITED]}

    def read_head(self, block: Block, section: Section) -> None:
        """Goal and status, in labelled lines that go on until the next label, or in a table of two columns."""
        if block.table and is_index(block):
            self.read_concepts(block, section)
            return
        pairs = label_runs(block)
        if not pairs:
            self.parts.spare(section, [block])
        for name, value in pairs:
            take_fact(self.values, name, value)
            self.odd.take(block.line, section.title, FACTS.find(name) or name)

    def read_goal(self, block: Block, section: Section) -> None:
        self.parts.add_text("goal", block.raw, section)

    def read_status(self, block: Block, section: Section) -> None:
        if "status" in self.values:
            self.parts.spare(section, [block])
        else:
            take_status(self.values, block.raw)

    def read_concepts(self, block: Block, section: Section) -> None:
        name = label_alone(block.raw) if block.kind is BlockKind.TEXT else ""
        if name and (label(block.raw) or plain_label(block.raw) or names_group(name)):
            self.index.begin(name)
        elif (rows := self.index.read(block)) is not None:
            self.parts.add("concepts", [{**row, "_indexed": True} for row in rows], section)
        else:
            self.parts.spare(section, [block])

    def read_lessons(self, block: Block, section: Section) -> None:
        """Lessons as rows of a table or as bullets."""
        if (
            block.table
            and "lesson" in (columns := {_LESSONS.find(title) for title in block.table.header})
            and len(columns) > 1
        ):
            for row in read_table(block, _LESSONS, self.odd):
                self.lesson_row(row.fields, row.others, row.line, section)
        elif block.items and all(
            is_lesson_head(bare(lead(item.text)[0] or item.text.split("\n")[0])) for item in block.items
        ):
            for item in block.items:
                words, rest = lead(item.text)
                self.begin(words or item.text, section, _INLINE, item.line)
                own = [text_block(rest, item.line)] if rest else []
                self.read_lesson([*own, *nested_list(item)], section)
            self.lesson = None
        else:
            self.parts.spare(section, [block])

    def lesson_row(self, fields: dict[str, str], others: dict[str, str], line: int, section: Section) -> None:
        """A lesson that is a row of a table; a summary of its own may follow."""
        words = fields.get("lesson", "")
        title = fields.get("title", "")
        if not words.strip(" —–-") and not title:
            return
        number_only = re.fullmatch(r"[\W\d.]*", words)
        self.begin(title if number_only and title else words, section, _INLINE, line)
        lesson = self.lesson or {}
        if title and not number_only:
            lesson.setdefault("written", {})["heading"] = f"{words}: {title}"
        reader = LessonReader(lesson, self.parts, section, False, 0)
        for key, value in fields.items():
            if key not in ("lesson", "title") and value.strip(" —–-"):
                reader.name, reader.key = key, key
                reader.take(text_block(value, line))
        for name, value in others.items():
            lesson.setdefault("written", {})[name] = value
        self.listed[lesson["lesson"]] = lesson
        self.lesson = None

    def read_misconceptions(self, block: Block, section: Section) -> None:
        """Misconceptions of the whole module, each with the lesson that dealt with it."""
        found = label(block.raw) if block.kind is BlockKind.TEXT else None
        rows = addressed_rows(block, self.odd)
        if found and not found[1] and "\n" not in block.raw:
            self.index.begin(found[0])
        elif rows:
            for row in rows:
                self.beliefs.append((lesson_cell(row.pop("_lesson", "")) or self.index.lesson, row, block, section))
        else:
            self.parts.spare(section, [block])

    def place_beliefs(self) -> None:
        """Give the module's misconceptions to the summaries of their lessons."""
        lessons = {one["lesson"]: one for one in self.values.get("lessons", ())}
        listed = bool(lessons)
        for words, row, block, section in self.beliefs:
            key = read_lesson_head(words).slug if words else ""
            number = re.fullmatch(r"(?:lesson\s*)?(?:\d+\.)*(\d+)", words, re.IGNORECASE)
            lesson = lessons.get(words) or lessons.get(key) or lessons.get(slug(words, 20))
            if lesson is None and number and 0 < int(number[1]) <= len(lessons):
                lesson = list(lessons.values())[int(number[1]) - 1]
            if lesson is None and key and not listed:
                lesson = lessons[key] = {"lesson": key, "_line": block.line}
                self.parts.add("lessons", [lesson], section)
            if lesson is None:
                self.parts.spare_text(
                    self.parts.path(section),
                    row.get("_line", block.line),
                    f"- {row['belief']}" + (f" -- {row['text']}" if row.get("text") else ""),
                )
            else:
                lesson.setdefault("misconceptions", []).append(row)

    def read_other(self, block: Block, section: Section) -> None:
        if block.table and is_index(block) and "lesson" in [COLUMNS.find(title) for title in block.table.header]:
            self.read_concepts(block, section)
        else:
            self.parts.spare(section, [block])
