"""`build import` and `build export` as whole commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.cli.main import run

RECORD = """\
# Module 1.1: First Steps -- Record

**Goal:** The student walks.
**Status:** Complete (1 of 1 lessons built)

## Concept Index

| Concept | Depth | Lesson | Notes |
|---------|-------|--------|-------|
| Walking (one foot after the other) | DEVELOPED | walking | Taught on grass. |
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "record.md"
    path.write_text(RECORD)
    return path


def test_a_dry_run_shows_the_files_and_writes_none(
    document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["import", str(document), "--into", str(tmp_path / "course"), "--dry-run"]) == 0
    assert "--- curriculum/records/1.1.yaml\n" in capsys.readouterr().out
    assert not (tmp_path / "course").exists()


def test_an_import_writes_a_course_that_the_audit_reads(document: Path, tmp_path: Path) -> None:
    course, table = tmp_path / "course", tmp_path / "table.md"
    assert run(["-q", "import", str(document), "--into", str(course), "--report", str(table)]) == 0
    assert run(["-q", "--course", str(course), "audit"]) in (0, 1)
    assert "concept: walking" in (course / "curriculum/records/1.1.yaml").read_text()
    assert "record.md" in table.read_text()


def test_an_export_reads_back_as_it_was(document: Path, tmp_path: Path) -> None:
    course, out, again = tmp_path / "course", tmp_path / "out", tmp_path / "again"
    run(["-q", "import", str(document), "--into", str(course)])
    assert run(["-q", "--course", str(course), "export", "--output", str(out)]) in (0, 1)
    exported = sorted(str(path) for path in out.rglob("*.md"))
    assert run(["-q", "import", *exported, "--into", str(again)]) == 0
    path = "curriculum/records/1.1.yaml"
    assert (again / path).read_text() == (course / path).read_text()


def test_an_export_never_empties_a_folder_of_something_else(document: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    run(["-q", "import", str(document), "--into", str(course)])
    assert run(["--course", str(course), "export", "--output", str(course)]) == 2
    assert (course / "curriculum" / "course.yaml").exists()


PLAN = "# Lesson: Walking\n\n**Slug:** `walking`\n**Module:** 1.1\n\n## Prerequisites\n\n- Standing\n\n## Examples\n\n- a hill\n"


def test_the_audit_of_an_imported_course_says_what_it_could_not_judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.md").write_text(PLAN)
    run(["import", str(tmp_path / "plan.md"), "--into", str(tmp_path / "course")])
    capsys.readouterr()
    run(["--course", str(tmp_path / "course"), "audit"])
    assert "1 lesson without text (walking)" in capsys.readouterr().err


@pytest.mark.parametrize("schemas", [False, True])
def test_a_file_points_to_its_schema_only_where_the_course_has_one(schemas: bool, tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(PLAN)
    course = tmp_path / "course"
    if schemas:
        run(["-q", "schema", "--output", str(course / "schemas")])
    assert run(["import", str(tmp_path / "plan.md"), "--into", str(course)]) == 0
    written = (course / "lessons/walking/plan.yaml").read_text()
    assert written.startswith("# yaml-language-server: $schema=../../schemas/plan.schema.json\n") is schemas
    assert not schemas or (course / "lessons/walking" / "../../schemas/plan.schema.json").is_file()
