"""The images that the course's models are trained on, by the name of the data set.

`garments` is drawn by the course's own code; `fashion-mnist` is read from Fashion-MNIST's files, in a folder
or downloaded; `digits` comes with scikit-learn.  All are greys of 28 x 28 pixels in ten classes, so that
every recipe works on each of them.

Training reads `train`; figures measure on `test`, which no model has seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from builder.jobs.recipes import Data, RecipeFault
from figures import digits as handwritten
from figures import fashion
from figures.garments import CLASSES, draw_garments

Array = NDArray[Any]

TRAIN_COUNT, TEST_COUNT = 5000, 1000
TRAIN_SEED, TEST_SEED = 1, 2
DIGITS_HELD_BACK = (3, 7)
BATCH = 1000
SHOWN = (0, 1, 7, 8)
"""The labels that run through all lessons: T-shirt/top, Trouser, Sneaker and Bag, or the digits 0, 1, 7 and 8."""


@dataclass(frozen=True)
class Split:
    """Images that belong together: for training or for testing.

    Attributes:
        images: greys from 0 to 1, float32, (n, 28, 28).
        labels: each image's class, (n,).
        factors: what each image was drawn from, (n,) each; not a number where it does not apply.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int64]
    factors: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)


@dataclass(frozen=True)
class Images:
    """A data set: images for training and testing, the names of the classes and a line for pages."""

    train: Split
    test: Split
    classes: tuple[str, ...]
    description: str


@dataclass(frozen=True)
class Exemplars:
    """The four test images that run through all lessons.

    Attributes:
        names: their classes.
        rows: where they stand among the test images.
        images: their greys, (4, 28, 28).
    """

    names: tuple[str, ...]
    rows: NDArray[np.int64]
    images: NDArray[np.float32]


def load(data: Data | None) -> Images:
    """The images of a data set.

    Raises:
        RecipeFault: if the name is unknown, or files are missing, damaged or do not belong together.
    """
    if data is None:
        raise RecipeFault("the course names no data set: add `data: {name: garments}` to curriculum/course.yaml")
    sets: dict[str, Callable[[], Images]] = {
        "garments": lambda: garments(),
        "fashion-mnist": lambda: fashion_mnist(data.folder),
        "digits": lambda: digits(),
    }
    if data.name not in sets:
        raise RecipeFault(f"there is no data set `{data.name}`: choose one of {', '.join(sorted(sets))}")
    return sets[data.name]()


def describe(data: Data | None) -> str:
    """The line about the data that pages show under a picture."""
    return load(data).description


@cache
def garments() -> Images:
    """Drawings of garments; a process draws them once, in a second or two."""
    parts = []
    for count, seed in ((TRAIN_COUNT, TRAIN_SEED), (TEST_COUNT, TEST_SEED)):
        drawn = draw_garments(count, seed)
        parts.append(Split(drawn.images, drawn.labels, drawn.factors))
    factors = len(parts[0].factors)
    line = (
        f"garments: {TRAIN_COUNT + TEST_COUNT:,} drawings of ten kinds of clothes, 28 by 28 grey pixels each, "
        f"made by the course's own code from {factors} known factors"
    )
    return Images(parts[0], parts[1], CLASSES, line)


def fashion_mnist(folder: Path | None) -> Images:
    """Fashion-MNIST from its four IDX files, packed with gzip or not; without a folder they are downloaded."""
    place = folder if folder is not None else fashion.downloaded()
    train, test = (Split(*fashion.read_split(place, part)) for part in ("train", "t10k"))
    line = (
        f"Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): {len(train.images) + len(test.images):,} photographs "
        "of ten kinds of clothes, 28 by 28 grey pixels each"
    )
    return Images(train, test, CLASSES, line)


@cache
def digits() -> Images:
    """The digits of scikit-learn; of every nine in the file two are held back for testing.

    The file is in the order of the writers, so both parts know all of them; nine, unlike ten, does not keep step
    with the order in which they wrote their digits.
    """
    images, labels = handwritten.read_digits()
    held = np.isin(np.arange(len(images)) % 9, DIGITS_HELD_BACK)
    line = (
        f"digits (Alpaydin and Kaynak, 1998, as in scikit-learn): {len(images):,} handwritten digits, "
        "8 by 8 grey pixels enlarged to 28 by 28"
    )
    train, test = Split(images[~held], labels[~held]), Split(images[held], labels[held])
    return Images(train, test, handwritten.CLASSES, line)


def batch(images: Images) -> Split:
    """The held-out images that every figure measures on: the first thousand test images, or all if there are fewer."""
    test = images.test
    factors = {name: values[:BATCH] for name, values in test.factors.items()}
    return Split(test.images[:BATCH], test.labels[:BATCH], factors)


def exemplars(images: Images) -> Exemplars:
    """One test image of each of four classes that look unlike each other, neither odd nor average.

    It is the image of the batch whose distance to the mean training image of its class is the median of its
    class, the lower one of two and the first among equals.
    """
    held = batch(images)
    rows = []
    for label in SHOWN:
        mean = images.train.images[images.train.labels == label].mean(axis=0)
        mine = np.flatnonzero(held.labels == label)
        apart = np.square(held.images[mine] - mean).sum(axis=(1, 2))
        rows.append(mine[np.argsort(apart, kind="stable")[(len(mine) - 1) // 2]])
    chosen = np.array(rows)
    return Exemplars(tuple(images.classes[label] for label in SHOWN), chosen, held.images[chosen])
