"""Lesson plans, the design: gaps, modalities, load, connections, scope, depths, outline, widgets, notebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from builder.importing import cells
from builder.importing.document import Block, BlockKind, Item, Section, raw
from builder.importing.oddities import Oddities
from builder.importing.regions import Region
from builder.importing.rows import Data, Parts, filled, grow, items, keep, keep_depth, keep_others, read_table
from builder.importing.words import ARROW, Vocabulary, bare, bold_runs, label_runs, lead, lead_or_colon, plain_label, quoted, stems, unnumbered, unquoted

MODALITIES = Vocabulary({
    "why": "why|why modality|reason|rationale|purpose|fit|justification",
    "modality": "modality|type|mode|channel|representation",
    "what": "what|what specifically|specifically|implementation|description|how|content|plan|use|element|where",
})
GAPS = Vocabulary({
    "size": "size|gap size|severity|type",
    "resolution": "resolution|plan|how|fix|strategy|action|resolve|approach|treatment|gap resolution",
    "text": "gap|concept|prerequisite|missing|what",
})
CONNECTIONS = Vocabulary({
    "old": "prior|existing|known|old|from|previous|familiar|earlier|prior concept|existing concept|student ha|build on|based on|depend on"
           "|connect to|connected to|link to|linked to|connected concept",
    "new": "new|to|this lesson|new concept|lead to|target",
    "text": "connection|how|relationship|why|note|link|bridge|type|description",
})
DEPTHS = Vocabulary({
    "text": "concept|topic|what|skill",
    "depth": "depth|target depth|target|level",
    "notes": "note|why|rationale|meaning|how|scope|reason|justification",
})
OUTLINE = Vocabulary({
    "title": "section|title|step|name|block|topic",
    "kind": "type|kind|phase|purpose",
    "text": "content|description|detail|note|what happen|what",
})
WIDGET = Vocabulary({
    "name": "name|widget|title|component", "purpose": "purpose|goal|why|learning goal", "design": "design|behavior|behaviour|feature|interaction|layout",
    "wrapped_in": "wrapped|wrapper|wrapped in|wrap",
})
SCOPE = Vocabulary({
    "covers": "is about|lesson is about|in scope|cover|included|include|is|covered|scope in|do cover|this lesson is about|will cover",
    "excludes": "not about|is not about|out of scope|not cover|excluded|exclude|not|not covered|scope out|doe not cover|doesn cover|isn about"
                "|lesson is not about|not included|lesson not about|this lesson is not about|will not cover|deferred|off limit",
    "depths": "target depth|depth target|depth",
}, "explicitly this lesson the what")


def is_checklist(block: Block) -> bool:
    """Whether a list's items are boxes to tick."""
    return bool(block.items) and all(re.match(r"\[[ xX✓]\]\s", item.text) for item in block.items)


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
                parts.add("mental_models", [mental_model(block.raw)], section)
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
    for cells_ in read_table(block, GAPS, odd):
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
    name = re.sub(r"\s*[(\[][^()\[\]]*\b(?:small|medium|large|gap|missing)\b[^()\[\]]*[)\]]\s*", " ", name, flags=re.IGNORECASE).strip()
    return {**filled(text=name, size=size.value if size else None), "resolution": rest or text, "written": {"item": text}}


def read_gaps(region: Region, parts: Parts) -> None:
    """Gaps as a table, bullets, bold paragraphs or headings; what is said of them as a whole is a note."""
    for section in region.sections:
        if section is not region.head and section.blocks and not any(block.table for block in section.blocks):
            row = gap_item(f"**{section.title}** — {raw(section.blocks)}")
            parts.add("gaps", [row], section)
            continue
        for block in section.blocks:
            if block.table:
                parts.add("gaps", gap_rows(block, parts.odd), section)
            elif block.items and not is_checklist(block):
                parts.add("gaps", [gap_item(item.raw) for item in block.items if item.raw], section)
            elif block.raw.startswith("**") and lead(block.raw)[1] and not re.match(r"\W*no(?:ne)?\b", bare(block.raw), re.IGNORECASE):
                parts.add("gaps", [gap_item(run) for run in bold_runs(block.raw)], section)
            else:
                parts.add_text("gaps_note", block.raw, section)


def modality_rows(block: Block, odd: Oddities) -> list[Data]:
    """Modalities, from a table."""
    found = []
    for cells_ in read_table(block, MODALITIES, odd):
        name = cells_.get("modality") or cells_.get("what") or cells_.get("why") or "?"
        row = filled(modality=name, what=cells_.get("what") if cells_.get("modality") else None, why=cells_.get("why"))
        keep_others(row, cells_)
        found.append(row)
    return found


def modality_item(text: str) -> Data:
    """A modality, from a bullet."""
    head, rest = lead_or_colon(text)
    return {**filled(modality=bare(head) or bare(text.split("\n")[0]) or "?", what=rest if head else None), "written": {"item": text}}


def read_modalities(region: Region, parts: Parts) -> None:
    """Modalities as a table, bullets, bold paragraphs or headings."""
    for section in region.sections:
        if section is not region.head and section.blocks and not any(b.table for b in section.blocks):
            parts.add("modalities", [{"modality": bare(unnumbered(section.title)), "what": raw(section.blocks)}], section)
            continue
        for block in section.blocks:
            if block.table:
                parts.add("modalities", modality_rows(block, parts.odd), section)
            elif block.items and not is_checklist(block):
                parts.add("modalities", [modality_item(item.raw) for item in block.items if item.raw], section)
            elif block.raw.startswith("**") and lead(block.raw)[1]:
                parts.add("modalities", [modality_item(run) for run in bold_runs(block.raw)], section)
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
    """Connections as a table, bullets or paragraphs."""
    for section in region.sections:
        for block in section.blocks:
            if block.table:
                parts.add("connections", connection_rows(block, parts.odd), section)
            elif block.items and not is_checklist(block):
                parts.add("connections", [connection_item(item.raw) for item in block.items if item.raw], section)
            elif block.kind is BlockKind.TEXT:
                parts.add("connections", [connection_item(block.raw)], section)
            else:
                parts.spare(section, [block])


# ---- scope and depths


def read_scope(region: Region, parts: Parts) -> None:
    """What the lesson is and is not about, under labels, headings or in two columns, and the target depths."""
    scope = parts.values.setdefault("scope", {})
    for section in region.sections:
        side = SCOPE.find(section.title) if section is not region.head else _side(section.title)
        for block in section.blocks:
            side = _scope_block(block, side, scope, section, parts)
    if not scope:
        del parts.values["scope"]


def _side(title: str) -> str | None:
    """The side that a heading such as `Not in scope` names by itself."""
    return "excludes" if set(stems(title)) & {"not", "out"} and "is" not in stems(title) else None


def _scope_block(block: Block, side: str | None, scope: Data, section: Section, parts: Parts) -> str | None:
    """Take a block for the side that a label named last, and give back the side for the next one."""
    if block.kind is BlockKind.TEXT:
        lines, found = block.raw.split("\n"), None
        if (found := plain_label(lines[0])) and (named := SCOPE.find(found[0])):
            text = "\n".join([found[1], *lines[1:]]).strip()
            if text:
                _scope_add(named, [text], scope, section, parts)
            return named
    if block.table and len(block.table.header) == 2 and {SCOPE.find(title) for title in block.table.header} == {"covers", "excludes"}:
        for row in block.table.rows:
            for title, piece in zip(block.table.header, row.pieces, strict=False):
                if piece.strip():
                    _scope_add(str(SCOPE.find(title)), [piece.strip().replace("\\|", "|")], scope, section, parts)
    elif block.table and side == "depths":
        parts.add("depths", depth_rows(block, parts.odd), section)
    elif side and block.kind is not BlockKind.CODE and not block.table:
        _scope_add(side, [item.raw for item in block.items if item.raw] or [block.raw], scope, section, parts)
    elif block.items and not is_checklist(block):
        _scope_items(block, scope, section, parts)
    else:
        parts.spare(section, [block])
    return side


def _scope_items(block: Block, scope: Data, section: Section, parts: Parts) -> None:
    """Bullets without a label above: `IS: …` and `NOT: …`, each with items nested or in its own words."""
    for item in block.items:
        found = plain_label(item.text.split("\n")[0])
        side = SCOPE.find(found[0]) if found else "excludes" if re.match(r"\W*not\b", item.text, re.IGNORECASE) else "covers"
        own = item.text[len(item.text.split("\n")[0]) - len(found[1]):] if found and SCOPE.find(found[0]) else item.text
        texts = [child.raw for child in item.children] if item.children and found else [item.raw if not found else own]
        _scope_add(side or "covers", [text for text in texts if text.strip()], scope, section, parts)


def _scope_add(side: str, texts: list[str], scope: Data, section: Section, parts: Parts) -> None:
    if side == "depths":
        parts.add("depths", [depth_item(text) for text in texts], section)
    elif texts:
        scope.setdefault(side, []).extend(texts if side == "covers" else [{"text": text} for text in texts])
        parts.odd.take(section.line, section.title, f"scope.{side}", len(texts))


_DEPTH_AT = re.compile(r"\s*(?::|—|–|--+|-|->|→|=|\(|\bat\b|\bto\b)\s*\**\s*(?=(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b)")
_DEPTH = re.compile(r"(MENTIONED|INTRODUCED|DEVELOPED|APPLIED)\b\**")


def depth_item(text: str) -> Data:
    """A target depth, from a bullet: `concept: DEPTH (notes)`."""
    cut = _DEPTH_AT.search(text)
    match = _DEPTH.match(text, cut.end()) if cut else None
    if cut is None or match is None:
        return {"text": text}
    name = bare(text[:cut.start()]).strip(" :")
    notes = text[match.end():].strip(" .") if text[match.end():].strip() in (".", ")") else text[match.end():].strip()
    inner = re.fullmatch(r"\((.*)\)\.?", notes, re.DOTALL)
    row = filled(text=name or None, depth=match[1], notes=inner[1] if inner else notes.lstrip("—–-:, "))
    keep(row, "item", text, f"{name}: {match[1]}" + (f" ({row['notes']})" if row.get("notes") else ""))
    return row


def depth_rows(block: Block, odd: Oddities) -> list[Data]:
    """Target depths, from a table."""
    found = []
    for cells_ in read_table(block, DEPTHS, odd):
        row = filled(text=cells_.get("text"), notes=cells_.get("notes"))
        keep_depth(row, "depth", cells_.get("depth"), cells.depth(cells_.get("depth"), greatest=True), cells_.line, odd)
        keep_others(row, cells_)
        found.append(row)
    return found


def read_depths(region: Region, parts: Parts) -> None:
    """Target depths as a table or bullets."""
    for section in region.sections:
        for block in section.blocks:
            if block.table:
                parts.add("depths", depth_rows(block, parts.odd), section)
            elif block.items and not is_checklist(block):
                parts.add("depths", [depth_item(item.raw) for item in block.items if item.raw], section)
            else:
                parts.spare(section, [block])


# ---- cognitive load

_AGO = {"previous": 1, "prior": 1, "last": 1, "preceding": 1, "one": 1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}


def read_load_assessment(region: Region, parts: Parts) -> None:
    """New concepts, earlier loads and the assessment, as labelled bullets, paragraphs, a table or prose."""
    found = parts.values.setdefault("load_assessment", {})
    for section in region.sections:
        if section is not region.head:
            _load_fact(section.title, "", section.blocks, found, parts)
            continue
        for name, value, blocks in _load_facts(section):
            if name:
                _load_fact(name, value, blocks, found, parts)
            elif is_checklist(blocks[0]):
                parts.spare(section, blocks)
            else:
                _append(found, "assessment", raw(blocks))
    if "count" not in found and (match := re.search(r"\b(\w+) new concepts?\b", str(found.get("assessment", "")))):
        found.update({"count": number} if (number := cells.count(match[1])) is not None else {})
    if not found:
        del parts.values["load_assessment"]
    else:
        parts.odd.take(region.head.line, region.head.title, "load_assessment")


def _load_facts(section: Section) -> Iterator[tuple[str, str, list[Block]]]:
    """Labels with their values and the blocks under them; what has no label comes with an empty one."""
    last: tuple[str, str, list[Block]] | None = None
    for block in section.blocks:
        if block.table and len(block.table.header) == 2:
            for pair in [block.table.header, *(row.pieces for row in block.table.rows)]:
                if len(pair) > 1 and _load_key(pair[0]):
                    yield bare(pair[0]), pair[1].strip(), []
            continue
        found = [(plain_label(item.text.split("\n")[0]), item) for item in block.items]
        if found and any(pair and _load_key(pair[0]) for pair, _ in found) and not is_checklist(block):
            for pair, item in found:
                yield _load_item(pair, item, block)
            last = None
        elif block.kind is BlockKind.TEXT and (runs := label_runs(block.raw, _load_key)):
            if last:
                yield last
            yield from ((name, value, []) for name, value in runs[:-1])
            last = (*runs[-1], [])
        elif last and block.items:
            last[2].append(block)
        else:
            if last:
                yield last
            last = None
            yield "", "", [block]
    if last:
        yield last


def _load_item(pair: tuple[str, str] | None, item: Item, block: Block) -> tuple[str, str, list[Block]]:
    if pair is None:
        return "", "", [Block(BlockKind.TEXT, item.raw, item.line)]
    first, _, more = item.text.partition("\n")
    nested = [Block(BlockKind.LIST, "", item.line, items=item.children)] if item.children else []
    return pair[0], "\n".join([pair[1], more]).strip(), nested


def _load_key(name: str) -> str | None:
    words = set(stems(name))
    if "new" in words and words & {"concept", "idea", "count"}:
        return "new"
    if words & {"ago", "previous", "prior", "last", "preceding"} and words & {"load", "lesson"}:
        return "earlier"
    return "assessment" if words & {"assessment", "judgement", "judgment", "conclusion", "justification", "verdict", "rationale"} else (
        "load" if words & {"load", "type"} else None)


def _load_fact(name: str, value: str, blocks: list[Block], found: Data, parts: Parts) -> None:
    key = _load_key(name)
    nested = items(blocks)
    if key == "new":
        _new_concepts(value, nested, found)
    elif key == "earlier":
        found.setdefault("earlier", []).append(_earlier(name, value))
    elif key == "assessment":
        _append(found, "assessment", "\n\n".join(part for part in (value, raw(blocks)) if part))
    else:
        text = "\n".join([value, *(f"- {item.raw}" for item in nested)]).strip() or raw(blocks)
        found.setdefault("written", {})[name] = text


def _append(found: Data, key: str, text: str) -> None:
    grow(found, key, text)


def _new_concepts(value: str, nested: list[Item], found: Data) -> None:
    names = [item.raw for item in nested if item.raw]
    number = cells.count(value)
    if not names and number is None and value:
        names = [part.strip() for part in re.split(r"\s*(?:,|;|\+|\band\b)\s+", value.rstrip(".")) if part.strip()]
    elif not names and (inner := re.search(r"\((.+)\)|[—–:]\s*(.+)|\s-+\s(.+)", value)):
        listed = next(group for group in inner.groups() if group)
        names = [part.strip() for part in re.split(r"\s*(?:[,;+]|\band\b|\(\d\))\s*", listed) if part.strip()]
        names = names if len(names) == number else []
    found.setdefault("new_concepts", []).extend({"text": re.sub(r"^\(?\d+[.)]\s*", "", name)} for name in names)
    if not found["new_concepts"]:
        del found["new_concepts"]
    found["count"] = number if number is not None else len(names)
    keep(found, "count", value, str(found["count"]))


def _earlier(name: str, value: str) -> Data:
    words = stems(name)
    back = next((_AGO[word] for word in words if word in _AGO), 1)
    load = cells.load(value) or cells.load(name)
    lesson = re.search(r"\(([^()]+)\)", value) or re.search(r"\(([^()]+)\)", name)
    row = filled(lesson=lesson[1].strip() if lesson else None, back=back, load=load.value if load else None)
    keep(row, "load", value, earlier_load(row))
    if not set(stems(name)) <= set(stems(earlier_label(back))):
        keep(row, "label", name, "")
    return row


def earlier_label(back: int) -> str:
    """The label of an earlier lesson's load."""
    words = ("", "Previous lesson", "Two lessons ago", "Three lessons ago", "Four lessons ago")
    return f"{words[back] if back < len(words) else f'{back} lessons ago'} load"


def earlier_load(row: Data) -> str:
    """An earlier lesson's load as a plan writes it."""
    load, lesson = row.get("load") or "", row.get("lesson")
    return f"{load} ({lesson})".strip() if lesson else str(load)


# ---- outline, widgets, notebook

_KINDS = ("context", "hook", "explain", "check", "explore", "elaborate", "practice", "summarize", "next step")


def outline_step(title: str, text: str) -> Data:
    """A step of the outline; its kind is the word that the title begins with."""
    title = bare(title).strip(" .:—–-")
    plain = title.casefold()
    kind = next((kind for kind in _KINDS if re.match(rf"\W*{kind[:7]}", plain)), None)
    return filled(title=title or "?", kind=kind, text=text)


def outline_item(text: str) -> Data:
    """A step of the outline, from a numbered item."""
    head, rest = lead_or_colon(text)
    first, _, more = text.partition("\n")
    return outline_step(head, rest) if head else outline_step(first, more)


def read_outline(region: Region, parts: Parts) -> None:
    """The outline as numbered items, headings, bold paragraphs or a table; what follows a step belongs to it."""
    steps: list[Data] = []
    for section in region.sections:
        if section is not region.head:
            steps.append(outline_step(_step_title(section.title), raw(section.blocks)))
            continue
        for block in section.blocks:
            if block.table and not steps:
                steps.extend(_outline_rows(block, parts.odd))
            elif block.items and (block.items[0].ordered or not steps):
                steps.extend(outline_item(item.raw) for item in block.items if item.raw)
            elif block.kind is BlockKind.TEXT and block.raw.startswith("**") and lead(block.raw)[0]:
                steps.extend(outline_step(_step_title(lead(run)[0]), lead(run)[1]) for run in bold_runs(block.raw))
            elif steps:
                grow(steps[-1], "text", block.raw)
            else:
                parts.spare(section, [block])
    parts.add("outline", steps, region.head)


def _step_title(title: str) -> str:
    return re.sub(r"^\s*(?:section|step|part)\s*\d+[a-z]?\s*[:.—–-]+\s*", "", unnumbered(title), flags=re.IGNORECASE) or title


def _outline_rows(block: Block, odd: Oddities) -> Iterator[Data]:
    for cells_ in read_table(block, OUTLINE, odd):
        title = cells_.get("title") or cells_.get("text") or "?"
        row = filled(title=bare(title) or "?", kind=cells_.get("kind"), text=cells_.get("text") if cells_.get("title") else None)
        cells_.others = {name: value for name, value in cells_.others.items() if not re.fullmatch(r"[\d.]+", value)}
        keep_others(row, cells_)
        yield row


def read_widgets(region: Region, parts: Parts) -> None:
    """Widgets by labelled lines; a heading or a second name begins another."""
    widgets: list[Data] = []
    for section in region.sections:
        if section is not region.head or not widgets:
            named = re.sub(r"^(?:interactive\s+)?widgets?(?:\s+(?:specifications?|spec|design))?\s*\d*\s*[:—–-]*\s*", "",
                           bare(section.title), flags=re.IGNORECASE)
            _widget_section(section, named, widgets, parts)
    parts.add("widgets", [widget for widget in widgets if widget.get("name")], region.head)


def _widget_section(section: Section, named: str, widgets: list[Data], parts: Parts) -> None:
    widget: Data = filled(name=named)
    key: str | None = None
    for block in section.blocks:
        runs = label_runs(block.raw) if block.kind is BlockKind.TEXT else []
        for name, text in runs:
            key = WIDGET.find(name) or name
            if key == "name" and set(widget) - {"name"}:
                widgets.append(widget)
                widget = {}
            _widget_value(widget, key, bare(text) if key == "name" else text)
        if runs:
            continue
        if key == "design" and block.items:
            widget.setdefault("design", []).extend(item.raw for item in block.items if item.raw)
        elif key or widget.get("name"):
            _widget_value(widget, key or "notes", block.raw)
        else:
            parts.spare(section, [block])
    if widget.get("name") and (set(widget) - {"name"}):
        widgets.append(widget)
    elif set(widget) - {"name"}:
        widgets.append({"name": "Widget", **widget})


def _widget_value(widget: Data, key: str, text: str) -> None:
    if not text:
        return
    if key == "design":
        widget.setdefault("design", []).append(text)
    elif key in ("name", "purpose", "wrapped_in"):
        _append(widget, key, text)
    else:
        _append(widget.setdefault("written", {}), key, text)


_SUPPORT = re.compile(r"\b(guided|supported|independent|scaffolded)\b", re.IGNORECASE)


def notebook_part(title: str, text: str) -> Data:
    """A part of the notebook; the help it gives is named in its title."""
    support = _SUPPORT.search(title) or _SUPPORT.search(text[:60])
    return filled(title=bare(title), support=support[1].lower() if support else None, text=text or bare(title) or "?")


def read_notebook(region: Region, parts: Parts) -> None:
    """The notebook's parts as items, headings or bold paragraphs."""
    found: list[Data] = []
    for section in region.sections:
        if section is not region.head:
            found.append(notebook_part(section.title, raw(section.blocks)))
            continue
        for block in section.blocks:
            texts = [item.raw for item in block.items if item.raw] or ([block.raw] if block.kind is BlockKind.TEXT else [])
            if is_checklist(block) or not texts:
                parts.spare(section, [block])
            else:
                found.extend(notebook_part(*lead_or_colon(text)) for text in texts)
    parts.add("notebook", found, region.head)


READERS: dict[str, Callable[[Region, Parts], None]] = {
    "mental_models": read_mental_models, "not_covered": _bullets("not_covered"), "readiness": _text("readiness"),
    "target": _text("target"), "gaps": read_gaps, "narrative": _text("narrative"), "modalities": read_modalities,
    "load_assessment": read_load_assessment, "connections": read_connections, "scope": read_scope, "depths": read_depths,
    "outline": read_outline, "widgets": read_widgets, "notebook": read_notebook,
}
TABLES: dict[str, Callable[[Block, Oddities], list[Data]]] = {
    "modalities": modality_rows, "gaps": gap_rows, "depths": depth_rows,
}
