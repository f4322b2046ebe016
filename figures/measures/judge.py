"""A judge that knows real images and says how far a set of pictures is from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from figures.data import Array
from figures.measures.controls import noise_like
from figures.measures.edges import edge_features
from figures.measures.frechet import Gaussian, frechet, gaussian
from figures.measures.neighbours import distances, reach
from figures.measures.overlap import overlap

NEIGHBOUR = 3
WIDEST = 0.9
"""No neighbourhood counts as wider than nine in ten are: a single odd image's would hold most pixel noise."""
NOISE_IMAGES = 1000

Features = Callable[[Array], Array]
"""Pictures (n, 28, 28) to features (n, d)."""


@dataclass(frozen=True)
class Judge:
    """Knows real images and compares other pictures with them, by their features.

    Attributes:
        see: what features a picture has.
        features: the real images' features.
        gaussian: the Gaussian fitted to them.
        reach: how far each image's neighbourhood goes: to its third nearest neighbour, but no further than
            nine in ten go.
        noise: the Frechet distance of uniform pixel noise, which counts as 100.
    """

    see: Features
    features: Array
    gaussian: Gaussian
    reach: Array
    noise: float

    def verdict(self, images: Array) -> dict[str, float]:
        """How far a set of pictures is from real images, and the share of pictures near one of them.

        `distance` is near 0 for real images and 100 for pixel noise; `near` goes from 0 to 1: it is the
        precision of Kynkaanniemi et al. (2019) among all the images that the judge knows, with the widest
        neighbourhoods cut down.
        """
        features = self.see(images)
        near = distances(features, self.features) <= self.reach[None, :]
        return {
            "distance": 100 * frechet(self.gaussian, features) / self.noise,
            "near": float(near.any(axis=1).mean()),
        }

    def overlap(self, images: Array) -> dict[str, float]:
        """Precision, recall, density and coverage, against as many real images as there are pictures."""
        return asdict(overlap(self.features, self.see(images)))

    def apart(self, images: Array) -> Array:
        """How far each picture is from the nearest real image, in units of what is usual between real ones, (n,).

        The unit is the median distance of a real image to its nearest other one.
        """
        unit = np.median(reach(self.features, 1))
        return np.asarray(distances(self.see(images), self.features).min(axis=1) / unit)


def judge(images: Array, seed: int, see: Features = edge_features) -> Judge:
    """A judge that knows these real images."""
    features = see(images)
    real = gaussian(features)
    noise = frechet(real, see(noise_like(images[:NOISE_IMAGES], seed)))
    third = reach(features, NEIGHBOUR)
    return Judge(see, features, real, np.minimum(third, np.quantile(third, WIDEST)), noise)
