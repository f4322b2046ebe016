"""Pictures whose quality is known, by which a measure is tested before it is trusted.

A measure of how real pictures look must rank real images that no model has seen above smears of them, and
those above noise.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from figures.data import Array

T = TypeVar("T")


def trial(measure: Callable[[Array], T], real: Array, seed: int) -> dict[str, T]:
    """What a measure says about real images, about smears of them, and about noise."""
    return {name: measure(pictures) for name, pictures in controls(real, seed).items()}


def controls(real: Array, seed: int) -> dict[str, Array]:
    """Real images, smears of them, and pixel noise, (n, 28, 28) each, best first."""
    return {"real": real, "smear": smears_of(real), "noise": noise_like(real, seed)}


def noise_like(images: Array, seed: int) -> Array:
    """Pixels drawn evenly between 0 and 1, in the shape of these images."""
    return np.random.default_rng(seed).uniform(0, 1, images.shape).astype(np.float32)


def smears_of(images: Array) -> Array:
    """Images smoothed by a Gaussian of two pixels, which leaves no detail but the rough form."""
    offsets = np.arange(images.shape[1])
    weights = np.exp(-np.square(offsets[:, None] - offsets[None, :]) / (2 * 2.0**2))
    weights = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return np.asarray(weights @ images @ weights.T, np.float32)
