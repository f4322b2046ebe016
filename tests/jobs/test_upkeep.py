"""The upkeep of the store, and the commands `build figures` and `build cache`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.cli.main import run
from builder.jobs.figures import make_figures
from builder.jobs.making import Making, on_data
from builder.jobs.upkeep import NotKnown, survey, throw_away, unneeded
from tests.jobs.conftest import TWO, Heard, Workshop


@pytest.fixture
def made(workshop: Workshop) -> Workshop:
    """A course whose curve was made twice: with a narrow line, which nothing needs any more, and with a wide one."""
    workshop.figure("rise", "curve", params={"width": 1})
    workshop.figure("spot", "dot")
    workshop.make()
    workshop.figure("rise", "curve", params={"width": 2})
    workshop.make()
    return workshop


def build(workshop: Workshop, *words: str) -> int:
    """Runs a command on the course; its exit code."""
    return run(["--course", str(workshop.root), *words])


def keys(workshop: Workshop) -> set[str]:
    """The keys in the store."""
    return set(workshop.store.all_keys())


def test_only_what_no_figure_needs_is_pruned(made: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    before = keys(made)
    assert build(made, "cache", "prune", "--dry-run") == 0
    assert [line.split("  ")[0] for line in sorted(capsys.readouterr().out.splitlines())] == [
        "draw curve", "plan curve", "train line",
    ]
    assert keys(made) == before
    assert build(made, "cache", "prune", "--older-than", "1") == 0
    assert keys(made) == before
    assert build(made, "cache", "prune") == 0
    assert len(before - keys(made)) == 3
    heard = Heard()
    made.make(progress=heard)
    assert heard.ran == []
    assert build(made, "cache", "prune") == 0
    assert "0 entries of 0 bytes were removed" in capsys.readouterr().err


def test_a_model_behind_a_kept_drawing_is_not_pruned(made: Workshop) -> None:
    build(made, "cache", "prune")
    made.edit("figures/style.py", "red", "blue")
    assert made.make(how=Making(train=False)).figures.keys() == {"rise", "spot"}


def test_what_other_data_gave_is_not_pruned(workshop: Workshop) -> None:
    workshop.figure("rise", "curve")
    workshop.make()
    before = keys(workshop)
    make_figures(on_data(workshop.course(), "more", None), workshop.store, how=TWO)
    assert len(keys(workshop)) > len(before)
    assert unneeded(workshop.course(), workshop.store, survey(workshop.store)) == []


def test_nothing_is_pruned_while_it_is_not_known_what_is_needed(made: Workshop) -> None:
    made.figure("odd", "dots")
    with pytest.raises(NotKnown, match="`odd`"):
        unneeded(made.course(), made.store, survey(made.store))
    assert build(made, "cache", "prune") == 1
    with made.store.workspace():
        assert build(made, "cache", "prune") == 3


def test_damage_is_found_and_taken_away(made: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(made, "cache", "verify") == 0
    picture = next(made.store.folder.glob("??/*/light.svg"))
    picture.write_text("<svg>")
    (made.store.folder / "ab" / f"ab{'0' * 62}").mkdir(parents=True)
    before = keys(made)
    assert build(made, "cache", "verify", "--dry-run") == 1
    assert keys(made) == before
    capsys.readouterr()
    assert build(made, "cache", "verify") == 1
    assert sorted(line.split("  ")[1] for line in capsys.readouterr().out.splitlines()) == [
        "job.json is missing", "light.svg is not what was written",
    ]
    assert before - keys(made) == {picture.parent.name, f"ab{'0' * 62}"}


def test_the_cache_tells_its_size_and_age(made: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    (model,) = [one for one in survey(made.store) if one.what == "train line"][:1]
    for file in model.path.iterdir():
        os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 10 * 86400))
    state = made.store.folder / "unfinished" / "left"
    state.parent.mkdir(exist_ok=True)
    state.write_bytes(bytes(5000))
    assert build(made, "cache") == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert lines["train"].split()[1] == "2"
    assert lines["train"].endswith("0 h to 10 days")
    assert "5.0 kB" in lines["unfinished"]
    throw_away(made.store, survey(made.store)[-1])
    assert not state.exists()


def test_figures_are_made_from_the_command_line(workshop: Workshop, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    claim = {"text": "It is steep.", "metric": "slope", "above": 100}
    workshop.figure("rise", "curve", claims=[claim])
    workshop.figure("spot", "dot")
    assert build(workshop, "figures", "spot", "--cache", str(tmp_path / "kept")) == 0
    name, _, path = capsys.readouterr().out.strip().partition("  ")
    assert name == "spot"
    assert Path(path).read_text() == "<svg/>"
    assert Path(path).is_relative_to(tmp_path / "kept")
    assert not (workshop.root / "output").exists()
    assert build(workshop, "figures", "--no-train", "spot") == 0
    assert build(workshop, "figures", "--no-train") == 1
    assert "FIG008" in capsys.readouterr().err
    assert build(workshop, "figures", "--dry-run") == 0
    assert "2 jobs would run" in capsys.readouterr().out
    assert build(workshop, "figures") == 1
    assert "error[FIG005]" in capsys.readouterr().err
    assert build(workshop, "figures", "--why", "rise") == 0
    assert capsys.readouterr().out == "It is up to date.\n"
    assert build(workshop, "figures", "--data", "other") == 0
    table = capsys.readouterr().out
    assert "| rise | It is steep. | slope = " in table
    assert "has to be" in table and "| above 100 | **fails** |" in table and "1 of 1 claims do not hold." in table


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["spit"], "no figure `spit`. Did you mean `spot`?"),
        (["--why", "spit"], "no figure `spit`"),
        (["--retrain", "spit"], "no figure `spit`"),
        (["--scheduler", "tcp://here:1"], "--scheduler goes with --executor dask"),
        (["--data-dir", "."], "--data-dir goes with --data"),
        (["--retrain", "spot", "--no-train"], "exclude each other"),
    ],
)
def test_wrong_usage_is_told(
    workshop: Workshop, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    workshop.figure("spot", "dot")
    assert build(workshop, "figures", *words) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_the_cache_can_be_named_in_the_environment(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSEWRIGHT_CACHE", str(tmp_path / "shared"))
    workshop.figure("spot", "dot")
    assert build(workshop, "figures") == 0
    assert list((tmp_path / "shared" / "jobs").glob("??/*/light.svg"))
