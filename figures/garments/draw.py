"""The data set `garments`: drawings of Fashion-MNIST's ten classes from known factors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from figures.garments.bags import draw_bag
from figures.garments.cloth import Factors
from figures.garments.factors import RANGES, draw_factors
from figures.garments.shapes import SAMPLES, UNITS, Array
from figures.garments.shoes import draw_sandal, draw_shoe
from figures.garments.tops import draw_top, draw_trouser

CLASSES = tuple(RANGES)

PAINTERS: dict[str, Callable[[Factors, np.random.Generator], Array]] = {
    "Trouser": draw_trouser,
    "Sandal": draw_sandal,
    "Sneaker": draw_shoe,
    "Ankle boot": draw_shoe,
    "Bag": draw_bag,
}
"""Who paints a class; all others are tops."""


@dataclass(frozen=True)
class Garments:
    """Drawings and the truth about them.

    Attributes:
        images: greys from 0 to 1 in steps of 1/255, (n, 28, 28).
        labels: each drawing's class, (n,).
        factors: each factor's values, (n,); not a number where a class has no such factor.
    """

    images: Array
    labels: NDArray[np.int64]
    factors: Mapping[str, Array]


def draw_class(name: str, random: np.random.Generator, n: int) -> tuple[Array, dict[str, Array]]:
    """n drawings of a class, (n, 28, 28), and the factors that they were drawn from."""
    factors = draw_factors(name, random, n)
    fine = PAINTERS.get(name, draw_top)(factors, random)
    coarse = fine.reshape(n, UNITS, SAMPLES, UNITS, SAMPLES).mean(axis=(2, 4))
    return (np.round(np.clip(coarse, 0, 1) * 255) / 255).astype(np.float32), factors


def draw_garments(count: int, seed: int) -> Garments:
    """`count` drawings, as many of each class, in mixed order; the same for the same seed.

    Raises:
        ValueError: if `count` is no multiple of the number of classes.
    """
    n, rest = divmod(count, len(CLASSES))
    if rest:
        raise ValueError(f"{count} drawings cannot be shared out evenly among {len(CLASSES)} classes")
    drawn = [draw_class(name, np.random.default_rng([seed, k]), n) for k, name in enumerate(CLASSES)]
    order = np.random.default_rng([seed, len(CLASSES)]).permutation(count)
    names = sorted({factor for _, factors in drawn for factor in factors})
    absent = np.full(n, np.nan, np.float32)
    return Garments(
        images=np.concatenate([images for images, _ in drawn])[order],
        labels=np.repeat(np.arange(len(CLASSES)), n)[order],
        factors={name: np.concatenate([f.get(name, absent) for _, f in drawn])[order] for name in names},
    )
