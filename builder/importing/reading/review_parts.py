"""Parts of a review that need no context: stated numbers, remarks, labelled facts."""

from __future__ import annotations

import re

from builder.importing.reading import findings
from builder.importing.reading.open_findings import bold_head
from builder.importing.reading.rows import Data, filled, grow
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, cell
from builder.importing.structure.labels import label, plain_label
from builder.importing.structure.words import bare, stems

_NUMBER = r"\d{1,3}|none|no|zero|one|two|three|four|five|six"

_COUNT = re.compile(
    rf"(?P<a>{cells.SEVERITY})s?(?:\s+(?:findings?|issues?|items?))?\**\s*(?::|=|—|–|-|\()\s*\**\s*(?P<b>{_NUMBER})\b"
    rf"|\b(?P<c>{_NUMBER})\s+(?P<d>{cells.SEVERITY})\b(?:\s+(?:findings?|issues?|items?))?", re.IGNORECASE)


def stated_counts(block: Block) -> tuple[dict[str, int], bool]:
    """The numbers of findings that a list, a table, a line or a sentence states, and whether it says more.

    Prose that mentions a number among many words states none.
    """
    text = block.raw
    if block.table:
        text = "\n".join(": ".join(cell(piece) for piece in row.pieces[:2]) for row in block.table.rows)
    found: dict[str, int] = {}
    rest = text
    for match in _COUNT.finditer(text):
        severity = cells.severity(match["a"] or match["d"])
        number = cells.count(match["b"] or match["c"])
        if severity and number is not None and severity.value.lower() not in found:
            found[severity.value.lower()] = number
            rest = rest.replace(match[0], " ", 1)
    if block.kind is BlockKind.TEXT and len(re.findall(r"\w+", rest)) > 6:
        return {}, False
    return found, bool(re.search(r"\w", rest))


def add_note(notes: list[Data], title: str, block: Block, fresh: bool = False) -> None:
    """Add a remark to notes: as items where it is a list, else as text.

    Args:
        notes: the notes so far.
        title: the heading of the remark; without one it goes on with the last note.
        block: the remark.
        fresh: whether a new note begins here in any case.
    """
    last = notes[-1] if notes and not fresh and not title else None
    if last is None or "items" in last:
        last = filled(heading=title)
        notes.append(last)
    if block.items:
        last["items"] = [item.raw or "?" for item in block.items]
        last.update({"ordered": True} if block.items[0].ordered else {})
    else:
        grow(last, "text", block.raw)


def begins_finding(block: Block) -> bool:
    """Whether a block among remarks is headed by a severity in brackets or as a label."""
    if block.items:
        return any(re.match(r"\W*\[", item.text) and findings.head(item.text) for item in block.items)
    title = bold_head(block.raw.split("\n")[0])[0]
    return findings.head(title) is not None and not re.match(r"\W*(?:major|minor)\b", block.raw, re.IGNORECASE)


def names_group(block: Block) -> bool:
    """Whether a paragraph only names the severity or the group of the fixes under it."""
    pair = label(block.raw)
    return bool(pair and not pair[1] and "\n" not in block.raw and cells.outcome(block.raw) is None
                and (findings.group(pair[0]) or len(stems(pair[0])) < 4))


def labelled_facts(block: Block) -> list[tuple[str, str, str]]:
    """What a paragraph of labelled lines says of its review: the kind of fact, the label, the value; all or nothing."""
    if block.kind is not BlockKind.TEXT:
        return []
    pairs = [_labelled(line) for line in block.raw.split("\n")]
    facts = [("verdict" if kind == "overall" else kind, *pair) for pair in pairs if pair and (kind := _kind(pair[0]))
             and (kind != "overall" or re.match(r"\W*(?:PASS|NEEDS|MAJOR)\b", pair[1]))]
    return facts if len(facts) == len(pairs) else []


def _labelled(line: str) -> tuple[str, str] | None:
    """A label and its value, also where all of the line is bold."""
    found = label(line) or plain_label(line)
    return plain_label(bare(line)) if found and not found[1] and ":" in found[0] else found


def _kind(name: str) -> str | None:
    words = stems(name)
    if words == ("reviewed", "by"):
        return "reviewer"
    if words and words[-1] in ("overall", "decision", "result", "recommendation"):
        return "overall"
    return next((kind for kind in ("verdict", "iteration", "date", "reviewer") if words and words[-1] == kind), None)
