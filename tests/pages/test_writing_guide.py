"""`docs/writing.md` tells the truth: its tables say what the engine takes, and its examples make a lesson without a fault."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from builder.audit import audit
from builder.cli.rules import kinds
from builder.jobs.drawn import Figure, Figures
from builder.loading import load, parse_text
from builder.models.figures import FigureSpec
from builder.models.lessons import BLOCK_TYPES
from builder.models.reading import ROLES
from builder.notebooks import notebook
from builder.pages import roles
from builder.pages.blocks import BLOCKS
from builder.values import number
from tests.conftest import Tiny
from tests.pages.at_once import render_site
from tests.pages.demo import figure, pictures, tiles, widget_data

GUIDE = (Path(__file__).parents[2] / "docs" / "writing.md").read_text()
MARKS = ("teaches", "misconception", "example", "modality", "concept")
FILES = {
    "curriculum/course.yaml": """
        title: Bread
        description: From flour and water to a loaf.
        modules:
          - {id: "1", title: Dough, lessons: [mixing, kneading, rising]}
        audit:
          limits: {misconceptions: 1, positive_examples: 1}
    """,
    "curriculum/concepts.yaml": """
        concepts:
          hydration: {name: Hydration, summary: The weight of the water in hundredths of that of the flour.}
          gluten: {name: Gluten, summary: Strands of protein that hold a dough together.}
          fermentation: {name: Fermentation, summary: Yeast eats sugar and gives off gas.}
    """,
    "figures/figures.yaml": """
        figures:
          stretch-curve: {recipe: curve, caption: How far a strand stretches.}
          dough-map: {recipe: map, caption: Doughs by water and time.}
    """,
    "lessons/mixing/plan.yaml": "lesson: mixing\ntitle: Mixing\ndepths: [{concept: hydration, depth: INTRODUCED}]\n",
    "lessons/mixing/lesson.md": "{#weighing}\n## Weighing\n\nTo the gram.\n",
    "lessons/rising/plan.yaml": """
        lesson: rising
        title: Rising
        prerequisites: [{concept: gluten, required: DEVELOPED}]
        depths: [{concept: fermentation, depth: DEVELOPED}]
    """,
    "lessons/kneading/ball.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>',
}
"""The course around the guide's lesson."""


def examples(language: str) -> list[tuple[str, str]]:
    """The guide's fenced examples in a language, each with the heading that it stands under."""
    found, heading, tokens = [], "", MarkdownIt().parse(GUIDE)
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            heading = following.content
        elif token.type == "fence" and token.info == language:
            found.append((heading, token.content))
    return found


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without the table's head."""
    part = re.split(rf"^#+ {heading}$", GUIDE, maxsplit=1, flags=re.MULTILINE)[1]
    table = re.search(r"(?:^\|.*\n)+", part, re.MULTILINE)
    assert table, heading
    lines = table[0].splitlines()[2:]
    return [[cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def named(cell: str) -> list[str]:
    """What a cell names in code."""
    return re.findall(r"`([^`]+)`", cell)


LINKS = [link for cells in rows("Links") for link in named(cells[0])]
LESSON = [text for heading, text in examples("markdown") if heading != "The notebook"]
NOTEBOOK = [text for heading, text in examples("markdown") if heading == "The notebook"]
PLAN = [text for _, text in examples("yaml")]


@pytest.fixture
def bread(tmp_path: Path) -> Tiny:
    """The course whose second lesson the guide's examples are."""
    course = Tiny(tmp_path / "course")
    shutil.rmtree(course.root)
    made = {"plan.yaml": "\n".join(PLAN), "lesson.md": "\n".join([*LESSON, *LINKS]), "notebook.md": "\n".join(NOTEBOOK)}
    for path, text in (FILES | {f"lessons/kneading/{name}": text for name, text in made.items()}).items():
        course.write(path, text)
    return course


@pytest.fixture
def drawn(tmp_path: Path) -> Figures:
    """The course's two figures; the second is a widget."""
    return Figures({made.id: made for made in (
        _drawn("stretch-curve", tmp_path, {}), _drawn("dough-map", tmp_path, widget_data()))})


def _drawn(name: str, root: Path, data: dict[str, object]) -> Figure:
    folder = root / name
    pictures(folder, "M0 0 L600 280", 600, 280)
    (folder / "data.json").write_text(json.dumps(data))
    names = [f"{kind}.png" for kind in ("ae", "vae-low", "vae-one", "vae-high")] if data else []
    for each in names:
        (folder / each).write_bytes(tiles(1, 1, lambda column, row: 99))
    spec = FigureSpec(recipe="curve", caption="As it was measured.")
    return figure(name, spec, folder, {"minutes": 9.8413}, (600, 280), "A curve.", {each: each for each in names})


class Page(HTMLParser):
    """The ids of a page, its links within itself, and the words that it marks as faults."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.within: set[str] = set()
        self.faults = html.count('class="fault"')
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        if (found.get("href") or "").startswith("#"):
            self.within.add((found["href"] or "")[1:])


# ---- tables


def test_the_table_of_blocks_is_that_of_the_engine() -> None:
    takes = {named(cells[0])[0]: (cells[2], named(cells[3])) for cells in rows("Blocks")}
    assert takes.keys() == BLOCKS.keys() == BLOCK_TYPES.keys()
    for name, (options, inside) in takes.items():
        written = [*(MARKS if "marks" in options else ()), *named(options)]
        assert set(written) == {*BLOCK_TYPES[name].options, *BLOCK_TYPES[name].required}, name
        assert set(inside) == set(BLOCK_TYPES[name].inside), name
        assert ("needed" in options) == bool(BLOCK_TYPES[name].required), name


def test_the_table_of_blocks_says_what_a_notebook_makes_of_each() -> None:
    for cells in rows("Blocks"):
        name = named(cells[0])[0]
        lesson, _ = parse_text("notebook.md", f"# Title\n\n:::{{{name}}}\n```python\nx = 1\n```\n:::\n".encode())
        made = json.loads(notebook(lesson, "", {}, {}))["cells"]
        text = "".join("".join(cell["source"]) for cell in made)
        runs = any(cell["cell_type"] == "code" for cell in made)
        told = "flows" if runs else "folded" if "<details>" in text else "quoted" if "\n> x = 1" in text else "?"
        assert cells[4] == told, name


def test_the_table_of_roles_is_that_of_the_engine() -> None:
    assert {named(cells[0])[0] for cells in rows("Words within a line")} == set(ROLES) == set(roles.ROLES)


def test_numbers_look_as_the_table_of_formats_says() -> None:
    for written, *shown in rows("Numbers"):
        spec = written.strip("`").replace("none", ".3g")
        assert [number(value, spec) for value in (0.02134, 12800)] == shown, written


def test_blocks_options_and_codes_that_the_guide_names_are_there() -> None:
    known = {(kind.code, kind.name) for kind in kinds()}
    assert set(re.findall(r":::\{([\w-]+)", GUIDE)) - {"name"} <= BLOCKS.keys()
    assert set(re.findall(r"\b[A-Z]{3}\d{3}\b", GUIDE)) <= {code for code, _ in known}
    for _, codes, names in rows("When something is wrong"):
        assert set(zip(codes.split(", "), named(names), strict=True)) <= known


# ---- examples


@pytest.mark.parametrize("text", LESSON + NOTEBOOK, ids=lambda text: text.strip().split("\n")[0])
def test_each_example_can_be_read_by_itself(text: str) -> None:
    assert parse_text("lesson.md", text.encode())[1] == []


def test_the_examples_show_every_block_and_every_role() -> None:
    lesson = parse_text("lesson.md", "\n".join(LESSON).encode())[0]
    assert {block.name for block in lesson.blocks} == BLOCKS.keys()
    assert {role.name for role in lesson.roles} == set(ROLES)


def test_the_examples_are_a_lesson_without_a_fault(bread: Tiny, drawn: Figures) -> None:
    course, faults = load(bread.root)
    result = audit(course, faults)
    site = render_site(course, drawn, result)
    assert [*result.diagnostics, *site.diagnostics] == []
    page = Page(site.files["lessons/kneading.html"].decode())
    assert page.faults == 0
    assert {name.partition(":")[0] for name in page.within} <= page.ids
    assert "lessons/kneading/ball.svg" in site.files


def test_the_examples_become_a_notebook_whose_solution_is_not_run(bread: Tiny, drawn: Figures) -> None:
    course = bread.load()
    made = json.loads(render_site(course, drawn, audit(course)).files["notebooks/kneading.ipynb"])["cells"]
    code = ["".join(cell["source"]) for cell in made if cell["cell_type"] == "code"]
    assert [text.split(" = ")[0] for text in code] == ["flour, hydration", "water"]
    assert "flour * hydration" in "".join(made[-1]["source"]) and made[-1]["metadata"]["tags"] == ["solution"]


@pytest.mark.parametrize(("mark", "row"), [
    (":teaches: gluten\n", "depths"), (":example: torn-dough\n", "examples"),
    (":modality: concrete\n", "modalities"), ("{#stickiness}\n", "outline"), (":misconception: more-flour\n:ex", "misconceptions"),
])
def test_a_mark_that_is_missing_is_told_by_a_rule_that_the_guide_names(bread: Tiny, mark: str, row: str) -> None:
    bread.change("lessons/kneading/lesson.md", mark, ":ex" if mark.endswith(":ex") else "")
    table = rows("Marks: from plan to text")
    named_codes = {code for cells in table if named(cells[0])[0].startswith(row) for code in cells[2].split(", ")}
    assert {code.split()[0] for code in bread.faults()} & named_codes


def test_a_draft_shows_faults_where_they_are(bread: Tiny, drawn: Figures) -> None:
    bread.change("lessons/kneading/lesson.md", "`stretch-curve.minutes|.1f`", "`stretch-curve.hours`")
    bread.change("lessons/kneading/plan.yaml", "lesson: kneading", "lesson: kneeding")
    course, faults = load(bread.root)
    page = render_site(course, drawn, audit(course, faults), draft=True).files["lessons/kneading.html"].decode()
    at = {code: page.index(f"error {code}") for code in ("REF007", "FIG030")}
    assert at["REF007"] < page.index('id="stickiness"') < at["FIG030"] < page.index('class="fault" title=')
