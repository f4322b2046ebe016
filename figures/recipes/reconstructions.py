"""The same unseen garments through four models: autoencoder and VAE, short codes and long ones."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Images, load
from figures.probe import Array, probe
from figures.style import Theme, drawing, place, rounded, sheet, show, write

PIXELS = 28 * 28
COLUMNS, TILE = 8, 60
SHOWN = ("T-shirt/top", "Trouser", "Dress", "Coat", "Sandal", "Sneaker", "Bag", "Ankle boot")


class Params(Base):
    """The two code lengths."""

    short: int = Field(default=2, ge=1)
    long: int = Field(default=16, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """Both models with both code lengths."""
    found = {f"ae_{n}": wanted.autoencoder(n, seed) for n in (params.short, params.long)}
    return found | {f"vae_{n}": wanted.vae(n, 1.0, seed) for n in (params.short, params.long)}


def draw(params: Params, context: Context) -> Drawing:
    """A row of originals, and a row for each model with each image's error under it."""
    images = load(context.data)
    rows = np.array([np.flatnonzero(images.test.labels == images.classes.index(name))[0] for name in SHOWN])
    drawn: dict[str, tuple[Array, Array]] = {}
    metrics: dict[str, float] = {}
    for name in (f"{kind}_{n}" for n in (params.short, params.long) for kind in ("ae", "vae")):
        pictures = probe(context.models[name]).redraw(images.test.images)
        errors = np.square(pictures - images.test.images).sum(axis=(1, 2))
        drawn[name] = pictures[rows], errors[rows]
        metrics |= {
            f"{name}_error": float(errors.mean()),
            f"{name}_mse": float(errors.mean() / PIXELS),
            f"{name}_sharpness": edges(pictures) / edges(images.test.images),
        }
    alt = (
        f"Five rows of {COLUMNS} garments: the originals, then what each model draws from its code. "
        + " ".join(f"{title(name)}: mean squared error {metrics[f'{name}_error']:.1f}." for name in drawn)
        + " Long codes keep edges and buttons; two numbers keep silhouette and grey."
    )
    data = {name: dict(zip(SHOWN, rounded(errors, 2), strict=True)) for name, (_, errors) in drawn.items()}
    return drawing(lambda theme: picture(theme, images, rows, drawn, metrics), alt, metrics=metrics, data=data)


def edges(images: Array) -> float:
    """How much edge there is in images: the mean step in grey between neighbouring pixels."""
    down, across = np.abs(np.diff(images, axis=1)).mean(), np.abs(np.diff(images, axis=2)).mean()
    return float(down + across)


def title(name: str) -> str:
    """A model's title: kind and code length."""
    kind, length = name.split("_")
    return f"{'Autoencoder' if kind == 'ae' else 'VAE'}, {length} numbers"


def picture(
    theme: Theme, images: Images, rows: Array, drawn: dict[str, tuple[Array, Array]], metrics: dict[str, float]
) -> Figure:
    """Originals on top, models under them."""
    figure = sheet(86 + 104 * len(drawn))
    write(figure, 0, 12, "Original, never trained on", weight="bold")
    show(place(figure, 0, 24, COLUMNS * TILE, TILE - 2), images.test.images[rows], COLUMNS)
    for k, (name, (pictures, errors)) in enumerate(drawn.items()):
        top = 90 + 104 * k
        write(figure, 0, top + 12, title(name), weight="bold", color=theme.model[name.split("_")[0]])
        write(figure, 480, top + 12, f"all test images: {metrics[f'{name}_error']:.1f}", ha="right")
        show(place(figure, 0, top + 24, COLUMNS * TILE, TILE - 2), pictures, COLUMNS)
        for column, error in enumerate(errors):
            write(figure, (column + 0.5) * TILE, top + 24 + TILE + 6, f"{error:.1f}", ha="center", color=theme.quiet)
    return figure
