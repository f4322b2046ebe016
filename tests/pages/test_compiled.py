"""Compiled texts: linking what was compiled, even through JSON, gives what writing at once gives."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.tree import SyntaxTreeNode
from msgspec.structs import replace

from builder.jobs.drawn import Figures
from builder.models.lessons import Lesson
from builder.models.reading import read_lesson
from builder.notebooks import CompiledNotebook, compile_notebook, link_notebook
from builder.pages import highlight, kept_code
from builder.pages.blocks import BLOCKS
from builder.pages.compiled import FILLS, Compiled, compile_text, link
from builder.pages.faults import bad_formulas, formula_faults
from builder.pages.kept_code import KeptCode
from builder.pages.markup import write
from builder.pages.sheet import Heading, Note, Sheet, Target
from builder.pictures import Picture
from builder.source import markdown
from builder.source.tree import Node, tree

INLINE = (
    "\"Quoted\" and 'so', it's *em* and **strong**, ~~gone~~, `code \"x\"`, $x^2$, $$y$$, $\\foo$, <b>, a\\\nbreak",
    "[words](lesson:b#s), [](lesson:b), [*em* {concept}`code` ![p](a.svg)](lesson:b), [](lesson:none), [no](concept:none)",
    "[](concept:code), [](module:1), [](figure:loss-curve), [f](figure:none), [](#here), [out](https://example.org/?a=1&b=2)",
    "[state](#widget-code-map.a=1), [again](#widget-code-map.a=1), [other](#widget-code-map.b=1)",
    "{concept}`code`, {concept}`code|the \"codes\"`, {concept}`none`, {concept}`none|words`, {kbd}`Tab`, {abbr}`A (b)`",
    "{value}`loss-curve.final|.3f`, {value}`loss-curve.none`, {value}`none.x`, {math}`\\sigma`, {math}`\\foo`, {odd}`role`",
    "![a picture](a.svg \"Title\"), ![gone](b.svg), a note[^n] and again[^n]",
)
WRAPPED = (
    "{}", "{{#head{n}}}\n## {}", "- {}\n- [x] done", "3. {}\n\n4. four", "> {}", "Term\n: {}", "| {} |\n|--:|\n| b |", "{{#p{n}}}\n{}",
    *(f":::::{{{{{name}}}}} {{}}\n:id: id{{n}}\n{{}}\n:::::" for name in BLOCKS if name not in ("figure", "widget")),
    *(f":::::{{{{{name}}}}} {figure}\n{{}}\n:::::" for name in ("figure", "widget") for figure in ("loss-curve", "code-map", "none")),
    "::::::{{check}} {}\n:::::{{option}} {}\n:correct: yes\n{}\n:::::\n:::::{{hint}} {}\n{}\n:::::\n:::::{{answer}}\n{}\n:::::\n::::::",
    "::::::{{scope}}\n:::::{{in}}\n{}\n:::::\n:::::{{out}}\n{}\n:::::\n::::::", "```{{code-block}} python\n:linenos:\nx = '{}'\n```", "$$\n\\sigma\n$$ (eq{n})",
)


def lesson(text: str) -> Lesson:
    return read_lesson(markdown.read("lessons/x/lesson.md", text.encode()), {})[0]


def lesson_of(pieces: list[tuple[str, str]]) -> Lesson:
    """A text of pieces: words within a node each."""
    written = (wrapped.format(*[words.replace("\\\n", "")] * 9, n=n) for n, (wrapped, words) in enumerate(pieces))
    return lesson("\n\n".join((*written, "[^n]: {concept}`code` in a note.\n")))


@pytest.fixture(scope="session")
def sheet(figures: Figures) -> Sheet:
    targets = {"lesson:b#s": Target("lessons/b.html#s", "S"), "lesson:b": Target("lessons/b.html", "B's"),
               "concept:code": Target("concepts/code.html", "Code"), "module:1": Target("modules/1.html", "One")}
    return Sheet("../", BLOCKS, targets, figures.figures, pictured="x/", notebook="notebooks/x.ipynb",
                 pictures={"a.svg": Picture(Path("a.svg"), "a.svg", 40, 30)})


def at_once(text: Lesson, sheet: Sheet) -> str:
    shown = dict.fromkeys(block.title for block in text.blocks if block.name in ("figure", "widget"))
    return write(tree(text.tokens), replace(sheet, numbers={name: n for n, name in enumerate(shown, 1)}))


def linked(text: Lesson, sheet: Sheet) -> str:
    compiled = compile_text(text, sheet.english)
    assert Compiled.from_json(compiled.to_json()) == compiled
    return link(Compiled.from_json(compiled.to_json()), replace(sheet, numbers=compiled.numbers))


@pytest.mark.parametrize(("english", "notebook"), [(True, "notebooks/x.ipynb"), (False, None)])
def test_every_kind_of_node_role_and_link_is_linked_as_it_is_written_at_once(
    sheet: Sheet, english: bool, notebook: str | None
) -> None:
    text = lesson_of([(wrapped, " ".join(INLINE)) for wrapped in WRAPPED])
    here = replace(sheet, english=english, notebook=notebook)
    assert linked(text, here) == at_once(text, here)
    assert {name for name, *_ in compile_text(text, english).holes} == FILLS.keys()


@given(pieces=st.lists(st.tuples(st.sampled_from(WRAPPED), st.sampled_from(INLINE)), max_size=6))
def test_any_text_is_linked_as_it_is_written_at_once(sheet: Sheet, pieces: list[tuple[str, str]]) -> None:
    text = lesson_of(pieces)
    assert linked(text, sheet) == at_once(text, sheet)


def shape(nodes: Sequence[Node | SyntaxTreeNode]) -> list[tuple[object, ...]]:
    return [(n.type, n.tag, n.content, n.info, tuple(n.map or ()), n.hidden, n.attrs, n.meta, shape(n.children)) for n in nodes]


def test_the_tree_is_that_of_the_parsers_own_library() -> None:
    tokens = lesson_of([(wrapped, " ".join(INLINE)) for wrapped in WRAPPED]).tokens
    assert shape(tree(tokens)) == shape(SyntaxTreeNode(tokens).children)


def test_marks_cannot_be_forged(sheet: Sheet) -> None:
    text = lesson(":::{tip} \0000\0\n[](lesson:b) \0000\0 &#0;0&#0; `\0000\0` [a\0000\0](lesson:b)\n:::\n")
    assert "\0" not in linked(text, sheet) and linked(text, sheet) == at_once(text, sheet)


def test_a_drafts_faults_stand_before_the_nodes_in_which_they_are(sheet: Sheet) -> None:
    compiled = compile_text(lesson("One.\n\n:::{tip}\nTwo\n[](lesson:b).\n:::\n\nThree.\n"), True)
    notes = tuple(Note(line, "error", code, "m", "h") for line, code in ((99, "E"), (0, "A"), (5, "C"), (5, "D"), (1, "B")))
    shown = link(compiled, replace(sheet, notes=notes))
    order = [shown.index(part) for part in ("error A", "error B", "One", "error C", "error D", "Two", "B's", "Three", "error E")]
    assert order == sorted(order) and shown.count("fault-note") == 5


def test_what_a_text_asks_of_the_course_and_says_of_itself() -> None:
    compiled = compile_text(lesson(
        "Before *it*\nall.\n\n## One `x` $y$\n\n:::{tip} See {value}`gap.a`\n[](lesson:b#c) and {concept}`kl-div`.\n:::\n\n"
        "```\nno code\n```\n\n#### Four\n\n$$\nz\n$$\n\n:::{widget} map\nA {kbd}`Tab` and $\\foo$.\n:::\n\n:::{figure} gap\n:::\n"
        "\n:::{objective}\nGo [on](module:2).\n:::\n"), True)
    assert compiled.goals == ("concept:kl-div", "lesson:b#c", "module:2") and compiled.values == ("gap",)
    assert compiled.shown == ("map", "gap") and compiled.widgets == ("map",) and compiled.numbers == {"map": 1, "gap": 2}
    assert compiled.headings == (Heading("one-x-y", "One x y", 2),) and compiled.has_objective
    assert compiled.words == (
        ("", "", "Before it all."), ("one-x-y", "One x y", "See and kl div."), ("four", "Four", "A Tab and . Go on."))
    assert compiled.unread == ((21, 19, compiled.unread[0][2]),) and "\\foo" in compiled.unread[0][2]


def test_formulas_that_cannot_be_read_are_told_without_tokens() -> None:
    text = lesson("Fine $x$; $\\foo$ and $\\foo$.\n\n$$\na\n\\bar{}}\n$$\n")
    rows = Compiled.from_json(compile_text(text, True).to_json()).unread
    assert list(bad_formulas(text.path, rows)) == list(formula_faults(text))
    assert [(row[0], row[1]) for row in rows][:2] == [(1, 12), (1, 23)]


def test_a_text_is_compiled_without_what_others_say_of_it(sheet: Sheet) -> None:
    compiled = compile_text(lesson("[](lesson:b) and {value}`loss-curve.final`"), True)
    renamed = replace(sheet, targets={"lesson:b": Target("lessons/b.html", "New")}, figures={})
    assert ">B's</a>" in link(compiled, sheet) and ">New</a>" in link(compiled, renamed)
    assert ">0.0213</span>" in link(compiled, sheet) and "no figure" in link(compiled, renamed)


def test_a_compiled_notebook_is_linked_to_concepts_and_figures() -> None:
    text = lesson("{concept}`code` and {value}`gap.a|.1f`, {value}`gap.b`, {concept}`code|it`.\n\n```python\nx\n```\n\n"
                  ":::{tip} {concept}`code`\n> {value}`gap.a`\n:::\n\n{concept}`none`\n")
    compiled = compile_notebook(text)
    assert CompiledNotebook.from_json(compiled.to_json()) == compiled
    figures = {"gap": SimpleNamespace(metrics={"a": 2.5})}
    made = link_notebook(CompiledNotebook.from_json(compiled.to_json()), "T", figures, {"code": "#Hash"}, {}).decode()
    assert '"#Hash and 2.5, `gap.b`, it."' in made and "> **Tip: #Hash**" in made and "> > 2.5" in made
    assert '"none"' in made and "\0" not in made


# ---- kept code


@pytest.fixture
def fresh() -> None:
    highlight.highlight.cache_clear()


def highlighted(folder: Path, code: str) -> str:
    highlight.highlight.cache_clear()
    with kept_code.kept_code(folder):
        return highlight.highlight(code, "python")


def test_code_that_was_highlighted_once_is_read_by_nobody(
    tmp_path: Path, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = highlighted(tmp_path, "x = 'é'")
    monkeypatch.setattr(highlight, "_coloured", lambda code, language: "anew")
    assert highlighted(tmp_path, "x = 'é'") == made != "anew"
    assert highlighted(tmp_path, "y = 1") == "anew"
    monkeypatch.setattr(kept_code, "edition", lambda: "another")
    assert highlighted(tmp_path, "x = 'é'") == "anew"


@pytest.mark.parametrize("harm", [lambda data: data[:5000], lambda data: b"", lambda data: b"no base" + data])
def test_a_damaged_file_of_code_is_begun_anew(tmp_path: Path, fresh: None, harm: object) -> None:
    made = highlighted(tmp_path, "x = 1")
    file = tmp_path / kept_code.NAME
    assert callable(harm)
    file.write_bytes(harm(file.read_bytes()))
    assert highlighted(tmp_path, "x = 1") == made == highlighted(tmp_path, "x = 1")


def test_damaged_code_is_made_anew(tmp_path: Path, fresh: None) -> None:
    made = highlighted(tmp_path, "x = 1")
    base = sqlite3.connect(tmp_path / kept_code.NAME)
    base.execute("UPDATE code SET html = CAST(substr(html, 1, 8) || x'00' || substr(html, 10) AS BLOB)")
    base.commit()
    base.close()
    assert highlighted(tmp_path, "x = 1") == made


def test_a_file_that_proves_damaged_goes(tmp_path: Path) -> None:
    store = KeptCode(tmp_path)
    for number in range(2000):
        store.put(f"{number:032}", str(number) * 50)
    store.close()
    data = (tmp_path / kept_code.NAME).read_bytes()
    (tmp_path / kept_code.NAME).write_bytes(data[:8192] + b"x" * (len(data) - 8192))
    store = KeptCode(tmp_path)
    assert [store.get(f"{number:032}") for number in range(2000)].count(None) > 1000
    store.close()
    assert KeptCode(tmp_path).get("1") is None and highlighted(tmp_path, "x = 1") == highlighted(tmp_path, "x = 1")


def test_several_write_code_at_a_time_and_all_is_kept(tmp_path: Path) -> None:
    one, two = KeptCode(tmp_path), KeptCode(tmp_path)
    one.put("a", "A")
    two.put("b", "B")
    assert one.get("a") == "A" and one.get("b") is None
    one.write()
    assert two.get("a") == "A"
    two.close()
    assert one.get("b") == "B"
    one.close()


def test_where_no_file_can_be_code_is_highlighted_all_the_same(tmp_path: Path, fresh: None) -> None:
    (tmp_path / "file").write_text("")
    assert "<span" in highlighted(tmp_path / "file", "x = 1")
