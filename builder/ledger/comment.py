"""What a change did to the review ledger, as Markdown for a comment on a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from builder.course import Course
from builder.ledger.blocks import Block, Heading, Lines, Table, as_markdown, items
from builder.ledger.facts import Fact, ReviewFacts, facts_of
from builder.ledger.history import EntryStanding
from builder.models.base import ReviewSeverity


class Turn(Struct, frozen=True):
    """What became of one lesson's reviews since an earlier course.

    Attributes:
        slug: the lesson.
        before: what its reviews came to; None where it was not there.
        now: what they come to.
    """

    slug: str
    before: ReviewFacts | None
    now: ReviewFacts

    @property
    def raised(self) -> tuple[Fact, ...]:
        """The findings that are new."""
        known = self._known()
        return tuple(fact for fact in self.now.findings if fact.id not in known)

    @property
    def moved(self) -> tuple[tuple[Fact, str], ...]:
        """The findings that stand otherwise than before, with how they stood."""
        known = self._known()
        return tuple((fact, known[fact.id].standing) for fact in self.now.findings
                     if fact.id in known and known[fact.id].standing != fact.standing)

    def _known(self) -> Mapping[str, Fact]:
        return {fact.id: fact for fact in self.before.findings} if self.before else {}


def turns(course: Course, before: Course | None) -> Iterator[Turn]:
    """The lessons whose reviews come to something else than before, in teaching order."""
    slugs = dict.fromkeys((*course.order, *course.outlines))
    for slug in (slug for slug in slugs if slug in course.outlines):
        rows = course.outlines[slug].review
        seen = before.outlines.get(slug) if before else None
        if rows and (seen is None or seen.review != rows):
            yield Turn(slug, facts_of(seen.review) if seen else None, facts_of(rows))


def as_comment(course: Course, before: Course | None, since: str) -> str:
    """What a change did to the reviews of a course.

    Args:
        course: the course as it is.
        before: the course as it was; None where there was none.
        since: the revision that it was taken from, in words.
    """
    return as_markdown(_blocks(course, list(turns(course, before)), since))


def _blocks(course: Course, found: list[Turn], since: str) -> Iterator[Block]:
    yield Heading(f"Reviews since {since}", 2)
    if not found:
        yield Lines(("No lesson's reviews come to anything else.",))
    yield Table(("Lesson", "State", "Last verdict", "Open", "To verify"), tuple(_row(turn) for turn in found))
    for turn in found:
        if lines := list(_lines(turn)):
            yield Heading(course.outlines[turn.slug].title, 3)
            yield items(lines)


def _row(turn: Turn) -> tuple[str, ...]:
    now, before = turn.now, turn.before
    state = now.state if before is None or before.state == now.state else f"{before.state} → {now.state}"
    rounds = now.rounds
    verdict = f"{rounds[-1].verdict or 'none yet'} (iteration {rounds[-1].number})" if rounds else "never read"
    opened = [f"{count} {weight}" for weight in reversed(ReviewSeverity)
              if (count := sum(fact.weight is weight for fact in now.open))]
    unseen = sum(fact.standing == EntryStanding.FIXED for fact in now.findings)
    return f"`{turn.slug}`", state, verdict, ", ".join(opened) or "nothing", str(unseen)


def _lines(turn: Turn) -> Iterator[str]:
    """What is new, the worst first."""
    moved = sorted(turn.moved, key=lambda pair: (not pair[0].is_open, -pair[0].weight.level))
    for fact, was in moved:
        yield f"**{fact.severity}** `{fact.id}` {fact.title}: {was} → **{fact.standing}**"
    for fact in turn.raised:
        yield f"new: **{fact.severity}** `{fact.id}` {fact.title} ({fact.standing})"
    yield from (reason for reason in turn.now.reasons if turn.before is None or reason not in turn.before.reasons)
