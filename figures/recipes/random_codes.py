"""What random codes decode to: from N(0, I), and from densities fitted to the codes."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import Images, load
from figures.measures.controls import trial
from figures.measures.judge import judge
from figures.probe import Array, Probe, probe
from figures.recipes.latent_space import spread_over_seeds
from figures.samplers import fitted_gaussian, fitted_mixture, standard_normal
from figures.style import Theme, drawing, place, rounded, sheet, show, write

DRAWS, SHOWN, KNOWN = 1000, 9, 4500
ROW, STRIP = 82, 52


class Params(Base):
    """The models' code length, and how many of each kind are measured."""

    latent: int = Field(default=2, ge=1)
    replicas: int = Field(default=3, ge=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """Both models for each of the seeds."""
    found = {f"ae-{k}": wanted.autoencoder(params.latent, seed + k) for k in range(params.replicas)}
    return found | {f"vae-{k}": wanted.vae(params.latent, 1.0, seed + k) for k in range(params.replicas)}


@dataclass(frozen=True)
class Source:
    """A way to get pictures: its name in metrics, its title, whose colour it has, and some of its pictures."""

    name: str
    title: str
    kind: str | None
    pictures: Array


def draw(params: Params, context: Context) -> Drawing:
    """A strip of pictures for each source; metrics over all models and all that the measure is tested on."""
    images = load(context.data)
    ruler = judge(images.train.images[:KNOWN], context.seed)
    real = images.test.images
    models = {name: probe(trained) for name, trained in context.models.items()}
    measured: dict[str, list[dict[str, float]]] = {}
    shown: list[Source] = []
    for name, model in models.items():
        for source in sources(model, name.split("-")[0], images, context.seed):
            measured.setdefault(source.name, []).append(ruler.verdict(source.pictures))
            if name.endswith("-0"):
                shown.append(source)
    measured |= {name: [verdict] for name, verdict in trial(ruler.verdict, real, context.seed + 1).items()}
    shown.append(Source("real", "Real garments that no model has seen", None, real))
    metrics = {
        f"{name}_{what}": value for name, all_of in measured.items() for what, value in spread_over_seeds(all_of)
    }
    data = rounded(measured, 3)
    return drawing(lambda theme: picture(theme, shown, metrics), words(metrics), metrics=metrics, data=data)


def sources(model: Probe, kind: str, images: Images, seed: int) -> list[Source]:
    """What a model makes of random codes, by where they come from."""
    codes, _ = model.encode(images.train.images)
    label = "Autoencoder" if kind == "ae" else "VAE"
    drawn = {
        "prior": (standard_normal(DRAWS, codes.shape[1], seed), "codes from N(0, I)"),
        "gaussian": (fitted_gaussian(codes, DRAWS, seed), "a Gaussian fitted to its codes"),
        "mixture": (fitted_mixture(codes, DRAWS, seed), "ten Gaussians fitted to its codes"),
    }
    return [Source(f"{kind}_{name}", f"{label}: {title}", kind, model.decode(z)) for name, (z, title) in drawn.items()]


def words(metrics: dict[str, float]) -> str:
    """What is to be seen, in words."""
    return (
        "Strips of decoded random codes. The autoencoder's codes from N(0, I) give torn or doubled shapes, "
        f"at distance {metrics['ae_prior_distance']:.0f} from real garments, where pixel noise has 100. "
        f"With ten Gaussians fitted to its codes it gives garments, at {metrics['ae_mixture_distance']:.1f}. "
        f"The VAE gives soft garments from N(0, I), at {metrics['vae_prior_distance']:.1f}. "
        "The last strip shows real garments."
    )


def picture(theme: Theme, shown: list[Source], metrics: dict[str, float]) -> Figure:
    """One strip under the other, each with its title and its measures."""
    kept = [s for s in shown if s.name != "vae_gaussian"]
    figure = sheet(ROW * len(kept))
    for k, source in enumerate(kept):
        colour = theme.model[source.kind] if source.kind else theme.ink
        write(figure, 0, ROW * k + 12, source.title, weight="bold", color=colour)
        write(figure, 480, ROW * k + 12, f"distance {metrics[f'{source.name}_distance']:.1f}", ha="right")
        show(place(figure, 0, ROW * k + 24, SHOWN * 480 / SHOWN, STRIP), source.pictures[:SHOWN], SHOWN)
    return figure
