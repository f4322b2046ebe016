"""From a parsed Markdown file to a lesson: its sections, blocks, roles and links, and what is wrong with them."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.token import Token
from msgspec import Struct
from msgspec.structs import replace

from builder.diagnostics import Span
from builder.models.block_faults import (
    BAD_VALUE,
    DUPLICATE_ID,
    MISPLACED_BLOCK,
    MISSING_OPTION,
    NO_RIGHT_OPTION,
    UNKNOWN_BLOCK,
    UNKNOWN_OPTION,
    UNKNOWN_ROLE,
)
from builder.models.lessons import BLOCK_TYPES, RIGHT, WRONG, Block, Lesson, Link, Parsed, Role, Section
from builder.source.faults import Fault
from builder.source.markdown import RUNNING, MarkdownFile, find, inline_tokens

_ATTRIBUTES = re.compile(r"\{\s*[#.][^}]*\}")

ROLES = ("value", "concept", "kbd", "abbr", "math")


def read_lesson(file: MarkdownFile, meta: dict[str, str]) -> tuple[Lesson, list[Fault]]:
    """Gather from a parsed file what rules and pages ask for."""
    reader = _Reader(file)
    reader.walk()
    lesson = Lesson(
        path=file.path, meta=meta, sections=reader.closed_sections(), blocks=tuple(reader.blocks),
        roles=tuple(reader.roles), links=tuple(reader.links), digest=text_digest(file.lines),
        ids=tuple(dict.fromkeys(_other_ids(file.tokens))),
        parse=lambda: Parsed(file.tokens, file.env),
    )
    return lesson, [*reader.faults, *_duplicate_ids(lesson)]


class _Reader(Struct):
    file: MarkdownFile
    sections: list[Section] = []
    blocks: list[Block] = []
    roles: list[Role] = []
    links: list[Link] = []
    faults: list[Fault] = []
    open: list[Block] = []
    seen: dict[str, tuple[int, int]] = {}

    def walk(self) -> None:
        tokens = self.file.tokens
        for number, token in enumerate(tokens):
            if token.type == "heading_open":
                self.heading(token, tokens[number + 1])
            elif token.type == "directive_open":
                self.block(token)
            elif token.type == "directive_close":
                self.faults.extend(_question_faults(self.open.pop(), self.blocks))
            if token.type in RUNNING:
                for inline in inline_tokens([token]):
                    self.inline(inline)

    def heading(self, token: Token, inline: Token) -> None:
        title = plain_text(inline)
        explicit = str(token.attrs.get("id", ""))
        section_id = explicit or self.fresh(slug(title))
        token.attrs["id"] = section_id
        start = (token.map or [0])[0] + 1
        self.sections.append(Section(
            section_id, title, int(token.tag[1]), self.file.span(start), len(self.file.lines), bool(explicit),
        ))

    def fresh(self, wanted: str) -> str:
        taken = {section.id for section in self.sections}
        names = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 3))
        return next(name for name in names if name not in taken)

    def closed_sections(self) -> tuple[Section, ...]:
        """The sections, each ending where the next of its level or above begins."""
        closed = []
        for number, section in enumerate(self.sections):
            later = (s.span.line - 1 for s in self.sections[number + 1:] if s.level <= section.level)
            end = next(later, len(self.file.lines))
            digest = text_digest(_own(self.file.lines[section.span.line - 1:end]))
            closed.append(replace(section, end_line=end, digest=digest))
        return tuple(closed)

    def block(self, token: Token) -> None:
        meta, start = token.meta, (token.map or [0, 0])[0] + 1
        name = meta["name"]
        if (block_id := token.attrs.get("id")) and "id" not in meta["options"]:
            meta["options"]["id"] = str(block_id)
        spans = {key: self.option_span(key, line + 1) for key, line in meta["option_lines"].items()}
        block = Block(
            name=name, title=meta["title"], options=meta["options"], span=self.file.span(start, self.column(start)),
            end_line=(token.map or [0, 0])[1], section=self.sections[-1].id if self.sections else None,
            parent=self.open[-1].name if self.open else None, option_spans=spans,
        )
        self.faults.extend(_block_faults(block))
        self.blocks.append(_as_meant(block))
        self.open.append(block)

    def column(self, line: int) -> int:
        text = self.file.lines[line - 1]
        return len(text) - len(text.lstrip(" >")) + 1

    def option_span(self, key: str, line: int) -> Span:
        """Where an option's value stands, or its name where it has none."""
        text = self.file.lines[line - 1]
        at = text.find(f":{key}:")
        if at < 0:
            return self.file.span(line)
        value = text[at + len(key) + 2:]
        return self.file.span(line, (len(text) - len(value.lstrip(" \t")) if value.strip() else at) + 1)

    def inline(self, token: Token) -> None:
        children = token.children or []
        for number, child in enumerate(children):
            if child.type == "role":
                self.role(token, child)
            elif child.type == "link_open":
                words = "".join(c.content for c in _until_close(children, number))
                self.link(token, str(child.attrs.get("href", "")), words, image=False)
            elif child.type == "image":
                self.link(token, str(child.attrs.get("src", "")), child.content, image=True)

    def role(self, token: Token, child: Token) -> None:
        name, content = child.meta["name"], child.meta["content"]
        span = self.place(token, f"{{{name}}}`{content}`")
        self.roles.append(Role(name, content, span))
        if name not in ROLES:
            near = difflib.get_close_matches(name, ROLES, 1)
            self.faults.append(Fault(UNKNOWN_ROLE, span, f"`{name}` is no role",
                                     f"did you mean `{near[0]}`?" if near else f"the roles are {', '.join(ROLES)}"))

    def link(self, token: Token, target: str, words: str, image: bool) -> None:
        forms = (f"<{target}>", f"]({target}", f"[{words}]", "![" if image else "[")
        raw = next((form for form in forms if form in token.content), target)
        self.links.append(Link(target, words, self.place(token, raw), image))

    def place(self, token: Token, raw: str) -> Span:
        """Where something inline stands; equal ones are taken in the order in which they stand."""
        line, column = find(self.file, token, raw, self.seen.get(raw, (0, 0)))
        self.seen[raw] = (line, column + len(raw) - 1)
        return self.file.span(line, column, len(raw))


def _own(lines: list[str]) -> list[str]:
    """The lines of a section without the attributes at their end, which are those of the next heading."""
    last = next((n for n in range(len(lines) - 1, -1, -1) if lines[n].strip()), 0)
    return lines[:last] if _ATTRIBUTES.fullmatch(lines[last].strip()) else lines


def _other_ids(tokens: Sequence[Token]) -> Iterator[str]:
    """The ids of what is neither heading nor block: paragraphs, lists, formulas."""
    for token in tokens:
        if "id" in token.attrs and token.type not in ("heading_open", "directive_open"):
            yield str(token.attrs["id"])
        if token.type == "math_block_label":
            yield token.info


def text_digest(lines: list[str]) -> str:
    """The digest of a text: the first 16 hexadecimal digits of SHA-256, without space at line ends and at the end."""
    text = "\n".join([line.rstrip() for line in lines]).rstrip()
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _until_close(children: list[Token], start: int) -> Iterator[Token]:
    for child in children[start + 1:]:
        if child.type == "link_close":
            return
        yield child


def _block_faults(block: Block) -> Iterator[Fault]:
    kind = BLOCK_TYPES.get(block.name)
    if kind is None:
        near = difflib.get_close_matches(block.name, BLOCK_TYPES, 1, 0.5)
        advice = f"did you mean `{near[0]}`?" if near else f"the blocks are {', '.join(BLOCK_TYPES)}"
        yield Fault(UNKNOWN_BLOCK, block.span, f"`{block.name}` is no block", advice)
        return
    known = kind.takes
    for option in block.options:
        if option not in known:
            near = difflib.get_close_matches(option, known, 1, 0.5)
            takes = f"`{block.name}` takes {', '.join(known) or 'no options'}"
            advice = f"did you mean `{near[0]}`?" if near else takes
            yield Fault(UNKNOWN_OPTION, block.option_spans.get(option, block.span),
                        f"`{block.name}` has no option `{option}`", advice)
    for option in kind.required:
        if not block.options.get(option):
            yield Fault(MISSING_OPTION, block.span, f"`{block.name}` needs the option `{option}`",
                        f"add a line `:{option}: …` under it")
    if kind.inside and block.parent not in kind.inside:
        yield Fault(MISPLACED_BLOCK, block.span, f"`{block.name}` stands outside `{'` and `'.join(kind.inside)}`",
                    f"move it into a `{kind.inside[0]}` block that opens with more colons")


def _question_faults(block: Block, blocks: Sequence[Block]) -> Iterator[Fault]:
    """What is wrong with the options of a question, when it closes."""
    if block.name not in ("check", "transfer"):
        return
    within = range(block.span.line, block.end_line + 1)
    options = [one for one in blocks if one.name == "option" and one.span.line in within]
    for one in options:
        words = one.options.get("correct", "no").lower()
        if words not in (*RIGHT, *WRONG):
            yield Fault(BAD_VALUE, one.place("correct").span or one.span, f"`{words}` is neither yes nor no",
                        "write `:correct: yes` for the right option, and nothing for the others")
    if options and not any(one.options.get("correct", "no").lower() not in WRONG for one in options):
        yield Fault(NO_RIGHT_OPTION, block.span, "none of the options is marked as right",
                    "add a line `:correct: yes` under the option that is")


def _as_meant(block: Block) -> Block:
    """A block whose misspelt options are read as they were meant, so that a slip is no more than one fault."""
    known = BLOCK_TYPES[block.name].takes if block.name in BLOCK_TYPES else ()
    slips = {option: near[0] for option in block.options if known and option not in known
             and (near := difflib.get_close_matches(option, known, 1, 0.8))}
    return replace(block, options={slips.get(key, key): words for key, words in block.options.items()},
                   option_spans={slips.get(key, key): span for key, span in block.option_spans.items()}) \
        if slips else block


def _duplicate_ids(lesson: Lesson) -> Iterator[Fault]:
    first: dict[str, Span] = {}
    named: list[tuple[str, Span]] = [(s.id, s.span) for s in lesson.sections]
    named += [(b.options["id"], b.place("id").span or b.span) for b in lesson.blocks if b.options.get("id")]
    for name, span in sorted(named, key=lambda pair: pair[1]):
        if name in first:
            yield Fault(DUPLICATE_ID, span, f"the id `{name}` stands twice", "rename one of them",
                        ((first[name], "it stands here first"),))
        first.setdefault(name, span)


def plain_text(inline: Token) -> str:
    """The words of an inline token without their marks."""
    return "".join(_words(child) for child in inline.children or ()).strip()


def _words(child: Token) -> str:
    if child.type == "role":
        return str(child.meta["content"])
    return "\n" if child.type in ("softbreak", "hardbreak") else child.content


def slug(title: str) -> str:
    """A heading's id: its words in lower case, joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "section"


def front_matter(file: MarkdownFile) -> tuple[str, int]:
    """The YAML at the top of a Markdown file and the line at which it begins; empty where there is none."""
    first: Any = file.tokens[0] if file.tokens else None
    return (first.content, 2) if first is not None and first.type == "front_matter" else ("", 1)
