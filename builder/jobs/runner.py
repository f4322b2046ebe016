"""Runs jobs, several at a time, each when those that it needs are done."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Protocol

from msgspec import Struct, field

from builder.jobs.faults import Fault
from builder.jobs.job import Job, Outcome
from builder.jobs.pace import Pace, Running
from builder.jobs.progress import Progress
from builder.jobs.store import Store
from builder.jobs.worker import Message

_PAUSE = 0.5
"""Seconds between two words about the time that is left."""


class Crew(Protocol):
    """Those who do the jobs: processes of this machine, or of a cluster."""

    @property
    def limit(self) -> int:
        """How many jobs may run at once."""

    def give(self, job: Job) -> bool:
        """Has a job done by somebody; False where all are busy."""

    def hear(self) -> list[tuple[str, Message]]:
        """Waits until somebody says something: the keys of the jobs, and what is said of them."""


class _Turn(Struct):
    """A job that somebody does: since when, and how far it has come."""

    job: Job
    began: float = field(default_factory=time.monotonic)
    share: float = 0.0


class Runner(Struct, dict=True):
    """Runs jobs.

    Attributes:
        crew: those who do them.
        store: where their results go.
        progress: hears how the jobs come along.
    """

    crew: Crew
    store: Store
    progress: Progress
    _turns: dict[str, _Turn] = {}
    _told: float = float("-inf")

    def run(self, waiting: dict[str, Job], done: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """Runs jobs, each after those that it needs; one that needs a failed job ends with that job's fault.

        Args:
            waiting: the jobs that have to run, by key; what they need is among them or done.
            done: the outcomes of jobs that need not run, by key.

        Returns:
            The outcome of every job by its key, those of `done` included.

        Raises:
            StoreFault: the store cannot be written.
            MachineFault: a device or a cluster is not what was asked for.
        """
        waiting, outcomes = dict(waiting), dict(done)
        self.progress.planned(len(waiting))
        while waiting or self._turns:
            self._give_up(waiting, outcomes)
            self._hand_out(waiting, outcomes)
            for key, message in self.crew.hear() if self._turns else ():
                self._hear(key, message, outcomes)
            self._tell_time(waiting.values())
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
        """Gives out the jobs that can begin, the longest first."""
        ready = [job for job in waiting.values() if all(need.key in outcomes for need in job.needs.values())]
        for job in sorted(ready, key=self._expected, reverse=True):
            if not self.crew.give(job):
                return
            self._turns[job.key] = _Turn(waiting.pop(job.key))
            self.progress.started(job.label)

    def _expected(self, job: Job) -> float:
        """Seconds that a job will take by what is known of its like; those that nothing is known of come first."""
        seconds = self._pace.seconds(job)
        return float("inf") if seconds is None else seconds

    @cached_property
    def _pace(self) -> Pace:
        return Pace(self.store)

    def _hear(self, key: str, message: Message, outcomes: dict[str, Outcome]) -> None:
        """Takes down what is said of a job, and its outcome when it ends."""
        if key not in self._turns:
            return
        job = self._turns[key].job
        match message:
            case "reported", share, line:
                self._turns[key].share = share
                self.progress.reported(job.label, share, line)
            case "printed", line:
                self.progress.printed(job.label, line)
            case "machine", OSError() as refusal:
                raise refusal
            case "done", seconds:
                outcomes[key] = self.store.read(key)
                self._pace.finished(job, seconds)
                self.progress.finished(job.label, seconds)
            case "fault", fault:
                outcomes[key] = fault
                self.progress.failed(job.label, fault.words)
        if key in outcomes:
            del self._turns[key]

    def _tell_time(self, waiting: Iterable[Job]) -> None:
        """Tells how many jobs and how many seconds are left, if that can be told, now and then."""
        now = time.monotonic()
        jobs = list(waiting)
        if now - self._told < _PAUSE and (jobs or self._turns):
            return
        self._told = now
        running = [Running(turn.job, now - turn.began, turn.share) for turn in self._turns.values()]
        seconds = self._pace.left(jobs, running, self.crew.limit)
        if seconds is not None:
            self.progress.left(len(jobs) + len(running), seconds)
