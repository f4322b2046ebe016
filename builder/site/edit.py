"""A build after some texts and plans were edited: how others see these lessons decides what else is built.

Nothing is looked at that does not concern these lessons, so the time does not grow with the course.  Where an edit
concerns more than the pages that show it, such as the concepts that the course names, everything is built instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from uuid import uuid4

from msgspec.structs import replace

from builder import fresh
from builder.audit import Audit, judge, judge_lesson
from builder.course import Course
from builder.diagnostics import Diagnostic
from builder.fresh import Last
from builder.jobs.drawn import Figure, Figures, figure_of
from builder.lazily import Lazily
from builder.loading import outline_digests, reopen
from builder.outlines import Outline
from builder.pages.faults import text_faults
from builder.pages.jobs import Name, by_lesson
from builder.pictures import KINDS
from builder.roots import COURSE_FILE
from builder.rules.readings import Readings
from builder.rules.slips import Slips
from builder.shelf import Shelf
from builder.site import faults
from builder.site.compiling import UNREAD, compile_some
from builder.site.crew import ALONE, Crew
from builder.site.judging import NO_SLIPS, unread_of, until
from builder.site.linking import Linker
from builder.site.options import Options, Outcome, Written
from builder.site.origins import is_english
from builder.site.rows import known_row, name_of
from builder.site.setup import Setup, Sight, at_hand
from builder.stamps import Stamps

_MANY = 500
"""How many pages an edit may concern until building everything, with several processes, is as quick."""

_TEXT = re.compile(r"lessons/([^/_][^/]*)/(?:lesson\.md|notebook\.md)")
_PLAN = re.compile(r"lessons/([^/_][^/]*)/plan\.yaml")
_PICTURE = re.compile(rf"lessons/([^/_][^/]*)/.+(?:{'|'.join(map(re.escape, KINDS))})", re.IGNORECASE)


def edited(before: Stamps, now: Stamps) -> tuple[str, ...] | None:
    """The texts, plans and pictures that were edited, by path; None where anything else has changed, too."""
    changes = before.changes(now)
    if changes.added or changes.removed or not all(map(_is_lessons, changes.modified)):
        return None
    return tuple(changes.modified)


def _is_lessons(path: str) -> bool:
    return any(kind.fullmatch(path) for kind in (_TEXT, _PLAN, _PICTURE))


class Lost(Exception):
    """A figure of the site that the store has no more."""


class Edit:
    """A build of what some edits of lessons concern.

    Args:
        root: the course's folder.
        options: what is asked for.
        shelf: what is kept between builds.
        before: the last build.
        now: all that the site is made from, as it is now.
        paths: the texts, plans and pictures that were edited.
    """

    def __init__(
        self, root: Path, options: Options, shelf: Shelf, before: Last, now: Stamps, paths: Sequence[str]
    ) -> None:
        self.root = root
        self.before = before
        self.options = options
        self.shelf = shelf
        self.now = now
        self.texts = [path for path in paths if _TEXT.fullmatch(path)]
        self.files = [path for path in paths if not _PICTURE.fullmatch(path)]
        self.slugs = list(dict.fromkeys(path.split("/")[1] for path in paths))

    def build(self) -> Outcome | None:
        """Build what the edits concern; None where that may be anything.

        Raises:
            OSError: if the disk refuses; the last good output then stands as it was.
        """
        setup = self._compile()
        course, read = reopen(self.root, self.shelf, self.now.digests(".md", ".yaml"), self.files)
        found = faults.kept(self.shelf)
        seen = self._seen(course, found)
        if seen is None or not set(self.slugs) <= set(course.order):
            return None
        names, judged = self._concerned(seen)
        if len(names) > _MANY:
            return None
        made = self._figures(course)
        figures = made.figures
        found |= {f"file {path}": [] for path in self.files} | faults.grouped("file", read)
        found |= self._judge(course, judged, figures)
        result = self._all(course, faults.told_by_audit(found), drawn=False)
        if self.options.stop(result):
            return Outcome(course, result)
        result = self._all(course, found)
        if self.options.stop(result):
            return Outcome(course, result, figures=made)
        output = str(self.options.output)
        standing = fresh.standing(output)
        fresh.forget(output)
        with at_hand(setup, Sight(course, figures, self.shelf)):
            written = self._counted(Linker(setup, self.shelf, Crew(ALONE), by_lesson(result)).some(names))
        faults.keep(self.shelf, found)
        self._keep_outlines(course)
        self.shelf.commit()
        if any(self.now.digest(path) != course.digests[path] for path in self.files):
            return Outcome(course, result, written, made)
        if standing:
            fresh.stand(output, standing, written.digests)
        folders = {folder.as_posix() for path in written.digests for folder in Path(path).parents if folder.name}
        places = {path: time for path, time in self.before.places.items() if path not in folders}
        places |= fresh.times(output, folders)
        fresh.remember(output, Last(self.options.asked, until(course, self.options), self.now, places,
                                   self.before.version))
        return Outcome(course, result, written, made)

    def _all(self, course: Course, found: faults.Found, drawn: bool = True) -> Audit:
        return judge(course, [one for some in found.values() for one in some], self.options.today, drawn)

    def _seen(self, course: Course, found: faults.Found) -> dict[str, bool] | None:
        """The lessons of which others see something else now, each with whether links to it may lead elsewhere.

        None where that may concern the whole course.
        """
        seen = dict[str, bool]()
        for slug in self.slugs:
            before, now = self.shelf.get("outline", slug), course.outlines[slug]
            if before is None:
                return None
            old, new = Outline.from_json(before), Outline.from_json(now.to_json())
            if old.counted != new.counted:
                return None
            if old != new:
                seen[slug] = old.addresses != new.addresses
        slips = self.shelf.get("known", "slips")
        return None if slips != NO_SLIPS or self._told_of_elsewhere(found) else seen

    def _told_of_elsewhere(self, found: faults.Found) -> bool:
        """Whether a fault of something else shows a place in an edited file, which may have moved."""
        own = {f"{kind} {slug}" for slug in self.slugs for kind in ("lesson", "page")}
        paths = {*self.files}
        return any(not paths.isdisjoint((fault.span.path, *(one.span.path for one in fault.related)))
                   for name, some in found.items() if name not in own and not name.startswith("file ")
                   for fault in some)

    def _compile(self) -> Setup:
        settings = json.loads(self.shelf.get("facts", COURSE_FILE) or b"{}")
        setup = Setup(self.root, self.options.output, is_english(settings), self.options.draft, build=uuid4().hex)
        self.shelf.drop(UNREAD, self.texts)
        self.shelf.put_all(compile_some(setup, self.texts))
        self.shelf.commit()
        return setup

    def _concerned(self, seen: Mapping[str, bool]) -> tuple[list[Name], list[str]]:
        """The jobs to do and the lessons to judge: those that were edited, and those whose links may be broken now."""
        rows = {name_of(row) for _, row in self.shelf.readers(seen)}
        moved = self.shelf.readers(slug for slug, moved in seen.items() if moved)
        linking = sorted(of for kind, of in (name_of(row) for _, row in moved) if kind in ("lesson", "plan"))
        judged = list(dict.fromkeys([*self.slugs, *linking]))
        rows |= {(kind, slug) for slug in judged for kind in ("lesson", "plan", "notebook", "ledger")}
        return [name for name in sorted(rows) if known_row(self.shelf, name)], judged

    def _figures(self, course: Course) -> Figures:
        """The figures of the site as it is, each taken from the store when it is asked for."""
        keys, awaited, origin = json.loads(self.shelf.get("known", "figures") or b'[{}, [], ""]')
        store = self.options.store

        def figure(name: str) -> Figure:
            entry = store.find(keys[name])
            if entry is None:
                raise Lost(name)
            return figure_of(name, course.figures[name], entry)

        return Figures(Lazily(list(keys), figure), awaited=tuple(awaited), origin=origin)

    def _judge(
        self, course: Course, slugs: Iterable[str], figures: Mapping[str, Figure]
    ) -> dict[str, list[Diagnostic]]:
        readings, found = Readings(course, Slips({}, {}, False)), dict[str, list[Diagnostic]]()
        for slug in slugs:
            found[f"lesson {slug}"] = judge_lesson(course, slug, readings)
            found[f"page {slug}"] = list(text_faults(
                course, course.lessons[slug], figures, lambda text: unread_of(course, text, self.shelf)))
        return found

    def _counted(self, written: Written) -> Written:
        """What became of the site's files, those counted that nobody looked at."""
        before = int(self.shelf.get("known", "files") or b"0")
        counted = replace(written, unchanged=before - written.changed - written.removed)
        self.shelf.put("known", "files", "", str(counted.files).encode())
        return counted

    def _keep_outlines(self, course: Course) -> None:
        """Keep the edited lessons as others see them now."""
        for slug, digest in outline_digests(course.digests, self.slugs).items():
            self.shelf.put("outline", slug, digest, course.outlines[slug].to_json())
