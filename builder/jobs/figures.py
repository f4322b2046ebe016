"""From a course's figure specs to finished figures: planned, trained, drawn, judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from builder.diagnostics import Diagnostic, Kind, Problem
from builder.jobs.claims import judge
from builder.jobs.drawn import Figure, figure_of
from builder.jobs.faults import BROKEN_CODE, Fault, broken, nearest, not_drawn
from builder.jobs.history import reasons, remember
from builder.jobs.job import Job, Outcome, recall
from builder.jobs.plan import RECIPES, Planner, data_ingredients
from builder.jobs.progress import Progress
from builder.jobs.sources import read_sources
from builder.jobs.store import Entry, Store
from builder.models.figures import FigureSpec

if TYPE_CHECKING:
    from builder.course import Course
    from builder.jobs.runner import Runner


@dataclass(frozen=True)
class Figures:
    """The figures that could be made, by id, and what is wrong with the others or with what is claimed of them."""

    figures: Mapping[str, Figure] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Planned:
    """What is to be drawn, and what cannot be: both by the figures' ids."""

    draws: Mapping[str, Job]
    faults: Mapping[str, list[Fault]]


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
    specs = chosen(course.figures, ids)
    if not specs:
        return Figures()
    with Build(course, store, jobs, progress or Progress()) as build:
        planned = build.plan(specs)
        outcomes = build.results(planned.draws.values())
    made = {
        figure: figure_of(figure, specs[figure], done)
        for figure, job in planned.draws.items()
        if isinstance(done := outcomes[job.key], Entry)
    }
    remember(store, {figure: planned.draws[figure].key for figure in made})
    problems = [*_failures(planned, outcomes), *_unborne(made)]
    return Figures(made, tuple(course.diagnose(kind, problem) for kind, problem in problems))


def chosen(figures: Mapping[str, FigureSpec], ids: Iterable[str] | None) -> dict[str, FigureSpec]:
    """The specs of some figures in the course's order, or all; LookupError for an id that is not among them."""
    wanted = set(figures) if ids is None else set(ids)
    for unknown in sorted(wanted - figures.keys()):
        raise LookupError(f"The course has no figure `{unknown}`. {nearest(unknown, figures)}")
    return {figure: spec for figure, spec in figures.items() if figure in wanted}


class Build:
    """What makes one set of figures; its processes start when the first job has to run.

    Args:
        course: the course.
        store: where finished jobs are kept.
        limit: how many processes may run at once; as many as there are cores where this is None.
        progress: hears how the jobs come along.
    """

    def __init__(self, course: Course, store: Store, limit: int | None, progress: Progress) -> None:
        self._course = course
        self._store = store
        self._limit = limit
        self._progress = progress
        self._sources = read_sources(course.root, store.folder / "imports.json")
        self._runner: Runner | None = None
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._opened.close()

    def plan(self, specs: Mapping[str, FigureSpec]) -> Planned:
        """Finds out what has to be drawn; recipes are asked only for figures that were not planned before."""
        if not self._sources.modules(RECIPES):
            return Planned({}, {figure: [_NO_RECIPES] for figure in specs})
        planner = Planner(self._sources, data_ingredients(self._course.root, self._course.config.data))
        plans = {figure: planner.plan_job(figure, spec) for figure, spec in specs.items()}
        outcomes = self.results(job for job in plans.values() if isinstance(job, Job))
        draws: dict[str, Job] = {}
        faults: dict[str, list[Fault]] = {}
        for figure, plan in plans.items():
            done = outcomes[plan.key] if isinstance(plan, Job) else plan
            job = [done] if isinstance(done, Fault) else planner.figure_job(figure, specs[figure], done.facts)
            if isinstance(job, Job):
                draws[figure] = job
            else:
                faults[figure] = job
        return Planned(draws, faults)

    def results(self, jobs: Iterable[Job]) -> dict[str, Outcome]:
        """The outcomes of jobs by key, from the store where it has them."""
        missing, found = recall(jobs, self._store, self._progress)
        return self._running(len(missing)).run(missing, found) if missing else found

    def _running(self, jobs: int) -> Runner:
        """The runner, which may use a process for each of so many jobs."""
        from builder.jobs.recipes import Data
        from builder.jobs.runner import Runner, cores
        from builder.jobs.worker import Workplace

        if self._runner is None:
            root, settings = self._course.root.resolve(), self._course.config.data
            data = Data(settings.name, root / settings.folder if settings.folder else None) if settings else None
            work = self._opened.enter_context(self._store.workspace())
            place = Workplace(root, self._store.folder, work, self._sources.files, data)
            self._runner = self._opened.enter_context(Runner(place, self._store, 1, self._progress))
        self._runner.limit = max(self._runner.limit, min(self._limit or cores(), jobs))
        return self._runner


_NO_RECIPES = Fault(
    BROKEN_CODE,
    "The course has figures, but no Python file in figures/recipes that could draw them",
    "Write the recipes, or remove the figures from figures/figures.yaml.",
)


def _failures(planned: Planned, outcomes: Mapping[str, Outcome]) -> Iterator[tuple[Kind, Problem]]:
    """One problem for each fault of a figure, and one for code that several figures cannot do without."""
    needed: dict[Fault, list[str]] = {}
    for figure, because, fault in _faults(planned, outcomes):
        if fault.kind == BROKEN_CODE:
            needed.setdefault(fault, []).append(figure)
        else:
            yield fault.kind, not_drawn(figure, fault, because)
    for fault, figures in needed.items():
        yield fault.kind, broken(fault, figures)


def _faults(planned: Planned, outcomes: Mapping[str, Outcome]) -> Iterator[tuple[str, str, Fault]]:
    """Every figure's faults, with the words for a job at fault that is not the figure's own."""
    for figure, faults in planned.faults.items():
        yield from ((figure, "", fault) for fault in faults)
    for figure, job in planned.draws.items():
        fault = outcomes[job.key]
        if isinstance(fault, Fault):
            failed = next((need for need in job.needs.values() if isinstance(outcomes.get(need.key), Fault)), None)
            yield figure, f'"{failed.label}" failed: ' if failed else "", fault


def _unborne(made: Mapping[str, Figure]) -> Iterator[tuple[Kind, Problem]]:
    for figure, drawn in made.items():
        yield from judge(figure, drawn.spec.claims, drawn.metrics)


def why(course: Course, store: Store, figure: str) -> list[str]:
    """Why a figure would be made anew, or was made anew the last time: a line for each reason.

    Raises:
        LookupError: the course has no figure of this id.
        StoreFault: the store cannot be written.
    """
    specs = chosen(course.figures, [figure])
    with Build(course, store, 1, Progress()) as build:
        planned = build.plan(specs)
    if figure not in planned.draws:
        return [f"It cannot be made: {fault.words}." for fault in planned.faults[figure]]
    return reasons(store, figure, planned.draws[figure])
