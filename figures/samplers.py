"""Where random codes come from: N(0, I), the box around the codes, or a density fitted to them.

A plain autoencoder names no distribution to draw codes from; a fair comparison with a VAE fits one
afterwards (Ghosh et al., 2020).
"""

from __future__ import annotations

import numpy as np
from sklearn.mixture import GaussianMixture

from figures.data import Array

PARTS = 10


def standard_normal(count: int, latent: int, seed: int) -> Array:
    """`count` codes from N(0, I)."""
    return np.random.default_rng(seed).standard_normal((count, latent)).astype(np.float32)


def bounding_box(codes: Array, count: int, seed: int) -> Array:
    """`count` codes drawn evenly from the smallest box, with sides along the axes, that holds all these codes."""
    low, high = codes.min(axis=0), codes.max(axis=0)
    return np.random.default_rng(seed).uniform(low, high, (count, codes.shape[1])).astype(np.float32)


def fitted_gaussian(codes: Array, count: int, seed: int) -> Array:
    """`count` codes from the Gaussian with these codes' mean and covariance."""
    spread = np.linalg.cholesky(np.cov(codes.T.astype(np.float64)) + 1e-9 * np.eye(codes.shape[1]))
    drawn = codes.mean(axis=0) + standard_normal(count, codes.shape[1], seed) @ spread.T
    return np.asarray(drawn, np.float32)


def fitted_mixture(codes: Array, count: int, seed: int) -> Array:
    """`count` codes, in mixed order, from ten Gaussians fitted to these codes by expectation maximisation."""
    mixture = GaussianMixture(PARTS, random_state=seed, reg_covar=1e-5).fit(codes.astype(np.float64))
    random = np.random.default_rng(seed)
    part = random.choice(PARTS, count, p=mixture.weights_)
    spread = np.linalg.cholesky(mixture.covariances_)[part]
    drawn = mixture.means_[part] + np.einsum("nij,nj->ni", spread, random.standard_normal((count, codes.shape[1])))
    return np.asarray(drawn, np.float32)
