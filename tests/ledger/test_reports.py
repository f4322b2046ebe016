"""The ledger of a small course in every format, and that nothing that a review holds is left out.

`BLESS=1 pytest tests/ledger/test_reports.py` writes what the reports say now into `golden/`, for reading in the diff.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from builder import __version__
from builder.audit import audit
from builder.cli.review import FORMATS
from builder.course import Course
from builder.importing.files.writing import dump
from builder.importing.imports import apply, import_documents
from builder.ledger.earlier import NotFound, text_at_review
from builder.ledger.history import EntryStanding, history
from builder.ledger.start import NotNow, next_review
from builder.ledger.state import state_of
from builder.loading import load
from tests.importing.test_round_trip import SEEDS
from tests.rules.conftest import COURSE

GOLDEN = Path(__file__).parent / "golden"
OWN = Path(__file__).parents[2]
SCHEMA = json.loads((OWN / "schemas/ledger.schema.json").read_text())
ENDS = {"text": "txt", "markdown": "md", "csv": "csv", "json": "json"}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("what", ["course", "kneading"])
def test_a_report_is_as_it_was_approved(form: str, what: str) -> None:
    course, _ = load(COURSE)
    slugs = list(course.lessons) if what == "course" else [what]
    path, made = GOLDEN / f"{what}.{ENDS[form]}", FORMATS[form](course, slugs, what == "course")
    made = made.replace("\r\n", "\n").replace(f'"version": "{__version__}"', '"version": "0"')
    if os.environ.get("BLESS"):
        path.write_text(made)
    assert made == path.read_text()


def strings(value: Any) -> Iterator[str]:
    """All strings in plain data."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        yield from strings(part)


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("form", ["json", "text", "markdown"])
def test_nothing_that_a_review_holds_is_left_out(form: str) -> None:
    course, _ = load(OWN)
    for slug, folder in course.lessons.items():
        made = FORMATS[form](course, [slug], False)
        found = squeezed("".join(strings(json.loads(made)))) if form == "json" else squeezed(made)
        for _, review in folder.reviews:
            kept = dump(review)
            for finding in kept.get("findings", ()):
                finding.pop("target", None)
            for look in kept.get("verification", ()) if form != "json" else ():
                assert look.pop("outcome") == "RESOLVED", "reports say `verified`"
            for words in strings({**kept, "lesson": ""}):
                assert squeezed(words) in found


def test_json_fits_its_schema() -> None:
    for root in (OWN, COURSE):
        course, _ = load(root)
        report = json.loads(FORMATS["json"](course, list(course.lessons), True))
        jsonschema.validate(report, SCHEMA)
        held = [finding.id for folder in course.lessons.values() for _, review in folder.reviews
                for finding in review.findings]
        assert sorted(held) == sorted(entry["finding"]["id"] for lesson in report["lessons"]
                                      for entry in lesson["findings"])


@pytest.mark.skipif(not SEEDS, reason="the documents that the project started from are not at hand")
def test_the_reviews_of_the_first_plan_are_held(tmp_path: Path) -> None:
    apply(import_documents(SEEDS, tmp_path))
    course, _ = load(tmp_path)
    (folder,) = [one for one in course.lessons.values() if one.reviews]
    told = history(folder)
    assert len(told.iterations) == 2
    severities = [str(entry.finding.severity) for entry in told.entries]
    assert (severities.count("CRITICAL"), severities.count("IMPROVEMENT"), severities.count("POLISH")) == (0, 3, 4)
    mended = [entry for entry in told.entries if entry.finding.severity == "IMPROVEMENT"]
    assert {entry.standing for entry in mended} == {EntryStanding.VERIFIED}
    assert all(entry.verified_on for entry in mended)
    assert [str(one.verdict) for one in told.iterations] == ["NEEDS REVISION", "PASS"]
    assert told.iterations[-1].allowed == "PASS"


# ---- what `start` writes


def started(course: Course, slug: str, **more: Any) -> tuple[str, str]:
    return next_review(course, slug, audit(course), "2025-05-01", **more)


def test_an_untouched_new_review_is_a_note_and_no_fault(tmp_path: Path) -> None:
    shutil.copytree(COURSE, tmp_path / "course")
    root = tmp_path / "course"
    course, _ = load(root)
    for slug in ("kneading", "rising"):
        path, text = started(course, slug, reviewer="Ada: the first")
        (root / path).write_text(text)
    course, found = load(root)
    result = audit(course, found)
    assert [(d.code, d.severity) for d in result.diagnostics] == [("REV016", "note")] * 2
    assert course.lessons["rising"].reviews[-1][1].reviewer == "Ada: the first"


def test_what_the_audit_knows_stands_above_the_findings(tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(COURSE, root)
    lesson = root / "lessons/kneading/lesson.md"
    lesson.write_text(lesson.read_text().replace("![A hand with a ball of dough]", "![]"))
    _, text = started(load(root)[0], "kneading")
    known = text[text.index("# What the audit knows"):text.index("# The computed checklists")]
    assert "lesson.md:" in known
    assert "error ACC001: the image" in known
    assert "open: Links, headings and images serve everybody" in text


def test_sections_with_odd_names_are_kept_and_cover(tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(COURSE, root)
    lesson = root / "lessons/rising/lesson.md"
    long = " ".join(["very"] * 60)
    lesson.write_text(lesson.read_text() + f"\n## 2024\n\nOne.\n\n## No\n\nTwo.\n\n## {long}\n\nThree.\n\n## Año\n\nFour.\n")
    path, made = started(load(root)[0], "rising")
    (root / path).write_text(made.replace("\nverdict:\n", "\nverdict: PASS\n"))
    course, found = load(root)
    assert not found
    assert state_of(course.lessons["rising"]).state == "passed"


def test_no_iteration_begins_before_the_last_is_done_or_after_the_last_that_is_allowed(tmp_path: Path) -> None:
    root = tmp_path / "course"
    shutil.copytree(COURSE, root)
    review = root / "lessons/rising/reviews/01.yaml"
    first = review.read_text()
    review.write_text(first.replace("verdict: PASS", "of: 1\nverdict: MAJOR REVISION"))
    with pytest.raises(NotNow, match="iteration 1 of 1 was the last that is allowed and says MAJOR REVISION"):
        started(load(root)[0], "rising")
    assert "\niteration: 2\nof: 2\n" in started(load(root)[0], "rising", of=2)[1]
    review.write_text(first.replace("verdict: PASS", ""))
    with pytest.raises(NotNow, match="iteration 1 has no verdict yet"):
        started(load(root)[0], "rising")
    review.write_text(first.replace("PASS", "PASSED"))
    with pytest.raises(NotNow, match="cannot be read"):
        started(load(root)[0], "rising")
    with pytest.raises(NotNow, match="no text"):
        started(load(root)[0], "baking")


def test_a_course_without_git_has_no_earlier_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    root = tmp_path / "course"
    shutil.copytree(COURSE, root)
    course, _ = load(root)
    with pytest.raises(NotFound, match="no git repository"):
        text_at_review(course, "kneading", *course.lessons["kneading"].reviews[-1])
