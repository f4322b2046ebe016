"""Noise in the codes, but no KL term: how an encoder gets rid of it, and what KL changes."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from builder.jobs.recipes import Context, Drawing, Need, Trained
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Images, load
from figures.measures.judge import judge
from figures.probe import Array, kl_per_number, probe
from figures.recipes.latent_space import four
from figures.samplers import fitted_gaussian, standard_normal
from figures.style import MARKERS, Theme, drawing, place, plane_key, rounded, sheet, write
from figures.training import history

MARKS, DRAWS, KNOWN = 30, 1000, 4500
TITLES = {
    "learned": ("σ learned,", "no KL"),
    "fixed": ("σ fixed at 0.5,", "no KL"),
    "vae": ("σ learned,", "KL with β = 1"),
}
LINES = {
    "learned": ("--", "s", "learned, no KL"),
    "fixed": ("-.", "D", "fixed, no KL"),
    "vae": ("-", "o", "learned, KL"),
}
TICKS = (0.0001, 0.001, 0.01, 0.1, 1, 3, 10, 30)
TABLE = (
    ("typical σ", "sigma", ""),
    ("spread of codes", "spread", "{:.1f}"),
    ("spread / σ", "ratio", "{:,.0f}"),
    ("KL in nats", "kl", "{:.1f}"),
)


class Params(Base):
    """The sigma of the model whose noise is fixed."""

    sigma: float = 0.5


def needs(params: Params, seed: int) -> dict[str, Need]:
    """Noise with a learned sigma, noise with a fixed one, and the VAE."""
    return {
        "learned": wanted.vae(2, 0.0, seed),
        "fixed": wanted.fixed_noise(2, params.sigma, seed),
        "vae": wanted.vae(2, 1.0, seed),
    }


def draw(params: Params, context: Context) -> Drawing:
    """Three planes of codes, each at its own scale, with sigma, spread and their ratio."""
    images = load(context.data)
    codes = {name: probe(context.models[name]).encode(images.test.images) for name in TITLES}
    metrics: dict[str, float] = {}
    for name, (mu, sigma) in codes.items():
        metrics |= {f"{name}_{key}": value for key, value in measures(mu, sigma).items()}
    metrics |= samples(context, images)
    courses = {name: course(context.models[name]) for name in TITLES}
    for name, own in courses.items():
        metrics |= {f"{name}_{key}_first": values[0] for key, values in own.items()}
    alt = (
        "Three planes of codes, each at its own scale, with a dashed circle for N(0, I). "
        "Without KL and with a learned sigma the clouds shrink: typical sigma "
        f"{metrics['learned_sigma']:.3f} where the codes spread {metrics['learned_spread']:.1f}. "
        f"With sigma fixed the codes move apart instead, to a spread of {metrics['fixed_spread']:.1f}. "
        f"With KL the clouds touch: sigma {metrics['vae_sigma']:.2f} at spread {metrics['vae_spread']:.2f}. "
        "Below, both over the epochs: without KL the learned sigma keeps falling and the codes of the fixed one keep "
        "moving out; with KL both settle."
    )
    chosen = four(images, MARKS)
    data = {
        name: {"mu": rounded(mu[:200], 3), "sigma": rounded(sigma[:200], 4), "epochs": rounded(courses[name])}
        for name, (mu, sigma) in codes.items()
    }
    return drawing(lambda theme: picture(theme, codes, chosen, courses, metrics), alt, metrics=metrics, data=data)


def course(trained: Trained) -> dict[str, list[float]]:
    """Sigma and the codes' spread on held-out images after each epoch, means over the numbers of the code."""
    epochs = history(trained)
    return {
        key: [float(np.sqrt(np.square(epoch["readings"][key]).mean())) for epoch in epochs]
        for key in ("sigma", "spread")
    }


def measures(mu: Array, sigma: Array) -> dict[str, float]:
    """Typical sigma, the codes' spread, spread over sigma, and KL in nats."""
    typical, spread = float(np.median(sigma)), float(np.sqrt(mu.var(axis=0).mean()))
    kl = float(kl_per_number(mu, sigma).sum(axis=1).mean())
    return {"sigma": typical, "spread": spread, "ratio": spread / typical, "kl": kl}


def samples(context: Context, images: Images) -> dict[str, float]:
    """How far pictures are from garments that are decoded from N(0, I) and from a Gaussian fitted to the codes."""
    ruler = judge(images.train.images[:KNOWN], context.seed)
    found = {}
    for name, trained in context.models.items():
        model = probe(trained)
        prior = standard_normal(DRAWS, 2, context.seed)
        fitted = fitted_gaussian(model.encode(images.train.images)[0], DRAWS, context.seed)
        found[f"{name}_prior_distance"] = ruler.verdict(model.decode(prior))["distance"]
        found[f"{name}_fitted_distance"] = ruler.verdict(model.decode(fitted))["distance"]
    return found


def picture(
    theme: Theme,
    codes: dict[str, tuple[Array, Array]],
    chosen: dict[str, Array],
    courses: dict[str, dict[str, list[float]]],
    metrics: dict[str, float],
) -> Figure:
    """The planes in a row, their measures under them, and how two of those came about."""
    figure = sheet(664)
    for k, (name, (mu, sigma)) in enumerate(codes.items()):
        left = 34 + 158 * k
        for line, text in enumerate(TITLES[name]):
            write(figure, left, 12 + 19 * line, text, weight="bold")
        cloud(theme, place(figure, left, 48, 126, 126), mu, sigma, chosen)
        for row, (label, key, form) in enumerate(TABLE):
            measured = metrics[f"{name}_{key}"]
            value = form.format(measured) if form else short(measured)
            write(figure, left, 226 + 40 * row, label, color=theme.quiet, size=9.5)
            write(figure, left, 243 + 40 * row, value, weight="bold")
    axes = plane_key(theme, figure, 382)
    axes.add_patch(Circle((158, 34), 7, fc=theme.quiet, alpha=0.35, ec="none"))
    axes.text(172, 34, "one image's cloud at 2σ", va="center")
    over_epochs(theme, figure, 472, courses)
    return figure


def short(sigma: float) -> str:
    """A sigma with two decimals, or with five if it is next to nothing."""
    return f"{sigma:.2f}" if sigma >= 0.01 else f"{sigma:.5f}"


def over_epochs(theme: Theme, figure: Figure, top: float, courses: dict[str, dict[str, list[float]]]) -> None:
    """Sigma and spread over the epochs, on logarithmic axes."""
    colours = {"learned": theme.classes["Trouser"], "fixed": theme.classes["Bag"], "vae": theme.model["vae"]}
    for k, (key, title) in enumerate((("sigma", "σ, typical image"), ("spread", "Spread of codes"))):
        axes = place(figure, 60 + 238 * k, top, 176, 112)
        axes.set_title(title, loc="left", fontsize=10.5)
        for name, own in courses.items():
            style, marker, label = LINES[name]
            epochs = range(1, len(own[key]) + 1)
            axes.plot(epochs, own[key], ls=style, marker=marker, ms=3.4, lw=1.6, color=colours[name], label=label)
        axes.set_yscale("log")
        low, high = axes.get_ylim()
        ticks = [tick for tick in TICKS if low <= tick <= high]
        axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
        axes.set_xlabel("epoch")
        if k == 0:
            axes.legend(loc="upper left", bbox_to_anchor=(-0.2, -0.32), ncols=3, fontsize=9.5, columnspacing=1.2)


def cloud(theme: Theme, axes: Axes, mu: Array, sigma: Array, chosen: dict[str, Array]) -> None:
    """The marked codes with their clouds at two sigma."""
    for name, rows in chosen.items():
        colour, size = theme.classes[name], 4 * sigma[rows]
        axes.add_collection(
            EllipseCollection(
                size[:, 0],
                size[:, 1],
                np.zeros(len(rows)),
                units="xy",
                offsets=mu[rows],
                offset_transform=axes.transData,
                facecolor=colour,
                edgecolor="none",
                alpha=0.3,
            )
        )
        axes.plot(mu[rows, 0], mu[rows, 1], MARKERS[name], ms=2.4, color=colour)
    axes.set_rasterization_zorder(4)
    axes.add_patch(Circle((0, 0), 2, fill=False, ec=theme.ink, lw=1.1, ls=(0, (4, 3)), zorder=5))
    low, high = np.minimum(mu.min(axis=0), -2.4), np.maximum(mu.max(axis=0), 2.4)
    half, middle = 0.53 * (high - low).max(), (low + high) / 2
    axes.set(xlim=(middle[0] - half, middle[0] + half), ylim=(middle[1] - half, middle[1] + half))
    axes.locator_params(nbins=4)
