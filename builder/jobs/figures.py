"""From a course's figure specs to finished figures: planned, trained, drawn, judged."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from builder.diagnostics import Diagnostic, Kind, Problem
from builder.jobs.claims import judge
from builder.jobs.faults import BROKEN_CODE, Fault, broken, nearest, not_drawn, refused
from builder.jobs.job import Job, Outcome, recall
from builder.jobs.keys import differences
from builder.jobs.plan import RECIPES, Planner, data_ingredients
from builder.jobs.progress import Progress, Silent
from builder.jobs.sources import Sources, read_sources
from builder.jobs.store import Entry, Store, write_whole
from builder.models.figures import FigureSpec

if TYPE_CHECKING:
    from builder.course import Course
    from builder.jobs.runner import Runner


@dataclass(frozen=True)
class TrainedModel:
    """A trained model behind a figure, as the page's provenance tells of it.

    Attributes:
        name: what the recipe calls it.
        model: the module in figures/models.
        config: the model's configuration.
        training: the settings of the training run.
        seed: the run's seed.
        key: the run's key.
        facts: what the training returned, such as final losses.
        seconds: how long the run took that made the kept result; another machine would need another time.
        versions: the packages that made it.
    """

    name: str
    model: str
    config: Mapping[str, Any]
    training: Mapping[str, Any]
    seed: int
    key: str
    facts: Mapping[str, Any]
    seconds: float
    versions: Mapping[str, str]


@dataclass(frozen=True)
class Provenance:
    """Where a figure comes from.

    All of it is read from the record of the run that made the figure.  Builds that share a store show the same; two
    that start from nothing differ in `seconds` alone.

    Attributes:
        data: the name of the data set, or None.
        description: what the course's figures/data.py says of the data, or None.
        recipe: the recipe.
        params: its parameters after validation.
        seed: the figure's seed.
        key: the drawing's key.
        seconds: how long the drawing took.
        versions: the packages that drew it.
        models: the trained models that it shows.
    """

    data: str | None
    description: str | None
    recipe: str
    params: Mapping[str, Any]
    seed: int
    key: str
    seconds: float
    versions: Mapping[str, str]
    models: tuple[TrainedModel, ...]

    @property
    def short_key(self) -> str:
        """The first letters of the key, enough to find the drawing by."""
        return self.key[:12]


@dataclass(frozen=True)
class Figure:
    """A finished figure; its files stand in `folder`, which nobody may write to.

    Attributes:
        id: the figure's id.
        spec: what the course wanted.
        format: svg, png or webp.
        width: width in CSS pixels.
        height: height in CSS pixels.
        alt: what is to be seen: the spec's words, or else the recipe's.
        metrics: what the recipe measured.
        folder: where the files stand.
        light: the name of the picture for light pages.
        dark: the name of the picture for dark pages.
        data: the name of the file with the numbers behind the picture, or None.
        files: further files: the recipe's name for each, and its path in `folder`.
        provenance: where the figure comes from.
    """

    id: str
    spec: FigureSpec
    format: str
    width: int
    height: int
    alt: str
    metrics: Mapping[str, float]
    folder: Path
    light: str
    dark: str
    data: str | None
    files: Mapping[str, str]
    provenance: Provenance


@dataclass(frozen=True)
class Figures:
    """The figures that could be made, by id, and what is wrong with the others or with what is claimed of them."""

    figures: Mapping[str, Figure] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


def make_figures(
    course: Course,
    store: Store,
    ids: Iterable[str] | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Figures:
    """Makes the course's figures; what the store holds is not made again.

    Where everything is in the store, no code of the course runs and no process starts.

    Args:
        course: the course.
        store: where finished jobs are kept.
        ids: the figures to make; all where this is None.
        jobs: how many processes may run at once; as many as there are cores where this is None.
        progress: hears how the jobs come along.

    Raises:
        LookupError: the course has no figure of such an id.
        StoreFault: the disk is full or the store cannot be written.
    """
    specs = _chosen(course.figures, ids)
    if not specs:
        return Figures()
    with _Build(course, store, jobs, progress or Silent()) as build:
        faults, draws = build.planned(specs)
        outcomes = build.results(draws.values())
    figures = {id: _figure(id, specs[id], done) for id, job in draws.items() if isinstance(done := outcomes[job.key], Entry)}
    faults |= {id: [done] for id, job in draws.items() if isinstance(done := outcomes[job.key], Fault)}
    _remember(store, {id: draws[id].key for id in figures})
    problems = [*_problems(faults, _causes(draws, outcomes)), *_judged(figures)]
    return Figures(figures, tuple(course.diagnose(kind, problem) for kind, problem in problems))


def why(course: Course, store: Store, id: str) -> list[str]:
    """Why a figure would be made anew, or was made anew the last time, in a line for each reason.

    Raises:
        LookupError: the course has no figure of this id.
        StoreFault: the store cannot be written.
    """
    specs = _chosen(course.figures, [id])
    with _Build(course, store, 1, Silent()) as build:
        faults, draws = build.planned(specs)
    if id not in draws:
        return [f"It cannot be made: {fault.words}." for fault in faults[id]]
    before, last = _recalled(store).get(id, (None, None))
    job = draws[id]
    if job.key == last and store.find(job.key):
        reasons = _reasons(store, before, job) if before else []
        return ["It is up to date.", *(f"When it was last made anew: {reason}." for reason in reasons)]
    if not last:
        return ["It was never made."]
    return [f"It will be made anew: {reason}." for reason in _reasons(store, last, job)]


class _Build:
    """What makes one set of figures; its processes start when the first job has to run."""

    def __init__(self, course: Course, store: Store, limit: int | None, progress: Progress) -> None:
        self._course = course
        self._store = store
        self._limit = limit
        self._progress = progress
        self._runner: Runner | None = None
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._opened.close()

    def planned(self, specs: Mapping[str, FigureSpec]) -> tuple[dict[str, list[Fault]], dict[str, Job]]:
        """The faults of figures that cannot be drawn, and the drawing jobs of the others."""
        sources = read_sources(self._course.root, self._store.folder / "imports.json")
        if not sources.modules(RECIPES):
            return {id: [_NO_RECIPES] for id in specs}, {}
        planner = Planner(sources, data_ingredients(self._course.root, self._course.config.data))
        self._files = sources.files
        plans = {id: planner.plan_job(id, spec) for id, spec in specs.items()}
        outcomes = self.results(job for job in plans.values() if isinstance(job, Job))
        faults: dict[str, list[Fault]] = {}
        draws: dict[str, Job] = {}
        for id, plan in plans.items():
            done = outcomes[plan.key] if isinstance(plan, Job) else plan
            job = [done] if isinstance(done, Fault) else planner.figure_job(id, specs[id], done.facts)
            if isinstance(job, Job):
                draws[id] = job
            else:
                faults[id] = job
        return faults, draws

    def results(self, jobs: Iterable[Job]) -> dict[str, Outcome]:
        """The outcomes of jobs by key, from the store where it has them."""
        missing, found = recall(jobs, self._store, self._progress)
        return self._running(len(missing)).run(missing, found) if missing else found
