"""Figures as the store has them, for whoever cannot wait until new ones are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from builder.jobs.drawn import Figures, figure_of
from builder.jobs.figures import chosen, unborne
from builder.jobs.history import recalled
from builder.jobs.job import Job
from builder.jobs.keys import key_of
from builder.jobs.making import LastTry
from builder.jobs.plan import Planner, data_ingredients
from builder.jobs.sources import SPECS, Sources, read_sources
from builder.jobs.store import Entry, Store
from builder.models.figures import FigureSpec

if TYPE_CHECKING:
    from builder.course import Course


def last_good(course: Course, store: Store, last: LastTry, ids: Iterable[str] | None = None) -> Figures:
    """The figures that the store has, and for those that it lacks their last good pictures, if it has these.

    No code of the course runs and no process starts.  A figure that would have to be made is among those awaited, with
    a picture or without; one that the last try could not make either is not, and has its fault instead.

    Args:
        course: the course.
        store: where finished jobs are kept.
        last: how the last try to make all figures ended.
        ids: the figures; all where this is None.

    Raises:
        LookupError: the course has no figure of such an id.
        StoreFault: the store cannot be read.
    """
    specs = chosen(course.figures, ids)
    sources = read_sources(course.root, store.folder / "imports.json")
    planner = Planner(sources, data_ingredients(course.root, course.config.data))
    fresh = {figure: entry for figure, spec in specs.items() if (entry := _fresh(planner, store, figure, spec))}
    earlier = {figure: entry for figure in specs.keys() - fresh if (entry := _earlier(store, figure))}
    origin = _origin(planner, course.figures)
    hopeless, faults = (last.failed, last.faults) if origin == last.origin else (frozenset(), ())
    entries = fresh | earlier
    made = {figure: figure_of(figure, specs[figure], entries[figure]) for figure in specs if figure in entries}
    problems = [*faults, *unborne({figure: made[figure] for figure in made if figure in fresh})]
    return Figures(
        made, tuple(course.diagnose(kind, problem) for kind, problem in problems), tuple(faults),
        tuple(figure for figure in specs if figure not in fresh and figure not in hopeless), origin,
    )


def origin_of(course: Course, store: Store) -> str:
    """The digest of all that the course's figures are made from: code, parameters, seeds and data.

    Captions, alt texts and claims are no part of it.

    Raises:
        StoreFault: the store cannot be written.
    """
    sources = read_sources(course.root, store.folder / "imports.json")
    return _origin(Planner(sources, data_ingredients(course.root, course.config.data)), course.figures)


def _origin(planner: Planner, specs: Mapping[str, FigureSpec]) -> str:
    return key_of({
        "code": _code(planner.sources),
        "data": planner.data,
        "figures": {figure: [spec.recipe, spec.params, spec.seed] for figure, spec in specs.items()},
    })


def _code(sources: Sources) -> dict[str, str]:
    """The files that code may read: the specs are told apart by what counts in them, and prose is for people."""
    return {path: mark for path, mark in sources.files.items() if path != SPECS and not path.endswith(".md")}


def _fresh(planner: Planner, store: Store, figure: str, spec: FigureSpec) -> Entry | None:
    """The drawing of a figure as it is wanted now; None where it is not there or its plan is not known."""
    plan = planner.plan_job(figure, spec)
    known = store.find(plan.key) if isinstance(plan, Job) else None
    draw = planner.figure_job(figure, spec, known.facts) if known else None
    return store.find(draw.key) if isinstance(draw, Job) else None


def _earlier(store: Store, figure: str) -> Entry | None:
    """The latest drawing of a figure that the store still has."""
    keys = reversed(recalled(store).get(figure, []))
    return next((entry for key in keys if (entry := store.find(key))), None)
