"""The likeliest code and typical ones: how far draws are from the origin, and what the origin decodes to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Array, Images, batch, load
from figures.measures.codes import norms, typical_norm
from figures.measures.edges import sharpness
from figures.probe import Probe, probe
from figures.recipes.latent_space import spread_over_seeds
from figures.samplers import standard_normal
from figures.style import Theme, drawing, place, rounded, sheet, show, write

DRAWS, DECODED, SHOWN, BINS = 4000, 1000, 6, 44
LATENTS = (2, 16)
HEART = 1.0
"""How near to the origin counts as its neighbourhood."""


class Params(Base):
    """How many models of each code length are measured."""

    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """VAEs with short and with long codes, for each of the seeds."""
    return {f"vae-{n}-{k}": wanted.vae(n, 1.0, seed + k) for n in LATENTS for k in range(params.replicas)}


@dataclass(frozen=True)
class Shown:
    """What is drawn of one code length: norms of draws, of clouds' centres and of codes from the clouds; pictures."""

    draws: Array
    means: Array
    codes: Array
    zero: Array
    drawn: Array


def draw(params: Params, context: Context) -> Drawing:
    """A panel for each code length: how the norms are spread, the decoded origin and typical draws."""
    images = load(context.data)
    average = images.train.images.mean(axis=0)
    measured: dict[int, list[dict[str, float]]] = {n: [] for n in LATENTS}
    panels: dict[int, Shown] = {}
    for name, trained in context.models.items():
        latent = int(name.split("-")[1])
        found, panel = examined(probe(trained), latent, images, average, context.seed)
        measured[latent].append(found)
        panels.setdefault(latent, panel)
    metrics = {f"{what}_{n}": value for n, all_of in measured.items() for what, value in spread_over_seeds(all_of)}
    metrics |= {f"typical_{n}": typical_norm(n) for n in LATENTS}
    data = {str(n): rounded(histogram(panel.draws), 4) for n, panel in panels.items()}
    return drawing(lambda t: picture(t, panels, average, metrics), words(metrics), metrics=metrics, data=data)


def examined(model: Probe, latent: int, images: Images, average: Array, seed: int) -> tuple[dict[str, float], Shown]:
    """One model: norms, and how the decoded origin and draws compare with the average training image."""
    held = batch(images).images
    mu, sigma = model.encode(held)
    codes = mu + sigma * standard_normal(len(mu), latent, seed + 1)
    draws = standard_normal(DRAWS, latent, seed)
    zero, drawn = model.decode(np.zeros((1, latent))), model.decode(draws[:DECODED])
    apart = np.square(drawn - average).sum(axis=(1, 2))
    at_zero = float(np.square(zero - average).sum())
    found = {
        "norm": float(norms(draws).mean()),
        "near_zero": float((norms(draws) < HEART).mean()),
        "mean_norm": float(norms(mu).mean()),
        "code_norm": float(norms(codes).mean()),
        "zero_to_average": at_zero,
        "draws_to_average": float(np.median(apart)),
        "more_average": float((apart < at_zero).mean()),
        "zero_sharpness": sharpness(zero) / sharpness(held),
        "draws_sharpness": sharpness(drawn) / sharpness(held),
    }
    return found, Shown(norms(draws), norms(mu), norms(codes), zero, drawn[:SHOWN])


def histogram(values: Array) -> dict[str, Array]:
    """How often a norm falls in each of evenly wide bins from 0 to 6, as shares."""
    counts, edges = np.histogram(values, bins=BINS, range=(0, 6))
    return {"from": edges[:-1], "share": counts / len(values)}


def words(metrics: dict[str, float]) -> str:
    """What is to be seen, in words."""
    return (
        "Two panels. With codes of 2 numbers the distances of draws from the origin lie around "
        f"{metrics['norm_2']:.1f} and reach down to 0; with 16 numbers they lie around {metrics['norm_16']:.1f}, and "
        "none comes near 0. Beside them the decoded origin, a grey blur between all garments, and six draws, which "
        f"are garments. With 16 numbers the origin's picture is {metrics['zero_to_average_16']:.0f} in squared error "
        f"from the average training image, a typical draw {metrics['draws_to_average_16']:.0f}."
    )


def picture(theme: Theme, panels: dict[int, Shown], average: Array, metrics: dict[str, float]) -> Figure:
    """For each code length its norms above and its pictures below."""
    figure = sheet(592)
    for k, latent in enumerate(LATENTS):
        panel = panels[latent]
        top = 300 * k
        write(figure, 0, top + 12, f"Codes of {latent} numbers", weight="bold", color=theme.model["vae"])
        spread_of_norms(theme, place(figure, 8, top + 30, 464, 118), panel, metrics[f"norm_{latent}"])
        for x, title, pictures in ((0, "average", average[None]), (68, "z = 0", panel.zero), (148, "", panel.drawn)):
            columns = len(pictures)
            show(place(figure, x, top + 218, 54 * columns, 54), pictures, columns)
            write(figure, x, top + 206, title or "draws from N(0, I)")
    return figure


def spread_of_norms(theme: Theme, axes: Axes, panel: Shown, typical: float) -> None:
    """A histogram of the draws' norms, with the medians of encoded images marked under it."""
    bars = histogram(panel.draws)
    axes.bar(bars["from"], bars["share"], width=6 / BINS * 0.9, align="edge", color=theme.model["vae"])
    height = float(bars["share"].max())
    axes.set(xlim=(-0.05, 6), ylim=(0, height * 1.35), yticks=(), xlabel="distance of a code from the origin")
    axes.spines["left"].set_visible(False)
    axes.annotate(f"draws: {typical:.1f} on average", (typical, height * 1.08), ha="center")
    middle = float(np.median(panel.means))
    axes.plot(middle, height * 0.1, "v", ms=9, color=theme.model["ae"], mec=theme.ground)
    axes.annotate(
        "clouds' centres",
        (middle, height * 0.17),
        ha="center",
        va="bottom",
        color=theme.model["ae"],
        bbox={"fc": theme.ground, "ec": "none", "alpha": 0.85, "pad": 1.5},
    )
