"""Whether anything has changed since the last build, told before anything else is imported.

A build leaves two files: `stamps`, which says what it was made from and how it was asked for, and `said`, which holds
the words that it ended with.  Where all is as the stamps have it, these words are said again, and nothing is done.
"""

from __future__ import annotations

import json
import os

from builder.looking import digest_of
from builder.stamps import Stamps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

STAMPS, SAID, STANDING, CLOCK = "stamps", "said", "standing", "clock"
TREES = ("site", "notebooks")
"""The trees that a build writes, within its output folder."""


def asked(kind: tuple[bool, bool], strict: bool, data: str | None, device: str) -> str:
    """How a build is asked for, as far as its files rest on it, and of which builder: there may be several.

    Args:
        kind: whether the site is a draft, and whether it is a release.
        strict: whether warnings stop it.
        data: another data set than the course's.
        device: what models are trained on.
    """
    return repr((kind, strict, data, device, os.path.dirname(__file__)))


class Last:
    """The last build that wrote a site.

    Attributes:
        asked: how it was asked for.
        until: the day until which its judgement holds; "" if it always does.
        stamps: all that it was made from.
        places: the folders of the site, with the times at which files came to them or went.
        version: the version of the builder and its libraries.
        mark: what tells it from other builds; "" until it is remembered.
    """

    def __init__(
        self, asked: str, until: str, stamps: Stamps, places: dict[str, int], version: str, mark: str = ""
    ) -> None:
        self.asked = asked
        self.until = until
        self.stamps = stamps
        self.places = places
        self.version = version
        self.mark = mark

    def stands(self, output: str, asked: str, today: str) -> bool:
        """Whether its site stands where it was put, and would be asked for in the same way."""
        return self.asked == asked and today <= (self.until or today) and self.places == times(output, self.places)


def recall(output: str, root: str) -> Last | None:
    """The last build that wrote a site; None if there was none, or it was broken off."""
    try:
        with open(f"{output}/cache/{STAMPS}", "rb") as file:
            says = file.read()
        head, _, body = says.partition(b"\n")
        about = json.loads(head)
        stamps = Stamps.from_bytes(body, root)
        if stamps is None:
            return None
        return Last(about["asked"], about["until"], stamps, about["places"], about["version"], digest_of(says).hex())
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(output: str, last: Last) -> None:
    """Leave what the next build compares with; the site stands as it will stay."""
    about = {"asked": last.asked, "until": last.until, "places": last.places, "version": last.version}
    head = json.dumps(about)
    _write(f"{output}/cache/{STAMPS}", head.encode() + b"\n" + last.stamps.to_bytes())


def folders(output: str) -> list[str]:
    """All folders of the site."""
    found: list[str] = []
    waiting = list(TREES)
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(f"{output}/{folder}") as entries:
                waiting += [f"{folder}/{entry.name}" for entry in entries if entry.is_dir()]
        except OSError:
            continue
        found.append(folder)
    return found


def times(output: str, folders: Iterable[str]) -> dict[str, int]:
    """When files came to folders of the site or went; a folder that is not there has no time."""
    found: dict[str, int] = {}
    for folder in folders:
        try:
            found[folder] = os.stat(f"{output}/{folder}").st_mtime_ns
        except OSError:
            continue
    return found


# ---- the site's own files


def standing(output: str) -> Stamps | None:
    """The site's files as they were put; None where that is not known."""
    try:
        with open(f"{output}/cache/{STANDING}", "rb") as file:
            return Stamps.from_bytes(file.read(), output)
    except OSError:
        return None


def stand(output: str, before: Stamps | None, touched: Mapping[str, str]) -> None:
    """Note the site's files as they were put now, for whoever does not trust times.

    Args:
        output: where the site stands.
        before: the files as they were put before, where that is known.
        touched: those that came, went or were written since, by their paths from the output folder, with the digests
            of those that are there.
    """
    clock = f"{output}/cache/{CLOCK}"
    now = before.after(touched, clock) if before else Stamps.take(output, TREES, (), clock=clock, written=touched)
    _keep_standing(output, now)


def _keep_standing(output: str, now: Stamps) -> None:
    _write(f"{output}/cache/{STANDING}", now.to_bytes())


def as_put(output: str, processes: int = 1) -> bool:
    """Whether the site's files are as they were put; False where that is not known.

    Who writes into a file changes its time of change, which no program sets: only files with another one are read.
    """
    before = standing(output)
    now = before.renewed(f"{output}/cache/{CLOCK}", processes=processes) if before else None
    if before is None or now != before:
        return False
    if now is not before:
        _keep_standing(output, now)
    return True


def forget(output: str) -> None:
    """Let the next build look at everything."""
    for name in (STAMPS, SAID, STANDING):
        if os.path.exists(f"{output}/cache/{name}"):
            os.unlink(f"{output}/cache/{name}")


def say(output: str, words: dict[str, Any]) -> None:
    """Leave the words that a build ended with."""
    if mark := _mark(output):
        _write(f"{output}/cache/{SAID}", json.dumps({"of": mark, **words}).encode())


def said(output: str) -> dict[str, Any] | None:
    """The words that the last build ended with; None if these are words of another one."""
    try:
        with open(f"{output}/cache/{SAID}", "rb") as file:
            words: dict[str, Any] = json.load(file)
    except (OSError, ValueError):
        return None
    return words if words.get("of") == _mark(output) else None


def is_last(output: str, one: Last) -> bool:
    """Whether no build has ended since this one."""
    return one.mark == _mark(output)


def _mark(output: str) -> str:
    """What tells the last build from others."""
    try:
        with open(f"{output}/cache/{STAMPS}", "rb") as file:
            return digest_of(file.read()).hex()
    except OSError:
        return ""


def _write(place: str, data: bytes) -> None:
    part = f"{place}.{os.getpid()}"
    with open(part, "wb") as file:
        file.write(data)
    os.replace(part, place)
