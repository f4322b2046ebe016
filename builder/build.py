"""The whole path from a course's files to its site."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock

from builder import fresh
from builder.jobs.progress import Progress
from builder.shelf import Shelf
from builder.site.crew import Crew
from builder.site.edit import Edit, Lost, edited
from builder.site.options import Options, Outcome, Written
from builder.site.whole import Whole

__all__ = ["Options", "Outcome", "Written", "build_lessons"]


def build_lessons(root: Path, options: Options, progress: Progress) -> Outcome:
    """Check a course, draw its figures, make its pages and notebooks, and write them all or none.

    Raises:
        NoCourse: if `root` holds no course.
        OSError: if the disk, a device or a cluster refuses; the last good output then stands as it was.
    """
    options.output.mkdir(parents=True, exist_ok=True)
    with FileLock(options.output / ".build.lock"), Shelf(options.kept) as shelf, Crew(options.how) as crew:
        before = fresh.recall(str(options.output), str(root))
        if outcome := _edit(root, options, shelf, crew, before):
            return outcome
        return Whole(root, options, progress, shelf, crew, before).build()


def _edit(root: Path, options: Options, shelf: Shelf, crew: Crew, before: fresh.Last | None) -> Outcome | None:
    """Build what some edited texts concern; None where more may have changed."""
    output = str(options.output)
    if before is None or not before.stands(output, options.asked, options.today or ""):
        return None
    now = before.stamps.renewed(f"{output}/cache/{fresh.CLOCK}", options.trust_times)
    paths = edited(before.stamps, now)
    if paths is None:
        return None
    try:
        return Edit(root, options, shelf, crew, before, now, paths).build()
    except Lost:
        return None
