"""A course as its files state it, every value with its place.

Lessons and records are taken from a shelf when they are asked for, so that a course of any size is judged and built in
little memory.  `builder.loading` reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from builder.diagnostics import Diagnostic, Kind, Place, Problem, Related, Span, route_text
from builder.knowledge import Knowledge
from builder.ledger.facts import review_rows
from builder.models.concepts import Concept
from builder.models.course import CourseFile, Module
from builder.models.figures import FigureSpec
from builder.models.lessons import Lesson
from builder.models.plans import Plan
from builder.models.records import Record
from builder.models.reviews import Review
from builder.outlines import Outline, Outlines, outline_of
from builder.source.yaml import YamlFile

CONCEPTS_FILE = "curriculum/concepts.yaml"
RECORDS = "curriculum/records"
LESSONS = "lessons"
PLAN = "plan.yaml"
FIGURES_FILE = "figures/figures.yaml"


class LessonFolder(Struct, frozen=True):
    """Everything about a lesson: its plan, its text, its notebook and its reviews, as far as they are there."""

    slug: str
    plan: Plan | None = None
    text: Lesson | None = None
    notebook: Lesson | None = None
    reviews: tuple[tuple[str, Review], ...] = ()

    @property
    def path(self) -> str:
        """The folder, from the course's root."""
        return f"{LESSONS}/{self.slug}"

    @property
    def title(self) -> str:
        """The lesson's title: its text's, else its plan's, else the slug in words."""
        if self.text and self.text.meta.get("title"):
            return self.text.meta["title"]
        return self.plan.title if self.plan else self.slug.replace("-", " ").capitalize()

    def plan_place(self, *route: str | int) -> Place:
        """A place in the lesson's plan."""
        return Place(f"{self.path}/{PLAN}", route)

    @property
    def outline(self) -> Outline:
        """The lesson as the rest of the course sees it."""
        return outline_of(self.slug, self.title, self.plan, self.text, self.notebook, review_rows(self))


class Course(Struct, frozen=True, dict=True):
    """A course as its files state it.

    Attributes:
        root: the course's folder.
        config: `curriculum/course.yaml`.
        concepts: every concept by id.
        records: the modules' records by module id.
        lessons: every lesson folder by slug; of a part of a course, some of them.
        outlines: every lesson as the others see it, by slug.
        figures: the figures' specs by id.
        order: the slugs in teaching order.
        knowledge: who teaches what, and what the student has where.
        digests: the digests of all files that were read, by path.
        files: the YAML files by path, for the places of their values.
        unread: the YAML files that did not fit their schema, and the texts without a word, so that nothing in them is
            known.
        whole: the course of which this is a part; None for a whole one.
    """

    root: Path
    config: CourseFile
    concepts: Mapping[str, Concept] = {}
    records: Mapping[str, Record] = {}
    lessons: Mapping[str, LessonFolder] = {}
    outlines: Outlines = field(default_factory=lambda: Outlines((), _no_outline))
    figures: Mapping[str, FigureSpec] = {}
    order: tuple[str, ...] = ()
    knowledge: Knowledge = field(default_factory=lambda: Knowledge({}, {}))
    digests: Mapping[str, str] = {}
    files: Mapping[str, YamlFile] = {}
    unread: frozenset[str] = frozenset()
    whole: Course | None = None

    def __repr__(self) -> str:
        return f"Course({str(self.root)!r})"

    def module_of(self, slug: str) -> Module | None:
        """The module that lists a lesson."""
        return next((module for module in self.config.modules if slug in module.lessons), None)

    def taught_lessons(self) -> Iterator[LessonFolder]:
        """The lessons in teaching order, as far as they have a folder."""
        return (self.lessons[slug] for slug in self.order if slug in self.lessons)

    def parts(self, size: int) -> Iterator[Course]:
        """The course with a few of its lessons at a time; all else, and what it knows, is the whole course's."""
        slugs = list(self.lessons)
        for start in range(0, len(slugs), size):
            yield self.part(slugs[start:start + size])

    def part(self, slugs: Sequence[str]) -> Course:
        """The course with some of its lessons; all else, and what it knows, is the whole course's."""
        at = self.knowledge.order
        order = sorted((slug for slug in slugs if slug in at), key=at.__getitem__)
        return replace(self, lessons={slug: self.lessons[slug] for slug in slugs}, order=tuple(order),
                       whole=self.whole or self)

    def readable(self, path: str) -> bool:
        """Whether a file is absent or was understood, so that what it does not say is really not said."""
        return path not in self.unread

    def record_path(self, module_id: str) -> str:
        """Where a module's record stands."""
        return f"{RECORDS}/{module_id}.yaml"

    def locate(self, place: Place, key: bool = False) -> Span:
        """Where a place stands in its file."""
        if place.span:
            return place.span
        file = self.files.get(place.path)
        return file.locate(place.route, key) if file else Span(place.path, 1, 1, 1, 1)

    def diagnose(self, kind: Kind, problem: Problem) -> Diagnostic:
        """A rule's problem with its exact place, at the severity that the course gives it."""
        wanted = self.config.audit.severities.get(kind.code, kind.severity)
        return Diagnostic(
            kind=kind, severity=wanted, span=self.locate(problem.where), message=problem.message,
            help=problem.help, place=route_text(problem.where.route),
            related=tuple(Related(self.locate(place), words) for place, words in problem.related),
        )


def _no_outline(slug: str) -> Outline:
    raise KeyError(slug)
