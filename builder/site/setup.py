"""What every process that helps with a site knows: where the course stands, and what pages may look at."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from builder.audit import Audit
from builder.course import Course
from builder.jobs.drawn import Figure
from builder.loading import load_from
from builder.notebooks import CompiledNotebook, compile_notebook
from builder.pages.compiled import Compiled, compile_text
from builder.pages.view import View
from builder.shelf import Shelf
from builder.site.release import released


class Setup(Struct, frozen=True):
    """What a process needs to compile texts and link pages.

    Attributes:
        root: the course's folder.
        output: where the site stands.
        english: whether the course is in English.
        draft: whether faults are shown in place.
        release: whether only lessons are shown that have passed their review.
        figures: the finished figures, pickled; b"" before they are made.
        closely: whether the bytes of files decide that they are as they were, for nobody knows who touched them.
        build: tells this build from others of the same process.
    """

    root: Path
    output: Path
    english: bool = True
    draft: bool = False
    release: bool = False
    figures: bytes = b""
    closely: bool = False
    build: str = ""

    @property
    def cache(self) -> Path:
        """The folder with what is kept between builds."""
        return self.output / "cache"


class Sight(Struct, frozen=True):
    """A course as one process has it at hand: with its figures and the shelf that keeps what it says."""

    course: Course
    figures: Mapping[str, Figure]
    shelf: Shelf


_at_hand: dict[str, Sight] = {}


@contextmanager
def at_hand(setup: Setup, sight: Sight) -> Iterator[None]:
    """Within it, work that stays in this process takes what is at hand here."""
    _at_hand[setup.build] = sight
    try:
        yield
    finally:
        _at_hand.clear()


def sight_of(setup: Setup) -> Sight:
    """What a process has at hand; a process that helps loads it once in a build."""
    if setup.build not in _at_hand:
        for sight in _at_hand.values():
            sight.shelf.close()
        shelf = Shelf(setup.cache)
        course, _ = load_from(setup.root, shelf)
        shelf.commit()
        _at_hand.clear()
        course = released(course) if setup.release else course
        _at_hand[setup.build] = Sight(course, pickle.loads(setup.figures), shelf)
    return _at_hand[setup.build]


def view_of(sight: Sight, audit: Callable[[str], Audit], draft: bool) -> View:
    """What pages may look at, with compiled texts from the shelf."""
    texts = Texts(sight.course, sight.shelf)
    return View(sight.course, sight.figures, audit, texts.lesson, texts.notebook, draft)


class Texts:
    """The texts of a course, compiled: from the shelf, or compiled now."""

    def __init__(self, course: Course, shelf: Shelf) -> None:
        self.course = course
        self.shelf = shelf
        self.english = course.config.language.startswith("en")

    def lesson(self, slug: str) -> Compiled:
        """A lesson's text, compiled."""
        says = self._says(f"lessons/{slug}/lesson.md")
        if says is not None:
            return Compiled.from_json(says)
        text = self.course.lessons[slug].text
        assert text is not None, f"{slug} has no text"
        return compile_text(text, self.english)

    def notebook(self, slug: str) -> CompiledNotebook:
        """A lesson's notebook, compiled."""
        says = self._says(f"lessons/{slug}/notebook.md")
        if says is not None:
            return CompiledNotebook.from_json(says)
        text = self.course.lessons[slug].notebook
        assert text is not None, f"{slug} has no notebook"
        return compile_notebook(text)

    def _says(self, path: str) -> bytes | None:
        return self.shelf.get("object", path, object_digest(self.course.digests[path], self.english))


def object_digest(digest: str, english: bool) -> str:
    """What a compiled text depends on: its file, and whether its quotes are curled as in English."""
    return f"{digest} {'en' if english else '-'}"
