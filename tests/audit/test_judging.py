"""What counts: against a baseline, since a change in git, by a lesson's checklists."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from builder.checklists import Checker, State
from builder.cli.main import run
from tests.audit.conftest import change, judged


@pytest.fixture(autouse=True)
def no_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def audit_json(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], list[str]]:
    """The exit code, the codes that count and those that are known."""
    code = run(["-q", "--course", str(root), "audit", "--format", "json", *arguments])
    report = json.loads(capsys.readouterr().out)
    return code, [f["code"] for f in report["diagnostics"]], [f["code"] for f in report["known"]]


# ---- baselines


def test_a_baseline_keeps_old_faults_quiet_and_new_ones_loud(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(broken / "baseline.json")
    assert audit_json(broken, capsys, "--baseline", file, "--update-baseline")[0] == 0
    code, counted, known = audit_json(broken, capsys, "--baseline", file)
    assert (code, counted, sorted(known)) == (0, [], ["LNK001", "PRE011", "PRE014"])
    change(broken, "lessons/rising/plan.yaml", "position: {number: 3, of: 3}", "position: {number: 2, of: 3}")
    assert audit_json(broken, capsys, "--baseline", file)[:2] == (1, ["REC007"])


def test_a_mended_fault_is_told_and_forgotten_on_request(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = broken / "baseline.json"
    arguments = ["--course", str(broken), "audit", "--baseline", str(file)]
    run([*arguments, "--update-baseline"])
    change(broken, "lessons/kneading/lesson.md", "[here](lesson:rising)", "[the next lesson](lesson:rising)")
    capsys.readouterr()
    assert run(arguments) == 0
    assert "recorded faults that are gone: 1" in capsys.readouterr().err
    run([*arguments, "--update-baseline"])
    assert [fault["code"] for fault in json.loads(file.read_text())["faults"]] == ["PRE011", "PRE014"]


@pytest.mark.parametrize(("content", "words"), [
    (None, "there is no baseline"), ("{", "is no baseline"), ('{"format": 9, "faults": []}', "update the baseline"),
    ("[]", "is no baseline"),
])
def test_a_file_that_is_no_baseline_is_wrong_usage(
    broken: Path, capsys: pytest.CaptureFixture[str], content: str | None, words: str
) -> None:
    file = broken / "baseline.json"
    if content is not None:
        file.write_text(content)
    assert run(["--course", str(broken), "audit", "--baseline", str(file)]) == 2
    assert words in capsys.readouterr().err


def test_a_selection_neither_shortens_a_baseline_nor_calls_its_faults_mended(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--course", str(broken), "audit", "--baseline", str(broken / "baseline.json"), "--select", "LNK"]
    assert run([*arguments, "--update-baseline"]) == 0
    capsys.readouterr()
    assert run(arguments) == 0
    assert "gone" not in capsys.readouterr().err
    assert audit_json(broken, capsys, "--baseline", str(broken / "baseline.json"))[:2] == (0, [])


def test_a_baseline_holds_while_lines_move(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--baseline", str(broken / "baseline.json"))
    audit_json(broken, capsys, *arguments, "--update-baseline")
    for path in ("lessons/shaping/plan.yaml", "lessons/kneading/plan.yaml"):
        (broken / path).write_text("# A comment.\n\n" + (broken / path).read_text())
    assert audit_json(broken, capsys, *arguments)[:2] == (0, [])


# ---- changes in git


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@b.c", *arguments], cwd=root, check=True,
                   capture_output=True)


@pytest.fixture
def committed(broken: Path) -> Path:
    """The broken course, committed, in a folder of its repository."""
    git(broken.parent, "init", "-q", "-b", "main")
    git(broken.parent, "add", ".")
    git(broken.parent, "commit", "-q", "-m", "Begin")
    return broken


def test_old_faults_do_not_count_since_a_change_that_left_them_alone(
    committed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(committed, "lessons/rising/lesson.md", "holds more gas.", "holds a lot of gas.")
    code, counted, known = audit_json(committed, capsys, "--since", "HEAD")
    assert (code, counted, sorted(known)) == (0, [], ["LNK001", "PRE011", "PRE014"])


def test_an_old_fault_counts_where_the_change_touched_its_line(
    committed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(committed, "lessons/kneading/lesson.md", "Rising, which [here]", "Rising, as you see [here]")
    assert audit_json(committed, capsys, "--since", "main")[1] == ["LNK001"]


def test_a_fault_far_from_the_change_counts_if_the_change_made_it(
    committed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(committed, "curriculum/records/1.yaml", "  - concept: fermentation\n    depth: DEVELOPED",
           "  - concept: fermentation\n    depth: INTRODUCED")
    change(committed, "lessons/rising/plan.yaml", "{concept: fermentation, depth: DEVELOPED}",
           "{concept: fermentation, depth: INTRODUCED}")
    git(committed, "commit", "-q", "-a", "-m", "Less of it")
    code, counted, _ = audit_json(committed, capsys, "--since", "HEAD~1")
    assert code == 1
    assert sorted(counted) == ["PRE007", "PRE014", "PRE014"], "in shaping and baking, whose files nobody touched"


def test_new_files_count_whole_before_they_are_committed(committed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (committed / "lessons/eating").mkdir()
    (committed / "lessons/eating/plan.yaml").write_text("lesson: eating\ntitle: Eating\n")
    assert audit_json(committed, capsys, "--since", "HEAD")[1] == ["REF003"]


def test_an_old_fault_below_a_new_line_does_not_count(committed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(committed, "lessons/kneading/lesson.md", ":::{objective}", "++ A word ahead.\n\n:::{objective}")
    code, counted, known = audit_json(committed, capsys, "--since", "HEAD")
    assert (code, counted, sorted(known)) == (0, [], ["LNK001", "PRE011", "PRE014"])


def test_of_two_equal_faults_the_one_in_a_written_line_counts(
    committed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(committed, "lessons/kneading/lesson.md", "You can knead a dough", "You can knead, see [here](#hands), a dough")
    run(["-q", "--course", str(committed), "audit", "--format", "json", "--since", "HEAD"])
    report = json.loads(capsys.readouterr().out)
    assert [(fault["code"], fault["line"]) for fault in report["diagnostics"]] == [("LNK001", 7)]
    assert "LNK001" in [fault["code"] for fault in report["known"]]


def test_a_file_with_another_name_brings_its_old_faults_along(
    committed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (committed / "lessons/kneading").rename(committed / "lessons/working")
    git(committed, "add", "-A")
    _, counted, known = audit_json(committed, capsys, "--since", "HEAD")
    assert "LNK001" in known and "LNK001" not in counted
    assert "REF001" in counted, "course.yaml lists the old name"


def test_what_a_deleted_file_leaves_behind_counts(committed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (committed / "lessons/shaping/plan.yaml").unlink()
    code, counted, _ = audit_json(committed, capsys, "--since", "HEAD")
    assert code == 1 and "REF008" in counted and "PRE003" in counted


def test_everything_counts_since_a_time_without_the_course(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(broken.parent, "init", "-q", "-b", "main")
    git(broken.parent, "commit", "-q", "--allow-empty", "-m", "Begin")
    git(broken.parent, "add", ".")
    git(broken.parent, "commit", "-q", "-m", "A course")
    assert audit_json(broken, capsys, "--since", "HEAD~1")[1] == ["LNK001", "PRE011", "PRE014"]


@pytest.mark.parametrize("revision", ["nowhere", "--all"])
def test_a_revision_that_is_none_is_wrong_usage(
    committed: Path, capsys: pytest.CaptureFixture[str], revision: str
) -> None:
    assert run(["--course", str(committed), "audit", f"--since={revision}"]) == 2
    assert "revision" in capsys.readouterr().err


# ---- checklists


def test_checklists_are_met_with_evidence(sound: Path) -> None:
    course, result = judged(sound)
    lists = Checker(course, result).lists("kneading")
    assert [entry.title for entry in lists] == ["Prerequisite audit", "Pedagogical design", "Text against plan"]
    assert all(item.state is State.MET and item.evidence for entry in lists for item in entry.items)
    evidence = {item.text: item.evidence for entry in lists for item in entry.items}
    assert evidence["Each is deep enough, and its stated status is right"] == "2 OK, 1 GAP"
    assert evidence["There are positive examples and a negative one"] == "2 positive, 1 negative"
    assert "3 of 3 marked in the text" in evidence.values()


def test_an_item_is_open_where_a_fault_keeps_it_so(broken: Path) -> None:
    course, result = judged(broken)
    items = [item for entry in Checker(course, result).lists("shaping") for item in entry.items]
    assert [(item.text, [d.code for d in item.faults]) for item in items if item.state is State.OPEN] == [
        ("Each is deep enough, and its stated status is right", ["PRE014"]),
        ("Every gap has a resolution that points to its place", ["PRE014"]),
    ]
    assert {item.state for item in items} == {State.MET, State.OPEN, State.NOT_YET}


def test_a_waived_fault_is_shown_as_waived(sound: Path) -> None:
    course, result = judged(sound)
    change(sound, "lessons/baking/plan.yaml", "depths:\n", "outline: [{id: cut, title: Cut}]\ndepths:\n")
    course, result = judged(sound)
    load = next(item for entry in Checker(course, result).lists("baking") for item in entry.items
                if item.text == "The load is bearable")
    assert load.state is State.WAIVED


def test_the_command_shows_a_lesson_s_checklists(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--course", str(broken), "audit", "--checklist", "shaping"]) == 1
    out = capsys.readouterr().out
    assert "[ ] Each is deep enough" in out and "[PRE014]" in out and "[x] Each is traced" in out
    assert run(["--course", str(broken), "audit", "--checklist", "shapin"]) == 2
    assert "did you mean `shaping`" in capsys.readouterr().err
