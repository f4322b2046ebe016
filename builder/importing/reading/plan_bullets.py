"""The same rows as bullets, bold paragraphs and headings of their own."""

from __future__ import annotations

import re

from builder.importing.oddities import Oddities
from builder.importing.reading.plan_tables import EXAMPLES, MISCONCEPTIONS, belief, set_kind
from builder.importing.reading.rows import Data, filled
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, Item, Section
from builder.importing.structure.labels import label, lead, lead_or_colon
from builder.importing.structure.words import bare, stems, unnumbered, unquoted

DEPTH_WORD = re.compile(r"\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b")


# ---- rows of bullets and headings


def known_item(item: Item, odd: Oddities) -> Data:
    """A concept that the student has, from a bullet."""
    name, rest = _concept_and_rest(item.raw)
    row: Data = {"text": name, "written": {"item": item.raw}}
    row.update(filled(depth=_depth_value(item.text), source=_cited(item.text), relevance=_said_beside(rest)))
    return row


def needed_item(item: Item, odd: Oddities) -> Data:
    """A prerequisite, from a bullet."""
    name, rest = _concept_and_rest(item.raw)
    row: Data = {"text": name, "written": {"item": item.raw}}
    found = next((value for word in re.findall(r"\b(?:OK|GAP|MISSING|LATER)\b|[✓✅]", item.text)
                  if (value := cells.status(word))), None)
    size = cells.size(item.text) if found == "GAP" else None
    actual = re.search(r"\b(?:actual|has|have|student has|currently?)(?: depth)?\W+(MENTIONED|INTRODUCED|DEVELOPED"
                       r"|APPLIED)\b", item.text)
    row.update(filled(required=_depth_value(item.text), actual=actual[1] if actual else None, source=_cited(item.text),
                      status=found.value if found else None,
                      size=size.value if size else None, reasoning=_said_beside(rest)))
    return row


def _concept_and_rest(text: str) -> tuple[str, str]:
    """A bullet's concept, without checkbox and depth, and what is said of it."""
    text = re.sub(r"^\[[ xX]\]\s*", "", text)
    name, rest = lead_or_colon(text)
    if not name:
        cut = re.search(r"\s*[(\[,:]?\s*\b(?:at\s+)?(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b", text)
        name, rest = (text[:cut.start()], text[cut.start():]) if cut and cut.start() else (text.split("\n")[0], "")
    name = re.sub(r"\s*[(\[]\s*(?:at\s+)?(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b[^)\]]*[)\]]\s*$", "", name)
    return unquoted(bare(name)).strip(" :,-–—") or text.strip() or "?", rest.strip(" :,-–—")


def _said_beside(rest: str) -> str | None:
    """What a bullet says beside depth, source and status, which have fields of their own; None if that is nothing."""
    left = re.sub(r"\b(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED|OK|GAP|MISSING|LATER|required|actual|depth|needs?"
                  r"|has|small|medium|large|at)\b", " ", rest)
    cited = _cited(rest)
    left = re.sub(r"\b(?:from|in|taught in|see)\b", " ", left.replace(cited, " ")) if cited else left
    return rest if re.search(r"[^\W_]", left) else None


def _depth_value(text: str) -> str | None:
    match = DEPTH_WORD.search(text)
    return match[0] if match else None


def _cited(text: str) -> str | None:
    """The lesson that a bullet names as its source."""
    match = re.search(r"\b(?:from|in|taught in|see)\s+(`?[a-z0-9]+(?:-[a-z0-9]+)+`?|(?:[Ll]esson|[Mm]odule"
                      r"|[Ss]eries)\s+[\d.]+\d?"
                      r"|\d+\.\d+(?:\.\d+)?(?:\s+[a-z0-9-]+)?)", text)
    match = match or re.search(r"\b((?:[Ll]esson|[Mm]odule|[Ss]eries)\s+\d+(?:\.\d+)*)\b", text)
    return bare(match[1]).strip() if match else None


def belief_item(item: Item, group: str) -> Data:
    """A misconception, from a bullet."""
    words, rest = lead_or_colon(item.text)
    words = re.sub(r"^(?:misconception\s*)?#?\d*\s*[:.]\s*", "", words, flags=re.IGNORECASE) or words
    row: Data = {"belief": unquoted(bare(words or item.text.split("\n")[0]))}
    fields = [pair for child in item.children if (pair := lead_or_colon(child.raw)) and pair[0]]
    for name, value in fields:
        _belief_field(row, name, value)
    row.update(filled(negative_example=row.get("negative_example") or rest or None))
    row["written"] = {"item": item.raw}
    return row


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
    head = lead_or_colon(item.text)[0]
    kind = cells.example_kind(head) or cells.example_kind(group) or cells.example_kind(item.text.split("\n")[0][:120])
    name, rest = lead_or_colon(item.text)
    only = bool(rest) and set(stems(name.split("(")[0])) <= {"positive", "negative", "counterexample", "example",
                                                             *"123456789"}
    row: Data = {"text": rest if only else item.text, "written": {"item": item.raw}}
    if group and not cells.example_kind(head):
        row["written"]["group"] = group
    if only:
        set_kind(row, re.sub(r"\s*#?\d+", "", name))
    row.update(filled(kind=kind.value if kind else None))
    for name, value in (lead_or_colon(child.raw) for child in item.children):
        key = EXAMPLES.find(name) if name else None
        if key in ("purpose", "reason"):
            row.setdefault(str(key), value)
    return row


def example_section(section: Section) -> Data | None:
    """An example under a heading of its own."""
    if any(block.table or (block.items and not _labelled([block])[0][0])
           for block in section.blocks) or not section.blocks:
        return None
    if cells.example_kind(section.title) and set(stems(section.title)) <= set(stems("positive negative examples "
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
    kind = cells.example_kind(section.title)
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
    if field not in known or field in row or not value or not row or (cells.example_kind(name) and "example" in known):
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


def told_row(key: str, words: str) -> Data:
    """A row by its words alone."""
    words = re.sub(r"^(?:misconception|example)\s*#?\d*\s*[:.—–-]*\s*", "", words, flags=re.IGNORECASE) or words
    kind = cells.example_kind(words)
    return belief(bare(words)) if key == "misconceptions" else {"text": bare(words),
                                                                **filled(kind=kind.value if kind else None)}


def paragraph_row(text: str, key: str) -> Data | None:
    """A row that stands as a paragraph with a bold or quoted beginning."""
    title, rest = lead(text)
    if not title or not text.startswith(("**", "__", '"', "“")):
        return None
    if key == "misconceptions":
        words = re.sub(r"^(?:misconception\s*)?#?\d*\s*[:.]?\s*", "", title, flags=re.IGNORECASE)
        if not words:
            words, _, rest = rest.partition("\n")
        return {"belief": unquoted(bare(words)) or "?", **filled(negative_example=rest), "written": {"item": text}}
    kind = cells.example_kind(title)
    if not (kind or re.match(r"(?:example|positive|negative)\b", title, re.IGNORECASE)):
        return None
    return {"text": rest or title, **filled(kind=kind.value if kind else None), "written": {"item": text}}
