"""Rules of the parser that a text can do without: what is read stays as markdown-it would read it with all of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.rules_core import inline

from builder.source.markdown import parser
from builder.source.signs import idle

PIECES = (
    "word", "Two words", "a | b", "|---|", "---", "===", "- item", "* x", "1. one", "2) two", "> quote", ":::",
    ":::{tip} T", "::: note", ":key: v", "# H", "{#id}", "```", "~~~", "    code", "$$", "$$ (lab)", "$x$", "`c`",
    "**b**", "_e_", "~~s~~", "[l](lesson:a#b)", "[l](http://ü.de/ä b)", "[r]", "[r]: /u", "[^n]", "[^n]: note",
    "^[note]", ": def", "~ def", "&amp;", "\\*", "<http://a.b>", "<b>", "![i](p.png)", "{concept}`x`", "[x] t", "a  ",
    " b", "", "é", "`c`{.k}", "a=", "-",
)
LEADS = ("", "", "", "  ", "> ", "- ", "    ")


def everything() -> MarkdownIt:
    """The parser with all rules of the libraries and without ours that shorten the way."""
    md = parser.__wrapped__().disable("prose")
    md.core.ruler.at("inline", inline)
    return md


def read(md: MarkdownIt, text: str) -> Any:
    env: dict[str, Any] = {"found": []}
    tokens = [token.as_dict() for token in md.parse(text, env)]
    env.pop("footnotes", None)
    return tokens, env


lines = st.builds(lambda lead, pieces: lead + " ".join(pieces), st.sampled_from(LEADS),
                  st.lists(st.sampled_from(PIECES), min_size=1, max_size=3))


@settings(deadline=None)
@given(st.lists(lines, min_size=1, max_size=12).map("\n".join), st.sampled_from(("", "---\ntitle: T\n---\n")))
def test_a_text_is_read_as_with_all_rules(text: str, matter: str) -> None:
    assert read(parser(idle(matter + text)), matter + text) == read(everything(), matter + text)


@pytest.mark.parametrize(("sign", "rule"), [
    ("a | b\n--|--", "table"), ("Title\n===", "lheading"), ("> Title\n> ---", "lheading"), ("Term\n\n: meaning", "deflist"),
    ("- > quote", "blockquote"), ("1. # H", "heading"), ("12) item", "list"), ("~~gone~~", "strikethrough"),
])
def test_a_rule_is_asked_where_its_sign_stands(sign: str, rule: str) -> None:
    assert rule in idle("Only words.")
    assert rule not in idle(f"Words.\n\n{sign}")
    assert rule not in idle(sign)


def test_the_lines_around_the_front_matter_are_no_underlines() -> None:
    assert "lheading" in idle("---\ntitle: T\n---\n\nWords.")
    assert "lheading" not in idle("---\ntitle: T\n---\n\nWords.\n---")
