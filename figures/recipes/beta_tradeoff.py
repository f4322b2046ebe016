"""The trade between reconstruction and KL: models trained with beta from 0 upwards, for two assumed pixel noises."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Split, batch, exemplars, load
from figures.measures.judge import Judge, judge
from figures.measures.reconstruction import errors
from figures.probe import Array, Probe, kl_per_number, probe
from figures.samplers import standard_normal
from figures.style import Theme, drawing, place, rounded, sheet, show, write

DRAWS, KNOWN = 1000, 4500
USUAL, SMALL = wanted.USUAL_VARIANCE, 0.02
"""The two variances of a pixel that the loss may assume."""
ROW = 55
MEASURES = ("error", "kl", "sigma", "distance", "coverage")


class Params(Base):
    """The weights of the KL term for each of the two pixel variances; without KL the variance is of no account."""

    latent: int = 2
    betas: tuple[float, ...] = (0.0, 0.2, 1.0, 2.0, 5.0)
    small_betas: tuple[float, ...] = (0.2, 1.0, 2.0, 5.0)
    shown: tuple[str, ...] = ("beta_0", "beta_1_small", "beta_5_small", "beta_0_2", "beta_1", "beta_5")


def needs(params: Params, seed: int) -> dict[str, Need]:
    """A VAE for each beta and variance."""
    pairs = [(beta, USUAL) for beta in params.betas] + [(beta, SMALL) for beta in params.small_betas]
    return {named(beta, v): wanted.vae(params.latent, beta, seed, decoder_variance=v) for beta, v in pairs}


def named(beta: float, variance: float) -> str:
    """A model as part of a metric's name: a beta of 0.2 is beta_0_2, and beta_0_2_small with the small variance."""
    return f"beta_{beta:g}".replace(".", "_") + ("_small" if variance == SMALL else "")


def variance_sign(variance: float) -> str:
    """A variance as readers see it: a plain fraction where that is short."""
    return "½" if variance == Fraction(1, 2) else f"{variance:g}"


@dataclass(frozen=True)
class Point:
    """One model: its weight and variance, what it costs in both terms, and some of its pictures."""

    beta: float
    variance: float
    error: float
    kl: float
    sigma: float
    distance: float
    coverage: float
    redrawn: Array
    drawn: Array


def draw(params: Params, context: Context) -> Drawing:
    """Error against KL, distance of draws against KL, and for some models reconstructions and draws."""
    images = load(context.data)
    ruler, held = judge(images.train.images[:KNOWN], context.seed), batch(images)
    originals = exemplars(images).images
    points = {
        key: point(trained.need, probe(trained), held, originals, ruler, context.seed)
        for key, trained in context.models.items()
    }
    metrics = {f"{name}_{key}": float(getattr(p, name)) for key, p in points.items() for name in MEASURES}
    data = [
        {"beta": p.beta, "variance": p.variance} | {name: rounded(getattr(p, name)) for name in MEASURES}
        for p in points.values()
    ]
    chosen = [points[key] for key in params.shown if key in points]
    every = list(points.values())
    return drawing(lambda theme: picture(theme, originals, every, chosen), words(every), metrics=metrics, data=data)


def point(need: Need, model: Probe, held: Split, originals: Array, ruler: Judge, seed: int) -> Point:
    """What one model costs and draws."""
    mu, sigma = model.encode(held.images)
    drawn = model.decode(standard_normal(DRAWS, mu.shape[1], seed))
    return Point(
        need.training["beta"],
        need.training.get("decoder_variance", USUAL),
        noisy_error(model, held.images, mu, sigma, seed),
        float(kl_per_number(mu, sigma).sum(axis=1).mean()),
        float(np.median(sigma)),
        ruler.verdict(drawn)["distance"],
        ruler.overlap(drawn)["coverage"],
        model.redraw(originals),
        drawn[:4],
    )


def noisy_error(model: Probe, images: Array, mu: Array, sigma: Array, seed: int) -> float:
    """The mean squared error per image with one code drawn from each image's cloud, as in training."""
    codes = mu + sigma * np.random.default_rng(seed).standard_normal(mu.shape)
    return float(errors(images, model.decode(codes)).mean())


def title(p: Point) -> str:
    """A model's name for readers; without KL the variance is of no account."""
    return f"v = {variance_sign(p.variance)}, β = {p.beta:g}" if p.beta else "β = 0"


def words(points: list[Point]) -> str:
    """What is to be seen, in words."""
    costs = "; ".join(
        f"{title(p)}: error {p.error:.1f}, KL {p.kl:.1f} nats, distance {p.distance:.0f}"
        for p in sorted(points, key=lambda p: p.kl)
    )
    return (
        "Two curves over KL, with a dot for each model of both variances on the same line. Squared error falls as KL "
        "grows, then stays level; the distance of draws from real garments falls, then rises. "
        f"{costs}. Below, for six models four reconstructions and four draws from N(0, I)."
    )


def picture(theme: Theme, originals: Array, points: list[Point], chosen: list[Point]) -> Figure:
    """The curves above, the pictures below."""
    figure = sheet(524 + ROW * (len(chosen) + 1))
    above, below = place(figure, 44, 30, 426, 170), place(figure, 44, 262, 426, 170)
    above.set_title("Squared error per test image", loc="left")
    below.set_title("Distance of draws from real garments", loc="left")
    curve(theme, above, points, "error")
    curve(theme, below, points, "distance")
    above.legend(loc="upper right")
    below.set_xlabel("KL, nats per image (logarithmic)")
    strips(figure, 516, [(title(p), p.redrawn, p.drawn) for p in chosen], originals)
    return figure


def strips(figure: Figure, top: float, rows: list[tuple[str, Array, Array]], originals: Array) -> None:
    """Rows of four rebuilt and four drawn pictures, each with its name at the left, and the originals below."""
    write(figure, 118, top - 16, "rebuilt", weight="bold", size=10)
    write(figure, 304, top - 16, "drawn from N(0, I)", weight="bold", size=10)
    for k, (name, redrawn, drawn) in enumerate(rows):
        write(figure, 0, top + ROW * k + 25, name, weight="bold", size=9.5)
        show(place(figure, 118, top + ROW * k, 176, 44), redrawn, 4)
        show(place(figure, 304, top + ROW * k, 176, 44), drawn, 4)
    write(figure, 0, top + ROW * len(rows) + 25, "originals", weight="bold", size=9.5)
    show(place(figure, 118, top + ROW * len(rows), 176, 44), originals, 4)


def curve(theme: Theme, axes: Axes, points: list[Point], measure: str) -> None:
    """A measure over KL on a logarithmic axis, each dot with its beta: discs and squares for the two variances."""
    line = sorted(points, key=lambda p: p.kl)
    axes.plot([p.kl for p in line], [getattr(p, measure) for p in line], color=theme.quiet, lw=1, zorder=1)
    for variance, marker, colour, place_of in ((USUAL, "o", "vae", (0, 9)), (SMALL, "s", "ae", (0, -18))):
        own = [p for p in points if p.variance == variance]
        label = f"v = {variance_sign(variance)}, with its β"
        filled = theme.model[colour] if variance == USUAL else theme.ground
        look = {"ms": 6 if variance == USUAL else 8, "mew": 1.6, "mec": theme.model[colour], "color": filled}
        places = [(p.kl, getattr(p, measure)) for p in own]
        axes.plot(*zip(*places, strict=True), marker, label=label, zorder=3 if variance == USUAL else 2, **look)
        how = {"ha": "center", "weight": "bold", "size": 9, "color": theme.model[colour]}
        for p, at in zip(own, places, strict=True):
            axes.annotate(f"{p.beta:g}", at, place_of, textcoords="offset points", **how)
    highest = max(getattr(p, measure) for p in points)
    axes.set_xscale("log")
    axes.set_xticks([2, 4, 8, 16, 32, 64], ["2", "4", "8", "16", "32", "64"])
    axes.minorticks_off()
    axes.set(ylim=(0, 1.2 * highest), xlim=(0.75 * line[0].kl, 1.4 * line[-1].kl))
