"""The demo course of the page tests, with figures that stand in for trained ones."""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from builder.course import Course
from builder.jobs.drawn import Figure, Figures, Provenance, TrainedModel
from builder.loading import load
from builder.models.figures import Claim, FigureSpec

ROOT = Path(__file__).parent / "demo"
GRID, TILE = 21, 28


def demo_course() -> Course:
    """The demo course; it has no faults."""
    course, diagnostics = load(ROOT)
    assert not diagnostics, diagnostics
    return course


def demo_figures(folder: Path) -> Figures:
    """The demo's figures, their files written into a folder."""
    return Figures({figure.id: figure for figure in (_curve(folder / "loss-curve"), _map(folder / "code-map"))})


def _curve(folder: Path) -> Figure:
    pictures(folder, "M40 40 C120 200 300 220 560 230", 600, 280)
    (folder / "data.json").write_text(json.dumps({"loss": [0.2, 0.05, 0.021]}))
    claims = (Claim(text="The error ends below that of a constant guess.", metric="final", below="constant"),)
    spec = FigureSpec(recipe="curve", caption="Error by epoch; it ends at {value}`loss-curve.final|.3f`.", claims=claims)
    metrics = {"final": 0.0213, "constant": 0.086}
    return figure("loss-curve", spec, folder, metrics, (600, 280), "A falling curve that levels off.", {})


def _map(folder: Path) -> Figure:
    pictures(folder, "M350 40 L650 300 L60 260 Z", 720, 340)
    (folder / "files").mkdir()
    for number, name in enumerate(("ae", "vae-low", "vae-one", "vae-high")):
        (folder / "files" / f"{name}.png").write_bytes(_atlas(number))
    (folder / "data.json").write_text(json.dumps(widget_data()))
    spec = FigureSpec(recipe="latent-map", caption="A map of codes, with a mean divergence of {value}`code-map.kl` nats.")
    files = {f"{name}.png": f"files/{name}.png" for name in ("ae", "vae-low", "vae-one", "vae-high")}
    return figure("code-map", spec, folder, {"kl": 0.8181}, (720, 340), "Three clusters of codes.", files)


def figure(
    name: str, spec: FigureSpec, folder: Path, metrics: dict[str, float], size: tuple[int, int], alt: str, files: dict[str, str]
) -> Figure:
    model = TrainedModel(
        name="hourglass", model="autoencoder", config={"latent": 2}, training={"epochs": 3, "learning_rate": 0.001},
        seed=0, key="ab" * 32, facts={"loss": 0.0213}, seconds=12.3, versions={"torch": "2.13.0"},
    )
    provenance = Provenance(
        data="garments", description="grey garments drawn by the course's own code", recipe=spec.recipe, params={},
        seed=0, key="cd" * 32, seconds=0.5, versions={"matplotlib": "3.10.0"}, models=(model,),
    )
    return Figure(
        id=name, spec=spec, format="svg", width=size[0], height=size[1], alt=alt, metrics=metrics, folder=folder,
        light="light.svg", dark="dark.svg", data="data.json", files=files, provenance=provenance,
    )


def pictures(folder: Path, path: str, width: int, height: int) -> None:
    folder.mkdir(parents=True)
    for name, paper, ink in (("light", "#ffffff", "#0b5c8a"), ("dark", "#15181b", "#7cc0ea")):
        (folder / f"{name}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
            f'<rect width="{width}" height="{height}" fill="{paper}"/><path d="{path}" fill="none" stroke="{ink}" stroke-width="3"/></svg>'
        )


def widget_data() -> dict[str, object]:
    """The data of a latent space with one autoencoder and three VAEs."""
    models = [_model("ae", "Autoencoder", None, 6.0, 0.0)]
    models += [_model(f"vae-{name}", f"VAE, β = {beta}", beta, 3.0, spread) for name, beta, spread in (("low", 0.1, 0.1), ("one", 1, 0.3), ("high", 4, 0.8))]
    return {"widget": "latent-space", "grid": GRID, "tile": TILE, "classes": ["Boot", "Coat", "Bag"], "models": models}


def _model(name: str, label: str, beta: float | None, half: float, spread: float) -> dict[str, object]:
    points = [
        [round(half * 0.5 * math.cos(k * 2.4) + half * 0.2 * math.sin(i), 3), round(half * 0.5 * math.sin(k * 2.4) + half * 0.2 * math.cos(i * 1.7), 3), k, spread, spread * 0.7]
        for k in range(3) for i in range(24)
    ]
    return {
        "id": name, "label": label, "kind": "ae" if beta is None else "vae", "beta": beta, "atlas": f"{name}.png",
        "extent": [-half, half, -half, half], "points": points, "reconstruction": 0.021 + (beta or 0) / 100,
        "kl": None if beta is None else 5.0 / (1 + beta),
    }


def _atlas(number: int) -> bytes:
    """Tiles whose grey rises to the right and to the top."""
    return tiles(GRID, GRID, lambda column, row: 40 + column * 8 + (GRID - 1 - row) * 2 + number)


def tiles(columns: int, rows: int, grey: Callable[[int, int], int]) -> bytes:
    """A PNG of even tiles, each with a dark frame."""
    lines = bytearray()
    for y in range(rows * TILE):
        lines.append(0)
        for x in range(columns * TILE):
            frame = x % TILE in (0, TILE - 1) or y % TILE in (0, TILE - 1)
            lines.append(20 if frame else grey(x // TILE, y // TILE))
    header = struct.pack(">IIBBBBB", columns * TILE, rows * TILE, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    )
