"""Reviews: summary, verdict, findings, the look at earlier fixes, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from builder.importing import cells, findings, tables
from builder.importing.document import Block, BlockKind, Section, raw
from builder.importing.kinds import COUNTS_DISAGREE, REVIEW_ORDER, UNREAD_VERDICT
from builder.importing.oddities import Oddities
from builder.importing.regions import PLAN, is_review, iteration
from builder.importing.rows import Data, Parts, filled, grow, keep, read_table
from builder.importing.verification import item_of, looks_verified, section_item, table_items
from builder.importing.words import Names, Vocabulary, bare, bold_runs, label, name_key, plain_label, same, slug, stems, unnumbered

PARTS = Vocabulary({
    "summary": "summary|overview|finding summary|count|review summary|overall",
    "verdict": "verdict|final verdict|decision|overall verdict|result",
    "findings": "finding|new finding|remaining item|remaining issue|issue found|new issue|finding detail|detailed finding|remaining finding",
    "verification": "fix verification|verification|verification fix|previous finding|finding resolution|fix applied|resolution status|status finding"
                    "|iteration fix|fix iteration|fix from|resolved finding|prior finding|fix check|previous iteration|finding iteration"
                    "|fix verified|addressed|resolution previous|fixe|finding verification|earlier finding|fix status|resolution",
    "regressions": "regression|regression check",
    "notes": "note|review note|work well|pattern|modality count|strength|observation",
})


def split(sections: Sequence[Section]) -> tuple[list[Section], list[list[Section]]]:
    """A document's sections without its reviews, and the sections of each review.

    A review reaches to the next heading of its own level or above that names no part of a review.
    """
    plan, reviews, current = list[Section](), list[list[Section]](), None
    for section in sections:
        if is_review(section) and not (current and section.level > current[0].level + 1):
            if current and len(current) == 1 and not current[0].blocks and section.level > current[0].level:
                reviews.pop()
            current = [section]
            reviews.append(current)
        elif current is not None and (section.level > current[0].level or _goes_on(section)):
            current.append(section)
        else:
            current = None
            plan.append(section)
    return plan, reviews


def _goes_on(section: Section) -> bool:
    """Whether a heading beside a review's belongs to it all the same."""
    if findings.head(section.title) or findings.group(section.title):
        return True
    key = PARTS.find(section.title)
    return key is not None and not (PLAN.exact(section.title) and key in ("summary", "notes"))


def read_reviews(groups: Sequence[Sequence[Section]], lesson: str, odd: Oddities) -> list[Data]:
    """A lesson's reviews, each with its findings named uniquely within the lesson."""
    names = Names()
    found: list[Data] = []
    earlier: list[Data] = []
    for group in groups:
        review = _ReviewReader(group, lesson, odd).read()
        for finding in review.get("findings", []):
            finding["id"] = names.take(slug(finding["title"], 8) or "finding")
        _link(review, earlier)
        earlier.extend(review.get("findings", []))
        found.append(review)
    _check_order(groups, found, odd)
    return found


def _check_order(groups: Sequence[Sequence[Section]], found: list[Data], odd: Oddities) -> None:
    last = 0
    for group, review in zip(groups, found, strict=True):
        number = review.get("iteration")
        if number is not None and number != last + 1:
            odd.note(REVIEW_ORDER, group[0].line, f"iteration {number} follows iteration {last}",
                     "the reviews are numbered by their order in the document")
        last = number or last + 1


def _link(review: Data, earlier: list[Data]) -> None:
    """Point each look at a fix to the earlier finding of the same words."""
    names: dict[str, str] = {}
    for finding in earlier:
        names[name_key(finding["title"])] = finding["id"]
    for item in review.get("verification", []):
        key = name_key(re.sub(r"^\W*(?:fix|finding|issue|item)?\s*#?\d*\s*[:.—–-]*\s*", "", item.get("title", ""), flags=re.IGNORECASE))
        if key in names:
            item["finding"] = names[key]


class _ReviewReader:
    """Goes through the sections of one review."""

    def __init__(self, sections: Sequence[Section], lesson: str, odd: Oddities) -> None:
        self.sections, self.odd = sections, odd
        self.parts = Parts(odd, title=sections[0])
        self.values = self.parts.values
        self.values["lesson"] = lesson
        self.key, self.level = "notes", 0
        self.severity: str | None = None
        self.finding: Data | None = None
        self.finding_level = 0
        self.note_title = ""

    def read(self) -> Data:
        self.heading(self.sections[0])
        self.blocks(self.sections[0], self.sections[0].blocks)
        for section in self.sections[1:]:
            self.section(section)
        self.close()
        self.check_counts()
        if self.parts.extra:
            self.values["extra"] = self.parts.extra
        self.odd.take(self.sections[0].line, self.sections[0].title, "review")
        return self.values

    def heading(self, section: Section) -> None:
        number, of = iteration(section.title)
        self.values.update(filled(date=cells.date(section.title), iteration=number, of=of))
        keep(self.values, "heading", section.title, review_heading(self.values))
        self.key = "head"

    # ---- sections

    def section(self, section: Section) -> None:
        """Find out what a heading begins, and read what stands under it."""
        head, group = findings.head(section.title), findings.group(section.title)
        inside = self.key == "verification" and (section.level > self.level or looks_verified(section))
        if inside:
            self.close()
            self.add("verification", section_item(section), section)
        elif self.finding is not None and section.level > self.finding_level and not head and not group:
            self.finding_part(section)
        elif head:
            self.begin(findings.start(head), section)
            self.blocks(section, section.blocks)
        elif group:
            self.close()
            self.key, self.level, self.severity = "findings", section.level, group
            self.blocks(section, section.blocks)
        elif self.key == "findings" and section.level > self.level and self.severity:
            self.begin({"severity": self.severity, "title": bare(unnumbered(section.title)) or "Finding"}, section)
            self.blocks(section, section.blocks)
        else:
            self.part(section)

    def finding_part(self, section: Section) -> None:
        """A heading inside a finding: a field of it."""
        if self.finding is not None:
            findings.add(self.finding, Block(BlockKind.TEXT, f"**{section.title}:**", section.line))
            for block in section.blocks:
                findings.add(self.finding, block)

    def part(self, section: Section) -> None:
        """A heading that begins a part of the review."""
        self.close()
        key = self.part_key(section)
        if key == "notes" and self.key == "notes" and section.level > self.level and PARTS.find(section.title) is None:
            pass
        self.key, self.level, self.severity = key, section.level, None
        silent = {"notes": {"review", "note", "additional"}, "findings": {"finding", "new"}}.get(key, set())
        self.note_title = "" if set(stems(section.title)) <= silent else bare(section.title)
        if key == "verdict":
            self.verdict(section.title.partition(":")[2] if ":" in section.title else _after_dash(section.title), section)
        self.blocks(section, section.blocks)

    def part_key(self, section: Section) -> str:
        title = section.title
        key = PARTS.find(title)
        words = set(stems(title))
        if key == "verification" and words & {"addressed", "fixe", "resolution"} and not words & {
                "fix", "fixe", "finding", "iteration", "previous", "resolution", "verification"}:
            return "notes"
        if key == "verdict" and "verdict" not in words and cells.verdict(title) is None and not any(
                cells.verdict(block.raw) for block in section.blocks[:1]):
            return "notes"
        return key or "notes"

    # ---- blocks

    def blocks(self, section: Section, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if self.key == "findings" or self.finding is not None or not self.severity_table(block, section):
                getattr(self, f"{self.key}_block")(block, section)

    def inline_finding(self, block: Block, section: Section) -> bool:
        """Begin a finding where a paragraph or bullets are headed by a severity."""
        if block.kind is BlockKind.TEXT and block.raw.startswith(("**", "__", "[")):
            first, _, more = block.raw.partition("\n")
            title, rest = (first, "") if first.rstrip().endswith(("**", "__")) or first.startswith("[") else _bold(first)
            head = findings.head(title)
            if head is None and rest and (severity := findings.group(title)):
                head = findings.Head(severity, bare(rest), severity)
                rest = ""
            if head:
                self.begin(findings.start(head), section)
                self.finding_level = 7
                if more or rest:
                    findings.add(cast(Data, self.finding), Block(BlockKind.TEXT, "\n".join(t for t in (rest, more) if t), block.line))
                return True
        if block.items and (self.severity or any(findings.head(item.text) for item in block.items)) and self.finding is None:
            return self.listed_findings(block, section)
        return False

    def listed_findings(self, block: Block, section: Section) -> bool:
        """Findings that are bullets."""
        texts = [item.text for item in block.items]
        if all(re.fullmatch(r"\W*(?:none|no\b.{0,40}|n/a)\W*", text, re.IGNORECASE) for text in texts):
            return False
        rows = [row for item in block.items if (row := findings.from_item(item, self.severity))]
        for row in rows:
            self.add("findings", findings.finish(row), section)
        rest = [item for item in block.items if findings.from_item(item, self.severity) is None]
        for item in rest:
            self.note("", Block(BlockKind.TEXT, item.raw, item.line), section)
        return bool(rows)

    def head_block(self, block: Block, section: Section) -> None:
        """What stands right under a review's heading: its facts, its verdict, counts or prose."""
        self.summary_block(block, section)

    def summary_block(self, block: Block, section: Section) -> None:
        if self.inline_finding(block, section):
            self.key, self.level = "findings", section.level
        elif self.counts(block):
            self.odd.take(block.line, section.title, "counts")
        elif not self.facts(block, section):
            self.parts.add_text("summary", block.raw, section)

    def verdict_block(self, block: Block, section: Section) -> None:
        if "verdict" not in self.values and (found := cells.verdict(block.raw)) and block.kind is BlockKind.TEXT:
            first, _, rest = block.raw.partition("\n")
            plain = bare(first)
            if cells.verdict(first) and len(plain) < 60:
                self.verdict(plain, section)
                self.parts.add_text("summary", rest, section)
                return
            self.values["verdict"] = found.value
        if self.inline_finding(block, section):
            self.key, self.level = "findings", section.level
        elif not self.counts(block):
            self.parts.add_text("summary", block.raw, section)

    def findings_block(self, block: Block, section: Section) -> None:
        if self.inline_finding(block, section):
            return
        if self.severity and block.kind is BlockKind.TEXT and self.titled_finding(block, section):
            return
        if self.finding is not None:
            findings.add(self.finding, block)
        elif block.table and self.finding_table(block, section):
            return
        elif (pair := label(block.raw)) and not pair[1] and block.kind is BlockKind.TEXT and (severity := findings.group(pair[0])):
            self.severity = severity
        elif block.kind is BlockKind.TEXT and (pair := plain_label(block.raw.split("\n")[0])) and findings.group(pair[0]) and (
                len(block.raw) < 80):
            self.severity = findings.group(pair[0]) if not pair[1] else self.severity
            self.parts.add_text("findings_note", block.raw if pair[1] else "", section)
        elif self.counts(block):
            return
        elif block.kind is BlockKind.TEXT and not self.note_title:
            self.parts.add_text("findings_note", block.raw, section)
        else:
            self.note(self.note_title, block, section)
            self.note_title = ""

    def titled_finding(self, block: Block, section: Section) -> bool:
        """Begin a finding at a bold title, where a heading names the severity of all that follow."""
        title, rest = _bold(block.raw.split("\n")[0])
        if not block.raw.startswith(("**", "__")) or title == block.raw or findings.FIELDS.exact(title) or findings.group(title) or (
                label(block.raw.split("\n")[0]) and findings.FIELDS.find(title)):
            return False
        self.begin({"severity": self.severity, "title": bare(unnumbered(title)) or "Finding"}, section)
        more = "\n".join([rest, *block.raw.split("\n")[1:]]).strip()
        if more and self.finding is not None:
            findings.add(self.finding, Block(BlockKind.TEXT, more, block.line))
        return True

    def severity_table(self, block: Block, section: Section) -> bool:
        """Findings in a table with a column of severities, wherever it stands."""
        if block.table is None or not {"severity"} <= set(stems(" ".join(block.table.header))) or "count" in stems(" ".join(block.table.header)):
            return False
        return self.finding_table(block, section)

    def finding_table(self, block: Block, section: Section) -> bool:
        rows = [findings.from_cells(c.fields, c.others, self.severity) for c in read_table(block, findings.TABLE, self.odd)]
        for row in rows:
            if row:
                self.add("findings", findings.finish(row), section)
        return any(rows)

    def verification_block(self, block: Block, section: Section) -> None:
        known = self.values.get("verification", [])
        if block.table and (rows := table_items(block, self.odd)):
            for row in rows:
                self.add("verification", row, section)
        elif block.items:
            for item in block.items:
                self.add("verification", item_of(item.raw), section)
        elif block.raw.startswith(("**", "__", "~~")) or cells.outcome(block.raw[:200]) or not known:
            if self.severity_block(block):
                return
            for run in bold_runs(block.raw):
                self.add("verification", item_of(run), section)
        else:
            grow(known[-1], "text", block.raw)

    def severity_block(self, block: Block) -> bool:
        """Whether a paragraph only names the severity or group of the fixes under it."""
        pair = label(block.raw)
        return bool(pair and not pair[1] and "\n" not in block.raw and cells.outcome(block.raw) is None
                    and (findings.group(pair[0]) or len(stems(pair[0])) < 4))

    def regressions_block(self, block: Block, section: Section) -> None:
        if not self.inline_finding(block, section):
            self.parts.add_text("regressions", block.raw, section)

    def notes_block(self, block: Block, section: Section) -> None:
        if self.finding is not None and self.finding_level == 7 and block.kind is BlockKind.TEXT and (
                pair := label(block.raw.split("\n")[0])) and findings.FIELDS.find(pair[0]):
            findings.add(self.finding, block)
            return
        if findings_like(block) and self.inline_finding(block, section):
            return
        self.close()
        if self.facts(block, section):
            return
        if block.kind is BlockKind.TEXT and (pair := label(block.raw.split("\n")[0])):
            self.note_title = ""
            text = "\n".join([pair[1], *block.raw.split("\n")[1:]]).strip()
            self.note(pair[0], Block(BlockKind.TEXT, text, block.line), section, fresh=True)
            return
        self.note(self.note_title, block, section)
        self.note_title = ""

    # ---- values

    def begin(self, row: Data, section: Section) -> None:
        """Begin a finding; the one before it is complete."""
        self.close()
        self.finding, self.finding_level = row, section.level
        if self.key not in ("findings",):
            self.key, self.level = "findings", min(section.level, self.level or section.level)

    def close(self) -> None:
        if self.finding is not None:
            self.add("findings", findings.finish(self.finding), self.sections[0])
            self.finding = None

    def add(self, key: str, row: Data, section: Section) -> None:
        self.parts.add(key, [row], section)

    def note(self, title: str, block: Block, section: Section, fresh: bool = False) -> None:
        """Add a remark: items where it is a plain list, else text."""
        notes = self.values.setdefault("notes", [])
        listed = bool(block.items) and not any(item.marker == "?" for item in block.items)
        last = notes[-1] if notes and not fresh and not title else None
        if last is None or "items" in last or (listed and False):
            last = filled(heading=title)
            notes.append(last)
        if listed:
            last["items"] = [item.raw or "?" for item in block.items]
            if block.items[0].ordered:
                last["ordered"] = True
        elif block.raw:
            grow(last, "text", block.raw)

    def verdict(self, text: str, section: Section) -> None:
        found = cells.verdict(text)
        if found and "verdict" not in self.values:
            self.values["verdict"] = found.value
            self.odd.take(section.line, section.title, "verdict")
        keep(self.values, "verdict", bare(text), found or "")
        if text.strip() and not same(text, found or ""):
            self.odd.note(UNREAD_VERDICT, section.line, f"`{bare(text)[:80]}` was read as {found or 'no verdict'}",
                          "check the verdict; the words are kept in `written`")

    def facts(self, block: Block, section: Section) -> bool:
        """Labelled lines such as `**Verdict:** PASS` and `**Reviewer:** …`; False where the block is none."""
        if block.kind is not BlockKind.TEXT or self.key not in ("head", "summary", "notes"):
            return False
        pairs = [_labelled(line) for line in block.raw.split("\n")]
        if not all(pair and _fact(pair[0]) for pair in pairs):
            return False
        for pair in pairs:
            name, value = cast(tuple[str, str], pair)
            self.fact(str(_fact(name)), name, value, section)
        return True

    def fact(self, key: str, name: str, value: str, section: Section) -> None:
        if key == "verdict":
            self.verdict(value, section)
        elif key == "iteration" and "iteration" not in self.values:
            number, of = iteration(f"iteration {value}")
            self.values.update(filled(iteration=number, of=of))
        elif key == "date" and "date" not in self.values and cells.date(value):
            self.values["date"] = cells.date(value)
        elif key == "reviewer" and "reviewer" not in self.values and value:
            self.values["reviewer"] = value
        else:
            self.values.setdefault("written", {})[name] = value

    def counts(self, block: Block) -> bool:
        """The stated numbers of findings, in a list, a table, a line or a sentence of them; False where there are none."""
        text = block.raw
        if block.table:
            text = "\n".join(": ".join(tables.cell(p) for p in row.pieces[:2]) for row in block.table.rows)
        found: Data = {}
        rest = text
        for match in _COUNT.finditer(text):
            severity = cells.severity(match["a"] or match["d"])
            number = cells.count(match["b"] or match["c"])
            if severity and number is not None and severity.value.lower() not in found:
                found[severity.value.lower()] = number
                rest = rest.replace(match[0], " ", 1)
        if not found or (block.kind is BlockKind.TEXT and len(re.findall(r"\w+", rest)) > 6):
            return False
        known = self.values.setdefault("counts", {})
        known.update({key: value for key, value in found.items() if key not in known})
        if re.search(r"\w", rest):
            grow(known.setdefault("written", {}), "summary", block.raw)
        return True

    def check_counts(self) -> None:
        """Compare the stated numbers with the findings."""
        counts = self.values.get("counts", {})
        listed = [finding["severity"].lower() for finding in self.values.get("findings", [])]
        for key in ("critical", "improvement", "polish"):
            if key in counts and counts[key] != listed.count(key):
                self.odd.note(COUNTS_DISAGREE, self.sections[0].line,
                              f"the review states {counts[key]} {key} findings and lists {listed.count(key)}",
                              "both are kept; correct the summary, or add what is missing")
        note = self.values.pop("findings_note", None)
        if note:
            self.values.setdefault("written", {})["findings"] = note


_COUNT = re.compile(rf"(?P<a>{cells.SEVERITY})s?(?:\s+(?:findings?|issues?|items?))?\**\s*(?::|=|—|–|-|\()\s*\**\s*(?P<b>\d{{1,3}}|none|zero|one|two|three|four|five)\b"
                    rf"|\b(?P<c>\d{{1,3}}|no|zero|one|two|three|four|five)\s+(?P<d>{cells.SEVERITY})\b(?:\s+(?:findings?|issues?|items?))?", re.IGNORECASE)


def findings_like(block: Block) -> bool:
    """Whether a block is headed by a severity in brackets or as a label."""
    if block.items:
        return any(re.match(r"\W*\[", item.text) and findings.head(item.text) for item in block.items)
    return findings.head(_bold(block.raw.split("\n")[0])[0]) is not None and not re.match(r"\W*(?:major|minor)\b", block.raw, re.IGNORECASE)


def _labelled(line: str) -> tuple[str, str] | None:
    """A label and its value, also where all of the line is bold."""
    found = label(line) or plain_label(line)
    return plain_label(bare(line)) if found and not found[1] and ":" in found[0] else found


def _fact(name: str) -> str | None:
    words = stems(name)
    return next((key for key in ("verdict", "iteration", "date", "reviewer") if words and words[-1] == key), (
        "reviewer" if words == ("reviewed", "by") else None))


def _bold(line: str) -> tuple[str, str]:
    match = re.match(r"\s*(?:\*\*|__)(.+?)(?:\*\*|__)\s*(?::|—|–|--+|-)?\s*(.*)$", line)
    return (match[1], match[2]) if match else (line, "")


def _after_dash(title: str) -> str:
    return re.sub(r"^\W*(?:(?:final|overall)\s+)?(?:verdict|decision|result)\W*", "", bare(title), flags=re.IGNORECASE)


def review_heading(values: Data) -> str:
    """A review's heading as an export writes it."""
    number = f" (Iteration {values['iteration']}" + (f"/{values['of']})" if values.get("of") else ")") if values.get("iteration") else ""
    return "Review" + (f" — {values['date']}" if values.get("date") else "") + number
