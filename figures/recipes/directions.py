"""Steps of one length in a VAE's space: at random, along an axis, and along directions fitted to a trait."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Array, Images, batch, exemplars, load
from figures.measures.traits import TRAITS, traits
from figures.probe import Probe, probe
from figures.recipes.latent_space import spread_over_seeds
from figures.samplers import standard_normal
from figures.style import Theme, drawing, place, rounded, sheet, show, write

GARMENTS, RANDOM, STEP = 100, 40, 2.0
MOVED = 0.25
"""By how many standard deviations a trait has to change to count as moved."""
WALK = (-2, -4 / 3, -2 / 3, 0, 2 / 3, 4 / 3, 2)

Readings = dict[str, float]


class Params(Base):
    """The length of the code, and how many models are measured."""

    latent: int = Field(default=16, ge=2)
    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """VAEs of one code length."""
    return {f"vae-{k}": wanted.vae(params.latent, 1.0, seed + k) for k in range(params.replicas)}


@dataclass(frozen=True)
class Walks:
    """A model with garments to step away from.

    Attributes:
        model: the VAE.
        codes: of held-out garments, (n, d).
        before: the traits of what the model draws from them, (n, traits).
        unit: the standard deviation of each trait over real images.
        length: how long a step is: so many times the spread of the codes per number.
    """

    model: Probe
    codes: Array
    before: Array
    unit: Array
    length: float

    def changes(self, direction: Array) -> Array:
        """How each garment's traits change on a step this way, in standard deviations, (n, traits)."""
        step = self.length * direction / np.linalg.norm(direction)
        return np.asarray((traits(self.model.decode(self.codes + step)) - self.before) / self.unit)


def draw(params: Params, context: Context) -> Drawing:
    """One garment walked three ways, and dots for how traits change; metrics over all models."""
    images = load(context.data)
    models = [probe(trained) for trained in context.models.values()]
    measured = [readings(model, images, context.seed) for model in models]
    metrics = dict(spread_over_seeds(measured))
    strips = walked(models[0], images, context.seed)
    data = {"traits": list(TRAITS), "metrics": rounded(metrics)}
    return drawing(lambda t: picture(t, strips, measured), words(metrics), metrics=metrics, data=data)


def walks(model: Probe, images: Images) -> Walks:
    """What steps are measured with."""
    held = batch(images).images
    codes = model.encode(held[:GARMENTS])[0]
    spread = float(np.sqrt(model.encode(images.train.images)[0].var(axis=0).mean()))
    return Walks(model, codes, traits(model.decode(codes)), traits(held).std(axis=0), STEP * spread)


def readings(model: Probe, images: Images, seed: int) -> Readings:
    """How much traits change on a step of each kind, how many move, and whether they move alike in all garments."""
    ground = walks(model, images)
    latent = ground.codes.shape[1]
    found: Readings = {}
    for kind, directions in (("random", standard_normal(RANDOM, latent, seed)), ("axis", np.eye(latent))):
        changes = np.stack([ground.changes(direction) for direction in directions])
        found |= {f"{kind}_{trait}": float(np.abs(changes[:, :, k]).mean()) for k, trait in enumerate(TRAITS)}
        found[f"{kind}_moved"] = float((np.abs(changes) > MOVED).sum(axis=2).mean())
        found[f"{kind}_alike"] = float(np.mean([alike(change).mean() for change in changes]))
    changes = np.stack([ground.changes(direction) for direction in fitted(model, images)])
    for k, trait in enumerate(TRAITS):
        found[f"fitted_{trait}"] = float(changes[k, :, k].mean())
        found[f"fitted_{trait}_alike"] = float(alike(changes[k])[k])
        found[f"fitted_{trait}_share"] = float(
            np.abs(changes[k].mean(axis=0))[k] / np.abs(changes[k].mean(axis=0)).sum()
        )
    found["fitted_moved"] = float((np.abs(changes) > MOVED).sum(axis=2).mean())
    return found


def alike(changes: Array) -> Array:
    """Whether a trait changes the same way in all garments: 1 if so, 0 if ups and downs cancel, (traits,)."""
    return np.asarray(np.abs(changes.mean(axis=0)) / np.maximum(np.abs(changes).mean(axis=0), 1e-9))


def fitted(model: Probe, images: Images) -> Array:
    """For each trait the direction in which codes go, on average, as the trait of the image grows: (traits, d).

    It is the slope of a linear fit of the code on the trait.
    """
    codes, values = model.encode(images.train.images)[0], traits(images.train.images)
    centred = values - values.mean(axis=0)
    return np.asarray((centred / np.square(centred).sum(axis=0)).T @ (codes - codes.mean(axis=0)))


def walked(model: Probe, images: Images, seed: int) -> list[tuple[str, Array]]:
    """The first exemplar on its way along two random directions and two fitted ones."""
    ground = walks(model, images)
    start = model.encode(exemplars(images).images[:1])[0]
    random, ways = standard_normal(2, start.shape[1], seed), fitted(model, images)
    chosen = [("a random direction", random[0]), ("another one", random[1])]
    chosen += [(f"fitted to {TRAITS[k]}", ways[k]) for k in (0, 1)]
    steps = np.array(WALK)[:, None] * ground.length / STEP
    return [(name, model.decode(start + 1.5 * steps * way / np.linalg.norm(way))) for name, way in chosen]


def words(metrics: Readings) -> str:
    """What is to be seen, in words."""
    return (
        "A T-shirt walked four ways, seven pictures each. Along random directions it gets a little darker or wider, or "
        "hardly changes; along one fitted to brightness it goes from dark to bright, along one fitted to height it "
        "becomes another garment. Below, dots: a step of one length changes brightness by "
        f"{metrics['random_brightness']:.2f} standard deviations at random and {metrics['fitted_brightness']:.2f} when "
        f"fitted to it, height by {metrics['random_height']:.2f} and {metrics['fitted_height']:.2f}; of five traits "
        f"{metrics['random_moved']:.1f} move at random and {metrics['fitted_moved']:.1f} along fitted directions."
    )


def picture(theme: Theme, strips: list[tuple[str, Array]], measured: list[Readings]) -> Figure:
    """The walks above, dots for each trait below."""
    figure = sheet(92 * len(strips) + 290)
    for k, (name, images) in enumerate(strips):
        write(figure, 0, 92 * k + 10, name, weight="bold", color=theme.ink if k < 2 else theme.model["vae"])
        show(place(figure, 0, 92 * k + 20, 480, 67), images, len(WALK))
    top = 92 * len(strips) + 18
    write(figure, 0, top, "How much a step changes each trait, in standard deviations", weight="bold")
    dots(theme, place(figure, 96, top + 20, 372, 176), measured)
    key(theme, place(figure, 0, top + 232, 480, 30))
    return figure


KINDS = {"random": ("o", "random"), "axis": ("^", "one axis"), "fitted": ("s", "fitted to the trait")}


def dots(theme: Theme, axes: Axes, measured: list[Readings]) -> None:
    """A line for each trait with a mark for each kind of step and model."""
    for row, trait in enumerate(TRAITS):
        axes.axhline(row, color=theme.faint, lw=1, zorder=0)
        for kind, (marker, _) in KINDS.items():
            values = [found[f"{kind}_{trait}"] for found in measured]
            axes.plot(
                values, [row] * len(values), marker, ms=7, color=colour(theme, kind), alpha=0.85, mec=theme.ground
            )
    axes.set_yticks(range(len(TRAITS)), TRAITS)
    axes.tick_params(axis="y", length=0)
    axes.set(ylim=(len(TRAITS) - 0.5, -0.5), xlim=(0, None))
    axes.spines["left"].set_visible(False)


def key(theme: Theme, axes: Axes) -> None:
    """What the marks mean."""
    axes.set(xlim=(0, 480), ylim=(30, 0))
    axes.set_axis_off()
    for x, (kind, (marker, label)) in zip((106, 196, 296), KINDS.items(), strict=True):
        axes.plot(x, 15, marker, ms=7, color=colour(theme, kind))
        axes.text(x + 12, 15, label, va="center")


def colour(theme: Theme, kind: str) -> str:
    """The colour of a kind of step."""
    return {"random": theme.model["ae"], "axis": theme.quiet, "fitted": theme.model["vae"]}[kind]
