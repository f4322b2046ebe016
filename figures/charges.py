"""Five charges against the plain autoencoder, each as measurements that a trained model can pass or fail.

An autoencoder and a VAE are on trial side by side, with short and with long codes, each trained from several seeds.
A difference counts only if it shows in every pair of runs and is not small: see `finding`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from builder.jobs.recipes import Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Array, Images, Split, batch
from figures.dots import NAMES, Row
from figures.measures.codes import norms
from figures.measures.interpolation import between, roughness
from figures.measures.judge import Judge, judge
from figures.measures.neighbours import flat, kept, purity
from figures.measures.overlap import overlap
from figures.measures.reconstruction import by_class, errors
from figures.probe import Probe
from figures.samplers import bounding_box, fitted_gaussian, fitted_mixture, standard_normal

KINDS, LATENTS = ("ae", "vae"), (2, 16)
KNOWN, PAIRS, WAYS, STEPS = 4500, 500, 100, 11
MARGIN = 0.05
"""Means that differ by less than this share of the smaller one count as alike, however steady the difference is."""

Readings = dict[str, float]


@dataclass(frozen=True)
class Court:
    """What all models are measured with: the data, its held-out batch, and a judge that knows training images.

    Attributes:
        images: the data set.
        held: the held-out batch.
        judge: knows the first training images by their edges.
        pairs: rows of the batch between which interpolations go, (pairs, 2).
    """

    images: Images
    held: Split
    judge: Judge
    pairs: Array


def court(images: Images, seed: int) -> Court:
    """The court for a data set; the seed chooses the pairs."""
    held = batch(images)
    pairs = np.random.default_rng(seed).integers(0, len(held.images), (PAIRS, 2))
    return Court(images, held, judge(images.train.images[:KNOWN], seed), pairs)


def models(replicas: int, seed: int, latents: Sequence[int] = LATENTS) -> dict[str, Need]:
    """Both kinds of model at each length of code, from several seeds, as `ae-16-0`."""
    return {
        f"{kind}-{latent}-{k}": (
            wanted.autoencoder(latent, seed + k) if kind == "ae" else wanted.vae(latent, 1.0, seed + k)
        )
        for kind in KINDS
        for latent in latents
        for k in range(replicas)
    }


class Params(Base):
    """What the recipes of the charges take: how many models of each kind are measured."""

    replicas: int = Field(default=3, ge=2)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """What these recipes need: both models at both lengths of code, for each of the seeds."""
    return models(params.replicas, seed)


def order(model: Probe, court: Court) -> Readings:
    """Charge 1: whether images that are alike have codes that are near each other.

    `kept` is the share of the ten nearest neighbours by pixels that are also among the ten nearest by code; `purity`
    the share of the ten nearest by code that are of the same class.
    """
    codes, _ = model.encode(court.held.images)
    return {"kept": kept(flat(court.held.images), codes), "purity": purity(codes, court.held.labels)}


def service(model: Probe, court: Court) -> Readings:
    """Charge 2: how unevenly the classes are drawn.

    `uneven` is the mean error of the class that is drawn worst, in units of the one that is drawn best; `worst` is
    that class's error itself, in squared greys summed over an image.
    """
    found = list(class_errors(model, court).values())
    return {"uneven": max(found) / min(found), "worst": max(found)}


def class_errors(model: Probe, court: Court) -> dict[str, float]:
    """The mean squared error of each class of the held-out batch."""
    held = court.held
    return by_class(model.errors(held.images), held.labels, court.images.classes)


def breadth(model: Probe, court: Court) -> Readings:
    """Charge 3: how much of the real images' variety comes through the code, and whether it does for new ones.

    `covered` is the share of held-out images with a redrawn one in their neighbourhood (coverage); `gap` by which
    share the error on held-out images exceeds that on training images; `error` the former itself.
    """
    held, seen = court.held.images, court.images.train.images[: len(court.held.images)]
    redrawn = model.redraw(held)
    lost = float(errors(held, redrawn).mean())
    gap = lost / float(model.errors(seen).mean()) - 1
    return {"covered": covered_by(court, redrawn), "gap": gap, "error": lost}


def covered_by(court: Court, pictures: Array) -> float:
    """The share of the held-out images that have one of these pictures in their neighbourhood (Naeem et al., 2020)."""
    see = court.judge.see
    return overlap(see(court.held.images), see(pictures)).coverage


def places(model: Probe, court: Court, seed: int) -> dict[str, Array]:
    """Codes from four sources: N(0, I), the box around the codes, and one or ten Gaussians fitted to them."""
    codes, _ = model.encode(court.images.train.images)
    count = len(court.held.images)
    return {
        "prior": standard_normal(count, codes.shape[1], seed),
        "box": bounding_box(codes, count, seed),
        "gaussian": fitted_gaussian(codes, count, seed),
        "mixture": fitted_mixture(codes, count, seed),
    }


def draws(model: Probe, court: Court, seed: int) -> Readings:
    """Charge 4: how far decoded random codes are from real images, by where they come from, and where codes lie.

    `prior`, `box`, `gaussian` and `mixture` are distances; `covers_prior` and `covers_mixture` coverages; `norm` is
    the codes' mean distance from the origin.
    """
    found = {"norm": float(norms(model.encode(court.held.images)[0]).mean())}
    for name, codes in places(model, court, seed).items():
        pictures = model.decode(codes)
        found[name] = court.judge.verdict(pictures)["distance"]
        if name in ("prior", "mixture"):
            found[f"covers_{name}"] = covered_by(court, pictures)
    return found


def ways(model: Probe, court: Court) -> Readings:
    """Charge 5: what lies between the codes of two images.

    `halfway` is the share of pictures in the middle of straight ways that lie near a real image, `ends` the same of
    the pictures where ways begin; `rough` is how uneven the steps of a way are in pixels, 0 when all are alike
    (Berthelot et al., 2019).  The distance to the nearest real image would not do for `halfway`: smears pass it.
    """
    codes, _ = model.encode(court.held.images)
    start, end = codes[court.pairs[:, 0]], codes[court.pairs[:, 1]]
    lines = between(start[:WAYS], end[:WAYS], STEPS)
    drawn = model.decode(lines.reshape(-1, codes.shape[1])).reshape(len(lines), STEPS, -1)
    return {
        "halfway": lifelike(model.decode((start + end) / 2), court),
        "ends": lifelike(model.decode(start), court),
        "rough": float(roughness(drawn).mean()),
    }


def lifelike(pictures: Array, court: Court) -> float:
    """The share of pictures in the neighbourhood of a real one (Kynkaanniemi et al., 2019), see `Judge.verdict`."""
    return court.judge.verdict(pictures)["near"]


def by_model(readings: Mapping[str, Readings], kind: str, latent: int, what: str) -> list[float]:
    """One reading of all runs of one kind of model at one length of code."""
    return [found[what] for name, found in readings.items() if name.startswith(f"{kind}-{latent}-")]


def spread(readings: Mapping[str, Readings]) -> Iterator[tuple[str, float]]:
    """Metrics such as `ae_16_kept`: each reading's mean over the runs, and its least and greatest value."""
    for run, of_run in readings.items():
        kind, latent, replica = run.split("-")
        if replica != "0":
            continue
        for what in of_run:
            values = by_model(readings, kind, int(latent), what)
            name = f"{kind}_{latent}_{what}"
            yield name, float(np.mean(values))
            yield f"{name}_least", min(values)
            yield f"{name}_most", max(values)


def rows(readings: Mapping[str, Readings], what: str) -> list[Row | None]:
    """A row of dots for each kind of model and length of code, short codes first."""
    found: list[Row | None] = []
    for latent in LATENTS:
        found += [Row(f"{NAMES[kind]}, {latent}", kind, by_model(readings, kind, latent, what)) for kind in KINDS]
        found.append(None)
    return found[:-1]


def finding(ae: Sequence[float], vae: Sequence[float], more_is_better: bool) -> int:
    """How the autoencoder does beside the VAE: 1 better, -1 worse, 0 alike.

    It is better or worse only if each of its runs is, against each run of the VAE, and if the means differ by more
    than `MARGIN`.  With three runs each, runs of two equal models are fully apart in one case of ten.
    """
    low, high = sorted((float(np.mean(ae)), float(np.mean(vae))))
    if high - low <= MARGIN * abs(low):
        return 0
    above = min(ae) > max(vae)
    below = max(ae) < min(vae)
    return 0 if not (above or below) else (1 if above == more_is_better else -1)


def everything(model: Probe, court: Court, seed: int) -> Readings:
    """The readings of all five charges."""
    found = order(model, court) | service(model, court) | breadth(model, court)
    return found | draws(model, court, seed) | ways(model, court)
