"""What the page of a lesson's reviews shows: each finding on its way through the iterations, and all else they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from builder.audit import Audit
from builder.course import Course, LessonFolder
from builder.ledger.history import Entry, EntryStanding, History, Step, history
from builder.ledger.places import Standing
from builder.ledger.state import Judgement, judged
from builder.models.base import ReviewSeverity
from builder.pages import facts
from builder.pages.ledgerrounds import Round, rounds
from builder.pages.markup import plain
from builder.pages.planning import section
from builder.pages.sheet import Heading, Target
from builder.pages.words import goals, has_formula, strings

_LOST = {
    Standing.MOVED: "It has moved here since it was judged.", Standing.GONE: "It is gone from the text.",
    Standing.THERE: "", Standing.UNPLACED: "",
}
_SEEN = ("raised", "verified", "partly fixed", "not fixed", "withdrawn", "looked at", "back")
"""The steps that an iteration saw; the others are what a finding's own status says."""

OPEN = (EntryStanding.OPEN, EntryStanding.BACK)
"""How findings stand whose place somebody has to mend."""

UNSETTLED = (*OPEN, EntryStanding.FIXED)
"""How findings stand whose place somebody has to mend or to look at."""

Choice = tuple[str, str, tuple[tuple[str, int], ...]]
"""What readers can choose by: a field's name and title, and its values, each with how many rows have it."""


class Mark(Struct, frozen=True):
    """An iteration in a finding's row of the timeline: what happened in it, and how its cell looks."""

    what: str
    look: str


class Shown(Struct, frozen=True):
    """A finding with its place in the lesson's page and its way through the iterations.

    Attributes:
        id: where it stands on the page.
        entry: the finding and its life.
        place: where it points in the lesson's page; None where it only says so in words.
        marks: its row of the timeline.
    """

    id: str
    entry: Entry
    place: Target | None
    marks: tuple[Mark, ...]

    @property
    def title(self) -> str:
        """Its title without marks, for links to it."""
        return plain(self.entry.finding.title)

    @property
    def told(self) -> str:
        """What is to be said of its place."""
        return _LOST[self.entry.found.state]

    @property
    def stated(self) -> tuple[tuple[str, str], ...]:
        """The names by which it points to its place."""
        target = self.entry.finding.target
        names = (("section", target.section), ("block", target.block), ("widget", target.widget)) if target else ()
        return tuple((kind, name) for kind, name in names if name)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What iterations saw of it."""
        return tuple(step for step in self.entry.steps if step.what in _SEEN)

    @property
    def unsettled(self) -> bool:
        """Whether somebody has to mend it or to look at its fix."""
        return self.entry.standing in UNSETTLED


class Group(Struct, frozen=True):
    """Findings that stand alike, under their heading."""

    heading: Heading
    findings: tuple[Shown, ...]


class LedgerFacts(Struct, frozen=True, dict=True):
    """Everything that the page of a lesson's reviews shows."""

    frame: facts.Frame
    module: Target
    judgement: Judgement
    findings: tuple[Shown, ...]
    rounds: tuple[Round, ...]
    stale: tuple[Target, ...]
    audit: Audit
    targets: Mapping[str, Target]
    has_math: bool

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The findings by what has to be done about them."""
        return tuple(Group(Heading(name, f"{title} ({len(found)})", 3), found) for name, title, standings in _GROUPS
                     if (found := tuple(one for one in self.findings if one.entry.standing in standings)))

    @cached_property
    def contents(self) -> tuple[Heading, ...]:
        """The page's headings."""
        return (Heading("findings", "Findings", 2), *(group.heading for group in self.groups),
                Heading("iterations", "Iterations", 2), *(one.heading for one in reversed(self.rounds)),
                Heading("audit", "What the audit finds", 2))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What readers can choose findings by."""
        severities = Counter(one.entry.finding.severity for one in self.findings)
        return (("severity", "Severity", tuple((s, severities[s]) for s in reversed(ReviewSeverity) if severities[s])),
                ("status", "Status", tuple(self._standings())))

    @property
    def told(self) -> str:
        """How many findings stand how, in words."""
        return ", ".join(f"{count} {standing}" for standing, count in self._standings()) or "none"

    def _standings(self) -> Iterator[tuple[str, int]]:
        held = Counter(one.entry.standing for one in self.findings)
        return ((standing, held[standing]) for standing in EntryStanding if held[standing])

    @property
    def in_the_way(self) -> tuple[Shown, ...]:
        """The findings that hold the lesson back."""
        return tuple(one for one in self.findings if one.entry.weighs)


_GROUPS = (
    ("open", "Open", OPEN),
    ("unverified", "Said to be fixed, and nobody has looked", (EntryStanding.FIXED,)),
    ("settled", "Settled", tuple(standing for standing in EntryStanding if standing not in UNSETTLED)),
)


def ledger_links(course: Course, folder: LessonFolder) -> Mapping[str, Target]:
    """Where the links and names in a lesson's reviews lead."""
    said = goals(pair for _, review in folder.reviews for pair in strings(review))
    seen = {f"concept:{name}" for _, review in folder.reviews if review.plan for name in review.plan.depths}
    return facts.targets(course, said | seen)


def ledger_facts(
    folder: LessonFolder, frame: facts.Frame, module: Target, audit: Audit, targets: Mapping[str, Target]
) -> LedgerFacts:
    """What the page of a lesson's reviews shows.

    Args:
        folder: the lesson; it has reviews.
        frame: what surrounds it.
        module: the page of its module's reviews.
        audit: what the audit says of the lesson.
        targets: where the links in its reviews lead.
    """
    life = history(folder)
    judgement, findings = judged(folder, life), tuple(_shown(folder, life))
    return LedgerFacts(
        frame=frame, module=module, judgement=judgement, audit=audit, findings=findings, targets=targets,
        rounds=rounds(folder, life, _ids(findings)), stale=tuple(section(folder, name) for name in judgement.stale),
        has_math=has_formula(pair for _, review in folder.reviews for pair in strings(review)),
    )


def _shown(folder: LessonFolder, life: History) -> Iterator[Shown]:
    """The findings in the order of their history; one that has the id of another is numbered."""
    met = Counter[str]()
    for entry in life.entries:
        met[entry.finding.id] += 1
        number = met[entry.finding.id]
        name = f"finding-{entry.finding.id}" + (f"-{number}" if number > 1 else "")
        yield Shown(name, entry, _place(folder, entry), tuple(marks(entry, len(life.iterations))))


def _ids(findings: Sequence[Shown]) -> Mapping[tuple[int, int], str]:
    """Where findings stand on the page, by their iterations and their numbers in these."""
    return {(one.entry.raised, one.entry.number): one.id for one in findings}


def _place(folder: LessonFolder, entry: Entry) -> Target | None:
    """Where a finding points in the lesson's page; None where it gives no place, or the lesson has no text."""
    found, page = entry.found, facts.lesson_path(folder.slug)
    if found.state is Standing.UNPLACED:
        return None
    return Target(f"{page}#{found.anchor}", plain(found.words)) if found.anchor else Target(page, folder.title)


def marks(entry: Entry, last: int) -> Iterator[Mark]:
    """A finding's row of the timeline: its steps on a line from where it was raised to where it was settled.

    Args:
        entry: the finding with its life.
        last: the number of the last iteration.
    """
    steps = {step.iteration: step.what for step in entry.steps if step.what in _SEEN}
    until = last + 1 if entry.standing in UNSETTLED else max(steps)
    for number in range(1, last + 1):
        line = ("in" if entry.raised < number <= until else "", "out" if entry.raised <= number < until else "")
        what = steps.get(number, "")
        yield Mark(what, " ".join(filter(None, (what.replace(" ", "-"), *line))))
