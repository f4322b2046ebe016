"""How probable a VAE finds an image: log p(x) by importance sampling.

With draws z_1..z_K from the encoder's q(z | x), the mean of the weights p(x | z) p(z) / q(z | x) estimates p(x)
without bias; its logarithm is on average below log p(x) and rises to it with K (Burda et al., 2016).  The mean of
the weights' logarithms estimates the evidence lower bound from the same draws.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from figures.data import Array

LOG_2PI = math.log(2 * math.pi)


@dataclass(frozen=True)
class Likelihood:
    """What importance sampling found for each image, in nats, (n,) each.

    Attributes:
        log_p: the estimate of log p(x).
        error: the standard error of that estimate, by the delta method: what the draws leave open.
        bound: the evidence lower bound, from the same draws.
        effective: how many equal draws the weights amount to; few mean that the estimate hangs on single draws.
    """

    log_p: Array
    error: Array
    bound: Array
    effective: Array

    def mean(self) -> tuple[float, float]:
        """The mean of log p(x) over the images, and its standard error from the draws and the choice of images."""
        n = len(self.log_p)
        return float(self.log_p.mean()), float(self.log_p.std(ddof=1) / math.sqrt(n))


def log_likelihood(
    images: Array,
    posterior: tuple[Array, Array],
    decode: Callable[[Array], Array],
    variance: float,
    draws: int = 500,
    seed: int = 0,
) -> Likelihood:
    """Log p(x) of each image under a decoder with Gaussian pixels of one variance.

    Args:
        images: (n, 28, 28).
        posterior: the encoder's means and sigmas for them, (n, latent) each.
        decode: codes (m, latent) to the mean images (m, 28, 28).
        variance: the variance of a pixel, as in training.
        draws: codes for each image.
        seed: where the draws come from.
    """
    random = np.random.default_rng(seed)
    weights = np.stack(
        [
            log_weights(image, mu, sigma, random.standard_normal((draws, len(mu))), decode, variance)
            for image, mu, sigma in zip(images, *posterior, strict=True)
        ]
    )
    top = weights.max(axis=1, keepdims=True)
    scaled = np.exp(weights - top)
    mean = scaled.mean(axis=1)
    return Likelihood(
        log_p=top[:, 0] + np.log(mean),
        error=scaled.std(axis=1, ddof=1) / (mean * math.sqrt(draws)),
        bound=weights.mean(axis=1),
        effective=np.square(scaled.sum(axis=1)) / np.square(scaled).sum(axis=1),
    )


def log_weights(
    image: Array, mu: Array, sigma: Array, epsilon: Array, decode: Callable[[Array], Array], variance: float
) -> Array:
    """log p(x | z) + log p(z) - log q(z | x) of one image, for each z = mu + sigma * epsilon: (draws,)."""
    codes = mu + sigma * epsilon
    squared = np.square(decode(codes.astype(np.float32)).astype(np.float64) - image).sum(axis=(1, 2))
    fits = -0.5 * (squared / variance + image.size * (LOG_2PI + math.log(variance)))
    prior = -0.5 * (np.square(codes) + LOG_2PI).sum(axis=1)
    drawn = -(0.5 * (np.square(epsilon) + LOG_2PI) + np.log(sigma)).sum(axis=1)
    return np.asarray(fits + prior - drawn)
