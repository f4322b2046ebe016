"""Widgets on their pages: data that fit, scripts that are needed, and faults at the place of what does not fit."""

from __future__ import annotations

import copy
import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from builder.audit import audit
from builder.diagnostics import Diagnostic
from builder.models.widgets import WIDGETS
from builder.pages.publish import STATIC
from builder.pages.widget_faults import NO_WIDGET, UNFIT_WIDGET_DATA
from builder.pages.widgets import SCRIPTS
from tests.pages.at_once import Pages, render_site
from tests.pages.demo import widget_data
from tests.pages.play import bottleneck, clusters, play_course, play_figures

DOCS = Path(__file__).parents[2] / "docs/widgets.md"


def rendered(folder: Path, **data: Any) -> Pages:
    course = play_course()
    return render_site(course, play_figures(folder, **data), audit(course))


def found(folder: Path, **data: Any) -> Diagnostic:
    """The one fault of the course with other data."""
    faults = rendered(folder, **data).diagnostics
    assert len(faults) == 1, faults
    return faults[0]


def test_a_page_holds_its_widgets_data_and_loads_only_its_scripts(tmp_path: Path) -> None:
    pages = rendered(tmp_path)
    assert pages.diagnostics == ()
    for slug, name, kind, data in (("sizes", "shoes", "bottleneck-slider", bottleneck()), ("clusters", "kinds-of-model", "boundary-density", clusters())):
        text = pages.files[f"lessons/{slug}.html"].decode()
        template = re.search(r'<template class="data">(.*?)</template>', text)
        assert template and json.loads(template[1]) == data
        assert f'<cw-{kind} id="widget-{name}" data-files="../figures/{name}/"><picture>' in text
        assert re.findall(r'src="../assets/([a-z-]+)\.js" defer', text) == ["widget", kind]
    assert pages.files["figures/shoes/sizes.png"].startswith(b"\x89PNG")


def test_each_kind_of_widget_has_a_small_script_of_its_name() -> None:
    assert set(SCRIPTS) == {"widget.js", *(f"{kind}.js" for kind in WIDGETS)}
    for script in SCRIPTS:
        source = (STATIC / script).read_bytes()
        assert len(gzip.compress(source)) < 4000, script
        assert script == "widget.js" or f'customElements.define("cw-{script[:-3]}"'.encode() in source


def test_the_documentation_names_every_key_of_every_widget() -> None:
    chapters = dict(re.findall(r"^## `([a-z-]+)`\n(.*?)(?=^## |\Z)", DOCS.read_text(), re.MULTILINE | re.DOTALL))
    assert chapters.keys() == WIDGETS.keys()
    for kind, model in WIDGETS.items():
        named = set(re.findall(r"`([a-z_]+)`", chapters[kind]))
        assert keys(model) - {"widget"} <= named, kind


def keys(model: type[BaseModel]) -> set[str]:
    """The keys of a model and of the models in it."""
    inner = {part for field in model.model_fields.values() for part in (field.annotation, *get_args(field.annotation))}
    parts = [part for part in inner if isinstance(part, type) and issubclass(part, BaseModel)]
    return set(model.model_fields).union(*(keys(part) for part in parts))


def shorter_code(data: Any) -> None:
    data["sizes"][2]["codes"][1].pop()


def missing_errors(data: Any) -> None:
    del data["sizes"][0]["errors"]


def falling_sizes(data: Any) -> None:
    data["sizes"].reverse()


def unknown_key(data: Any) -> None:
    data["held"] = 3


def other_atlas(data: Any) -> None:
    data["atlas"] = "boots.webp"


@pytest.mark.parametrize(("spoil", "words"), [
    (shorter_code, "`sizes[2].codes[1]` has 15 entries where there are 16 numbers in the code"),
    (missing_errors, "`sizes[0].errors` is missing"),
    (falling_sizes, "`sizes` must rise from entry to entry, and has 256, 128"),
    (unknown_key, "`held` is no key of it"),
    (other_atlas, "they name the file `boots.webp`, which the recipe's `Drawing.files` does not hold"),
])
def test_data_of_a_slider_that_do_not_fit_are_a_fault_at_the_figures_recipe(tmp_path: Path, spoil: Callable[[Any], None], words: str) -> None:
    data = bottleneck()
    spoil(data)
    fault = found(tmp_path, shoes=data)
    assert fault.kind is UNFIT_WIDGET_DATA
    assert (fault.span.path, fault.span.line) == ("figures/figures.yaml", 3)
    assert fault.message.startswith("the data of the figure `shoes` do not fit the widget `bottleneck-slider`: ")
    assert words in fault.message and "`sizes-of-code`" in fault.help


@pytest.mark.parametrize(("change", "words"), [
    ({"density": [[0.1, 0.2], [0.3]]}, "`density[1]` has 1 entries where there are 2 rows"),
    ({"density": [[0.0, 0.0], [0.0, 0.0]]}, "`density` is nowhere above 0"),
    ({"extent": [1, -1, 0, 1]}, "`extent`: an extent is left, right, bottom, top"),
    ({"points": [[0, 0, 0], [1, 1, 2]]}, "`points[1][2]`: input should be 0 or 1"),
    ({"points": [[0, 0, 0], [1, 1, 0]]}, "`points` must hold points of both classes"),
    ({"draws": [[0, 0]]}, "`draws`: tuple should have at least 5 items"),
    ({"boundary": {"weights": [1], "bias": 0}}, "`boundary.weights[1]` is missing"),
])
def test_data_of_a_boundary_that_do_not_fit_are_a_fault(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    fault = found(tmp_path, kinds_of_model=clusters() | change)
    assert fault.kind is UNFIT_WIDGET_DATA and fault.span.line == 6
    assert words in fault.message


def test_the_data_of_a_latent_space_are_judged_too(tmp_path: Path) -> None:
    data = copy.deepcopy(widget_data())
    assert WIDGETS["latent-space"].model_validate(data).needed_files == ("ae.png", "vae-low.png", "vae-one.png", "vae-high.png")
    data["models"][0]["beta"] = 1
    fault = found(tmp_path, shoes=data)
    assert "`models[0]`: a `vae` has a `beta`, and an `ae` has none" in fault.message


def test_a_figure_that_is_no_widget_is_a_fault_at_the_block(tmp_path: Path) -> None:
    fault = found(tmp_path / "one", shoes={"loss": [1, 2]})
    assert fault.kind is NO_WIDGET
    assert (fault.span.path, fault.span.line) == ("lessons/sizes/lesson.md", 7)
    assert fault.message == "the figure `shoes` has no data for a widget"
    fault = found(tmp_path / "two", shoes={"widget": "orrery"})
    assert "are for a widget `orrery`" in fault.message and "`bottleneck-slider`" in fault.help
    page = rendered(tmp_path / "three", shoes={"widget": "orrery"}).files["lessons/sizes.html"].decode()
    assert "<cw-" not in page and 'alt="A still picture of a widget."' in page
