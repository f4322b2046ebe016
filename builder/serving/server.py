"""Serves a course until the end is asked for."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import uvicorn

from builder.serving.app import application
from builder.serving.board import Board
from builder.serving.messages import Wish
from builder.serving.site import Site
from builder.serving.workshop import Say, Workshop

_LAST_MOMENT = 2
"""Seconds that browsers have to take what was sent to them before the end."""


def serve(wish: Wish, listening: socket.socket, say: Say, step: int, names: Iterable[str] = ()) -> None:
    """Serves a course until it is interrupted or told to end; nothing is left running then.

    Args:
        wish: what to serve.
        listening: where browsers ask.
        say: prints a line for people.
        step: milliseconds without a change after which a build begins.
        names: the names that the server goes by, beside addresses and localhost.
    """
    asyncio.run(_serve(wish, listening, say, step, names))


async def _serve(wish: Wish, listening: socket.socket, say: Say, step: int, names: Iterable[str]) -> None:
    """Answers, watches and builds, each in a task of its own; the first that ends is the end of all."""
    site, board = Site(wish.output / "site"), Board()
    workshop = Workshop(wish, site, board, say)
    server = _Server(uvicorn.Config(
        application(site, board, names), lifespan="off", ws="none", log_config=None, log_level="error",
        access_log=False, server_header=False, timeout_graceful_shutdown=_LAST_MOMENT,
    ))
    with _end_of_all() as end:
        answering = asyncio.create_task(server.serve([listening]))
        working = [asyncio.create_task(task) for task in (end.wait(), workshop.watch(step), workshop.build())]
        try:
            await asyncio.wait([answering, *working], return_when=asyncio.FIRST_COMPLETED)
        finally:
            ended = [task for task in working if task.done()]
            board.close()
            server.should_exit = True
            for task in working:
                task.cancel()
            workshop.close()
            await asyncio.gather(answering, *working, return_exceptions=True)
    for task in (answering, *ended):
        task.result()


class _Server(uvicorn.Server):
    """Uvicorn, with signals left to us: helpers must end too."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield


@contextmanager
def _end_of_all() -> Iterator[asyncio.Event]:
    """An event that is set when the process is interrupted or told to end."""
    end, loop = asyncio.Event(), asyncio.get_running_loop()
    wanted = (signal.SIGINT, signal.SIGTERM)
    before = {one: signal.signal(one, lambda *_: loop.call_soon_threadsafe(end.set)) for one in wanted}
    try:
        yield end
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
