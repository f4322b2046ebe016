"""Compression that learned nothing: the discrete cosine transform with a few coefficients."""

from __future__ import annotations

import numpy as np
from scipy.fft import dctn, idctn

from figures.data import Array


def redraw(images: Array, coefficients: int) -> Array:
    """Images from so many cosines of lowest frequency, cut to greys from 0 to 1: (n, 28, 28) both.

    The orthonormal transform of Ahmed, Natarajan and Rao (1974), its coefficients in the order in which JPEG
    reads them: by the sum of both frequencies, from the mean grey on.

    Raises:
        ValueError: if an image has not that many coefficients, or fewer than one is asked for.
    """
    side = images.shape[1]
    if not 1 <= coefficients <= side * side:
        raise ValueError(f"{coefficients} coefficients: choose 1 to {side * side}")
    keep = np.zeros(side * side, bool)
    keep[zigzag(side)[:coefficients]] = True
    spectrum = dctn(images, axes=(1, 2), norm="ortho") * keep.reshape(side, side)
    return np.asarray(np.clip(idctn(spectrum, axes=(1, 2), norm="ortho"), 0, 1), np.float32)


def zigzag(side: int) -> Array:
    """The places of a square's coefficients, as numbers in reading order, from low to high frequency."""
    down, across = np.divmod(np.arange(side * side), side)
    diagonal = down + across
    within = np.where(diagonal % 2 == 0, across, down)
    return np.lexsort((within, diagonal))
