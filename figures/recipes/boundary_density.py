"""Points of two classes seen twice: a boundary fitted between them, and a density fitted to them, with draws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from contourpy import contour_generator
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing
from builder.jobs.recipes import Params as Base
from figures.by_class import ByClass, fit
from figures.data import Array
from figures.measures.neighbours import distances
from figures.recipes.latent_space import spread_over_seeds
from figures.style import LIGHT, Theme, drawing, place, rounded, sheet, write

CLASSES = ("Blue", "Orange")
COLOURS, SHAPES = ("T-shirt/top", "Trouser"), ("o", "s")
TRUTH = ByClass(
    np.array([0.5, 0.5]),
    np.array([[-1.0, 0.5], [1.0, -0.5]]),
    np.array([[[0.95, 0.5], [0.5, 0.75]], [[0.5, -0.3], [-0.3, 1.0]]]),
)
"""Where the points come from: two Gaussians that lean to different sides."""
HALF, LATTICE, DRAWS, SHOWN, FRESH = 4.0, 41, 200, 30, 20_000
SPOTS = {"far": (3.6, 0.8), "middle": (0.0, 0.4), "low": (-2.2, -3.3), "corner": (3.6, 3.0)}
"""Places that readers are sent to: far on the orange side, two along the line, and a corner where the fits disagree."""
DECAY = 0.05


class Params(Base):
    """The points, and how often they are drawn anew for the measurements."""

    each: int = Field(default=40, ge=3, description="Points of each class.")
    replicas: int = Field(default=20, ge=1)


@dataclass(frozen=True)
class Line:
    """A linear classifier: P(orange | x) = 1 / (1 + exp(-(w x + b)))."""

    weights: Array
    bias: float

    def orange(self, places: Array) -> Array:
        """P(orange | x) at each place, (n,)."""
        return np.asarray(1 / (1 + np.exp(-(places @ self.weights + self.bias))))

    def classes(self, places: Array) -> Array:
        """The side of the line on which each place lies, (n,)."""
        return np.asarray((places @ self.weights + self.bias > 0).astype(int))

    def along(self, count: int) -> Array:
        """Places on the line, where P is 1/2, as far as they lie in the picture: (n, 2), n at most `count`."""
        foot = -self.bias * self.weights / (self.weights @ self.weights)
        way = np.array([-self.weights[1], self.weights[0]]) / np.linalg.norm(self.weights)
        places = foot + np.linspace(-2 * HALF, 2 * HALF, count)[:, None] * way
        return np.asarray(places[(np.abs(places) <= HALF).all(axis=1)])


@dataclass(frozen=True)
class Fits:
    """Points with their classes, and both models fitted to them."""

    points: Array
    labels: Array
    line: Line
    density: ByClass

    def measures(self, seed: int) -> dict[str, float]:
        """Both models in numbers; fresh points come from where these came from."""
        fresh, truth = points_of(FRESH // 2, seed + 1000)
        by_line, by_density = self.line.classes(fresh), self.density.classes(fresh)
        top = self.density.density(lattice()).max()
        along = self.density.density(self.line.along(400))
        draws = self.density.draw(DRAWS, np.random.default_rng(seed))
        return {
            "line_wrong": float((self.line.classes(self.points) != self.labels).sum()),
            "density_wrong": float((self.density.classes(self.points) != self.labels).sum()),
            "line_error": float((by_line != truth).mean()),
            "density_error": float((by_density != truth).mean()),
            "differ": float((by_line != by_density).mean()),
            "along_range": float(np.log10(along.max() / along.min())),
            "copies": float((distances(draws, self.points).min(axis=1) < 1e-4).sum()),
        } | {key: value for name, spot in SPOTS.items() for key, value in self.at(name, np.array([spot]), top).items()}

    def at(self, name: str, spot: Array, top: float) -> dict[str, float]:
        """What both models say at one place, the density as a share of `top`, and how near a point lies."""
        return {
            f"{name}_line": float(self.line.orange(spot)[0]),
            f"{name}_curve": float(self.density.shares_at(spot)[0, 1]),
            f"{name}_density": float(self.density.density(spot)[0] / top),
            f"{name}_apart": float(distances(spot, self.points).min()),
        }


def draw(params: Params, context: Context) -> Drawing:
    """The points with the line, and the same points with the density; metrics over redrawn points too."""
    fits = fitted(params.each, context.seed)
    many = [fitted(params.each, context.seed + k).measures(context.seed + k) for k in range(params.replicas)]
    own = {f"shown_{name}": value for name, value in many[0].items()}
    metrics = own | dict(spread_over_seeds(many)) | {"points": float(len(fits.points)), "runs": float(len(many))}
    data = widget(fits, context.seed)
    alt = (
        "Two maps of the same points, blue discs at the upper left and orange squares at the lower right. Left, a "
        f"straight dashed line parts them, with {metrics['shown_line_wrong']:.0f} of {metrics['points']:.0f} on the "
        "wrong side; each side is tinted to the edge of the map. Right, shading shows a density with two slanting "
        "hills; crosses drawn from it stand on the hills, and a dotted curve runs where both classes are equally dense."
    )
    return drawing(partial(picture, fits=fits, draws=np.array(data["draws"])), alt, metrics=metrics, data=data)


def points_of(each: int, seed: int) -> tuple[Array, Array]:
    """`each` points of both classes from the true Gaussians, and their classes."""
    random = np.random.default_rng(seed)
    parts = [random.multivariate_normal(m, c, each) for m, c in zip(TRUTH.means, TRUTH.covariances, strict=True)]
    return np.concatenate(parts), np.repeat([0, 1], each)


def fitted(each: int, seed: int) -> Fits:
    """Points drawn by the seed, and both models fitted to them."""
    points, labels = points_of(each, seed)
    return Fits(points, labels, logistic(points, labels), fit(points, labels))


def logistic(points: Array, labels: Array) -> Line:
    """Logistic regression by Newton's method, with a slight weight decay.

    Without the decay no line would be the likeliest where a line parts the classes without a mistake, for a
    steeper one would always be likelier still.
    """
    rows = np.column_stack([points, np.ones(len(points))])
    decay = DECAY * np.diag([1.0, 1.0, 0.0])
    at = np.zeros(3)
    for _ in range(30):
        p = 1 / (1 + np.exp(-rows @ at))
        curvature = rows.T @ (rows * (p * (1 - p))[:, None]) + decay
        at += np.linalg.solve(curvature, rows.T @ (labels - p) - decay @ at)
    return Line(at[:2], float(at[2]))


def lattice(count: int = LATTICE) -> Array:
    """Places on a square lattice over the picture, edges included, row by row from the top: (count * count, 2)."""
    steps = np.linspace(-HALF, HALF, count)
    x, y = np.meshgrid(steps, steps[::-1])
    return np.column_stack([x.ravel(), y.ravel()])


def implied(density: ByClass, count: int = 161) -> Array:
    """Where the density itself is undecided between the classes: the curve that passes between the hills, (n, 2)."""
    joint = density.joint(lattice(count)).reshape(count, count, 2)
    steps = np.linspace(-HALF, HALF, count)
    curves = contour_generator(steps, steps[::-1], joint[:, :, 1] - joint[:, :, 0]).lines(0.0)
    middle = density.means.mean(axis=0)
    nearest = min(curves, key=lambda curve: np.linalg.norm(np.asarray(curve) - middle, axis=1).min())
    return np.asarray(nearest)[::2]


def widget(fits: Fits, seed: int) -> dict[str, object]:
    """What the widget shows: points, line, density and draws, all from the same fits."""
    density = fits.density.density(lattice()).reshape(LATTICE, LATTICE)
    draws = fits.density.draw(DRAWS, np.random.default_rng(seed))
    return {
        "widget": "boundary-density",
        "extent": [-HALF, HALF, -HALF, HALF],
        "axes": ["first measurement", "second measurement"],
        "classes": list(CLASSES),
        "points": [[*rounded(p, 3), int(k)] for p, k in zip(fits.points, fits.labels, strict=True)],
        "boundary": {"weights": rounded(fits.line.weights, 4), "bias": round(fits.line.bias, 4)},
        "density": [[float(f"{value:.4g}") for value in row] for row in density],
        "draws": rounded(draws, 3),
        "implied": rounded(implied(fits.density), 3),
    }


def picture(theme: Theme, fits: Fits, draws: Array) -> Figure:
    """Both maps side by side, and a key."""
    figure = sheet(338)
    for k, title in enumerate(("Boundary, P(y | x)", "Density, P(x)")):
        write(figure, 250 * k, 12, title, weight="bold", size=11)
        axes = place(figure, 250 * k, 28, 230, 230)
        axes.set(xlim=(-HALF, HALF), ylim=(-HALF, HALF), xticks=(), yticks=())
        axes.spines[["top", "right"]].set_visible(True)
        (boundary_map if k == 0 else density_map)(theme, axes, fits)
        for label in (0, 1):
            mine = fits.points[fits.labels == label]
            colour = theme.classes[COLOURS[label]]
            axes.plot(*mine.T, SHAPES[label], ms=4.2, color=colour, mec=theme.ground, mew=0.5, zorder=3)
    for rim, width in ((theme.ground, 3.2), (theme.ink, 1.5)):
        figure.axes[1].plot(*draws[:SHOWN].T, "+", ms=7, mew=width, color=rim, zorder=4)
    key(theme, figure)
    return figure


def boundary_map(theme: Theme, axes: Axes, fits: Fits) -> None:
    """The sides in faint colours and the line between them."""
    side = fits.line.classes(lattice(401)).reshape(401, 401)
    tints = np.array([to_rgba(theme.classes[name], 0.2) for name in COLOURS])
    axes.imshow(tints[side], extent=(-HALF, HALF, -HALF, HALF), zorder=0)
    axes.plot(*fits.line.along(200).T, color=theme.ink, lw=1.8, ls=(0, (5, 3)), zorder=2)


def density_map(theme: Theme, axes: Axes, fits: Fits) -> None:
    """The density as shading, and the curve where it is undecided."""
    shade = "#26849a" if theme is LIGHT else "#3f9db3"
    shades = LinearSegmentedColormap.from_list("density", [to_rgba(shade, 0.0), to_rgba(shade, 0.9)])
    values = fits.density.density(lattice(121)).reshape(121, 121)
    axes.imshow(values, extent=(-HALF, HALF, -HALF, HALF), cmap=shades, zorder=0)
    axes.plot(*implied(fits.density).T, color=theme.ink, lw=1.6, ls=":", zorder=2)


def key(theme: Theme, figure: Figure) -> None:
    """What marks and lines mean."""
    axes = place(figure, 0, 268, 480, 66)
    axes.set(xlim=(0, 480), ylim=(66, 0))
    axes.set_axis_off()
    for k, name in enumerate(CLASSES):
        axes.plot(10, 12 + 22 * k, SHAPES[k], ms=5.5, color=theme.classes[COLOURS[k]])
        axes.text(26, 12 + 22 * k, f"{name.lower()}, training points", va="center")
    axes.plot((2, 18), (56, 56), color=theme.ink, lw=1.8, ls=(0, (5, 3)))
    axes.text(26, 56, "P(orange | x) = ½", va="center")
    axes.plot(260, 12, "+", ms=8, mew=1.5, color=theme.ink)
    axes.text(276, 12, f"{SHOWN} draws from the density", va="center")
    axes.plot((252, 268), (34, 34), color=theme.ink, lw=1.6, ls=":")
    axes.text(276, 34, "both classes equally dense", va="center")
