"""How the jobs of a build come along, shown to whoever waits: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING, Self, TextIO

from builder.jobs.progress import Progress

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import TaskID

_QUARTERS = 4
_SHORT = 10.0
"""Seconds that are not worth a word."""

_SOON_DONE = "plan "
"""How the labels of jobs begin that nobody waits for: they are told of only when they fail."""


def time_words(seconds: float) -> str:
    """A time as people say it: "40 s", "3 min", "2 h 10 min"."""
    minutes = round(seconds / 60)
    if seconds < 95:
        return f"{max(math.ceil(seconds / 10) * 10, 10) if seconds > _SHORT else math.ceil(seconds)} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


class Plain(Progress):
    """Writes a line when a job begins, at each quarter of it, when it ends, and when the time left has changed much.

    Args:
        stream: where the lines go; the standard error stream, as a rule.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._quarters: dict[str, int] = {}
        self._left = float("inf")

    def _say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)

    def started(self, job: str) -> None:
        """Says that the job has begun."""
        self._quarters[job] = 0
        if not job.startswith(_SOON_DONE):
            self._say(f"{job} …")

    def reported(self, job: str, share: float, line: str) -> None:
        """Says where the job stands, when another quarter of it is done."""
        quarter = int(share * _QUARTERS)
        if self._quarters.get(job, 0) < quarter < _QUARTERS:
            self._quarters[job] = quarter
            self._say(f"{job}: {share:.0%} {line}".rstrip())

    def printed(self, job: str, line: str) -> None:
        """Says what the job's code printed."""
        self._say(f"{job} | {line}")

    def left(self, jobs: int, seconds: float) -> None:
        """Says how long is left when that is a quarter less than said before, or far more."""
        if seconds >= _SHORT and not 0.75 * self._left < seconds < 1.5 * self._left:
            self._left = seconds
            self._say(_left_words(jobs, seconds))

    def finished(self, job: str, seconds: float) -> None:
        """Says that the job is done and how long it took."""
        if not job.startswith(_SOON_DONE):
            self._say(f"{job}: done in {seconds:.1f} s")

    def failed(self, job: str, words: str) -> None:
        """Says that the job failed; the diagnostic says more."""
        self._say(f"{job}: failed, {words}")

    def noted(self, line: str) -> None:
        """Says the line."""
        self._say(line)


def _left_words(jobs: int, seconds: float) -> str:
    return f"{jobs} {'job' if jobs == 1 else 'jobs'} and about {time_words(seconds)} left"


class Live(Progress):
    """Shows a bar for each running job, a line for each that ended, and how long is left.

    Args:
        console: the terminal.
    """

    def __init__(self, console: Console) -> None:
        from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=20),
            TimeElapsedColumn(),
            TextColumn("{task.fields[line]}", style="dim", markup=False),
        )
        self._bars = Bars(*columns, console=console, transient=True)
        self._tasks: dict[str, TaskID] = {}
        self._left: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._bars.stop()

    def _say(self, line: str, style: str = "") -> None:
        self._bars.console.print(line, style=style, markup=False, highlight=False)

    def _end(self, job: str) -> None:
        task = self._tasks.pop(job, None)
        if task is not None:
            self._bars.remove_task(task)

    def started(self, job: str) -> None:
        """Shows a bar."""
        self._tasks[job] = self._bars.add_task(job, total=1.0, line="")

    def reported(self, job: str, share: float, line: str) -> None:
        """Moves the job's bar."""
        if job in self._tasks:
            self._bars.update(self._tasks[job], completed=share, line=line)

    def printed(self, job: str, line: str) -> None:
        """Says above the bars what the job's code printed."""
        self._say(f"{job} | {line}", "dim")

    def left(self, jobs: int, seconds: float) -> None:
        """Shows how long is left under the bars."""
        if self._left is not None:
            self._bars.remove_task(self._left)
        self._left = self._bars.add_task(_left_words(jobs, seconds), total=None, line="") if jobs else None

    def finished(self, job: str, seconds: float) -> None:
        """Takes the job's bar away and says how long it took."""
        self._end(job)
        if not job.startswith(_SOON_DONE):
            self._say(f"✓ {job} ({seconds:.1f} s)")

    def failed(self, job: str, words: str) -> None:
        """Takes the job's bar away and says that it failed."""
        self._end(job)
        self._say(f"✗ {job}: {words}", "red")

    def noted(self, line: str) -> None:
        """Says the line above the bars."""
        self._say(line)


def progress(stream: TextIO | None = None, quiet: bool = False) -> Progress:
    """The progress that suits a stream: bars on a terminal, lines elsewhere, nothing where quiet is asked for.

    Args:
        stream: where it is shown; the standard error stream where this is None.
        quiet: whether nothing is to be shown.
    """
    stream = stream or sys.stderr
    if quiet:
        return Progress()
    if not stream.isatty():
        return Plain(stream)
    from rich.console import Console

    return Live(Console(file=stream))
