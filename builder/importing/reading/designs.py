"""Lesson plans: single texts and lists, mental models, gaps, modalities, connections, and which reader reads what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from builder.importing.oddities import Oddities
from builder.importing.reading.concept_words import parts_of
from builder.importing.reading.loads import read_load_assessment
from builder.importing.reading.outlines import read_notebook, read_outline, read_widgets
from builder.importing.reading.regions import Region
from builder.importing.reading.rows import Data, Parts, filled, keep, keep_others, read_table
from builder.importing.reading.scopes import depth_rows, read_depths, read_scope
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, cell, is_checklist, raw
from builder.importing.structure.labels import bold_runs, lead, lead_or_colon
from builder.importing.structure.words import ARROW, Vocabulary, bare, quoted, stems, unnumbered, unquoted

MODALITIES = Vocabulary({
    "why": "why|why modality|reason|rationale|purpose|fit|justification",
    "modality": "modality|type|mode|channel|representation",
    "what": "what|what specifically|specifically|specific|implementation|description|how|content|plan|use|element|where"
            "|detail|idea|example",
})

GAPS = Vocabulary({
    "size": "size|gap size|severity|type",
    "resolution": "resolution|plan|how|fix|strategy|action|resolve|approach|treatment|gap resolution",
    "text": "gap|concept|prerequisite|missing|what",
})

_SIZED = Vocabulary({"size": "size|gap size|severity|type|gap", "resolution": "resolution|plan|how|fix|strategy|action"
                     "|resolve|approach|treatment|gap resolution", "text": "concept"})

CONNECTIONS = Vocabulary({
    "old": "prior|existing|known|old|from|previous|familiar|earlier|prior concept|existing concept|student ha|build "
           "on|based on|depend on"
           "|connect to|connected to|link to|linked to|connected concept",
    "new": "new|to|this lesson|new concept|lead to|target",
    "text": "connection|how|relationship|why|note|link|bridge|type|description",
})


# ---- single texts


def _text(key: str) -> Callable[[Region, Parts], None]:
    """A reader that takes all of a region as one text."""

    def read(region: Region, parts: Parts) -> None:
        for section in region.sections:
            heading = [] if section is region.head else [f"**{section.title}**"]
            parts.add_text(key, "\n\n".join([*heading, raw(section.blocks)]).strip(), section)

    return read


def _bullets(key: str) -> Callable[[Region, Parts], None]:
    """A reader that takes a region's bullets as texts."""

    def read(region: Region, parts: Parts) -> None:
        for section in region.sections:
            for block in section.blocks:
                if block.items and not is_checklist(block):
                    parts.add(key, [item.raw or "?" for item in block.items], section)
                elif block.kind is BlockKind.TEXT:
                    parts.add(key, [block.raw], section)
                elif block.table:
                    parts.add(key, [" — ".join(values) for row in block.table.rows
                                    if (values := [cell(piece) for piece in row.pieces if piece.strip()])], section)
                else:
                    parts.spare(section, [block])

    return read


def mental_model(item: str) -> Data:
    """A mental model, from a bullet: its name in the student's words, and where it comes from."""
    head, rest = lead(item)
    name = unquoted(head or item) or item
    row = filled(name=name, text=rest if head else None)
    keep(row, "name", head or item, quoted(name))
    return row


def read_mental_models(region: Region, parts: Parts) -> None:
    """Mental models as bullets, or as rows of a table by their first two columns."""
    for section in region.sections:
        for block in section.blocks:
            if block.items:
                parts.add("mental_models", [mental_model(item.raw) for item in block.items if item.raw], section)
            elif block.table and len(block.table.header) <= 3:
                parts.add("mental_models", list(_model_rows(block)), section)
            elif block.raw.startswith(("**", '"', "“")):
                runs = re.split(r"\n(?=\*\*|\"|“)", block.raw)
                parts.add("mental_models", [mental_model(run) for run in runs], section)
            else:
                parts.spare(section, [block])


def _model_rows(block: Block) -> Iterator[Data]:
    for row in block.table.rows if block.table else ():
        values = [piece.strip().replace("\\|", "|") for piece in row.pieces if piece.strip()]
        if values:
            found = filled(name=unquoted(bare(values[0])) or values[0], text=" — ".join(values[1:]))
            keep(found, "name", values[0], quoted(found["name"]))
            yield found


# ---- rows


def gap_rows(block: Block, odd: Oddities) -> list[Data]:
    """How gaps are closed, from a table."""
    found = []
    named = block.table and any("concept" in stems(title) for title in block.table.header)
    for cells_ in read_table(block, _SIZED if named else GAPS, odd, "text"):
        size = cells.size(cells_.get("size"))
        row = filled(text=cells_.get("text"), size=size.value if size else None,
                     resolution=cells_.get("resolution") or cells_.get("size") or cells_.get("text"))
        keep(row, "size", cells_.get("size"), size or "")
        keep_others(row, cells_)
        found.append(row)
    return found


def gap_item(text: str) -> Data:
    """How a gap is closed, from a bullet or paragraph."""
    head, rest = lead_or_colon(text)
    name = re.sub(r"^gap\s*#?\d*\s*[:.—–-]\s*", "", bare(head), flags=re.IGNORECASE)
    size = cells.size(head) or cells.size(text)
    name = re.sub(r"\s*[(\[][^()\[\]]*\b(?:small|medium|large|gap|missing)\b[^()\[\]]*[)\]]\s*", " ", name,
                  flags=re.IGNORECASE).strip()
    return {**filled(text=name, size=size.value if size else None), "resolution": rest or text,
            "written": {"item": text}}


def _first_words(block: Block) -> str:
    """What a block says first: in the only row of its table, its only item, else its paragraph."""
    if block.table:
        return block.table.rows[0].pieces[0] if len(block.table.rows) == 1 else ""
    return (block.items[0].raw if len(block.items) == 1 else "") if block.items else bare(block.raw)


def read_gaps(region: Region, parts: Parts) -> None:
    """Gaps as a table, bullets, bold paragraphs or headings; what is said of them as a whole is a note."""
    for section in region.sections:
        if section is not region.head and section.blocks and not any(block.table for block in section.blocks):
            row = gap_item(f"**{section.title}** — {raw(section.blocks)}")
            parts.add("gaps", [row], section)
            continue
        for block in section.blocks:
            if re.match(r"\W*(?:none|no gaps?|n/a)\b", _first_words(block), re.IGNORECASE):
                parts.add_text("gaps_note", block.raw, section)
            elif block.table:
                parts.add("gaps", gap_rows(block, parts.odd), section)
            elif block.items and not is_checklist(block):
                parts.add("gaps", [gap_item(item.raw) for item in block.items if item.raw], section)
            elif block.raw.startswith("**") and lead(block.raw)[1] and not re.match(r"\W*no(?:ne)?\b", bare(block.raw),
                                                                                    re.IGNORECASE):
                parts.add("gaps", [gap_item(run) for run in bold_runs(block.raw)], section)
            else:
                parts.add_text("gaps_note", block.raw, section)


def modality_rows(block: Block, odd: Oddities) -> list[Data]:
    """Modalities, from a table."""
    found = []
    for cells_ in read_table(block, MODALITIES, odd):
        name = cells_.get("modality") or cells_.get("what") or cells_.get("why") or "?"
        what = cells_.get("what") if cells_.get("modality") else None
        row = filled(modality=bare(name) or name, what=what, why=cells_.get("why"))
        keep_others(row, cells_)
        found.append(row)
    return found


def modality_item(text: str) -> Data:
    """A modality, from a bullet: its name, and what is shown, which may stand in items below."""
    own = re.sub(r"^\[[ xX✓]\]\s*", "", text)
    head, rest = lead_or_colon(own)
    first, _, below = own.partition("\n")
    return {**filled(modality=bare(head) or bare(first) or "?", what=rest if head else below),
            "written": {"item": text}}


def _named_shortly(texts: list[str]) -> list[str]:
    """Texts that each begin with a name of a few words, those that are a mere list of names taken apart."""
    found = [part for text in texts for part in (_mere_names(text) or [text])]
    names = [_short_name(re.sub(r"^\[[ xX✓]\]\s*", "", text)) for text in found]
    return found if all(len(stems(name)) <= 4 for name in names) else []


_AMOUNT = re.compile(r"^(?:\d|two|three|four|five|six)(?: (?:modes|modalities|channels))?:\s+", re.IGNORECASE)


def _mere_names(text: str) -> list[str]:
    """The names that a line lists, each with what is said of it behind a colon or in brackets, or none with any."""
    text = _AMOUNT.sub("", text)
    for mark in ("; ", ". ", " / ", " | ", " · ", " + "):
        told = [part.strip() for part in text.split(mark)]
        led = {bool(lead_or_colon(part)[0]) for part in told}
        short = all(0 < len(stems(_short_name(part))) <= 4 for part in told)
        if len(told) > 1 and "\n" not in text and short and (
                led == {True} or (led == {False} and mark not in ("; ", ". "))):
            return told
    names = parts_of(text) if len(text) < 200 else []
    short = len(names) > 1 and "\n" not in text and not lead_or_colon(text)[0]
    return names if short and all(len(stems(_short_name(name))) <= 4 for name in names) else []


def _short_name(text: str) -> str:
    """What stands before a colon, dash or bracket."""
    return re.sub(r"\([^()]*\)", " ", lead_or_colon(text)[0] or text)


def read_modalities(region: Region, parts: Parts) -> None:
    """Modalities as a table, bullets, bold paragraphs or headings."""
    for section in region.sections:
        if section is not region.head and section.blocks and not any(b.table for b in section.blocks):
            parts.add("modalities", [{"modality": bare(unnumbered(section.title)), "what": raw(section.blocks)}],
                      section)
            continue
        for block in section.blocks:
            if block.table:
                parts.add("modalities", modality_rows(block, parts.odd), section)
                continue
            texts = [item.raw for item in block.items if item.raw]
            bold = block.raw.startswith("**") and lead(block.raw)[1]
            if not texts and block.kind is BlockKind.TEXT:
                texts = bold_runs(block.raw) if bold else _named_shortly(block.raw.split("\n"))
                texts = texts if bold or len(texts) > 1 or lead_or_colon(block.raw)[0] else []
            if is_checklist(block):
                texts = _named_shortly(texts)
            if len(texts) == 1 and not bold:
                texts = _mere_names(texts[0]) or texts
            if texts:
                parts.add("modalities", [modality_item(text) for text in texts], section)
            else:
                parts.spare(section, [block])


def connection_rows(block: Block, odd: Oddities) -> list[Data]:
    """Connections, from a table with any header: by its columns' names, else by their order."""
    if block.table is None:
        return []
    header = block.table.header
    wording = CONNECTIONS if sum(CONNECTIONS.find(title) is not None for title in header) > 1 else _by_order(header)
    found = []
    for cells_ in read_table(block, wording, odd):
        row = filled(old=cells_.get("old"), new=cells_.get("new"), text=cells_.get("text"))
        keep_others(row, cells_)
        found.append(row)
    return found


def _by_order(header: list[str]) -> Vocabulary:
    keys = ("old", "text") if len(header) == 2 else ("old", "new", "text")
    return Vocabulary({key: title.replace("|", " ") for key, title in zip(keys, header, strict=False)})


def connection_item(text: str) -> Data:
    """A connection, from a bullet: `**old -> new:** how`."""
    head, rest = lead_or_colon(text)
    parts = ARROW.split(bare(head), maxsplit=1)
    if len(parts) == 2 and all(parts):
        return filled(old=parts[0].strip(), new=parts[1].strip(), text=rest)
    if not head and len(parts := ARROW.split(text, maxsplit=1)) == 2 and "\n" not in parts[0] and all(parts):
        return {**filled(old=bare(parts[0]), new=parts[1]), "written": {"item": text}}
    return {"text": text}


def read_connections(region: Region, parts: Parts) -> None:
    """Connections as a table, bullets, paragraphs or headings."""
    for section in region.sections:
        if section is not region.head and section.blocks and not any(block.table for block in section.blocks):
            parts.add("connections", [connection_item(f"**{section.title}:** {raw(section.blocks)}")], section)
            continue
        for block in section.blocks:
            if block.table:
                parts.add("connections", connection_rows(block, parts.odd), section)
            elif block.items and not is_checklist(block):
                parts.add("connections", [connection_item(item.raw) for item in block.items if item.raw], section)
            elif block.kind is BlockKind.TEXT:
                parts.add("connections", [connection_item(run) for run in bold_runs(block.raw)], section)
            else:
                parts.spare(section, [block])


READERS: dict[str, Callable[[Region, Parts], None]] = {
    "mental_models": read_mental_models, "not_covered": _bullets("not_covered"), "readiness": _text("readiness"),
    "target": _text("target"), "gaps": read_gaps, "narrative": _text("narrative"), "modalities": read_modalities,
    "load_assessment": read_load_assessment, "connections": read_connections, "scope": read_scope,
    "depths": read_depths,
    "outline": read_outline, "widgets": read_widgets, "notebook": read_notebook,
}

TABLES: dict[str, Callable[[Block, Oddities], list[Data]]] = {
    "modalities": modality_rows, "gaps": gap_rows, "depths": depth_rows,
}
