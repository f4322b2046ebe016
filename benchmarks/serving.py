"""How long an author waits under `build serve`: from the save of a lesson's text to the words in a browser.

Courses of 100 and 1,000 lessons are generated (`courses.py`) and built; --course PATH measures a copy of another course
as well, such as this repository's own.  On each, `build serve` is started and the time until its first page is there
is taken; then a lesson is open in Chromium, a paragraph is saved, and the clock stops when its words stand in the page.
The other side is the same edit built by `build lessons` in a process of its own.  Wall seconds, medians; nothing else
should use the machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import courses
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("curriculum", "lessons", "figures", "output")
HEAD = "| course | first page | in the browser, median (longest) | a build by itself | ratio |\n|---|---|---|---|---|"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def builder(course: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "builder", "--course", str(course), *options]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@contextmanager
def served(course: Path) -> Iterator[tuple[str, float]]:
    """`build serve` on a course: its address, and the seconds until its first page was there."""
    began = time.perf_counter()
    process = subprocess.Popen(builder(course, "serve", "--port", "0"), env=environment(), stderr=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, text=True)
    try:
        assert process.stderr
        url = next(line for line in process.stderr if " shows " in line).split()[0].rstrip("/")
        while not _answers(url):
            time.sleep(0.005)
        yield url, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def _answers(url: str) -> bool:
    try:
        return urllib.request.urlopen(f"{url}/index.html", timeout=10).status == 200
    except (urllib.error.URLError, ConnectionError):
        return False


def edit(lesson: Path, words: str) -> None:
    with lesson.open("a") as file:
        file.write(f"\nA further paragraph says {words}.\n")


def in_browser(page: Page, lesson: Path, words: str) -> float:
    """Seconds from a save to its words in the page."""
    began = time.perf_counter()
    edit(lesson, words)
    page.wait_for_function("words => document.body.textContent.includes(words)", arg=words, polling=5)
    return time.perf_counter() - began


def by_itself(course: Path, lesson: Path, words: str) -> float:
    """Seconds that a build of an edit takes in a process of its own."""
    edit(lesson, words)
    began = time.perf_counter()
    subprocess.run(builder(course, "-q", "lessons"), env=environment(), check=True, capture_output=True)
    return time.perf_counter() - began


def measure(name: str, course: Path, browser: Any, edits: int) -> None:
    """Print a course's row of the table."""
    subprocess.run(builder(course, "-q", "lessons"), env=environment(), check=True, capture_output=True)
    lesson = sorted(course.glob("lessons/[!_]*/lesson.md"))[1]
    with served(course) as (url, first):
        page = browser.new_page()
        page.goto(f"{url}/lessons/{lesson.parent.name}.html")
        in_browser(page, lesson, "zygote 0 served")
        live = [in_browser(page, lesson, f"zygote {number} served") for number in range(1, edits + 1)]
        page.close()
    alone = [by_itself(course, lesson, f"zygote {number} alone") for number in range(edits)]
    ours, other = statistics.median(live), statistics.median(alone)
    cells = (name, f"{first:.2f} s", f"{ours:.2f} s ({max(live):.2f})", f"{other:.2f} s", f"{ours / other:.2f}")
    print(f"| {' | '.join(cells)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[100, 1_000], help="lessons of generated courses")
    parser.add_argument("--course", type=Path, help="a built course to measure a copy of")
    parser.add_argument("--edits", type=int, default=15, help="how many edits a median is of")
    parser.add_argument("--keep", type=Path, help="where courses stay for the next run")
    asked = parser.parse_args()
    print(HEAD)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        if asked.course:
            copy = Path(folder, "course")
            for part in COPIED:
                shutil.copytree(asked.course / part, copy / part)
            measure(asked.course.resolve().name, copy, browser, asked.edits)
        for size in asked.sizes:
            course = (asked.keep or Path(folder)) / f"serving-{size}"
            if not course.exists():
                courses.generate(course, size)
            measure(f"{size:,} lessons", course, browser, asked.edits)
        browser.close()


if __name__ == "__main__":
    main()
