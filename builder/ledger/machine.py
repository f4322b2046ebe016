"""The ledger for programs: JSON with a version and a schema of its own, `schemas/ledger.schema.json`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from builder import __version__
from builder.course import Course
from builder.ledger.history import Entry, History, Iteration, history
from builder.ledger.planned import address
from builder.ledger.state import LessonState, judged
from builder.models.base import ReviewSeverity
from builder.models.ledgers import (
    LedgerFinding,
    LedgerIteration,
    LedgerLesson,
    LedgerPlace,
    LedgerReport,
    LedgerStep,
)
from builder.models.reports import ReportedTool

FORMAT = 1


def as_json(course: Course, slugs: Iterable[str]) -> str:
    """The ledger of lessons as JSON: all that their reviews hold, and what is computed of it."""
    lessons = tuple(_lesson(course, slug) for slug in slugs)
    states = Counter(lesson.state for lesson in lessons)
    opened = Counter(found.finding.severity for lesson in lessons for found in lesson.findings
                     if found.standing in ("open", "back"))
    report = LedgerReport(
        format=FORMAT, tool=ReportedTool(name="coursewright", version=__version__), course=course.config.title,
        states={str(state): states[state] for state in LessonState},
        open={severity: opened[severity] for severity in reversed(ReviewSeverity)}, lessons=lessons,
    )
    return report.model_dump_json(indent=2) + "\n"


def _lesson(course: Course, slug: str) -> LedgerLesson:
    folder, module = course.lessons[slug], course.module_of(slug)
    told = history(folder)
    judgement = judged(folder, told)
    return LedgerLesson(
        slug=slug, title=folder.title, module=module.id if module else None, state=str(judgement.state),
        passed=judgement.passed, last=judgement.last, reasons=judgement.reasons, stale=judgement.stale,
        iterations=tuple(map(_iteration, told.iterations)),
        findings=tuple(_finding(told, entry) for entry in told.entries),
    )


def _iteration(one: Iteration) -> LedgerIteration:
    return LedgerIteration(
        number=one.number, path=one.path, allowed=one.allowed,
        counts={weight: one.counts[weight] for weight in reversed(ReviewSeverity)},
        review=one.review.model_copy(update={"findings": ()}),
    )


def _finding(told: History, entry: Entry) -> LedgerFinding:
    found = entry.found
    return LedgerFinding(
        standing=str(entry.standing), raised=entry.raised, path=entry.path, finding=entry.finding,
        place=LedgerPlace(kind=found.kind, state=str(found.state), section=found.section,
                          address=address(told.slug, found.anchor) if found.anchor else ""),
        steps=tuple(LedgerStep(iteration=step.iteration, what=step.what, text=step.text, by=step.by, on=step.on)
                    for step in entry.steps),
        verified_by=entry.verified_by, verified_on=entry.verified_on,
    )
