"""Where images come from beside the course's own drawings, and which of them figures measure on."""

from __future__ import annotations

import ast
import gzip
import hashlib
import socket
import struct
from pathlib import Path

import numpy as np
import pytest

from builder.jobs.recipes import Data, RecipeFault
from figures import data, digits, fashion
from figures.data import Images, Split

ROOT = Path(__file__).parents[2]


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty cache folder, and a network that refuses every name and connection."""

    def refused(*_: object, **__: object) -> None:
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", refused)
    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setenv(fashion.CACHE_VARIABLE, str(tmp_path))
    return tmp_path


def published(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Four small files, as if they were the ones that were published."""
    files = {}
    for part, count in (("train", 4), ("t10k", 2)):
        pixels = bytes(range(196)) * 4 * count
        files[f"{part}-images-idx3-ubyte.gz"] = struct.pack(">4I", 2051, count, 28, 28) + pixels
        files[f"{part}-labels-idx1-ubyte.gz"] = struct.pack(">2I", 2049, count) + bytes(range(count))
    for name, content in files.items():
        (folder / name).write_bytes(gzip.compress(content, mtime=0))
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}
    monkeypatch.setattr(fashion, "SHA256", digests)


def test_without_a_connection_the_fault_says_what_to_do(offline: Path) -> None:
    with pytest.raises(RecipeFault) as caught:
        data.load(Data("fashion-mnist"))
    said = str(caught.value)
    assert "train-images-idx3-ubyte.gz cannot be downloaded" in said and fashion.URL in said
    assert "data.folder" in said and "`garments` or `digits`" in said
    assert not [path for path in offline.iterdir() if path.suffix == ".gz"], "nothing half-fetched is left"


def test_files_that_were_downloaded_before_are_used_offline(offline: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(monkeypatch, offline)
    images = data.load(Data("fashion-mnist"))
    assert len(images.train.images) == 4 and len(images.test.images) == 2
    assert images.test.labels.tolist() == [0, 1]


def test_a_downloaded_file_that_was_altered_is_not_used(offline: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(monkeypatch, offline)
    path = offline / "t10k-labels-idx1-ubyte.gz"
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(RecipeFault, match=r"t10k-labels-idx1-ubyte\.gz cannot be downloaded"):
        data.load(Data("fashion-mnist"))


def test_digests_are_written_in_full_for_the_four_files() -> None:
    assert sorted(fashion.SHA256) == sorted(
        f"{part}-{kind}-ubyte.gz" for part in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")
    )
    assert all(len(bytes.fromhex(digest)) == 32 for digest in fashion.SHA256.values())
    assert len(set(fashion.SHA256.values())) == 4


def test_digits_are_shared_out_between_training_and_testing() -> None:
    images = data.load(Data("digits"))
    assert images.train.images.shape == (1398, 28, 28) and images.test.images.shape == (399, 28, 28)
    assert images.train.images.dtype == np.float32
    assert images.classes == tuple("0123456789")
    assert np.bincount(images.test.labels).min() >= 30
    assert not images.test.images[:, :2].any() and not images.test.images[:, :, -2:].any(), "a black frame"
    assert images.train.images.max() == 1 and images.train.images.min() == 0


def test_enlarging_keeps_even_greys_and_the_place_of_a_stroke() -> None:
    even = digits.enlarged(np.full((1, 8, 8), 0.5))
    assert np.allclose(even[0, 2:-2, 2:-2], 0.5)
    one = np.zeros((1, 8, 8))
    one[0, 2, 5] = 1.0
    large = digits.enlarged(one)[0]
    assert np.unravel_index(large.argmax(), large.shape) == (2 + 3 * 2 + 1, 2 + 3 * 5 + 1)
    middles = digits.enlarged(np.eye(8)[None])[0][3:-2:3, 3:-2:3]
    assert np.allclose(middles, np.eye(8), atol=1e-6), "the middle of each block is the pixel it was made of"


def test_other_digits_than_the_known_ones_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digits, "SHA256", "0" * 64)
    with pytest.raises(RecipeFault, match="not those known here"):
        digits.read_digits()


@pytest.mark.parametrize("name", ["garments", "digits"])
def test_no_test_image_is_a_training_image(name: str) -> None:
    images = data.load(Data(name))
    seen = {image.tobytes() for image in images.train.images}
    assert not seen & {image.tobytes() for image in images.test.images}


@pytest.mark.parametrize("name", ["garments", "digits"])
def test_the_four_images_of_the_course_are_typical_test_images(name: str) -> None:
    images = data.load(Data(name))
    four, held = data.exemplars(images), data.batch(images)
    assert [images.classes.index(name) for name in four.names] == [0, 1, 7, 8]
    assert np.array_equal(four.images, images.test.images[four.rows])
    for row, label in zip(four.rows, (0, 1, 7, 8), strict=True):
        assert held.labels[row] == label
        mean = images.train.images[images.train.labels == label].mean(axis=0)
        apart = np.square(held.images[held.labels == label] - mean).sum(axis=(1, 2))
        nearer = (apart < np.square(images.test.images[row] - mean).sum()).mean()
        assert 0.45 < nearer <= 0.5


def test_the_batch_is_the_first_thousand_test_images_with_their_factors() -> None:
    whole = Split(np.zeros((1200, 28, 28), np.float32), np.arange(1200), {"width": np.arange(1200, dtype=np.float32)})
    held = data.batch(Images(whole, whole, (), ""))
    assert held.labels.tolist() == list(range(1000)) and len(held.images) == 1000
    assert np.array_equal(held.factors["width"], np.arange(1000))
    assert len(data.batch(data.load(Data("digits"))).images) == 399


def test_pages_say_which_data_they_show() -> None:
    assert "1,797 handwritten digits" in data.describe(Data("digits"))
    assert "drawings" in data.describe(Data("garments"))


def test_no_code_that_trains_names_the_test_images() -> None:
    known = {path for path in (ROOT / "figures").glob("*.py") if path.name != "data.py"}
    paths = known | set((ROOT / "figures/models").glob("*.py"))
    assert ROOT / "figures/training.py" in paths
    for path in paths:
        named = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Attribute)]
        assert not [n.lineno for n in named if n.attr == "test"], path
