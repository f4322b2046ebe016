"""Builds that are killed at one of their steps on the disk.

A step is a file opened for writing, renamed, linked, removed or cut, a folder made or removed, as far as it concerns
the course's output, or a statement of SQL.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import sys
from multiprocessing.connection import Connection
from types import FrameType
from typing import Any
from unittest import mock

from builder.cli.main import run
from tests.site.checkout import Checkout

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["builder.build", __name__])

CONNECT = sqlite3.connect
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
STEPS = {"os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.utime"}


class Killer:
    """Counts the steps of this process and kills it at one of them.

    Args:
        how: "before" for a kill before the step is done, "amid" for one at the first write or close after it, when a
            file may be there in part, or else at the build's end.
        step: the step, from 1.
        folder: where steps count.
    """

    def __init__(self, how: str, step: int, folder: str) -> None:
        self.how, self.step, self.folder = how, step, folder
        self.taken, self.process = 0, os.getpid()

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """An audit hook."""
        if self._is_step(event, arguments):
            self.count()

    def connect(self, *arguments: Any, **options: Any) -> sqlite3.Connection:
        """A connection of SQLite whose statements are steps."""
        base = CONNECT(*arguments, **options)
        base.set_trace_callback(lambda _: self.count())
        return base

    def _is_step(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event in ("os.remove", "os.rmdir") and arguments[1] >= 0:
            return True  # a tree that goes, whose files are named from the folders that they are in
        if event not in STEPS and not (event == "open" and arguments[2] & WRITING):
            return False
        return any(os.fsdecode(path).startswith(self.folder) for path in arguments[:2] if isinstance(path, str | bytes))

    def count(self) -> None:
        """One step more."""
        if os.getpid() != self.process:
            return
        self.taken += 1
        if self.taken == self.step:
            self.kill() if self.how == "before" else sys.setprofile(self.watch)

    def watch(self, _: FrameType, event: str, function: Any) -> None:
        """Kills when the next thing is written or closed."""
        if event == "c_call" and function.__name__ in ("write", "writelines", "close", "__exit__"):
            self.kill()

    def kill(self) -> None:
        """The end, with nothing tidied up."""
        os.kill(self.process, signal.SIGKILL)


def killed(course: Checkout, how: str, step: int) -> bool:
    """Build in a process that is killed at a step; whether that was reached."""
    ended, _ = _build(course, how, step)
    assert ended in (0, -signal.SIGKILL)
    return ended != 0


def steps(course: Checkout) -> int:
    """Build in a process, and count its steps."""
    ended, taken = _build(course, "before", 0)
    assert ended == 0
    return taken


def _build(course: Checkout, how: str, step: int) -> tuple[int | None, int]:
    here, there = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_work, args=(how, step, str(course.output), course.command(), there))
    process.start()
    there.close()
    process.join()
    return process.exitcode, here.recv() if process.exitcode == 0 else 0


def _work(how: str, step: int, folder: str, command: list[str], answer: Connection) -> None:
    killer = Killer(how, step, folder)
    sys.addaudithook(killer.hear)
    with mock.patch.object(sqlite3, "connect", killer.connect):
        code = run(command)
    if 0 < step <= killer.taken:
        killer.kill()
    answer.send(killer.taken)
    sys.exit(code)
