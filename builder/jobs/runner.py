"""Runs jobs in processes of their own, several at a time, each when those that it needs are done."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Self

from builder.jobs.disk import StoreFault
from builder.jobs.faults import FIGURE_FAILED, Fault
from builder.jobs.job import Job, Outcome, subject_of
from builder.jobs.progress import Progress
from builder.jobs.store import Store
from builder.jobs.worker import Workplace, serve

_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
    "MPLBACKEND": "Agg",
    "SOURCE_DATE_EPOCH": "0",
}
"""What a job's process finds in its environment: one thread, because more of them add up numbers in another order."""

_LAST_MOMENT = 5.0
"""Seconds that a process may take to end when it is asked to."""


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class _Hand:
    """A process that does one job at a time."""

    process: SpawnProcess
    connection: Connection
    job: Job | None = None

    @classmethod
    def start(cls, place: Workplace) -> Self:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, place), daemon=True)
        with _environment(), _deaf_to_interrupts():
            process.start()
        theirs.close()
        return cls(process, ours)

    def end(self) -> None:
        self.process.kill()
        self.process.join(_LAST_MOMENT)
        self.connection.close()


@dataclass
class Runner:
    """Runs jobs; its processes start when they are first needed and end with the `with` block, however that ends.

    Attributes:
        place: what the jobs share.
        store: where their results go.
        limit: how many processes may run at once.
        progress: hears how the jobs come along.
    """

    place: Workplace
    store: Store
    limit: int
    progress: Progress
    _hands: list[_Hand] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        for hand in self._hands:
            hand.end()

    def run(self, waiting: dict[str, Job], done: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """Runs jobs, each after those that it needs; one that needs a failed job ends with that job's fault.

        Args:
            waiting: the jobs that have to run, by key; what they need is among them or done.
            done: the outcomes of jobs that need not run, by key.

        Returns:
            The outcome of every job by its key, those of `done` included.

        Raises:
            StoreFault: the store cannot be written.
        """
        waiting, outcomes = dict(waiting), dict(done)
        self.progress.planned(len(waiting))
        while waiting or any(hand.job for hand in self._hands):
            self._give_up(waiting, outcomes)
            self._hand_out(waiting, outcomes)
            for hand in self._speaking():
                self._hear(hand, outcomes)
        return outcomes

    def _give_up(self, waiting: dict[str, Job], outcomes: dict[str, Outcome]) -> None:
        """Ends the jobs that need a failed one."""
        for key, job in list(waiting.items()):
            faults = [done for need in job.needs.values() if isinstance(done := outcomes.get(need.key), Fault)]
            if faults:
                outcomes[key] = faults[0]
                del waiting[key]
                self.progress.failed(job.label, "what it needs is missing")

    def _hand_out(self, waiting: dict[str, Job], outcomes: Mapping[str, Outcome]) -> None:
        """Gives the jobs that can begin to free processes, the longest first."""
        ready = [job for job in waiting.values() if all(need.key in outcomes for need in job.needs.values())]
        for job in sorted(ready, key=self._expected, reverse=True):
            hand = self._free_hand()
            if hand is None:
                return
            hand.job = waiting.pop(job.key)
            self.progress.started(job.label)
            with suppress(BrokenPipeError):
                hand.connection.send(job)

    def _free_hand(self) -> _Hand | None:
        for hand in [hand for hand in self._hands if hand.job is None and not hand.process.is_alive()]:
            hand.end()
            self._hands.remove(hand)
        free = next((hand for hand in self._hands if hand.job is None), None)
        if free is None and len(self._hands) < self.limit:
            free = _Hand.start(self.place)
            self._hands.append(free)
        return free

    def _expected(self, job: Job) -> float:
        """Seconds that a job will take by what is known of its like; those that nothing is known of come first."""
        return self._seconds.get(job.subject, float("inf"))

    @cached_property
    def _seconds(self) -> dict[str, float]:
        longest: dict[str, float] = {}
        for entry in self.store.entries():
            subject = subject_of(entry.ingredients)
            longest[subject] = max(entry.seconds, longest.get(subject, 0.0))
        return longest

    def _speaking(self) -> list[_Hand]:
        """Waits for a process that says something, or is no more."""
        busy = {hand.connection: hand for hand in self._hands if hand.job}
        heard = wait(list(busy)) if busy else []
        return [hand for connection, hand in busy.items() if connection in heard]

    def _hear(self, hand: _Hand, outcomes: dict[str, Outcome]) -> None:
        job = hand.job
        if job is None:
            return
        try:
            what, *words = hand.connection.recv()
        except (EOFError, OSError):
            self._hands.remove(hand)
            what, words = "fault", [_death(hand)]
        match what, words:
            case "reported", [share, line]:
                self.progress.reported(job.label, share, line)
            case "printed", [line]:
                self.progress.printed(job.label, line)
            case "store", [line]:
                raise StoreFault(line)
            case "done", [seconds]:
                hand.job, outcomes[job.key] = None, self.store.read(job.key)
                self.progress.finished(job.label, seconds)
            case "fault", [fault]:
                hand.job, outcomes[job.key] = None, fault
                self.progress.failed(job.label, fault.words)


def _death(hand: _Hand) -> Fault:
    """The fault of a job whose process ended without a word."""
    hand.process.join(_LAST_MOMENT)
    code = hand.process.exitcode
    hand.end()
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
        memory = "; most often the machine has run out of memory" if name == "SIGKILL" else ""
        words = f"its process was ended from outside by {name}{memory}"
    else:
        words = f"its process ended by itself with the exit code {code}"
    return Fault(FIGURE_FAILED, words, "Use smaller batches or models, or build with fewer jobs at a time.")


@contextmanager
def _environment() -> Iterator[None]:
    """Sets the environment that a new process inherits."""
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    os.environ.update(_ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Has a new process not hear Ctrl-C, which goes to all processes of a terminal: the runner ends it instead."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # it lets interrupts through when it starts, so it has to run by now
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
