"""The look at earlier fixes, in headings, bullets, paragraphs or tables of any wording."""

from __future__ import annotations

import re

from builder.importing import cells, findings
from builder.importing.document import Block, Section, raw
from builder.importing.oddities import Oddities
from builder.importing.rows import Data, filled, keep, read_table
from builder.importing.words import Vocabulary, bare, label, same, unnumbered

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
    return any(pair and pair[0].casefold() in ("status", "resolution", "outcome") and cells.outcome(pair[1].upper()) for pair in pairs)


def item_of(text: str) -> Data:
    """A look at a fix, from a paragraph or bullet: `**Fix 1 — title: RESOLVED.** what was seen`."""
    text = re.sub(r"^\[[ xX✓]\]\s*", lambda m: "" if m[0][1] == " " else "", text.strip())
    bold = re.match(r"(?:\*\*|__)(.+?)(?:\*\*|__)", text, re.DOTALL)
    first = text.split("\n")[0]
    head = bold[0] if bold else first
    match = cells.outcome_match(head)
    if match is None and bold:
        near = cells.outcome_match(text[:bold.end() + 40].split("\n")[0])
        match = near if near and near.start() >= bold.end() - 2 else None
        if match:
            return _row(text, bare(bold[1]), match[0], text[match.end():])
    if match is None:
        match = cells.outcome_match(first)
        if match and not bold:
            return _row(text, bare(first[:match.start()]), match[0], text[match.end():])
        if match:
            return {**_row(text, bare(bold[1]) if bold else "", match[0], text[bold.end() if bold else 0:])}
        return _row(text, bare(bold[1]) if bold else "", "", text[bold.end():] if bold else text)
    rest = text[bold.end():] if bold else text[match.end():]
    return _row(text, bare(head[:match.start()]) or bare(head[match.end():]), match[0],
                rest, bare(head[match.end():]) if bare(head[:match.start()]) else "")


def _row(text: str, title: str, word: str, rest: str, more: str = "") -> Data:
    outcome = cells.outcome(word)
    title = plain_title(title)
    if outcome is None and (match := re.match(r"\W*(?:now\s+|fully\s+|partially\s+)?(?:resolved|fixed|verified|addressed|confirmed|withdrawn"
                                              r"|retracted|unresolved|not (?:resolved|fixed|addressed))\b", rest, re.IGNORECASE)):
        outcome = cells.outcome(match[0].upper())
    words = _AFTER.sub("", rest).strip() if not rest.lstrip().startswith(("**", "`", "(")) else rest.strip().lstrip("*_.: ")
    row = filled(title=title, outcome=outcome.value if outcome else None, text=words)
    keep(row, "item", text, render(row))
    return row


def plain_title(title: str) -> str:
    """A fix's title without the severity that it begins with and without what joined it to its outcome."""
    title = _TRAIL.sub("", title).strip()
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
    outcome = cells.outcome(match[0] if match else "") or (cells.outcome(pair[1].upper()) if pair else None) or cells.outcome(lines[:200])
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
        row = filled(title=cells_.get("title"), outcome=outcome.value if outcome else None, text="\n\n".join(t for t in told if t))
        keep(row, "outcome", word, outcome or "")
        if row:
            found.append(row)
    return found
