"""What a course's figure code is made of: its files, their digests, and which of them a module needs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from builder.jobs.disk import write_whole
from builder.jobs.keys import digest
from builder.jobs.seals import BrokenSeal, seal, unseal

Imports = list[tuple[int, str, list[str]]]
"""The imports of one file: dots before the module, the module, the names taken from it; -1 dots for words in quotes."""

PACKAGE = "figures"
SPECS = "figures/figures.yaml"
_FORMAT = 1
_QUOTED = -1
_LONGEST_QUOTED = 80


def read_imports(code: bytes) -> Imports:
    """Reads off what a Python file imports anywhere in it, functions included.

    Words in quotes that might name a module or a file are listed too, so that `import_module("figures.style")`
    and `open("palette.json")` count.  A file that does not parse imports nothing: running it will say so.
    """
    import ast

    found: Imports = []
    try:
        nodes = list(ast.walk(ast.parse(code)))
    except (SyntaxError, ValueError):
        return found
    for node in nodes:
        if isinstance(node, ast.Import):
            found += [(0, alias.name, []) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.level, node.module or "", [alias.name for alias in node.names]))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _may_name(node.value):
            found.append((_QUOTED, node.value, []))
    return found


def _may_name(text: str) -> bool:
    return 2 < len(text) <= _LONGEST_QUOTED and "." in text and not any(letter.isspace() for letter in text)


class Sources(Struct, frozen=True):
    """The files of a course's `figures` folder, as they were when the build began.

    Attributes:
        files: the digest of every file, by its path from the course's root.
        imports: what a Python file imports, by the file's digest.
    """

    files: Mapping[str, str]
    imports: dict[str, Imports] = {}

    def module_file(self, module: str) -> str | None:
        """The file of a module such as "figures.recipes.latent_map", or None where there is none."""
        base = module.replace(".", "/")
        return next((path for path in (f"{base}/__init__.py", f"{base}.py") if path in self.files), None)

    def modules(self, package: str) -> list[str]:
        """The names of the modules straight in a package such as "figures.recipes", in order."""
        folder = PurePosixPath(package.replace(".", "/"))
        names = set()
        for path in map(PurePosixPath, self.files):
            if path.parent == folder and path.suffix == ".py" and path.stem != "__init__":
                names.add(path.stem)
            elif path.parent.parent == folder and path.name == "__init__.py":
                names.add(path.parent.name)
        return sorted(names)

    def closure(self, modules: Iterable[str]) -> dict[str, str]:
        """The files that modules need, themselves included: path from the root to digest, in order of paths."""
        waiting = [path for module in modules for path in self._with_parents(module)]
        found: dict[str, str] = {}
        while waiting:
            path = waiting.pop()
            if path not in found:
                found[path] = self.files[path]
                waiting += self._needed(path)
        return dict(sorted(found.items()))

    def packages(self, paths: Iterable[str]) -> list[str]:
        """The top-level names that files import from outside the course and the standard library, in order."""
        tops = {
            module.partition(".")[0]
            for path in paths
            for level, module, _ in self.imports.get(self.files[path], ())
            if level == 0
        }
        return sorted(tops - {PACKAGE, "builder", ""} - sys.stdlib_module_names)

    def _with_parents(self, module: str) -> Iterator[str]:
        """The file of a module and those of the packages that are imported on the way to it."""
        steps = module.split(".")
        for end in range(1, len(steps) + 1):
            path = self.module_file(".".join(steps[:end]))
            if path:
                yield path

    def _needed(self, path: str) -> Iterator[str]:
        for level, module, names in self.imports.get(self.files[path], ()):
            if level == _QUOTED:
                yield from self._quoted(module)
                continue
            base = _absolute(path, level, module)
            if base.partition(".")[0] == PACKAGE:
                yield from self._imported(base, names)

    def _imported(self, base: str, names: list[str]) -> Iterator[str]:
        yield from self._with_parents(base)
        for name in self.modules(base) if "*" in names else names:
            path = self.module_file(f"{base}.{name}")
            if path:
                yield path

    def _quoted(self, text: str) -> Iterator[str]:
        """The module or the other file that words in quotes name."""
        if text.startswith(f"{PACKAGE}."):
            yield from self._with_parents(text)
        if not text.endswith(".py"):
            yield from (path for path in self.files if path != SPECS and f"/{path}".endswith(f"/{text}"))


def _absolute(path: str, level: int, module: str) -> str:
    """The full name of an imported module; `level` counts the dots before it."""
    if level == 0:
        return module
    folder = path.split("/")[:-level]
    return ".".join([*folder, module] if module else folder)


def read_sources(root: Path, memory: Path) -> Sources:
    """Digests the files of the course's `figures` folder and reads off what they import.

    Args:
        root: the course's root.
        memory: a file in which imports are kept by digest, so that unchanged files are not parsed again.
    """
    known = _recall(memory)
    files, imports = {}, {}
    for path in _files(root):
        content = (root / path).read_bytes()
        files[path] = mark = digest(content)
        if path.endswith(".py"):
            imports[mark] = known[mark] if mark in known else read_imports(content)
    if imports.keys() != known.keys():
        write_whole(memory, seal({"format": _FORMAT, "imports": imports}))
    return Sources(files, imports)


def _files(root: Path) -> list[str]:
    """Every file of the package but caches and hidden ones."""
    paths = (path.relative_to(root) for path in (root / PACKAGE).rglob("*") if path.is_file())
    return sorted(
        path.as_posix()
        for path in paths
        if not any(part == "__pycache__" or part.startswith(".") for part in path.parts)
    )


def _recall(memory: Path) -> dict[str, Imports]:
    """The imports that an earlier build read off; none where its file is damaged or of another format."""
    try:
        record = unseal(memory.read_bytes())
    except (OSError, BrokenSeal):
        return {}
    known: dict[str, Imports] = record["imports"] if record.get("format") == _FORMAT else {}
    return known
