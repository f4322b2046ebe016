"""Reading lessons: blocks nest, options are read, and what an author meant otherwise is said."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.models.lessons import Lesson
from builder.models.reading import read_lesson
from builder.source import markdown


def read(text: str) -> tuple[Lesson, list[str]]:
    file = markdown.read("l.md", dedent(text).lstrip("\n").encode())
    lesson, found = read_lesson(file, {})
    return lesson, [f"{fault.kind.code} {fault.span.line}:{fault.span.column}" for fault in (*file.faults, *found)]


def test_blocks_nest_by_more_colons_and_know_their_section() -> None:
    lesson, faults = read("""
        {#start}
        ## Start

        ::::{check} What now?
        :misconception: noise-only, other

        :::{option} Nothing
        :correct: yes

        Right.
        :::
        ::::
    """)
    assert faults == []
    check, option = lesson.blocks
    assert (check.name, check.title, check.section, check.parent) == ("check", "What now?", "start", None)
    assert check.marks("misconception") == ("noise-only", "other")
    assert (option.parent, option.options, option.span.line) == ("check", {"correct": "yes"}, 7)
    assert (check.span.line, check.end_line) == (4, 12)


def test_code_inside_a_block_may_hold_colons() -> None:
    lesson, faults = read("""
        :::{tip} How to write a block
        ```text
        :::{note} x
        :::
        ```
        :::
    """)
    assert faults == []
    assert [block.name for block in lesson.blocks] == ["tip"]


@pytest.mark.parametrize(("text", "expected"), [
    (":::{tip} T\nx\n", "SRC010 1:1"),
    ("a\n\n```python\nx = 1\n", "SRC011 3:1"),
    (":::tip T\nx\n:::\n", "SRC012 1:1"),
    ("a\n\n{#lost}\n\nb\n", "SRC013 3:1"),
    ("a\n\n:::\n", "SRC015 3:1"),
    ("## A heading {#id}\n", "SRC017 1:14"),
    ("```{note}\nx\n```\n", "SRC018 1:1"),
    ("See[^one].\n\n[^two]: x\n", "SRC019 1:4"),
    (":::{tipp} T\n:::\n", "SCH010 1:1"),
    (":::{tip} T\n:missconception: a\n:::\n", "SCH011 2:18"),
    (":::{concept} T\nx\n:::\n", "SCH012 1:1"),
    (":::{option} T\n:::\n", "SCH013 1:1"),
    ("{#a}\n## A\n\n{#a}\n## B\n", "SCH014 5:1"),
    ("One {vaule}`x.y`.\n", "SCH015 1:5"),
])
def test_a_fault_has_its_place(text: str, expected: str) -> None:
    assert expected in read(text)[1]


def test_an_outer_block_with_too_few_colons_is_explained() -> None:
    _, faults = read(":::{comparison} C\n:::{side} A\n:::\n:::\n")
    assert faults == ["SRC010 2:1", "SRC015 4:1"]


def test_sections_end_where_the_next_of_their_level_begins() -> None:
    lesson, _ = read("## One\n\ntext\n\n### Inner\n\n## Two\n")
    assert [(s.id, s.level, s.span.line, s.end_line) for s in lesson.sections] == [
        ("one", 2, 1, 6), ("inner", 3, 5, 6), ("two", 2, 7, 8)]


def test_roles_and_links_know_their_columns_even_when_they_repeat() -> None:
    lesson, _ = read("A {value}`f.m` and {value}`f.m`.\n\nSee [one](#a), [two](#a) and <https://x.org>.\n")
    assert [(role.content, role.span.line, role.span.column) for role in lesson.roles] == [("f.m", 1, 3), ("f.m", 1, 20)]
    assert [(link.target, link.span.line) for link in lesson.links] == [("#a", 3), ("#a", 3), ("https://x.org", 3)]
    assert lesson.links[0].span.column < lesson.links[1].span.column


def test_a_code_block_takes_its_options() -> None:
    lesson, faults = read("```{code-block} python\n:filename: vae.py\nx = 1\n```\n")
    (fence,) = [token for token in lesson.tokens if token.type == "fence"]
    assert (fence.info, fence.meta["options"], fence.content) == ("python", {"filename": "vae.py"}, "x = 1\n")
    assert faults == []


@given(st.text(alphabet=":{}#`~[]()^-*$|\\ab\n >", max_size=120))
def test_no_text_makes_it_raise(text: str) -> None:
    lesson, _ = read(text or "x")
    opens = sum(token.type == "directive_open" for token in lesson.tokens)
    assert opens == sum(token.type == "directive_close" for token in lesson.tokens) == len(lesson.blocks)
