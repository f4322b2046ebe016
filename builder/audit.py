"""Run the rules over a course, apply its waivers, sort what is left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from builder.course import LESSONS, Course
from builder.diagnostics import Diagnostic, Kind, Place, Problem, Severity
from builder.models.course import Waiver
from builder.pausing import without_collecting
from builder.roots import COURSE_FILE
from builder.rules import KINDS as RULE_KINDS
from builder.rules import RULES
from builder.rules.readings import Readings
from builder.rules.rule import Reading
from builder.rules.views import nearest, shared

UNUSED_WAIVER = Kind("AUD001", "unused-waiver", Severity.WARNING, """\
A waiver silences nothing: the fault was mended, or the waiver never fitted it.

A waiver that outlives its fault would hide the next one, which may be one that learners meet.

Wrong: a waiver of PRE002 for a file in which PRE002 finds nothing

Right: no such waiver

Repair: remove it from `audit.waivers` in `course.yaml`.
""")

EXPIRED_WAIVER = Kind("AUD002", "expired-waiver", Severity.ERROR, """\
A waiver's day has passed, so the fault that it accepted counts again.

A day was set so that somebody would decide again; until then learners meet the fault.

The waiver holds through that day, by the calendar of the machine that audits or builds.  Nothing else in an audit or
a build looks at the calendar.

Wrong: `until: 2024-01-31`, read on the first of February

Right: the fault mended and the waiver removed

Repair: mend the fault, or give the waiver a later `until` and a reason that still holds.
""")

EMPTY_REASON = Kind("AUD003", "waiver-without-reason", Severity.WARNING, """\
A waiver's reason says nothing, so nobody can judge later whether it still holds.

A fault that is accepted without a reason is a fault that learners meet for no reason.

Wrong: `reason: todo`

Right: `reason: Two techniques of one line each, and no theory.`

Repair: say why the fault does no harm here, or what has to happen before it can be mended.
""")

UNKNOWN_CODE = Kind("AUD004", "unknown-code", Severity.ERROR, """\
A waiver or a severity names a code that no rule has, so it has no effect.

Wrong: `code: PER002`

Right: `code: PRE002`

Repair: take the code that the message suggests; `build rules` lists them all.
""")

KINDS = (UNUSED_WAIVER, EXPIRED_WAIVER, EMPTY_REASON, UNKNOWN_CODE)

_NO_REASON = re.compile(
    r"\W*(to ?do|tbd|fixme|wip|later|known|ok(ay)?|none|n/?a|because|ignored?|reason|x+)?\W*", re.IGNORECASE
)
_AT_ONCE = 50
"""How many lessons the rules that judge lessons by themselves see at a time."""
_CODE = re.compile(r"[A-Z]{3}(\d{3})?")
_CODES = frozenset(kind.code for kind in (*RULE_KINDS, *KINDS))
_OPEN = frozenset(("ACC", "FIG", "IMP", "LNK", "NBK", "SRC"))
"""Families that have codes beyond those known here: drawing, making pages and importing find faults of their own."""


class Waived(Struct, frozen=True):
    """A diagnostic that the course accepts, and the waiver that says why."""

    diagnostic: Diagnostic
    waiver: Waiver


class Audit(Struct, frozen=True):
    """What is wrong with a course, in the order of its files, what is accepted, and what is known already.

    Attributes:
        diagnostics: what counts.
        waived: what the course accepts, with the waivers' reasons.
        known: what is wrong but does not count now: it stands in a baseline, or a change has not touched it.
    """

    diagnostics: tuple[Diagnostic, ...]
    waived: tuple[Waived, ...] = ()
    known: tuple[Diagnostic, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many diagnostics have a severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)

    def failed(self, strict: bool = False) -> bool:
        """Whether a build must stop: on errors, under `strict` on warnings, too."""
        return bool(self.count(Severity.ERROR) or (strict and self.count(Severity.WARNING)))

    def only(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Audit:
        """The audit without what is not selected or is ignored, by codes or their beginnings such as PRE."""

        def wanted(diagnostic: Diagnostic) -> bool:
            return (not select or diagnostic.code.startswith(tuple(select))) and not diagnostic.code.startswith(
                tuple(ignore)
            )

        return Audit(
            tuple(filter(wanted, self.diagnostics)),
            tuple(entry for entry in self.waived if wanted(entry.diagnostic)),
            tuple(filter(wanted, self.known)),
        )

    def judging(self, judged: Iterable[Diagnostic]) -> Audit:
        """The audit in which only these diagnostics count; the others become known ones."""
        counted = set(judged)
        return replace(self, diagnostics=tuple(d for d in self.diagnostics if d in counted),
                       known=(*self.known, *(d for d in self.diagnostics if d not in counted)))


@without_collecting
def audit(course: Course, found: Iterable[Diagnostic] = (), today: str | None = None) -> Audit:
    """Judge a course by all rules; nothing is drawn, so waivers of what only drawing finds may have no use yet.

    Args:
        course: the course.
        found: what loading or drawing found already; it is judged and sorted with the rest.
        today: the day, as YYYY-MM-DD, by which waivers expire; without it none does.
    """
    readings = Readings(course)
    diagnostics = [*found]
    slugs = [*(slug for slug in course.order if slug in course.lessons),
             *(slug for slug in course.lessons if slug not in course.knowledge.order)]
    for start in range(0, len(slugs), _AT_ONCE):
        diagnostics += _by_lesson(readings, slugs[start:start + _AT_ONCE])
    diagnostics += judge_whole(course, readings)
    return judge(course, diagnostics, today, drawn=False)


def judge_lesson(course: Course, slug: str, readings: Readings | None = None) -> list[Diagnostic]:
    """What the rules find that judge each lesson by itself; waivers are not applied.

    Of other lessons they look at outlines alone, besides what is known of the course: its settings, its concepts and
    figures, its records, the order of teaching, and who teaches what.

    Args:
        course: the whole course.
        slug: the lesson.
        readings: the course in every reading; to be given where several lessons are judged, since making it looks at
            all outlines.
    """
    return list(_by_lesson(readings or Readings(course), [slug]))


def judge_whole(course: Course, readings: Readings | None = None) -> list[Diagnostic]:
    """What the rules find that look at the whole course; waivers are not applied.

    Args:
        course: the whole course.
        readings: the course in every reading, where it is at hand.
    """
    found = (readings or Readings(course)).whole
    return [course.diagnose(rule.kind, problem) for rule in RULES if not rule.by_lesson
            for problem in rule.check(found[rule.reading])]


def _by_lesson(readings: Readings, slugs: Sequence[str]) -> Iterator[Diagnostic]:
    part, course = readings.part(slugs), readings.whole[Reading.WRITTEN]
    for rule in RULES:
        if rule.by_lesson:
            yield from (course.diagnose(rule.kind, problem) for problem in rule.check(part[rule.reading]))


def judge(
    course: Course, diagnostics: Sequence[Diagnostic], today: str | None = None, drawn: bool = True
) -> Audit:
    """Apply the course's waivers to diagnostics and sort them.

    Args:
        course: the course.
        diagnostics: all that was found.
        today: the day, as YYYY-MM-DD, by which waivers expire; without it none does.
        drawn: whether figures and pages were made, so that a waiver without use has none at all.
    """
    kept, waived, used = [], [], set()
    waivers = course.config.audit.waivers
    for diagnostic in diagnostics:
        at = next((n for n, waiver in enumerate(waivers) if _fits(waiver, diagnostic, today)), None)
        if at is None:
            kept.append(diagnostic)
        else:
            used.add(at)
            waived.append(Waived(diagnostic, waivers[at]))
    kept.extend(course.diagnose(kind, problem) for kind, problem in _own_faults(course, used, today, drawn))
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


def _own_faults(course: Course, used: set[int], today: str | None, drawn: bool) -> Iterator[tuple[Kind, Problem]]:
    """What is wrong with the course's settings of the audit itself."""
    for n, waiver in enumerate(course.config.audit.waivers):
        place, idle = Place(COURSE_FILE, ("audit", "waivers", n)), n not in used and _decided(course, waiver, drawn)
        yield from _waiver_faults(place, waiver, today)
        if idle and _known_code(waiver.code) and not _expired(waiver, today):
            yield UNUSED_WAIVER, _unused(course, place, waiver)
    for code in course.config.audit.severities:
        if not _known_code(code, family=False):
            yield _unknown_code(Place(COURSE_FILE, ("audit", "severities", code)), code)


def _decided(course: Course, waiver: Waiver, drawn: bool) -> bool:
    """Whether all was looked for that a waiver may silence: nothing is unread, and what drawing finds was drawn."""
    return not course.unread and (drawn or waiver.code in _CODES or waiver.code[:3] not in _OPEN)


def _unused(course: Course, place: Place, waiver: Waiver) -> Problem:
    """The fault of a waiver without use; where its path fits no file, that is why."""
    paths = _paths(course)
    if any(PurePosixPath(path).match(waiver.path) for path in paths):
        return Problem(place, f"the waiver of {waiver.code} silences nothing", "remove it")
    return Problem(place / "path", f"the waiver of {waiver.code} is for `{waiver.path}`, and there is no such file",
                   nearest(waiver.path, paths, "correct the path from the course's root, or remove the waiver"))


@shared
def _paths(course: Course) -> list[str]:
    """The paths of all files that can have a fault."""
    texts = ((outline.slug, name) for outline in course.outlines.values()
             for name, there in (("lesson.md", outline.text), ("notebook.md", outline.notebook)) if there)
    return [*course.files, *(f"{LESSONS}/{slug}/{name}" for slug, name in texts)]


def _waiver_faults(place: Place, waiver: Waiver, today: str | None) -> Iterator[tuple[Kind, Problem]]:
    if not _known_code(waiver.code):
        yield _unknown_code(place / "code", waiver.code)
    elif _expired(waiver, today):
        yield EXPIRED_WAIVER, Problem(place / "until", f"the waiver of {waiver.code} ended on {waiver.until}",
                                      "mend the fault, or set a later day and a reason that still holds")
    if _NO_REASON.fullmatch(waiver.reason):
        yield EMPTY_REASON, Problem(place / "reason", f"\"{waiver.reason}\" is no reason to accept {waiver.code}",
                                    "say why the fault does no harm here")


def _known_code(code: str, family: bool = True) -> bool:
    """Whether a rule has this code, or a family this beginning."""
    if code in _CODES or (family and any(known.startswith(code) for known in _CODES)):
        return True
    return bool(_CODE.fullmatch(code)) and code[:3] in _OPEN


def _unknown_code(place: Place, code: str) -> tuple[Kind, Problem]:
    return UNKNOWN_CODE, Problem(place, f"no rule has the code {code}",
                                 nearest(code, sorted(_CODES), "see `build rules` for all codes"))
