"""A trained model, asked in numpy's terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits
from torch import nn

from builder.jobs.recipes import Trained
from figures.training import load

Array = NDArray[Any]


@dataclass(frozen=True)
class Probe:
    """A trained model that encodes and decodes arrays: images (n, 28, 28), codes (n, latent)."""

    net: nn.Module

    @torch.no_grad()
    def encode(self, images: Array) -> tuple[Array, Array]:
        """Each image's mean code and its sigma; a plain autoencoder's sigma is 0."""
        pictures = torch.from_numpy(np.ascontiguousarray(images))[:, None]
        if not hasattr(self.net, "posterior"):
            codes: Array = self.net.codes(pictures).numpy()  # type: ignore[operator]
            return codes, np.zeros_like(codes)
        mu, logvar = self.net.posterior(pictures)  # type: ignore[operator]
        return mu.numpy(), np.exp(0.5 * logvar.numpy())

    @torch.no_grad()
    def decode(self, codes: Array) -> Array:
        """The images that codes stand for."""
        drawn: Array = self.net.decoder(torch.from_numpy(np.asarray(codes, np.float32)))[:, 0].numpy()  # type: ignore[operator]
        return drawn

    def redraw(self, images: Array) -> Array:
        """Images through the bottleneck, with the mean code."""
        return self.decode(self.encode(images)[0])

    def errors(self, images: Array) -> Array:
        """Each image's squared error, summed over its pixels, with the mean code."""
        squared: Array = np.square(self.redraw(images) - images).sum(axis=(1, 2))
        return squared


def probe(trained: Trained, epoch: int | None = None) -> Probe:
    """A trained model, loaded; one thread, so that sums come out the same bits each time.

    `epoch` takes the weights of that snapshot instead of the best ones.
    """
    torch.set_num_threads(1)
    threadpool_limits(1)
    return Probe(load(trained, epoch))


def kl_per_number(mu: Array, sigma: Array) -> Array:
    """KL(N(mu, sigma^2) || N(0, 1)) of each number in nats (Kingma and Welling, 2013, appendix B)."""
    return (0.5 * (np.square(mu) + np.square(sigma) - 1) - np.log(sigma)).astype(np.float32)
