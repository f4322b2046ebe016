"""From figure specs to jobs: what has to be trained and drawn, and under which keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from builder.jobs.faults import BROKEN_CODE, FIGURE_FAILED, INVALID_PARAMS, UNKNOWN_RECIPE, Fault, nearest
from builder.jobs.job import Job
from builder.jobs.keys import FORMATS, Ingredients, digest, versions
from builder.jobs.sources import PACKAGE, Sources
from builder.models.course import DataSettings
from builder.models.figures import FigureSpec

RECIPES = f"{PACKAGE}.recipes"
MODELS = f"{PACKAGE}.models"
TRAINING = f"{PACKAGE}.training"
_LONGEST_LABEL = 60


class Planner(Struct, frozen=True):
    """Makes jobs of figure specs.

    Attributes:
        sources: the course's figure code.
        data: the data set's name and the digests of its files, or None.
    """

    sources: Sources
    data: Ingredients | None

    def plan_job(self, figure: str, spec: FigureSpec) -> Job | Fault:
        """The job that validates a spec's parameters and finds out what its figure needs."""
        recipe = spec.recipe.replace("-", "_")
        if not self.sources.module_file(f"{RECIPES}.{recipe}"):
            known = [name.replace("_", "-") for name in self.sources.modules(RECIPES)]
            words = f"There is no recipe `{spec.recipe}`: figures/recipes/{recipe}.py does not exist"
            return Fault(UNKNOWN_RECIPE, words, nearest(spec.recipe, known), steps=("recipe",))
        ingredients = self._ingredients(
            "plan", [f"{RECIPES}.{recipe}"], recipe=spec.recipe, params=spec.params, seed=spec.seed
        )
        return Job(f"plan {figure}", ingredients, given=spec.params)

    def figure_job(self, figure: str, spec: FigureSpec, plan: Mapping[str, Any]) -> Job | list[Fault]:
        """The job that draws a figure, with the training jobs that it needs.

        Args:
            figure: the figure's id.
            spec: what the course wants.
            plan: the facts of the figure's plan job.
        """
        if "refused" in plan:
            return [_refused(spec, fault) for fault in plan["refused"]]
        needs: dict[str, Job] = {}
        for name, need in plan["needs"].items():
            job = self._train_job(need)
            if isinstance(job, Fault):
                return [job]
            needs[name] = job
        recipe = f"{RECIPES}.{spec.recipe.replace('-', '_')}"
        ingredients = self._ingredients("draw", [recipe], recipe=spec.recipe, params=plan["params"], seed=spec.seed)
        ingredients |= {"data": self.data, "needs": {name: job.key for name, job in needs.items()}}
        return Job(f"draw {figure}", ingredients, needs, spec.params)

    def _train_job(self, need: Mapping[str, Any]) -> Job | Fault:
        if not self.sources.module_file(TRAINING):
            words = "figures/training.py does not exist, and without it no model can be trained"
            return Fault(BROKEN_CODE, words, "Write figures/training.py with a function `train`.")
        model = f"{MODELS}.{need['model']}"
        if not self.sources.module_file(model):
            words = f"its recipe needs the model `{need['model']}`, which figures/models does not have"
            return Fault(FIGURE_FAILED, words, nearest(need["model"], self.sources.modules(MODELS)), steps=("recipe",))
        ingredients = self._ingredients("train", [TRAINING, model], need=need)
        return Job(_label(need), ingredients | {"data": self.data})

    def _ingredients(self, kind: str, modules: Iterable[str], **more: object) -> dict[str, Any]:
        """What every job depends on: the code and the packages that it imports."""
        code = self.sources.closure(modules)
        return {
            "format": FORMATS[kind],
            "kind": kind,
            "code": code,
            "versions": versions(self.sources.packages(code)),
            **more,
        }


def data_ingredients(root: Path, settings: DataSettings | None) -> Ingredients | None:
    """The data set's name and the digests of the files in its folder, by their paths there; None without data."""
    if settings is None:
        return None
    folder = root / settings.folder if settings.folder else None
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder else []
    named = {path.relative_to(str(folder)).as_posix(): path for path in files if not path.name.startswith(".")}
    return {"name": settings.name, "files": {name: digest(path.read_bytes()) for name, path in named.items()}}


def _refused(spec: FigureSpec, fault: Mapping[str, Any]) -> Fault:
    place = ".".join(map(str, fault["steps"]))
    words = f"The recipe `{spec.recipe}` refuses `params.{place}`: {fault['words']}" if place else str(fault["words"])
    return Fault(INVALID_PARAMS, words, fault["help"], steps=("params", *_existing(spec.params, fault["steps"])))


def _existing(value: Any, steps: Iterable[Any]) -> list[str | int]:
    """The steps as far as they lead to something that the author wrote."""
    found: list[str | int] = []
    for step in steps:
        inside = isinstance(value, Mapping) and step in value
        if not inside and not (isinstance(value, list) and isinstance(step, int) and step < len(value)):
            break
        value = value[step]
        found.append(step)
    return found


def _label(need: Mapping[str, Any]) -> str:
    """What a training run is called: the model and its plain settings."""
    settings = {**need["config"], **need["training"], "seed": need["seed"]}
    plain = [f"{name}={value}" for name, value in settings.items() if isinstance(value, str | int | float)]
    label = f"train {need['model']} {' '.join(plain)}"
    return label if len(label) <= _LONGEST_LABEL else f"{label[:_LONGEST_LABEL]}…"
