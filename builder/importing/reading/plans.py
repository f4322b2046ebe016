"""Lesson plans: what each section says, as values of the plan."""

from __future__ import annotations

import re
from collections.abc import Callable

from builder.importing.kinds import REPEATED
from builder.importing.oddities import Oddities
from builder.importing.reading import designs
from builder.importing.reading.concept_bullets import (
    depth_label,
    expanded,
    is_needed_field,
    known_item,
    mere_names,
    needed_item,
    needed_section,
    told_items,
)
from builder.importing.reading.concept_grids import grid
from builder.importing.reading.concept_words import DEPTH_WORD
from builder.importing.reading.headers import FACTS, Fact, header_sections, kinds_of, read_facts
from builder.importing.reading.loads import counted
from builder.importing.reading.plan_tables import (
    KNOWS,
    PREREQUISITES,
    belief_rows,
    example_rows,
    known_rows,
    needed_rows,
    set_load,
    set_status,
)
from builder.importing.reading.regions import PHASES, PLAN, Region, cut, regions, spread
from builder.importing.reading.rows import Data, Parts, filled, grow, keep
from builder.importing.reading.titles import Title, read_title
from builder.importing.reading.told import NOTHING, Teller
from builder.importing.structure import cells, tables
from builder.importing.structure.blocks import Block, BlockKind, Item, Section, is_checklist, raw
from builder.importing.structure.labels import label, plain_label
from builder.importing.structure.words import Names, Vocabulary, bare, same, slug, stems, unquoted

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
    for region in regions(reader.body + spread(sections[reader.head:])):
        reader.region(region)
    reader.finish()
    return reader.parts


class _PlanReader:
    """Goes through the regions of a plan."""

    def __init__(self, sections: list[Section], odd: Oddities) -> None:
        self.sections, self.odd = sections, odd
        self.parts = Parts(odd)
        self.head, titles = header_sections(sections, PLAN)
        self.named: Section | None = None
        self.title = Title()
        for section in sections[1:titles + 1]:
            self.parts.title = self.named = section
            self.title = self.title.joined(read_title(section.title))
        self.seen: set[str] = set()
        self.load_title = ""
        self.prose: list[str] = []
        self.body: list[Section] = []

    # ---- header

    def header(self) -> None:
        plain = not any(PLAN.find(section.title) for section in self.sections[self.head:])
        for section in self.sections[:self.head]:
            self.body.extend(cut(section, plain))
            if section.level and section is not self.named:
                self.prose.append(section.title)
            facts, rest = read_facts(section.blocks)
            for fact in facts:
                self.fact(fact, section)
            self.parts.spare(section, rest)
            self.prose.extend(block.raw for block in rest if block.kind is BlockKind.TEXT)
        self.module_of_series()

    def module_of_series(self) -> None:
        """A module that is numbered within a series, which the header states beside it."""
        values = self.parts.values
        series = cells.module(str(values.get("written", {}).get("Series", "")))
        if series and "." not in series and str(values.get("module", "")).isdigit():
            values["module"] = f"{series}.{values['module']}"

    def fact(self, fact: Fact, section: Section) -> None:
        """Set what a labelled value of the header says."""
        key = _fact_key(fact)
        again = f"header {key}" in self.seen and not (key == "kinds" and "kinds" not in self.parts.values)
        if key is None or again:
            grow(self.parts.values.setdefault("written", {}), fact.label, fact.value, "\n")
            if fact.label == "note":
                self.set_place(fact.value)
            return
        self.seen.add(f"header {key}")
        getattr(self, f"set_{key}")(fact.value, fact)
        self.odd.take(fact.line, section.title, key)

    def set_title(self, value: str, fact: Fact) -> None:
        above = self.named and fact.line < self.named.line and self.title.title
        keep(self.parts.values, "title", value, value if not above else "")
        if not above:
            self.parts.values["title"] = read_title(unquoted(bare(value))).title or bare(value)

    def set_slug(self, value: str, fact: Fact) -> None:
        values, words = self.parts.values, bare(value).strip("\"' .")
        match = re.match(r"[a-z0-9]+(?:-[a-z0-9]+)+(?=[\s(,.;|]|$)", words)
        values["lesson"] = match[0] if match else words
        keep(values, "lesson", value, values["lesson"])
        if len(words) > len(values["lesson"]):
            self.set_place(words[len(values["lesson"]):])

    def set_place(self, words: str) -> None:
        """Set module and position from words beside another fact, where nothing has set them."""
        place, values = cells.position(words), self.parts.values
        if place.number and re.search(r"\blesson\b", words, re.IGNORECASE):
            values.setdefault("position", filled(number=place.number, of=place.of))
        if place.module:
            values.setdefault("module", place.module)

    def set_load_beside(self, words: str) -> None:
        """Set the load that a module or position ends with, where nothing has set one."""
        if match := re.search(r"\W(BUILD|STRETCH|CONSOLIDATE)\W*$", words):
            self.parts.values.setdefault("load", match[1])

    def set_module(self, value: str, fact: Fact) -> None:
        number = cells.module(value)
        values = self.parts.values
        values.update(filled(module=number))
        if not same(bare(value), f"Module {number}"):
            keep(values, "module", value, number or "")
        self.set_load_beside(value)
        self.set_place(value)

    def set_position(self, value: str, fact: Fact) -> None:
        place, values = cells.position(value), self.parts.values
        if place.number:
            values["position"] = filled(number=place.number, of=place.of)
        if place.module:
            values.setdefault("module", place.module)
        self.set_load_beside(value)
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
        if region.key in self.seen and region.key not in PHASES and not re.search(r"\b\d+\W", region.head.title):
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
            key = _signature(block, "prerequisites" if _needs(block) else "")
            if key in ("depths", "") or not self.table(key, section, block):
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
            prose, depth = [], section.title if depth_label((section.title, "")) else ""
            for block in self.tables_elsewhere(section, section.blocks):
                over = depth_label(label(block.raw)) if block.kind is BlockKind.TEXT else None
                if over:
                    depth = over[0]
                elif self.known(block, section, depth, certain=False):
                    continue
                elif section is region.head or block.kind is not BlockKind.TEXT:
                    prose.append(block)
                else:
                    self.parts.spare(section, [block])
            self.parts.add_text("student_state", raw(prose), section)

    def known(self, block: Block, section: Section, depth: str, certain: bool) -> bool:
        """Read a block of known concepts, which need not name depths where that is certain; False if it is none."""
        if block.table:
            found = known_rows(block, self.odd) if grid(block) or _has(block, KNOWS, "text", "depth", name="text") or (
                (certain or _all_deep(block)) and _has(block, KNOWS, "text")) else []
        else:
            items = list(expanded(block.items, is_needed_field)) if block.items else list(told_items(block))
            told, items = items, [item for item in items if not self.beside(item, section)]
            if told and not items:
                return True
            sure = depth or certain or all(DEPTH_WORD.search(item.text) for item in items)
            found = [row for item in items if sure for row in known_item(item, self.odd, depth)]
        self.parts.add("knows", found, section)
        return bool(found)

    def beside(self, item: Item, section: Section) -> bool:
        """Take a known concept's item that tells of mental models or what was not covered; False if it does not."""
        pair = plain_label(item.text.partition("\n")[0])
        key = PLAN.exact(pair[0]) if pair else None
        if re.fullmatch(r"[\"“«][^\"”»]*[\"”»]", item.raw):
            pair, key = ("", item.raw), "mental_models"
        if pair is None or key not in ("mental_models", "not_covered"):
            return False
        texts = [pair[1]] * bool(pair[1]) + [child.raw for child in item.children]
        self.parts.add(key, [designs.mental_model(text) if key == "mental_models" else text for text in texts], section)
        return bool(texts)

    read_student_state = read_orient

    def read_analyze(self, region: Region) -> None:
        for section in region.sections:
            self.parts.spare(section, self.tables_elsewhere(section, section.blocks))

    read_design = read_analyze

    def read_knows(self, region: Region) -> None:
        for section in region.sections:
            depth = section.title if depth_label((section.title, "")) else ""
            for block in self.tables_elsewhere(section, section.blocks):
                over = depth_label(label(block.raw)) if block.kind is BlockKind.TEXT else None
                if over:
                    depth = over[0]
                elif not self.known(block, section, depth, certain=True):
                    self.parts.spare(section, [block])

    def read_prerequisites(self, region: Region) -> None:
        for section in region.sections:
            if section is not region.head and (row := needed_section(section, self.odd)):
                self.parts.add("prerequisites", [row], section)
                continue
            status = section.title if section is not region.head else ""
            for block in section.blocks:
                over = label(block.raw) if block.kind is BlockKind.TEXT and "\n" not in block.raw else None
                if over and not over[1] and cells.is_status(over[0]):
                    status = over[0]
                elif block.table:
                    if not self.table(_signature(block, "prerequisites"), section, block):
                        self.parts.spare(section, [block])
                elif not self.needed(block, section, status):
                    self.parts.spare(section, [block])

    def needed(self, block: Block, section: Section, status: str) -> bool:
        """Read a list or paragraph of prerequisites, whose status may stand over them; False if it is none."""
        items = list(expanded(block.items, is_needed_field) if block.items else told_items(block))
        items = items or (mere_names(block) if len(section.blocks) == 1 else [])
        if not items or (len(items) == 1 and NOTHING.match(items[0].raw)) or (
                is_checklist(block) and not all(DEPTH_WORD.search(item.raw) for item in items)):
            return False
        rows = [needed_item(item, self.odd) for item in items]
        for row in rows if cells.is_status(status) else ():
            if "status" not in row:
                set_status(row, status, row["_line"], self.odd)
        self.parts.add("prerequisites", rows, section)
        return True

    def read_misconceptions(self, region: Region) -> None:
        self.told(region, "misconceptions")

    def read_examples(self, region: Region) -> None:
        self.told(region, "examples")

    def told(self, region: Region, key: str) -> None:
        Teller(self.parts, key, lambda section, block: self.table(_signature(block, key), section, block)).read(region)

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
        for words in self.prose:
            self.set_place(words)
        for words in (*self.prose, *map(str, values.get("written", {}).values())):
            if slug_ := _SLUG_IN_PROSE.search(bare(words)):
                values.setdefault("lesson", slug_[1])
        if "load" not in values:
            self.load_from_body()
        self.count_from_header()
        for key, field in (("misconceptions", "belief"), ("examples", "text")):
            name_rows(values.get(key, []), field, key[:-1])

    def count_from_header(self) -> None:
        """The number of new concepts, where only the header states it."""
        assessment: Data = self.parts.values.get("load_assessment", {})
        written = self.parts.values.get("written", {})
        number = counted(" ".join(str(written.get(key, "")) for key in ("load", "kinds")))
        if number is not None and "count" not in assessment:
            self.parts.values["load_assessment"] = {**assessment, "count": number}

    def load_from_body(self) -> None:
        assessment = self.parts.values.get("load_assessment", {})
        told = [*assessment.get("written", {}).values(), assessment.get("assessment", "")]
        texts = [str(text) for text in (self.title.load, self.load_title, *told)]
        fields = ("readiness", "student_state", "narrative", "target")
        spoken = self.prose + [str(self.parts.values.get(key, "")) for key in fields]
        found = next((load for text in texts if (load := cells.own_load(text))), None) or next(
            (load for text in spoken if (load := cells.said_load(text))), None)
        if found:
            self.parts.values["load"] = found.value


_SLUG_IN_PROSE = re.compile(r"\b[Ss]lug\b(?:[^:=\n]{0,20}[:=]\s*|\s+)([a-z0-9]+(?:-[a-z0-9]+)+)(?=[\s),.;|]|$)")


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


def _has(block: Block, vocabulary: Vocabulary, *keys: str, name: str = "") -> bool:
    return block.table is not None and set(keys) <= set(tables.columns(block.table, vocabulary, name))


def _all_deep(block: Block) -> bool:
    """Whether every row of a table says a depth, in whatever column."""
    rows = block.table.rows if block.table else []
    return all(DEPTH_WORD.search(" ".join(row.pieces)) for row in rows)


def _needs(block: Block) -> bool:
    """Whether a table's columns are what is needed and what is there, one of them by its title."""
    by_title = [PREREQUISITES.find(title) for title in block.table.header] if block.table else []
    return bool({"required", "actual"} & set(by_title)) and _has(block, PREREQUISITES, "required", "actual")


def _signature(block: Block, default: str) -> str:
    """What a table's columns say that it is, else what its heading says."""
    return (_SIGNATURES.find(" ".join(block.table.header)) if block.table else None) or default


_TABLES: dict[str, Callable[[Block, Oddities], list[Data]]] = {
    "knows": known_rows, "prerequisites": needed_rows, "misconceptions": belief_rows, "examples": example_rows,
}
