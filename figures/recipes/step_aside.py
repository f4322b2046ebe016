"""Points against clouds: what an autoencoder and a VAE draw a step aside from the codes of images."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import batch, exemplars, load
from figures.measures.reconstruction import errors
from figures.probe import Array, Probe, probe
from figures.recipes.latent_space import spread_over_seeds
from figures.style import Theme, drawing, place, rounded, sheet, show, write

IMAGES = 400
Strip = tuple[str, str, Array]
"""A name for readers, the kind of model, and its pictures."""
KINDS = {"ae": "autoencoder", "vae": "VAE"}


class Params(Base):
    """The code lengths, the runs of each kind, and the steps in units of how far each number's codes spread."""

    latents: tuple[int, ...] = (2, 16)
    replicas: int = Field(default=3, ge=1)
    steps: tuple[float, ...] = (0.0, 0.1, 0.25, 0.5, 1.0)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """Both models of each code length, for each of the seeds."""
    found = {}
    for n in params.latents:
        for k in range(params.replicas):
            found[f"ae-{n}-{k}"] = wanted.autoencoder(n, seed + k)
            found[f"vae-{n}-{k}"] = wanted.vae(n, 1.0, seed + k)
    return found


def draw(params: Params, context: Context) -> Drawing:
    """The error over the step for both kinds, and what both draw at each step from the first code length."""
    images = load(context.data)
    held = batch(images).images[:IMAGES]
    models = {name: probe(trained) for name, trained in context.models.items()}
    curves = {name: aside(model, held, params.steps, context.seed) for name, model in models.items()}
    metrics: dict[str, float] = {}
    for group in {name.rpartition("-")[0]: None for name in models}:
        own = [readings(params.steps, curve) for name, curve in curves.items() if name.startswith(f"{group}-")]
        metrics |= {f"{group.replace('-', '_')}_{what}": value for what, value in spread_over_seeds(own)}
    first = params.latents[0]
    shown = exemplars(images)
    strips = [
        (f"{name}, {KINDS[kind]}", kind, walk(models[f"{kind}-{first}-0"], held, image, params.steps, context.seed))
        for name, image in list(zip(shown.names, shown.images, strict=True))[::2]
        for kind in KINDS
    ]
    data = {"steps": params.steps, "errors": rounded(curves)}
    return drawing(
        lambda theme: picture(theme, params, curves, strips), words(metrics, params), metrics=metrics, data=data
    )


def aside(model: Probe, held: Array, steps: tuple[float, ...], seed: int) -> list[float]:
    """The mean squared error with each number of the code moved by a Gaussian step of so many spreads."""
    codes, noise = codes_and_noise(model, held, seed)
    return [float(errors(held, model.decode(codes + step * noise)).mean()) for step in steps]


def codes_and_noise(model: Probe, held: Array, seed: int) -> tuple[Array, Array]:
    """Mean codes, and Gaussian noise of the same spread in each number."""
    codes = model.encode(held)[0]
    return codes, np.random.default_rng(seed).standard_normal(codes.shape) * codes.std(axis=0)


def walk(model: Probe, held: Array, image: Array, steps: tuple[float, ...], seed: int) -> Array:
    """One image (28, 28) drawn from its code and from further and further aside in one direction, (steps, 28, 28).

    The direction is as long as such draws are on average, so that a step of 1 is a usual step of one spread.
    """
    spread = model.encode(held)[0].std(axis=0)
    code = model.encode(image[None])[0]
    direction = np.random.default_rng(seed).standard_normal(code.shape)
    direction *= np.sqrt(direction.size) / np.linalg.norm(direction)
    return np.concatenate([model.decode(code + step * spread * direction) for step in steps])


def readings(steps: tuple[float, ...], curve: list[float]) -> dict[str, float]:
    """By step, the error and how many times that at the code it is."""
    told = {}
    for step, error in zip(steps, curve, strict=True):
        told[f"error_{named(step)}"] = error
        told[f"growth_{named(step)}"] = error / curve[0]
    return told


def named(step: float) -> str:
    """A step as part of a metric's name: 0.25 is 0_25."""
    return f"{step:g}".replace(".", "_")


def words(metrics: dict[str, float], params: Params) -> str:
    """What is to be seen, in words."""
    latent, step = params.latents[0], params.steps[len(params.steps) // 2]
    ae, vae = (metrics[f"{kind}_{latent}_growth_{named(step)}"] for kind in KINDS)
    return (
        f"Above, two garments drawn from their codes of {latent} numbers and from steps aside: both models keep them "
        "for small steps and turn them into something else with long ones. Below, squared error over the step. With a "
        f"step of {step:g} spreads of the codes it is {ae:.1f} times what it is at the code in the autoencoder and "
        f"{vae:.1f} times in the VAE."
    )


def picture(theme: Theme, params: Params, curves: dict[str, list[float]], strips: list[Strip]) -> Figure:
    """The strips above, a panel for each code length below."""
    figure = sheet(572)
    count = len(params.steps)
    write(figure, 0, 12, "step", color=theme.quiet, size=9.5)
    for k, step in enumerate(params.steps):
        write(figure, 150 + 320 / count * (k + 0.5), 12, f"{step:g}", ha="center", color=theme.quiet, size=9.5)
    for k, (title, kind, pictures) in enumerate(strips):
        for line, text in enumerate(title.split(", ")):
            write(figure, 0, 46 + 70 * k + 18 * line, text, weight="bold", color=theme.model[kind], size=10)
        show(place(figure, 150, 26 + 70 * k, 320, 62), pictures, count)
    for k, n in enumerate(params.latents):
        axes = place(figure, 34 + 246 * k, 344, 190, 170)
        axes.set_title(f"Error, {n} numbers", loc="left")
        lines(theme, axes, params.steps, {name: c for name, c in curves.items() if name.split("-")[1] == str(n)})
        axes.set_xlabel("step, in spreads of the codes")
    return figure


def lines(theme: Theme, axes: Axes, steps: tuple[float, ...], curves: dict[str, list[float]]) -> None:
    """A line for each run: full with discs for VAEs, dashed with squares for autoencoders."""
    for name, curve in curves.items():
        kind, _, replica = name.split("-")
        style = {"ls": (0, (5, 2)), "marker": "s"} if kind == "ae" else {"ls": "-", "marker": "o"}
        label = KINDS[kind] if replica == "0" else None
        axes.plot(steps, curve, color=theme.model[kind], lw=1.5, ms=3.6, label=label, **style)
    axes.set(ylim=(0, None), xticks=(0, 0.5, 1.0))
    axes.legend(loc="upper left", handlelength=2.6)
