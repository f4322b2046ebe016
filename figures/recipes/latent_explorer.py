"""The widget's data: what trained models decode all over their planes of codes."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Images, load
from figures.probe import Array, Probe, kl_per_number, probe
from figures.style import Theme, drawing, place, rounded, sheet, show, webp, write

PIXELS = 28 * 28
PER_CLASS = 6
STILL = 6


class Params(Base):
    """The maps: cells on a side, and the betas of the VAEs."""

    grid: int = Field(default=21, ge=3, le=41)
    betas: tuple[float, ...] = (0.0, 0.2, 1.0, 2.0, 5.0)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """The autoencoder, and a VAE for each beta; codes of two numbers."""
    return {"ae": wanted.autoencoder(2, seed)} | {key(beta): wanted.vae(2, beta, seed) for beta in params.betas}


def key(beta: float) -> str:
    """A VAE's name in files: 0.2 is vae-0-2."""
    return f"vae-{beta:g}".replace(".", "-")


def draw(params: Params, context: Context) -> Drawing:
    """An atlas and the marked codes of each model; the still picture shows every fourth cell of each map."""
    images = load(context.data)
    models, maps, files = [], {}, {}
    for name, beta in [("ae", None), *((key(beta), beta) for beta in params.betas)]:
        model = probe(context.models[name])
        facts = described(name, beta, model, images)
        cells = decoded(model, facts["extent"], params.grid)
        files[facts["atlas"]] = webp(atlas(cells, params.grid))
        maps[name] = cells
        models.append(facts)
    metrics = measures(models)
    head = {"widget": "latent-space", "grid": params.grid, "tile": 28, "classes": list(images.classes)}
    alt = (
        "Maps of what the codes of each model decode to, as small grids of pictures: the autoencoder and VAEs with "
        + ", ".join(f"beta {beta:g}" for beta in params.betas)
        + ". Kinds of garments take turns over each map and change into each other at the borders."
    )
    data = head | {"models": models}
    return drawing(lambda t: picture(t, models, maps, params.grid), alt, metrics=metrics, data=data, files=files)


def measures(models: list[dict[str, Any]]) -> dict[str, float]:
    """Each model's error per pixel and KL, under names that prose can use."""
    return {
        f"{model['id'].replace('-', '_')}_{name}": float(model[name])
        for model in models
        for name in ("reconstruction", "kl")
        if model[name] is not None
    }


def described(name: str, beta: float | None, model: Probe, images: Images) -> dict[str, Any]:
    """A model as the widget knows it."""
    mu, sigma = model.encode(images.test.images)
    kl = None if beta is None else round(float(kl_per_number(mu, sigma).sum(axis=1).mean()), 3)
    chosen = np.concatenate([np.flatnonzero(images.test.labels == k)[:PER_CLASS] for k in range(len(images.classes))])
    points = [[*rounded(mu[i], 3), int(images.test.labels[i]), *rounded(sigma[i], 4)] for i in chosen]
    return {
        "id": name,
        "label": "Autoencoder" if beta is None else f"VAE, β = {beta:g}",
        "kind": "ae" if beta is None else "vae",
        "beta": beta,
        "atlas": f"{name}.webp",
        "extent": extent(mu),
        "points": points,
        "reconstruction": round(float(model.errors(images.test.images).mean() / PIXELS), 5),
        "kl": kl,
    }


def extent(codes: Array) -> list[float]:
    """Left, right, bottom and top of a square that holds nearly all codes and the heart of N(0, I)."""
    low = np.minimum(np.quantile(codes, 0.005, axis=0), -2.5)
    high = np.maximum(np.quantile(codes, 0.995, axis=0), 2.5)
    half = float((high - low).max()) / 2
    x, y = ((low + high) / 2).tolist()
    return [round(edge, 3) for edge in (x - half, x + half, y - half, y + half)]


def decoded(model: Probe, square: list[float], grid: int) -> Array:
    """What the cells of a map decode to, row by row from the top: (grid * grid, 28, 28).

    The first and last cells lie on the square's edges.
    """
    across, up = np.linspace(square[0], square[1], grid), np.linspace(square[3], square[2], grid)
    x, y = np.meshgrid(across, up)
    return model.decode(np.stack([x.ravel(), y.ravel()], axis=1))


def atlas(cells: Array, grid: int) -> Array:
    """All cells in one image, (grid * 28, grid * 28)."""
    return cells.reshape(grid, grid, 28, 28).transpose(0, 2, 1, 3).reshape(grid * 28, grid * 28)


def picture(theme: Theme, models: list[dict[str, Any]], maps: dict[str, Array], grid: int) -> Figure:
    """Six small maps, two in a row."""
    rows = -(-len(models) // 2)
    figure = sheet(258 * rows)
    for k, model in enumerate(models):
        left, top = 244 * (k % 2), 258 * (k // 2)
        write(figure, left, top + 12, model["label"], weight="bold", color=theme.model[model["kind"]])
        kept = np.round(np.linspace(0, grid - 1, STILL)).astype(int)
        cells = maps[model["id"]].reshape(grid, grid, 28, 28)[np.ix_(kept, kept)].reshape(-1, 28, 28)
        show(place(figure, left, top + 26, 226, 226), cells, STILL)
    return figure
