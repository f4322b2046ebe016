"""What can happen to jobs while they run."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.diagnostics import Diagnostic
from tests.jobs.conftest import Heard, Workshop, codes, ended, start_build, wait_for

RAISE = {
    "draw": ("figures/recipes/curve.py", "    line = context", "    raise ValueError('no such colour')\n    line = context"),
    "train": ("figures/training.py", "    report(", "    raise ValueError('no such colour')\n    report("),
}


def one(workshop: Workshop) -> Diagnostic:
    """Builds a curve beside a dot, which nothing may keep from being drawn, and returns the one fault."""
    workshop.figure("rise", "curve", params={"width": 2})
    workshop.figure("spot", "dot")
    made = workshop.make()
    assert made.figures.keys() == {"spot"}
    (fault,) = made.diagnostics
    return fault


@pytest.mark.parametrize("job", ["draw", "train"])
def test_an_exception_is_told_with_its_line(workshop: Workshop, job: str) -> None:
    workshop.edit(*RAISE[job])
    fault = one(workshop)
    assert (fault.code, fault.place, fault.span.line) == ("FIG003", "figures.rise", 3)
    assert "ValueError: no such colour" in fault.message
    (related,) = fault.related
    assert str(related.span) in (f"{RAISE[job][0]}:20:1", f"{RAISE[job][0]}:9:1")
    assert (f'"{job} line width=2 steps=3 seed=0" failed' in fault.message) == (job == "train")


def test_a_failed_training_is_told_once_by_each_figure(workshop: Workshop) -> None:
    workshop.edit(*RAISE["train"])
    workshop.figure("rise", "curve")
    workshop.figure("fall", "curve", alt="The same line.")
    workshop.edit("figures/recipes/curve.py", "    line = context", "    # a comment\n    line = context")
    faults = workshop.make().diagnostics
    assert [(fault.code, fault.place) for fault in faults] == [("FIG003", "figures.rise"), ("FIG003", "figures.fall")]
    assert workshop.count(workshop.trainings) == 1


def test_the_words_of_a_recipe_fault_are_its_own(workshop: Workshop) -> None:
    text = "    from builder.jobs.recipes import RecipeFault\n    raise RecipeFault('A map needs two codes.')\n    line = context"
    workshop.edit("figures/recipes/curve.py", "    line = context", text)
    assert one(workshop).message == "The figure `rise` was not drawn: A map needs two codes."


def test_a_training_that_diverges_says_so(workshop: Workshop) -> None:
    text = "    from builder.jobs.recipes import Diverged\n    raise Diverged('the loss is inf after 7 steps')\n    report("
    workshop.edit("figures/training.py", "    report(", text)
    fault = one(workshop)
    assert fault.code == "FIG004"
    assert "the loss is inf after 7 steps." in fault.message


@pytest.mark.parametrize("value", ["nan", "inf"])
def test_facts_that_are_no_numbers_mean_divergence(workshop: Workshop, value: str) -> None:
    workshop.edit("figures/training.py", '{"loss": slope / need.training["steps"]}', f'{{"losses": [1.0, float("{value}")]}}')
    fault = one(workshop)
    assert fault.code == "FIG004"
    assert f"losses.1 = {value}" in fault.message


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ('"A line."', '""', "alt text"),
        ('width=320', 'width=0', "needs a size"),
        ('"atlas.bin"', '"../atlas.bin"', "plain name"),
        ('data={"slope": slope}', 'data={"slope": float("nan")}', "held by JSON"),
        ('"slope": slope, "loss"', '"slope": "steep", "loss"', "the metric `slope` is no number"),
        ("    return Drawing(", "    return dict(", "must return a Drawing"),
    ],
)
def test_a_drawing_that_cannot_be_shown_is_refused(workshop: Workshop, before: str, after: str, words: str) -> None:
    workshop.edit("figures/recipes/curve.py", before, after)
    fault = one(workshop)
    assert fault.code == "FIG003"
    assert words in fault.message


@pytest.mark.parametrize(
    ("death", "words"),
    [("os.kill(os.getpid(), 9)", "SIGKILL; most often the machine has run out of memory"), ("os._exit(7)", "exit code 7")],
)
def test_a_killed_process_is_told_and_others_go_on(workshop: Workshop, death: str, words: str) -> None:
    workshop.edit("figures/training.py", "    report(", f"    import os; {death}\n    report(")
    fault = one(workshop)
    assert fault.code == "FIG003"
    assert words in fault.message


def test_a_process_may_die_while_a_recipe_is_read(workshop: Workshop) -> None:
    workshop.write("figures/recipes/curve.py", "import os\nos._exit(1)\n")
    assert one(workshop).code == "FIG003"


def test_jobs_leave_no_trace_in_the_next_one(workshop: Workshop) -> None:
    """Both figures run in one process; the first disturbs the random numbers that the second draws."""
    draw = "import random\n    return Drawing(str(random.random()).encode(), b'-', 'svg', 9, 9, 'x', {'r': random.random()})"
    workshop.edit("figures/recipes/dot.py", 'return Drawing(b"<svg/>"', f"{draw}\n    return Drawing(b'<svg/>'")
    workshop.figure("a", "dot", seed=1, params={"radius": 1})
    workshop.figure("b", "dot", seed=1, params={"radius": 2})
    figures = workshop.make().figures
    assert figures["a"].metrics == figures["b"].metrics


def test_what_the_code_prints_and_reports_is_heard(workshop: Workshop) -> None:
    workshop.edit("figures/training.py", "    report(", "    print('epoch', 1)\n    report(")
    workshop.figure("rise", "curve")
    heard = Heard()
    workshop.make(progress=heard)
    assert heard.lines == ["curve", "epoch 1", "half way"] or heard.lines == ["epoch 1", "half way"]


@pytest.fixture
def endless(workshop: Workshop) -> Iterator[Workshop]:
    """A course whose training writes its process's number and then waits until it may go on."""
    here = workshop.root.parent
    workshop.edit(
        "figures/training.py",
        "    report(",
        "    import os, time, pathlib\n"
        f"    pathlib.Path({str(here / 'pid')!r}).write_text(str(os.getpid()))\n"
        "    (folder / 'half').write_text('half')\n"
        f"    while not pathlib.Path({str(here / 'go')!r}).exists():\n"
        "        time.sleep(0.02)\n"
        "    report(",
    )
    workshop.figure("rise", "curve")
    yield workshop
    (here / "go").touch()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_killed_build_leaves_no_process_and_the_next_one_works(endless: Workshop) -> None:
    build = start_build(endless)
    child = wait_for(endless.root.parent / "pid")
    build.kill()
    build.wait()
    assert ended(child)
    assert list((endless.store.folder / "work").glob("build-*"))
    (endless.root.parent / "go").touch()
    assert endless.make().figures.keys() == {"rise"}
    assert not list((endless.store.folder / "work").glob("build-*"))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_an_interrupted_build_ends_at_once_with_its_processes(endless: Workshop) -> None:
    build = start_build(endless)
    child = wait_for(endless.root.parent / "pid")
    began = time.monotonic()
    os.killpg(build.pid, signal.SIGINT)
    _, errors = build.communicate(timeout=20)
    assert time.monotonic() - began < 10
    assert build.returncode == -signal.SIGINT
    assert errors.count("KeyboardInterrupt") == 1
    assert ended(child)
    assert not list((endless.store.folder / "work").glob("build-*"))


def test_two_builds_at_once_agree(workshop: Workshop) -> None:
    workshop.figure("rise", "curve", params={"width": 2})
    workshop.figure("spot", "dot")
    builds = [start_build(workshop), start_build(workshop)]
    (first, _), (second, _) = [build.communicate(timeout=120) for build in builds]
    assert first == second
    assert "rise" in first
    assert first.strip().endswith(" 0")
    heard = Heard()
    assert codes(workshop.make(progress=heard)) == []
    assert heard.ran == []
