"""The small course of `tests/rules`, broken in three files, for everything that is done with an audit's faults."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from builder.audit import Audit, audit
from builder.course import Course
from builder.loading import load

SOUND = Path(__file__).parents[1] / "rules" / "course"


def change(root: Path, path: str, old: str, new: str) -> None:
    """Replace words that stand in a file exactly once."""
    text = (root / path).read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    (root / path).write_text(text.replace(old, new))


def judged(root: Path) -> tuple[Course, Audit]:
    """A course and its audit."""
    course, found = load(root)
    return course, audit(course, found)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """A copy of the small course, without a fault; one is waived."""
    return Path(shutil.copytree(SOUND, tmp_path / "course"))


@pytest.fixture
def broken(sound: Path) -> Path:
    """The small course with an error, a warning and a note, one of them with a related place."""
    change(sound, "lessons/shaping/plan.yaml", "{concept: gluten, required: DEVELOPED, source: kneading}",
           "{concept: gluten, required: APPLIED, source: kneading}")
    change(sound, "lessons/kneading/lesson.md", "[the next lesson](lesson:rising)", "[here](lesson:rising)")
    change(sound, "lessons/kneading/plan.yaml", "    status: GAP\n    size: small", "    status: GAP\n    size: large")
    return sound
