"""The contract between a course's figure code and the builder.

A course keeps its figure code in the package `figures`, loaded from the course's root:

- `figures/recipes/<name>.py` is one kind of picture.  It defines `Params`, a subclass of `Params` here;
  optionally `needs(params, seed) -> dict[str, Need]`, the trained models that it draws from; and
  `draw(params, context) -> Drawing`.
- `figures/training.py` defines `train(need, data, folder, report) -> dict`: it trains one model, writes
  its files into `folder` and returns facts about the run that JSON can hold.  It may take two more arguments, by
  name: `device`, the device to train on, such as "cpu" or "cuda" (it raises NoDevice where there is none); and
  `checkpoint`, a Checkpoint in which a long run keeps its state, so that a killed build goes on where it was.
- `figures/data.py` may define `describe(data) -> str`: the line about the data that pages show under a picture.

Training and drawing are separate jobs.  The builder imports neither torch nor matplotlib: it only
calls these functions, in processes of their own.  A process does one job after another, so that what a
function of the course keeps with `functools.cache` serves the next job too.  Before each call the
generators of random numbers (random, numpy, torch) are seeded with the job's seed, and matplotlib's
settings are its defaults; settings made when a module is imported do not last.

A job's key covers the code that its modules import inside `figures`, wherever the import stands, and the
files there that they name in quotes.  A module that is imported by a computed name is not seen, except
the one in `figures/models` that a Need names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

_MARK = sha256().digest_size


class Params(BaseModel):
    """What a recipe takes from the figure's spec; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Need:
    """A trained model that a figure needs.

    Two figures whose needs are equal share one training run.

    Attributes:
        model: a module in `figures/models`, such as "vae".
        config: the model's configuration, as JSON can hold it.
        training: settings of the training run, as JSON can hold them.
        seed: the seed of the initial weights, the batches and the noise.
    """

    model: str
    config: Mapping[str, Any] = field(default_factory=dict)
    training: Mapping[str, Any] = field(default_factory=dict)
    seed: int = 0


@dataclass(frozen=True)
class Data:
    """The course's data set: a name that `figures/data.py` knows, and the folder of its files if it has any."""

    name: str
    folder: Path | None = None


@dataclass(frozen=True)
class Trained:
    """A finished training run: what was needed, its files, and the facts that `train` returned."""

    need: Need
    folder: Path
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Context:
    """What a recipe draws from: its trained models by name, the data and the figure's seed."""

    models: Mapping[str, Trained]
    data: Data | None
    seed: int


@dataclass(frozen=True)
class Drawing:
    """A finished picture and what it shows in numbers.

    Attributes:
        light: the picture for light pages.
        dark: the same picture for dark pages.
        format: the pictures' file format.
        width: width in CSS pixels.
        height: height in CSS pixels.
        alt: what is to be seen, in a sentence or two, for those who do not see it.
        metrics: named measurements; claims and prose refer to them.
        data: the numbers behind the picture, offered for download as JSON.
        files: further files by name, such as the image atlas of a widget.
    """

    light: bytes
    dark: bytes
    format: Literal["svg", "png", "webp"]
    width: int
    height: int
    alt: str
    metrics: Mapping[str, float] = field(default_factory=dict)
    data: Any = None
    files: Mapping[str, bytes] = field(default_factory=dict)


Report = Callable[[float, str], None]
"""Tells how far a job has come: the share done, from 0 to 1, and a line about where it stands."""


class Checkpoint:
    """The state of a training run that is not finished yet, kept beside the store until it is.

    The state belongs to the job's key and device: it was left by the same code, settings, seed and data.  A run that
    goes on from it must end with the same result as one that was never interrupted, so it holds everything that the
    rest of the run depends on: weights, optimizer, schedule, generators, best epoch so far.

    Args:
        file: where the state is kept; nothing is kept where this is None.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file

    def save(self, state: bytes) -> None:
        """Keeps a state in place of the one before; a kill at any moment leaves one of the two."""
        if self._file is None:
            return
        fresh = self._file.with_suffix(".new")
        fresh.write_bytes(sha256(state).digest() + state)
        fresh.replace(self._file)

    def load(self) -> bytes | None:
        """The state that was saved last; None where there is none, or where it was damaged."""
        if self._file is None or not self._file.exists():
            return None
        content = self._file.read_bytes()
        mark, state = content[:_MARK], content[_MARK:]
        return state if sha256(state).digest() == mark else None


class RecipeFault(Exception):
    """A fault of a figure that its author can mend; its words become a diagnostic."""


class Diverged(RecipeFault):
    """A training run whose loss became infinite or no number at all."""


class NoDevice(Exception):
    """The machine has no such device; its words tell the user, who asked for it."""
