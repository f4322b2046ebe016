"""What a good run reads: error and KL over the epochs, for each seed, and what a VAE draws after some of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need, Trained
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Images, batch, exemplars, load
from figures.probe import Array, kl_per_number, probe
from figures.recipes.beta_tradeoff import ROW, strips
from figures.samplers import standard_normal
from figures.style import Theme, drawing, place, rounded, sheet
from figures.training import history, snapshots

Runs = dict[str, list[dict[str, Any]]]
Rows = list[tuple[str, Array, Array]]
DRAWN = 4


class Params(Base):
    """The models' code length, how many runs of each kind are shown, and after which epochs there are pictures."""

    latent: int = Field(default=16, ge=1)
    replicas: int = Field(default=3, ge=1)
    epochs: tuple[int, ...] = (0, 1, 2, 4, 8)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """Both models for each of the seeds; the first VAE keeps its weights after some epochs."""
    found = {f"ae-{k}": wanted.autoencoder(params.latent, seed + k) for k in range(params.replicas)}
    found["vae-0"] = wanted.vae(params.latent, 1.0, seed, snapshots=params.epochs)
    return found | {f"vae-{k}": wanted.vae(params.latent, 1.0, seed + k) for k in range(1, params.replicas)}


def draw(params: Params, context: Context) -> Drawing:
    """Held-out error of both kinds, the VAE's KL, and its pictures below; metrics are means over the runs."""
    runs = {name: history(trained) for name, trained in context.models.items()}
    images = load(context.data)
    originals = exemplars(images).images
    codes = standard_normal(DRAWN, params.latent, context.seed)
    first = context.models["vae-0"]
    rows = []
    for epoch in snapshots(first):
        model = probe(first, epoch)
        rows.append((f"epoch {epoch}" if epoch else "untrained", model.redraw(originals), model.decode(codes)))
    metrics = {"epochs": float(max(len(run) for run in runs.values()))} | untrained(first, images)
    for kind in ("ae", "vae"):
        metrics |= readings(kind, [run for name, run in runs.items() if name.startswith(f"{kind}-")])
    return drawing(
        lambda theme: picture(theme, runs, rows, originals, metrics),
        words(metrics),
        metrics=metrics,
        data=rounded(runs, 3),
    )


def untrained(first: Trained, images: Images) -> dict[str, float]:
    """The untrained VAE's error and KL, means over the held-out images that figures measure on."""
    held = batch(images).images
    model = probe(first, 0)
    kl = float(kl_per_number(*model.encode(held)).sum(axis=1).mean())
    return {"vae_error_0": float(model.errors(held).mean()), "vae_kl_0": kl}


def readings(kind: str, runs: list[list[dict[str, Any]]]) -> dict[str, float]:
    """Held-out losses of one kind of model after each epoch: means over the runs, the least and the most.

    `train` marks what a loop prints, the mean over the batches of the epoch.  `left` is the last error as a share of
    the first, `gap` the held-out error over the one in training, `off` how far the last value of a run is at most
    from their mean, as a share of it.
    """
    found = {}
    shortest = min(len(run) for run in runs)
    for loss in ("error", "kl") if kind == "vae" else ("error",):
        table = np.array([[epoch["held_out"][loss] for epoch in run[:shortest]] for run in runs])
        for k, column in enumerate(table.T, start=1):
            found |= over_runs(f"{kind}_{loss}_{k}", column)
        found |= over_runs(f"{kind}_{loss}_first", table[:, 0]) | over_runs(f"{kind}_{loss}_last", table[:, -1])
        found[f"{kind}_{loss}_off"] = float(np.abs(table[:, -1] / table[:, -1].mean() - 1).max())
        seen = np.mean([[epoch["train"][loss] for epoch in run[:shortest]] for run in runs], axis=0)
        found |= {f"{kind}_{loss}_train_{k}": float(value) for k, value in enumerate(seen, start=1)}
    found[f"{kind}_error_left"] = found[f"{kind}_error_last"] / found[f"{kind}_error_first"]
    return found | {f"{kind}_gap": found[f"{kind}_error_last"] / found[f"{kind}_error_train_{shortest}"]}


def over_runs(name: str, values: Array) -> dict[str, float]:
    """The mean of some runs under this name, and the least and the most."""
    return {name: float(values.mean()), f"{name}_least": float(values.min()), f"{name}_most": float(values.max())}


def words(metrics: dict[str, float]) -> str:
    """What is to be seen, in words."""
    return (
        "Two panels over the epochs. Above: squared error on held-out images falls steeply, then slowly; the "
        f"autoencoder from {metrics['ae_error_first']:.1f} to {metrics['ae_error_last']:.1f}, "
        f"the VAE from {metrics['vae_error_first']:.1f} to {metrics['vae_error_last']:.1f}. "
        f"Below: the VAE's KL leaps from {metrics['vae_kl_0']:.2f} nats untrained to {metrics['vae_kl_first']:.1f} "
        f"after one epoch and settles at {metrics['vae_kl_last']:.1f}. Under them what one VAE rebuilds and draws: an "
        "even grey untrained, silhouettes after one epoch, then garments of their own; its draws follow more slowly."
    )


def picture(theme: Theme, runs: Runs, rows: Rows, originals: Array, metrics: dict[str, float]) -> Figure:
    """Error above, KL below, pictures under both."""
    figure = sheet(474 + ROW * (len(rows) + 1))
    above, below = place(figure, 40, 30, 430, 170), place(figure, 40, 252, 430, 130)
    lines(theme, above, runs, "error", ("ae", "vae"))
    lines(theme, below, runs, "kl", ("vae",))
    below.plot(
        (0, 1), (metrics["vae_kl_0"], runs["vae-0"][0]["held_out"]["kl"]), color=theme.model["vae"], lw=1.8, ls=":"
    )
    below.set_xlabel("epoch")
    strips(figure, 466, rows, originals)
    return figure


def lines(theme: Theme, axes: Axes, runs: Runs, loss: str, kinds: tuple[str, ...]) -> None:
    """A line for each run: full for VAEs, dashed for autoencoders."""
    titles = {"error": "Squared error per held-out image", "kl": "KL per held-out image, nats"}
    labels = {"ae": "autoencoder", "vae": "VAE, β = 1"}
    axes.set_title(titles[loss], loc="left")
    for name, run in runs.items():
        kind, replica = name.split("-")
        if kind not in kinds:
            continue
        epochs = [e["epoch"] for e in run]
        label = labels[kind] if replica == "0" else None
        style = "-" if kind == "vae" else (0, (5, 2))
        axes.plot(epochs, [e["held_out"][loss] for e in run], color=theme.model[kind], lw=1.8, ls=style, label=label)
    axes.set(ylim=(0, None), xlim=(0, None))
    axes.legend(loc="upper right" if loss == "error" else "lower right")
