"""The autoencoder: an image is squeezed through a few numbers and drawn again from them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from figures.models.model import Batch, Model

DARKEST = 0.001
"""The least mean grey that an untrained decoder is set to: a sigmoid never gives 0."""


@dataclass(frozen=True)
class Config:
    """The autoencoder's size.

    Attributes:
        latent: how many numbers make up a code.
        channels: feature maps after the first convolution; the second has twice as many.
    """

    latent: int = 2
    channels: int = 16


class Encoder(nn.Module):
    """An image to `outputs` numbers: two convolutions of stride 2 and a linear layer."""

    def __init__(self, config: Config, outputs: int) -> None:
        super().__init__()
        c = config.channels
        self.layers = nn.Sequential(
            nn.Conv2d(1, c, 3, stride=2, padding=1),  # 1x28x28 -> 16x14x14
            nn.ReLU(),
            nn.Conv2d(c, 2 * c, 3, stride=2, padding=1),  # -> 32x7x7
            nn.ReLU(),
            nn.Flatten(),  # -> 1568
            nn.Linear(2 * c * 7 * 7, outputs),
        )

    def forward(self, images: Tensor) -> Tensor:
        """(n, 1, 28, 28) -> (n, outputs)."""
        numbers: Tensor = self.layers(images)
        return numbers


class Decoder(nn.Module):
    """A code to an image: the encoder's steps in reverse, greys between 0 and 1."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        c = config.channels
        self.layers = nn.Sequential(
            nn.Linear(config.latent, 2 * c * 7 * 7),  # -> 1568
            nn.ReLU(),
            nn.Unflatten(1, (2 * c, 7, 7)),  # -> 32x7x7
            nn.ConvTranspose2d(2 * c, c, 3, stride=2, padding=1, output_padding=1),  # -> 16x14x14
            nn.ReLU(),
            nn.ConvTranspose2d(c, 1, 3, stride=2, padding=1, output_padding=1),  # -> 1x28x28
            nn.Sigmoid(),
        )

    def forward(self, codes: Tensor) -> Tensor:
        """(n, latent) -> (n, 1, 28, 28)."""
        images: Tensor = self.layers(codes)
        return images

    @torch.no_grad()
    def begin_at(self, images: Tensor) -> None:
        """Has the untrained decoder draw about the images' mean grey; without it the first epoch learns just that."""
        grey = min(max(images.mean().item(), DARKEST), 1 - DARKEST)
        *_, bias = self.parameters()
        bias.fill_(math.log(grey / (1 - grey)))


class Autoencoder(Model):
    """Encoder and decoder with a bottleneck between them."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.encoder = Encoder(config, config.latent)
        self.decoder = Decoder(config)

    def codes(self, images: Tensor) -> Tensor:
        """Each image's code: (n, 1, 28, 28) -> (n, latent)."""
        codes: Tensor = self.encoder(images)
        return codes

    def losses(self, batch: Batch, noise: torch.Generator) -> tuple[Tensor, Tensor]:
        """Each image's squared error, summed over its pixels, (n,), and no divergence, (n, 0)."""
        drawn = self.decoder(self.codes(batch.images))
        error = (drawn - batch.images).square().sum(dim=(1, 2, 3))
        return error, error.new_zeros(len(error), 0)

    def readings(self, batch: Batch) -> dict[str, Tensor]:
        """How far the codes spread: the standard deviation of each number over the batch."""
        return {"spread": self.codes(batch.images).std(dim=0)}

    def prepare(self, images: Tensor) -> None:
        """Has the decoder begin at the mean grey of the training images."""
        self.decoder.begin_at(images)


Net = Autoencoder
"""What `figures.training` builds from this module's Config."""
