"""A lesson's findings through its reviews: raised, looked at, settled, back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from builder.ledger.places import NOWHERE, Found, Places, within
from builder.models.base import ReviewSeverity, Verdict
from builder.models.lessons import Lesson
from builder.models.plans import Plan
from builder.models.reviews import Finding, FindingStatus, FixOutcome, Review, Verification, same_digest


class Folder(Protocol):
    """What the ledger asks of a lesson's folder."""

    @property
    def slug(self) -> str:
        """The lesson."""

    @property
    def plan(self) -> Plan | None:
        """Its plan."""

    @property
    def text(self) -> Lesson | None:
        """Its text."""

    @property
    def reviews(self) -> tuple[tuple[str, Review], ...]:
        """Its reviews with their paths, in order."""


class EntryStanding(StrEnum):
    """Where a finding stands now."""

    OPEN = "open"
    BACK = "back"
    FIXED = "fixed"
    VERIFIED = "verified"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RETRACTED = "retracted"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about the text."""
        return self in (EntryStanding.OPEN, EntryStanding.BACK)

    @property
    def order(self) -> int:
        """0 for what waits longest, as reports show it: open, back, fixed and not looked at, settled."""
        return min(list(EntryStanding).index(self), 3)


class Step(Struct, frozen=True):
    """What happened to a finding in an iteration.

    Attributes:
        iteration: the number of the iteration.
        what: raised, verified, partly fixed, not fixed, withdrawn, looked at, fixed, accepted, rejected, retracted
            or back.
        text: what was seen, or the reason.
        by: who looked.
        on: the day, or "".
    """

    iteration: int
    what: str
    text: str = ""
    by: str = ""
    on: str = ""


class Entry(Struct, frozen=True):
    """A finding with its life.

    Attributes:
        finding: the finding as its file has it.
        raised: the number of the iteration that raised it.
        path: the file that it stands in.
        number: its number in that file, from 0.
        found: where its target stands now.
        standing: where it stands.
        steps: its life in order.
        verified_by: who saw that the fix holds, or "".
        verified_on: when, or "".
    """

    finding: Finding
    raised: int
    path: str
    number: int
    found: Found
    standing: EntryStanding
    steps: tuple[Step, ...] = ()
    verified_by: str = ""
    verified_on: str = ""

    @property
    def verified_in(self) -> int:
        """The iteration that last saw its fix hold; 0 where none did."""
        return max((step.iteration for step in self.steps if step.what == "verified"), default=0)

    @property
    def weighs(self) -> bool:
        """Whether it holds a lesson back: it is open and no mere POLISH."""
        return self.standing.is_open and self.finding.severity > ReviewSeverity.POLISH


class Iteration(Struct, frozen=True):
    """A review, and what can be computed of it.

    Attributes:
        number: its number among the lesson's reviews, from 1.
        path: its file.
        review: the review.
        counts: the findings that it raised, by severity.
        verdict: the verdict that it states, if it states one.
        allowed: the verdict that its findings, and those left open before, allow.
    """

    number: int
    path: str
    review: Review
    counts: Mapping[ReviewSeverity, int]
    verdict: Verdict | None
    allowed: Verdict


class History(Struct, frozen=True):
    """All reviews of a lesson and all that they found; what is open stands first, then by weight and age."""

    slug: str
    iterations: tuple[Iteration, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def open(self) -> tuple[Entry, ...]:
        """The findings that wait for somebody to mend the text."""
        return tuple(entry for entry in self.entries if entry.standing.is_open)

    @property
    def unverified(self) -> tuple[Entry, ...]:
        """The findings that are said to be fixed, and nobody has looked."""
        return tuple(entry for entry in self.entries if entry.standing is EntryStanding.FIXED)

    @property
    def back(self) -> tuple[Entry, ...]:
        """The findings that were seen to be mended, and whose quoted text stands there again."""
        return tuple(entry for entry in self.entries if entry.standing is EntryStanding.BACK)


def history(folder: Folder, located: bool = True) -> History:
    """The reviews of a lesson as one story.

    Args:
        folder: the lesson's folder.
        located: whether to say where each finding's place is now, for which its text may have to be parsed.
    """
    places, reviews = Places(folder.text, folder.plan), [review for _, review in folder.reviews]
    looks, waved = _looks(reviews), _waved(reviews)
    entries = [
        _Life(finding, n, reviews, looks.get(finding.id, []), waved.get((n, k), 0)).entry(path, k, places, located)
        for n, (path, review) in enumerate(folder.reviews, 1) for k, finding in enumerate(review.findings)
    ]
    iterations = tuple(
        Iteration(n, path, review, Counter(finding.severity for finding in review.findings), review.verdict,
                  _allowed(entries, n, review, last=n == len(reviews)))
        for n, (path, review) in enumerate(folder.reviews, 1))
    order = sorted(entries, key=lambda e: (e.standing.order, -e.finding.severity.level, e.raised, e.number))
    return History(folder.slug, iterations, tuple(order))


# ---- looks at fixes

_SEEN = {
    FixOutcome.RESOLVED: "verified", FixOutcome.PARTIAL: "partly fixed", FixOutcome.UNRESOLVED: "not fixed",
    FixOutcome.WITHDRAWN: "withdrawn", None: "looked at",
}
_HELD = (FixOutcome.RESOLVED, FixOutcome.WITHDRAWN)

Look = tuple[int, Verification]


def _looks(reviews: Sequence[Review]) -> dict[str, list[Look]]:
    """The looks at the fix of each finding, with the numbers of their iterations."""
    found: dict[str, list[Look]] = {}
    for number, review in enumerate(reviews, 1):
        for look in review.verification:
            if look.finding and not look.blank:
                found.setdefault(look.finding, []).append((number, look))
    return found


def _waved(reviews: Sequence[Review]) -> dict[tuple[int, int], int]:
    """The findings that a review saw mended without naming them, with the number of that review.

    An imported review may tell how many fixes hold and not of what.  Where it saw as many as weighty findings of
    earlier reviews are open, those are meant; otherwise nobody can tell which are.
    """
    named = {look.finding for review in reviews for look in review.verification if look.outcome in _HELD}
    found: dict[tuple[int, int], int] = {}
    unnamed = 0
    for number, review in enumerate(reviews, 1):
        unnamed += sum(look.finding is None and look.outcome in _HELD for look in review.verification)
        waiting = [(n, k) for n, earlier in enumerate(reviews[:number - 1], 1)
                   for k, finding in enumerate(earlier.findings)
                   if finding.status is FindingStatus.OPEN and finding.severity > ReviewSeverity.POLISH
                   and finding.id not in named]
        if waiting and len(waiting) <= unnamed:
            found = {**dict.fromkeys(waiting, number), **found}
    return found


# ---- one finding


class _Life(Struct, frozen=True):
    """A finding, the iteration that raised it, and the looks at its fix."""

    finding: Finding
    raised: int
    reviews: Sequence[Review]
    looks: Sequence[Look] = ()
    waved: int = 0

    def entry(self, path: str, number: int, places: Places, located: bool) -> Entry:
        found = places.find(self.finding) if located else NOWHERE
        standing = self.standing(places)
        held = [step for step in self.steps() if step.what == "verified"]
        seen = held[-1] if held and standing in (EntryStanding.VERIFIED, EntryStanding.BACK) else Step(0, "")
        back = (Step(len(self.reviews), "back"),) if standing is EntryStanding.BACK else ()
        return Entry(self.finding, self.raised, path, number, found, standing, (*self.steps(), *back), seen.by,
                     seen.on)

    def steps(self) -> tuple[Step, ...]:
        """Its life as the files tell it."""
        review, status = self.reviews[self.raised - 1], self.finding.status
        steps = [Step(self.raised, "raised", "", review.reviewer or "", review.date or "")]
        if status is not FindingStatus.OPEN:
            steps.append(Step(self.raised, str(status), self.finding.reason or ""))
        steps += [self._step(number, look) for number, look in self.looks]
        if self.waved:
            steps.append(self._step(self.waved, Verification(outcome=FixOutcome.RESOLVED)))
        return tuple(steps)

    def _step(self, number: int, look: Verification) -> Step:
        review = self.reviews[number - 1]
        words = "\n\n".join(part for part in (look.title, look.text) if part)
        by, on = look.by or review.reviewer or "", look.date or review.date or ""
        return Step(number, _SEEN[look.outcome], words, by, on)

    def standing(self, places: Places) -> EntryStanding:
        """Where it stands now."""
        status, outcome = self.finding.status, self._last_look()
        if status in (FindingStatus.ACCEPTED, FindingStatus.REJECTED, FindingStatus.RETRACTED):
            return EntryStanding(str(status))
        if outcome is FixOutcome.WITHDRAWN:
            return EntryStanding.RETRACTED
        if outcome is FixOutcome.RESOLVED:
            return EntryStanding.BACK if self._is_back(places) else EntryStanding.VERIFIED
        fixed = outcome is None and status is FindingStatus.FIXED
        return EntryStanding.FIXED if fixed else EntryStanding.OPEN

    def _last_look(self) -> FixOutcome | None:
        outcomes = [look.outcome for _, look in self.looks if look.outcome]
        return outcomes[-1] if outcomes else FixOutcome.RESOLVED if self.waved else None

    def _is_back(self, places: Places) -> bool:
        """Whether its quotation stands in the text again: in a section that is not as it was when the fix was seen."""
        target, text = self.finding.target, places.text
        if text is None or target is None or not target.quote:
            return False
        since = max((number for number, look in self.looks if look.outcome), default=self.waved)
        later = self.reviews[since - 1:]
        changed = {section for section in ("", *(one.id for one in text.sections))
                   if not any(covers(review, text, section) for review in later)}
        return bool(changed) and not changed.isdisjoint(places.sections_saying(target.quote))


def covers(review: Review, text: Lesson, section: str) -> bool:
    """Whether a review read a section as it stands, by the digests that it keeps of it or of one around it."""
    if not (review.sections and section):
        return bool(review.digest and same_digest(review.digest, text.digest))
    return any(same_digest(digest, known.digest) for name, digest in review.sections.items()
               if (known := text.section(name)) and within(text, section, name))


# ---- verdicts


def _allowed(entries: Sequence[Entry], number: int, review: Review, last: bool) -> Verdict:
    """The verdict that the findings which were open at an iteration allow."""
    weights = [entry.finding.severity for entry in entries if entry.raised <= number
               and ((last and entry.standing is EntryStanding.BACK) or _open_at(entry, number, review))]
    return verdict_for(weights)


def _open_at(entry: Entry, number: int, review: Review) -> bool:
    """Whether a finding was open when an iteration judged.

    One that is said to be fixed counts as open in the iteration that raised it and asked for a revision; an iteration
    that passes the lesson has taken it for mended while it was read.
    """
    if entry.finding.status in (FindingStatus.ACCEPTED, FindingStatus.REJECTED, FindingStatus.RETRACTED):
        return False
    seen = [step.what for step in entry.steps if step.iteration <= number and step.what in _OUTCOMES]
    if seen:
        return seen[-1] in ("partly fixed", "not fixed")
    if entry.finding.status is FindingStatus.OPEN:
        return True
    return entry.raised == number and review.verdict not in (None, Verdict.PASS)


_OUTCOMES = frozenset(words for outcome, words in _SEEN.items() if outcome)


def verdict_for(weights: Iterable[ReviewSeverity]) -> Verdict:
    """The best verdict beside open findings of these weights: nothing passes beside more than POLISH."""
    heaviest = max(weights, default=ReviewSeverity.POLISH)
    return {ReviewSeverity.CRITICAL: Verdict.MAJOR_REVISION,
            ReviewSeverity.IMPROVEMENT: Verdict.NEEDS_REVISION}.get(heaviest, Verdict.PASS)
