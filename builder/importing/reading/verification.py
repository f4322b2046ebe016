"""The look at earlier fixes, in headings, bullets, paragraphs or tables of any wording."""

from __future__ import annotations

import re

from builder.importing.oddities import Oddities
from builder.importing.reading import findings
from builder.importing.reading.rows import Data, filled, keep, read_table
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, Section, raw
from builder.importing.structure.labels import label
from builder.importing.structure.words import Vocabulary, bare, same, unnumbered

_TABLE = Vocabulary({
    "title": "finding|fix|issue|item|title|description|problem|original finding",
    "outcome": "status|outcome|verdict|result|resolved|resolution|verified|fixed",
    "text": "note|detail|evidence|comment|verification|how|what|explanation",
})

_TRAIL = re.compile(r"[\s:—–\-\[(*_]*$")

_AFTER = re.compile(r"^[\s)\]*_.:;,—–-]*")


def looks_verified(section: Section) -> bool:
    """Whether a heading beside that of the verification is one of its items: it names an outcome, or a line does."""
    if cells.outcome(section.title) or re.match(r"\W*fix\s*#?\d", section.title, re.IGNORECASE):
        return True
    pairs = [label(line) for block in section.blocks[:3] for line in block.raw.split("\n")[:3]]
    return any(pair and pair[0].casefold() in ("status", "resolution", "outcome") and cells.outcome(pair[1].upper())
               for pair in pairs)


def item_of(text: str) -> Data:
    """A look at a fix, from a paragraph or bullet: `**Fix 1 — title: RESOLVED.** what was seen`."""
    text = re.sub(r"^\[ \]\s*", "", text.strip())
    bold = re.match(r"(?:\*\*|__)(.+?)(?:\*\*|__)", text, re.DOTALL)
    first = text.split("\n")[0]
    if bold and (inside := cells.outcome_match(bold[1])):
        title = bare(bold[1][:inside.start()]) or bare(bold[1][inside.end():])
        return _row(text, title, inside[0], text[bold.end():])
    match = cells.outcome_match(first)
    word = match[0] if match else ""
    if bold:
        near = match is not None and match.start() <= bold.end() + 40
        return _row(text, bare(bold[1]), word, text[match.end() if match and near else bold.end():])
    return _row(text, bare(first[:match.start()]), word, text[match.end():]) if match else _row(text, "", "", text)


def _row(text: str, title: str, word: str, rest: str) -> Data:
    outcome = cells.outcome(word)
    title = plain_title(title)
    if outcome is None and (match := re.match(r"\W*(?:now\s+|fully\s+|partially\s+)?(?:resolved|fixed|verified"
                                              r"|addressed|confirmed|withdrawn"
                                              r"|retracted|unresolved|not (?:resolved|fixed|addressed))\b", rest,
                                              re.IGNORECASE)):
        outcome = cells.outcome(match[0].upper())
    words = _AFTER.sub("", rest).strip() if not rest.lstrip().startswith(("**", "`",
                                                                          "(")) else rest.strip().lstrip("*_.: ")
    row = filled(title=title, outcome=outcome.value if outcome else None, text=words)
    keep(row, "item", text, render(row))
    return row


def plain_title(title: str) -> str:
    """A fix's title without the severity that it begins with and without what joined it to its outcome."""
    title = _TRAIL.sub("", title).strip()
    while (match := cells.outcome_match(title[-12:])) and match.end() == len(title[-12:]):
        title = _TRAIL.sub("", title[:-len(match[0])]).strip()
    found = findings.head(title)
    return found.title if found else title


def render(row: Data) -> str:
    """A look at a fix as an export writes it."""
    title, outcome, text = row.get("title", ""), row.get("outcome", ""), row.get("text", "")
    head = f"{title}: {outcome}" if title and outcome else title or outcome
    return (f"**{head}.**\n{text}" if text else f"**{head}.**") if head else text


def section_item(section: Section) -> Data:
    """A look at a fix under a heading of its own."""
    title = bare(section.title)
    match = cells.outcome_match(title)
    lines = raw(section.blocks)
    pair = next((found for line in lines.split("\n")[:4] if (found := label(line))
                 and found[0].casefold() in ("status", "resolution", "outcome", "verdict", "result")), None)
    outcome = cells.outcome(match[0] if match else "") or (cells.outcome(pair[1].upper()) if pair
                                                           else None) or cells.outcome(lines[:200])
    name = plain_title(title[:match.start()] + title[match.end():] if match else title)
    row = filled(title=unnumbered(name) or title, outcome=outcome.value if outcome else None, text=lines)
    if not same(title, f"{row['title']} — {match[0] if match else ''}"):
        row["written"] = {"title": title}
    return row


def table_items(block: Block, odd: Oddities) -> list[Data]:
    """Looks at fixes in a table; columns without a field are told in the text."""
    found = []
    for cells_ in read_table(block, _TABLE, odd):
        word = cells_.get("outcome")
        outcome = cells.outcome(word.upper())
        told = [cells_.get("text"), *(f"{name}: {value}" for name, value in cells_.others.items() if name != "#")]
        row = filled(title=cells_.get("title"), outcome=outcome.value if outcome else None,
                     text="\n\n".join(t for t in told if t))
        keep(row, "outcome", word, outcome or "")
        if row:
            found.append(row)
    return found
