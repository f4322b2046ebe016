"""How figures are to be made: with how many processes, on which device, here or on a cluster, on which data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from builder.diagnostics import Kind, Problem

if TYPE_CHECKING:
    from builder.course import Course


class LastTry(Struct, frozen=True):
    """How the last try to make all figures ended.

    Attributes:
        origin: the digest of all that they were made from.
        failed: the figures that could not be made from it.
        faults: why, each with its place.
    """

    origin: str = ""
    failed: frozenset[str] = frozenset()
    faults: tuple[tuple[Kind, Problem], ...] = ()


class Making(Struct, frozen=True):
    """How figures are to be made.  None of it can change what a figure shows, so none of it is part of a key.

    Attributes:
        jobs: how many processes may run at once; as many as there are cores, or two on a cluster, where this is None.
        device: what models are trained on, such as "cpu" or "cuda".
        train: whether models may be trained; where they may not, one that is missing is a fault of its figures.
        retrain: figures whose models are trained anew although the store has them.
        dask: whether the jobs run on a Dask cluster.
        scheduler: the address of the cluster's scheduler; a cluster on this machine is started where this is None.
        last: where nobody shall wait, how the last try to make all figures ended.  Then nothing is planned, trained or
            drawn: figures are as the store has them, and the last good picture stands in for one that it lacks.
    """

    jobs: int | None = None
    device: str = "cpu"
    train: bool = True
    retrain: frozenset[str] = frozenset()
    dask: bool = False
    scheduler: str | None = None
    last: LastTry | None = None


HERE = Making()
"""On this machine, on the processor, with as many processes as it has cores."""


def on_data(course: Course, name: str, folder: Path | None) -> Course:
    """The course with its figures on another data set; its files stay as they are.

    Args:
        course: the course.
        name: a data set that figures/data.py knows.
        folder: the folder with the data's files, if it has any.
    """
    from builder.models.course import DataSettings

    data = DataSettings(name=name, folder=str(folder.resolve()) if folder else None)
    return replace(course, config=course.config.model_copy(update={"data": data}))
