"""Processes that help the server: they do what takes time, and can be ended at any moment."""

from __future__ import annotations

import asyncio
import importlib
import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from builder.jobs.interrupts import deaf_to_interrupts


class Ended(Exception):
    """A helper ended without an answer; the words say how."""


class Helper:
    """A process that works for the server, and all processes that it starts.

    Args:
        module: a module with the function `work`; only the helper imports it.
        given: what `work` takes beside the connection to the server; it may end when that does.
    """

    def __init__(self, module: str, *given: object) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(target=_begin, args=(theirs, module, given))
        with deaf_to_interrupts():
            self._process.start()
        theirs.close()

    def tell(self, message: object) -> None:
        """Tells it something; whether that arrived shows when it is heard."""
        with suppress(OSError):
            self._connection.send(message)

    async def hear(self) -> Any:
        """The next thing that it says.

        Raises:
            Ended: it has ended.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(None, self._connection.recv)
        except (EOFError, OSError):
            self._process.join()
            raise Ended(_manner(self._process.exitcode or 0)) from None

    def end(self) -> None:
        """Ends it and all that it started, whatever they are doing."""
        _end_group(self._process.pid or 0)
        self._process.kill()
        self._process.join()


def _manner(code: int) -> str:
    if code >= 0:
        return f"ended by itself with the exit code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    return f"was ended by {name}{'; most often the machine has run out of memory' if name == 'SIGKILL' else ''}"


def _begin(connection: Connection, module: str, given: tuple[object, ...]) -> None:
    """The far side: a group of processes of its own, in a folder that stays, and ends with the server."""
    if hasattr(os, "setsid"):
        os.setsid()
    os.chdir(os.path.abspath(os.sep))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, BrokenPipeError):
        importlib.import_module(module).work(connection, *given)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        _end_group(os.getpid())
        os._exit(1)


def _end_group(leader: int) -> None:
    if leader and hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)
