"""One Gaussian for each class, fitted by maximum likelihood: the plainest model of how data are distributed.

It serves points in the plane and whole images alike (quadratic discriminant analysis; Hastie, Tibshirani and
Friedman, The Elements of Statistical Learning, section 4.3).  As it knows where each class lies, it can both draw
new rows and tell classes apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from figures.data import Array

RIDGE = 1e-6
"""Added to every variance, so that a number that never varies does no harm."""


@dataclass(frozen=True)
class ByClass:
    """A density of rows with d numbers: k Gaussians, each with the share of its class.

    Attributes:
        shares: how frequent each class is, (k,); they add up to 1.
        means: (k, d).
        covariances: (k, d, d).
    """

    shares: Array
    means: Array
    covariances: Array

    def joint(self, rows: Array) -> Array:
        """The logarithm of share times density of each class at each row, (n, k)."""
        return np.stack([np.log(s) + log_normal(rows, m, c) for s, m, c in self._parts()], axis=1)

    def density(self, rows: Array) -> Array:
        """P(x) at each row: the sum over classes, (n,)."""
        return np.asarray(np.exp(self.joint(rows)).sum(axis=1))

    def shares_at(self, rows: Array) -> Array:
        """P(class | x) at each row by Bayes' rule, (n, k)."""
        joint = self.joint(rows)
        parts = np.exp(joint - joint.max(axis=1, keepdims=True))
        return np.asarray(parts / parts.sum(axis=1, keepdims=True))

    def classes(self, rows: Array) -> Array:
        """The class that is likeliest at each row, by Bayes' rule, (n,)."""
        return np.asarray(self.joint(rows).argmax(axis=1))

    def draw(self, count: int, random: np.random.Generator) -> Array:
        """`count` rows drawn from the density, in mixed order: a class by its share, then a row of that class."""
        part = random.choice(len(self.shares), count, p=self.shares)
        spread = np.linalg.cholesky(self.covariances)[part]
        noise = random.standard_normal((count, self.means.shape[1]))
        return np.asarray(self.means[part] + np.einsum("nij,nj->ni", spread, noise))

    @property
    def numbers(self) -> int:
        """How many numbers the density consists of; a covariance counts once for each pair, the last share is given."""
        k, d = self.means.shape
        return int(k * (d + d * (d + 1) // 2) + k - 1)

    def _parts(self) -> list[tuple[float, Array, Array]]:
        return list(zip(self.shares, self.means, self.covariances, strict=True))


def fit(rows: Array, labels: Array) -> ByClass:
    """The likeliest Gaussians for rows (n, d) with labels (n,): each class's share, mean and covariance."""
    known = np.unique(labels)
    groups = [rows[labels == label].astype(np.float64) for label in known]
    ridge = RIDGE * np.eye(rows.shape[1])
    return ByClass(
        np.array([len(group) / len(rows) for group in groups]),
        np.stack([group.mean(axis=0) for group in groups]),
        np.stack([np.cov(group.T, bias=True) + ridge for group in groups]),
    )


def log_normal(rows: Array, mean: Array, covariance: Array) -> Array:
    """The logarithm of a Gaussian's density at rows (n, d), in nats, (n,)."""
    root = np.linalg.cholesky(covariance)
    scaled = np.linalg.solve(root, (rows - mean).T)
    constant = len(mean) * np.log(2 * np.pi) / 2 + np.log(np.diag(root)).sum()
    return np.asarray(-0.5 * np.square(scaled).sum(axis=0) - constant)
