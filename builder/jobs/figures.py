"""From a course's figure specs to finished figures: planned, trained, drawn, judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.diagnostics import Kind, Problem, Severity
from builder.jobs.building import Build, Planned
from builder.jobs.claims import judge
from builder.jobs.drawn import Figure, Figures, figure_of
from builder.jobs.faults import BROKEN_CODE, CLAIM_FAILED, Fault, broken, nearest, not_drawn
from builder.jobs.history import reasons, remember
from builder.jobs.job import Outcome
from builder.jobs.making import HERE, Making
from builder.jobs.pace import Pace
from builder.jobs.progress import Progress
from builder.jobs.store import Entry, Store
from builder.models.figures import FigureSpec

if TYPE_CHECKING:
    from builder.course import Course


def make_figures(
    course: Course,
    store: Store,
    ids: Iterable[str] | None = None,
    how: Making = HERE,
    progress: Progress | None = None,
) -> Figures:
    """Makes the course's figures; what the store holds is not made again.

    Where everything is in the store, no code of the course runs and no process starts.

    Args:
        course: the course.
        store: where finished jobs are kept.
        ids: the figures to make; all where this is None.
        how: with how many processes, on which device, here or on a cluster.
        progress: hears how the jobs come along.

    Raises:
        LookupError: the course has no figure of such an id.
        StoreFault: the disk is full or the store cannot be written.
        MachineFault: there is no such device or cluster.
    """
    specs = chosen(course.figures, ids)
    chosen(specs, how.retrain)
    if not specs:
        return Figures()
    if how.last is not None:
        from builder.jobs.last import last_good

        return last_good(course, store, how.last, ids)
    with Build(course, store, how, progress or Progress()) as build:
        planned = build.plan(specs)
        before = build.forget(planned.draws[figure] for figure in sorted(how.retrain & planned.draws.keys()))
        outcomes = build.results(planned.draws.values())
        build.compare(before)
    made = {
        figure: figure_of(figure, specs[figure], done)
        for figure, job in planned.draws.items()
        if isinstance(done := outcomes[job.key], Entry)
    }
    remember(store, {figure: planned.draws[figure].key for figure in made})
    failures = tuple(_failures(planned, outcomes))
    problems = [*failures, *unborne(made)]
    return Figures(made, tuple(course.diagnose(kind, problem) for kind, problem in problems), failures)


def excused(figures: Figures) -> Figures:
    """Figures on data that the lessons do not speak of: claims that these do not bear out are warnings there."""
    return replace(figures, diagnostics=tuple(
        replace(found, severity=Severity.WARNING) if found.kind == CLAIM_FAILED else found
        for found in figures.diagnostics
    ))


def chosen(figures: Mapping[str, FigureSpec], ids: Iterable[str] | None) -> dict[str, FigureSpec]:
    """The specs of some figures in the course's order, or all; LookupError for an id that is not among them."""
    wanted = set(figures) if ids is None else set(ids)
    for unknown in sorted(wanted - figures.keys()):
        raise LookupError(f"The course has no figure `{unknown}`. {nearest(unknown, figures)}")
    return {figure: spec for figure, spec in figures.items() if figure in wanted}


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


def unborne(made: Mapping[str, Figure]) -> Iterator[tuple[Kind, Problem]]:
    """The claims of figures that these do not bear out."""
    for figure, drawn in made.items():
        yield from judge(figure, drawn.spec.claims, drawn.metrics)


def why(course: Course, store: Store, figure: str) -> list[str]:
    """Why a figure would be made anew, or was made anew the last time: a line for each reason.

    Raises:
        LookupError: the course has no figure of this id.
        StoreFault: the store cannot be written.
    """
    specs = chosen(course.figures, [figure])
    with Build(course, store, Making(jobs=1), Progress()) as build:
        planned = build.plan(specs)
    if figure not in planned.draws:
        return [f"It cannot be made: {fault.words}." for fault in planned.faults[figure]]
    return reasons(store, figure, planned.draws[figure])


class Outlook(Struct, frozen=True):
    """What a build would do: each job's label with its seconds, where known, and the seconds of all, where known.

    `faults` are the figures that cannot even be planned, with the reasons in words.
    """

    jobs: tuple[tuple[str, float | None], ...]
    seconds: float | None
    faults: Mapping[str, str]


def outlook(course: Course, store: Store, ids: Iterable[str] | None, how: Making) -> Outlook:
    """What a build would train and draw and about how long it would take, by the seconds of earlier runs.

    Recipes are asked which models they need; nothing is trained, drawn or dropped.

    Raises:
        LookupError: the course has no figure of such an id.
        StoreFault: the store cannot be written.
    """
    from builder.jobs.processes import cores

    specs = chosen(course.figures, ids)
    with Build(course, store, how, Progress()) as build:
        planned = build.plan(specs)
        jobs = {job.key: job for job in build.missing(planned.draws.values())}
    for figure in sorted(chosen(specs, how.retrain).keys() & planned.draws.keys()):
        jobs |= {job.key: job for job in (planned.draws[figure], *planned.draws[figure].needs.values())}
    pace = Pace(store)
    order = sorted(jobs.values(), key=lambda job: (job.kind != "train", job.label))
    return Outlook(
        tuple((job.label, pace.seconds(job)) for job in order),
        pace.left(order, (), how.jobs or cores()),
        {figure: "; ".join(fault.words for fault in faults) for figure, faults in planned.faults.items()},
    )
