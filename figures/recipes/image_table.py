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
    metrics["two_filled"] = metrics["train"] / GREYS**2
    rows = [{"pixels": k + 1, "cells": GREYS ** (k + 1), "met": float(shares[k])} for k in range(params.most)]
    alt = (
        f"Bars for tables of 1 to {params.most} pixels: the share of garments never seen whose pixels such a table has "
        f"met before falls from {shares[0]:.0%} over {shares[1]:.0%} with two pixels and {shares[2]:.0%} with three to "
        f"{shares[-1]:.1%} with {params.most}. Under each bar the table's cells and size, from 256 cells in "
        f"{size(1)} to {size(params.most)}; for all 784 pixels it would be 10 to the power of "
        f"{metrics['images_exponent']:.0f} cells."
    )
    return drawing(lambda theme: picture(theme, shares, metrics), alt, metrics=metrics, data=rounded(rows))


def counts(images: Images) -> dict[str, float]:
    """How many images of this size there can be, as powers of ten, and how few were trained on."""
    pixels = images.train.images[0].size
    possible, train = pixels * math.log10(GREYS), len(images.train.images)
    return {
        "pixels": float(pixels),
        "digits": float(len(str(GREYS**pixels))),
        "images_exponent": float(math.floor(possible)),
        "share_exponent": float(math.floor(math.log10(train) - possible)),
        "bytes_exponent": float(math.floor(possible + math.log10(BYTES))),
        "six_petabytes": GREYS**6 * BYTES / 1e15,
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


def size(pixels: int) -> str:
    """How much a table of so many pixels takes to store, such as `134 MB`."""
    count, units = float(GREYS**pixels * BYTES), iter(("B", "kB", "MB", "GB", "TB", "PB", "EB"))
    unit = next(units)
    while count >= 1000:
        count, unit = count / 1000, next(units)
    return f"{count:.2g} {unit}" if count < 10 else f"{count:.0f} {unit}"


def cell_count(pixels: int) -> str:
    """How many cells a table of so many pixels has: written out while that is short, else as a power of ten."""
    count = GREYS**pixels
    exponent = len(str(count)) - 1
    if exponent < 5:
        return f"{count:,}"
    return f"${count / 10**exponent:.1f}{{\\cdot}}10^{{{exponent}}}$" if exponent < 100 else f"$10^{{{exponent}}}$"


def picture(theme: Theme, shares: Array, metrics: dict[str, float]) -> Figure:
    """A bar for each table, its cells under it, and the whole image at the end."""
    figure = sheet(336)
    axes = place(figure, 8, 44, 464, 180)
    axes.set_title("Unseen garments that the table has met", loc="left")
    bars(theme, axes, [*shares, metrics["seen_again"]])
    pixels = [*range(1, len(shares) + 1), round(metrics["pixels"])]
    for k, count in enumerate(pixels):
        axes.text(k, -0.06, str(count), ha="center", va="top", weight="bold")
        axes.text(k, -0.19, cell_count(count), ha="center", va="top")
        axes.text(k, -0.32, size(count) if k < len(shares) else "", ha="center", va="top")
    axes.text(-0.5, -0.48, "in bold: pixels in the table; under them: its cells, its size", va="top", color=theme.quiet)
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
