"""The upkeep of the store: how much it holds and how old that is, what no figure needs, and whether all is sound.

Ages come from the files' times.  They serve people who decide what to throw away, and never what a build writes.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from builder.jobs.building import Build
from builder.jobs.job import subject_of
from builder.jobs.making import Making
from builder.jobs.plan import data_ingredients
from builder.jobs.progress import Progress
from builder.jobs.store import Entry, Store

if TYPE_CHECKING:
    from builder.course import Course

_DAY = 86400.0


class Kept(Struct, frozen=True):
    """Something that the store keeps: a finished job, or the state of one that was killed.

    Attributes:
        path: where it stands.
        what: what it is, in words, such as "train vae".
        size: its bytes on the disk.
        days: how long ago it was made.
        key: the job's key; None for the state of an unfinished one.
    """

    path: Path
    what: str
    size: int
    days: float
    key: str | None

    @property
    def kind(self) -> str:
        """Plan, train, draw, or what else it is."""
        return self.what.partition(" ")[0]


def survey(store: Store) -> list[Kept]:
    """All that the store keeps, in order of keys; unfinished states stand at the end."""
    now = time.time()
    entries = {entry.key: entry for entry in store.entries()}
    kept = [_kept(store.place(key), _words(entries.get(key)), now, key) for key in store.all_keys()]
    return [*kept, *(_kept(state, "unfinished training", now, None) for state in store.left_behind())]


class NotKnown(Exception):
    """It cannot be told what some figures need; the words say why."""


def unneeded(course: Course, store: Store, kept: list[Kept]) -> list[Kept]:
    """What no figure of the course needs as its files stand now.

    What figures need on another data set than the course's counts as needed too, as long as code and settings are
    those of now: `--data` made it, and it would have to be made again.

    Raises:
        NotKnown: the parameters or the code of a figure are at fault.
        StoreFault: the store cannot be written.
    """
    needed = _needed(course, store)
    return [one for one in kept if one.key not in needed]


def _needed(course: Course, store: Store) -> set[str]:
    """The keys of all plans, models and drawings of the course's figures; recipes that were not asked yet are asked."""
    own = data_ingredients(course.root, course.config.data)
    keys: set[str] = set()
    with Build(course, store, Making(jobs=1), Progress()) as build:
        for data in (own, *_other_data(store, own)):
            planned = build.plan_on(data, course.figures)
            for figure, faults in planned.faults.items():
                raise NotKnown(f"what the figure `{figure}` needs cannot be told: {faults[0].words}")
            keys |= {job.key for job in planned.jobs}
    return keys


def unsound(store: Store) -> Iterator[tuple[str, str]]:
    """The keys of entries that are damaged, each with what is wrong; every file of every entry is read."""
    for key in store.all_keys():
        damage = store.damage(key)
        if damage:
            yield key, damage


def throw_away(store: Store, kept: Kept) -> None:
    """Removes something from the store; raises StoreFault where that is not possible."""
    if kept.key is None:
        store.forget(kept.path)
    else:
        store.drop(kept.key)


def by_kind(kept: list[Kept]) -> list[tuple[str, int, int, float, float]]:
    """Each kind with how many there are, their bytes, and the ages of the youngest and the oldest in days."""
    counts = Counter(one.kind for one in kept)
    table = []
    for kind, count in sorted(counts.items()):
        of_kind = [one for one in kept if one.kind == kind]
        days = [one.days for one in of_kind]
        table.append((kind, count, sum(one.size for one in of_kind), min(days), max(days)))
    return table


def _other_data(store: Store, own: Any) -> list[Any]:
    """The data sets of other names that something in the store was made of."""
    found: list[Any] = []
    for entry in store.entries():
        data = entry.ingredients.get("data")
        if data and data not in found and (own is None or data["name"] != own["name"]):
            found.append(data)
    return found


def _words(entry: Entry | None) -> str:
    if entry is None:
        return "damaged entry"
    return subject_of(entry.ingredients)


def _kept(path: Path, what: str, now: float, key: str | None) -> Kept:
    files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    states = [file.stat() for file in files]
    made = max((state.st_mtime for state in states), default=now)
    return Kept(path, what, sum(state.st_size for state in states), max(now - made, 0.0) / _DAY, key)
