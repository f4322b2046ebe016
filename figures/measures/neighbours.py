"""Who is near whom: distances, neighbours kept from one space to another, and neighbours of one class."""

from __future__ import annotations

import numpy as np

from figures.data import Array


def distances(a: Array, b: Array) -> Array:
    """Euclidean distances between all rows of a and all rows of b: (len(a), len(b))."""
    squared = np.square(a).sum(axis=1)[:, None] + np.square(b).sum(axis=1)[None, :] - 2 * a @ b.T
    return np.asarray(np.sqrt(np.maximum(squared, 0)), np.float32)


def flat(images: Array) -> Array:
    """Pictures as rows of pixels, for measures that take rows: (n, 28, 28) -> (n, 784)."""
    return images.reshape(len(images), -1)


def reach(rows: Array, k: int) -> Array:
    """How far it is from each row to its k-th nearest other row, (n,)."""
    return np.asarray(np.partition(_apart(rows), k - 1, axis=1)[:, k - 1])


def neighbours(rows: Array, k: int) -> Array:
    """The k nearest other rows of each row, nearest first, by their numbers: (n, k)."""
    return np.asarray(np.argsort(_apart(rows), axis=1, kind="stable")[:, :k])


def kept(a: Array, b: Array, k: int = 10) -> float:
    """The share of the k nearest neighbours in one space that are also among the k nearest in the other.

    Row i of both spaces is the same thing.  With rows placed at random k / (n - 1) of them are.
    """
    near_a, near_b = neighbours(a, k), neighbours(b, k)
    return float((near_a[:, :, None] == near_b[:, None, :]).any(axis=2).mean())


def trustworthiness(original: Array, codes: Array, k: int = 10) -> float:
    """Whether neighbours among the codes are neighbours among the originals: 1 if all are (Venna and Kaski, 2001).

    A false neighbour counts by how far down it stands in the original order; 0.5 is about what chance gives.
    """
    n = len(original)
    order = np.argsort(_apart(original), axis=1, kind="stable")
    rank = np.empty_like(order)
    np.put_along_axis(rank, order, np.broadcast_to(np.arange(1, n + 1), (n, n)), axis=1)
    beyond = np.maximum(np.take_along_axis(rank, neighbours(codes, k), axis=1) - k, 0)
    return float(1 - 2 * beyond.sum() / (n * k * (2 * n - 3 * k - 1)))


def purity(rows: Array, labels: Array, k: int = 10) -> float:
    """The share of the k nearest neighbours that are of the same class; chance gives the classes' own shares."""
    return float((labels[neighbours(rows, k)] == labels[:, None]).mean())


def purity_by_class(rows: Array, labels: Array, k: int = 10) -> Array:
    """The same for each class, in the order of the labels."""
    same = (labels[neighbours(rows, k)] == labels[:, None]).mean(axis=1)
    return np.array([same[labels == label].mean() for label in np.unique(labels)])


def _apart(rows: Array) -> Array:
    """Distances between rows, endless from a row to itself."""
    apart = distances(rows, rows)
    np.fill_diagonal(apart, np.inf)
    return apart
