"""The data sets: drawn garments with known factors, and Fashion-MNIST's files."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from builder.jobs.recipes import Data, RecipeFault
from figures import data
from figures.garments import CLASSES, Garments, draw_garments


@pytest.fixture(scope="module")
def garments() -> Garments:
    return draw_garments(600, seed=7)


def of_class(garments: Garments, name: str) -> np.ndarray:
    return garments.labels == CLASSES.index(name)


def ink(images: np.ndarray) -> np.ndarray:
    return (images > 0.08).sum(axis=(1, 2))


def test_each_class_is_drawn_equally_often_and_in_mixed_order(garments: Garments) -> None:
    assert np.bincount(garments.labels).tolist() == [60] * 10
    assert len(set(garments.labels[:20].tolist())) > 5


def test_greys_are_bytes_between_black_and_white(garments: Garments) -> None:
    assert garments.images.dtype == np.float32
    assert garments.images.min() == 0 and garments.images.max() <= 1
    assert np.allclose(garments.images * 255, np.round(garments.images * 255), atol=1e-4)


def test_no_garment_is_lost_and_none_fills_the_frame(garments: Garments) -> None:
    lit = ink(garments.images)
    assert lit.min() > 30
    assert lit.max() < 700


def test_same_seed_same_drawings_other_seed_others(garments: Garments) -> None:
    again, other = draw_garments(600, seed=7), draw_garments(600, seed=8)
    assert np.array_equal(again.images, garments.images)
    assert not np.array_equal(other.images, garments.images)


@pytest.mark.parametrize(
    ("name", "factor"),
    [
        ("Ankle boot", "shaft_height"),
        ("Trouser", "waist_width"),
        ("T-shirt/top", "sleeve_length"),
        ("Bag", "bag_height"),
    ],
)
def test_a_larger_factor_covers_more_of_the_picture(garments: Garments, name: str, factor: str) -> None:
    rows = of_class(garments, name)
    values, area = garments.factors[factor][rows], ink(garments.images[rows])
    assert np.corrcoef(values, area)[0, 1] > 0.2


def test_brightness_is_what_the_factor_says(garments: Garments) -> None:
    rows = of_class(garments, "Coat")
    middle = np.array([image[image > 0.05].mean() for image in garments.images[rows]])
    assert np.corrcoef(garments.factors["brightness"][rows], middle)[0, 1] > 0.9


def test_factors_are_no_numbers_where_a_class_has_none(garments: Garments) -> None:
    bags = of_class(garments, "Bag")
    assert np.isnan(garments.factors["heel_height"][bags]).all()
    assert not np.isnan(garments.factors["bag_width"][bags]).any()


def test_a_count_that_cannot_be_shared_out_is_refused() -> None:
    with pytest.raises(ValueError, match="605"):
        draw_garments(605, seed=0)


def test_training_and_test_garments_share_no_image() -> None:
    images = data.load(Data("garments"))
    seen = {image.tobytes() for image in images.train.images}
    assert not seen & {image.tobytes() for image in images.test.images}
    assert images.classes == CLASSES
    assert "6,000 drawings" in images.description


def images_file(count: int, side: int = 28, magic: int = 2051) -> bytes:
    pixels = np.random.default_rng(count).integers(0, 256, count * side * side, dtype=np.uint8)
    return struct.pack(">4I", magic, count, side, side) + pixels.tobytes()


def labels_file(labels: list[int], magic: int = 2049) -> bytes:
    return struct.pack(">2I", magic, len(labels)) + bytes(labels)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(gzip.compress(images_file(5)))
    (tmp_path / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels_file([0, 1, 2, 9, 4])))
    (tmp_path / "t10k-images-idx3-ubyte").write_bytes(images_file(3))
    (tmp_path / "t10k-labels-idx1-ubyte").write_bytes(labels_file([5, 6, 7]))
    return tmp_path


def fault(folder: Path) -> str:
    with pytest.raises(RecipeFault) as caught:
        data.load(Data("fashion-mnist", folder))
    return str(caught.value)


def test_packed_and_plain_files_are_read(folder: Path) -> None:
    images = data.load(Data("fashion-mnist", folder))
    assert images.train.images.shape == (5, 28, 28) and images.test.images.shape == (3, 28, 28)
    assert images.train.labels.tolist() == [0, 1, 2, 9, 4]
    assert images.train.images.dtype == np.float32
    raw = np.frombuffer(images_file(5)[16:], np.uint8).reshape(5, 28, 28)
    assert np.array_equal(np.round(images.train.images * 255), raw)


def test_images_and_labels_swapped(folder: Path) -> None:
    (folder / "t10k-images-idx3-ubyte").write_bytes(labels_file([1, 2, 3, 4, 5, 6, 7, 8]))
    said = fault(folder)
    assert "t10k-images-idx3-ubyte" in said and "byte 0" in said and "swapped" in said


def test_a_file_cut_short_names_the_byte_where_it_ends(folder: Path) -> None:
    whole = images_file(3)
    (folder / "t10k-images-idx3-ubyte").write_bytes(whole[:1000])
    said = fault(folder)
    assert "byte 1000" in said and str(len(whole)) in said


def test_a_file_that_ends_in_its_header(folder: Path) -> None:
    (folder / "t10k-labels-idx1-ubyte").write_bytes(b"\0\0\x08")
    assert "byte 3" in fault(folder)


def test_a_file_with_bytes_left_over(folder: Path) -> None:
    (folder / "t10k-labels-idx1-ubyte").write_bytes(labels_file([5, 6, 7]) + b"\1")
    assert "too long" in fault(folder)


def test_counts_that_disagree_name_both_files(folder: Path) -> None:
    (folder / "t10k-labels-idx1-ubyte").write_bytes(labels_file([5, 6]))
    said = fault(folder)
    assert "2 labels" in said and "3 images" in said and "t10k-images" in said


def test_a_label_out_of_range_names_its_byte(folder: Path) -> None:
    (folder / "t10k-labels-idx1-ubyte").write_bytes(labels_file([5, 12, 7]))
    assert "byte 9 is label 12" in fault(folder)


def test_images_of_another_size(folder: Path) -> None:
    (folder / "t10k-images-idx3-ubyte").write_bytes(images_file(3, side=32))
    assert "[32, 32]" in fault(folder)


def test_a_damaged_archive(folder: Path) -> None:
    path = folder / "train-images-idx3-ubyte.gz"
    path.write_bytes(path.read_bytes()[:200])
    assert "train-images-idx3-ubyte.gz cannot be unpacked" in fault(folder)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("train-images-idx3-ubyte.gz", images_file(5)[:777], "byte 777"),
        ("train-images-idx3-ubyte.gz", images_file(5, magic=1234), "byte 0 starts magic number 1234"),
        ("train-images-idx3-ubyte.gz", images_file(0), "bytes 4 to 8"),
        ("train-labels-idx1-ubyte.gz", images_file(5), "are the names swapped"),
        ("train-labels-idx1-ubyte.gz", labels_file([0, 1, 2, 3, 10]), "byte 12 is label 10"),
    ],
    ids=["cut short", "wrong magic", "empty", "swapped", "label too large"],
)
def test_packed_files_are_checked_byte_by_byte_too(folder: Path, name: str, content: bytes, said: str) -> None:
    (folder / name).write_bytes(gzip.compress(content))
    if said == "bytes 4 to 8":
        (folder / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels_file([])))
    told = fault(folder)
    assert name in told and said in told


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "t10k-labels-idx1-ubyte").unlink()
    assert "t10k-labels-idx1-ubyte.gz is missing" in fault(folder)


@pytest.mark.parametrize(("asked", "said"), [(Data("mnist"), "digits, fashion-mnist, garments"), (None, "garments")])
def test_data_that_cannot_be_found(asked: Data | None, said: str) -> None:
    with pytest.raises(RecipeFault, match=said):
        data.load(asked)


def test_the_contact_sheet_shows_the_garments_that_are_drawn_today() -> None:
    from PIL import Image

    from scripts import contact_sheet

    shown = np.asarray(Image.open(contact_sheet.TARGET).convert("L"))[:, contact_sheet.LABEL:]
    assert (shown == contact_sheet.pictures()).all()
    factors = contact_sheet.garments().test.factors
    for row, factor in zip(contact_sheet.rows(), contact_sheet.FACTORS.values(), strict=True):
        assert (np.diff(factors[factor][row]) >= 0).all() and np.ptp(factors[factor][row]) > 0
