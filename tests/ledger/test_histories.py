"""Random histories: nothing is lost, nothing counts twice, and nothing passes beside an open CRITICAL."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from builder.ledger.history import History, history
from builder.ledger.state import LessonState, state_of
from builder.ledger.tables import as_csv
from builder.models.base import ReviewSeverity, Verdict
from builder.models.reviews import FindingStatus, FixOutcome
from tests.ledger.conftest import Folder, finding, folder, text

LESSON = text()
TARGETS = st.sampled_from([None, {"section": "hands"}, {"quote": "Draw a piece thin."}, {"quote": "Gone."},
                           {"block": "net", "section": "window"}])


@st.composite
def folders(draw: st.DrawFn) -> Folder:
    """A lesson with up to four reviews, whose findings and looks are as they happen to be."""
    reviews: list[dict[str, Any]] = []
    known: list[str] = []
    for number in range(draw(st.integers(0, 4))):
        names = [f"f{number}-{n}" for n in range(draw(st.integers(0, 4)))]
        looks = draw(st.lists(st.sampled_from(known), max_size=4)) if known else []
        reviews.append({
            "verdict": draw(st.sampled_from([None, *Verdict])),
            "of": draw(st.sampled_from([None, 2, 3])),
            "digest": draw(st.sampled_from([None, LESSON.digest, "0" * 16])),
            "findings": [finding(name, draw(st.sampled_from(list(ReviewSeverity))), target=draw(TARGETS),
                                 status=draw(st.sampled_from(list(FindingStatus))), issue=draw(st.sampled_from(
                                     [None, "=1+1", "- a list\nof lines, with \"quotes\""]))) for name in names],
            "verification": [{"finding": name, "outcome": draw(st.sampled_from([None, *FixOutcome]))} for name in looks],
        })
        known += names
    return folder(*reviews, words=draw(st.sampled_from([LESSON, None])))


def held(one: Folder) -> Counter[tuple[str, str]]:
    return Counter((path, entry.id) for path, review in one.reviews for entry in review.findings)


@given(folders())
def test_nothing_passes_beside_an_open_critical(one: Folder) -> None:
    told = history(one)
    weighty = [entry for entry in told.entries if entry.weighs]
    if weighty:
        assert not state_of(one).passed
        assert state_of(one).state is LessonState.IN_REVIEW
        assert told.iterations[-1].allowed is not Verdict.PASS
    if any(entry.finding.severity is ReviewSeverity.CRITICAL for entry in weighty):
        assert told.iterations[-1].allowed is Verdict.MAJOR_REVISION


@given(folders())
def test_no_finding_is_lost_and_counts_are_those_of_the_files(one: Folder) -> None:
    told = history(one)
    assert Counter((entry.path, entry.finding.id) for entry in told.entries) == held(one)
    for iteration, (path, review) in zip(told.iterations, one.reviews, strict=True):
        assert iteration.path == path
        assert iteration.counts == Counter(entry.severity for entry in review.findings)
    order = [entry.standing.order for entry in told.entries]
    assert order == sorted(order), "what is open stands first"


@given(folders())
def test_a_table_holds_every_finding_and_no_formula(one: Folder) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv([("1", history(one))]))))
    assert Counter((row["file"], row["finding"]) for row in rows) == held(one)
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]


@given(folders())
def test_looks_are_steps_of_the_findings_that_they_name(one: Folder) -> None:
    told: History = history(one)
    looks = sum(look.outcome is not None for _, review in one.reviews for look in review.verification)
    steps = sum(step.what in ("verified", "partly fixed", "not fixed", "withdrawn")
                for entry in told.entries for step in entry.steps)
    assert steps == looks
