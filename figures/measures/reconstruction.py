"""How much of an image is lost on its way through a code: squared errors, for each image and by class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from figures.data import Array


def errors(originals: Array, redrawn: Array) -> Array:
    """Each image's squared error, summed over its pixels, (n,); divided by 784 it is the mean squared error."""
    return np.asarray(np.square(redrawn - originals).sum(axis=(1, 2)))


def by_class(errors: Array, labels: Array, classes: Sequence[str]) -> dict[str, float]:
    """The mean error of each class that occurs."""
    return {name: float(errors[labels == k].mean()) for k, name in enumerate(classes) if (labels == k).any()}


def unexplained(originals: Array, redrawn: Array, labels: Array, means: Array) -> Array:
    """By class, the error as a share of what it would be with the class's mean image for all, (classes,).

    Classes differ in how much their images differ, so errors alone do not say which class a code serves badly:
    with this measure 0 is a perfect copy, and 1 no better than knowing the class.

    Args:
        originals: images (n, 28, 28).
        redrawn: what became of them.
        labels: their classes, (n,).
        means: the mean training image of each class, (classes, 28, 28).
    """
    lost, spread = errors(originals, redrawn), errors(originals, means[labels])
    return np.array([lost[labels == k].sum() / spread[labels == k].sum() for k in range(len(means))])


def class_means(images: Array, labels: Array, count: int) -> Array:
    """The mean image of each of `count` classes, (count, 28, 28)."""
    return np.stack([images[labels == k].mean(axis=0) for k in range(count)])
