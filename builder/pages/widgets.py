"""Widgets: figures to play with, fed by data that their recipes computed with trained models.

A widget is a custom element around the figure's still picture, which stays where scripts do not run.  Its data
stand in the page, since pages that are opened from disk can fetch nothing.
"""

from __future__ import annotations

import json
from typing import Any

from builder.jobs.drawn import Figure
from builder.pages.figures import caption, picture, provenance
from builder.pages.html import data_block, element
from builder.pages.sheet import Sheet

WIDGETS = {"latent-space": "latent-space.js"}
"""The widgets by the name in their data, and the script that each needs."""


def widget_data(figure: Figure) -> dict[str, Any] | None:
    """The data of a figure that is a widget; None where it has none."""
    if not figure.data:
        return None
    data = json.loads((figure.folder / figure.data).read_bytes())
    return data if isinstance(data, dict) and data.get("widget") in WIDGETS else None


def widget_box(figure: Figure, legend: str, sheet: Sheet) -> str:
    """A widget with its caption and the record of its making; a still picture where the data are of another kind."""
    data = widget_data(figure)
    inside = picture(figure, sheet)
    if data is not None:
        attributes = {"id": f"widget-{figure.id}", "data-files": f"{sheet.root}figures/{figure.id}/"}
        inside = element(f"cw-{data['widget']}", attributes, inside + data_block(data))
    whole = element("figure", None, inside + caption(figure, legend, sheet)) + provenance(figure, sheet)
    return element("div", {"class": "picture wide widget", "id": f"figure-{figure.id}"}, whole)
