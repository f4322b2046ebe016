"""What the server and its helpers tell each other."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from builder.jobs.making import LastTry, Making


class Wish(Struct, frozen=True):
    """What is to be served: a course, where its site is written, and how its figures are made."""

    root: Path
    output: Path
    cache: Path | None = None
    how: Making = field(default_factory=Making)
    data: tuple[str, Path | None] | None = None


class Order(Struct, frozen=True):
    """A build that is asked for.

    Attributes:
        last: how the last try to make all figures ended.
        figures: whether figures were made since the last build, which no file of the course tells.
    """

    last: LastTry
    figures: bool = False


class Told(Struct, frozen=True):
    """A fault as authors are told of it."""

    severity: str
    code: str
    path: str
    place: str
    message: str
    help: str


class Round(Struct, frozen=True):
    """How a build ended.

    Attributes:
        seconds: how long it took.
        summary: how many faults there are, in words.
        faults: the heaviest of them.
        more: how many further ones there are.
        written: how many files of the site are not as they were; None where nothing could be written.
        trouble: what the machine refused, or where the builder itself failed.
        awaited: the figures that are yet to be made.
        origin: the digest of all that the figures are made from; empty where the build did not look at them.
        data: the folder of the course's data.
    """

    seconds: float = 0.0
    summary: str = ""
    faults: tuple[Told, ...] = ()
    more: int = 0
    written: int | None = None
    trouble: str = ""
    awaited: tuple[str, ...] = ()
    origin: str = ""
    data: Path | None = None
