"""A finding's place is found again where it is, where it has moved to, and not where it is gone."""

from __future__ import annotations

import pytest

from builder.ledger.places import Standing, find
from builder.models.plans import Plan
from builder.models.reviews import Finding
from tests.ledger.conftest import finding, text

PLAN = Plan.model_validate({"lesson": "kneading", "title": "Kneading", "widgets": [
    {"name": "Stretch it", "figure": "stretch"}, {"name": "Old one"}]})


@pytest.mark.parametrize(("target", "state", "anchor"), [
    ({"section": "hands"}, "there", "hands"),
    ({"section": "feet"}, "gone", ""),
    ({"block": "net"}, "there", "net"),
    ({"block": "net", "section": "hands"}, "there", "net"),
    ({"block": "net", "section": "window"}, "moved", "net"),
    ({"block": "knot", "section": "window"}, "gone", "window"),
    ({"widget": "stretch"}, "there", "figure-stretch"),
    ({"widget": "Stretch it"}, "there", "figure-stretch"),
    ({"widget": "Old one", "section": "hands"}, "there", "figure-stretch"),
    ({"widget": "Another", "section": "hands"}, "gone", "hands"),
    ({"quote": '"Gluten" is a net of protein strands.', "section": "hands"}, "there", "hands"),
    ({"quote": "“Gluten” is a *net* of {concept}`gluten|protein strands`"}, "there", "hands"),
    ({"quote": "for an hour... Push, fold,\n turn"}, "there", "hands"),
    ({"quote": "It grows by 37.5 in all."}, "there", "hands"),
    ({"quote": "It grows by {value}`curve.share` in all."}, "there", "hands"),
    ({"quote": "It takes half as long.", "section": "hands"}, "there", "by-machine"),
    ({"quote": "It takes half as long.", "section": "window"}, "moved", "by-machine"),
    ({"quote": "Draw a piece thin. Hold it"}, "there", "window"),
    ({"quote": "The window test"}, "there", "window"),
    ({"quote": "It takes 2 hours.", "section": "window"}, "gone", "window"),
    ({"quote": "It takes 2 hours."}, "gone", ""),
    ({}, "unplaced", ""),
])
def test_a_place_is_found(target: dict[str, str], state: str, anchor: str) -> None:
    found = find(Finding.model_validate(finding("one", target=target)), text(), PLAN)
    assert (found.state, found.anchor) == (state, anchor)


def test_words_are_no_place_and_are_kept() -> None:
    found = find(Finding.model_validate(finding("one", location="Section 4, line 12")), text())
    assert (found.kind, found.state, found.words) == ("words", Standing.UNPLACED, "Section 4, line 12")


def test_without_a_text_no_place_is_said_to_be_gone() -> None:
    found = find(Finding.model_validate(finding("one", target={"quote": "No more."})), None)
    assert (found.kind, found.state, found.words) == ("quote", Standing.UNPLACED, "No more.")
