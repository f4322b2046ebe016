"""How long a whole process takes on this repository's course, against the least that it could take.

Rows: the audit; a build with nothing changed; with --cold, a build with an empty cache (minutes: it trains
every model).  The floor of a row is a process that only imports the libraries that the row cannot do without.
The two sides run in turn; the medians and their ratio are printed, and which heavy libraries were imported.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLOOR = "import click, yaml, pydantic, markdown_it"
PAGES_FLOOR = FLOOR + ", jinja2, pygments, math_core"
HEAVY = ("torch", "matplotlib", "numpy", "nbformat", "sklearn")


def seconds(arguments: list[str]) -> float:
    """The wall time of a process of this interpreter, in seconds."""
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - started


def compare(name: str, ours: list[str], floor: str, runs: int) -> None:
    """Run both sides in turn and print a row."""
    pairs = [(seconds(ours), seconds(["-c", floor])) for _ in range(runs)]
    mine, least = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{name:28} {mine:7.3f} s   floor {least:6.3f} s   ratio {ratio:5.2f}   imports {heavy(ours)}")


def heavy(arguments: list[str]) -> str:
    """Which heavy libraries a command imports in its own process."""
    result = subprocess.run([sys.executable, "-X", "importtime", *arguments], cwd=ROOT, capture_output=True, text=True)
    loaded = {line.rsplit("|", 1)[-1].strip() for line in result.stderr.splitlines() if line.startswith("import time:")}
    return ", ".join(name for name in HEAVY if name in loaded) or "none of " + ", ".join(HEAVY)


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each side runs")
    parser.add_argument("--cold", action="store_true", help="also build with an empty cache")
    options = parser.parse_args()
    build = ["-m", "builder", "-q"]
    with tempfile.TemporaryDirectory() as folder:
        if options.cold:
            print(f"{'build, empty cache':28} {seconds([*build, 'lessons', '--output', folder]):7.1f} s")
    seconds([*build, "lessons"])
    compare("audit", [*build, "audit"], FLOOR, options.runs)
    compare("build, nothing changed", [*build, "lessons"], PAGES_FLOOR, options.runs)


if __name__ == "__main__":
    main()
