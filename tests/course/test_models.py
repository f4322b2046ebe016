"""The models, their losses and their training."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from builder.jobs.recipes import Data, Diverged, Need, RecipeFault, Trained
from figures import training
from figures.data import Images, Split
from figures.garments import CLASSES, draw_garments
from figures.models import autoencoder, vae
from figures.probe import kl_per_number, probe

QUICK = {"epochs": 2, "batch": 20}


class Untouchable(Split):
    """Test images that must not be read."""

    def __getattribute__(self, name: str) -> object:
        raise AssertionError(f"training read the test split's {name}")


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Data:
    """A data set of 100 garments whose test images fail when read."""
    drawn = draw_garments(100, seed=3)
    test = object.__new__(Untouchable)
    images = Images(Split(drawn.images, drawn.labels), test, CLASSES, "a few garments")
    monkeypatch.setattr(training, "load_data", lambda data: images)
    return Data("garments")


def trained(need: Need, data: Data, folder: Path) -> Trained:
    return Trained(need, folder, training.train(need, data, folder, lambda share, line: None))


def quick(model: str = "vae", config: dict[str, object] | None = None, **settings: object) -> Need:
    return Need(model, config or {}, QUICK | settings, seed=5)


@pytest.mark.parametrize("latent", [2, 16])
def test_shapes_through_both_models(latent: int) -> None:
    images = torch.rand(3, 1, 28, 28)
    plain = autoencoder.Net(autoencoder.Config(latent))
    assert plain.codes(images).shape == (3, latent)
    assert plain.decoder(torch.zeros(3, latent)).shape == (3, 1, 28, 28)
    mu, logvar = vae.Net(vae.Config(latent)).posterior(images)
    assert mu.shape == logvar.shape == (3, latent)


def test_kl_agrees_with_the_definition() -> None:
    mu, logvar = torch.tensor([[-1.2, 0.8], [0.5, -0.9]]), torch.tensor([[-2.4, -1.8], [0.3, 0.0]])
    posterior = torch.distributions.Normal(mu, torch.exp(0.5 * logvar))
    expected = torch.distributions.kl_divergence(posterior, torch.distributions.Normal(0.0, 1.0))
    assert torch.allclose(vae.kl_to_standard_normal(mu, logvar), expected, atol=1e-6)
    sigma = np.exp(0.5 * logvar.numpy())
    assert np.allclose(kl_per_number(mu.numpy(), sigma), expected.numpy(), atol=1e-6)


def test_draws_have_the_mean_and_spread_that_they_should() -> None:
    noise = torch.Generator().manual_seed(0)
    drawn = vae.reparameterize(torch.full((20000, 1), 3.0), torch.full((20000, 1), 2 * np.log(0.5)), noise)
    assert drawn.mean().item() == pytest.approx(3.0, abs=0.02)
    assert drawn.std().item() == pytest.approx(0.5, abs=0.02)


def test_gradients_reach_both_halves_of_the_code() -> None:
    mu, logvar = torch.zeros(4, 2, requires_grad=True), torch.zeros(4, 2, requires_grad=True)
    vae.reparameterize(mu, logvar, torch.Generator().manual_seed(1)).sum().backward()
    assert torch.equal(mu.grad, torch.ones(4, 2))
    assert logvar.grad.abs().min() > 0


def test_a_fixed_sigma_is_the_same_for_all_images() -> None:
    net = vae.Net(vae.Config(2, fixed_sigma=0.5))
    _, logvar = net.posterior(torch.rand(4, 1, 28, 28))
    assert torch.allclose(torch.exp(0.5 * logvar), torch.full((4, 2), 0.5))


def test_initial_weights_depend_on_the_seed_and_on_nothing_else() -> None:
    first = training.build(quick())
    torch.manual_seed(999)
    before = torch.random.get_rng_state()
    second = training.build(quick())
    assert torch.equal(before, torch.random.get_rng_state())
    assert all(
        torch.equal(a, b) for a, b in zip(first.state_dict().values(), second.state_dict().values(), strict=True)
    )
    other = training.build(Need("vae", {}, QUICK, seed=6))
    assert not torch.equal(next(first.parameters()), next(other.parameters()))


def test_a_run_repeats_bit_for_bit(few: Data, tmp_path: Path) -> None:
    trained(quick(), few, tmp_path / "a")
    torch.rand(17)
    trained(quick(), few, tmp_path / "b")
    for name in (training.WEIGHTS, training.HISTORY):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_what_is_loaded_is_what_was_trained(few: Data, tmp_path: Path) -> None:
    run = trained(quick("autoencoder"), few, tmp_path)
    held_out = draw_garments(100, seed=3).images[90:]
    error = probe(run).errors(held_out).mean()
    assert error == pytest.approx(run.facts["held_out_error"], rel=1e-4)
    assert not training.load(run).training


def test_facts_state_the_loss_on_its_scale(few: Data, tmp_path: Path) -> None:
    facts = trained(quick(beta=3.0, decoder_variance=0.1), few, tmp_path).facts
    assert facts["held_out_loss"] == pytest.approx(facts["held_out_error"] / 0.2 + 3.0 * facts["held_out_kl"], rel=1e-6)
    assert facts["held_out_mse"] == pytest.approx(facts["held_out_error"] / 784)
    assert facts["training_images"] == 90 and facts["held_out_images"] == 10
    assert facts["parameters"] == sum(p.numel() for p in training.build(quick()).parameters())
    assert json.loads(json.dumps(facts)) == facts


def test_training_lowers_the_loss(few: Data, tmp_path: Path) -> None:
    run = trained(quick("autoencoder", epochs=8, learning_rate=0.003), few, tmp_path)
    losses = [epoch["held_out"]["loss"] for epoch in training.history(run)]
    assert min(losses) < 0.9 * losses[0]


def test_the_weights_kept_are_those_of_the_best_epoch(few: Data, tmp_path: Path) -> None:
    run = trained(quick(epochs=6, learning_rate=0.05), few, tmp_path)
    losses = [epoch["held_out"]["loss"] for epoch in training.history(run)]
    assert run.facts["held_out_loss"] == min(losses)
    assert run.facts["best_epoch"] == losses.index(min(losses)) + 1


def test_a_run_that_no_longer_gets_better_stops(few: Data, tmp_path: Path) -> None:
    facts = trained(quick("autoencoder", epochs=9, learning_rate=0.0, patience=2), few, tmp_path).facts
    assert facts["stopped_early"] and facts["epochs"] == 3 and facts["best_epoch"] == 1


def test_without_kl_the_clouds_shrink(few: Data, tmp_path: Path) -> None:
    images = draw_garments(100, seed=3).images
    sigmas = [
        np.median(probe(trained(quick(beta=beta, epochs=25), few, tmp_path / str(beta))).encode(images)[1])
        for beta in (0.0, 5.0)
    ]
    assert sigmas[0] < 0.6 * sigmas[1]


def test_a_diverging_run_says_where_and_what_to_do(few: Data, tmp_path: Path) -> None:
    with pytest.raises(Diverged, match=r"epoch 1.*lower `learning_rate` \(now 1e\+30"):
        trained(quick(learning_rate=1e30), few, tmp_path)


@pytest.mark.parametrize(
    ("need", "said"),
    [
        (Need("gan"), "choose one of autoencoder, vae"),
        (Need("vae", {"latents": 3}), "config knows no `latents`"),
        (Need("vae", {}, {"epoch": 3}), "training knows no `epoch`"),
    ],
)
def test_what_does_not_exist_is_named(few: Data, tmp_path: Path, need: Need, said: str) -> None:
    with pytest.raises(RecipeFault, match=said):
        trained(need, few, tmp_path)
