"""Run the rules over a course, apply its waivers, sort what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from builder.course import Course
from builder.diagnostics import Diagnostic, Kind, Place, Problem, Severity
from builder.knowledge import COURSE_FILE
from builder.models.course import Waiver
from builder.rules import RULES

UNUSED_WAIVER = Kind("AUD001", "unused-waiver", Severity.WARNING, """\
A waiver silences nothing: the fault was mended, or the waiver never fitted it.

A waiver that outlives its fault would hide the next one.

Repair: remove it from `audit.waivers` in `course.yaml`.
""")

EXPIRED_WAIVER = Kind("AUD002", "expired-waiver", Severity.ERROR, """\
A waiver's day has passed, so the fault that it accepted counts again.

Repair: mend the fault, or give the waiver a later `until` and a reason that still holds.
""")

KINDS = (UNUSED_WAIVER, EXPIRED_WAIVER)


@dataclass(frozen=True)
class Waived:
    """A diagnostic that the course accepts, and the waiver that says why."""

    diagnostic: Diagnostic
    waiver: Waiver


@dataclass(frozen=True)
class Audit:
    """What is wrong with a course, in the order of its files, and what is accepted."""

    diagnostics: tuple[Diagnostic, ...]
    waived: tuple[Waived, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many diagnostics have a severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)

    def failed(self, strict: bool = False) -> bool:
        """Whether a build must stop: on errors, under `strict` on warnings, too."""
        return bool(self.count(Severity.ERROR) or (strict and self.count(Severity.WARNING)))


def audit(course: Course, found: Iterable[Diagnostic] = (), today: str | None = None) -> Audit:
    """Judge a course by all rules.

    Args:
        course: the course.
        found: what loading or drawing found already; it is judged and sorted with the rest.
        today: the day, as YYYY-MM-DD, by which waivers expire; without it none does.
    """
    diagnostics = [*found]
    for rule in RULES:
        diagnostics.extend(course.diagnose(rule.kind, problem) for problem in rule.check(course))
    return judge(course, diagnostics, today)


def judge(course: Course, diagnostics: Sequence[Diagnostic], today: str | None = None) -> Audit:
    """Apply the course's waivers to diagnostics and sort them."""
    kept, waived, used = [], [], set()
    waivers = course.config.audit.waivers
    for diagnostic in diagnostics:
        at = next((n for n, waiver in enumerate(waivers) if _fits(waiver, diagnostic, today)), None)
        if at is None:
            kept.append(diagnostic)
        else:
            used.add(at)
            waived.append(Waived(diagnostic, waivers[at]))
    kept.extend(_waiver_faults(course, used, today))
    return Audit(tuple(sorted(set(kept), key=Diagnostic.sort_key)),
                 tuple(sorted(waived, key=lambda entry: entry.diagnostic.sort_key())))


def _fits(waiver: Waiver, diagnostic: Diagnostic, today: str | None) -> bool:
    """Whether a waiver accepts a diagnostic today."""
    return (
        diagnostic.code.startswith(waiver.code)
        and PurePosixPath(diagnostic.span.path).match(waiver.path)
        and waiver.place in (None, diagnostic.place)
        and not _expired(waiver, today)
    )


def _expired(waiver: Waiver, today: str | None) -> bool:
    return bool(today and waiver.until and waiver.until < today)


def _waiver_faults(course: Course, used: set[int], today: str | None) -> Iterable[Diagnostic]:
    for n, waiver in enumerate(course.config.audit.waivers):
        place = Place(COURSE_FILE, ("audit", "waivers", n))
        if _expired(waiver, today):
            yield course.diagnose(EXPIRED_WAIVER, Problem(
                place / "until", f"the waiver of {waiver.code} ended on {waiver.until}",
                "mend the fault, or set a later day and a reason that still holds",
            ))
        elif n not in used:
            yield course.diagnose(UNUSED_WAIVER, Problem(place, f"the waiver of {waiver.code} silences nothing",
                                                         "remove it"))
