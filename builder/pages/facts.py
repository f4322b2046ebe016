"""What pages show of the course besides a lesson's own text: each page's facts, gathered for it alone.

A page depends on its facts and on nothing else of the course, so a change elsewhere that no fact shows leaves it
as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from builder.course import Course
from builder.ledger.facts import facts_of
from builder.ledger.state import LessonState
from builder.models.base import Status
from builder.models.course import Module
from builder.outlines import Outline
from builder.pages.markup import plain
from builder.pages.sheet import Target
from builder.rules.views import cited, positions

REVIEWS, WAITING = "reviews.html", "waiting.html"
"""The pages of all reviews and of what waits for one; they stand beside the folder, for lessons may have such names."""

_MARKS = {LessonState.DRAFTED: "draft", LessonState.IN_REVIEW: "draft, in review",
          LessonState.STALE: "changed since its review"}

_MENTION = re.compile(r"\b(?:lesson|concept|module):[\w.#-]+")
_CONCEPT = re.compile(r"\{concept\}`([^`|]+)")


class Site(Struct, frozen=True):
    """What every page shows: the course's name and address."""

    title: str
    description: str
    language: str
    url: str | None

    def address(self, path: str) -> str | None:
        """The published address of a page; None for a course that has none."""
        return f"{self.url.rstrip('/')}/{path.removesuffix('index.html')}" if self.url else None


class Entry(Struct, frozen=True):
    """A lesson as other pages name it; a path is None until there is a text, a plan or a review.

    `mark` says that a text is a draft: one that has not passed its review as it stands.
    """

    slug: str
    title: str
    path: str | None
    plan: str | None = None
    ledger: str | None = None
    load: str = ""
    kinds: tuple[str, ...] = ()
    description: str = ""
    mark: str = ""

    @property
    def target(self) -> Target:
        """Where the lesson's name leads: to its page, else to its plan, else nowhere."""
        return Target(self.path or self.plan or "", self.title)


class Contents(Struct, frozen=True):
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


class Need(Struct, frozen=True):
    """A concept that a lesson needs, how deep, and where the student has it from."""

    concept: str
    path: str | None
    required: str
    teacher: Entry | None
    source: str
    status: str


class Frame(Struct, frozen=True):
    """What surrounds a lesson's text."""

    entry: Entry
    module: Target
    number: int
    of: int
    previous: Entry | None
    next: Entry | None
    needs: tuple[Need, ...]
    objective: str


class Use(Struct, frozen=True):
    """A lesson that teaches or needs a concept, and how deep."""

    entry: Entry
    depth: str


class ConceptFacts(Struct, frozen=True):
    """A concept: what it is, who teaches it, who needs it, and whether the student brings it along."""

    id: str
    name: str
    path: str
    summary: str
    aliases: tuple[str, ...]
    taught: tuple[Use, ...]
    needed: tuple[Use, ...]
    assumed: str


class Listed(Struct, frozen=True):
    """A concept as the index of concepts lists it, with the greatest depth that any lesson takes it to."""

    name: str
    path: str
    deepest: str


def site(course: Course) -> Site:
    """What every page shows."""
    config = course.config
    return Site(config.title, config.description, config.language, config.url)


def entry(course: Course, slug: str) -> Entry:
    """A lesson as other pages name it."""
    known = course.outlines.get(slug) or Outline(slug, slug.replace("-", " ").capitalize())
    taught = slug in course.knowledge.order
    return Entry(
        slug, known.title, lesson_path(slug) if known.text and taught else None,
        plan_path(slug) if known.plan and taught else None,
        ledger_path(slug) if taught and facts_of(known.review).rounds else None,
        known.load.capitalize(), known.kinds, described(known),
        _MARKS.get(facts_of(known.review).lesson_state, "") if known.text else "",
    )


def described(known: Outline) -> str:
    """A lesson in a sentence: its text's own, else what its plan says that it teaches."""
    return known.description or plain(known.target)


def contents(course: Course, module: Module, lessons: bool = True) -> Contents:
    """A module with its lessons, or without."""
    record = course.records.get(module.id)
    titles = {other.id: other.title for other in course.config.modules}
    return Contents(
        id=module.id, title=module.title, path=module_path(module.id),
        record=record_path(module.id) if record else None, summary=module.summary or "",
        goal=(record.goal or "") if record else "", status=_status(course, module) if lessons else "",
        after=tuple(Target(module_path(other), titles.get(other, other)) for other in module.after),
        lessons=tuple(entry(course, slug) for slug in module.lessons) if lessons else (),
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


def ledger_path(slug: str) -> str:
    """The page of a lesson's reviews."""
    return f"reviews/{slug}.html"


def module_ledger_path(module_id: str) -> str:
    """The page of the reviews of a module."""
    return f"reviews/modules/{module_id}.html"


def _status(course: Course, module: Module) -> str:
    """How many of a module's lessons can be read."""
    known = [course.outlines.get(slug) for slug in module.lessons]
    written = sum(1 for one in known if one and one.text)
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


def concept_facts(course: Course, concept_id: str) -> ConceptFacts:
    """What the page of a concept shows."""
    concept, knowledge = course.concepts[concept_id], course.knowledge
    teachings = knowledge.teachings.get(concept_id, ())
    return ConceptFacts(
        concept_id, concept.name, concept_path(concept_id), concept.summary, concept.aliases,
        taught=tuple(Use(entry(course, t.lesson), t.depth.lower()) for t in teachings if t.lesson),
        needed=tuple(Use(entry(course, slug), depth.lower()) for slug, depth in knowledge.needed.get(concept_id, ())),
        assumed=next((f"{t.depth.lower()} ({t.source})" for t in teachings if not t.lesson), ""),
    )


def concept_list(course: Course) -> tuple[Listed, ...]:
    """All concepts, by name."""
    known = sorted(course.concepts.items(), key=lambda item: (item[1].name.lower(), item[0]))
    return tuple(Listed(concept.name, concept_path(concept_id), _deepest(course, concept_id))
                 for concept_id, concept in known)


def _deepest(course: Course, concept: str) -> str:
    """The greatest depth that any lesson takes a concept to."""
    taught = (entry.depth for entry in course.knowledge.teachings.get(concept, ()) if entry.lesson)
    deepest = max(taught, key=lambda depth: depth.level, default=None)
    return deepest.lower() if deepest else ""


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
    known = course.outlines.get(name) if kind == "lesson" else None
    if known is None or not known.text or name not in course.knowledge.order:
        return None
    return _in_lesson(known, section)


def _cited(course: Course, words: str) -> Target | None:
    """The lesson that words cite: under its title where they are its slug alone, else under the words."""
    found = cited(words)
    if not found or not found.inside(course) or found.slug not in course.outlines:
        return None
    goal = entry(course, found.slug).target
    return Target(goal.path, goal.title if words == found.slug else words)


def _in_lesson(known: Outline, section: str) -> Target:
    path, title = lesson_path(known.slug), known.title_of(section)
    return Target(path, known.title) if title is None else Target(f"{path}#{section}", title)
