"""The findings of a review: their headings in any wording, and their labelled lines."""

from __future__ import annotations

import re

from builder.importing.reading.finding_heads import Head, group, head
from builder.importing.reading.rows import Data, filled, grow, keep
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Item
from builder.importing.structure.labels import label, lead, plain_label
from builder.importing.structure.words import Vocabulary, bare, stems

FIELDS = Vocabulary(
    {
        "severity": "severity|level",
        "location": "location|where|section|file|place|line",
        "issue": "issue|problem|what|finding|observation|description|concern",
        "student_impact": "student impact|impact|why matter|effect|student effect|consequence|why it matter",
        "suggested_fix": "suggested fix|fix|suggestion|recommendation|recommended fix|proposed "
        "fix|action|remedy|suggested change",
        "status": "status|resolution|state|outcome",
        "title": "title|summary|name",
    },
    "the on for student suggested proposed",
)

TABLE = Vocabulary(
    {
        "severity": "severity|level|type|priority",
        "location": "location|where|section|file",
        "issue": "issue|problem|description|what|detail",
        "title": "finding|title|summary|name",
        "student_impact": "student impact|impact|why matter|effect",
        "suggested_fix": "suggested fix|fix|suggestion|recommendation|action|resolution",
        "status": "status|state|outcome",
    }
)

_FIXED = re.compile(r"\s*[(\[—–-]+\s*(FIXED|RESOLVED|ACCEPTED|REJECTED|RETRACTED|WITHDRAWN)\s*[)\]]?\s*$")

_STATUSES = {
    "fixed": "fixed",
    "resolved": "fixed",
    "done": "fixed",
    "accepted": "accepted",
    "rejected": "rejected",
    "won't": "rejected",
    "declined": "rejected",
    "retracted": "retracted",
    "withdrawn": "retracted",
    "open": "open",
}


def start(found: Head) -> Data:
    """A finding with its heading only."""
    fixed = _FIXED.search(found.title)
    row = filled(severity=found.severity, title=found.title)
    if fixed:
        row["status"] = _STATUSES.get(fixed[1].lower(), "open")
    if found.word.upper() != found.severity:
        row["written"] = {"severity": found.word}
    return row


def add(row: Data, block: Block) -> None:
    """Add a block to a finding: labelled lines to their fields, the rest to the one before or the issue."""
    key = row.pop("_at", None)
    pieces = [item.raw for item in block.items] if _labelled_list(block) else [block.raw]
    for piece in pieces:
        for number, line in enumerate(
            piece.split("\n") if block.kind is BlockKind.TEXT or len(pieces) > 1 else [piece]
        ):
            pair = _pair(line, block)
            if pair:
                key = _open_field(row, *pair)
            else:
                key = key or "issue"
                _extend(row, key, line, "\n" if number or len(pieces) > 1 else "\n\n")
    row["_at"] = key


def goes_on(block: Block) -> bool:
    """Whether a block after a bullet is about the finding that the bullet is: its first line has a field's label."""
    first = block.raw.split("\n")[0]
    pair = (
        plain_label(re.sub(r"^\s*(?:[-*+•]|\d+[.)])\s+", "", first))
        if block.kind in (BlockKind.TEXT, BlockKind.LIST)
        else None
    )
    return block.kind is BlockKind.CODE or bool(pair and FIELDS.exact(pair[0]))


def _pair(line: str, block: Block) -> tuple[str, str] | None:
    pair = label(line) if block.kind in (BlockKind.TEXT, BlockKind.LIST) and "\n" not in line else None
    if pair:
        return pair
    pair = plain_label(line) if "\n" not in line and block.kind in (BlockKind.TEXT, BlockKind.LIST) else None
    return pair if pair and FIELDS.exact(pair[0]) else None


def _labelled_list(block: Block) -> bool:
    return bool(block.items) and all(_pair(item.text.split("\n")[0], block) for item in block.items)


def _open_field(row: Data, name: str, value: str) -> str:
    key = FIELDS.find(name)
    if key == "severity":
        severity = cells.severity(value.split()[0]) if value.split() else None
        if severity:
            row["severity"] = severity.value
            return "issue"
    if key == "status":
        word = value.strip("*_ .").split()[0].lower().strip(",.;:*") if value.strip("*_ .") else ""
        row["status"] = _STATUSES.get(word, row.get("status", "open"))
        if value.strip() and row["status"] != value.strip().lower():
            row.setdefault("written", {})["status"] = value.strip()
        return "written status"
    field = (
        key if key in ("location", "issue", "student_impact", "suggested_fix") and key not in row else f"written {name}"
    )
    _extend(row, field, value, "\n")
    return field


def _extend(row: Data, key: str, text: str, seam: str) -> None:
    target, name = (row.setdefault("written", {}), key[8:]) if key.startswith("written ") else (row, key)
    grow(target, name, text or "", seam)


def from_item(item: Item, severity: str | None) -> Data | None:
    """A finding that is a bullet, under a heading with its severity or with one of its own."""
    found = head(item.text, firm=False)
    if found is None and severity is None:
        return None
    first, _, more = item.text.partition("\n")
    if found is None:
        title, rest = lead(item.text)
        found = Head(str(severity), bare(title or first), str(severity))
        more = rest if title else more
    elif item.text.startswith("**") and (parts := lead(item.text)) and parts[1]:
        inner = head(parts[0], firm=False)
        if inner or group(parts[0]):
            found = inner or Head(str(group(parts[0])), bare(parts[1].split("\n")[0]), str(group(parts[0])))
            more = parts[1] if inner else parts[1].partition("\n")[2]
    row = start(found)
    if more.strip():
        add(row, Block(BlockKind.TEXT, more.strip(), item.line))
    if item.children:
        add(
            row,
            Block(
                BlockKind.LIST, "\n".join(f"- {child.raw}" for child in item.children), item.line, items=item.children
            ),
        )
    return row


def finish(row: Data) -> Data:
    """A finding complete: with a title, and without the reader's own marks."""
    row.pop("_at", None)
    if not row.get("title"):
        row["title"] = str(row.get("issue") or row.get("location") or "Finding").split("\n")[0][:120]
    return row


def from_cells(found: dict[str, str], others: dict[str, str], severity: str | None) -> Data | None:
    """A finding that is a row of a table."""
    word = found.get("severity", "")
    match = re.search(cells.SEVERITY, word, re.IGNORECASE)
    level = cells.severity(match[0]) if match else None
    title = found.get("title") or found.get("issue") or found.get("location")
    if not title or not (level or severity):
        return None
    row = filled(
        severity=level.value if level else severity,
        title=bare(title.split("\n")[0]),
        location=found.get("location"),
        issue=found.get("issue") if found.get("title") else None,
        student_impact=found.get("student_impact"),
        suggested_fix=found.get("suggested_fix"),
    )
    if level:
        keep(row, "severity", word, level.value)
    if found.get("status"):
        _open_field(row, "status", found["status"])
    for name, value in others.items():
        if not (set(stems(name)) <= {"no", "id", "number"} and len(value) < 6) and name != "#":
            row.setdefault("written", {})[name] = value
    return row
