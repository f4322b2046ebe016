"""How far two sets of pictures are apart: the Frechet distance of Gaussians fitted to their features.

With the features of a network trained on photographs this is the FID (Heusel et al., 2017); here the features
are edges, or those of the course's own classifier.  It grows when fewer pictures are compared, so compare
equal numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from figures.data import Array


@dataclass(frozen=True)
class Gaussian:
    """The Gaussian fitted to rows of numbers: mean, covariance and the covariance's symmetric root."""

    mean: Array
    covariance: Array
    root: Array


def gaussian(rows: Array) -> Gaussian:
    """The Gaussian with the mean and covariance of these rows."""
    covariance = np.cov(rows.T.astype(np.float64))
    values, vectors = np.linalg.eigh(covariance)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    return Gaussian(rows.mean(axis=0, dtype=np.float64), covariance, root)


def frechet(a: Gaussian, rows: Array) -> float:
    """The Frechet distance between a Gaussian and the one fitted to rows of numbers.

    Its square is |m_a - m_b|^2 + tr(C_a + C_b - 2 (C_a C_b)^(1/2)); the root's trace is taken from the symmetric
    C_a^(1/2) C_b C_a^(1/2), which has the same eigenvalues.
    """
    apart = np.square(a.mean - rows.mean(axis=0, dtype=np.float64)).sum()
    covariance = np.cov(rows.T.astype(np.float64))
    overlap = np.sqrt(np.maximum(np.linalg.eigvalsh(a.root @ covariance @ a.root), 0)).sum()
    squared = apart + np.trace(a.covariance) + np.trace(covariance) - 2 * overlap
    return float(np.sqrt(np.maximum(squared, 0)))
