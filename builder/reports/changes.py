"""What a change in git touched or made worse: the faults that count under `--since`."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from builder.audit import Audit
from builder.diagnostics import Diagnostic
from builder.reports.fingerprints import fingerprints

Lines = tuple[range, ...]

_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_FOLDERS = ("curriculum", "lessons", "figures")


class GitError(Exception):
    """Git refuses: no repository, no such revision; its words say why."""


def since(audit: Audit, before: Audit, touched: Mapping[str, Lines]) -> Audit:
    """The audit in which only faults count that the earlier course did not have, or that stand in touched lines.

    Args:
        audit: the course as it is.
        before: the course as it was.
        touched: the lines that the change wrote, by file.
    """
    old = set(fingerprints(before).values())
    names = fingerprints(audit)
    return audit.judging(d for d in audit.diagnostics if names[d] not in old or _stands_in(d, touched))


def _stands_in(diagnostic: Diagnostic, touched: Mapping[str, Lines]) -> bool:
    span = diagnostic.span
    return any(lines.start <= max(span.line, span.end_line) and span.line < lines.stop
               for lines in touched.get(span.path, ()))


def branch_point(root: Path, revision: str) -> str:
    """The commit at which the work since a revision began: where the two lines of commits parted.

    Raises:
        GitError: if this is no repository, or it has no such revision.
    """
    if revision.startswith("-"):
        raise GitError(f"{revision} is no revision")
    commit = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", fault=f"no revision {revision}")
    try:
        return _git(root, "merge-base", commit.strip(), "HEAD", fault="").strip()
    except GitError:
        return commit.strip()


def touched_lines(root: Path, commit: str) -> Mapping[str, Lines]:
    """The lines that were written since a commit, in the repository and in the working folder, by file."""
    found: dict[str, list[range]] = {}
    path = ""
    diff = _git(root, "-c", "core.quotePath=false", "diff", "--unified=0", "--no-color", "--no-ext-diff", "--relative",
                "--src-prefix=a/", "--dst-prefix=b/", commit, "--", ".")
    for line in diff.splitlines():
        if line.startswith("+++ "):
            path = line[4:].rstrip("\t").removeprefix("b/")
        elif hunk := _HUNK.match(line):
            start = int(hunk[1])
            found.setdefault(path, []).append(range(start, start + int(hunk[2] or 1)))
    for path in _git(root, "ls-files", "-z", "--others", "--exclude-standard", "--", ".").split("\0"):
        found.setdefault(path, []).append(range(1, 1 << 30))
    return {path: tuple(lines) for path, lines in found.items()}


def extract(root: Path, commit: str, folder: Path) -> None:
    """Write the course's files as they were at a commit into a folder.

    Raises:
        GitError: if the course was not there yet.
    """
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    top = Path(_git(root, "rev-parse", "--show-toplevel").strip())
    tree = f"{commit}:{prefix}"
    there = [name for name in _git(top, "ls-tree", "--name-only", tree).splitlines() if name in _FOLDERS]
    if not there:
        raise GitError(f"the course was not there at {commit[:12]}")
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
