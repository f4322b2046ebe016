"""Two planes of codes side by side: a plain autoencoder's and a VAE's, with what lies empty in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Images, load
from figures.measures.neighbours import distances
from figures.probe import Array, Probe, probe
from figures.samplers import fitted_gaussian, standard_normal
from figures.style import MARKERS, Theme, drawing, place, plane_key, rounded, sheet, write

CELLS = 44
DRAWS = 2000


class Params(Base):
    """How many models of each kind are measured, and how many codes are marked."""

    replicas: int = Field(default=3, ge=1)
    marks: int = Field(default=30, ge=1, description="Marked codes of each of the four garments.")


def needs(params: Params, seed: int) -> dict[str, Need]:
    """Both models with codes of two numbers, for each of the seeds."""
    return wanted.pairs(2, params.replicas, seed)


@dataclass(frozen=True)
class Plane:
    """One model's codes: of the training images, and mean and sigma of the test images."""

    train: Array
    test: Array
    sigma: Array

    @property
    def reach(self) -> float:
        """How near a code of a training image is to all but 1 in 100 of the test images' codes."""
        return float(np.quantile(distances(self.test, self.train).min(axis=1), 0.99))

    def far(self, codes: Array) -> float:
        """The share of codes that lie further from every training image's code than that."""
        return float((distances(codes, self.train).min(axis=1) > self.reach).mean())

    def measures(self, seed: int) -> dict[str, float]:
        """The plane in numbers."""
        return {
            "far_prior": self.far(standard_normal(DRAWS, 2, seed)),
            "far_fitted": self.far(fitted_gaussian(self.train, DRAWS, seed)),
            "centre": float(np.linalg.norm(self.train.mean(axis=0))),
            "spread": float(np.sqrt(self.train.var(axis=0).mean())),
            "sigma": float(np.median(self.sigma)),
        }


def plane(model: Probe, images: Images) -> Plane:
    """A model's codes."""
    mu, sigma = model.encode(images.test.images)
    return Plane(model.encode(images.train.images)[0], mu, sigma)


def draw(params: Params, context: Context) -> Drawing:
    """The first autoencoder's and the first VAE's plane; metrics over all of them."""
    images = load(context.data)
    planes = {name: plane(probe(trained), images) for name, trained in context.models.items()}
    metrics: dict[str, float] = {}
    for kind in ("ae", "vae"):
        own = [p.measures(context.seed) for name, p in planes.items() if name.startswith(kind)]
        metrics |= {f"{kind}_{name}": value for name, value in spread_over_seeds(own)}
    alt = (
        "Two planes of codes. Left, the autoencoder: codes of test images form wedges and bands that lie off the "
        "dashed circle of N(0, I), with empty regions between and around them. Right, the VAE: the codes fill the "
        "circle, each with a small ellipse for its own cloud. "
        f"Of codes drawn from N(0, I), {metrics['ae_far_prior']:.0%} lie far from every code of the autoencoder "
        f"and {metrics['vae_far_prior']:.0%} far from every code of the VAE."
    )
    chosen = four(images, params.marks)
    data = {kind: points(planes[f"{kind}-0"], images, chosen) for kind in ("ae", "vae")}
    return drawing(lambda theme: picture(theme, planes, images, chosen, metrics), alt, metrics=metrics, data=data)


def spread_over_seeds(measured: list[dict[str, float]]) -> list[tuple[str, float]]:
    """Each measure's mean over the models, and where there are several its least and greatest value."""
    found = []
    for name in measured[0]:
        values = [m[name] for m in measured]
        found.append((name, float(np.mean(values))))
        if len(values) > 1:
            found += [(f"{name}_least", min(values)), (f"{name}_most", max(values))]
    return found


def four(images: Images, marks: int) -> dict[str, Array]:
    """The first test images of each of the four garments that are told apart."""
    return {name: np.flatnonzero(images.test.labels == images.classes.index(name))[:marks] for name in MARKERS}


def points(shown: Plane, images: Images, chosen: dict[str, Array]) -> list[dict[str, object]]:
    """The marked codes, for the download."""
    return [
        {"class": name, "code": rounded(shown.test[i], 3), "sigma": rounded(shown.sigma[i], 3)}
        for name, rows in chosen.items()
        for i in rows
    ]


def picture(
    theme: Theme, planes: dict[str, Plane], images: Images, chosen: dict[str, Array], metrics: dict[str, float]
) -> Figure:
    """Both planes, and the legend under them."""
    figure = sheet(352)
    for k, (kind, title) in enumerate((("ae", "Autoencoder"), ("vae", "VAE, β = 1"))):
        axes = place(figure, 30 + 240 * k, 48, 206, 206)
        write(figure, 30 + 240 * k, 14, title, weight="bold", size=11, color=theme.model[kind])
        write(figure, 30 + 240 * k, 34, f"{metrics[f'{kind}_far_prior']:.0%} of N(0, I) lies empty", size=10)
        map_of(theme, axes, planes[f"{kind}-0"], chosen)
    legend(theme, figure)
    return figure


def map_of(theme: Theme, axes: Axes, shown: Plane, chosen: dict[str, Array]) -> None:
    """Where training codes lie, the marked test codes over it, and N(0, I) as a circle of two sigma."""
    low, high = frame(shown.train)
    x, y = shown.train.T
    counts, _, _ = np.histogram2d(y, x, bins=CELLS, range=[(low[1], high[1]), (low[0], high[0])])
    axes.imshow(
        np.where(counts > 0, 1.0, np.nan),
        extent=(low[0], high[0], low[1], high[1]),
        origin="lower",
        cmap=ListedColormap([theme.faint]),
        zorder=0,
    )
    for name, rows in chosen.items():
        at, colour = shown.test[rows], theme.classes[name]
        if shown.sigma.any():
            size = 2 * shown.sigma[rows]
            axes.add_collection(
                EllipseCollection(
                    size[:, 0],
                    size[:, 1],
                    np.zeros(len(rows)),
                    units="xy",
                    offsets=at,
                    offset_transform=axes.transData,
                    facecolor=colour,
                    edgecolor="none",
                    alpha=0.35,
                    zorder=2,
                )
            )
        axes.plot(at[:, 0], at[:, 1], MARKERS[name], ms=3.4, color=colour, mec=theme.ground, mew=0.4, zorder=3)
    axes.set_rasterization_zorder(4)
    axes.add_patch(Circle((0, 0), 2, fill=False, ec=theme.ink, lw=1.3, ls=(0, (4, 3)), zorder=5))
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]))
    axes.set_aspect("equal", adjustable="box")
    axes.locator_params(nbins=5)


def frame(codes: Array) -> tuple[Array, Array]:
    """A square that shows nearly all codes and the circle of N(0, I): its lower left and upper right corner."""
    low = np.minimum(np.quantile(codes, 0.002, axis=0), -2.4)
    high = np.maximum(np.quantile(codes, 0.998, axis=0), 2.4)
    half = 0.52 * (high - low).max()
    middle = (low + high) / 2
    return middle - half, middle + half


def legend(theme: Theme, figure: Figure) -> None:
    """What the marks and lines mean."""
    axes = plane_key(theme, figure, 284)
    axes.add_patch(Circle((158, 34), 7, fc=theme.quiet, alpha=0.35, ec="none"))
    axes.text(172, 34, "one image's cloud at 1σ", va="center")
    axes.fill((12, 28, 28, 12), (49, 49, 63, 63), color=theme.faint)
    axes.text(44, 56, "where codes of training images lie, all ten classes", va="center")
