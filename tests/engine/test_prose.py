"""The parser's short ways: a text is read as markdown-it reads it when it asks all its rules."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_core import inline

from builder.source.markdown import parser

PIECES = (
    "word", "Two words", "a | b", "|---|", "---", "===", "- item", "* x", "1. one", "2) two", "> quote", ":::",
    ":::{tip} T", "::: note", ":key: v", "# H", "{#id}", "```", "~~~", "    code", "$$", "$$ (lab)", "$x$", "`c`",
    "**b**", "_e_", "~~s~~", "[l](lesson:a#b)", "[l](http://ü.de/ä b)", "[r]", "[r]: /u", "[^n]", "[^n]: note",
    "^[note]", ": def", "~ def", "&amp;", "\\*", "<http://a.b>", "<b>", "![i](p.png)", "{concept}`x`", "[x] t", "a  ",
    " b", "", "é", "`c`{.k}", "a=", "-",
)
LEADS = ("", "", "", "  ", "> ", "- ", "    ")


def everything() -> MarkdownIt:
    """The parser without its short ways."""
    md = parser.__wrapped__().disable("prose").enable(["html_block", "html_inline"])
    md.core.ruler.at("inline", inline)
    return md


def read(md: MarkdownIt, text: str) -> Any:
    env: dict[str, Any] = {"found": []}
    return [token.as_dict() for token in md.parse(text, env)], env


lines = st.builds(lambda lead, pieces: lead + " ".join(pieces), st.sampled_from(LEADS),
                  st.lists(st.sampled_from(PIECES), min_size=1, max_size=3))


@settings(deadline=None)
@given(st.lists(lines, min_size=1, max_size=12).map("\n".join), st.sampled_from(("", "---\ntitle: T\n---\n")))
def test_a_text_is_read_as_by_all_rules(text: str, matter: str) -> None:
    assert read(parser(), matter + text) == read(everything(), matter + text)


@given(st.from_regex(r"(lesson|concept|module|figure):[a-z0-9-]+(#[a-z0-9-]+)?", fullmatch=True))
def test_links_into_the_course_are_as_the_library_would_write_them(goal: str) -> None:
    assert parser().normalizeLink(goal) == MarkdownIt().normalizeLink(goal) == goal
