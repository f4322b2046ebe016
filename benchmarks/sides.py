"""A generated course, and the three programs that make a site of it: ours, the floor, and mkdocs with material."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from processes import Cost, cost

ROOT = Path(__file__).resolve().parents[1]
OURS, FLOOR, MATERIAL = "ours", "floor", "material"
_BUILDER = [sys.executable, "-m", "builder", "-q"]
_PATH = {"PYTHONPATH": str(ROOT)}


@dataclass
class Bench:
    """A generated course, what the three sides make of it, and what that costs.

    Attributes:
        lessons: how many lessons the course has.
        home: the folder of the course and of what is made of it.
        runs: how often short rows run.
        mkdocs: the program, where it is to be measured.
        found: what rows measured that other sizes are set against, by name.
    """

    lessons: int
    home: Path
    runs: int = 5
    mkdocs: str | None = None
    found: dict[str, float] = field(default_factory=dict)

    @property
    def course(self) -> Path:
        """The course's folder."""
        return self.home / "course"

    def prepare(self) -> None:
        """Generate the course where it is not there yet, and make sure that it has no fault."""
        if self.course.is_dir():
            return
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        part = self.home / "part"
        _script("generate", part, self.lessons, self.home / MATERIAL)
        cost([*_BUILDER, "audit", "--strict"], part, _PATH)
        part.rename(self.course)

    # ---- builds

    def ours(self, *options: str) -> Cost:
        """Build our site into what is there of it."""
        return cost([*_BUILDER, "lessons", "--output", self.home / OURS, *options], self.course, _PATH)

    def takes(self, option: str) -> bool:
        """Whether our command knows an option."""
        asked = [*_BUILDER, "lessons", "--help"]
        said = subprocess.run(asked, cwd=self.course, env=os.environ | _PATH, capture_output=True, check=True)
        return option.encode() in said.stdout

    def floor(self) -> Cost:
        """Build the floor's pages into what is there of them."""
        return _script("floor", self.course, self.lessons, self.home / FLOOR)

    def material(self, *options: str) -> Cost | None:
        """Build mkdocs' site, where it is to be measured."""
        if self.mkdocs is None:
            return None
        return cost([self.mkdocs, "build", "-q", *options], self.home / MATERIAL, {"NO_MKDOCS_2_WARNING": "1"})

    def dirty(self) -> Cost | None:
        """Build of mkdocs' site only the pages whose texts are newer."""
        if not (self.home / MATERIAL / "site").is_dir():
            self.material()
        return self.material("--dirty")

    @cached_property
    def cold(self) -> dict[str, Cost]:
        """What each side costs with nothing there, in turn; a small course is built three times, for the medians."""
        runs: dict[str, list[Cost]] = {OURS: [], FLOOR: [], MATERIAL: []}
        for _ in range(3 if self.lessons <= 200 else 1):
            for side, costs in runs.items():
                self.clear(side)
                done = getattr(self, side)()
                costs += [done] if done else []
        return {side: median(costs) for side, costs in runs.items() if costs}

    # ---- what is there

    def site(self, side: str) -> Path:
        """The pages of a side."""
        return self.home / side if side == FLOOR else self.home / side / "site"

    def clear(self, side: str) -> None:
        """Remove all that a side has made."""
        shutil.rmtree(self.site(side) if side == MATERIAL else self.home / side, ignore_errors=True)

    def clear_but_code(self) -> bool:
        """Remove all that we have made but the store of highlighted code; says whether there was one."""
        shutil.rmtree(self.site(OURS), ignore_errors=True)
        files = [path for path in (self.home / OURS).rglob("*") if path.is_file()]
        code = [path for path in files if path.name.startswith("code.db")]
        for path in set(files) - set(code):
            path.unlink()
        return bool(code)

    def bytes(self, side: str) -> int:
        """The bytes of a side's site."""
        return sum(path.stat().st_size for path in self.site(side).rglob("*") if path.is_file())


def interpreter() -> Cost:
    """What an interpreter costs that starts and ends."""
    return cost([sys.executable, "-c", "pass"], ROOT)


def median(costs: Sequence[Cost]) -> Cost:
    """The medians of several runs."""
    return Cost(*(statistics.median(getattr(one, name) for one in costs) for name in ("cpu", "wall", "peak")))


def _script(what: str, course: Path, lessons: int, target: Path) -> Cost:
    """Run `main` below in a process of its own."""
    return cost([sys.executable, __file__, what, course, str(lessons), target], ROOT)


def main(what: str, course: Path, lessons: int, target: Path) -> None:
    """Generate a course for all sides, or build the floor's pages."""
    if what == FLOOR:
        import floor

        floor.build(course, target)
    else:
        import courses
        import material

        courses.generate(course, lessons)
        material.convert(course, lessons, target)


if __name__ == "__main__" and sys.argv[1:]:
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
