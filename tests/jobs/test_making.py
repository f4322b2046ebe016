"""Where and how figures are made: without training, again, on other data, on other devices, from a moved cache."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from builder.diagnostics import Severity
from builder.jobs.faults import MachineFault
from builder.jobs.figures import excused, make_figures, outlook
from builder.jobs.making import Making, on_data
from tests.jobs.conftest import TWO, Heard, Workshop, codes


@pytest.fixture
def course(workshop: Workshop) -> Workshop:
    """A course with a curve that needs a model and a dot that needs none; nothing is made yet."""
    workshop.figure("rise", "curve", params={"width": 2}, seed=5)
    workshop.figure("spot", "dot")
    return workshop


def test_without_training_only_what_needs_a_new_model_is_missing(course: Workshop) -> None:
    made = course.make(how=Making(train=False))
    assert made.figures.keys() == {"spot"}
    (fault,) = made.diagnostics
    assert (fault.code, fault.place) == ("FIG008", "figures.rise")
    assert '"train line width=2 steps=3 seed=5"' in fault.message
    assert course.count(course.trainings) == 0


def test_without_training_kept_models_serve_new_drawings(course: Workshop) -> None:
    course.make()
    course.edit("figures/style.py", "red", "blue")
    heard = Heard()
    made = course.make(progress=heard, how=Making(train=False))
    assert (codes(made), heard.ran[-1], course.count(course.trainings)) == ([], "draw rise", 1)


def test_a_model_is_trained_again_on_demand_and_compared(course: Workshop) -> None:
    before = course.make().figures["rise"].metrics
    heard = Heard()
    again = course.make(how=Making(retrain=frozenset({"rise"})), progress=heard).figures["rise"].metrics
    assert again == before
    assert course.count(course.trainings) == 2
    assert heard.notes == ['"train line width=2 steps=3 seed=5" was trained anew and gave the same bytes as before.']


def test_a_training_that_cannot_be_repeated_is_told(course: Workshop) -> None:
    course.edit("figures/training.py", "random.random()", "__import__('os').getpid()")
    course.make()
    heard = Heard()
    course.make(how=Making(retrain=frozenset({"rise"})), progress=heard)
    assert heard.notes[0].endswith("gave other bytes than before.")


def test_an_unknown_figure_cannot_be_trained_again(course: Workshop) -> None:
    with pytest.raises(LookupError, match="no figure `rice`"):
        course.make(how=Making(retrain=frozenset({"rice"})))


def test_the_outlook_names_jobs_and_makes_none(course: Workshop) -> None:
    course.figure("odd", "dots")
    ahead = outlook(course.course(), course.store, None, TWO)
    assert [label for label, _ in ahead.jobs] == ["train line width=2 steps=3 seed=5", "draw rise", "draw spot"]
    assert (ahead.jobs[0][1], ahead.seconds) == (None, None)
    assert ahead.faults["odd"].startswith("There is no recipe `dots`")
    assert course.count(course.trainings) == 0


def test_the_outlook_knows_times_from_earlier_runs(course: Workshop) -> None:
    course.make()
    assert outlook(course.course(), course.store, None, TWO).jobs == ()
    course.edit("figures/models/line.py", "1.5", "2.5")
    ahead = outlook(course.course(), course.store, None, TWO)
    assert [label for label, _ in ahead.jobs] == ["train line width=2 steps=3 seed=5", "draw rise"]
    assert ahead.seconds is not None
    assert 0 <= ahead.seconds < 5
    assert ahead.seconds == pytest.approx(sum(seconds or 0 for _, seconds in ahead.jobs))
    again = outlook(course.course(), course.store, ["spot"], Making(retrain=frozenset({"spot"})))
    assert [label for label, _ in again.jobs] == ["draw spot"]


def test_a_device_is_passed_to_training_and_is_no_part_of_the_key(course: Workshop) -> None:
    course.edit("figures/training.py", "folder, report)", "folder, report, *, device)")
    course.edit("figures/training.py", "    report(", "    print('on', device)\n    report(")
    heard = Heard()
    course.make(progress=heard, how=Making(device="cuda:1"))
    assert "on cuda:1" in heard.lines
    heard = Heard()
    course.make(progress=heard)
    assert heard.ran == []


def test_a_device_that_is_not_there_ends_the_build(course: Workshop) -> None:
    with pytest.raises(MachineFault, match="trains on the CPU only"):
        course.make(how=Making(device="cuda"))
    course.edit("figures/training.py", "folder, report)", "folder, report, device)")
    refusal = "    from builder.jobs.recipes import NoDevice\n    raise NoDevice('This machine has no cuda.')\n    report("
    course.edit("figures/training.py", "    report(", refusal)
    with pytest.raises(MachineFault, match=r"This machine has no cuda\."):
        course.make(how=Making(device="cuda"))


@pytest.fixture
def with_data(course: Workshop) -> Workshop:
    """A course that draws from a data set in a folder, and claims something that holds there only."""
    course.write("curriculum/course.yaml", (course.root / "curriculum/course.yaml").read_text() + "data: {name: dots, folder: sets}\n")
    course.write("sets/dots.csv", "1\n")
    course.write("elsewhere/dots.csv", "5\n")
    course.edit("figures/training.py", "+ random.random()", "* int((data.folder / 'dots.csv').read_text())")
    course.figure("rise", "curve", claims=[{"text": "It is flat.", "metric": "slope", "below": 2}])
    return course


def test_figures_on_other_data_stand_beside_the_courses_own(with_data: Workshop) -> None:
    own = with_data.make()
    other = on_data(with_data.course(), "more-dots", with_data.root / "elsewhere")
    made = make_figures(other, with_data.store, how=TWO)
    assert (own.figures["rise"].metrics["slope"], made.figures["rise"].metrics["slope"]) == (1.5, 7.5)
    assert made.figures["rise"].provenance.data == "more-dots"
    assert (codes(own), codes(made)) == ([], ["FIG005"])
    assert [fault.severity for fault in excused(made).diagnostics] == [Severity.WARNING]
    heard = Heard()
    with_data.make(progress=heard)
    assert heard.ran == []


def test_a_cache_serves_a_copied_checkout(with_data: Workshop, tmp_path: Path) -> None:
    with_data.make()
    moved = Workshop(tmp_path / "other" / "checkout", cache=tmp_path / "restored")
    shutil.copytree(with_data.root, moved.root, ignore=shutil.ignore_patterns("output"))
    shutil.copytree(with_data.store.folder, tmp_path / "restored", copy_function=shutil.copy)
    heard = Heard()
    made = moved.make(progress=heard, how=Making(train=False))
    assert (sorted(made.figures), heard.ran, codes(made)) == (["rise", "spot"], [], [])
    assert made.figures["rise"].folder.is_relative_to(tmp_path / "restored")


def test_data_can_be_had_as_json_and_as_csv(course: Workshop) -> None:
    course.edit("figures/recipes/curve.py", 'data={"slope": slope}', 'data=[{"x": 1, "at": {"y": 2.5}}, {"x": 2, "at": {"y": None}}]')
    figure = course.make().figures["rise"]
    assert (figure.data, figure.table) == ("data.json", "data.csv")
    with (figure.folder / "data.csv").open(newline="") as file:
        assert list(csv.reader(file)) == [["x", "at.y"], ["1", "2.5"], ["2", ""]]
    assert course.make().figures["spot"].table is None
