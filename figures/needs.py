"""The trained models that figures ask for; the same words here mean the same training run.

A setting is named only where it differs from the usual one: two needs are the same if they say the same.
Snapshots are epochs whose weights are kept too, 0 being the untrained model.  Keeping them makes a run of its
own, so figures that share a model should ask for the same ones.
"""

from __future__ import annotations

from typing import Any

from builder.jobs.recipes import Need

USUAL_VARIANCE = 0.5
"""The decoder's variance where none is stated, which leaves the squared error as it is."""

Epochs = tuple[int, ...]

BUILT = 32
"""How many numbers are in the code of the autoencoder that the lesson about autoencoders builds."""

BUILT_EPOCHS: Epochs = (0, 1, 2, 4, 8)
"""The epochs of that autoencoder of which figures show pictures."""


def autoencoder(latent: int, seed: int, *, snapshots: Epochs = ()) -> Need:
    """A plain autoencoder with codes of `latent` numbers."""
    return Need("autoencoder", {"latent": latent}, training(USUAL_VARIANCE, snapshots), seed)


def sized(latent: int, seed: int) -> Need:
    """The lesson's autoencoder with codes of any size; all figures keep the same epochs of the one that it builds."""
    return autoencoder(latent, seed, snapshots=BUILT_EPOCHS if latent == BUILT else ())


def vae(
    latent: int, beta: float, seed: int, *, decoder_variance: float = USUAL_VARIANCE, snapshots: Epochs = ()
) -> Need:
    """A VAE with codes of `latent` numbers whose KL term weighs `beta`, and whose pixels have the stated variance.

    What is traded is the same as with a beta of `2 * decoder_variance * beta` at the usual variance.
    """
    return Need("vae", {"latent": latent}, {"beta": float(beta)} | training(decoder_variance, snapshots), seed)


def pairs(latent: int, replicas: int, seed: int) -> dict[str, Need]:
    """An autoencoder and a VAE of one length of code from each of several seeds, as `ae-0` and `vae-0`."""
    found = {f"ae-{k}": autoencoder(latent, seed + k) for k in range(replicas)}
    return found | {f"vae-{k}": vae(latent, 1.0, seed + k) for k in range(replicas)}


def learned_noise(latent: int, seed: int, *, snapshots: Epochs = ()) -> Need:
    """An autoencoder whose codes get noise of a learned sigma in training, and no KL term."""
    return vae(latent, 0.0, seed, snapshots=snapshots)


def fixed_noise(latent: int, sigma: float, seed: int, *, snapshots: Epochs = ()) -> Need:
    """An autoencoder whose codes get noise of one sigma for all images in training, and no KL term."""
    config = {"latent": latent, "fixed_sigma": sigma}
    return Need("vae", config, {"beta": 0.0} | training(USUAL_VARIANCE, snapshots), seed)


def rationed(need: Need, label: int, share: float) -> Need:
    """The same model, trained with only this share of the images of one class; with 0 it never sees the class."""
    return Need(need.model, need.config, {**need.training, "rare": label, "rare_share": share}, need.seed)


def classifier(seed: int = 0) -> Need:
    """A small classifier, for measures that compare its features."""
    return Need("classifier", {}, {}, seed)


def training(variance: float, snapshots: Epochs) -> dict[str, Any]:
    """The settings that are not the usual ones."""
    found: dict[str, Any] = {}
    if variance != USUAL_VARIANCE:
        found["decoder_variance"] = variance
    if snapshots:
        found["snapshots"] = sorted(set(snapshots))
    return found
