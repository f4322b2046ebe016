"""The lesson about autoencoders: its figures measure what they say, its code runs, and its notebook judges rightly."""

from __future__ import annotations

import dataclasses
import io
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from builder.jobs.recipes import Context, Data, Need, Trained
from builder.models.widgets import BottleneckSlider
from figures import data as data_sets
from figures import needs, training
from figures.data import Images, Split, exemplars
from figures.garments import CLASSES, draw_garments
from figures.probe import Probe, probe
from figures.recipes import (
    autoencoder_layers,
    autoencoder_run,
    code_sizes,
    fixed_transform,
    large_codes,
    random_codes,
)
from tests.course.lesson_cells import Cell, cells, parts, run, work_through

torch = pytest.importorskip("torch")
matplotlib = pytest.importorskip("matplotlib")

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "lessons" / "autoencoders"
IMAGES = 1000


@pytest.fixture(scope="module")
def few() -> Iterator[Images]:
    """Few garments in place of the course's."""
    train, test = draw_garments(300, seed=1), draw_garments(120, seed=2)
    small = Images(Split(train.images, train.labels), Split(test.images, test.labels), CLASSES, "few garments")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(data_sets, "garments", lambda: small)
        yield small


@pytest.fixture(scope="module")
def context(few: Images, tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, Need]], Context]:
    """Models that saw few garments once, for a figure's needs; equal needs are trained once."""
    folder, runs = tmp_path_factory.mktemp("runs"), {}

    def trained(need: Need) -> Trained:
        if repr(need) not in runs:
            short = dataclasses.replace(need, training={**need.training, "epochs": 2})
            place = folder / str(len(runs))
            facts = training.train(short, Data("garments"), place, lambda share, line: None)
            runs[repr(need)] = Trained(short, place, facts)
        return runs[repr(need)]

    return lambda wanted: Context({name: trained(need) for name, need in wanted.items()}, Data("garments"), 0)


def test_the_layers_are_those_of_the_model_and_count_what_it_learns(few: Images) -> None:
    net = training.build(needs.autoencoder(32, 0))
    stages = autoencoder_layers.traced(net, few.test.images[:1])
    assert [stage.size for stage in stages] == [
        "1 × 28 × 28", "16 × 14 × 14", "32 × 7 × 7", "1568", "32", "1568", "32 × 7 × 7", "16 × 14 × 14", "1 × 28 × 28",
    ]  # fmt: skip
    assert [stage.parameters for stage in stages] == [0, 160, 4640, 0, 50208, 51744, 0, 4624, 145]
    metrics = autoencoder_layers.counts(net, stages, 32)
    assert metrics["parameters"] == sum(stage.parameters for stage in stages)
    assert metrics["widest_numbers"] == 3136 and metrics["code_numbers"] == 32


def test_no_hook_stays_on_the_model(few: Images) -> None:
    net = training.build(needs.autoencoder(8, 0))
    autoencoder_layers.traced(net, few.test.images[:1])
    assert not any(module._forward_hooks for module in net.modules())


def test_the_widget_shows_what_the_models_rebuild(few: Images, context: Callable[[dict[str, Need]], Context]) -> None:
    params = code_sizes.Params(sizes=(4, 8), replicas=2)
    given = context(code_sizes.needs(params, 0))
    made = code_sizes.draw(params, given)
    widget = BottleneckSlider.model_validate(made.data)
    shown = exemplars(few).images
    model = probe(given.models[code_sizes.key(8, 0)])
    page = np.asarray(Image.open(io.BytesIO(made.files[widget.atlas])).convert("L"), np.float32) / 255
    assert page.shape == (4 * 28, 3 * 28)
    assert np.abs(page[:28, :28] - shown[0]).mean() < 0.03, "the original is the first tile"
    assert np.abs(page[84:, 56:] - model.redraw(shown)[3]).mean() < 0.03, "the last image through the last size"
    assert widget.sizes[1].errors[3] == pytest.approx(model.errors(shown)[3] / 784, abs=1e-5)
    low, high = widget.sizes[1].spread or (0, 0)
    assert low <= widget.sizes[1].error <= high


def test_random_codes_are_asked_of_autoencoders_alone_where_the_figure_says_so(
    context: Callable[[dict[str, Need]], Context],
) -> None:
    params = random_codes.Params(latent=8, replicas=1, kinds=("ae",), sources=("redrawn", "box"))
    wanted = random_codes.needs(params, 0)
    assert set(wanted) == {"ae-0"}
    model = probe(context(wanted).models["ae-0"])
    images = data_sets.load(Data("garments"))
    redrawn, box = random_codes.sources(model, "ae", images, params, 0)
    assert np.allclose(redrawn.pictures, model.redraw(images.test.images), atol=1e-5)
    codes, _ = model.encode(images.test.images)
    assert redrawn.length == pytest.approx(np.linalg.norm(codes, axis=1).mean(), rel=1e-4)
    assert box.length > redrawn.length


class Copier(torch.nn.Module):
    """An autoencoder that has learned nothing and loses nothing."""

    def codes(self, pictures: Any) -> Any:
        return pictures.flatten(1)

    def decoder(self, codes: Any) -> Any:
        return codes.view(-1, 1, 28, 28)


def test_a_copier_would_be_found_out(few: Images) -> None:
    for trial in large_codes.trials(few, data_sets.digits(), seed=0):
        found = large_codes.lost(trial, {784: [Probe(Copier())]})
        assert found[f"{trial.name}_784"] == pytest.approx(0, abs=1e-9)


def test_one_picture_for_all_loses_everything(few: Images) -> None:
    class Mean(Copier):
        def decoder(self, codes: Any) -> Any:
            return super().decoder(codes.mean(dim=0).expand_as(codes))

    trial = large_codes.trials(few, data_sets.digits(), seed=0)[0]
    assert large_codes.lost(trial, {4: [Probe(Mean())]})["own_4"] == pytest.approx(1, abs=1e-3)


def test_directions_are_counted() -> None:
    rows = np.random.default_rng(0).standard_normal((400, 3)) @ np.eye(3, 20)
    assert large_codes.directions(rows) == 3


def test_moved_images_leave_the_upper_left_black(few: Images) -> None:
    images = few.test.images[:5]
    moved = large_codes.moved(images)
    assert not moved[:, : large_codes.SHIFT].any() and not moved[:, :, : large_codes.SHIFT].any()
    assert np.array_equal(moved[:, 10, 10], images[:, 10 - large_codes.SHIFT, 10 - large_codes.SHIFT])


def test_a_course_on_digits_takes_garments_for_the_other_kind() -> None:
    assert fixed_transform.foreign(Data("digits")).classes == CLASSES
    assert fixed_transform.foreign(Data("garments")).classes == data_sets.digits().classes


def test_readings_are_those_of_the_history() -> None:
    def run_of(*held: float) -> list[dict[str, Any]]:
        return [
            {"epoch": k, "train": {"error": 784.0}, "held_out": {"error": 784 * error}}
            for k, error in enumerate(held, start=1)
        ]

    found = autoencoder_run.readings([run_of(4, 3, 1), run_of(6, 5, 3)])
    assert (found["held_out_1"], found["held_out_1_least"], found["held_out_1_most"]) == (5, 4, 6)
    assert found["left_after_2"] == pytest.approx(2 / 4)
    assert found["disagreement"] == pytest.approx(2 / 2)
    assert found["gap"] == pytest.approx(2)


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    """The names that the lesson's code leaves behind after it ran on a few noisy images."""
    torch.manual_seed(0)
    data = torch.utils.data.TensorDataset(torch.rand(96, 1, 28, 28), torch.zeros(96))
    loader = torch.utils.data.DataLoader(data, batch_size=48, shuffle=True)
    names: dict[str, Any] = {"__name__": "lesson", "loader": loader}
    for cell in cells(LESSON / "lesson.md"):
        run(cell, LESSON / "lesson.md", names)
    return names


def test_the_lessons_model_is_the_one_that_the_figures_train(lesson: dict[str, Any]) -> None:
    theirs = [tuple(p.shape) for p in training.build(needs.autoencoder(32, 0)).parameters()]
    assert [tuple(p.shape) for p in lesson["Autoencoder"]().parameters()] == theirs


def test_the_lessons_loop_learns(lesson: dict[str, Any]) -> None:
    assert len(lesson["losses"]) == 8 and lesson["losses"][-1] < lesson["losses"][0]


def test_shapes_are_as_the_lesson_says() -> None:
    shrink = torch.nn.Conv2d(1, 1, 3, stride=2, padding=1)
    assert shrink(torch.zeros(1, 1, 13, 13)).shape == shrink(torch.zeros(1, 1, 14, 14)).shape == (1, 1, 7, 7)
    small = torch.zeros(1, 1, 7, 7)
    assert torch.nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1)(small).shape[-1] == 13
    assert torch.nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)(small).shape[-1] == 14
    channels = [torch.nn.Conv2d(*pair, 3, stride=2, padding=1) for pair in ((3, 16), (16, 32), (32, 64))]
    assert torch.nn.Sequential(*channels)(torch.zeros(1, 3, 32, 32)).shape == (1, 64, 4, 4)


def test_four_pixels_by_hand() -> None:
    image, rebuilt = torch.tensor([0.0, 0.5, 1.0, 0.5]), torch.tensor([0.1, 0.5, 0.8, 0.6])
    loss = torch.nn.functional.mse_loss
    assert loss(rebuilt, image).item() == pytest.approx(0.015)
    assert round(math.sqrt(0.015), 2) == 0.12
    assert loss(torch.full((4,), 0.5), image).item() == pytest.approx(0.125)


@pytest.fixture()
def notebook(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Names for the notebook's cells: no window opens, and fewer images are trained on."""
    matplotlib.use("agg")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])
    drawn = [draw_garments(count, seed) for count, seed in ((IMAGES, 1), (400, 2))]
    small = Images(*(Split(each.images, each.labels) for each in drawn), CLASSES, "few garments")
    monkeypatch.setattr(data_sets, "garments", lambda: small)
    yield {"__name__": "notebook"}
    torch.set_num_threads(threads)


def test_each_exercise_fails_unsolved_and_passes_solved(notebook: dict[str, Any]) -> None:
    assert len(work_through(LESSON / "notebook.md", notebook)) == 8


def test_wrong_answers_are_told_from_right_ones(notebook: dict[str, Any]) -> None:
    wrong = {
        "#encoder": ("nn.Linear(32 * 7 * 7, code),", "nn.Linear(32 * 7 * 7, code), nn.ReLU(),", "ReLU"),
        "#decoder": (", output_padding=1", "", "output_padding"),
        "#loss": (".mean()", ".sum()", "sum"),
        "#step": ("    loss.backward()\n", "", "backward"),
    }
    path = LESSON / "notebook.md"
    for cell in cells(path):
        exercise = cell.exercise
        if exercise == "#no-mirror" or "EPOCHS" in cell.code:
            break
        if exercise is None:
            run(cell, path, notebook)
        elif cell == parts(path, exercise)[0]:
            _, check, solution = parts(path, exercise)
            right, slip, advice = wrong.pop(exercise)
            assert right in solution.code
            run(Cell(solution.code.replace(right, slip), solution.line, solution.around), path, notebook)
            with pytest.raises(AssertionError, match=advice):
                run(check, path, notebook)
            run(solution, path, notebook)
    assert not wrong
