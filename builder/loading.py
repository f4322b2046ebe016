"""A course's files read: each once, every fault kept, and what they say put on a shelf for the next run."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from msgspec import json
from pydantic import BaseModel

from builder.course import CONCEPTS_FILE, FIGURES_FILE, LESSONS, PLAN, RECORDS, Course, LessonFolder
from builder.diagnostics import Diagnostic, Related
from builder.knowledge import gather, keep_knowledge, kept_knowledge
from builder.lazily import Lazily
from builder.models.concepts import Concept, ConceptsFile
from builder.models.course import CourseFile
from builder.models.figures import FiguresFile
from builder.models.lessons import FrontMatter, Lesson, Parsed
from builder.models.plans import Plan
from builder.models.records import Record
from builder.models.reviews import Review
from builder.models.texts import text_facts, text_of
from builder.models.validation import validate
from builder.outlines import Outline, Outlines, outlines
from builder.pausing import without_collecting
from builder.roots import COURSE_FILE, NoCourse
from builder.shelf import Shelf, digest_of, sync
from builder.source import yaml
from builder.source.faults import EMPTY_FILE, Fault
from builder.source.yaml import YamlFile

ModelT = TypeVar("ModelT", bound=BaseModel)


@without_collecting
def load(root: Path, cache: Path | None = None) -> tuple[Course, list[Diagnostic]]:
    """Read a course and all that is wrong with its files as files.

    Args:
        root: the course's folder.
        cache: a folder that keeps what unchanged files say from one run to the next.

    Raises:
        NoCourse: if `root` holds no `curriculum/course.yaml`.
    """
    shelf = Shelf(cache)
    course, found = load_from(root, shelf)
    shelf.commit()
    return course, found


def load_from(root: Path, shelf: Shelf) -> tuple[Course, list[Diagnostic]]:
    """Read a course, as `load` does, with what a shelf has of it.

    A file that cannot be read as its schema wants is left out, with its faults; the rest is loaded all the same,
    so that one run shows everything.

    Raises:
        NoCourse: if `root` holds no `curriculum/course.yaml`.
    """
    if not (root / COURSE_FILE).is_file():
        raise NoCourse(f"no course in {root}: it holds no {COURSE_FILE}")
    reader = _Reader(root, shelf)
    config = reader.yaml(COURSE_FILE, CourseFile) or CourseFile.model_construct(title="", description="", modules=())
    concepts = reader.yaml(CONCEPTS_FILE, ConceptsFile)
    figures = reader.yaml(FIGURES_FILE, FiguresFile)
    lessons, seen = reader.lessons(), reader.outlines()
    records = reader.records()
    order = tuple(dict.fromkeys(slug for module in config.modules for slug in module.lessons))
    paths = ((f"{RECORDS}/{module}.yaml", record) for module, record in records.items())
    sync(shelf, "facts", reader.digests)
    course = Course(
        root=root, config=config, concepts=concepts.concepts if concepts else {}, lessons=lessons, order=order,
        outlines=seen, records=records, figures=figures.figures if figures else {}, files=reader.files(),
        digests=reader.digests,
        unread=frozenset(reader.unread), knowledge=gather(order, seen, paths, config.assumes),
    )
    return course, [_diagnostic(fault) for fault in reader.faults]


def reopen(
    root: Path, shelf: Shelf, digests: Mapping[str, str], edited: Sequence[str]
) -> tuple[Course, list[Diagnostic]]:
    """A course of which nothing has changed but some texts and plans.

    What was known of the course when it was last read stands on the shelf; nothing is read but what is asked for, and
    the edited files.

    Args:
        root: the course's folder.
        shelf: where `keep_known` has put what is known.
        digests: the digests of all files of the course as they are now, by path.
        edited: the paths of the texts and plans that have changed.

    Returns:
        The course, and the faults of the edited files as files.
    """
    reader = _Reader(root, shelf, {path: digest for path, digest in digests.items() if _is_read(path)})
    reader.unread.update(json.decode(shelf.get("known", "unread") or b"[]"))
    for path in edited:
        reader.look_again(path)
    config = reader.kept_model(COURSE_FILE, CourseFile)
    order = tuple(dict.fromkeys(slug for module in config.modules for slug in module.lessons))
    changed = {slug: reader.lesson(slug).outline for slug in dict.fromkeys(path.split("/")[1] for path in edited)}
    course = Course(
        root=root, config=config, concepts=reader.concepts(), lessons=Lazily(reader.slugs, reader.lesson), order=order,
        outlines=outlines(reader.slugs, lambda slug: changed.get(slug) or reader.outline(slug)),
        records=reader.kept_records(), files=reader.files(), digests=reader.digests, unread=frozenset(reader.unread),
        figures=figures.figures if (figures := reader.yaml(FIGURES_FILE, FiguresFile)) else {},
        knowledge=kept_knowledge(shelf, order),
    )
    return course, [_diagnostic(fault) for fault in reader.faults]


def keep_known(course: Course, shelf: Shelf) -> None:
    """Put on the shelf what a course knows, for `reopen`."""
    shelf.put("known", "unread", "", json.encode(sorted(course.unread)))
    keep_knowledge(course.knowledge, shelf)


def _is_read(path: str) -> bool:
    """Whether a file of the course's folders is one that says something of the course."""
    parts = path.split("/")
    if parts[0] == LESSONS and len(parts) > 2 and not parts[1].startswith("_"):
        return parts[2] in (PLAN, "lesson.md", "notebook.md") or (
            parts[2] == "reviews" and len(parts) == 4 and path.endswith(".yaml"))
    in_records = len(parts) == 3 and path.startswith(f"{RECORDS}/") and path.endswith(".yaml")
    return path in (COURSE_FILE, CONCEPTS_FILE, FIGURES_FILE) or in_records


def outline_digests(digests: Mapping[str, str], slugs: Sequence[str]) -> dict[str, str]:
    """What the outlines of lessons are made from: the digests of their files."""
    files: dict[str, list[str]] = {slug: [] for slug in slugs}
    for path in digests:
        folder, _, rest = path.partition("/")
        if folder == LESSONS and (slug := rest.partition("/")[0]) in files:
            files[slug].append(f"{path} {digests[path]}\n")
    return {slug: digest_of("".join(sorted(lines)).encode()) for slug, lines in files.items()}


def _diagnostic(fault: Fault) -> Diagnostic:
    related = tuple(Related(span, words) for span, words in fault.related)
    return Diagnostic(fault.kind, fault.kind.severity, fault.span, fault.message, fault.help, related)


class _Reader:
    """Reads the files of one course, gathers their faults and puts on the shelf what they say."""

    def __init__(self, root: Path, shelf: Shelf, digests: dict[str, str] | None = None) -> None:
        self.root = root
        self.shelf = shelf
        self.digests = digests if digests is not None else {}
        self.known: Mapping[str, str | None] = shelf.digests("facts") if digests is None else {}
        self.held: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self.unread: set[str] = set()
        self.slugs = self._lesson_slugs()

    def reviews(self, slug: str) -> list[str]:
        """The paths of a lesson's reviews, in order."""
        return self.paths(f"{LESSONS}/{slug}/reviews", ".yaml")

    def paths(self, folder: str, suffix: str) -> list[str]:
        """The paths of a folder's files with a suffix, in order."""
        try:
            names = sorted(os.listdir(f"{self.root}/{folder}"))
        except (FileNotFoundError, NotADirectoryError):
            return []
        return [f"{folder}/{name}" for name in names if name.endswith(suffix) and not name.startswith(".")]

    def _lesson_slugs(self) -> list[str]:
        """The names of the lesson folders, in order."""
        if not (self.root / LESSONS).is_dir():
            return []
        return sorted(entry.name for entry in os.scandir(self.root / LESSONS)
                      if entry.is_dir() and not entry.name.startswith((".", "_")))

    def bytes_of(self, path: str) -> bytes | None:
        """A file's bytes; None if there is no such file."""
        try:
            with open(f"{self.root}/{path}", "rb") as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    # ---- what the course is made of

    def lessons(self) -> Lazily[LessonFolder]:
        """All lesson folders."""
        for slug in self.slugs:
            self._look(f"{LESSONS}/{slug}/{PLAN}", Plan)
            self._look(f"{LESSONS}/{slug}/lesson.md", None)
            self._look(f"{LESSONS}/{slug}/notebook.md", None)
            for path in self.reviews(slug):
                self._look(path, Review)
        return Lazily(self.slugs, self.lesson)

    def records(self) -> Lazily[Record]:
        """The records that can be read, by module."""
        for path in self.paths(RECORDS, ".yaml"):
            self._look(path, Record)
        return self.kept_records()

    def kept_records(self) -> Lazily[Record]:
        """The records that could be read, by module."""
        found = {Path(path).stem: path for path in self.paths(RECORDS, ".yaml") if self._there(path)}
        return Lazily(list(found), lambda module: self.kept_model(found[module], Record), keep=50)

    def concepts(self) -> Mapping[str, Concept]:
        """The concepts that could be read, by id; each is made when it is asked for."""
        says = self.shelf.get("facts", CONCEPTS_FILE) if self._there(CONCEPTS_FILE) else None
        if says is None:
            found = self.yaml(CONCEPTS_FILE, ConceptsFile)
            return found.concepts if found else {}
        stated: dict[str, Any] = json.decode(says).get("concepts") or {}
        return Lazily(list(stated), lambda name: Concept.model_validate(stated[name]))

    def outlines(self) -> Outlines:
        """The lessons as others see them; those of lessons that did not change are on the shelf."""
        made_of = outline_digests(self.digests, self.slugs)
        known = self.shelf.digests("outline")
        for slug in self.slugs:
            if known.get(slug) != made_of[slug]:
                self.shelf.put("outline", slug, made_of[slug], self.lesson(slug).outline.to_json())
        sync(self.shelf, "outline", made_of)
        return outlines(self.slugs, self.outline)

    def outline(self, slug: str) -> Outline:
        """A lesson as others see it."""
        says = self.shelf.get("outline", slug)
        return Outline.from_json(says) if says else self.lesson(slug).outline

    def files(self) -> Lazily[YamlFile]:
        """The YAML files, read again where a place in them is asked for."""
        return Lazily([path for path in self.digests if path.endswith(".yaml")],
                      lambda path: YamlFile(path, self.bytes_of(path) or b""), keep=50)

    def lesson(self, slug: str) -> LessonFolder:
        """All that a lesson's folder holds."""
        folder = f"{LESSONS}/{slug}"
        return LessonFolder(
            slug=slug,
            plan=self._model(f"{folder}/{PLAN}", Plan),
            text=self._text(f"{folder}/lesson.md"),
            notebook=self._text(f"{folder}/notebook.md"),
            reviews=tuple((path, review) for path in self.reviews(slug) if (review := self._model(path, Review))),
        )

    # ---- one file

    def yaml(self, path: str, model: type[ModelT]) -> ModelT | None:
        """A YAML file as a model; None if it is not there or does not fit."""
        self._look(path, model)
        return self._model(path, model)

    def look_again(self, path: str) -> None:
        """Read a text or a plan that has changed."""
        self.unread.discard(path)
        self.known = {path: self.shelf.digest("facts", path)}
        self._look(path, Plan if path.endswith(PLAN) else None)

    def _look(self, path: str, model: type[BaseModel] | None) -> None:
        """Read a file, if it is there, unless the shelf has what it says; what has faults is held by itself."""
        data = self.bytes_of(path)
        if data is None:
            return
        digest = self.digests[path] = digest_of(data)
        if self.known.get(path) == digest and model is not FiguresFile:
            return
        before = len(self.faults)
        value, says = self._read_yaml(path, data, model) if model else self._read_text(path, data)
        if value is None:
            self.unread.add(path)
        if value is None or len(self.faults) > before or model is FiguresFile:
            self.held[path] = value
        else:
            self.shelf.put("facts", path, digest, says)

    def _read_yaml(self, path: str, data: bytes, model: type[ModelT]) -> tuple[ModelT | None, bytes]:
        file = yaml.read(path, data)
        value, faults = validate(file, model)
        self.faults.extend(faults)
        return value, json.encode(file.data(), enc_hook=str) if value is not None else b""

    def _read_text(self, path: str, data: bytes) -> tuple[Lesson | None, bytes]:
        lesson, faults = parse_text(path, data)
        self.faults.extend(faults)
        if any(fault.kind is EMPTY_FILE for fault in faults):
            return None, b""
        facts = text_facts(lesson)
        return text_of(path, facts, lambda: _tokens(path, data)), facts

    def _there(self, path: str) -> bool:
        return path in self.digests and path not in self.unread

    def _model(self, path: str, model: type[ModelT]) -> ModelT | None:
        return self.kept_model(path, model) if self._there(path) else None

    def kept_model(self, path: str, model: type[ModelT]) -> ModelT:
        """What a YAML file says."""
        if path not in self.held:
            says = self.shelf.get("facts", path, self.digests[path])
            if says is not None:
                return model.model_validate_json(says)
            self.held[path] = self._read_yaml(path, self.bytes_of(path) or b"", model)[0]
        value: ModelT = self.held[path]
        return value

    def _text(self, path: str) -> Lesson | None:
        """What a Markdown file says."""
        if not self._there(path):
            return None
        if path not in self.held:
            says = self.shelf.get("facts", path, self.digests[path])
            if says is not None:
                return text_of(path, says, lambda: _tokens(path, self.bytes_of(path) or b""))
            self.held[path] = self._read_text(path, self.bytes_of(path) or b"")[0]
        text: Lesson = self.held[path]
        return text


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
