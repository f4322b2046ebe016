"""Two features of garments drawn one by one and together, and garments painted from all features, drawn so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing
from builder.jobs.recipes import Params as Base
from figures.by_class import fit
from figures.data import Array, Images, Split, load
from figures.garments.shapes import SAMPLES, UNITS
from figures.garments.tops import draw_top
from figures.measures.neighbours import distances
from figures.recipes.latent_space import spread_over_seeds
from figures.style import Theme, drawing, place, rounded, sheet, show, write

TOPS = ("T-shirt/top", "Pullover", "Dress", "Coat", "Shirt")
FACTORS = ("sleeve_length", "chest")
CELLS, DRAWS, MARKED, SHOWN = 15, 2000, 60, 9


class Params(Base):
    """How often is drawn."""

    replicas: int = Field(default=3, ge=1)


@dataclass(frozen=True)
class Measured:
    """Two features of the garments for the upper body: for training and for testing, (n, 2) each, and their names."""

    names: tuple[str, str]
    train: Array
    labels: Array
    test: Array

    @property
    def reach(self) -> float:
        """How near a training garment is to all but 1 in 100 of the test garments, in units of the features' spread."""
        return float(np.quantile(self.apart(self.test), 0.99))

    def apart(self, rows: Array) -> Array:
        """How far each row is from the nearest training garment, in units of the features' spread, (n,)."""
        spread = self.train.std(axis=0)
        return np.asarray(distances(rows / spread, self.train / spread).min(axis=1))

    def far(self, rows: Array) -> float:
        """The share of rows that are further from every training garment than test garments are."""
        return float((self.apart(rows) > self.reach).mean())


def measured(images: Images) -> Measured:
    """The two features: known factors where the data set has them, else widths that a ruler finds in the pictures."""
    kept = [images.classes.index(name) for name in TOPS if name in images.classes]
    parts = [chosen(split, kept) for split in (images.train, images.test)]
    known = set(FACTORS) <= set(images.train.factors)
    names = ("sleeve length", "chest, half its width") if known else ("width above", "width below")
    train, test = (features(part, known) for part in parts)
    return Measured(names, train, parts[0].labels, test)


def chosen(split: Split, labels: list[int]) -> Split:
    """The images of some classes, or all where there are none such."""
    rows = np.isin(split.labels, labels) if labels else np.ones(len(split.labels), bool)
    return Split(split.images[rows], split.labels[rows], {name: f[rows] for name, f in split.factors.items()})


def features(split: Split, known: bool) -> Array:
    """Both features of each image in pixels, (n, 2)."""
    if known:
        return np.column_stack([split.factors[name] for name in FACTORS]).astype(np.float64)
    return np.column_stack([width(split.images, slice(7, 10)), width(split.images, slice(19, 22))])


def width(images: Array, rows: slice) -> Array:
    """From the first to the last bright pixel of some rows, the mean over the rows, (n,)."""
    bright = images[:, rows] > 0.15
    first, last = bright.argmax(axis=2), 27 - bright[:, :, ::-1].argmax(axis=2)
    return np.asarray(np.where(bright.any(axis=2), last - first + 1.0, 0.0).mean(axis=1))


def alone(train: Array, count: int, random: np.random.Generator) -> Array:
    """Rows whose numbers are drawn one by one, each as it is distributed among the training garments."""
    picked = random.integers(0, len(train), (count, train.shape[1]))
    return np.asarray(train[picked, np.arange(train.shape[1])])


def together(train: Array, labels: Array, count: int, random: np.random.Generator) -> Array:
    """Rows drawn from a Gaussian for each class, fitted to all numbers together; none beyond what has been seen."""
    drawn = fit(train, labels).draw(count, random)
    return np.clip(drawn, train.min(axis=0), train.max(axis=0))


def draw(params: Params, context: Context) -> Drawing:
    """The two features with draws of both kinds, and where factors are known garments made of draws."""
    images = load(context.data)
    tops = measured(images)
    seeds = [np.random.default_rng(context.seed + k) for k in range(params.replicas)]
    drawn = {
        "alone": [alone(tops.train, DRAWS, random) for random in seeds],
        "together": [together(tops.train, tops.labels, DRAWS, random) for random in seeds],
    }
    far = [{f"{name}_far": tops.far(rows[k]) for name, rows in drawn.items()} for k in range(params.replicas)]
    metrics = dict(spread_over_seeds(far)) | {"count": float(len(tops.train)), "test_far": tops.far(tops.test)}
    shown = {name: rounded(rows[0][:MARKED], 2) for name, rows in drawn.items()}
    data = {"features": tops.names, "training": rounded(tops.train[:MARKED], 2), **shown}
    strips = garments(images, context.seed)
    alt = words(tops, metrics, bool(strips))
    first = {name: rows[0] for name, rows in drawn.items()}
    return drawing(lambda theme: picture(theme, tops, first, strips, metrics), alt, metrics=metrics, data=data)


def garments(images: Images, seed: int) -> Mapping[str, Array]:
    """Garments painted from all factors, drawn alone and together, and real ones; none where factors are not known."""
    tops = chosen(images.train, [images.classes.index(name) for name in TOPS if name in images.classes])
    if not set(FACTORS) <= set(tops.factors):
        return {}
    names = [name for name, values in tops.factors.items() if not np.isnan(values).any()]
    rows = np.column_stack([tops.factors[name] for name in names]).astype(np.float64)
    made = {"alone": alone(rows, SHOWN, np.random.default_rng(seed))}
    made["together"] = together(rows, tops.labels, SHOWN, np.random.default_rng(seed))
    return {kind: painted(names, r, seed) for kind, r in made.items()} | {"real": tops.images[:SHOWN]}


def painted(names: list[str], rows: Array, seed: int) -> Array:
    """Garments for the upper body painted from these factors, (n, 28, 28)."""
    factors = {name: rows[:, k].astype(np.float32) for k, name in enumerate(names)}
    fine = draw_top(factors, np.random.default_rng(seed))
    return np.asarray(np.clip(fine.reshape(len(rows), UNITS, SAMPLES, UNITS, SAMPLES).mean(axis=(2, 4)), 0, 1))


def words(tops: Measured, metrics: dict[str, float], painted: bool) -> str:
    """What is to be seen, in words."""
    text = (
        f"Two maps of {tops.names[0]} against {tops.names[1]}, grey where garments lie, with crosses for draws. Of "
        f"draws of both, one by one, {metrics['alone_far']:.0%} fall where no garment is; of draws together "
        f"{metrics['together_far']:.0%}."
    )
    more = " Bottom: garments made of features drawn one by one, whose parts clash; drawn together; and real ones."
    return text + (more if painted else "")


HEADS = {
    "alone": "All features, drawn one by one",
    "together": "All features, drawn together",
    "real": "Training garments",
}


def picture(
    theme: Theme, tops: Measured, drawn: dict[str, Array], strips: Mapping[str, Array], metrics: dict[str, float]
) -> Figure:
    """Two maps, and the strips under them."""
    figure = sheet(292 + 82 * len(strips))
    for k, (name, rows) in enumerate(drawn.items()):
        write(figure, 246 * k, 12, f"Two features {'one by one' if name == 'alone' else 'together'}", weight="bold")
        write(figure, 246 * k, 32, f"{metrics[f'{name}_far']:.0%} where no garment is", color=theme.quiet)
        plane(theme, place(figure, 44 + 246 * k, 46, 184, 190), tops, rows, first=k == 0)
    for k, (name, pictures) in enumerate(strips.items()):
        write(figure, 0, 304 + 82 * k, HEADS[name], weight="bold")
        show(place(figure, 0, 316 + 82 * k, 480, 53), pictures, SHOWN)
    return figure


def plane(theme: Theme, axes: Axes, tops: Measured, rows: Array, first: bool) -> None:
    """Where training garments lie, and draws as crosses over it."""
    low, high = tops.train.min(axis=0), tops.train.max(axis=0)
    within = [(float(low[0]), float(high[0])), (float(low[1]), float(high[1]))]
    counts, _, _ = np.histogram2d(tops.train[:, 0], tops.train[:, 1], CELLS, within)
    axes.imshow(
        np.kron(np.where(counts.T > 0, 1.0, np.nan), np.ones((12, 12))),
        extent=(low[0], high[0], low[1], high[1]),
        origin="lower",
        aspect="auto",
        cmap=ListedColormap([theme.faint]),
    )
    axes.plot(*rows[:MARKED].T, "+", ms=6, mew=1.3, color=theme.model["ae" if first else "vae"])
    axes.set(xlabel=tops.names[0], ylabel=tops.names[1] if first else "")
    axes.locator_params(nbins=5)
