"""An autoencoder's layers as bars: how many numbers leave each of them, and how many it learns."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import prod
from typing import Any

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from pydantic import Field
from torch import nn

from builder.jobs.recipes import Context, Drawing, Need
from builder.jobs.recipes import Params as Base
from figures import needs as wanted
from figures.data import load
from figures.probe import Array, probe
from figures.style import Theme, drawing, place, sheet, write

ROW, HEAD = 46, 34
MIDDLE, WIDEST = 252, 214
WIDE_ENOUGH = 95


class Params(Base):
    """The autoencoder's size."""

    latent: int = Field(default=wanted.BUILT, ge=1, description="Numbers in the code.")


def needs(params: Params, seed: int) -> dict[str, Need]:
    """The autoencoder that is drawn."""
    return {"ae": wanted.sized(params.latent, seed)}


@dataclass(frozen=True)
class Stage:
    """What leaves a layer for one image: the layer's name, the shape, and how many numbers the layer learns."""

    layer: str
    shape: tuple[int, ...]
    parameters: int

    @property
    def numbers(self) -> int:
        """How many numbers there are at this stage."""
        return prod(self.shape)

    @property
    def size(self) -> str:
        """The shape in words: 16 × 14 × 14."""
        return " × ".join(map(str, self.shape))


def draw(params: Params, context: Context) -> Drawing:
    """A bar for each stage of a trained model, as long as the stage has numbers."""
    net = probe(context.models["ae"]).net
    stages = traced(net, load(context.data).test.images[:1])
    metrics = counts(net, stages, params.latent)
    alt = (
        "Bars from the image down to the code and back up to an image, as wide as there are numbers: "
        + ", ".join(f"{stage.size}" for stage in stages)
        + f". The first convolution widens, the code is a sliver. {metrics['parameters']:,.0f} learned numbers, "
        f"{metrics['linear_share']:.0%} of them in the two linear layers beside the code."
    )
    data = [{"numbers": stage.numbers} | asdict(stage) for stage in stages]
    return drawing(lambda theme: picture(theme, stages, metrics), alt, metrics=metrics, data=data)


@torch.no_grad()
def traced(net: Any, images: Array) -> list[Stage]:
    """The image, and what leaves each layer that changes its shape, as hooks see it on the way through the model."""
    pictures = torch.from_numpy(images)[:, None]
    stages = [Stage("image", tuple(pictures.shape[1:]), 0)]

    def look(layer: nn.Module, given: tuple[torch.Tensor, ...], made: torch.Tensor) -> None:
        if made.shape != given[0].shape:
            learned = sum(p.numel() for p in layer.parameters())
            stages.append(Stage(type(layer).__name__, tuple(made.shape[1:]), learned))

    leaves = [module for module in net.modules() if not list(module.children())]
    hooks = [leaf.register_forward_hook(look) for leaf in leaves]
    net.decoder(net.codes(pictures))
    for hook in hooks:
        hook.remove()
    return stages


def counts(net: Any, stages: list[Stage], latent: int) -> dict[str, float]:
    """Numbers of the drawing that prose uses."""
    learned = {part: sum(p.numel() for p in module.parameters()) for part, module in net.named_children()}
    total = sum(learned.values())
    linear = sum(stage.parameters for stage in stages if stage.layer == "Linear")
    return {f"{part}_parameters": float(count) for part, count in learned.items()} | {
        "parameters": float(total),
        "linear_share": linear / total,
        "image_numbers": float(stages[0].numbers),
        "widest_numbers": float(max(stage.numbers for stage in stages)),
        "code_numbers": float(min(stage.numbers for stage in stages)),
        "squeeze": stages[0].numbers / latent,
    }


def picture(theme: Theme, stages: list[Stage], metrics: dict[str, float]) -> Figure:
    """From the image at the top to the redrawn image at the bottom."""
    figure = sheet(HEAD + ROW * len(stages))
    write(figure, 0, 12, "layer", color=theme.quiet)
    write(figure, MIDDLE, 12, "what leaves it", ha="center", color=theme.quiet)
    write(figure, 480, 12, "learns", ha="right", color=theme.quiet)
    axes = place(figure, 0, HEAD, 480, ROW * len(stages))
    axes.set(xlim=(0, 480), ylim=(ROW * len(stages), 0))
    axes.set_axis_off()
    for k, stage in enumerate(stages):
        code = stage.numbers == metrics["code_numbers"]
        row(theme, axes, ROW * k, stage, stage.numbers / metrics["widest_numbers"], code)
        label(axes, ROW * k, stage, code, WIDEST * stage.numbers / metrics["widest_numbers"])
    return figure


def row(theme: Theme, axes: Axes, top: float, stage: Stage, share: float, code: bool) -> None:
    """A stage's name, bar and count of learned numbers; the code's bar is full, the others are pale."""
    left, right = MIDDLE - WIDEST * share / 2, MIDDLE + WIDEST * share / 2
    axes.fill(
        (left, right, right, left), (top, top, top + 34, top + 34), color=theme.model["ae"] if code else theme.faint
    )
    axes.text(0, top + 17, stage.layer, va="center", weight="bold")
    learned = f"{stage.parameters:,}" if stage.parameters else "–"
    axes.text(480, top + 17, learned, va="center", ha="right")


def label(axes: Axes, top: float, stage: Stage, code: bool, width: float) -> None:
    """A stage's shape, on its bar where it fits and beside it where it does not."""
    if width > WIDE_ENOUGH:
        axes.text(MIDDLE, top + 17, stage.size, va="center", ha="center")
    else:
        words = f"the code: {stage.size}" if code else stage.size
        axes.text(MIDDLE + width / 2 + 8, top + 17, words, va="center", weight="bold" if code else "normal")
