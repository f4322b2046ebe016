"""What a training run works with, and how far it has come, as bytes that a killed run goes on from."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

import torch
from safetensors.torch import load as unpack
from safetensors.torch import save as pack
from torch import Tensor

from figures.models.model import Batch, Model

BEST = "best"
NOISE, TOLD = "noise", "told"

Weights = dict[str, Tensor]

SEEN, FEWEST, MOST = 36_000, 3, 30
"""Images that a model sees where no epochs are set, and between how many epochs that has to be."""


@dataclass(frozen=True)
class Settings:
    """How a model is trained.

    Attributes:
        beta: the weight of the KL term; a plain autoencoder has none.
        decoder_variance: the variance of a pixel that the squared error is measured by.
        epochs: how often all training images are seen, at most; None has about 36,000 images seen.
        patience: epochs without a better held-out loss after which training stops.
        batch: images in one step.
        learning_rate: Adam's greatest step size.
        snapshots: epochs after which the weights are kept too; 0 stands for the untrained model.
        rare: the label of a class of which only few images are learned from; None leaves all classes as they are.
        rare_share: the share of its images that are kept, 0 for a class that is never seen.
    """

    beta: float = 1.0
    decoder_variance: float = 0.5
    epochs: int | None = None
    patience: int = 8
    batch: int = 48
    learning_rate: float = 0.02
    snapshots: tuple[int, ...] = ()
    rare: int | None = None
    rare_share: float = 0.0

    def epochs_for(self, images: int) -> int:
        """How many epochs a set of so many training images takes."""
        return self.epochs if self.epochs is not None else min(max(round(SEEN / images), FEWEST), MOST)


@dataclass(frozen=True)
class Losses:
    """Means over images: the error, KL in nats, and the loss made of both."""

    error: float
    kl: float
    loss: float


@dataclass(frozen=True)
class Run:
    """What one training run works with; everything lies on one device."""

    net: Model
    settings: Settings
    train: Batch
    held_out: Batch

    @property
    def epochs(self) -> int:
        """How many epochs there will be at most."""
        return self.settings.epochs_for(len(self.train))

    @property
    def batch(self) -> int:
        """How many images a step sees."""
        return min(self.settings.batch, len(self.train))

    def weights(self) -> Weights:
        """A copy of the model's weights."""
        return {name: tensor.detach().cpu().clone() for name, tensor in self.net.state_dict().items()}


@dataclass
class State:
    """How far a run has come: all that the rest of it depends on.

    Attributes:
        optimizer: Adam with its moments.
        noise: the generator of the batches' order and of the codes' noise.
        history: the losses and readings of each finished epoch.
        best: the epoch with the least held-out loss, 0 before there is one.
        kept: weights by name: those of the best epoch, and of each snapshot.
    """

    optimizer: torch.optim.Adam
    noise: torch.Generator
    history: list[dict[str, Any]] = field(default_factory=list)
    best: int = 0
    kept: dict[str, Weights] = field(default_factory=dict)

    @property
    def least(self) -> float:
        """The least held-out loss so far."""
        return float(self.history[self.best - 1]["held_out"]["loss"]) if self.best else math.inf

    def ended(self, run: Run) -> bool:
        """Whether the epochs or the patience have run out."""
        done = len(self.history)
        return done >= run.epochs or done - self.best >= run.settings.patience


def snapshot(epoch: int) -> str:
    """The name under which the weights of an epoch are kept."""
    return f"epoch-{epoch}"


def packed(run: Run, state: State) -> bytes:
    """A state as bytes (safetensors)."""
    told = json.dumps({"history": state.history, "best": state.best, "kept": sorted(state.kept)}).encode()
    groups = {"net": run.weights(), **{f"kept {name}": weights for name, weights in state.kept.items()}}
    for number, moments in state.optimizer.state_dict()["state"].items():
        groups[f"adam {number}"] = {name: moment.detach().cpu().clone() for name, moment in moments.items()}
    tensors = {
        f"{group}/{name}": tensor.contiguous() for group, named in groups.items() for name, tensor in named.items()
    }
    tensors[NOISE] = state.noise.get_state()
    tensors[TOLD] = torch.frombuffer(bytearray(told), dtype=torch.uint8)
    return pack(tensors)


def restore(run: Run, state: State, saved: bytes) -> None:
    """Bring a run and its state to where they were when they were packed."""
    tensors = unpack(saved)
    told = json.loads(bytes(tensors.pop(TOLD).tolist()))
    state.noise.set_state(tensors.pop(NOISE))
    groups: dict[str, Weights] = {}
    for path, tensor in tensors.items():
        group, name = path.split("/", 1)
        groups.setdefault(group, {})[name] = tensor
    run.net.load_state_dict(groups["net"])
    adam = {int(group.removeprefix("adam ")): named for group, named in groups.items() if group.startswith("adam ")}
    state.optimizer.load_state_dict({"state": adam, "param_groups": state.optimizer.state_dict()["param_groups"]})
    state.history, state.best = told["history"], told["best"]
    state.kept = {name: groups[f"kept {name}"] for name in told["kept"]}
