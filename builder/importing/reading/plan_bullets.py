"""Misconceptions and examples as bullets, bold paragraphs and headings of their own."""

from __future__ import annotations

import re

from builder.importing.reading.plan_tables import EXAMPLES, MISCONCEPTIONS, belief, set_kind
from builder.importing.reading.rows import Data, filled
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, Item, Section
from builder.importing.structure.labels import label, lead, lead_or_colon, plain_label
from builder.importing.structure.words import bare, stems, unnumbered, unquoted


def belief_item(item: Item, group: str) -> Data:
    """A misconception, from a bullet: its belief, what is said of it, and labelled lines under it."""
    text = re.sub(r"^\[[ xX✓]\]\s*", "", item.text)
    own, fields = _own_and_fields(text, "misconceptions")
    words, rest = lead_or_colon(own)
    words = _NUMBERED.sub("", words) or (_NUMBERED.sub("", rest) if words else "")
    if not words:
        words, rest = _first_sentence(own)
    elif words == rest:
        rest = ""
    words, place = _addressed(words)
    row: Data = {"belief": unquoted(bare(words)).rstrip(".") or words or "?", **filled(address=place)}
    for name, value in fields + [pair for child in item.children if (pair := lead_or_colon(child.raw)) and pair[0]]:
        _belief_field(row, name, value)
    row.update(filled(negative_example=row.get("negative_example") or rest or None))
    row["written"] = {"item": item.raw}
    return row


_NUMBERED = re.compile(r"^(?:misconception|belief)?\s*(?:#?\d+|M\d+)?\s*(?:$|[:.]\s*)", re.IGNORECASE)


def _first_sentence(text: str) -> tuple[str, str]:
    """A text's first sentence or line, and the rest."""
    first, *rest = re.split(r"(?<=[.!?])\s+|\n", text.strip(), maxsplit=1)
    return first, rest[0] if rest else ""


def _addressed(words: str) -> tuple[str, Data]:
    """A belief without the place that stands in brackets behind it, and the place."""
    match = re.search(r"\s*\((?:addressed|treated|see|in|section)\b([^()]*)\)\W*$", words, re.IGNORECASE)
    return (words[:match.start()], {"text": match[0].strip(" ().")}) if match and match.start() else (words, {})


def _own_and_fields(text: str, key: str) -> tuple[str, list[tuple[str, str]]]:
    """An item's words, and the lines under them that are labelled with a field."""
    first, *more = text.split("\n")
    own, fields = [first], list[tuple[str, str]]()
    for line in more:
        pair = plain_label(line)
        if pair and pair[1] and _FIELDS[key][0].find(pair[0]) in _FIELDS[key][1]:
            fields.append(pair)
        elif fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]}\n{line}")
        else:
            own.append(line)
    return "\n".join(own), fields


def _belief_field(row: Data, name: str, value: str) -> bool:
    key = MISCONCEPTIONS.find(name)
    if key is None or not value:
        return False
    if key == "address":
        row.setdefault("address", {"text": value})
    else:
        row.setdefault(key, value)
    return True


def belief_section(section: Section) -> Data | None:
    """A misconception under a heading of its own, with labelled lines."""
    title = re.sub(r"^(?:misconception|belief)?\s*#?\d*\s*[:.—–-]+\s*", "", bare(unnumbered(section.title)),
                   flags=re.IGNORECASE)
    if not section.blocks or any(block.table for block in section.blocks) or not title:
        return None
    numbered = bool(re.match(r"\W*(?:misconception|belief|#?\d)", section.title, re.IGNORECASE)) or title[0] in "\"“"
    row = belief(title if numbered else section.title)
    found = _labelled(section.blocks)
    if not numbered and not any(MISCONCEPTIONS.find(name) for name, _ in found):
        return None
    for name, value in found:
        if not name or not _belief_field(row, name, value):
            row.setdefault("written", {})[name or "text"] = value
    return row


def example_item(item: Item, group: str) -> Data:
    """An example, from a bullet."""
    own, fields = _own_and_fields(item.text, "examples")
    name, rest = lead_or_colon(own)
    kind = cells.told_kind(name) or cells.told_kind(group) or cells.told_kind(own)
    only = bool(rest) and bool(cells.told_kind(name)) and set(stems(name.split("(")[0])) <= _KIND_WORDS
    row: Data = {"text": rest if only else own, "written": {"item": item.raw}}
    if group and not cells.told_kind(name):
        row["written"]["group"] = group
    if only:
        set_kind(row, re.sub(r"\s*#?\d+", "", name))
    row.update(filled(kind=kind.value if kind else None))
    for name, value in fields + [lead_or_colon(child.raw) for child in item.children]:
        key = EXAMPLES.find(name) if name else None
        if key in ("purpose", "reason"):
            row.setdefault(str(key), value)
    return row


_KIND_WORDS = frozenset({"positive", "negative", "counterexample", "counter", "non", "example", "case", *"123456789"})


def is_group(item: Item, key: str) -> bool:
    """Whether an item is a label over rows of its own, and not a row with fields under it."""
    first = item.text.rstrip()
    if any(_FIELDS[key][0].find(name) in _FIELDS[key][1] for child in item.children
           if (name := lead_or_colon(child.raw)[0]) and len(name) < 60):
        return False
    return first.endswith((":", ":**")) or (bool(cells.told_kind(first)) and set(stems(first)) <= _KIND_WORDS)


def example_section(section: Section) -> Data | None:
    """An example under a heading of its own."""
    if any(block.table or (block.items and not _labelled([block])[0][0])
           for block in section.blocks) or not section.blocks:
        return None
    if cells.told_kind(section.title) and set(stems(section.title)) <= set(stems("positive negative examples "
                                                                                    "example planned")):
        return None
    row: Data = {}
    for name, value in _labelled(section.blocks):
        key = EXAMPLES.find(name) if name else "text"
        if key == "kind":
            set_kind(row, value)
        elif key and key not in row:
            row[key] = value
        else:
            row.setdefault("written", {})[name or "text"] = value
    kind = cells.told_kind(section.title)
    if kind:
        row.setdefault("kind", kind.value)
    row.setdefault("text", section.title)
    row.setdefault("written", {})["heading"] = section.title
    return row


def _labelled(blocks: list[Block]) -> list[tuple[str, str]]:
    """The labelled lines of blocks with what follows each; what has no label has an empty one."""
    found: list[tuple[str, str]] = []
    for block in blocks:
        lines = [item.raw for item in block.items] if block.items else block.raw.split("\n")
        fresh = True
        for line in lines:
            pair = label(line) or (lead(line) if block.items and lead(line)[0] else None)
            if pair:
                found.append(pair)
            elif found and not (fresh and not found[-1][0]):
                found[-1] = (found[-1][0],
                             f"{found[-1][1]}\n{line}".strip() if not fresh else f"{found[-1][1]}\n\n{line}".strip())
            else:
                found.append(("", line))
            fresh = False
    return found or [("", "")]


_FIELDS = {"misconceptions": (MISCONCEPTIONS, ("reason", "negative_example", "address")),
           "examples": (EXAMPLES, ("purpose", "reason"))}


def told_field(row: Data, key: str, name: str, value: str) -> bool:
    """Set a labelled value of a misconception or example; False if the label names no field of it that is free."""
    vocabulary, known = _FIELDS[key]
    field = vocabulary.find(name)
    if field not in known or field in row or not value or not row or (cells.told_kind(name) and "example" in known):
        return False
    row[str(field)] = {"text": value} if field == "address" else value
    row.pop("written", None) if "item" in row.get("written", {}) else None
    return True


def fields_of(block: Block, key: str) -> list[tuple[str, str]]:
    """The labelled values of a list whose items all are fields of one row."""
    vocabulary, known = _FIELDS[key]
    pairs = [lead_or_colon(item.raw) for item in block.items]
    return pairs if all(name and len(name) < 60 and not name.startswith(('"', "“")) and vocabulary.find(name) in known
                        and value for name, value in pairs) else []


_ENTRY = {"misconceptions": re.compile(r"\W{0,4}(?:misconception|belief)\s*#?\d*\s*[:.—–-]|M\d+\s*[:.—–-]|[\"“]",
                                       re.IGNORECASE),
          "examples": re.compile(r"(?:(?:positive|negative|counter-?example|non-?example|[+-]ve)\b[^:\n]{0,60}:"
                                 r"|example\s*#?\d+\s*[:.(—–-]|[(\[][+−–-][)\]]\s)", re.IGNORECASE)}


def names_field(name: str, key: str) -> bool:
    """Whether a label names a field of a row and says nothing else."""
    vocabulary, known = _FIELDS[key]
    return vocabulary.exact(name) in known


_ONE_LINE = re.compile(r"(?<=[\"”»“])[;,]\s+(?:and\s+)?(?=[\"“„«])|;\s+(?=[(\[][+−–-][)\]]\s)"
                       r"|(?<=[.;])\s+(?=(?:[Pp]ositive|[Nn]egative|[Cc]ounter-?example)s?:)")
"""What stands between rows on one line that begin with a quotation mark or a sign."""


def row_runs(text: str, key: str) -> list[str]:
    """A paragraph cut before each line that begins a row, in bold or by its words, or is labelled with a field."""
    runs: list[str] = []
    for line in _ONE_LINE.sub("\n", text).split("\n"):
        pair = plain_label(line)
        begins = line.startswith(("**", "__")) or _ENTRY[key].match(line) or (pair and names_field(pair[0], key))
        if begins or not runs:
            runs.append(line)
        else:
            runs[-1] += f"\n{line}"
    return runs


def told_row(key: str, words: str) -> Data:
    """A row by its words alone."""
    words = re.sub(r"^(?:misconception|example)\s*#?\d*\s*[:.—–-]*\s*", "", words, flags=re.IGNORECASE) or words
    kind = cells.told_kind(words)
    return belief(bare(words)) if key == "misconceptions" else {"text": bare(words),
                                                                **filled(kind=kind.value if kind else None)}


def paragraph_row(text: str, key: str) -> Data | None:
    """A row that stands as a paragraph: with a bold or quoted beginning, or one that says what it is."""
    if not text.startswith(("**", "__", '"', "“")) and not _ENTRY[key].match(text):
        return None
    title, rest = lead_or_colon(text)
    if not title:
        title, rest = _first_sentence(text)
    if key == "misconceptions":
        words = _NUMBERED.sub("", re.sub(r"^M\d+\s*[:.—–-]\s*", "", title))
        if not words:
            words, _, rest = rest.partition("\n")
        belief_ = unquoted(bare(words)).rstrip(".") or "?"
        return {"belief": belief_, **filled(negative_example=rest), "written": {"item": text}}
    kind = cells.told_kind(title) or cells.told_kind(text)
    if not (kind or re.match(r"(?:example|positive|negative)\b", title, re.IGNORECASE)):
        return None
    named = re.sub(r"\([^()]*\)", "", title)
    named = re.sub(r"^example\s*#?\d*\s*[:.—–-]*\s*", "", named, flags=re.IGNORECASE).strip(" :.")
    told = rest if rest and set(stems(named)) <= _KIND_WORDS else text
    return {"text": told, **filled(kind=kind.value if kind else None), "written": {"item": text}}
