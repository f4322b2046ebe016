"""Images drawn from plain fitted densities, and each beside the training image that is most like it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing
from builder.jobs.recipes import Params as Base
from figures.by_class import ByClass, fit
from figures.data import Array, Images, batch, load
from figures.measures.controls import trial
from figures.measures.judge import judge
from figures.measures.neighbours import distances, flat
from figures.recipes.latent_space import spread_over_seeds
from figures.style import Theme, drawing, place, rounded, sheet, show, write

KNOWN, DRAWS, COMPARED, SHOWN = 4500, 1000, 250, 9
GREYS, SHAKE, RARE = 256, 0.05, 0.02
STRIP, ROW = 53, 84


class Params(Base):
    """In how many directions images may vary, and how often is drawn."""

    directions: int = Field(default=40, ge=2, le=200)
    replicas: int = Field(default=3, ge=1)


@dataclass(frozen=True)
class Density:
    """A Gaussian over whole images for each class.

    Images are described by how far they go from the mean image along the directions in which training images vary
    most (principal components); each class has a Gaussian there.

    Attributes:
        mean: the mean training image, (784,).
        directions: (784, d), at right angles and of length 1.
        gaussians: one for each class, over d numbers.
    """

    mean: Array
    directions: Array
    gaussians: ByClass

    def draw(self, count: int, random: np.random.Generator) -> Array:
        """`count` images, cut to greys from 0 to 1: (count, 28, 28)."""
        rows = self.mean + self.gaussians.draw(count, random) @ self.directions.T
        return np.asarray(np.clip(rows, 0, 1).reshape(-1, 28, 28), np.float32)

    def classes(self, images: Array) -> Array:
        """The class that is likeliest for each image, by Bayes' rule."""
        return self.gaussians.classes((flat(images) - self.mean) @ self.directions)

    @property
    def numbers(self) -> int:
        """How many numbers it consists of."""
        return int(self.mean.size + self.directions.size + self.gaussians.numbers)


def density(images: Images, directions: int) -> Density:
    """The density fitted to the training images."""
    rows = flat(images.train.images).astype(np.float64)
    mean = rows.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov((rows - mean).T))
    along = vectors[:, ::-1][:, :directions]
    return Density(mean, along, fit((rows - mean) @ along, images.train.labels))


def by_pixel(images: Images, count: int, random: np.random.Generator) -> Array:
    """Images whose pixels are drawn one by one, each from its own histogram over the training images."""
    rows = flat(images.train.images)
    picked = random.integers(0, len(rows), (count, rows.shape[1]))
    return rows[picked, np.arange(rows.shape[1])].reshape(-1, 28, 28)


@dataclass(frozen=True)
class Memory:
    """How near pictures come to training images, in units of what is usual for images that nobody trained on.

    The distance is Euclidean over pixels, the least over moves by one pixel to each side: a copy that has been moved
    would pass for new otherwise.
    """

    images: Images

    def nearest(self, pictures: Array) -> tuple[Array, Array]:
        """The distance of each picture to its nearest training image, and that image's number, (n,) each."""
        known = flat(self.images.train.images)
        apart = np.stack([distances(flat(moved), known) for moved in moves(pictures)]).min(axis=0)
        return apart.min(axis=1), apart.argmin(axis=1)

    @cached_property
    def usual(self) -> Array:
        """Distances of unseen images, (n,)."""
        return self.nearest(batch(self.images).images[:COMPARED])[0]

    def apart(self, pictures: Array) -> Array:
        """The distance of each picture, 1 being the median of unseen images."""
        return np.asarray(self.nearest(pictures)[0] / np.median(self.usual))


def moves(pictures: Array) -> list[Array]:
    """The pictures moved by up to one pixel each way, nine times."""
    return [np.roll(pictures, (down, across), axis=(1, 2)) for down in (-1, 0, 1) for across in (-1, 0, 1)]


def draw(params: Params, context: Context) -> Drawing:
    """Strips of images from each density, the nearest training images, and how near they are."""
    images = load(context.data)
    model, ruler, memory = density(images, params.directions), judge(images.train.images[:KNOWN], 0), Memory(images)
    held = batch(images)
    drawn = [model.draw(DRAWS, random_of(context.seed + k)) for k in range(params.replicas)]
    single = [by_pixel(images, DRAWS, random_of(context.seed + k)) for k in range(params.replicas)]
    apart = {name: memory.apart(pictures) for name, pictures in sets(images, drawn[0], context.seed).items()}
    judged = [
        {"drawn_distance": ruler.verdict(d)["distance"], "pixel_distance": ruler.verdict(s)["distance"]}
        | {"drawn_apart": float(np.median(memory.apart(d[:COMPARED]))), "variety": variety(d) / variety(held.images)}
        for d, s in zip(drawn, single, strict=True)
    ]
    metrics = dict(spread_over_seeds(judged)) | nearness(apart)
    metrics |= {f"{name}_distance": v["distance"] for name, v in trial(ruler.verdict, held.images, 1).items()}
    metrics |= {
        "numbers": float(model.numbers),
        "pixel_numbers": float(flat(held.images).shape[1] * (GREYS - 1)),
        "directions": float(params.directions),
        "room": model.numbers / images.train.images[0].size,
        "moved_plain": plain_distance(images, context.seed),
        "accuracy": float((model.classes(held.images) == held.labels).mean()),
    }
    closest = images.train.images[memory.nearest(drawn[0][:SHOWN])[1]]
    strips = titled(metrics, context.seed, single[0], drawn[0], closest, held.images)
    data = {"metrics": rounded(metrics), "distances": {name: rounded(np.sort(a), 3) for name, a in apart.items()}}
    return drawing(lambda theme: picture(theme, strips, apart), words(metrics), metrics=metrics, data=data)


def random_of(seed: int) -> np.random.Generator:
    """A generator of random numbers."""
    return np.random.default_rng(seed)


def sets(images: Images, drawn: Array, seed: int) -> dict[str, Array]:
    """Pictures to compare with the training images: copies of three kinds, which the measure must tell, and others."""
    copies = images.train.images[:COMPARED]
    shaken = np.clip(copies + SHAKE * random_of(seed).standard_normal(copies.shape), 0, 1).astype(np.float32)
    return {
        "copy": copies,
        "moved": np.roll(copies, 1, axis=2),
        "shaken": shaken,
        "drawn": drawn[:COMPARED],
        "unseen": batch(images).images[:COMPARED],
    }


def plain_distance(images: Images, seed: int) -> float:
    """How far copies that were moved by one pixel are from training images, were pictures not moved to compare them.

    The median, in units of the same distance of unseen images: 1 means that copies pass for new.
    """
    known = flat(images.train.images)
    moved, unseen = (flat(sets(images, images.train.images, seed)[name]) for name in ("moved", "unseen"))
    near = [float(np.median(distances(rows, known).min(axis=1))) for rows in (moved, unseen)]
    return near[0] / near[1]


def nearness(apart: dict[str, Array]) -> dict[str, float]:
    """Median distances, and the share of pictures that come nearer than all but the rarest of unseen ones."""
    limit = float(np.quantile(apart["unseen"], RARE))
    found = {f"{name}_median": float(np.median(a)) for name, a in apart.items()}
    found |= {f"{name}_near": float((a < limit).mean()) for name, a in apart.items()}
    return found | {"limit": limit}


def variety(pictures: Array) -> float:
    """How unlike two of the pictures are: the mean distance over pixels of pairs."""
    rows, half = flat(pictures), len(pictures) // 2
    return float(np.linalg.norm(rows[:half] - rows[half : 2 * half], axis=1).mean())


def titled(metrics: dict[str, float], seed: int, *pictures: Array) -> list[tuple[str, str, Array]]:
    """The strips with their titles and how far their pictures are from real ones."""
    noise = random_of(seed).integers(0, GREYS, (SHOWN, 28, 28)) / (GREYS - 1)
    heads = (
        ("Every image equally likely", "noise_distance"),
        ("Each pixel from its own histogram", "pixel_distance"),
        ("A Gaussian over whole images for each class", "drawn_distance"),
        ("   their nearest training images", ""),
        ("Real images that nobody trained on", "real_distance"),
    )
    return [
        (head, f"distance {metrics[name]:.1f}" if name else "", strip[:SHOWN])
        for (head, name), strip in zip(heads, (noise, *pictures), strict=True)
    ]


def words(metrics: dict[str, float]) -> str:
    """What is to be seen, in words."""
    return (
        "Strips of images. Drawn with every image equally likely they are noise, at distance "
        f"{metrics['noise_distance']:.0f} from real ones. Drawn pixel by pixel they are noise in a blurred outline, at "
        f"{metrics['pixel_distance']:.0f}. Drawn from a Gaussian for each class they are garments, some of them murky, "
        f"at {metrics['drawn_distance']:.1f}; the nearest training images under them differ from them in cut and "
        "shade. Below, distances to the nearest training image: copies at 0, shaken copies at "
        f"{metrics['shaken_median']:.2f}, draws around {metrics['drawn_median']:.2f}, unseen images around 1."
    )


def picture(theme: Theme, strips: list[tuple[str, str, Array]], apart: dict[str, Array]) -> Figure:
    """The strips, and under them how near pictures come to training images."""
    figure = sheet(ROW * len(strips) + 222)
    for k, (head, distance, images) in enumerate(strips):
        write(figure, 0, ROW * k + 12, head, weight="normal" if not distance else "bold")
        write(figure, 480, ROW * k + 12, distance, ha="right")
        show(place(figure, 0, ROW * k + 24, 480, STRIP), images, SHOWN)
    top = ROW * len(strips)
    write(figure, 0, top + 14, "Distance to the nearest training image", weight="bold")
    ranges(theme, place(figure, 138, top + 34, 326, 140), apart)
    return figure


NAMES: dict[str, str] = {
    "copy": "copies",
    "moved": "copies, moved",
    "shaken": "copies, shaken",
    "drawn": "draws",
    "unseen": "unseen images",
}


def ranges(theme: Theme, axes: Axes, apart: dict[str, Array]) -> None:
    """For each kind of pictures the median and where nine in ten lie."""
    colours = {"drawn": theme.model["vae"], "unseen": theme.ink}
    for row, (name, values) in enumerate(apart.items()):
        low, middle, high = np.quantile(values, (0.05, 0.5, 0.95))
        own = colours.get(name, theme.model["ae"])
        axes.plot((low, high), (row, row), color=own, lw=3, solid_capstyle="round")
        axes.plot(middle, row, "o", ms=8, color=own, mec=theme.ground)
    axes.axvline(np.quantile(apart["unseen"], RARE), color=theme.quiet, lw=1.2, ls=":")
    axes.set_yticks(range(len(apart)), [NAMES[name] for name in apart])
    axes.set(ylim=(len(apart) - 0.5, -0.5), xlim=(-0.05, 2.0), xlabel="1 = median of unseen images; bar: nine in ten")
    axes.tick_params(axis="y", length=0)
