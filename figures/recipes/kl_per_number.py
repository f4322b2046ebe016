"""Where KL goes: what each number of a longer code pays, for several weights and assumed pixel noises."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Split, batch, load
from figures.measures.codes import active_units
from figures.measures.judge import Judge, judge
from figures.measures.reconstruction import errors
from figures.probe import Array, Probe, kl_per_number, probe
from figures.recipes.beta_tradeoff import SMALL, USUAL, named, variance_sign
from figures.samplers import standard_normal
from figures.style import Theme, drawing, place, rounded, sheet, write

DRAWS, KNOWN = 1000, 4500
PAYS = 0.1
"""A number that costs less than this many nats says next to nothing about the image."""


class Params(Base):
    """The code's length, and the weights of KL for each of the two pixel variances."""

    latent: int = Field(default=16, ge=2)
    betas: tuple[float, ...] = (5.0, 1.0, 0.2)
    small_betas: tuple[float, ...] = (1.0,)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """A VAE for each weight and variance."""
    pairs = [(beta, USUAL) for beta in params.betas] + [(beta, SMALL) for beta in params.small_betas]
    return {named(beta, v): wanted.vae(params.latent, beta, seed, decoder_variance=v) for beta, v in pairs}


@dataclass(frozen=True)
class Paid:
    """One model: what each number of its code pays, most first, and what it draws with them.

    Attributes:
        key: its name in metrics.
        beta: the weight of KL.
        variance: of a pixel, as the loss assumes it.
        kl: the mean KL of each number in nats, in falling order, (latent,).
        active: how many numbers are active (Burda et al., 2016).
        error: the mean squared error with the mean code.
        distance: of draws from N(0, I) to real images.
        coverage: the share of real images that such draws reach.
    """

    key: str
    beta: float
    variance: float
    kl: Array
    active: int
    error: float
    distance: float
    coverage: float

    @property
    def total(self) -> float:
        """KL of the whole code in nats."""
        return float(self.kl.sum())

    @property
    def paying(self) -> int:
        """How many numbers cost more than next to nothing."""
        return int((self.kl > PAYS).sum())


def draw(params: Params, context: Context) -> Drawing:
    """A panel of bars for each model, all of one scale, from the highest price of a nat to the lowest."""
    images = load(context.data)
    ruler = judge(images.train.images[:KNOWN], context.seed)
    held = batch(images)
    found = [
        measured(key, trained.need, probe(trained), held, ruler, context.seed)
        for key, trained in context.models.items()
    ]
    found.sort(key=lambda one: -one.beta * one.variance)
    metrics: dict[str, float] = {}
    for one in found:
        for name in ("total", "active", "paying", "error", "distance", "coverage"):
            metrics[f"{name}_{one.key}"] = float(getattr(one, name))
    data = [{"beta": one.beta, "variance": one.variance, "kl": rounded(one.kl)} for one in found]
    return drawing(lambda theme: picture(theme, found), words(found), metrics=metrics, data=data)


def measured(key: str, need: Need, model: Probe, held: Split, ruler: Judge, seed: int) -> Paid:
    """What one model pays and draws."""
    mu, sigma = model.encode(held.images)
    drawn = model.decode(standard_normal(DRAWS, mu.shape[1], seed))
    return Paid(
        key,
        need.training["beta"],
        need.training.get("decoder_variance", USUAL),
        np.sort(kl_per_number(mu, sigma).mean(axis=0))[::-1],
        active_units(mu),
        float(errors(held.images, model.decode(mu)).mean()),
        ruler.verdict(drawn)["distance"],
        ruler.overlap(drawn)["coverage"],
    )


def title(one: Paid) -> str:
    """A model's name for readers."""
    return f"v = {variance_sign(one.variance)}, β = {one.beta:g}"


def words(found: list[Paid]) -> str:
    """What is to be seen, in words."""
    told = "; ".join(
        f"{title(one)}: {one.paying} of {len(one.kl)} numbers pay more than {PAYS} nats, {one.total:.1f} in all, "
        f"squared error {one.error:.1f}, draws at distance {one.distance:.1f}"
        for one in found
    )
    return f"Bars of KL for each number of the code, most first, one panel a model. {told}."


def picture(theme: Theme, found: list[Paid]) -> Figure:
    """The panels one under the other, with what each model reached at their right."""
    step = 128
    figure = sheet(step * len(found) + 46)
    top = max(float(one.kl.max()) for one in found)
    for k, one in enumerate(found):
        axes = place(figure, 34, 30 + step * k, 252, 78)
        axes.set_title(title(one), loc="left", color=theme.model["vae"])
        bars(theme, axes, one.kl, top)
        told = (
            f"{one.total:.1f} nats in all",
            f"{one.paying} numbers pay over {PAYS}",
            f"squared error {one.error:.1f}",
            f"draws: distance {one.distance:.1f}",
        )
        for line, text in enumerate(told):
            write(figure, 302, 40 + step * k + 19 * line, text, size=9.5)
    axes.set_xlabel("numbers of the code: what each pays in nats")
    return figure


def bars(theme: Theme, axes: Axes, kl: Array, top: float) -> None:
    """One bar a number; those that pay next to nothing are outlined only."""
    places = np.arange(1, len(kl) + 1)
    axes.bar(places, kl, width=0.72, color=[theme.model["vae"] if value > PAYS else "none" for value in kl])
    axes.bar(places, kl, width=0.72, fill=False, ec=theme.model["vae"], lw=0.9)
    axes.set(ylim=(0, 1.05 * top), xlim=(0.3, len(kl) + 0.7), xticks=(1, *range(4, len(kl) + 1, 4)))
