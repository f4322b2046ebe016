"""What training asks of a model, whatever it learns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Batch:
    """Images with their classes: greys from 0 to 1, (n, 1, 28, 28), and labels, (n,)."""

    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, rows: Tensor | slice) -> Batch:
        return Batch(self.images[rows], self.labels[rows])


class Model(nn.Module, ABC):
    """A module that can tell its losses, and what is worth reading beside them.

    Attributes:
        draws: whether its error is a squared error of pixels.
    """

    draws = True

    @abstractmethod
    def losses(self, batch: Batch, noise: torch.Generator) -> tuple[Tensor, Tensor]:
        """Each image's error, (n,), and the KL of each number of its code in nats, (n, k); k is 0 without a KL."""

    @abstractmethod
    def readings(self, batch: Batch) -> dict[str, Tensor]:
        """Further measurements over a batch by name, each one number or one per number of the code."""

    def prepare(self, images: Tensor) -> None:
        """Sets what can be known from the training images before the first step; by default nothing."""
        del images
