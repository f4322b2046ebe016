"""The trained models that figures ask for; the same words here mean the same training run."""

from __future__ import annotations

from builder.jobs.recipes import Need


def autoencoder(latent: int, seed: int) -> Need:
    """A plain autoencoder with codes of `latent` numbers."""
    return Need("autoencoder", {"latent": latent}, {}, seed)


def vae(latent: int, beta: float, seed: int) -> Need:
    """A VAE with codes of `latent` numbers whose KL term weighs `beta`."""
    return Need("vae", {"latent": latent}, {"beta": beta}, seed)


def fixed_noise(latent: int, sigma: float, seed: int) -> Need:
    """An autoencoder whose codes get noise of one sigma for all images in training, and no KL term."""
    return Need("vae", {"latent": latent, "fixed_sigma": sigma}, {"beta": 0.0}, seed)
