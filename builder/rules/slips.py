"""Names that were misspelt, read as they were meant, so that a slip is one fault and not one in every rule.

A compiler that meets an unknown name says so once and goes on with the name that was most likely meant.  So does the
audit: the rule that finds a misspelt name reads it as it stands, every other rule reads the course as it was meant.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace
from pydantic import BaseModel

from builder.course import Course, LessonFolder
from builder.knowledge import gather
from builder.lazily import Lazily
from builder.models.lessons import Block, Lesson, Link, Role
from builder.models.records import LessonRecord, Record
from builder.models.reviews import Review
from builder.outlines import Outline, outlines
from builder.rules.mentions import unknown_concepts

ModelT = TypeVar("ModelT", bound=BaseModel)

Names = Mapping[str, str]
"""Misspelt names, each with the one that was meant."""

_CONCEPT_FIELDS = ("concept", "also", "homonyms", "old_concept", "new_concept")
_KEPT = 50
"""How many lessons and records are kept at hand as they were meant."""

_SHORTEST = 4
_LONG = 10


def slip(word: str, known: Iterable[str]) -> str | None:
    """The one known name of which a word is a slip of the pen; None where there is none, or more than one.

    A slip is a letter that is wrong, missing or too many, or two neighbours exchanged; two such in names of at least
    ten letters.  Numbers are never slips of each other: `part-1` is not `part-2`.
    """
    if len(word) < _SHORTEST:
        return None
    from rapidfuzz.distance import OSA

    allowed = 1 if len(word) < _LONG else 2
    found = [name for name in known if OSA.distance(word, name, score_cutoff=allowed) <= allowed and name != word
             and re.findall(r"\d+", name) == re.findall(r"\d+", word)]
    return found[0] if len(found) == 1 else None


def _slips(words: Iterable[str], known: Iterable[str]) -> Names:
    """The slips among words that are not known."""
    names = set(known)
    return {word: meant for word in sorted({*words} - names) if (meant := slip(word, names))}


class Slips(NamedTuple):
    """The names that are misspelt in more than one lesson's own matters.

    Attributes:
        lessons: what `course.yaml` calls lessons, each with the folder that it means.
        concepts: what any file calls concepts, each with the id that it means.
        records: whether a record misspells the name of a lesson or of a misconception.
    """

    lessons: Names
    concepts: Names
    records: bool


def slips_of(course: Course) -> Slips:
    """The slips of a whole course."""
    lessons = _listed(course)
    listed = as_listed(course, lessons)
    concepts = _slips((name for _, name in unknown_concepts(listed)), course.concepts)
    return Slips(lessons, concepts, any(_record_as_meant(listed, module, record, {}) is not record
                                        for module, record in listed.records.items()))


def _listed(course: Course) -> Names:
    free = course.lessons.keys() - course.knowledge.order.keys()
    return _slips((slug for slug in course.order if slug not in course.lessons), free) if free else {}


def as_listed(course: Course, slips: Names) -> Course:
    """The course in which `course.yaml` names the lesson folders that it means; the course itself without slips."""
    if not slips:
        return course
    modules = tuple(renamed(module, {"lessons": slips}) for module in course.config.modules)
    return _known_anew(replace(course, config=course.config.model_copy(update={"modules": modules})))


def as_meant(course: Course, slips: Slips) -> Course:
    """The course in which concepts and records have the names that were meant; the course itself without slips."""
    if not (slips.concepts or slips.records):
        return course
    names = dict.fromkeys(_CONCEPT_FIELDS, slips.concepts)
    lessons = Lazily(list(course.lessons), lambda slug: _with_names(course.lessons[slug], names), keep=_KEPT)
    records = Lazily(list(course.records), lambda module: _record_as_meant(
        course, module, course.records[module], names), keep=_KEPT)

    def outline(slug: str) -> Outline:
        seen = course.outlines[slug]
        return seen if slips.concepts.keys().isdisjoint((*seen.uses, *seen.names)) else lessons[slug].outline

    return _known_anew(replace(
        course, lessons=lessons, outlines=outlines(list(course.lessons), outline), records=records,
        config=renamed(course.config, names),
        concepts={concept: renamed(value, names) for concept, value in course.concepts.items()},
    ))


def _known_anew(course: Course) -> Course:
    """A changed course with its order of teaching and what is known from it."""
    order = tuple(dict.fromkeys(slug for module in course.config.modules for slug in module.lessons))
    records = ((course.record_path(module), record) for module, record in course.records.items())
    return replace(course, order=order, knowledge=gather(order, course.outlines, records, course.config.assumes))


def _record_as_meant(course: Course, module_id: str, record: Record, names: Mapping[str, Names]) -> Record:
    listed = next((module.lessons for module in course.config.modules if module.id == module_id), ())
    stated = [*(row.lesson for row in record.concepts if row.lesson), *(entry.lesson for entry in record.lessons)]
    record = renamed(record, {**names, "lesson": _slips(stated, listed)})
    entries = tuple(renamed(entry, {"misconception": _beliefs(course, entry)}) for entry in record.lessons)
    changed = any(new is not old for new, old in zip(entries, record.lessons, strict=True))
    return record.model_copy(update={"lessons": entries}) if changed else record


def _beliefs(course: Course, entry: LessonRecord) -> Names:
    """The slips among the misconceptions that a record lists for a lesson."""
    stated = [row.misconception for row in entry.misconceptions if row.misconception]
    known = course.outlines.get(entry.lesson) if stated else None
    return _slips(stated, known.misconceptions) if known else {}


def _with_names(folder: LessonFolder, names: Mapping[str, Names]) -> LessonFolder:
    """A lesson whose plan and text name concepts as they were meant."""
    text = folder.text if folder.plan else None
    marks = {"teaches": names["concept"], "concept": names["concept"]}
    return _changed(folder, plan=renamed(folder.plan, names) if folder.plan else None,
                    text=_text(text, marks) if text else folder.text)


def as_meant_by_itself(folder: LessonFolder) -> LessonFolder:
    """A lesson that means its own names: its plan's misconceptions and examples, and its reviews' findings."""
    text, plan = folder.text, folder.plan
    if text and plan:
        text = _text(text, {
            "misconception": _slips(text.marked("misconception"), [entry.id for entry in plan.misconceptions]),
            "example": _slips(text.marked("example"), [entry.id for entry in plan.examples]),
        })
    return _changed(folder, text=text, reviews=_reviews_as_meant(folder))


def _changed(folder: LessonFolder, **parts: Any) -> LessonFolder:
    """A lesson with other parts; the lesson itself where none is another."""
    same = all(getattr(folder, name) is part for name, part in parts.items())
    return folder if same else replace(folder, **parts)


def _text(text: Lesson, marks: Mapping[str, Names]) -> Lesson:
    """A text with other names in some options of its blocks, and other names of concepts wherever it has them."""
    if not any(marks.values()):
        return text
    concepts = marks.get("concept", {})
    return dataclasses.replace(text, blocks=tuple(_block(block, marks) for block in text.blocks),
                   roles=tuple(_role(role, concepts) for role in text.roles),
                   links=tuple(_link(link, concepts) for link in text.links))


def _block(block: Block, marks: Mapping[str, Names]) -> Block:
    meant = {option: " ".join(marks[option].get(name, name) for name in block.marks(option))
             for option in block.options if option in marks}
    return replace(block, options={**block.options, **meant}) if meant else block


def _role(role: Role, concepts: Names) -> Role:
    name, bar, words = role.content.partition("|")
    meant = concepts.get(name.strip()) if role.name == "concept" else None
    return replace(role, content=f"{meant}{bar}{words}") if meant else role


def _link(link: Link, concepts: Names) -> Link:
    kind, _, name = link.target.partition(":")
    return replace(link, target=f"{kind}:{concepts[name]}") if kind == "concept" and name in concepts else link


def _reviews_as_meant(folder: LessonFolder) -> tuple[tuple[str, Review], ...]:
    if len(folder.reviews) < 2:
        return folder.reviews
    new = tuple(_reviews(folder))
    changed = any(one[1] is not other[1] for one, other in zip(new, folder.reviews, strict=True))
    return new if changed else folder.reviews


def _reviews(folder: LessonFolder) -> Iterator[tuple[str, Review]]:
    earlier: list[str] = []
    for path, review in folder.reviews:
        slips = _slips((look.finding for look in review.verification if look.finding), earlier)
        yield path, renamed(review, {"finding": slips})
        earlier += [finding.id for finding in review.findings]


def renamed(model: ModelT, names: Mapping[str, Names]) -> ModelT:
    """A model in which some names are written otherwise; the model itself where it has none of them.

    Args:
        model: the model; it may hold others.
        names: for the name of a field, what to write for which of its values, or of the words in its list.
    """
    if not any(names.values()):
        return model
    changes = {field: new for field, value in model if (new := _renamed(value, field, names)) is not value}
    return model.model_copy(update=changes) if changes else model


def _renamed(value: Any, field: str, names: Mapping[str, Names]) -> Any:
    if isinstance(value, str):
        return names[field].get(value, value) if field in names else value
    if isinstance(value, BaseModel):
        return renamed(value, names)
    if isinstance(value, tuple):
        new = tuple(_renamed(item, field, names) for item in value)
        return value if all(one is other for one, other in zip(new, value, strict=True)) else new
    return value
