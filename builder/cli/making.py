"""The options that say how figures are made, for every command that makes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from builder.jobs.drawn import Figure
    from builder.jobs.making import Making

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FOLDER = click.Path(path_type=Path, file_okay=False)

CACHE = click.option(
    "--cache", type=_FOLDER, envvar="COURSEWRIGHT_CACHE", show_envvar=True,
    help="The folder that keeps what was trained and drawn; by default `output/cache` in the course's folder. It may"
    " be shared, copied to another checkout, or restored in CI.",
)

_OPTIONS = (
    CACHE,
    click.option("--jobs", type=click.IntRange(1), help="How many processes train, draw and write pages at once; by"
                 " default as many as pay: at most one for each core."),
    click.option("--device", default="cpu", show_default=True, help="What models are trained on: cpu or cuda."),
    click.option("--no-train", is_flag=True, help="Train nothing; a model that the cache lacks is a fault."),
    click.option("--executor", type=click.Choice(["local", "dask"]), default="local", show_default=True,
                 help="Run the jobs in processes here, or on a Dask cluster."),
    click.option("--scheduler", metavar="ADDRESS", help="The Dask cluster's scheduler, such as tcp://host:8786; by"
                 " default a cluster of two workers (or --jobs) is started here."),
    click.option("--data", metavar="NAME", help="Make the figures on another data set than the course's. Claims that"
                 " do not hold there are listed, and are no faults."),
    click.option("--data-dir", type=click.Path(path_type=Path, file_okay=False, exists=True),
                 help="The folder with the files of --data."),
)


class Asked(NamedTuple):
    """What the options say: the cache, how figures are made, and on which data if not on the course's."""

    cache: Path | None
    how: Making
    data: tuple[str, Path | None] | None


def making(command: _Command) -> _Command:
    """Gives a command the options; `asked` makes sense of their values."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asked(
    retrain: tuple[str, ...] = (), *, cache: Path | None, jobs: int | None, device: str, no_train: bool, executor: str,
    scheduler: str | None, data: str | None, data_dir: Path | None,
) -> Asked:
    """What the values of the options mean together.

    Raises:
        click.UsageError: two of them do not go together.
    """
    if scheduler and executor != "dask":
        raise click.UsageError("--scheduler goes with --executor dask")
    if data_dir and not data:
        raise click.UsageError("--data-dir goes with --data")
    if retrain and no_train:
        raise click.UsageError("--retrain and --no-train exclude each other")
    from builder.jobs.making import Making

    how = Making(jobs, device, not no_train, frozenset(retrain), executor == "dask", scheduler)
    return Asked(cache, how, (data, data_dir) if data else None)


def claims_table(figures: dict[str, Figure] | Any) -> str:
    """All claims of figures as a Markdown table: what was measured, what was demanded, and whether it holds."""
    from builder.jobs.claims import judged

    rows = [judged(name, claim, made.metrics) for name, made in figures.items() for claim in made.spec.claims]
    lines = [
        f"| {row.figure} | {row.text} | {row.measured} | {row.demanded} | {'holds' if row.holds else '**fails**'} |"
        for row in rows
    ]
    failed = sum(not row.holds for row in rows)
    head = "| figure | claim | measured | has to be | |\n|---|---|---|---|---|\n"
    return f"{head}{''.join(line + chr(10) for line in lines)}\n{failed} of {len(rows)} claims do not hold."
