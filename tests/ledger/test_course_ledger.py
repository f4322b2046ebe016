"""The ledger of a course: what waits in the order of harm, what recurs, who has read how much."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from builder.course import Course
from builder.ledger.course import CourseLedger
from builder.ledger.facts import facts_of, review_rows
from builder.ledger.likeness import alike
from builder.models.course import CourseFile
from builder.outlines import Outline, outlines
from tests.ledger.conftest import TEXT, finding, folder, read, text

NOW = text(TEXT.replace("a piece", "it"))


def course(**lessons: tuple[dict[str, Any], ...] | None) -> Course:
    """A course whose lessons have these reviews; None stands for a lesson without a text."""
    made = {slug: Outline(slug, slug.capitalize(), review=review_rows(
        folder(*(reviews or ()), words=None if reviews is None else NOW))) for slug, reviews in lessons.items()}
    modules = [{"id": "1", "title": "One", "lessons": list(made)}]
    config = CourseFile.model_validate({"title": "C", "description": "D", "modules": modules})
    return Course(Path(), config, outlines=outlines(list(made), made.__getitem__), order=tuple(made))


def test_what_waits_is_told_in_the_order_of_harm() -> None:
    asked = {"verdict": "NEEDS REVISION"}
    ledger = CourseLedger(course(
        planned=None,
        fine=({"verdict": "PASS", **read(NOW)},),
        unfinished=({},),
        fixed=({**asked, "findings": [finding("a", status="fixed")]},),
        improvement=({**asked, "findings": [finding("a")]},),
        drafted=(),
        stale=({"verdict": "PASS", **read(text())},),
        critical=({"verdict": "MAJOR REVISION", "of": 1, "findings": [finding("a", "CRITICAL")]},),
        worse=({"verdict": "MAJOR REVISION", "findings": [finding("a", "CRITICAL"), finding("b")]},),
    ))
    assert [(entry.lesson.slug, entry.why) for entry in ledger.waiting()] == [
        ("worse", "1 open CRITICAL finding"),
        ("critical", "1 open CRITICAL finding; no iteration is left"),
        ("stale", "it has changed since it passed"),
        ("drafted", "nobody has read it yet"),
        ("improvement", "1 open IMPROVEMENT"),
        ("fixed", "1 fix at which nobody has looked"),
        ("unfinished", "its review is not finished"),
    ]
    assert {str(state): number for state, number in ledger.states().items()} == {
        "planned": 1, "passed": 1, "in review": 5, "drafted": 1, "stale": 1}


def test_counts_over_iterations_reviewers_and_the_oldest_open_finding() -> None:
    first = {"verdict": "NEEDS REVISION", "reviewer": "Ada", "date": "2025-05-02", "findings": [
        finding("a"), finding("b", "POLISH")]}
    second = {"verdict": "PASS", "reviewer": "Bo", "date": "2025-05-09",
              "verification": [{"finding": "a", "outcome": "RESOLVED"}]}
    ledger = CourseLedger(course(
        one=(first, second), two=({**first, "date": "2025-05-01"},), three=({"reviewer": "Ada"},)))
    assert {number: dict(counts) for number, counts in ledger.by_iteration().items()} == {
        1: {"CRITICAL": 0, "IMPROVEMENT": 2, "POLISH": 2}, 2: {"CRITICAL": 0, "IMPROVEMENT": 0, "POLISH": 0}}
    assert ledger.to_pass() == {2: 1}
    loads = [(load.reviewer, load.iterations, load.lessons, load.findings, load.unfinished)
             for load in ledger.reviewers()]
    assert loads == [("Ada", 3, 3, 4, 1), ("Bo", 1, 1, 0, 0)]
    oldest = ledger.oldest()
    assert oldest
    assert (oldest.lesson.slug, oldest.finding.id) == ("two", "a")


def test_findings_recur_by_the_rule_that_they_name_or_by_their_words() -> None:
    def one(*findings: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        return ({"verdict": "NEEDS REVISION", "findings": list(findings)},)

    ledger = CourseLedger(course(
        one=one(finding("the-figure-has-no-caption"), finding("x", issue="See MIS002.")),
        two=one(finding("a-figure-has-a-wrong-caption"), finding("y", suggested_fix="MIS002 tells."),
                finding("the-figure-has-no-caption-2")),
        three=one(finding("too-long"), finding("z")),
    ))
    found = {group.what: [(entry.lesson.slug, entry.finding.id) for entry in group.findings]
             for group in ledger.recurring()}
    assert found == {
        "MIS002": [("one", "x"), ("two", "y")],
        "the figure has no caption": [
            ("one", "the-figure-has-no-caption"), ("two", "a-figure-has-a-wrong-caption"),
            ("two", "the-figure-has-no-caption-2")],
    }


def test_likeness_is_within_one_kind_and_passes_on() -> None:
    titles = [("hook", "small print figure"), ("check", "small print figure"), ("hook", "small prints in figures"),
              ("hook", "print is small everywhere"), ("hook", "nothing")]
    assert alike(titles) == [[0, 2, 3]]


def test_rows_read_back_what_an_outline_keeps() -> None:
    reviews = {"verdict": "PASS", **read(NOW), "findings": [finding("a", "POLISH", issue="PRE002")]}
    made = Outline("one", "One", review=review_rows(folder(reviews, words=NOW)))
    again = Outline.from_json(made.to_json())
    assert again == made
    assert facts_of(again.review) == facts_of(made.review)
    assert facts_of(again.review).findings[0].codes == ("PRE002",)
    assert facts_of(()).state == "planned"
