"""A tiny course with figures that need no torch, for the tests of the job engine."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from builder.course import Course
from builder.jobs.drawn import Figures
from builder.jobs.figures import make_figures
from builder.jobs.making import Making
from builder.jobs.progress import Progress
from builder.jobs.store import Store
from builder.loading import load

TWO = Making(jobs=2)

COURSE = """\
title: A tiny course
description: It has figures and nothing else.
modules: []
"""

CURVE = '''\
from pathlib import Path

from builder.jobs.recipes import Context, Drawing, Need, Params as Base
from figures.style import COLOUR

with Path(IMPORTS).open("a") as log:
    print("curve", file=log)


class Params(Base):
    width: int = 1
    steps: int = 3


def needs(params: Params, seed: int) -> dict[str, Need]:
    return {"line": Need("line", {"width": params.width}, {"steps": params.steps}, seed)}


def draw(params: Params, context: Context) -> Drawing:
    line = context.models["line"]
    slope = float((line.folder / "weights.txt").read_text())
    picture = f"<svg><!-- {COLOUR} {slope} --></svg>"
    return Drawing(
        light=picture.encode(),
        dark=picture.replace("svg", "SVG").encode(),
        format="svg",
        width=320,
        height=200,
        alt="A line.",
        metrics={"slope": slope, "loss": line.facts["loss"]},
        data={"slope": slope},
        files={"atlas.bin": bytes(3)},
    )
'''

DOT = '''\
from builder.jobs.recipes import Context, Drawing, Params as Base


class Params(Base):
    radius: float = 1.0


def draw(params: Params, context: Context) -> Drawing:
    return Drawing(b"<svg/>", b"<svg></svg>", "svg", 10, 10, "A dot.", {"radius": params.radius})
'''

LINE = '''\
STEEPNESS = 1.5
'''

STYLE = '''\
COLOUR = "red"
'''

TRAINING = '''\
import random
from importlib import import_module


def train(need, data, folder, report):
    with open(TRAININGS, "a") as log:
        print(need.model, need.seed, file=log)
    model = import_module(f"figures.models.{need.model}")
    report(0.5, "half way")
    slope = model.STEEPNESS * need.config["width"] + random.random()
    (folder / "weights.txt").write_text(str(slope))
    return {"loss": slope / need.training["steps"]}
'''


@dataclass
class Workshop:
    """A course on the disk that a test edits and builds."""

    root: Path
    specs: dict[str, dict[str, Any]] = field(default_factory=dict)
    cache: Path | None = None

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        logs = {"IMPORTS": repr(str(self.imports)), "TRAININGS": repr(str(self.trainings))}
        for name, value in logs.items():
            text = text.replace(f"({name}", f"({value}")
        file.write_text(text)

    def edit(self, path: str, before: str, after: str) -> None:
        text = (self.root / path).read_text()
        assert before in text
        self.write(path, text.replace(before, after))

    def figure(self, name: str, recipe: str, **more: Any) -> None:
        self.specs[name] = {"recipe": recipe, "caption": "A figure.", **more}
        self.write("figures/figures.yaml", json.dumps({"figures": self.specs}, indent=1))

    def make(
        self, ids: Iterable[str] | None = None, progress: Progress | None = None, how: Making = TWO
    ) -> Figures:
        return make_figures(self.course(), self.store, ids, how, progress)

    def course(self) -> Course:
        course, faults = load(self.root)
        assert not faults, faults
        return course

    @property
    def store(self) -> Store:
        """The store, as a new build would open it."""
        return Store(self.cache or self.root / "output" / "cache" / "jobs")

    @property
    def imports(self) -> Path:
        return self.root.parent / "imports.log"

    @property
    def trainings(self) -> Path:
        return self.root.parent / "trainings.log"

    def count(self, log: Path) -> int:
        """The lines of a log so far."""
        return len(log.read_text().splitlines()) if log.exists() else 0


def codes(made: Figures) -> list[str]:
    """The codes of what is wrong."""
    return [fault.code for fault in made.diagnostics]


class Heard(Progress):
    """Progress that keeps what it hears."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.kept: list[str] = []
        self.notes: list[str] = []
        self.lines: list[str] = []
        self.failures: list[str] = []

    def finished(self, job: str, seconds: float) -> None:
        self.ran.append(job)

    def reused(self, job: str) -> None:
        self.kept.append(job)

    def noted(self, line: str) -> None:
        self.notes.append(line)

    def printed(self, job: str, line: str) -> None:
        self.lines.append(line)

    def reported(self, job: str, share: float, line: str) -> None:
        self.lines.append(line)

    def failed(self, job: str, words: str) -> None:
        self.failures.append(job)


BUILD = """\
import sys
from pathlib import Path
from builder.loading import load
from builder.jobs.figures import make_figures
from builder.jobs.making import Making
from builder.jobs.store import Store

made = make_figures(load(Path(sys.argv[1]))[0], Store(Path(sys.argv[2])), how=Making(jobs=2))
print({name: figure.metrics for name, figure in made.figures.items()}, len(made.diagnostics))
"""


def start_build(workshop: Workshop) -> subprocess.Popen[str]:
    """Starts a build in a process of its own, with its own group as on a terminal."""
    command = [sys.executable, "-c", BUILD, str(workshop.root), str(workshop.store.folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def wait_for(path: Path) -> int:
    """Waits until a job has written its process's number into a file."""
    deadline = time.monotonic() + 60
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < deadline, f"{path} did not come"
        time.sleep(0.02)
    return int(path.read_text())


def ended(process: int) -> bool:
    """Whether a process ends within some seconds."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """A course with a recipe that needs a trained model, and one that needs none; it wants no figure yet."""
    course = Workshop(tmp_path / "course")
    course.write("curriculum/course.yaml", COURSE)
    course.write("figures/__init__.py", "")
    course.write("figures/style.py", STYLE)
    course.write("figures/training.py", TRAINING)
    course.write("figures/models/line.py", LINE)
    course.write("figures/recipes/curve.py", CURVE)
    course.write("figures/recipes/dot.py", DOT)
    return course
