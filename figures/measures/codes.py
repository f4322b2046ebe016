"""Codes by their numbers: which of them carry something, and how far they are from the origin."""

from __future__ import annotations

import math

import numpy as np

from figures.data import Array

ACTIVE = 0.01


def active_units(means: Array, above: float = ACTIVE) -> int:
    """How many numbers of a VAE's code carry something: the variance of the mean code over images exceeds 0.01.

    Burda et al. (2016).  For a plain autoencoder, whose codes have any scale, it says nothing.
    """
    return int((means.var(axis=0) > above).sum())


def norms(codes: Array) -> Array:
    """How far each code is from the origin, (n,)."""
    return np.asarray(np.linalg.norm(codes, axis=1))


def typical_norm(latent: int) -> float:
    """The mean distance from the origin of draws from N(0, I) in so many dimensions, a little below its root.

    It is the mean of the chi distribution, sqrt(2) Gamma((d + 1) / 2) / Gamma(d / 2).
    """
    return math.sqrt(2) * math.exp(math.lgamma((latent + 1) / 2) - math.lgamma(latent / 2))


def spread_by_class(codes: Array, labels: Array) -> Array:
    """How far the codes of each class are spread, as a share of how far all are: (classes,).

    Spread is the root of the mean squared distance from the mean code.
    """
    whole = math.sqrt(float(codes.var(axis=0).sum()))
    return np.array([math.sqrt(float(codes[labels == k].var(axis=0).sum())) / whole for k in np.unique(labels)])
