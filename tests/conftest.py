"""A tiny course that tests write, change and break; it needs no torch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import settings

from builder.audit import Audit, audit
from builder.course import Course
from builder.loading import load
from tests.chromium import browser as browser

settings.register_profile("anywhere", deadline=None)
settings.load_profile("anywhere")

TINY = {
    "curriculum/course.yaml": """
        title: Tiny
        description: A course of two lessons for tests.
        modules:
          - id: "1"
            title: First steps
            lessons: [walking, running]
        assumes:
          - concept: standing
            depth: DEVELOPED
            source: learned at home
    """,
    "curriculum/concepts.yaml": """
        concepts:
          standing: {name: Standing, summary: Staying upright.}
          walking: {name: Walking, summary: One foot after the other.}
          running: {name: Running, summary: Both feet in the air.}
    """,
    "lessons/walking/plan.yaml": """
        lesson: walking
        title: Walking
        prerequisites:
          - concept: standing
            required: DEVELOPED
        depths:
          - concept: walking
            depth: DEVELOPED
    """,
    "lessons/running/plan.yaml": """
        lesson: running
        title: Running
        prerequisites:
          - concept: walking
            required: DEVELOPED
        misconceptions:
          - id: fast-walk
            belief: Running is walking fast.
            negative_example: A walker always has a foot on the ground.
            address: {section: what-running-is}
        depths:
          - concept: running
            depth: INTRODUCED
          - concept: "walking"
            depth: APPLIED
    """,
    "lessons/running/lesson.md": """
        ---
        title: Running
        description: What makes running more than walking fast.
        ---
        {#what-running-is}
        ## What running is

        :::{warning} Not a fast walk
        :misconception: fast-walk

        Look at the feet: for a moment *both* are in the air.
        :::
    """,
}
"""The files of the tiny course; it has no fault."""


class Tiny:
    """A tiny course in a folder, with means to change it and judge it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for path, text in TINY.items():
            self.write(path, text)

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file; common indentation is taken off, and the first line break."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode())

    def change(self, path: str, old: str, new: str) -> None:
        """Replace words that stand in a file exactly once."""
        text = (self.root / path).read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        (self.root / path).write_text(text.replace(old, new))

    def remove(self, path: str) -> None:
        """Remove a file."""
        (self.root / path).unlink()

    def load(self) -> Course:
        """The course as its files stand."""
        return load(self.root)[0]

    def audit(self, today: str | None = None) -> Audit:
        """The audit of the course as its files stand."""
        return audit(*load(self.root), today)

    def faults(self) -> list[str]:
        """The diagnostics as `CODE path:line:column`."""
        return [f"{d.code} {d.span}" for d in self.audit().diagnostics]


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    """The tiny course, without a fault."""
    return Tiny(tmp_path / "course")


@pytest.fixture
def text_of() -> Callable[[str], str]:
    """Takes the indentation off a text."""
    return lambda text: dedent(text).lstrip("\n")
