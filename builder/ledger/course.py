"""The ledger of a module or of the whole course, from what outlines say of each lesson's reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from builder.course import Course
from builder.ledger.facts import Fact, ReviewFacts, facts_of
from builder.ledger.history import EntryStanding
from builder.ledger.likeness import alike
from builder.ledger.state import LessonState
from builder.models.base import ReviewSeverity, Verdict


class LessonRow(Struct, frozen=True):
    """A lesson in the ledger: its slug, its title, its module's id ("" for none) and what its reviews come to."""

    slug: str
    title: str
    module: str
    facts: ReviewFacts

    def open(self, severity: ReviewSeverity) -> int:
        """How many of its findings of a severity are open."""
        return sum(finding.weight is severity for finding in self.facts.open)


class Located(Struct, frozen=True):
    """A finding and the lesson that it is about."""

    lesson: LessonRow
    finding: Fact


class Recurring(Struct, frozen=True):
    """What was found in several lessons: the rule's code or the first finding's title, and the findings."""

    what: str
    findings: tuple[Located, ...]

    @property
    def lessons(self) -> int:
        """In how many lessons."""
        return len({found.lesson.slug for found in self.findings})


class ReviewerLoad(Struct, frozen=True):
    """What a reviewer has done: iterations, lessons, findings; and the iterations without a verdict yet."""

    reviewer: str
    iterations: int
    lessons: int
    findings: int
    unfinished: int


class Waiting(Struct, frozen=True):
    """A lesson that waits for somebody: why, and by what rank of harm (0 is the worst)."""

    lesson: LessonRow
    rank: int
    why: str


class CourseLedger:
    """What reviews come to in a course, or in some of its lessons.

    Args:
        course: the course; nothing but its outlines is looked at.
        slugs: the lessons; by default all that the course lists, in teaching order, and then the others.
    """

    def __init__(self, course: Course, slugs: Sequence[str] | None = None) -> None:
        self.course = course
        self._slugs = slugs if slugs is not None else list(dict.fromkeys((*course.order, *course.outlines)))

    @cached_property
    def rows(self) -> tuple[LessonRow, ...]:
        """The lessons that have a folder."""
        modules = {slug: module.id for module in reversed(self.course.config.modules) for slug in module.lessons}
        outlines = (self.course.outlines[slug] for slug in self._slugs if slug in self.course.outlines)
        return tuple(LessonRow(seen.slug, seen.title, modules.get(seen.slug, ""), facts_of(seen.review))
                     for seen in outlines)

    @cached_property
    def findings(self) -> tuple[Located, ...]:
        """All findings, lesson by lesson."""
        return tuple(Located(row, finding) for row in self.rows for finding in row.facts.findings)

    def states(self) -> Mapping[LessonState, int]:
        """How many lessons are in each state."""
        return Counter(row.facts.lesson_state for row in self.rows)

    def open(self) -> Mapping[ReviewSeverity, int]:
        """How many findings of each severity are open."""
        return Counter(found.finding.weight for found in self.findings if found.finding.is_open)

    def standings(self) -> Mapping[EntryStanding, int]:
        """How many findings stand how."""
        return Counter(EntryStanding(found.finding.standing) for found in self.findings)

    def by_iteration(self) -> Mapping[int, Mapping[ReviewSeverity, int]]:
        """How many findings of each severity were raised in each iteration, by its number."""
        found: dict[int, Counter[ReviewSeverity]] = {}
        for row in self.rows:
            for one in row.facts.rounds:
                found.setdefault(one.number, Counter()).update(one.counts)
        return {number: found[number] for number in sorted(found)}

    def to_pass(self) -> Mapping[int, int]:
        """How many lessons took how many iterations to their first PASS."""
        counts = Counter(taken for row in self.rows if (taken := row.facts.to_pass()))
        return {taken: counts[taken] for taken in sorted(counts)}

    def stale(self) -> tuple[LessonRow, ...]:
        """The lessons that have changed since they passed."""
        return tuple(row for row in self.rows if row.facts.lesson_state is LessonState.STALE)

    def oldest(self) -> Located | None:
        """The open finding with the earliest day; of one day, the heaviest."""
        dated = [found for found in self.findings if found.finding.is_open and found.finding.date]
        return min(dated, key=lambda found: (found.finding.date, -found.finding.weight.level), default=None)

    def reviewers(self) -> tuple[ReviewerLoad, ...]:
        """What each reviewer has done, who did most first; iterations that name nobody are left out."""
        done: dict[str, list[tuple[str, int, bool]]] = {}
        for row in self.rows:
            for one in row.facts.rounds:
                raised = sum(one.counts.values())
                done.setdefault(one.reviewer, []).append((row.slug, raised, not one.verdict))
        loads = [ReviewerLoad(name, len(rounds), len({slug for slug, _, _ in rounds}), sum(n for _, n, _ in rounds),
                              sum(open_ for _, _, open_ in rounds)) for name, rounds in done.items() if name]
        return tuple(sorted(loads, key=lambda load: (-load.iterations, load.reviewer)))

    def recurring(self) -> tuple[Recurring, ...]:
        """What was found in more than one lesson, what is found in most of them first.

        Findings are of one kind when they name the same rule, or when they stand in the same kind of section and are
        worded alike.
        """
        groups = [*self._by_code(), *self._by_wording()]
        found = [group for group in groups if group.lessons > 1]
        return tuple(sorted(found, key=lambda group: (-group.lessons, -len(group.findings), group.what)))

    def _by_code(self) -> Iterator[Recurring]:
        coded: dict[str, list[Located]] = {}
        for found in self.findings:
            for code in found.finding.codes:
                coded.setdefault(code, []).append(found)
        return (Recurring(code, tuple(group)) for code, group in coded.items())

    def _by_wording(self) -> Iterator[Recurring]:
        uncoded = [found for found in self.findings if not found.finding.codes]
        for group in alike([(found.finding.kind, found.finding.title) for found in uncoded]):
            yield Recurring(uncoded[group[0]].finding.title, tuple(uncoded[n] for n in group))

    def waiting(self) -> tuple[Waiting, ...]:
        """The lessons that wait for a reader or an author, the greatest harm first.

        Open CRITICAL findings come first, then lessons that have changed since they passed, lessons that nobody has
        read, open IMPROVEMENTs, fixes at which nobody has looked, and reviews that are not finished.
        """
        found = [entry for row in self.rows if (entry := _waiting(row))]
        places = {entry.lesson.slug: n for n, entry in enumerate(found)}
        return tuple(sorted(found, key=lambda entry: (
            entry.rank, -len(entry.lesson.facts.open), _first_day(entry.lesson), places[entry.lesson.slug])))


def _waiting(row: LessonRow) -> Waiting | None:
    """Why a lesson waits, by the greatest harm; None where it does not."""
    state, critical, improvement = row.facts.lesson_state, *(
        row.open(weight) for weight in (ReviewSeverity.CRITICAL, ReviewSeverity.IMPROVEMENT))
    fixed = sum(finding.standing == EntryStanding.FIXED for finding in row.facts.findings)
    last = row.facts.rounds[-1].verdict if row.facts.rounds else ""
    reasons = (
        (critical, f"{count(critical, 'open CRITICAL finding')}"),
        (state is LessonState.STALE, "it has changed since it passed"),
        (state is LessonState.DRAFTED, "nobody has read it yet"),
        (improvement, f"{count(improvement, 'open IMPROVEMENT')}"),
        (fixed, f"{count(fixed, 'fix', 'fixes')} at which nobody has looked"),
        (state is LessonState.IN_REVIEW and not last, "its review is not finished"),
        (state is LessonState.IN_REVIEW, f"its last verdict is {last or Verdict.NEEDS_REVISION}"),
    )
    rank = next((n for n, (holds, _) in enumerate(reasons) if holds), None)
    if rank is None:
        return None
    why = reasons[rank][1]
    return Waiting(row, rank, f"{why}; no iteration is left" if row.facts.last else why)


def _first_day(row: LessonRow) -> str:
    return min((finding.date for finding in row.facts.open if finding.date), default="9999")


def count(number: int, one: str, many: str = "") -> str:
    """A number of things in words."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
