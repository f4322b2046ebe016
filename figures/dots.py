"""Rows of dots: one reading of several runs of each kind of model, on one scale, with what it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from figures.style import Theme

NAMES = {"ae": "autoencoder", "vae": "VAE"}
MARKS = {"ae": "o", "vae": "s"}
"""Round for the autoencoder and square for the VAE, so that colour is never alone."""


@dataclass(frozen=True)
class Row:
    """A line of dots: its label, which kind of model it belongs to (None for neither), and a value for each run."""

    label: str
    kind: str | None
    values: Sequence[float]


def rows_of_dots(theme: Theme, axes: Axes, rows: Sequence[Row | None], pattern: str = "{:.1f}") -> None:
    """A faint line for each row with its runs' dots on it and their mean beside them; None leaves a gap."""
    most = max(value for row in rows if row for value in row.values)
    axes.set_yticks([k for k, row in enumerate(rows) if row], [row.label for row in rows if row])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set(ylim=(len(rows) - 0.4, -0.6), xlim=(0, most * 1.25))
    for k, row in enumerate(rows):
        if row is None:
            continue
        colour = theme.model[row.kind] if row.kind else theme.ink
        axes.axhline(k, color=theme.faint, lw=1, zorder=0)
        axes.plot(row.values, [k] * len(row.values), MARKS.get(row.kind or "", "D"), ms=6, color=colour, alpha=0.75)
        axes.annotate(
            pattern.format(np.mean(row.values)),
            (max(row.values), k),
            (9, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            weight="bold",
        )


def mark(theme: Theme, axes: Axes, value: float, text: str) -> None:
    """A dotted line across all rows for something known, with its name above."""
    axes.axvline(value, color=theme.quiet, lw=1.2, ls=(0, (1, 2)), zorder=0)
    axes.annotate(
        text,
        (value, 1),
        (0, 3),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center",
        size=10,
        color=theme.quiet,
    )
