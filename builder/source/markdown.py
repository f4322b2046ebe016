"""Markdown to tokens, by MyST's conventions: colon blocks, roles, dollar math, attributes above blocks.

markdown-it-py and mdit-py-plugins do the parsing.  Ours are one block rule, `:::{name} Title`, which nests by
more colons on the outer block and takes options as lines `:key: value` at its start, and the faults: what an
author wrote and the parser would read otherwise is said, with line and column.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from msgspec import Struct

from builder.diagnostics import Kind, Span
from builder.source import faults as F
from builder.source.text import decode, empty

_OPENING = re.compile(r"(:{3,})[ \t]*\{([\w-]+)([^}]*)\}[ \t]*(.*)$")
_BARE = re.compile(r"(:{3,})[ \t]*([A-Za-z][\w-]*)\b(?!\})[ \t]*(.*)$")
_CLOSING = re.compile(r"(:{3,})[ \t]*$")
_CODE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_OPTION = re.compile(r"[ \t]*:([\w-]+):(?:[ \t]+(.*?))?[ \t]*$")
_INLINE_OPTION = re.compile(r"""#(?P<id>[\w-]+)|(?P<key>[\w-]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+))""")
_LETTER = re.compile("[A-Za-z]")
_ATTRIBUTES = re.compile(r"[ \t]*\{\s*[#.][^}`]*\}[ \t]*$")


_INTO_COURSE = re.compile(r"(?:lesson|concept|module|figure):[a-z0-9-]+(?:#[a-z0-9-]+)?")

CODE_OPTIONS = ("filename", "caption", "emphasize-lines", "linenos")
"""The options of a ```` ```{code-block} ````."""


class MarkdownFile(Struct, frozen=True):
    """A Markdown file: its tokens and the faults of its text."""

    path: str
    text: str
    tokens: list[Token] = []
    env: dict[str, Any] = {}
    faults: list[F.Fault] = []

    def span(self, line: int, column: int = 1, width: int = 0) -> Span:
        """A stretch of one line, counted from 1; the rest of the line where no width is given."""
        lines = self.lines
        length = len(lines[line - 1]) if 0 < line <= len(lines) else 0
        return Span(self.path, line, column, line, column + width if width else max(length + 1, column))

    @property
    def lines(self) -> list[str]:
        """The text line by line."""
        if "lines" not in self.env:
            self.env["lines"] = self.text.split("\n")
        kept: list[str] = self.env["lines"]
        return kept


def read(path: str, data: bytes) -> MarkdownFile:
    """Parse a Markdown file; its faults stand in the result."""
    text, faults = decode(path, data)
    if not faults and not text.strip():
        faults = [empty(path)]
    env: dict[str, Any] = {"found": []}
    tokens = parser().parse(text, env)
    file = MarkdownFile(path, text, tokens, env, faults)
    faults.extend(_found(file))
    faults.extend(_text_faults(file))
    return file


class _Parser(MarkdownIt):
    """A parser that knows links into the course, which are as they should be."""

    def normalizeLink(self, url: str) -> str:
        """A link with what browsers want encoded."""
        return url if _INTO_COURSE.fullmatch(url) else super().normalizeLink(url)


@cache
def parser() -> MarkdownIt:
    """The parser of lessons; raw HTML stays text."""
    md = _Parser("commonmark", {"html": False}).enable(["table", "strikethrough"])
    md.use(front_matter_plugin).use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)
    md.use(dollarmath_plugin, double_inline=True, allow_digits=False).use(myst_role_plugin)
    md.use(attrs_block_plugin, allowed=["id", "class"]).use(attrs_plugin, allowed=["id", "class"])
    md.block.ruler.before("fence", "directive", _directive, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    md.block.ruler.before("front_matter", "prose", _prose)
    md.core.ruler.at("inline", _inline)
    md.core.ruler.push("tidy", _tidy)
    return md.disable(["html_block", "html_inline"])


# ---- blocks


def _prose(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The block rule for paragraphs whose lines all begin with a letter: no other rule can lay claim to them.

    It reads nothing otherwise than markdown-it's own rules would, which are asked one by one about each line.
    """
    line = start_line
    while line < state.lineMax and not state.isEmpty(line):
        start = state.bMarks[line] + state.tShift[line]
        if state.sCount[line] != state.blkIndent or not _LETTER.match(state.src, start):
            return False
        line += 1
    if line + 1 < state.lineMax and _line(state, line + 1).startswith((":", "~")):
        return False
    content = mdTrim(state.getLines(start_line, line, state.blkIndent, False))
    state.line = line
    state.push("paragraph_open", "p", 1).map = [start_line, line]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = content, [start_line, line], []
    state.push("paragraph_close", "p", -1)
    return True


def _directive(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The block rule for `:::{name} Title`."""
    if state.is_code_block(start_line):
        return False
    line = _line(state, start_line)
    if not line.startswith(":::"):
        return False
    opening = _OPENING.match(line)
    bare = None if opening else _BARE.match(line)
    if not (opening or bare or _CLOSING.match(line)):
        return False
    if silent:
        return True
    if opening:
        colons, name, inline, title = opening.groups()
        _push(state, start_line, end_line, colons, name, inline, title)
    elif bare:
        colons, name, title = bare.groups()
        _note(state, F.MISSING_BRACES, start_line, f"the block `{name}` has no braces", f"write `{colons}{{{name}}}`")
        _push(state, start_line, end_line, colons, name, "", title)
    else:
        _note(state, F.STRAY_CLOSING, start_line, "this line closes a block, but none is open",
              "remove it, or give the outer block more colons than the blocks inside it")
        state.line = start_line + 1
    return True


def _push(state: StateBlock, start: int, end: int, colons: str, name: str, inline: str, title: str) -> None:
    """Push the tokens of a block and of what stands in it."""
    close = _closing_line(state, start, end, len(colons))
    last = close if close is not None else _content_end(state, start, end)
    if close is None:
        _note(state, F.UNCLOSED_BLOCK, start, f"the block `{name}` is never closed", f"close it with a line `{colons}`")
    options, lines, body = _options(state, start + 1, last, inline)
    token = state.push("directive_open", "div", 1)
    token.block, token.markup, token.map = True, colons, [start, last + 1]
    token.meta = {"name": name, "title": title.strip(), "options": options, "option_lines": lines}
    parent, line_max = state.parentType, state.lineMax
    state.parentType, state.lineMax = "directive", last
    state.md.block.tokenize(state, body, last)
    state.parentType, state.lineMax = parent, line_max
    token = state.push("directive_close", "div", -1)
    token.block, token.markup, token.meta = True, colons, {"name": name}
    state.line = last + (close is not None)


def _closing_line(state: StateBlock, start: int, end: int, colons: int) -> int | None:
    """The line that closes a block: the first with as many colons, code and lesser blocks passed over."""
    fence = ""
    for number in range(start + 1, end):
        line = _line(state, number)
        if line and state.sCount[number] < state.blkIndent:
            return None
        if code := _CODE.match(line):
            marks = code[1]
            if not fence:
                fence = marks
            elif marks.startswith(fence) and not line.strip().strip(marks[0]):
                fence = ""
        elif not fence and (closing := _CLOSING.match(line)) and len(closing[1]) >= colons:
            return number
    return None


def _content_end(state: StateBlock, start: int, end: int) -> int:
    """Where an unclosed block ends: with what it stands in."""
    for number in range(start + 1, end):
        if not state.isEmpty(number) and state.sCount[number] < state.blkIndent:
            return number
    return end


def _options(state: StateBlock, start: int, end: int, inline: str) -> tuple[dict[str, str], dict[str, int], int]:
    """A block's options, their lines, and the line at which its text begins."""
    options: dict[str, str] = {}
    lines: dict[str, int] = {}
    for match in _INLINE_OPTION.finditer(inline):
        key = match["key"] or "id"
        options[key] = match["id"] or match["quoted"] or match["bare"] or ""
        lines[key] = start - 1
    for number in range(start, end):
        option = _OPTION.match(_line(state, number))
        if not option:
            return options, lines, number
        options[option[1]] = option[2] or ""
        lines[option[1]] = number
    return options, lines, end


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number]:state.eMarks[number]]


def _note(state: StateBlock, kind: Kind, line: int, message: str, help: str) -> None:
    column = state.tShift[line] + 1
    state.env["found"].append((kind, line + 1, column, message, help))


def _found(file: MarkdownFile) -> Iterator[F.Fault]:
    """What the block rule noted."""
    for kind, line, column, message, help in file.env["found"]:
        yield F.Fault(kind, file.span(line, column), message, help)


# ---- tokens


def _inline(state: StateCore) -> None:
    """Parse running text; words without any mark, such as most cells and items, are a single token as they are."""
    inline = state.md.inline
    for token in state.tokens:
        if token.type == "inline" and token.content:
            if not inline.terminator_re.search(token.content):
                token.children = [Token("text", "", 0, content=token.content)]
            elif token.children is not None:
                inline.parse(token.content, state.md, state.env, token.children)


def _tidy(state: StateCore) -> None:
    """Give roles and `{code-block}` fences one shape, so that pages need not know how they were written."""
    for token in state.tokens:
        if token.type == "fence":
            _tidy_fence(token)
        for child in token.children or ():
            if child.type == "myst_role":
                child.type = "role"
                child.meta = {"name": child.meta["name"], "content": child.content}


def _tidy_fence(token: Token) -> None:
    """Turn ```` ```{code-block} python ```` with option lines into a fence of that language."""
    match = re.match(r"\s*\{(?:code-block|code|code-cell)\}\s*(.*)$", token.info)
    token.meta = {**(token.meta or {}), "options": {}}
    if not match:
        return
    token.info = match[1].strip()
    lines = token.content.split("\n")
    while lines and (option := _OPTION.match(lines[0])):
        token.meta["options"][option[1]] = option[2] or ""
        lines.pop(0)
    token.meta["first_line"] = (token.map or [0])[0] + 1 + len(token.meta["options"])
    token.content = "\n".join(lines)


_INLINE = re.compile(r"[`\[$!<*_{]")
RUNNING = ("inline", "directive_open")
"""The tokens that hold running text."""


def inline_tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    """The running text of a file, token by token, the titles of blocks among it where they hold more than words."""
    for token in tokens:
        if token.type == "inline":
            yield token
        elif token.type == "directive_open" and _INLINE.search(token.meta["title"]):
            (title,) = parser().parseInline(token.meta["title"])
            start = (token.map or [0])[0]
            title.map = [start, start + 1]
            yield title


# ---- what the text says and the parser would pass over


def _text_faults(file: MarkdownFile) -> Iterator[F.Fault]:
    code: set[int] = set()
    for token in file.tokens:
        if token.type in ("fence", "code_block", "front_matter", "math_block") and token.map:
            code.update(range(*token.map))
        if token.type == "fence":
            yield from _fence_faults(file, token)
        if token.type == "heading_open" and token.map:
            yield from _heading_faults(file, token.map[0])
        if token.type == "inline" and "[^" in token.content:
            yield from _footnote_faults(file, token)
    yield from _attribute_faults(file, code)


def _fence_faults(file: MarkdownFile, token: Token) -> Iterator[F.Fault]:
    start, end = token.map or [0, 0]
    last = file.lines[end - 1].strip().lstrip("> ") if 0 < end <= len(file.lines) else ""
    if end - 1 == start or last.strip(token.markup[0]) or len(last) < len(token.markup):
        yield F.Fault(F.UNCLOSED_CODE, file.span(start + 1, _indent(file, start)), "the code block is never closed",
                      f"close it with a line `{token.markup}`")
    for number, option in enumerate((token.meta or {}).get("options", {}), start + 2):
        if option not in CODE_OPTIONS:
            near = difflib.get_close_matches(option, CODE_OPTIONS, 1, 0.5)
            yield F.Fault(F.CODE_OPTION, file.span(number, _indent(file, number - 1)),
                          f"code has no option `{option}`",
                          f"did you mean `{near[0]}`?" if near else f"it takes {', '.join(CODE_OPTIONS)}")
    if name := re.match(r"\s*\{([\w-]+)\}", token.info):
        yield F.Fault(F.BACKTICK_BLOCK, file.span(start + 1, _indent(file, start)),
                      f"the block `{name[1]}` stands in backticks", f"write `:::{{{name[1]}}}` and close it with `:::`")


def _heading_faults(file: MarkdownFile, line: int) -> Iterator[F.Fault]:
    text = file.lines[line]
    if match := re.search(r"\{#[^}]*\}\s*$", text):
        yield F.Fault(F.HEADING_ATTRIBUTES, file.span(line + 1, match.start() + 1),
                      f"the id {match[0].strip()} stands behind its heading", "move it to the line above the heading")


def _attribute_faults(file: MarkdownFile, code: set[int]) -> Iterator[F.Fault]:
    lines = file.lines
    for number, text in enumerate(lines):
        if number in code or not _ATTRIBUTES.match(text):
            continue
        follower = lines[number + 1] if number + 1 < len(lines) else ""
        if not follower.strip() or _CLOSING.match(follower.strip()):
            yield F.Fault(F.DANGLING_ATTRIBUTES, file.span(number + 1, _indent(file, number)),
                          f"{text.strip()} names nothing: no block stands directly under it",
                          "put it on the line directly above the heading or block that it names")
        elif follower.lstrip().startswith("|"):
            yield F.Fault(F.DANGLING_ATTRIBUTES, file.span(number + 1, _indent(file, number)),
                          f"{text.strip()} stands above a table, which takes no id",
                          "put it on the line above the paragraph before the table")


def _footnote_faults(file: MarkdownFile, token: Token) -> Iterator[F.Fault]:
    known = set(file.env.get("footnotes", {}).get("refs", {}))
    for child in token.children or ():
        if child.type != "text":
            continue
        for match in re.finditer(r"\[\^([^\]\s]+)\]", child.content):
            line, column = find(file, token, match[0])
            near = difflib.get_close_matches(match[1], [name.removeprefix(":") for name in known], 1)
            yield F.Fault(F.UNKNOWN_FOOTNOTE, file.span(line, column, len(match[0])),
                          f"the footnote [^{match[1]}] is written nowhere",
                          f"did you mean [^{near[0]}]?" if near else f"add a line `[^{match[1]}]: …`")


def find(file: MarkdownFile, token: Token, raw: str, after: tuple[int, int] = (0, 0)) -> tuple[int, int]:
    """The line and column, from 1, at which `raw` stands in a token's lines, behind the place `after`.

    Inline tokens know their lines only; what the author wrote is sought there.  Where it is not found as it
    was written, the token's first line is the answer.
    """
    start, end = token.map or [0, 1]
    for number in range(max(start, after[0] - 1), min(end, len(file.lines))):
        column = file.lines[number].find(raw, after[1] if number == after[0] - 1 else 0)
        if column >= 0:
            return number + 1, column + 1
    return start + 1, 1


def _indent(file: MarkdownFile, line: int) -> int:
    text = file.lines[line]
    return len(text) - len(text.lstrip()) + 1
