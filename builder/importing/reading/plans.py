"""Lesson plans: what each section says, as values of the plan."""

from __future__ import annotations

import re
from collections.abc import Callable

from builder.importing.kinds import REPEATED
from builder.importing.oddities import Oddities
from builder.importing.reading import designs
from builder.importing.reading.headers import FACTS, Fact, Title, header_sections, kinds_of, read_facts, read_title
from builder.importing.reading.plan_bullets import (
    DEPTH_WORD,
    belief_item,
    belief_section,
    example_item,
    example_section,
    fields_of,
    known_item,
    needed_item,
    paragraph_row,
    told_field,
    told_row,
)
from builder.importing.reading.plan_tables import KNOWS, belief_rows, example_rows, known_rows, needed_rows, set_load
from builder.importing.reading.regions import PHASES, PLAN, Region, regions, spread
from builder.importing.reading.rows import Data, Parts, filled, keep
from builder.importing.structure import cells, tables
from builder.importing.structure.blocks import Block, BlockKind, Item, Section, raw
from builder.importing.structure.labels import bold_runs, label
from builder.importing.structure.words import Names, Vocabulary, bare, slug, stems

_SIGNATURES = Vocabulary({
    "misconceptions": "misconception", "modalities": "modality",
    "prerequisites": "required|required depth|concept required",
    "gaps": "gap resolution|gap size|resolution gap", "examples": "example purpose|example type|example kind",
    "depths": "concept target depth",
})


def read_plan(sections: list[Section], odd: Oddities) -> Parts:
    """A lesson plan's values, from its sections without the reviews."""
    reader = _PlanReader(sections, odd)
    reader.header()
    for region in regions(spread(sections[reader.head:])):
        reader.region(region)
    reader.finish()
    return reader.parts


class _PlanReader:
    """Goes through the regions of a plan."""

    def __init__(self, sections: list[Section], odd: Oddities) -> None:
        self.sections, self.odd = sections, odd
        self.parts = Parts(odd)
        self.head = header_sections(sections, PLAN)
        self.title = Title()
        if self.head > 1:
            self.parts.title = sections[1]
            self.title = read_title(sections[1].title)
        self.seen: set[str] = set()
        self.load_title = ""

    # ---- header

    def header(self) -> None:
        for section in self.sections[:self.head]:
            facts, rest = read_facts(section.blocks)
            for fact in facts:
                self.fact(fact, section)
            self.parts.spare(section, rest)

    def fact(self, fact: Fact, section: Section) -> None:
        """Set what a labelled value of the header says."""
        key = _fact_key(fact)
        if key is None or f"header {key}" in self.seen:
            self.parts.values.setdefault("written", {})[fact.label] = fact.value
            return
        self.seen.add(f"header {key}")
        getattr(self, f"set_{key}")(fact.value, fact)
        self.odd.take(fact.line, section.title, key)

    def set_title(self, value: str, fact: Fact) -> None:
        self.parts.values["title"] = bare(value)

    def set_slug(self, value: str, fact: Fact) -> None:
        self.parts.values["lesson"] = bare(value).strip("\"' ")

    def set_module(self, value: str, fact: Fact) -> None:
        number = cells.module(value)
        values = self.parts.values
        values.update(filled(module=number))
        keep(values, "module", value, number or "")

    def set_position(self, value: str, fact: Fact) -> None:
        place, values = cells.position(value), self.parts.values
        if place.number:
            values["position"] = filled(number=place.number, of=place.of)
        if place.module:
            values.setdefault("module", place.module)
        if [word for word in stems(value) if word not in ("lesson", "of")] != [str(n) for n in (place.number, place.of)
                                                                               if n]:
            keep(values, "position", value, "")

    def set_kinds(self, value: str, fact: Fact) -> None:
        found, values = cells.load(value), self.parts.values
        if found:
            values.setdefault("load", found.value)
        kinds = kinds_of(value)
        values.update(filled(kinds=kinds))
        if stems(value) != stems(" ".join(kinds)):
            keep(values, "kinds", value, "")

    def set_load(self, value: str, fact: Fact) -> None:
        set_load(self.parts.values, value, fact.line, self.odd)

    # ---- regions

    def region(self, region: Region) -> None:
        """Read a region by the reader of its field; what that leaves becomes an extra."""
        if not region.key or region.key == "checklist":
            for section in region.sections:
                self.parts.spare(section,
                                 self.tables_elsewhere(section, section.blocks) if not region.key else section.blocks)
            return
        if region.key in self.seen and region.key not in PHASES:
            self.odd.note(REPEATED, region.head.line, f"the section {region.head.title!r} stands here again",
                          "merge the sections; they were put together")
        self.seen.add(region.key)
        if region.key == "load_assessment":
            self.load_title = region.head.title
        handler: Callable[[Region], None] | None = getattr(self, f"read_{region.key}", None)
        if handler:
            handler(region)
        else:
            designs.READERS[region.key](region, self.parts)

    def tables_elsewhere(self, section: Section, blocks: list[Block]) -> list[Block]:
        """Take tables whose columns say what they are; the blocks that are none are given back."""
        rest = []
        for block in blocks:
            key = _SIGNATURES.find(" ".join(block.table.header)) if block.table else None
            if key == "depths" or key is None or not self.table(key, section, block):
                rest.append(block)
        return rest

    def table(self, key: str, section: Section, block: Block) -> bool:
        """Read a table by its field; False if it holds no rows for it."""
        found = designs.TABLES[key](block, self.odd) if key in designs.TABLES else _TABLES[key](block, self.odd)
        self.parts.add(key, found, section)
        return bool(found)

    def read_orient(self, region: Region) -> None:
        """The student's state: prose, and the concepts as tables or bullets."""
        for section in region.sections:
            prose = []
            for block in self.tables_elsewhere(section, section.blocks):
                if block.table and _has(block, KNOWS, "text", "depth"):
                    self.parts.add("knows", known_rows(block, self.odd), section)
                elif block.items and all(DEPTH_WORD.search(item.text) for item in block.items):
                    self.parts.add("knows", [known_item(item, self.odd) for item in block.items], section)
                elif section is region.head or block.kind is not BlockKind.TEXT:
                    prose.append(block)
                else:
                    self.parts.spare(section, [block])
            self.parts.add_text("student_state", raw(prose), section)

    read_student_state = read_orient

    def read_analyze(self, region: Region) -> None:
        for section in region.sections:
            self.parts.spare(section, self.tables_elsewhere(section, section.blocks))

    read_design = read_analyze

    def read_knows(self, region: Region) -> None:
        for section in region.sections:
            for block in self.tables_elsewhere(section, section.blocks):
                if block.table and _has(block, KNOWS, "text"):
                    self.parts.add("knows", known_rows(block, self.odd), section)
                elif block.items:
                    self.parts.add("knows", [known_item(item, self.odd) for item in block.items], section)
                else:
                    self.parts.spare(section, [block])

    def read_prerequisites(self, region: Region) -> None:
        for section in region.sections:
            for block in section.blocks:
                if block.table:
                    if not self.table(_signature(block, "prerequisites"), section, block):
                        self.parts.spare(section, [block])
                elif block.items:
                    self.parts.add("prerequisites", [needed_item(item, self.odd) for item in block.items], section)
                else:
                    self.parts.spare(section, [block])

    def read_misconceptions(self, region: Region) -> None:
        self.told(region, "misconceptions", belief_item, belief_section)

    def read_examples(self, region: Region) -> None:
        self.told(region, "examples", example_item, example_section)

    def told(self, region: Region, key: str, of_item: Callable[[Item, str], Data],
             of_section: Callable[[Section], Data | None]) -> None:
        """Read rows from tables, bullets or headings of their own."""
        for section in region.sections:
            if section is not region.head and (row := of_section(section)):
                self.parts.add(key, [row], section)
                continue
            group = section.title if section is not region.head or cells.example_kind(section.title) else ""
            for block in section.blocks:
                group = self.told_block(block, section, key, group, of_item)

    def told_block(self, block: Block, section: Section, key: str, group: str,
                   of_item: Callable[[Item, str], Data]) -> str:
        """Read a block of rows; a label over the next ones is given back."""
        if block.table:
            if not self.table(_signature(block, key), section, block):
                self.parts.spare(section, [block])
        elif block.items and (fields := fields_of(block, key)):
            if group:
                self.parts.add(key, [told_row(key, group)], section)
            for name, value in fields:
                told_field(self.parts.values.get(key, [{}])[-1], key, name, value)
            return ""
        elif block.items:
            self.parts.add(key, [of_item(item, group) for item in block.items], section)
        elif (found := label(block.raw)) and not found[1] and "\n" not in block.raw:
            return found[0]
        elif not (block.kind is BlockKind.TEXT and self.told_runs(block, section, key)):
            self.parts.spare(section, [block])
        return group

    def told_runs(self, block: Block, section: Section, key: str) -> bool:
        """Rows that stand as paragraphs with a bold beginning, with labelled lines; False if there are none."""
        took = False
        for run in bold_runs(block.raw):
            pair = label(run.split("\n")[0])
            rows = self.parts.values.get(key, [])
            if pair and rows and told_field(rows[-1], key, pair[0], "\n".join([pair[1], *run.split("\n")[1:]]).strip()):
                took = True
            elif found := paragraph_row(run, key):
                self.parts.add(key, [found], section)
                took = True
            elif took:
                self.parts.spare(section, [Block(BlockKind.TEXT, run, block.line)])
        return took

    def finish(self) -> None:
        """Fill what the header leaves open from the title and the body, and name the rows."""
        values, title = self.parts.values, self.title
        if title.title:
            values.setdefault("title", title.title)
        if title.slug:
            values.setdefault("lesson", title.slug)
        if title.module:
            values.setdefault("module", title.module)
        if title.number:
            values.setdefault("position", filled(number=title.number, of=title.of))
        if "load" not in values:
            self.load_from_body()
        for key, field in (("misconceptions", "belief"), ("examples", "text")):
            name_rows(values.get(key, []), field, key[:-1])

    def load_from_body(self) -> None:
        assessment = self.parts.values.get("load_assessment", {})
        told = [*assessment.get("written", {}).values(), assessment.get("assessment", "")]
        texts = (str(text) for text in (self.title.load, self.load_title, *told))
        found = next((load for text in texts if (load := cells.load(text))), None)
        if found:
            self.parts.values["load"] = found.value


def name_rows(rows: list[Data], field: str, fallback: str) -> None:
    """Give rows ids, made of the first words of a field."""
    names = Names()
    for row in rows:
        row["id"] = names.take(slug(row[field], 7) or fallback)


def _fact_key(fact: Fact) -> str | None:
    key = FACTS.find(fact.label)
    if key == "lesson":
        value = bare(fact.value)
        return "slug" if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", value) else "position" if re.search(r"\d",
                                                                                                     value) else "title"
    words = set(stems(fact.label))
    return None if words & {"series", "date", "status", "widget", "previous", "next", "prerequisite"} else key


def _has(block: Block, vocabulary: Vocabulary, *keys: str) -> bool:
    return block.table is not None and set(keys) <= set(tables.columns(block.table.header, vocabulary))


def _signature(block: Block, default: str) -> str:
    """What a table's columns say that it is, else what its heading says."""
    return (_SIGNATURES.find(" ".join(block.table.header)) if block.table else None) or default


_TABLES: dict[str, Callable[[Block, Oddities], list[Data]]] = {
    "knows": known_rows, "prerequisites": needed_rows, "misconceptions": belief_rows, "examples": example_rows,
}
