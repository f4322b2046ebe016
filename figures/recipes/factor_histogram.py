"""One feature of garments as a histogram, draws from it, and garments in the order of that feature."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing
from builder.jobs.recipes import Params as Base
from figures.data import Array, load
from figures.recipes.known_factor import TOPS, Measured, chosen, measured
from figures.recipes.latent_space import spread_over_seeds
from figures.style import Theme, drawing, place, rounded, sheet, show, write

BINS, DRAWS, MARKED, SHOWN = 15, 2000, 60, 9
PARTS = ("short", "middle", "long")


class Params(Base):
    """How often is drawn."""

    replicas: int = Field(default=3, ge=1)


def draw(params: Params, context: Context) -> Drawing:
    """The histogram with draws from it, and garments from the shortest to the longest."""
    images = load(context.data)
    tops = measured(images)
    values = tops.train[:, 0]
    counts, edges = np.histogram(values, BINS)
    drawn = [from_bins(counts, edges, DRAWS, np.random.default_rng(context.seed + k)) for k in range(params.replicas)]
    metrics = thirds(values) | dict(spread_over_seeds([{"gap": gap(values, rows)} for rows in drawn]))
    metrics["count"] = float(len(values))
    split = chosen(images.train, [images.classes.index(name) for name in TOPS if name in images.classes])
    ordered = split.images[np.argsort(values, kind="stable")[evenly(len(values))]]
    data = {"feature": tops.names[0], "edges": rounded(edges, 2), "counts": [int(c) for c in counts]}
    data["draws"] = rounded(drawn[0][:MARKED], 2)
    alt = words(tops, metrics)
    return drawing(lambda theme: picture(theme, tops, drawn[0], ordered), alt, metrics=metrics, data=data)


def from_bins(counts: Array, edges: Array, count: int, random: np.random.Generator) -> Array:
    """`count` draws from a histogram: a bin by its share, then any place within the bin."""
    part = random.choice(len(counts), count, p=counts / counts.sum())
    return np.asarray(edges[part] + random.random(count) * np.diff(edges)[part])


def thirds(values: Array) -> dict[str, float]:
    """The share of garments in each third of a feature's range, their running totals, and where the thirds begin."""
    edges = np.linspace(values.min(), values.max(), 4)
    shares = np.histogram(values, edges)[0] / len(values)
    found = {f"{name}_share": float(share) for name, share in zip(PARTS, shares, strict=True)}
    return found | {
        "to_middle": float(shares[:2].sum()),
        "middle_from": float(edges[1]),
        "long_from": float(edges[2]),
        "longest": float(edges[3]),
    }


def gap(values: Array, drawn: Array) -> float:
    """The greatest difference between the shares of garments and of draws in a third of the range."""
    edges = np.linspace(values.min(), values.max(), 4)
    shares = [np.histogram(rows, edges)[0] / len(rows) for rows in (values, drawn)]
    return float(np.abs(shares[0] - shares[1]).max())


def evenly(count: int) -> Array:
    """`SHOWN` ranks spread evenly over `count`."""
    return np.asarray((count * (np.arange(SHOWN) + 0.5) / SHOWN).astype(int))


def words(tops: Measured, metrics: dict[str, float]) -> str:
    """What is to be seen, in words."""
    return (
        f"A histogram of {metrics['count']:.0f} garments by {tops.names[0]}, 0 to {metrics['longest']:.0f} pixels: "
        f"{metrics['short_share']:.0%} in the lowest third of the range, {metrics['middle_share']:.0%} in the middle, "
        f"{metrics['long_share']:.0%} in the highest. Below, {MARKED} draws as short strokes, close together where the "
        f"bars are high; and {SHOWN} garments in order, from none or little to much."
    )


def picture(theme: Theme, tops: Measured, drawn: Array, ordered: Array) -> Figure:
    """The histogram, strokes for draws under it, and a strip of garments."""
    figure = sheet(338)
    write(figure, 0, 12, f"Garments by {tops.names[0]}, in pixels", weight="bold")
    axes = place(figure, 44, 30, 430, 130)
    values = tops.train[:, 0]
    axes.hist(values, BINS, weights=np.full(len(values), 1 / len(values)), color=theme.model["vae"], rwidth=0.94)
    axes.yaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    axes.locator_params(axis="y", nbins=4)
    write(figure, 0, 200, f"{MARKED} draws from the histogram", weight="bold")
    strokes(theme, place(figure, 44, 210, 430, 26), drawn[:MARKED], axes.get_xlim())
    write(figure, 0, 264, "Garments in this order, one from each ninth", weight="bold")
    show(place(figure, 0, 276, 480, 53), ordered, SHOWN)
    return figure


def strokes(theme: Theme, axes: Axes, drawn: Array, limits: tuple[float, float]) -> None:
    """Draws as upright strokes on the histogram's scale."""
    axes.vlines(drawn, 0, 1, color=theme.model["ae"], lw=1.3)
    axes.set(xlim=limits, ylim=(0, 1.05), xticks=(), yticks=())
    axes.spines["left"].set_visible(False)
