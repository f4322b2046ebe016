"""What reviews are worth: by the text as it stands, by what they read, by what the plan asks for since."""

from __future__ import annotations

from typing import Any

import pytest

from builder.ledger.history import EntryStanding, history
from builder.ledger.state import LessonState, state_of
from builder.models.lessons import Lesson
from builder.models.plans import Plan
from tests.ledger.conftest import TEXT, Folder, finding, folder, read, text

HOUR = {"quote": "Knead the dough for an hour"}
MENDED = TEXT.replace("for an hour", "for ten minutes")


def plan(depth: str, *misconceptions: str) -> Plan:
    return Plan.model_validate({
        "lesson": "kneading", "title": "Kneading", "depths": [{"concept": "gluten", "depth": depth}],
        "misconceptions": [{"id": one, "belief": one, "address": {"section": "window"}} for one in misconceptions]})


def state(one: Folder) -> str:
    return str(state_of(one).state)


def test_without_reviews_the_text_decides() -> None:
    assert state(folder()) == "planned"
    assert state(folder(words=text())) == "drafted"


@pytest.mark.parametrize(("reviews", "expected"), [
    ([{}], "in review"),
    ([{"verdict": "NEEDS REVISION"}], "in review"),
    ([{"verdict": "PASS"}], "passed"),
    ([{"verdict": "PASS"}, {}], "in review"),
    ([{"verdict": "PASS", "findings": [finding("a", "POLISH")]}], "passed"),
    ([{"verdict": "PASS", "findings": [finding("a")]}], "in review"),
    ([{"verdict": "PASS", "findings": [finding("a", status="fixed")]}], "passed"),
    ([{"verdict": "NEEDS REVISION", "findings": [finding("a", status="fixed")]},
      {"verdict": "PASS", "verification": [{"finding": "a", "outcome": "UNRESOLVED"}]}], "in review"),
    ([{"verdict": "NEEDS REVISION", "findings": [finding("a")]},
      {"verdict": "PASS", "verification": [{"finding": "a", "outcome": "RESOLVED"}]}], "passed"),
    ([{"verdict": "NEEDS REVISION", "findings": [finding("a")]},
      {"verdict": "PASS", "verification": [{"title": "All of it", "outcome": "RESOLVED"}]}], "passed"),
])
def test_the_last_review_and_what_is_open_decide(reviews: list[dict[str, Any]], expected: str) -> None:
    assert state(folder(*reviews, words=text())) == expected


def test_a_lesson_that_is_read_again_has_still_passed() -> None:
    judgement = state_of(folder({"verdict": "PASS"}, {}, words=text()))
    assert (judgement.state, judgement.passed) == (LessonState.IN_REVIEW, True)
    judgement = state_of(folder({"verdict": "PASS"}, {"findings": [finding("a", "CRITICAL")]}, words=text()))
    assert not judgement.passed


# ---- what has changed since


@pytest.mark.parametrize(("old", "new", "stale"), [
    ("Draw a piece thin", "Draw it thin", ("window",)),
    ("Push, fold", "Fold, push", ("hands",)),
    ("half as long", "a third", ("hands", "by-machine")),
    ("{#window}", "{#light}", ("light",)),
    ("Before all", "Above all", ()),
])
def test_an_edit_makes_stale_what_it_touched(old: str, new: str, stale: tuple[str, ...]) -> None:
    passed = {"verdict": "PASS", **read(text())}
    assert state(folder(passed, words=text())) == "passed"
    judgement = state_of(folder(passed, words=text(TEXT.replace(old, new))))
    assert (judgement.state, judgement.stale) == (LessonState.STALE, stale)
    assert judgement.reasons


def test_a_section_that_has_gone_makes_stale() -> None:
    passed = {"verdict": "PASS", "sections": read(text())["sections"]}
    judgement = state_of(folder(passed, words=text(TEXT[:TEXT.index("{#window}")])))
    assert judgement.state is LessonState.STALE
    assert judgement.reasons == ("gone since it passed: `window`",)


def test_passing_reviews_cover_together_what_each_has_read() -> None:
    before, now = text(), text(TEXT.replace("a piece", "it"))
    first = {"verdict": "PASS", **read(before)}
    window = {"verdict": "PASS", "digest": now.digest, "sections": {"window": read(now)["sections"]["window"]}}
    assert state(folder(first, words=now)) == "stale"
    assert state(folder(first, window, words=now)) == "passed"
    assert state(folder(window, words=now)) == "stale", "alone it has read one section"


def test_a_short_digest_of_the_whole_text_will_do() -> None:
    passed = {"verdict": "PASS", "digest": text().digest[:8]}
    assert state(folder(passed, words=text())) == "passed"
    judgement = state_of(folder(passed, words=text(MENDED)))
    assert judgement.stale == ("hands", "by-machine", "window"), "nobody can tell which"


def test_without_digests_nothing_is_stale_and_that_is_said() -> None:
    judgement = state_of(folder({"verdict": "PASS"}, words=text()))
    assert judgement.reasons == ("the review keeps no digests, so that changes since cannot be told",)


@pytest.mark.parametrize(("seen", "since", "stale"), [
    (plan("INTRODUCED"), plan("DEVELOPED"), ("hands",)),
    (plan("DEVELOPED", "flour"), plan("DEVELOPED", "flour", "hour"), ("window",)),
    (plan("DEVELOPED", "flour"), plan("INTRODUCED"), None),
])
def test_what_the_plan_asks_for_since_opens_the_lesson(seen: Plan, since: Plan, stale: tuple[str, ...] | None) -> None:
    kept = {"depths": {row.concept: row.depth for row in seen.depths},
            "misconceptions": [entry.id for entry in seen.misconceptions]}
    passed = {"verdict": "PASS", **read(text()), "plan": kept}
    judgement = state_of(folder(passed, words=text(), plan=since))
    assert (judgement.state, judgement.stale) == ((LessonState.PASSED, ()) if stale is None else
                                                  (LessonState.STALE, stale))


# ---- regressions


def reviewed(first: Lesson, second: Lesson) -> tuple[dict[str, Any], dict[str, Any]]:
    return ({"verdict": "NEEDS REVISION", **read(first), "findings": [finding("hour", status="fixed", target=HOUR)]},
            {"verdict": "PASS", **read(second), "date": "2025-05-08", "reviewer": "Ada",
             "verification": [{"finding": "hour", "outcome": "RESOLVED"}]})


def test_a_mended_sentence_that_is_back_opens_its_finding_again() -> None:
    reviews = reviewed(text(), text(MENDED))
    (entry,) = history(folder(*reviews, words=text(MENDED))).entries
    assert (entry.standing, entry.verified_by, entry.verified_on) == (EntryStanding.VERIFIED, "Ada", "2025-05-08")
    told = history(folder(*reviews, words=text()))
    assert [entry.standing for entry in told.entries] == [EntryStanding.BACK]
    assert [step.what for step in told.back[0].steps] == ["raised", "fixed", "verified", "back"]
    assert told.iterations[-1].allowed == "NEEDS REVISION"
    assert state_of(folder(*reviews, words=text())).reasons[0] == "`hour` (IMPROVEMENT) is back"


def test_a_sentence_that_stood_there_when_the_fix_was_seen_is_not_back() -> None:
    reviews = reviewed(text(), text())
    assert not history(folder(*reviews, words=text())).back
    assert not history(folder(*reviews, words=text(TEXT.replace("a piece", "it")))).back, "another section changed"


# ---- the last iteration


def test_after_the_last_iteration_without_a_pass_it_says_so() -> None:
    one = {"of": 1, "verdict": "MAJOR REVISION", "findings": [finding("a", "CRITICAL"), finding("b", "POLISH")]}
    judgement = state_of(folder(one, words=text()))
    assert judgement.last
    assert judgement.reasons == ("iteration 1 says MAJOR REVISION", "`a` (CRITICAL) is open", "no iteration is left")
    assert not state_of(folder({**one, "of": 2}, words=text())).last
    assert not state_of(folder({**one, "findings": [], "verdict": "PASS"}, words=text())).last
