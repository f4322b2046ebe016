"""What can be read off a picture of one object without knowing what it is: how bright, tall and wide it is, and so on.

The readings need no labels and no trained model, so they serve on every data set; where garments' factors are known,
tests compare the readings with them.
"""

from __future__ import annotations

import numpy as np

from figures.data import Array

LIT, BRIGHT = 0.3, 0.95
FEWEST = 2
TRAITS = ("brightness", "height", "width", "fullness", "lean")


def lit(images: Array) -> Array:
    """Which pixels belong to the object: those above three tenths of the picture's bright grey, (n, 28, 28)."""
    bright = np.quantile(images, BRIGHT, axis=(1, 2), keepdims=True)
    return np.asarray(images > LIT * np.maximum(bright, 1e-6))


def heights(images: Array) -> Array:
    """How many rows the object takes: those with two lit pixels or more, (n,)."""
    return np.asarray((lit(images).sum(axis=2) >= FEWEST).sum(axis=1), np.float64)


def traits(images: Array) -> Array:
    """Five readings of each picture, in the order of `TRAITS`: (n, 28, 28) -> (n, 5).

    Brightness is the mean grey of lit pixels; height and width count rows and columns with two lit pixels or more;
    fullness is the lit share of that height times that width; lean is how far the picture's weight lies to the right
    of its middle, in pixels.
    """
    on = lit(images)
    count = np.maximum(on.sum(axis=(1, 2)), 1)
    brightness = (images * on).sum(axis=(1, 2)) / count
    tall, wide = heights(images), (on.sum(axis=1) >= FEWEST).sum(axis=1)
    full = count / np.maximum(tall * wide, 1)
    across = np.arange(images.shape[2]) - (images.shape[2] - 1) / 2
    lean = (images.sum(axis=1) @ across) / np.maximum(images.sum(axis=(1, 2)), 1e-6)
    return np.stack([brightness, tall, wide, full, lean], axis=1).astype(np.float64)
