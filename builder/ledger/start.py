"""The next iteration of a lesson's reviews, as a file for a reviewer to fill in.

What the builder knows stands in the file as comments and as fields that are no findings, so that there is nothing that
a reviewer must delete, and an untouched file is no more than a review without a verdict.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from msgspec import Struct

from builder.audit import Audit
from builder.checklists import Checker, State
from builder.course import Course, LessonFolder
from builder.importing.files import writing
from builder.ledger.history import Entry, EntryStanding, History, covers, history
from builder.ledger.planned import Planned, place_words, planned
from builder.ledger.state import asked_since, no_iteration_left
from builder.models.base import Verdict
from builder.models.lessons import Lesson
from builder.models.plans import Plan

ITERATIONS = 3
"""How many iterations a lesson may take, where nothing says otherwise."""

_WIDTH = 112
_SCHEMA = "../../../schemas/review.schema.json"

_FINDINGS = """\
Findings: take the lines below without their # for each, and change them.  A target names a section, a block,
a widget or a sentence; a sentence is found again even where it has moved.

findings:
  - id: a-name-of-its-own
    severity: IMPROVEMENT
    title: The finding in a line
    target: {section: SECTION, quote: "A sentence of the lesson, as it stands."}
    issue: What is wrong.
    student_impact: What it does to the student.
    suggested_fix: What you would do about it.
notes:
  - heading: What works well
    items:
      - What the next revision should leave as it is."""


class NotNow(Exception):
    """No iteration can begin; the words say why."""


class _Draft(Struct, frozen=True):
    """What a new review is written from."""

    course: Course
    audit: Audit
    folder: LessonFolder
    text: Lesson
    told: History
    number: int


def next_review(
    course: Course, slug: str, audit: Audit, today: str, reviewer: str = "", of: int | None = None
) -> tuple[str, str]:
    """The next iteration of a lesson's reviews.

    Args:
        course: the course.
        slug: the lesson.
        audit: the audit of the course, which says what nobody need look for.
        today: the day of the review, YYYY-MM-DD.
        reviewer: who will read the lesson.
        of: how many iterations are allowed; by default as many as so far, or three more after a PASS.

    Returns:
        The path of the new file from the course's root, and its text.

    Raises:
        NotNow: where the lesson has no text, an iteration is unfinished, or none is left.
    """
    folder = course.lessons[slug]
    if folder.text is None:
        raise NotNow(f"`{slug}` has no text to read")
    if unread := sorted(path for path in course.unread if path.startswith(f"{folder.path}/reviews/")):
        raise NotNow(f"{unread[0]} cannot be read; mend it first")
    told = history(folder)
    _refuse(told, of)
    draft = _Draft(course, audit, folder, folder.text, told, len(folder.reviews) + 1)
    limit = of or _limit(told, draft.number)
    lines = [*_head(draft, today, reviewer, limit), *_asides(draft), *_verification(draft), "",
             *_comment(_FINDINGS.split("\n"))]
    return _path(folder, draft.number), "\n".join(lines) + "\n"


def _refuse(told: History, of: int | None) -> None:
    """Say no where an iteration is unfinished or none is left."""
    final = told.iterations[-1] if told.iterations else None
    if final and final.verdict is None:
        raise NotNow(f"iteration {final.number} has no verdict yet: {final.path}")
    if final and final.verdict is not Verdict.PASS and no_iteration_left(told) and (of or 0) <= final.number:
        raise NotNow(f"iteration {final.number} of {final.review.of} was the last that is allowed and says"
                     f" {final.verdict}; decide about the lesson, or allow more with --of {final.number + 1}")


def _limit(told: History, number: int) -> int:
    """How many iterations are allowed: as the last review says, and after a PASS as many again."""
    stated = [one.review.of for one in told.iterations if one.review.of]
    if told.iterations and told.iterations[-1].verdict is not Verdict.PASS and stated:
        return max(stated[-1], number)
    return number - 1 + ITERATIONS


def _path(folder: LessonFolder, number: int) -> str:
    """A name that sorts behind those that are there."""
    name, last = f"{number:02d}.yaml", folder.reviews[-1][0].rpartition("/")[2] if folder.reviews else ""
    if name <= last:
        name = f"{last.removesuffix('.yaml')}-{name}"
    return f"{folder.path}/reviews/{name}"


# ---- the fields


def _head(draft: _Draft, today: str, reviewer: str, of: int) -> Iterator[str]:
    """The fields that the builder fills in, and those that wait for the reviewer."""
    if (draft.course.root / "schemas" / "review.schema.json").is_file():
        yield f"# yaml-language-server: $schema={_SCHEMA}"
    yield f"lesson: {draft.folder.slug}"
    yield f"date: {today}"
    yield f"iteration: {draft.number}"
    yield f"of: {of}"
    yield from writing.entry("reviewer", reviewer, 0) if reviewer else ()
    yield ""
    yield from _comment(["What was read: take out the sections that you leave unread."])
    yield from writing.entry("digest", draft.text.digest, 0)
    yield "sections:" if draft.text.sections else "sections: {}"
    for section in draft.text.sections:
        *before, line = writing.entry(section.id, section.digest, 2)
        yield from (*before, f"{line}{_since(draft, section.id)}")
    if draft.folder.plan:
        yield from writing.entry("plan", _seen(draft.folder.plan), 0)
    yield ""
    yield from _comment(["PASS, NEEDS REVISION or MAJOR REVISION, and the judgement in words."])
    yield from ("verdict:", "summary:")


def _since(draft: _Draft, section: str) -> str:
    """What a section is to those who have read an earlier version."""
    kept = [one for one in draft.told.iterations if one.review.sections]
    if not kept:
        return ""
    if any(covers(one.review, draft.text, section) for one in kept):
        return "  # as it was read before"
    return "  # changed" if any(section in one.review.sections for one in kept) else "  # new"


def _seen(plan: Plan) -> dict[str, object]:
    """What a plan aims at, for the next review to compare with."""
    depths = {row.concept: str(row.depth) for row in plan.depths if row.concept and row.depth}
    return {"depths": depths, "misconceptions": [entry.id for entry in plan.misconceptions]}


# ---- what is known, as comments


def _asides(draft: _Draft) -> Iterator[str]:
    """What the builder knows of the lesson."""
    lists = (("What the audit knows already, so that nobody need look for it:", _faults(draft)),
             ("What the plan asks for since the last review:", _asked(draft)),
             ("The computed checklists:", _checklists(draft)),
             *((f"Planned {what}, and where to find them:", _planned(entries))
               for what, entries in planned(draft.folder).items()))
    for title, items in lists:
        if lines := list(items):
            yield ""
            yield from _comment([title, *lines])


def _faults(draft: _Draft) -> Iterator[str]:
    path = f"{draft.folder.path}/"
    found = [d for d in draft.audit.diagnostics if d.span.path.startswith(path) and "/reviews/" not in d.span.path]
    for one in found:
        yield f"  {one.span.path.removeprefix(path)}:{one.span.line} {one.severity} {one.code}: {one.message}"
    for entry in draft.audit.waived:
        one = entry.diagnostic
        if one.span.path.startswith(path):
            yield f"  {one.span.path.removeprefix(path)}:{one.span.line} waived {one.code}: {one.message}"
    if not found:
        yield "  nothing else" if any(w.diagnostic.span.path.startswith(path) for w in draft.audit.waived) \
            else "  nothing"


def _asked(draft: _Draft) -> Iterator[str]:
    seen = next((one.review.plan for one in reversed(draft.told.iterations) if one.review.plan), None)
    if seen and draft.folder.plan:
        yield from (f"  {what}" for what, _ in asked_since(draft.folder.plan, seen))


def _checklists(draft: _Draft) -> Iterator[str]:
    for entry in Checker(draft.course, draft.audit).lists(draft.folder.slug):
        yield f"  {entry.title}: {entry.score}"
        for item in entry.items:
            if item.state is State.OPEN:
                yield f"    open: {item.text} ({item.evidence})"


def _planned(entries: Iterable[Planned]) -> Iterator[str]:
    for entry in entries:
        yield f"  {entry.name}{f': {entry.words}' if entry.words else ''}"
        yield f"    {', '.join(entry.places) or 'nowhere in the text'}"


# ---- what is to be verified


def _verification(draft: _Draft) -> Iterator[str]:
    """An entry for each finding that waits for a look, with what was said about it."""
    standing = (EntryStanding.OPEN, EntryStanding.FIXED, EntryStanding.BACK)
    waiting = [entry for entry in draft.told.entries if entry.standing in standing]
    if not waiting:
        return
    yield ""
    yield from _comment(["The findings to verify: RESOLVED, PARTIAL, UNRESOLVED or WITHDRAWN, and what you saw."])
    yield "verification:"
    for entry in waiting:
        yield f"  - finding: {entry.finding.id}"
        yield from _comment(_about(entry, draft.folder.slug), 4)
        yield from ("    outcome:", "    text:")


def _about(entry: Entry, slug: str) -> Iterator[str]:
    finding = entry.finding
    said = {EntryStanding.FIXED: "said to be fixed", EntryStanding.BACK: "mended before, and its sentence is back"}
    yield f"{finding.severity} of iteration {entry.raised}, {said.get(entry.standing, 'open')}: {finding.title}"
    yield place_words(entry.found, slug)
    for word, text in (("Quote", finding.target.quote if finding.target else None), ("Issue", finding.issue),
                       ("Impact", finding.student_impact), ("Fix", finding.suggested_fix)):
        if text:
            yield f"{word}: {' '.join(text.split())}"


def _comment(lines: Iterable[str], indent: int = 0) -> Iterator[str]:
    """Lines as comments, folded where they are long."""
    for line in lines:
        text = line.lstrip()
        margin = " " * (len(line) - len(text))
        for part in textwrap.wrap(text, _WIDTH - indent - len(margin), break_long_words=False,
                                  break_on_hyphens=False, subsequent_indent="  ") or [""]:
            yield f"{' ' * indent}# {margin}{part}".rstrip()
