"""Fashion-MNIST's four IDX files (Xiao, Rasul and Vollgraf, 2017): found in a folder or downloaded, and read.

A smaller set in the same format, such as the first thousand images of each file, is read the same way:
each file's header says how many images it holds.
"""

from __future__ import annotations

import gzip
import zlib
from importlib import import_module
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from builder.jobs.recipes import RecipeFault

SIDE = 28
LABELS = 10
IMAGES_MAGIC, LABELS_MAGIC = 2051, 2049

URL = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"
"""Where the data set's authors keep its files; what comes from there is checked against the digests below."""

SHA256 = {
    "train-images-idx3-ubyte.gz": "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    "train-labels-idx1-ubyte.gz": "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    "t10k-images-idx3-ubyte.gz": "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    "t10k-labels-idx1-ubyte.gz": "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
}
"""The digest of each file as its authors published it."""

CACHE_VARIABLE = "COURSEWRIGHT_DATA"
"""The environment variable that names another folder for downloads."""


def downloaded() -> Path:
    """The folder with the four files, downloaded where they are missing or damaged, 31 MB in all.

    The folder is the user's cache folder, or the one that the environment variable COURSEWRIGHT_DATA names.
    The package that fetches them is imported by name: its version can change nothing that a job makes.

    Raises:
        RecipeFault: if a file cannot be fetched or is not the one that was published.
    """
    try:
        pooch = import_module("pooch")
    except ImportError as fault:
        told = "downloading needs the package pooch: pip install 'coursewright[figures]'"
        raise RecipeFault(f"{told}, or set `data.folder` in curriculum/course.yaml") from fault
    pooch.get_logger().setLevel("ERROR")
    shelf = pooch.create(
        path=pooch.os_cache("coursewright") / "fashion-mnist",
        base_url=URL,
        registry={name: f"sha256:{digest}" for name, digest in SHA256.items()},
        env=CACHE_VARIABLE,
    )
    for name in SHA256:
        try:
            shelf.fetch(name)
        except (OSError, ValueError) as fault:
            raise RecipeFault(
                f"{name} cannot be downloaded from {URL}: {fault}. Without a connection, put Fashion-MNIST's four "
                "files into a folder and name it in `data.folder` of curriculum/course.yaml, or choose the data set "
                "`garments` or `digits`"
            ) from fault
    return Path(shelf.abspath)


def read_split(folder: Path, part: str) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """The greys from 0 to 1, (n, 28, 28), and labels, (n,), of one part: `train` or `t10k`.

    Raises:
        RecipeFault: if files are missing, damaged or do not belong together.
    """
    images_at, labels_at = (idx_file(folder, f"{part}-{kind}") for kind in ("images-idx3-ubyte", "labels-idx1-ubyte"))
    images = read_idx(images_at, IMAGES_MAGIC, (SIDE, SIDE))
    labels = read_idx(labels_at, LABELS_MAGIC, ())
    if len(images) != len(labels):
        raise RecipeFault(
            f"{labels_at} holds {len(labels)} labels (bytes 4 to 8 of its header) for the {len(images)} images "
            f"of {images_at}: the two files do not belong together"
        )
    if not len(images):
        raise RecipeFault(f"{images_at} holds no images: bytes 4 to 8 of its header say 0")
    wrong = np.flatnonzero(labels >= LABELS)
    if len(wrong):
        raise RecipeFault(f"{labels_at}: byte {8 + wrong[0]} is label {labels[wrong[0]]}; labels go from 0 to 9")
    return (images / np.float32(255)).astype(np.float32), labels.astype(np.int64)


def idx_file(folder: Path, name: str) -> Path:
    """The file of that name, packed or plain."""
    for path in (folder / f"{name}.gz", folder / name):
        if path.is_file():
            return path
    raise RecipeFault(f"{folder / name}.gz is missing: the folder needs Fashion-MNIST's four files, packed or not")


def read_idx(path: Path, magic: int, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """The array of unsigned bytes in an IDX file, (n, *shape).

    The format is a big-endian header (a magic number and the length of each dimension, 4 bytes each)
    and then the values.  Bytes are counted in the unpacked content.

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
