"""The search data of a site, kept in step with its pages: a few shards after an edit, all of them after much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import json

from builder.pages.jobs import Name
from builder.pages.search import Indexed, changes, shard_path, shards, update_shard
from builder.shelf import Shelf, digest_of
from builder.site.rows import Known, digest_of_file, keep_row, known_row, row_name, size_of
from builder.site.setup import Setup
from builder.site.stage import Stage

KIND = "words"
"""The kind under which the shelf keeps what search knows of each page."""

NAME: Name = ("search", "data")
_MANY = 40
"""How many pages may change until it is as quick to make all shards anew."""


class SearchData:
    """The search data of a site.

    Args:
        setup: where the course stands.
        shelf: what is kept between builds.
        stage: where new files wait.

    Attributes:
        new: the paths of the files that were not there.
        changed: the paths of those that are otherwise now.
    """

    def __init__(self, setup: Setup, shelf: Shelf, stage: Stage) -> None:
        self._setup = setup
        self._shelf = shelf
        self._stage = stage
        self.new = list[str]()
        self.changed = list[str]()
        self._before = known_row(shelf, NAME) or Known({}, {})
        self._anew = not self._before.files or not self._before.stands(setup.output, setup.closely)
        self._edits: list[tuple[Indexed, Indexed]] = []

    def page(self, name: Name, now: Indexed) -> None:
        """Take in what search knows of a page now; of one that is gone, nothing."""
        row = row_name(name)
        if not self._anew:
            self._edits.append((self._kept(row), now))
            self._anew = len(self._edits) > _MANY
        if now:
            self._shelf.put(KIND, row, "", json.encode(now))
        else:
            self._shelf.drop(KIND, [row])

    def forget(self, wanted: set[str]) -> None:
        """Take out the pages that are no longer wanted."""
        for row in self._shelf.digests(KIND).keys() - wanted:
            kind, _, of = row.partition(" ")
            self.page((kind, of), {})

    def finish(self) -> Known:
        """Let the shards that are otherwise now wait on the stage; all of the search data's files."""
        files = dict(self._made() if self._anew else self._edited())
        now = Known({}, files if self._anew else {
            path: entry for path, entry in {**self._before.files, **files}.items() if entry[0]})
        keep_row(self._shelf, NAME, now)
        return now

    def _kept(self, row: str) -> Indexed:
        says = self._shelf.get(KIND, row)
        return json.decode(says, type=Indexed) if says is not None else {}

    def _made(self) -> Iterator[tuple[str, tuple[int, str]]]:
        """All shards from nothing."""
        pages = (json.decode(says, type=Indexed) for _, says in self._shelf.rows(KIND))
        for name, data in shards(pages, self._setup.cache):
            yield self._put(name, data)

    def _edited(self) -> Iterator[tuple[str, tuple[int, str]]]:
        """The shards that edits concern; one that nothing is left of has no size."""
        gone, come = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for before, after in self._edits:
            for name, old, new in changes(before, after):
                gone[name] += old
                come[name] += new
        for name in gone:
            file = self._setup.output / "site" / shard_path(name)
            data = update_shard(name, file.read_bytes() if file.exists() else None, gone[name], come[name])
            yield self._put(name, data) if data is not None else (f"site/{shard_path(name)}", (0, ""))

    def _put(self, name: str, data: bytes) -> tuple[str, tuple[int, str]]:
        path, entry = f"site/{shard_path(name)}", (len(data), digest_of(data))
        file = self._setup.output / path
        size = size_of(file)
        if size != len(data) or digest_of_file(file) != entry[1]:
            self._stage.put(path, data)
            (self.new if size is None else self.changed).append(path)
        return path, entry
