"""Stamps: whatever a file's times say, a change is noticed, and what is as it was is not read again."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import looking, stamps
from builder.stamps import Stamps

SECOND = 1_000_000_000
START = 1_700_000_000 * SECOND


class Desk:
    """A small course, with how it is looked at."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "course"
        self.clock = str(folder / "clock")
        self.past = False
        self.text = self.write("lessons/one/lesson.md", "What is a mean?")
        self.write("lessons/one/reviews/01.yaml", "verdict: PASS")
        self.write("lessons/two/lesson.md", "What is a median?")
        self.write("curriculum/course.yaml", "title: Means")

    def write(self, path: str, text: str) -> Path:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        return place

    def take(self, before: Stamps | None = None) -> Stamps:
        return self._then(Stamps.take(str(self.root), ["curriculum", "lessons"], ["data.csv"], before, clock=self.clock))

    def renewed(self, kept: Stamps, **how: Any) -> Stamps:
        return self._then(kept.renewed(self.clock, **how))

    def _then(self, found: Stamps) -> Stamps:
        """Let the file system's clock go on, where the margin that usually sees to it is taken away."""
        if self.past:
            wait_a_tick(self.clock)
        return found


def wait_a_tick(clock: str) -> None:
    Path(clock).touch()
    before = os.stat(clock).st_ctime_ns
    while os.stat(clock).st_ctime_ns == before:
        os.utime(clock)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def later(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that was written is long past for who looks at it."""
    real = looking.time_of
    desk.past = True

    def time_of(clock: str | None) -> tuple[int, int] | None:
        now = real(clock)
        return now and (now[0], now[1] + 60 * SECOND)

    monkeypatch.setattr(stamps, "time_of", time_of)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose contents are read, as they are."""
    names: list[str] = []
    real = looking._digest_of_file

    def digest(place: str) -> bytes:
        names.append(os.path.basename(place))
        return real(place)

    monkeypatch.setattr(looking, "_digest_of_file", digest)
    return names


class Disk:
    """A file system with a clock of its own; both times of a file stand still unless they are among the `telling`."""

    def __init__(self, clock: str) -> None:
        self.clock, self.now, self.times = clock, START, dict[str, int]()
        self.telling = {"written", "changed"}
        self.stat = os.stat

    def write(self, place: Path, text: str) -> None:
        place.write_text(text)
        self.times[str(place)] = self.now

    def says(self, place: Any, **how: Any) -> Any:
        real = self.stat(place, **how)
        still = START - 60 * SECOND
        told = self.now if place == self.clock else self.times.get(os.fspath(place), still)
        return SimpleNamespace(
            st_mode=real.st_mode, st_size=real.st_size, st_ino=real.st_ino, st_dev=real.st_dev, st_nlink=real.st_nlink,
            st_mtime_ns=told if "written" in self.telling else still,
            st_ctime_ns=told if "changed" in self.telling or place == self.clock else still)


@pytest.fixture
def disk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk(desk.clock)
    monkeypatch.setattr(os, "stat", made.says)
    return made


# ---- what is noticed


def test_what_is_as_it_was_is_not_read_again(desk: Desk, later: None, read: list[str]) -> None:
    kept = desk.take()
    assert sorted(read) == ["01.yaml", "course.yaml", "lesson.md", "lesson.md"]
    read.clear()
    assert desk.renewed(kept) is kept and kept.unchanged(desk.clock) and desk.take(kept) == kept
    assert read == []


def _edit(desk: Desk) -> None:
    desk.write("lessons/one/lesson.md", "What is a mode?")


def _add(desk: Desk) -> None:
    desk.write("lessons/one/_picture.svg", "<svg/>")


def _remove(desk: Desk) -> None:
    desk.text.unlink()


def _rename(desk: Desk) -> None:
    desk.text.rename(desk.text.with_name("notebook.md"))


def _rename_folder(desk: Desk) -> None:
    (desk.root / "lessons/one").rename(desk.root / "lessons/three")


def _make_empty_folder(desk: Desk) -> None:
    (desk.root / "lessons/three").mkdir()


def _remove_a_folder(desk: Desk) -> None:
    shutil.rmtree(desk.root / "lessons")


def _swap(desk: Desk) -> None:
    other = desk.root / "lessons/two/lesson.md"
    for old, new in ((desk.text, "kept"), (other, desk.text), (desk.root / "kept", other)):
        old.rename(desk.root / new)


def _file_becomes_folder(desk: Desk) -> None:
    desk.text.unlink()
    desk.write("lessons/one/lesson.md/part.md", "inside")


def _missing_file_appears(desk: Desk) -> None:
    desk.write("data.csv", "1,2")


EDITS: dict[Callable[[Desk], None], tuple[list[str], list[str], list[str]]] = {
    _edit: ([], [], ["lessons/one/lesson.md"]),
    _add: (["lessons/one/_picture.svg"], [], []),
    _remove: ([], ["lessons/one/lesson.md"], []),
    _rename: (["lessons/one/notebook.md"], ["lessons/one/lesson.md"], []),
    _rename_folder: (
        ["lessons/three/lesson.md", "lessons/three/reviews/01.yaml"],
        ["lessons/one/lesson.md", "lessons/one/reviews/01.yaml"], []),
    _make_empty_folder: ([], [], []),
    _remove_a_folder: (
        [], ["lessons/one/lesson.md", "lessons/one/reviews/01.yaml", "lessons/two/lesson.md"], []),
    _swap: ([], [], ["lessons/one/lesson.md", "lessons/two/lesson.md"]),
    _file_becomes_folder: (["lessons/one/lesson.md/part.md"], ["lessons/one/lesson.md"], []),
    _missing_file_appears: (["data.csv"], [], []),
}


@pytest.mark.parametrize("trust_times", [True, False])
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__.strip("_"))
def test_an_edit_is_noticed_and_named(desk: Desk, later: None, edit: Callable[[Desk], None], trust_times: bool) -> None:
    kept = desk.take()
    edit(desk)
    now = desk.renewed(kept, trust_times=trust_times)
    assert now != kept and not kept.unchanged(desk.clock, trust_times)
    assert now == desk.take()
    changes = kept.changes(now)
    assert (changes.added, changes.removed, changes.modified) == EDITS[edit]
    assert desk.renewed(now) is now


def test_what_is_no_part_of_a_course_is_not_looked_at(desk: Desk, later: None) -> None:
    kept = desk.take()
    for name in (".lesson.md.swp", "lesson.md~", "#lesson.md#", "__pycache__/x.pyc", ".git/HEAD"):
        desk.write(f"lessons/one/{name}", "x")
    assert desk.renewed(kept) == kept == desk.take()


def test_what_is_outside_the_course_is_named_by_its_full_path(desk: Desk, tmp_path: Path, later: None) -> None:
    template = tmp_path / "package" / "page.html"
    template.parent.mkdir()
    template.write_text("<p>")
    kept = Stamps.take(str(desk.root), ["lessons", str(template.parent)], [], clock=desk.clock)
    assert kept.paths()[-1] == str(template) and kept.digest(str(template)) and kept.digest("lessons/one/lesson.md")
    template.write_text("<b>")
    assert kept.changes(desk.renewed(kept)).modified == [str(template)]


def test_a_digest_is_that_of_the_content(desk: Desk) -> None:
    kept = desk.take()
    assert kept.digest("lessons/one/lesson.md") == hashlib.blake2b(b"What is a mean?", digest_size=16).hexdigest()
    assert [kept.digest(path) for path in ("data.csv", "lessons/one", "lessons/one/", "nowhere")] == [None] * 4
    assert kept.paths() == [
        "curriculum/course.yaml", "lessons/one/lesson.md", "lessons/one/reviews/01.yaml", "lessons/two/lesson.md"]


# ---- times that mislead


def test_a_restored_backup_of_the_same_size_and_time_is_noticed(desk: Desk, tmp_path: Path, later: None) -> None:
    backup = tmp_path / "lesson.md"
    backup.write_text("What is a mode?")
    os.utime(backup, ns=(START, START))
    os.utime(desk.text, ns=(START, START))
    kept = desk.take()
    shutil.copy2(backup, desk.text)
    assert desk.text.stat().st_mtime_ns == START and not kept.unchanged(desk.clock)


def test_a_file_put_in_anothers_place_with_its_size_and_time_is_noticed(desk: Desk, later: None) -> None:
    other = desk.write("other", "What is a mode?")
    for place in (other, desk.text):
        os.utime(place, ns=(START, START))
    kept = desk.take()
    os.replace(other, desk.text)
    assert kept.changes(desk.renewed(kept)).modified == ["lessons/one/lesson.md"]


@pytest.mark.parametrize("telling", [{"written", "changed"}, {"written"}, {"changed"}], ids="-".join)
def test_a_second_writing_within_the_same_tick_is_noticed(desk: Desk, disk: Disk, telling: set[str]) -> None:
    disk.telling = telling
    disk.write(desk.text, "What is a mean?")
    kept = desk.take()
    disk.write(desk.text, "What is a mode?")
    disk.now += 3600 * SECOND
    assert kept.changes(desk.renewed(kept)).modified == ["lessons/one/lesson.md"]


@pytest.mark.parametrize(("age", "trusted"), [(0, False), (1, False), (2, False), (3, True)])
def test_a_state_counts_once_it_is_clearly_past(
    desk: Desk, disk: Disk, read: list[str], age: int, trusted: bool,
) -> None:
    disk.write(desk.text, "What is a mean?")
    disk.now += age * SECOND
    kept = desk.take()
    read.clear()
    disk.now += 3600 * SECOND
    now = desk.renewed(kept)
    assert now == kept and read == ([] if trusted else ["lesson.md"])
    read.clear()
    assert desk.renewed(now) is now and read == []


def test_the_names_in_a_young_folder_are_compared(desk: Desk, disk: Disk) -> None:
    folder = desk.root / "lessons/one"
    disk.times[f"{folder}/"] = disk.times[str(folder)] = disk.now
    kept = desk.take()
    desk.write("lessons/one/notebook.md", "a name made within the tick")
    disk.now += 3600 * SECOND
    assert kept.changes(desk.renewed(kept)).added == ["lessons/one/notebook.md"]


def test_a_clock_set_back_hides_no_edit(desk: Desk, disk: Disk, read: list[str]) -> None:
    disk.write(desk.text, "What is a mean?")
    disk.now += 60 * SECOND
    kept = desk.take()
    disk.now -= 24 * 3600 * SECOND
    disk.write(desk.text, "What is a mode?")
    now = desk.renewed(kept)
    assert now != kept
    disk.times[str(desk.text)] = disk.now + 3600 * SECOND
    now = desk.renewed(now)
    read.clear()
    assert desk.renewed(now) is now and read == ["lesson.md"], "a time to come tells nothing"


def test_digests_see_through_a_file_system_that_lies(desk: Desk, disk: Disk) -> None:
    kept = desk.take()
    desk.text.write_text("What is a mode?")
    assert kept.unchanged(desk.clock), "size, both times and inode are as they were"
    assert not kept.unchanged(desk.clock, trust_times=False)


@pytest.mark.parametrize("same", [
    lambda text: os.utime(text), lambda text: os.utime(text, (START // SECOND, START // SECOND)),
    lambda text: text.chmod(0o600), lambda text: text.write_text(text.read_text()),
    lambda text: (text.rename(text.with_name("x")), shutil.copy(text.with_name("x"), text), text.with_name("x").unlink()),
    lambda text: os.utime(text, ns=(-SECOND, -5 * SECOND)),
], ids=["touched", "whole seconds", "chmod", "written again", "copied", "before 1970"])
def test_the_same_content_is_unchanged_whatever_its_times(
    desk: Desk, later: None, read: list[str], same: Callable[[Path], object], request: pytest.FixtureRequest,
) -> None:
    kept = desk.take()
    same(desk.text)
    now = desk.renewed(kept)
    assert now == kept and now is not kept
    read.clear()
    desk.renewed(now)
    assert read == (["lesson.md"] if "1970" in request.node.name else [])


def test_without_a_clock_and_on_another_device_digests_decide(
    desk: Desk, read: list[str], monkeypatch: pytest.MonkeyPatch, later: None,
) -> None:
    kept = desk.take()
    monkeypatch.setattr(stamps, "time_of", lambda clock: (-1, 2 * START))
    for clock in (desk.clock, None):
        now = Stamps.take(str(desk.root), ["lessons"], [], clock=clock)
        read.clear()
        assert now.renewed(clock) is now and len(read) == 3
    read.clear()
    assert desk.renewed(kept) is kept and read == [], "what was past there stays past"


def test_a_clock_that_cannot_be_touched_leaves_it_to_the_digests(desk: Desk, read: list[str]) -> None:
    nowhere = str(desk.root / "nowhere" / "clock")
    kept = Stamps.take(str(desk.root), ["lessons"], [], clock=nowhere)
    read.clear()
    assert kept.renewed(nowhere) is kept and len(read) == 3


def test_the_clock_is_the_file_systems(desk: Desk) -> None:
    before = looking.time_of(desk.clock)
    time.sleep(0.02)
    made = desk.write("made", "later").stat()
    time.sleep(0.02)
    after = looking.time_of(desk.clock)
    assert before and after and before[0] == after[0] == made.st_dev
    assert before[1] < made.st_ctime_ns < after[1]


# ---- folders and links


def test_a_folder_moved_away_and_back_is_unchanged_unless_it_was_edited(desk: Desk, tmp_path: Path, later: None) -> None:
    kept, lesson = desk.take(), desk.root / "lessons/one"
    lesson.rename(tmp_path / "away")
    (tmp_path / "away").rename(lesson)
    assert desk.renewed(kept) == kept
    lesson.rename(tmp_path / "away")
    (tmp_path / "away/lesson.md").write_text("What is a mode?")
    (tmp_path / "away").rename(lesson)
    assert kept.changes(desk.renewed(kept)).modified == ["lessons/one/lesson.md"]


def test_links_are_followed(desk: Desk, tmp_path: Path, later: None) -> None:
    away = tmp_path / "away"
    away.mkdir()
    (away / "plan.yaml").write_text("one")
    (desk.root / "lessons/linked").symlink_to(away)
    link = desk.root / "lessons/one/plan.yaml"
    link.symlink_to(away / "plan.yaml")
    kept = desk.take()
    (away / "plan.yaml").write_text("two")
    now = desk.renewed(kept)
    assert kept.changes(now).modified == ["lessons/linked/plan.yaml", "lessons/one/plan.yaml"]
    (away / "other.yaml").write_text("six")
    link.unlink()
    link.symlink_to(away / "other.yaml")
    changes = now.changes(desk.renewed(now))
    assert (changes.added, changes.modified) == (["lessons/linked/other.yaml"], ["lessons/one/plan.yaml"])


def test_the_other_name_of_a_file_is_an_edit_too(desk: Desk, later: None) -> None:
    os.link(desk.text, desk.root / "other-name")
    kept = desk.take()
    (desk.root / "other-name").write_text("What is a mode?")
    assert kept.changes(desk.renewed(kept)).modified == ["lessons/one/lesson.md"]


@pytest.mark.parametrize("becomes", ["file", "folder"])
def test_a_link_to_nothing_counts_once_there_is_something(desk: Desk, tmp_path: Path, later: None, becomes: str) -> None:
    (desk.root / "lessons/one/linked").symlink_to(tmp_path / "target")
    kept = desk.take()
    assert desk.renewed(kept) is kept
    place = tmp_path / "target" / ("inner" if becomes == "folder" else "")
    place.parent.mkdir(exist_ok=True)
    place.write_text("here")
    added = "lessons/one/linked" + ("/inner" if becomes == "folder" else "")
    assert kept.changes(desk.renewed(kept)).added == [added]


@pytest.mark.parametrize(("links", "files"), [
    ({"one/self": "one"}, 4), ({"one/two": "two", "two/one": "one"}, 7), ({"two/nothing": "two/nothing"}, 4),
])
def test_links_in_a_circle_end(desk: Desk, later: None, links: dict[str, str], files: int) -> None:
    for link, target in links.items():
        (desk.root / "lessons" / link).symlink_to(desk.root / "lessons" / target)
    kept = desk.take()
    assert len(kept.paths()) == files and desk.renewed(kept) is kept


def test_what_is_no_file_is_not_opened(desk: Desk, later: None) -> None:
    os.mkfifo(desk.root / "lessons/one/pipe")
    kept = desk.take()
    assert "lessons/one/pipe" not in kept.paths() and desk.renewed(kept) is kept


def test_a_folder_where_a_file_was_asked_for_is_no_file(desk: Desk, later: None) -> None:
    kept = desk.take()
    desk.write("data.csv/part.csv", "1,2")
    now = desk.renewed(kept)
    assert now == kept and now.digest("data.csv") is None
    shutil.rmtree(desk.root / "data.csv")
    desk.write("data.csv", "1,2")
    assert kept.changes(desk.renewed(now)).added == ["data.csv"]


# ---- what happens while files are looked at


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[], object]], None]]:
    """Does something when the folders are walked and nothing in them is read yet."""

    def do(act: Callable[[], object]) -> None:
        real = stamps.stamp

        def stamp(*asked: Any) -> Any:
            monkeypatch.setattr(stamps, "stamp", real)
            act()
            return real(*asked)

        monkeypatch.setattr(stamps, "stamp", stamp)

    yield do


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__.strip("_"))
def test_an_edit_while_folders_are_walked_is_noticed_then_or_the_next_time(
    desk: Desk, later: None, edit: Callable[[Desk], None], meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    meanwhile(lambda: edit(desk))
    torn = desk.take()
    assert desk.renewed(torn) == desk.take()


def test_a_file_deleted_and_made_anew_while_folders_are_walked_is_known(
    desk: Desk, later: None, meanwhile: Callable[[Callable[[], object]], None],
) -> None:
    meanwhile(desk.text.unlink)
    torn = desk.take()
    desk.write("lessons/one/lesson.md", "What is a mean?")
    assert torn.digest("lessons/one/lesson.md") is None
    assert torn.changes(desk.renewed(torn)).added == ["lessons/one/lesson.md"]


@pytest.mark.parametrize("processes", [1, 2])
def test_a_file_that_cannot_be_read_is_a_fault_of_the_machine(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, processes: int,
) -> None:
    monkeypatch.setattr(looking, "_WORTH_A_PROCESS", 1)
    kept, real = desk.take(), os.open

    def refuse(place: Any, *how: Any, **more: Any) -> int:
        if str(place).endswith("two/lesson.md"):
            raise PermissionError(13, "Permission denied", str(place))
        return real(place, *how, **more)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PermissionError, match="two/lesson"):
        desk.renewed(kept, trust_times=False, processes=processes)
    with pytest.raises(PermissionError, match="two/lesson"):
        desk.take()


# ---- keeping, sharing, cost


def test_stamps_are_kept_as_bytes(desk: Desk, later: None) -> None:
    for name in ("line\nbreak.md", os.fsdecode(b"\xff.md"), "größe.md", " "):
        desk.write(f"lessons/one/{name}", name.encode("utf-8", "replace").decode())
    kept = desk.take()
    again = Stamps.from_bytes(kept.to_bytes(), str(desk.root))
    assert again == kept and again is not None and again.to_bytes() == kept.to_bytes()
    assert desk.renewed(again) is again
    nothing = Stamps.take(str(desk.root), [], [])
    assert Stamps.from_bytes(nothing.to_bytes(), "") == nothing and nothing.paths() == []


def test_damaged_stamps_are_none(desk: Desk) -> None:
    data = desk.take().to_bytes()
    for at in range(0, len(data), 7):
        assert Stamps.from_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1:], "") is None
    assert [Stamps.from_bytes(part, "") for part in (b"", data[:-1], data + b"\0", data[:30])] == [None] * 4


def test_a_copied_course_is_looked_at_in_its_own_place(desk: Desk, tmp_path: Path, later: None) -> None:
    kept = desk.take()
    copy = shutil.copytree(desk.root, tmp_path / "copy")
    (copy / "lessons/one/lesson.md").write_text("What is a mode?")
    theirs = Stamps.from_bytes(kept.to_bytes(), str(copy))
    assert theirs is not None
    assert theirs.changes(desk.renewed(theirs)).modified == ["lessons/one/lesson.md"]


@pytest.mark.parametrize("trust_times", [True, False])
def test_several_processes_find_the_same(
    desk: Desk, later: None, monkeypatch: pytest.MonkeyPatch, trust_times: bool,
) -> None:
    monkeypatch.setattr(looking, "_WORTH_A_PROCESS", 1)
    kept = desk.take()
    cold = Stamps.take(str(desk.root), ["curriculum", "lessons"], ["data.csv"], clock=desk.clock, processes=3)
    assert cold.to_bytes() == kept.to_bytes()
    assert desk.renewed(kept, trust_times=trust_times, processes=2) is kept
    for edit in (_edit, _add, _missing_file_appears):
        edit(desk)
        shared = desk.renewed(kept, trust_times=trust_times, processes=2)
        assert shared.to_bytes() == desk.renewed(kept, trust_times=trust_times).to_bytes() != kept.to_bytes()


def test_nothing_costly_is_imported() -> None:
    code = "import sys; old = set(sys.modules); import builder.stamps; print(*(set(sys.modules) - old))"
    new = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pathlib", "typing", "json", "re", "dataclasses", "click"} & set(new)
    assert len(new) < 20, new


PATHS = st.sampled_from(["lessons/a", "lessons/a/x.md", "lessons/b", "lessons/b/c/y.md", "lessons/z.md", "lessons"])
ACTS = st.lists(st.tuples(st.sampled_from(["write", "remove", "touch", "move"]), PATHS, PATHS), max_size=6)


def _act(root: Path, act: str, path: str, other: str) -> None:
    place = root / path
    if act == "write" and not place.is_dir() and not any(parent.is_file() for parent in place.parents):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(other)
    elif act == "remove" and place.exists():
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    elif act == "touch" and place.exists():
        os.utime(place, ns=(START, START))
    elif act == "move" and place.exists() and _is_free(root / other, place):
        place.rename(root / other)


def _is_free(new: Path, old: Path) -> bool:
    return new.parent.is_dir() and not new.exists() and not new.is_relative_to(old)


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(st.lists(ACTS, min_size=1, max_size=4), st.booleans())
def test_renewed_stamps_are_what_a_first_look_finds(rounds: list[Any], past: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        now = (os.stat(folder).st_dev, 2 * START if past else START)
        patch.setattr(stamps, "time_of", lambda clock: now)
        kept = Stamps.take(folder, ["lessons"], ["lessons/z.md"])
        for acts in rounds:
            wait_a_tick(f"{folder}/clock")
            for act in acts:
                _act(Path(folder), *act)
            later = kept.renewed()
            assert later == Stamps.take(folder, ["lessons"], ["lessons/z.md"])
            assert later.paths() == sorted(
                file.relative_to(folder).as_posix() for file in Path(folder, "lessons").rglob("*") if file.is_file())
            kept = later


@settings(max_examples=60, derandomize=True, deadline=None, database=None)
@given(st.lists(ACTS, min_size=1, max_size=4), st.booleans())
def test_looking_at_what_was_touched_finds_what_a_first_look_finds(rounds: list[Any], past: bool) -> None:
    def files() -> dict[str, int]:
        found = (file for file in Path(folder, "lessons").rglob("*") if file.is_file())
        return {file.relative_to(folder).as_posix(): file.stat().st_ctime_ns for file in found}

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        now = (os.stat(folder).st_dev, 2 * START if past else START)
        patch.setattr(stamps, "time_of", lambda clock: now)
        Path(folder, "lessons").mkdir()
        kept, before = Stamps.take(folder, ["lessons"], []), files()
        for acts in rounds:
            wait_a_tick(f"{folder}/clock")
            for act in acts:
                _act(Path(folder), *act)
            folders = (place.relative_to(folder).as_posix() for place in sorted(Path(folder).rglob("*")) if place.is_dir())
            after = files()
            if not Path(folder, "lessons").is_dir() or any(not any(Path(folder, path).iterdir()) for path in folders):
                return
            touched = [path for path in {*before, *after} if before.get(path) != after.get(path)]
            kept, before = kept.after(dict.fromkeys(touched, "")), after
            assert kept == Stamps.take(folder, ["lessons"], [])
            assert kept.paths() == sorted(after)


def test_what_was_written_just_now_is_not_read(desk: Desk, later: None, read: list[str]) -> None:
    kept = desk.take()
    read.clear()
    assert Stamps.take(str(desk.root), ["lessons"], [], clock=desk.clock, written=kept.digests()).digests() == {
        path: digest for path, digest in kept.digests().items() if path.startswith("lessons/")}
    assert not read
