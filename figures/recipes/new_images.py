"""Twenty-five draws from a VAE as a grid, and beside it the training images that are nearest to them."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Array, batch, load
from figures.measures.controls import noise_like
from figures.measures.copies import Ruler
from figures.probe import probe
from figures.recipes.latent_space import spread_over_seeds
from figures.samplers import standard_normal
from figures.style import Theme, drawing, place, rounded, sheet, show, write

SIDE, DRAWS, KNOWN, COPIES = 5, 1000, 4500, 200
SHAKE = 0.02
"""The noise on copies that the measure is tried on, in greys."""


class Params(Base):
    """The length of the code, and how many models are measured."""

    latent: int = Field(default=16, ge=1)
    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """VAEs of one code length."""
    return {f"vae-{k}": wanted.vae(params.latent, 1.0, seed + k) for k in range(params.replicas)}


def draw(params: Params, context: Context) -> Drawing:
    """The grid of draws and the grid of their nearest training images; metrics over all models."""
    images = load(context.data)
    known = images.train.images[:KNOWN]
    ruler = Ruler.of(known)
    models = [probe(trained) for trained in context.models.values()]
    drawn = [model.decode(standard_normal(DRAWS, params.latent, context.seed)) for model in models]
    redrawn = [model.redraw(batch(images).images) for model in models]
    measured = [readings(ruler, d, r) for d, r in zip(drawn, redrawn, strict=True)]
    metrics = dict(spread_over_seeds(measured)) | controls(ruler, batch(images).images, context.seed)
    shown = drawn[0][: SIDE**2]
    nearest, apart = ruler.nearest(shown)
    alt = (
        f"Two grids of {SIDE} by {SIDE} garments. Left, draws of a VAE: soft tops, trousers, shoes and bags, some hard "
        "to name. Right, in the same places, the training image nearest to each: sharper, and of another cut or shade. "
        f"The draws are {metrics['drawn_apart']:.2f} from their nearest (median, 1 is usual between real ones), the "
        f"closest of {DRAWS:,} is at {metrics['drawn_closest']:.2f}."
    )
    data = {"apart": rounded(apart, 3), "metrics": rounded(metrics)}
    return drawing(lambda theme: picture(theme, shown, nearest, metrics), alt, metrics=metrics, data=data)


def readings(ruler: Ruler, drawn: Array, redrawn: Array) -> dict[str, float]:
    """How far draws, and images rebuilt from unseen ones, are from the nearest training image, by pixels.

    What is rebuilt is as soft as what is drawn and known to be no copy, so it is the fair comparison.
    """
    apart, fair = ruler.apart(drawn), ruler.apart(redrawn)
    return {
        "drawn_apart": float(np.median(apart)),
        "drawn_closest": float(apart.min()),
        "redrawn_apart": float(np.median(fair)),
        "redrawn_closest": float(fair.min()),
    }


def controls(ruler: Ruler, unseen: Array, seed: int) -> dict[str, float]:
    """The same for unseen images, and for copies that carry a little noise, which have to be told apart."""
    copies = ruler.known[:COPIES]
    shaken = copies + SHAKE * (2 * noise_like(copies, seed) - 1)
    return {
        "unseen_apart": float(np.median(ruler.apart(unseen))),
        "copy_apart": float(np.median(ruler.apart(np.clip(shaken, 0, 1)))),
    }


def picture(theme: Theme, shown: Array, nearest: Array, metrics: dict[str, float]) -> Figure:
    """Both grids side by side, with what is measured under them."""
    figure = sheet(296)
    for k, (title, grid) in enumerate((("Drawn from N(0, I)", shown), ("Nearest training image", nearest))):
        write(figure, 248 * k, 12, title, weight="bold", color=theme.model["vae"] if k == 0 else theme.ink)
        show(place(figure, 248 * k, 28, 232, 232), grid, SIDE)
    write(figure, 0, 280, f"distance to the nearest: {metrics['drawn_apart']:.2f}", color=theme.model["vae"])
    write(figure, 248, 280, f"unseen images: {metrics['unseen_apart']:.2f}")
    return figure
