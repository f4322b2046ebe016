"""Names that were misspelt, read as they were meant, so that a slip is one fault and not one in every rule.

A compiler that meets an unknown name says so once and goes on with the name that was most likely meant.  So does the
audit: the rule that finds a misspelt name reads it as it stands, every other rule reads the course that `as_meant`
makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from builder.course import Course, LessonFolder
from builder.knowledge import gather
from builder.lazily import Lazily
from builder.models.lessons import Block, Lesson, Link, Role
from builder.models.records import LessonRecord, Record
from builder.models.reviews import Review
from builder.outlines import outlines
from builder.rules.mentions import unknown_concepts

ModelT = TypeVar("ModelT", bound=BaseModel)

Names = Mapping[str, str]
"""Misspelt names, each with the one that was meant."""

_CONCEPT_FIELDS = ("concept", "also", "homonyms", "old_concept", "new_concept")
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


def as_listed(course: Course) -> Course:
    """The course in which `course.yaml` names the lesson folders that it means; the course itself without slips."""
    free = course.lessons.keys() - course.knowledge.order.keys()
    slips = _slips((slug for slug in course.order if slug not in course.lessons), free) if free else {}
    if not slips:
        return course
    modules = tuple(renamed(module, {"lessons": slips}) for module in course.config.modules)
    return _known_anew(replace(course, config=course.config.model_copy(update={"modules": modules})))


def as_meant(course: Course) -> Course:
    """The course in which every misspelt name is the one that was meant; the course itself without slips."""
    concepts = _slips((name for _, name in unknown_concepts(course)), course.concepts)
    names = dict.fromkeys(_CONCEPT_FIELDS, concepts)
    changed = {module: new for module, record in course.records.items()
               if (new := _record_as_meant(course, module, record, names)) is not record}
    lessons = Lazily(list(course.lessons), lambda slug: folder_as_meant(course.lessons[slug], names))
    if not concepts and not changed:
        return replace(course, lessons=lessons)
    records = Lazily(list(course.records), lambda module: changed.get(module) or course.records[module])
    seen = outlines(list(course.lessons), lambda slug: lessons[slug].outline)
    return _known_anew(replace(
        course, lessons=lessons, outlines=seen, records=records, config=renamed(course.config, names),
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


def folder_as_meant(folder: LessonFolder, names: Mapping[str, Names]) -> LessonFolder:
    plan = renamed(folder.plan, names) if folder.plan and any(names.values()) else folder.plan
    text = _text_as_meant(folder, names["concept"]) if folder.text else None
    reviews = _reviews_as_meant(folder) if len(folder.reviews) > 1 else folder.reviews
    if plan is folder.plan and text is folder.text and reviews is folder.reviews:
        return folder
    return replace(folder, plan=plan, text=text, reviews=reviews)


def _text_as_meant(folder: LessonFolder, concepts: Names) -> Lesson | None:
    text, plan = folder.text, folder.plan
    if text is None or plan is None:
        return text
    marks = {"misconception": _slips(text.marked("misconception"), [entry.id for entry in plan.misconceptions]),
             "example": _slips(text.marked("example"), [entry.id for entry in plan.examples]),
             "teaches": concepts, "concept": concepts}
    if not any(marks.values()):
        return text
    return replace(text, blocks=tuple(_block(block, marks) for block in text.blocks),
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
