"""Rest for the garbage collector while a great many objects are made that all stay."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

_YOUNG, _MIDDLE, _OLD = 20_000, 50, 100
"""How many new objects, and how many looks at younger ones, the collector waits for."""

P = ParamSpec("P")
T = TypeVar("T")


def collect_seldom() -> None:
    """Let the collector look more seldom.

    Modules make many objects that all stay, parsing makes many that go again at once: looking for circles among them
    takes a tenth of the time of imports, and a seventh of a build.
    """
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


@cache
def spare_imports() -> None:
    """Let the collector look seldom, and from now on never at what was imported; once in a process."""
    collect_seldom()
    gc.freeze()


def without_collecting(work: Callable[P, T]) -> Callable[P, T]:
    """Make a function run without cyclic garbage collection.

    The collector looks at every object again and again while a course is loaded or judged, and finds next to nothing
    to free: with 10,000 lessons that is a third of the time.
    """

    @wraps(work)
    def resting(*arguments: P.args, **options: P.kwargs) -> T:
        was_on = gc.isenabled()
        gc.disable()
        try:
            return work(*arguments, **options)
        finally:
            if was_on:
                gc.enable()

    return resting
