"""From an exception in a course's code to a fault that its author can read."""

from __future__ import annotations

import traceback
from pathlib import Path

from builder.diagnostics import Kind, Span
from builder.jobs.faults import BROKEN_CODE, FIGURE_FAILED, TRAINING_DIVERGED, Fault
from builder.jobs.loading import SourceChanged
from builder.jobs.recipes import Diverged, RecipeFault
from builder.jobs.sources import PACKAGE

_INSTALL = 'pip install "coursewright[figures]"'
_MOST_WORDS = 300


class BrokenCode(Exception):
    """The course's code does not import; the exception that it met is the cause."""


def blame(error: BaseException, root: Path) -> Fault:
    """The fault that an exception amounts to, with the line of the course's code that it came from.

    Args:
        error: the exception.
        root: the course's root.
    """
    if isinstance(error, BrokenCode):
        return _broken(error.__cause__ or error, str(error), root)
    if isinstance(error, Diverged):
        help = "Lower the learning rate, clip the gradients or train from another seed."
        return Fault(TRAINING_DIVERGED, _own_words(error), help)
    if isinstance(error, RecipeFault):
        return Fault(FIGURE_FAILED, _own_words(error), "Change the figure's spec, or its recipe.")
    return Fault(FIGURE_FAILED, words_of(error), "Mend the line that the exception came from.", deepest(error, root))


def _own_words(error: BaseException) -> str:
    return _shortened(str(error)) or type(error).__name__


def words_of(error: BaseException) -> str:
    """The last line of an exception's traceback: "ValueError: no such colour"."""
    words = _shortened(str(error))
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _shortened(words: str) -> str:
    """A line of an exception's words, without a full stop."""
    line = " ".join(words.split()).rstrip(".")
    return line if len(line) <= _MOST_WORDS else f"{line[:_MOST_WORDS]}…"


def deepest(error: BaseException, root: Path) -> Span | None:
    """The innermost line of the course's figure code that an exception passed through."""
    own = root / PACKAGE
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_relative_to(own):
        return _span(error.filename, root, error.lineno or 1, error.offset or 1)
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        if Path(frame.f_code.co_filename).is_relative_to(own):
            return _span(frame.f_code.co_filename, root, line, 1)
    return None


def _span(file: str, root: Path, line: int, column: int) -> Span:
    return Span(Path(file).relative_to(root).as_posix(), line, column, line, column)


def _broken(error: BaseException, module: str, root: Path) -> Fault:
    file = f"{module.replace('.', '/')}.py"
    kind: Kind = BROKEN_CODE
    source = deepest(error, root)
    if isinstance(error, SourceChanged):
        return Fault(kind, _shortened(str(error)), "Build again.", source)
    if isinstance(error, RecipeFault):
        return Fault(kind, _own_words(error), "Give the file what every recipe has.", source)
    words = f"{file} does not import: {words_of(error)}"
    if isinstance(error, SyntaxError):
        words = f"{file} does not import: {type(error).__name__}: {error.msg}"
    if isinstance(error, ModuleNotFoundError):
        return Fault(kind, words, _missing(error.name or ""), source)
    return Fault(kind, words, "Mend the named line.", source)


def _missing(module: str) -> str:
    top = module.partition(".")[0]
    if top == PACKAGE:
        return f"Write {module.replace('.', '/')}.py, or correct the name that is imported."
    return f"Install what figures need: {_INSTALL}. If `{top}` is still missing then, install it as well."
