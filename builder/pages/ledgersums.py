"""What pages show of the reviews of a module and of a whole course: sums, and what stands out, never every finding."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from msgspec import Struct

from builder.course import Course
from builder.ledger.course import CourseLedger, LessonRow, Located, Recurring, ReviewerLoad
from builder.ledger.history import EntryStanding
from builder.ledger.state import LessonState
from builder.models.course import Module
from builder.pages import facts
from builder.pages.ledgercharts import WEIGHTS, Chart, chart
from builder.pages.ledgers import Choice
from builder.pages.markup import plain
from builder.pages.sheet import Heading, Target

MOST = 40
"""As many rows a page shows of what grows with the course."""

FEW = 5
"""As many lessons are named for one finding that recurs."""

T = TypeVar("T")
Counted = tuple[tuple[str, int], ...]
"""Words, each with how often it holds."""


class First(Struct, Generic[T], frozen=True):
    """The first of many rows, and how many more there are."""

    rows: tuple[T, ...]
    more: int = 0


def first(rows: Sequence[T], most: int = MOST) -> First[T]:
    """The first rows, and how many more there are."""
    return First(tuple(rows[:most]), max(0, len(rows) - most))


class Line(Struct, frozen=True):
    """A lesson in a list: where its name leads, its state, its last iteration with the verdict, what is open."""

    slug: str
    title: Target
    state: str
    rounds: str
    open: Counted


class Part(Struct, frozen=True):
    """A module in a list: the page of its reviews, the states of its lessons, and what is open."""

    page: Target
    states: Counted
    open: Counted


class Again(Struct, frozen=True):
    """What was found in several lessons: in words, how often, and the first places."""

    what: str
    findings: int
    lessons: int
    places: First[Target]


class Oldest(Struct, frozen=True):
    """The open finding that has waited longest: its place, its lesson, its severity and its day."""

    finding: Target
    lesson: str
    severity: str
    date: str


class Sums(Struct, frozen=True, dict=True):
    """What reviews come to in a module or a course.

    Attributes:
        states: how many lessons are in each state.
        open: the open findings by severity.
        standings: all findings by where they stand.
        chart: the findings that each iteration raised; None where there are none.
        to_pass: how many lessons took how many iterations to their first PASS.
        not_yet: how many lessons have been read, and never passed.
        stale: the lessons that have changed since they passed.
        again: what was found in several lessons.
        reviewers: what each reviewer has done.
        oldest: the open finding that has waited longest, if any has a day.
    """

    states: Counted
    open: Counted
    standings: Counted
    chart: Chart | None
    to_pass: tuple[tuple[int, int], ...]
    not_yet: int
    stale: First[Line]
    again: First[Again]
    reviewers: First[ReviewerLoad]
    oldest: Oldest | None

    @cached_property
    def contents(self) -> tuple[Heading, ...]:
        """The headings of its parts."""
        parts = (("severity", "Findings by iteration", self.chart),
                 ("passing", "Iterations to PASS", self.to_pass or self.not_yet),
                 ("stale", "Changed since they passed", self.stale.rows),
                 ("again", "Found in several lessons", self.again.rows),
                 ("reviewers", "Who has read", self.reviewers.rows))
        return tuple(Heading(name, title, 2) for name, title, shown in parts if shown)


class SumsFacts(Struct, frozen=True, dict=True):
    """Everything that the page of a module's reviews or of a course's shows; `parts` are modules, `lines` lessons."""

    sums: Sums
    targets: Mapping[str, Target]
    parts: tuple[Part, ...] = ()
    lines: tuple[Line, ...] = ()

    @cached_property
    def contents(self) -> tuple[Heading, ...]:
        """The page's headings."""
        return (Heading("modules", "Modules", 2) if self.parts else Heading("lessons", "Lessons", 2),
                *self.sums.contents)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What readers can choose lessons by."""
        return (("status", "State", self.sums.states),)


class WaitingFacts(Struct, frozen=True):
    """What waits for a reader or an author: lessons with the reason, the greatest harm first."""

    waiting: First[tuple[Line, str]]
    states: Counted

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What readers can choose lessons by."""
        return (("status", "State", self.states),)


def module_sums(course: Course, module: Module) -> SumsFacts:
    """What the page of a module's reviews shows."""
    ledger = CourseLedger(course, module.lessons)
    lines = tuple(_line(course, row) for row in ledger.rows)
    return _facts(course, ledger, lines=lines)


def course_sums(course: Course) -> SumsFacts:
    """What the page of all reviews shows: modules with their sums, and no lesson that does not stand out."""
    ledger, rows = CourseLedger(course), defaultdict[str, list[LessonRow]](list)
    for row in ledger.rows:
        rows[row.module].append(row)
    parts = tuple(_part(module, rows[module.id]) for module in course.config.modules)
    return _facts(course, ledger, parts=parts)


def waiting_facts(course: Course) -> WaitingFacts:
    """What the page of what waits for review shows."""
    found = first(CourseLedger(course).waiting())
    rows = tuple((_line(course, one.lesson), one.why) for one in found.rows)
    held = Counter(line.state for line, _ in rows)
    return WaitingFacts(First(rows, found.more), _counted(held, LessonState))


def _facts(
    course: Course, ledger: CourseLedger, parts: tuple[Part, ...] = (), lines: tuple[Line, ...] = ()
) -> SumsFacts:
    found = sums(course, ledger)
    goals = facts.mentioned(one.what for one in found.again.rows)
    return SumsFacts(found, facts.targets(course, goals), parts, lines)


def sums(course: Course, ledger: CourseLedger) -> Sums:
    """What reviews come to in some lessons."""
    rounds, taken = ledger.by_iteration(), ledger.to_pass()
    read = sum(bool(row.facts.rounds) for row in ledger.rows)
    return Sums(
        states=_states(ledger.rows), open=_counted(ledger.open(), WEIGHTS),
        standings=_counted(ledger.standings(), EntryStanding),
        chart=chart([rounds.get(number, {}) for number in range(1, max(rounds, default=0) + 1)]),
        to_pass=tuple(taken.items()), not_yet=read - sum(taken.values()),
        stale=first([_line(course, row) for row in ledger.stale()]),
        again=first([_again(one) for one in ledger.recurring()]), reviewers=first(ledger.reviewers()),
        oldest=_oldest(ledger.oldest()),
    )


# ---- rows


def _counted(held: Mapping[Any, int], order: Iterable[str]) -> Counted:
    """Numbers in an order, without those that are none."""
    return tuple((str(one), held[one]) for one in order if held.get(one))


def _states(rows: Iterable[LessonRow]) -> Counted:
    return _counted(Counter(row.facts.lesson_state for row in rows), LessonState)


def _open(rows: Iterable[LessonRow]) -> Counted:
    return _counted(Counter(finding.weight for row in rows for finding in row.facts.open), WEIGHTS)


def _line(course: Course, row: LessonRow) -> Line:
    """A lesson; its name leads to its reviews, else to its page or its plan."""
    entry, found = facts.entry(course, row.slug), row.facts
    rounds = f"{len(found.rounds)}: {found.rounds[-1].verdict or 'no verdict yet'}" if found.rounds else ""
    return Line(row.slug, Target(entry.ledger or entry.target.path, row.title), found.state, rounds, _open([row]))


def _part(module: Module, rows: Sequence[LessonRow]) -> Part:
    page = Target(facts.module_ledger_path(module.id), f"{module.id} {module.title}")
    return Part(page, _states(rows), _open(rows))


def _again(one: Recurring) -> Again:
    lessons = {found.lesson.slug: found for found in reversed(one.findings)}
    places = [_place(lessons[slug]) for slug in dict.fromkeys(found.lesson.slug for found in one.findings)]
    return Again(one.what, len(one.findings), one.lessons, first(places, FEW))


def _place(found: Located) -> Target:
    """A finding on the page of its lesson's reviews, under the lesson's title."""
    return Target(f"{facts.ledger_path(found.lesson.slug)}#finding-{found.finding.id}", found.lesson.title)


def _oldest(found: Located | None) -> Oldest | None:
    if found is None:
        return None
    place = Target(_place(found).path, plain(found.finding.title))
    return Oldest(place, found.lesson.title, found.finding.severity, found.finding.date)
