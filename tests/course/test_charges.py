"""The measures of the five charges on models and pictures whose quality is known, and the rule of verdict."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from builder.jobs.recipes import Need, RecipeFault
from figures import charges, needs, training
from figures.charges import Court
from figures.data import Array, Images, Split
from figures.garments import CLASSES, draw_garments
from figures.measures.controls import noise_like, smears_of
from figures.models.model import Batch
from figures.probe import Probe
from figures.recipes import verdicts
from figures.runs import Settings


class Known(Probe):
    """A model whose codes are some rows of numbers for each image, and whose pictures are what it is told to draw."""

    def __init__(self, encode: object, decode: object) -> None:
        super().__init__(torch.nn.Identity())
        object.__setattr__(self, "encode", encode)
        object.__setattr__(self, "decode", decode)


def pixels(images: Array) -> tuple[Array, Array]:
    rows = images.reshape(len(images), -1)
    return rows, np.zeros_like(rows)


def copied(codes: Array) -> Array:
    return np.asarray(codes, np.float32).reshape(-1, 28, 28)


def dealt(images: Array) -> tuple[Array, Array]:
    rows = np.random.default_rng(len(images)).standard_normal((len(images), 4))
    return rows, np.zeros_like(rows)


PERFECT = Known(pixels, copied)
SMEARING = Known(pixels, lambda codes: smears_of(copied(codes)))
NOISY = Known(pixels, lambda codes: noise_like(copied(codes), seed=1))


@pytest.fixture(scope="module")
def bench() -> Court:
    train, test = draw_garments(1500, seed=5), draw_garments(400, seed=6)
    images = Images(Split(train.images, train.labels), Split(test.images, test.labels), CLASSES, "few garments")
    return charges.court(images, seed=0)


def test_neighbours_by_pixels_are_kept_by_pixels_and_lost_by_codes_dealt_out_at_random(bench: Court) -> None:
    perfect, random = charges.order(PERFECT, bench), charges.order(Known(dealt, copied), bench)
    assert perfect["kept"] == 1
    assert random["kept"] < 0.1 < 0.5 < perfect["purity"]
    assert random["purity"] < 0.2


def test_variety_is_covered_by_copies_little_by_smears_and_not_by_noise(bench: Court) -> None:
    smears, noise = (charges.breadth(model, bench) for model in (SMEARING, NOISY))
    assert charges.covered_by(bench, bench.held.images) == 1
    assert 1 > 2 * smears["covered"] > noise["covered"] == 0
    assert 0 < smears["error"] < noise["error"]


def test_the_worst_class_is_worse_in_smears_and_worst_in_noise(bench: Court) -> None:
    smears, noise = (charges.service(model, bench) for model in (SMEARING, NOISY))
    assert 0 < smears["worst"] < noise["worst"]
    assert smears["uneven"] > noise["uneven"] > 1, "noise is nearly as bad for every class: even is not good"


def test_halfway_real_pictures_pass_and_each_kind_of_bad_one_is_seen(bench: Court) -> None:
    start, end = (bench.held.images[bench.pairs[:, k]] for k in (0, 1))
    pictures = (end, (start + end) / 2, smears_of(end), noise_like(end, seed=2))
    real, ghosts, smears, noise = (charges.lifelike(images, bench) for images in pictures)
    assert real > 0.7
    assert real > 2 * ghosts and real > 3 * smears
    assert noise == 0


def test_blur_does_not_help_on_the_way(bench: Court) -> None:
    """A cross-fade in pixels, and the same by a model that smears all it draws."""
    sharp, soft = charges.ways(PERFECT, bench), charges.ways(SMEARING, bench)
    assert soft["halfway"] < sharp["halfway"] < sharp["ends"]
    assert sharp["rough"] == pytest.approx(0, abs=1e-5), "in pixels a straight way is even"


@pytest.mark.parametrize(
    ("ae", "vae", "more", "expected"),
    [
        ((5, 6, 7), (1, 2, 3), True, 1),
        ((5, 6, 7), (1, 2, 3), False, -1),
        ((1, 2, 3), (5, 6, 7), True, -1),
        ((1, 5, 6), (2, 3, 4), True, 0),
        ((1.02, 1.03, 1.04), (0.99, 1.0, 1.01), True, 0),
        ((0, 0, 0), (0, 0, 0), True, 0),
    ],
)
def test_a_verdict_asks_for_all_runs_and_for_a_difference_that_counts(
    ae: tuple[float, ...], vae: tuple[float, ...], more: bool, expected: int
) -> None:
    assert charges.finding(ae, vae, more) == expected


def test_the_recorded_readings_are_those_that_the_court_takes_now(bench: Court) -> None:
    turn = np.random.default_rng(0).standard_normal((784, 3)).astype(np.float32)

    def encode(images: Array) -> tuple[Array, Array]:
        codes = images.reshape(len(images), -1) @ turn
        return codes, np.zeros_like(codes)

    model = Known(encode, lambda codes: 0.5 + 0.5 * np.tanh(copied(np.asarray(codes, np.float32) @ turn.T)))
    recorded = json.loads(verdicts.RECORDED.read_text(encoding="utf-8"))
    assert set(recorded) == set(charges.models(3, 0))
    assert all(set(found) == set(charges.everything(model, bench, 0)) for found in list(recorded.values())[:1])
    assert len({tuple(found) for found in recorded.values()}) == 1


def test_few_images_of_a_rare_class_are_learned_from_and_all_of_the_others() -> None:
    labels = torch.arange(10).repeat(20)
    batch = Batch(torch.zeros(200, 1, 28, 28), labels)
    few = training.thinned(batch, Settings(rare=8, rare_share=0.1))
    assert (few.labels == 8).sum() == 2 and len(few) == 182
    assert (training.thinned(batch, Settings(rare=8)).labels != 8).all()
    assert training.thinned(batch, Settings()) is batch


def test_a_share_of_more_than_all_images_is_refused() -> None:
    settings = training.made(Settings, needs.rationed(Need("vae"), 8, 1.5).training, "training")
    with pytest.raises(RecipeFault, match="rare_share"):
        training.checked(settings)
