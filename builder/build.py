"""The whole path from a course's files to its site."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from builder import fresh
from builder.fresh import Last
from builder.jobs.progress import Progress
from builder.shelf import Shelf
from builder.site.crew import Crew
from builder.site.edit import Edit, Lost, edited
from builder.site.options import Options, Outcome, Written
from builder.stamps import Stamps

__all__ = ["Options", "Outcome", "Written", "build_lessons"]


def build_lessons(
    root: Path, options: Options, progress: Progress, looked: tuple[Last, Stamps] | None = None
) -> Outcome:
    """Check a course, draw its figures, make its pages and notebooks, and write them all or none.

    Args:
        root: the course's folder.
        options: what is asked for.
        progress: hears how the figures come along.
        looked: the last build, and what its origins are now, where somebody has looked already.

    Raises:
        NoCourse: if `root` holds no course.
        OSError: if the disk, a device or a cluster refuses; the last good output then stands as it was.
    """
    options.output.mkdir(parents=True, exist_ok=True)
    with FileLock(options.output / ".build.lock"):
        if looked and not fresh.is_last(str(options.output), looked[0]):
            looked = None
        before = looked[0] if looked else fresh.recall(str(options.output), str(root))
        if before and (edits := _edits(options, before, looked)):
            with Shelf(options.kept, before.version) as shelf, suppress(Lost):
                if outcome := Edit(root, options, shelf, before, *edits).build():
                    return outcome
        from builder.site.whole import Whole

        with Shelf(options.kept) as shelf, Crew(options.how) as crew:
            return Whole(root, options, progress, shelf, crew, before).build()


def _edits(
    options: Options, before: Last, looked: tuple[Last, Stamps] | None
) -> tuple[Stamps, Sequence[str]] | None:
    """What the site is made from as it is now, and the files that were edited; None where more has changed.

    Whoever does not trust times has every file of the site looked at, and a release is looked at as a whole.
    """
    output = str(options.output)
    everything = bool(options.lessons) or options.release or not options.trust_times
    if everything or not before.stands(output, options.asked, options.today or ""):
        return None
    now = looked[1] if looked else before.stamps.renewed(f"{output}/cache/{fresh.CLOCK}")
    paths = edited(before.stamps, now)
    return None if paths is None else (now, paths)
