"""Text as HTML: hostile words stay words, formulas and values that cannot be read are faults with a place."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import pytest

from builder.models.lessons import Lesson
from builder.models.reading import read_lesson
from builder.pages.blocks import BLOCKS
from builder.pages.faults import formula_faults
from builder.pages.highlight import highlight, line_set
from builder.pages.html import data_block
from builder.pages.markup import write
from builder.pages.math import FormulaFault, mathml
from builder.pages.sheet import Sheet, Target
from builder.pictures import Picture
from builder.source import markdown
from builder.source.tree import tree
from builder.values import ValueFault, in_prose, measured, number, value_faults


class Tags(HTMLParser):
    """The tags and attributes that a browser sees."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


FIGURES = {"gap": SimpleNamespace(metrics={"error": 0.02134, "tiny": 1.2e-7, "drop": -3.5})}


def lesson(text: str) -> Lesson:
    return read_lesson(markdown.read("lessons/x/lesson.md", dedent(text).encode()), {})[0]


def html(text: str, **surroundings: Any) -> str:
    sheet = Sheet(blocks=BLOCKS, **surroundings)
    return write(tree(lesson(text).tokens), sheet)


@pytest.mark.parametrize("name", sorted(BLOCKS))
def test_hostile_titles_and_texts_stay_words(name: str) -> None:
    shown = html(f"""
        :::::{{{name}}} <script>alert(1)</script> "quoted" ' & [x](javascript:alert(2))
        :id: a-"><img src=x onerror=alert(3)>
        <img src=x onerror=alert(4)> {{kbd}}`<b>` $x<y$
        :::::
    """)
    found = Tags(shown)
    assert not {"script", "img", "b"} & found.tags
    assert not [name for name, value in found.attributes if name.startswith("on") or "javascript:" in (value or "")]
    assert "alert(4)" in shown or name in ("figure", "widget", "notebook")


def test_code_is_escaped_and_coloured_line_by_line() -> None:
    shown = highlight('x = """a\n<b>"""\n', "python")
    assert "<b>" not in shown and shown.count('<span class="s">') == 2
    assert highlight("<i> &", "no-such-language") == "&lt;i&gt; &amp;"


def test_lines_can_be_named_and_marked() -> None:
    shown = html("""
        ```{code-block} python
        :filename: a<b>.py
        :emphasize-lines: 2
        x = 1
        y = 2
        ```
    """)
    assert '<p class="file">a&lt;b&gt;.py</p>' in shown
    assert shown.count('class="line"') == 1 and shown.count('class="line mark"') == 1
    assert line_set("1,3-5") == {1, 3, 4, 5}


def test_data_in_a_page_cannot_end_their_block() -> None:
    assert "</template><script>" not in data_block({"name": "</template><script>alert(1)</script>"})


def test_links_go_to_files_and_missing_pages_stay_words() -> None:
    targets = {"lesson:a#b": Target("lessons/a.html#b", "B"), "concept:c": Target("concepts/c.html", "Code")}
    shown = html("[go](lesson:a#b), [](lesson:a#b), [not yet](lesson:z), {concept}`c`, {concept}`c|codes`, [up](#top)",
                 root="../", targets=targets)
    assert '<a href="../lessons/a.html#b">go</a>' in shown and '<a href="../lessons/a.html#b">B</a>' in shown
    assert '<span class="unlinked">not yet</span>' in shown
    assert '<a class="term" href="../concepts/c.html">code</a>' in shown and ">codes</a>" in shown
    assert '<a href="#top">up</a>' in shown


def test_formulas_become_mathml_without_inline_styles() -> None:
    shown = mathml(r"\begin{aligned} a &= \tfrac12 \! b \\ c &= \mathcal{L} \end{aligned}", display=True)
    assert shown.startswith('<math display="block">') and shown.count("<mstyle") == shown.count("</mstyle>") == 1
    assert " style=" not in shown and "<mtd class=" in shown and "back-1" in shown


def test_a_formula_that_cannot_be_read_names_its_line_and_column() -> None:
    text = lesson(r"""
        Fine: $x^2$, and here $\frac{1}{\foo}$ not.

        $$
        a + b \\
        \bar{}} c
        $$

        - {math}`\nope`
    """)
    faults = list(formula_faults(text))
    assert [(fault.span.line, fault.span.column) for fault in faults] == [(2, 33), (6, 7), (9, 10)]
    assert "\\foo" in faults[0].message and faults[0].code == "SRC030"


def test_a_formula_that_cannot_be_read_is_shown_as_its_source() -> None:
    with pytest.raises(FormulaFault):
        mathml(r"\foo")
    assert '<mark class="fault"' in html(r"$\foo<b>$") and "&lt;b&gt;" in html(r"$\foo<b>$")


def test_values_come_from_figures_in_the_format_asked_for() -> None:
    assert measured("gap.error|.3f", FIGURES) == "0.021"
    assert measured("gap.drop|.1f", FIGURES) == "−3.5"
    assert measured("gap.tiny", FIGURES) == "1.2 × 10⁻⁷"
    assert number(1234.5, ",.0f") == "1,234"


@pytest.mark.parametrize(
    ("content", "words"),
    [("gab.error", "no figure `gab`"), ("gap.eror", "no metric `eror`"), ("gap.error|.2q", "no number format")],
)
def test_a_value_that_names_nothing_is_a_fault_with_advice(content: str, words: str) -> None:
    with pytest.raises(ValueFault, match=words):
        measured(content, FIGURES)
    found = list(value_faults(lesson(f"One.\n\nTwo {{value}}`{content}` here."), FIGURES))
    assert [(fault.span.line, fault.span.column) for fault in found] == [(3, 5)]
    assert words in found[0].message and found[0].help


def test_tasks_tables_and_footnotes() -> None:
    shown = html("""
        - [x] done
        - [ ] open

        | a | b |
        |---|--:|
        | 1 | 2 |

        Word[^n] and again[^n].

        [^n]: A note.
    """)
    assert "☑ done" in shown and "☐ open" in shown and "<input" not in shown
    assert '<td class="right">2</td>' in shown and 'scope="col"' in shown
    assert 'href="#note-1"' in shown and 'id="note-1"' in shown and 'id="call-1-2"' in shown


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("It's \"so\" ('far')", "It’s “so” (‘far’)"),
        ("*word*'s \"*end*\".", "<em>word</em>’s “<em>end</em>”."),
        ("`'code'` \"$x$\"", "<code>'code'</code> “<math><mi>x</mi></math>”"),
    ],
)
def test_quotes_are_curled_in_english_only(written: str, printed: str) -> None:
    assert html(written) == f"<p>{printed}</p>"
    assert "’" not in html(written, english=False)


def test_only_long_formulas_in_running_text_may_scroll() -> None:
    assert "scroll" not in html("so $x = 1$ holds")
    assert html(r"$D = \tfrac12 (\mu^2 + \sigma^2 - 1 - \log \sigma^2) = 0.5$").startswith('<p><span class="scroll long"')


def test_a_picture_beside_the_lesson_has_its_size(tmp_path: Path) -> None:
    found = Picture(tmp_path / "a foot.svg", "images/a foot.svg", 40, 30)
    shown = html('![One "foot"](<images/a foot.svg> "Left")', pictures={"images/a%20foot.svg": found}, pictured="walking/")
    assert dict(Tags(shown).attributes) == {
        "src": "walking/images/a%20foot.svg", "width": "40", "height": "30", "alt": 'One "foot"', "title": "Left",
        "loading": "lazy", "decoding": "async",
    }
    assert "<em>gone</em>" in html("![gone](no.svg)")


def test_titles_are_checked_as_running_text_is() -> None:
    text = lesson("""
        ::::{check} Is {value}`gap.eror` above $\\frac{1}{2$?
        :::{option} [Yes](lesson:nowhere)
        :correct: yes
        :::
        ::::
    """)
    assert [(fault.code, fault.span.line, fault.span.column) for fault in formula_faults(text)] == [("SRC030", 2, 51)]
    assert [(fault.code, fault.span.line) for fault in value_faults(text, FIGURES)] == [("FIG030", 2)]
    assert [(link.target, link.span.line) for link in text.links] == [("lesson:nowhere", 3)]


def test_a_hint_keeps_its_title_and_a_figure_shown_twice_has_one_id() -> None:
    shown = html("::::{exercise} Squeeze\n:::{hint} Look at $z$\nHere.\n:::\n:::{answer} In one line\nSo.\n:::\n::::")
    assert "Hint: Look at <math" in shown and "Solution: In one line" in shown


@pytest.mark.parametrize(("name", "words"), [("KL divergence", "KL divergence"), ("Gaussian noise", "gaussian noise"), ("A priori", "a priori"), ("X", "X"), ("MNIST", "MNIST")])
def test_a_name_within_a_sentence(name: str, words: str) -> None:
    assert in_prose(name) == words
