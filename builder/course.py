"""A course, loaded: every file read once, every value with its place, every fault kept."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from builder.diagnostics import Diagnostic, Kind, Place, Problem, Related, Span, route_text
from builder.knowledge import COURSE_FILE, Knowledge, gather
from builder.models.concepts import Concept, ConceptsFile
from builder.models.course import CourseFile, Module
from builder.models.figures import FiguresFile, FigureSpec
from builder.models.lessons import FrontMatter, Lesson, Parsed
from builder.models.plans import Plan
from builder.models.records import Record
from builder.models.reviews import Review
from builder.models.validation import validate
from builder.parsed import ParsedFiles, digest_of, text_facts, text_of
from builder.pausing import without_collecting
from builder.source import yaml
from builder.source.faults import EMPTY_FILE, Fault
from builder.source.yaml import YamlFile

CONCEPTS_FILE = "curriculum/concepts.yaml"
RECORDS = "curriculum/records"
LESSONS = "lessons"
FIGURES_FILE = "figures/figures.yaml"

ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True)
class LessonFolder:
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
        return Place(f"{self.path}/plan.yaml", route)


@dataclass(frozen=True)
class Course:
    """A course as its files state it.

    Attributes:
        root: the course's folder.
        config: `curriculum/course.yaml`.
        concepts: every concept by id.
        records: the modules' records by module id.
        lessons: every lesson folder by slug.
        figures: the figures' specs by id.
        order: the slugs in teaching order.
        knowledge: who teaches what, and what the student has where.
        files: the YAML files by path, for the places of their values.
        unread: the YAML files that did not fit their schema, and the texts without a word, so that nothing in them is
            known.
    """

    root: Path
    config: CourseFile
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    lessons: Mapping[str, LessonFolder] = field(default_factory=dict)
    figures: Mapping[str, FigureSpec] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    knowledge: Knowledge = field(default_factory=lambda: Knowledge({}, {}))
    files: Mapping[str, YamlFile] = field(default_factory=dict, repr=False)
    unread: frozenset[str] = frozenset()

    def module_of(self, slug: str) -> Module | None:
        """The module that lists a lesson."""
        return next((module for module in self.config.modules if slug in module.lessons), None)

    def taught_lessons(self) -> Iterator[LessonFolder]:
        """The lessons in teaching order, as far as they have a folder."""
        return (self.lessons[slug] for slug in self.order if slug in self.lessons)

    def parts(self, size: int) -> Iterator[Course]:
        """The course with a few of its lessons at a time; all else, and what it knows, is the whole course's."""
        slugs, at = list(self.lessons), self.knowledge.order
        for start in range(0, len(slugs), size):
            some = slugs[start:start + size]
            order = sorted((slug for slug in some if slug in at), key=at.__getitem__)
            yield replace(self, lessons={slug: self.lessons[slug] for slug in some}, order=tuple(order))

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


@without_collecting
def load(root: Path, cache: Path | None = None) -> tuple[Course, list[Diagnostic]]:
    """Read a course and all that is wrong with its files as files.

    A file that cannot be read as its schema wants is left out, with its faults; the rest is loaded all the same,
    so that one run shows everything.

    Args:
        root: the course's folder.
        cache: a folder that keeps what unchanged files say from one run to the next; with it, texts keep no tokens
            and are parsed again where these are asked for.

    Raises:
        NoCourse: if `root` holds no `curriculum/course.yaml`.
    """
    if not (root / COURSE_FILE).is_file():
        raise NoCourse(f"no course in {root}: it holds no {COURSE_FILE}")
    reader = _Reader(root, ParsedFiles(cache))
    config = reader.yaml(COURSE_FILE, CourseFile) or CourseFile.model_construct(title="", description="", modules=())
    concepts = reader.yaml(CONCEPTS_FILE, ConceptsFile)
    figures = reader.yaml(FIGURES_FILE, FiguresFile)
    lessons = {slug: reader.lesson(slug) for slug in reader.lesson_slugs()}
    records = {path: record for path in reader.paths(RECORDS, ".yaml") if (record := reader.yaml(path, Record))}
    order = tuple(dict.fromkeys(slug for module in config.modules for slug in module.lessons))
    plans = {slug: folder.plan for slug, folder in lessons.items() if folder.plan}
    course = Course(
        root=root, config=config, concepts=concepts.concepts if concepts else {}, lessons=lessons, order=order,
        records={Path(path).stem: record for path, record in records.items()},
        figures=figures.figures if figures else {}, files=reader.files, unread=frozenset(reader.unread),
        knowledge=gather(order, plans, records.items(), config.assumes),
    )
    reader.parsed.save()
    return course, [_diagnostic(fault) for fault in reader.faults]


def _diagnostic(fault: Fault) -> Diagnostic:
    related = tuple(Related(span, words) for span, words in fault.related)
    return Diagnostic(fault.kind, fault.kind.severity, fault.span, fault.message, fault.help, related)


class _Reader:
    """Reads the files of one course and gathers their faults."""

    def __init__(self, root: Path, parsed: ParsedFiles) -> None:
        self.root = root
        self.parsed = parsed
        self.files: dict[str, YamlFile] = {}
        self.faults: list[Fault] = []
        self.unread: set[str] = set()

    def paths(self, folder: str, suffix: str) -> list[str]:
        """The paths of a folder's files with a suffix, in order."""
        try:
            names = sorted(os.listdir(f"{self.root}/{folder}"))
        except (FileNotFoundError, NotADirectoryError):
            return []
        return [f"{folder}/{name}" for name in names if name.endswith(suffix) and not name.startswith(".")]

    def bytes_of(self, path: str) -> bytes | None:
        """A file's bytes; None if there is no such file."""
        try:
            with open(f"{self.root}/{path}", "rb") as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def yaml(self, path: str, model: type[ModelT]) -> ModelT | None:
        """A YAML file as a model; None if it is not there or does not fit."""
        data = self.bytes_of(path)
        if data is None:
            return None
        digest = digest_of(data) if self.parsed.keeps and model is not FiguresFile else ""
        if digest and (says := self.parsed.get(path, digest)):
            self.files[path] = YamlFile(path, data)
            return model.model_validate_json(says)
        file = self.files[path] = yaml.read(path, data)
        value, faults = validate(file, model)
        self.faults.extend(faults)
        if value is None:
            self.unread.add(path)
        elif digest and not faults:
            self.parsed.put(path, digest, file.data())
        return value

    def lesson_slugs(self) -> list[str]:
        """The names of the lesson folders, in order."""
        if not (self.root / LESSONS).is_dir():
            return []
        return sorted(entry.name for entry in os.scandir(self.root / LESSONS)
                      if entry.is_dir() and not entry.name.startswith((".", "_")))

    def lesson(self, slug: str) -> LessonFolder:
        """All that a lesson's folder holds."""
        folder = f"{LESSONS}/{slug}"
        reviews = [(path, self.yaml(path, Review)) for path in self.paths(f"{folder}/reviews", ".yaml")]
        return LessonFolder(
            slug=slug,
            plan=self.yaml(f"{folder}/plan.yaml", Plan),
            text=self.markdown(f"{folder}/lesson.md"),
            notebook=self.markdown(f"{folder}/notebook.md"),
            reviews=tuple((path, review) for path, review in reviews if review),
        )

    def markdown(self, path: str) -> Lesson | None:
        """A Markdown file as a lesson's text; None if it is not there."""
        data = self.bytes_of(path)
        if data is None:
            return None
        digest = digest_of(data) if self.parsed.keeps else ""
        if digest and (says := self.parsed.get(path, digest)):
            return text_of(path, json.loads(says), lambda: _tokens(path, data))
        lesson, faults = parse_text(path, data)
        self.faults.extend(faults)
        if any(fault.kind is EMPTY_FILE for fault in faults):
            self.unread.add(path)
            return None
        if not digest:
            return lesson
        facts = text_facts(lesson)
        if not faults:
            self.parsed.put(path, digest, facts)
        return text_of(path, facts, lambda: _tokens(path, data))


def parse_text(path: str, data: bytes) -> tuple[Lesson, list[Fault]]:
    """A Markdown file as a lesson's text, and what is wrong with it."""
    from builder.models.reading import front_matter, read_lesson
    from builder.source.markdown import read

    file = read(path, data)
    text, line = front_matter(file)
    value, found = validate(yaml.read(path, text.encode(), line), FrontMatter) if text.strip() else (None, [])
    meta = {key: str(item) for key, item in value.model_dump(exclude_none=True).items()} if value else {}
    lesson, faults = read_lesson(file, meta)
    return lesson, [*found, *file.faults, *faults]


def _tokens(path: str, data: bytes) -> Parsed:
    lesson, _ = parse_text(path, data)
    return Parsed(lesson.tokens, lesson.env)
