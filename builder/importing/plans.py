"""Lesson plans: what each section says, as values of the plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from builder.importing import cells, designs, tables
from builder.importing.document import Block, BlockKind, Item, Section, raw
from builder.importing.headers import Fact, FACTS, Title, header_sections, kinds_of, read_facts, read_title
from builder.importing.kinds import REPEATED, UNREAD_LOAD, UNREAD_STATUS
from builder.importing.oddities import Oddities
from builder.importing.regions import PHASES, PLAN, Region, regions, spread
from builder.importing.rows import Data, Parts, filled, items, keep, keep_depth, keep_others, read_table
from builder.importing.words import Names, Vocabulary, bare, bold_runs, label, lead, lead_or_colon, quoted, slug, stems, unnumbered, unquoted

KNOWS = Vocabulary({
    "text": "concept|topic|skill|knowledge|prerequisite|what",
    "depth": "depth|level|actual depth|current depth",
    "source": "source|source lesson|lesson|where taught|taught|from|where|origin",
    "relevance": "relevance|why|why matter|note|connection|how|use|relevant",
})
PREREQUISITES = Vocabulary({
    "text": "concept|prerequisite|topic|knowledge|skill",
    "required": "required depth|required|required level|need|needed depth|minimum|depth|depth needed|depth required",
    "actual": "actual depth|actual|current depth|current|student depth|student has|have",
    "source": "source|source lesson|where taught|taught|taught in|lesson|from|where",
    "status": "status|gap|ok|match|verdict|met",
    "reasoning": "reasoning|reason|note|why|rationale|justification|comment",
})
MISCONCEPTIONS = Vocabulary({
    "reason": "why|why think|why might think|why student think|reason|cause|origin|source",
    "negative_example": "negative example|disprove|disproved|disproved by|what disprove|refuted|counter|correct|counter example|counterexample|evidence|example|correction|reality|truth|refutation",
    "belief": "misconception|belief|wrong belief|might think",
    "address": "where address|where addressed|address|addressed|section|location|where|how addressed|treatment|how address",
})
EXAMPLES = Vocabulary({
    "reason": "why|why example|why this example|reason|rationale",
    "purpose": "purpose|show|what show|illustrate|demonstrate|role|teach|goal|use",
    "kind": "type|kind|positive negative|category|polarity",
    "text": "example|example name|what|description|name",
})
_SIGNATURES = Vocabulary({
    "misconceptions": "misconception", "modalities": "modality", "prerequisites": "required|required depth|concept required",
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
        if [word for word in stems(value) if word not in ("lesson", "of")] != [str(n) for n in (place.number, place.of) if n]:
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
                self.parts.spare(section, self.tables_elsewhere(section, section.blocks) if not region.key else section.blocks)
            return
        if region.key in self.seen and region.key not in PHASES:
            self.odd.note(REPEATED, region.head.line, f"the section {region.head.title!r} stands here again",
                          "merge the sections; they were put together")
        self.seen.add(region.key)
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
                elif block.items and all(_DEPTH_WORD.search(item.text) for item in block.items):
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
            group = section.title if section is not region.head else ""
            for block in section.blocks:
                group = self.told_block(block, section, key, group, of_item)

    def told_block(self, block: Block, section: Section, key: str, group: str, of_item: Callable[[Item, str], Data]) -> str:
        """Read a block of rows; a label over the next ones is given back."""
        if block.table:
            if not self.table(_signature(block, key), section, block):
                self.parts.spare(section, [block])
        elif block.items and (fields := _fields_of(block, key)):
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
        """Rows that stand as paragraphs with a bold beginning, and labelled lines under them; False if there are none."""
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
        texts = [*assessment.get("written", {}).values(), assessment.get("assessment", "")]
        found = next((load for text in texts if (load := cells.load(str(text)))), None)
        if found:
            self.parts.values["load"] = found.value


def set_load(values: Data, text: str, line: int, odd: Oddities) -> None:
    """Set a load, and keep its words where they say more."""
    found = cells.load(text)
    if found:
        values["load"] = found.value
    if text.strip() and (found is None or bare(text).upper() != found.value):
        values.setdefault("written", {})["load"] = text.strip()
        odd.note(UNREAD_LOAD, line, f"`{text.strip()[:80]}` was read as {found or 'no load'}",
                 "check the load; the words are kept in `written`")


def name_rows(rows: list[Data], field: str, fallback: str) -> None:
    """Give rows ids, made of the first words of a field."""
    names = Names()
    for row in rows:
        row["id"] = names.take(slug(row[field], 7) or fallback)


def _fact_key(fact: Fact) -> str | None:
    key = FACTS.find(fact.label)
    if key == "lesson":
        value = bare(fact.value)
        return "slug" if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", value) else "position" if re.search(r"\d", value) else "title"
    words = set(stems(fact.label))
    return None if words & {"series", "date", "status", "widget", "previous", "next", "prerequisite"} else key


_DEPTH_WORD = re.compile(r"\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b")


def _has(block: Block, vocabulary: Vocabulary, *keys: str) -> bool:
    return block.table is not None and set(keys) <= set(tables.columns(block.table.header, vocabulary))


def _signature(block: Block, default: str) -> str:
    """What a table's columns say that it is, else what its heading says."""
    return (_SIGNATURES.find(" ".join(block.table.header)) if block.table else None) or default


# ---- rows of tables


def known_rows(block: Block, odd: Oddities) -> list[Data]:
    """The concepts that the student has, from a table."""
    found = []
    for cells_ in read_table(block, KNOWS, odd):
        row = filled(text=cells_.get("text"), source=cells_.get("source"), relevance=cells_.get("relevance"))
        keep_depth(row, "depth", cells_.get("depth"), cells.depth(cells_.get("depth")), cells_.line, odd)
        keep_others(row, cells_)
        found.append(row)
    return found


def needed_rows(block: Block, odd: Oddities) -> list[Data]:
    """The prerequisites, from a table."""
    found = []
    for cells_ in read_table(block, PREREQUISITES, odd):
        row = filled(text=cells_.get("text"), source=cells_.get("source"), reasoning=cells_.get("reasoning"))
        required, actual = cells_.get("required"), cells_.get("actual")
        keep_depth(row, "required", required, cells.depth(required, greatest=True), cells_.line, odd)
        keep_depth(row, "actual", actual, cells.depth(actual), cells_.line, odd)
        set_status(row, cells_.get("status"), cells_.line, odd)
        keep_others(row, cells_)
        found.append(row)
    return found


def set_status(row: Data, text: str, line: int, odd: Oddities) -> None:
    """Set a prerequisite's status and the size of its gap, and keep the words where they say more."""
    found = cells.status(text)
    size = cells.size(text) if found in ("GAP", "MISSING") else None
    row.update(filled(status=found.value if found else None, size=size.value if size else None))
    keep(row, "status", text, f"{found} ({size})" if size else str(found or ""))
    if text.strip() and found is None:
        odd.note(UNREAD_STATUS, line, f"`{text.strip()[:80]}` is no status", "set OK, GAP, MISSING or LATER, or nothing")


def belief_rows(block: Block, odd: Oddities) -> list[Data]:
    """The misconceptions, from a table."""
    found = []
    for cells_ in read_table(block, MISCONCEPTIONS, odd):
        row = belief(cells_.get("belief") or cells_.get("reason") or "?")
        row.update(filled(reason=cells_.get("reason") if cells_.get("belief") else None,
                          negative_example=cells_.get("negative_example"),
                          address=filled(text=cells_.get("address"))))
        keep_others(row, cells_)
        found.append(row)
    return found


def belief(words: str) -> Data:
    """A misconception by its belief, the quotation marks dropped."""
    row: Data = {"belief": unquoted(words) or words}
    keep(row, "belief", words, quoted(row["belief"]))
    return row


def example_rows(block: Block, odd: Oddities) -> list[Data]:
    """The examples, from a table."""
    found = []
    for cells_ in read_table(block, EXAMPLES, odd):
        purpose, reason = cells_.get("purpose"), cells_.get("reason")
        text = cells_.get("text") or purpose or reason or "?"
        row = filled(text=text, purpose=purpose if purpose != text else None, reason=reason if reason != text else None)
        set_kind(row, cells_.get("kind"))
        keep_others(row, cells_)
        found.append(row)
    return found


def set_kind(row: Data, text: str) -> None:
    """Set whether an example is positive or negative, and of what kind."""
    kind = cells.example_kind(text)
    flavor = re.search(r"\(([^()]*)\)", text)
    row.update(filled(kind=kind.value if kind else None, flavor=flavor[1].strip() if flavor and kind else None))
    rendered = kind.value.capitalize() + (f" ({row['flavor']})" if row.get("flavor") else "") if kind else ""
    keep(row, "kind", text, rendered)


_TABLES: dict[str, Callable[[Block, Oddities], list[Data]]] = {
    "knows": known_rows, "prerequisites": needed_rows, "misconceptions": belief_rows, "examples": example_rows,
}


# ---- rows of bullets and headings


def known_item(item: Item, odd: Oddities) -> Data:
    """A concept that the student has, from a bullet."""
    name, rest = _concept_and_rest(item.raw)
    row: Data = {"text": name, "written": {"item": item.raw}}
    row.update(filled(depth=_depth_value(item.text), source=_cited(item.text), relevance=_said_beside(rest)))
    return row


def needed_item(item: Item, odd: Oddities) -> Data:
    """A prerequisite, from a bullet."""
    name, rest = _concept_and_rest(item.raw)
    row: Data = {"text": name, "written": {"item": item.raw}}
    found = next((value for word in re.findall(r"\b(?:OK|GAP|MISSING|LATER)\b|[✓✅]", item.text)
                  if (value := cells.status(word))), None)
    size = cells.size(item.text) if found == "GAP" else None
    actual = re.search(r"\b(?:actual|has|have|student has|currently?)(?: depth)?\W+(MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b", item.text)
    row.update(filled(required=_depth_value(item.text), actual=actual[1] if actual else None, source=_cited(item.text), status=found.value if found else None,
                      size=size.value if size else None, reasoning=_said_beside(rest)))
    return row


def _concept_and_rest(text: str) -> tuple[str, str]:
    """A bullet's concept, without checkbox and depth, and what is said of it."""
    text = re.sub(r"^\[[ xX]\]\s*", "", text)
    name, rest = lead_or_colon(text)
    if not name:
        cut = re.search(r"\s*[(\[,:]?\s*\b(?:at\s+)?(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b", text)
        name, rest = (text[:cut.start()], text[cut.start():]) if cut and cut.start() else (text.split("\n")[0], "")
    name = re.sub(r"\s*[(\[]\s*(?:at\s+)?(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b[^)\]]*[)\]]\s*$", "", name)
    return unquoted(bare(name)).strip(" :,-–—") or text.strip() or "?", rest.strip(" :,-–—")


def _said_beside(rest: str) -> str | None:
    """What a bullet says beside depth, source and status, which have fields of their own; None if that is nothing."""
    left = re.sub(r"\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED|OK|GAP|MISSING|LATER|required|actual|depth|needs?|has|small|medium|large|at)\b", " ", rest)
    cited = _cited(rest)
    left = re.sub(r"\b(?:from|in|taught in|see)\b", " ", left.replace(cited, " ")) if cited else left
    return rest if re.search(r"[^\W_]", left) else None


def _depth_value(text: str) -> str | None:
    match = _DEPTH_WORD.search(text)
    return match[0] if match else None


def _cited(text: str) -> str | None:
    """The lesson that a bullet names as its source."""
    match = re.search(r"\b(?:from|in|taught in|see)\s+(`?[a-z0-9]+(?:-[a-z0-9]+)+`?|(?:[Ll]esson|[Mm]odule|[Ss]eries)\s+[\d.]+\d?"
                      r"|\d+\.\d+(?:\.\d+)?(?:\s+[a-z0-9-]+)?)", text)
    match = match or re.search(r"\b((?:[Ll]esson|[Mm]odule|[Ss]eries)\s+\d+(?:\.\d+)*)\b", text)
    return bare(match[1]).strip() if match else None


def belief_item(item: Item, group: str) -> Data:
    """A misconception, from a bullet."""
    words, rest = lead_or_colon(item.text)
    words = re.sub(r"^(?:misconception\s*)?#?\d*\s*[:.]\s*", "", words, flags=re.IGNORECASE) or words
    row: Data = {"belief": unquoted(bare(words or item.text.split("\n")[0]))}
    fields = [pair for child in item.children if (pair := lead_or_colon(child.raw)) and pair[0]]
    for name, value in fields:
        _belief_field(row, name, value)
    row.update(filled(negative_example=row.get("negative_example") or rest or None))
    row["written"] = {"item": item.raw}
    return row


def _belief_field(row: Data, name: str, value: str) -> bool:
    key = MISCONCEPTIONS.find(name)
    if key is None or not value:
        return False
    if key == "address":
        row.setdefault("address", {"text": value})
    else:
        row.setdefault(key, value)
    return True


def belief_section(section: Section) -> Data | None:
    """A misconception under a heading of its own, with labelled lines."""
    title = re.sub(r"^(?:misconception|belief)?\s*#?\d*\s*[:.—–-]+\s*", "", bare(unnumbered(section.title)), flags=re.IGNORECASE)
    if not section.blocks or any(block.table for block in section.blocks) or not title:
        return None
    numbered = bool(re.match(r"\W*(?:misconception|belief|#?\d)", section.title, re.IGNORECASE)) or title[0] in "\"“"
    row = belief(title if numbered else section.title)
    found = _labelled(section.blocks)
    if not numbered and not any(MISCONCEPTIONS.find(name) for name, _ in found):
        return None
    for name, value in found:
        if not name or not _belief_field(row, name, value):
            row.setdefault("written", {})[name or "text"] = value
    return row


def example_item(item: Item, group: str) -> Data:
    """An example, from a bullet."""
    head = lead_or_colon(item.text)[0]
    kind = cells.example_kind(head) or cells.example_kind(group) or cells.example_kind(item.text.split("\n")[0][:120])
    name, rest = lead_or_colon(item.text)
    only = bool(rest) and set(stems(name.split("(")[0])) <= {"positive", "negative", "counterexample", "example", *"123456789"}
    row: Data = {"text": rest if only else item.text, "written": {"item": item.raw}}
    if group and not cells.example_kind(head):
        row["written"]["group"] = group
    if only:
        set_kind(row, re.sub(r"\s*#?\d+", "", name))
    row.update(filled(kind=kind.value if kind else None))
    for name, value in (lead_or_colon(child.raw) for child in item.children):
        key = EXAMPLES.find(name) if name else None
        if key in ("purpose", "reason"):
            row.setdefault(str(key), value)
    return row


def example_section(section: Section) -> Data | None:
    """An example under a heading of its own."""
    if any(block.table or block.items and not _labelled([block])[0][0] for block in section.blocks) or not section.blocks:
        return None
    if cells.example_kind(section.title) and set(stems(section.title)) <= set(stems("positive negative examples example planned")):
        return None
    row: Data = {}
    for name, value in _labelled(section.blocks):
        key = EXAMPLES.find(name) if name else "text"
        if key == "kind":
            set_kind(row, value)
        elif key and key not in row:
            row[key] = value
        else:
            row.setdefault("written", {})[name or "text"] = value
    kind = cells.example_kind(section.title)
    if kind:
        row.setdefault("kind", kind.value)
    row.setdefault("text", section.title)
    row.setdefault("written", {})["heading"] = section.title
    return row


def _labelled(blocks: list[Block]) -> list[tuple[str, str]]:
    """The labelled lines of blocks with what follows each; what has no label has an empty one."""
    found: list[tuple[str, str]] = []
    for block in blocks:
        lines = [item.raw for item in block.items] if block.items else block.raw.split("\n")
        fresh = True
        for line in lines:
            pair = label(line) or (lead(line) if block.items and lead(line)[0] else None)
            if pair:
                found.append(pair)
            elif found and not (fresh and not found[-1][0]):
                found[-1] = (found[-1][0], f"{found[-1][1]}\n{line}".strip() if not fresh else f"{found[-1][1]}\n\n{line}".strip())
            else:
                found.append(("", line))
            fresh = False
    return found or [("", "")]


_FIELDS = {"misconceptions": (MISCONCEPTIONS, ("reason", "negative_example", "address")), "examples": (EXAMPLES, ("purpose", "reason"))}


def told_field(row: Data, key: str, name: str, value: str) -> bool:
    """Set a labelled value of a misconception or example; False if the label names no field of it, or one that is set."""
    vocabulary, known = _FIELDS[key]
    field = vocabulary.find(name)
    if field not in known or field in row or not value or not row or cells.example_kind(name) and "example" in known:
        return False
    row[str(field)] = {"text": value} if field == "address" else value
    row.pop("written", None) if "item" in row.get("written", {}) else None
    return True


def _fields_of(block: Block, key: str) -> list[tuple[str, str]]:
    """The labelled values of a list whose items all are fields of one row."""
    vocabulary, known = _FIELDS[key]
    pairs = [lead_or_colon(item.raw) for item in block.items]
    return pairs if all(name and len(name) < 60 and not name.startswith(('"', "“")) and vocabulary.find(name) in known
                        and value for name, value in pairs) else []


def told_row(key: str, words: str) -> Data:
    """A row by its words alone."""
    words = re.sub(r"^(?:misconception|example)\s*#?\d*\s*[:.—–-]*\s*", "", words, flags=re.IGNORECASE) or words
    kind = cells.example_kind(words)
    return belief(bare(words)) if key == "misconceptions" else {"text": bare(words), **filled(kind=kind.value if kind else None)}


def paragraph_row(text: str, key: str) -> Data | None:
    """A row that stands as a paragraph with a bold or quoted beginning."""
    title, rest = lead(text)
    if not title or not text.startswith(("**", "__", '"', "“")):
        return None
    if key == "misconceptions":
        words = re.sub(r"^(?:misconception\s*)?#?\d*\s*[:.]?\s*", "", title, flags=re.IGNORECASE)
        if not words:
            words, _, rest = rest.partition("\n")
        return {"belief": unquoted(bare(words)) or "?", **filled(negative_example=rest), "written": {"item": text}}
    kind = cells.example_kind(title)
    if not (kind or re.match(r"(?:example|positive|negative)\b", title, re.IGNORECASE)):
        return None
    return {"text": rest or title, **filled(kind=kind.value if kind else None), "written": {"item": text}}
