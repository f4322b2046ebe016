"""How long jobs take and how long is left, by what is known of their like."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from builder.jobs.job import Job, subject_of
from builder.jobs.keys import Ingredients, canonical
from builder.jobs.store import Store

_AT_FIRST = {"plan": 1.0, "draw": 2.0}
"""Seconds of a job while nothing is known of its kind; trainings differ too much for such a guess."""

_TELLING = 0.1
"""The share of a job that has to be done before its speed says how long jobs of its kind take."""


class Running(NamedTuple):
    """A job that runs: for how many seconds so far, and how far it has come."""

    job: Job
    seconds: float
    share: float


def likenesses(ingredients: Ingredients) -> Iterator[str]:
    """Whom a job takes after, the nearest relation first: equal settings, the same model or recipe, the same kind."""
    settings = ingredients["need"] if ingredients["kind"] == "train" else {"params": ingredients["params"]}
    subject = subject_of(ingredients)
    yield subject + canonical({**settings, "seed": None}).decode()
    yield subject
    yield str(ingredients["kind"])


class Pace:
    """Seconds of jobs: what this run has seen of their like, or else what the store has recorded.

    Args:
        store: the finished jobs of earlier runs.
    """

    def __init__(self, store: Store) -> None:
        self._seen: dict[str, list[float]] = defaultdict(list)
        self._recorded: dict[str, list[float]] = defaultdict(list)
        for entry in store.entries():
            _add(self._recorded, entry.ingredients, entry.seconds)

    def finished(self, job: Job, seconds: float) -> None:
        """Learns how long a job took."""
        _add(self._seen, job.ingredients, seconds)

    def seconds(self, job: Job, running: Iterable[Running] = ()) -> float | None:
        """Seconds that a job will take; None where nothing is known that it could be judged by."""
        relations = list(likenesses(job.ingredients))
        known = [self._seen, self._recorded, _soon_known(running)]
        found = (table[relation] for relation in relations for table in known if relation in table)
        times = next(found, None)
        return sum(times) / len(times) if times else _AT_FIRST.get(job.kind)

    def left(self, waiting: Iterable[Job], running: Iterable[Running], hands: int) -> float | None:
        """Seconds until all jobs are done by so many hands; None where it cannot be told yet.

        It plays the run: trainings first and the longest of them before the others, each job after those it needs.
        """
        running = list(running)
        ends: dict[str, float] = {}
        for one in running:
            ends[one.job.key] = self._rest(one)
        free = [*ends.values(), *[0.0] * (hands - len(ends))]
        heapq.heapify(free)
        expected = [(job, self.seconds(job, running)) for job in waiting]
        for job, seconds in sorted(expected, key=lambda pair: (pair[0].kind != "train", -(pair[1] or 0.0))):
            if seconds is None:
                return None
            start = max(heapq.heappop(free), *(ends.get(need.key, 0.0) for need in job.needs.values()), 0.0)
            ends[job.key] = start + seconds
            heapq.heappush(free, ends[job.key])
        return max(ends.values(), default=0.0)

    def _rest(self, one: Running) -> float:
        """Seconds that a running job still needs; as long again as until now where nothing is known."""
        whole = one.seconds / one.share if one.share >= _TELLING else self.seconds(one.job)
        return max((whole if whole is not None else 2 * one.seconds) - one.seconds, 0.0)


def _add(table: dict[str, list[float]], ingredients: Ingredients, seconds: float) -> None:
    for relation in likenesses(ingredients):
        table[relation].append(seconds)


def _soon_known(running: Iterable[Running]) -> Mapping[str, list[float]]:
    """What the jobs that run tell of their like by their speed."""
    table: dict[str, list[float]] = defaultdict(list)
    for one in running:
        if one.share >= _TELLING:
            _add(table, one.job.ingredients, one.seconds / one.share)
    return table
