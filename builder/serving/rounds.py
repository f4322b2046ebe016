"""The helper that builds: every round reads the course anew and writes a draft, without waiting for figures."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path

from msgspec.structs import replace

from builder import fresh
from builder.build import Options, Outcome, build_lessons
from builder.course import CONCEPTS_FILE
from builder.diagnostics import Diagnostic
from builder.jobs.making import LastTry
from builder.jobs.progress import Progress
from builder.models.concepts import ConceptsFile
from builder.models.course import CourseFile
from builder.models.validation import validate
from builder.reports.text import summary
from builder.roots import COURSE_FILE, NoCourse
from builder.serving.messages import Order, Round, Told, Wish
from builder.source import yaml
from builder.values import UNKNOWN_VALUE

MOST = 200
"""How many faults are told; a file that all others rest on can break thousands."""

Schema = type[CourseFile] | type[ConceptsFile]

_PILLARS: tuple[tuple[str, Schema], ...] = ((COURSE_FILE, CourseFile), (CONCEPTS_FILE, ConceptsFile))
"""The files without which a draft would be of another course."""


def work(connection: Connection, wish: Wish) -> None:
    """Builds whenever it is sent an Order, and answers with a Round."""
    while True:
        order = connection.recv()
        began = time.perf_counter()
        try:
            done = a_round(wish, order)
        except (OSError, NoCourse) as error:
            done = Round(trouble=words_of(error))
        except Exception as error:
            if os.environ.get("COURSEWRIGHT_TRACEBACK"):
                raise
            done = Round(trouble=words_of(error))
        connection.send(replace(done, seconds=time.perf_counter() - began))


def options_of(wish: Wish, last: LastTry | None, draft: bool = True) -> Options:
    """What is asked of the build; figures are not waited for where it is said how the last try to make them ended."""
    how = replace(wish.how, last=last)
    return Options(wish.output, draft, cache=wish.cache, how=how, data=wish.data, today=date.today().isoformat())


def a_round(wish: Wish, order: Order) -> Round:
    """Builds a course as a draft; where a file is broken on which all others rest, nothing is written.

    Raises:
        NoCourse: the course is not there.
        OSError: the disk refuses.
    """
    if not (wish.root / COURSE_FILE).is_file():
        raise NoCourse(f"there is no course in {wish.root} now: it holds no {COURSE_FILE}")
    if order.figures:
        fresh.forget(str(wish.output))
    draft = all(_readable(wish.root, path, model) for path, model in _PILLARS)
    return _round(wish, build_lessons(wish.root, options_of(wish, order.last, draft), Progress()))


def _readable(root: Path, path: str, model: Schema) -> bool:
    """Whether a file is as its schema wants it; one that is not there is for the build to judge."""
    try:
        return _fits(path, (root / path).read_bytes(), model)
    except OSError:
        return True


@lru_cache(maxsize=2 * len(_PILLARS))
def _fits(path: str, data: bytes, model: Schema) -> bool:
    return validate(yaml.read(path, data), model)[0] is not None


def _round(wish: Wish, outcome: Outcome) -> Round:
    figures, settings = outcome.figures, outcome.course.config.data
    pending = set(figures.awaited) - figures.figures.keys()
    faults = [fault for fault in outcome.audit.diagnostics if not _is_of(fault, pending)]
    faults.sort(key=lambda fault: fault.severity.rank)
    return Round(
        summary=summary(replace(outcome.audit, diagnostics=tuple(faults))),
        faults=tuple(_told(fault) for fault in faults[:MOST]),
        more=max(len(faults) - MOST, 0),
        written=outcome.written.touched if outcome.written else None,
        awaited=figures.awaited,
        origin=figures.origin,
        data=(wish.root / settings.folder) if settings and settings.folder else None,
    )


def _is_of(fault: Diagnostic, pending: Iterable[str]) -> bool:
    """Whether a fault is only that a number is not measured yet, for its figure was never made."""
    return fault.code == UNKNOWN_VALUE.code and any(f"`{figure}`" in fault.message for figure in pending)


def _told(fault: Diagnostic) -> Told:
    return Told(str(fault.severity), fault.code, fault.span.path, str(fault.span), fault.message, fault.help)


def words_of(error: Exception) -> str:
    """What went wrong, in words for an author."""
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        return f"{error.strerror or error}{where}"
    return str(error) if isinstance(error, NoCourse) else f"the builder itself failed: {type(error).__name__}: {error}"
