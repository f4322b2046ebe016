"""What a site costs as its course grows: all of it, one edit, nothing changed; time, memory and bytes.

Courses of 100 and 1,000 lessons are generated (`courses.py`), each lesson of about 2,000 words and with a plan.  In
one run, in turn, as whole processes: `build lessons`; the floor (`floor.py`), which is Markdown, highlighting,
formulas and one template in Python and nothing else; and mkdocs with material on the same words, where it is
installed (`pip install coursewright[bench]`, or --mkdocs PATH).  Where nothing much has to be done the floor is an
interpreter that starts and ends, and material builds with --dirty.  Each row says what we reach for and whether it is
met.  Seconds are those of the processor, of a process with all that it starts, and in parentheses those of the clock.
Rows are judged by the former, which others on the machine hardly change; only what a second process brings is judged
by the clock, and wants a machine with two idle cores.
"""

from __future__ import annotations

import argparse
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations, pairwise
from pathlib import Path

from courses import hub
from material import page_path
from processes import Cost
from sides import FLOOR, MATERIAL, OURS, Bench, interpreter, median

SIZES = (100, 1_000)
SHOWN_BY = 20
HEAD = "| measure | ours | floor | material | ratio | reach | met |\n|---|---|---|---|---|---|---|"


def line(
    what: str, shown: Mapping[str, str], ratio: float | None = None, reach: str = "", met: bool | None = None
) -> None:
    """Print a row of the table as soon as it is known; `shown` has what each side measured."""
    sides = (shown.get(side, "") for side in (OURS, FLOOR, MATERIAL))
    verdict = {True: "yes", False: "**no**", None: ""}[met]
    cells = (what, *sides, "" if ratio is None else f"{ratio:.2f}", reach, verdict)
    print(f"| {' | '.join(cells)} |", flush=True)


def seconds(one: Cost) -> str:
    """Seconds of the processor, and of the clock."""
    return f"{one.cpu:.2f} s ({one.wall:.2f})"


# ---- all of the site


def cold(bench: Bench) -> None:
    """All of the site, with nothing there."""
    ours, floor, material = bench.cold[OURS], bench.cold[FLOOR], bench.cold.get(MATERIAL)
    bench.found["processor seconds"] = ours.cpu
    shown = {side: seconds(one) for side, one in bench.cold.items()}
    line("cold build", shown, ours.cpu / floor.cpu, "1.5 floor", ours.cpu <= 1.5 * floor.cpu)
    if material:
        ratio = ours.cpu / material.cpu
        line("cold build, against material", shown, ratio, "0.5 material", ratio <= 0.5)


def code(bench: Bench) -> None:
    """All of the site, with nothing there but highlighted code."""
    if not bench.site(OURS).is_dir():
        bench.ours()
    kept = bench.clear_but_code()
    ours = bench.ours()
    bench.clear(FLOOR)
    floor = bench.floor()
    line("cold build, highlighted code kept" + ("" if kept else " (there is no store of it)"),
         {OURS: seconds(ours), FLOOR: seconds(floor)}, ours.cpu / floor.cpu, "0.8 floor", ours.cpu <= 0.8 * floor.cpu)


def memory(bench: Bench) -> None:
    """The most memory of any one process of a cold build."""
    peak, reach = bench.cold[OURS].peak, 100 + 20 * further(bench)
    bench.found["memory"] = peak
    shown = {side: f"{one.peak:.0f} MB" for side, one in bench.cold.items()}
    line("peak memory of a process", shown, peak / bench.cold[FLOOR].peak, f"{reach:.0f} MB", peak <= reach)


def size(bench: Bench) -> None:
    """The bytes of the site."""
    sizes = {side: bench.bytes(side) for side in bench.cold}
    bench.found["bytes"] = sizes[OURS]
    line("bytes of the site", {side: f"{count / 1e6:.1f} MB" for side, count in sizes.items()},
         sizes[OURS] / sizes[FLOOR])


def jobs(bench: Bench) -> None:
    """All of the site in one process and in two, by the clock."""
    found: list[Cost] = []
    for number in (1, 2):
        bench.clear(OURS)
        found.append(bench.ours("--jobs", str(number)))
    one, two = found
    ratio = one.wall / two.wall
    line("cold build, two processes against one", {OURS: f"{seconds(two)} against {seconds(one)}"}, ratio,
         "1.6, by the clock", ratio >= 1.6)


def further(bench: Bench) -> float:
    """How many thousands of lessons there are beyond the first thousand."""
    return max(0, bench.lessons - 1_000) / 1_000


# ---- short rows


def nothing(bench: Bench) -> None:
    """Nothing changed, as the files' times tell."""
    reach = 0.15 if bench.lessons <= 1_000 else {10_000: 0.25}.get(bench.lessons)
    short(bench, "nothing changed, by file times", reach, material=bench.dirty())


def digests(bench: Bench) -> None:
    """Nothing changed, as the files' digests tell."""
    option = "--no-trust-times"
    if bench.takes(option):
        reach = 0.25 if bench.lessons <= 1_000 else {10_000: 0.6}.get(bench.lessons)
        short(bench, "nothing changed, by digests", reach, options=[option])
    else:
        line("nothing changed, by digests", {OURS: f"`build lessons` has no option {option}"})


def paragraph(bench: Bench) -> None:
    """A word more in one paragraph, in the middle of the course."""
    slug, words = hub(bench.lessons).slug, [secrets.token_hex(6) for _ in range(bench.runs)]
    page_path(bench.home / MATERIAL, hub(bench.lessons)).touch()
    with editing(bench) as edit:
        cost = short(bench, "one paragraph edited", 0.4 + 0.05 * further(bench), material=bench.dirty(),
                     edit=lambda run: edit("\n\n```", f" {words[run]}.\n\n```"))
        assert showing(bench, words[-1]) == {slug}, "the edit does not show"
    bench.found["one paragraph edited"] = cost.cpu


def title(bench: Bench) -> None:
    """Another title of a lesson that twenty others show; material has to build all anew for it."""
    lesson, words = hub(bench.lessons), [secrets.token_hex(6) for _ in range(bench.runs)]
    reach = 0.6 if bench.lessons <= 1_000 else None
    with editing(bench) as edit:
        short(bench, f"one title edited that {SHOWN_BY} other pages show", reach, material=bench.cold.get(MATERIAL),
              edit=lambda run: edit(f"title: {lesson.title}", f"title: {lesson.title} {words[run]}"))
        others = showing(bench, words[-1]) - {lesson.slug}
        assert len(others) == SHOWN_BY, f"{len(others)} other pages show the title"


def short(
    bench: Bench, what: str, reach: float | None, *, edit: Callable[[int], None] = lambda run: None,
    options: Sequence[str] = (), material: Cost | None = None,
) -> Cost:
    """Measure our build several times, in turn with an interpreter's start, and print the medians.

    Args:
        bench: the course.
        what: the row's name.
        reach: the processor seconds that we reach for.
        edit: changes a file before a run, of which it is given the number.
        options: what our command is given.
        material: what mkdocs takes for it.
    """
    bench.ours()
    pairs: list[tuple[Cost, Cost]] = []
    for run in range(bench.runs):
        edit(run)
        pairs.append((bench.ours(*options), interpreter()))
    ours, floor = (median(side) for side in zip(*pairs, strict=True))
    shown = {OURS: seconds(ours), FLOOR: seconds(floor)} | ({MATERIAL: seconds(material)} if material else {})
    met = ours.cpu <= reach if reach else None
    line(what, shown, ours.cpu / floor.cpu, f"{reach:.2f} s" if reach else "", met)
    return ours


@contextmanager
def editing(bench: Bench) -> Iterator[Callable[[str, str], None]]:
    """Gives what puts other words into the text of the hub in the middle; at the end the text is as it was."""
    file = bench.course / "lessons" / hub(bench.lessons).slug / "lesson.md"
    text = file.read_text()

    def edit(old: str, new: str) -> None:
        assert old in text, f"{file} does not say {old}"
        file.write_text(text.replace(old, new, 1))

    try:
        yield edit
    finally:
        file.write_text(text)


def showing(bench: Bench, word: str) -> set[str]:
    """The lessons whose pages show a word."""
    return {page.stem for page in (bench.site(OURS) / "lessons").glob("*.html") if word in page.read_text()}


ROWS: dict[str, Callable[[Bench], None]] = {
    "cold": cold, "memory": memory, "bytes": size, "code": code, "jobs": jobs, "nothing": nothing,
    "digests": digests, "paragraph": paragraph, "title": title,
}


# ---- from size to size


def growth(benches: Sequence[Bench]) -> None:
    """What ten times the lessons and a thousand more of them cost, as far as it was measured."""
    for small, large in combinations(benches, 2):
        for name in ("processor seconds", "bytes"):
            if large.lessons == 10 * small.lessons and name in small.found.keys() & large.found.keys():
                ratio = large.found[name] / small.found[name]
                line(f"{large.lessons:,} lessons against {small.lessons:,}: {name}", {}, ratio, "10.5", ratio <= 10.5)
    for small, large in pairwise(benches):
        for name, unit, reach in (("one paragraph edited", "s", 0.05), ("memory", "MB", 20)):
            if name in small.found.keys() & large.found.keys():
                step = (large.found[name] - small.found[name]) / (large.lessons - small.lessons) * 1_000
                line(f"{small.lessons:,} to {large.lessons:,} lessons: {name}, each further 1,000",
                     {OURS: f"{step:.3g} {unit}"}, None, f"{reach} {unit}", step <= reach)


def main() -> None:
    """Print a table per size, and one from size to size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="how many lessons the courses have")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS), help="what is measured")
    parser.add_argument("--runs", type=int, default=5, help="how often short rows run")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where courses and sites stay, to be used again")
    parser.add_argument("--mkdocs", default=_mkdocs(), metavar="PATH", help="the program of mkdocs, with material")
    parser.add_argument("--material-up-to", type=int, default=1_000, metavar="LESSONS",
                        help="the largest course that mkdocs builds")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        benches = []
        for lessons in sorted(options.sizes):
            mkdocs = options.mkdocs if lessons <= options.material_up_to else None
            home = (options.keep or Path(folder)).resolve() / str(lessons)
            benches.append(Bench(lessons, home, options.runs, mkdocs))
            table(benches[-1], options.rows)
        print(f"\n## From size to size\n\n{HEAD}")
        growth(benches)


def table(bench: Bench, rows: Sequence[str]) -> None:
    """Generate a course and print its rows."""
    bench.prepare()
    print(f"\n## {bench.lessons:,} lessons\n\n{HEAD}", flush=True)
    for name in ROWS:
        if name in rows:
            ROWS[name](bench)


def _mkdocs() -> str | None:
    """The program beside this interpreter, or else on the search path."""
    return shutil.which("mkdocs", path=str(Path(sys.executable).parent)) or shutil.which("mkdocs")


if __name__ == "__main__":
    main()
