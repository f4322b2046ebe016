"""The handwritten digits that come with scikit-learn, enlarged to the size that the models take.

They are 1,797 of the "Optical Recognition of Handwritten Digits" of the UCI repository (Alpaydin and
Kaynak, 1998): 8 x 8 pixels of 17 greys, one writer's digits after the other's.
"""

from __future__ import annotations

import hashlib
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from builder.jobs.recipes import RecipeFault

FOLD, FRAME = 3, 2
"""Each pixel becomes 3 x 3 of them, and a frame of 2 black ones is put around: 8 * 3 + 2 * 2 = 28."""

CLASSES = tuple("0123456789")

SHA256 = "87ff0c9e40dc7e2c0e34e7257799c2e3f3aec1a016363bb11cad869ec428a826"
"""Of all greys, 0 to 16, and after them all labels, a byte each."""


def read_digits() -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """All digits in the order of their file: greys from 0 to 1, (1797, 28, 28), and labels, (1797,).

    They are checked by their digest, and scikit-learn is imported by name, so that another version of it that
    holds the same digits is no reason to train anew.

    Raises:
        RecipeFault: if scikit-learn is not installed, or holds other digits than those known here.
    """
    try:
        raw = import_module("sklearn.datasets").load_digits()
    except ImportError as fault:
        told = "the data set `digits` comes with scikit-learn, which is not installed"
        raise RecipeFault(f"{told}: pip install 'coursewright[figures]'") from fault
    greys, labels = raw.images.astype(np.uint8), raw.target.astype(np.uint8)
    found = hashlib.sha256(greys.tobytes() + labels.tobytes()).hexdigest()
    if found != SHA256:
        raise RecipeFault(f"the digits of the installed scikit-learn are not those known here: SHA-256 is {found}")
    return enlarged(greys / 16), labels.astype(np.int64)


def enlarged(small: NDArray[np.float64]) -> NDArray[np.float32]:
    """Pictures (n, 8, 8) as (n, 28, 28): cubic convolution along both axes, in a black frame.

    Values beyond black and white, which the cubic gives beside steep edges, are cut off.
    """
    weights = cubic_weights(small.shape[1], FOLD)
    large = np.clip(weights @ small @ weights.T, 0, 1)
    return np.pad(large, ((0, 0), (FRAME, FRAME), (FRAME, FRAME))).astype(np.float32)


def cubic_weights(count: int, fold: int) -> NDArray[np.float64]:
    """How much each of `count` samples counts for each of `count * fold` finer ones, (count * fold, count).

    Cubic convolution with the slope of Catmull and Rom (Keys, 1981); beyond the ends the samples go on as they end.
    """
    at = (np.arange(count * fold) + 0.5) / fold - 0.5
    known = np.arange(-2, count + 2)
    far = np.abs(at[:, None] - known[None, :])
    near = 1.5 * far**3 - 2.5 * far**2 + 1
    outer = -0.5 * far**3 + 2.5 * far**2 - 4 * far + 2
    kernel = np.where(far <= 1, near, np.where(far < 2, outer, 0.0))
    weights = np.zeros((count * fold, count))
    np.add.at(weights.T, np.clip(known, 0, count - 1), kernel.T)
    return weights
