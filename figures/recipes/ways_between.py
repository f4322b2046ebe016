"""Charge 5: what lies between two images' codes, beside a cross-fade of their pixels and beside real images."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from builder.jobs.recipes import Context, Drawing
from figures.charges import KINDS, LATENTS, Court, Readings, court, lifelike, rows, spread, ways
from figures.charges import Params as Params
from figures.charges import needs as needs
from figures.data import Array, exemplars, load
from figures.dots import NAMES, mark, rows_of_dots
from figures.measures.controls import controls
from figures.measures.interpolation import between
from figures.measures.neighbours import distances, flat
from figures.probe import Probe, probe
from figures.style import Theme, drawing, place, rounded, sheet, show, write

FROM, TO, STEPS = 0, 2, 8
"""Which exemplars the shown ways go between, and how many pictures they have."""


def draw(params: Params, context: Context) -> Drawing:
    """Ways from one garment to another; below, dots for the pictures halfway and for the evenness of the steps."""
    bench = court(load(context.data), context.seed)
    probes = {name: probe(trained) for name, trained in context.models.items()}
    readings = {name: ways(model, bench) for name, model in probes.items()}
    metrics = dict(spread(readings)) | compared(bench, context.seed)
    strips, names = shown(probes, bench), exemplars(bench.images).names
    alt = (
        f"Ways from {names[FROM]} to {names[TO]}. The cross-fade lays both over each other; models turn one into the "
        f"other through other shapes. Below, dots: halfway {metrics['ae_2_halfway']:.0%} of pictures lie near a real "
        f"one for the autoencoder and {metrics['vae_2_halfway']:.0%} for the VAE with two numbers, "
        f"{metrics['ae_16_halfway']:.0%} and {metrics['vae_16_halfway']:.0%} with sixteen, and of cross-fades "
        f"{metrics['fade_halfway']:.0%}. With sixteen numbers the steps are uneven by {metrics['ae_16_rough']:.3f} and "
        f"{metrics['vae_16_rough']:.3f}."
    )
    return drawing(
        lambda theme: picture(theme, readings, metrics, strips), alt, metrics=metrics, data=rounded(readings)
    )


def compared(bench: Court, seed: int) -> Readings:
    """The same share for cross-fades of real images, and for real images, smears and noise."""
    start, end = (bench.held.images[bench.pairs[:, k]] for k in (0, 1))
    pictures = controls(start, seed) | {"fade": (start + end) / 2}
    return {f"{name}_halfway": lifelike(images, bench) for name, images in pictures.items()}


def nearest_real(pictures: Array, bench: Court) -> Array:
    """For each picture the training image that is nearest to it by pixels."""
    train = bench.images.train.images
    return np.asarray(train[distances(flat(pictures), flat(train)).argmin(axis=1)])


def shown(probes: dict[str, Probe], bench: Court) -> list[tuple[str, str | None, Array]]:
    """A title, a kind of model and the pictures of each way between two exemplars."""
    ends = exemplars(bench.images).images[[FROM, TO]]
    fade = between(flat(ends[:1]), flat(ends[1:]), STEPS)[0].reshape(STEPS, 28, 28)
    found: list[tuple[str, str | None, Array]] = [("Cross-fade of pixels", None, fade)]
    for latent in LATENTS:
        for kind in KINDS:
            model = probes[f"{kind}-{latent}-0"]
            codes, _ = model.encode(ends)
            found.append((f"{NAMES[kind]}, {latent}", kind, model.decode(between(codes[:1], codes[1:], STEPS)[0])))
    found.append(("Real image nearest to each cross-fade", None, nearest_real(fade, bench)))
    return found


def picture(
    theme: Theme, readings: dict[str, Readings], metrics: Readings, strips: list[tuple[str, str | None, Array]]
) -> Figure:
    """The ways, then two panels of dots."""
    below = 80 * len(strips) + 8
    figure = sheet(below + 342)
    for k, (title, kind, images) in enumerate(strips):
        write(figure, 0, 10 + 80 * k, title, weight="bold", color=theme.model[kind] if kind else theme.ink)
        show(place(figure, 0, 20 + 80 * k, STEPS * 54, 52), images, STEPS)
    write(figure, 0, below + 14, "Pictures halfway that lie near a real one", weight="bold", size=11)
    halfway = place(figure, 118, below + 46, 350, 92)
    rows_of_dots(theme, halfway, rows(readings, "halfway"), "{:.0%}")
    halfway.set(xlim=(0, 1.1), xticks=(0, 0.5, 1))
    halfway.set_xticklabels(("0", "50%", "100%"))
    for name, words in (("fade", "cross-fades"), ("real", "real images")):
        mark(theme, halfway, metrics[f"{name}_halfway"], words)
    write(figure, 0, below + 184, "How uneven the steps are (0: all alike)", weight="bold", size=11)
    rows_of_dots(theme, place(figure, 118, below + 210, 350, 92), rows(readings, "rough"), "{:.3f}")
    return figure
