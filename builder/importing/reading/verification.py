"""The look at earlier fixes, in headings, bullets, paragraphs or tables of any wording."""

from __future__ import annotations

import re

from builder.importing.oddities import Oddities
from builder.importing.reading import finding_heads
from builder.importing.reading.fix_headings import lists_outcomes
from builder.importing.reading.rows import Data, Parts, filled, grow, keep, read_table
from builder.importing.structure import cells
from builder.importing.structure.blocks import Block, BlockKind, Item, Section, raw
from builder.importing.structure.labels import bold_runs, label
from builder.importing.structure.words import Vocabulary, bare, same, stems, unnumbered
from builder.models.reviews import FixOutcome

_TABLE = Vocabulary(
    {
        "title": "finding|fix|issue|item|title|description|problem|original finding",
        "outcome": "status|outcome|verdict|result|resolved|resolution|verified|fixed|state",
        "text": "note|detail|evidence|comment|verification|how|what|explanation",
    }
)

_SAID = re.compile(
    r"(?:(?:[:,;(—–\[-]|->|→|=>|^|\b(?:is|was|were|are|now|been|has|have)\b)[\s*_]*)(?P<word>(?:now\s+|fully\s+|partially\s+|partly\s+|mostly\s+"
    r"|not\s+(?:yet\s+)?)*(?:resolved|fixed|verified|addressed|confirmed|withdrawn|retracted|unresolved|partial|done|applied"
    r"|open|still (?:open|present)))\b(?!\s+(?:by|in|to|the|a)\s+\w+\s+later)",
    re.IGNORECASE,
)

_TRAIL = re.compile(r"(?:[\s:—–\-\[(*_>]|→|\b(?:is|was|were|are|now|been|has|have)\b)*$")

_AFTER = re.compile(r"^[\s)\]*_.:;,—–>-]*")

_OF_ALL = re.compile(
    r"\W*(?:all|both|each|every|none|no|most|the|this|these|of|\d+ of|two|three|four|five)\b", re.IGNORECASE
)

_STARTS = re.compile(
    r"(?:\*\*|__|~~|\[|[✅❌⚠✓✔✗☑]|(?:fix|finding|issue|item)\s*#?\s*\d|#\d|\d{1,2}[.)]\s)", re.IGNORECASE
)

_ANSWERS = {"yes": FixOutcome.RESOLVED, "no": FixOutcome.UNRESOLVED, "partly": FixOutcome.PARTIAL,
            "mostly": FixOutcome.PARTIAL, "half": FixOutcome.PARTIAL}
"""Outcomes where a column asks whether something was fixed."""

_GROUP = re.compile(
    r"\W*(?P<word>(?:fully |partially |not (?:yet )?|still )?(?:resolved|fixed|verified|addressed|confirmed|withdrawn"
    r"|retracted|unresolved|open|partial))(?: (?:findings?|items?|issues?|fixes))?\W*(?:\(?\d+\)?)?\W*$",
    re.IGNORECASE,
)


def names_new(block: Block) -> bool:
    """Whether all bullets of a list begin with a severity in brackets and none says what became of it."""
    return bool(block.items) and all(
        re.match(r"\W*\[", item.text) and finding_heads.head(item.text) and not outcome_in(item.text)
        for item in block.items
    )


# ---- reading


class Looks:
    """Gathers the looks at fixes of one review."""

    def __init__(self, parts: Parts) -> None:
        self.parts, self.odd = parts, parts.odd
        self.group: FixOutcome | None = None
        self.held: list[tuple[Block, Section]] = []
        self.last: Data | None = None

    def begin(self, section: Section) -> None:
        """A part of the review that looks at fixes begins."""
        self.end()
        self.group = _group(section.title)

    def heading(self, section: Section) -> bool:
        """Read what stands under a heading; False where the heading only stands over several looks."""
        over = finding_heads.group(section.title) or _GROUP.match(section.title)
        listed = not cells.outcome(section.title) and any(
            block.table or lists_outcomes(block) for block in section.blocks
        )
        if over or listed:
            self.group = _group(section.title)
            return False
        self.add([section_item(section)], section)
        return True

    def block(self, block: Block, section: Section) -> None:
        """Looks at fixes as a table, bullets or paragraphs; other prose goes on with the one above."""
        if block.table and (rows := table_items(block, self.odd)):
            self.add(rows, section)
        elif block.items:
            self.items(block, section)
        elif block.kind is BlockKind.TEXT and self.is_label(block):
            self.group = _group(block.raw)
        elif block.kind is BlockKind.TEXT and self.is_look(block.raw):
            self.add([item_of(run) for run in look_runs(block.raw)], section)
        elif self.last is not None:
            grow(self.last, "text", block.raw)
        else:
            self.held.append((block, section))

    def items(self, block: Block, section: Section) -> None:
        """Bullets; one that only names a group stands for those nested in it."""
        for item in block.items:
            self.add(self.rows_of(item), section)

    def rows_of(self, item: Item) -> list[Data]:
        own = item.text.strip(" *_:")
        if item.children and (finding_heads.group(own) or _GROUP.match(own)):
            outer, self.group = self.group, _group(own)
            rows = [row for child in item.children for row in self.rows_of(child)]
            self.add_outcomes(rows)
            self.group = outer
            return rows
        return [] if finding_heads.NOTHING.fullmatch(item.text) else [item_of(item.raw)]

    def is_label(self, block: Block) -> bool:
        """Whether a paragraph only names the group of the looks under it."""
        pair = label(block.raw)
        if not pair or pair[1] or "\n" in block.raw:
            return False
        return bool(
            _GROUP.match(pair[0])
            or finding_heads.group(pair[0])
            or (len(stems(pair[0])) < 4 and cells.outcome(block.raw) is None)
        )

    def is_look(self, text: str) -> bool:
        """Whether a paragraph begins a look of its own: a number, a mark, bold words, or words with an outcome."""
        if _STARTS.match(text):
            return not _OF_ALL.match(text) or (outcome_in(text.split("\n")[0]) is not None and not _sums_up(text))
        return cells.outcome(text[:200]) is not None and not _sums_up(text)

    def add(self, rows: list[Data], section: Section) -> None:
        """Keep looks; those without an outcome have that of their group."""
        self.add_outcomes(rows)
        self.parts.add("verification", rows, section)
        self.last = rows[-1] if rows else self.last

    def add_outcomes(self, rows: list[Data]) -> None:
        for row in rows:
            if self.group:
                row.setdefault("outcome", self.group.value)

    def end(self) -> None:
        """What was said before the first look is kept beside the looks; where there is none, it is the look."""
        held, self.held = self.held, []
        for block, section in held:
            if self.last is None:
                self.parts.add("verification", [item_of(block.raw)], section)
            else:
                grow(self.parts.values.setdefault("written", {}), "verification", block.raw)
        self.last, self.group = None, None


def _sums_up(text: str) -> bool:
    """Whether a sentence speaks of several fixes at once."""
    return bool(
        _OF_ALL.match(text)
        and re.search(
            r"\b(?:findings|fixes|issues|items|improvements|points|of them|were|are|have)\b", text[:160], re.IGNORECASE
        )
    )


def _group(title: str) -> FixOutcome | None:
    match = _GROUP.match(bare(title).strip(" :"))
    return cells.outcome(match["word"].upper()) if match else None


def look_runs(text: str) -> list[str]:
    """A paragraph cut before each line that begins a look: in bold, or by a number or mark with an outcome."""
    runs: list[str] = []
    for run in bold_runs(text):
        for number, line in enumerate(run.split("\n")):
            if number and not (_STARTS.match(line) and outcome_in(line)):
                runs[-1] += f"\n{line}"
            else:
                runs.append(line)
    return runs


def outcome_in(text: str) -> re.Match[str] | None:
    """Where a text names an outcome: in capitals, by a mark, or in small letters where an outcome is expected."""
    return cells.outcome_match(text) or _SAID.search(text)


def _outcome(match: re.Match[str] | None) -> FixOutcome | None:
    if match is None:
        return None
    word = match["word"] if "word" in match.re.groupindex else match[0]
    return cells.outcome(word.upper().replace("PARTLY", "PARTIALLY"))


def _start(match: re.Match[str]) -> int:
    return match.start("word") if "word" in match.re.groupindex else match.start()


def item_of(text: str) -> Data:
    """A look at a fix, from a paragraph or bullet: `**Fix 1 — title: RESOLVED.** what was seen`."""
    text = re.sub(r"^\[[ xX]\]\s*", "", text.strip())
    bold = re.match(r"(?:\*\*|__|~~)+(.+?)(?:\*\*|__|~~)+", text, re.DOTALL)
    first = text.split("\n")[0]
    if bold and (inside := outcome_in(bold[1])):
        before, after = bare(bold[1][: _start(inside)]), bare(bold[1][inside.end() :])
        if plain_title(before) or _AFTER.sub("", after):
            return _row(text, before if plain_title(before) else after, _outcome(inside), text[bold.end() :])
        return _titled_behind(text, _outcome(inside), text[bold.end() :])
    match = outcome_in(first)
    if bold:
        near = match is not None and _start(match) <= bold.end() + 40
        return _row(text, bare(bold[1]), _outcome(match), text[match.end() if match and near else bold.end() :])
    if match is None:
        return _row(text, "", None, text)
    before = bare(first[: _start(match)])
    if not plain_title(before).strip("()[] "):
        return _titled_behind(text, _outcome(match), text[match.end() :])
    return _row(text, before, _outcome(match), text[match.end() :])


def _titled_behind(text: str, outcome: FixOutcome | None, rest: str) -> Data:
    """A look whose outcome or mark stands first: the words up to the first dash or stop are its title."""
    rest = _AFTER.sub("", rest) if not rest.lstrip().startswith(("**", "__")) else rest.lstrip(" :—–-")
    if bold := re.match(r"(?:\*\*|__)(.+?)(?:\*\*|__)", rest):
        return _row(text, bare(bold[1]), outcome, rest[bold.end() :])
    cut = re.search(r"\s+(?:—|–|--|-)\s+|:\s+|\.\s+|\.?$|\n", rest)
    end = cut.start() if cut else len(rest)
    return _row(text, rest[:end], outcome, rest[end:])


def _row(text: str, title: str, outcome: FixOutcome | None, rest: str) -> Data:
    if outcome is None and (
        match := re.match(
            r"\W*(?:(?:now|fully|partially|not)\s+)*(?:resolved|fixed|verified|addressed|confirmed"
            r"|withdrawn|retracted|unresolved)\b",
            rest,
            re.IGNORECASE,
        )
    ):
        outcome = cells.outcome(match[0].upper())
    words = (
        _AFTER.sub("", rest).strip() if not rest.lstrip().startswith(("**", "`", "(")) else rest.strip().lstrip("*_.: ")
    )
    row = filled(title=plain_title(title), outcome=outcome.value if outcome else None, text=words)
    keep(row, "item", text, render(row))
    return row


def plain_title(title: str) -> str:
    """A fix's title without its severity, its number and what joined it to its outcome."""
    title = _TRAIL.sub("", title).strip()
    while (match := cells.outcome_match(title[-12:])) and match.end() == len(title[-12:]):
        title = _TRAIL.sub("", title[: -len(match[0])]).strip()
    found = finding_heads.head(title)
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
    pair = next(
        (
            found
            for line in lines.split("\n")[:4]
            if (found := label(line))
            and found[0].casefold() in ("status", "resolution", "outcome", "verdict", "result")
        ),
        None,
    )
    outcome = (
        cells.outcome(match[0] if match else "")
        or (cells.outcome(pair[1].upper()) if pair else None)
        or _outcome(outcome_in(lines[:200]))
    )
    name = plain_title(title[: match.start()] + title[match.end() :] if match else title)
    row = filled(title=unnumbered(name) or title, outcome=outcome.value if outcome else None, text=lines)
    if not same(title, f"{row.get('title', '')} — {match[0] if match else ''}"):
        row["written"] = {"title": title}
    return row


def table_items(block: Block, odd: Oddities) -> list[Data]:
    """Looks at fixes in a table; columns without a field are told in the text."""
    found = []
    for cells_ in read_table(block, _TABLE, odd):
        word = cells_.get("outcome")
        outcome = cells.outcome(word.upper()) or _ANSWERS.get(" ".join(stems(word)[:1]))
        told = [cells_.get("text"), *(f"{name}: {value}" for name, value in cells_.others.items() if name != "#")]
        row = filled(
            title=cells_.get("title"),
            outcome=outcome.value if outcome else None,
            text="\n\n".join(t for t in told if t),
        )
        keep(row, "outcome", word, outcome or "")
        if row:
            found.append(row)
    return found
