"""Importing again: three-way merging, and edits that keep an author's comments."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.importing.files.merging import digests, merge
from builder.importing.imports import apply, import_texts
from builder.importing.results import ImportResult

PLAN = """\
# Lesson: Knots

**Slug:** `square-knots`
**Module:** 1.1
**Load:** BUILD

## Phase 1: Orient

The student can tie a shoe.

## Phase 2: Analyze

### Prerequisites

| Concept | Required Depth | Source | Reasoning |
|---|---|---|---|
| Loop | INTRODUCED | loops-first | Under and over |
| Tension | MENTIONED | loops-first | Pull evenly |

### Examples

| Example | Type | Purpose |
|---|---|---|
| Parcel | Positive | Holds flat |
| Granny knot | Negative | Slips |
"""


def _run(root: Path, text: str = PLAN) -> ImportResult:
    result = import_texts([("knots.md", text.encode())], root)
    apply(result)
    return result


def _conflicts(result: ImportResult) -> list[tuple[str, int]]:
    return [(one.span.path, one.span.line) for one in result.diagnostics if one.code == "IMP020"]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    _run(tmp_path)
    return tmp_path / "lessons/square-knots/plan.yaml"


def test_the_same_document_changes_nothing(plan: Path, tmp_path: Path) -> None:
    assert not _run(tmp_path).written


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    result = import_texts([("knots.md", PLAN.encode())], tmp_path)
    assert "lessons/square-knots/plan.yaml" in result.written
    assert not list(tmp_path.iterdir())


def test_what_the_document_changed_is_taken(plan: Path, tmp_path: Path) -> None:
    result = _run(tmp_path, PLAN.replace("Holds flat", "Lies flat"))
    assert "purpose: Lies flat" in plan.read_text() and not _conflicts(result)


def test_what_was_changed_or_added_by_hand_is_kept_with_its_comments(plan: Path, tmp_path: Path) -> None:
    text = plan.read_text()
    text = text.replace("purpose: Slips", "purpose: Slips under load  # seen in class")
    text = text.replace("examples:", "# What is shown on the table.\nexamples:")
    text += "target: The knot that lies flat\n"
    plan.write_text(text)
    result = _run(tmp_path, PLAN.replace("Under and over", "Over and under").replace("| Parcel |", "| Sail | Positive | Reefed |\n| Parcel |"))
    again = plan.read_text()
    assert not _conflicts(result)
    for kept in ("purpose: Slips under load  # seen in class", "# What is shown on the table.", "target: The knot that lies flat"):
        assert kept in again
    assert "reasoning: Over and under" in again and again.index("text: Sail") < again.index("text: Parcel")


def test_what_both_changed_is_said_and_left(plan: Path, tmp_path: Path) -> None:
    plan.write_text(plan.read_text().replace("purpose: Slips", "purpose: Slides"))
    result = _run(tmp_path, PLAN.replace("| Slips |", "| Comes undone |"))
    line = next(number for number, line in enumerate(plan.read_text().split("\n"), 1) if "Slides" in line)
    assert _conflicts(result) == [("lessons/square-knots/plan.yaml", line)]
    assert "Comes undone" not in plan.read_text()


def test_a_row_that_the_document_dropped_goes_and_one_dropped_by_hand_stays_away(plan: Path, tmp_path: Path) -> None:
    _run(tmp_path, PLAN.replace("| Tension | MENTIONED | loops-first | Pull evenly |\n", ""))
    assert "Tension" not in plan.read_text()
    text = plan.read_text()
    plan.write_text(text[:text.index("  - id: granny-knot")])
    result = _run(tmp_path, PLAN.replace("| Tension | MENTIONED | loops-first | Pull evenly |\n", ""))
    assert "granny" not in plan.read_text() and not _conflicts(result)


def test_a_plan_made_by_hand_is_not_mixed_with_a_document(tmp_path: Path) -> None:
    path = tmp_path / "lessons/square-knots/plan.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("lesson: square-knots\ntitle: Reef knots\nexamples:\n  - id: sail\n    text: A sail\n")
    result = _run(tmp_path)
    text = path.read_text()
    assert "Reef knots" in text and "Parcel" not in text and "student_state: The student can tie a shoe." in text
    assert len(_conflicts(result)) == 1


def test_a_file_that_cannot_be_read_is_left_alone(plan: Path, tmp_path: Path) -> None:
    plan.write_text("lesson: [\n")
    result = _run(tmp_path, PLAN.replace("Slips", "Falls"))
    assert plan.read_text() == "lesson: [\n"
    assert [one.code for one in result.diagnostics if one.severity == "error"] == ["IMP021"]


def test_a_course_made_by_hand_keeps_its_comments_and_order(tmp_path: Path) -> None:
    path = tmp_path / "curriculum/course.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("# Our course\ntitle: Ropes\ndescription: All of it\nmodules:\n  - id: \"1.1\"  # the first\n    title: Knots\n"
                    "    lessons:\n      - loops-first\n      - bowlines\n")
    _run(tmp_path, PLAN.replace("**Module:** 1.1", "**Module:** 1.1\n**Position:** Lesson 2 of 3"))
    text = path.read_text()
    assert "# Our course" in text and "# the first" in text
    assert text.index("loops-first") < text.index("square-knots") < text.index("bowlines")


@pytest.mark.parametrize(("base", "mine", "theirs", "value", "both"), [
    ("a", "a", "b", "b", 0), ("a", "b", "a", "b", 0), ("a", "b", "b", "b", 0), ("a", "b", "c", "b", 1), ("a", None, "a", None, 0),
    ("a", None, "b", None, 1), ("a", "a", None, None, 0), ("a", "b", None, "b", 1), (None, "a", "b", "a", 1), (None, None, "b", "b", 0),
])
def test_values(base: str | None, mine: str | None, theirs: str | None, value: str | None, both: int) -> None:
    found = merge({"x": digests(base)} if base else {}, {"x": mine} if mine else {}, {"x": theirs} if theirs else {})
    assert (found.value.get("x"), len(found.both)) == (value, both)
