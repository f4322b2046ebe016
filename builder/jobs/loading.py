"""How a job's process loads the course's `figures` package: from its root, and just as it was when keys were made."""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

from builder.jobs.keys import digest
from builder.jobs.sources import PACKAGE


class SourceChanged(ImportError):
    """A file of the course's code is no longer what the jobs' keys say."""


class CourseFinder(MetaPathFinder):
    """Finds `figures` and what is in it in one course, and nothing else.

    The course's root does not join `sys.path`, so no other file there can stand in for an installed package.

    Args:
        root: the course's root.
        files: the digest that each file of the package must have.
    """

    def __init__(self, root: Path, files: Mapping[str, str]) -> None:
        self.root = root
        self.files = files

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module of the course is; None for all others."""
        if fullname.partition(".")[0] != PACKAGE:
            return None
        base = fullname.replace(".", "/")
        if f"{base}/__init__.py" in self.files:
            return self._spec(fullname, f"{base}/__init__.py", [str(self.root / base)])
        if f"{base}.py" in self.files:
            return self._spec(fullname, f"{base}.py", None)
        if any(file.startswith(f"{base}/") for file in self.files):
            spec = ModuleSpec(fullname, None, is_package=True)
            spec.submodule_search_locations = [str(self.root / base)]
            return spec
        return None

    def _spec(self, name: str, file: str, locations: list[str] | None) -> ModuleSpec | None:
        path = self.root / file
        loader = _Loader(name, str(path), file, self.files[file])
        return spec_from_file_location(name, path, loader=loader, submodule_search_locations=locations)


class _Loader(SourceFileLoader):
    """Loads a module from its source, never from a cached compilation, which may be older than its second."""

    def __init__(self, name: str, path: str, file: str, expected: str) -> None:
        super().__init__(name, path)
        self._file = file
        self._expected = expected

    def path_stats(self, path: object) -> dict[str, float]:
        """Denies that times are known, so that compiled files are neither read nor written."""
        raise OSError("compiled files are not used")

    def get_data(self, path: object) -> bytes:
        """The source, if it is what the keys say."""
        content = Path(str(path)).read_bytes()
        if digest(content) != self._expected:
            raise SourceChanged(f"{self._file} was changed while the build ran")
        return content


def start_afresh(seed: int) -> None:
    """Seeds every known source of random numbers, and gives matplotlib its own settings back.

    A process runs one job after another; none may feel what ran before it.  matplotlib names the parts of an SVG
    by a salt, which is fixed here.
    """
    random.seed(seed)
    loaded = sys.modules
    if "numpy" in loaded:
        loaded["numpy"].random.seed(seed % 2**32)
    if "torch" in loaded:
        loaded["torch"].manual_seed(seed)
    if "matplotlib" in loaded:
        loaded["matplotlib"].rcdefaults()
        loaded["matplotlib"].rcParams["svg.hashsalt"] = "coursewright"
    if "matplotlib.pyplot" in loaded:
        loaded["matplotlib.pyplot"].close("all")
