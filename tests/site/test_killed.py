"""A build that is killed at any of its steps leaves whole pages, and the next build makes everything good."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.site.checkout import Checkout, assert_equal
from tests.site.killing import killed, steps

NIGHTLY = os.environ.get("COURSEWRIGHT_NIGHTLY") == "1"
MOMENTS = 200 if NIGHTLY else 12
"""At how many steps of each kind of build it is killed; the first and the last steps are among them."""


def moments(count: int) -> list[int]:
    """Some of so many steps, evenly spread."""
    return sorted({1 + round(index * (count - 1) / (MOMENTS - 1)) for index in range(MOMENTS)})


def names(course: Checkout) -> set[str]:
    """What stands in the output folder, but for empty folders."""
    return {path.name for path in course.output.iterdir() if path.is_file() or any(path.iterdir())}


def check_what_a_kill_left(course: Checkout, old: dict[str, bytes], new: dict[str, bytes]) -> None:
    """Every file is whole, of before or of now, and readers miss none that stood before and will stand."""
    left = course.made()
    for path, content in left.items():
        assert content in (old.get(path), new.get(path)), f"{path} is neither as it was nor as it will be"
    assert old.keys() & new.keys() <= left.keys()


def edit(course: Checkout) -> None:
    """Pages change, come and go: a title, a concept more, a notebook and a picture less."""
    course.change("lessons/kneading/lesson.md", "title: Kneading", "title: Working the dough")
    course.change("lessons/kneading/lesson.md", "![A hand with a ball of dough](hand.svg)", "")
    course.append("curriculum/concepts.yaml", "  crust: {name: Crust, summary: What cracks.}")
    (course.root / "lessons/kneading/notebook.md").unlink()


def begun(bread: Checkout, root: Path, cold: bool) -> Checkout:
    """The edited course, with what was built of it before the edits, or with nothing."""
    course = bread.copy(root)
    if not cold:
        assert course.build().code == 0
    edit(course)
    return course


@pytest.mark.parametrize("how", ["before", "amid"])
@pytest.mark.parametrize("cold", [False, True], ids=["after an edit", "from nothing"])
def test_a_killed_build_leaves_whole_pages_and_the_next_one_is_as_if_nothing_had_been(
    cold: bool, how: str, bread: Checkout, tmp_path: Path
) -> None:
    whole = begun(bread, tmp_path / "whole", cold)
    clean = whole.copy(tmp_path / "clean")
    assert clean.build().code == 0
    old, new = whole.made(), clean.made()
    count = steps(whole)
    for step in moments(count):
        course = begun(bread, tmp_path / f"killed at {step}", cold)
        assert killed(course, how, step), f"there was no step {step} of {count}"
        check_what_a_kill_left(course, old, new)
        assert course.build().code == 0
        assert_equal(course.made(), new)
        assert names(course) == names(clean), "nothing half-made lies about"
        shutil.rmtree(course.root)
