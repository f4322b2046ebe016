"""Processes of this machine that do jobs, several at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Self

from msgspec import Struct

from builder.jobs.faults import FIGURE_FAILED, Fault
from builder.jobs.interrupts import deaf_to_interrupts
from builder.jobs.job import Job
from builder.jobs.worker import Message, Workplace, serve

ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
    "MPLBACKEND": "Agg",
    "SOURCE_DATE_EPOCH": "0",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TRIM_THRESHOLD_": "1073741824",
}
"""What a job's process finds in its environment.

One thread, because more of them add up numbers in another order.  And memory that is kept once the system gave it:
training frees and takes the same large blocks all the time, and Dask's own settings would give each of them back.
"""

_LAST_MOMENT = 5.0
"""Seconds that a process may take to end when it is asked to."""

_one_at_a_time = threading.Lock()


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Hand(Struct):
    """A process that does one job at a time."""

    process: SpawnProcess
    connection: Connection
    job: Job | None = None

    @classmethod
    def start(cls, place: Workplace) -> Self:
        """Starts a process that waits for jobs and ends with the one that started it."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, place), daemon=True)
        with _one_at_a_time, _environment(), deaf_to_interrupts():
            process.start()
        theirs.close()
        return cls(process, ours)

    def give(self, job: Job) -> None:
        """Hands the job over; whether it arrived shows when the process is listened to."""
        self.job = job
        with suppress(BrokenPipeError):
            self.connection.send(job)

    def hear(self) -> Message:
        """The next message; where the process is no more, the fault of its job, and the hand is at its end."""
        try:
            message: Message = self.connection.recv()
        except (EOFError, OSError):
            return "fault", self._death()
        return message

    def _death(self) -> Fault:
        """The fault of a job whose process ended without a word."""
        self.process.join(_LAST_MOMENT)
        code = self.process.exitcode
        self.end()
        if code is not None and code < 0:
            name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
            memory = "; most often the machine has run out of memory" if name == "SIGKILL" else ""
            words = f"its process was ended from outside by {name}{memory}"
        else:
            words = f"its process ended by itself with the exit code {code}"
        return Fault(FIGURE_FAILED, words, "Use smaller batches or models, or build with fewer jobs at a time.")

    @property
    def alive(self) -> bool:
        """Whether the process can take another job."""
        return not self.connection.closed and self.process.is_alive()

    def end(self) -> None:
        """Ends the process, whatever it is doing."""
        self.process.kill()
        self.process.join(_LAST_MOMENT)
        self.connection.close()


class Processes(Struct):
    """The crew of this machine; its processes start when they are first needed and end with the `with` block.

    Attributes:
        place: what the jobs share.
        limit: how many processes may run at once.
    """

    place: Workplace
    limit: int
    _hands: list[Hand] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        for hand in self._hands:
            if not hand.connection.closed:
                hand.end()

    def give(self, job: Job) -> bool:
        """Gives a job to a free process; False where all are busy."""
        hand = self._free_hand()
        if hand is None:
            return False
        hand.give(job)
        return True

    def hear(self) -> list[tuple[str, Message]]:
        """Waits for processes that say something, or are no more: the keys of their jobs, and what they say."""
        busy = {hand.connection: (hand, hand.job.key) for hand in self._hands if hand.job}
        heard = wait(list(busy)) if busy else []
        return [(key, _heard(hand)) for connection, (hand, key) in busy.items() if connection in heard]

    def _free_hand(self) -> Hand | None:
        for hand in [hand for hand in self._hands if hand.job is None and not hand.alive]:
            if not hand.connection.closed:
                hand.end()
            self._hands.remove(hand)
        free = next((hand for hand in self._hands if hand.job is None), None)
        if free is None and len(self._hands) < self.limit:
            free = Hand.start(self.place)
            self._hands.append(free)
        return free


def _heard(hand: Hand) -> Message:
    message = hand.hear()
    if is_last(message):
        hand.job = None
    return message


def is_last(message: Message) -> bool:
    """Whether a job says nothing more after this message."""
    return message[0] not in ("reported", "printed")


@contextmanager
def _environment() -> Iterator[None]:
    """Sets the environment that a new process inherits."""
    before = {name: os.environ.get(name) for name in ENVIRONMENT}
    os.environ.update(ENVIRONMENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
