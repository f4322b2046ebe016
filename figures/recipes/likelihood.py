"""Log p(x) by importance sampling beside the evidence lower bound: what the bound leaves out, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Split, batch, load
from figures.measures.likelihood import LOG_2PI, Likelihood, log_likelihood
from figures.probe import probe
from figures.style import Theme, drawing, place, rounded, sheet

VARIANCE = wanted.USUAL_VARIANCE


class Params(Base):
    """The code lengths, the runs of each, the images of each class, and the draws for each image."""

    latents: tuple[int, ...] = (2, 16)
    replicas: int = Field(default=3, ge=1)
    images: int = Field(default=4, ge=1, description="The first held-out images of each class.")
    draws: int = Field(default=100, ge=2)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """VAEs of each code length, for each of the seeds."""
    return {f"{n}-{k}": wanted.vae(n, 1.0, seed + k) for n in params.latents for k in range(params.replicas)}


@dataclass(frozen=True)
class Asked:
    """The images whose probability is asked for, and whose they are."""

    part: Split
    classes: tuple[str, ...]


def draw(params: Params, context: Context) -> Drawing:
    """For each class and code length: the bound, log p(x) above it, and the gap between them."""
    images = load(context.data)
    asked = Asked(first_of_each(batch(images), params.images), images.classes)
    found = {}
    for name, trained in context.models.items():
        model = probe(trained)
        posterior = model.encode(asked.part.images)
        found[name] = log_likelihood(
            asked.part.images, posterior, model.decode, VARIANCE, draws=params.draws, seed=context.seed
        )
    metrics = {"ceiling": ceiling(asked.part.images[0].size), "images": float(len(asked.part.labels))}
    for n in params.latents:
        metrics |= readings(n, [one for name, one in found.items() if name.startswith(f"{n}-")])
    data = {name: table(one, asked) for name, one in found.items()}
    return drawing(
        lambda theme: picture(theme, asked, found, params.latents),
        words(metrics, params.latents),
        metrics=metrics,
        data=rounded(data, 3),
    )


def first_of_each(part: Split, count: int) -> Split:
    """The first images of each class, class by class."""
    rows = np.concatenate([np.flatnonzero(part.labels == k)[:count] for k in np.unique(part.labels)])
    return Split(part.images[rows], part.labels[rows])


def ceiling(pixels: int) -> float:
    """The greatest log-density an image can have under these pixels: no error, and nothing paid, in nats."""
    return float(-0.5 * pixels * (LOG_2PI + np.log(VARIANCE)))


def readings(latent: int, runs: list[Likelihood]) -> dict[str, float]:
    """Means over the images, and over the runs their mean, least and greatest.

    `gap` is log p(x) less the bound; `error` is the standard error that the draws leave in one image's log p(x);
    `gap_error` is that of the mean gap, from the draws.
    """
    gaps = [float((run.log_p - run.bound).mean()) for run in runs]
    off = [float(np.sqrt(np.square(run.error).sum()) / len(run.error)) for run in runs]
    return {
        f"log_p_{latent}": float(np.mean([run.log_p.mean() for run in runs])),
        f"log_p_{latent}_least": float(min(run.log_p.mean() for run in runs)),
        f"log_p_{latent}_most": float(max(run.log_p.mean() for run in runs)),
        f"bound_{latent}": float(np.mean([run.bound.mean() for run in runs])),
        f"gap_{latent}": float(np.mean(gaps)),
        f"gap_{latent}_least": min(gaps),
        f"gap_{latent}_most": max(gaps),
        f"gap_{latent}_error": max(off),
        f"error_{latent}": float(np.mean([run.error.mean() for run in runs])),
        f"effective_{latent}": float(np.mean([run.effective.mean() for run in runs])),
    }


def table(run: Likelihood, asked: Asked) -> list[dict[str, object]]:
    """One row an image, for the download."""
    return [
        {"class": asked.classes[label], "log_p": float(p), "error": float(e), "bound": float(b)}
        for label, p, e, b in zip(asked.part.labels, run.log_p, run.error, run.bound, strict=True)
    ]


def words(metrics: dict[str, float], latents: tuple[int, ...]) -> str:
    """What is to be seen, in words."""
    told = "; ".join(
        f"with {n} numbers log p(x) is {metrics[f'log_p_{n}']:.1f} nats on average and the bound lies "
        f"{metrics[f'gap_{n}']:.2f} below"
        for n in latents
    )
    return (
        "Left, for each kind of garment and each code length a mark for log p(x), three runs each: kinds differ by "
        "more than ten nats, so the gap to the bound is hardly wider than a mark. Right, that gap on its own scale "
        f"with its standard error: {told}."
    )


def picture(theme: Theme, asked: Asked, found: dict[str, Likelihood], latents: tuple[int, ...]) -> Figure:
    """Log p(x) at the left, the gap at the right, one line for each class."""
    figure = sheet(420)
    left, right = place(figure, 96, 52, 206, 316), place(figure, 322, 52, 150, 316)
    labels = np.unique(asked.part.labels)
    for axes, title in ((left, "log p(x) and bound"), (right, "log p(x) − bound")):
        axes.set_title(title, loc="left", fontsize=10.5)
        axes.set(ylim=(len(labels) - 0.4, -0.6), yticks=range(len(labels)), xlabel="nats")
        axes.grid(axis="y", color=theme.faint, lw=0.6)
        axes.tick_params(axis="y", length=0)
    left.set_yticklabels([asked.classes[k] for k in labels])
    right.set_yticklabels([])
    for n, shift, colour, marker in zip(latents, (-0.18, 0.18), ("Bag", "Sneaker"), ("s", "o"), strict=False):
        runs = [run for name, run in found.items() if name.startswith(f"{n}-")]
        marks(left, right, asked.part.labels, runs, shift, theme.classes[colour], marker, f"{n} numbers")
    right.set_xlim(0, None)
    right.axvline(0, color=theme.ink, lw=0.8)
    left.legend(loc="lower left", bbox_to_anchor=(-0.5, 1.06), ncols=2, handletextpad=0.2, columnspacing=1)
    return figure


def marks(
    left: Axes,
    right: Axes,
    labels: np.ndarray,
    runs: list[Likelihood],
    shift: float,
    colour: str,
    marker: str,
    name: str,
) -> None:
    """One mark for each class and run: log p(x) with its bound as a line, and the gap with its standard error."""
    for row, label in enumerate(np.unique(labels)):
        mine = labels == label
        for k, run in enumerate(runs):
            y = row + shift + 0.1 * (k - (len(runs) - 1) / 2)
            p, bound = run.log_p[mine].mean(), run.bound[mine].mean()
            error = np.sqrt(np.square(run.error[mine]).sum()) / mine.sum()
            left.plot((bound, p), (y, y), color=colour, lw=1.2)
            left.plot(p, y, marker, ms=3.4, color=colour, label=name if row == k == 0 else None)
            right.errorbar(p - bound, y, xerr=error, fmt=marker, ms=3.4, color=colour, elinewidth=1)
