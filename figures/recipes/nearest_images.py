"""New or copied: a VAE's draws, each beside the training image that is nearest to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Images, batch, load
from figures.measures.controls import smears_of
from figures.measures.copies import Ruler
from figures.probe import Array, probe
from figures.recipes.latent_space import spread_over_seeds
from figures.samplers import standard_normal
from figures.style import Theme, drawing, place, rounded, sheet, show, write

DRAWS, SHOWN = 1000, 8
KNOWN = 4500
"""The first training images; the rest choose the epoch and are as unknown to the weights as test images."""


class Params(Base):
    """The length of the code, and how many models are measured."""

    latent: int = Field(default=16, ge=1)
    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """VAEs of one code length."""
    return {f"vae-{k}": wanted.vae(params.latent, 1.0, seed + k) for k in range(params.replicas)}


@dataclass(frozen=True)
class Row:
    """Pictures, the training image nearest to each, and how far that is in units of what is usual between real ones."""

    title: str
    pictures: Array
    nearest: Array
    apart: Array


def draw(params: Params, context: Context) -> Drawing:
    """Draws, rebuilt unseen images and unseen images, each above its nearest training image."""
    images = load(context.data)
    known = images.train.images[:KNOWN]
    ruler = Ruler.of(known)
    shown: list[Row] = []
    measured = []
    for name, trained in context.models.items():
        model = probe(trained)
        pictures = {
            "drawn": model.decode(standard_normal(DRAWS, params.latent, context.seed)),
            "redrawn": model.redraw(batch(images).images),
            "unseen": batch(images).images,
        }
        apart = {kind: ruler.apart(some) for kind, some in pictures.items()}
        measured.append(readings(apart))
        if name.endswith("-0"):
            shown = [row(kind, some, ruler) for kind, some in pictures.items()]
    metrics = dict(spread_over_seeds(measured)) | smears(images, ruler)
    data = [{"title": one.title, "apart": rounded(one.apart, 3)} for one in shown]
    return drawing(lambda theme: picture(theme, shown), words(metrics), metrics=metrics, data=data)


def readings(apart: dict[str, Array]) -> dict[str, float]:
    """For each kind of picture the median distance, and the share that lies nearer than 99 in 100 rebuilt images.

    What is rebuilt from images never seen is as smooth as the draws are, and known to be no copy.
    """
    edge = np.quantile(apart["redrawn"], 0.01)
    told = {f"{kind}_apart": float(np.median(values)) for kind, values in apart.items()}
    return told | {"drawn_close": float((apart["drawn"] < edge).mean())}


def smears(images: Images, ruler: Ruler) -> dict[str, float]:
    """How far smears of unseen images are, which shows what the measure does not see."""
    return {"smear_apart": float(np.median(ruler.apart(smears_of(batch(images).images))))}


TITLES = {
    "drawn": "Drawn from N(0, I)",
    "redrawn": "Rebuilt from garments never seen",
    "unseen": "Garments never seen",
}


def row(kind: str, pictures: Array, ruler: Ruler) -> Row:
    """The first pictures of a kind with their nearest training images."""
    some = pictures[:SHOWN]
    return Row(TITLES[kind], some, *ruler.nearest(some))


def words(metrics: dict[str, float]) -> str:
    """What is to be seen, in words."""
    return (
        "Three pairs of rows: pictures above, under each the nearest of the training images and its distance, where 1 "
        f"is usual between real ones. Draws of the VAE are {metrics['drawn_apart']:.2f} away (median), images rebuilt "
        f"from garments never seen {metrics['redrawn_apart']:.2f}, those garments themselves "
        f"{metrics['unseen_apart']:.2f}. No draw equals its neighbour."
    )


def picture(theme: Theme, shown: list[Row]) -> Figure:
    """The pairs of rows one under the other."""
    step, side = 172, 480 / SHOWN
    figure = sheet(step * len(shown) - 10)
    for k, one in enumerate(shown):
        top = step * k
        write(figure, 0, top + 12, one.title, weight="bold")
        show(place(figure, 0, top + 26, 480, 58), one.pictures, SHOWN)
        show(place(figure, 0, top + 88, 480, 58), one.nearest, SHOWN)
        for column, far in enumerate(one.apart):
            write(figure, side * (column + 0.5), top + 154, f"{far:.2f}", ha="center", size=9.5, color=theme.quiet)
    return figure
