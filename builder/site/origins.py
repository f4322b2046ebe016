"""Everything that a site is made from: the course's files, and the builder's own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from builder.fresh import CLOCK
from builder.roots import COURSE_FILE
from builder.shelf import LIBRARIES
from builder.source import yaml
from builder.stamps import Stamps

FOLDERS = ("curriculum", "lessons", "figures")
_PACKAGE = Path(__file__).parents[1]


def stated(root: Path) -> dict[str, Any]:
    """What `course.yaml` states, as far as it can be read before everything else is."""
    try:
        says = yaml.read(COURSE_FILE, (root / COURSE_FILE).read_bytes()).data()
    except OSError:
        return {}
    return says if isinstance(says, dict) else {}


def is_english(settings: Mapping[str, Any]) -> bool:
    """Whether a course with these settings is in English, which it is unless it says otherwise."""
    return str(settings.get("language", "en")).startswith("en")


def take(root: Path, kept: Path, before: Stamps | None = None) -> Stamps:
    """Stamps of all that a build of a course will read.

    Raises:
        OSError: if something that is there cannot be read.
    """
    kept.mkdir(parents=True, exist_ok=True)
    folders = [*FOLDERS, *_data_folders(root)]
    return Stamps.take(str(root), folders, _own_files(), before, clock=str(kept / CLOCK))


def _data_folders(root: Path) -> list[str]:
    data = stated(root).get("data")
    folder = data.get("folder") if isinstance(data, dict) else None
    return [str(folder)] if folder else []


def _own_files() -> list[str]:
    """The builder's files and what its libraries say of themselves."""
    from importlib.metadata import distribution

    own = (path for path in _PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    said = (file.locate() for name in LIBRARIES for file in distribution(name).files or () if file.name == "METADATA")
    return sorted(map(str, [*own, *said, sys.executable]))
