"""What happens on the way from one picture to another.

After the two measures of Berthelot et al. (2019), who judged interpolations between lines whose angle is known:
how far the pictures on the way are from real ones, and how uneven the steps are.  Photographs have no known
angle, so steps are measured here between features.
"""

from __future__ import annotations

import numpy as np

from figures.data import Array
from figures.measures.neighbours import distances


def between(a: Array, b: Array, count: int) -> Array:
    """`count` evenly spaced rows from each row of a to that of b, both ends included: (n, count, d)."""
    t = np.linspace(0, 1, count, dtype=np.float32)[None, :, None]
    return np.asarray((1 - t) * a[:, None] + t * b[:, None], np.float32)


def spherical(a: Array, b: Array, count: int) -> Array:
    """The same along an arc: the direction turns evenly, the distance from the origin changes evenly: (n, count, d).

    The interpolation of Shoemake (1985), proposed for codes by White (2016).  Rows that point the same way have no
    arc between them and are joined straight.
    """
    size_a, size_b = (np.linalg.norm(rows, axis=1)[:, None, None] for rows in (a, b))
    one, other = a[:, None] / np.maximum(size_a, 1e-12), b[:, None] / np.maximum(size_b, 1e-12)
    angle = np.arccos(np.clip((one * other).sum(axis=2, keepdims=True), -1, 1))
    t = np.linspace(0, 1, count)[None, :, None]
    turned = np.sin((1 - t) * angle) * one + np.sin(t * angle) * other
    arc = turned / np.maximum(np.sin(angle), 1e-12) * ((1 - t) * size_a + t * size_b)
    return np.asarray(np.where(np.sin(angle) > 1e-6, arc, between(a, b, count)), np.float32)


def strays(lines: Array, real: Array) -> Array:
    """How far the pictures on each way are from the nearest real one, on average: (n, steps, d) -> (n,).

    The "mean distance" of Berthelot et al.; ends do not count.  Divide by what is usual between real ones.
    """
    n, steps, width = lines.shape
    inner = lines[:, 1:-1].reshape(-1, width)
    return np.asarray(distances(inner, real).min(axis=1).reshape(n, steps - 2).mean(axis=1))


def roughness(lines: Array) -> Array:
    """How uneven the steps of each way are: (n, steps, d) -> (n,).

    The largest step as a share of all of them, less the share that each has when all are equal: 0 is an even
    change, near 1 a jump.  The "smoothness" of Berthelot et al., with distances for angles.
    """
    steps = np.linalg.norm(np.diff(lines, axis=1), axis=2)
    whole = np.maximum(steps.sum(axis=1), 1e-12)
    return np.asarray(steps.max(axis=1) / whole - 1 / steps.shape[1])


def detour(lines: Array) -> Array:
    """How much longer each way is than the straight line between its ends, at least 1: (n, steps, d) -> (n,).

    Ways whose ends are one and the same have no straight line to compare with, and count as 1.
    """
    steps = np.linalg.norm(np.diff(lines, axis=1), axis=2).sum(axis=1)
    straight = np.linalg.norm(lines[:, -1] - lines[:, 0], axis=1)
    return np.asarray(np.divide(steps, straight, out=np.ones_like(steps), where=straight > 0))


def mixing(lines: Array) -> Array:
    """How far the pictures on each way are mere blends of its ends: (n, steps, pixels) -> (n,).

    A blend lies on the straight line through the ends, as in a cross-fade.  What is off that line, in units of
    half the distance between the ends, is taken from 1: a cross-fade has 1, and 0 or less is as far from any
    blend as an end is from the middle.
    """
    first, last = lines[:, :1], lines[:, -1:]
    along = (last - first) / np.maximum(np.linalg.norm(last - first, axis=2, keepdims=True), 1e-12)
    inner = lines[:, 1:-1] - first
    off = inner - (inner * along).sum(axis=2, keepdims=True) * along
    half = np.linalg.norm((last - first)[:, 0], axis=1) / 2
    return np.asarray(1 - np.linalg.norm(off, axis=2).mean(axis=1) / np.maximum(half, 1e-12))
