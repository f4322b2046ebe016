"""What a build is asked to do, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from builder.audit import Audit
from builder.course import Course
from builder.fresh import asked
from builder.jobs.drawn import Figures
from builder.jobs.making import HERE, Making
from builder.jobs.store import Store


class Unknown(LookupError):
    """A lesson or a page that was asked for, and that there is not; in words."""


class Options(Struct, frozen=True):
    """What a build is asked to do.

    Attributes:
        output: where the site, the notebooks and the cache stand.
        draft: whether to write pages in spite of errors, with the faults shown in place.
        strict: whether warnings stop the build, too.
        cache: the folder with what earlier builds trained and drew; None for the one within `output`.
        how: how the work is done.
        data: another data set than the course's, as its name and the folder of its files.
        today: the day by which waivers expire.
        trust_times: whether a file whose size and times are as they were counts as unchanged.
        lessons: the lessons whose pages are built; all where there are none.
        release: whether only lessons are published that have passed their review.
    """

    output: Path
    draft: bool = False
    strict: bool = False
    cache: Path | None = None
    how: Making = HERE
    data: tuple[str, Path | None] | None = None
    today: str | None = None
    trust_times: bool = True
    lessons: tuple[str, ...] = ()
    release: bool = False

    @property
    def store(self) -> Store:
        """Where what was trained and drawn is kept."""
        return Store((self.cache or self.output / "cache") / "jobs")

    @property
    def kept(self) -> Path:
        """The folder with what is kept of texts and pages."""
        return self.output / "cache"

    @property
    def asked(self) -> str:
        """Everything on which the bytes of the site rest besides files: builds that were asked for the same agree.

        One that waits for no figure agrees with none that makes them.
        """
        device = self.how.device if self.how.last is None else "none"
        data = repr(self.data) if self.data else None
        return asked((self.draft, self.release), self.strict, data, device)

    def stop(self, audit: Audit) -> bool:
        """Whether nothing is to be written."""
        return audit.failed(self.strict) and not self.draft


class Written(Struct, frozen=True):
    """What became of the files of a site.

    Attributes:
        new: how many are new.
        changed: how many are otherwise now.
        unchanged: how many are as they were.
        removed: how many are gone.
        paths: those that are new, changed or gone, from the site's root.
        digests: the digests of those that are new or changed, and "" for those that are gone, from the output folder.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    paths: tuple[str, ...] = ()
    digests: Mapping[str, str] = {}

    @property
    def files(self) -> int:
        """How many there are now."""
        return self.new + self.changed + self.unchanged

    @property
    def touched(self) -> int:
        """How many files are not as they were."""
        return self.new + self.changed + self.removed


class Outcome(Struct, frozen=True):
    """What a build found, drew and wrote; `written` is None when faults stopped it."""

    course: Course
    audit: Audit
    written: Written | None = None
    figures: Figures = field(default_factory=Figures)
