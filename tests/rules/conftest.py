"""A small course without a fault, as files under `course/`, and pages of cases that break it in one place each."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from builder.audit import Audit, audit
from builder.diagnostics import Diagnostic
from builder.loading import load

HERE = Path(__file__).parent
COURSE = HERE / "course"
PAGES = sorted((HERE / "cases").glob("*.md"))

_FENCE = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Case:
    """A case of a page: the code that its heading names, its title, its steps and the faults it expects."""

    page: Path
    code: str
    title: str
    steps: tuple[tuple[str, str, str], ...] = field(repr=False)
    expected: str = field(repr=False)
    today: str | None = None

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


def cases(page: Path) -> Iterator[Case]:
    """The cases of a page, each under a heading of the third level below that of its rule."""
    for part in re.split(r"^## ", page.read_text(), flags=re.MULTILINE)[1:]:
        code = part.split()[0]
        for text in re.split(r"^### ", part, flags=re.MULTILINE)[1:]:
            blocks = _FENCE.findall(text)
            expected = "".join(body for word, _, body in blocks if word == "faults")
            today = re.search(r"On (\d{4}-\d\d-\d\d)", text)
            yield Case(page, code, text.splitlines()[0], tuple(b for b in blocks if b[0] != "faults"), expected,
                       today[1] if today else None)


def broken(case: Case, root: Path) -> Path:
    """A copy of the course with the steps of a case done to it."""
    shutil.copytree(COURSE, root)
    for word, path, body in case.steps:
        target = root / path
        if word == "change":
            target.write_text(changed(target.read_text(), body))
        elif word == "file":
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(body)
        elif word == "latin":
            target.write_bytes(body.encode("latin-1"))
        elif word == "remove":
            target.unlink()
        else:
            raise ValueError(f"{case}: no step is called {word}")
    return root


def changed(text: str, change: str) -> str:
    """A text after a change: lines with `-` give way to lines with `+`, other lines say where; it fits once."""
    lines = change.splitlines()
    old = "".join(line[1:] + "\n" for line in lines if line[:1] != "+")
    new = "".join(line[1:] + "\n" for line in lines if line[:1] != "-")
    assert text.count(old) == 1, f"these lines stand {text.count(old)} times:\n{old}"
    return text.replace(old, new)


def shown(result: Audit) -> str:
    """The faults of an audit as pages of cases show them."""
    return "".join(_entry(diagnostic) for diagnostic in result.diagnostics)


def _entry(d: Diagnostic) -> str:
    see = "".join(f"    see {related.span}: {related.message}\n" for related in d.related)
    return f"{d.span}: {d.severity}[{d.code}] {d.message}\n{see}    {d.help}\n"


def judged(root: Path, today: str | None = None) -> Audit:
    """The audit of a course's folder."""
    return audit(*load(root), today)
