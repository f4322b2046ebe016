"""The store: whole entries or none, whatever happens to the disk or to the builds."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from builder.jobs.disk import StoreFault, write_whole
from builder.jobs.keys import key_of
from builder.jobs.store import Store
from tests.jobs.conftest import Heard, Workshop

INGREDIENTS = {"kind": "draw", "recipe": "dot", "params": {"radius": 2}}
KEY = key_of(INGREDIENTS)


def keep(store: Store, work: Path, content: str = "ink") -> str:
    """Keeps a job with two files."""
    folder = work / "job"
    (folder / "files").mkdir(parents=True)
    (folder / "light.svg").write_text(content)
    (folder / "files" / "atlas.webp").write_text("atlas")
    return store.keep(folder, INGREDIENTS, {"width": 3}, 1.5, {"python": "3.11"})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one entry."""
    store = Store(tmp_path / "jobs")
    with store.workspace() as work:
        assert keep(store, work) == KEY
    return store


def test_an_entry_is_found_as_it_was_kept(store: Store) -> None:
    entry = store.find(KEY)
    assert entry is not None
    assert entry.folder == store.folder / KEY[:2] / KEY
    assert (entry.ingredients, entry.facts, entry.seconds) == (INGREDIENTS, {"width": 3}, 1.5)
    assert entry.files.keys() == {"light.svg", "files/atlas.webp"}
    assert [found.key for found in store.entries()] == [KEY]


def cut(folder: Path) -> None:
    (folder / "light.svg").write_text("in")


def flip(folder: Path) -> None:
    (folder / "light.svg").write_text("inl")


def lose(folder: Path) -> None:
    (folder / "files" / "atlas.webp").unlink()


def add(folder: Path) -> None:
    (folder / "more.txt").touch()


def cut_record(folder: Path) -> None:
    text = (folder / "job.json").read_text()
    (folder / "job.json").write_text(text[: len(text) // 2])


def change_record(folder: Path) -> None:
    text = (folder / "job.json").read_text()
    (folder / "job.json").write_text(text.replace('"width": 3', '"width": 4'))


def lose_record(folder: Path) -> None:
    (folder / "job.json").unlink()


@pytest.mark.parametrize("harm", [cut, flip, lose, add, cut_record, change_record, lose_record])
def test_a_damaged_entry_is_dropped_and_can_be_made_anew(store: Store, tmp_path: Path, harm) -> None:  # type: ignore[no-untyped-def]
    harm(store.folder / KEY[:2] / KEY)
    later = Store(store.folder)
    assert later.find(KEY) is None
    assert later.drop_damaged(KEY)
    assert not (store.folder / KEY[:2] / KEY).exists()
    with later.workspace() as work:
        keep(later, work)
    assert later.find(KEY)


def test_a_sound_entry_is_never_dropped(store: Store) -> None:
    assert store.drop_damaged(KEY) is None
    assert store.find(KEY)
    assert store.drop_damaged("0" * 64) is None


def test_the_first_of_two_equal_jobs_stays(store: Store) -> None:
    with store.workspace() as work:
        keep(store, work, "paint")
        assert list(work.glob("job*")) == []
    entry = store.find(KEY)
    assert entry is not None
    assert (entry.folder / "light.svg").read_text() == "ink"


def test_many_builds_keep_one_entry(tmp_path: Path) -> None:
    def build(number: int) -> str:
        store = Store(tmp_path / "jobs")
        with store.workspace() as work:
            return keep(store, work, f"ink {number}")

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(build, range(24))) == {KEY}
    store = Store(tmp_path / "jobs")
    assert store.find(KEY)
    assert leftovers(store) == []


def leftovers(store: Store) -> list[str]:
    """The folders of unfinished jobs."""
    return [path.name for path in (store.folder / "work").iterdir() if path.is_dir()]


def test_workspaces_of_living_builds_are_not_swept(store: Store) -> None:
    with store.workspace() as first, Store(store.folder).workspace() as second:
        assert first.is_dir()
        assert second.is_dir()
    assert leftovers(store) == []


def test_workspaces_of_dead_builds_are_swept(store: Store) -> None:
    dead = store.folder / "work" / "build-dead"
    (dead / "job").mkdir(parents=True)
    (dead / "lock").touch()
    (dead / "job" / "weights").write_text("half")
    with store.workspace():
        assert not dead.exists()


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = Store(tmp_path / "jobs")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFault, match="No space is left"), store.workspace() as work:
        keep(store, work)
    assert store.find(KEY) is None
    assert leftovers(store) == []
    with pytest.raises(StoreFault, match="No space is left"):
        write_whole(tmp_path / "made.json", b"{}")
    assert not list(tmp_path.glob("*made.json*"))


def test_a_disk_that_fills_up_during_training_is_told_as_such(workshop: Workshop) -> None:
    workshop.edit("figures/training.py", "return {", "FULL.write_text('weights')\n    return {")
    workshop.edit("figures/training.py", "import random\n", "import random\nfrom pathlib import Path\nFULL = Path('/dev/full')\n")
    workshop.figure("rise", "curve")
    with pytest.raises(StoreFault, match="No space is left"):
        workshop.make()
    assert leftovers(workshop.store) == []
    workshop.edit("figures/training.py", "FULL.write_text('weights')", "pass")
    assert workshop.make().figures.keys() == {"rise"}


def test_a_store_that_is_a_file_is_told_as_such(workshop: Workshop) -> None:
    workshop.figure("spot", "dot")
    workshop.write("output/cache", "not a folder")
    with pytest.raises(StoreFault, match="cannot be used"):
        workshop.make()


def test_a_damaged_drawing_is_made_anew_and_said_so(workshop: Workshop) -> None:
    workshop.figure("spot", "dot")
    figure = workshop.make().figures["spot"]
    (figure.folder / figure.light).write_text("<svg>")
    heard = Heard()
    again = workshop.make(progress=heard).figures["spot"]
    assert (again.folder / again.light).read_text() == "<svg/>"
    assert heard.ran == ["draw spot"]
    assert heard.notes == ['The kept result of "draw spot" was damaged (light.svg is not what was written); it is made anew.']
