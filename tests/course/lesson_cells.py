"""The Python code of lessons and notebooks, cell by cell, for tests that run it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from builder.source.markdown import read


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


def parts(path: Path, exercise: str) -> tuple[Cell, Cell, Cell]:
    """An exercise's cells: the student's, the check and the solution."""
    found = [cell for cell in cells(path) if cell.exercise == exercise]
    return found[0], found[1], next(cell for cell in found if cell.around[-1] == "answer")


def work_through(path: Path, names: dict[str, Any]) -> list[str]:
    """Run a notebook as a student does who first leaves each exercise open and then solves it; the exercises' ids."""
    solved: list[str] = []
    for cell in cells(path):
        if cell.exercise is None:
            run(cell, path, names)
        elif cell.exercise not in solved:
            student, check, solution = parts(path, cell.exercise)
            with pytest.raises((AssertionError, TypeError, AttributeError)) as failure:
                run(student, path, names)
                run(check, path, names)
            assert failure.type is AssertionError and str(failure.value), f"{cell.exercise} fails without advice"
            run(solution, path, names)
            run(check, path, names)
            solved.append(cell.exercise)
    return solved
