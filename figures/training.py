"""Trains one model: a plain loop over images that are held in memory.

The loss of an image is

    sum of squared errors over its pixels / (2 * decoder_variance) + beta * KL(posterior || N(0, I))

With beta = 1 that is the negative evidence lower bound, but for a constant, of a model whose pixels are
Gaussian with the stated variance (Kingma and Welling, 2013; on the variance see Rybkin et al., 2021).
The usual setting here is a variance of 1/2, which leaves the squared error as it is.
"""

from __future__ import annotations

import importlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from builder.jobs.recipes import Data, Diverged, Need, RecipeFault, Report, Trained
from figures.data import load as load_data

WEIGHTS, HISTORY = "weights.safetensors", "history.json"
HELD_OUT_SHARE = 0.1
MODELS = ("autoencoder", "vae")

T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """How a model is trained.

    Attributes:
        beta: the weight of the KL term; a plain autoencoder has none.
        decoder_variance: the variance of a pixel that the squared error is measured by.
        epochs: how often all training images are seen, at most.
        patience: epochs without a better held-out loss after which training stops.
        batch: images in one step.
        learning_rate: Adam's step size at the start; it falls to 0 along half a cosine.
    """

    beta: float = 1.0
    decoder_variance: float = 0.5
    epochs: int = 18
    patience: int = 6
    batch: int = 64
    learning_rate: float = 0.01


@dataclass(frozen=True)
class Losses:
    """Means over images: squared error summed over pixels, KL in nats, and the loss made of both."""

    error: float
    kl: float
    loss: float


@dataclass(frozen=True)
class Run:
    """What one training run works with."""

    net: nn.Module
    settings: Settings
    images: Tensor
    held_out: Tensor
    noise: torch.Generator


def train(need: Need, data: Data, folder: Path, report: Report) -> dict[str, Any]:
    """Train a model, write its weights and history into `folder`, and return facts about the run.

    A tenth of the training images is held out: the weights kept are those of the epoch with the least
    loss on them.  Test images are never read.  The same need and data give the same bits on one machine.

    Raises:
        RecipeFault: if the model, its configuration or the settings are none that exist.
        Diverged: if the loss stops being a finite number.
    """
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    net, settings = build(need), made(Settings, need.training, "training")
    images = torch.from_numpy(load_data(data).train.images)[:, None]
    cut = len(images) - round(HELD_OUT_SHARE * len(images))
    run = Run(net, settings, images[:cut], images[cut:], torch.Generator().manual_seed(need.seed))
    history, best = fit(run, report)
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.contiguous() for name, tensor in net.state_dict().items()}, folder / WEIGHTS)
    (folder / HISTORY).write_text(json.dumps(history, indent=1) + "\n", encoding="utf-8")
    return facts(run, history, best)


def build(need: Need) -> nn.Module:
    """The needed model with its initial weights, which depend on nothing but the need."""
    if need.model not in MODELS:
        raise RecipeFault(f"there is no model `{need.model}` in figures/models: choose one of {', '.join(MODELS)}")
    module = importlib.import_module(f"figures.models.{need.model}")
    config = made(module.Config, need.config, "config")
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(need.seed)
        net: nn.Module = module.Net(config)
    return net


def made(kind: type[T], values: Mapping[str, Any], what: str) -> T:
    """A settings class filled from a mapping; unknown names are the author's fault."""
    known = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise RecipeFault(f"{what} knows no `{unknown[0]}`; it takes {', '.join(known)}")
    return kind(**values)


def fit(run: Run, report: Report) -> tuple[list[dict[str, Any]], int]:
    """Train until the epochs or the patience run out; leave the best weights in the net.

    Returns the losses of each epoch, and the number of the best one counted from 1.
    """
    settings = run.settings
    optimizer = torch.optim.Adam(run.net.parameters(), lr=settings.learning_rate)
    steps = settings.epochs * (len(run.images) // settings.batch)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    history: list[dict[str, Any]] = []
    best, least, weights = 0, math.inf, run.net.state_dict()
    for epoch in range(1, settings.epochs + 1):
        seen, held = one_epoch(run, optimizer, schedule), evaluate(run)
        demand_finite(run, epoch, seen, held)
        history.append({"epoch": epoch, "train": asdict(seen), "held_out": asdict(held)})
        report(epoch / settings.epochs, f"epoch {epoch} of {settings.epochs}, held-out loss {held.loss:.2f}")
        if held.loss < least:
            best, least = epoch, held.loss
            weights = {name: tensor.clone() for name, tensor in run.net.state_dict().items()}
        if epoch - best >= settings.patience:
            break
    run.net.load_state_dict(weights)
    return history, best


def one_epoch(run: Run, optimizer: torch.optim.Optimizer, schedule: torch.optim.lr_scheduler.LRScheduler) -> Losses:
    """Show every training image once, in batches of mixed order; return the mean losses on the way."""
    run.net.train()
    size = run.settings.batch
    order = torch.randperm(len(run.images), generator=run.noise)
    count = len(order) // size
    sums = torch.zeros(2)
    for batch in order[: count * size].view(count, size):
        error, kl = run.net.losses(run.images[batch], run.noise)  # type: ignore[operator]
        loss = (error / (2 * run.settings.decoder_variance) + run.settings.beta * kl).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        sums += torch.stack([error.detach().mean(), kl.detach().mean()])
    return losses(run.settings, sums / count)


@torch.no_grad()
def evaluate(run: Run) -> Losses:
    """The mean losses of the held-out images, each time with the same noise."""
    run.net.eval()
    error, kl = run.net.losses(run.held_out, torch.Generator().manual_seed(0))  # type: ignore[operator]
    return losses(run.settings, torch.stack([error.mean(), kl.mean()]))


def losses(settings: Settings, means: Tensor) -> Losses:
    """The losses made of a mean error and a mean divergence."""
    error, kl = means.tolist()
    return Losses(error, kl, error / (2 * settings.decoder_variance) + settings.beta * kl)


def demand_finite(run: Run, epoch: int, *seen: Losses) -> None:
    """Stop a run whose loss is infinite or no number."""
    if all(math.isfinite(losses.loss) and math.isfinite(losses.kl) for losses in seen):
        return
    rate, variance = run.settings.learning_rate, run.settings.decoder_variance
    raise Diverged(
        f"training diverged in epoch {epoch}: the loss is {seen[0].loss} on the training images; lower "
        f"`learning_rate` (now {rate:g}, try {rate / 10:g}) or raise `decoder_variance` (now {variance:g})"
    )


def facts(run: Run, history: list[dict[str, Any]], best: int) -> dict[str, Any]:
    """What pages tell about a run; losses are those of the epoch whose weights were kept."""
    kept = history[best - 1]
    pixels = run.images[0].numel()
    return {
        "epochs": len(history),
        "best_epoch": best,
        "stopped_early": len(history) < run.settings.epochs,
        "training_images": len(run.images),
        "held_out_images": len(run.held_out),
        "parameters": sum(p.numel() for p in run.net.parameters()),
        "train_error": kept["train"]["error"],
        "train_mse": kept["train"]["error"] / pixels,
        "train_kl": kept["train"]["kl"],
        "train_loss": kept["train"]["loss"],
        "held_out_error": kept["held_out"]["error"],
        "held_out_mse": kept["held_out"]["error"] / pixels,
        "held_out_kl": kept["held_out"]["kl"],
        "held_out_loss": kept["held_out"]["loss"],
        "beta": run.settings.beta,
        "decoder_variance": run.settings.decoder_variance,
    }


def load(trained: Trained) -> nn.Module:
    """A trained model with its weights, ready to be used but not trained on."""
    net = build(trained.need)
    net.load_state_dict(load_file(trained.folder / WEIGHTS))
    return net.eval()


def history(trained: Trained) -> list[dict[str, Any]]:
    """The losses of each epoch, as `train` wrote them."""
    epochs: list[dict[str, Any]] = json.loads((trained.folder / HISTORY).read_text(encoding="utf-8"))
    return epochs
