"""Notebooks: cells out of the author's lines, with solutions folded away and never run."""

from __future__ import annotations

import base64
import json
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import nbformat
import pytest

from builder.audit import audit
from builder.course import Course
from builder.jobs.drawn import Figures
from builder.models.reading import read_lesson
from builder.notebooks import notebook
from builder.source import markdown
from tests.conftest import Tiny
from tests.pages.at_once import render_site

FIGURES = {"gap": SimpleNamespace(metrics={"error": 0.02134})}


def cells(text: str) -> list[dict[str, Any]]:
    lesson = read_lesson(markdown.read("lessons/x/notebook.md", dedent(text).encode()), {})[0]
    found: list[dict[str, Any]] = json.loads(notebook(lesson, "A title", FIGURES, {"code": "Code"}))["cells"]
    return found


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_text_and_code_become_cells() -> None:
    made = cells("""
        Train it; read {value}`gap.error|.3f` at the end, and see the {concept}`code` in [the lesson](lesson:x#y).

        ```python
        x = 1

        y = 2
        ```

        {#more}
        ## More
        ```text
        not run
        ```
    """)
    assert [cell["cell_type"] for cell in made] == ["markdown", "code", "markdown"]
    assert source(made[0]) == "# A title\n\nTrain it; read 0.021 at the end, and see the code in the lesson."
    assert source(made[1]) == "x = 1\n\ny = 2"
    assert source(made[2]) == "## More\n\n```text\nnot run\n```"


def test_a_solution_is_folded_and_never_run() -> None:
    made = cells("""
        # Own title

        ::::{exercise} Squeeze
        Try it.

        ```python
        latent = ...
        ```

        :::{hint}
        Count.
        :::
        :::{answer}
        So:

        ```python
        latent = 1
        ```
        :::
        ::::
    """)
    assert [source(cell) for cell in made if cell["cell_type"] == "code"] == ["latent = ..."]
    solution = next(cell for cell in made if cell["metadata"].get("tags") == ["solution"])
    assert source(solution).startswith("<details>\n<summary>Solution</summary>\n\nSo:\n\n```python\nlatent = 1\n```")
    assert source(made[0]) == "# Own title\n\n**Exercise: Squeeze**\n\nTry it."


def test_other_blocks_are_quoted() -> None:
    made = cells("""
        :::{warning} Mind the seed
        One.

        Two.
        :::
    """)
    assert source(made[-1]).endswith("> **Warning: Mind the seed**\n>\n> One.\n>\n> Two.")


def test_a_cells_id_comes_from_its_text() -> None:
    before = cells("```python\nx = 1\n```\n\n```python\ny = 1\n```\n\n```python\nx = 1\n```\n")
    after = cells("```python\nx = 2\n```\n\n```python\ny = 1\n```\n\n```python\nx = 1\n```\n")
    assert before[2]["id"] == after[2]["id"] and before[1]["id"] != after[1]["id"]
    assert len({cell["id"] for cell in before}) == len(before)


def notebooks(course: Course, figures: Figures) -> dict[str, bytes]:
    """The notebooks of a site, by path."""
    site = render_site(course, figures, audit(course))
    assert site.diagnostics == ()
    return {path: data for path, data in site.files.items() if path.endswith(".ipynb")}


def test_the_courses_notebooks_are_valid_and_the_same_each_time(course: Course, figures: Figures) -> None:
    made = notebooks(course, figures)
    assert list(made) == ["notebooks/hourglass.ipynb"] and made == notebooks(course, figures)
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.reads(made["notebooks/hourglass.ipynb"].decode(), as_version=4))


def test_a_notebook_holds_its_pictures(tiny: Tiny) -> None:
    tiny.write("lessons/walking/notebook.md", "# Walk\n\n![One foot before the other](<my foot.svg>) and ![gone](no.svg)\n")
    tiny.write("lessons/walking/my foot.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"></svg>')
    made = json.loads(notebooks(tiny.load(), Figures({}))["notebooks/walking.ipynb"])
    cell = made["cells"][-1]
    assert source(cell).endswith("![One foot before the other](attachment:my-foot.svg) and ![gone](no.svg)")
    held = base64.b64decode(cell["attachments"]["my-foot.svg"]["image/svg+xml"])
    assert held.startswith(b"<svg") and nbformat.validate(nbformat.from_dict(made)) is None


def test_notes_links_and_values_come_along() -> None:
    made = cells("""
        # Own

        It holds.[^salt] See [the paper][vae], [below](#more), [](lesson:two-words) and [it](lesson:x "A title").

        | a |
        |---|
        | {value}`gap.error\\|.3f` |

        [^salt]: With *salt*.

        [vae]: https://example.org/vae
    """)
    shown = "\n".join(source(cell) for cell in made)
    assert "See [the paper](https://example.org/vae), below, two words and it." in shown
    assert "| 0.021 |" in shown and "- [^salt] With *salt*." in shown
