"""From originals through reconstructions to draws, on one scale: where quality ends, and what it ends by."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Array, Images, batch, load
from figures.measures.controls import trial
from figures.measures.edges import sharpness
from figures.measures.judge import Judge, judge
from figures.probe import probe
from figures.recipes.latent_space import spread_over_seeds
from figures.samplers import fitted_mixture, standard_normal
from figures.style import Theme, drawing, place, rounded, sheet, show, write

KNOWN, DRAWS, SHOWN = 4500, 1000, 8
SMALL_VARIANCE = 0.02
"""The variance of a pixel that the third kind of model assumes; the others assume 1/2."""
ROW = 88


class Params(Base):
    """The length of the code, and how many models of each kind are measured."""

    latent: int = Field(default=16, ge=1)
    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """An autoencoder, the usual VAE and one that assumes little pixel noise, for each of the seeds."""
    found: dict[str, Need] = {}
    for k in range(params.replicas):
        found[f"ae-{k}"] = wanted.autoencoder(params.latent, seed + k)
        found[f"vae-{k}"] = wanted.vae(params.latent, 1.0, seed + k)
        found[f"fine-{k}"] = wanted.vae(params.latent, 1.0, seed + k, decoder_variance=SMALL_VARIANCE)
    return found


@dataclass(frozen=True)
class Strip:
    """A kind of pictures: its name in metrics, its title, whose colour it has, and some of them."""

    name: str
    title: str
    kind: str | None
    pictures: Array


ROWS = {
    "ae_redrawn": ("Autoencoder, rebuilt", "ae"),
    "ae_fitted": ("Autoencoder, ten Gaussians fitted to its codes", "ae"),
    "vae_redrawn": ("VAE, rebuilt", "vae"),
    "vae_prior": ("VAE, drawn from N(0, I)", "vae"),
    "fine_redrawn": ("VAE with v = 0.02, rebuilt", "vae"),
    "fine_prior": ("VAE with v = 0.02, drawn from N(0, I)", "vae"),
    "fine_fitted": ("VAE with v = 0.02, ten Gaussians fitted", "vae"),
}


def draw(params: Params, context: Context) -> Drawing:
    """A strip for each kind of pictures with its distance from real ones; metrics over all models."""
    images = load(context.data)
    ruler = judge(images.train.images[:KNOWN], context.seed)
    held = batch(images).images
    measured: dict[str, list[dict[str, float]]] = {}
    strips = [Strip("real", "Originals that no model has seen", None, held)]
    for name in context.models:
        for strip in made(name, context, images):
            measured.setdefault(strip.name, []).append(quality(ruler, strip.pictures, held))
            if name.endswith("-0") and strip.name in ROWS:
                strips.append(strip)
    tried = trial(lambda pictures: quality(ruler, pictures, held), held, context.seed)
    measured |= {name: [found] for name, found in tried.items()}
    metrics = {f"{name}_{what}": v for name, found in measured.items() for what, v in spread_over_seeds(found)}
    strips.sort(key=lambda strip: ["real", *ROWS].index(strip.name))
    return drawing(lambda t: picture(t, strips, metrics), words(metrics), metrics=metrics, data=rounded(measured, 3))


def made(name: str, context: Context, images: Images) -> list[Strip]:
    """What one model makes: unseen images rebuilt, draws from N(0, I) and from a fitted density."""
    model, kind = probe(context.models[name]), name.split("-")[0]
    codes, _ = model.encode(images.train.images)
    held = batch(images).images
    pictures = {
        "redrawn": model.redraw(held),
        "prior": model.decode(standard_normal(DRAWS, codes.shape[1], context.seed)),
        "fitted": model.decode(fitted_mixture(codes, DRAWS, context.seed)),
    }
    strips = []
    for what, some in pictures.items():
        title, colour = ROWS.get(f"{kind}_{what}", ("", None))
        strips.append(Strip(f"{kind}_{what}", title, colour, some))
    return strips


def quality(ruler: Judge, pictures: Array, held: Array) -> dict[str, float]:
    """Distance and coverage, on which claims rest, and how much edge there is, as a share of the originals'."""
    return {
        "distance": ruler.verdict(pictures)["distance"],
        "coverage": ruler.overlap(pictures)["coverage"],
        "sharpness": sharpness(pictures) / sharpness(held),
    }


def words(metrics: dict[str, float]) -> str:
    """What is to be seen, in words."""
    shown = {name: f"{metrics[f'{name}_distance']:.1f}" for name in ("real", *ROWS)}
    return (
        "Strips of garments, softer and sharper, each with its distance from real ones, where pixel noise has 100. "
        f"Originals {shown['real']}; rebuilt by the autoencoder {shown['ae_redrawn']}, by the VAE "
        f"{shown['vae_redrawn']}; drawn by the VAE {shown['vae_prior']}. A VAE that assumes little pixel noise "
        f"rebuilds at {shown['fine_redrawn']}, draws torn shapes from N(0, I) at {shown['fine_prior']}, and garments "
        f"from a fitted density at {shown['fine_fitted']}."
    )


def picture(theme: Theme, strips: list[Strip], metrics: dict[str, float]) -> Figure:
    """One strip under the other."""
    figure = sheet(ROW * len(strips))
    for k, strip in enumerate(strips):
        colour = theme.model[strip.kind] if strip.kind else theme.ink
        write(figure, 0, ROW * k + 12, strip.title, weight="bold", color=colour)
        write(figure, 480, ROW * k + 12, f"distance {metrics[f'{strip.name}_distance']:.1f}", ha="right")
        show(place(figure, 0, ROW * k + 24, 480, 59), strip.pictures[:SHOWN], SHOWN)
    return figure
