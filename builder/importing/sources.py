"""A document as a whole: its text, what kind it is, and what it says, given the course's ids."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from pydantic import ValidationError

from builder.diagnostics import route_text
from builder.importing import hidden
from builder.importing.files import writing
from builder.importing.kinds import EMPTY_DOCUMENT, MISSING_FACT, NOT_A_COURSE_DOCUMENT, NOT_UTF8
from builder.importing.naming.matching import Catalogue
from builder.importing.naming.resolving import Resolver, clean, safe_slug
from builder.importing.oddities import Oddities
from builder.importing.reading.bulleted import opened
from builder.importing.reading.plans import read_plan
from builder.importing.reading.records import SECTIONS, read_record
from builder.importing.reading.regions import PHASES, PLAN, bold_titles
from builder.importing.reading.reviews import join, read_reviews, split
from builder.importing.reading.rows import Data, Parts
from builder.importing.structure.blocks import BlockKind, Section
from builder.importing.structure.document import read
from builder.importing.structure.labels import label_alone
from builder.importing.structure.words import Names, name_key, stems
from builder.models.plans import Plan
from builder.models.records import Record
from builder.models.reviews import Review

NOT_STATED = "(not stated)"
"""Stands where a row lacks words that its schema needs."""


class Source(Struct):
    """A document that was read.

    Attributes:
        name: its name.
        odd: what was noticed.
        kind: course, record, plan, reviews of another document's plan, empty or other.
        parts: its values, with words where the course has ids.
        reviews: the values of its reviews.
        changes: what an export hid in it.
    """

    name: str
    odd: Oddities
    kind: str
    parts: Parts
    reviews: list[Data] = []
    changes: dict[str, Any] = {}


def read_document(name: str, data: bytes) -> Source:
    """Read one document: a record, a plan with its reviews, an export's page of the course, or none of them."""
    odd = Oddities(name)
    text, changes = hidden.detach(_decode(data, odd))
    if changes and "course" in changes:
        return Source(name, odd, "course", Parts(odd), changes=changes)
    sections = opened(read(text, odd))
    plan, reviews = split(sections)
    changes = changes or {}
    kind = "record" if "module" in changes else "plan" if "lesson" in changes else _kind_of(plan, bool(reviews))
    if kind == "record":
        return Source(name, odd, kind, read_record(sections, odd), changes=changes)
    if kind == "plan":
        parts = read_plan(plan, odd)
        return Source(name, odd, kind, parts, read_reviews(reviews, "", odd), changes)
    if kind == "empty":
        odd.note(EMPTY_DOCUMENT, 1, "the document is empty", "leave it out of the import")
    else:
        odd.note(NOT_A_COURSE_DOCUMENT, 1,
                 "this is neither a module record nor a lesson plan; nothing was imported from it",
                 "leave it out, or give its parts the headings of a record or plan")
    return Source(name, odd, kind, Parts(odd))


def _decode(data: bytes, odd: Oddities) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        odd.note(NOT_UTF8, line, f"the byte 0x{data[error.start]:02x} is not UTF-8", "save the document as UTF-8")
        text = data.decode("utf-8", "backslashreplace")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _kind_of(sections: Sequence[Section], reviewed: bool) -> str:
    """What a document is, by its title, its headings and the columns of its tables."""
    titles = [section.title for section in sections if section.level]
    if not any(section.blocks for section in sections) and not titles:
        return "plan" if reviewed else "empty"
    first = set(stems(titles[0])) if titles else set()
    headings = titles if titles and PLAN.exact(titles[0]) else titles[1:]
    keys = {key for title in (*headings, *bold_titles(sections)) if (key := PLAN.find(title))}
    named = [label_alone(block.raw) for section in sections for block in section.blocks if block.kind is BlockKind.TEXT]
    index = any("concept index" in " ".join(stems(title))
                or (SECTIONS.find(title) == "lessons" and "summary" in stems(title))
                for title in (*titles, *named))
    headers = [" ".join(stems(" ".join(block.table.header))) for section in sections for block in section.blocks
               if block.table]
    taught = any(re.search(r"\bconcept\b.*\bdepth\b.*\blesson\b", header) and "required" not in header
                 for header in headers)
    phases, planned = keys & set(PHASES), len(keys & {*_PLAN_KEYS, *PHASES})
    if {"module", "record"} <= first and not phases and not keys & {"prerequisites", "outline"}:
        return "record"
    lesson = bool(first & {"lesson", "plan", "planning"}) and "record" not in first
    if not (phases or lesson) and (index or (taught and ("record" in first
                                                         or not keys & {"prerequisites", "outline", "narrative"}))):
        return "record"
    if reviewed or phases or planned >= 2 or (planned and lesson):
        return "plan"
    if index:
        return "record"
    if "record" in first and re.search(r"module|\d+\.\d+", titles[0], re.IGNORECASE):
        return "record"
    return "plan" if first & {"lesson"} and first & {"plan", "planning"} else "other"


_PLAN_KEYS = ("prerequisites", "misconceptions", "examples", "gaps", "narrative", "modalities", "load_assessment",
              "connections",
              "scope", "depths", "outline", "student_state", "knows", "mental_models", "target")


_ABOUT = frozenset(("title", "lesson", "module", "position", "load", "kinds", "written"))


def join_reviews(sources: Sequence[Source]) -> None:
    """Give the reviews of documents that hold nothing else to the plan of the same lesson, where it is among them.

    Such a document is of the kind `reviews` from then on.
    """
    plans = {str(one.parts.values.get("lesson") or name_key(str(one.parts.values.get("title", "")))): one
             for one in sources if one.kind == "plan" and not only_reviews(one)}
    for source in sources:
        values = source.parts.values
        key = str(values.get("lesson") or name_key(str(values.get("title", ""))))
        if source.kind == "plan" and only_reviews(source) and key in plans:
            plans[key].reviews = join(plans[key].reviews, source.reviews, source.odd)
            source.kind = "reviews"


def only_reviews(source: Source) -> bool:
    """Whether a document holds a lesson's reviews and nothing of its plan."""
    return bool(source.reviews) and not source.parts.extra and set(source.parts.values) <= _ABOUT


def settle_record(source: Source, module: str, catalogue: Catalogue, concepts: dict[str, Data], names: Names,
                  resolver: Resolver | None = None) -> Data:
    """A record's data with the course's ids.

    Args:
        source: the document.
        module: the module's id.
        catalogue: what the course knows; the record's lessons and concepts are added to it.
        concepts: takes the concepts that are new.
        names: the concepts' ids so far.
        resolver: takes the proposals.
    """
    values = source.parts.values
    values["module"] = module
    own, slugs = Names(), dict[str, str]()
    for lesson in values.get("lessons", ()):
        words = lesson["lesson"]
        lesson["lesson"] = own.take(safe_slug(words, source.odd, lesson.get("_line", 1), "lesson"))
        slugs.setdefault(words, lesson["lesson"])
    for row in values.get("concepts", ()):
        if row.get("lesson") in slugs:
            row["lesson"] = slugs[row["lesson"]]
    listed = [lesson["lesson"] for lesson in values.get("lessons", ())]
    cited = [row["lesson"] for row in values.get("concepts", ())
             if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", row.get("lesson", ""))]
    catalogue.place(module, dict.fromkeys([*catalogue.modules.get(module, ()), *listed, *cited]))
    (resolver or Resolver(catalogue, source.odd)).record(values, concepts, names)
    if source.parts.extra:
        values["extra"] = source.parts.extra
    return _settled(Record, values, source.changes.get("record"), source.odd)


def settle_plan(source: Source, slug: str, catalogue: Catalogue, before: Sequence[str],
                resolver: Resolver | None = None) -> tuple[Data, list[Data]]:
    """A plan's data and its reviews' with the course's ids; the arguments are as for `settle_record`.

    Args:
        before: the lessons before this one, the last first.
    """
    values = source.parts.values
    values["lesson"] = slug
    values["title"] = str(values.get("title") or "").strip() or slug.replace("-", " ").capitalize()
    (resolver or Resolver(catalogue, source.odd)).plan(values, before)
    if source.parts.extra:
        values["extra"] = source.parts.extra
    reviews = []
    hints = source.changes.get("reviews")
    for number, review in enumerate(source.reviews):
        review["lesson"] = slug
        reviews.append(_settled(Review, review, hints.get(str(number)) if isinstance(hints, dict) else None,
                                source.odd))
    return _settled(Plan, values, source.changes.get("plan"), source.odd), reviews


def link_misconceptions(record: Data, plans: Mapping[str, Data]) -> None:
    """Point the misconceptions of a record's lessons at those of the lessons' plans that have the same words."""
    for lesson in record.get("lessons", ()):
        ids = {name_key(one["belief"]): one["id"] for one in plans.get(lesson["lesson"], {}).get("misconceptions", ())}
        for number, one in enumerate(lesson.get("misconceptions", ())):
            if "misconception" not in one and name_key(one["belief"]) in ids:
                lesson["misconceptions"][number] = {"misconception": ids[name_key(one["belief"])], **one}


def _settled(model: type[Plan | Record | Review], values: Data, changes: Any, odd: Oddities) -> Data:
    """Values in the shape of their model, with what an export hid, if that fits."""
    data = clean(values)
    try:
        data = writing.dump(model.model_validate(data))
    except ValidationError as error:
        data = writing.dump(model.model_validate(_completed(data, error, odd)))
    if not changes:
        return data
    try:
        return writing.dump(model.model_validate(hidden.changed(data, changes)))
    except ValidationError:
        return data


def _completed(data: Data, error: ValidationError, odd: Oddities) -> Data:
    """Data with words in the place of those that a row must have and the document does not say."""
    for item in error.errors():
        if item["type"] != "missing":
            raise error
        *route, key = item["loc"]
        row: Any = data
        for step in route:
            row = row[step]
        row[str(key)] = NOT_STATED
        odd.note(MISSING_FACT, 1, f"{route_text(tuple(item['loc']))} is not stated",
                 "state it in the document or in the course's file")
    return data
