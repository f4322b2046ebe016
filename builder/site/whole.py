"""A build that looks at everything: the first, and those after changes to more than some texts."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from builder import fresh
from builder.audit import Audit, judge, judge_lesson, judge_whole
from builder.course import Course
from builder.diagnostics import Diagnostic
from builder.fresh import Last
from builder.jobs.drawn import Figure, Figures
from builder.jobs.figures import excused, make_figures
from builder.jobs.making import on_data
from builder.jobs.progress import Progress
from builder.loading import keep_known, load_from
from builder.pages.faults import text_faults
from builder.pages.jobs import Name, by_lesson, names
from builder.pages.kept_code import kept_code
from builder.pages.widget_faults import data_faults
from builder.pausing import without_collecting
from builder.rules.readings import Readings
from builder.rules.views import nearest
from builder.shelf import Shelf, version
from builder.site import faults, origins
from builder.site.compiling import UNREAD, compile_some, stale
from builder.site.crew import Crew
from builder.site.judging import unread_of, until
from builder.site.linking import Linker
from builder.site.options import Options, Outcome, Unknown, Written
from builder.site.release import released
from builder.site.setup import Setup, Sight, at_hand
from builder.stamps import Stamps


class Look(Struct, frozen=True):
    """A course, read and judged.

    Attributes:
        setup: where it stands.
        course: the course.
        readings: the course as rules read it.
        found: the faults, by what they were found in.
        audit: the faults, waived and sorted.
        figures: its figures; none where faults forbid to make them.
    """

    setup: Setup
    course: Course
    readings: Readings
    found: dict[str, list[Diagnostic]]
    audit: Audit
    figures: Figures


class Whole:
    """A build of everything.

    Args:
        root: the course's folder.
        options: what is asked for.
        progress: hears how the figures come along.
        shelf: what is kept between builds.
        crew: who does the work.
        before: the last build, if it is known what that left.
    """

    def __init__(
        self, root: Path, options: Options, progress: Progress, shelf: Shelf, crew: Crew, before: Last | None
    ) -> None:
        self.root = root
        self.options = options
        self.progress = progress
        self.shelf = shelf
        self.crew = crew
        self.before = before

    def build(self) -> Outcome:
        """Build all that is not as it was, or the lessons that are asked for.

        Raises:
            NoCourse: if there is no course.
            Unknown: if there is no such lesson.
            OSError: if the disk, a device or a cluster refuses; the last good output then stands as it was.
        """
        stamps = origins.take(self.root, self.options.kept, self.before.stamps if self.before else None)
        standing = fresh.standing(str(self.options.output))
        fresh.forget(str(self.options.output))
        look = self.look()
        if self.options.stop(look.audit):
            return Outcome(look.course, look.audit, figures=look.figures)
        written = self._link(look)
        if not self.options.lessons:
            self._keep(look, stamps, written, standing)
        return Outcome(look.course, look.audit, written, look.figures)

    def look(self) -> Look:
        """Read and judge the course, and make its figures unless faults forbid it; write no page.

        Raises:
            NoCourse: if there is no course.
            Unknown: if there is no such lesson.
        """
        setup = self._compile()
        course, read = load_from(self.root, self.shelf)
        if self.options.data:
            course = on_data(course, *self.options.data)
        self.shelf.commit()
        _there(course, self.options.lessons)
        readings = Readings(course)
        found = {**faults.grouped("file", read), **_judged(course, readings)}
        result = _all(course, found, self.options, drawn=False)
        if self.options.stop(result):
            return Look(setup, course, readings, found, result, Figures())
        figures = self._figures(course)
        found[faults.DRAWN] = [*figures.diagnostics, *data_faults(course, figures.figures)]
        found |= {f"page {slug}": told for slug, told in page_faults(course, figures.figures, self.shelf)}
        return Look(setup, course, readings, found, _all(course, found, self.options), figures)

    def _compile(self) -> Setup:
        """Compile the texts that are not on the shelf as they stand now."""
        english = origins.is_english(origins.stated(self.root))
        setup = Setup(self.root, self.options.output, english, self.options.draft, self.options.release,
                      closely=self.before is None or not self.options.trust_times, build=uuid4().hex)
        with kept_code(setup.cache):
            for rows in self.crew.share(compile_some, stale(self.root, self.shelf, english), setup):
                self.shelf.put_all(rows)
        self.shelf.commit()
        return setup

    def _figures(self, course: Course) -> Figures:
        made = make_figures(course, self.options.store, how=self.options.how, progress=self.progress)
        return excused(made) if self.options.data else made

    def _link(self, look: Look) -> Written:
        """Link the pages, and let new files take their places."""
        course, figures = look.course, look.figures.figures
        course = released(course) if self.options.release else course
        setup = replace(look.setup, figures=pickle.dumps(dict(figures)))
        with at_hand(setup, Sight(course, figures, self.shelf)):
            linker = Linker(setup, self.shelf, self.crew, by_lesson(look.audit))
            wanted = list(names(course, figures))
            if self.options.lessons:
                return linker.some(list(_asked(wanted, self.options.lessons, course)))
            return linker.all(wanted)

    def _keep(self, look: Look, stamps: Stamps, written: Written, standing: Stamps | None) -> None:
        """Keep what the next build asks for."""
        course, output = look.course, str(self.options.output)
        faults.keep(self.shelf, look.found)
        keep_known(course, self.shelf)
        keep_figures(look.figures, self.shelf)
        self.shelf.put("known", "slips", "", json.dumps(look.readings.slips).encode())
        self.shelf.put("known", "files", "", str(written.files).encode())
        self.shelf.commit()
        if not as_read(course, stamps):
            return
        fresh.stand(output, standing, written.digests)
        places = fresh.times(output, fresh.folders(output))
        fresh.remember(output, Last(self.options.asked, until(course, self.options), stamps, places, version()))


def as_read(course: Course, stamps: Stamps) -> bool:
    """Whether the files that were read are those that the stamps are of; nobody edited them in between."""
    return course.digests.items() <= stamps.digests().items()


def _there(course: Course, slugs: Iterable[str]) -> None:
    for slug in slugs:
        if slug not in course.order:
            advice = nearest(slug, course.order, "see curriculum/course.yaml")
            raise Unknown(f"no lesson of the course has the slug {slug}; {advice}")


def _asked(wanted: Iterable[Name], slugs: Iterable[str], course: Course) -> Iterator[Name]:
    """The jobs of some lessons, and what their pages show: figures, scripts and styles."""
    shown = {figure for slug in slugs for figure in course.outlines[slug].figures}
    for kind, name in wanted:
        if (kind, name) == ("site", "assets") or name in (shown if kind == "figure" else ()) or (
                kind in ("lesson", "plan", "notebook", "ledger") and name in slugs):
            yield kind, name


@without_collecting
def _judged(course: Course, readings: Readings) -> dict[str, list[Diagnostic]]:
    """What the rules find, lesson by lesson and in the whole course."""
    taught = [slug for slug in course.order if slug in course.lessons]
    slugs = [*taught, *(slug for slug in course.lessons if slug not in course.knowledge.order)]
    found = {f"lesson {slug}": judge_lesson(course, slug, readings) for slug in slugs}
    return found | {faults.WHOLE: judge_whole(course, readings)}


def _all(course: Course, found: faults.Found, options: Options, drawn: bool = True) -> Audit:
    """All faults, waived and sorted."""
    return judge(course, [one for some in found.values() for one in some], options.today, drawn)


def page_faults(
    course: Course, figures: Mapping[str, Figure], shelf: Shelf
) -> Iterator[tuple[str, list[Diagnostic]]]:
    """What only pages can tell, by lesson; texts without unreadable formulas, numbers and widgets are not looked at."""
    unread = shelf.digests(UNREAD)
    for slug in course.order:
        known, folder = course.outlines.get(slug), f"lessons/{slug}"
        if known and (known.figures or unread.keys() & {f"{folder}/lesson.md", f"{folder}/notebook.md"}):
            yield slug, list(text_faults(course, course.lessons[slug], figures,
                                         lambda text: unread_of(course, text, shelf)))


def keep_figures(figures: Figures, shelf: Shelf) -> None:
    """Keep which drawings the figures of a site are."""
    keys = {name: figure.provenance.key for name, figure in figures.figures.items()}
    shelf.put("known", "figures", "", json.dumps([keys, figures.awaited, figures.origin]).encode())
