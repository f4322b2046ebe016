"""What a good run reads: error and KL over the epochs, for each seed."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.style import Theme, drawing, place, rounded, sheet
from figures.training import history

Runs = dict[str, list[dict[str, Any]]]


class Params(Base):
    """The models' code length and how many runs of each kind are shown."""

    latent: int = Field(default=2, ge=1)
    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """Both models for each of the seeds."""
    found = {f"ae-{k}": wanted.autoencoder(params.latent, seed + k) for k in range(params.replicas)}
    return found | {f"vae-{k}": wanted.vae(params.latent, 1.0, seed + k) for k in range(params.replicas)}


def draw(params: Params, context: Context) -> Drawing:
    """Held-out error of both kinds above, the VAE's KL below; metrics are means over the runs."""
    runs = {name: history(trained) for name, trained in context.models.items()}
    metrics = {"epochs": float(max(len(run) for run in runs.values()))}
    for kind in ("ae", "vae"):
        own = [run for name, run in runs.items() if name.startswith(f"{kind}-")]
        metrics |= readings(kind, own)
    alt = (
        "Two panels over the epochs. Above: squared error on held-out images falls steeply, then slowly; the "
        f"autoencoder from {metrics['ae_error_first']:.1f} to {metrics['ae_error_last']:.1f}, "
        f"the VAE from {metrics['vae_error_first']:.1f} to {metrics['vae_error_last']:.1f}. "
        f"Below: the VAE's KL goes from {metrics['vae_kl_first']:.1f} to {metrics['vae_kl_last']:.1f} nats "
        "while the error falls."
    )
    return drawing(lambda theme: picture(theme, runs), alt, metrics=metrics, data=rounded(runs, 3))


def readings(kind: str, runs: list[list[dict[str, Any]]]) -> dict[str, float]:
    """First and last held-out losses of one kind of model, and how far the runs differ at the end.

    `left` is the last error as a share of the first, `gap` the held-out error over the one in training.
    """
    found = {}
    for loss in ("error", "kl") if kind == "vae" else ("error",):
        last = [run[-1]["held_out"][loss] for run in runs]
        found[f"{kind}_{loss}_first"] = float(np.mean([run[0]["held_out"][loss] for run in runs]))
        found[f"{kind}_{loss}_last"] = float(np.mean(last))
        found[f"{kind}_{loss}_range"] = float(max(last) - min(last))
    found[f"{kind}_error_left"] = found[f"{kind}_error_last"] / found[f"{kind}_error_first"]
    seen = float(np.mean([run[-1]["train"]["error"] for run in runs]))
    return found | {f"{kind}_gap": found[f"{kind}_error_last"] / seen}


def picture(theme: Theme, runs: Runs) -> Figure:
    """Error above, KL below."""
    figure = sheet(500)
    above, below = place(figure, 40, 30, 430, 210), place(figure, 40, 290, 430, 160)
    lines(theme, above, runs, "error", ("ae", "vae"))
    lines(theme, below, runs, "kl", ("vae",))
    below.set_xlabel("epoch")
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
    axes.set(ylim=(0, None), xlim=(1, None))
    axes.legend(loc="upper right" if loss == "error" else "lower right")
