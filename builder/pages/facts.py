"""What pages show of the course besides a lesson's own text: each page's facts, gathered for it alone.

A page depends on its facts and on nothing else of the course, so a change elsewhere that no fact shows leaves it
as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from builder.course import Course, LessonFolder
from builder.models.base import Depth, Status
from builder.models.course import Module
from builder.models.lessons import Lesson
from builder.pages.markup import plain
from builder.pages.sheet import Target
from builder.rules.views import cited, positions

_MENTION = re.compile(r"\b(?:lesson|concept|module):[\w.#-]+")
_CONCEPT = re.compile(r"\{concept\}`([^`|]+)")


@dataclass(frozen=True)
class Site:
    """What every page shows: the course's name and address."""

    title: str
    description: str
    language: str
    url: str | None

    def address(self, path: str) -> str | None:
        """The published address of a page; None for a course that has none."""
        return f"{self.url.rstrip('/')}/{path.removesuffix('index.html')}" if self.url else None


@dataclass(frozen=True)
class Entry:
    """A lesson as other pages name it; `path` is None until it has a text, `plan` until it has a plan."""

    slug: str
    title: str
    path: str | None
    plan: str | None = None
    load: str = ""
    kinds: tuple[str, ...] = ()
    description: str = ""

    @property
    def target(self) -> Target:
        """Where the lesson's name leads: to its page, else to its plan, else nowhere."""
        return Target(self.path or self.plan or "", self.title)


@dataclass(frozen=True)
class Contents:
    """A module as pages list it, with its lessons in teaching order."""

    id: str
    title: str
    path: str
    record: str | None
    summary: str
    goal: str
    status: str
    after: tuple[Target, ...]
    lessons: tuple[Entry, ...]


@dataclass(frozen=True)
class Need:
    """A concept that a lesson needs, how deep, and where the student has it from."""

    concept: str
    path: str | None
    required: str
    teacher: Entry | None
    source: str
    status: str


@dataclass(frozen=True)
class Frame:
    """What surrounds a lesson's text."""

    entry: Entry
    module: Target
    number: int
    of: int
    previous: Entry | None
    next: Entry | None
    needs: tuple[Need, ...]
    objective: str


@dataclass(frozen=True)
class Use:
    """A lesson that teaches or needs a concept, and how deep."""

    entry: Entry
    depth: str


@dataclass(frozen=True)
class ConceptFacts:
    """A concept: what it is, who teaches it, who needs it, and whether the student brings it along."""

    id: str
    name: str
    path: str
    summary: str
    aliases: tuple[str, ...]
    taught: tuple[Use, ...]
    needed: tuple[Use, ...]
    assumed: str

    @property
    def deepest(self) -> str:
        """The greatest depth that any lesson takes the concept to."""
        levels = [Depth(use.depth.upper()) for use in self.taught]
        return max(levels, key=lambda depth: depth.level).lower() if levels else ""


def site(course: Course) -> Site:
    """What every page shows."""
    config = course.config
    return Site(config.title, config.description, config.language, config.url)


def entry(course: Course, slug: str) -> Entry:
    """A lesson as other pages name it."""
    folder = course.lessons.get(slug) or LessonFolder(slug)
    plan, taught = folder.plan, slug in course.knowledge.order
    return Entry(
        slug, folder.title, lesson_path(slug) if folder.text and taught else None,
        plan_path(slug) if plan and taught else None,
        plan.load.capitalize() if plan and plan.load else "", plan.kinds if plan else (), described(folder),
    )


def described(folder: LessonFolder) -> str:
    """A lesson in a sentence: its text's own, else what its plan says that it teaches."""
    if folder.text and folder.text.meta.get("description"):
        return folder.text.meta["description"]
    return plain(folder.plan.target) if folder.plan and folder.plan.target else ""


def contents(course: Course, module: Module) -> Contents:
    """A module with its lessons."""
    record = course.records.get(module.id)
    titles = {other.id: other.title for other in course.config.modules}
    return Contents(
        id=module.id, title=module.title, path=module_path(module.id),
        record=record_path(module.id) if record else None, summary=module.summary or "",
        goal=(record.goal or "") if record else "", status=_status(course, module),
        after=tuple(Target(module_path(other), titles.get(other, other)) for other in module.after),
        lessons=tuple(entry(course, slug) for slug in module.lessons),
    )


def module_path(module_id: str) -> str:
    """The page of a module."""
    return f"modules/{module_id}.html"


def lesson_path(slug: str) -> str:
    """The page of a lesson."""
    return f"lessons/{slug}.html"


def plan_path(slug: str) -> str:
    """The page of a lesson's plan."""
    return f"plans/{slug}.html"


def record_path(module_id: str) -> str:
    """The page of a module's record."""
    return f"records/{module_id}.html"


def _status(course: Course, module: Module) -> str:
    """How many of a module's lessons can be read."""
    written = sum(1 for slug in module.lessons if slug in course.lessons and course.lessons[slug].text)
    return "complete" if written == len(module.lessons) else f"{written} of {len(module.lessons)} lessons written"


def frame(course: Course, slug: str) -> Frame:
    """What surrounds a lesson's text."""
    position = positions(course).get(slug)
    module, number = (position.module, position.number) if position else (None, 1)
    at = course.knowledge.order.get(slug, -1)
    plan = course.lessons[slug].plan
    return Frame(
        entry=entry(course, slug), number=number, of=len(module.lessons) if module else 1,
        module=Target(module_path(module.id), f"{module.id} {module.title}") if module else Target("index.html", ""),
        previous=entry(course, course.order[at - 1]) if at > 0 else None,
        next=entry(course, course.order[at + 1]) if 0 <= at < len(course.order) - 1 else None,
        needs=tuple(_needs(course, slug)), objective=(plan.target or "") if plan else "",
    )


def _needs(course: Course, slug: str) -> Iterator[Need]:
    """The prerequisites of a lesson as they stand, computed from what earlier lessons teach."""
    plan = course.lessons[slug].plan
    for row in plan.prerequisites if plan else ():
        if not (row.concept and row.required and row.concept in course.concepts):
            continue
        standing = course.knowledge.standing(row.concept, slug, row.required)
        actual = standing.actual
        yield Need(
            concept=course.concepts[row.concept].name, path=concept_path(row.concept), required=row.required.lower(),
            teacher=entry(course, actual.lesson) if actual and actual.lesson else None,
            source=actual.source if actual and not actual.lesson else "",
            status="" if standing.status is Status.OK else "brought up to this depth here",
        )


# ---- concepts


def concept_path(concept: str) -> str:
    """The page of a concept."""
    return f"concepts/{concept}.html"


def concept_facts(course: Course) -> Iterator[ConceptFacts]:
    """All concepts, by name."""
    needed = _needed(course)
    for concept_id, concept in sorted(course.concepts.items(), key=lambda item: item[1].name.lower()):
        teachings = course.knowledge.teachings.get(concept_id, ())
        yield ConceptFacts(
            concept_id, concept.name, concept_path(concept_id), concept.summary, concept.aliases,
            taught=tuple(Use(entry(course, t.lesson), t.depth.lower()) for t in teachings if t.lesson),
            needed=tuple(needed.get(concept_id, ())),
            assumed=next((f"{t.depth.lower()} ({t.source})" for t in teachings if not t.lesson), ""),
        )


def _needed(course: Course) -> dict[str, list[Use]]:
    """Which lessons need each concept, in teaching order."""
    needed: dict[str, list[Use]] = {}
    for folder in course.taught_lessons():
        for row in folder.plan.prerequisites if folder.plan else ():
            if row.concept and row.required:
                needed.setdefault(row.concept, []).append(Use(entry(course, folder.slug), row.required.lower()))
    return needed


# ---- links


def mentioned(words: Iterable[str]) -> set[str]:
    """The links to lessons, concepts and modules that stand in Markdown."""
    found: set[str] = set()
    for text in words:
        found.update(match.rstrip(".") for match in _MENTION.findall(text))
        found.update(f"concept:{name.strip()}" for name in _CONCEPT.findall(text))
    return found


def targets(course: Course, goals: Iterable[str]) -> dict[str, Target]:
    """Where links and names lead; those to pages that are not there are left out.

    Args:
        course: the course.
        goals: links as authors write them, `lesson:clouds#why`, and lessons as they cite them, `source:1.1 clouds`.
    """
    found = ((goal, _target(course, goal)) for goal in sorted(goals))
    return {goal: target for goal, target in found if target}


def _target(course: Course, goal: str) -> Target | None:
    kind, _, name = goal.partition(":")
    if kind == "source":
        return _cited(course, name)
    name, _, section = name.partition("#")
    if kind == "concept" and name in course.concepts:
        return Target(concept_path(name), course.concepts[name].name)
    if kind == "module":
        return next((Target(module_path(m.id), m.title) for m in course.config.modules if m.id == name), None)
    folder = course.lessons.get(name)
    if kind != "lesson" or folder is None or folder.text is None or name not in course.knowledge.order:
        return None
    return _in_lesson(folder, folder.text, section)


def _cited(course: Course, words: str) -> Target | None:
    """The lesson that words cite: under its title where they are its slug alone, else under the words."""
    found = cited(words)
    if not found or not found.inside(course) or found.slug not in course.lessons:
        return None
    goal = entry(course, found.slug).target
    return Target(goal.path, goal.title if words == found.slug else words)


def _in_lesson(folder: LessonFolder, lesson: Lesson, section: str) -> Target:
    path = lesson_path(folder.slug)
    found = lesson.section(section)
    return Target(f"{path}#{section}", found.title) if found else Target(path, folder.title)
