"""Who does the work on a site: this process, several processes, or a Dask cluster; the bytes are the same."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from types import TracebackType
from typing import Any, TypeVar

from builder.jobs.making import Making

T = TypeVar("T")
R = TypeVar("R")

_WORTH_IT = 64
"""How many texts or pages there must be for other processes to pay: each takes a quarter of a second to start."""
_AT_ONCE = 16
_AHEAD = 3
"""How many parts for each process are given out ahead; results that nobody has taken yet stand in memory."""


ALONE = Making(jobs=1)
"""Without other processes."""


class Crew:
    """Those who do the work; processes are started when there is enough of it.

    Args:
        how: with how many processes, here or on a cluster.
    """

    def __init__(self, how: Making) -> None:
        self._how = how
        self._stack = ExitStack()
        self._submit: Callable[..., Any] | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.close()

    def share(self, work: Callable[..., R], items: Sequence[T], *setup: Any) -> Iterator[R]:
        """Have the items done a few at a time; the results come in the order of the items.

        Args:
            work: is called with the setup and some items.
            items: what there is to do.
            setup: what every call is given first.
        """
        parts = [items[start:start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE)]
        count = self._how.jobs or _cores()
        if not self._how.dask and (count < 2 or len(items) < _WORTH_IT):
            yield from (work(*setup, part) for part in parts)
            return
        submit, waiting = self._hired(count), deque[Any]()
        for part in parts:
            waiting.append(submit(work, *setup, part))
            if len(waiting) > _AHEAD * count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _hired(self, count: int) -> Callable[..., Any]:
        if self._submit is None:
            if self._how.dask:
                from builder.jobs.cluster import connected

                client = connected(self._stack, self._how.scheduler, self._how.jobs)
                self._submit = partial(client.submit, pure=False)
            else:
                from concurrent.futures import ProcessPoolExecutor
                from multiprocessing import get_context

                pool = ProcessPoolExecutor(count, get_context("spawn"), _leave_interrupts)
                self._stack.callback(pool.shutdown, wait=True, cancel_futures=True)
                self._submit = pool.submit
        return self._submit


def _cores() -> int:
    from builder.jobs.processes import cores

    return cores()


def _leave_interrupts() -> None:
    """Leave it to the process that gives out the work to end when somebody presses Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
