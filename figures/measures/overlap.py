"""Whether drawn pictures lie where real ones do, and whether they reach all of them.

Neighbourhoods are balls around pictures, in some space of features, as wide as it is to the k-th neighbour.
Precision and recall are those of Kynkaanniemi et al. (2019); density and coverage (Naeem et al., 2020) mend
them where single odd pictures have wide balls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from figures.data import Array
from figures.measures.neighbours import distances, reach

NEIGHBOUR_OF_PRECISION, NEIGHBOUR_OF_COVERAGE = 3, 5
"""The neighbours that the authors of the measures chose."""


@dataclass(frozen=True)
class Overlap:
    """How two sets of pictures overlap.

    Attributes:
        precision: the share of drawn pictures that lie in the ball of some real one.
        recall: the share of real pictures that lie in the ball of some drawn one.
        density: in how many balls of real ones a drawn picture lies, divided by k; about 1 for real ones.
        coverage: the share of real pictures with a drawn one in their ball; about 0.97 for real ones.
    """

    precision: float
    recall: float
    density: float
    coverage: float


def overlap(real: Array, drawn: Array) -> Overlap:
    """How drawn features overlap with real ones, (n, d) both.

    The sets count as equally large, as the measures expect: of the larger one, rows at even distances are taken.

    Raises:
        ValueError: if there are not more rows than neighbours.
    """
    n = min(len(real), len(drawn))
    if n <= NEIGHBOUR_OF_COVERAGE:
        raise ValueError(f"{n} pictures are too few: neighbourhoods reach to the {NEIGHBOUR_OF_COVERAGE}th neighbour")
    real, drawn = _evenly(real, n), _evenly(drawn, n)
    apart = distances(drawn, real)
    narrow, wide = reach(real, NEIGHBOUR_OF_PRECISION), reach(real, NEIGHBOUR_OF_COVERAGE)
    within = apart <= wide[None, :]
    return Overlap(
        precision=_share(apart <= narrow[None, :], axis=1),
        recall=_share(apart <= reach(drawn, NEIGHBOUR_OF_PRECISION)[:, None], axis=0),
        density=float(within.sum(axis=1).mean() / NEIGHBOUR_OF_COVERAGE),
        coverage=_share(within, axis=0),
    )


def _evenly(rows: Array, n: int) -> Array:
    return rows[np.arange(n) * len(rows) // n]


def _share(inside: Array, axis: int) -> float:
    return float(np.asarray(inside).any(axis=axis).mean())
