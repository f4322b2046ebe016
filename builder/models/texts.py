"""What a text said, as JSON holds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from builder.diagnostics import Span
from builder.models.lessons import Block, Lesson, Link, Parsed, Role, Section


def text_facts(lesson: Lesson) -> dict[str, Any]:
    """What a text says, as JSON holds it; its tokens are parsed again where they are asked for."""
    return {
        "meta": lesson.meta,
        "digest": lesson.digest,
        "sections": [
            [s.id, s.title, s.level, _span(s.span), s.end_line, s.explicit, s.digest] for s in lesson.sections
        ],
        "blocks": [
            [
                b.name,
                b.title,
                b.options,
                _span(b.span),
                b.end_line,
                b.section,
                b.parent,
                {key: _span(span) for key, span in b.option_spans.items()},
            ]
            for b in lesson.blocks
        ],
        "roles": [[r.name, r.content, _span(r.span)] for r in lesson.roles],
        "links": [[k.target, k.text, _span(k.span), k.image] for k in lesson.links],
        "ids": lesson.ids,
    }


def text_of(path: str, facts: dict[str, Any], parse: Callable[[], Parsed]) -> Lesson:
    """A text from what it said."""

    def span(numbers: list[int]) -> Span:
        return Span(path, *numbers)

    return Lesson(
        path=path, meta=facts["meta"], digest=facts["digest"], parse=parse,
        sections=tuple(Section(i, t, n, span(s), end, e, d) for i, t, n, s, end, e, d in facts["sections"]),
        blocks=tuple(Block(name, title, options, span(s), end, section, parent,
                           {key: span(numbers) for key, numbers in spans.items()})
                     for name, title, options, s, end, section, parent, spans in facts["blocks"]),
        roles=tuple(Role(name, content, span(s)) for name, content, s in facts["roles"]),
        links=tuple(Link(target, text, span(s), image) for target, text, s, image in facts["links"]),
        ids=tuple(facts["ids"]),
    )


def _span(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]
