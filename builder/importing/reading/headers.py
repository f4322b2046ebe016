"""What a document says of itself at its head: title, module, position, slug, kinds, load."""

from __future__ import annotations

import re
from typing import NamedTuple

from builder.importing.reading.titles import read_title
from builder.importing.structure.blocks import Block, BlockKind, Section, Table, cell, text_block
from builder.importing.structure.labels import plain_label
from builder.importing.structure.words import DASH, Vocabulary, bare, stems

FACTS = Vocabulary({
    "load": "cognitive load|load type|load|cognitive load type|lesson load|load profile|load level",
    "module": "module|unit|course module|module lesson",
    "position": "position|pos|lesson number|lesson no|number|no|order|placement|sequence",
    "slug": "slug|lesson slug|id|lesson id|folder|file name|filename|short name",
    "kinds": "type|lesson type|format|kind|style",
    "title": "title|lesson title|name|topic",
    "lesson": "lesson",
}, "the of in this")

_LABEL = re.compile(r"(?:^|[|,;.·•]|(?=\*\*)|\s(?:—|–|--?)(?=\s))\s*(?:[-*+]\s+)?(?P<mark>\*\*?|__?)?"
                    r"(?P<label>[A-Za-z][A-Za-z0-9 /#'-]{0,40}?\.?)\s*"
                    r"(?(mark)(?:[:=]\s*(?P=mark)|(?P=mark)\s*[:=])|[:=])(?:\s+|$)")

_SEAM = re.compile(r"\s*(?:\||·|•|;)\s*")

_MARKED_WHOLE = re.compile(r"(?<![\w*])(\*\*?)([A-Za-z][^*:|,;.·\n]{0,40}):\s+([^*|\n]+)\1(?!\*)")

_UNSIGNED = re.compile(r"(?:[-*+]\s+)?(?:\*\*|__)?(?P<label>[A-Za-z][A-Za-z ]{0,30}?)"
                       r"(?:(?:\*\*|__)\s+(?:(?:—|–|--|-)\s+)?|\s+(?:—|–|--|-)\s+)(?P<value>\S.*)$")


class Fact(NamedTuple):
    """A labelled value at the head of a document."""

    label: str
    value: str
    line: int


def read_facts(blocks: list[Block]) -> tuple[list[Fact], list[Block]]:
    """The labelled values among the first blocks of a document, and the blocks that hold none."""
    facts, rest = list[Fact](), list[Block]()
    for block in blocks:
        found, before = _block_facts(block)
        facts.extend(found)
        if before or not found:
            rest.append(before or block)
    return facts, rest


def _block_facts(block: Block) -> tuple[list[Fact], Block | None]:
    """The labelled values of a block, and the lines that stand before the first."""
    if block.table:
        return _table_facts(block.table), None
    if block.kind not in (BlockKind.TEXT, BlockKind.LIST):
        return [], None
    facts: list[Fact] = []
    before: list[str] = []
    for number, line in enumerate(block.raw.split("\n"), block.line):
        found = line_facts(_upright(line.strip().lstrip(">| ")), number) or _unlabelled(line, number)
        if not found and facts and (pair := plain_label(line.strip())) and pair[1] and not FACTS.find(pair[0]):
            found = [Fact(*pair, number)]
        if not found and facts and line.strip():
            facts[-1] = Fact(facts[-1].label, f"{facts[-1].value}\n{line.strip()}".strip(), facts[-1].line)
        elif not found and line.strip():
            before.append(line)
        facts.extend(found)
    if not facts or (before and block.kind is BlockKind.LIST):
        return [], None
    return facts, text_block("\n".join(before), block.line) if before else None


def _upright(line: str) -> str:
    """A line without the underscores around all of it."""
    return line[1:-1] if line[:1] == line[-1:] == "_" and line.count("_") == 2 else line


def _table_facts(table: Table) -> list[Fact]:
    """A table of labels and values, or one whose header names the facts over a single row."""
    if len(table.header) == 2:
        pairs = [(table.header, table.line), *((row.pieces, row.line) for row in table.rows)]
        found = [Fact(bare(pair[0]), cell("|".join(pair[1:])), line) for pair, line in pairs
                 if len(pair) > 1 and (pair is not table.header or FACTS.exact(bare(pair[0])))]
        if any(FACTS.exact(fact.label) for fact in found):
            return found
    known = sum(bool(FACTS.exact(title)) for title in table.header)
    if len(table.rows) != 1 or not (known > 1 or all(FACTS.find(title) for title in table.header)):
        return []
    row = table.rows[0]
    return [Fact(bare(title), cell(piece), row.line) for title, piece in zip(table.header, row.pieces, strict=False)]


def _unlabelled(line: str, number: int) -> list[Fact]:
    """Facts that name themselves, as in `**Module 6.1 — Foundations**`, `*Lesson 2 of 4*` or `STRETCH | Lesson 2`."""
    plain = re.sub(r"^[*_>\s-]+|[*_\s]+$", "", line)
    pieces = [piece for piece in _pieces(plain) if piece]
    labels = [_own_label(piece) for piece in pieces]
    if not pieces or not (labels[0] or sum(map(bool, labels)) > 1) or (len(pieces) == 1 and len(plain) > 90):
        return []
    return [_own_fact(label, piece, number) for label, piece in zip(labels, pieces, strict=True)]


def _own_fact(label: str, piece: str, number: int) -> Fact:
    return Fact(label or "note", re.sub(r"^slug\s+", "", bare(piece), flags=re.IGNORECASE), number)


def _pieces(plain: str) -> list[str]:
    """A line cut where bars, dots or dashes and commas before a fact set pieces apart."""
    return [piece.strip() for part in _SEAM.split(plain)
            for piece in re.split(r"(?:(?<![Ss]eries \d),|\s(?:—|–|--|-))\s+"
                                  r"(?=\W*(?:[Ll]esson\s+\d|[Mm]od(?:ule|\.)\s+\d"
                                  r"|[Pp]os\.\s+\d|(?:BUILD|STRETCH|CONSOLIDATE)\b))", part)]


def _own_label(piece: str) -> str:
    """The label that a piece could have: it begins with the word for what it says."""
    plain = bare(piece)
    numbered = re.match(r"(?:series \d+,? )?(?:module|mod\.?|unit)\s+\d+(?:\.\d+)*\b", plain, re.IGNORECASE)
    if numbered and len(plain) < 90:
        return "Module"
    if re.match(r"(?:lesson|pos(?:ition|\.)?)\s+\d+(?:\s*(?:of|/)\s*\d+)?(?:\s+\([^()]*\))?\W*$", plain, re.IGNORECASE):
        return "Position"
    if re.fullmatch(r"(?:slug\s+[a-z0-9-]+|[a-z0-9]+(?:-[a-z0-9]+)+)", plain, re.IGNORECASE) and "`" in piece:
        return "Slug"
    if re.fullmatch(r"(?:build|stretch|consolidate)", plain, re.IGNORECASE):
        return "Load"
    return "Load" if re.match(r"(?:BUILD|STRETCH|CONSOLIDATE)\b", plain) and len(plain) < 60 else ""


def line_facts(line: str, number: int) -> list[Fact]:
    """The labelled values on a line, which `|`, commas or bold labels set apart."""
    line = _MARKED_WHOLE.sub(r"**\2:** \3", line)
    cuts = [match for match in _LABEL.finditer(line) if match["mark"] == "**" or FACTS.exact(match["label"])
            or (match["mark"] and not match.start())]
    if not cuts:
        return _unsigned(line, number)
    first = line[:cuts[0].start()].strip().strip("|,;·• ")
    before = _unlabelled(first, number) if first else []
    if first and not before:
        if not _SEAM.match(line[cuts[0].start():]) or len(first) > 90:
            return []
        before = [Fact("note", bare(first), number)]
    ends = [match.start() for match in cuts[1:]] + [len(line)]
    return before + [fact for match, end in zip(cuts, ends, strict=True)
                     for fact in _with_own(match["label"].strip(), line[match.end():end], number)]


def _with_own(label: str, text: str, number: int) -> list[Fact]:
    """A labelled value, and what names itself behind it after a bar."""
    value = text.strip().rstrip("|,;·• ").strip()
    pieces = _pieces(value)
    cut = next((n for n in range(1, len(pieces)) if _own_label(pieces[n])), None)
    if cut is None:
        return [Fact(label, value, number)]
    own = [_own_fact(_own_label(piece), piece, number) for piece in pieces[cut:]]
    return [Fact(label, " | ".join(pieces[:cut]), number), *own]


def _unsigned(line: str, number: int) -> list[Fact]:
    """A labelled value without a colon: `**Module** 6.1` or `Load - BUILD`."""
    match = _UNSIGNED.match(line)
    return [Fact(match["label"], match["value"].strip(), number)] if match and FACTS.exact(match["label"]) else []


def kinds_of(text: str) -> list[str]:
    """What a lesson consists of: the parts of `Conceptual + interactive + notebook (Colab)`."""
    text = re.sub(r"\b(?:BUILD|STRETCH|CONSOLIDATE)\b", " ", bare(text))
    text = re.sub(r"\([^()]*\)", " ", text) if re.sub(r"\([^()]*\)|\W", "", text) else text.strip(" ()")
    parts = re.split(r"\s*(?:\+|,|/|&|;|\band\b)\s*", DASH.split(text)[0] if text.strip() else "")
    return list(dict.fromkeys(part.strip().lower() for part in parts if part.strip(" .-–—")))


_NAMED = re.compile(r"\W*lesson(?: \d+)?\s*(?::|—|–|--?)\s+\S", re.IGNORECASE)
"""A heading that names the lesson."""


def header_sections(sections: list[Section], known: Vocabulary) -> tuple[int, int]:
    """How many sections stand at the head, before the first field, and how many of them are titles.

    A title such as `Lesson Plan` names nothing, so the heading under it may be the title proper.
    """
    titles = 1 if len(sections) > 1 and (sections[1].level == 1 or not known.find(sections[1].title)) else 0
    if titles and len(sections) > 2 and not read_title(sections[1].title).title and not (
            known.find(sections[2].title) or (_is_about(sections[2].title) and not _NAMED.match(sections[2].title))):
        titles = 2
    count = 1 + titles
    while count < len(sections) and _is_about(sections[count].title) and not known.find(sections[count].title):
        count += 1
    return count, titles


def _is_about(title: str) -> bool:
    return bool(set(stems(title)) & set(stems("metadata overview header information info meta lesson summary details")))
