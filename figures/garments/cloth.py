"""How cloth looks: its grey level, fall of light, blotches, stripes and checks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from figures.garments.shapes import UNITS, Array, X, Y, clouds, each

Factors = Mapping[str, Array]


def wave(at: Array, period: Array) -> Array:
    """A soft square wave, 0 to 1, along a coordinate."""
    return np.asarray(np.clip(0.5 + 1.6 * np.sin(2 * np.pi * at / each(period)), 0.0, 1.0))


def cloth(f: Factors, random: np.random.Generator, roundness: Array | float = 8.0) -> Array:
    """Greys (n, SIDE, SIDE) of a garment's cloth, before it is cut out.

    Args:
        f: the garments' factors; `checks` may be missing.
        random: where the blotches come from.
        roundness: how far from the middle line the light has fallen off by `shading`.
    """
    n = len(f["brightness"])
    grey = each(f["brightness"]) * (1 - each(f["shading"]) * np.square((X - UNITS / 2) / roundness))
    grey = grey * (1 + each(f["texture"]) * clouds(random, n, 13))
    grey = grey * (1 - each(f["stripes"]) * wave(Y, f["period"]))
    if "checks" in f:
        both = wave(Y, f["period"]) + wave(X + each(f["period"]) / 4, f["period"])
        grey = grey * (1 - each(f["checks"]) * both / 2)
    return np.asarray(np.clip(grey, 0.0, 1.0), np.float32)


def contrast(f: Factors, strength: Array) -> Array:
    """A detail's grey (n, 1, 1): lighter on dark cloth and darker on light cloth, by `strength`."""
    grey = f["brightness"]
    return each(np.where(grey < 0.55, grey + strength, grey - strength)).astype(np.float32)
