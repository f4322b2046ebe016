"""Soft-edged shapes on a canvas of 28 x 28 units, for many garments at once.

Everything is an array over garments: a factor has shape (n,), a curve along one axis (n, SIDE) and a
shape's coverage (n, SIDE, SIDE), where rows run downwards and columns to the right.  The canvas has
two samples a unit, and edges are a sample wide, so that the halved picture is smooth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""Numbers, float32 unless said otherwise."""

UNITS = 28
SAMPLES = 2
SIDE = UNITS * SAMPLES
AXIS: Array = ((np.arange(SIDE) + 0.5) / SAMPLES).astype(np.float32)
X = AXIS[None, None, :]
Y = AXIS[None, :, None]


def each(factor: Array) -> Array:
    """A factor (n,) made ready to be combined with shapes (n, SIDE, SIDE)."""
    return factor[:, None, None]


def along_y(curve: Array) -> Array:
    """A curve over the rows, (n, SIDE), made ready to be combined with shapes."""
    return curve[:, :, None]


def along_x(curve: Array) -> Array:
    """A curve over the columns, (n, SIDE), made ready to be combined with shapes."""
    return curve[:, None, :]


def coverage(distance: Array) -> Array:
    """How much of each sample a shape covers, from the signed distance to its edge (positive inside)."""
    covered: Array = np.clip(distance * SAMPLES + 0.5, 0.0, 1.0)
    return covered


def curve(knots: Sequence[tuple[Any, Any]], n: int) -> Array:
    """Smooth curves (n, SIDE) through knots (position, value), each a number or one per garment.

    Between knots the curve is a cubic Hermite spline whose slopes are those of Catmull and Rom; outside
    of the first and last knot it stays level.
    """
    at = np.stack([np.broadcast_to(np.float32(p), n) for p, _ in knots])
    value = np.stack([np.broadcast_to(np.float32(v), n) for _, v in knots])
    slope = np.zeros_like(value)
    slope[1:-1] = (value[2:] - value[:-2]) / (at[2:] - at[:-2])
    result = np.repeat(value[0][:, None], SIDE, axis=1)
    for k in range(len(knots) - 1):
        gap = (at[k + 1] - at[k])[:, None]
        t = np.clip((AXIS[None, :] - at[k][:, None]) / gap, 0.0, 1.0)
        rise = t * t * (3 - 2 * t) * (value[k + 1] - value[k])[:, None]
        lean = t * (t - 1) * ((t - 1) * slope[k][:, None] + t * slope[k + 1][:, None]) * gap
        result += rise + lean
    return result.astype(np.float32)


def steepness(profile: Array) -> Array:
    """How much longer a profile's edge is than its axis: turns a distance along one axis into a true one."""
    return np.asarray(np.sqrt(1 + np.square(np.gradient(profile, axis=1) * SAMPLES)), np.float32)


def beside(profile: Array, middle: Array | float = UNITS / 2) -> Array:
    """Coverage of what lies no further from the middle line than a profile over the rows."""
    return coverage((along_y(profile) - np.abs(X - middle)) / along_y(steepness(profile)))


def below(profile: Array) -> Array:
    """Coverage of what lies lower in the picture than a profile over the columns."""
    return coverage((Y - along_x(profile)) / along_x(steepness(profile)))


def limb(start: tuple[Array, Array], angle: Array, length: Array, width: tuple[Array, Array], mirror: bool) -> Array:
    """Coverage of a tapered strip from `start`, `angle` radians off straight down towards larger x.

    Args:
        start: x and y where the strip's middle line begins; x counts from the middle when mirrored.
        angle: the direction, 0 straight down, pi/2 to the right.
        length: how far the strip goes.
        width: half of the width at the start and at the end.
        mirror: whether to draw its mirror image on the left as well.
    """
    x = np.abs(X - UNITS / 2) if mirror else X
    dx, dy = x - each(start[0]), Y - each(start[1])
    sine, cosine = each(np.sin(angle)), each(np.cos(angle))
    ahead, aside = dx * sine + dy * cosine, np.abs(dx * cosine - dy * sine)
    half = each(width[0]) + each((width[1] - width[0]) / length) * ahead
    return coverage(np.minimum(half - aside, np.minimum(each(length) - ahead, ahead + each(width[0]))))


def ring(centre: tuple[Array, Array], radius: tuple[Array, Array], thickness: Array) -> Array:
    """Coverage of an ellipse's outline."""
    dx, dy = (X - each(centre[0])) / each(radius[0]), (Y - each(centre[1])) / each(radius[1])
    distance = np.hypot(dx, dy)
    scale = np.hypot(dx / each(radius[0]), dy / each(radius[1])) / np.maximum(distance, 1e-3)
    return coverage(each(thickness) / 2 - np.abs(distance - 1) / np.maximum(scale, 1e-3))


def box(centre: tuple[Array, Array], half: tuple[Array, Array], corner: Array) -> Array:
    """Coverage of a rectangle with round corners."""
    dx = np.abs(X - each(centre[0])) - each(half[0] - corner)
    dy = np.abs(Y - each(centre[1])) - each(half[1] - corner)
    outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0)) + np.minimum(np.maximum(dx, dy), 0)
    return coverage(each(corner) - outside)


def paint(picture: Array, shape: Array, grey: Array | float) -> None:
    """Lay a shape of one grey, or of a grey per sample, over the pictures, in place."""
    picture += shape * (grey - picture)


def clouds(random: np.random.Generator, n: int, cells: int) -> Array:
    """Smooth random fields (n, SIDE, SIDE) of about `cells` hills a side, mean 0, within about -1..1."""
    coarse = random.uniform(-1, 1, (n, cells, cells)).astype(np.float32)
    position = np.linspace(0, cells - 1, SIDE)[:, None]
    weights = np.maximum(0, 1 - np.abs(position - np.arange(cells)[None, :])).astype(np.float32)
    weights = weights * weights * (3 - 2 * weights)
    return np.asarray(weights @ coarse @ weights.T, np.float32)
