"""A small course in a folder of its own, edited and built there as its authors do it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from difflib import unified_diff
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import yaml

from builder.cli.main import run

REPOSITORY = Path(__file__).parents[2]
BREAD = (Path(__file__).parents[1] / "rules" / "course", Path(__file__).parent / "more")
"""The course about bread, without a fault, and what makes it a whole one: figure code, a notebook, links."""
LOUD = {"COURSEWRIGHT_TRACEBACK": "1"}
"""A builder that fails itself shows where."""


class Impossible(Exception):
    """An edit finds nothing that it could change."""


class Said(NamedTuple):
    """How a build ended: its exit code, and what it said."""

    code: int
    words: str


class Checkout:
    """A course in a folder, with what is built from it in `output`.

    Attributes:
        root: the course's folder.
        builder: the folder of the package that builds it in processes of their own.
    """

    def __init__(self, root: Path, builder: Path = REPOSITORY) -> None:
        self.root, self.builder = root, builder

    @classmethod
    def of_bread(cls, root: Path) -> Checkout:
        """The course about bread."""
        for part in BREAD:
            shutil.copytree(part, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        return cls(root)

    def copy(self, root: Path) -> Checkout:
        """The course as it stands, elsewhere, as if nothing had ever been built; its figures are not drawn again."""
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.root, root, ignore=shutil.ignore_patterns("output", "__pycache__"))
        copied = Checkout(root, self.builder)
        self.figures.mkdir(parents=True, exist_ok=True)
        copied.cache.mkdir(parents=True)
        copied.figures.symlink_to(self.figures)
        return copied

    # ---- its files

    def paths(self, *patterns: str) -> list[str]:
        """The files that fit one of the patterns, in order."""
        found = {path for pattern in patterns for path in self.root.glob(pattern) if path.is_file()}
        return sorted(path.relative_to(self.root).as_posix() for path in found)

    def read(self, path: str) -> str:
        """A file's text; a byte that is no text is shown as such."""
        return (self.root / path).read_text("utf-8", "backslashreplace")

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file in its place."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())

    def append(self, path: str, text: str) -> None:
        """Add a paragraph to a text."""
        self.write(path, f"{self.read(path)}\n{text}\n")

    def change(self, path: str, old: str, new: str) -> None:
        """Replace words that stand in a file exactly once."""
        text = self.read(path)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        self.write(path, text.replace(old, new))

    @contextmanager
    def values(self, path: str) -> Iterator[Any]:
        """A YAML file as values that may be changed; Impossible where they are not what an edit expects."""
        try:
            found = yaml.safe_load(self.read(path))
        except (OSError, yaml.YAMLError, ValueError) as error:
            raise Impossible(path) from error
        if not isinstance(found, dict):
            raise Impossible(path)
        try:
            yield found
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            raise Impossible(path) from error
        self.write(path, yaml.safe_dump(found, sort_keys=False, allow_unicode=True))

    def files(self) -> dict[str, bytes]:
        """All files of the course, without what was built from them."""
        every = (path for part in ("curriculum", "figures", "lessons") for path in (self.root / part).rglob("*"))
        kept = (path for path in every if path.is_file() and "__pycache__" not in path.parts)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in kept}

    def put(self, files: dict[str, bytes]) -> None:
        """Let the course hold exactly these files; those that hold the same bytes are not touched."""
        there = self.files()
        for path in there.keys() - files.keys():
            (self.root / path).unlink()
        for path in [path for path in files if there.get(path) != files[path]]:
            self.write(path, files[path])
        for folder in sorted((self.root / "lessons").rglob("*/"), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()

    # ---- what is built

    @property
    def output(self) -> Path:
        """Where the site, the notebooks and the cache stand."""
        return self.root / "output"

    @property
    def site(self) -> Path:
        """The folder of the pages."""
        return self.output / "site"

    @property
    def cache(self) -> Path:
        """What earlier builds left for later ones."""
        return self.output / "cache"

    @property
    def figures(self) -> Path:
        """The part of the cache that holds drawings; a build from nothing may have it, for it is no work of pages."""
        return self.cache / "jobs"

    def command(self, *options: str) -> list[str]:
        """The arguments of a build that says only what is wrong."""
        return ["-q", "--course", str(self.root), "lessons", "--cache", str(self.cache), *options]

    def build(self, *options: str) -> Said:
        """Build in this process."""
        words = StringIO()
        with redirect_stderr(words), redirect_stdout(words), mock.patch.dict(os.environ, LOUD):
            code = run(self.command(*options))
        return self._said(code, words.getvalue())

    def build_apart(self, *options: str) -> Said:
        """Build in a process of its own."""
        done = subprocess.run([sys.executable, "-m", "builder", *self.command(*options)], cwd=self.root, text=True,
                              env={**os.environ, **LOUD, "PYTHONPATH": str(self.builder)}, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        return self._said(done.returncode, done.stdout)

    def _said(self, code: int, words: str) -> Said:
        assert code in (0, 1), words
        return Said(code, words)

    def made(self) -> dict[str, bytes]:
        """The pages and the notebooks, with the folders that they stand in."""
        every = (path for part in (self.site, self.output / "notebooks") for path in part.rglob("*"))
        return {path.relative_to(self.output).as_posix(): b"" if path.is_dir() else path.read_bytes() for path in every}


def assert_equal(made: dict[str, bytes], clean: dict[str, bytes]) -> None:
    """Both hold the same files with the same bytes; where they do not, the first difference is shown."""
    missing, extra = sorted(clean.keys() - made.keys()), sorted(made.keys() - clean.keys())
    differing = sorted(path for path in made.keys() & clean.keys() if made[path] != clean[path])
    if missing or extra or differing:
        shown = "".join(_difference(made[path], clean[path]) for path in differing[:1])
        raise AssertionError(f"missing: {missing}; too many: {extra}; other bytes: {differing}\n{shown}")


def _difference(made: bytes, clean: bytes) -> str:
    mine, theirs = (content.decode("utf-8", "backslashreplace").splitlines(keepends=True) for content in (made, clean))
    return "".join(unified_diff(mine, theirs, "as built", "as built from nothing", n=0))
