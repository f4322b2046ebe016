"""What the three kinds of jobs do: plan a figure, train a model, draw a picture.

These functions run in a process of the runner's.  They call the course's code and check what it returns.
"""

from __future__ import annotations

import inspect
import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

from msgspec import Struct, field
from pydantic import BaseModel, ValidationError

from builder.jobs.blame import BrokenCode
from builder.jobs.drawings import keep_drawing, plain
from builder.jobs.faults import nearest
from builder.jobs.job import Job
from builder.jobs.loading import start_afresh
from builder.jobs.recipes import (
    Checkpoint,
    Context,
    Data,
    Diverged,
    Need,
    NoDevice,
    Params,
    RecipeFault,
    Report,
    Trained,
)
from builder.jobs.sources import PACKAGE
from builder.jobs.store import Store

Facts = dict[str, Any]
"""What a job found out, as JSON can hold it."""


class Task(Struct):
    """A job and what it is done with: a folder for its files, the data, the store, whom to tell, and on what device."""

    job: Job
    folder: Path
    data: Data | None
    store: Store
    report: Report
    device: str = "cpu"
    began: float = field(default_factory=time.perf_counter)

    def begin(self, seed: int) -> None:
        """Gives the course's code a fresh start, and its time begins: importing packages does not count."""
        start_afresh(seed)
        self.began = time.perf_counter()


def plan(task: Task) -> Facts:
    """Validates a figure's parameters and asks its recipe which trained models it needs.

    Returns:
        `params` and `needs`; or `refused`, a list of faults in the parameters: `steps`, `words` and `help`.
    """
    job = task.job
    recipe = _recipe(job)
    try:
        params = recipe.Params.model_validate(job.given)
    except ValidationError as error:
        return {"refused": [_refusal(fault, recipe.Params) for fault in error.errors(include_url=False)]}
    task.begin(job.ingredients["seed"])
    needs = recipe.needs(params, job.ingredients["seed"]) if hasattr(recipe, "needs") else {}
    return {"params": params.model_dump(mode="json"), "needs": {name: _need(name, needs[name]) for name in needs}}


def train(task: Task) -> Facts:
    """Trains a model; its files are left in the task's folder, its facts are returned."""
    need = Need(**task.job.ingredients["need"])
    training = _load(f"{PACKAGE}.training")
    _load(f"{PACKAGE}.models.{need.model}")
    with _more(training, task) as more:
        task.begin(need.seed)
        facts = plain(training.train(need, task.data, task.folder, task.report, **more), "what `train` returned")
    if not isinstance(facts, dict):
        raise RecipeFault("`train` in figures/training.py must return a dict of facts about the run")
    for name, value in _numbers("", facts):
        if not math.isfinite(value):
            raise Diverged(f"the training returned {name} = {value}")
    return {"trained": facts, "data": _description(task), "device": task.device}


@contextmanager
def _more(training: ModuleType, task: Task) -> Iterator[dict[str, Any]]:
    """What `train` takes beyond the four arguments that it always has; one that takes no device has the CPU only."""
    taken = inspect.signature(training.train).parameters
    if task.device != "cpu" and "device" not in taken:
        raise NoDevice(f"This course trains on the CPU only: `train` in figures/training.py takes no `device`, "
                       f"so --device {task.device} cannot be used.")
    more = {"device": task.device} if "device" in taken else {}
    if "checkpoint" not in taken:
        yield more
        return
    with task.store.unfinished(f"{task.job.key}-{task.device.replace(':', '-')}") as state:
        yield {**more, "checkpoint": Checkpoint(state)}


def draw(task: Task) -> Facts:
    """Draws a picture; its files are left in the task's folder, the rest of the drawing is returned."""
    job = task.job
    recipe = _recipe(job)
    params = recipe.Params.model_validate(job.given)
    entries = {name: task.store.read(need.key) for name, need in job.needs.items()}
    models = {
        name: Trained(Need(**entry.ingredients["need"]), entry.folder, entry.facts["trained"])
        for name, entry in entries.items()
    }
    task.begin(job.ingredients["seed"])
    drawing = recipe.draw(params, Context(models, task.data, job.ingredients["seed"]))
    return {
        **keep_drawing(drawing, task.folder),
        "described": _description(task) or next((e.facts["data"] for e in entries.values() if e.facts["data"]), None),
        "models": {
            name: {
                **entry.ingredients["need"],
                "key": entry.key,
                "facts": entry.facts["trained"],
                "seconds": entry.seconds,
                "versions": dict(entry.versions),
            }
            for name, entry in entries.items()
        },
    }


WORK: dict[str, Callable[[Task], Facts]] = {"plan": plan, "train": train, "draw": draw}
"""What is done for each kind of job."""


def _load(module: str) -> ModuleType:
    """Imports a module of the course; whatever goes wrong then is a fault of the code, not of one figure."""
    try:
        return import_module(module)
    except (Exception, SystemExit) as error:
        raise BrokenCode(module) from error


def _recipe(job: Job) -> ModuleType:
    name = f"{PACKAGE}.recipes.{job.ingredients['recipe'].replace('-', '_')}"
    recipe = _load(name)
    try:
        if not (isinstance(getattr(recipe, "Params", None), type) and issubclass(recipe.Params, Params)):
            raise RecipeFault(f"{recipe.__name__} has no class `Params` that extends builder.jobs.recipes.Params")
        if not callable(getattr(recipe, "draw", None)):
            raise RecipeFault(f"{recipe.__name__} has no function `draw`")
    except RecipeFault as fault:
        raise BrokenCode(name) from fault
    return recipe


def _description(task: Task) -> str | None:
    """What `describe` in figures/data.py says of the data, if the job's code uses that file and it has one."""
    if task.data is None or f"{PACKAGE}/data.py" not in task.job.ingredients["code"]:
        return None
    describe = getattr(_load(f"{PACKAGE}.data"), "describe", None)
    return str(describe(task.data)) if callable(describe) else None


def _refusal(fault: Mapping[str, Any], model: type[BaseModel]) -> Facts:
    """A fault that pydantic found: the way to it, what it is and what to do."""
    steps = list(fault["loc"])
    words = fault["msg"].removeprefix("Value error, ").rstrip(".")
    if fault["type"] == "extra_forbidden":
        help = nearest(str(steps[-1]), _model_at(model, steps[:-1]).model_fields)
        return {"steps": steps, "words": f"`{steps[-1]}` is not a parameter", "help": help}
    if fault["type"] == "missing":
        return {"steps": steps, "words": f"`{steps[-1]}` is missing", "help": f"Give the parameter `{steps[-1]}`."}
    return {"steps": steps, "words": words, "help": "The recipe's `Params` say what it takes."}


def _model_at(model: type[BaseModel], steps: list[str | int]) -> type[BaseModel]:
    """The model whose fields stand at a place inside another one's."""
    for step in steps:
        known = model.model_fields.get(str(step))
        inner = list(_models(known.annotation)) if known else []
        model = inner[0] if inner else model
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _need(name: str, need: object) -> Facts:
    if not isinstance(need, Need):
        raise RecipeFault(f"`needs` must return a Need for `{name}`, not {type(need).__name__}")
    held: Facts = plain(asdict(need), f"the need `{name}`")
    return held


def _numbers(name: str, value: Any) -> Iterator[tuple[str, float]]:
    """Every number in a value, with the names that lead to it."""
    if isinstance(value, float):
        yield name, value
    elif isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _numbers(f"{name}.{step}" if name else str(step), inner)
