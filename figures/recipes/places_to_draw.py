"""Charge 4: where random codes can come from, and how far the pictures are from real ones."""

from __future__ import annotations

from matplotlib.figure import Figure

from builder.jobs.recipes import Context, Drawing
from figures.charges import KINDS, LATENTS, Court, Readings, by_model, court, draws, places, spread
from figures.charges import Params as Params
from figures.charges import needs as needs
from figures.data import Array, load
from figures.dots import NAMES, Row, mark, rows_of_dots
from figures.measures.codes import typical_norm
from figures.measures.controls import trial
from figures.probe import Probe, probe
from figures.style import Theme, drawing, place, rounded, sheet, show, write

SOURCES = {"prior": "N(0, I)", "box": "a box", "gaussian": "1 Gaussian", "mixture": "10 Gaussians"}
SHOWN, TOP = 8, 540


def draw(params: Params, context: Context) -> Drawing:
    """Dots for the distance of draws by their source, short codes above and long ones below; then some draws."""
    bench = court(load(context.data), context.seed)
    probes = {name: probe(trained) for name, trained in context.models.items()}
    readings = {name: draws(model, bench, context.seed) for name, model in probes.items()}
    metrics = dict(spread(readings)) | {f"typical_norm_{latent}": typical_norm(latent) for latent in LATENTS}
    controls = trial(bench.judge.verdict, bench.held.images, context.seed + 1)
    metrics |= {f"{name}_distance": found["distance"] for name, found in controls.items()}
    strips = some_draws(probes, bench, context.seed)
    alt = (
        "Dots for the distance of decoded random codes from real images. Codes of two numbers from N(0, I) give the "
        f"autoencoder {metrics['ae_2_prior']:.0f} and the VAE {metrics['vae_2_prior']:.0f}; smears have "
        f"{metrics['smear_distance']:.0f}. From ten Gaussians fitted to its codes the autoencoder has "
        f"{metrics['ae_2_mixture']:.0f}. With sixteen numbers these are {metrics['ae_16_prior']:.0f}, "
        f"{metrics['vae_16_prior']:.0f} and {metrics['ae_16_mixture']:.1f}. Below, draws of long codes: torn shapes "
        "from the autoencoder with N(0, I), garments with ten Gaussians, soft garments from the VAE."
    )
    return drawing(
        lambda theme: picture(theme, readings, metrics, strips), alt, metrics=metrics, data=rounded(readings)
    )


def some_draws(probes: dict[str, Probe], bench: Court, seed: int) -> list[tuple[str, str, Array]]:
    """A title, a kind of model and some pictures for three ways to draw long codes."""
    found = []
    for kind, source in (("ae", "prior"), ("ae", "mixture"), ("vae", "prior")):
        model = probes[f"{kind}-{max(LATENTS)}-0"]
        codes = places(model, bench, seed)[source][:SHOWN]
        found.append((f"{NAMES[kind]}, {max(LATENTS)}: {SOURCES[source]}", kind, model.decode(codes)))
    return found


def picture(
    theme: Theme, readings: dict[str, Readings], metrics: Readings, strips: list[tuple[str, str, Array]]
) -> Figure:
    """A panel of dots for each length of code, on one scale, then the strips."""
    figure = sheet(TOP + 80 * len(strips))
    most = max(max(by_model(readings, kind, latent, "prior")) for kind in KINDS for latent in LATENTS)
    for k, latent in enumerate(LATENTS):
        write(figure, 0, 14 + 262 * k, f"Distance of random codes, {latent} numbers", weight="bold", size=11)
        axes = place(figure, 186, 46 + 262 * k, 282, 186)
        rows_of_dots(theme, axes, rows_by_source(readings, latent))
        axes.set_xlim(0, 1.2 * most)
        mark(theme, axes, metrics["real_distance"], "real")
        mark(theme, axes, metrics["smear_distance"], "smears")
    for k, (title, kind, images) in enumerate(strips):
        write(figure, 0, TOP + 10 + 80 * k, title, weight="bold", color=theme.model[kind])
        show(place(figure, 0, TOP + 20 + 80 * k, SHOWN * 54, 52), images, SHOWN)
    return figure


def rows_by_source(readings: dict[str, Readings], latent: int) -> list[Row | None]:
    """A row for each source, the autoencoder's above, the VAE's below."""
    found: list[Row | None] = []
    for kind in KINDS:
        of_kind = f"{NAMES[kind]}, "
        found += [Row(of_kind + SOURCES[name], kind, by_model(readings, kind, latent, name)) for name in SOURCES]
        found.append(None)
    return found[:-1]
