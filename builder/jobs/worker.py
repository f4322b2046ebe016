"""The far side of the runner: a process that does jobs, one after another, until it is told to end."""

from __future__ import annotations

import contextlib
import io
import os
import platform
import shutil
import signal
import sys
import threading
import time
from collections.abc import Mapping
from importlib import metadata
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import uuid4

from msgspec import Struct

from builder.jobs.blame import blame
from builder.jobs.disk import StoreFault, full_words, is_full
from builder.jobs.faults import MachineFault
from builder.jobs.job import Job
from builder.jobs.keys import distribution
from builder.jobs.loading import CourseFinder
from builder.jobs.recipes import Data, NoDevice
from builder.jobs.store import Store
from builder.jobs.work import WORK, Task

_PAUSE = 0.1
"""Seconds between two reports of a job."""

Message = tuple[Any, ...]
"""What a job tells: "reported" with a share and a line, "printed" with a line, and at its end "done" with its seconds,
"fault" with a Fault, or "machine" with an OSError about what no author can mend."""


class Workplace(Struct, frozen=True):
    """What all jobs of a build share.

    Attributes:
        root: the course's root.
        store: the store's folder.
        work: the folder for unfinished jobs.
        files: the digests of the course's figure code.
        data: the course's data set.
        device: what models are trained on.
    """

    root: Path
    store: Path
    work: Path
    files: Mapping[str, str]
    data: Data | None
    device: str = "cpu"


class Line:
    """The line to the runner: what a job tells while it runs and when it ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._one_at_a_time = threading.Lock()
        self._last = float("-inf")

    def tell(self, *message: object) -> None:
        """Sends a message; messages of several threads do not mix."""
        with self._one_at_a_time:
            self._connection.send(message)

    def report(self, share: float, line: str) -> None:
        """Tells how far the job has come, but not more often than anybody could read."""
        now = time.monotonic()
        if now - self._last >= _PAUSE or share >= 1:
            self._last = now
            self.tell("reported", min(max(float(share), 0.0), 1.0), str(line))


class _Printed(io.TextIOBase):
    """Takes what the course's code prints and tells it line by line."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._rest = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._line.tell("printed", line)
        return len(text)


def serve(connection: Connection, place: Workplace) -> None:
    """Does the jobs that come through the connection; ends when None comes, or with the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.meta_path.insert(0, CourseFinder(place.root, place.files))
    line, store = Line(connection), Store(place.store)
    with contextlib.suppress(EOFError, BrokenPipeError):
        for job in iter(connection.recv, None):
            printed = _Printed(line)
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                message = _outcome(job, place, store, line)
            line.tell(*message)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _outcome(job: Job, place: Workplace, store: Store, line: Line) -> Message:
    """Does a job and says how it ended."""
    folder = place.work / f"{job.kind}-{uuid4().hex}"  # another attempt at the job may have left one
    try:
        folder.mkdir()
        task = Task(job, folder, place.data, store, line.report, place.device)
        facts = WORK[job.kind](task)
        seconds = time.perf_counter() - task.began
        store.keep(folder, job.ingredients, facts, seconds, _versions(job))
        return "done", seconds
    except StoreFault as fault:
        return "machine", fault
    except NoDevice as fault:
        return "machine", MachineFault(str(fault))
    except (Exception, SystemExit) as error:
        if is_full(error):
            return "machine", StoreFault(full_words(place.store))
        return "fault", blame(error, place.root)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _versions(job: Job) -> dict[str, str]:
    """The full versions of Python and of the packages that the job's code imports."""
    present = [package for package, version in job.ingredients["versions"].items() if version]
    return {"python": platform.python_version()} | {
        package: metadata.version(distribution(package)) for package in present
    }
