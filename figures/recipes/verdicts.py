"""The verdict on all five charges: is the autoencoder worse than the VAE, alike or better, and on which data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from builder.jobs.recipes import Context, Drawing
from figures.charges import LATENTS, Readings, by_model, court, everything, finding, spread
from figures.charges import Params as Params
from figures.charges import needs as needs
from figures.data import load
from figures.probe import probe
from figures.style import Theme, drawing, place, rounded, sheet

RECORDED = Path(__file__).parents[1] / "recorded" / "charges-fashion-mnist.json"
"""What this recipe's data were when it ran on Fashion-MNIST, which a build need not have; see figures/README.md."""
WORDS = {-1: "worse", 0: "alike", 1: "better"}
ROW, GROUP, HEAD = 23, 34, 68
COLUMNS = (196, 268, 344, 416)


@dataclass(frozen=True)
class Question:
    """One thing that a charge says: the reading that answers it, in a few words, and which way is better."""

    reading: str
    words: str
    more: bool = False


CHARGES = {
    "1 Unstructured": (Question("kept", "neighbours kept", True), Question("purity", "class of neighbours", True)),
    "2 Uneven": (Question("uneven", "worst against best class"), Question("worst", "error of worst class")),
    "3 Poor coverage": (Question("covered", "variety covered", True), Question("gap", "unseen against seen")),
    "4 No region": (Question("prior", "draws, N(0, I)"), Question("mixture", "draws, 10 Gaussians")),
    "5 Poor ways": (Question("halfway", "pictures halfway", True), Question("rough", "evenness of steps")),
}

Verdicts = dict[tuple[str, int], int]


def draw(params: Params, context: Context) -> Drawing:
    """A table with two questions for each charge, and for each length of code and each data set a verdict."""
    bench = court(load(context.data), context.seed)
    here = {name: everything(probe(trained), bench, context.seed) for name, trained in context.models.items()}
    photographs = json.loads(RECORDED.read_text(encoding="utf-8"))
    tables = {"these data": verdicts(here), "photographs": verdicts(photographs)}
    metrics = counted(tables) | {f"photo_{name}": value for name, value in spread(photographs)}
    for (reading, latent), verdict in tables["these data"].items():
        metrics[f"{reading}_{latent}"] = float(verdict)
    return drawing(lambda theme: picture(theme, tables), words(tables), metrics=metrics, data=rounded(here))


def verdicts(readings: Mapping[str, Readings]) -> Verdicts:
    """For each reading and length of code whether the autoencoder is worse (-1), alike (0) or better (1)."""
    return {
        (q.reading, latent): finding(
            by_model(readings, "ae", latent, q.reading), by_model(readings, "vae", latent, q.reading), q.more
        )
        for asked in CHARGES.values()
        for q in asked
        for latent in LATENTS
    }


def counted(tables: Mapping[str, Verdicts]) -> Readings:
    """How many verdicts of each kind there are, in all and by length of code, and how many agree on both data."""
    here, photographs = tables.values()
    found = {"asked": float(len(here)), "agree": float(sum(here[key] == photographs[key] for key in here))}
    found["opposed"] = float(sum(here[key] * photographs[key] < 0 for key in here))
    for name, table in zip(("here", "photo"), (here, photographs), strict=True):
        for verdict, word in WORDS.items():
            found[f"{name}_{word}"] = float(sum(v == verdict for v in table.values()))
            for latent in LATENTS:
                found[f"{name}_{word}_{latent}"] = float(
                    sum(v == verdict for (_, length), v in table.items() if length == latent)
                )
    return found


def row(tables: Mapping[str, Verdicts], question: Question) -> list[int]:
    """The verdicts on one question: short and long codes on the first data set, then on the second."""
    return [table[question.reading, latent] for table in tables.values() for latent in LATENTS]


def words(tables: Mapping[str, Verdicts]) -> str:
    """What the table says, line by line, for short and long codes on these data and then on photographs."""
    lines = []
    for charge, asked in CHARGES.items():
        said = [f"{q.words} " + ", ".join(WORDS[found] for found in row(tables, q)) for q in asked]
        lines.append(f"{charge}: {'; '.join(said)}.")
    return (
        "A table of how the autoencoder does beside the VAE, for codes of two and sixteen numbers, first on these data "
        "and then on photographs. " + " ".join(lines)
    )


def picture(theme: Theme, tables: Mapping[str, Verdicts]) -> Figure:
    """The table with a word and a mark in each cell."""
    height = HEAD + sum(GROUP + ROW * len(asked) for asked in CHARGES.values())
    figure = sheet(height)
    axes = place(figure, 0, 0, 480, height)
    axes.set(xlim=(0, 480), ylim=(height, 0))
    axes.set_axis_off()
    for k, name in enumerate(tables):
        axes.text(COLUMNS[2 * k] + 62, 14, name, ha="center", va="center", weight="bold")
    for x, latent in zip(COLUMNS, LATENTS * len(tables), strict=True):
        axes.text(x + 26, 38, f"code of {latent}", ha="center", va="center", size=10)
    lines(theme, axes, tables)
    return figure


def lines(theme: Theme, axes: Axes, tables: Mapping[str, Verdicts]) -> None:
    """Each charge with its questions and their verdicts."""
    y = float(HEAD)
    for charge, asked in CHARGES.items():
        axes.axhline(y - 14, color=theme.faint, lw=1)
        axes.text(0, y, charge, va="center", weight="bold")
        for k, q in enumerate(asked, start=1):
            axes.text(8, y + ROW * k, q.words, va="center")
            for x, verdict in zip(COLUMNS, row(tables, q), strict=True):
                cell(theme, axes, x, y + ROW * k, verdict)
        y += GROUP + ROW * len(asked)


def cell(theme: Theme, axes: Axes, x: float, y: float, verdict: int) -> None:
    """One verdict: a mark and a word, worse in the colour that the VAE has, better in the autoencoder's."""
    colour = {-1: theme.model["vae"], 0: theme.quiet, 1: theme.model["ae"]}[verdict]
    axes.plot(x, y, {-1: "v", 0: "_", 1: "^"}[verdict], ms=6, color=colour)
    axes.text(x + 9, y, WORDS[verdict], va="center", color=colour, weight="bold" if verdict else "normal")
