"""Training that is killed and goes on, snapshots, what an epoch records, the schedule, devices."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from builder.jobs.recipes import Checkpoint, Data, Need, NoDevice, RecipeFault, Trained
from figures import fitting, needs, training
from figures.data import Images, Split
from figures.garments import CLASSES, draw_garments
from figures.probe import probe
from figures.runs import Run, Settings

ROOT = Path(__file__).parents[2]
QUICK = {"epochs": 4, "batch": 20}
VAE = Need("vae", {"latent": 3}, QUICK | {"snapshots": [0, 2, 9]}, seed=5)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Data:
    use_few(monkeypatch)
    return Data("garments")


def use_few(patch: pytest.MonkeyPatch) -> None:
    drawn = draw_garments(100, seed=3)
    images = Images(Split(drawn.images, drawn.labels), Split(drawn.images[:0], drawn.labels[:0]), CLASSES, "a few")
    patch.setattr(training, "load_data", lambda data: images)


def train(need: Need, data: Data, folder: Path, checkpoint: Checkpoint | None = None) -> Trained:
    return Trained(need, folder, training.train(need, data, folder, lambda share, line: None, checkpoint=checkpoint))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def die_at(step: int, folder: Path, state: Path) -> None:
    """Train, and be killed before the loss of that step is known."""
    steps = iter(range(step))
    terms = fitting.terms

    def deadly(*given: object) -> object:
        if next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return terms(*given)

    with pytest.MonkeyPatch.context() as patch:
        use_few(patch)
        patch.setattr(fitting, "terms", deadly)
        train(VAE, Data("garments"), folder, Checkpoint(state))


@pytest.mark.parametrize("step", [3, 12])
def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(few: Data, tmp_path: Path, step: int) -> None:
    whole = train(VAE, few, tmp_path / "whole")
    state = tmp_path / "state"
    call = f"from tests.course.test_training import *; die_at({step}, Path({str(tmp_path / 'dead')!r}), Path({str(state)!r}))"
    dead = subprocess.run(
        [sys.executable, "-c", call], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert dead.returncode == -signal.SIGKILL
    assert state.exists() == (step > 5), "an epoch has 4 steps and a measurement"
    begun: list[str] = []
    facts = training.train(
        VAE, few, tmp_path / "on", lambda share, line: begun.append(line), checkpoint=Checkpoint(state)
    )
    assert begun[0].startswith("epoch 1" if step == 3 else "epoch 3")
    assert files(tmp_path / "on") == files(tmp_path / "whole") and facts == whole.facts


def test_a_finished_state_needs_no_more_steps(few: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = Checkpoint(tmp_path / "state")
    train(VAE, few, tmp_path / "a", state)
    monkeypatch.setattr(fitting, "one_epoch", None)
    train(VAE, few, tmp_path / "b", state)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_snapshots_are_the_weights_of_their_epochs(few: Data, tmp_path: Path) -> None:
    run = train(VAE, few, tmp_path)
    assert training.snapshots(run) == [0, 2], "the run had no ninth epoch"
    untrained = training.build(VAE).encoder.state_dict()
    kept = training.load(run, 0).encoder.state_dict()
    assert all(torch.equal(untrained[name], kept[name]) for name in untrained)
    images = draw_garments(100, seed=3).images
    errors = [probe(run, epoch).errors(images[90:]).mean() for epoch in (0, 2, None)]
    assert errors[0] > errors[1] > errors[2]
    with pytest.raises(RecipeFault, match="epoch 9 were not kept; the snapshots are: 0, 2"):
        training.load(run, 9)


def test_snapshots_change_nothing_else(few: Data, tmp_path: Path) -> None:
    train(VAE, few, tmp_path / "a")
    train(Need("vae", {"latent": 3}, QUICK, seed=5), few, tmp_path / "b")
    assert files(tmp_path / "b").items() <= files(tmp_path / "a").items()


def test_an_untrained_model_draws_the_mean_grey(few: Data, tmp_path: Path) -> None:
    run = train(VAE, few, tmp_path)
    images = draw_garments(100, seed=3).images
    assert probe(run, 0).redraw(images).mean() == pytest.approx(images[:90].mean(), abs=0.02)


def test_each_epoch_records_the_terms_of_the_loss_and_each_number_of_the_code(few: Data, tmp_path: Path) -> None:
    need = Need("vae", {"latent": 3}, QUICK | {"beta": 2.0, "decoder_variance": 0.1}, seed=5)
    run = train(need, few, tmp_path)
    for epoch in training.history(run):
        for part in (epoch["train"], epoch["held_out"]):
            assert part["loss"] == pytest.approx(part["error"] / 0.2 + 2 * part["kl"], rel=1e-6)
        assert sum(epoch["readings"]["kl"]) == pytest.approx(epoch["held_out"]["kl"], rel=1e-5)
    mu, sigma = probe(run).encode(draw_garments(100, seed=3).images[90:])
    best = training.history(run)[run.facts["best_epoch"] - 1]["readings"]
    assert best["spread"] == pytest.approx(mu.std(axis=0, ddof=1).tolist(), rel=1e-3)
    assert len(best["sigma"]) == 3 and min(sigma.min(axis=0)) <= min(best["sigma"]) <= sigma.max()


def test_a_classifier_learns_the_classes(few: Data, tmp_path: Path) -> None:
    run = train(Need("classifier", {}, {"epochs": 12, "batch": 20}, 0), few, tmp_path)
    accuracy = [epoch["readings"]["accuracy"] for epoch in training.history(run)]
    assert max(accuracy) >= 0.5 and run.facts["held_out_accuracy"] in accuracy
    assert run.facts["held_out_kl"] == 0 and "held_out_mse" not in run.facts
    assert json.loads(json.dumps(run.facts)) == run.facts


def test_the_step_size_rises_and_falls_over_the_whole_run(few: Data) -> None:
    run = Run(training.build(VAE), Settings(epochs=10, batch=20), *training.split(few))
    sizes = [size for epoch in range(10) for size in fitting.step_sizes(run, 4 * epoch, 4)]
    top = sizes.index(max(sizes))
    assert sizes[:top] == sorted(sizes[:top]) and sizes[top:] == sorted(sizes[top:], reverse=True)
    assert max(sizes) == pytest.approx(0.02) and top == 7 and sizes[-1] == 0


@pytest.mark.parametrize(("images", "epochs"), [(54_000, 3), (4_500, 8), (3_999, 9), (1_250, 29), (90, 30)])
def test_epochs_depend_on_how_many_images_there_are(images: int, epochs: int) -> None:
    assert Settings().epochs_for(images) == epochs and Settings(epochs=2).epochs_for(images) == 2


@pytest.mark.parametrize("device", ["cuda", "cuda:99", "abacus"])
def test_a_device_that_is_not_there_is_named(few: Data, tmp_path: Path, device: str) -> None:
    if device == "cuda" and torch.cuda.is_available():
        pytest.skip("this machine has a CUDA device")
    with pytest.raises(NoDevice, match=f"trained on `{device}`"):
        training.train(VAE, few, tmp_path, lambda share, line: None, device=device)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_cuda_device_comes_near_the_cpu(few: Data, tmp_path: Path) -> None:
    here = train(VAE, few, tmp_path / "cpu").facts
    there = training.train(VAE, few, tmp_path / "cuda", lambda share, line: None, device="cuda")
    assert there["held_out_loss"] == pytest.approx(here["held_out_loss"], rel=0.05)
    assert probe(Trained(VAE, tmp_path / "cuda", there)).encode(draw_garments(3, seed=3).images)[0].shape == (3, 3)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"snapshots": [-1]}, "count from 0"),
        ({"decoder_variance": 0}, "`decoder_variance` is 0"),
        ({"epochs": 0}, "epochs"),
    ],
)
def test_settings_that_cannot_be_are_the_authors_fault(few: Data, tmp_path: Path, setting: dict, said: str) -> None:
    with pytest.raises(RecipeFault, match=said):
        train(Need("vae", {}, setting), few, tmp_path)


def test_needs_that_say_the_same_are_the_same() -> None:
    assert needs.vae(2, 1, 0) == needs.vae(2, 1.0, 0, decoder_variance=0.5, snapshots=())
    assert needs.autoencoder(2, 0) == Need("autoencoder", {"latent": 2}, {}, 0)
    assert needs.learned_noise(2, 0) == needs.vae(2, 0.0, 0)
    assert needs.vae(2, 1.0, 0, decoder_variance=0.02) != needs.vae(2, 1.0, 0)
