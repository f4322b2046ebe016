"""Charge 1: whether images that are alike get codes that are near each other, with the next neighbours of some."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from builder.jobs.recipes import Context, Drawing
from figures.charges import KINDS, LATENTS, Court, Readings, court, order, rows, spread
from figures.charges import Params as Params
from figures.charges import needs as needs
from figures.data import Array, exemplars, load
from figures.dots import mark, rows_of_dots
from figures.measures.neighbours import flat, kept, neighbours, purity
from figures.probe import Probe, probe
from figures.style import Theme, drawing, place, rounded, sheet, show, write

SHOWN, NEXT = (0, 2, 3), 8
TOP, GROUP = 350, 200
"""Where the shown garments begin, and how high each with its neighbours is."""


def draw(params: Params, context: Context) -> Drawing:
    """Dots for the neighbours that codes keep and for their classes; below, who the neighbours are."""
    bench = court(load(context.data), context.seed)
    probes = {name: probe(trained) for name, trained in context.models.items()}
    readings = {name: order(model, bench) for name, model in probes.items()}
    metrics = dict(spread(readings)) | by_pixels(bench, context.seed)
    strips = next_doors(bench, probes)
    alt = (
        "Dots for three runs of each model. Of ten neighbours by pixels an autoencoder's codes of two numbers keep "
        f"{metrics['ae_2_kept']:.0%}, a VAE's {metrics['vae_2_kept']:.0%}; with sixteen numbers "
        f"{metrics['ae_16_kept']:.0%} and {metrics['vae_16_kept']:.0%}. Of ten neighbours by code "
        f"{metrics['ae_16_purity']:.0%} and {metrics['vae_16_purity']:.0%} are of the same class with sixteen numbers; "
        f"by pixels {metrics['pixel_purity']:.0%}. Below, three garments, each with its nearest others by pixels and "
        "by both models' codes: nearly the same kinds of garment each time."
    )
    return drawing(
        lambda theme: picture(theme, readings, metrics, strips), alt, metrics=metrics, data=rounded(readings)
    )


def by_pixels(bench: Court, seed: int) -> Readings:
    """What codes are compared with: the purity that pixels have, and what codes dealt out at random would keep."""
    rows = flat(bench.held.images)
    dealt = np.random.default_rng(seed).permutation(rows)
    return {"pixel_purity": purity(rows, bench.held.labels), "chance_kept": kept(rows, dealt)}


def next_doors(bench: Court, probes: dict[str, Probe]) -> dict[str, Array]:
    """For pixels and for both models with long codes: each shown garment, followed by its nearest others."""
    held = bench.held.images
    shown = exemplars(bench.images).rows[list(SHOWN)]
    latent = max(LATENTS)
    spaces = {kind: probes[f"{kind}-{latent}-0"].encode(held)[0] for kind in KINDS}
    found = {}
    for name, points in ({"pixels": flat(held)} | spaces).items():
        nearest = neighbours(points, NEXT)[shown]
        found[name] = held[np.concatenate([shown[:, None], nearest], axis=1)]
    return found


def picture(theme: Theme, readings: dict[str, Readings], metrics: Readings, strips: dict[str, Array]) -> Figure:
    """Two panels of dots, then the garments with their neighbours."""
    figure = sheet(TOP + GROUP * len(SHOWN))
    write(figure, 0, 14, "Neighbours that the code keeps", weight="bold", size=11)
    kept_axes = place(figure, 118, 44, 350, 92)
    rows_of_dots(theme, kept_axes, rows(readings, "kept"), "{:.0%}")
    mark(theme, kept_axes, metrics["chance_kept"], "by chance")
    write(figure, 0, 184, "Neighbours by code that are of the same class", weight="bold", size=11)
    pure_axes = place(figure, 118, 214, 350, 92)
    rows_of_dots(theme, pure_axes, rows(readings, "purity"), "{:.0%}")
    mark(theme, pure_axes, metrics["pixel_purity"], "by pixels")
    for axes in (kept_axes, pure_axes):
        axes.set(xlim=(0, 1.1), xticks=(0, 0.5, 1))
        axes.set_xticklabels(("0", "50%", "100%"))
    titles = {"pixels": "by pixels", "ae": "by the autoencoder's code", "vae": "by the VAE's code"}
    for k in range(len(SHOWN)):
        for j, (name, images) in enumerate(strips.items()):
            top = TOP + GROUP * k + 62 * j
            colour = theme.model.get(name, theme.ink)
            write(figure, 60, top + 4, titles[name], color=colour)
            show(place(figure, 0, top + 14, 42, 42), images[k, :1], 1)
            show(place(figure, 60, top + 14, NEXT * 44, 42), images[k, 1:], NEXT)
    return figure
