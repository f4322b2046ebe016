"""A training that was killed goes on where it was, and ends as if nothing had happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.jobs.recipes import Checkpoint
from tests.jobs.conftest import Workshop, codes, ended, start_build, wait_for

LONG = '''\
import json
import os
import random
import time
from pathlib import Path

HERE = Path(PLACE)
STEPS = 6


def train(need, data, folder, report, *, checkpoint):
    """Adds up random numbers; halts after the third step until it may go on."""
    state = json.loads(checkpoint.load() or b"null") or {"step": 0, "sum": 0.0, "generator": None}
    if state["generator"]:
        version, numbers, gauss = state["generator"]
        random.setstate((version, tuple(numbers), gauss))
    with (HERE / "steps.log").open("a") as log:
        for step in range(state["step"], STEPS):
            print(step, file=log, flush=True)
            state = {"step": step + 1, "sum": state["sum"] + random.random(), "generator": random.getstate()}
            checkpoint.save(json.dumps(state).encode())
            while step == 2 and not (HERE / "go").exists():
                (HERE / "pid").write_text(str(os.getpid()))
                time.sleep(0.02)
    (folder / "weights.txt").write_text(str(state["sum"]))
    return {"loss": state["sum"]}
'''


@pytest.fixture
def long(workshop: Workshop) -> Workshop:
    """A course with a training of six steps that halts after three until the file `go` is there."""
    workshop.write("figures/training.py", LONG.replace("PLACE", repr(str(workshop.root.parent))))
    workshop.figure("rise", "curve")
    return workshop


def steps(course: Workshop) -> list[str]:
    """The steps that were taken so far."""
    return (course.root.parent / "steps.log").read_text().split()


def weights(course: Workshop) -> bytes:
    """The bytes of the one model in the store."""
    (path,) = course.store.folder.glob("??/*/weights.txt")
    return path.read_bytes()


def unfinished(course: Workshop) -> list[Path]:
    """What is left of trainings that did not end."""
    return list((course.store.folder / "unfinished").iterdir())


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_killed_training_goes_on_and_gives_the_same_bytes(long: Workshop, tmp_path: Path) -> None:
    build = start_build(long)
    child = wait_for(long.root.parent / "pid")
    build.kill()
    build.wait()
    assert ended(child)
    assert len(long.store.left_behind()) == 1
    (long.root.parent / "go").touch()
    assert codes(long.make()) == []
    assert steps(long) == ["0", "1", "2", "3", "4", "5"]
    assert unfinished(long) == []
    interrupted = weights(long)
    long.cache = tmp_path / "fresh"
    long.make()
    assert steps(long)[6:] == ["0", "1", "2", "3", "4", "5"]
    assert weights(long) == interrupted


def test_a_change_of_the_code_begins_anew(long: Workshop) -> None:
    build = start_build(long)
    wait_for(long.root.parent / "pid")
    build.kill()
    build.wait()
    (long.root.parent / "go").touch()
    long.edit("figures/training.py", "STEPS = 6", "STEPS = 4")
    long.make()
    assert steps(long)[3:] == ["0", "1", "2", "3"]


def test_a_training_that_fails_leaves_no_state(long: Workshop) -> None:
    (long.root.parent / "go").touch()
    long.edit("figures/training.py", "    (folder /", "    raise ValueError('no')\n    (folder /")
    assert codes(long.make()) == ["FIG003"]
    assert unfinished(long) == []


def test_one_process_at_a_time_has_the_state(workshop: Workshop) -> None:
    with workshop.store.unfinished("a") as first, workshop.store.unfinished("a") as second:
        assert first is not None
        assert second is None
    with workshop.store.unfinished("a") as third:
        assert third == first


def test_a_damaged_state_is_not_used(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "state")
    assert checkpoint.load() is None
    checkpoint.save(b"three")
    checkpoint.save(b"four")
    assert checkpoint.load() == b"four"
    for damaged in (b"", (tmp_path / "state").read_bytes()[:-1], b"x" * 40):
        (tmp_path / "state").write_bytes(damaged)
        assert checkpoint.load() is None
    Checkpoint().save(b"nowhere")
    assert Checkpoint().load() is None
