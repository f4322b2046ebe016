"""The images that the course's models are trained on, by the name of the data set.

`garments` is drawn by the course's own code; `fashion-mnist` is read from the files of Fashion-MNIST
(Xiao, Rasul and Vollgraf, 2017) in a folder.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from builder.jobs.recipes import Data, RecipeFault
from figures.garments import CLASSES, draw_garments

SIDE = 28
TRAIN_COUNT, TEST_COUNT = 5000, 1000
TRAIN_SEED, TEST_SEED = 1, 2
IMAGES_MAGIC, LABELS_MAGIC = 2051, 2049


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


def load(data: Data | None) -> Images:
    """The images of a data set.

    Raises:
        RecipeFault: if the name is unknown, or files are missing, damaged or do not belong together.
    """
    if data is None:
        raise RecipeFault("the course names no data set: add `data: {name: garments}` to curriculum/course.yaml")
    if data.name == "garments":
        return garments()
    if data.name == "fashion-mnist":
        return fashion_mnist(data.folder)
    raise RecipeFault(f"there is no data set `{data.name}`: choose `garments` or `fashion-mnist`")


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
    """Fashion-MNIST from its four IDX files, packed with gzip or not."""
    if folder is None:
        raise RecipeFault("fashion-mnist needs a folder with its files: set `data.folder` in curriculum/course.yaml")
    train, test = read_split(folder, "train"), read_split(folder, "t10k")
    line = (
        f"Fashion-MNIST (Xiao, Rasul and Vollgraf, 2017): {len(train.images) + len(test.images):,} photographs "
        "of ten kinds of clothes, 28 by 28 grey pixels each"
    )
    return Images(train, test, CLASSES, line)


def read_split(folder: Path, part: str) -> Split:
    """The images and labels of one part, `train` or `t10k`."""
    images_at, labels_at = (idx_file(folder, f"{part}-{kind}") for kind in ("images-idx3-ubyte", "labels-idx1-ubyte"))
    images = read_idx(images_at, IMAGES_MAGIC, (SIDE, SIDE))
    labels = read_idx(labels_at, LABELS_MAGIC, ())
    if len(images) != len(labels):
        raise RecipeFault(
            f"{labels_at} holds {len(labels)} labels (bytes 4 to 8 of its header) for the {len(images)} images "
            f"of {images_at}: the two files do not belong together"
        )
    wrong = np.flatnonzero(labels >= len(CLASSES))
    if len(wrong):
        raise RecipeFault(f"{labels_at}: byte {8 + wrong[0]} is label {labels[wrong[0]]}; labels go from 0 to 9")
    return Split((images / np.float32(255)).astype(np.float32), labels.astype(np.int64))


def idx_file(folder: Path, name: str) -> Path:
    """The file of that name, packed or plain."""
    for path in (folder / f"{name}.gz", folder / name):
        if path.is_file():
            return path
    raise RecipeFault(f"{folder / name}.gz is missing: the folder needs Fashion-MNIST's four files, packed or not")


def read_idx(path: Path, magic: int, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """The array of unsigned bytes in an IDX file, (n, *shape).

    The format is a big-endian header (a magic number and the length of each dimension, 4 bytes each)
    and then the values.

    Raises:
        RecipeFault: naming the file and the byte where it stops being what it should be.
    """
    content = unpacked(path)
    header = 8 + 4 * len(shape)
    if len(content) < header:
        raise RecipeFault(f"{path} ends at byte {len(content)}, within its header of {header} bytes")
    found, count, *sides = (int(n) for n in np.frombuffer(content[:header], ">u4"))
    if found != magic:
        raise RecipeFault(f"{path}: byte 0 starts magic number {found} instead of {magic}: {meaning(found)}")
    if tuple(sides) != shape:
        raise RecipeFault(f"{path}: byte 8 starts image sides {sides} instead of {list(shape)}")
    expected = header + count * int(np.prod(shape))
    if len(content) != expected:
        trouble = "is cut short" if len(content) < expected else "goes on too long"
        raise RecipeFault(f"{path} {trouble}: it ends at byte {len(content)}, its header says at {expected}")
    return np.frombuffer(content, np.uint8, offset=header).reshape(count, *shape)


def meaning(magic: int) -> str:
    """What a wrong magic number tells."""
    known = {IMAGES_MAGIC: "this is a file of images", LABELS_MAGIC: "this is a file of labels"}
    return f"{known[magic]}; are the names swapped?" if magic in known else "this is no IDX file of bytes"


def unpacked(path: Path) -> bytes:
    """A file's content, unpacked where it is packed."""
    raw = path.read_bytes()
    if path.suffix != ".gz":
        return raw
    try:
        return gzip.decompress(raw)
    except (EOFError, OSError, zlib.error) as fault:
        told = f"{path} cannot be unpacked: {fault}; its {len(raw)} bytes are damaged or cut short"
        raise RecipeFault(told) from fault
