"""What browsers are told: how the last build ended, and what is under way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from builder.serving.messages import Told


class State(Struct, frozen=True):
    """Where the course stands.

    Attributes:
        building: whether a build is under way.
        summary: how many faults there are, in words.
        faults: the heaviest faults.
        more: how many further ones there are.
        trouble: what the machine refused, in words.
        awaited: the figures that are yet to be made.
        making: how long they take, in words; empty while nobody makes any.
    """

    building: bool = False
    summary: str = ""
    faults: tuple[Told, ...] = ()
    more: int = 0
    trouble: str = ""
    awaited: tuple[str, ...] = ()
    making: str = ""

    def plain(self) -> dict[str, Any]:
        """The state as JSON can hold it."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain


class Board:
    """The state that all browsers see; each follows at its own pace, and who is slow skips what is past."""

    def __init__(self) -> None:
        self.state = State()
        self._changed = asyncio.Event()
        self._open = True

    def post(self, **news: Any) -> None:
        """Changes the state, and has everyone see it, whether anything differs or not."""
        self.state = replace(self.state, **news)
        self._wake()

    def close(self) -> None:
        """Sends everyone home."""
        self._open = False
        self._wake()

    async def follow(self) -> AsyncIterator[State]:
        """The state now, and whenever it changes."""
        while self._open:
            changed = self._changed
            yield self.state
            await changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
