"""Some images of each class: what the models learn from."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing
from builder.jobs.recipes import Params as Base
from figures.data import Images, load
from figures.style import WIDTH, Array, Theme, drawing, place, rounded, sheet, show, write

LABEL, ROW = 112, 46


class Params(Base):
    """How many images of each class."""

    columns: int = Field(default=8, ge=1, le=12)


def draw(params: Params, context: Context) -> Drawing:
    """A row of test images for each class."""
    images = load(context.data)
    chosen = pick(images, params.columns, context.seed)
    brightness = images.train.images.mean(axis=(1, 2))
    alt = (
        f"A grid of grey pictures on black, {params.columns} of each of ten classes: "
        + ", ".join(images.classes)
        + ". Pictures of one class share a silhouette and differ in cut, grey and pattern."
    )
    metrics = {
        "train_count": float(len(images.train.images)),
        "test_count": float(len(images.test.images)),
        "classes": float(len(images.classes)),
        "own_class_share": own_class_share(images),
        "mean_grey": float(brightness.mean()),
    }
    by_class = {name: float(brightness[images.train.labels == k].mean()) for k, name in enumerate(images.classes)}
    data = {"description": images.description, "mean_grey_by_class": rounded(by_class)}
    return drawing(lambda theme: picture(theme, images.classes, chosen), alt, metrics=metrics, data=data)


def pick(images: Images, count: int, seed: int) -> list[Array]:
    """So many test images of each class, drawn by the seed."""
    random = np.random.default_rng(seed)
    rows = [np.flatnonzero(images.test.labels == k) for k in range(len(images.classes))]
    return [images.test.images[random.permutation(row)[:count]] for row in rows]


def own_class_share(images: Images) -> float:
    """The share of test images that are nearer to the mean image of their own class than to any other."""
    train, test = images.train, images.test
    means = np.stack([train.images[train.labels == k].mean(axis=0) for k in range(len(images.classes))])
    apart = np.square(test.images[:, None] - means[None]).sum(axis=(2, 3))
    return float((apart.argmin(axis=1) == test.labels).mean())


def picture(theme: Theme, classes: tuple[str, ...], rows: list[Array]) -> Figure:
    """One labelled row for each class."""
    figure = sheet(ROW * len(rows) + 4)
    columns = len(rows[0])
    for k, (name, images) in enumerate(zip(classes, rows, strict=True)):
        write(figure, 0, ROW * k + ROW / 2, name)
        width = min(WIDTH - LABEL, columns * ROW)
        show(place(figure, LABEL, ROW * k + 2, width, ROW - 3), images, columns)
    return figure
