"""Where a course is: the nearest folder that holds `curriculum/course.yaml`."""

from __future__ import annotations

from pathlib import Path

COURSE_FILE = "curriculum/course.yaml"


class NoCourse(Exception):
    """There is no course where one was looked for."""


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` that holds a course.

    Raises:
        NoCourse: where there is none.
    """
    for folder in (start, *start.parents):
        if (folder / COURSE_FILE).is_file():
            return folder
    raise NoCourse(f"no course here: neither {start} nor a folder above it holds {COURSE_FILE}")
