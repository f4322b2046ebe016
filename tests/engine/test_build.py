"""The whole path: a course with a trained figure becomes a site, whatever happens on the way."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Tiny
from tests.engine.test_cli import ROOT, command

TEXT = "lessons/running/lesson.md"
TRAINING = """
    import time
    from pathlib import Path


    def train(need, data, folder, report):
        wait = Path(__file__).with_name("wait")
        (Path(__file__).with_name("started")).touch()
        while wait.exists():
            time.sleep(0.05)
        speed = need.config["speed"]
        (folder / "weights.txt").write_text(str(speed))
        return {"loss": 1 / speed}
"""
RECIPE = """
    from builder.jobs.recipes import Context, Drawing, Need, Params as Base


    class Params(Base):
        speed: float = 2.0


    def needs(params, seed):
        return {"legs": Need("legs", {"speed": params.speed}, {}, seed)}


    def draw(params: Params, context: Context) -> Drawing:
        speed = float((context.models["legs"].folder / "weights.txt").read_text())
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><path d="M0 0h20"/></svg>'
        return Drawing(svg, svg, "svg", 20, 10, "A line.", {"speed": speed}, {"speed": speed})
"""
SPEC = """
    figures:
      pace:
        recipe: pace
        params: {speed: 2.5}
        caption: How fast the feet go.
        claims:
          - text: Running is faster than walking.
            metric: speed
            above: 2
"""


@pytest.fixture
def course(tiny: Tiny) -> Tiny:
    """The tiny course with a figure that is trained and drawn without torch."""
    tiny.write("figures/__init__.py", "")
    tiny.write("figures/models/__init__.py", "")
    tiny.write("figures/models/legs.py", "STEPS = 2\n")
    tiny.write("figures/recipes/__init__.py", "")
    tiny.write("figures/recipes/pace.py", RECIPE)
    tiny.write("figures/training.py", TRAINING)
    tiny.write("figures/figures.yaml", SPEC)
    text = (tiny.root / TEXT).read_text()
    tiny.write(TEXT, text + "\nThe pace is {value}`pace.speed|.2f` steps.\n\n:::{figure} pace\n:::\n")
    return tiny


def build(course: Tiny, *options: str) -> subprocess.CompletedProcess[str]:
    return command("--course", str(course.root), "lessons", *options)


def site(course: Tiny, output: str = "output") -> dict[str, bytes]:
    folder = course.root / output / "site"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def page(course: Tiny) -> str:
    """The words of the lesson's page."""
    return re.sub(r"<[^>]*>", "", site(course)["lessons/running.html"].decode())


def test_a_course_becomes_a_site(course: Tiny) -> None:
    result = build(course)
    assert result.returncode == 0, result.stderr
    assert "The pace is 2.50 steps." in page(course)
    assert {"index.html", "404.html", "concepts.html", "modules/1.html", "lessons/running.html"} <= site(course).keys()
    assert "lessons/walking.html" not in site(course)


def test_a_second_build_changes_nothing_and_touches_no_file(course: Tiny) -> None:
    build(course)
    times = {path: path.stat().st_mtime_ns for path in (course.root / "output" / "site").rglob("*")}
    result = build(course)
    assert "0 new, 0 changed" in result.stderr
    assert times == {path: path.stat().st_mtime_ns for path in (course.root / "output" / "site").rglob("*")}


def test_two_builds_of_one_tree_are_equal_byte_for_byte(course: Tiny) -> None:
    build(course)
    build(course, "--output", str(course.root / "again"))
    first, second = site(course), site(course, "again")
    assert first.keys() == second.keys()
    differing = [path for path in first if first[path] != second[path]]
    assert differing in ([], ["lessons/running.html"]), "only the seconds of a training run may differ"
    (course.root / "output" / "site").rename(course.root / "aside")
    build(course)
    assert site(course) == first


def test_what_is_no_longer_made_goes_and_the_cache_stays(course: Tiny) -> None:
    build(course)
    course.change("curriculum/course.yaml", "[walking, running]", "[walking]")
    (course.root / "lessons/running").rename(course.root / "lessons/_running")
    assert build(course).returncode == 0
    assert "lessons/running.html" not in site(course)
    assert any((course.root / "output" / "cache").rglob("job.json"))


def test_faults_leave_the_last_good_site_and_a_draft_shows_them(course: Tiny) -> None:
    build(course)
    before = site(course)
    course.change("lessons/running/plan.yaml", "required: DEVELOPED", "required: APPLIED")
    result = build(course)
    assert result.returncode == 1 and "PRE002" in result.stderr and "nothing was written" in result.stderr
    assert site(course) == before
    assert build(course, "--draft").returncode == 1
    assert "PRE002" in page(course)


def test_a_claim_that_the_model_does_not_bear_out_fails_the_build(course: Tiny) -> None:
    course.change("figures/figures.yaml", "speed: 2.5", "speed: 1.5")
    result = build(course)
    assert result.returncode == 1 and "figures/figures.yaml:7:" in result.stderr and "FIG005" in result.stderr
    assert not (course.root / "output" / "site").exists()


def test_a_number_that_nobody_measured_fails_the_build(course: Tiny) -> None:
    course.change(TEXT, "pace.speed|", "pace.sped|")
    result = build(course)
    assert result.returncode == 1 and "lessons/running/lesson.md:14:13: error[FIG030]" in result.stderr


def test_a_formula_that_cannot_be_read_fails_at_its_place(course: Tiny) -> None:
    course.change(TEXT, "The pace", r"With $\frac{1$ the pace")
    result = build(course)
    assert result.returncode == 1 and "lessons/running/lesson.md:14:" in result.stderr


def test_warnings_stop_a_strict_build_only(course: Tiny) -> None:
    course.write("lessons/flying/plan.yaml", "lesson: flying\ntitle: Flying\n")
    assert build(course).returncode == 0
    assert build(course, "--strict").returncode == 1


def started(course: Tiny) -> None:
    mark = course.root / "figures" / "started"
    deadline = time.monotonic() + 60
    while not mark.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_build_killed_while_training_leaves_the_last_site_and_the_next_one_works(course: Tiny, how: int) -> None:
    build(course)
    before = site(course)
    course.change("figures/figures.yaml", "speed: 2.5", "speed: 3.5")
    (course.root / "figures" / "started").unlink()
    (course.root / "figures" / "wait").touch()
    process = subprocess.Popen(
        [sys.executable, "-m", "builder", "--course", str(course.root), "lessons"], stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)})
    started(course)
    process.send_signal(how)
    _, said = process.communicate(timeout=60)
    assert process.returncode == (-signal.SIGKILL if how == signal.SIGKILL else 130)
    assert how == signal.SIGKILL or "interrupted" in said
    assert site(course) == before
    (course.root / "figures" / "wait").unlink()
    assert build(course).returncode == 0
    assert "The pace is 3.50 steps." in page(course)


def test_two_builds_at_once_on_one_output_folder(course: Tiny) -> None:
    arguments = [sys.executable, "-m", "builder", "--course", str(course.root), "lessons"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    processes = [subprocess.Popen(arguments, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    assert "The pace is 2.50 steps." in page(course)


def test_a_cache_entry_cut_in_half_is_made_anew(course: Tiny) -> None:
    build(course)
    before = site(course)
    (entry,) = (course.root / "output" / "cache").rglob("light.svg")
    entry.write_bytes(entry.read_bytes()[:20])
    assert build(course).returncode == 0
    assert site(course) == before


def test_progress_is_plain_lines_off_a_terminal_and_quiet_says_nothing(course: Tiny) -> None:
    loud = build(course)
    assert "\x1b[" not in loud.stderr and "done in" in loud.stderr
    quiet = command("-q", "--course", str(course.root), "lessons", "--output", str(course.root / "quiet"))
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_the_provenance_stands_under_the_picture(course: Tiny) -> None:
    build(course)
    text = page(course)
    assert "legs" in text and "Running is faster than walking: measured 2.5, claimed above 2" in text
    (data,) = [content for path, content in site(course).items() if path.endswith(".json") and "pace" in path]
    assert json.loads(data) == {"speed": 2.5}


def test_a_module_with_a_cycle_or_a_missing_lesson_writes_nothing(course: Tiny) -> None:
    course.change("curriculum/course.yaml", "[walking, running]", "[walking, running, flying]")
    assert build(course).returncode == 1
    assert not Path(course.root / "output" / "site").exists()
