"""A classifier run backwards: pictures of which it is sure, and the garments that share the label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from matplotlib.figure import Figure
from pydantic import Field
from torch.nn.functional import cross_entropy

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import SHOWN, Array, Images, batch, load
from figures.measures.classified import Classifier, classifier, confidence
from figures.measures.controls import noise_like, trial
from figures.measures.judge import Judge, judge
from figures.recipes.latent_space import spread_over_seeds
from figures.style import Theme, drawing, place, rounded, sheet, show, write

KNOWN, EACH, STEPS, RATE = 4500, 20, 40, 0.1
ROW = 84


class Params(Base):
    """How many classifiers are run backwards."""

    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """A classifier for each of the seeds."""
    return {f"classifier-{k}": wanted.classifier(seed + k) for k in range(params.replicas)}


@dataclass(frozen=True)
class Climbed:
    """Pictures found from one kind of start, `EACH` for each class, and how sure the classifier is of them."""

    pictures: Array
    sure: Array


def draw(params: Params, context: Context) -> Drawing:
    """Pictures from two kinds of starts, the mean of each class, and real garments; metrics over all classifiers."""
    images = load(context.data)
    held = batch(images)
    ruler = judge(images.train.images[:KNOWN], context.seed)
    models = [classifier(trained) for trained in context.models.values()]
    runs = [{start: climb(m, start, context.seed + k) for start in STARTS} for k, m in enumerate(models)]
    metrics = dict(
        spread_over_seeds([measures(m, found, images, ruler) for m, found in zip(models, runs, strict=True)])
    )
    metrics |= {f"{name}_distance": v["distance"] for name, v in trial(ruler.verdict, held.images, 1).items()}
    metrics["mean_distance"] = ruler.verdict(class_means(images)[held.labels])["distance"]
    strips = [*((title(start), shown(runs[0][start].pictures)) for start in STARTS)]
    strips.append(("The mean of all training garments with the label", class_means(images)[list(SHOWN)]))
    strips.append(("Garments with the label that it has not seen", real(images)))
    names = [images.classes[label] for label in SHOWN]
    data = rounded({"metrics": metrics, "labels": list(images.classes)})
    return drawing(lambda t: picture(t, names, strips), words(metrics), metrics=metrics, data=data)


STARTS = ("noise", "grey")
"""Pictures to climb from: each pixel anything, or all pixels nearly the same dark grey."""


def title(start: str) -> str:
    """A strip's title."""
    return f"Sure of the label, found from {'noise' if start == 'noise' else 'plain grey'}"


def climb(model: Classifier, start: str, seed: int) -> Climbed:
    """Pictures changed by gradient until the classifier is sure of their label, `EACH` for each class in turn.

    Activation maximisation (Simonyan, Vedaldi and Zisserman, 2014) without a prior: Adam on the pixels' logits.
    """
    random = torch.Generator().manual_seed(seed)
    labels = torch.arange(10).repeat_interleave(EACH)
    noise = torch.rand(len(labels), 1, 28, 28, generator=random)
    first = noise if start == "noise" else 0.3 + 0.04 * (noise - 0.5)
    logits = torch.logit(first, eps=0.02).requires_grad_()
    optimizer = torch.optim.Adam([logits], RATE)
    with torch.enable_grad():
        for _ in range(STEPS):
            optimizer.zero_grad()
            cross_entropy(model.net(torch.sigmoid(logits)), labels, reduction="sum").backward()
            optimizer.step()
    pictures = torch.sigmoid(logits).detach()[:, 0].numpy()
    return Climbed(pictures, model.probabilities(pictures)[np.arange(len(labels)), labels.numpy()])


def measures(model: Classifier, found: dict[str, Climbed], images: Images, ruler: Judge) -> dict[str, float]:
    """What one classifier gives: how sure it is, how far from garments, and how unlike two pictures of a label are."""
    held = batch(images)
    values = {
        "accuracy": model.accuracy(held.images, held.labels),
        "real_confidence": confidence(model.probabilities(held.images)),
        "noise_confidence": confidence(model.probabilities(noise_like(held.images, 1))),
    }
    for start, climbed in found.items():
        values[f"{start}_sure"] = float(np.median(climbed.sure))
        values[f"{start}_far"] = ruler.verdict(climbed.pictures)["distance"]
    return values


def class_means(images: Images) -> Array:
    """The mean training image of each class, (classes, 28, 28)."""
    train = images.train
    return np.stack([train.images[train.labels == k].mean(axis=0) for k in range(len(images.classes))])


def shown(pictures: Array) -> Array:
    """The first two pictures of each class that is shown, (8, 28, 28)."""
    return np.concatenate([pictures[EACH * label : EACH * label + 2] for label in SHOWN])


def real(images: Images) -> Array:
    """Two garments of each class that is shown: of the first twenty, the two least alike, (8, 28, 28)."""
    held = batch(images)
    return np.concatenate([unlike(held.images[held.labels == label][:20]) for label in SHOWN])


def unlike(pictures: Array) -> Array:
    """The two pictures that differ most."""
    apart = np.square(pictures[:, None] - pictures[None]).sum(axis=(2, 3))
    return np.asarray(pictures[list(np.unravel_index(apart.argmax(), apart.shape))])


def words(metrics: dict[str, float]) -> str:
    """What is to be seen, in words."""
    return (
        "Four rows of pictures for the labels T-shirt, Trouser, Sneaker and Bag. Pictures found from noise look like "
        f"noise, those found from grey like coarse cloth, at distances {metrics['noise_far']:.0f} and "
        f"{metrics['grey_far']:.0f} from real garments, where pixel noise has 100; the classifier is sure of all of "
        "them. The means are blurred outlines. In the last row garments with the same label differ in cut and grey."
    )


def picture(theme: Theme, names: list[str], strips: list[tuple[str, Array]]) -> Figure:
    """One strip under the other, two pictures to a label."""
    figure = sheet(24 + ROW * len(strips))
    for k, name in enumerate(names):
        write(figure, 120 * k + 58, 10, name, ha="center", color=theme.classes.get(name, theme.ink))
    for row, (head, pictures) in enumerate(strips):
        write(figure, 0, 24 + ROW * row + 12, head, weight="bold")
        each = len(pictures) // len(names)
        for k in range(len(names)):
            left, width = 120 * k + 57 - 28.5 * each, 57 * each
            show(place(figure, left, 24 + ROW * row + 24, width, 56), pictures[each * k : each * (k + 1)], each)
    return figure
