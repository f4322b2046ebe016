"""What the page of a lesson's reviews shows of each iteration: its verdict, its counts, its looks, what it read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from builder.course import LessonFolder
from builder.ledger.history import History, Iteration
from builder.models.base import ReviewSeverity, Verdict
from builder.models.reviews import Finding, Review, Verification, same_digest
from builder.pages.markup import plain
from builder.pages.planning import section
from builder.pages.sheet import Heading, Target


class Raised(Struct, frozen=True):
    """A finding that an iteration raised, and where it stands on the page."""

    id: str
    finding: Finding

    @property
    def title(self) -> str:
        """Its title without marks, for links to it."""
        return plain(self.finding.title)


class Look(Struct, frozen=True):
    """A look at the fix of a finding, which earlier iterations raised, unless nobody knows of which."""

    entry: Verification
    of: Raised | None


class Read(Struct, frozen=True):
    """A section that an iteration read, its digest then, and what became of it."""

    section: Target
    digest: str
    told: str


class Round(Struct, frozen=True):
    """An iteration as the page shows it.

    Attributes:
        heading: its heading.
        iteration: the review, and what is computed of it.
        raised: the findings that it raised.
        looks: its looks at the fixes of earlier findings.
        read: the sections that it read, as far as it says so.
    """

    heading: Heading
    iteration: Iteration
    raised: tuple[Raised, ...]
    looks: tuple[Look, ...]
    read: tuple[Read, ...]

    @property
    def review(self) -> Review:
        """The review as its file has it."""
        return self.iteration.review

    @property
    def verdict(self) -> str:
        """The verdict beside the one that the findings allow."""
        stated, allowed = self.iteration.verdict, self.iteration.allowed
        if stated is None:
            return f"none yet; the findings allow {allowed}"
        if stated is allowed:
            return f"{stated}, as the findings allow"
        verdicts = list(Verdict)
        strict = verdicts.index(stated) > verdicts.index(allowed)
        return f"{stated}; the findings would allow {allowed}" if strict else (
            f"{stated}, but the findings allow no more than {allowed}")

    @property
    def counted(self) -> str:
        """The numbers of findings by severity, and where the review states others."""
        return ", ".join(self._counted(severity) for severity in reversed(ReviewSeverity))

    def _counted(self, severity: ReviewSeverity) -> str:
        held, counts = self.iteration.counts.get(severity, 0), self.review.counts
        stated = getattr(counts, severity.lower()) if counts else None
        told = f"{held} {severity}"
        return told if stated in (None, held) else f"{told} (the review states {stated})"


def rounds(folder: LessonFolder, life: History, ids: Mapping[tuple[int, int], str]) -> tuple[Round, ...]:
    """The iterations of a lesson.

    Args:
        folder: the lesson.
        life: its findings through its reviews.
        ids: where each finding stands on the page, by its iteration and its number in that.
    """
    found, known = list[Round](), dict[str, Raised]()
    for one in life.iterations:
        raised = tuple(Raised(ids[one.number, n], finding) for n, finding in enumerate(one.review.findings))
        looks = tuple(Look(look, known.get(look.finding or "")) for look in one.review.verification)
        title = f"Iteration {one.number}" + (f" of {one.review.of}" if one.review.of else "")
        found.append(Round(Heading(f"iteration-{one.number}", title, 3), one, raised, looks,
                           tuple(_read(folder, one.review))))
        known |= {row.finding.id: row for row in reversed(raised)} | known
    return tuple(found)


def _read(folder: LessonFolder, review: Review) -> Iterator[Read]:
    for name, digest in review.sections.items():
        now = folder.text.section(name) if folder.text else None
        told = "gone since" if now is None else "as it was" if same_digest(digest, now.digest) else "changed since"
        yield Read(section(folder, name), digest, told)
