"""What a document says of itself at its head: title, module, position, slug, kinds, load."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Section
from builder.importing.structure.words import DASH, Vocabulary, bare, stems, unnumbered

FACTS = Vocabulary({
    "load": "cognitive load|load type|load|cognitive load type|lesson load",
    "module": "module|unit",
    "position": "position|lesson number|number|order|placement|sequence",
    "slug": "slug|lesson slug|id|lesson id|folder",
    "kinds": "type|lesson type|format|kind|style",
    "title": "title|lesson title|name",
    "lesson": "lesson",
}, "the of in this")

_GENERIC = frozenset(stems("lesson plan planning document doc record module design the for a of draft final notes "
                           "review reviews "
                           "unit series spec specification teaching curriculum course"))

_SLUG = re.compile(r"`?([a-z0-9]+(?:-[a-z0-9]+)+)`?")

_LABEL = re.compile(r"(?:^|[|,;·•]|\s{2,}"
                    r"|(?=\*\*))\s*(?:[-*+]\s+)?(?P<bold>\*\*)?(?P<label>[A-Za-z][A-Za-z0-9 /#'-]{0,40}?)\s*"
                    r"(?(bold)(?::\s*\*\*|\*\*\s*:)|:)(?:\s+|$)")


class Fact(NamedTuple):
    """A labelled value at the head of a document."""

    label: str
    value: str
    line: int


@dataclass
class Title:
    """What a document's title says."""

    title: str = ""
    load: str = ""
    slug: str = ""
    module: str = ""
    number: int | None = None
    of: int | None = None
    words: frozenset[str] = frozenset()


def read_title(text: str) -> Title:
    """Take a title apart, in any of its wordings."""
    found = Title(words=frozenset(stems(text)))
    text = bare(text)
    for inner in re.findall(r"\(([^()]*)\)", text):
        if cells.load(inner) and inner.strip().isupper():
            found.load, text = inner, text.replace(f"({inner})", "")
        if match := _SLUG.fullmatch(inner.strip()):
            found.slug = found.slug or match[1]
            text = text.replace(f"({inner})", "")
    pieces = re.split(r"(\s+(?:—|–|--+|-|\|)\s+|\s*—\s*|\s+--+|:\s+|:$|,\s+(?=Lesson\b))", text)
    kept = [number for number in range(0, len(pieces), 2) if not _drop(pieces[number], found)]
    title = "".join("".join(pieces[n - 1:n + 1]) if n != kept[0] and n - 2 in kept else pieces[n] for n in kept)
    title = _without_place(unnumbered(title.strip(" -–—:")), found).strip(" -–—:")
    if match := _SLUG.fullmatch(title):
        found.slug, title = found.slug or match[1], match[1].replace("-", " ").capitalize()
    found.title = title
    return found


def _drop(piece: str, found: Title) -> bool:
    """Whether a piece of a title is no part of its name; what it says of module and position is kept."""
    words = [word for word in stems(piece) if not word.isdigit()]
    if not words and not piece.strip(" -–—"):
        return True
    if any(word not in _GENERIC for word in words):
        return False
    if re.search(r"module|series|unit", piece, re.IGNORECASE) or re.fullmatch(r"\s*\d+\.\d+\s*", piece):
        found.module = found.module or cells.module(re.sub(r"^.*?(?=module|unit|series|\d)", "", piece, count=1,
                                                           flags=re.IGNORECASE)) or ""
    if re.search(r"lesson", piece, re.IGNORECASE):
        place = cells.position(piece)
        found.number, found.of = found.number or place.number, found.of or place.of
        found.module = found.module or place.module or ""
    return True


def _without_place(title: str, found: Title) -> str:
    """A title without the words that surround its name in one piece: `Module 6.1 Record`, `Lesson Plan for X`."""
    title = re.sub(r"^(?:lesson|module)?\s*(?:plan|planning(?: document)?|record)\s+(?:for|of)\s+(?:the\s+)?", "",
                   title,
                   flags=re.IGNORECASE)
    title = re.sub(r"\s+(?:lesson|module)\s+(?:plan(?:ning)?(?: doc(?:ument)?)?|record)\s*$", "", title,
                   flags=re.IGNORECASE)
    if match := re.match(r"(?:module\s+)?(\d+(?:\.\d+)+)\s+(?=\S)", title, re.IGNORECASE):
        found.module = found.module or match[1]
        title = title[match.end():]
    return title


def read_facts(blocks: list[Block]) -> tuple[list[Fact], list[Block]]:
    """The labelled values among the first blocks of a document, and the blocks that hold none."""
    facts, rest = list[Fact](), list[Block]()
    for block in blocks:
        found = list(_block_facts(block))
        facts.extend(found)
        if not found:
            rest.append(block)
    return facts, rest


def _block_facts(block: Block) -> list[Fact]:
    if block.table and len(block.table.header) == 2:
        pairs = [(block.table.header, block.table.line), *((row.pieces, row.line) for row in block.table.rows)]
        return [Fact(bare(pair[0]), pair[1].strip(), line) for pair,
                line in pairs if len(pair) > 1 and FACTS.exact(bare(pair[0]))]
    if block.kind not in (BlockKind.TEXT, BlockKind.LIST, BlockKind.TABLE):
        return []
    facts: list[Fact] = []
    for number, line in enumerate(block.raw.split("\n")):
        found = line_facts(line.strip().lstrip(">| "), block.line + number) or _unlabelled(line, block.line + number)
        if not found and facts and line.strip():
            facts[-1] = Fact(facts[-1].label, f"{facts[-1].value}\n{line.strip()}".strip(), facts[-1].line)
        elif not found and line.strip():
            return []
        facts.extend(found)
    return facts


def _unlabelled(line: str, number: int) -> list[Fact]:
    """A fact that names itself, as in `**Module 6.1 — Foundations**` or `*Lesson 2 of 4*`."""
    plain = re.sub(r"^[*_>\s-]+|[*_\s]+$", "", line)
    if re.match(r"module\s+\d+(?:\.\d+)*\b", plain, re.IGNORECASE) and len(plain) < 90:
        return [Fact("Module", plain, number)]
    if re.match(r"lesson\s+\d+\s+(?:of|/)\s*\d+\W*$", plain, re.IGNORECASE):
        return [Fact("Position", plain, number)]
    return []


def line_facts(line: str, number: int) -> list[Fact]:
    """The labelled values on a line, which `|`, commas or bold labels set apart."""
    cuts = [match for match in _LABEL.finditer(line) if match["bold"] or FACTS.exact(match["label"])]
    if not cuts or line[:cuts[0].start()].strip():
        return []
    ends = [match.start() for match in cuts[1:]] + [len(line)]
    return [Fact(match["label"].strip(), line[match.end():end].strip().rstrip("|,;·• ").strip(), number)
            for match, end in zip(cuts, ends, strict=True)]


def kinds_of(text: str) -> list[str]:
    """What a lesson consists of: the parts of `Conceptual + interactive + notebook (Colab)`."""
    text = re.sub(r"\b(?:BUILD|STRETCH|CONSOLIDATE)\b", " ", bare(text))
    text = re.sub(r"\([^()]*\)", " ", text) if re.sub(r"\([^()]*\)|\W", "", text) else text.strip(" ()")
    parts = re.split(r"\s*(?:\+|,|/|&|;|\band\b)\s*", DASH.split(text)[0] if text.strip() else "")
    return list(dict.fromkeys(part.strip().lower() for part in parts if part.strip(" .-–—")))


def header_sections(sections: list[Section], known: Vocabulary) -> int:
    """How many sections stand at the head: the title and what is about the document, before the first field."""
    count = 1
    if len(sections) > 1 and (sections[1].level == 1 or not known.find(sections[1].title)):
        count = 2
    while count < len(sections) and _is_about(sections[count].title) and not known.find(sections[count].title):
        count += 1
    return count


def _is_about(title: str) -> bool:
    return bool(set(stems(title)) & set(stems("metadata overview header information info meta lesson summary details")))
