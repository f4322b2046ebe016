"""REV, second part: the life of a finding, from the review that has it to the look at its fix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from builder.course import Course, LessonFolder
from builder.diagnostics import Place, Problem, Severity
from builder.ledger.history import history
from builder.ledger.places import Places, Standing
from builder.models.base import ReviewSeverity
from builder.models.reviews import Finding, FindingStatus, FixOutcome
from builder.rules.rule import Reading, by_lesson, rule
from builder.rules.views import nearest, told_of

_SETTLED = (FixOutcome.RESOLVED, FixOutcome.WITHDRAWN)
_REASONED = (FindingStatus.ACCEPTED, FindingStatus.REJECTED, FindingStatus.RETRACTED)


class Found(Struct, frozen=True):
    """A finding, the number of its review among the lesson's, and where it stands."""

    finding: Finding
    review: int
    place: Place


def reviewed(course: Course) -> Iterator[LessonFolder]:
    """The lessons that have been reviewed, and whose reviews could all be read."""
    lost = {path.rpartition("/reviews/")[0] for path in course.unread if "/reviews/" in path}
    return (folder for folder in course.lessons.values() if folder.reviews and folder.path not in lost)


def findings(folder: LessonFolder) -> Iterator[Found]:
    """All findings of a lesson's reviews, in their order."""
    for number, (path, review) in enumerate(folder.reviews):
        for n, finding in enumerate(review.findings):
            yield Found(finding, number, Place(path, ("findings", n)))


def verified(folder: LessonFolder) -> Mapping[str, tuple[FixOutcome | None, Place]]:
    """The last look at the fix of each finding: its outcome, and where it stands.

    What a review that has its verdict left blank is no look.
    """
    last: dict[str, tuple[FixOutcome | None, Place]] = {}
    for path, review in folder.reviews:
        for n, look in enumerate(review.verification):
            if look.finding and not (look.blank and review.verdict):
                last[look.finding] = look.outcome, Place(path, ("verification", n))
    return last


def open_findings(folder: LessonFolder) -> Iterator[Found]:
    """The findings of weight that are still open: CRITICAL or IMPROVEMENT, neither settled nor seen to be mended."""
    looks = verified(folder)
    for found in findings(folder):
        heavy = found.finding.severity > ReviewSeverity.POLISH
        outcome = looks.get(found.finding.id, (None, None))[0]
        if heavy and found.finding.status is FindingStatus.OPEN and outcome not in _SETTLED:
            yield found


def unnamed_fixes(folder: LessonFolder, number: int) -> int:
    """How many fixes the reviews up to one saw hold without saying of which findings."""
    return sum(look.finding is None and look.outcome in _SETTLED
               for _, review in folder.reviews[:number + 1] for look in review.verification)


@rule("REV005", Severity.WARNING)
def fix_never_verified(course: Course) -> Iterator[Problem]:
    """A CRITICAL or IMPROVEMENT finding counts as fixed, and no later review looked at the fix.

    Fixes miss their target, or break something else; only a second look tells.

    Wrong: `status: fixed` in review 1, and no entry for the finding under `verification` in review 2

    Right: `{finding: formula-first, outcome: RESOLVED}` under `verification`

    Repair: look at the fix, and add what you saw to the later review.
    """
    for folder in reviewed(course):
        looks, last = verified(folder), len(folder.reviews) - 1
        for found in findings(folder):
            fixed = found.finding.status is FindingStatus.FIXED and found.finding.severity > ReviewSeverity.POLISH
            if fixed and found.review < last and found.finding.id not in looks:
                yield Problem(
                    found.place / "status",
                    f"`{found.finding.id}` counts as fixed, but no later review looked at it",
                    "look at the fix, and add the outcome under `verification`",
                    ((Place(folder.reviews[found.review + 1][0], ("verification",)), "the next review"),),
                )


@rule("REV008", reading=Reading.LISTED)
def verified_finding_unknown(course: Course) -> Iterator[Problem]:
    """A review verifies the fix of a finding that no earlier review has.

    The finding that was meant stays unverified.

    Wrong: `finding: formula-frist`

    Right: `finding: formula-first`

    Repair: take the id that the message suggests.
    """
    for folder in reviewed(course):
        earlier: set[str] = set()
        for path, review in folder.reviews:
            for n, look in enumerate(review.verification):
                if look.finding and look.finding not in earlier:
                    yield Problem(
                        Place(path, ("verification", n, "finding")),
                        f"no earlier review has a finding `{look.finding}`",
                        nearest(look.finding, earlier, "correct the id"),
                    )
            earlier |= {finding.id for finding in review.findings}


@rule("REV009")
def fixed_but_not_resolved(course: Course) -> Iterator[Problem]:
    """A finding counts as fixed, and the last look at the fix says that it is not.

    The ledger would close a finding that learners still meet.

    Wrong: `status: fixed`, and `outcome: UNRESOLVED` in the next review

    Right: `status: open` until a look says RESOLVED

    Repair: open the finding again, or have the fix looked at once more.
    """
    for folder in reviewed(course):
        looks = verified(folder)
        for found in findings(folder):
            outcome, place = looks.get(found.finding.id, (None, None))
            if (
                place
                and found.finding.status is FindingStatus.FIXED
                and outcome in (FixOutcome.UNRESOLVED, FixOutcome.PARTIAL)
            ):
                yield Problem(
                    found.place / "status",
                    f"`{found.finding.id}` counts as fixed, but the last look says {outcome}",
                    "set `status: open`, or have the fix looked at once more",
                    ((place / "outcome", "the last look"),),
                )


@rule("REV011")
def duplicate_finding(course: Course) -> Iterator[Problem]:
    """Two findings of a lesson have the same id, so a verification means both or neither.

    Wrong: `id: formula-first` in review 1 and again in review 2

    Right: an id of its own for each

    Repair: rename the later one.
    """
    for folder in reviewed(course):
        first: dict[str, Place] = {}
        for found in findings(folder):
            if found.finding.id in first:
                yield Problem(found.place / "id", f"the id `{found.finding.id}` stands twice", "rename this finding",
                              ((first[found.finding.id], "it stands here first"),))
            first.setdefault(found.finding.id, found.place)


@rule("REV012", Severity.WARNING)
def finding_points_nowhere(course: Course) -> Iterator[Problem]:
    """An open finding points at a section, a block or a sentence that the lesson does not have.

    Whoever is to mend it does not find the place.

    Wrong: `target: {section: gluten-netwrok}`

    Right: `target: {section: gluten-network}`

    Repair: correct the id or the quotation, or settle the finding if the place is gone.
    """
    for folder in reviewed(course):
        places, looks = Places(folder.text, folder.plan), verified(folder)
        for found in findings(folder) if folder.text else ():
            target, held = found.finding.target, looks.get(found.finding.id, (None,))[0] in _SETTLED
            if target is None or held or found.finding.status is not FindingStatus.OPEN or folder.text is None:
                continue
            sections = {section.id for section in folder.text.sections}
            blocks = {block.options["id"] for block in folder.text.blocks if block.options.get("id")}
            blocks |= {*folder.text.ids}
            for key, name, known in (("section", target.section, sections), ("block", target.block, blocks)):
                if name and name not in known and not (key == "section" and told_of(folder, name)):
                    yield Problem(found.place / "target" / key, f"the lesson has no {key} `{name}`",
                                  nearest(name, known, "correct the id, or settle the finding"))
            if target.quote and places.find(found.finding).state is Standing.GONE:
                yield Problem(found.place / "target" / "quote", "the lesson does not say this",
                              "correct the quotation, or settle the finding if the sentence is gone")


@rule("REV013", Severity.WARNING)
def settled_without_reason(course: Course) -> Iterator[Problem]:
    """A finding was accepted, rejected or retracted, and nothing says why.

    The next reviewer will raise it again, and learners live with it in the meantime.

    Wrong: `status: accepted` alone

    Right: `status: accepted` with `reason: The likeness rests on what students know already.`

    Repair: add `reason`.
    """
    for folder in reviewed(course):
        for found in findings(folder):
            if found.finding.status in _REASONED and found.finding.reason is None:
                yield Problem(
                    found.place / "status",
                    f"`{found.finding.id}` is {found.finding.status}, and nothing says why",
                    "add `reason`",
                )


@rule("REV015", Severity.WARNING)
def mended_text_back(course: Course) -> Iterator[Problem]:
    """A finding was seen to be mended, and the sentence that it quotes stands in the lesson again.

    An edit has undone the fix, so that learners meet what a reviewer found to harm them.  A section that is still as
    it was when the fix was seen is left alone.

    Wrong: a finding with `quote: Knead for an hour.` and `outcome: RESOLVED`, and that sentence in the text

    Right: the text without it, or a further look that says RESOLVED

    Repair: mend the text again, or look once more and add what you saw to the next review.
    """
    for folder in reviewed(course):
        for entry in history(folder, located=False).back:
            yield Problem(
                Place(entry.path, ("findings", entry.number, "target", "quote")),
                f"`{entry.finding.id}` was seen to be mended in review {entry.verified_in}, and its sentence is back",
                "mend the text again, or look once more and say so in the next review",
            )


RULES = by_lesson(
    fix_never_verified, verified_finding_unknown, fixed_but_not_resolved, duplicate_finding,
    finding_points_nowhere, settled_without_reason, mended_text_back,
)
