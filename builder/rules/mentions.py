"""Which concepts the course's files name, and which of them `concepts.yaml` does not know."""

from __future__ import annotations

from collections.abc import Container, Iterator

from builder.course import CONCEPTS_FILE, Course
from builder.diagnostics import Place, Route
from builder.models.lessons import Lesson
from builder.models.plans import Plan
from builder.roots import COURSE_FILE
from builder.rules.survey import survey
from builder.rules.views import shared


@shared
def named_concepts(course: Course) -> frozenset[str]:
    """The ids under which any file names a concept, right ones and wrong ones."""
    found = {entry.concept for entry in course.config.assumes}
    found.update(row.concept for record in course.records.values() for row in record.concepts if row.concept)
    return frozenset(found | survey(course).concepts)


@shared
def unknown_concepts(course: Course) -> tuple[tuple[Place, str], ...]:
    """Every mention of an id that no concept has, with its place."""
    return tuple(_unknown(course))


def _unknown(course: Course) -> Iterator[tuple[Place, str]]:
    known = course.concepts
    for n, entry in enumerate(course.config.assumes):
        if entry.concept not in known:
            yield Place(COURSE_FILE, ("assumes", n, "concept")), entry.concept
    for concept, value in known.items():
        for n, other in enumerate(value.homonyms):
            if other not in known:
                yield Place(CONCEPTS_FILE, ("concepts", concept, "homonyms", n)), other
    for module_id, record in course.records.items():
        for n, row in enumerate(record.concepts):
            if row.concept and row.concept not in known:
                yield Place(course.record_path(module_id), ("concepts", n, "concept")), row.concept
    for slug in sorted(survey(course).strangers):
        folder = course.lessons[slug]
        for route, concept in _unknown_in_plan(folder.plan, known) if folder.plan else ():
            yield folder.plan_place(*route), concept
        for place, concept in _text_concepts(folder.text) if folder.text else ():
            if concept not in known:
                yield place, concept


def _unknown_in_plan(plan: Plan, known: Container[str]) -> Iterator[tuple[Route, str]]:
    """Every mention in a plan of an id that no concept has."""
    for name in ("knows", "prerequisites", "misconceptions", "gaps", "depths"):
        for n, row in enumerate(getattr(plan, name)):
            if row.concept and row.concept not in known:
                yield (name, n, "concept"), row.concept
            for k, other in enumerate(getattr(row, "also", ())):
                if other not in known:
                    yield (name, n, "also", k), other
    for n, connection in enumerate(plan.connections):
        for key in ("old_concept", "new_concept"):
            concept = getattr(connection, key)
            if concept and concept not in known:
                yield ("connections", n, key), concept
    for n, item in enumerate(plan.scope.excludes if plan.scope else ()):
        if item.concept and item.concept not in known:
            yield ("scope", "excludes", n, "concept"), item.concept
    for n, new in enumerate(plan.load_assessment.new_concepts if plan.load_assessment else ()):
        if new.concept and new.concept not in known:
            yield ("load_assessment", "new_concepts", n, "concept"), new.concept


def _text_concepts(text: Lesson) -> Iterator[tuple[Place, str]]:
    """Every mention of a concept in a text."""
    for option in ("teaches", "concept"):
        for concept, block in text.marks(option):
            yield block.place(option), concept
    for role in text.roles:
        if role.name == "concept":
            yield Place(role.span.path, span=role.span), role.content.split("|")[0].strip()
    for link in text.links:
        if link.target.startswith("concept:"):
            yield Place(link.span.path, span=link.span), link.target.removeprefix("concept:")
