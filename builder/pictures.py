"""Pictures that authors keep beside a lesson's text: photographs and drawings that no figure's code makes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from builder.course import Course, LessonFolder
from builder.models.lessons import Lesson

KINDS = {
    ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".gif": "image/gif",
    ".svg": "image/svg+xml",
}
"""The endings of pictures that browsers and notebooks show, with their media types."""


class Picture(Struct, frozen=True, dict=True):
    """A picture beside a lesson.

    Attributes:
        file: where it stands.
        name: its path from the lesson's folder.
        width: in pixels.
        height: in pixels.
    """

    file: Path
    name: str
    width: int
    height: int

    @property
    def kind(self) -> str:
        """Its media type."""
        return KINDS[self.file.suffix.lower()]

    @cached_property
    def data(self) -> bytes:
        """Its bytes."""
        return self.file.read_bytes()


def find(course: Course, folder: LessonFolder, target: str) -> Picture | tuple[str, str]:
    """The picture that an image of a lesson names, or what is wrong with it and what to do."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE):
        return f"the picture `{target}` is not the course's own", (
            f"keep a copy in {folder.path} and write its name; pages fetch nothing from elsewhere")
    home = f"{course.root}/{folder.path}"
    name = _name(home, unquote(target))
    if name is None:
        return f"`{target}` leads out of the lesson's folder", f"keep the picture in {folder.path}"
    if os.path.splitext(name)[1].lower() not in KINDS:
        return f"`{target}` is no picture that pages can show", f"save it as one of {', '.join(sorted(KINDS))}"
    if not os.path.isfile(f"{home}/{name}"):
        return f"there is no picture at {folder.path}/{unquote(target)}", _advice(Path(home))
    width, height = _size(f"{home}/{name}")
    if min(width, height) < 1:
        return f"`{target}` does not say how large it is", "save it anew; a drawing needs `width` and `height`"
    return Picture(Path(home, name), name, width, height)


def _name(home: str, words: str) -> str | None:
    """A file's path from its lesson's folder; None where words, or a link on the disk, lead out of that."""
    if words == os.path.basename(words) and words not in ("", ".", "..") and not os.path.islink(f"{home}/{words}"):
        return words
    folder, file = os.path.realpath(home), os.path.realpath(f"{home}/{words}")
    return os.path.relpath(file, folder) if os.path.commonpath([folder, file]) == folder else None


def _size(file: str) -> tuple[int, int]:
    state = os.stat(file)
    return _size_of(file, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=8192)
def _size_of(file: str, *_: int) -> tuple[int, int]:
    """The size of a picture; looked up once for a file that stays as it is."""
    import imagesize

    try:
        width, height = imagesize.get(file)
    except ValueError:
        return 0, 0
    return round(width), round(height)


def _advice(home: Path) -> str:
    names = sorted(file.relative_to(home).as_posix() for file in home.rglob("*") if file.suffix.lower() in KINDS)
    return f"the folder has {', '.join(names[:5])}" if names else "put the file there, or correct the name"


def pictures(course: Course, folder: LessonFolder, text: Lesson | None) -> Iterator[tuple[str, Picture]]:
    """The pictures that a text shows, by the words that name them; what cannot be shown is the audit's business."""
    for target in dict.fromkeys(link.target for link in text.links if link.image) if text else ():
        found = find(course, folder, target)
        if isinstance(found, Picture):
            yield target, found
