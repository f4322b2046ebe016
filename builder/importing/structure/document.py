"""Markdown as structure: sections, paragraphs, lists, tables and code, each with its line.

The reader refuses nothing.  It goes by lines, so that what a strict parser would fold into a paragraph (a table cut
by a blank line, a label under a list) stays apart, and it takes time in proportion to the text.
"""

from __future__ import annotations

import re

from builder.importing.kinds import BROKEN_ROW, CUT_TABLE, NO_TABLE_RULE, OPEN_CODE, TOO_LONG
from builder.importing.oddities import Oddities
from builder.importing.structure.blocks import (
    FENCE,
    MARKER,
    PIPE,
    Block,
    BlockKind,
    Section,
    Table,
    TableRow,
    cell,
    indentation,
    is_ordered,
    items_of,
    split_row,
)
from builder.importing.structure.definitions import as_items
from builder.importing.structure.fences import Fences
from builder.importing.structure.html import markdown
from builder.importing.structure.words import bare

HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?<=##)(?=[^\s#])|$)(.*?)(?:[ \t]+#+)?[ \t]*$")

_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")

_UNDERLINE = re.compile(r"={3,}[ \t]*$|-{4,}[ \t]*$")

_TABLE_RULE = re.compile(r"[\s|:+-]*-[\s|:+-]*$")

_LEFT_OVER = re.compile(r"\s*(?:\[{1,2}edit\]?(?:\([^()]*\))?\]?"
                        r"|\[?[¶§#]\](?:\([^()]*\))?|¶|\{[#.:][^{}]*\})\s*$", re.IGNORECASE)
"""What wikis and editors leave behind a heading: a link to edit it, an anchor, attributes."""

_NAMES_COURSE = re.compile(r"\b(?:lesson|module|plan|planning|record)\b", re.IGNORECASE)

MOST_LINES = 100_000
"""What stands behind so many lines is kept as it is: no document of a course is as long."""


def read(text: str, odd: Oddities) -> list[Section]:
    """Take a document apart.

    Args:
        text: the document, with `\\n` as its only line end.
        odd: takes note of what had to be read leniently.

    Returns:
        Its sections in order; the first holds what stands before any heading.
    """
    return _Scanner(*as_items(*markdown(text.split("\n"))), odd).sections()


class _Scanner:
    """Walks over the lines once."""

    def __init__(self, lines: list[str], numbers: list[int], odd: Oddities) -> None:
        self.lines, self.numbers, self.odd, self.at = lines[:MOST_LINES], numbers, odd, 0
        self.unread = lines[MOST_LINES:]
        self.fences = Fences(self.lines)
        self.marked = any(line.startswith("#") and HEADING.match(line) for line in self.lines)
        self.current = Section(0, "", 1)

    def sections(self) -> list[Section]:
        found, stack = [self.current], list[Section]()
        while self.at < len(self.lines):
            heading = HEADING.match(self.lines[self.at])
            if heading and (heading[2] or len(heading[1]) > 1):
                found.append(self.open(stack, len(heading[1]), _title(heading[2])))
            elif title := self.shouted():
                found.append(self.open(stack, 1 + (len(found) > 1), title))
            elif title := self.underlined():
                found.append(self.open(stack, 1 if self.lines[self.at][0] == "=" else 2, title))
            else:
                self.block()
                continue
            self.at += 1
        self.leave()
        return found

    def leave(self) -> None:
        """Keep the lines beyond the most that are read."""
        text = "\n".join(self.unread).strip()
        if text:
            self.odd.note(TOO_LONG, MOST_LINES + 1, f"the document has more than {MOST_LINES:,} lines",
                          "divide it; what stands behind them was kept as it is, unread")
            self.current.blocks.append(Block(BlockKind.CODE, text, MOST_LINES + 1))

    def open(self, stack: list[Section], level: int, title: str) -> Section:
        while stack and stack[-1].level >= level:
            stack.pop()
        self.current = Section(level, title, self.numbers[self.at], parents=tuple(stack[-6:]))
        stack.append(self.current)
        return self.current

    def shouted(self) -> str:
        """The title, if this line is one of a document without marks: it stands alone and is in capitals.

        The first title must only say that it is of a lesson, module or plan.
        """
        line = self.lines[self.at].strip()
        if self.marked or not 3 <= len(line) <= 90 or line.endswith((".", ":")) or "|" in line or MARKER.match(line):
            return ""
        around = (self.lines[at] for at in (self.at - 1, self.at + 1) if 0 <= at < len(self.lines))
        if any(other.strip() for other in around):
            return ""
        first = not self.current.level and not self.current.blocks
        named = first and _NAMES_COURSE.search(line) and not FENCE.match(line)
        return bare(line) if named or (line.isupper() and len(line) > 3) else ""

    def underlined(self) -> str:
        """The title, if this line is one and `===` or as long a line of dashes stands under it, which is passed over.

        Three dashes are a rule, and so is a line of them under a sentence, a list or a row.
        """
        line, under = self.lines[self.at].strip(), self.lines[self.at + 1] if self.at + 1 < len(self.lines) else ""
        if not line or not _UNDERLINE.match(under) or MARKER.match(line) or "|" in line:
            return ""
        alone = not self.at or not self.lines[self.at - 1].strip()
        if under[0] == "-" and (not alone or len(line) > 100 or 2 * len(under) < len(line) or line.endswith((".", "**"))
                                or _RULE.match(line)):
            return ""
        self.at += 1
        return line

    def block(self) -> None:
        """Read the block that begins at this line, or pass over a blank line or rule."""
        line = self.lines[self.at]
        if not line.strip() or _RULE.match(line):
            self.at += 1
        elif (close := self.fence(self.at)) is not None:
            self.keep(BlockKind.CODE, self.at, close + 1)
        elif self.is_table(self.at):
            self.table()
        elif MARKER.match(line):
            self.list()
        else:
            self.paragraph()

    def keep(self, kind: BlockKind, start: int, end: int) -> Block:
        block = Block(kind, "\n".join(self.lines[start:end]).strip("\n").rstrip(), self.numbers[start])
        self.current.blocks.append(block)
        self.at = end
        return block

    # ---- code

    def fence(self, at: int) -> int | None:
        """The line that closes the code block or comment opening here; None where none does or it is never closed."""
        close = self.fences.close(at)
        if close is None and self.fences.opens(at):
            self.odd.note(OPEN_CODE, self.numbers[at], "a code block opens here and is never closed",
                          "close it with a line of as many backticks; it was read as ordinary text")
        return close

    # ---- tables

    def is_table(self, at: int) -> bool:
        line = self.lines[at].strip()
        if line.startswith("|"):
            return line.count("|") > 1
        return (at + 1 < len(self.lines) and len(PIPE.findall(line)) > 0 and "|" in self.lines[at + 1]
                and bool(_TABLE_RULE.match(self.lines[at + 1])) and not MARKER.match(self.lines[at]))

    def table(self) -> None:
        start, rows = self.at, self.rows()
        text = "\n".join(self.lines[start:self.at])
        last = self.current.blocks[-1] if self.current.blocks else None
        ruled = len(rows) > 1 and _is_rule(rows[1].pieces)
        if not ruled and last and last.table:
            self.odd.note(CUT_TABLE, self.numbers[start], "the table goes on here after a blank line",
                          "remove the blank line; the rows were added to the table above")
            last.table.rows.extend(row for row in rows if not _is_rule(row.pieces))
            last.raw += "\n" + text
            return
        if not ruled:
            self.odd.note(NO_TABLE_RULE, self.numbers[start], "the table has no line of dashes under its header",
                          "add one; the first row was taken as the header")
        header = [cell(piece) for piece in rows[0].pieces]
        body = [row for row in rows[1:] if not _is_rule(row.pieces)]
        self.current.blocks.append(
            Block(BlockKind.TABLE, text.strip(), self.numbers[start], table=Table(header, body, self.numbers[start])))

    def rows(self) -> list[TableRow]:
        rows, unpiped = [], not self.lines[self.at].lstrip().startswith("|")
        while self.at < len(self.lines):
            line = self.lines[self.at].strip()
            if not (line.startswith("|") or (unpiped and "|" in line)):
                break
            start = self.at
            while not line.endswith("|") and not unpiped and self.row_goes_on():
                self.at += 1
                line += " " + self.lines[self.at].strip()
            if self.at > start:
                self.odd.note(BROKEN_ROW, self.numbers[start], "a row of the table is broken over several lines",
                              "write it on one line; it was joined again")
            rows.append(TableRow(split_row(line), self.numbers[start]))
            self.at += 1
        return rows

    def row_goes_on(self) -> bool:
        """Whether the next line is the rest of this row: no pipe at its start, but one at its end."""
        if self.at + 1 >= len(self.lines):
            return False
        after = self.lines[self.at + 1].strip()
        return bool(after) and not after.startswith("|") and after.endswith("|") and not HEADING.match(after)

    # ---- lists and paragraphs

    def list(self) -> None:
        start = self.at
        marker = MARKER.match(self.lines[start])
        base, ordered = indentation(self.lines[start]), bool(marker and is_ordered(marker[2]))
        self.at += 1
        while self.at < len(self.lines) and self.list_goes_on(base, ordered):
            pass
        block = self.keep(BlockKind.LIST, start, self.at)
        block.items = items_of(self.lines[start:self.at], self.numbers[start:self.at])

    def list_goes_on(self, base: int, ordered: bool) -> bool:
        """Move over what still belongs to the list; False where it ends."""
        at = self.at
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        if at == len(self.lines):
            return False
        line, indent = self.lines[at], indentation(self.lines[at])
        marker = None if _RULE.match(line) else MARKER.match(line)
        if marker and indent <= base + 1:
            inside = is_ordered(marker[2]) == ordered
        elif indent >= base + 2:
            inside = True
        else:
            inside = at == self.at and self.lazy(at)
        if inside:
            close = self.fence(at) if "`" in line or "~" in line or "<!--" in line else None
            self.at = (at if close is None else close) + 1
        return inside

    def lazy(self, at: int) -> bool:
        """Whether a line without indentation goes on with the sentence above it."""
        line = self.lines[at]
        return not (HEADING.match(line) or _RULE.match(line) or FENCE.match(line) or line.startswith(("**", "__"))
                    or self.is_table(at))

    def paragraph(self) -> None:
        start = self.at
        self.at += 1
        while self.at < len(self.lines) and not self.ends_paragraph():
            self.at += 1
        self.keep(BlockKind.TEXT, start, self.at)

    def ends_paragraph(self) -> bool:
        line = self.lines[self.at]
        return bool(not line.strip() or HEADING.match(line) or _RULE.match(line) or MARKER.match(line)
                    or FENCE.match(line) or self.is_table(self.at)
                    or ("<!--" in line and self.fences.close(self.at) is not None))


def _title(words: str) -> str:
    """A heading's words without what a wiki left behind them."""
    return _LEFT_OVER.sub("", words).strip() if len(words) < 500 else words.strip()


def _is_rule(pieces: list[str]) -> bool:
    return any("-" in piece for piece in pieces) and all(re.fullmatch(r"\s*:?-*:?\s*", piece) for piece in pieces)

