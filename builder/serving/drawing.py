"""The helper that makes figures while text is written: it trains and draws, and writes no page."""

from __future__ import annotations

from multiprocessing.connection import Connection

from builder.jobs.figures import make_figures
from builder.jobs.last import origin_of
from builder.jobs.making import LastTry, on_data
from builder.jobs.progress import Progress
from builder.loading import load
from builder.serving.messages import Wish
from builder.serving.rounds import options_of, words_of


class Telling(Progress):
    """Tells the server what was drawn and how long is left."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def finished(self, job: str, seconds: float) -> None:
        """Says that a picture is there; of plans and models nothing can be seen yet."""
        if job.startswith("draw "):
            self._connection.send(("drawn", job.removeprefix("draw ")))

    def left(self, jobs: int, seconds: float) -> None:
        """Says how long is left."""
        self._connection.send(("left", seconds))


def work(connection: Connection, wish: Wish) -> None:
    """Makes all figures of a course.

    Says ("drawn", id) of each and ("left", seconds) now and then; at the end ("made", LastTry), or ("trouble", words)
    where the machine refuses.
    """
    try:
        connection.send(("made", _make(wish, Telling(connection))))
    except Exception as error:
        connection.send(("trouble", words_of(error)))


def _make(wish: Wish, progress: Progress) -> LastTry:
    course, _ = load(wish.root)
    if wish.data:
        course = on_data(course, *wish.data)
    store = options_of(wish, None).store
    origin = origin_of(course, store)
    made = make_figures(course, store, how=wish.how, progress=progress)
    return LastTry(origin, frozenset(course.figures.keys() - made.figures.keys()), made.failures)
