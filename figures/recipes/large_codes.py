"""Does an autoencoder whose code is as large as the image copy it? Asked with images unlike those it learned from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Array, Images, batch, exemplars, load
from figures.measures.controls import noise_like
from figures.measures.neighbours import flat, purity
from figures.measures.reconstruction import errors
from figures.probe import Probe, probe
from figures.recipes.fixed_transform import foreign
from figures.style import Theme, drawing, place, rounded, sheet, show, write

SHIFT = 3
"""Pixels by which images are moved to the right and down."""


class Params(Base):
    """The sizes of codes, and how many models of each are measured."""

    sizes: tuple[int, ...] = Field(default=(wanted.BUILT, 256, 784), min_length=2)
    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """A model of each size for each seed."""
    return {key(n, k): wanted.sized(n, seed + k) for n in params.sizes for k in range(params.replicas)}


def key(size: int, replica: int) -> str:
    """A model's name."""
    return f"ae-{size}-{replica}"


@dataclass(frozen=True)
class Trial:
    """Images of one kind: all that are measured, and four of them to be shown."""

    name: str
    title: str
    images: Array
    shown: Array


def draw(params: Params, context: Context) -> Drawing:
    """A block for each kind of images: originals, and what each size makes of them."""
    images = load(context.data)
    models = {n: [probe(context.models[key(n, k)]) for k in range(params.replicas)] for n in params.sizes}
    asked = trials(images, foreign(context.data), context.seed)
    metrics = {name: value for trial in asked for name, value in lost(trial, models).items()}
    metrics |= useful(models, images)
    largest = params.sizes[-1]
    alt = (
        f"Four kinds of images and what codes of {', '.join(map(str, params.sizes))} numbers make of them. "
        f"With {largest} numbers the share of each kind that is lost is "
        + ", ".join(f"{trial.title.lower()} {metrics[f'{trial.name}_{largest}']:.0%}" for trial in asked)
        + ". Moved and foreign images come out as pieces of the kind that was learned, noise as blotches."
    )
    return drawing(lambda t: picture(t, asked, models, metrics), alt, metrics=metrics, data=rounded(metrics))


def trials(images: Images, other: Images, seed: int) -> list[Trial]:
    """Unseen images of the kind learned, the same moved, images of another kind, and pixel noise."""
    held, few = batch(images).images, exemplars(images).images
    strange, noise = batch(other).images, noise_like(held, seed)
    return [
        Trial("own", "Unseen", held, few),
        Trial("moved", f"Moved by {SHIFT} pixels", moved(held), moved(few)),
        Trial("foreign", f"Foreign ({other.description.split()[0].rstrip(':')})", strange, exemplars(other).images),
        Trial("noise", "Pixel noise", noise, noise[:4]),
    ]


def moved(images: Array) -> Array:
    """Images moved right and down, with black where they come from: (n, 28, 28) both."""
    out = np.zeros_like(images)
    out[:, SHIFT:, SHIFT:] = images[:, :-SHIFT, :-SHIFT]
    return out


def lost(trial: Trial, models: dict[int, list[Probe]]) -> dict[str, float]:
    """The share of images that each size loses, as the mean over its runs, with the least and the most.

    The share is the squared error over that of answering with the kind's own mean image: 0 is a perfect copy, 1 is no
    better than that single answer.
    """
    found: dict[str, float] = {}
    whole = errors(trial.images, np.broadcast_to(trial.images.mean(axis=0), trial.images.shape)).sum()
    for n, row in models.items():
        shares = [float(model.errors(trial.images).sum() / whole) for model in row]
        found |= {
            f"{trial.name}_{n}": float(np.mean(shares)),
            f"{trial.name}_{n}_least": min(shares),
            f"{trial.name}_{n}_most": max(shares),
            f"{trial.name}_error_{n}": float(np.mean(shares) * whole / len(trial.images)),
        }
    return found


def useful(models: dict[int, list[Probe]], images: Images) -> dict[str, float]:
    """How many of the ten nearest codes are of the same class, and how many directions the codes fill, by size."""
    held = batch(images)
    found = {"purity_pixels": purity(flat(held.images), held.labels)}
    for n, row in models.items():
        codes = [model.encode(held.images)[0] for model in row]
        found[f"purity_{n}"] = float(np.mean([purity(each, held.labels) for each in codes]))
        found[f"directions_{n}"] = float(np.mean([directions(each) for each in codes]))
    return found


def directions(codes: Array, share: float = 0.99) -> int:
    """In how many directions nine and ninety parts in a hundred of the codes' variance lie (principal components)."""
    variances = np.sort(np.linalg.eigvalsh(np.cov(codes.T.astype(np.float64))))[::-1]
    return int(np.searchsorted(variances.cumsum() / variances.sum(), share) + 1)


def picture(theme: Theme, asked: list[Trial], models: dict[int, list[Probe]], metrics: dict[str, float]) -> Figure:
    """Two blocks beside each other and two below; a row of pictures for the originals and for each size."""
    rows = len(models) + 1
    block = 34 + 76 * rows
    figure = sheet(2 * block)
    for k, trial in enumerate(asked):
        left, top = 248 * (k % 2), block * (k // 2)
        write(figure, left, top + 12, trial.title, weight="bold")
        show(place(figure, left, top + 26, 232, 56), trial.shown, 4)
        for line, (n, row) in enumerate(models.items(), start=1):
            y = top + 26 + 76 * line
            write(figure, left, y - 9, f"{n} numbers", size=9.5, color=theme.model["ae"])
            write(figure, left + 232, y - 9, f"lost {metrics[f'{trial.name}_{n}']:.0%}", ha="right", size=9.5)
            show(place(figure, left, y, 232, 56), row[0].redraw(trial.shown), 4)
    return figure
