"""The code that learners meet runs and says what the text around it says."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from builder.source.markdown import read

torch = pytest.importorskip("torch")
matplotlib = pytest.importorskip("matplotlib")

ROOT = Path(__file__).parents[2]
LESSON = ROOT / "lessons" / "variational-autoencoders"
IMAGES = 1000


@dataclass(frozen=True)
class Cell:
    """A block of Python code, the line where it begins, and the ids and names of the blocks around it."""

    code: str
    line: int
    around: tuple[str, ...]

    @property
    def exercise(self) -> str | None:
        """The id of the exercise that it stands in."""
        return next((name for name in self.around if name.startswith("#")), None)


def cells(path: Path) -> Iterator[Cell]:
    """The Python code of a Markdown file, in order."""
    around: list[str] = []
    for token in read(str(path), path.read_bytes()).tokens:
        if token.type == "directive_open":
            exercise = token.meta["name"] == "exercise"
            around.append(f"#{token.meta['options']['id']}" if exercise else token.meta["name"])
        elif token.type == "directive_close":
            around.pop()
        elif token.type == "fence" and token.info == "python":
            yield Cell(token.content, (token.map or [0])[0] + 1, tuple(around))


def run(cell: Cell, path: Path, names: dict[str, Any]) -> None:
    """Execute a cell; a fault shows the line of the Markdown file."""
    exec(compile("\n" * cell.line + cell.code, str(path), "exec"), names)


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    """The names that the lesson's code leaves behind after it ran on a few noisy images."""
    torch.manual_seed(0)
    names: dict[str, Any] = {"__name__": "lesson", "images": torch.rand(96, 1, 28, 28)}
    for cell in cells(LESSON / "lesson.md"):
        run(cell, LESSON / "lesson.md", names)
    return names


def test_a_draw_passes_no_gradient_and_the_trick_passes_the_right_one(lesson: dict[str, Any]) -> None:
    assert lesson["drawn"] == (0.0, 0.0)
    assert lesson["rebuilt"] == pytest.approx((1.0, 0.6), abs=0.03)


@pytest.mark.parametrize(("mu", "sigma", "total"), [
    ([-1.2, 0.8], [0.3, 0.4], 2.29),
    ([-1.2, 0.8], [0.01, 0.01], 9.25),
    ([0.5, -0.9], [0.5, 0.3], 1.60),
    ([0.0, 0.0], [1.0, 1.0], 0.0),
])
def test_kl_is_what_the_lesson_works_out_by_hand(
    lesson: dict[str, Any], mu: list[float], sigma: list[float], total: float
) -> None:
    paid = lesson["kl_per_number"](torch.tensor(mu), torch.tensor(sigma).square().log()).sum().item()
    assert paid == pytest.approx(total, abs=0.005)


def test_kl_in_closed_form_is_the_divergence(lesson: dict[str, Any]) -> None:
    mu, sigma = torch.tensor([-1.2, 0.8]), torch.tensor([0.3, 0.4])
    normal = torch.distributions.Normal
    expected = torch.distributions.kl_divergence(normal(mu, sigma), normal(0.0, 1.0))
    assert torch.allclose(lesson["kl_per_number"](mu, sigma.square().log()), expected, atol=1e-5)


def test_the_loss_sums_over_pixels_and_weighs_kl_in_nats(lesson: dict[str, Any]) -> None:
    black, grey = torch.zeros(2, 1, 28, 28), torch.full((2, 1, 28, 28), 0.5)
    mu, logvar = torch.tensor([[2.0], [0.0]]), torch.zeros(2, 1)
    assert lesson["vae_loss"](black, grey, mu, logvar).item() == pytest.approx(784 * 0.25 + 2.0 / 2)
    assert lesson["vae_loss"](black, grey, mu, logvar, beta=0.0).item() == pytest.approx(784 * 0.25)


def test_the_model_of_the_lesson_draws_images(lesson: dict[str, Any]) -> None:
    assert lesson["new"].shape == (25, 1, 28, 28)
    assert lesson["new"].min() >= 0 and lesson["new"].max() <= 1


@pytest.fixture()
def notebook(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Names for the notebook's cells: no window opens, and fewer images are trained on."""
    matplotlib.use("agg")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])
    monkeypatch.setattr("figures.data.TRAIN_COUNT", IMAGES)
    from figures import data

    data.garments.cache_clear()
    yield {"__name__": "notebook"}
    torch.set_num_threads(threads)
    data.garments.cache_clear()


def parts(exercise: str) -> tuple[Cell, Cell, Cell]:
    """An exercise's cells: the student's, the check and the solution."""
    found = [cell for cell in cells(LESSON / "notebook.md") if cell.exercise == exercise]
    return found[0], found[1], next(cell for cell in found if cell.around[-1] == "answer")


def test_each_exercise_fails_unsolved_and_passes_solved(notebook: dict[str, Any]) -> None:
    path = LESSON / "notebook.md"
    solved: list[str] = []
    for cell in cells(path):
        if cell.exercise is None:
            run(cell, path, notebook)
        elif cell.exercise not in solved:
            student, check, solution = parts(cell.exercise)
            with pytest.raises((AssertionError, TypeError, AttributeError)) as failure:
                run(student, path, notebook)
                run(check, path, notebook)
            assert failure.type is AssertionError and str(failure.value), f"{cell.exercise} fails without advice"
            run(solution, path, notebook)
            run(check, path, notebook)
            solved.append(cell.exercise)
    assert len(solved) == 5


def test_wrong_answers_are_told_from_right_ones(notebook: dict[str, Any]) -> None:
    wrong = {
        "#reparameterize": ("torch.exp(0.5 * logvar)", "torch.exp(logvar)", "half"),
        "#kl-line": ("- 1 - logvar", "- 1 + logvar", "signs"),
    }
    path = LESSON / "notebook.md"
    everything = list(cells(path))
    for cell in everything[: next(n for n, cell in enumerate(everything) if cell.exercise == "#two-heads")]:
        run(cell, path, notebook)
    for exercise, (right, slip, advice) in wrong.items():
        _, check, solution = parts(exercise)
        assert right in solution.code
        run(Cell(solution.code.replace(right, slip), solution.line, solution.around), path, notebook)
        with pytest.raises(AssertionError, match=advice):
            run(check, path, notebook)
