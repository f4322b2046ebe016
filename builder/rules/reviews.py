"""REV: a lesson's reviews agree with themselves, with each other and with the text that they judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from builder.course import Course, LessonFolder
from builder.diagnostics import Place, Problem, Severity
from builder.ledger.state import about, asked_since
from builder.models.base import ReviewSeverity, Verdict
from builder.models.lessons import Lesson
from builder.models.reviews import Review, same_digest
from builder.rules.findings import open_findings, reviewed, unnamed_fixes
from builder.rules.rule import by_lesson, rule
from builder.rules.views import built, summaries


def _last(folder: LessonFolder) -> tuple[str, Review]:
    return folder.reviews[-1]


@rule("REV001")
def wrong_finding_count(course: Course) -> Iterator[Problem]:
    """A review states another number of findings than it holds.

    Readers of the summary think that something is missing, and perhaps it is.

    Wrong: `counts: {critical: 0, improvement: 2, polish: 1}` above three IMPROVEMENT findings

    Right: `counts: {critical: 0, improvement: 3, polish: 0}`

    Repair: correct the count, or add the finding that was lost.
    """
    for folder in reviewed(course):
        for path, review in folder.reviews:
            held = Counter(finding.severity for finding in review.findings)
            for severity in ReviewSeverity:
                stated = getattr(review.counts, severity.lower()) if review.counts else None
                if stated is not None and stated != held[severity]:
                    yield Problem(Place(path, ("counts", severity.lower())),
                                  f"the review states {stated} {severity} findings, but holds {held[severity]}",
                                  f"write {held[severity]}, or add the finding that was lost",
                                  ((Place(path, ("findings",)), "its findings"),))


@rule("REV002")
def passed_with_open_findings(course: Course) -> Iterator[Problem]:
    """A review passes a lesson while a CRITICAL or IMPROVEMENT finding is open.

    A finding of that weight names a harm to learners; the lesson reaches them with it.

    Wrong: `verdict: PASS` beside a finding with `severity: IMPROVEMENT` and `status: open`

    Right: `verdict: NEEDS REVISION`, or the finding settled: fixed, or accepted with a reason

    An imported review may look at fixes without naming the findings.  Where it saw as many fixes hold as findings
    of earlier reviews are open, those findings are left alone.

    Repair: settle the finding, or change the verdict.
    """
    for folder in reviewed(course):
        pending = list(open_findings(folder))
        for number, (path, review) in enumerate(folder.reviews):
            at = [found for found in pending if found.review <= number]
            earlier = [found for found in at if found.review < number]
            if len(earlier) <= unnamed_fixes(folder, number):
                at = [found for found in at if found.review == number]
            if review.verdict is Verdict.PASS and at:
                names = ", ".join(f"`{found.finding.id}` ({found.finding.severity})" for found in at)
                yield Problem(Place(path, ("verdict",)), f"the verdict is PASS, but open are {names}",
                              "settle the findings, or change the verdict",
                              tuple((found.place, f"`{found.finding.id}`") for found in at))


@rule("REV003", Severity.NOTE)
def revision_for_polish(course: Course) -> Iterator[Problem]:
    """A review asks for a revision although it holds nothing but POLISH.

    Polish alone does not usually hold a lesson back.  The reviewer may have reasons, so this is no more than a note.

    Wrong: `verdict: NEEDS REVISION` above two POLISH findings

    Right: `verdict: PASS`, or a finding that says what needs revision

    Repair: raise the severity of a finding, or pass the lesson.
    """
    for folder in reviewed(course):
        pending = list(open_findings(folder))
        for number, (path, review) in enumerate(folder.reviews):
            only_polish = all(finding.severity is ReviewSeverity.POLISH for finding in review.findings)
            if (
                review.verdict not in (None, Verdict.PASS)
                and only_polish
                and not any(f.review < number for f in pending)
            ):
                what = "nothing but POLISH" if review.findings else "no finding"
                yield Problem(
                    Place(path, ("verdict",)),
                    f"the verdict is {review.verdict}, but the review holds {what}",
                    "raise a finding's severity, or pass the lesson",
                )


@rule("REV004")
def iterations_out_of_order(course: Course) -> Iterator[Problem]:
    """The reviews of a lesson are not numbered 1, 2, 3 in the order of their files and days, or exceed their own limit.

    Which judgement is the last one, and thus counts, cannot be told.

    Wrong: `02.yaml` with `iteration: 1`

    Right: `02.yaml` with `iteration: 2`

    Repair: correct the number or the day, or rename the file.
    """
    for folder in reviewed(course):
        last_day, last_path = "", ""
        for number, (path, review) in enumerate(folder.reviews, 1):
            if review.iteration is not None and review.iteration != number:
                yield Problem(Place(path, ("iteration",)), f"this is the lesson's review {number}, but says iteration"
                              f" {review.iteration}", f"write `iteration: {number}`, or rename the file")
            elif review.iteration and review.of and review.iteration > review.of:
                yield Problem(
                    Place(path, ("iteration",)),
                    f"iteration {review.iteration} of {review.of} is one too many",
                    "correct the numbers, or decide about the lesson",
                )
            if review.date and review.date < last_day:
                yield Problem(Place(path, ("date",)), f"the review is dated {review.date}, before the one it follows",
                              "correct the day", ((Place(last_path, ("date",)), f"{last_day} is stated here"),))
            if review.date:
                last_day, last_path = review.date, path


@rule("REV006", Severity.WARNING)
def last_verdict_not_pass(course: Course) -> Iterator[Problem]:
    """A lesson has a text whose last review did not pass it.

    The lesson will be published with what the reviewer found to harm learners.

    Wrong: `verdict: NEEDS REVISION` in the last of a lesson's reviews

    Right: a further review with `verdict: PASS`

    Repair: revise the lesson, and have it read again.
    """
    for folder in reviewed(course):
        path, review = _last(folder)
        if folder.text and review.verdict not in (None, Verdict.PASS) and not built(course, folder.slug):
            yield Problem(Place(path, ("verdict",)), f"the last review of `{folder.slug}` says {review.verdict}",
                          "revise the lesson, and have it read again")


@rule("REV007")
def built_without_pass(course: Course) -> Iterator[Problem]:
    """The record counts a lesson as built, and its last review did not pass it.

    The record says that the lesson may be relied on, the reviewer says that it may not.

    Wrong: `status: built` in the record, `verdict: MAJOR REVISION` in the last review

    Right: `status: in progress` until a review passes the lesson

    Repair: have the revised lesson read again, or set its status back.
    """
    for folder in reviewed(course):
        path, review = _last(folder)
        if review.verdict not in (None, Verdict.PASS) and built(course, folder.slug):
            yield Problem(
                Place(path, ("verdict",)),
                f"the record counts `{folder.slug}` as built, but its last review says {review.verdict}",
                "have the revised lesson read again, or set its status back",
                ((summaries(course)[folder.slug].place / "status", "the record"),),
            )


@rule("REV010", Severity.WARNING)
def text_changed_since_review(course: Course) -> Iterator[Problem]:
    """The text has changed since its last review, by the digests that the review keeps.

    The verdict is about another text than the one that learners get.

    Wrong: a review whose `digest` is not that of the lesson as it stands

    Right: a further review of what changed, with the digest that the message names

    Repair: have the changed sections read, and note the new digest in the next review.
    """
    for folder in reviewed(course):
        path, review = _last(folder)
        if folder.text is None:
            continue
        changed = list(_changed(folder.text, review))
        if changed or (review.digest and not same_digest(review.digest, folder.text.digest)):
            where = f" in {', '.join(f'`{name}`' for name in changed)}" if changed else ""
            yield Problem(Place(path, ("digest",) if review.digest else ("sections",)),
                          f"the text has changed since this review{where}",
                          f"have what changed read again, and note the digest {folder.text.digest} in that review")


def _changed(text: Lesson, review: Review) -> Iterator[str]:
    """The sections that are not as they were read, or are gone."""
    for name, digest in review.sections.items():
        section = text.section(name)
        if section is None or not same_digest(digest, section.digest):
            yield name


@rule("REV014", Severity.WARNING)
def plan_asks_more_since_review(course: Course) -> Iterator[Problem]:
    """The plan takes a concept deeper, or names a misconception more, than when the lesson passed its review.

    Whether the text reaches that depth, and whether it meets that belief, nobody has judged.

    Wrong: a review that saw `gluten: INTRODUCED`, and `depth: DEVELOPED` in the plan as it stands

    Right: a further review of the sections that teach it

    Repair: have these sections read, which `build review start` lists, or set the plan back.
    """
    for folder in reviewed(course):
        path, review = _last(folder)
        if folder.plan is None or review.plan is None or review.verdict is not Verdict.PASS:
            continue
        asked = list(asked_since(folder.plan, review.plan))
        sections = dict.fromkeys(one for _, name in asked for one in about(folder.text, folder.plan, name))
        if asked:
            where = f" {', '.join(f'`{name}`' for name in sections)}" if sections else " what teaches it"
            yield Problem(Place(path, ("plan",)),
                          f"the plan asks for more than this review saw: {'; '.join(what for what, _ in asked)}",
                          f"have{where} read, or set the plan back", ((folder.plan_place(), "the plan"),))


@rule("REV016", Severity.NOTE)
def review_without_verdict(course: Course) -> Iterator[Problem]:
    """The last review of a lesson has no verdict: it is not finished.

    Until it says what it came to, the lesson is in review.

    Wrong: a review that ends with its findings

    Right: `verdict: PASS`, or `NEEDS REVISION`, or `MAJOR REVISION`

    Repair: finish the review; `build review check` says which verdict its findings allow.
    """
    for folder in reviewed(course):
        path, review = _last(folder)
        if review.verdict is None:
            yield Problem(Place(path), f"iteration {len(folder.reviews)} of `{folder.slug}` has no verdict yet",
                          f"finish the review; `build review check {folder.slug}` says what its findings allow")


RULES = by_lesson(
    wrong_finding_count, passed_with_open_findings, revision_for_polish, iterations_out_of_order,
    last_verdict_not_pass, built_without_pass, text_changed_since_review, plan_asks_more_since_review,
    review_without_verdict,
)
