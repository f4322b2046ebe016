"""Draw docs/garments.png: of each class a row of test images, in the order of one of its known factors."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from figures.data import garments  # noqa: E402

TARGET = ROOT / "docs/garments.png"
ACROSS, SCALE, GAP, LABEL = 16, 2, 4, 210

FACTORS = {
    "T-shirt/top": "sleeve_length", "Trouser": "hem", "Pullover": "chest", "Dress": "flare", "Coat": "body_length",
    "Sandal": "heel_height", "Shirt": "sleeve_length", "Sneaker": "sole", "Bag": "handle_height",
    "Ankle boot": "shaft_height",
}
"""The factor by which each class is ordered."""


def rows() -> list[NDArray[np.int64]]:
    """The test images that each row shows, evenly spaced from the least value of the factor to the greatest."""
    images = garments()
    test = images.test
    found = []
    for label, name in enumerate(images.classes):
        mine = np.flatnonzero(test.labels == label)
        ordered = mine[np.argsort(test.factors[FACTORS[name]][mine], kind="stable")]
        found.append(ordered[np.linspace(0, len(ordered) - 1, ACROSS).round().astype(int)])
    return found


def pictures() -> NDArray[np.uint8]:
    """The pictures of the sheet without its words, (height, width)."""
    test, step = garments().test, 28 * SCALE + GAP
    sheet = np.full((len(FACTORS) * step, ACROSS * step), 255, np.uint8)
    for row, chosen in enumerate(rows()):
        for column, index in enumerate(chosen):
            tile = (test.images[index] * 255).round().astype(np.uint8).repeat(SCALE, 0).repeat(SCALE, 1)
            sheet[row * step:row * step + 28 * SCALE, column * step:column * step + 28 * SCALE] = tile
    return sheet


def main() -> None:
    """Write the sheet with its words."""
    found = pictures()
    sheet = Image.new("L", (LABEL + found.shape[1], found.shape[0]), 255)
    sheet.paste(Image.fromarray(found), (LABEL, 0))
    pen, step = ImageDraw.Draw(sheet), 28 * SCALE + GAP
    for row, (name, factor) in enumerate(FACTORS.items()):
        pen.text((4, row * step + 10), name, 0, ImageFont.load_default(18))
        pen.text((4, row * step + 32), f"by {factor.replace('_', ' ')}", 70, ImageFont.load_default(14))
    sheet.save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
