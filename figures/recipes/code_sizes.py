"""The course's garments through codes of seven sizes: a still picture, and the data of the widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Exemplars, Images, batch, exemplars, load
from figures.measures.reconstruction import errors
from figures.probe import Array, Probe, probe
from figures.style import Theme, drawing, place, rounded, sheet, show, webp, write

PIXELS = 28 * 28
SIZES = (4, 8, 16, 32, 64, 128, 256)


class Params(Base):
    """The sizes of codes, and how many models of each are measured."""

    sizes: tuple[int, ...] = Field(default=SIZES, min_length=2)
    replicas: int = Field(default=3, ge=2)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """A model of each size for each seed."""
    pairs = ((n, k) for n in params.sizes for k in range(params.replicas))
    return {key(n, k): wanted.sized(n, seed + k) for n, k in pairs}


def key(size: int, replica: int) -> str:
    """A model's name."""
    return f"ae-{size}-{replica}"


@dataclass(frozen=True)
class Size:
    """What codes of one size do: the models' mean errors on the held-out images, and the first one's pictures."""

    size: int
    means: list[float]
    codes: Array
    pictures: Array


def draw(params: Params, context: Context) -> Drawing:
    """Four garments, original and through each size; the widget shows the same with the codes."""
    images = load(context.data)
    shown = exemplars(images)
    sizes = [
        measured(n, [probe(context.models[key(n, k)]) for k in range(params.replicas)], images, shown)
        for n in params.sizes
    ]
    metrics = {name: value for each in sizes for name, value in readings(each, shown).items()}
    metrics |= {"held_out": float(len(batch(images).images))}
    tiles = np.concatenate([shown.images[:, None], np.stack([each.pictures for each in sizes], axis=1)], axis=1)
    files = {"code-sizes.webp": webp(sheet_of(tiles), quality=88)}
    data = widget(sizes, shown, int(metrics["held_out"]))
    alt = (
        f"{', '.join(shown.names)}: the originals and what autoencoders rebuild from codes of "
        f"{', '.join(map(str, params.sizes))} numbers. Four numbers give kind, cut and grey; stripes "
        "come back with larger codes, small parts do not. Mean squared error per pixel: "
        + ", ".join(f"{each.means[0] / PIXELS:.4f}" for each in sizes)
        + "."
    )
    return drawing(lambda t: picture(t, shown, sizes, tiles), alt, metrics=metrics, data=data, files=files)


def measured(size: int, models: list[Probe], images: Images, shown: Exemplars) -> Size:
    """The models of one size, measured."""
    held = batch(images).images
    means = [float(model.errors(held).mean()) for model in models]
    codes, _ = models[0].encode(shown.images)
    return Size(size, means, codes, models[0].decode(codes))


def readings(each: Size, shown: Exemplars) -> dict[str, float]:
    """A size in numbers: squared error per image, the mean over the runs with the least and the most, and per pixel."""
    n, mean = each.size, float(np.mean(each.means))
    own = errors(shown.images, each.pictures) / PIXELS
    return {
        f"error_{n}": mean,
        f"error_{n}_least": min(each.means),
        f"error_{n}_most": max(each.means),
        f"mse_{n}": mean / PIXELS,
        f"off_{n}": float(np.sqrt(mean / PIXELS)),
    } | {f"{slug(name)}_{n}": float(value) for name, value in zip(shown.names, own, strict=True)}


def slug(name: str) -> str:
    """A class as part of a metric's name: T-shirt/top is t_shirt."""
    return name.split("/")[0].replace("-", "_").replace(" ", "_").lower()


def widget(sizes: list[Size], shown: Exemplars, held_out: int) -> dict[str, Any]:
    """The data of the widget."""
    return {
        "widget": "bottleneck-slider",
        "tile": 28,
        "input": PIXELS,
        "atlas": "code-sizes.webp",
        "held_out": held_out,
        "seeds": len(sizes[0].means),
        "images": list(shown.names),
        "sizes": [
            {
                "size": each.size,
                "error": rounded(each.means[0] / PIXELS, 6),
                "spread": rounded([min(each.means) / PIXELS, max(each.means) / PIXELS], 6),
                "errors": rounded(errors(shown.images, each.pictures) / PIXELS, 6),
                "codes": rounded(each.codes, 2),
            }
            for each in sizes
        ],
    }


def sheet_of(tiles: Array) -> Array:
    """Tiles, (rows, columns, 28, 28), as one image."""
    rows, columns, side, _ = tiles.shape
    return tiles.transpose(0, 2, 1, 3).reshape(rows * side, columns * side)


def picture(theme: Theme, shown: Exemplars, sizes: list[Size], tiles: Array) -> Figure:
    """A row for each garment, a column for each size."""
    columns = len(sizes) + 1
    step = 480 / columns
    figure = sheet(round(76 + len(shown.names) * (step + 3)))
    write(figure, step / 2, 12, "original", ha="center", weight="bold", size=9.5)
    for k, each in enumerate(sizes, start=1):
        write(figure, (k + 0.5) * step, 12, f"{each.size}", ha="center", weight="bold", color=theme.model["ae"])
    for k, row in enumerate(tiles):
        show(place(figure, 0, 26 + k * (step + 3), 478, step), row, columns)
    foot = 26 + len(shown.names) * (step + 3)
    write(figure, 0, foot + 14, "error", size=9.5, color=theme.quiet)
    write(figure, 0, foot + 32, "spread", size=9.5, color=theme.quiet)
    for k, each in enumerate(sizes, start=1):
        write(figure, (k + 0.5) * step, foot + 14, f"{np.mean(each.means):.2f}", ha="center")
        spread = f"±{(max(each.means) - min(each.means)) / 2:.2f}"
        write(figure, (k + 0.5) * step, foot + 32, spread, ha="center", size=9.5, color=theme.quiet)
    return figure
