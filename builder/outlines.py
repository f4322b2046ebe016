"""What the rest of a course may see of a lesson: its outline.

Whole-course rules and the pages of other lessons look at outlines alone.  So an edit that leaves a lesson's outline as
it was concerns nothing but that lesson, and a course of any size is judged without having all its texts at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from msgspec import Struct, json
from msgspec.structs import replace

from builder.lazily import Lazily
from builder.models.lessons import Lesson
from builder.models.plans import Plan

Rows = tuple[tuple[Any, ...], ...]


class Outline(Struct, frozen=True, array_like=True):
    """A lesson as the rest of the course sees it.

    Attributes:
        slug: the lesson.
        title: its title.
        text: whether it has a text.
        plan: whether it has a plan.
        notebook: whether it has a notebook.
        finished: whether its plan claims to be whole: it has its last part, the outline.
        description: what its text says of itself in a sentence, or "".
        target: what its plan says that it teaches, or "".
        load: its load as its plan states it, or "".
        kinds: the kinds of lesson that it is.
        sections: the ids and titles of its sections.
        ids: the other ids that links can lead to.
        widgets: the widgets that it shows.
        misconceptions: the ids of its misconceptions.
        uses: the concepts that plan and text build on.
        names: the other concepts that they name.
        figures: the figures that plan, text and notebook show or take a number from.
        pointed: the figures that they link to.
        needs: its prerequisites: concept, depth, the number of the row, and the number under `also` or -1.
        depths: what its plan takes to which depth: the number of the row, the concept, the depth, whether it has notes.
        settled: the concepts of which its plan says how their gaps are closed.
        review: what its reviews come to, as `builder.ledger.facts` reads it.
    """

    slug: str
    title: str
    text: bool = False
    plan: bool = False
    notebook: bool = False
    finished: bool = False
    description: str = ""
    target: str = ""
    load: str = ""
    kinds: tuple[str, ...] = ()
    sections: Rows = ()
    ids: tuple[str, ...] = ()
    widgets: tuple[str, ...] = ()
    misconceptions: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    pointed: tuple[str, ...] = ()
    needs: Rows = ()
    depths: Rows = ()
    settled: tuple[str, ...] = ()
    review: tuple[Any, ...] = ()

    @property
    def counted(self) -> tuple[object, ...]:
        """What rules about the whole course look at; the rest matters only to those that name the lesson."""
        return (self.text, self.plan, self.notebook, self.finished, self.load, self.misconceptions, self.uses,
                self.names, self.figures, self.pointed, self.needs, self.depths, self.settled, self.review[:1])

    @property
    def addresses(self) -> tuple[object, ...]:
        """What links to the lesson can lead to."""
        return self.text, [name for name, _ in self.sections], self.ids, self.widgets

    def title_of(self, section: str) -> str | None:
        """The title of a section; None where there is no such section."""
        return next((title for name, title in self.sections if name == section), None)

    def to_json(self) -> bytes:
        """The outline as JSON."""
        return json.encode(self)

    @classmethod
    def from_json(cls, says: bytes) -> Outline:
        """The outline that was written."""
        made = _decoder().decode(says)
        return replace(made, review=_frozen(made.review)) if made.review else made


class Outlines(Lazily[Outline]):
    """The outlines of a course by slug; it can be watched whose are looked at."""

    _watched: set[str] | None = None

    def __getitem__(self, name: str) -> Outline:
        if self._watched is not None:
            self._watched.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """The outline of a lesson; that there is none is looked at, too."""
        if self._watched is not None:
            self._watched.add(name)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        if self._watched is not None:
            self._watched.add(str(name))
        return super().__contains__(name)

    @contextmanager
    def watched(self) -> Iterator[set[str]]:
        """While this lasts, the slugs that are looked at are gathered in the set."""
        before, self._watched = self._watched, set()
        try:
            yield self._watched
        finally:
            self._watched = before


def outline_of(
    slug: str, title: str, plan: Plan | None, text: Lesson | None, notebook: Lesson | None, review: tuple[Any, ...] = ()
) -> Outline:
    """The outline of a lesson with these parts, and what its reviews come to."""
    uses, names = mentioned(plan, text)
    return Outline(
        slug=slug, title=title, text=text is not None, plan=plan is not None, notebook=notebook is not None,
        finished=plan is not None and bool(plan.outline),
        description=text.meta.get("description", "") if text else "",
        **(_of_plan(plan) if plan else {}),
        sections=tuple((section.id, section.title) for section in text.sections) if text else (),
        ids=tuple(sorted({block.options["id"] for block in text.blocks if block.options.get("id")} | {*text.ids}))
        if text else (),
        widgets=tuple(sorted({block.title for block in text.blocks if block.name == "widget"})) if text else (),
        uses=uses, names=names, figures=tuple(sorted({*_figures(plan, text, notebook)})),
        pointed=tuple(sorted({link.target.removeprefix("figure:") for one in (text, notebook) if one
                              for link in one.links if link.target.startswith("figure:")})),
        review=review,
    )


def _of_plan(plan: Plan) -> dict[str, Any]:
    return {
        "target": plan.target or "", "load": str(plan.load or ""), "kinds": plan.kinds,
        "misconceptions": tuple(entry.id for entry in plan.misconceptions), "needs": tuple(_needs(plan)),
        "depths": tuple((n, row.concept, str(row.depth), row.notes is not None) for n, row in enumerate(plan.depths)
                        if row.concept and row.depth),
        "settled": tuple(gap.concept for gap in plan.gaps if gap.concept),
    }


def _needs(plan: Plan) -> Iterator[tuple[str, str, int, int]]:
    for n, row in enumerate(plan.prerequisites):
        if row.concept and row.required:
            yield row.concept, str(row.required), n, -1
        for k, other in enumerate(row.also) if row.also and row.required else ():
            yield other, str(row.required), n, k


def mentioned(plan: Plan | None, text: Lesson | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of concepts in a plan and a text: those that they build on or teach, and all others."""
    used, others = set[str | None](), set[str | None]()
    if plan:
        for rows in (plan.prerequisites, plan.knows, plan.gaps, plan.depths):
            used.update([row.concept for row in rows])
        used.update([other for row in plan.prerequisites for other in row.also])
        used.update([other for row in plan.knows for other in row.also])
        used.update([entry.old_concept for entry in plan.connections])
        others.update([entry.new_concept for entry in plan.connections])
        others.update([entry.concept for entry in plan.misconceptions])
        others.update([item.concept for item in plan.scope.excludes] if plan.scope else ())
        others.update([new.concept for new in plan.load_assessment.new_concepts] if plan.load_assessment else ())
    if text:
        used.update(text.marked("concept"))
        used.update([role.content.split("|")[0].strip() for role in text.roles if role.name == "concept"])
        used.update([link.target.removeprefix("concept:") for link in text.links if link.target.startswith("concept:")])
        others.update(text.marked("teaches"))
    return tuple(sorted(filter(None, used))), tuple(sorted(filter(None, others)))


def _figures(plan: Plan | None, *texts: Lesson | None) -> Iterator[str]:
    for widget in plan.widgets if plan else ():
        if widget.figure:
            yield widget.figure
    for text in filter(None, texts):
        yield from (block.title for block in text.blocks if block.name in ("figure", "widget"))
        yield from (role.content.split(".")[0].strip() for role in text.roles if role.name == "value")


@cache
def _decoder() -> json.Decoder[Outline]:
    return json.Decoder(Outline)


def _frozen(value: Any) -> Any:
    """Lists, and lists in them, as tuples."""
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value


def outlines(slugs: Sequence[str], read: Callable[[str], Outline]) -> Outlines:
    """The outlines of lessons, read when they are asked for."""
    return Outlines(slugs, read, keep=500)
