"""Figures about walking in latent spaces: the traits that they read, and what their measures tell apart."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from figures import data
from figures.data import Array, Images, Split
from figures.garments import CLASSES, draw_garments
from figures.measures.codes import norms
from figures.measures.interpolation import between, spherical
from figures.measures.traits import TRAITS, heights, traits
from figures.recipes import between_codes, code_arithmetic, directions, two_maps
from tests.course.lesson_cells import Cell, cells, parts, run, work_through

torch = pytest.importorskip("torch")
matplotlib = pytest.importorskip("matplotlib")

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "lessons" / "exploring-latent-spaces"
GARMENTS = draw_garments(500, seed=3)


def trait(name: str, images: Array) -> Array:
    return np.asarray(traits(images)[:, TRAITS.index(name)])


@pytest.mark.parametrize(
    ("name", "factor", "kinds", "least"),
    [
        ("brightness", "brightness", ("T-shirt/top",), 0.9),
        ("brightness", "brightness", ("Bag",), 0.9),
        ("height", "shaft_height", ("Sneaker", "Ankle boot"), 0.9),
        ("height", "body_length", ("Trouser",), 0.7),
        ("width", "bag_width", ("Bag",), 0.9),
        ("width", "sleeve_length", ("T-shirt/top",), 0.6),
    ],
)
def test_traits_follow_the_factors_that_garments_are_drawn_from(
    name: str, factor: str, kinds: tuple[str, ...], least: float
) -> None:
    rows = np.isin(GARMENTS.labels, [CLASSES.index(kind) for kind in kinds])
    known, read = GARMENTS.factors[factor][rows], trait(name, GARMENTS.images[rows])
    assert np.corrcoef(known, read)[0, 1] > least


def test_traits_of_a_plain_block() -> None:
    block = np.zeros((1, 28, 28), np.float32)
    block[0, 4:14, 20:25] = 0.6
    found = dict(zip(TRAITS, traits(block)[0], strict=True))
    assert found == pytest.approx({"brightness": 0.6, "height": 10, "width": 5, "fullness": 1, "lean": 8.5}, abs=1e-5)
    assert trait("lean", block[:, :, ::-1])[0] == pytest.approx(-8.5)
    assert np.array_equal(heights(block), heights(block * 0.3)), "a dim picture is as tall as a bright one"


def test_an_empty_picture_has_traits_too() -> None:
    assert np.isfinite(traits(np.zeros((1, 28, 28), np.float32))).all()


def test_an_arc_keeps_the_length_where_a_straight_way_cuts_it_short() -> None:
    a, b = (np.random.default_rng(k).standard_normal((50, 16)).astype(np.float32) for k in (0, 1))
    straight, arc = between(a, b, 5), spherical(a, b, 5)
    assert np.allclose(arc[:, [0, -1]], straight[:, [0, -1]], atol=1e-5)
    assert np.allclose(norms(arc[:, 2]), (norms(a) + norms(b)) / 2, rtol=1e-4)
    assert norms(straight[:, 2]).mean() < 0.8 * norms(arc[:, 2]).mean()


def test_an_arc_between_codes_in_line_is_straight() -> None:
    a = np.ones((1, 4), np.float32)
    assert np.allclose(spherical(a, 3 * a, 3)[0, 1], 2 * a)


def test_a_cross_fade_is_a_blend_and_a_detour_is_none() -> None:
    start, end = GARMENTS.images[:8], GARMENTS.images[8:16]
    fade = between_codes.faded(start, end)
    assert fade.shape == (8, between_codes.STEPS, 28, 28)
    assert np.allclose(fade[:, 0], start) and np.allclose(fade[:, -1], end)
    assert np.allclose(fade[:, 5], (start + end) / 2, atol=1e-6)


def test_changes_that_agree_count_as_alike() -> None:
    same, opposed = np.full((6, 1), 0.4), np.array([[0.4], [-0.4]] * 3)
    assert directions.alike(np.hstack([same, opposed])) == pytest.approx([1.0, 0.0])


def test_maps_that_differ_by_a_turn_are_found_to_agree() -> None:
    random = np.random.default_rng(0)
    place = random.standard_normal((60, 2))
    turned = place @ np.array([[0.0, 1.0], [-1.0, 0.0]])
    space = two_maps.Space(random.standard_normal((60, 16)), [place, turned])
    found = two_maps.agreement(space, np.arange(60) % 4)
    assert abs(found["same_place"]) < 0.5
    assert found["same_turned"] == pytest.approx(1.0)
    assert found["maps_kept"] == pytest.approx(1.0)


class Identity:
    """Stands for a model whose codes are the pixels, so that sums of codes are sums of pixels."""

    def encode(self, images: Array) -> tuple[Array, Array]:
        flat = images.reshape(len(images), -1).astype(np.float32)
        return flat, np.zeros_like(flat)

    def decode(self, codes: Array) -> Array:
        return np.asarray(codes, np.float32).reshape(-1, 28, 28)


def test_sums_are_judged_by_height_and_by_what_they_look_like(small_images: Any) -> None:
    table = code_arithmetic.bench(small_images, 0)
    assert 7 < table.rise.mean() < 13
    boots = table.measures(table.boots, table.sandals)
    assert boots["boot"] > 0.8 and boots["gain"] > 6
    sandals = table.measures(table.sandals, table.sandals)
    assert sandals["sandal"] > 0.8 and sandals["gain"] == 0


def test_a_step_of_no_meaning_is_as_long_as_the_difference(small_images: Any) -> None:
    table = code_arithmetic.bench(small_images, 0)
    found = code_arithmetic.measured(Identity(), table, small_images, 0)  # type: ignore[arg-type]
    assert found["own_gain"] > 6
    assert found["plain_gain"] == 0


@pytest.fixture(scope="module")
def small_images() -> Any:

    train, test = draw_garments(600, seed=1), draw_garments(200, seed=2)
    splits = [Split(part.images, part.labels, part.factors) for part in (train, test)]
    return Images(splits[0], splits[1], CLASSES, "few garments")


@pytest.fixture()
def few_garments(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Names for the notebook's cells: no window opens, and fewer images are trained on."""
    matplotlib.use("agg")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])
    monkeypatch.setattr("figures.data.TRAIN_COUNT", 1000)
    monkeypatch.setattr("figures.data.TEST_COUNT", 400)
    data.garments.cache_clear()
    yield {"__name__": "notebook"}
    torch.set_num_threads(threads)
    data.garments.cache_clear()


def test_each_exercise_fails_unsolved_and_passes_solved(few_garments: dict[str, Any]) -> None:
    solved = work_through(LESSON / "notebook.md", few_garments)
    assert solved == ["#draw", "#nearest", "#fade", "#walk", "#sums", "#purity"]
    wrong_answers_are_told_from_right_ones(few_garments)


def wrong_answers_are_told_from_right_ones(names: dict[str, Any]) -> None:
    path = LESSON / "notebook.md"
    for exercise, right, slip, advice in (
        ("#draw", "torch.randn(25, CODE)", "torch.rand(25, CODE)", "randn"),
        ("#nearest", "apart.min(dim=1)", "apart.max(dim=1)", "least"),
        ("#fade", "a + t * (b - a)", "b + t * (a - b)", "begin"),
        ("#walk", "model.decoder(fade(mu[0], mu[1], steps))", "fade(*model.decoder(mu), steps)", "cross-fade"),
        ("#sums", "difference = boot - sneaker", "difference = sneaker - boot", "reverse"),
        ("#purity", "    apart.fill_diagonal_(torch.inf)\n", "", "itself"),
    ):
        _, check, solution = parts(path, exercise)
        assert right in solution.code
        run(Cell(solution.code.replace(right, slip), solution.line, solution.around), path, names)
        with pytest.raises(AssertionError, match=advice):
            run(check, path, names)
        run(solution, path, names)


def test_the_code_of_the_lesson_runs_with_a_model() -> None:
    matplotlib.use("agg")
    weights = torch.rand(16, 28 * 28)
    vae = SimpleNamespace(
        encode=lambda images: (images.flatten(1) @ weights.T, torch.zeros(len(images), 16)),
        decoder=lambda codes: (codes @ weights).reshape(-1, 1, 28, 28),
    )
    images = torch.rand(60, 1, 28, 28)
    names: dict[str, Any] = {"__name__": "lesson", "vae": vae, "test": images, "labels": torch.arange(60) % 10}
    names |= {f"{name}_image": images[k : k + 1] for k, name in enumerate(("boot", "sneaker", "sandal"))}
    for cell in cells(LESSON / "lesson.md"):
        run(cell, LESSON / "lesson.md", names)
    assert names["grid"].shape == (5, 5, 28, 28)
    assert names["total"].shape == (1, 1, 28, 28)
    assert names["places"].shape == (60, 2)
