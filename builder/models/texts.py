"""What a text said, as it is kept between runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from msgspec import Struct, json

from builder.models.lessons import Block, Lesson, Link, Parsed, Role, Section


class _Said(Struct, frozen=True, array_like=True):
    meta: dict[str, str]
    digest: str
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    roles: tuple[Role, ...]
    links: tuple[Link, ...]
    ids: tuple[str, ...]


@cache
def _decoder() -> json.Decoder[_Said]:
    return json.Decoder(_Said)


def text_facts(lesson: Lesson) -> bytes:
    """What a text says, as JSON; its tokens are parsed again where they are asked for."""
    return json.encode(_Said(lesson.meta, lesson.digest, lesson.sections, lesson.blocks, lesson.roles, lesson.links,
                             lesson.ids))


def text_of(path: str, facts: bytes, parse: Callable[[], Parsed]) -> Lesson:
    """A text from what it said."""
    said = _decoder().decode(facts)
    return Lesson(path, said.meta, said.sections, said.blocks, said.roles, said.links, said.digest, said.ids, parse)
