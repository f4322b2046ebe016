"""Ways from one garment to another: through pixels, through the codes of two models, straight and on a sphere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Array, Images, batch, exemplars, load
from figures.measures.codes import norms
from figures.measures.edges import edge_features, sharpness
from figures.measures.interpolation import between, mixing, roughness, spherical, strays
from figures.measures.judge import Judge, judge
from figures.measures.neighbours import flat, reach
from figures.probe import Probe, probe
from figures.recipes.latent_space import spread_over_seeds
from figures.samplers import standard_normal
from figures.style import Theme, drawing, place, rounded, sheet, show, write

KNOWN, PAIRS, STEPS, SHOWN, DRAWS = 4500, 200, 11, 7, 1000
SNEAKER, BOOT = 7, 9
"""Labels of the second pair that is shown."""

Readings = dict[str, float]


class Params(Base):
    """The length of the codes, and how many models of each kind are measured."""

    latent: int = Field(default=16, ge=2)
    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """Both models for each of the seeds."""
    return wanted.pairs(params.latent, params.replicas, seed)


@dataclass(frozen=True)
class Roads:
    """What ways are measured with: pairs of test images of different classes, and a judge that knows training images.

    Attributes:
        start, end: the images, (pairs, 28, 28).
        judge: knows training images by their edges.
        unit: how far it is, by edges, from a real image to its nearest other one (median).
        held: the held-out batch.
    """

    start: Array
    end: Array
    judge: Judge
    unit: float
    held: Array

    def measures(self, ways: Array) -> Readings:
        """Ways in pixels, (pairs, steps, 28, 28): strays and mixing as in `measures/interpolation.py`, and more.

        `largest` is the share of the largest step in all of them.
        """
        n, steps = ways.shape[:2]
        edges = edge_features(ways.reshape(-1, *ways.shape[2:])).reshape(n, steps, -1)
        halfway = self.judge.verdict(ways[:, steps // 2])
        return {
            "stray": float((strays(edges, self.judge.features) / self.unit).mean()),
            "mixing": float(mixing(ways.reshape(n, steps, -1)).mean()),
            "largest": float(roughness(ways.reshape(n, steps, -1)).mean()) + 1 / (steps - 1),
            "halfway_near": halfway["near"],
            "halfway_distance": halfway["distance"],
        }


def roads(images: Images, seed: int) -> Roads:
    """Pairs of the held-out batch, drawn by the seed, without those of one class."""
    held = batch(images)
    pairs = np.random.default_rng(seed).integers(0, len(held.labels), (4 * PAIRS, 2))
    pairs = pairs[held.labels[pairs[:, 0]] != held.labels[pairs[:, 1]]][:PAIRS]
    known = judge(images.train.images[:KNOWN], seed)
    unit = float(np.median(reach(known.features, 1)))
    return Roads(held.images[pairs[:, 0]], held.images[pairs[:, 1]], known, unit, held.images)


def draw(params: Params, context: Context) -> Drawing:
    """Strips for two pairs of garments; metrics over many pairs and all models."""
    images = load(context.data)
    ground = roads(images, context.seed)
    models = {name: probe(trained) for name, trained in context.models.items()}
    metrics = {f"pixel_{what}": value for what, value in ground.measures(faded(ground.start, ground.end)).items()}
    for kind in ("ae", "vae"):
        found = [measured(m, ground) for name, m in models.items() if name.startswith(kind)]
        metrics |= {f"{kind}_{what}": value for what, value in spread_over_seeds(found)}
    drawn = [
        halfway_between_draws(models[name], ground, params.latent, context.seed) for name in models if "vae" in name
    ]
    metrics |= dict(spread_over_seeds(drawn))
    strips = {name: shown(models, start, end) for name, start, end in couples(images)}
    data = {"metrics": rounded(metrics), "code": first_numbers(models["vae-0"], exemplars(images).images[:2])}
    return drawing(lambda t: picture(t, strips, metrics), words(metrics), metrics=metrics | data["code"], data=data)


def first_numbers(model: Probe, pair: Array) -> dict[str, float]:
    """The first four numbers of two codes, rounded as readers see them, their middle and a quarter."""
    a, b = (np.round(code[:4], 2) for code in model.encode(pair)[0])
    rows = {"a": a, "b": b, "middle": (a + b) / 2, "quarter": a + (b - a) / 4}
    return {f"{name}_{k + 1}": float(row[k]) for name, row in rows.items() for k in range(4)}


def measured(model: Probe, ground: Roads) -> Readings:
    """One model's ways between encoded images: straight, on a sphere, and as a cross-fade of what it rebuilds."""
    a, b = (model.encode(images)[0] for images in (ground.start, ground.end))
    found = ground.measures(decoded(model, between(a, b, STEPS)))
    redrawn = faded(model.decode(a), model.decode(b))
    found |= {f"own_fade_{what}": value for what, value in ground.measures(redrawn).items()}
    found |= {f"round_{what}": value for what, value in ground.measures(decoded(model, spherical(a, b, STEPS))).items()}
    return found


def halfway_between_draws(model: Probe, ground: Roads, latent: int, seed: int) -> Readings:
    """Norms, distance from real images and sharpness of draws, and of what lies halfway between two, both ways."""
    a, b = standard_normal(DRAWS, latent, seed), standard_normal(DRAWS, latent, seed + 1)
    codes = {"draws": a, "middle": between(a, b, 3)[:, 1], "round_middle": spherical(a, b, 3)[:, 1]}
    found: Readings = {}
    for name, z in codes.items():
        pictures = model.decode(z)
        found[f"{name}_norm"] = float(norms(z).mean())
        found[f"{name}_distance"] = ground.judge.verdict(pictures)["distance"]
        found[f"{name}_sharpness"] = sharpness(pictures) / sharpness(ground.held)
    return found


def decoded(model: Probe, codes: Array) -> Array:
    """Ways through codes as pictures: (pairs, steps, d) -> (pairs, steps, 28, 28)."""
    pictures = model.decode(codes.reshape(-1, codes.shape[2]))
    return pictures.reshape(*codes.shape[:2], *pictures.shape[1:])


def faded(start: Array, end: Array, count: int = STEPS) -> Array:
    """Ways through pixels: each picture is a blend of both ends, (pairs, steps, 28, 28)."""
    return between(flat(start), flat(end), count).reshape(len(start), count, *start.shape[1:])


def couples(images: Images) -> list[tuple[str, Array, Array]]:
    """The two pairs that are shown: the first two exemplars, and the exemplar sneaker with a boot."""
    kept, held = exemplars(images), batch(images)
    boot = held.images[np.flatnonzero(held.labels == BOOT)[0]]
    names = f"{kept.names[0]} to {kept.names[1]}", f"{images.classes[SNEAKER]} to {images.classes[BOOT]}"
    return [(names[0], kept.images[0], kept.images[1]), (names[1], kept.images[2], boot)]


def shown(models: dict[str, Probe], start: Array, end: Array) -> list[tuple[str, str | None, Array]]:
    """The strips of one pair: what is mixed, whose colour it has, and its pictures."""
    pair = np.stack([start, end])
    strips: list[tuple[str, str | None, Array]] = [("pixels", None, faded(pair[:1], pair[1:], SHOWN)[0])]
    for kind, label in (("ae", "autoencoder's codes"), ("vae", "VAE's codes")):
        codes, _ = models[f"{kind}-0"].encode(pair)
        strips.append((label, kind, models[f"{kind}-0"].decode(between(codes[:1], codes[1:], SHOWN)[0])))
    codes, _ = models["vae-0"].encode(pair)
    return [
        *strips,
        ("VAE's codes, on a sphere", "vae", models["vae-0"].decode(spherical(codes[:1], codes[1:], SHOWN)[0])),
    ]


def words(metrics: Readings) -> str:
    """What is to be seen, in words."""
    return (
        "Ways from a T-shirt to trousers and from a sneaker to an ankle boot, seven pictures each. Mixed pixels show "
        "both garments at once, one fading as the other comes. Mixed codes show one shape that narrows and splits, or "
        "a shoe whose shaft grows; the VAE's are softer, and halfway dimmer than at the ends. Over "
        f"{PAIRS} pairs pictures on the way are {metrics['pixel_stray']:.2f} from real images for pixels, "
        f"{metrics['ae_stray']:.2f} for the autoencoder and {metrics['vae_stray']:.2f} for the VAE, where 1 is usual."
    )


def picture(theme: Theme, strips: dict[str, list[tuple[str, str | None, Array]]], metrics: Readings) -> Figure:
    """One strip under the other, in two groups."""
    names = ("pixel_stray", "ae_stray", "vae_stray", "vae_round_stray")
    figure = sheet(22 + 2 * 398)
    for group, (title, rows) in enumerate(strips.items()):
        top = 402 * group
        write(figure, 0, top + 12, title, weight="bold", size=11.5)
        for k, (label, kind, pictures) in enumerate(rows):
            y = top + 30 + 93 * k
            write(figure, 0, y + 8, label, color=theme.model[kind] if kind else theme.ink)
            if group == 0:
                write(figure, 480, y + 8, f"strays {metrics[names[k]]:.2f}", ha="right")
            show(place(figure, 0, y + 19, 480, 480 / SHOWN - 2), pictures, SHOWN)
    return figure
