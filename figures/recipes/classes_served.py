"""Charge 2: how unevenly the ten classes are drawn, beside how varied each class is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from builder.jobs.recipes import Context, Drawing
from figures.charges import KINDS, Court, Readings, class_errors, court, rows, service, spread
from figures.charges import Params as Params
from figures.charges import needs as needs
from figures.data import Array, load
from figures.dots import MARKS, NAMES, rows_of_dots
from figures.measures.codes import spread_by_class
from figures.measures.reconstruction import class_means, errors
from figures.probe import Probe, probe
from figures.style import Theme, drawing, place, rounded, sheet, write

LATENT = 16
"""The length of code whose classes are shown one by one."""


def draw(params: Params, context: Context) -> Drawing:
    """Dots for the unevenness of each model; below, the error of every class with long codes."""
    bench = court(load(context.data), context.seed)
    probes = {name: probe(trained) for name, trained in context.models.items()}
    readings = {name: service(model, bench) | tightness(model, bench) for name, model in probes.items()}
    classes = {name: class_errors(model, bench) for name, model in probes.items() if f"-{LATENT}-" in name}
    variety = left_open(bench)
    metrics = dict(spread(readings)) | reading_of_classes(classes, variety)
    worst = {kind: list(variety)[int(mean_error(classes, kind).argmax())] for kind in KINDS}
    alt = (
        f"Dots. The class drawn worst has {metrics['ae_2_uneven']:.1f} times the error of the best in autoencoders "
        f"with two numbers and {metrics['vae_2_uneven']:.1f} times in VAEs; with sixteen {metrics['ae_16_uneven']:.1f} "
        f"and {metrics['vae_16_uneven']:.1f}. Below, all ten classes with sixteen numbers: in "
        f"{metrics['classes_ahead']:.0f} of them the autoencoder's error is smaller. Worst for it is {worst['ae']}, "
        f"{metrics['ae_16_worst']:.1f}, for the VAE {worst['vae']}, {metrics['vae_16_worst']:.1f}."
    )
    return drawing(
        lambda theme: picture(theme, readings, classes, variety),
        alt,
        metrics=metrics,
        data=rounded({"runs": readings, "classes": classes, "variety": variety}),
    )


def tightness(model: Probe, bench: Court) -> Readings:
    """How the error of the classes goes with how widely their codes are spread: a correlation over the classes."""
    codes, _ = model.encode(bench.held.images)
    spreads = spread_by_class(codes, bench.held.labels)
    return {"with_spread": float(np.corrcoef(spreads, list(class_errors(model, bench).values()))[0, 1])}


def left_open(bench: Court) -> dict[str, float]:
    """How varied each class is: the mean squared error of drawing its mean training image every time."""
    train, held = bench.images.train, bench.held
    means = class_means(train.images, train.labels, len(bench.images.classes))
    lost = errors(held.images, means[held.labels])
    return {name: float(lost[held.labels == k].mean()) for k, name in enumerate(bench.images.classes)}


def reading_of_classes(classes: Mapping[str, Readings], variety: Mapping[str, float]) -> Readings:
    """In how many classes the autoencoder errs less than the VAE, and how error goes with variety over the classes."""
    ae, vae = (mean_error(classes, kind) for kind in KINDS)
    varied = np.array(list(variety.values()))
    return {
        "classes_ahead": float((ae < vae).sum()),
        "ae_with_variety": float(np.corrcoef(ae, varied)[0, 1]),
        "vae_with_variety": float(np.corrcoef(vae, varied)[0, 1]),
    }


def mean_error(classes: Mapping[str, Readings], kind: str) -> Array:
    """The error of each class, mean over the runs of one kind of model."""
    means: Array = np.mean([list(run.values()) for name, run in classes.items() if name.startswith(f"{kind}-")], axis=0)
    return means


def picture(
    theme: Theme, readings: dict[str, Readings], classes: dict[str, Readings], variety: dict[str, float]
) -> Figure:
    """One panel for the unevenness, one for the classes."""
    figure = sheet(612)
    write(figure, 0, 14, "Error of the worst class, in units of the best", weight="bold", size=11)
    rows_of_dots(theme, place(figure, 118, 36, 350, 92), rows(readings, "uneven"))
    write(figure, 0, 176, f"Squared error by class, codes of {LATENT} numbers", weight="bold", size=11)
    by_class(theme, place(figure, 118, 222, 350, 340), classes, variety)
    key(theme, place(figure, 0, 188, 480, 30))
    return figure


def by_class(theme: Theme, axes: Axes, classes: dict[str, Readings], variety: dict[str, float]) -> None:
    """A line for each class, the most varied one on top; a dot for each run, at the right the variety."""
    names = sorted(variety, key=lambda name: -variety[name])
    for name, found in classes.items():
        kind = name.split("-")[0]
        axes.plot([found[c] for c in names], range(len(names)), MARKS[kind], ms=6, color=theme.model[kind], alpha=0.75)
    for k, name in enumerate(names):
        axes.axhline(k, color=theme.faint, lw=1, zorder=0)
        axes.text(0.99, k, f"{variety[name]:.0f}", transform=axes.get_yaxis_transform(), ha="right", va="bottom")
    most = max(value for found in classes.values() for value in found.values())
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set(xlim=(0, 1.22 * most), ylim=(len(names) - 0.4, -0.6), xlabel="squared error per unseen image")


def key(theme: Theme, axes: Axes) -> None:
    """What the marks and the numbers at the right mean."""
    axes.set(xlim=(0, 480), ylim=(30, 0))
    axes.set_axis_off()
    for x, kind in zip((124, 236), KINDS, strict=True):
        axes.plot(x, 12, MARKS[kind], ms=6, color=theme.model[kind])
        axes.text(x + 10, 12, NAMES[kind], va="center")
    axes.text(468, 12, "variety", va="center", ha="right")
