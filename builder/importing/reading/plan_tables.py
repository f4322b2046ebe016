"""Rows of a plan's tables: known concepts, prerequisites, misconceptions, examples."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.importing.kinds import UNREAD_LOAD, UNREAD_STATUS
from builder.importing.oddities import Oddities
from builder.importing.reading.concept_grids import grid
from builder.importing.reading.rows import Data, filled, keep, keep_depth, keep_others, read_table
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block
from builder.importing.structure.tables import Cells
from builder.importing.structure.words import Vocabulary, bare, quoted, stems, unquoted
from builder.models.base import Status

KNOWS = Vocabulary({
    "text": "concept|topic|skill|knowledge|prerequisite|what|know|student know|item|idea",
    "depth": "depth|level|actual depth|current depth",
    "source": "source|source lesson|lesson|where taught|taught|from|where|origin|learned in|learnt in|introduced in"
              "|covered in|seen in|seen",
    "relevance": "relevance|why|why matter|note|connection|how|use|relevant",
})

PREREQUISITES = Vocabulary({
    "text": "concept|prerequisite|topic|knowledge|skill",
    "required": "required depth|required|req|required level|need|needed|needed depth|minimum|depth|depth needed|depth "
                "required",
    "actual": "actual depth|actual|act|now|current depth|current|student depth|student has|have|has|available"
              "|depth available"
              "|depth taught|taught at|reached",
    "source": "source|source lesson|where taught|taught|taught in|lesson|from|where|learned in|learnt in|introduced in"
              "|covered in|seen in|source module",
    "status": "status|st|gap|ok|match|verdict|met",
    "reasoning": "reasoning|reason|note|why|rationale|justification|comment",
}, "in the this it for student")

MISCONCEPTIONS = Vocabulary({
    "reason": "why|why think|why might think|why student think|why student might think|why student believe|reason|cause"
              "|origin|source|because|tempting|make think",
    "negative_example": "negative example|disprove|disproved|disproved by|what "
                        "disprove|refuted|counter|correct|counter "
                        "example|counterexample|evidence|example|correction|reality|truth|refutation|show them|test",
    "belief": "misconception|belief|wrong belief|might think|student think|student believe|they think|wrong idea",
    "address": "where address|where addressed|address|addressed|section|location|where|how addressed|treatment|how "
               "address|when|place",
}, "this that it d they would in the lesson student")

EXAMPLES = Vocabulary({
    "reason": "why|why example|why this example|reason|rationale",
    "purpose": "purpose|show|what show|illustrate|demonstrate|role|teach|goal|use",
    "kind": "type|kind|positive negative|category|polarity",
    "text": "example|example name|what|description|name",
}, "this it that the we chose in lesson")


def set_load(values: Data, text: str, line: int, odd: Oddities) -> None:
    """Set a load, and keep its words where they say more."""
    found = cells.load(text)
    if found:
        values["load"] = found.value
    if text.strip() and (found is None or bare(text).upper() != found.value):
        values.setdefault("written", {})["load"] = text.strip()
        odd.note(UNREAD_LOAD, line, f"`{text.strip()[:80]}` was read as {found or 'no load'}",
                 "check the load; the words are kept in `written`")


# ---- rows of tables

_OF_GROUP = {"status": cells.is_status, "kind": cells.is_example_kind, "depth": cells.is_depth}


def grouped(rows: list[Cells]) -> Iterator[Cells]:
    """Rows without those that only name a group in bold; what such a one says is a cell of each row below it."""
    group = ""
    for row in rows:
        said = [*row.fields.values(), *row.others.values()]
        words = [text for text in said if text]
        if len(words) == 1 < len(said) and re.fullmatch(r"(\*\*|__).+\1:?", words[0]):
            group = bare(words[0]).rstrip(":")
            continue
        if group:
            key = next((key for key, test in _OF_GROUP.items() if test(group) and not row.get(key)), None)
            (row.fields if key else row.others).setdefault(key or "Group", group)
        yield row


def several(text: str) -> list[str]:
    """The examples of a cell: numbered or marked ones, or one a line; a line in brackets goes on with the one above."""
    marked = [part.strip() for part in re.split(r"(?:^|(?<=\s))(?:\(?\d[.)]|[-•*])\s+", text) if part.strip()]
    if re.match(r"(?:\(?\d[.)]|[-•*])\s", text):
        return marked
    return [part for part in re.split(r"\n(?![(\[])|;\s+", text) if part.strip()]


_DEPTH_BESIDE = re.compile(r"\s*[(\[]((?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b[^()\[\]]*)[)\]]\s*$")
"""A depth in brackets behind the concept, in a table that has no column for it."""

def known_rows(block: Block, odd: Oddities) -> list[Data]:
    """The concepts that the student has, from a table."""
    found = []
    by_column = [Cells(row.line, {**row.fields, "source": row.get("lesson")}) for row in grid(block)]
    for cells_ in by_column or grouped(read_table(block, KNOWS, odd, "text")):
        text, depth = cells_.get("text"), cells_.get("depth")
        if not depth and (beside := _DEPTH_BESIDE.search(text)):
            text, depth = text[:beside.start()], beside[1]
        row = filled(text=text, source=cells_.get("source"), relevance=cells_.get("relevance"))
        keep_depth(row, "depth", depth, cells.depth(depth), cells_.line, odd)
        keep_others(row, cells_)
        found.append(row)
    return found


_ASKED, _THERE = frozenset(stems("required needed need target")), frozenset(stems("actual have has current available"))

_BETWEEN = re.compile(r"\s*(?:->|→|=>|⇒|/|\bvs?\b\.?|\|)\s*")
"""What stands between the depth that is needed and the one that is there, in a column for both."""


def needed_rows(block: Block, odd: Oddities) -> list[Data]:
    """The prerequisites, from a table."""
    header = [set(stems(title)) for title in block.table.header] if block.table else []
    asked, met = {"gap"} in header, {"ok"} in header or {"met"} in header
    both = any(words & _ASKED and words & _THERE for words in header)
    found = []
    for cells_ in grouped(read_table(block, PREREQUISITES, odd, "text")):
        row = filled(text=cells_.get("text"), source=cells_.get("source"), reasoning=cells_.get("reasoning"))
        required, actual = cells_.get("required"), cells_.get("actual")
        if both and required and not actual and len(ends := _BETWEEN.split(required, maxsplit=1)) == 2:
            required, actual = ends
        keep_depth(row, "required", required, cells.depth(required, greatest=True), cells_.line, odd)
        keep_depth(row, "actual", actual, cells.depth(actual), cells_.line, odd)
        none = asked and re.fullmatch("[—–-]+", cells_.fields.get("status", ""))
        set_status(row, "no" if none else cells_.get("status"), cells_.line, odd, asked)
        if met and "status" not in row and re.match(r"\W*no\b", cells_.get("status"), re.IGNORECASE):
            row["status"] = (Status.GAP if row.get("actual") else Status.MISSING).value
        keep_others(row, cells_)
        found.append(row)
    return found


def set_status(row: Data, text: str, line: int, odd: Oddities, gap: bool = False) -> None:
    """Set a prerequisite's status and the size of its gap, and keep the words where they say more.

    Args:
        row: takes the status.
        text: the cell.
        line: its line.
        odd: takes note of what is no status.
        gap: whether the column asks for a gap, so that `yes` means one.
    """
    answer = re.match(r"\W*(yes|no)\b(?! gap)", text, re.IGNORECASE) if gap else None
    found = cells.status(text) or (Status.GAP if cells.size(text) else None)
    if answer:
        found = Status.GAP if answer[1].casefold() == "yes" else Status.OK
    size = cells.size(text) if found in ("GAP", "MISSING") else None
    row.update(filled(status=found.value if found else None, size=size.value if size else None))
    keep(row, "status", text, f"{found} ({size})" if size else str(found or ""))
    if text.strip() and found is None:
        odd.note(UNREAD_STATUS, line, f"`{text.strip()[:80]}` is no status",
                 "set OK, GAP, MISSING or LATER, or nothing")


def belief_rows(block: Block, odd: Oddities) -> list[Data]:
    """The misconceptions, from a table."""
    found = []
    for cells_ in grouped(read_table(block, MISCONCEPTIONS, odd, "belief")):
        row = belief(cells_.get("belief") or cells_.get("reason") or cells_.get("negative_example") or "?")
        row.update(filled(reason=cells_.get("reason") if cells_.get("belief") else None,
                          negative_example=cells_.get("negative_example"),
                          address=filled(text=cells_.get("address"))))
        keep_others(row, cells_)
        found.append(row)
    return found


def belief(words: str) -> Data:
    """A misconception by its belief, the quotation marks dropped."""
    row: Data = {"belief": unquoted(bare(words)) or words}
    keep(row, "belief", words, quoted(row["belief"]))
    return row


def example_rows(block: Block, odd: Oddities) -> list[Data]:
    """The examples, from a table; one column for each kind is read column by column."""
    header = block.table.header if block.table else []
    kinds = [cells.told_kind(title) or (cells.example_kind(title) if cells.is_kind_mark(title) else None)
             for title in header]
    if len(header) > 1 and all(kinds):
        return [row for cells_ in read_table(block, Vocabulary({}), odd) for row in _by_kind(cells_.others)]
    over = next((kind for title, kind in zip(header, kinds, strict=True)
                 if kind and EXAMPLES.find(title) == "text"), None)
    lists = any(set(stems(title)) <= {"example"} and title.rstrip().endswith("s") for title in header)
    return [row for cells_ in grouped(read_table(block, EXAMPLES, odd, "text"))
            for row in _example_row(cells_, over or "", lists)]


def _example_row(cells_: Cells, over: str, lists: bool) -> Iterator[Data]:
    """The example of a row, or those that its cell `lists`, of the kind that the row or the column's title says."""
    purpose, reason = cells_.get("purpose"), cells_.get("reason")
    whole = cells_.get("text") or purpose or reason or "?"
    for text in several(whole) if lists else [whole]:
        row = filled(text=text, purpose=purpose if purpose != whole else None,
                     reason=reason if reason != whole else None)
        set_kind(row, cells_.get("kind") or over)
        keep_others(row, cells_)
        yield row


def _by_kind(found: dict[str, str]) -> list[Data]:
    """The examples of a row that has a column for each kind."""
    return [{"text": text, **filled(kind=cells.told_kind(title) or cells.example_kind(title))}
            for title, said in found.items() for text in several(said)]


def set_kind(row: Data, text: str) -> None:
    """Set whether an example is positive or negative, and of what kind."""
    kind = cells.example_kind(text)
    flavor = re.search(r"\(([^()]*)\)", text)
    row.update(filled(kind=kind.value if kind else None, flavor=flavor[1].strip() if flavor and kind else None))
    rendered = kind.value.capitalize() + (f" ({row['flavor']})" if row.get("flavor") else "") if kind else ""
    keep(row, "kind", text, rendered)
