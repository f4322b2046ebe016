"""The recipes: what they draw, measure and hand to pages and widgets, from quickly trained models."""

from __future__ import annotations

import dataclasses
import importlib
import io
import json
import math
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from PIL import Image

from builder.jobs.recipes import Context, Data, Drawing, Need, Trained
from builder.models.figures import FiguresFile
from figures import data as data_sets
from figures import style, training
from figures.data import Images, Split
from figures.garments import CLASSES, draw_garments
from figures.probe import probe

ROOT = Path(__file__).parents[2]
SPECS = FiguresFile.model_validate(yaml.safe_load((ROOT / "figures/figures.yaml").read_text(encoding="utf-8"))).figures
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="session")
def small() -> Images:
    train, test = draw_garments(1000, seed=1), draw_garments(400, seed=2)
    return Images(
        Split(train.images, train.labels, train.factors),
        Split(test.images, test.labels, test.factors),
        CLASSES,
        "few garments",
    )


@pytest.fixture(scope="module")
def drawn(small: Images, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Drawing]:
    """Draws a figure of the course from models that saw few garments three times; each is trained once."""
    folder, runs, made = tmp_path_factory.mktemp("runs"), {}, {}
    patch = pytest.MonkeyPatch()
    patch.setattr(data_sets, "garments", lambda: small)

    def model(need: Need) -> Trained:
        key = repr(need)
        if key not in runs:
            short = dataclasses.replace(need, training={**need.training, "epochs": 3})
            place = folder / str(len(runs))
            runs[key] = Trained(short, place, training.train(short, Data("garments"), place, lambda share, line: None))
        return runs[key]

    def draw(figure: str) -> Drawing:
        if figure not in made:
            made[figure] = fresh(figure)
        return made[figure]

    def fresh(figure: str) -> Drawing:
        recipe, params = recipe_of(figure)
        wanted = recipe.needs(params, SPECS[figure].seed) if hasattr(recipe, "needs") else {}
        models = {name: model(need) for name, need in wanted.items()}
        return recipe.draw(params, Context(models, Data("garments"), SPECS[figure].seed))

    draw.fresh = fresh  # type: ignore[attr-defined]
    yield draw
    patch.undo()


def recipe_of(figure: str) -> tuple[Any, Any]:
    recipe = importlib.import_module("figures.recipes." + SPECS[figure].recipe.replace("-", "_"))
    return recipe, recipe.Params.model_validate(SPECS[figure].params)


@pytest.mark.parametrize("figure", SPECS)
def test_a_picture_is_well_formed_small_and_of_the_stated_size(drawn: Callable[[str], Drawing], figure: str) -> None:
    made = drawn(figure)
    for picture in (made.light, made.dark):
        svg = ET.fromstring(picture)
        assert (svg.get("width"), svg.get("height")) == (str(made.width), str(made.height))
        assert not list(svg.iter(f"{SVG}text")), "text must be drawn as paths"
        assert len(picture) < 200_000
    assert made.width <= 720


@pytest.mark.parametrize("figure", SPECS)
def test_metrics_data_and_words_are_there(drawn: Callable[[str], Drawing], figure: str) -> None:
    made = drawn(figure)
    assert made.metrics and all(isinstance(v, float) and math.isfinite(v) for v in made.metrics.values())
    assert len(json.dumps(made.data)) > 100
    assert len(made.alt) > 60 and "  " not in made.alt


@pytest.mark.parametrize("figure", SPECS)
def test_every_figure_makes_a_claim_that_its_metrics_can_refute(drawn: Callable[[str], Drawing], figure: str) -> None:
    metrics, claims = drawn(figure).metrics, SPECS[figure].claims
    assert claims
    named = [bound for c in claims for bound in (c.metric, c.above, c.below, c.near) if isinstance(bound, str)]
    assert set(named) <= set(metrics)


@pytest.mark.parametrize("figure", ["latent-spaces", "reconstructions"])
def test_the_same_picture_is_the_same_bytes(drawn: Callable[[str], Drawing], figure: str) -> None:
    assert drawn.fresh(figure) == drawn(figure)  # type: ignore[attr-defined]


def test_figures_share_their_models() -> None:
    wanted = []
    for figure, spec in SPECS.items():
        recipe, params = recipe_of(figure)
        if hasattr(recipe, "needs"):
            wanted += [repr(need) for need in recipe.needs(params, spec.seed).values()]
    assert len(wanted) > 30
    assert len(set(wanted)) <= min(75, len(wanted) / 2)


def test_kl_of_the_worked_example(drawn: Callable[[str], Drawing]) -> None:
    metrics = drawn("kl-worked-example").metrics
    by_hand = 0.5 * (1.2**2 + 0.3**2 - 1 - math.log(0.3**2))
    assert metrics["t_shirt_kl_1"] == pytest.approx(by_hand, abs=1e-6)
    assert round(metrics["t_shirt_kl"], 2) == 2.29
    assert round(metrics["cheating_kl"], 2) == 9.25
    assert round(metrics["sneaker_kl"], 2) == 1.60


def test_the_widgets_data_and_atlases_agree_with_the_models(drawn: Callable[[str], Drawing]) -> None:
    made = drawn("latent-explorer")
    widget = made.data
    assert (widget["widget"], widget["grid"], widget["tile"]) == ("latent-space", 21, 28)
    assert [m["beta"] for m in widget["models"]] == [None, 0.0, 0.2, 1.0, 2.0, 5.0]
    for model in widget["models"]:
        atlas = Image.open(io.BytesIO(made.files[model["atlas"]]))
        assert atlas.size == (21 * 28, 21 * 28)
        x0, x1, y0, y1 = model["extent"]
        assert x1 - x0 == pytest.approx(y1 - y0, abs=0.01)
        assert len(model["points"]) == 60
        assert all(len(p) == 5 and 0 <= p[2] < 10 for p in model["points"])
        if model["beta"] != 0:  # without weight on KL a sigma may be too small for the decimals that are kept
            assert all((p[3] > 0) == (model["kind"] == "vae") for p in model["points"])


def test_the_atlas_has_its_largest_y_on_top(drawn: Callable[[str], Drawing], small: Images, tmp_path: Path) -> None:
    explorer = importlib.import_module("figures.recipes.latent_explorer")
    need = Need("autoencoder", {"latent": 2}, {"epochs": 1}, 0)
    model = probe(Trained(need, tmp_path, training.train(need, Data("garments"), tmp_path, lambda share, line: None)))
    square = [-2.0, 4.0, -3.0, 3.0]
    page = explorer.atlas(explorer.decoded(model, square, 5), 5)
    assert np.allclose(page[:28, :28], model.decode(np.array([[-2.0, 3.0]]))[0], atol=1e-6)
    assert np.allclose(page[28:56, -28:], model.decode(np.array([[4.0, 1.5]]))[0], atol=1e-6)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_colours_stand_out_from_the_page(theme: style.Theme) -> None:
    assert min(contrast(theme.ink, theme.ground), contrast(theme.quiet, theme.ground)) > 7
    for colour in (*theme.model.values(), *theme.classes.values()):
        assert contrast(colour, theme.ground) > 6
    assert set(theme.classes) == set(style.MARKERS)
