"""How much decoded pictures look like garments: a measure that is put to the test with every figure.

Pictures are compared by their edges: how steeply the grey rises in each of eight directions, averaged
over a grid of cells (akin to histograms of oriented gradients; Dalal and Triggs, 2005).  Two sets of pictures
are as far apart as the Gaussians fitted to their features (Frechet distance; Heusel et al., 2017), and
one picture is near real garments when it lies within the neighbourhood of one of them (improved
precision; Kynkaanniemi et al., 2019).  Neither measure uses a network trained on other images.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

DIRECTIONS, CELL = 8, 7
NEIGHBOUR = 3


def edge_features(images: Array) -> Array:
    """Edge strengths by direction and cell: (n, 28, 28) -> (n, 8 * 4 * 4)."""
    n, side, _ = images.shape
    framed = np.pad(images, ((0, 0), (1, 1), (1, 1)))
    dx = (framed[:, 1:-1, 2:] - framed[:, 1:-1, :-2]) / 2
    dy = (framed[:, 2:, 1:-1] - framed[:, :-2, 1:-1]) / 2
    pool = np.kron(np.eye(side // CELL), np.full((1, CELL), 1 / CELL)).astype(np.float32)
    parts = []
    for angle in np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS:
        rise = np.maximum(np.float32(np.cos(angle)) * dx + np.float32(np.sin(angle)) * dy, 0)
        parts.append((pool @ rise @ pool.T).reshape(n, -1))
    return np.concatenate(parts, axis=1)


@dataclass(frozen=True)
class Gaussian:
    """The Gaussian fitted to rows of numbers: mean, covariance and the covariance's symmetric root."""

    mean: Array
    covariance: Array
    root: Array


def gaussian(rows: Array) -> Gaussian:
    """The Gaussian with the mean and covariance of these rows."""
    covariance = np.cov(rows.T.astype(np.float64))
    values, vectors = np.linalg.eigh(covariance)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    return Gaussian(rows.mean(axis=0, dtype=np.float64), covariance, root)


def frechet(a: Gaussian, rows: Array) -> float:
    """The Frechet distance between a Gaussian and the one fitted to rows of numbers.

    Its square is |m_a - m_b|^2 + tr(C_a + C_b - 2 (C_a C_b)^(1/2)); the root's trace is taken from the symmetric
    C_a^(1/2) C_b C_a^(1/2), which has the same eigenvalues.
    """
    apart = np.square(a.mean - rows.mean(axis=0, dtype=np.float64)).sum()
    covariance = np.cov(rows.T.astype(np.float64))
    overlap = np.sqrt(np.maximum(np.linalg.eigvalsh(a.root @ covariance @ a.root), 0)).sum()
    squared = apart + np.trace(a.covariance) + np.trace(covariance) - 2 * overlap
    return float(np.sqrt(np.maximum(squared, 0)))


def distances(a: Array, b: Array) -> Array:
    """Euclidean distances between all rows of a and all rows of b: (len(a), len(b))."""
    squared = np.square(a).sum(axis=1)[:, None] + np.square(b).sum(axis=1)[None, :] - 2 * a @ b.T
    return np.asarray(np.sqrt(np.maximum(squared, 0)), np.float32)


@dataclass(frozen=True)
class Judge:
    """Knows real garments and compares other pictures with them.

    Attributes:
        features: the real garments' edge features.
        gaussian: the Gaussian fitted to them.
        reach: how far each garment's neighbourhood goes: to its third nearest neighbour.
        noise: the Frechet distance of uniform pixel noise, which counts as 100.
    """

    features: Array
    gaussian: Gaussian
    reach: Array
    noise: float

    def verdict(self, images: Array) -> dict[str, float]:
        """How far a set of pictures is from real garments, and the share of pictures near one of them.

        `distance` is near 0 for garments and 100 for pixel noise; `near` goes from 0 to 1.
        """
        features = edge_features(images)
        near = distances(features, self.features) <= self.reach[None, :]
        return {
            "distance": 100 * frechet(self.gaussian, features) / self.noise,
            "near": float(near.any(axis=1).mean()),
        }


def judge(images: Array, seed: int) -> Judge:
    """A judge that knows these real garments."""
    features = edge_features(images)
    reach = np.partition(distances(features, features), NEIGHBOUR, axis=1)[:, NEIGHBOUR]
    real = gaussian(features)
    return Judge(features, real, reach, frechet(real, edge_features(noise_like(images[:1000], seed))))


def noise_like(images: Array, seed: int) -> Array:
    """Pixels drawn evenly between 0 and 1, in the shape of these images."""
    return np.random.default_rng(seed).uniform(0, 1, images.shape).astype(np.float32)


def smears_of(images: Array) -> Array:
    """Images smoothed by a Gaussian of two pixels, which leaves no detail but the rough form."""
    offsets = np.arange(images.shape[1])
    weights = np.exp(-np.square(offsets[:, None] - offsets[None, :]) / (2 * 2.0**2))
    weights = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    return np.asarray(weights @ images @ weights.T, np.float32)
