"""t-SNE of pixels and of codes, and of the same codes from two seeds, beside what holds in the spaces themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field
from sklearn.manifold import TSNE

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import SHOWN, Array, Images, Split, batch, load
from figures.measures.neighbours import flat, kept, purity
from figures.probe import probe
from figures.recipes.latent_space import spread_over_seeds
from figures.style import MARKERS, Theme, drawing, place, rounded, sheet, write

MAPPED, PERPLEXITY, STEPS, NEAR = 400, 30, 750, 10


class Params(Base):
    """The length of the codes, and how many models of each kind are measured; the first of each is mapped."""

    latent: int = Field(default=16, ge=2)
    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """Both models for each of the seeds."""
    return wanted.pairs(params.latent, params.replicas, seed)


@dataclass(frozen=True)
class Space:
    """The places of some images in a space of many dimensions, and on maps of it."""

    rows: Array
    maps: list[Array]


def draw(params: Params, context: Context) -> Drawing:
    """Four maps: of pixels, of the autoencoder's codes, and two of the VAE's; metrics over all models."""
    images = load(context.data)
    held = batch(images)
    codes = {name: probe(trained).encode(held.images)[0] for name, trained in context.models.items()}
    few = Split(held.images[:MAPPED], held.labels[:MAPPED])
    metrics = {"mapped": float(len(few.images)), "pixels_purity": purity(flat(held.images), held.labels, NEAR)}
    for kind in ("ae", "vae"):
        own = [{"purity": purity(rows, held.labels, NEAR)} for name, rows in codes.items() if name.startswith(kind)]
        metrics |= {f"{kind}_{what}": value for what, value in spread_over_seeds(own)}
    spaces = {
        "pixels": mapped(flat(few.images), [context.seed]),
        "ae": mapped(codes["ae-0"][:MAPPED], [context.seed]),
        "vae": mapped(codes["vae-0"][:MAPPED], [context.seed, context.seed + 1]),
    }
    metrics |= agreement(spaces["vae"], few.labels)
    metrics |= {f"{name}_kept": kept(space.rows, space.maps[0], NEAR) for name, space in spaces.items()}
    panels = [m for space in spaces.values() for m in space.maps]
    data = {name: [rounded(m, 1) for m in space.maps] for name, space in spaces.items()}
    return drawing(lambda t: picture(t, panels, few, images, metrics), words(metrics), metrics=metrics, data=data)


def mapped(rows: Array, seeds: list[int]) -> Space:
    """t-SNE of rows from a random start, once for each seed (van der Maaten and Hinton, 2008)."""
    maps = [
        TSNE(2, perplexity=PERPLEXITY, init="random", max_iter=STEPS, random_state=seed, n_jobs=1).fit_transform(rows)
        for seed in seeds
    ]
    return Space(rows, maps)


def agreement(space: Space, labels: Array) -> dict[str, float]:
    """How far two maps of one space agree with each other and with it.

    `same_place` is the correlation of all coordinates as the maps lie, `same_turned` after the best turn or mirroring
    (orthogonal Procrustes); `sizes` compares the widest class with the narrowest, on the first map and in the space.
    """
    first, second = ((m - m.mean(axis=0)) / m.std() for m in space.maps)
    u, _, v = np.linalg.svd(second.T @ first)
    turned = second @ (u @ v)
    return {
        "same_place": float(np.corrcoef(first.ravel(), second.ravel())[0, 1]),
        "same_turned": float(np.corrcoef(first.ravel(), turned.ravel())[0, 1]),
        "maps_kept": kept(space.maps[0], space.maps[1], NEAR),
        "map_sizes": widest_to_narrowest(space.maps[0], labels),
        "space_sizes": widest_to_narrowest(space.rows, labels),
        "sizes_agree": float(np.corrcoef(sizes(space.maps[0], labels), sizes(space.rows, labels))[0, 1]),
    }


def sizes(rows: Array, labels: Array) -> Array:
    """How widely each class is spread."""
    return np.array([np.sqrt(rows[labels == label].var(axis=0).sum()) for label in np.unique(labels)])


def widest_to_narrowest(rows: Array, labels: Array) -> float:
    """How many times as widely the widest class is spread as the narrowest."""
    found = sizes(rows, labels)
    return float(found.max() / found.min())


def words(metrics: dict[str, float]) -> str:
    """What is to be seen, in words."""
    return (
        "Four t-SNE maps of the same test garments: of pixels, of an autoencoder's codes and twice of a VAE's codes. "
        "On all of them trousers, bags, shoes and tops form islands. The two maps of the VAE show the same islands in "
        f"other places. In the spaces themselves {metrics['pixels_purity']:.0%} of ten nearest neighbours are of one "
        f"class by pixels, {metrics['ae_purity']:.0%} by the autoencoder's codes and {metrics['vae_purity']:.0%} by "
        "the VAE's."
    )


TITLES = ("Pixels", "Autoencoder's codes", "VAE's codes, seed 0", "VAE's codes, seed 1")


def picture(theme: Theme, maps: list[Array], few: Split, images: Images, metrics: dict[str, float]) -> Figure:
    """The four maps in two rows, and the key."""
    figure = sheet(566)
    names = ("pixels", "ae", "vae", "vae")
    for k, (title, one, name) in enumerate(zip(TITLES, maps, names, strict=True)):
        left, top = 248 * (k % 2), 266 * (k // 2)
        write(figure, left, top + 12, title, weight="bold", color=theme.model.get(name, theme.ink))
        write(figure, left, top + 30, f"neighbours of one class: {metrics[f'{name}_purity']:.0%}", size=10)
        islands(theme, place(figure, left, top + 42, 230, 212), one, few, images)
    key(theme, place(figure, 0, 536, 480, 26), images)
    return figure


def islands(theme: Theme, axes: Axes, one: Array, few: Split, images: Images) -> None:
    """One map: four classes marked, the others as small dots."""
    others = ~np.isin(few.labels, SHOWN)
    axes.plot(*one[others].T, ".", ms=3, color=theme.quiet, alpha=0.6, zorder=1)
    for label, (garment, marker) in zip(SHOWN, MARKERS.items(), strict=True):
        mine = one[few.labels == label]
        axes.plot(*mine.T, marker, ms=4.5, color=theme.classes[garment], mec=theme.ground, mew=0.4, zorder=2)
    axes.set(xticks=(), yticks=())
    axes.set_rasterization_zorder(3)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(theme.faint)


def key(theme: Theme, axes: Axes, images: Images) -> None:
    """What the marks mean."""
    axes.set(xlim=(0, 480), ylim=(26, 0))
    axes.set_axis_off()
    for x, label, (garment, marker) in zip((10, 118, 210, 304), SHOWN, MARKERS.items(), strict=True):
        axes.plot(x, 13, marker, ms=6, color=theme.classes[garment])
        axes.text(x + 12, 13, images.classes[label], va="center")
    axes.plot(376, 13, ".", ms=6, color=theme.quiet)
    axes.text(388, 13, "six others", va="center")
