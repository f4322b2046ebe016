"""What the outlines of all lessons say together, gathered in one walk that keeps none of them."""

from __future__ import annotations

from builder.course import Course
from builder.models.base import Load
from builder.outlines import Outline
from builder.rules.views import shared


class Survey:
    """What rules about the whole course ask of its outlines.

    Attributes:
        concepts: the ids under which lessons name concepts, right ones and wrong ones.
        strangers: the lessons that name a concept which `concepts.yaml` does not know.
        figures: the ids of the figures that lessons show or take a number from, right ones and wrong ones.
        pointed: the ids of those that they link to.
        imagined: the lessons that show a figure, or take a number from one, which `figures.yaml` does not know.
        last_use: the place in teaching order of the last lesson that uses each concept.
        last_planned: that of the last lesson whose plan is finished; -1 where none is.
        loads: the loads that plans state, by lesson.
        written: the lessons that have a text.
    """

    def __init__(self, course: Course) -> None:
        self.concepts = set[str]()
        self.strangers = set[str]()
        self.figures = set[str]()
        self.pointed = set[str]()
        self.imagined = set[str]()
        self.last_use = dict[str, int]()
        self.last_planned = -1
        self.loads = dict[str, Load]()
        self.written = set[str]()
        for outline in course.outlines.values():
            self._see_names(course, outline)
            self._see_order(outline, course.knowledge.order.get(outline.slug, -1))

    def _see_names(self, course: Course, outline: Outline) -> None:
        self.concepts.update(outline.uses, outline.names)
        self.figures.update(outline.figures)
        self.pointed.update(outline.pointed)
        if not (course.concepts.keys() >= {*outline.uses, *outline.names}):
            self.strangers.add(outline.slug)
        if not (course.figures.keys() >= {*outline.figures}):
            self.imagined.add(outline.slug)

    def _see_order(self, outline: Outline, at: int) -> None:
        if outline.text:
            self.written.add(outline.slug)
        if outline.load:
            self.loads[outline.slug] = Load(outline.load)
        if outline.finished:
            self.last_planned = max(self.last_planned, at)
        for concept in outline.uses if at >= 0 else ():
            self.last_use[concept] = max(self.last_use.get(concept, -1), at)


@shared
def survey(course: Course) -> Survey:
    """What the outlines of a course say together."""
    return Survey(course)
