"""The variational autoencoder (Kingma and Welling, 2013): an image becomes a cloud of codes.

The encoder gives a mean and a log-variance for each number of the code.  Training draws one code from
that Gaussian, and the divergence from N(0, I) is added to the loss, weighted by beta (Higgins et al., 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from figures.models import autoencoder
from figures.models.model import Batch, Model


@dataclass(frozen=True)
class Config(autoencoder.Config):
    """The VAE's size, and how the noise in its codes is set.

    Attributes:
        fixed_sigma: None when each image's sigma is learned, or one sigma for all images.
    """

    fixed_sigma: float | None = None


def reparameterize(mu: Tensor, logvar: Tensor, noise: torch.Generator) -> Tensor:
    """One draw from N(mu, exp(logvar)) for each row, as mu + sigma * epsilon, so that gradients reach both."""
    epsilon = torch.randn(mu.shape, generator=noise, device=noise.device).to(mu.device)
    return mu + torch.exp(0.5 * logvar) * epsilon


def kl_to_standard_normal(mu: Tensor, logvar: Tensor) -> Tensor:
    """KL(N(mu, exp(logvar)) || N(0, 1)) of each number in nats, in closed form (Kingma and Welling, appendix B)."""
    return -0.5 * (1 + logvar - mu.square() - logvar.exp())


class VAE(Model):
    """The autoencoder's layers with an encoder that gives twice as many numbers: means and log-variances."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.encoder = autoencoder.Encoder(config, 2 * config.latent)
        self.decoder = autoencoder.Decoder(config)

    def posterior(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """Each image's mean and log-variance: (n, 1, 28, 28) -> (n, latent) both."""
        mu, logvar = self.encoder(images).chunk(2, dim=1)
        if self.config.fixed_sigma is not None:
            logvar = torch.full_like(mu, self.config.fixed_sigma).log() * 2
        return mu, logvar

    def codes(self, images: Tensor) -> Tensor:
        """Each image's mean code: (n, 1, 28, 28) -> (n, latent)."""
        return self.posterior(images)[0]

    def losses(self, batch: Batch, noise: torch.Generator) -> tuple[Tensor, Tensor]:
        """Each image's squared error with one drawn code, summed over its pixels, (n,), and its KL, (n, latent)."""
        mu, logvar = self.posterior(batch.images)
        drawn = self.decoder(reparameterize(mu, logvar, noise))
        error = (drawn - batch.images).square().sum(dim=(1, 2, 3))
        return error, kl_to_standard_normal(mu, logvar)

    def readings(self, batch: Batch) -> dict[str, Tensor]:
        """For each number of the code: its mean KL, its median sigma, and how far its means spread."""
        mu, logvar = self.posterior(batch.images)
        sigma = torch.exp(0.5 * logvar).quantile(0.5, dim=0)
        return {"kl": kl_to_standard_normal(mu, logvar).mean(dim=0), "sigma": sigma, "spread": mu.std(dim=0)}

    def prepare(self, images: Tensor) -> None:
        """Has the decoder begin at the mean grey of the training images."""
        self.decoder.begin_at(images)


Net = VAE
"""What `figures.training` builds from this module's Config."""
