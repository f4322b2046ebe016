"""Parts of a review that need no context: stated numbers, remarks, labelled facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from msgspec import Struct

from builder.importing.reading import finding_heads
from builder.importing.reading.fix_headings import lists_outcomes, names_fixes
from builder.importing.reading.open_findings import bold_head
from builder.importing.reading.rows import Data, filled, grow
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Section, Table, cell
from builder.importing.structure.labels import label, label_alone, plain_label
from builder.importing.structure.words import Vocabulary, bare, stems

PARTS = Vocabulary(
    {
        "summary": "summary|overview|finding summary|count|review summary|overall|summary finding",
        "verdict": "verdict|final verdict|decision|overall verdict|result",
        "findings": "finding|new finding|remaining item|remaining issue|issue found|new issue|finding detail|detailed "
        "finding|remaining finding|issue|outstanding item|outstanding issue|open item|open issue|open finding"
        "|remaining point|problem found|finding list|observation|new item",
        "verification": "fix verification|verification",
        "regressions": "regression|regression check",
        "notes": "note|review note|work well|went well|what worked|pattern|pattern observed|modality count|strength"
        "|strong point|positive observation|what work",
    },
    "the a of from for and to in iteration review lesson what whole did new is are were wa was well overall fresh eye "
    "pass list detail full this found all by severity worked",
)
"""The parts of a review by the words of their headings or labels."""

_PRAISE = frozenset(stems("works worked well good strength praise strong positive liked kudos keep"))

_BLAME = frozenset(stems("not never no don doesn didn isn better should could improve finding issue problem"))

_NUMBER = r"\d{1,3}|none|no|zero|one|two|three|four|five|six|seven|eight|nine|ten"

_COUNT = re.compile(
    rf"(?P<a>{cells.SEVERITY})s?(?:\s+(?:findings?|issues?|items?))?\**\s*(?::|=|—|–|-|\(|×|x)\s*\**\s*(?P<b>{_NUMBER})\b(?!\.\d)"
    rf"|\b(?P<c>{_NUMBER})\s*×?\s+\**(?P<d>{cells.SEVERITY})s?\b(?:\s+(?:findings?|issues?|items?))?",
    re.IGNORECASE,
)


def stated_counts(block: Block) -> tuple[dict[str, int], bool]:
    """The numbers of findings that a list, a table, a line or a sentence states, and whether it says more.

    Prose that mentions a number among many words states none.
    """
    text = block.raw
    if block.table:
        text = "\n".join(": ".join(pair) for pair in _count_pairs(block.table))
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
    return found, bool(
        re.search(r"\w", re.sub(r"\b(?:summary|findings?|items?|counts?|and)\b", "", rest, flags=re.IGNORECASE))
    )


def _count_pairs(table: Table) -> list[list[str]]:
    """Severities and their numbers, one to a row or one to a column."""
    across = [cell(piece) for row in table.rows[:1] for piece in row.pieces]
    if sum(cells.severity(title) is not None for title in table.header) > 1 and len(table.rows) == 1:
        return [list(pair) for pair in zip(table.header, across, strict=False)]
    return [[cell(piece) for piece in row.pieces[:2]] for row in table.rows]


class Fact(NamedTuple):
    """What a labelled line says of its review: verdict, iteration, date or reviewer."""

    kind: str
    name: str
    value: str


class Told(Struct):
    """What the lines of a block tell: facts, numbers of findings, and the lines that tell neither."""

    facts: list[Fact] = []
    counts: dict[str, int] = {}
    counted: list[str] = []
    rest: list[str] = []


def tell(block: Block) -> Told | None:
    """Take facts and numbers from a block line by line; None where it tells none."""
    if block.kind is BlockKind.CODE:
        return None
    told = Told()
    counts, more = stated_counts(block)
    if counts and (block.table or more is False) and not _lines(block, fact_of):
        told.counts, told.counted = counts, [block.raw] if more else []
        return told
    for line in _written_lines(block):
        last = told.facts[-1] if told.facts and not told.rest else None
        if last and not last.value and line.strip():
            told.facts[-1] = last._replace(value=line.strip())
        else:
            _tell_line(line, told)
    told.facts = [fact for fact in told.facts if fact.value]
    return told if told.facts or told.counts else None


def _lines(block: Block, test: Callable[[str], object]) -> list[str]:
    return [line for line in _written_lines(block) if test(line)]


def _written_lines(block: Block) -> list[str]:
    """A block's lines; a table of two columns as labelled lines."""
    if block.table:
        pairs = [block.table.header, *(row.pieces for row in block.table.rows)]
        return (
            [f"{bare(pair[0])}: {cell(pair[1])}" for pair in pairs if len(pair) == 2]
            if len(block.table.header) == 2
            else []
        )
    return block.raw.split("\n")


_SEAM = re.compile(r"\s+[|·•]\s+|(?<=\w)\s+(?=\*\*\w[^*]*:\*\*)|[.;,]\s+(?=[A-Z][a-z]+(?: [a-z]+)?: )")

_LONGEST_LINE = 20_000


def _tell_line(line: str, told: Told) -> None:
    """Add what one line tells; pieces that `|` sets apart count where each of them tells something.

    A line far too long to state counts is prose.
    """
    if len(line) > _LONGEST_LINE:
        told.rest.append(line)
        return
    own = re.sub(r"^\s*(?:[-*+•]|\d+[.)])\s+", "", line)
    pieces = [piece for piece in _SEAM.split(own) if piece.strip()]
    facts = [fact_of(piece) for piece in pieces]
    counts = [_line_counts(piece) for piece in pieces]
    if not pieces or not all(fact or count for fact, count in zip(facts, counts, strict=True)):
        facts, counts = [fact_of(own)], [_line_counts(own)]
    told.facts.extend(fact for fact in facts if fact)
    for fact, count in zip(facts, counts, strict=True):
        if not fact:
            told.counts.update({key: value for key, value in count.items() if key not in told.counts})
    if any(counts) and not any(facts):
        more = stated_counts(Block(BlockKind.TEXT, own, 0))[1]
        told.counted.extend([line] if more else [])
    elif not any(facts):
        told.rest.append(line)


def _line_counts(line: str) -> dict[str, int]:
    """The numbers that a line states, unless it is the heading of a finding."""
    return {} if finding_heads.head(line, firm=False) else stated_counts(Block(BlockKind.TEXT, line, 0))[0]


def fact_of(line: str) -> Fact | None:
    """What a line says of its review, or a verdict that stands alone on it."""
    found = label(line) or plain_label(line)
    if found and not found[1] and ":" in found[0]:
        found = plain_label(bare(line)) or found
    kind = _kind(*found) if found else None
    if found and kind:
        return Fact(kind, *found)
    return Fact("verdict", "", line) if len(line) < 60 and cells.is_verdict(line) else None


def _kind(name: str, value: str) -> str | None:
    """What a label names: a word such as `Status` names the verdict only where its value is one."""
    words = stems(name)
    if not words or len(words) > 4:
        return None
    if words in (("reviewed", "by"), ("author",)):
        return "reviewer"
    if words[-1] in (
        "overall",
        "decision",
        "result",
        "recommendation",
        "statu",
        "status",
        "outcome",
        "assessment",
        "conclusion",
    ):
        return "verdict" if cells.is_verdict(value) else None
    if words[-1] in ("reviewed", "on") or words == ("review",):
        return "date" if cells.date(value) else None
    return next((kind for kind in ("verdict", "iteration", "date", "reviewer") if words[-1] == kind), None)


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
        return any(re.match(r"\W*\[", item.text) and finding_heads.head(item.text) for item in block.items)
    title = bold_head(block.raw.split("\n")[0])[0]
    return finding_heads.head(title) is not None and not re.match(r"\W*(?:major|minor)\b", block.raw, re.IGNORECASE)


def praises(title: str) -> bool:
    """Whether a heading stands over what is good, where a severity in brackets finds no fault."""
    words = set(stems(title))
    return bool(words & _PRAISE) and not words & _BLAME


def part_label(line: str) -> tuple[str, str] | None:
    """The part of a review that a label begins, and what follows it on its line; one that is alone need not be bold."""
    alone = label_alone(line) or (line.strip() if len(line.split()) < 4 else "")
    pair = label(line) or ((alone, "") if alone else None)
    key = PARTS.exact(pair[0]) if pair else None
    return (key, pair[1]) if pair and key else None


def part_key(section: Section, iteration: int | None) -> str:
    """The part of a review that a heading begins."""
    key, title = PARTS.find(section.title), section.title
    if cells.is_verdict(title) and not finding_heads.head(title):
        return "verdict"
    if (
        key == "verdict"
        and "verdict" not in stems(title)
        and not any(cells.verdict(text) for text in (title, *(block.raw for block in section.blocks[:1])))
    ):
        return "notes"
    if key in ("verdict", "regressions") or PARTS.exact(title) in ("summary", "notes"):
        return str(key)
    if names_fixes(title, iteration):
        return "verification"
    if key is None and any(lists_outcomes(block) for block in section.blocks):
        return "verification"
    return "notes" if key in (None, "verification") else key
