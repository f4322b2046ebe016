"""What a run of the lesson's autoencoder reads: its error over the epochs, and what it draws after some of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Array, Images, batch, exemplars, load
from figures.measures.reconstruction import errors
from figures.probe import probe
from figures.style import Theme, drawing, place, rounded, sheet, show, write
from figures.training import history, snapshots

PIXELS = 28 * 28
Runs = list[list[dict[str, Any]]]


class Params(Base):
    """How many runs are shown."""

    replicas: int = Field(default=3, ge=2)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """The autoencoder that the lesson builds, for each seed."""
    return {f"ae-{k}": wanted.sized(wanted.BUILT, seed + k) for k in range(params.replicas)}


def draw(params: Params, context: Context) -> Drawing:
    """Curves of all runs above; below, four garments as the first run draws them after some epochs."""
    images = load(context.data)
    first = context.models["ae-0"]
    runs = [history(trained) for trained in context.models.values()]
    shown = exemplars(images).images
    drawn = {epoch: probe(first, epoch).redraw(shown) for epoch in snapshots(first)}
    metrics = readings(runs) | tested(context, images)
    alt = (
        "Mean squared error per pixel over the epochs, three runs: steep, then flat, from "
        f"{metrics['held_out_1']:.4f} after the first to {metrics['held_out_last']:.4f} after the last. The mean image "
        f"for every garment would have {metrics['mean_image']:.3f}. Below, four garments after "
        f"{', '.join(map(str, drawn))} epochs: grey at first, then silhouettes, then stripes."
    )
    data = rounded(runs, 4)
    return drawing(lambda theme: picture(theme, runs, shown, drawn, metrics), alt, metrics=metrics, data=data)


def readings(runs: Runs) -> dict[str, float]:
    """Errors per pixel after each epoch, as means over the runs, with the least and the most.

    `train` is what a loop prints, the mean over the batches of the epoch; `held_out` is measured after it.  `gap` is
    the last held-out error over the last one in training, `left_after_2` over that after the second epoch, and
    `disagreement` how far the last held-out errors differ as a share of their mean.
    """
    found = {"epochs": float(max(len(run) for run in runs))}
    for part in ("train", "held_out"):
        table = np.array([[epoch[part]["error"] / PIXELS for epoch in run] for run in same_length(runs)])
        for k, column in enumerate(table.T, start=1):
            found |= spread(f"{part}_{k}", column)
        found |= spread(f"{part}_last", table[:, -1])
    return found | {
        "gap": found["held_out_last"] / found["train_last"],
        "left_after_2": found["held_out_last"] / found["held_out_2"],
        "disagreement": (found["held_out_last_most"] - found["held_out_last_least"]) / found["held_out_last"],
    }


def same_length(runs: Runs) -> Runs:
    """The runs cut to the length of the shortest."""
    shortest = min(len(run) for run in runs)
    return [run[:shortest] for run in runs]


def spread(name: str, values: Array) -> dict[str, float]:
    """The mean of some runs under this name, and the least and the most."""
    return {name: float(values.mean()), f"{name}_least": float(values.min()), f"{name}_most": float(values.max())}


def tested(context: Context, images: Images) -> dict[str, float]:
    """Errors per pixel on the held-out images: of the finished runs, and of the mean training image for all."""
    held = batch(images).images
    mean = np.broadcast_to(images.train.images.mean(axis=0), held.shape)
    runs = np.array([probe(trained).errors(held).mean() / PIXELS for trained in context.models.values()])
    lazy = float(errors(held, mean).mean() / PIXELS)
    return spread("test", runs) | {"mean_image": lazy, "half_mean_image": lazy / 2}


def picture(theme: Theme, runs: Runs, shown: Array, drawn: dict[int, Array], metrics: dict[str, float]) -> Figure:
    """The curves, and a row of pictures for each kept epoch."""
    figure = sheet(296 + 64 * (len(drawn) + 1))
    axes = place(figure, 56, 30, 416, 200)
    axes.set_title("Mean squared error per pixel", loc="left")
    for k, run in enumerate(runs):
        epochs = [each["epoch"] for each in run]
        for part, style in (("train", (0, (1.5, 1.5))), ("held_out", "-")):
            label = {"train": "while training", "held_out": "held out"}[part] if k == 0 else None
            values = [each[part]["error"] / PIXELS for each in run]
            axes.plot(epochs, values, ls=style, lw=1.7, color=theme.model["ae"], label=label)
    axes.set(xlabel="epoch", xlim=(1, None), ylim=(0, None))
    axes.legend(loc="upper right")
    write(figure, 480, 276, "held out", ha="right", size=9.5, color=theme.quiet)
    rows = [(f"epoch {epoch}" if epoch else "untrained", images) for epoch, images in drawn.items()]
    for k, (words, images) in enumerate([*rows, ("original", shown)]):
        top = 292 + 64 * k
        write(figure, 0, top + 28, words, weight="bold", size=10)
        show(place(figure, 110, top, 248, 60), images, 4)
        epoch = words.removeprefix("epoch ")
        if f"held_out_{epoch}" in metrics:
            write(figure, 480, top + 28, f"{metrics[f'held_out_{epoch}']:.4f}", ha="right", size=10)
    return figure
