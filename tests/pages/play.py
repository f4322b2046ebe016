"""A course with a widget on each page, and data for them that can be checked by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from builder.course import Course
from builder.jobs.drawn import Figure, Figures
from builder.loading import load
from tests.pages.demo import TILE, figure, pictures, tiles

ROOT = Path(__file__).parent / "play"
SIZES = (4, 8, 16, 32, 64, 128, 256)
EDGE, LATTICE = 4.0, 21


def play_course() -> Course:
    """The course of the widgets; it has no faults."""
    course, diagnostics = load(ROOT)
    assert not diagnostics, diagnostics
    return course


def play_figures(folder: Path, **data: Any) -> Figures:
    """The figures of the course; other data than theirs can be given by id, with hyphens as underscores."""
    course = play_course()
    made = {"shoes": bottleneck(), "kinds-of-model": clusters()} | {name.replace("_", "-"): value for name, value in data.items()}
    return Figures({name: _widget(course, name, value, folder / name) for name, value in made.items()})


def _widget(course: Course, name: str, data: Any, folder: Path) -> Figure:
    pictures(folder, "M350 40 L650 300 L60 260 Z", 720, 340)
    (folder / "data.json").write_text(json.dumps(data))
    (folder / "files").mkdir()
    (folder / "files" / "sizes.png").write_bytes(tiles(8, 2, lambda column, row: 40 + 10 * column + 100 * row))
    files = {"sizes.png": "files/sizes.png"} if name == "shoes" else {}
    return figure(name, course.figures[name], folder, {}, (720, 340), "A still picture of a widget.", files)


def bottleneck() -> dict[str, Any]:
    """Two shoes; the error halves from size to size, and of the codes only the first number differs."""
    sizes = [
        {
            "size": size, "error": 0.064 / 2**k, "spread": [0.06 / 2**k, 0.07 / 2**k], "errors": [0.05 / 2**k, 0.1 / 2**k],
            "codes": [[shoe + 0.5, *(round(math.sin(3 * i), 2) for i in range(1, size))] for shoe in (0, 1)],
        }
        for k, size in enumerate(SIZES)
    ]
    sizes[-1]["note"] = "A third of the numbers is a lot for a shoe."
    return {"widget": "bottleneck-slider", "tile": TILE, "input": 784, "atlas": "sizes.png", "held_out": 500, "seeds": 3,
            "images": ["Sneaker", "Boot"], "sizes": sizes}


def clusters() -> dict[str, Any]:
    """Forty points around (-1, 0), forty around (1, 0), a boundary at x = 0 and the density of two round clouds."""
    points = [[side + 0.5 * math.cos(2.4 * k) * (k % 7) / 3, 0.5 * math.sin(2.4 * k) * (k % 5) / 2, int(side > 0)] for side in (-1, 1) for k in range(40)]
    ticks = [-EDGE + 2 * EDGE * i / (LATTICE - 1) for i in range(LATTICE)]
    density = [[round(_cloud(x, y), 5) for x in ticks] for y in reversed(ticks)]
    draws = [[(-1) ** k + 0.6 * math.cos(1.7 * k), 0.6 * math.sin(1.7 * k)] for k in range(20)]
    return {"widget": "boundary-density", "extent": [-EDGE, EDGE, -EDGE, EDGE], "axes": ["width", "height"], "classes": ["Blue", "Orange"],
            "points": points, "boundary": {"weights": [2.0, 0.0], "bias": 0.0}, "density": density, "draws": draws,
            "implied": [[0.0, -EDGE], [0.0, EDGE]]}


def _cloud(x: float, y: float) -> float:
    return sum(math.exp(-((x - side) ** 2 + y * y) / 0.72) for side in (-1, 1)) / (2 * math.pi * 0.72)
