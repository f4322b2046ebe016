"""Gradients past a random draw: missing, estimated by the score function, and by the reparameterization trick.

The gradient of E[error(z)], z ~ N(mu, sigma^2), with respect to mu can be had in three ways:

- exactly, as E[d error / dz] by Gauss-Hermite quadrature, which codes of two numbers allow;
- by the trick (Kingma and Welling, 2013): d error / dz at z = mu + sigma * epsilon, one draw of epsilon;
- by the score function (Williams, 1992; REINFORCE): (error(z) - b) * epsilon / sigma, which needs no derivative
  of the decoder.  The baseline b takes off what all draws have in common; the best constant is near E[error].

Both estimates are right on average.  They differ in how far a single draw is off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import exemplars, load
from figures.probe import Array, Probe, probe
from figures.recipes.latent_space import spread_over_seeds
from figures.style import Theme, drawing, place, rounded, sheet

METHODS = {
    "missing": "draw without the trick",
    "score": "score function",
    "baseline": "score function less its mean",
    "trick": "reparameterization trick",
}
LOOKS = {"missing": (":", "s"), "score": ("--", "^"), "baseline": ("-.", "D"), "trick": ("-", "o")}


class Params(Base):
    """How many models are asked, how many draws each estimate has at most, and the nodes of the exact one."""

    replicas: int = Field(default=3, ge=1)
    draws: int = Field(default=512, ge=8)
    nodes: int = Field(default=24, ge=4)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """VAEs with codes of two numbers."""
    return {f"vae-{k}": wanted.vae(2, 1.0, seed + k) for k in range(params.replicas)}


@dataclass(frozen=True)
class Estimates:
    """Gradients of one image's expected error with respect to the mean of its cloud.

    Attributes:
        exact: by quadrature, (2,).
        single: by method, one estimate from each draw, (draws, 2).
    """

    exact: Array
    single: dict[str, Array]

    def off(self, method: str, draws: int) -> float:
        """How far averages over so many draws are off, as a share of the gradient's length (root mean square)."""
        all_of = self.single[method]
        groups = all_of[: len(all_of) // draws * draws].reshape(-1, draws, 2).mean(axis=1)
        squared = np.square(groups - self.exact).sum(axis=1).mean()
        return float(np.sqrt(squared) / np.linalg.norm(self.exact))

    def variance(self, method: str) -> float:
        """The variance of a single draw's estimate, added over both numbers."""
        return float(self.single[method].var(axis=0).sum())


def draw(params: Params, context: Context) -> Drawing:
    """How far each method's estimate is off, over the draws that it averages."""
    pictures = exemplars(load(context.data)).images
    counts = [2**k for k in range(int(np.log2(params.draws)) - 1)]
    curves: dict[str, list[list[float]]] = {method: [] for method in METHODS}
    measured = []
    for k, trained in enumerate(context.models.values()):
        found = estimates(probe(trained), pictures, params, context.seed + k)
        for method in METHODS:
            curves[method].append([float(np.mean([one.off(method, n) for one in found])) for n in counts])
        measured.append(readings(found))
    metrics = dict(spread_over_seeds(measured)) | {"images": float(len(pictures)), "most_draws": float(counts[-1])}
    data = {"draws": counts, "off": rounded(curves)}
    return drawing(lambda theme: picture(theme, counts, curves), words(metrics), metrics=metrics, data=data)


def readings(found: list[Estimates]) -> dict[str, float]:
    """Means over the images of one model: how far single draws are off, and what the trick saves in draws."""
    told = {f"{method}_off": float(np.mean([one.off(method, 1) for one in found])) for method in METHODS}
    for method in ("score", "baseline"):
        ratios = [one.variance(method) / one.variance("trick") for one in found]
        told[f"{method}_ratio"] = float(np.exp(np.mean(np.log(ratios))))
    for method in ("score", "baseline", "trick"):
        told[f"{method}_bias"] = float(np.mean([one.off(method, len(one.single[method])) for one in found]))
    return told


def estimates(model: Probe, pictures: Array, params: Params, seed: int) -> list[Estimates]:
    """Exact gradients and single-draw estimates for each image."""
    mu, sigma = model.encode(pictures)
    epsilon = np.random.default_rng(seed).standard_normal((params.draws, 2))
    nodes, weights = plane_nodes(params.nodes)
    found = []
    for image, centre, width in zip(pictures, mu.astype(np.float64), sigma.astype(np.float64), strict=True):
        ask = asker(model, image)
        error, slope = ask(centre + width * nodes)
        mean, exact = float(weights @ error), weights @ slope
        error, slope = ask(centre + width * epsilon)
        score = epsilon / width
        single = {
            "missing": np.zeros_like(epsilon),
            "score": error[:, None] * score,
            "baseline": (error - mean)[:, None] * score,
            "trick": slope,
        }
        found.append(Estimates(exact, single))
    return found


def asker(model: Probe, image: Array) -> Callable[[Array], tuple[Array, Array]]:
    """Asks the decoder for an image's squared error at codes (n, 2), (n,), and for its slope there, (n, 2)."""
    target = torch.from_numpy(np.ascontiguousarray(image))

    def ask(codes: Array) -> tuple[Array, Array]:
        z = torch.from_numpy(np.asarray(codes, np.float32)).requires_grad_()
        error = (model.net.decoder(z)[:, 0] - target).square().sum(dim=(1, 2))  # type: ignore[operator]
        (slope,) = torch.autograd.grad(error.sum(), z)
        return error.detach().numpy().astype(np.float64), slope.numpy().astype(np.float64)

    return ask


def plane_nodes(count: int) -> tuple[Array, Array]:
    """Gauss-Hermite nodes for N(0, I) in the plane, (count^2, 2), and their weights, which add up to 1."""
    line, weights = np.polynomial.hermite_e.hermegauss(count)
    weights = weights / weights.sum()
    nodes = np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1).reshape(-1, 2)
    return nodes, np.outer(weights, weights).ravel()


def words(metrics: dict[str, float]) -> str:
    """What is to be seen, in words."""
    return (
        "Lines over the number of draws, both axes logarithmic: how far an estimate of the gradient is off, in units "
        "of the gradient. Without the trick the gradient is zero, so it is off by 1 however many draws there are. "
        f"One draw of the score function is off by {metrics['score_off']:.0f}, less its mean by "
        f"{metrics['baseline_off']:.1f}, and one draw with the trick by {metrics['trick_off']:.2f}; "
        "the three fall with the root of the number of draws."
    )


def picture(theme: Theme, counts: list[int], curves: dict[str, list[list[float]]]) -> Figure:
    """The lines of the first model, with the range over all of them."""
    figure = sheet(372)
    axes = place(figure, 52, 44, 418, 236)
    axes.set_title("Error of the gradient, in units of its length", loc="left", pad=10)
    lines(theme, axes, counts, curves)
    axes.set_xlabel("draws that are averaged")
    axes.legend(loc="upper left", bbox_to_anchor=(-0.1, -0.17), ncols=2, columnspacing=1.2, fontsize=9.5)
    return figure


def lines(theme: Theme, axes: Axes, counts: list[int], curves: dict[str, list[list[float]]]) -> None:
    """Each method's mean over the models, and their range as a band."""
    colours = (theme.quiet, theme.classes["Trouser"], theme.classes["Bag"], theme.model["vae"])
    for (method, label), colour in zip(METHODS.items(), colours, strict=True):
        runs = np.array(curves[method])
        style, marker = LOOKS[method]
        axes.fill_between(counts, runs.min(axis=0), runs.max(axis=0), color=colour, alpha=0.2, lw=0)
        axes.plot(counts, runs.mean(axis=0), marker=marker, ms=4.5, ls=style, lw=1.6, color=colour, label=label)
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_xticks(counts[::2], [str(n) for n in counts[::2]])
    ticks = [tick for tick in (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100) if tick <= 1.5 * max(curves["score"][0])]
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_ylim(0.1, None)
    axes.minorticks_off()
