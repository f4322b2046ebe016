"""One look for all pictures, on light and on dark pages.

A picture is drawn twice by one function, once for each theme, on a transparent ground.  Text becomes
paths, so a picture looks the same everywhere; ids and metadata are fixed, so the same picture is the
same bytes.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from builder.jobs.recipes import Drawing

DPI = 96
WIDTH = 480
RASTER_DPI = 192
UNWANTED = (
    r"<\?xml.*?\?>\s*|<!DOCTYPE.*?>\s*|<metadata>.*?</metadata>\s*|<!--.*?-->\s*"
    r"|image-rendering:(crisp-edges|pixelated);?"
    r"|(?<=\s)id=\"image[0-9a-f]+\" ?"
)
"""What matplotlib writes and no reader needs; images are smoothed, as their pixels are already enlarged.  Equal
images would have equal ids, to which nothing refers."""

Array = NDArray[Any]


@dataclass(frozen=True)
class Theme:
    """The colours of one kind of page.

    Attributes:
        ink: text and axes.
        quiet: text and lines of less weight.
        faint: fills behind everything.
        ground: the page; pictures are transparent and only lay it under labels.
        model: the colour of each kind of model.
        classes: the colours of the four garments that are told apart.
    """

    ink: str
    quiet: str
    faint: str
    ground: str
    model: Mapping[str, str]
    classes: Mapping[str, str]


LIGHT = Theme(
    ink="#1b1f24",
    quiet="#4a525c",
    faint="#d5dae0",
    ground="#ffffff",
    model={"ae": "#a33c00", "vae": "#00549e"},
    classes={"T-shirt/top": "#00549e", "Trouser": "#a33c00", "Sneaker": "#00654a", "Bag": "#84217f"},
)
DARK = Theme(
    ink="#eef1f5",
    quiet="#b6bec9",
    faint="#39424d",
    ground="#15181d",
    model={"ae": "#ffa366", "vae": "#79bcff"},
    classes={"T-shirt/top": "#79bcff", "Trouser": "#ffa366", "Sneaker": "#4fdcb2", "Bag": "#eaa1e6"},
)
MARKERS = {"T-shirt/top": "o", "Trouser": "s", "Sneaker": "^", "Bag": "D"}
"""The shape of each garment's mark, so that colour is never alone."""


def settings(theme: Theme) -> Any:
    """matplotlib's settings for a theme; sizes are points at 96 pixels an inch, so 11 points are 15 pixels."""
    return {
        "svg.fonttype": "path",
        "svg.hashsalt": "coursewright",
        "font.family": "DejaVu Sans",
        "font.size": 10.5,
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "axes.labelsize": 10.5,
        "xtick.labelsize": 9.5,
        "ytick.labelsize": 9.5,
        "legend.fontsize": 10,
        "legend.frameon": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.8,
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "savefig.facecolor": "none",
        "image.interpolation": "none",
        "path.simplify": True,
    } | dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), theme.ink)


def sheet(height: int, width: int = WIDTH) -> Figure:
    """An empty picture of this size in CSS pixels."""
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI)
    FigureCanvasAgg(figure)
    return figure


def place(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Axes at a place given in CSS pixels from the top left corner."""
    wide, high = figure.get_size_inches() * DPI
    return figure.add_axes((left / wide, 1 - (top + height) / high, width / wide, height / high))


def write(figure: Figure, x: float, y: float, text: str, **how: Any) -> None:
    """Text at a place given in CSS pixels from the top left corner; y is its middle line."""
    wide, high = figure.get_size_inches() * DPI
    figure.text(x / wide, 1 - y / high, text, **({"va": "center", "ha": "left"} | how))


def plane_key(theme: Theme, figure: Figure, top: float) -> Axes:
    """The key to planes of codes: the four garments' marks and the circle of N(0, I), in two lines of 22 pixels.

    The axes that it is written in count CSS pixels, 480 by 64, and may take more.
    """
    axes = place(figure, 0, top, 480, 64)
    axes.set(xlim=(0, 480), ylim=(64, 0))
    axes.set_axis_off()
    for x, (name, marker) in zip((20, 150, 258, 372), MARKERS.items(), strict=True):
        axes.plot(x, 12, marker, ms=6, color=theme.classes[name])
        axes.text(x + 12, 12, name, va="center")
    axes.plot((12, 36), (34, 34), color=theme.ink, lw=1.3, ls=(0, (4, 3)))
    axes.text(44, 34, "N(0, I) at 2σ", va="center")
    return axes


def drawing(paint: Callable[[Theme], Figure], alt: str, **more: Any) -> Drawing:
    """A drawing in both themes; `more` goes to the Drawing as it is: metrics, data, files."""
    pictures, size = [], (0, 0)
    for theme in (LIGHT, DARK):
        with mpl.rc_context(settings(theme)):
            figure = paint(theme)
            wide, high = figure.get_size_inches() * DPI
            size = round(wide), round(high)
            pictures.append(svg(figure))
    return Drawing(pictures[0], pictures[1], "svg", size[0], size[1], alt, **more)


def svg(figure: Figure) -> bytes:
    """The picture as SVG with nothing in it but what is drawn."""
    out = io.BytesIO()
    figure.savefig(out, format="svg", dpi=RASTER_DPI, metadata={"Date": None})
    text = re.sub(UNWANTED, "", out.getvalue().decode(), flags=re.S)
    text = re.sub(r'(width|height)="([\d.]+)pt"', lambda m: f'{m[1]}="{round(float(m[2]) * DPI / 72)}"', text, count=2)
    text = re.sub(r"-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.{2 if abs(float(m[0])) >= 1 else 4}f}", text)
    text = re.sub(r"data:image/png;base64,([^\"]+)", smaller, text)
    return (re.sub(r"\s*\n\s*", "\n", text).strip() + "\n").encode()


def smaller(match: re.Match[str]) -> str:
    """An embedded PNG as WebP, which every browser shows in SVG: lossy for greys, exact for colours."""
    image = Image.open(io.BytesIO(base64.b64decode(match[1]))).convert("RGBA")
    red, green, blue, _ = image.split()
    grey = red.tobytes() == green.tobytes() == blue.tobytes()
    out = io.BytesIO()
    image.save(out, "WEBP", lossless=not grey, quality=82, method=6)
    return "data:image/webp;base64," + base64.b64encode(out.getvalue()).decode()


def montage(images: Array, columns: int, gap: int = 1) -> Array:
    """Images in rows of so many columns, as greys with an alpha channel: clear in the gaps, (height, width, 2)."""
    n, side, _ = images.shape
    rows = -(-n // columns)
    step = side + gap
    page = np.zeros((rows * step - gap, columns * step - gap, 2), np.float32)
    for k, image in enumerate(images):
        top, left = k // columns * step, k % columns * step
        page[top : top + side, left : left + side, 0] = np.clip(image, 0, 1)
        page[top : top + side, left : left + side, 1] = 1
    return page


def show(axes: Axes, images: Array, columns: int) -> None:
    """Show images side by side in an axes that has nothing else."""
    page = montage(images, columns)
    rgba = np.concatenate([np.repeat(page[:, :, :1], 3, axis=2), page[:, :, 1:]], axis=2)
    axes.imshow(np.kron(np.round(rgba * 255).astype(np.uint8), np.ones((2, 2, 1), np.uint8)), aspect="auto")
    axes.set_axis_off()


def webp(image: Array, quality: int = 80) -> bytes:
    """A grey image, (height, width) from 0 to 1, as WebP."""
    out = io.BytesIO()
    Image.fromarray(np.round(np.clip(image, 0, 1) * 255).astype(np.uint8)).save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()


def rounded(values: Any, digits: int = 4) -> Any:
    """Numbers as JSON holds them: plain, and rounded to so many decimals."""
    if isinstance(values, Mapping):
        return {key: rounded(value, digits) for key, value in values.items()}
    if isinstance(values, np.ndarray | Sequence) and not isinstance(values, str):
        return [rounded(value, digits) for value in values]
    return round(float(values), digits) if isinstance(values, float | np.floating) else values
