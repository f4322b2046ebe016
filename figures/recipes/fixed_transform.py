"""Learned codes against a fixed transform with as many numbers: on images like those learned from, and on others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter
from pydantic import Field

from builder.jobs.recipes import Context, Data, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Images, batch, exemplars, load
from figures.measures import transform
from figures.measures.reconstruction import errors
from figures.probe import Array, Probe, probe
from figures.recipes.code_sizes import SIZES, key
from figures.style import Theme, drawing, place, rounded, sheet, show, write


class Params(Base):
    """The sizes of codes, how many models of each are measured, and the size whose pictures are shown."""

    sizes: tuple[int, ...] = Field(default=SIZES, min_length=2)
    replicas: int = Field(default=3, ge=1)
    shown: int = Field(default=64, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """A model of each size for each seed."""
    pairs = ((n, k) for n in params.sizes for k in range(params.replicas))
    return {key(n, k): wanted.sized(n, seed + k) for n, k in pairs}


@dataclass(frozen=True)
class Side:
    """One set of images through both: mean errors of the models by size, (sizes, runs), and of the transform, (sizes,).

    The pictures are four originals, what the first model of the shown size makes of them, and what as many cosines do.
    """

    name: str
    title: str
    learned: Array
    fixed: Array
    pictures: tuple[Array, Array, Array]


def draw(params: Params, context: Context) -> Drawing:
    """Error over size for both sets of images, and pictures below."""
    models = {n: [probe(context.models[key(n, k)]) for k in range(params.replicas)] for n in params.sizes}
    own, other = load(context.data), foreign(context.data)
    sides = [
        measured("own", "Of the kind learned, unseen", own, models, params.shown),
        measured("foreign", f"Of another kind: {other.description.split()[0]}", other, models, params.shown),
    ]
    metrics = {name: value for side in sides for name, value in readings(side, params).items()}
    alt = (
        "Two panels of squared error over the size of the code, both axes logarithmic, with lines for an autoencoder "
        f"and for a cosine transform. With {params.shown} numbers the autoencoder errs by {metrics['own_learned']:.1f} "
        f"and the transform by {metrics['own_fixed']:.1f} on unseen images of the kind learned, and by "
        f"{metrics['foreign_learned']:.0f} and {metrics['foreign_fixed']:.0f} on images of another kind. "
        "Below, four images of each kind through both."
    )
    data = {"sizes": list(params.sizes)} | {
        side.name: rounded({"learned": side.learned, "fixed": side.fixed}, 3) for side in sides
    }
    return drawing(lambda theme: picture(theme, params, sides), alt, metrics=metrics, data=data)


def foreign(data: Data | None) -> Images:
    """Images of another kind than the course's: handwritten digits, or garments where digits are learned."""
    return load(Data("garments" if data is not None and data.name == "digits" else "digits"))


def measured(name: str, title: str, images: Images, models: dict[int, list[Probe]], size: int) -> Side:
    """Both ways to press images, measured on a set of them."""
    held, few = batch(images).images, exemplars(images).images
    learned = np.array([[model.errors(held).mean() for model in row] for row in models.values()])
    fixed = np.array([errors(held, transform.redraw(held, n)).mean() for n in models])
    return Side(name, title, learned, fixed, (few, models[size][0].redraw(few), transform.redraw(few, size)))


def readings(side: Side, params: Params) -> dict[str, float]:
    """Errors per image at each size, and those at the shown size once more under plain names.

    `kept` is the error with the largest code as a share of that with the shown one.
    """
    found: dict[str, float] = {}
    for n, learned, fixed in zip(params.sizes, side.learned, side.fixed, strict=True):
        values = {"learned": learned.mean(), "least": learned.min(), "most": learned.max(), "fixed": fixed}
        found |= {f"{side.name}_{what}_{n}": float(value) for what, value in values.items()}
    shown = {what: found[f"{side.name}_{what}_{params.shown}"] for what in ("learned", "least", "most", "fixed")}
    found |= {f"{side.name}_{what}": value for what, value in shown.items()}
    return found | {f"{side.name}_kept": float(side.learned[-1].mean() / shown["learned"])}


def picture(theme: Theme, params: Params, sides: list[Side]) -> Figure:
    """Curves above, pictures below, the learned kind on the left."""
    figure = sheet(528)
    top = max(max(side.learned.max(), side.fixed.max()) for side in sides) * 1.5
    low = min(min(side.learned.min(), side.fixed.min()) for side in sides) / 1.5
    for k, side in enumerate(sides):
        left = 40 + 232 * k
        write(figure, left - 40 * (k == 0), 12, side.title, weight="bold", size=10)
        axes = place(figure, left, 48, 200, 190)
        curves(theme, axes, params, side)
        axes.set_ylim(low, top)
        if k:
            axes.set_yticklabels([])
        else:
            axes.legend(loc="upper right")
        for row, (images, words) in enumerate(zip(side.pictures, labels(params.shown), strict=True)):
            y = 300 + 76 * row
            if not k:
                write(figure, 0, y + 6, words, weight="bold", size=10)
            show(place(figure, 244 * k, y + 18, 232, 52), images, 4)
    write(figure, 0, 34, "squared error per image", size=9.5, color=theme.quiet)
    write(figure, 140, 284, "numbers in the code (both axes logarithmic)", size=9.5, color=theme.quiet)
    return figure


def labels(size: int) -> tuple[str, str, str]:
    """What the rows of pictures show."""
    return "original", f"autoencoder, {size} numbers", f"cosine transform, {size} numbers"


def curves(theme: Theme, axes: Axes, params: Params, side: Side) -> None:
    """The models with the spread over their runs, and the transform, over the size."""
    sizes, colour = params.sizes, theme.model["ae"]
    axes.fill_between(sizes, side.learned.min(axis=1), side.learned.max(axis=1), color=colour, alpha=0.3, lw=0)
    axes.plot(sizes, side.learned.mean(axis=1), "o-", color=colour, lw=2, ms=5, label="autoencoder")
    axes.plot(sizes, side.fixed, "s", ls=(0, (5, 2)), color=theme.ink, lw=1.6, ms=4.5, label="cosines")
    axes.set(xscale="log", yscale="log")
    axes.set_xticks(sizes[::2], [str(n) for n in sizes[::2]])
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_yticks([1, 3, 10, 30, 100], ["1", "3", "10", "30", "100"])
    axes.yaxis.set_minor_formatter(NullFormatter())
