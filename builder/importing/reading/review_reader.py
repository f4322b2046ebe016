"""One review: its heading, its summary and verdict, its findings, the look at fixes, the notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.importing.kinds import COUNTS_DISAGREE, UNREAD_VERDICT
from builder.importing.oddities import Oddities
from builder.importing.reading import findings
from builder.importing.reading.open_findings import INLINE, OpenFindings
from builder.importing.reading.review_headings import iteration
from builder.importing.reading.review_parts import add_note, begins_finding, labelled_facts, names_group, stated_counts
from builder.importing.reading.rows import Data, Parts, filled, grow, keep
from builder.importing.reading.verification import item_of, looks_verified, section_item, table_items
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Section
from builder.importing.structure.labels import bold_runs, label, plain_label
from builder.importing.structure.words import Vocabulary, bare, same, stems

PARTS = Vocabulary({
    "summary": "summary|overview|finding summary|count|review summary|overall",
    "verdict": "verdict|final verdict|decision|overall verdict|result",
    "findings": "finding|new finding|remaining item|remaining issue|issue found|new issue|finding detail|detailed "
                "finding|remaining finding",
    "verification": "fix verification|verification|verification fix|previous finding|finding resolution|fix "
                    "applied|resolution status|status finding"
                    "|iteration fix|fix iteration|fix from|resolved finding|prior finding|fix check|previous "
                    "iteration|finding iteration"
                    "|fix verified|addressed|resolution previous|fixe|finding verification|earlier finding|fix "
                    "status|resolution",
    "regressions": "regression|regression check",
    "notes": "note|review note|work well|pattern|modality count|strength|observation",
})


class ReviewReader:
    """Goes through the sections of one review."""

    def __init__(self, sections: Sequence[Section], lesson: str, odd: Oddities) -> None:
        self.sections, self.odd = sections, odd
        self.parts = Parts(odd, title=sections[0])
        self.values = self.parts.values
        self.values["lesson"] = lesson
        self.notes: list[Data] = []
        self.open = OpenFindings(self.parts, sections[0])
        self.key, self.level = "head", 0
        self.note_title = ""

    def read(self) -> Data:
        """The review's values."""
        first = self.sections[0]
        number, of = iteration(first.title)
        self.values.update(filled(date=cells.date(first.title), iteration=number, of=of))
        keep(self.values, "heading", first.title, review_heading(self.values))
        if stated := re.search(r"\b(?:PASS|NEEDS REVISION|MAJOR REVISION)\b", first.title):
            self.verdict(stated[0], first)
        self.blocks(first)
        for section in self.sections[1:]:
            self.section(section)
        self.open.finish()
        self.check_counts()
        self.values.update(filled(notes=self.notes, extra=self.parts.extra))
        self.odd.take(first.line, first.title, "review")
        return self.values

    # ---- sections

    def section(self, section: Section) -> None:
        """Find out what a heading begins, and read what stands under it."""
        head, group = findings.head(section.title), findings.group(section.title)
        if self.verifies(section):
            self.open.close()
            self.parts.add("verification", [section_item(section)], section)
        elif self.open.row is not None and section.level > self.open.level and not head and not group:
            self.open.add_section(section)
        elif head:
            self.begin(findings.start(head), section)
        elif group:
            self.open.close()
            self.key, self.level, self.open.severity = "findings", section.level, group
            self.blocks(section)
        elif self.key == "findings" and section.level > self.level and self.open.heading(section):
            self.blocks(section)
        else:
            self.part(section)

    def verifies(self, section: Section) -> bool:
        """Whether a heading is an item of the verification above it."""
        return self.key == "verification" and (section.level > self.level or (
            looks_verified(section) and PARTS.find(section.title) in (None, "verification")))

    def begin(self, row: Data, section: Section) -> None:
        """Begin a finding at its heading."""
        self.open.begin(row, section.level)
        if self.key != "findings":
            self.key, self.level = "findings", min(section.level, self.level or section.level)
        self.blocks(section)

    def part(self, section: Section) -> None:
        """A heading that begins a part of the review."""
        self.open.close()
        self.key, self.level, self.open.severity = part_key(section), section.level, None
        silent = {"notes": {"review", "note", "additional"}, "findings": {"finding", "new"}}.get(self.key, set())
        self.note_title = "" if set(stems(section.title)) <= silent else bare(section.title)
        if self.key == "verdict":
            self.verdict(_after_verdict(section.title), section)
        self.blocks(section)

    # ---- blocks

    def blocks(self, section: Section) -> None:
        """Read the blocks of a section by the part of the review that they stand in."""
        for block in section.blocks:
            known = self.key in ("findings", "verification") or self.open.row is not None
            if known or not self.open.severity_table(block):
                getattr(self, f"{self.key}_block")(block, section)

    def finds(self, block: Block, section: Section) -> bool:
        """Take findings from a paragraph or bullets that are headed by severities."""
        if self.open.inline(block):
            self.level = section.level if self.key != "findings" else self.level
            self.key = "findings"
            return True
        rest = self.open.listed(block)
        for item in rest or ():
            add_note(self.notes, "", Block(BlockKind.TEXT, item.raw, item.line))
        return rest is not None

    def summary_block(self, block: Block, section: Section) -> None:
        """Counts, facts or prose; so is what stands right under a review's heading."""
        if not (self.finds(block, section) or self.counts(block) or self.facts(block, section)):
            self.parts.add_text("summary", block.raw, section)

    head_block = summary_block

    def verdict_block(self, block: Block, section: Section) -> None:
        """The verdict, where the heading does not name it, and the judgement in words."""
        if "verdict" not in self.values and block.kind is BlockKind.TEXT and (found := cells.verdict(block.raw)):
            first, _, rest = block.raw.partition("\n")
            if cells.verdict(first) and len(bare(first)) < 60:
                self.verdict(bare(first), section)
                self.parts.add_text("summary", rest, section)
                return
            self.values["verdict"] = found.value
        if not (self.finds(block, section) or self.counts(block)):
            self.parts.add_text("summary", block.raw, section)

    def findings_block(self, block: Block, section: Section) -> None:
        """A finding's beginning, a part of the finding above, or what is said where there is none."""
        if self.finds(block, section) or self.open.titled(block, section.level):
            return
        if self.open.row is not None:
            self.open.add(block)
        elif not ((block.table and self.open.table(block)) or self.group_label(block, section) or self.counts(block)):
            if block.kind is BlockKind.TEXT and not self.note_title:
                self.parts.add_text("findings_note", block.raw, section)
            else:
                self.note(block)

    def group_label(self, block: Block, section: Section) -> bool:
        """A label that names the severity of the findings after it, as `**Polish:**` does."""
        pair = plain_label(block.raw) if block.kind is BlockKind.TEXT and len(block.raw) < 80 else None
        severity = findings.group(pair[0]) if pair else None
        if pair is None or severity is None:
            return False
        if pair[1]:
            self.parts.add_text("findings_note", block.raw, section)
        else:
            self.open.severity = severity
        return True

    def verification_block(self, block: Block, section: Section) -> None:
        """Looks at fixes as a table, bullets or paragraphs; other prose goes on with the one above."""
        known = self.values.get("verification", [])
        rows = table_items(block, self.odd)
        if not rows and block.items:
            rows = [item_of(item.raw) for item in block.items]
        elif not rows and (block.raw.startswith(("**", "__", "~~")) or cells.outcome(block.raw[:200]) or not known):
            rows = [] if names_group(block) else [item_of(run) for run in bold_runs(block.raw)]
        elif not rows:
            grow(known[-1], "text", block.raw)
        self.parts.add("verification", rows, section)

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
        if begins_finding(block) and self.finds(block, section):
            return
        self.open.close()
        if self.facts(block, section):
            return
        if pair:
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

    def verdict(self, text: str, section: Section) -> None:
        """Set the verdict, and keep its words where they say more."""
        found = cells.verdict(text)
        if found and "verdict" not in self.values:
            self.values["verdict"] = found.value
            self.odd.take(section.line, section.title, "verdict")
        keep(self.values, "verdict", bare(text), found or "")
        if text.strip() and not same(text, found or ""):
            self.odd.note(UNREAD_VERDICT, section.line, f"`{bare(text)[:80]}` was read as {found or 'no verdict'}",
                          "check the verdict; the words are kept in `written`")

    def facts(self, block: Block, section: Section) -> bool:
        """Take labelled lines such as `**Verdict:** PASS` and `**Reviewer:** …`; False where the block is none."""
        found = labelled_facts(block)
        for kind, name, value in found:
            number, of = iteration(f"iteration {value}")
            fresh = {"iteration": filled(iteration=number, of=of), "date": filled(date=cells.date(value)),
                     "reviewer": filled(reviewer=value)}.get(kind, {})
            if kind == "verdict":
                self.verdict(value, section)
            elif fresh and kind not in self.values:
                self.values.update(fresh)
            else:
                self.values.setdefault("written", {})[name] = value
        return bool(found)

    def counts(self, block: Block) -> bool:
        """Take the stated numbers of findings; False where the block states none."""
        found, more = stated_counts(block)
        if found:
            known = self.values.setdefault("counts", {})
            known.update({key: value for key, value in found.items() if key not in known})
            grow(known.setdefault("written", {}), "summary", block.raw if more else "")
            self.odd.take(block.line, self.sections[0].title, "counts")
        return bool(found)

    def check_counts(self) -> None:
        """Compare the stated numbers with the findings."""
        counts = self.values.get("counts", {})
        listed = [finding["severity"].lower() for finding in self.values.get("findings", [])]
        for key in ("critical", "improvement", "polish"):
            if key in counts and counts[key] != listed.count(key):
                self.odd.note(COUNTS_DISAGREE, self.sections[0].line,
                              f"the review states {counts[key]} {key} findings and lists {listed.count(key)}",
                              "both are kept; correct the summary, or add what is missing")
        if note := self.values.pop("findings_note", None):
            self.values.setdefault("written", {})["findings"] = note


def part_key(section: Section) -> str:
    """The part of a review that a heading begins."""
    key, words = PARTS.find(section.title), set(stems(section.title))
    if key == "verification" and not words & _ABOUT_FIXES:
        return "notes"
    if key == "verdict" and "verdict" not in words and not any(
            cells.verdict(text) for text in (section.title, *(block.raw for block in section.blocks[:1]))):
        return "notes"
    return key or "notes"


_ABOUT_FIXES = frozenset(stems("fix fixes finding iteration previous resolution verification"))


def _after_verdict(title: str) -> str:
    """What a heading says of the verdict."""
    if ":" in title:
        return title.partition(":")[2]
    return re.sub(r"^\W*(?:(?:final|overall)\s+)?(?:verdict|decision|result)\W*", "", bare(title), flags=re.IGNORECASE)


def review_heading(values: Data) -> str:
    """A review's heading as an export writes it."""
    number = f" (Iteration {values['iteration']}" + (f"/{values['of']})" if values.get("of")
                                                     else ")") if values.get("iteration") else ""
    return "Review" + (f" — {values['date']}" if values.get("date") else "") + number
