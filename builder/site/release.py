"""The course as it is published: with the lessons that have passed their review, and of the others the titles alone."""

from __future__ import annotations

from msgspec.structs import replace

from builder.course import Course
from builder.ledger.facts import facts_of
from builder.ledger.state import LessonState
from builder.outlines import Outline, outlines


def released(course: Course) -> Course:
    """The course in which no page knows more of a lesson that has not passed than that it is planned."""

    def outline(slug: str) -> Outline:
        known = course.outlines[slug]
        if facts_of(known.review).lesson_state is LessonState.PASSED:
            return known
        return replace(known, text=False, plan=False, notebook=False, sections=(), ids=(), review=())

    return replace(course, outlines=outlines(list(course.outlines), outline))


def held_back(course: Course) -> list[str]:
    """The lessons with a text that have not passed, in teaching order."""
    known = ((slug, course.outlines.get(slug)) for slug in course.order)
    return [slug for slug, one in known
            if one and one.text and facts_of(one.review).lesson_state is not LessonState.PASSED]
