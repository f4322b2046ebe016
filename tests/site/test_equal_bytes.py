"""Whatever was built before: a build writes byte for byte what one writes that begins with nothing."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.site import folders, papers, texts
from tests.site.checkout import REPOSITORY, Checkout, Impossible, Said, assert_equal
from tests.site.picking import Edit, T, picking

NIGHTLY = os.environ.get("COURSEWRIGHT_NIGHTLY") == "1"
Build = Callable[..., Said]
EDITS = (*texts.EDITS, *papers.EDITS, *folders.EDITS)
WAYS = (*[()] * 4, *[("--draft",)] * 4, ("--strict",), ("--jobs", "2"), ("--data", "photographs"))
"""The options of a build, the common ones more often."""


PLACES = (*[(Checkout.build, Checkout.build)] * 9, (Checkout.build_apart, Checkout.build_apart),
          (Checkout.build, Checkout.build_apart))
"""Where a course is built, and where its copy is; what this process remembers may mislead it, but not another one."""


def build_and_compare(course: Checkout, options: Sequence[str] = (), places: tuple[Build, Build] = PLACES[0]) -> bool:
    """Build a course and, from nothing, a copy of it; whether anything was written."""
    mine, theirs = places if course.builder == REPOSITORY else (Checkout.build_apart, Checkout.build_apart)
    before = course.made()
    said = mine(course, *options)
    clean = course.copy(course.root.with_name("clean"))
    assert said == theirs(clean, *options)
    written = clean.site.exists()
    assert_equal(course.made(), clean.made() if written else before)
    return written


class Author(RuleBasedStateMachine):
    """Somebody who edits a course and builds it after every few edits."""

    bread: Checkout

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())

    @initialize(number=st.integers(0, 2**16))
    def begin(self, number: int) -> None:
        """A course that was built once; the number keeps the simplest run, that of no edits, from counting as one."""
        assume(number)
        self.course = self.bread.copy(self.folder / "course")
        self.states = [self.course.files()]
        self.sound = self.states[0]
        self.stopped = not build_and_compare(self.course)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule(data=st.data(), undone=st.sampled_from([False] * 3 + [True]), mended=st.sampled_from([True] * 4 + [False]),
          edits=st.lists(st.sampled_from(texts.EDITS), min_size=1, max_size=2)
          | st.lists(st.sampled_from(EDITS), min_size=1, max_size=3),
          options=st.sampled_from(WAYS), places=st.sampled_from(PLACES))
    def edit_and_build(
        self, data: st.DataObject, undone: bool, mended: bool, edits: list[Edit], options: Sequence[str],
        places: tuple[Build, Build],
    ) -> None:
        """A return to an earlier build or some edits, and a build; faults that stopped the last one are mostly mended."""
        if undone:
            self.course.put(self.states[self.draw(data, "undone", range(len(self.states)))])
            self.course.builder = REPOSITORY
        elif self.stopped and mended:
            self.course.put(self.sound)
        for edit in [] if undone else edits:
            with suppress(Impossible):
                edit(self.course, picking(partial(self.draw, data, edit.__name__)))
        self.build(options, places)

    def draw(self, data: st.DataObject, name: str, choices: Sequence[T]) -> T:
        """One of several things, by chance; it is told under the name of the edit that asks."""
        return data.draw(st.sampled_from(choices), label=name)

    def build(self, options: Sequence[str], places: tuple[Build, Build]) -> None:
        """Build, compare, and keep what the course was like."""
        self.stopped = not build_and_compare(self.course, options, places)
        self.states.append(self.course.files())
        if not self.stopped and "--draft" not in options:
            self.sound = self.states[-1]


STEPS = settings(
    max_examples=20 if NIGHTLY else 2, stateful_step_count=51 if NIGHTLY else 26, derandomize=not NIGHTLY,
    phases=[Phase.generate, Phase.shrink] if NIGHTLY else [Phase.generate],
    deadline=None, database=None, suppress_health_check=list(HealthCheck))
"""Fifty steps, always the same ones; each night a thousand others, of which the shortest that fail are sought."""


def test_any_edits_build_what_a_build_from_nothing_builds(bread: Checkout) -> None:
    Author.bread = bread
    run_state_machine_as_test(Author, settings=STEPS)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edit_and_its_undoing(edit: Edit, course: Checkout) -> None:
    before, made = course.files(), course.made()
    assert any(_done(edit, course, seed) for seed in range(20)) or edit is folders.cache_harmed
    build_and_compare(course)
    course.put(before)
    build_and_compare(course)
    assert course.builder != REPOSITORY or course.made() == made


def _done(edit: Edit, course: Checkout, seed: int) -> bool:
    """Whether an edit found something to change."""
    with suppress(Impossible):
        edit(course, picking(random.Random(seed).choice))
        return True
    return False


def test_a_text_is_edited_after_another_lesson_has_gone(course: Checkout) -> None:
    shutil.rmtree(course.root / "lessons/baking")
    course.change(papers.COURSE, "[shaping, baking]", "[shaping]")
    course.change("lessons/shaping/plan.yaml", "of: 2", "of: 1")
    assert build_and_compare(course)
    course.append("lessons/rising/lesson.md", "{#crust}\n## A crust\n\nGas bursts.")
    assert build_and_compare(course)


def test_several_processes_write_what_one_writes(bread: Checkout, tmp_path: Path) -> None:
    """So many lessons that their pages are shared out; a fault in one of them shows in a draft."""
    course = bread.copy(tmp_path / "course")
    slugs = [f"loaf-{number}" for number in range(70)]
    for slug, next_one in pairwise([*slugs, "shaping"]):
        course.write(f"lessons/{slug}/lesson.md", f"---\ntitle: A {slug}\n---\n\nThen [](lesson:{next_one}).\n")
    with course.values(papers.COURSE) as found:
        found["modules"].append({"id": "3", "title": "Many loaves", "lessons": slugs})
    for title in ("Shaping", "Shaping anew"):
        course.write("lessons/loaf-69/lesson.md", f"---\ntitle: {title}\n---\n\n[](lesson:nowhere)\n")
        assert course.build_apart("--draft", "--jobs", "2").code == 1
        clean = course.copy(tmp_path / "clean")
        clean.build("--draft", "--jobs", "1")
        assert_equal(course.made(), clean.made())
