"""The keys under which figures were made before, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping

from builder.jobs.disk import write_whole
from builder.jobs.job import Job
from builder.jobs.keys import differences
from builder.jobs.seals import BrokenSeal, seal, unseal
from builder.jobs.store import Store

_FILE = "made.json"
_KEPT = 2


def remember(store: Store, made: Mapping[str, str]) -> None:
    """Notes the key under which each figure was made; the one before it is kept too."""
    known = recalled(store)
    fresh = {figure: [*_others(known.get(figure, []), key), key][-_KEPT:] for figure, key in made.items()}
    if {**known, **fresh} != known:
        write_whole(store.folder / _FILE, seal({**known, **fresh}))


def recalled(store: Store) -> dict[str, list[str]]:
    """The last keys of each figure, the latest at the end; a file that cannot be read counts as empty."""
    try:
        return unseal((store.folder / _FILE).read_bytes())
    except (OSError, BrokenSeal):
        return {}


def reasons(store: Store, figure: str, job: Job) -> list[str]:
    """Why a figure would be made anew, or was the last time: a line for each reason.

    Args:
        store: where finished jobs are kept.
        figure: the figure's id.
        job: the job that draws it now.
    """
    keys = recalled(store).get(figure, [])
    if store.find(job.key):
        earlier = _others(keys, job.key)
        changes = _changes(store, earlier[-1], job) if earlier else []
        return ["It is up to date.", *(f"When it was last made anew, {change}." for change in changes)]
    if not keys:
        return ["It was never made."]
    changes = _changes(store, keys[-1], job) if keys[-1] != job.key else ["its kept result is gone or damaged"]
    return [f"It will be made anew: {change}." for change in changes]


def _others(keys: list[str], key: str) -> list[str]:
    return [known for known in keys if known != key]


def _changes(store: Store, before: str, job: Job) -> list[str]:
    """What changed from a kept drawing to a job; a model that was trained anew is told by its own changes."""
    entry = store.find(before)
    if entry is None:
        return ["the earlier result is gone from the store, so the two cannot be compared"]
    lines = differences({**entry.ingredients, "needs": {}}, {**job.ingredients, "needs": {}})
    earlier: Mapping[str, str] = entry.ingredients["needs"]
    for name in sorted(earlier.keys() | job.needs.keys()):
        lines += _model_changes(store, name, earlier.get(name), job.needs.get(name))
    return list(dict.fromkeys(lines))


def _model_changes(store: Store, name: str, before: str | None, now: Job | None) -> list[str]:
    if before is None or now is None:
        return [f"the trained model {name} is {'new' if before is None else 'gone'}"]
    if before == now.key:
        return []
    known = store.find(before)
    return differences(known.ingredients, now.ingredients) if known else [f"the trained model {name} changed"]

