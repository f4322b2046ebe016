"""A small classifier: names the class of an image, and lends its last features to measures.

It has the autoencoder's encoder; a linear layer on its features gives a score for each class.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from figures.models import autoencoder
from figures.models.model import Batch, Model


@dataclass(frozen=True)
class Config:
    """The classifier's size.

    Attributes:
        features: how many numbers an image becomes before the classes are scored.
        channels: feature maps after the first convolution; the second has twice as many.
        classes: how many classes there are.
    """

    features: int = 64
    channels: int = 16
    classes: int = 10


class Classifier(Model):
    """An encoder to features, and a linear layer from them to scores."""

    draws = False

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.encoder = autoencoder.Encoder(autoencoder.Config(channels=config.channels), config.features)
        self.head = nn.Linear(config.features, config.classes)

    def features(self, images: Tensor) -> Tensor:
        """What the classes are told by: (n, 1, 28, 28) -> (n, features), none below 0."""
        return torch.relu(self.encoder(images))

    def forward(self, images: Tensor) -> Tensor:
        """The scores of the classes, whose softmax is their probabilities: (n, 1, 28, 28) -> (n, classes)."""
        scores: Tensor = self.head(self.features(images))
        return scores

    def cross_entropy(self, images: Tensor, labels: Tensor) -> Tensor:
        """Each image's loss in nats: minus the log-probability of its class, (n,)."""
        return cross_entropy(self(images), labels, reduction="none")

    def losses(self, batch: Batch, noise: torch.Generator) -> tuple[Tensor, Tensor]:
        """Each image's cross-entropy in nats, (n,), and no divergence, (n, 0)."""
        error = self.cross_entropy(batch.images, batch.labels)
        return error, error.new_zeros(len(error), 0)

    def readings(self, batch: Batch) -> dict[str, Tensor]:
        """The share of images whose class gets the highest score."""
        return {"accuracy": (self(batch.images).argmax(dim=1) == batch.labels).float().mean()}


Net = Classifier
"""What `figures.training` builds from this module's Config."""
