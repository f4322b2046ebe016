"""What a change in git touched or made worse: the faults that count under `--since`."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from builder.audit import Audit
from builder.diagnostics import Diagnostic
from builder.reports.fingerprints import all_faults, equality

Lines = tuple[range, ...]

_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_FOLDERS = ("curriculum", "lessons", "figures")


class GitError(Exception):
    """Git refuses: no repository, no such revision; its words say why."""


class Change(Struct, frozen=True):
    """What was done since a commit.

    Attributes:
        lines: the lines that were written, by file.
        renamed: the files that have another name now: the old name of each new one.
    """

    lines: Mapping[str, Lines]
    renamed: Mapping[str, str] = {}

    def touched(self, diagnostic: Diagnostic) -> bool:
        """Whether a fault stands in a line that was written."""
        span = diagnostic.span
        return any(lines.start <= max(span.line, span.end_line) and span.line < lines.stop
                   for lines in self.lines.get(span.path, ()))


def since(audit: Audit, before: Audit, change: Change) -> Audit:
    """The audit in which only faults count that the earlier course did not have, or that stand in written lines.

    A fault is the same as an earlier one if its code, its file, under its old name or its new, and its message are.
    Where a file has more equal faults than before, those in written lines are the new ones.
    """
    old = Counter(equality(diagnostic) for diagnostic in all_faults(before))
    groups: dict[tuple[str, str, str], list[Diagnostic]] = defaultdict(list)
    for diagnostic in sorted(all_faults(audit), key=Diagnostic.sort_key):
        code, path, message = equality(diagnostic)
        groups[code, change.renamed.get(path, path), message].append(diagnostic)
    counted: list[Diagnostic] = []
    for key, found in groups.items():
        touched = [diagnostic for diagnostic in found if change.touched(diagnostic)]
        others = [diagnostic for diagnostic in found if not change.touched(diagnostic)]
        counted += touched + others[:max(0, len(found) - old[key] - len(touched))]
    return audit.judging(counted)


def branch_point(root: Path, revision: str) -> str:
    """The commit at which the work since a revision began: where the two lines of commits parted.

    Raises:
        GitError: if this is no repository, or it has no such revision.
    """
    if revision.startswith("-"):
        raise GitError(f"{revision} is no revision")
    commit = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", fault=f"no revision {revision};"
                  " a shallow clone lacks most of them (actions/checkout: fetch-depth: 0)")
    try:
        return _git(root, "merge-base", commit.strip(), "HEAD", fault="").strip()
    except GitError:
        return commit.strip()


def changed(root: Path, commit: str) -> Change:
    """What was written since a commit, in the repository and in the working folder."""
    diff = _git(root, "-c", "core.quotePath=false", "diff", "--unified=0", "--inter-hunk-context=0", "--find-renames",
                "--no-color", "--no-ext-diff", "--no-textconv", "--relative", "--src-prefix=a/", "--dst-prefix=b/",
                commit, "--", ".")
    lines, renamed = _parsed(diff)
    for path in _git(root, "ls-files", "-z", "--others", "--exclude-standard", "--", ".").split("\0"):
        lines.setdefault(path, []).append(range(1, 1 << 30))
    return Change({path: tuple(ranges) for path, ranges in lines.items()}, renamed)


def _parsed(diff: str) -> tuple[dict[str, list[range]], dict[str, str]]:
    """The written lines and the renamed files of a diff without context."""
    lines: dict[str, list[range]] = {}
    renamed: dict[str, str] = {}
    path, source, inside = "", "", 0
    for line in diff.split("\n"):
        if inside and line[:1] in ("+", "-"):
            inside -= 1
        elif line.startswith("rename from "):
            source = line.removeprefix("rename from ")
        elif line.startswith("rename to "):
            renamed[line.removeprefix("rename to ")] = source
        elif line.startswith("+++ "):
            path = line[4:].rstrip("\t").removeprefix("b/")
        elif hunk := _HUNK.match(line):
            removed, start, added = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            inside = removed + added
            lines.setdefault(path, []).append(range(start, start + added))
    return lines, renamed


def extract(root: Path, commit: str, folder: Path) -> None:
    """Write the course's files as they were at a commit into a folder; nothing where the course was not there yet."""
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    top = Path(_git(root, "rev-parse", "--show-toplevel").strip())
    tree = f"{commit}:{prefix}"
    try:
        there = [name for name in _git(top, "ls-tree", "--name-only", tree).splitlines() if name in _FOLDERS]
    except GitError:
        return
    if not there:
        return
    data = _run(top, "archive", "--format=tar", tree, *there)
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            parts = PurePosixPath(member.name).parts
            content = archive.extractfile(member) if member.isfile() else None
            if content and ".." not in parts and member.name.endswith((".yaml", ".md")):
                target = folder.joinpath(*parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read())


def _git(root: Path, *arguments: str, fault: str | None = None) -> str:
    return _run(root, *arguments, fault=fault).decode("utf-8", "replace")


def _run(root: Path, *arguments: str, fault: str | None = None) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=False)
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    if done.returncode:
        raise GitError(fault if fault is not None else done.stderr.decode("utf-8", "replace").strip())
    return done.stdout
