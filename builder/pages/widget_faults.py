"""What can be wrong with a widget: a figure that is none, and data that its kind of widget cannot use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from builder.course import FIGURES_FILE, Course
from builder.diagnostics import Diagnostic, Kind, Place, Problem, Severity
from builder.jobs.drawn import Figure
from builder.models.lessons import Block, Lesson
from builder.models.widgets import WIDGETS

UNFIT_WIDGET_DATA = Kind("FIG031", "unfit-widget-data", Severity.ERROR, """\
A figure's data say that they are for a widget, and the widget cannot use them: a key is missing or unknown, a list is
too short or too long, a number is none, or a file that the data name is not among the recipe's files.

A widget with such data would stand still, or show the learner something else than was measured.

Wrong: `"sizes": [{"size": 4, "codes": [[0.1, 0.7]], …}]`, a code of two numbers where four are announced

Right: `"codes": [[0.1, 0.7, -1.2, 0.4]]`

Repair: the message names the place in the data; the recipe makes them.  `docs/widgets.md` says what each kind of widget
takes.
""")

NO_WIDGET = Kind("FIG032", "figure-without-widget", Severity.ERROR, """\
A lesson shows a figure as a widget, and its data are for none, so that readers would find a still picture where the
text speaks of sliders and buttons.

Wrong: `:::{widget} loss-curve`, where the recipe of `loss-curve` only draws

Right: `:::{figure} loss-curve`

Repair: show it as a figure, or have its recipe return data with the key `widget` and the name of a widget.
""")

KINDS = (UNFIT_WIDGET_DATA, NO_WIDGET)


def data_faults(course: Course, figures: Mapping[str, Figure]) -> Iterator[Diagnostic]:
    """The figures whose data are for a widget that cannot use them."""
    for figure in figures.values():
        kind = _kind(figure)
        if kind in WIDGETS:
            yield from (course.diagnose(UNFIT_WIDGET_DATA, problem) for problem in _unfit(figure, kind))


def shown_faults(course: Course, text: Lesson, figures: Mapping[str, Figure]) -> Iterator[Diagnostic]:
    """The blocks of a text that show as a widget what is none."""
    for block in text.blocks:
        figure = figures.get(block.title.strip()) if block.name == "widget" else None
        if figure and (kind := _kind(figure)) not in WIDGETS:
            yield course.diagnose(NO_WIDGET, _none(block, kind))


def _kind(figure: Figure) -> str | None:
    """The widget that a figure's data are for; None where they are for none."""
    return _named(_data(figure))


def _data(figure: Figure) -> Any:
    return json.loads((figure.folder / figure.data).read_bytes()) if figure.data else None


def _named(data: Any) -> str | None:
    """The widget that data name; None where they name none."""
    return str(data["widget"]) if isinstance(data, dict) and data.get("widget") else None


def _none(block: Block, kind: str | None) -> Problem:
    name = block.title.strip()
    known = ", ".join(f"`{each}`" for each in WIDGETS)
    if kind is None:
        message = f"the figure `{name}` has no data for a widget"
        return Problem(block.place(), message, "show it with `:::{figure}`, or name a widget in its recipe's data")
    return Problem(block.place(), f"the data of the figure `{name}` are for a widget `{kind}`, which is not known",
                   f"the widgets are {known}")


def _unfit(figure: Figure, kind: str) -> Iterator[Problem]:
    """The first thing that is wrong with a widget's data, and the number of others."""
    where = Place(FIGURES_FILE, ("figures", figure.id, "recipe"))
    words = list(_complaints(figure, kind))
    if words:
        more = f" (and {len(words) - 1} more)" if len(words) > 1 else ""
        yield Problem(where, f"the data of the figure `{figure.id}` do not fit the widget `{kind}`: {words[0]}{more}",
                      f"mend the recipe `{figure.spec.recipe}`; docs/widgets.md says what a `{kind}` takes")


def _complaints(figure: Figure, kind: str) -> Iterator[str]:
    try:
        data = WIDGETS[kind].model_validate(_data(figure))
    except ValidationError as error:
        yield from (_words(item) for item in error.errors())
        return
    for name in data.needed_files:
        if name not in figure.files:
            yield f"they name the file `{name}`, which the recipe's `Drawing.files` does not hold"


def _words(error: Any) -> str:
    """Pydantic's complaint as a place in the data and what is wrong there."""
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error["loc"]).lstrip(".")
    said = {"extra_forbidden": "is no key of it", "missing": "is missing"}.get(error["type"])
    if said:
        return f"`{place}` {said}"
    message = error["msg"].removeprefix("Value error, ")
    return f"`{place}`: {message[:1].lower()}{message[1:]}" if place else message
