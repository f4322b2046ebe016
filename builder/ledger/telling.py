"""What the ledger says to people: of a lesson with all its findings, of a check, of the whole course."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from builder.ledger.blocks import Block, Heading, Items, Lines, Table, items
from builder.ledger.check import Check
from builder.ledger.course import CourseLedger, Located, count
from builder.ledger.history import Entry, EntryStanding, History, Iteration, Step
from builder.ledger.planned import place_words
from builder.ledger.state import Judgement, LessonState
from builder.models.base import ReviewSeverity

T = TypeVar("T")

SEVERITIES = tuple(reversed(ReviewSeverity))
"""From the heaviest to the lightest."""


# ---- a lesson


def lesson_blocks(told: History, judgement: Judgement, title: str) -> Iterator[Block]:
    """All that a lesson's reviews hold: its state, its iterations, every finding with its life."""
    yield Heading(f"{title}: {judgement.state}")
    yield items(judgement.reasons)
    yield Table(("iteration", "date", "reviewer", *(str(severity) for severity in SEVERITIES), "verdict", "allowed"),
                tuple(_iteration_row(one) for one in told.iterations))
    if told.entries:
        yield Heading(f"Findings ({counted(told)})", 2)
        yield Items(tuple(_entry_item(entry, told.slug) for entry in told.entries))
    for one in told.iterations:
        if said := tuple(_remarks(one)):
            yield Heading(f"Iteration {one.number}", 2)
            yield Items(said)


def counted(told: History) -> str:
    """How many findings stand how, in words."""
    standings = [entry.standing for entry in told.entries]
    return ", ".join(f"{number} {standing}" for standing in EntryStanding if (number := standings.count(standing)))


def _iteration_row(one: Iteration) -> tuple[str, ...]:
    of = f" of {one.review.of}" if one.review.of else ""
    return (f"{one.number}{of}", one.review.date or "", one.review.reviewer or "",
            *(str(one.counts[severity]) for severity in SEVERITIES), str(one.verdict or "none yet"), str(one.allowed))


def _entry_item(entry: Entry, slug: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    finding = entry.finding
    quote = finding.target.quote if finding.target else None
    parts = (("Location", finding.location), ("Quote", quote), ("Issue", finding.issue),
             ("Student impact", finding.student_impact), ("Suggested fix", finding.suggested_fix),
             *((f"Written, {name}", words) for name, words in finding.written.items()))
    details = [(name, words) for name, words in parts if words]
    name, _, where = place_words(entry.found, slug).partition(": ")
    life = [("Life", "; ".join(_step(step) for step in entry.steps))]
    place = [(name, where)] if entry.found.kind not in ("", "words") else []
    return entry_line(entry), (*place, *details, *life)


def entry_line(entry: Entry) -> str:
    """A finding in a line: how it stands, how heavy it is, its id and its title."""
    finding = entry.finding
    return f"{entry.standing} {finding.severity} `{finding.id}`: {finding.title}"


def _step(step: Step) -> str:
    by = f" by {step.by}" if step.by else ""
    on = f" on {step.on}" if step.on else ""
    text = f" ({' '.join(step.text.split())})" if step.text else ""
    return f"{step.what} in iteration {step.iteration}{by}{on}{text}"


def _remarks(one: Iteration) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """What a review says besides its findings."""
    review = one.review
    if review.summary:
        yield f"Summary: {' '.join(review.summary.split())}", ()
    if review.regressions:
        yield f"Regressions: {' '.join(review.regressions.split())}", ()
    for look in review.verification:
        if look.finding is None:
            yield f"Verified: {look.outcome or 'no outcome'}, {look.title or look.text or ''}", ()
    for note in review.notes:
        said = [*filter(None, [note.text]), *note.items]
        yield f"{note.heading or 'Note'}:", tuple((str(n), text) for n, text in enumerate(said, 1))
    for name, words in review.written.items():
        yield f"Written, {name}: {' '.join(words.split())}", ()
    for part in review.extra:
        yield f"{part.heading}: {' '.join(part.text.split())}", ()


# ---- a check


def check_blocks(found: Check) -> Iterator[Block]:
    """What can be computed of a lesson's reviews, what contradicts, and what is to be done."""
    told, judgement = found.history, found.judgement
    yield Heading(f"{found.title}: {judgement.state}")
    yield items(judgement.reasons)
    yield Lines(tuple(_facts(told)))
    yield from _list("To verify", (entry_line(entry) for entry in found.to_verify))
    yield from _list("Open", (entry_line(entry) for entry in told.open if entry not in told.back))
    yield from _list("Not where the finding says", (
        f"`{entry.finding.id}`: {place_words(entry.found, told.slug).removeprefix('Place: ')}"
        for entry in found.misplaced))
    yield from _list("To be read again", (f"`{section}`" for section in judgement.stale))
    yield from _list("Faults", (f"{fault.span}: {fault.severity}[{fault.code}] {fault.message}; {fault.help}"
                                for fault in found.faults))
    yield from _list("Waived", (f"{fault.span}: {fault.message} [{fault.code}] ({reason})"
                                for fault, reason in found.waived))


def _facts(told: History) -> Iterator[str]:
    """The last iteration in two sentences."""
    if not told.iterations:
        return
    final = told.iterations[-1]
    of = f" of {final.review.of}" if final.review.of else ""
    counts = ", ".join(f"{final.counts[severity]} {severity}" for severity in SEVERITIES)
    yield f"Iteration {final.number}{of} raises {counts}; in all iterations: {counted(told) or 'nothing'}."
    verdict = f"it says {final.verdict}" if final.verdict else "it has no verdict yet"
    yield f"Its findings allow {final.allowed}; {verdict}."


def _list(title: str, lines: Iterable[str]) -> Iterator[Block]:
    if found := tuple(lines):
        yield Heading(f"{title} ({len(found)})", 3)
        yield items(found)


# ---- the course


def course_blocks(ledger: CourseLedger) -> Iterator[Block]:
    """The course's reviews: states, findings, and what waits."""
    states, opened = ledger.states(), ledger.open()
    yield Heading(f"Reviews of {ledger.course.config.title}")
    yield Lines((
        f"{count(len(ledger.rows), 'lesson')}: {_counts(LessonState, states)}.",
        f"{count(len(ledger.findings), 'finding')}: {_counts(EntryStanding, ledger.standings())}.",
        f"Open: {_counts(SEVERITIES, opened)}.",
    ))
    yield Table(("lesson", "state", "iterations", *(f"open {severity}" for severity in SEVERITIES), "last verdict"),
                tuple((row.slug, str(row.facts.state), str(len(row.facts.rounds)),
                       *(str(row.open(severity)) for severity in SEVERITIES),
                       row.facts.rounds[-1].verdict or "none yet" if row.facts.rounds else "")
                      for row in ledger.rows))
    yield from _list("What waits, in the order of harm", (
        f"`{entry.lesson.slug}`: {entry.why}" for entry in ledger.waiting()))
    yield from _list("Oldest open finding", map(_located, filter(None, [ledger.oldest()])))
    yield from _list("Found in several lessons", (
        f"{group.what}: {', '.join(dict.fromkeys(f'`{found.lesson.slug}`' for found in group.findings))}"
        for group in ledger.recurring()))
    yield from _list("Reviewers", (
        f"{load.reviewer}: {count(load.iterations, 'iteration')} of {count(load.lessons, 'lesson')},"
        f" {count(load.findings, 'finding')}"
        + (f", {load.unfinished} unfinished" if load.unfinished else "") for load in ledger.reviewers()))
    taken = ledger.to_pass()
    yield from _list("Iterations to PASS", (
        f"{count(number, 'iteration')}: {count(taken[number], 'lesson')}" for number in taken))


def _counts(order: Iterable[T], counts: Mapping[T, int]) -> str:
    """How many of each, in words."""
    return ", ".join(f"{counts[one]} {one}" for one in order if counts.get(one)) or "none"


def _located(found: Located) -> str:
    finding = found.finding
    return f"{finding.date} `{found.lesson.slug}` {finding.severity} `{finding.id}`: {finding.title}"
