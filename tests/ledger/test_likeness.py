"""Findings that are worded alike, however many there are."""

from __future__ import annotations

import pytest

from builder.ledger.likeness import alike


@pytest.mark.parametrize("count", [2, 61, 400])
def test_the_commonest_finding_is_found_to_recur(count: int) -> None:
    assert alike([("check", "The answer stands above the question")] * count) == [list(range(count))]


def test_titles_of_another_kind_or_with_other_words_stand_alone() -> None:
    titles = [("check", "The answer stands above the question"), ("hook", "The answer stands above the question"),
              ("check", "An axis has no unit"), ("check", "An answer stands above its question")]
    assert alike(titles) == [[0, 3]]
