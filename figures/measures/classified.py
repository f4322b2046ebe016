"""What a classifier sees in pictures: features that serve measures, and a confidence that misleads.

A classifier must name some class, and was never shown what is none: it is as sure of a smear as of a garment.
So its confidence, or the entropy of its answers, says little about how real a picture looks (on the same fault
of the Inception score see Barratt and Sharma, 2018).  They are here to show that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from builder.jobs.recipes import Trained
from figures.data import Array
from figures.training import load


@dataclass(frozen=True)
class Classifier:
    """A trained classifier, asked in numpy's terms: pictures are (n, 28, 28)."""

    net: nn.Module

    @torch.no_grad()
    def features(self, images: Array) -> Array:
        """What its last layer reads, (n, features)."""
        found: Array = self.net.features(_tensor(images)).numpy()  # type: ignore[operator]
        return found

    @torch.no_grad()
    def probabilities(self, images: Array) -> Array:
        """How probable each class seems for each picture, (n, classes)."""
        found: Array = torch.softmax(self.net(_tensor(images)), dim=1).numpy()
        return found

    def accuracy(self, images: Array, labels: Array) -> float:
        """The share of pictures whose class it names."""
        return float((self.probabilities(images).argmax(axis=1) == labels).mean())


def classifier(trained: Trained) -> Classifier:
    """A trained classifier, loaded."""
    torch.set_num_threads(1)
    return Classifier(load(trained))


def confidence(probabilities: Array) -> float:
    """The mean probability of the class that is named: no measure of how real pictures look."""
    return float(probabilities.max(axis=1).mean())


def entropy(probabilities: Array) -> float:
    """The mean entropy of the answers, in nats: no measure of how real pictures look either."""
    return float(-(probabilities * np.log(np.maximum(probabilities, 1e-12))).sum(axis=1).mean())


def _tensor(images: Array) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(images, np.float32))[:, None]
