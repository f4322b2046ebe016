"""Pictures by their edges: features that no network had to learn."""

from __future__ import annotations

import numpy as np

from figures.data import Array

DIRECTIONS, CELL = 8, 7


def edge_features(images: Array) -> Array:
    """How steeply the grey rises in each of eight directions, averaged over 4 x 4 cells: (n, 28, 28) -> (n, 128).

    Akin to histograms of oriented gradients (Dalal and Triggs, 2005), without their normalisation, so that a
    faint edge counts less than a strong one.
    """
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


def sharpness(images: Array) -> float:
    """How much edge there is in images: the mean step in grey between neighbouring pixels, down and across.

    Noise is sharpest of all, so this serves only to compare pictures of the same things.
    """
    down, across = np.abs(np.diff(images, axis=1)).mean(), np.abs(np.diff(images, axis=2)).mean()
    return float(down + across)
