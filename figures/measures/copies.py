"""Whether pictures are copies: how far each is, pixel by pixel, from the nearest of the images that a model knows.

The distance does not say whether a picture is good: smears have small ones, too (see `controls`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from figures.data import Array
from figures.measures.neighbours import distances, flat, reach


@dataclass(frozen=True)
class Ruler:
    """Measures how far pictures are from the nearest of the images that a model learned from.

    Attributes:
        known: those images, (n, 28, 28).
        unit: the median distance of one of them to its nearest other one.
    """

    known: Array
    unit: float

    @classmethod
    def of(cls, known: Array) -> Ruler:
        """A ruler that knows these images."""
        return cls(known, float(np.median(reach(flat(known), 1))))

    def nearest(self, pictures: Array) -> tuple[Array, Array]:
        """The nearest known image of each picture, (n, 28, 28), and how far it is in units, (n,)."""
        far = distances(flat(pictures), flat(self.known))
        return self.known[far.argmin(axis=1)], far.min(axis=1) / self.unit

    def apart(self, pictures: Array) -> Array:
        """How far each picture is from the nearest known image, in units, (n,)."""
        return self.nearest(pictures)[1]
