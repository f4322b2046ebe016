"""What a recipe returns: checked, and written to files."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

from builder.jobs.recipes import Drawing, RecipeFault
from builder.jobs.tables import as_csv, rows_of

DATA, TABLE = "data.json", "data.csv"
"""The files with the numbers behind a picture; the table is there if they fit one."""


def keep_drawing(drawing: object, folder: Path) -> dict[str, Any]:
    """Writes a drawing's pictures, data and further files into a folder and returns the rest of it.

    Raises:
        RecipeFault: what the recipe returned is no drawing, or could not be shown.
    """
    if not isinstance(drawing, Drawing):
        raise RecipeFault(f"`draw` must return a Drawing, not {type(drawing).__name__}")
    _check(drawing)
    metrics = {str(name): _metric(name, value) for name, value in drawing.metrics.items()}
    _write(drawing, folder)
    return {
        "format": drawing.format,
        "width": int(drawing.width),
        "height": int(drawing.height),
        "alt": drawing.alt.strip(),
        "metrics": metrics,
        "data": drawing.data is not None,
        "table": (folder / TABLE).exists(),
        "files": sorted(drawing.files),
    }


def plain(value: Any, what: str) -> Any:
    """A value as JSON gives it back; arrays become lists.

    Raises:
        RecipeFault: JSON cannot hold it; `what` names it in the message.
    """
    try:
        return json.loads(json.dumps(value, default=_listed))
    except (TypeError, ValueError) as error:
        raise RecipeFault(f"{what} cannot be held by JSON: {error}") from error


def _listed(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _metric(name: object, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise RecipeFault(f"the metric `{name}` is no number but {type(value).__name__}") from error


def _check(drawing: Drawing) -> None:
    """Refuses what cannot be shown."""
    if drawing.format not in ("svg", "png", "webp"):
        raise RecipeFault(f"a drawing's format is svg, png or webp, not {drawing.format!r}")
    if not (drawing.light and drawing.dark):
        raise RecipeFault("a drawing needs a light and a dark picture")
    if min(drawing.width, drawing.height) <= 0:
        raise RecipeFault(f"a drawing needs a size, not {drawing.width} by {drawing.height}")
    if not drawing.alt.strip():
        raise RecipeFault("a drawing needs alt text for those who do not see it")
    for name in drawing.files:
        if PurePosixPath(name).name != name or name.startswith(".") or "\\" in name:
            raise RecipeFault(f"a drawing's file needs a plain name without folders, not {name!r}")


def _write(drawing: Drawing, folder: Path) -> None:
    (folder / f"light.{drawing.format}").write_bytes(drawing.light)
    (folder / f"dark.{drawing.format}").write_bytes(drawing.dark)
    if drawing.files:
        (folder / "files").mkdir()
    for name, content in drawing.files.items():
        (folder / "files" / name).write_bytes(content)
    if drawing.data is not None:
        text = _json(drawing.data)
        (folder / DATA).write_text(text, encoding="utf-8")
        rows = rows_of(json.loads(text))
        if rows:
            (folder / TABLE).write_text(as_csv(rows), encoding="utf-8", newline="")


def _json(data: Any) -> str:
    try:
        return json.dumps(data, default=_listed, allow_nan=False, ensure_ascii=False, separators=(",", ":")) + "\n"
    except (TypeError, ValueError) as error:
        raise RecipeFault(f"a drawing's data cannot be held by JSON: {error}") from error
