"""A lesson's text as the audit and the pages see it: sections, blocks, links, values and the parsed tokens.

`builder.source.markdown` makes the tokens; `builder.models.reading` gathers from them what rules ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from pydantic import Field as PydanticField

from builder.diagnostics import Place, Span
from builder.models.base import Model, Text

if TYPE_CHECKING:
    from markdown_it.token import Token


class BlockType(Struct, frozen=True):
    """A kind of block that authors write as `:::{name} Title`.

    Attributes:
        name: the word in the braces.
        options: the options it takes, each a line `:key: value` at its start.
        required: the options it cannot do without.
        inside: the blocks that it may stand in; empty when it may stand anywhere.
        summary: what it is for.
        named: whether it may have an `id` that links can lead to.
    """

    name: str
    summary: str
    options: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    named: bool = True

    @property
    def takes(self) -> tuple[str, ...]:
        """All options that it takes."""
        return ("id", *self.options) if self.named else self.options


RIGHT, WRONG = ("yes", "true"), ("no", "false")
"""The words of an option's `correct`."""

_MARKS = ("teaches", "misconception", "example", "modality", "concept")

BLOCK_TYPES: dict[str, BlockType] = {
    block.name: block
    for block in (
        BlockType("objective", "What the learner can do after the lesson."),
        BlockType("scope", "What the lesson covers and what it leaves out; its lists stand in `in` and `out`."),
        BlockType("in", "What the lesson covers.", inside=("scope",)),
        BlockType("out", "What the lesson leaves out.", inside=("scope",)),
        BlockType("tip", "A hand on the shoulder: help that the argument does not need.", _MARKS),
        BlockType("note", "An aside that the argument does not need.", _MARKS),
        BlockType("insight", "The sentence to take home.", _MARKS),
        BlockType("warning", "A wrong turn; with `misconception` it refutes one in three slots.", _MARKS),
        BlockType("belief", "What somebody might think.", inside=("warning",)),
        BlockType("evidence", "What speaks against it.", inside=("warning",)),
        BlockType("right-model", "What to think instead.", inside=("warning",)),
        BlockType("try-this", "Missions to play with a widget or a figure.", _MARKS),
        BlockType("concept", "A definition: the concept's name and its meaning.", _MARKS, required=("teaches",)),
        BlockType("cards", "Cards side by side."),
        BlockType("card", "A card with a title.", _MARKS),
        BlockType("comparison", "Two or more columns that differ in one thing; each is a `side`.", _MARKS),
        BlockType("side", "A column of a comparison.", inside=("comparison",)),
        BlockType("phases", "Steps in time or quality; each is a `phase`.", _MARKS),
        BlockType("phase", "One step.", inside=("phases",)),
        BlockType("check", "Predict and verify: a question with options or room for thought, and an answer.", _MARKS),
        BlockType(
            "option",
            "A possible answer with its feedback; `correct: yes` marks the right one.",
            ("correct", "misconception"),
            inside=("check", "transfer"), named=False,
        ),
        BlockType(
            "answer", "The answer, hidden until the learner asks for it.", inside=("check", "exercise", "transfer"),
            named=False,
        ),
        BlockType("exercise", "Something to do on paper or in code.", _MARKS),
        BlockType("hint", "A hint, hidden until the learner asks for it.", inside=("exercise", "check", "transfer"),
                  named=False),
        BlockType("worked-example", "An example worked in steps; each is a `step`.", _MARKS),
        BlockType("step", "One step of a worked example.", inside=("worked-example",)),
        BlockType("transfer", "A question that takes the idea elsewhere, with a model answer.", _MARKS),
        BlockType("derivation", "A derivation for those who want it, folded.", _MARKS),
        BlockType("figure", "A figure of the course; its text is a legend beyond the caption.", _MARKS, named=False),
        BlockType("widget", "A figure to play with; its data come from a figure's recipe.", _MARKS, named=False),
        BlockType("notebook", "The link to the lesson's notebook."),
        BlockType("references", "What to read next: at most six, each with what to read and what to skip."),
        BlockType("summary", "The lesson in a few sentences that point at their evidence."),
        BlockType("next-step", "What the next lesson does with it."),
        BlockType("module-complete", "The module looked back on, at its end."),
    )
}
"""Every block that a lesson may use.  `:::{figure} id` and `:::{widget} id` take the figure's id as their title."""


class Section(Struct, frozen=True, array_like=True):
    """A heading and what stands under it until the next heading of its level or above; the digest is of both."""

    id: str
    title: str
    level: int
    span: Span
    end_line: int
    explicit: bool
    digest: str = ""

    def place(self) -> Place:
        """Where the heading stands."""
        return Place(self.span.path, span=self.span)


class Block(Struct, frozen=True, array_like=True):
    """A block of the text, the section it stands in and what it marks."""

    name: str
    title: str
    options: dict[str, str]
    span: Span
    end_line: int
    section: str | None
    parent: str | None
    option_spans: dict[str, Span] = {}

    def place(self, option: str | None = None) -> Place:
        """Where the block or one of its options stands."""
        return Place(self.span.path, span=self.option_spans.get(option or "", self.span))

    def marks(self, option: str) -> tuple[str, ...]:
        """The ids that an option lists, separated by commas or spaces."""
        words = self.options.get(option)
        return tuple(words.replace(",", " ").split()) if words else ()


class Role(Struct, frozen=True, array_like=True):
    """A role in running text: {name}`content`."""

    name: str
    content: str
    span: Span


class Link(Struct, frozen=True, array_like=True):
    """A link or an image: where it goes and the words on it."""

    target: str
    text: str
    span: Span
    image: bool = False


class Parsed(Struct, frozen=True):
    """A text as pages need it: markdown-it's tokens, and what it found besides them."""

    tokens: list[Token]
    env: dict[str, Any]


@dataclass(frozen=True)
class Lesson:
    """A lesson's text, parsed once.

    Attributes:
        path: the file, from the course's root.
        meta: the front matter: `title`, `description`.
        sections: the headings in order.
        blocks: the blocks in the order in which they open.
        roles: the roles in order.
        links: links and images in order.
        digest: the content digest of the file, by which a review says what it read.
        ids: the ids of paragraphs and formulas, to which links can lead.
        parse: gives the text as pages need it; called once, when its tokens are first asked for.
    """

    path: str
    meta: dict[str, str]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    roles: tuple[Role, ...]
    links: tuple[Link, ...]
    digest: str = ""
    ids: tuple[str, ...] = ()
    parse: Callable[[], Parsed] = field(compare=False, repr=False, default=lambda: Parsed([], {}))

    @cached_property
    def _parsed(self) -> Parsed:
        return self.parse()

    @property
    def tokens(self) -> list[Token]:
        """markdown-it's tokens."""
        return self._parsed.tokens

    @property
    def env(self) -> dict[str, Any]:
        """What markdown-it found besides them: footnotes and references."""
        return self._parsed.env

    def section(self, section_id: str) -> Section | None:
        """The section with this id."""
        return self._sections.get(section_id)

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.id: section for section in reversed(self.sections)}

    def marking(self, option: str, value: str) -> Iterator[Block]:
        """The blocks whose option names this id: marking("misconception", "noise-only")."""
        return iter(self._marked[option].get(value, ()))

    def marked(self, option: str) -> Mapping[str, Sequence[Block]]:
        """What the blocks of the text name under an option, each with the blocks that do."""
        return self._marked[option]

    def marks(self, option: str) -> Iterator[tuple[str, Block]]:
        """Each id that a block names under an option, with the block."""
        return ((value, block) for value, blocks in self._marked[option].items() for block in blocks)

    @cached_property
    def _marked(self) -> dict[str, dict[str, list[Block]]]:
        found: dict[str, dict[str, list[Block]]] = {option: {} for option in _MARKS}
        for block in self.blocks:
            for option in block.options:
                for value in dict.fromkeys(block.marks(option)) if option in found else ():
                    found[option].setdefault(value, []).append(block)
        return found


class FrontMatter(Model):
    """What stands between the dashes at the top of a lesson."""

    title: Text | None = PydanticField(
        default=None, description="The lesson's title, where it differs from the plan's."
    )
    description: Text | None = PydanticField(
        default=None, description="The lesson in a sentence, for search engines and link previews."
    )
