"""Ankle boot minus sneaker plus sandal, many times over: is the sum taller, and is it still a sandal?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Array, Images, Split, batch, load
from figures.measures.edges import edge_features
from figures.measures.neighbours import distances, reach
from figures.measures.traits import heights
from figures.probe import Probe, probe
from figures.recipes.latent_space import spread_over_seeds
from figures.style import Theme, drawing, place, rounded, sheet, show, write

KNOWN, TRIPLES, NEAREST, SHOWN = 4500, 80, 5, 3
SANDAL, SNEAKER, BOOT = 5, 7, 9
OUTCOMES = {"sandal": SANDAL, "sneaker": SNEAKER, "boot": BOOT}

Readings = dict[str, float]


class Params(Base):
    """The length of the codes, and how many models of each kind are measured."""

    latent: int = Field(default=16, ge=2)
    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """Both models for each of the seeds."""
    return wanted.pairs(params.latent, params.replicas, seed)


@dataclass(frozen=True)
class Bench:
    """What sums are measured with.

    Attributes:
        boots, sneakers, sandals: test images, row by row a triple, (triples, 28, 28) each.
        rise: by how many rows each boot is taller than its sneaker, (triples,).
        known: training images, by whose edges sums are judged.
        edges: their edges, (n, features).
        unit: how far it is from one of them to its nearest other one (median).
    """

    boots: Array
    sneakers: Array
    sandals: Array
    rise: Array
    known: Split
    edges: Array
    unit: float

    def measures(self, sums: Array, plain: Array) -> Readings:
        """How much taller sums are than the plain sandals, and which class their nearest training images are of."""
        gain = heights(sums) - heights(plain)
        apart = distances(edge_features(sums), self.edges)
        near = self.kinds(apart)
        shares = {name: float((near == label).mean()) for name, label in OUTCOMES.items()}
        return shares | {
            "gain": float(gain.mean()),
            "taller": float((gain > self.rise / 2).mean()),
            "apart": float(np.median(apart.min(axis=1)) / self.unit),
        }

    def kinds(self, apart: Array) -> Array:
        """The class that most of the five nearest training images have, by their distances (n, known): (n,)."""
        labels = self.known.labels[np.argsort(apart, axis=1, kind="stable")[:, :NEAREST]]
        return np.array([np.bincount(row).argmax() for row in labels])


def bench(images: Images, seed: int) -> Bench:
    """Triples of test images, drawn by the seed."""
    held, random = batch(images), np.random.default_rng(seed)
    rows = [random.permutation(np.flatnonzero(held.labels == label))[:TRIPLES] for label in (BOOT, SNEAKER, SANDAL)]
    few = min(len(chosen) for chosen in rows)
    boots, sneakers, sandals = (held.images[chosen[:few]] for chosen in rows)
    known = Split(images.train.images[:KNOWN], images.train.labels[:KNOWN])
    edges = edge_features(known.images)
    unit = float(np.median(reach(edges, 1)))
    return Bench(boots, sneakers, sandals, heights(boots) - heights(sneakers), known, edges, unit)


def draw(params: Params, context: Context) -> Drawing:
    """A few sums with their terms, and how all of them came out; metrics over all models."""
    images = load(context.data)
    table = bench(images, context.seed)
    models = {name: probe(trained) for name, trained in context.models.items()}
    metrics = {"rise": float(table.rise.mean())}
    in_pixels = np.clip(table.sandals + table.boots - table.sneakers, 0, 1)
    metrics |= {f"pixel_{what}": value for what, value in table.measures(in_pixels, table.sandals).items()}
    for kind in ("ae", "vae"):
        found = [measured(m, table, images, context.seed) for name, m in models.items() if name.startswith(kind)]
        metrics |= {f"{kind}_{what}": value for what, value in spread_over_seeds(found)}
    rows = examples(models["vae-0"], table)
    data = {"metrics": rounded(metrics)}
    return drawing(lambda t: picture(t, rows, metrics), words(metrics), metrics=metrics, data=data)


def measured(model: Probe, table: Bench, images: Images, seed: int) -> Readings:
    """One model's sums: with each triple's own difference, with the mean one, and with random ones as long."""
    sandals, boots, sneakers = (model.encode(some)[0] for some in (table.sandals, table.boots, table.sneakers))
    plain = model.decode(sandals)
    own = boots - sneakers
    mean = np.broadcast_to(mean_difference(model, images), own.shape)
    random = np.random.default_rng(seed).standard_normal(own.shape)
    random *= np.linalg.norm(own, axis=1, keepdims=True) / np.linalg.norm(random, axis=1, keepdims=True)
    sums = {"plain": sandals, "own": sandals + own, "mean": sandals + mean, "random": sandals + random}
    return {
        f"{name}_{what}": value
        for name, codes in sums.items()
        for what, value in table.measures(model.decode(codes), plain).items()
    }


def mean_difference(model: Probe, images: Images) -> Array:
    """The mean code of training boots less that of training sneakers."""
    labels = images.train.labels
    boots, sneakers = (model.encode(images.train.images[labels == label])[0] for label in (BOOT, SNEAKER))
    return np.asarray(boots.mean(axis=0) - sneakers.mean(axis=0))


def examples(model: Probe, table: Bench) -> list[Array]:
    """The first triples: boot, sneaker, sandal, the decoded sum and the training image nearest to it."""
    rows = []
    for k in range(SHOWN):
        terms = np.stack([table.boots[k], table.sneakers[k], table.sandals[k]])
        boot, sneaker, sandal = model.encode(terms)[0]
        total = model.decode((boot - sneaker + sandal)[None])
        closest = distances(edge_features(total), table.edges).argmin()
        rows.append(np.concatenate([terms, total, table.known.images[closest][None]]))
    return rows


def words(metrics: Readings) -> str:
    """What is to be seen, in words."""
    return (
        f"{SHOWN} sums: an ankle boot, minus a sneaker, plus a sandal, equals a soft picture as tall as the boot; "
        "the training image nearest to it stands at the end. Below, bars for what the sums' nearest training images "
        f"are: of the VAE's sums {metrics['vae_own_boot']:.0%} boots and {metrics['vae_own_sandal']:.0%} sandals; with "
        f"a random step as long {metrics['vae_random_boot']:.0%} and {metrics['vae_random_sandal']:.0%}."
    )


BARS = {
    "vae_plain": "sandal rebuilt",
    "vae_own": "boot − sneaker",
    "vae_mean": "mean difference",
    "vae_random": "random step",
    "ae_own": "boot − sneaker",
    "pixel": "boot − sneaker",
}
GROUPS = {"vae_plain": "VAE", "ae_own": "autoencoder", "pixel": "pixels"}
HATCHES = {"sandal": "", "sneaker": "----", "boot": "////", "other": ""}


def picture(theme: Theme, rows: list[Array], metrics: Readings) -> Figure:
    """The sums above, bars of what came out below."""
    figure = sheet(88 * SHOWN + 384)
    for k, images in enumerate(rows):
        for column, (image, sign) in enumerate(zip(images, ("−", "+", "=", "≈", ""), strict=True)):
            x = 101 * column
            if k == 0:
                name = ("boot", "sneaker", "sandal", "sum", "nearest")[column]
                write(figure, x + 36, 12, name, ha="center", weight="bold" if column == 3 else "normal")
            show(place(figure, x, 26 + 86 * k, 74, 74), image[None], 1)
            write(figure, x + 87, 63 + 86 * k, sign, ha="center", size=15)
    bars(theme, figure, 88 * SHOWN + 50, metrics)
    return figure


def bars(theme: Theme, figure: Figure, top: float, metrics: Readings) -> None:
    """For each way to add, a bar of what the sums' nearest training images are, and how much taller the sums are."""
    write(figure, 0, top, "What the sums' nearest training images are", weight="bold")
    write(figure, 480, top, "taller by", ha="right", weight="bold")
    axes = place(figure, 132, top + 22, 268, 256)
    y = 0.0
    for name, label in BARS.items():
        y += 0.75 if name in GROUPS and y else 0.0
        if name in GROUPS:
            axes.annotate(GROUPS[name], (-0.45, y - 0.72), xycoords="data", weight="bold", annotation_clip=False)
        left = 0.0
        shares = {what: metrics[f"{name}_{what}"] for what in OUTCOMES}
        for what, share in {**shares, "other": 1 - sum(shares.values())}.items():
            axes.barh(y, share, left=left, height=0.62, **look(theme, what))
            left += share
        axes.annotate(label, (-0.02, y), ha="right", va="center", annotation_clip=False)
        axes.annotate(
            f"{metrics[f'{name}_gain']:.1f} rows", (80 / 268 + 1, y), ha="right", va="center", annotation_clip=False
        )
        y += 1
    axes.set(xlim=(0, 1), ylim=(y - 0.5, -0.9))
    axes.set_axis_off()
    key = place(figure, 0, top + 286, 480, 30)
    key.set(xlim=(0, 480), ylim=(30, 0))
    key.set_axis_off()
    for x, what in zip((8, 118, 238, 338), HATCHES, strict=True):
        key.barh(14, 24, left=x, height=14, **look(theme, what))
        key.text(x + 32, 14, "something else" if what == "other" else what, va="center")


def look(theme: Theme, what: str) -> dict[str, Any]:
    """The colour and the hatching of one kind of outcome."""
    colours = {"sandal": theme.model["vae"], "sneaker": theme.quiet, "boot": theme.model["ae"], "other": theme.faint}
    return {"color": colours[what], "hatch": HATCHES[what], "ec": theme.ground, "lw": 0.8}
