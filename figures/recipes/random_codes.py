"""What random codes decode to: from N(0, I), from the box around the codes, and from densities fitted to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Images, batch, load
from figures.measures.controls import trial
from figures.measures.judge import judge
from figures.probe import Array, Probe, probe
from figures.recipes.latent_space import spread_over_seeds
from figures.samplers import bounding_box, fitted_gaussian, fitted_mixture, standard_normal
from figures.style import Theme, drawing, place, rounded, sheet, show, write

DRAWS, SHOWN, KNOWN = 1000, 9, 4500
ROW, STRIP = 82, 52


class Params(Base):
    """The models' code length, which kinds and how many of each are measured, and where their codes come from."""

    latent: int = Field(default=2, ge=1)
    replicas: int = Field(default=3, ge=1)
    kinds: tuple[Literal["ae", "vae"], ...] = ("ae", "vae")
    sources: tuple[Literal["redrawn", "prior", "box", "gaussian", "mixture"], ...] = ("prior", "gaussian", "mixture")


def needs(params: Params, seed: int) -> dict[str, Need]:
    """The models of each kind for each of the seeds."""
    found = {f"ae-{k}": wanted.sized(params.latent, seed + k) for k in range(params.replicas)}
    found |= {f"vae-{k}": wanted.vae(params.latent, 1.0, seed + k) for k in range(params.replicas)}
    return {name: need for name, need in found.items() if name.split("-")[0] in params.kinds}


@dataclass(frozen=True)
class Source:
    """A way to get pictures: its name in metrics, a title, whose colour it has, pictures, how long its codes are."""

    name: str
    title: str
    kind: str | None
    pictures: Array
    length: float = 0.0


def draw(params: Params, context: Context) -> Drawing:
    """A strip of pictures for each source; metrics over all models and all that the measure is tested on."""
    images = load(context.data)
    ruler = judge(images.train.images[:KNOWN], context.seed)
    real = images.test.images
    models = {name: probe(trained) for name, trained in context.models.items()}
    measured: dict[str, list[dict[str, float]]] = {}
    shown: list[Source] = []
    for name, model in models.items():
        for source in sources(model, name.split("-")[0], images, params, context.seed):
            measured.setdefault(source.name, []).append(ruler.verdict(source.pictures) | {"length": source.length})
            if name.endswith("-0"):
                shown.append(source)
    measured |= {name: [verdict] for name, verdict in trial(ruler.verdict, real, context.seed + 1).items()}
    shown.append(Source("real", "Real garments that no model has seen", None, real))
    metrics = {
        f"{name}_{what}": value for name, all_of in measured.items() for what, value in spread_over_seeds(all_of)
    }
    data = rounded(measured, 3)
    alt = words(metrics) if "vae" in params.kinds else words_alone(shown, metrics)
    return drawing(lambda theme: picture(theme, shown, metrics), alt, metrics=metrics, data=data)


def sources(model: Probe, kind: str, images: Images, params: Params, seed: int) -> list[Source]:
    """What a model makes of codes, by where they come from."""
    codes, _ = model.encode(images.train.images)
    ways: dict[str, tuple[str, Callable[[], Array]]] = {
        "redrawn": ("codes of unseen garments", lambda: model.encode(batch(images).images)[0]),
        "prior": ("codes from N(0, I)", lambda: standard_normal(DRAWS, codes.shape[1], seed)),
        "box": ("the box around its codes", lambda: bounding_box(codes, DRAWS, seed)),
        "gaussian": ("a Gaussian fitted to its codes", lambda: fitted_gaussian(codes, DRAWS, seed)),
        "mixture": ("ten Gaussians fitted to its codes", lambda: fitted_mixture(codes, DRAWS, seed)),
    }
    label = "Autoencoder" if kind == "ae" else "VAE"
    found = []
    for name in params.sources:
        title, chosen = ways[name][0], ways[name][1]()
        length = float(np.linalg.norm(chosen, axis=1).mean())
        found.append(Source(f"{kind}_{name}", f"{label}: {title}", kind, model.decode(chosen), length))
    return found


def words(metrics: dict[str, float]) -> str:
    """What is to be seen, in words."""
    return (
        "Strips of decoded random codes. The autoencoder's codes from N(0, I) give torn or doubled shapes, "
        f"at distance {metrics['ae_prior_distance']:.0f} from real garments, where pixel noise has 100. "
        f"With ten Gaussians fitted to its codes it gives garments, at {metrics['ae_mixture_distance']:.1f}. "
        f"The VAE gives soft garments from N(0, I), at {metrics['vae_prior_distance']:.1f}. "
        "The last strip shows real garments."
    )


def words_alone(shown: list[Source], metrics: dict[str, float]) -> str:
    """What is to be seen where only autoencoders are asked, in words."""
    strips = "; ".join(f"{source.title}, {metrics[f'{source.name}_distance']:.1f}" for source in shown)
    return (
        "Strips of nine decoded pictures, each with its distance from real garments, where smears have "
        f"{metrics['smear_distance']:.0f} and pixel noise has 100. {strips}."
    )


def picture(theme: Theme, shown: list[Source], metrics: dict[str, float]) -> Figure:
    """One strip under the other, each with its title and its measures."""
    kept = [s for s in shown if s.name != "vae_gaussian"]
    figure = sheet(ROW * len(kept))
    for k, source in enumerate(kept):
        colour = theme.model[source.kind] if source.kind else theme.ink
        write(figure, 0, ROW * k + 12, source.title, weight="bold", color=colour)
        write(figure, 480, ROW * k + 12, f"distance {metrics[f'{source.name}_distance']:.1f}", ha="right")
        show(place(figure, 0, ROW * k + 24, SHOWN * 480 / SHOWN, STRIP), source.pictures[:SHOWN], SHOWN)
    return figure
