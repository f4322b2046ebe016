"""Why no table of all images can be made, and would not help: how fast it grows, and what it knows of new images."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing
from builder.jobs.recipes import Params as Base
from figures.data import Array, Images, batch, load
from figures.measures.neighbours import flat
from figures.style import Theme, drawing, place, rounded, sheet

GREYS = 256
BYTES = 8
"""Of one probability, as computers hold it."""
LIT, BRIGHT = 0.5, 0.1
"""Pixels are chosen among those that are brighter than `BRIGHT` in more than this share of the training images."""


class Params(Base):
    """Up to how many pixels the tables have, and how often the pixels are chosen anew."""

    most: int = Field(default=6, ge=2, le=8)
    choices: int = Field(default=60, ge=2)


def draw(params: Params, context: Context) -> Drawing:
    """How many cells a table of a few pixels has, and in how many unseen images it has met what they show."""
    images = load(context.data)
    met = [found(images, params, context.seed + k) for k in range(3)]
    shares = np.mean(met, axis=0)
    metrics = counts(images)
    for k in range(params.most):
        metrics[f"met_{k + 1}"] = float(shares[k])
        metrics[f"met_{k + 1}_least"], metrics[f"met_{k + 1}_most"] = min(m[k] for m in met), max(m[k] for m in met)
    metrics["two_filled"] = 100 * metrics["train"] / GREYS**2
    rows = [{"pixels": k + 1, "cells": GREYS ** (k + 1), "met": float(shares[k])} for k in range(params.most)]
    alt = (
        f"Bars for tables of 1 to {params.most} pixels: the share of garments never seen whose pixels such a table has "
        f"met before falls from {shares[0]:.0%} over {shares[1]:.0%} with two pixels and {shares[2]:.0%} with three to "
        f"{shares[-1]:.1%} with {params.most}. Under each bar the number of cells, from 256 to "
        f"{power(GREYS**params.most)}; for all 784 pixels it would be 10 to the power of "
        f"{metrics['images_exponent']:.0f}."
    )
    return drawing(lambda theme: picture(theme, shares, metrics), alt, metrics=metrics, data=rounded(rows))


def counts(images: Images) -> dict[str, float]:
    """How many images of this size there can be, as powers of ten, and how few were trained on."""
    pixels = images.train.images[0].size
    possible, train = pixels * math.log10(GREYS), len(images.train.images)
    return {
        "pixels": float(pixels),
        "digits": float(len(str(GREYS**pixels))),
        "images_exponent": math.floor(possible),
        "share_exponent": math.floor(math.log10(train) - possible),
        "bytes_exponent": math.floor(possible + math.log10(BYTES)),
        "train": float(train),
        "seen_again": seen_again(images),
    }


def seen_again(images: Images) -> float:
    """The share of held-out images that equal a training image in every pixel."""
    known = {row.tobytes() for row in greys(images.train.images)}
    return float(np.mean([row.tobytes() in known for row in greys(batch(images).images)]))


def greys(images: Array) -> Array:
    """Images as rows of whole numbers from 0 to 255."""
    return np.round(255 * flat(images)).astype(np.uint8)


def found(images: Images, params: Params, seed: int) -> list[float]:
    """For 1, 2, ... pixels: the share of held-out images whose greys there stood together in a training image.

    The mean over several choices of the pixels.
    """
    random = np.random.default_rng(seed)
    known, new = greys(images.train.images), greys(batch(images).images)
    lit = np.flatnonzero((flat(images.train.images) > BRIGHT).mean(axis=0) > LIT)
    chosen = [random.choice(lit, params.most, replace=False) for _ in range(params.choices)]
    return [
        float(np.mean([np.isin(cells(new, c[:k]), cells(known, c[:k])).mean() for c in chosen]))
        for k in range(1, params.most + 1)
    ]


def cells(rows: Array, pixels: Array) -> Array:
    """The cell of the table in which each image falls, as one number; at most eight pixels fit."""
    numbers = np.zeros(len(rows), np.uint64)
    for pixel in pixels:
        numbers = numbers * np.uint64(GREYS) + rows[:, pixel].astype(np.uint64)
    return numbers


def power(count: int) -> str:
    """A count in words: plain up to the millions, else as `2.8·10^14`."""
    exponent = math.floor(math.log10(count))
    return f"{count:,}" if exponent < 8 else f"{count / 10**exponent:.1f} times 10 to the power of {exponent}"


def picture(theme: Theme, shares: Array, metrics: dict[str, float]) -> Figure:
    """A bar for each table, its cells under it, and the whole image at the end."""
    figure = sheet(300)
    axes = place(figure, 8, 44, 464, 180)
    axes.set_title("Unseen garments that the table has met", loc="left")
    bars(theme, axes, [*shares, metrics["seen_again"]])
    exponents = [*(math.log10(GREYS) * (k + 1) for k in range(len(shares))), metrics["images_exponent"]]
    names = [*(str(k + 1) for k in range(len(shares))), f"{metrics['pixels']:.0f}"]
    for k, (name, exponent) in enumerate(zip(names, exponents, strict=True)):
        cells_of = f"{GREYS ** (k + 1):,}" if exponent < 5 else f"$10^{{{exponent:.1f}}}$"
        cells_of = f"$10^{{{exponent:.0f}}}$" if k == len(shares) else cells_of
        axes.text(k, -0.06, name, ha="center", va="top", weight="bold")
        axes.text(k, -0.2, cells_of, ha="center", va="top")
    axes.text(-0.5, -0.38, "in bold: pixels in the table; under them: its cells", va="top", color=theme.quiet)
    return figure


def bars(theme: Theme, axes: Axes, shares: list[float]) -> None:
    """Shares as bars with their values."""
    axes.bar(range(len(shares)), shares, color=theme.model["vae"], width=0.62)
    for k, share in enumerate(shares):
        said = f"{share:.0%}" if share > 0.095 or share == 0 else f"{share:.1%}"
        axes.text(k, share + 0.03, said, ha="center")
    axes.axvline(len(shares) - 1.5, color=theme.quiet, lw=1, ls=":")
    axes.set(ylim=(0, 1.1), xlim=(-0.6, len(shares) - 0.4), xticks=(), yticks=())
    axes.spines["left"].set_visible(False)
