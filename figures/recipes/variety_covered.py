"""Charge 3: how much of the real images' variety comes through a code, and what becomes of a class never seen."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from pydantic import Field

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.charges import KINDS, Court, Readings, breadth, court, covered_by, models, rows, spread
from figures.data import Array, load
from figures.dots import NAMES, Row, mark, rows_of_dots
from figures.measures.controls import trial
from figures.measures.reconstruction import errors
from figures.probe import Probe, probe
from figures.style import Theme, drawing, place, rounded, sheet, show, write

RARE, LATENT, SHOWN, TOP = 8, 16, 8, 380
"""The class that is held back, the length of its models' codes, and how many of its images are shown, from where."""


class Params(Base):
    """How many models of each kind are measured, and which share of the class the models see that see few of it."""

    replicas: int = Field(default=3, ge=2)
    few: float = Field(default=0.05, gt=0, lt=1)


def needs(params: Params, seed: int) -> dict[str, Need]:
    """Both models at both lengths of code, for each of the seeds, and those that saw few or none of one class."""
    whole = models(params.replicas, seed)
    less = {"few": params.few, "none": 0.0}
    return whole | {
        f"{name}-{word}": wanted.rationed(need, RARE, share)
        for name, need in whole.items()
        if f"-{LATENT}-" in name
        for word, share in less.items()
    }


def draw(params: Params, context: Context) -> Drawing:
    """Dots for what the codes cover and for the class that some models hardly saw; below, what they draw of it."""
    images = load(context.data)
    bench = court(images, context.seed)
    probes = {name: probe(trained) for name, trained in context.models.items()}
    readings = {name: breadth(model, bench) for name, model in probes.items() if name.count("-") == 2}
    scarce = of_the_class(probes, bench)
    metrics = dict(spread(readings)) | dict(summed(scarce)) | controls(bench, context.seed)
    name = images.classes[RARE]
    metrics |= counts(context)
    strips = drawn(probes, bench)
    alt = (
        f"Dots. Reconstructions by autoencoders of two numbers cover {metrics['ae_2_covered']:.0%} of unseen images, "
        f"by VAEs {metrics['vae_2_covered']:.0%}; with sixteen {metrics['ae_16_covered']:.0%} and "
        f"{metrics['vae_16_covered']:.0%}. Below, images of the class {name} drawn by models that saw all of its "
        f"images, few or none: autoencoders have errors of {metrics['ae_all']:.1f}, {metrics['ae_few']:.1f} and "
        f"{metrics['ae_none']:.1f}, VAEs of {metrics['vae_all']:.1f}, {metrics['vae_few']:.1f} and "
        f"{metrics['vae_none']:.1f}."
    )
    return drawing(
        lambda theme: picture(theme, readings, scarce, strips, metrics, name),
        alt,
        metrics=metrics,
        data=rounded({"runs": readings, "class": scarce}),
    )


def of_the_class(probes: dict[str, Probe], bench: Court) -> dict[str, list[float]]:
    """The error on unseen images of the class, for each run: `ae_all`, `ae_few`, `ae_none`; the same of VAEs."""
    mine = bench.held.images[bench.held.labels == RARE]
    found: dict[str, list[float]] = {}
    for name, model in probes.items():
        kind, latent, _, *word = name.split("-")
        if int(latent) == LATENT:
            key = f"{kind}_{word[0] if word else 'all'}"
            found.setdefault(key, []).append(float(errors(mine, model.redraw(mine)).mean()))
    return found


def summed(scarce: dict[str, list[float]]) -> Readings:
    """Means over the runs, with the least and the greatest value."""
    found = {name: float(np.mean(values)) for name, values in scarce.items()}
    found |= {f"{name}_least": min(values) for name, values in scarce.items()}
    return found | {f"{name}_most": max(values) for name, values in scarce.items()}


def controls(bench: Court, seed: int) -> Readings:
    """What coverage says about training images, about smears of unseen ones, and about noise."""
    held = bench.held.images
    pictures = trial(lambda images: covered_by(bench, images), held, seed)
    real = covered_by(bench, bench.images.train.images[-len(held) :])
    return {f"{name}_covered": covered for name, covered in (pictures | {"real": real}).items()}


def counts(context: Context) -> Readings:
    """How many images of the class the models learned from."""
    seen = {word: context.models[f"ae-{LATENT}-0{word}"].facts["training_images"] for word in ("", "-few", "-none")}
    return {"all_images": float(seen[""] - seen["-none"]), "few_images": float(seen["-few"] - seen["-none"])}


def drawn(probes: dict[str, Probe], bench: Court) -> list[tuple[str, str | None, Array]]:
    """Images of the class, and what models make of them that saw all of it, and none."""
    name = bench.images.classes[RARE]
    mine = bench.held.images[bench.held.labels == RARE][:SHOWN]
    found: list[tuple[str, str | None, Array]] = [(f"{name}: unseen images", None, mine)]
    for kind in KINDS:
        found.append((f"{NAMES[kind]} that has seen all", kind, probes[f"{kind}-{LATENT}-0"].redraw(mine)))
        found.append((f"{NAMES[kind]} that has seen none", kind, probes[f"{kind}-{LATENT}-0-none"].redraw(mine)))
    return found


def picture(
    theme: Theme,
    readings: dict[str, Readings],
    scarce: dict[str, list[float]],
    strips: list[tuple[str, str | None, Array]],
    metrics: Readings,
    name: str,
) -> Figure:
    """Two panels of dots, then strips of the class."""
    figure = sheet(TOP + 80 * len(strips))
    write(figure, 0, 14, "Unseen images that reconstructions cover", weight="bold", size=11)
    covered = place(figure, 118, 46, 350, 92)
    rows_of_dots(theme, covered, rows(readings, "covered"), "{:.0%}")
    covered.set(xlim=(0, 1.15), xticks=(0, 0.5, 1))
    covered.set_xticklabels(("0", "50%", "100%"))
    mark(theme, covered, metrics["real_covered"], "real images")
    mark(theme, covered, metrics["smear_covered"], "smears")
    write(figure, 0, 184, f"Error on unseen images of one class: {name}", weight="bold", size=11)
    words = {"all": "saw all", "few": "saw few", "none": "saw none"}
    lines: list[Row | None] = []
    for kind in KINDS:
        lines += [Row(f"{NAMES[kind]}, {words[w]}", kind, scarce[f"{kind}_{w}"]) for w in words]
        lines.append(None)
    rows_of_dots(theme, place(figure, 168, 204, 300, 130), lines[:-1])
    for k, (title, whose, images) in enumerate(strips):
        top = TOP + 80 * k
        write(figure, 0, top + 10, title, weight="bold", color=theme.model[whose] if whose else theme.ink)
        show(place(figure, 0, top + 20, SHOWN * 54, 52), images, SHOWN)
    return figure
