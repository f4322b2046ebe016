"""KL by hand: three clouds of codes, and what each of their numbers costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from builder.jobs.recipes import Context, Drawing
from builder.jobs.recipes import Params as Base
from figures.probe import kl_per_number
from figures.style import Theme, drawing, place, rounded, sheet


class Params(Base):
    """The clouds' means and sigmas."""

    t_shirt_mu: tuple[float, float] = (-1.2, 0.8)
    t_shirt_sigma: tuple[float, float] = (0.3, 0.4)
    cheating_sigma: tuple[float, float] = (0.01, 0.01)
    sneaker_mu: tuple[float, float] = (0.5, -0.9)
    sneaker_sigma: tuple[float, float] = (0.5, 0.3)


@dataclass(frozen=True)
class Cloud:
    """One image's Gaussian over codes, and the KL of its two numbers from N(0, 1) in nats."""

    name: str
    label: str
    colour: str
    mu: tuple[float, float]
    sigma: tuple[float, float]

    @property
    def kl(self) -> tuple[float, float]:
        """KL of the first and of the second number."""
        first, second = kl_per_number(np.array(self.mu), np.array(self.sigma))
        return float(first), float(second)


def clouds(params: Params) -> list[Cloud]:
    """The three clouds of the example."""
    return [
        Cloud("t_shirt", "T-shirt", "T-shirt/top", params.t_shirt_mu, params.t_shirt_sigma),
        Cloud("sneaker", "sneaker", "Sneaker", params.sneaker_mu, params.sneaker_sigma),
        Cloud("cheating", "T-shirt, cheating", "Trouser", params.t_shirt_mu, params.cheating_sigma),
    ]


def draw(params: Params, context: Context) -> Drawing:
    """The clouds on the plane of codes, and their KL as bars."""
    shown = clouds(params)
    metrics = {f"{c.name}_kl": sum(c.kl) for c in shown}
    metrics |= {f"{c.name}_kl_{k + 1}": c.kl[k] for c in shown for k in range(2)}
    alt = (
        "Left: the plane of codes with a dashed circle for N(0, I), a cloud for the T-shirt, one for the sneaker, "
        "and a dot in the middle of the T-shirt's cloud where the cheating encoder has shrunk its cloud. "
        f"Right: stacked bars of KL by number: T-shirt {metrics['t_shirt_kl']:.2f} nats, "
        f"sneaker {metrics['sneaker_kl']:.2f}, cheating {metrics['cheating_kl']:.2f}."
    )
    data = [{"name": c.name, "mu": c.mu, "sigma": c.sigma, "kl": c.kl} for c in shown]
    return drawing(lambda theme: picture(theme, shown), alt, metrics=metrics, data=rounded(data))


def picture(theme: Theme, shown: list[Cloud]) -> Figure:
    """Plane above, bars below."""
    figure = sheet(620)
    plane(theme, place(figure, 66, 34, 400, 330), shown)
    bars(theme, place(figure, 66, 446, 400, 120), shown)
    return figure


def plane(theme: Theme, axes: Axes, shown: list[Cloud]) -> None:
    """The clouds at one and two sigma, and N(0, I) as a dashed circle."""
    axes.set_title("Clouds of codes, at 1σ and 2σ", loc="left")
    for radius in (1, 2):
        axes.add_patch(Ellipse((0, 0), 2 * radius, 2 * radius, fill=False, ec=theme.quiet, lw=1.2, ls=(0, (4, 3))))
    axes.annotate("N(0, I)", (1.42, 1.42), (1.62, 1.5), color=theme.quiet)
    for cloud in shown[:2]:
        colour = theme.classes[cloud.colour]
        for scale, alpha in ((4, 0.16), (2, 0.34)):
            size = scale * cloud.sigma[0], scale * cloud.sigma[1]
            axes.add_patch(Ellipse(cloud.mu, *size, fc=colour, ec=colour, alpha=alpha, lw=1))
        x, y = cloud.mu[0], cloud.mu[1] + 1.45 * cloud.sigma[1]
        axes.text(x, y, cloud.label, color=colour, ha="center", va="center", weight="bold")
    cheat = shown[2]
    axes.plot(*cheat.mu, marker="o", ms=4, color=theme.classes[cheat.colour])
    axes.annotate(
        "cheating:\nall but a point",
        cheat.mu,
        (-2.6, -1.45),
        color=theme.classes[cheat.colour],
        arrowprops={"arrowstyle": "-", "color": theme.classes[cheat.colour], "lw": 1},
        va="top",
    )
    axes.set(xlim=(-2.7, 2.7), ylim=(-2.2, 2.25), xlabel="first number of the code", ylabel="second number")
    axes.set_aspect("equal", adjustable="box")


def bars(theme: Theme, axes: Axes, shown: list[Cloud]) -> None:
    """KL of each cloud: the share of its first and of its second number, and the sum."""
    axes.set_title("What each cloud costs: KL in nats", loc="left")
    for row, cloud in enumerate(shown):
        first, second = cloud.kl
        colour = theme.classes[cloud.colour]
        axes.barh(row, first, color=colour, height=0.62)
        axes.barh(row, second, left=first, color=colour, alpha=0.45, height=0.62)
        axes.text(first + second + 0.15, row, f"{first:.2f} + {second:.2f} = {first + second:.2f}", va="center")
    axes.set_yticks(range(len(shown)), [c.label.replace(", ", ",\n") for c in shown])
    axes.set(xlim=(0, 15.5), ylim=(len(shown) - 0.5, -0.5), xticks=(0, 2, 4, 6, 8))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_bounds(0, 9)
