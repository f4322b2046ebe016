"""Trains one model, and brings it back.

The loss of an image is

    sum of squared errors over its pixels / (2 * decoder_variance) + beta * KL(posterior || N(0, I))

With beta = 1 that is the negative evidence lower bound, but for a constant, of a model whose pixels are
Gaussian with the stated variance (Kingma and Welling, 2013; on the variance see Rybkin et al., 2021).
The usual setting here is a variance of 1/2, which leaves the error as it is.  A classifier's error is its
cross-entropy in nats, and it has no KL term.
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors.torch import load_file, save_file

from builder.jobs.recipes import Checkpoint, Data, Need, NoDevice, RecipeFault, Report, Trained
from figures.data import load as load_data
from figures.fitting import fit
from figures.models.model import Batch, Model
from figures.runs import BEST, Run, Settings, State, snapshot

WEIGHTS, HISTORY = "weights.safetensors", "history.json"
HELD_OUT_SHARE = 0.1
MODELS = ("autoencoder", "vae", "classifier")
REPEATABLE_CUBLAS = ("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
"""What CUDA's matrix products have to find in the environment to give the same bits each time."""

T = TypeVar("T")


def train(
    need: Need,
    data: Data,
    folder: Path,
    report: Report,
    device: str = "cpu",
    checkpoint: Checkpoint | None = None,
) -> dict[str, Any]:
    """Train a model, write its weights, snapshots and history into `folder`, and return facts about the run.

    A tenth of the training images is held out: the weights kept are those of the epoch with the least
    loss on them.  Test images are never read.  The same need and data give the same bits on one machine
    and device, also where a killed run went on from its checkpoint.

    Raises:
        RecipeFault: if the model, its configuration or the settings are none that exist.
        Diverged: if the loss stops being a finite number.
        NoDevice: if torch cannot compute on the device.
    """
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    place = usable(device)
    net, settings = build(need), checked(made(Settings, need.training, "training"))
    images, held_out = (thinned(part, settings) for part in split(data))
    net.prepare(images.images)
    run = Run(net.to(place), settings, moved(images, place), moved(held_out, place))
    state = fit(run, need.seed, report, checkpoint or Checkpoint())
    write(state, folder)
    return facts(run, state)


def usable(device: str) -> torch.device:
    """The device of that name, once torch has shown that it can be used."""
    try:
        place = torch.device(device)
        os.environ.setdefault(*REPEATABLE_CUBLAS)
        torch.zeros(1, device=place)
    except (AssertionError, NotImplementedError, RuntimeError) as fault:
        words = str(fault).splitlines()[0]
        raise NoDevice(f"models cannot be trained on `{device}` here: {words}") from fault
    return place


def build(need: Need) -> Model:
    """The needed model with its initial weights, which depend on nothing but the need."""
    if need.model not in MODELS:
        raise RecipeFault(f"there is no model `{need.model}` in figures/models: choose one of {', '.join(MODELS)}")
    module = importlib.import_module(f"figures.models.{need.model}")
    config = made(module.Config, need.config, "config")
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(need.seed)
        net: Model = module.Net(config)
    return net


def made(kind: type[T], values: Mapping[str, Any], what: str) -> T:
    """A settings class filled from a mapping; unknown names are the author's fault."""
    known = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise RecipeFault(f"{what} knows no `{unknown[0]}`; it takes {', '.join(known)}")
    return kind(**values)


def checked(settings: Settings) -> Settings:
    """The settings, if they can be trained with."""
    for name in ("decoder_variance", "batch", "patience", "epochs"):
        value = getattr(settings, name)
        if value is not None and value <= 0:
            raise RecipeFault(f"training's `{name}` is {value}: it has to be above 0")
    if not 0 <= settings.rare_share <= 1:
        raise RecipeFault(f"training's `rare_share` is {settings.rare_share}: it has to be from 0 to 1")
    for epoch in settings.snapshots:
        if epoch < 0:
            raise RecipeFault(f"training's `snapshots` name epoch {epoch}: they count from 0, the untrained model")
    return settings


def split(data: Data) -> tuple[Batch, Batch]:
    """The images to learn from, and those held out of them."""
    source = load_data(data).train
    whole = Batch(torch.from_numpy(source.images)[:, None], torch.from_numpy(source.labels))
    cut = len(whole) - round(HELD_OUT_SHARE * len(whole))
    return whole[:cut], whole[cut:]


def thinned(batch: Batch, settings: Settings) -> Batch:
    """The batch with only the first few images of the class that is to be rare."""
    if settings.rare is None:
        return batch
    few = batch.labels == settings.rare
    return batch[~few | (few.cumsum(dim=0) <= round(settings.rare_share * int(few.sum())))]


def moved(batch: Batch, device: torch.device) -> Batch:
    """The batch on a device."""
    return Batch(batch.images.to(device), batch.labels.to(device))


def write(state: State, folder: Path) -> None:
    """Write the kept weights and the history."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, weights in state.kept.items():
        save_file({key: tensor.contiguous() for key, tensor in weights.items()}, folder / weights_name(name))
    (folder / HISTORY).write_text(json.dumps(state.history, indent=1) + "\n", encoding="utf-8")


def weights_name(kept: str) -> str:
    """The file of kept weights: the best ones, or those of a snapshot."""
    return WEIGHTS if kept == BEST else f"weights-{kept}.safetensors"


def facts(run: Run, state: State) -> dict[str, Any]:
    """What pages tell about a run; losses are those of the epoch whose weights were kept."""
    kept = state.history[state.best - 1]
    found: dict[str, Any] = {
        "epochs": len(state.history),
        "best_epoch": state.best,
        "stopped_early": len(state.history) < run.epochs,
        "training_images": len(run.train),
        "held_out_images": len(run.held_out),
        "parameters": sum(p.numel() for p in run.net.parameters()),
        "beta": run.settings.beta,
        "decoder_variance": run.settings.decoder_variance,
    }
    for part in ("train", "held_out"):
        found |= {f"{part}_{name}": value for name, value in kept[part].items()}
        if run.net.draws:
            found[f"{part}_mse"] = kept[part]["error"] / run.train.images[0].numel()
    single = {name: value for name, value in kept["readings"].items() if isinstance(value, float)}
    return found | {f"held_out_{name}": value for name, value in single.items()}


def load(trained: Trained, epoch: int | None = None) -> Model:
    """A trained model with its weights, ready to be used but not trained on.

    Args:
        trained: the finished run.
        epoch: a snapshot of that epoch, instead of the best weights.

    Raises:
        RecipeFault: if no weights of that epoch were kept.
    """
    net = build(trained.need)
    file = trained.folder / weights_name(BEST if epoch is None else snapshot(epoch))
    if not file.exists():
        kept = ", ".join(map(str, snapshots(trained))) or "none"
        raise RecipeFault(f"the weights of epoch {epoch} were not kept; the snapshots are: {kept}")
    net.load_state_dict(load_file(file))
    return net.eval()


def snapshots(trained: Trained) -> list[int]:
    """The epochs whose weights were kept; a run that was shorter than a wished-for epoch has none of it."""
    files = trained.folder.glob(weights_name(snapshot(0)).replace("0", "*"))
    return sorted(int(file.stem.rpartition("-")[2]) for file in files)


def history(trained: Trained) -> list[dict[str, Any]]:
    """The losses of each epoch, as `train` wrote them.

    Each has `epoch`; `train` and `held_out` with `error`, `kl` and `loss`, means per image; and `readings` on the
    held-out images, a list with one value per number of the code: for a VAE `kl` in nats, `sigma` (medians) and
    `spread` (standard deviation of the codes), for an autoencoder `spread`, for a classifier one `accuracy`.
    """
    epochs: list[dict[str, Any]] = json.loads((trained.folder / HISTORY).read_text(encoding="utf-8"))
    return epochs
