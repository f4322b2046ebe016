"""Claims against metrics."""

from __future__ import annotations

from typing import Any

import pytest

from builder.jobs.claims import judge
from builder.models.figures import Claim

METRICS = {"sharp_a": 0.31, "sharp_b": 0.34, "lost": float("nan"), "endless": float("inf")}


def judged(**claim: Any) -> list[tuple[str, str, str]]:
    """The problems of one claim: code, place and message with help."""
    problems = judge("pair", (Claim(text="It is so.", **claim),), METRICS)
    return [(kind.code, str(problem.where.route[2:]), f"{problem.message} {problem.help}") for kind, problem in problems]


@pytest.mark.parametrize(
    "claim",
    [
        {"metric": "sharp_a", "above": 0.3},
        {"metric": "sharp_a", "below": "sharp_b"},
        {"metric": "sharp_b", "above": "sharp_a", "below": 1},
        {"metric": "sharp_a", "near": "sharp_b", "tolerance": 0.05},
        {"metric": "sharp_a", "near": 0.31, "tolerance": 0.001},
        {"metric": "endless", "above": 5},
    ],
)
def test_claims_that_hold(claim: dict[str, Any]) -> None:
    assert judged(**claim) == []


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ({"metric": "sharp_a", "above": "sharp_b"}, "`sharp_a` is 0.31, but has to be above `sharp_b`, which is 0.34"),
        ({"metric": "sharp_a", "above": 0.31}, "has to be above 0.31"),
        ({"metric": "sharp_a", "above": 0, "below": 0.2}, "has to be above 0 and below 0.2"),
        ({"metric": "sharp_a", "near": "sharp_b", "tolerance": 0.01}, "within 0.01 of `sharp_b`, which is 0.34"),
        ({"metric": "lost", "below": 5}, "`lost` is nan"),
        ({"metric": "lost", "above": -5}, "`lost` is nan"),
        ({"metric": "lost", "near": "lost", "tolerance": 1}, "`lost` is nan"),
        ({"metric": "sharp_a", "above": "lost"}, "above `lost`, which is nan"),
        ({"metric": "endless", "near": "endless", "tolerance": 1}, "`endless` is inf"),
    ],
)
def test_claims_that_do_not_hold(claim: dict[str, Any], words: str) -> None:
    ((code, place, message),) = judged(**claim)
    assert (code, place) == ("FIG005", "('claims', 0)")
    assert words in message
    assert '"It is so."' in message


@pytest.mark.parametrize(
    ("claim", "field", "words"),
    [
        ({"metric": "sharpa", "above": 0}, "metric", "no metric `sharpa`. Did you mean `sharp_a`?"),
        ({"metric": "sharp_a", "below": "sharp_bb"}, "below", "Did you mean `sharp_b`?"),
        ({"metric": "zzz", "above": 0}, "metric", "There is `endless`, `lost`, `sharp_a`, `sharp_b`."),
    ],
)
def test_unknown_metrics_have_their_own_code(claim: dict[str, Any], field: str, words: str) -> None:
    ((code, place, message),) = judged(**claim)
    assert (code, place) == ("FIG006", f"('claims', 0, '{field}')")
    assert words in message
