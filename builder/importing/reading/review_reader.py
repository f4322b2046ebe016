"""One review: its heading, its summary and verdict, its findings, the look at fixes, the notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.importing.oddities import Oddities
from builder.importing.reading import finding_heads, findings
from builder.importing.reading.fix_headings import lists_outcomes, looks_back, looks_verified, names_fixes
from builder.importing.reading.open_findings import INLINE, LISTED, OpenFindings
from builder.importing.reading.review_facts import ReviewFacts, after_verdict, review_heading
from builder.importing.reading.review_headings import iteration
from builder.importing.reading.review_parts import (
    PARTS,
    add_note,
    begins_finding,
    fact_of,
    part_key,
    part_label,
    praises,
    tell,
)
from builder.importing.reading.rows import Data, Parts, filled, keep
from builder.importing.reading.verification import Looks, names_new
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Section
from builder.importing.structure.labels import label, label_alone, plain_label
from builder.importing.structure.words import bare, stems


class ReviewReader:
    """Goes through the sections of one review."""

    def __init__(self, sections: Sequence[Section], lesson: str, odd: Oddities) -> None:
        self.sections, self.odd = sections, odd
        self.parts = Parts(odd, title=sections[0])
        self.values = self.parts.values
        self.values["lesson"] = lesson
        self.notes: list[Data] = []
        self.open = OpenFindings(self.parts, sections[0])
        self.looks = Looks(self.parts)
        self.said = ReviewFacts(self.parts, sections[0])
        self.key, self.level = "head", 0
        self.note_title, self.quoting = "", False

    def read(self) -> Data:
        """The review's values."""
        first = self.sections[0]
        number, of = iteration(first.title)
        self.values.update(filled(date=cells.date(first.title), iteration=number, of=of))
        keep(self.values, "heading", first.title, review_heading(self.values))
        if stated := re.search(r"\b(?:PASS|NEEDS REVISION|MAJOR REVISION)\b", first.title):
            self.said.verdict(stated[0], first)
        self.blocks(first)
        for section in self.sections[1:]:
            self.section(section)
        self.open.finish()
        self.looks.end()
        self.said.infer_verdict(self.notes)
        self.said.check_counts()
        self.values.update(filled(notes=self.notes, extra=self.parts.extra))
        self.odd.take(first.line, first.title, "review")
        return self.values

    # ---- sections

    def section(self, section: Section) -> None:
        """Find out what a heading begins, and read what stands under it."""
        head = finding_heads.head(section.title, coded=self.key == "findings" and not self.open.severity)
        group = finding_heads.group(section.title)
        if self.key != "verification" and not head and looks_back(section):
            self.turn("verification", section.level - 1)
        if self.verifies(section):
            self.open.close()
            if not self.looks.heading(section):
                self.blocks(section)
        elif self.open.row is not None and section.level > self.open.level and not head and not group:
            self.open.add_section(section)
        elif head:
            self.begin(findings.start(head), section)
        elif group:
            self.turn("findings", section.level)
            self.open.severity = group
            self.blocks(section)
        elif self.key == "findings" and section.level > self.level and self.open.heading(section):
            self.blocks(section)
        else:
            self.part(section)

    def verifies(self, section: Section) -> bool:
        """Whether a heading is an item of the verification above it."""
        if self.key != "verification":
            return False
        part = PARTS.exact(section.title)
        if section.level > self.level and (
            part in (None, "verification") or section.level > self.sections[0].level + 1
        ):
            return True
        return looks_verified(section) and PARTS.find(section.title) in (None, "verification")

    def begin(self, row: Data, section: Section) -> None:
        """Begin a finding at its heading."""
        if self.key != "findings":
            self.turn("findings", min(section.level, self.level or section.level))
        self.open.begin(row, section.level)
        self.blocks(section)

    def turn(self, key: str, level: int) -> None:
        """Another part of the review begins."""
        self.open.close()
        self.looks.end()
        self.key, self.level, self.open.severity = key, level, None

    def part(self, section: Section) -> None:
        """A heading that begins a part of the review."""
        self.turn(part_key(section, self.values.get("iteration")), section.level)
        silent = {"notes": {"review", "note", "additional"}, "findings": {"finding", "new"}}.get(self.key, set())
        self.note_title = "" if set(stems(section.title)) <= silent else bare(section.title)
        if self.key == "verdict":
            self.said.verdict(after_verdict(section.title), section)
        if self.key == "verification":
            self.looks.begin(section)
        self.blocks(section)

    # ---- blocks

    def blocks(self, section: Section) -> None:
        """Read the blocks of a section by the part of the review that they stand in."""
        for whole in section.blocks:
            for block in self.cut(whole):
                self.block(block, section)

    def cut(self, block: Block) -> list[Block]:
        """A paragraph cut before each line with a label that begins another part."""
        if block.kind is not BlockKind.TEXT or "\n" not in block.raw:
            return [block]
        found: list[Block] = []
        for number, line in enumerate(block.raw.split("\n")):
            if found and not self.turns(line):
                found[-1].raw += f"\n{line}"
            else:
                found.append(Block(BlockKind.TEXT, line, block.line + number))
        return found

    def turns(self, line: str) -> str | None:
        """The part that a label begins here; within a finding or the notes only one that cannot be theirs."""
        part = part_label(line)
        if part is None or part[0] in ("summary", "verdict"):
            return None
        if self.open.row is not None and self.open.level != LISTED:
            over = part[0] == "verification" and not part[1]
            return part[0] if over or part[0] in ("notes", "regressions") else None
        if self.key == "notes":
            return part[0] if part[0] in ("findings", "verification") and not part[1] else None
        return part[0] if part[0] != self.key else None

    def block(self, block: Block, section: Section) -> None:
        """Read one block."""
        block = self.unquoted(block)
        if block.kind is BlockKind.TEXT and (key := self.turns(block.raw.split("\n")[0]) or self.about_fixes(block)):
            self.turn_at_label(key, block, section)
            return
        over = self.open.row is not None or self.open.severity is not None
        if block.kind is BlockKind.TEXT and over and self.ends_finding(block, section):
            return
        known = self.key in ("findings", "verification") or self.open.row is not None
        if known or not self.open.severity_table(block):
            getattr(self, f"{self.key}_block")(block, section)

    def unquoted(self, block: Block) -> Block:
        """A quoted paragraph that is a finding, without its marks; within another finding it is a quotation."""
        if not block.raw.startswith(">") or (self.open.row is not None and not self.quoting):
            return block
        text = re.sub(r"^> ?", "", block.raw, flags=re.MULTILINE)
        self.quoting = finding_heads.head(text) is not None
        return Block(BlockKind.TEXT, text, block.line) if self.quoting else block

    def about_fixes(self, block: Block) -> str | None:
        """Whether a label of its own, in bold or with a colon, stands over looks at fixes."""
        pair = label_alone(block.raw) if self.open.row is None else None
        if pair and self.key != "verification" and names_fixes(pair, self.values.get("iteration")):
            return "verification"
        return None

    def turn_at_label(self, key: str, block: Block, section: Section) -> None:
        """A part begins at a bold label; its level is that of a heading right under the review's."""
        first, _, more = block.raw.partition("\n")
        pair = label(first) or ("", "")
        self.turn(key, max(section.level, self.sections[0].level + 1))
        self.note_title = ""
        if key == "verification":
            self.looks.begin(Section(self.level, "", block.line))
        if key == "notes":
            self.notes_block(block, section)
        elif text := "\n".join(part for part in (pair[1], more) if part).strip():
            getattr(self, f"{key}_block")(Block(BlockKind.TEXT, text, block.line), section)

    def ends_finding(self, block: Block, section: Section) -> bool:
        """Take a verdict that follows a finding without a heading of its own."""
        told = tell(block)
        if (
            told is None
            or told.rest
            or (self.open.row is None and not told.facts)
            or any(fact.kind != "verdict" or not fact.name.lower().endswith("verdict") for fact in told.facts)
        ):
            return False
        self.open.close()
        return self.said.facts(block, section)

    def finds(self, block: Block, section: Section) -> bool:
        """Take findings from a paragraph or bullets that are headed by severities."""
        if self.open.inline(block, self.key == "findings"):
            self.level = section.level if self.key != "findings" else self.level
            self.key = "findings"
            return True
        rest = self.open.listed(block)
        for item in rest or ():
            add_note(self.notes, "", Block(BlockKind.TEXT, item.raw, item.line))
        return rest is not None

    def summary_block(self, block: Block, section: Section) -> None:
        """Counts, facts or prose; so is what stands right under a review's heading."""
        if block.kind is BlockKind.TEXT and (severity := finding_heads.group(label_alone(block.raw))):
            self.turn("findings", section.level)
            self.open.severity = severity
            return
        if self.said.facts(block, section):
            return
        if lists_outcomes(block):
            self.looks.block(block, section)
        elif not self.finds(block, section):
            pair = label(block.raw) if block.kind is BlockKind.TEXT else None
            text = pair[1] if pair and PARTS.exact(pair[0]) == "summary" else block.raw
            self.parts.add_text("summary", text, section)

    head_block = summary_block

    def verdict_block(self, block: Block, section: Section) -> None:
        """The verdict, where the heading does not name it, and the judgement in words."""
        if "verdict" not in self.values and block.kind is BlockKind.TEXT and (found := cells.verdict(block.raw)):
            first, _, rest = block.raw.partition("\n")
            if cells.verdict(first) and len(bare(first)) < 60:
                self.said.verdict(first, section)
                self.parts.add_text("summary", rest, section)
                return
            self.values["verdict"] = found.value
        self.summary_block(block, section)

    def findings_block(self, block: Block, section: Section) -> None:
        """A finding's beginning, a part of the finding above, or what is said where there is none."""
        if self.open.row is not None and self.open.level == LISTED and not findings.goes_on(block):
            self.open.close()
        if self.finds(block, section) or self.open.titled(block, section.level):
            return
        if self.open.row is not None:
            self.open.add(block)
            return
        listed = block.table is not None and self.open.table(block)
        if not (listed or self.group_label(block, section) or self.said.facts(block, section)):
            if block.kind is BlockKind.TEXT and not self.note_title:
                self.parts.add_text("findings_note", block.raw, section)
            else:
                self.note(block)

    def group_label(self, block: Block, section: Section) -> bool:
        """Labels that name the severity of the findings after them, as `**Polish:**`, or that there are none."""
        lines = [line for line in block.raw.split("\n") if line.strip()] if block.kind is BlockKind.TEXT else []
        pairs = [plain_label(line) if len(line) < 80 else None for line in lines]
        severities = [finding_heads.group(pair[0]) if pair else None for pair in pairs]
        if (
            not pairs
            or not all(severities)
            or any(pair and pair[1] and not finding_heads.is_nothing(pair[1]) for pair in pairs)
        ):
            return False
        self.open.severity = severities[-1]
        if any(pair and pair[1] for pair in pairs):
            self.parts.add_text("findings_note", block.raw, section)
        return True

    def verification_block(self, block: Block, section: Section) -> None:
        """Looks at fixes in any form; the review's summary or verdict may follow them without a heading."""
        if block.kind is BlockKind.TEXT and self.concludes(block.raw.split("\n")[0]):
            self.summary_block(block, section)
        elif self.looks.last is not None and names_new(block):
            self.turn("findings", self.level)
            self.findings_block(block, section)
        else:
            self.looks.block(block, section)

    def concludes(self, line: str) -> bool:
        """Whether a line among the looks states the review's summary or verdict."""
        part, fact = part_label(line), fact_of(line)
        return (part is not None and part[0] in ("summary", "verdict")) or (fact is not None and fact.kind == "verdict")

    def regressions_block(self, block: Block, section: Section) -> None:
        """What the fixes broke."""
        if not self.finds(block, section):
            self.parts.add_text("regressions", block.raw, section)

    def notes_block(self, block: Block, section: Section) -> None:
        """Remarks, each under its label; a finding may begin among them."""
        pair = label(block.raw.split("\n")[0]) if block.kind is BlockKind.TEXT else None
        if self.open.row is not None and self.open.level == INLINE and pair and findings.FIELDS.find(pair[0]):
            self.open.add(block)
            return
        heading = self.note_title or (self.notes[-1].get("heading", "") if self.notes else "")
        if begins_finding(block) and not praises(heading) and self.finds(block, section):
            return
        self.open.close()
        if block.kind is not BlockKind.LIST and self.said.facts(block, section, counted=False):
            return
        if (
            lists_outcomes(block)
            and self.note_title
            and part_key(Section(0, self.note_title, 0), None) == "verification"
        ):
            self.looks.block(block, section)
        elif pair:
            text = "\n".join([pair[1], *block.raw.split("\n")[1:]]).strip()
            add_note(self.notes, pair[0], Block(BlockKind.TEXT, text, block.line), fresh=True)
            self.note_title = ""
        else:
            self.note(block)

    # ---- values

    def note(self, block: Block) -> None:
        """Add a remark, under the heading that was read last if it is the first there."""
        add_note(self.notes, self.note_title, block)
        self.note_title = ""
