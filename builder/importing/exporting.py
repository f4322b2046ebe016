"""`build export`: records, plans and reviews as Markdown, tables as CSV, everything as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from builder.course import Course
from builder.importing.files.writing import dump
from builder.importing.hidden import attach, difference
from builder.importing.naming.matching import Catalogue
from builder.importing.pages.course import course_page
from builder.importing.pages.plans import plan_page
from builder.importing.pages.records import record_page
from builder.importing.reading.rows import Data
from builder.importing.sources import link_misconceptions, read_document, settle_plan, settle_record
from builder.importing.structure.words import Names

FORMATS = ("markdown", "csv", "json")
"""The formats that `export` knows."""


def export(course: Course, format: str) -> dict[str, bytes]:
    """A course's plans, records and reviews in another form.

    Args:
        course: the course.
        format: `markdown` for documents that `build import` reads back, `csv` for the concept index and the
            misconceptions, `json` for everything.

    Returns:
        The files' bytes by their paths.

    Raises:
        ValueError: if the format is none of these.
    """
    if format not in _MAKERS:
        raise ValueError(f"no such format: {format}; there are {', '.join(FORMATS)}")
    return {path: text.encode("utf-8") for path, text in sorted(_MAKERS[format](course).items())}


# ---- Markdown


def _markdown(course: Course) -> dict[str, str]:
    names = {concept: data.name for concept, data in course.concepts.items()}
    pages = {f"records/{module}.md": _record(course, dump(record), names) for module, record in course.records.items()}
    for slug, lesson in course.lessons.items():
        if lesson.plan:
            reviews = [dump(review) for _, review in lesson.reviews]
            pages[f"plans/{slug}.md"] = _plan(course, dump(lesson.plan), reviews, names)
    return {"course.md": _course(course), **pages}


def _course(course: Course) -> str:
    config, concepts = dump(course.config), {concept: dump(data) for concept, data in course.concepts.items()}
    return attach(course_page(config, concepts), {"course": config, "concepts": {"concepts": concepts}})


def _record(course: Course, record: Data, names: Mapping[str, str]) -> str:
    text = record_page(record, names)
    source = read_document("record.md", attach(text, {"module": record["module"]}).encode())
    shown = settle_record(source, record["module"], _catalogue(course), {}, Names(names))
    link_misconceptions(shown, {slug: dump(lesson.plan) for slug, lesson in course.lessons.items() if lesson.plan})
    return attach(text, {"module": record["module"], "record": difference(_unplaced(shown), _unplaced(record))})


def _plan(course: Course, plan: Data, reviews: list[Data], names: Mapping[str, str]) -> str:
    text = plan_page(plan, reviews, names)
    source = read_document("plan.md", attach(text, {"lesson": plan["lesson"]}).encode())
    before = list(course.order)
    before = before[:before.index(plan["lesson"])][::-1] if plan["lesson"] in before else before[::-1]
    shown, shown_reviews = settle_plan(source, plan["lesson"], _catalogue(course), before)
    changes: dict[str, Any] = {"lesson": plan["lesson"], "plan": difference(_unplaced(shown), _unplaced(plan))}
    if len(shown_reviews) == len(reviews):
        changes["reviews"] = difference([_unplaced(one) for one in shown_reviews], [_unplaced(one) for one in reviews])
    return attach(text, changes)


def _unplaced(data: Data) -> Data:
    """A document's data without the lines of its extras, which are of the text that it was read from."""
    if "extra" not in data:
        return data
    return {**data, "extra": [{key: value for key, value in extra.items() if key != "line"} for extra in data["extra"]]}


def _catalogue(course: Course) -> Catalogue:
    """What a course knows of its concepts and lessons."""
    known = Catalogue()
    for concept, data in course.concepts.items():
        known.add(concept, [data.name, *data.aliases])
    for module in course.config.modules:
        known.place(module.id, module.lessons)
    for record in course.records.values():
        for row in record.concepts:
            if row.concept and row.lesson:
                known.teach(row.concept, row.lesson)
    for one in course.config.assumes:
        if one.lesson:
            known.teach(one.concept, one.lesson)
    return known


# ---- CSV and JSON


def _table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_inert("" if value is None else str(value)) for value in row] for row in rows)
    return out.getvalue()


def _inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "@", "\t",
                                      "\r") or (text[:1] in "+-" and not text[1:2].isspace()
                                                and len(text) > 1) else text


def _csv(course: Course) -> dict[str, str]:
    return {"concepts.csv": _concepts(course), "misconceptions.csv": _misconceptions(course)}


def _concepts(course: Course) -> str:
    rows = []
    for module, record in course.records.items():
        for row in record.concepts:
            known = course.concepts.get(row.concept or "")
            rows.append((row.concept, known.name if known else row.text, row.depth, module, row.lesson,
                         known.summary if known else None,
                         row.notes, "; ".join(known.aliases) if known else None))
    return _table(("concept", "name", "depth", "module", "lesson", "summary", "notes", "aliases"), rows)


def _misconceptions(course: Course) -> str:
    rows: list[Sequence[Any]] = []
    for slug, lesson in course.lessons.items():
        for one in lesson.plan.misconceptions if lesson.plan else ():
            address = one.address
            rows.append(("plan", slug, one.id, one.belief, one.reason, one.negative_example,
                         (address.text or address.section) if address else None))
    for record in course.records.values():
        for taught in record.lessons:
            rows += [("record", taught.lesson, one.misconception, one.belief, None, one.text, None)
                     for one in taught.misconceptions]
    return _table(("stated in", "lesson", "id", "belief", "reason", "what disproves it", "where"), rows)


def _json(course: Course) -> dict[str, str]:
    everything = {
        "course": dump(course.config),
        "concepts": {concept: dump(data) for concept, data in course.concepts.items()},
        "records": {module: dump(record) for module, record in course.records.items()},
        "lessons": {slug: {"plan": dump(lesson.plan) if lesson.plan else None,
                           "reviews": [dump(review) for _, review in lesson.reviews]} for slug,
                    lesson in course.lessons.items()},
        "figures": {name: dump(figure) for name, figure in course.figures.items()},
    }
    return {"course.json": json.dumps(everything, indent=2, ensure_ascii=False) + "\n"}


_MAKERS: dict[str, Callable[[Course], dict[str, str]]] = {"markdown": _markdown, "csv": _csv, "json": _json}
