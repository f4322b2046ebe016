"""What a build reads, as it is: whether anything changed is told from this before anything else is imported.

A stamp is a file's digest together with its state: size, time of the last writing, time of the last change, inode.
In the same state the digest need not be computed again.  But two changes within one tick of a file system's clock
leave the same times, so a state counts only if it was clearly in the past when the file was looked at; until then the
digest decides.  (Git calls such entries of its index "racy".)

Folders are entries, too: their paths end with a slash, and their digest is that of the names in them.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from struct import Struct

from builder.looking import ABSENT, FOLDER, MARK, MISSING, STATE, digest_of, is_content, shared, stamp, time_of, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from builder.looking import Stamp

    Found = tuple[int, bytes, bytes]

_FORMAT = b"stamps 1\n"
_NONE: Mapping[str, str] = {}
_COUNT = Struct("<I")
_STATES, _MARKS = Struct(f"{STATE.size}s"), Struct(f"{MARK}s")
_FOUND = Struct(f"<I{STATE.size}s{MARK}s")


class Changes:
    """The files that are new, those that are gone, and those of other content, each in order."""

    __slots__ = ("added", "modified", "removed")

    def __init__(self, added: list[str], removed: list[str], modified: list[str]) -> None:
        self.added = added
        self.removed = removed
        self.modified = modified


class Stamps:
    """Files and folders, each with its digest and the state in which it had it.

    Two are equal if the same paths hold the same contents; times may differ.
    """

    __slots__ = ("_asked", "_marks", "_paths", "_root", "_states")

    def __init__(self, root: str, asked: tuple[list[str], list[str]], paths: list[str], states: bytes, marks: bytes):
        self._root = root
        self._asked = asked
        self._paths = paths
        self._states = states
        self._marks = marks

    @classmethod
    def take(
        cls, root: str, folders: Iterable[str], files: Iterable[str], before: Stamps | None = None,
        *, clock: str | None = None, processes: int = 1, written: Mapping[str, str] = _NONE,
    ) -> Stamps:
        """Look at folders with all that is in them, and at single files; what is missing is kept as missing.

        Take stamps before the files are read: what changes in between is then noticed by the next build.

        Args:
            root: the course's folder; "." for the current one.
            folders: paths from the root, or absolute ones.
            files: likewise.
            before: earlier stamps; a file in the state that is kept there is not read.
            clock: a file of the builder's own, in a folder that is there; it is touched to learn the file system's
                time.  Without it, and on other devices than its own, times tell nothing.
            processes: how many share the work where there is much; one for a program with threads.
            written: the digests of files that were written just now; they are not read.

        Raises:
            OSError: if something that is there cannot be read.
        """
        asked = [folder.rstrip("/") for folder in folders], list(files)
        tree: dict[str, Stamp | None] = dict.fromkeys(asked[1])
        now = time_of(clock)
        for folder in asked[0]:
            tree.update(walk(root, folder, now))
        known = before._known() if before else {}
        paths = sorted(tree, key=_order)
        entries = [tree[path] or known.get(path, MISSING) for path in paths]
        stamps = cls(root, asked, paths, b"".join(state for state, _ in entries), b"".join(mark for _, mark in entries))
        found = stamps._look(clock, True, processes, written)
        return stamps._with([entry for entry in found if not stamps._is_other_tree(*entry)])

    def renewed(self, clock: str | None = None, trust_times: bool = True, processes: int = 1) -> Stamps:
        """The same folders and files as they are now; `self` if there is nothing to keep instead.

        Each known path is asked for its state once, and only what is in another state is read.

        Args:
            clock: as for `take`.
            trust_times: whether what is in the state that is kept is unchanged; if not, everything is read.
            processes: as for `take`.

        Raises:
            OSError: if something that is there cannot be read.
        """
        found = self._look(clock, trust_times, processes)
        now = self._with(found) if found else self
        if any(self._is_other_tree(*entry) for entry in found):
            return Stamps.take(self._root, *self._asked, now, clock=clock, processes=processes)
        return now

    def after(self, touched: Mapping[str, str], clock: str | None = None) -> Stamps:
        """The same where some files came, went or were written, and nothing else.

        Args:
            touched: the paths of these files, within the folders that were asked for, with their digests; "" for those
                that are gone, and for those that shall be read.
            clock: as for `take`.

        Raises:
            OSError: if something that is there cannot be read.
        """
        paths, states, marks = list(self._paths), bytearray(self._states), bytearray(self._marks)
        now, waiting, folders = time_of(clock), list(touched), set[str]()
        for path in waiting:
            index = bisect_left(paths, _order(path), key=_order)
            known = paths[index:index + 1] == [path]
            state, mark = stamp(f"{self._root}/{path}", now, touched.get(path))
            there = mark != ABSENT
            paths[index:index + known] = [path] * there
            states[index * STATE.size:(index + known) * STATE.size] = state * there
            marks[index * MARK:(index + known) * MARK] = mark * there
            folder = os.path.dirname(path.rstrip("/"))
            if known != there and folder and folder not in folders:
                folders.add(folder)
                waiting.append(f"{folder}/")
        return Stamps(self._root, self._asked, paths, bytes(states), bytes(marks))

    def unchanged(self, clock: str | None = None, trust_times: bool = True, processes: int = 1) -> bool:
        """Whether everything is as it was; whoever needs to know what is not asks `renewed` instead."""
        return self.renewed(clock, trust_times, processes) == self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stamps) and (self._paths, self._marks) == (other._paths, other._marks)

    def paths(self) -> list[str]:
        """The files that are there, in order: those within the root first."""
        return list(_contents(self._marked()))

    def digest(self, path: str) -> str | None:
        """A file's digest, 32 hexadecimal digits of BLAKE2b; None if it is not there or not known."""
        index = bisect_left(self._paths, _order(path), key=_order)
        mark = self._mark(index) if self._paths[index:index + 1] == [path] else ABSENT
        return mark.hex() if is_content(mark) and not path.endswith("/") else None

    def digests(self, *endings: str) -> dict[str, str]:
        """The digests of the files that are there, by path: of all, or of those whose paths end so."""
        marked = self._marked()
        wanted = (entry for entry in marked if entry[0].endswith(endings)) if endings else marked
        return {path: mark.hex() for path, mark in _contents(wanted).items()}

    def changes(self, later: Stamps) -> Changes:
        """What is otherwise in `later`, by digest."""
        if self._paths == later._paths:
            pairs = [(a, b) for a, b in zip(self._marked(), later._marked(), strict=True) if a != b]
            old, new = _contents(a for a, _ in pairs), _contents(b for _, b in pairs)
        else:
            here, there = set(self._marked()), set(later._marked())
            old, new = _contents(here - there), _contents(there - here)
        return Changes(
            added=sorted(new.keys() - old.keys(), key=_order),
            removed=sorted(old.keys() - new.keys(), key=_order),
            modified=sorted(new.keys() & old.keys(), key=_order),
        )

    def to_bytes(self) -> bytes:
        """The stamps as bytes; the root is left out, so that a course may be moved or copied with them."""
        folders, files = self._asked
        names = os.fsencode("\0".join([*folders, "", *files, "", *self._paths]))
        body = b"".join((_COUNT.pack(len(self._paths)), self._states, self._marks, names))
        return _FORMAT + digest_of(body) + body

    @classmethod
    def from_bytes(cls, data: bytes, root: str) -> Stamps | None:
        """What `to_bytes` gave, for the course at `root`; None if it is damaged or of another version."""
        start = len(_FORMAT) + MARK
        body = data[start:]
        if data[:start] != _FORMAT + digest_of(body):
            return None
        count, = _COUNT.unpack_from(body)
        marks = _COUNT.size + count * STATE.size
        names = marks + count * MARK
        words = os.fsdecode(body[names:]).split("\0")
        files = words.index("") + 1
        paths = words.index("", files) + 1
        asked = words[:files - 1], words[files:paths - 1]
        return cls(root, asked, words[paths:paths + count], body[_COUNT.size:marks], body[marks:names])

    def _state(self, index: int) -> bytes:
        return self._states[index * STATE.size:(index + 1) * STATE.size]

    def _mark(self, index: int) -> bytes:
        return self._marks[index * MARK:(index + 1) * MARK]

    def _known(self) -> dict[str, Stamp]:
        """The stamps by path, but of what has become a folder."""
        entries = zip(self._marked(), _STATES.iter_unpack(self._states), strict=True)
        return {path: (state, mark) for (path, (mark,)), (state,) in entries if mark != FOLDER}

    def _marked(self) -> Iterator[tuple[str, tuple[bytes]]]:
        """All paths, each with its digest in a tuple of its own."""
        return zip(self._paths, _MARKS.iter_unpack(self._marks), strict=True)

    def _is_other_tree(self, index: int, _: bytes, mark: bytes) -> bool:
        """Whether what an entry is now says that entries have come or gone, so that the folders must be walked."""
        return mark != self._mark(index) and (self._paths[index].endswith("/") or mark == FOLDER)

    def _with(self, found: list[Found]) -> Stamps:
        """These stamps with what was found otherwise."""
        states, marks = bytearray(self._states), bytearray(self._marks)
        for index, state, mark in found:
            states[index * STATE.size:(index + 1) * STATE.size] = state
            marks[index * MARK:(index + 1) * MARK] = mark
        return Stamps(self._root, self._asked, self._paths, bytes(states), bytes(marks))

    def _look(
        self, clock: str | None, trust_times: bool, processes: int, written: Mapping[str, str] = _NONE,
    ) -> list[Found]:
        """The entries whose state or digest is not what is kept, as they are now."""
        places, paths = self._places(), self._paths

        def look(part: range) -> bytes:
            asked = list(self._stirred(places, part)) if trust_times else part
            now = time_of(clock) if asked else None
            seen = ((index, *stamp(places[index], now, written.get(paths[index]))) for index in asked)
            return b"".join(
                _FOUND.pack(index, state, mark) for index, state, mark in seen
                if (state, mark) != (self._state(index), self._mark(index))
            )

        return list(_FOUND.iter_unpack(shared(look, len(places), processes)))

    def _places(self) -> list[str]:
        """Where the entries stand."""
        within = bisect_left(self._paths, (True, ""), key=_order)
        return [f"{self._root}/{path}" for path in self._paths[:within]] + self._paths[within:]

    def _stirred(self, places: list[str], part: range) -> Iterator[int]:
        """The entries that are not in the state that is kept; a build without changes spends most of its time here."""
        states = STATE.iter_unpack(self._states[part.start * STATE.size:part.stop * STATE.size])
        stat = os.stat
        for index, place, kept in zip(part, places[part.start:part.stop], states, strict=True):
            try:
                if kept[3] and kept == ((now := stat(place)).st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino):
                    continue
            except OSError:
                pass  # it is gone, or whoever looks at it meets the same fault
            yield index


def _order(path: str) -> tuple[bool, str]:
    return os.path.isabs(path), path


def _contents(marked: Iterable[tuple[str, tuple[bytes]]]) -> dict[str, bytes]:
    """The digests of the files among paths."""
    return {path: mark for path, (mark,) in marked if not path.endswith("/") and is_content(mark)}
