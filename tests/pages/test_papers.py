"""Plans and records as pages: all that an author wrote stands there, with what the course computes beside it."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from builder.audit import audit
from builder.jobs.drawn import Figures
from builder.loading import load
from builder.models.plans import Plan
from builder.models.records import Record
from builder.pages.markup import inline, parsed, write
from builder.pages.sheet import Sheet
from builder.pages.words import Words
from builder.source.markdown import parser
from builder.source.tree import tree
from tests.conftest import Tiny
from tests.pages.at_once import render_site
from tests.pages.demo import ROOT


def words_of(page: bytes) -> str:
    """A page without its marks, in one line."""
    text = re.sub(r"</?(?:a|b|code|em|span)\b[^>]*>", "", page.decode().split("<body>")[1])
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", text)))


def pages(root: Path) -> dict[str, bytes]:
    course, found = load(root)
    return dict(render_site(course, Figures({}), audit(course, found)).files)


# ---- nothing that was written is left out


class Filler:
    """Fills every field of a model with a word of its own, in two rows where a field holds several."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def word(self, name: str) -> str:
        self.words.append(f"w{len(self.words)}-{name.replace('_', '-')}")
        return self.words[-1]

    def missing(self, page: str) -> set[str]:
        """The words that a page does not show, be it as a title: `W3 lesson` for the slug w3-lesson."""
        return {word for word in self.words if word not in page and word.replace("-", " ").capitalize() not in page}

    def model(self, kind: type[BaseModel]) -> dict[str, Any]:
        return {name: self.value(name, kind.model_json_schema()["properties"][name], kind.model_json_schema()) for name in kind.model_fields}

    def value(self, name: str, schema: dict[str, Any], top: dict[str, Any]) -> Any:
        if "$ref" in schema:
            return self.value(name, top["$defs"][schema["$ref"].split("/")[-1]], top)
        if "anyOf" in schema:
            return self.value(name, schema["anyOf"][0], top)
        if "enum" in schema:
            return schema["enum"][-1]
        kind = schema["type"]
        if kind == "array":
            return [self.value(name, schema["items"], top) for _ in range(2)]
        if kind == "object" and "properties" in schema:
            return {key: self.value(key, inner, top) for key, inner in schema["properties"].items()}
        if kind == "object":
            return {"field": self.word(name)}
        return 1 if kind == "integer" else self.word(name)


def plain(value: Any) -> Any:
    """Values as YAML in its flow style, which is JSON."""
    return json.dumps(value)


def test_every_field_of_a_plan_is_shown(tiny: Tiny) -> None:
    filler = Filler()
    plan = filler.model(Plan) | {"lesson": "running"}
    Plan.model_validate(plan)
    tiny.write("lessons/running/plan.yaml", plain(plan))
    shown = words_of(pages(tiny.root)["plans/running.html"])
    assert filler.missing(shown) == {"w4-lesson"}, "the lesson's slug is the name of its folder"
    assert len(filler.words) > 150


def test_every_field_of_a_record_is_shown(tiny: Tiny) -> None:
    filler = Filler()
    record = filler.model(Record)
    Record.model_validate(record)
    tiny.write("curriculum/records/1.yaml", plain(record))
    shown = words_of(pages(tiny.root)["records/1.html"])
    assert filler.missing(shown) == set()
    assert len(filler.words) > 50


def test_what_is_empty_is_left_out(site: dict[str, bytes]) -> None:
    page = words_of(site["plans/samples.html"])
    assert "Target depths" in page and "Checklists" in page
    for heading in ("Misconceptions", "Scope", "Outline", "Widgets", "Narrative", "Orient"):
        assert f"{heading} " not in page.split("Checklists", 1)[0], heading


# ---- what the course computes


def test_prerequisites_stand_with_their_computed_depth(site: dict[str, bytes]) -> None:
    page = words_of(site["plans/clouds.html"])
    assert re.search(r"Code developed developed OK From The hourglass", page)
    assert re.search(r"Bottleneck developed introduced small gap", page)
    assert "On entry: from a course on statistics." in page


def test_a_statement_that_differs_from_the_computed_one_is_said(tmp_path: Path) -> None:
    shutil.copytree(ROOT, tmp_path / "demo")
    plan = tmp_path / "demo/lessons/clouds/plan.yaml"
    plan.write_text(plan.read_text().replace("{concept: bottleneck, required: DEVELOPED}", "{concept: bottleneck, required: DEVELOPED, status: OK, actual: DEVELOPED}"))
    page = words_of(pages(tmp_path / "demo")["plans/clouds.html"])
    assert "The plan states OK, developed, which differs." in page
    assert re.search(r"open Each is deep enough, and its stated status is right", page)


def test_a_misconception_leads_to_its_place_in_the_lesson(tiny: Tiny) -> None:
    page = re.sub(r"\s+", " ", pages(tiny.root)["plans/running.html"].decode())
    assert '<a href="../lessons/running.html#what-running-is">What running is</a>, as planned' in page


def test_a_misconception_that_the_text_passes_over_stays_open(tiny: Tiny) -> None:
    tiny.change("lessons/running/lesson.md", ":misconception: fast-walk\n", "")
    page = words_of(pages(tiny.root)["plans/running.html"])
    assert "Planned for What running is" in page and "no block of the text" in page


def test_checklists_show_the_faults_that_keep_an_item_open(tiny: Tiny) -> None:
    tiny.change("lessons/running/plan.yaml", "required: DEVELOPED", "required: APPLIED")
    page = words_of(pages(tiny.root)["plans/running.html"])
    assert "Prerequisite audit 3 of 5" in page
    assert "error PRE002" in page and "lessons/running/plan.yaml:5:" in page


def test_a_planned_lesson_is_reached_by_its_plan(site: dict[str, bytes]) -> None:
    assert b'href="../plans/samples.html"' in site["concepts/sampling.html"]
    assert b'href="../plans/samples.html"' in site["modules/1.2.html"]
    assert b'href="../records/1.1.html"' in site["modules/1.1.html"]
    assert b'href="../plans/clouds.html"' in site["lessons/clouds.html"]


def test_pages_of_plans_do_not_grow_with_the_course(tiny: Tiny) -> None:
    before = pages(tiny.root)
    names = [f"more-{n}" for n in range(30)]
    for name in names:
        tiny.write(f"lessons/{name}/plan.yaml", f"lesson: {name}\ntitle: More {name}\nprerequisites:\n  - {{concept: walking, required: MENTIONED}}\n")
    tiny.change("curriculum/course.yaml", "lessons: [walking, running]", f"lessons: [walking, running]\n  - {{id: '2', title: Further, lessons: [{', '.join(names)}]}}")
    after = pages(tiny.root)
    assert before["plans/walking.html"] == after["plans/walking.html"]
    assert len(after["plans/running.html"]) - len(before["plans/running.html"]) < 200, "only its next lesson is new"


# ---- words


@pytest.mark.parametrize("text", [
    "Plain words, with \"quotes\" and it's fine.", "A < B & C > D", "two *stars* and `code`", "1.5 and 10 - 3 = 7", "10. an item",
    "- an item", "# a heading {#content}", "one\n\ntwo", "$x^2$ in words", "a_b_c", "[a link](lesson:nowhere)", "~~gone~~", "café — naïve",
])
def test_words_without_marks_are_written_as_markdown_would(text: str) -> None:
    sheet = Sheet()
    assert inline(text, sheet) == parsed(text, sheet)
    prose = Words(sheet).prose(text)
    assert prose == write(tree(parser().parse(text)), sheet) or "#" in text
    assert 'id="' not in prose and "<h" not in prose
