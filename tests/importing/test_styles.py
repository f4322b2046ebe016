"""Plans, reviews and records in random styles, read back and compared with what was written."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from builder.importing.sources import Source, read_document
from tests.importing import styles
from tests.importing.loose_plans import loose_plan


def _read(markdown: str) -> Source:
    return read_document("document.md", markdown.encode())


def _flat(text: str) -> str:
    return " ".join(text.replace("\\|", "|").split())


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_plans(seed: int) -> None:
    markdown, truth = styles.plan(Random(seed))
    found = _read(markdown)
    values = found.parts.values
    assert found.kind == "plan"
    assert (values.get("lesson") or values["title"].lower().replace(" ", "-")) == truth.slug
    assert (values["title"].title(), values["load"]) == (truth.title, truth.load)
    assert [_flat(row["text"]) for row in values["knows"]] == [_flat(one) for one in truth.knows]
    assert [(_flat(row["text"]), row["status"]) for row in values["prerequisites"]] == [(_flat(a), b) for a, b in truth.prerequisites]
    assert [row["belief"] for row in values["misconceptions"]] == truth.misconceptions
    assert [(row["text"], row["kind"]) for row in values["examples"]] == truth.examples
    assert [row["modality"] for row in values["modalities"]] == truth.modalities
    assert [row["title"] for row in values["outline"]] == truth.outline


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_reviews(seed: int) -> None:
    markdown, truth = styles.plan(Random(seed))
    reviews = _read(markdown).reviews
    assert [([(row["severity"], row["title"]) for row in review.get("findings", ())], review["verdict"], len(review.get("verification", ())))
            for review in reviews] == truth.reviews
    for finding in (row for review in reviews for row in review.get("findings", ())):
        assert {"location", "issue", "student_impact", "suggested_fix"} <= set(finding)


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_records(seed: int) -> None:
    markdown, truth = styles.record(Random(seed))
    found = _read(markdown)
    values = found.parts.values
    assert found.kind == "record"
    assert [(_flat(row["text"]), row["lesson"]) for row in values["concepts"]] == [(_flat(a), b) for a, b in truth.concepts]
    assert [(row["lesson"], len(row.get("misconceptions", ()))) for row in values["lessons"]] == truth.lessons


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_reviews_in_unusual_forms(seed: int) -> None:
    markdown, truth = styles.loose_reviews(Random(seed))
    found = _read(markdown)
    assert found.parts.values["lesson"] == truth.slug
    assert [([(row["severity"], row["title"]) for row in review.get("findings", ())], review["verdict"], len(review.get("verification", ())))
            for review in found.reviews] == truth.reviews


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_records_in_unusual_forms(seed: int) -> None:
    markdown, truth = styles.loose_record(Random(seed))
    found = _read(markdown)
    values = found.parts.values
    assert found.kind == "record" and values["status"] == "complete"
    assert [(row["text"], row["lesson"]) for row in values["concepts"]] == truth.concepts
    assert [(row["lesson"], len(row.get("misconceptions", ()))) for row in values["lessons"]] == truth.lessons
    assert all(row["load"] for row in values["lessons"])


@given(st.integers(0, 2**32))
@settings(max_examples=80, deadline=None)
def test_plans_in_unusual_forms(seed: int) -> None:
    markdown, truth = loose_plan(Random(seed))
    found = _read(markdown)
    values = found.parts.values
    assert found.kind == "plan" and (values["lesson"], values["title"], values["load"]) == (truth.slug, truth.title, truth.load)
    assert [row["text"] for row in values["knows"]] == truth.knows
    assert [(row["text"], row["status"]) for row in values["prerequisites"]] == truth.prerequisites
    assert [row["belief"] for row in values["misconceptions"]] == truth.misconceptions
    assert [row["kind"] for row in values["examples"]] == [kind for _, kind in truth.examples]
    assert [row["modality"] for row in values["modalities"]] == truth.modalities
    assert [row["title"] for row in values["outline"]] == truth.outline
