"""What happens while a course is served: files change, a helper builds, another one makes figures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from builder.jobs.making import LastTry
from builder.progress import time_words
from builder.serving.board import Board
from builder.serving.helpers import Ended, Helper
from builder.serving.messages import Order, Round, Wish
from builder.serving.site import Site
from builder.serving.watching import Changes, watched

Say = Callable[[str], None]
"""Prints a line for people."""

BUILDER, DRAWER = "builder.serving.rounds", "builder.serving.drawing"
"""What the helpers do."""

_DRAWING = "the drawing"
"""How the words begin that ask for a build when figures were made."""

_GATHER = 1.0
"""Seconds for which finished pictures are gathered before a build shows them."""


class Workshop:
    """Builds one round after another, never two at once, and makes figures beside them.

    Args:
        wish: what is served.
        site: the site that browsers see.
        board: where the state is posted.
        say: hears a line for each build.
    """

    def __init__(self, wish: Wish, site: Site, board: Board, say: Say) -> None:
        self._wish = wish
        self._site = site
        self._board = board
        self._say = say
        self._changes = Changes()
        self._changes.add()
        self._builder: Helper | None = None
        self._drawer: asyncio.Task[None] | None = None
        self._drawn_from = ""
        self._last = LastTry()
        self._stuck = ""
        self._stood = False
        self._data: Path | None = None

    async def watch(self, step: int) -> None:
        """Asks for a build whenever files change, and when the site was taken away.

        Args:
            step: milliseconds without a change after which a build begins.
        """
        async for paths in watched(self._wish.root, step, lambda: [self._data] if self._data else []):
            if self._stood and not self._site.stands:
                self._stood = False
                paths |= {"the site, which was removed"}
            if paths:
                self._changes.add(paths)

    async def build(self) -> None:
        """Builds whenever that is asked for; what changes meanwhile is for the next round."""
        while True:
            changed = await self._changes.take()
            self._board.post(building=True)
            done = await self._round(Order(self._last, any(name.startswith(_DRAWING) for name in changed)))
            self._stood, self._data = self._site.stands, done.data or self._data
            self._board.post(building=False, summary=done.summary, faults=done.faults, more=done.more,
                             trouble=done.trouble or self._stuck)
            self._say(line(changed, done))
            if done.origin:
                self._see_to_figures(done)

    def close(self) -> None:
        """Ends the helpers, whatever they are doing."""
        if self._drawer:
            self._drawer.cancel()
        if self._builder:
            self._builder.end()

    async def _round(self, order: Order) -> Round:
        """Has the helper build; one that failed is replaced for the next round."""
        helper = self._builder = self._builder or Helper(BUILDER, self._wish)
        helper.tell(order)
        try:
            done: Round = await helper.hear()
        except Ended as end:
            done = Round(trouble=f"the process that builds {end}; it starts again with the next change")
        if done.trouble:
            helper.end()
            self._builder = None
        return done

    def _see_to_figures(self, done: Round) -> None:
        """Has the awaited figures made, unless that is under way; ends what makes them from what they no longer are."""
        running = self._drawer is not None and not self._drawer.done()
        if running and done.awaited and done.origin == self._drawn_from:
            self._board.post(awaited=done.awaited)
            return
        if self._drawer:
            self._drawer.cancel()
        self._board.post(awaited=done.awaited, making="")
        if done.awaited:
            self._drawn_from, self._stuck = done.origin, ""
            self._drawer = asyncio.create_task(self._draw(done, self._drawer))

    async def _draw(self, done: Round, before: asyncio.Task[None] | None) -> None:
        """Has figures made by a helper, once the one before is no more, and asks for a build that shows them."""
        if before:
            await asyncio.wait([before])
        helper = Helper(DRAWER, self._wish)
        try:
            self._last = await self._heard(helper)
        except Ended as end:
            self._stuck = f"figures cannot be made: {end}"
            self._last = LastTry(done.origin, frozenset(done.awaited))
        finally:
            helper.end()
        self._changes.add([f"{_DRAWING}s"])

    async def _heard(self, helper: Helper) -> LastTry:
        """Listens to a helper that makes figures, until it is done; has those shown that are done before."""
        with ExitStack() as stack:
            while True:
                match await helper.hear():
                    case ("made", LastTry() as last):
                        return last
                    case ("drawn", figure):
                        loop = asyncio.get_running_loop()
                        stack.callback(loop.call_later(_GATHER, self._changes.add, [f"{_DRAWING} of {figure}"]).cancel)
                    case ("left", seconds):
                        self._board.post(making=f"about {time_words(seconds)} left")
                    case (_, words):
                        raise Ended(words)


def line(changed: Iterable[str], done: Round) -> str:
    """A build in a line: what changed, what came of it, how long that took, and what is wrong."""
    names = list(changed)
    what = f"{len(names)} changes" if len(names) > 2 else ", ".join(names) or "the course"
    if done.trouble:
        return f"{what}: {done.trouble}"
    files = "nothing" if done.written is None else f"{done.written} {'file' if done.written == 1 else 'files'}"
    at = f", first {done.faults[0].place} {done.faults[0].code}" if done.faults else ""
    return f"{what}: {files} written in {done.seconds:.2f} s; {done.summary}{at}"
