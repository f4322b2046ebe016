"""Export of an import says all that the document said; import of an export gives the same models."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.course import Course
from builder.importing.exporting import export
from builder.importing.files.writing import dump
from builder.importing.imports import apply, import_documents, import_texts
from builder.importing.results import ImportResult
from builder.loading import load

HERE = Path(__file__).parent


def _seeds() -> list[Path]:
    """The documents that the project started from, where they are at hand."""
    named = os.environ.get("COURSEWRIGHT_SEEDS")
    folders = [Path(named)] if named else [parent / "shared" / "seeds" for parent in HERE.parents]
    folder = next((one for one in folders if one.is_dir()), None)
    return sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".md")) if folder else []


SEEDS = _seeds()
OWN = sorted((HERE / "documents").glob("*.md"))
COURSES = [HERE.parents[1], *(HERE.parent / name for name in ("rules/course", "pages/play", "pages/demo"))]
CORPUS = sorted(path for path in (HERE / "corpus").glob("*.md") if path.stem != "README")


def _course(documents: list[Path], root: Path) -> tuple[Course, ImportResult]:
    result = import_documents(documents, root)
    apply(result)
    course, diagnostics = load(root)
    assert not diagnostics
    return course, result


def _without_lines(values: dict[str, Any]) -> dict[str, Any]:
    for extra in values.get("extra", ()):
        extra.pop("line", None)
    return values


def _same_files(one: Path, other: Path) -> None:
    """Compare the YAML of two courses by value; the lines of extras are those of their documents."""
    paths = sorted(path.relative_to(one) for path in one.rglob("*.yaml"))
    assert paths == sorted(path.relative_to(other) for path in other.rglob("*.yaml"))
    for path in paths:
        left, right = ((root / path).read_text() for root in (one, other))
        assert _without_lines(yaml.safe_load(left)) == _without_lines(yaml.safe_load(right)), path


@pytest.mark.parametrize("documents", [[path] for path in OWN + CORPUS] + [OWN, CORPUS] + ([SEEDS] if SEEDS else []), ids=lambda paths: "+".join(p.stem[:12] for p in paths))
def test_import_of_an_export_gives_the_same_files(documents: list[Path], tmp_path: Path) -> None:
    result = import_documents(documents, tmp_path / "one")
    if not result.written:
        pytest.skip("nothing to import from this document")
    course, _ = _course(documents, tmp_path / "one")
    apply(import_texts(list(export(course, "markdown").items()), tmp_path / "two"))
    _same_files(tmp_path / "one", tmp_path / "two")


@pytest.mark.parametrize("root", COURSES, ids=lambda root: root.name)
def test_an_export_of_any_course_comes_back_as_the_same_models(root: Path, tmp_path: Path) -> None:
    course, _ = load(root)
    result = import_texts(list(export(course, "markdown").items()), tmp_path)
    apply(result)
    again, diagnostics = load(tmp_path)
    assert not diagnostics
    assert (again.config, again.concepts, again.records) == (course.config, course.concepts, course.records)
    for slug, lesson in ((slug, lesson) for slug, lesson in course.lessons.items() if lesson.plan):
        assert _without_lines(dump(again.lessons[slug].plan)) == _without_lines(dump(lesson.plan))
        assert [review for _, review in again.lessons[slug].reviews] == [review for _, review in lesson.reviews]
    assert not import_texts(list(export(course, "markdown").items()), tmp_path).written


def test_a_page_of_the_course_that_was_changed_is_not_read(tmp_path: Path) -> None:
    course, _ = load(COURSES[0])
    page = export(course, "markdown")["course.md"].replace(b"# Course", b"# Our course")
    result = import_texts([("course.md", page)], tmp_path)
    assert not result.written and [one.code for one in result.diagnostics] == ["IMP001"]


def test_settings_changed_by_hand_stay(tmp_path: Path) -> None:
    course, _ = load(COURSES[0])
    pages = list(export(course, "markdown").items())
    apply(import_texts(pages, tmp_path))
    settings = tmp_path / "curriculum/course.yaml"
    settings.write_text(settings.read_text().replace(course.config.title, "Another title"))
    result = import_texts(pages, tmp_path)
    assert not result.written and load(tmp_path)[0].config.title == "Another title"


def _words(text: str) -> str:
    """A piece of a document without its marks, to compare what is said."""
    text = re.sub(r"^\s*(?:[-*+]|\d+\.)\s+", "", text.strip())
    return " ".join(re.sub(r"[*_`\"“”]", "", text.replace("\\|", "|")).split()).strip(" .:")


def _pieces(text: str) -> Counter[str]:
    """The cells, items and lines of a document."""
    pieces: Counter[str] = Counter()
    for line in text.split("\n"):
        if line.startswith("|"):
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            pieces.update(_words(cell) for cell in cells if set(cell.strip()) - set(":-"))
        elif line.strip() and set(line.strip()) != {"-"}:
            pieces[_words(line)] += 1
    return pieces


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_every_cell_and_paragraph_of_a_seed_is_exported(seed: Path, tmp_path: Path) -> None:
    result = import_documents([seed], tmp_path)
    if not result.written:
        assert [one.code for one in result.diagnostics] == ["IMP001"]
        return
    course, _ = _course([seed], tmp_path)
    exported = "\n".join(text.decode() for text in export(course, "markdown").values())
    missing = _pieces(seed.read_text("utf-8")) - _pieces(exported)
    assert not missing


@pytest.mark.parametrize("document", OWN, ids=lambda path: path.stem)
def test_every_word_of_a_document_is_kept(document: Path, tmp_path: Path) -> None:
    """Words in any order: an export of bullets as a table moves them about."""
    result = import_documents([document], tmp_path)
    if not result.written:
        return
    course, _ = _course([document], tmp_path)
    exported = {word for text in export(course, "markdown").values() for word in re.findall(r"[^\W_]+", text.decode().casefold())}
    body = document.read_text().split("\n", 1)[1]
    lines = [line for line in body.split("\n") if not line.startswith("#") and not line.startswith("|") and "**" not in line]
    words = {word for line in lines for word in re.findall(r"[^\W_]+", line.casefold())}
    assert words - exported <= {"lesson", "none", "two", "critical", "improvement", "accepted", "0", "from", "overall"}


def test_the_audit_works_on_an_imported_course_without_text(tmp_path: Path) -> None:
    from builder.audit import audit

    course, _ = _course(OWN, tmp_path)
    found = audit(course)
    assert found.diagnostics and all(one.span.path.endswith(".yaml") for one in found.diagnostics)
    assert {"REC007", "REV002", "LOA002", "MIS006", "CON003"} <= {one.code for one in found.diagnostics}


def test_csv_and_json(tmp_path: Path) -> None:
    import csv
    import io
    import json

    course, _ = _course([HERE / "documents" / "record-classic.md", HERE / "documents" / "plan-tables.md"], tmp_path)
    tables = export(course, "csv")
    concepts = list(csv.DictReader(io.StringIO(tables["concepts.csv"].decode())))
    assert [row["concept"] for row in concepts] == [row.concept for row in course.records["2.3"].concepts]
    misconceptions = list(csv.DictReader(io.StringIO(tables["misconceptions.csv"].decode())))
    assert [row["belief"] for row in misconceptions if row["stated in"] == "plan"] == [
        "A join adds columns side by side", "Unmatched rows are kept", "Join order changes the result"]
    everything = json.loads(export(course, "json")["course.json"])
    assert everything["lessons"]["joining-tables"]["plan"]["title"] == "Joining Tables"
    assert len(everything["lessons"]["joining-tables"]["reviews"]) == 2


def test_a_cell_is_no_formula(tmp_path: Path) -> None:
    document = "# Lesson: A\n\n## Misconceptions\n\n1. \"=SUM(A1)\" -- no\n2. \"- a dash\" -- no\n\n## Examples\n\n- a\n"
    apply(import_texts([("a.md", document.encode())], tmp_path))
    beliefs = export(load(tmp_path)[0], "csv")["misconceptions.csv"].decode()
    assert "'=SUM(A1)" in beliefs and "'- a" not in beliefs


def test_ids_made_by_hand_survive_an_export(tmp_path: Path) -> None:
    document = "# Lesson: A\n\n**Slug:** `a-lesson`\n\n## Misconceptions\n\n1. \"Fish cannot drown\" -- they can\n\n## Examples\n\n- a\n"
    apply(import_texts([("a.md", document.encode())], tmp_path / "one"))
    plan = tmp_path / "one/lessons/a-lesson/plan.yaml"
    plan.write_text(plan.read_text().replace("id: fish-cannot-drown", "id: drowning"))
    pages = export(load(tmp_path / "one")[0], "markdown")
    assert b"drowning" in pages["plans/a-lesson.md"]
    apply(import_texts(list(pages.items()), tmp_path / "two"))
    assert load(tmp_path / "two")[0].lessons["a-lesson"].plan == load(tmp_path / "one")[0].lessons["a-lesson"].plan
    changed = pages["plans/a-lesson.md"].replace(b"they can", b"they do")
    apply(import_texts([("a.md", changed)], tmp_path / "three"))
    assert "drowning" not in (tmp_path / "three/lessons/a-lesson/plan.yaml").read_text()


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    course, _ = _course([HERE / "documents" / "plan-short.md"], tmp_path)
    with pytest.raises(ValueError, match="markdown, csv, json"):
        export(course, "docx")
