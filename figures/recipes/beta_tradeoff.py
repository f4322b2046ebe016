"""The trade between reconstruction and KL: models trained with beta from 0 upwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Images, load
from figures.measures.judge import judge
from figures.probe import Array, Probe, kl_per_number, probe
from figures.samplers import standard_normal
from figures.style import MARKERS, Theme, drawing, place, rounded, sheet, show, write

DRAWS, KNOWN = 1000, 4500
ROW = 55


class Params(Base):
    """The weights of the KL term."""

    betas: tuple[float, ...] = (0.0, 0.2, 1.0, 2.0, 5.0)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """A VAE with codes of two numbers for each beta."""
    return {key(beta): wanted.vae(2, beta, seed) for beta in params.betas}


def key(beta: float) -> str:
    """A beta as part of a metric's name: 0.2 is beta_0_2."""
    return f"beta_{beta:g}".replace(".", "_")


@dataclass(frozen=True)
class Point:
    """One model: its beta, what it costs in both terms, and some of its pictures."""

    beta: float
    error: float
    kl: float
    sigma: float
    distance: float
    redrawn: Array
    drawn: Array


def draw(params: Params, context: Context) -> Drawing:
    """Error against KL, and for each beta four reconstructions and four samples."""
    images = load(context.data)
    ruler = judge(images.train.images[:KNOWN], context.seed)
    rows = np.array([np.flatnonzero(images.test.labels == images.classes.index(name))[1] for name in MARKERS])
    points = []
    for beta in params.betas:
        model = probe(context.models[key(beta)])
        mu, sigma = model.encode(images.test.images)
        samples = model.decode(standard_normal(DRAWS, mu.shape[1], context.seed))
        error = noisy_error(model, images, mu, sigma, context.seed)
        kl, typical = float(kl_per_number(mu, sigma).sum(axis=1).mean()), float(np.median(sigma))
        redrawn, distance = model.redraw(images.test.images[rows]), ruler.verdict(samples)["distance"]
        points.append(Point(beta, error, kl, typical, distance, redrawn, samples[:4]))
    names = ("error", "kl", "sigma", "distance")
    metrics = {f"{name}_{key(p.beta)}": float(getattr(p, name)) for p in points for name in names}
    data = [{"beta": p.beta} | {name: rounded(getattr(p, name)) for name in names} for p in points]
    originals = images.test.images[rows]
    return drawing(lambda theme: picture(theme, originals, points), words(points), metrics=metrics, data=data)


def noisy_error(model: Probe, images: Images, mu: Array, sigma: Array, seed: int) -> float:
    """The mean squared error per test image with one code drawn from each image's cloud, as in training."""
    codes = mu + sigma * np.random.default_rng(seed).standard_normal(mu.shape)
    error = np.square(model.decode(codes) - images.test.images).sum(axis=(1, 2))
    return float(error.mean())


def words(points: list[Point]) -> str:
    """What is to be seen, in words."""
    costs = "; ".join(f"beta {p.beta:g}: error {p.error:.1f}, KL {p.kl:.1f} nats" for p in points)
    return (
        "A falling curve of squared error against KL with one dot for each beta: more KL, less error. "
        f"{costs}. Below, for each beta four reconstructions and four decoded draws from N(0, I): "
        "the reconstructions lose detail as beta grows."
    )


def picture(theme: Theme, originals: Array, points: list[Point]) -> Figure:
    """The curve above, the pictures below."""
    figure = sheet(326 + ROW * (len(points) + 1))
    curve(theme, place(figure, 50, 34, 420, 210), points)
    write(figure, 82, 308, "redrawn from their codes", weight="bold", size=10)
    write(figure, 290, 308, "drawn from N(0, I)", weight="bold", size=10)
    for k, point in enumerate(points):
        top = 324 + ROW * k
        write(figure, 0, top + 25, f"β = {point.beta:g}", weight="bold")
        show(place(figure, 82, top, 190, 47), point.redrawn, 4)
        show(place(figure, 290, top, 190, 47), point.drawn, 4)
    top = 324 + ROW * len(points)
    write(figure, 0, top + 25, "original", weight="bold")
    show(place(figure, 82, top, 190, 47), originals, 4)
    return figure


def curve(theme: Theme, axes: Axes, points: list[Point]) -> None:
    """Error over KL on a logarithmic axis, each dot with its beta."""
    axes.set_title("Squared error per test image", loc="left")
    axes.plot([p.kl for p in points], [p.error for p in points], "o-", color=theme.model["vae"], lw=2, ms=7)
    for p in points:
        axes.annotate(f"β = {p.beta:g}", (p.kl, p.error), (2, 8), textcoords="offset points", weight="bold")
    axes.set_xscale("log")
    axes.set_xticks([2, 4, 8, 16, 32], ["2", "4", "8", "16", "32"])
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set(xlabel="KL, nats per image (logarithmic)", ylim=(0, 1.15 * max(p.error for p in points)))
    axes.set_xlim(1.5, 80)
