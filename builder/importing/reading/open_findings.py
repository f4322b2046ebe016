"""The findings of one review while they are read: where each begins, and what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from builder.importing.kinds import UNREAD_SEVERITY
from builder.importing.reading import finding_heads, findings
from builder.importing.reading.rows import Data, Parts, read_table
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Item, Section
from builder.importing.structure.labels import label, plain_label
from builder.importing.structure.words import bare, name_key, stems

_OF_FIXES = frozenset(stems("count number status resolution resolved verified fixed outcome"))

INLINE = 7
"""The level of a finding that begins with a bold line: below any heading."""

LISTED = 8
"""The level of a finding that is the last bullet of a list: only lines with a field's label go on with it."""


_BULLET = re.compile(r"^\s*(?:[-*+•]|\d+[.)])\s+")


class OpenFindings:
    """Takes findings from headings, bold lines, bullets and tables.

    Attributes:
        row: the finding that is being read, if any.
        level: the level of the heading that it began with.
        severity: the severity that a heading over several findings names.
    """

    def __init__(self, parts: Parts, review: Section) -> None:
        self.parts, self.review = parts, review
        self.row: Data | None = None
        self.listing: list[Data] = []
        self.level = 0
        self.severity: str | None = None

    def begin(self, row: Data, level: int) -> None:
        """Begin a finding; the one before it is complete."""
        self.close()
        self.row, self.level = row, level

    def close(self) -> None:
        """Complete the finding that is being read."""
        if self.row is not None:
            self.keep([self.row])
            self.row = None

    def keep(self, rows: Iterable[Data]) -> None:
        """Keep findings that are complete."""
        self.parts.add("findings", [findings.finish(row) for row in rows], self.review)

    def add(self, block: Block) -> None:
        """Add a block to the finding that is being read."""
        if self.row is not None:
            findings.add(self.row, block)

    def add_section(self, section: Section) -> None:
        """Add a heading inside a finding as a field of it."""
        self.add(Block(BlockKind.TEXT, f"**{section.title}:**", section.line))
        for block in section.blocks:
            self.add(block)

    # ---- beginnings

    def heading(self, section: Section) -> bool:
        """Begin a finding at a heading without a severity: under one that names it, or with a line that states it."""
        title = finding_heads.plain_title(section.title) or "Finding"
        if self.severity:
            self.begin({"severity": self.severity, "title": title}, section.level)
            return True
        return self.stated(title, section.title, section.blocks, section.line, section.level)

    def stated(self, title: str, words: str, blocks: Iterable[Block], line: int, level: int) -> bool:
        """Begin a finding whose severity, or another of its fields, stands on a line below its title."""
        labels = [
            pair
            for block in blocks
            for text in block.raw.split("\n")[:40]
            if (pair := plain_label(_BULLET.sub("", text))) and findings.FIELDS.exact(pair[0])
        ]
        stated = any(
            findings.FIELDS.find(name) == "severity" and cells.severity(value.split(" ")[0].strip("[]()*.,"))
            for name, value in labels
        )
        known = {findings.FIELDS.exact(name) for name, _ in labels} & {"issue", "location", "suggested_fix"}
        if not (stated or (known and re.match(r"\W*(?:(?:finding|issue)\b|#?\d)", words, re.IGNORECASE))):
            return False
        if not stated:
            self.parts.odd.note(
                UNREAD_SEVERITY,
                line,
                "the finding states no severity; it was taken as IMPROVEMENT",
                "state the severity",
            )
        self.begin({"severity": "IMPROVEMENT", "title": title}, level)
        return True

    def inline(self, block: Block, coded: bool = False) -> bool:
        """Begin a finding at a paragraph that is headed by a severity in bold or brackets.

        Args:
            block: the paragraph.
            coded: whether `C1` and coloured signs count, and a bold title over a line that states the severity.
        """
        if block.kind is not BlockKind.TEXT:
            return False
        if not block.raw.startswith(("**", "__", "[")):
            return False
        first, _, more = block.raw.partition("\n")
        whole = first.rstrip().endswith(("**", "__")) or first.startswith("[")
        title, rest = (first, "") if whole else bold_head(first)
        head = finding_heads.head(title, coded=coded and not self.severity)
        if (
            head is None
            and rest
            and not finding_heads.is_nothing(bare(rest))
            and (severity := finding_heads.group(title))
        ):
            head, rest = finding_heads.Head(severity, bare(rest), severity), ""
        if head is None:
            below = Block(BlockKind.TEXT, more, block.line + 1)
            if not (
                coded
                and more
                and whole
                and self.stated(finding_heads.plain_title(title), bare(title), [below], block.line, INLINE)
            ):
                return False
            self.add(below)
            return True
        self.begin(findings.start(head), INLINE)
        if more or rest:
            self.add(Block(BlockKind.TEXT, "\n".join(text for text in (rest, more) if text), block.line))
        return True

    def titled(self, block: Block, level: int) -> bool:
        """Begin a finding at a bold title, where a heading names the severity of all that follow."""
        first, *more = block.raw.split("\n")
        title, rest = bold_head(first)
        if self.severity is None or block.kind is not BlockKind.TEXT or title == first:
            return False
        name = title.rstrip(": ")
        if (
            findings.FIELDS.exact(name)
            or finding_heads.group(name)
            or (self.row is not None and label(first) and findings.FIELDS.find(name))
        ):
            return False
        self.begin({"severity": self.severity, "title": finding_heads.plain_title(name) or "Finding"}, level)
        if text := "\n".join([rest, *more]).strip():
            self.add(Block(BlockKind.TEXT, text, block.line))
        return True

    def listed(self, block: Block) -> list[Item] | None:
        """Take findings that are bullets; the bullets that are none come back, or None where no bullet is one."""
        if not block.items or all(finding_heads.is_nothing(item.text) for item in block.items):
            return None
        heads = [finding_heads.head(item.text) for item in block.items]
        if self.row is not None and not all(heads):
            return None
        if not self.severity and not any(heads):
            return None
        severity = self.severity
        self.close()
        rows = [findings.from_item(item, severity) for item in block.items]
        kept = [row for row in rows if row]
        self.keep(kept[:-1])
        if kept:
            self.begin(kept[-1], LISTED)
        return [item for item, row in zip(block.items, rows, strict=True) if row is None] if kept else None

    def table(self, block: Block) -> bool:
        """Take findings that are rows of a table; False if it holds none."""
        rows = [
            findings.from_cells(cells.fields, cells.others, self.severity)
            for cells in read_table(block, findings.TABLE, self.parts.odd)
        ]
        self.listing.extend(row for row in rows if row)
        return any(rows)

    def finish(self) -> None:
        """Complete the last finding; rows of tables that only list what is told one by one go to what is told."""
        self.close()
        told = self.parts.values.get("findings", [])
        names = {name_key(row["title"]): row for row in told}
        in_order = [row["severity"] for row in told] == [row["severity"] for row in self.listing]
        fresh = []
        for number, row in enumerate(self.listing):
            target = told[number] if in_order else names.get(name_key(row["title"]))
            if target is None:
                fresh.append(findings.finish(row))
            else:
                _merge(target, row)
        if fresh:
            self.parts.values["findings"] = []
            self.parts.add("findings", [*fresh, *told], self.review)

    def severity_table(self, block: Block) -> bool:
        """As `table`, for one that has a column of severities and none of counts."""
        words = set(stems(" ".join(block.table.header))) if block.table else set()
        return "severity" in words and not words & _OF_FIXES and self.table(block)


def _merge(target: Data, row: Data) -> None:
    """Give a finding that is told at length what only a table says of it."""
    for key, value in row.items():
        target.setdefault(key, value)
    if name_key(target["title"]) != name_key(row["title"]):
        target.setdefault("written", {})["Listed as"] = row["title"]


def bold_head(line: str) -> tuple[str, str]:
    """A line's bold beginning and the rest; the whole line where it does not begin in bold."""
    match = re.match(r"\s*(?:\*\*|__)(.+?)(?:\*\*|__)\s*(?::|—|–|--+|-)?\s*(.*)$", line)
    return (match[1], match[2]) if match else (line, "")
