"""What a lesson's reviews are worth as it stands: planned, drafted, in review, passed or stale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from builder.ledger.history import Entry, Folder, History, covers, history
from builder.models.base import Verdict
from builder.models.lessons import Lesson
from builder.models.plans import Plan
from builder.models.reviews import Review, SeenPlan, same_digest


class LessonState(StrEnum):
    """How far a lesson has come."""

    PLANNED = "planned"
    DRAFTED = "drafted"
    IN_REVIEW = "in review"
    PASSED = "passed"
    STALE = "stale"


class Judgement(Struct, frozen=True):
    """The state of a lesson, and why.

    Attributes:
        state: planned (no text), drafted (never read), in review, passed, or stale (passed, and changed since).
        reasons: what stands behind it, a sentence each.
        stale: the sections that no passing review covers as they stand, or that the plan asks more of since.
        last: whether no iteration is left, and the lesson has not passed.
        passed: whether the last verdict is PASS and no weighty finding is open; so it may be while it is read again.
    """

    state: LessonState
    reasons: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    last: bool = False
    passed: bool = False


def state_of(folder: Folder) -> Judgement:
    """The state of a lesson, computed from its files."""
    return judged(folder, history(folder, located=False))


def judged(folder: Folder, told: History) -> Judgement:
    """The state of a lesson whose history is at hand."""
    if not told.iterations:
        return Judgement(LessonState.DRAFTED, ("nobody has read it yet",)) if folder.text \
            else Judgement(LessonState.PLANNED, ("it has no text",))
    stale, changes = _changes(folder)
    given = [one.verdict for one in told.iterations if one.verdict]
    heavy = [entry for entry in told.entries if entry.weighs]
    passed = given[-1:] == [Verdict.PASS] and not heavy
    reading = told.iterations[-1].verdict is None
    if passed and not reading:
        state = LessonState.STALE if changes else LessonState.PASSED
        return Judgement(state, (*changes, *_unknown(folder)), stale, passed=True)
    last = no_iteration_left(told) and not passed
    reasons = (*_pending(told, heavy), *changes, *(("no iteration is left",) if last else ()))
    return Judgement(LessonState.IN_REVIEW, reasons, stale, last, passed)


def no_iteration_left(told: History) -> bool:
    """Whether the last review was the last that its own limit allows, and has given its verdict."""
    final = told.iterations[-1]
    return bool(final.verdict and final.review.of and final.number >= final.review.of)


def _pending(told: History, heavy: Sequence[Entry]) -> Iterator[str]:
    """What stands between a lesson and PASS."""
    final = told.iterations[-1]
    if final.verdict is None:
        yield f"iteration {final.number} has no verdict yet"
    elif final.verdict is not Verdict.PASS:
        yield f"iteration {final.number} says {final.verdict}"
    for entry in heavy:
        back = " is back" if entry in told.back else " is open"
        yield f"`{entry.finding.id}` ({entry.finding.severity}){back}"


def _unknown(folder: Folder) -> Iterator[str]:
    """That nobody can tell what has changed, where the passing review keeps no digests."""
    passing = _passing(folder)
    if folder.text and passing and not (passing[-1].digest or passing[-1].sections):
        yield "the review keeps no digests, so that changes since cannot be told"


# ---- what has changed since


def _passing(folder: Folder) -> list[Review]:
    return [review for _, review in folder.reviews if review.verdict is Verdict.PASS]


def _changes(folder: Folder) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sections that no passing review covers, and what has changed, in words."""
    passing = _passing(folder)
    if not passing:
        return (), ()
    sections, words = list[str](), list[str]()
    if folder.text:
        sections += uncovered(folder.text, passing)
        words += _in_words(folder.text, sections, passing[-1])
    if folder.plan and passing[-1].plan:
        for what, name in asked_since(folder.plan, passing[-1].plan):
            words.append(f"{what} since it passed")
            sections += about(folder.text, folder.plan, name)
    return tuple(dict.fromkeys(sections)), tuple(words)


def uncovered(text: Lesson, passing: Sequence[Review]) -> list[str]:
    """The sections that no passing review covers as they stand; none where the last one keeps no digests.

    What stands under a heading is part of the sections around it, so these have changed with it.
    """
    last = passing[-1]
    if not (last.digest or last.sections):
        return []
    return [section.id for section in text.sections
            if not any(covers(review, text, section.id) for review in passing)]


def _in_words(text: Lesson, sections: Sequence[str], last: Review) -> Iterator[str]:
    if sections:
        names = ", ".join(f"`{name}`" for name in sections)
        yield f"no passing review has read {names} as {'it stands' if len(sections) == 1 else 'they stand'}"
    if gone := [name for name in last.sections if text.section(name) is None]:
        yield f"gone since it passed: {', '.join(f'`{name}`' for name in gone)}"
    elif not sections and last.digest and not same_digest(last.digest, text.digest):
        yield "what stands above the first section, or the order of sections, has changed since it passed"


def asked_since(plan: Plan, seen: SeenPlan) -> Iterator[tuple[str, str]]:
    """What a plan asks for that it did not when a review read it: in words, and the concept or misconception."""
    for row in plan.depths:
        before = seen.depths.get(row.concept) if row.concept else None
        if row.concept and row.depth and (before is None or row.depth > before):
            since = f"raised from {before} to" if before else "new, and to reach"
            yield f"`{row.concept}` is {since} {row.depth}", row.concept
    for entry in plan.misconceptions:
        if entry.id not in seen.misconceptions:
            yield f"the misconception `{entry.id}` is new", entry.id


def about(text: Lesson | None, plan: Plan, name: str) -> Iterator[str]:
    """The sections that teach a concept or address a misconception."""
    if text is None:
        return
    for option in ("teaches", "misconception"):
        yield from (block.section for block in text.marking(option, name) if block.section)
    for entry in plan.misconceptions:
        section = entry.address.section if entry.id == name and entry.address else None
        if section and text.section(section):
            yield section
