"""Pages linked: each job's files written, unless what they show is as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from builder.audit import Audit
from builder.pages.jobs import Name, job
from builder.pages.search import Indexed
from builder.pages.template import keep_templates
from builder.pages.view import Files, Job, View
from builder.pausing import spare_imports
from builder.shelf import Shelf, digest_of
from builder.site.crew import Crew
from builder.site.options import Written
from builder.site.rows import KIND, Known, digest_of_file, keep_row, known_row, row_name, size_of
from builder.site.searching import NAME as SEARCH
from builder.site.searching import SearchData
from builder.site.setup import Setup, sight_of, view_of
from builder.site.stage import Stage, strangers, sweep

_JUDGED = ("lesson", "plan", "ledger")
"""The kinds of jobs that show what the audit says."""

_NOTHING = Audit(())


class Linked(Struct, frozen=True):
    """A job that is done.

    Attributes:
        name: the job.
        files: the paths of its files.
        now: what it shows and its files; None where all is as it was.
        reads: the lessons whose outlines it looked at.
        new: the paths of files that were not there.
        changed: the paths of files that are otherwise now.
        gone: the paths of files that it has no more.
        unchanged: how many files are as they were.
        indexed: what search knows of its page, if that is written anew.
    """

    name: Name
    files: tuple[str, ...]
    now: Known | None = None
    reads: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    unchanged: int = 0
    indexed: Indexed | None = None


def link_some(setup: Setup, items: Sequence[tuple[Name, Audit]]) -> list[Linked]:
    """Do some jobs, in whichever process this is; new files wait on the stage.

    Args:
        setup: where the course stands.
        items: the jobs, each with what the audit says of the lesson that it is about.
    """
    spare_imports()
    keep_templates(setup.cache / "templates")
    sight = sight_of(setup)
    said = {name[1]: audit for name, audit in items if name[0] in _JUDGED}
    view = view_of(sight, lambda slug: said.get(slug, _NOTHING), setup.draft)
    return [link_one(name, view, known_row(sight.shelf, name), setup) for name, _ in items]


def link_one(name: Name, view: View, before: Known | None, setup: Setup) -> Linked:
    """Do a job, unless what its files show is as it was and they stand."""
    with view.course.outlines.watched() as reads:
        wanted = job(name, view)
        if before and before.shown == wanted.shown and before.stands(setup.output, setup.closely):
            return Linked(name, tuple(before.files), unchanged=len(_of_site(before.files)))
        files = placed(name, wanted.write())
    return _written(name, wanted, files, before or Known({}, {}), Stage(setup.output), tuple(sorted(reads)))


def placed(name: Name, files: Files) -> dict[str, bytes]:
    """A job's files by their paths from the output folder; notebooks stand beside the site, too."""
    found = {f"site/{path}": data for path, data in files.items()}
    return found | dict(files) if name[0] == "notebook" else found


def _written(
    name: Name, wanted: Job, files: Mapping[str, bytes], before: Known, stage: Stage, reads: tuple[str, ...]
) -> Linked:
    """Put what changed on the stage."""
    now = {path: (len(data), digest_of(data)) for path, data in files.items()}
    new, changed = list[str](), list[str]()
    for path, data in files.items():
        size = size_of(f"{stage.output}/{path}")
        if size != len(data) or digest_of_file(stage.output / path) != now[path][1]:
            stage.put(path, data)
            (new if size is None else changed).append(path)
    return Linked(name, tuple(now), Known(wanted.shown, now), reads, tuple(new), tuple(changed),
                  tuple(sorted(before.files.keys() - now.keys())), len(_of_site(files.keys() - {*new, *changed})),
                  wanted.indexed() if wanted.indexed else None)


class Linker:
    """Has jobs done, lets the new files take their places, and keeps what the jobs showed.

    Args:
        setup: where the course stands.
        shelf: what is kept between builds.
        crew: who does the work.
        audits: what the audit says of each lesson.
    """

    def __init__(self, setup: Setup, shelf: Shelf, crew: Crew, audits: Mapping[str, Audit]) -> None:
        self.setup = setup
        self.shelf = shelf
        self.crew = crew
        self.audits = audits
        self.stage = Stage(setup.output)
        self.search = SearchData(setup, shelf, self.stage)

    def all(self, wanted: Sequence[Name]) -> Written:
        """Do all jobs of a site, which then holds their files and no others."""
        tally, rows = self._done(wanted), {row_name(name) for name in wanted}
        self.search.forget(rows)
        self._finish_search(tally)
        written = self._move_in(tally, sorted(strangers(self.setup.output, tally.files)))
        swept = dict.fromkeys(sweep(self.setup.output), "")
        written = replace(written, digests={**written.digests, **swept}) if swept else written
        self.shelf.drop(KIND, self.shelf.digests(KIND).keys() - rows - {row_name(SEARCH)})
        return written

    def some(self, wanted: Sequence[Name]) -> Written:
        """Do some jobs of a site, and leave the rest as it was."""
        tally = self._done(wanted)
        self._finish_search(tally)
        return self._move_in(tally, sorted(tally.gone - tally.files))

    def _done(self, wanted: Sequence[Name]) -> _Tally:
        self.stage.clear()
        items = [(name, self.audits.get(name[1], _NOTHING) if name[0] in _JUDGED else _NOTHING) for name in wanted]
        tally = _Tally()
        for part in self.crew.share(link_some, items, self.setup):
            for one in part:
                tally.add(one)
                if one.now is not None:
                    keep_row(self.shelf, one.name, one.now, one.reads)
                if one.indexed is not None:
                    self.search.page(one.name, one.indexed)
        return tally

    def _finish_search(self, tally: _Tally) -> None:
        """Bring the search data in step; they count as the files of one more job."""
        before, now = known_row(self.shelf, SEARCH) or Known({}, {}), self.search.finish()
        tally.add(Linked(
            SEARCH, tuple(now.files), now, new=tuple(self.search.new), changed=tuple(self.search.changed),
            gone=tuple(before.files.keys() - now.files.keys()),
            unchanged=len(now.files) - len(self.search.new) - len(self.search.changed),
        ))

    def _move_in(self, tally: _Tally, gone: Sequence[str]) -> Written:
        self.stage.move_in(gone)
        new, changed, removed = _of_site(tally.new), _of_site(tally.changed), _of_site(gone)
        digests = {path: tally.digests.get(path, "") for path in (*tally.new, *tally.changed, *gone)}
        return Written(len(new), len(changed), tally.unchanged, len(removed), tuple(sorted([*new, *changed, *removed])),
                       digests)


class _Tally(Struct):
    """What became of the files of many jobs."""

    files: set[str] = set()
    digests: dict[str, str] = {}
    new: list[str] = []
    changed: list[str] = []
    gone: set[str] = set()
    unchanged: int = 0

    def add(self, one: Linked) -> None:
        self.files.update(one.files)
        if one.now is not None:
            self.digests |= {path: one.now.files[path][1] for path in (*one.new, *one.changed)}
        self.new += one.new
        self.changed += one.changed
        self.gone.update(one.gone)
        self.unchanged += one.unchanged


def _of_site(paths: Iterable[str]) -> list[str]:
    """The paths that lie in the site, from its root."""
    return [path.removeprefix("site/") for path in paths if path.startswith("site/")]
