"""A module's concept map and the lists that stay short however long the course."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from builder.audit import audit
from builder.course import Course
from builder.jobs.drawn import Figures
from builder.models.base import Depth
from builder.models.concepts import Concept
from builder.pages.conceptindex import letters
from builder.pages.conceptmap import ConceptMap, Thread, module_map
from builder.pages.facts import Listed
from tests.pages.at_once import render_site


@pytest.fixture
def drawn(course: Course) -> ConceptMap:
    found = module_map(course, course.config.modules[0])
    assert found
    return found


def threads(drawn: ConceptMap) -> dict[str, Thread]:
    return {thread.name: thread for _, group in drawn.groups for thread in group}


def test_a_concept_goes_from_its_teacher_to_those_who_need_it(drawn: ConceptMap) -> None:
    code = threads(drawn)["Code"]
    assert code.taught == {1: Depth.DEVELOPED} and code.needed == {2: Depth.DEVELOPED} and code.home == 1
    assert code.told == "taught in lesson 1 (developed), needed in lesson 2 (developed)"
    assert drawn.line(code) == (drawn.x(1), drawn.x(2))


def test_what_is_brought_along_comes_first_and_from_the_edge(drawn: ConceptMap) -> None:
    assert drawn.groups[0][0] == "What you bring along"
    gaussian = threads(drawn)["Gaussian distribution"]
    assert gaussian in drawn.groups[0][1] and gaussian.told.startswith("brought along, ")
    assert drawn.line(gaussian)[0] == 0


def test_rows_stand_below_each_other_and_marks_inside(drawn: ConceptMap) -> None:
    for above, below in zip(drawn.rows, drawn.rows[1:], strict=False):
        assert above.top + above.height == below.top
        assert above.top < above.middle < below.top
    for thread in threads(drawn).values():
        places = [x for x, _ in drawn.dots(thread)] + [*drawn.tips(thread)]
        assert all(0 < place < drawn.width for place in places)
    assert drawn.rows[-1].top + drawn.rows[-1].height <= drawn.height


def test_an_arrow_stops_before_the_dot_of_its_lesson(drawn: ConceptMap) -> None:
    both = Thread("Both", "b.html", {2: Depth.APPLIED}, {2: Depth.INTRODUCED}, before=True)
    (dot, radius), (tip,) = next(drawn.dots(both)), [*drawn.tips(both)]
    assert tip < dot - radius


def test_the_map_stands_on_the_page_of_its_module(site: dict[str, bytes]) -> None:
    text = site["modules/1.1.html"].decode()
    names, drawing = re.findall(r"<svg.*?</svg>", text, re.S)
    assert 'href="../concepts/code.html"' in names and 'href="../lessons/clouds.html"' in names
    assert 'aria-hidden="true"' in drawing and drawing.count('class="taught"') >= 2
    assert "taught in lesson 1 (developed), needed in lesson 2 (developed)</li>" in text


def test_a_module_that_teaches_nothing_has_no_map(course: Course) -> None:
    assert module_map(course, course.config.modules[0].model_copy(update={"lessons": ()})) is None


def test_names_are_listed_under_plain_letters() -> None:
    listed = [Listed(name, f"{name}.html", "") for name in ("∂", "3-D", "β-VAE", "code", "Élan", "Epoch")]
    found = {letter.sign: ([concept.name for concept in letter.concepts], letter.path) for letter in letters(listed)}
    assert found == {
        "#": (["∂"], "concepts/by-letter/23.html"), "3": (["3-D"], "concepts/by-letter/3.html"),
        "C": (["code"], "concepts/by-letter/c.html"), "E": (["Élan", "Epoch"], "concepts/by-letter/e.html"),
        "Β": (["β-VAE"], "concepts/by-letter/392.html"),
    }
    assert [*found] == ["#", "3", "C", "E", "Β"]


@pytest.fixture
def long(course: Course, figures: Figures) -> dict[str, bytes]:
    """The demo's site with more concepts and lessons than one page takes."""
    concepts = {f"{letter}-{n}": Concept(name=f"{letter} {n}", summary="One of many.") for letter in "abc" for n in range(70)}
    modules = tuple(module.model_copy(update={"lessons": (*module.lessons, *(f"{module.id}-{n}" for n in range(60)))})
                    for module in course.config.modules)
    known = replace(course, concepts={**course.concepts, **concepts}, config=course.config.model_copy(update={"modules": modules}))
    return dict(render_site(known, figures, audit(course)).files)


def test_a_long_course_lists_its_concepts_by_letter(long: dict[str, bytes]) -> None:
    index, page = long["concepts.html"].decode(), long["concepts/by-letter/b.html"].decode()
    assert re.findall(r'href="(concepts/by-letter/.*?)">(.)</a> <span class="own">(\d+)', index) == [
        ("concepts/by-letter/a.html", "A", "70"), ("concepts/by-letter/b.html", "B", "71"),
        ("concepts/by-letter/c.html", "C", "71"), ("concepts/by-letter/g.html", "G", "1"),
        ("concepts/by-letter/k.html", "K", "1"), ("concepts/by-letter/s.html", "S", "1")]
    assert page.count('href="../../concepts/b-') == 70 and "a-1" not in page and "Bottleneck" in page
    assert 'href="../../concepts/by-letter/b.html" aria-current="page"' in page


def test_a_long_course_lists_its_modules_alone(long: dict[str, bytes], site: dict[str, bytes]) -> None:
    home = long["index.html"].decode()
    assert "62 lessons" in home and "61 lessons" in home and 'class="lessons"' not in home
    assert "Begin with “The hourglass”" in home
    assert 'class="lessons"' in site["index.html"].decode()
