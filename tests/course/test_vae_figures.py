"""The figures of the lesson on variational autoencoders: what they compute, from models trained for seconds."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch

from builder.jobs.recipes import Context, Data, Drawing, Need, Params, Trained
from figures import data as data_sets
from figures import needs as wanted
from figures import training
from figures.data import Images, Split
from figures.garments import CLASSES, draw_garments
from figures.measures.copies import Ruler
from figures.measures.neighbours import flat
from figures.probe import Probe, kl_per_number, probe
from figures.recipes import (
    beta_tradeoff,
    gradients,
    likelihood,
    nearest_images,
    noise_without_kl,
    step_aside,
    training_curves,
)
from figures.recipes import kl_per_number as paid

Draw = Callable[..., Drawing]


@pytest.fixture(scope="module")
def images() -> Images:
    train, test = draw_garments(480, seed=1), draw_garments(120, seed=2)
    return Images(Split(train.images, train.labels), Split(test.images, test.labels), CLASSES, "few garments")


@pytest.fixture(scope="module")
def trained(images: Images, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Need], Trained]]:
    """Trains what is needed on few garments for two epochs, each need once."""
    folder, runs = tmp_path_factory.mktemp("runs"), {}
    patch = pytest.MonkeyPatch()
    patch.setattr(data_sets, "garments", lambda: images)

    def model(need: Need) -> Trained:
        key = repr(need)
        if key not in runs:
            short = dataclasses.replace(need, training={**need.training, "epochs": 2})
            place = folder / str(len(runs))
            runs[key] = Trained(short, place, training.train(short, Data("garments"), place, lambda share, line: None))
        return runs[key]

    yield model
    patch.undo()


@pytest.fixture(scope="module")
def draw(trained: Callable[[Need], Trained]) -> Draw:
    """Draws a recipe's figure from quickly trained models."""

    def fresh(recipe: object, params: Params) -> Drawing:
        models = {name: trained(need) for name, need in recipe.needs(params, 0).items()}  # type: ignore[attr-defined]
        return recipe.draw(params, Context(models, Data("garments"), 0))  # type: ignore[attr-defined, no-any-return]

    return fresh


def test_the_same_exchange_rate_has_two_names(draw: Draw) -> None:
    params = beta_tradeoff.Params(betas=(0.2,), small_betas=(5.0,), shown=("beta_0_2", "beta_5_small"))
    made = draw(beta_tradeoff, params)
    assert made.metrics["error_beta_0_2"] == pytest.approx(made.metrics["error_beta_5_small"], rel=0.1)
    assert {(row["beta"], row["variance"]) for row in made.data} == {(0.2, 0.5), (5.0, 0.02)}


def test_what_the_numbers_of_a_code_pay_adds_up(draw: Draw, trained: Callable[[Need], Trained], images: Images) -> None:
    made = draw(paid, paid.Params(latent=6, betas=(1.0,), small_betas=(1.0,)))
    model = probe(trained(wanted.vae(6, 1.0, 0)))
    expected = kl_per_number(*model.encode(images.test.images)).sum(axis=1).mean()
    assert made.metrics["total_beta_1"] == pytest.approx(float(expected), rel=1e-4)
    for row in made.data:
        assert row["kl"] == sorted(row["kl"], reverse=True) and len(row["kl"]) == 6
    assert made.metrics["paying_beta_1_small"] >= made.metrics["paying_beta_1"]


class Bowl(torch.nn.Module):
    """A decoder whose pixels are straight functions of the code, so that the gradient is known in closed form."""

    def __init__(self) -> None:
        super().__init__()
        self.slopes = torch.linspace(-0.05, 0.05, 2 * 784).view(2, 28, 28)

    def forward(self, codes: torch.Tensor) -> torch.Tensor:
        return torch.einsum("nk,kij->nij", codes, self.slopes)[:, None]

    decoder = forward

    def posterior(self, pictures: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return torch.full((len(pictures), 2), 0.7), torch.full((len(pictures), 2), -2.0)


@pytest.fixture(scope="module")
def bowl() -> gradients.Estimates:
    pictures = np.zeros((1, 28, 28), np.float32)
    return gradients.estimates(Probe(Bowl()), pictures, gradients.Params(draws=4096, nodes=8), 0)[0]


def test_the_exact_gradient_is_the_one_in_closed_form(bowl: gradients.Estimates) -> None:
    slopes = Bowl().slopes.numpy().reshape(2, -1)
    assert bowl.exact == pytest.approx(2 * slopes @ slopes.T @ np.array([0.7, 0.7]), rel=1e-4)


def test_both_estimates_of_the_gradient_are_right_on_average_and_the_missing_one_is_not(
    bowl: gradients.Estimates,
) -> None:
    draws = len(bowl.single["trick"])
    for method in ("trick", "baseline", "score"):
        standard = math.sqrt(bowl.variance(method) / draws) / np.linalg.norm(bowl.exact)
        assert bowl.off(method, draws) < 3.5 * standard
    assert bowl.off("missing", draws) == pytest.approx(1.0)
    assert bowl.variance("trick") < bowl.variance("baseline") < bowl.variance("score")


def test_averaging_brings_an_estimate_nearer(bowl: gradients.Estimates) -> None:
    assert bowl.off("trick", 64) == pytest.approx(bowl.off("trick", 1) / 8, rel=0.4)


def test_gauss_hermite_nodes_know_the_moments_of_a_gaussian() -> None:
    nodes, weights = gradients.plane_nodes(6)
    assert weights.sum() == pytest.approx(1.0)
    assert weights @ nodes == pytest.approx([0.0, 0.0], abs=1e-12)
    assert weights @ np.square(nodes) == pytest.approx([1.0, 1.0])
    assert weights @ (nodes[:, 0] ** 2 * nodes[:, 1] ** 4) == pytest.approx(3.0)


def test_log_p_lies_above_the_bound_and_below_the_ceiling(draw: Draw) -> None:
    metrics = draw(likelihood, likelihood.Params(latents=(2,), replicas=2, images=2, draws=60)).metrics
    assert metrics["bound_2"] < metrics["log_p_2"] < metrics["ceiling"]
    assert metrics["gap_2_least"] <= metrics["gap_2"] <= metrics["gap_2_most"]
    assert metrics["ceiling"] == pytest.approx(-392 * math.log(math.pi))
    assert metrics["images"] == 20


def test_a_ruler_finds_copies_and_has_its_unit_among_the_known(images: Images) -> None:
    known = images.train.images
    ruler = Ruler.of(known)
    nearest, apart = ruler.nearest(known[5:8])
    assert np.array_equal(nearest, known[5:8]) and apart == pytest.approx(0, abs=0.01)
    one = known[:1]
    others = np.linalg.norm(flat(known[1:]) - flat(one), axis=1)
    assert Ruler(known[1:], ruler.unit).apart(one) == pytest.approx(others.min() / ruler.unit, rel=1e-3)


def test_copies_among_the_draws_would_be_counted() -> None:
    new = np.linspace(0.8, 1.2, 200)
    assert nearest_images.readings({"drawn": new, "redrawn": new, "unseen": new})["drawn_close"] <= 0.01
    copies = nearest_images.readings({"drawn": np.zeros(200), "redrawn": new, "unseen": new})
    assert copies["drawn_close"] == 1.0


def test_a_step_of_none_is_the_reconstruction_and_longer_steps_cost_more(
    draw: Draw, trained: Callable[[Need], Trained], images: Images
) -> None:
    metrics = draw(step_aside, step_aside.Params(latents=(2,), replicas=2, steps=(0.0, 1.0, 3.0))).metrics
    errors = [float(probe(trained(wanted.vae(2, 1.0, k))).errors(images.test.images).mean()) for k in range(2)]
    assert metrics["vae_2_error_0"] == pytest.approx(np.mean(errors), rel=1e-4)
    assert 1 == metrics["ae_2_growth_0"] <= metrics["ae_2_growth_1"] <= metrics["ae_2_growth_3"]


def test_noise_is_followed_over_the_epochs(draw: Draw) -> None:
    made = draw(noise_without_kl, noise_without_kl.Params())
    for name in ("learned", "fixed", "vae"):
        course = made.data[name]["epochs"]
        assert len(course["sigma"]) == len(course["spread"]) == 2
        assert made.metrics[f"{name}_spread_first"] == pytest.approx(course["spread"][0], abs=1e-3)
    assert made.data["fixed"]["epochs"]["sigma"] == pytest.approx([0.5, 0.5])


def test_a_run_reads_its_losses_by_epoch_with_their_range(draw: Draw) -> None:
    made = draw(training_curves, training_curves.Params(latent=2, replicas=2, epochs=(0, 1)))
    last = [run[-1]["held_out"]["kl"] for name, run in made.data.items() if name.startswith("vae")]
    assert made.metrics["vae_kl_2_least"] == pytest.approx(min(last), abs=1e-3)
    assert made.metrics["vae_kl_last"] == made.metrics["vae_kl_2"] == pytest.approx(np.mean(last), abs=1e-3)
    assert made.metrics["vae_kl_0"] < 0.1 < made.metrics["vae_kl_first"]


def test_an_untrained_models_pictures_cost_no_run_of_their_own_beyond_the_first() -> None:
    needs = training_curves.needs(training_curves.Params(), 0)
    assert [name for name, need in needs.items() if "snapshots" in need.training] == ["vae-0"]
    assert needs["vae-1"] == wanted.vae(16, 1.0, 1)
