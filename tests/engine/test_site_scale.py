"""The generated courses that benchmarks measure: without a fault, and as large and as linked as the figures say."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from builder.audit import audit
from builder.loading import load
from tests.chromium import CHROMIUM

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
LESSONS = 30


@pytest.fixture
def courses(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The generator; it stands beside the scripts that use it."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("courses")


def test_a_generated_course_is_what_the_benchmark_says(courses: ModuleType, tmp_path: Path) -> None:
    courses.generate(tmp_path, LESSONS)
    course, found = load(tmp_path)
    assert [str(fault) for fault in audit(course, found).diagnostics] == []
    for folder in course.taught_lessons():
        links = [link.target for link in folder.text.links]
        assert sum("#" in target for target in links) == 20
        assert sum(target.endswith(".png") for target in links) == 4
        text = (tmp_path / folder.text.path).read_text()
        prose = re.sub(r"```.*?```|\$\$.*?\$\$|^\|.*?$", "", text, flags=re.DOTALL | re.MULTILINE)
        assert 1_700 < len(prose.split()) < 2_500
        assert (text.count("\n```\n"), text.count("|---:|")) == (6, 3)


def test_twenty_pages_show_the_title_of_the_hub(courses: ModuleType) -> None:
    lesson = courses.hub(LESSONS)
    others = [courses.Sketch(number, LESSONS) for number in range(LESSONS)]
    linked = {other.number for other in others if f"[](lesson:{lesson.slug})" in courses.text(other)}
    needing = {other.number for other in others if lesson.slug in other.needs}
    beside = {lesson.number - 1, lesson.number + 1}
    assert len(linked | needing | beside) == 20
    assert lesson.number not in linked


def test_lessons_differ_and_can_be_made_again(courses: ModuleType) -> None:
    codes = [re.findall(r"```.*?```", courses.text(courses.Sketch(n, LESSONS)), re.DOTALL) for n in (1, 2, 1)]
    assert codes[0] == codes[2]
    assert not set(codes[0]) & set(codes[1])


def test_how_long_an_edit_takes_under_serve_is_measured_on_both_sides() -> None:
    pytest.importorskip("playwright")
    pytest.importorskip("watchfiles")
    if not CHROMIUM:
        pytest.skip("there is no Chromium to see the edit in")
    done = subprocess.run([sys.executable, str(BENCHMARKS / "serving.py"), "--sizes", "2", "--edits", "2"], text=True,
                          capture_output=True, timeout=120)
    cells = done.stdout.splitlines()[-1].strip("| ").split(" | ")
    times = [float(cell.split()[0]) for cell in cells[1:]]
    assert cells[0] == "2 lessons" and all(0 < seconds < 60 for seconds in times), done.stderr
