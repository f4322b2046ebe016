"""A job: a piece of work, known by what its result depends on, and looked up in the store by that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from builder.jobs.faults import Fault
from builder.jobs.keys import Ingredients, key_of
from builder.jobs.progress import Progress
from builder.jobs.store import Entry, Store


class Job(Struct, frozen=True, dict=True):
    """A piece of work.

    Attributes:
        label: what it is called while it runs, such as "train vae".
        ingredients: all that its result depends on.
        needs: the jobs whose results it takes, by the names under which it takes them.
        given: the recipe's parameters as the spec has them; `ingredients` holds them after validation.
    """

    label: str
    ingredients: Ingredients
    needs: Mapping[str, Job] = {}
    given: Mapping[str, Any] = {}

    @cached_property
    def key(self) -> str:
        """The key of its result in the store."""
        return key_of(self.ingredients)

    @property
    def kind(self) -> str:
        """What is done: plan, train or draw."""
        return str(self.ingredients["kind"])

    @property
    def subject(self) -> str:
        """The recipe or the model that it is about; runs on one subject take about the same time."""
        return subject_of(self.ingredients)


def subject_of(ingredients: Ingredients) -> str:
    """The kind of a job with its recipe or model: "train vae"."""
    name = ingredients["need"]["model"] if ingredients["kind"] == "train" else ingredients["recipe"]
    return f"{ingredients['kind']} {name}"


Outcome = Entry | Fault
"""How a job ended."""


def recall(jobs: Iterable[Job], store: Store, progress: Progress) -> tuple[dict[str, Job], dict[str, Outcome]]:
    """Looks up jobs in the store, and what the missing ones need.

    A damaged result is dropped and said to be so.

    Returns:
        The jobs that have to run and the results of the others, both by key.
    """
    missing: dict[str, Job] = {}
    found: dict[str, Outcome] = {}
    waiting = list(jobs)
    while waiting:
        job = waiting.pop(0)
        if job.key in missing or job.key in found:
            continue
        entry = _recalled(job, store, progress)
        if entry:
            found[job.key] = entry
        else:
            missing[job.key] = job
            waiting += job.needs.values()
    return missing, found


def _recalled(job: Job, store: Store, progress: Progress) -> Entry | None:
    entry = store.find(job.key)
    if entry is None:
        damage = store.drop_damaged(job.key)
        if damage:
            progress.noted(f'The kept result of "{job.label}" was damaged ({damage}); it is made anew.')
    elif job.kind != "plan":
        progress.reused(job.label)
    return entry
