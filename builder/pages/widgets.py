"""Widgets: figures to play with, fed by data that their recipes computed with trained models.

A widget is a custom element around the figure's still picture, which stays where scripts do not run.  Its data
stand in the page, since pages that are opened from disk can fetch nothing.  `docs/widgets.md` says what data each kind
of widget takes, and `builder.models.widgets` judges them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from builder.jobs.drawn import Figure
from builder.models.widgets import WIDGETS
from builder.pages.figures import caption, picture, provenance
from builder.pages.html import data_block, element
from builder.pages.sheet import Sheet

FRAME = "widget.js"
"""The script of what all widgets share."""

SCRIPTS = (FRAME, *(f"{kind}.js" for kind in WIDGETS))
"""All widgets' scripts."""


def widget_data(figure: Figure) -> dict[str, Any] | None:
    """The data of a figure that is a widget; None where it has none."""
    if not figure.data:
        return None
    data = json.loads((figure.folder / figure.data).read_bytes())
    return data if isinstance(data, dict) and data.get("widget") in WIDGETS else None


def scripts(figures: Iterable[Figure]) -> tuple[str, ...]:
    """The scripts that a page with these figures as widgets needs: the frame's and its widgets' own."""
    kinds = dict.fromkeys(data["widget"] for figure in figures if (data := widget_data(figure)))
    return (FRAME, *(f"{kind}.js" for kind in kinds)) if kinds else ()


def widget_box(figure: Figure, legend: str, sheet: Sheet) -> str:
    """A widget with its caption and the record of its making; a still picture where the data are of another kind."""
    data = widget_data(figure)
    inside = picture(figure, sheet)
    if data is not None:
        attributes = {"id": f"widget-{figure.id}", "data-files": f"{sheet.root}figures/{figure.id}/"}
        inside = element(f"cw-{data['widget']}", attributes, inside + data_block(data))
    whole = element("figure", None, inside + caption(figure, legend, sheet)) + provenance(figure, sheet)
    return element("div", {"class": "picture wide widget", "id": sheet.once(f"figure-{figure.id}")}, whole)
