"""Draw the pages' icon and the picture that link previews show.

    python scripts/draw_icons.py builder/pages/static

The motif is an hourglass of rules that narrow to one dot and widen again: much, little, much.  Needs Pillow.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image, ImageDraw

PAPER, INK, DOT = "#fdfcf8", "#0f4c5c", "#b3541e"
BARS = ((0, 1.0), (1, 0.66), (2, 0.0), (3, 0.66), (4, 1.0))
"""The rows of the hourglass from the top, and their widths as shares; no width is the dot."""


def hourglass(draw: ImageDraw.ImageDraw, left: float, top: float, side: float) -> None:
    """Draw the motif into a square."""
    for row, share in BARS:
        y, half, thick = top + side * (0.12 + 0.19 * row), side * 0.4 * share, side * 0.05
        middle = left + side / 2
        if share:
            draw.rounded_rectangle((middle - half, y - thick, middle + half, y + thick), thick, fill=INK)
        else:
            draw.ellipse((middle - 1.9 * thick, y - 1.9 * thick, middle + 1.9 * thick, y + 1.9 * thick), fill=DOT)


def card(width: int = 1200, height: int = 630) -> Image.Image:
    """The preview of a page: the motif on paper."""
    image = Image.new("RGB", (width * 2, height * 2), PAPER)
    draw = ImageDraw.Draw(image)
    hourglass(draw, width - 400, height - 400, 800)
    draw.rectangle((0, 2 * height - 24, 2 * width, 2 * height), fill=INK)
    return image.resize((width, height), Image.Resampling.LANCZOS).quantize(32)


def icon(size: int = 32) -> Image.Image:
    """The small icon."""
    image = Image.new("RGBA", (size * 8, size * 8), PAPER)
    hourglass(ImageDraw.Draw(image), 0, 0, size * 8)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def vector() -> str:
    """The icon as SVG."""
    rows = []
    for row, share in BARS:
        y, half = 3.84 + 6.08 * row, 12.8 * share
        rows.append(
            f'<rect x="{16 - half:g}" y="{y - 1.6:g}" width="{2 * half:g}" height="3.2" rx="1.6" fill="{INK}"/>'
            if share else f'<circle cx="16" cy="{y:g}" r="3" fill="{DOT}"/>'
        )
    ground = f'<rect width="32" height="32" rx="6" fill="{PAPER}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{ground}{"".join(rows)}</svg>\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the icons are written")
    folder = parser.parse_args().folder
    icon().save(folder / "favicon.ico", sizes=[(32, 32)])
    card().save(folder / "card.png", optimize=True)
    (folder / "favicon.svg").write_text(vector())


if __name__ == "__main__":
    main()
