"""Module records: what a record says of its module at its head."""

from __future__ import annotations

import re

from builder.importing.reading.headers import line_facts
from builder.importing.reading.rows import Data, filled, keep
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, cell
from builder.importing.structure.labels import plain_label
from builder.importing.structure.words import Vocabulary, bare

FACTS = Vocabulary(
    {
        "goal": "goal|module goal|objective|purpose|aim",
        "status": "status|module status|state",
        "title": "title|module title|module name",
        "module": "module|module number|module id",
        "built": "built|lesson built|lesson|lesson count|progress",
    },
    "the of",
)

_STATUSES = (
    (r"\W*(?:not started|not yet)", "planned"),
    (r"\W*(?:completed?|done|finished|built|shipped|all (?:\w+ )?lessons)\b", "complete"),
    (r".*\bin[ -]progress|.*\bpartial|\W*(?:ongoing|started|active|building|incomplete|wip)", "in progress"),
    (r"\W*(?:planned|planning|draft|upcoming|future|todo)", "planned"),
)


def take_fact(values: Data, name: str, value: str) -> None:
    """Take one labelled value; what names no field, or one that is set, is kept in `written`."""
    key = FACTS.exact(name) or (FACTS.find(name) if FACTS.find(name) in ("goal", "status") else None)
    if key == "goal" and "goal" not in values:
        values["goal"] = value
    elif key == "status" and "status" not in values:
        take_status(values, value)
    elif key == "module" and cells.module(value):
        values.setdefault("module", cells.module(value))
        keep(values, "module", value, str(values["module"]))
    elif key == "title" and "title" not in values:
        values["title"] = bare(value)
    else:
        built = _built(value) if key == "built" and "planned" not in values else None
        values.update(filled(built=built[0], planned=built[1]) if built else {})
        values.setdefault("written", {})[name] = value


def take_status(values: Data, text: str) -> None:
    """Take the module's status, and how many lessons are built of how many."""
    plain = bare(text).casefold()
    word = next((status for pattern, status in _STATUSES if re.match(pattern, plain)), None)
    built = _built(text)
    if built:
        values.update(built=built[0], planned=built[1])
        word = word or ("complete" if built[0] == built[1] else "in progress")
    values.update(filled(status=word))
    keep(values, "status", text, record_status(values))


def record_status(values: Data) -> str:
    """A module's status as an export writes it."""
    status = str(values.get("status") or "").capitalize()
    return f"{status} ({values['built']} of {values['planned']} lessons built)" if "planned" in values else status


def _built(text: str) -> tuple[int, int] | None:
    """How many lessons are built of how many, as in `3 of 4`, `3/4` or `all four lessons`."""
    plain = bare(text).casefold()
    if match := re.search(r"(?<![\d.])(\d{1,4})\s*(?:of|/|out of)\s*(\d{1,4})(?![\d.])", plain):
        return int(match[1]), int(match[2])
    match = re.search(r"\ball (\w+) lessons\b", plain)
    number = cells.count(match[1]) if match else None
    return (number, number) if number else None


def label_runs(block: Block) -> list[tuple[str, str]]:
    """The labels of a paragraph, a list or a table of two columns, each with the lines that follow it."""
    if block.table:
        pairs = [block.table.header, *(row.pieces for row in block.table.rows)]
        fits = all(len(pair) == 2 for pair in pairs) and any(FACTS.exact(pair[0]) for pair in pairs)
        return (
            [(bare(pair[0]), cell(pair[1])) for pair in pairs if FACTS.exact(pair[0]) or pair is not pairs[0]]
            if fits
            else []
        )
    runs: list[tuple[str, str]] = []
    lines = block.raw.split("\n") if block.kind is BlockKind.TEXT else [item.raw for item in block.items]
    for line in lines:
        pairs_ = _line_pairs(line)
        if pairs_:
            runs.extend(pairs_)
        elif not runs:
            return []
        else:
            runs[-1] = (runs[-1][0], f"{runs[-1][1]}\n{line}".strip())
    return runs


def _line_pairs(line: str) -> list[tuple[str, str]]:
    """The labelled values on a line of a record's head; `Goal - …` counts, too."""
    facts = line_facts(line, 0) if " | " in line or line.count("**") > 3 else []
    if len(facts) > 1:
        return [(fact.label, fact.value) for fact in facts]
    if pair := plain_label(line):
        return [pair]
    dashed = re.match(r"\W*([A-Za-z][A-Za-z ]{1,30}?)\W*\s+(?:—|–|--|-)\s+(?P<rest>.+)$", line)
    return [(dashed[1], dashed["rest"])] if dashed and FACTS.exact(dashed[1]) else []
