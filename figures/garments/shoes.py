"""Shoes, seen from the side with the toe to the left."""

from __future__ import annotations

import numpy as np

from figures.garments.cloth import Factors, cloth, contrast
from figures.garments.shapes import (
    SAMPLES,
    UNITS,
    Array,
    X,
    Y,
    along_x,
    below,
    coverage,
    curve,
    each,
    limb,
    paint,
    ring,
)


def placed(f: Factors, height: Array) -> tuple[Array, Array, Array]:
    """Where a shoe of some height stands: x of the toe, x of the heel, y of the ground."""
    left = (UNITS - f["shoe_length"]) / 2
    return left, left + f["shoe_length"], UNITS / 2 + height / 2


def lift(f: Factors, left: Array, right: Array) -> Array:
    """How far the foot stands off the ground along the shoe, (n, SIDE): flat under the toes, then up to the heel."""
    length, high, n = right - left, f["heel_height"], len(left)
    knots = [
        (left, 0.5),
        (left + 0.12 * length, 0.0),
        (left + 0.36 * length, 0.0),
        (left + 0.74 * length, 0.9 * high),
        (right, high),
    ]
    return curve(knots, n)


def upper(f: Factors, left: Array, right: Array) -> Array:
    """The upper's height over the foot along the shoe, (n, SIDE): toe, instep, opening, heel."""
    length, shaft = right - left, f["shaft_height"]
    low = shaft < 11
    front = np.where(low, 0.50, 0.44)
    dip = np.where(low, shaft - 1.6, shaft - 0.2)
    knots = [
        (left, f["toe_height"] * 0.45),
        (left + 0.10 * length, f["toe_height"]),
        (left + 0.30 * length, 0.55 * f["toe_height"] + 0.45 * f["instep"]),
        (left + (front - 0.06) * length, f["instep"]),
        (left + (front + 0.06) * length, shaft),
        (left + 0.76 * length, dip),
        (left + 0.94 * length, shaft - 0.3),
        (right, 0.55 * shaft),
    ]
    return curve(knots, len(left))


def between(left: Array, right: Array) -> Array:
    """Coverage of the columns from `left` to `right`."""
    return coverage(np.minimum(X - each(left), each(right) - X))


def heel_block(f: Factors, right: Array, ground: Array) -> Array:
    """Coverage of the heel under the shoe's back end."""
    return between(right - 0.4 - f["heel_width"], right - 0.4) * coverage(each(ground) - Y)


def draw_shoe(f: Factors, random: np.random.Generator) -> Array:
    """Pictures (n, SIDE, SIDE) of sneakers and ankle boots."""
    left, right, ground = placed(f, f["sole"] + f["shaft_height"] + f["heel_height"])
    foot, rim = lift(f, left, right), upper(f, left, right)
    base = ground[:, None] - foot
    welt = base - f["sole"][:, None]
    across = between(left, right)
    leather = below(welt - rim) * (1 - below(welt)) * across
    sole = below(welt) * np.maximum(1 - below(base), heel_block(f, right, ground)) * across
    sole *= coverage(each(ground) - Y)
    picture: Array = leather * decorated(f, random, left, right, welt, rim)
    paint(picture, sole, each(f["sole_brightness"] * (0.55 + 0.45 * f["brightness"])))
    return picture


def decorated(f: Factors, random: np.random.Generator, left: Array, right: Array, welt: Array, rim: Array) -> Array:
    """Greys of the upper with laces over the instep, a stripe on the side and a dark edge round the opening."""
    greys = cloth(f, random, roundness=14.0)
    length = each(right - left)
    along = (X - each(left)) / length
    deep = (Y - along_x(welt - rim)) / length
    eyelets = coverage(0.55 - np.abs(((X + Y * 0.6) % 2.4) - 1.2))
    throat = (along > 0.30) & (along < 0.55) & (deep < 0.12)
    paint(greys, eyelets * throat * each(f["laces"] > 0), contrast(f, f["laces"]))
    swoosh = coverage(0.8 - np.abs((X - each(left) - 0.62 * length) * 0.75 + (Y - along_x(welt) + 3.0)))
    low = along_x(welt) - 6.0 < Y
    paint(greys, swoosh * low * each(f["side_stripe"] > 0), contrast(f, f["side_stripe"]))
    edge = coverage(0.5 - np.abs(Y - along_x(welt - rim) - 0.9)) * (along > 0.5)
    paint(greys, edge * 0.5, each(f["brightness"]) * 0.5)
    return greys


def at_column(line: Array, x: Array) -> Array:
    """A line's values (n, SIDE) at one place per garment, (n,)."""
    column = np.clip(x * SAMPLES, 0, line.shape[1] - 1).astype(int)
    values: Array = line[np.arange(len(line)), column]
    return values


def bows(f: Factors, left: Array, right: Array, base: Array) -> Array:
    """Coverage of a sandal's straps over the forefoot."""
    length, shape = right - left, np.zeros((1, 1, 1), np.float32)
    for k in range(3):
        at = left + (0.22 + 0.15 * k) * length
        foot = at_column(base, at)
        bow = ring((at, foot), (0.15 * length, f["strap_height"] * (0.8 + 0.16 * k)), f["strap_width"])
        shape = np.maximum(shape, bow * each(np.floor(f["straps"]) > k) * (each(foot) + 0.5 > Y))
    return shape


def ankle_strap(f: Factors, left: Array, right: Array, base: Array) -> Array:
    """Coverage of the part behind the heel and of the strap that runs from it down to the instep."""
    height = np.maximum(f["ankle_strap"], 1.0)
    half = 0.5 * f["strap_width"]
    top = at_column(base, right - 2) - height
    back = limb((right - 1.6, top), 0 * height, height + 1, (half, half + 0.6), mirror=False)
    reach = 0.30 * (right - left)
    drop = at_column(base, right - 1.6 - reach) - top
    front = limb((right - 1.6, top), -np.arctan2(reach, drop), np.hypot(reach, drop), (half, half), mirror=False)
    return np.asarray(np.maximum(back, front) * each(f["ankle_strap"] > 0), np.float32)


def draw_sandal(f: Factors, random: np.random.Generator) -> Array:
    """Pictures (n, SIDE, SIDE) of sandals, flat to high-heeled."""
    over = np.maximum(f["strap_height"] - 0.4 * f["heel_height"], f["ankle_strap"]) + 1.0
    left, right, ground = placed(f, f["sole"] + f["heel_height"] + over)
    base = ground[:, None] - lift(f, left, right)
    top = base - f["sole"][:, None]
    across = between(left, right)
    heel = between(right - 0.4 - f["heel_width"], right - 0.4) * below(top) * coverage(each(ground) - Y)
    sole = np.maximum(below(top) * (1 - below(base)) * across, heel)
    greys = cloth(f, random, roundness=14.0)
    picture = greys * np.maximum(bows(f, left, right, top), ankle_strap(f, left, right, top))
    paint(picture, sole, each(0.35 + 0.5 * f["brightness"]) * 0.85)
    return picture
