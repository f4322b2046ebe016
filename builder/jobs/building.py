"""What makes one set of figures: plans it, looks into the store, and has a crew do the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from msgspec import Struct

from builder.jobs.faults import BROKEN_CODE, MODEL_MISSING, Fault
from builder.jobs.job import Job, Outcome, recall
from builder.jobs.making import Making
from builder.jobs.plan import RECIPES, Planner, data_ingredients
from builder.jobs.progress import Progress
from builder.jobs.sources import read_sources
from builder.jobs.store import Entry, Store
from builder.models.figures import FigureSpec

if TYPE_CHECKING:
    from builder.course import Course
    from builder.jobs.keys import Ingredients
    from builder.jobs.runner import Crew, Runner


class Planned(Struct, frozen=True):
    """What is to be drawn, and what cannot be: both by the figures' ids; and the jobs that found it out."""

    draws: Mapping[str, Job]
    faults: Mapping[str, list[Fault]]
    plans: Sequence[Job] = ()

    @property
    def jobs(self) -> Iterator[Job]:
        """Every job of the figures: plans, trainings and drawings."""
        yield from self.plans
        for draw in self.draws.values():
            yield from (draw, *draw.needs.values())


class Build:
    """What makes one set of figures; its processes start when the first job has to run.

    Args:
        course: the course.
        store: where finished jobs are kept.
        how: with how many processes, on which device, here or on a cluster.
        progress: hears how the jobs come along.
    """

    def __init__(self, course: Course, store: Store, how: Making, progress: Progress) -> None:
        self._course = course
        self._store = store
        self._how = how
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
        return self.plan_on(data_ingredients(self._course.root, self._course.config.data), specs)

    def plan_on(self, data: Ingredients | None, specs: Mapping[str, FigureSpec]) -> Planned:
        """Finds out what has to be drawn if the data are these: the name and the digests of the files."""
        if not self._sources.modules(RECIPES):
            return Planned({}, {figure: [_NO_RECIPES] for figure in specs})
        planner = Planner(self._sources, data)
        plans = {figure: planner.plan_job(figure, spec) for figure, spec in specs.items()}
        asked = [job for job in plans.values() if isinstance(job, Job)]
        outcomes = self.results(asked)
        draws: dict[str, Job] = {}
        faults: dict[str, list[Fault]] = {}
        for figure, plan in plans.items():
            done = outcomes[plan.key] if isinstance(plan, Job) else plan
            job = [done] if isinstance(done, Fault) else planner.figure_job(figure, specs[figure], done.facts)
            if isinstance(job, Job):
                draws[figure] = job
            else:
                faults[figure] = job
        return Planned(draws, faults, asked)

    def results(self, jobs: Iterable[Job]) -> dict[str, Outcome]:
        """The outcomes of jobs by key, from the store where it has them."""
        missing, found = recall(jobs, self._store, self._progress)
        if not self._how.train:
            untrained = {key: _untrained(job) for key, job in missing.items() if job.kind == "train"}
            missing = {key: job for key, job in missing.items() if key not in untrained}
            found |= untrained
        return self._running().run(missing, found) if missing else found

    def missing(self, jobs: Iterable[Job]) -> list[Job]:
        """The jobs that would have to run, those that they need included."""
        return list(recall(jobs, self._store, Progress())[0].values())

    def forget(self, draws: Iterable[Job]) -> dict[str, Entry]:
        """Drops drawings and the models behind them, so that they are made anew; says which models there were."""
        before: dict[str, Entry] = {}
        for draw in draws:
            self._store.drop(draw.key)
            for job in draw.needs.values():
                if entry := self._store.find(job.key):
                    before[job.label] = entry
                self._store.drop(job.key)
        return before

    def compare(self, before: Mapping[str, Entry]) -> None:
        """Notes of each model that was trained anew whether it came out as it was."""
        for label, entry in before.items():
            now = self._store.find(entry.key)
            if now:
                same = "the same bytes as" if now.files == entry.files else "other bytes than"
                self._progress.noted(f'"{label}" was trained anew and gave {same} before.')

    def _running(self) -> Runner:
        from builder.jobs.runner import Runner

        if self._runner is None:
            self._runner = Runner(self._crew(), self._store, self._progress)
        return self._runner

    def _crew(self) -> Crew:
        """Those who do the jobs, here or on a cluster."""
        from builder.jobs.processes import Processes, cores
        from builder.jobs.recipes import Data
        from builder.jobs.worker import Workplace

        root, settings = self._course.root.resolve(), self._course.config.data
        data = Data(settings.name, root / settings.folder if settings.folder else None) if settings else None
        work = self._opened.enter_context(self._store.workspace())
        place = Workplace(root, self._store.folder, work, self._sources.files, data, self._how.device)
        if self._how.dask:
            from builder.jobs.cluster import Cluster

            return self._opened.enter_context(Cluster(place, self._how.scheduler, self._how.jobs))
        return self._opened.enter_context(Processes(place, self._how.jobs or cores()))


_NO_RECIPES = Fault(
    BROKEN_CODE,
    "The course has figures, but no Python file in figures/recipes that could draw them",
    "Write the recipes, or remove the figures from figures/figures.yaml.",
)


def _untrained(job: Job) -> Fault:
    words = f'the cache does not hold the model "{job.label}", and training was not allowed'
    return Fault(MODEL_MISSING, words, "Build without --no-train, or restore the cache folder that holds the model.")
