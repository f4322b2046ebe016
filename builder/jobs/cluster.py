"""A Dask cluster that does jobs: each in a process like those of this machine, beside the cluster's own workers.

The course's folder and the cache must be seen under the same paths by all workers.  A job whose worker is lost goes
to another one, and goes on from its last checkpoint.
"""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack
from multiprocessing import current_process
from queue import SimpleQueue
from typing import TYPE_CHECKING, Self

from builder.jobs.faults import FIGURE_FAILED, Fault, MachineFault
from builder.jobs.job import Job
from builder.jobs.processes import ENVIRONMENT, Hand, is_last
from builder.jobs.worker import Message, Workplace

if TYPE_CHECKING:
    from distributed import Client, Future

_WORKERS = 2
_PATIENCE = 30.0
"""Seconds that a cluster may take to show its first worker."""

_RETRIES = 2
"""How often a job whose process was ended from outside is begun again."""

_PULSE = 1.0
"""Seconds after which a worker looks whether the build that wanted the job is still there."""


class Died(Exception):
    """A job's process ended without a word; the fault is its only argument."""


def connected(opened: ExitStack, scheduler: str | None, workers: int | None, folder: str | None = None) -> Client:
    """A client of a Dask cluster that has a worker at least.

    Args:
        opened: what has to be closed in the end.
        scheduler: the address of the cluster's scheduler; a cluster on this machine is started where this is None.
        workers: how many workers a cluster on this machine has.
        folder: where these keep what they need.

    Raises:
        MachineFault: Dask is not installed, or the cluster cannot be reached or has no workers.
    """
    try:
        client = _client(opened, scheduler, workers or _WORKERS, folder)
        client.wait_for_workers(1, timeout=_PATIENCE)
    except ImportError:
        raise MachineFault('Dask is not installed: pip install "coursewright[cluster]"') from None
    except (OSError, TimeoutError, ValueError) as error:
        opened.close()
        where = f"at {scheduler} cannot be reached or has no workers" if scheduler else "here did not start"
        raise MachineFault(f"The Dask cluster {where}: {error}") from error
    return client


def _client(opened: ExitStack, scheduler: str | None, workers: int, folder: str | None) -> Client:
    from distributed import Client, LocalCluster

    if scheduler is None:
        scheduler = opened.enter_context(
            LocalCluster(
                n_workers=workers, threads_per_worker=1, processes=True, memory_limit=0, dashboard_address=None,
                local_directory=folder, env=ENVIRONMENT, silence_logs=logging.CRITICAL,
            )
        )
    return opened.enter_context(Client(scheduler, timeout=_PATIENCE, set_as_default=False))


class Cluster:
    """The crew of a Dask cluster.

    Args:
        place: what the jobs share.
        scheduler: the address of the cluster's scheduler; a cluster on this machine is started where this is None.
        workers: how many workers a cluster on this machine has.

    Raises:
        MachineFault: Dask is not installed, or the cluster cannot be reached or has no workers.
    """

    def __init__(self, place: Workplace, scheduler: str | None, workers: int | None) -> None:
        self._place = place
        self._jobs: dict[str, Future] = {}
        self._heard: SimpleQueue[tuple[str, Message | None]] = SimpleQueue()
        self._opened = ExitStack()
        self._client = connected(self._opened, scheduler, workers, str(place.work))
        self._topic = f"coursewright-{place.work.name}"
        self._client.subscribe_topic(self._topic, self._told)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        self._client.cancel(list(self._jobs.values()))
        self._opened.close()

    @property
    def limit(self) -> int:
        """How many jobs may run at once: the threads of all workers, each of which minds one job's process."""
        threads: dict[str, int] = self._client.nthreads()
        return max(sum(threads.values()), 1)

    def give(self, job: Job) -> bool:
        """Has a worker do a job; False where all are busy."""
        if len(self._jobs) >= self.limit:
            return False
        name = f"{job.kind}-{job.key}-{self._place.work.name}"
        future = self._client.submit(
            attend, job, self._place, self._topic, key=name, pure=False, retries=_RETRIES
        )
        self._jobs[job.key] = future
        future.add_done_callback(lambda _: self._heard.put((job.key, None)))
        return True

    def hear(self) -> list[tuple[str, Message]]:
        """Waits until a job says something, and takes all that was said by then."""
        heard = [self._heard.get()]
        while not self._heard.empty():
            heard.append(self._heard.get())
        return [(key, message or self._end(key)) for key, message in heard if key in self._jobs]

    def _told(self, event: tuple[float, tuple[str, Message]]) -> None:
        """Takes down what a worker says of a job under way."""
        self._heard.put(event[1])

    def _end(self, key: str) -> Message:
        """The last message of a job; MachineFault for what is wrong with the cluster."""
        from distributed import KilledWorker

        future = self._jobs.pop(key)
        error = future.exception()
        if error is None:
            message: Message = future.result()
            return message
        if isinstance(error, Died):
            return "fault", error.args[0]
        if isinstance(error, KilledWorker):
            words = "the workers that took it up were lost one after the other; most often for want of memory"
            return "fault", Fault(FIGURE_FAILED, words, "Use smaller batches or models, or workers with more memory.")
        raise MachineFault(f"A worker of the Dask cluster failed: {type(error).__name__}: {error}") from error


# ---- on a worker

_hands: dict[str, list[Hand]] = {}
_one_at_a_time = threading.Lock()


def attend(job: Job, place: Workplace, topic: str) -> Message:
    """Has a process of this worker do a job, and passes on what it says; the last message is the result.

    Raises:
        MachineFault: this worker does not see the folders of the build.
        Died: the process ended without a word.
    """
    from distributed import get_worker

    if not place.work.is_dir():
        raise MachineFault(f"it does not see the folder {place.work}; workers need the same folders as the build")
    worker, hand = get_worker(), _free_hand(place)
    hand.give(job)
    while True:
        message = _next(hand, place)
        if is_last(message):
            break
        worker.log_event(topic, (job.key, message))
    if not hand.alive:
        raise Died(message[1])
    with _one_at_a_time:
        _hands[str(place.work)].append(hand)
    return message


def _free_hand(place: Workplace) -> Hand:
    """A process that waits for a job of this build; those of other builds end."""
    current_process().daemon = False  # Dask's workers are daemons, which may start no processes
    with _one_at_a_time:
        for work in [work for work in _hands if work != str(place.work)]:
            for hand in _hands.pop(work):
                hand.end()
        idle = [hand for hand in _hands.setdefault(str(place.work), []) if hand.alive]
        _hands[str(place.work)] = idle[1:]
    return idle[0] if idle else Hand.start(place)


def _next(hand: Hand, place: Workplace) -> Message:
    """The next message; the process ends if the build is gone by then."""
    while not hand.connection.poll(_PULSE):
        if not place.work.is_dir():
            hand.end()
            raise MachineFault("the build that wanted the job has ended")
    return hand.hear()
