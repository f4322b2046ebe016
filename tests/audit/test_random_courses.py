"""Random courses: the audit never raises, never depends on the order of files, and says the same twice."""

from __future__ import annotations

import json
import os
import random
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.audit import KINDS as AUDIT_KINDS
from builder.audit import Audit, audit, judge, judge_lesson, judge_whole
from builder.checklists import Checker
from builder.course import Course
from builder.loading import load
from builder.reports.ci import as_github, as_gitlab, as_junit
from builder.reports.html import as_html
from builder.reports.machine import as_json
from builder.reports.sarif import as_sarif
from builder.reports.text import report
from builder.rules import KINDS
from builder.rules.readings import Readings
from tests.audit.breaking import ACTIONS, Step, broken

ROUNDS, MISSED = 300, 50

SLUGS, CONCEPTS = ["one", "two", "three", "four"], ["x", "y", "z", "x-y", "xy"]
DEPTHS, LOADS = ["MENTIONED", "INTRODUCED", "DEVELOPED", "APPLIED"], ["BUILD", "STRETCH", "CONSOLIDATE"]

concept, depth = st.sampled_from([*CONCEPTS, "unknown"]), st.sampled_from(DEPTHS)
words = st.sampled_from(["A word.", "two", "1 one", "9.9 elsewhere", "three, and more", "`tick`", "ünïcode"])
ident = st.sampled_from(["a", "b", "idea", "motive"])


def rows(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(st.fixed_dictionaries({}, optional=fields), max_size=3)


def sure(most: int = 3, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(st.fixed_dictionaries(fields), max_size=most)


PLANS = st.fixed_dictionaries({"lesson": st.sampled_from(SLUGS), "title": words}, optional={
    "module": st.sampled_from(["1", "2", "9"]),
    "position": st.fixed_dictionaries({"number": st.integers(1, 4)}, optional={"of": st.integers(1, 4)}),
    "load": st.sampled_from(LOADS),
    "knows": rows(concept=concept, depth=depth, source=words),
    "prerequisites": rows(concept=concept, required=depth, actual=depth, source=words,
                          status=st.sampled_from(["OK", "GAP", "MISSING", "LATER"]), size=st.sampled_from(["small", "large"])),
    "misconceptions": sure(id=ident, belief=words, concept=concept, address=st.fixed_dictionaries({}, optional={"section": ident})),
    "examples": sure(id=ident, text=words, kind=st.sampled_from(["positive", "negative"])),
    "gaps": sure(concept=concept, resolution=words, section=ident),
    "modalities": sure(modality=st.sampled_from(["visual", "concrete example", "§"])),
    "load_assessment": st.fixed_dictionaries({}, optional={
        "count": st.integers(0, 3), "new_concepts": rows(concept=concept, text=words),
        "earlier": sure(back=st.integers(1, 4), lesson=words, load=st.sampled_from(LOADS))}),
    "connections": rows(old_concept=concept, new_concept=concept),
    "scope": st.fixed_dictionaries({}, optional={"covers": st.lists(words, max_size=2),
                                                 "excludes": sure(text=words, concept=concept)}),
    "depths": rows(concept=concept, depth=depth, notes=words),
    "outline": sure(5, id=ident, title=words),
    "widgets": sure(1, name=words, figure=ident),
})
RECORDS = st.fixed_dictionaries({"module": st.sampled_from(["1", "2", "9"])}, optional={
    "status": st.sampled_from(["planned", "in progress", "complete"]), "built": st.integers(0, 3), "planned": st.integers(0, 3),
    "concepts": rows(concept=concept, depth=depth, lesson=st.sampled_from([*SLUGS, "gone"]), repeats=words),
    "lessons": sure(lesson=st.sampled_from([*SLUGS, "gone"]), status=st.sampled_from(["planned", "in progress", "built"]),
                    load=st.sampled_from(LOADS), misconceptions=sure(1, misconception=ident, belief=words)),
})
REVIEWS = st.fixed_dictionaries({"lesson": st.sampled_from(SLUGS)}, optional={
    "iteration": st.integers(1, 3), "of": st.integers(1, 3), "date": st.sampled_from(["2025-01-01", "2025-02-02"]),
    "verdict": st.sampled_from(["PASS", "NEEDS REVISION", "MAJOR REVISION"]), "digest": st.sampled_from(["0" * 16, "x"]),
    "sections": st.dictionaries(ident, st.just("0" * 16), max_size=2),
    "counts": st.fixed_dictionaries({}, optional={"critical": st.integers(0, 2), "polish": st.integers(0, 2)}),
    "verification": rows(finding=ident, outcome=st.sampled_from(["RESOLVED", "PARTIAL", "UNRESOLVED"])),
    "findings": sure(id=ident, severity=st.sampled_from(["CRITICAL", "IMPROVEMENT", "POLISH"]), title=words,
                     status=st.sampled_from(["open", "fixed", "accepted"]), target=st.fixed_dictionaries({"section": ident})),
})
LINES = st.sampled_from([
    "## Idea", "#### Deep", "# Title", "{#motive}\n## Why", ":::{warning} W\n:misconception: a, b\n\nx\n:::",
    ":::{concept} C\n:teaches: x\n:example: a\n:modality: visual\n\nx\n:::", ":::{check} Q\n?\n:::", ":::{figure} a\n:::",
    "[here](#idea)", "[on](lesson:two#a)", "![](p.png)", "{concept}`z`", "{value}`a.m`", ":::{tip} never closed", "",
])
COURSES = st.fixed_dictionaries({
    "plans": st.dictionaries(st.sampled_from(SLUGS), PLANS, max_size=4),
    "texts": st.dictionaries(st.sampled_from(SLUGS), st.lists(LINES, min_size=1, max_size=8).map("\n\n".join), max_size=3),
    "records": st.dictionaries(st.sampled_from(["1", "2", "9"]), RECORDS, max_size=2),
    "reviews": st.dictionaries(st.tuples(st.sampled_from(SLUGS), st.sampled_from(["01", "02"])), REVIEWS, max_size=3),
    "modules": st.permutations(SLUGS).map(lambda slugs: [slugs[:2], slugs[2:]]),
    "assumes": sure(2, concept=concept, depth=depth, source=words),
    "waivers": sure(1, code=st.sampled_from(["PRE", "MIS004", "ZZZ999"]), path=st.just("lessons/*/plan.yaml"), reason=words),
})


def write(root: Path, course: dict[str, Any]) -> None:
    """Write a course; JSON is YAML, too."""
    modules = [{"id": str(n), "title": "M", "lessons": lessons} for n, lessons in enumerate(course["modules"], 1)]
    concepts = {name: {"name": name, "summary": "S."} for name in CONCEPTS}
    files: dict[str, Any] = {
        "curriculum/course.yaml": {"title": "T", "description": "D.", "modules": modules, "assumes": course["assumes"],
                                   "audit": {"waivers": course["waivers"]}},
        "curriculum/concepts.yaml": {"concepts": concepts},
        **{f"curriculum/records/{name}.yaml": record for name, record in course["records"].items()},
        **{f"lessons/{slug}/plan.yaml": plan for slug, plan in course["plans"].items()},
        **{f"lessons/{slug}/reviews/{name}.yaml": review for (slug, name), review in course["reviews"].items()},
        **{f"lessons/{slug}/lesson.md": text for slug, text in course["texts"].items()},
    }
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content if isinstance(content, str) else json.dumps(content))


def judged(root: Path, cache: Path | None = None) -> tuple[Course, Audit]:
    course, found = load(root, cache)
    return course, audit(course, found, "2026-01-01")


def shuffled(seed: int) -> Any:
    """A file system that lists its folders in another order."""
    chance, listdir, scandir = random.Random(seed), os.listdir, os.scandir

    class Mixed(list[Any]):
        """A listing that can be closed, as that of `os.scandir`."""

        def __init__(self, entries: Any) -> None:
            super().__init__(entries)
            chance.shuffle(self)

        def __enter__(self) -> Mixed:
            return self

        def __exit__(self, *_: object) -> None:
            return None

    return mock.patch.multiple(os, listdir=lambda path=".": Mixed(listdir(path)), scandir=lambda path=".": Mixed(scandir(path)))


SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
STEPS = st.lists(st.builds(Step, st.sampled_from(ACTIONS), st.integers(0, 99), st.integers(0, 9999), st.integers(0, 9999)),
                 min_size=1, max_size=5)


@settings(SETTINGS, max_examples=50)
@given(COURSES, st.integers(0, 99))
def test_any_course_is_judged_alike_whatever_the_order_of_its_files(course: dict[str, Any], seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), course)
        judge_every_way(Path(folder), seed)


@settings(SETTINGS, max_examples=50)
@given(STEPS, st.integers(0, 99))
def test_a_course_that_was_broken_at_random_is_judged_alike_every_time(steps: list[Step], seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder), broken(steps))
        judge_every_way(Path(folder), seed)


def judge_every_way(root: Path, seed: int) -> None:
    """Judge a course in several ways that must not matter, and write every report of it."""
    loaded, result = judged(root)
    with shuffled(seed):
        assert as_json(judged(root)[1]) == as_json(result)
    for _ in range(2):
        assert as_json(judged(root, root / "cache")[1]) == as_json(result)
    for size in (1, 1000):
        with mock.patch("builder.audit._AT_ONCE", size):
            assert as_json(judged(root)[1]) == as_json(result), "in parts or whole"
    course, found = load(root)
    readings = Readings(course)
    alone = [fault for slug in reversed(list(course.lessons)) for fault in judge_lesson(course, slug, readings)]
    together = judge(course, [*found, *alone, *judge_whole(course, readings)], "2026-01-01", drawn=False)
    assert as_json(together) == as_json(result), "one by one"
    for made in (as_sarif(result), as_github(result), as_gitlab(result), as_junit(result), report(result, root),
                 as_html(loaded, result)):
        assert made is not None
    checker = Checker(loaded, result)
    assert all(checker.lists(slug) is not None for slug in loaded.lessons)
    assert all(d.span.line >= 1 and d.help and d.message for d in result.diagnostics)


def put(root: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


def test_chance_reaches_nearly_every_rule(tmp_path: Path) -> None:
    """What is random is not the same few faults again and again."""
    chance, seen = random.Random(7), set[str]()
    for number in range(ROUNDS):
        root = tmp_path / str(number)
        put(root, broken(Step(chance.choice(ACTIONS[:3]), *(chance.randrange(9999) for _ in range(3)))
                         for _ in range(chance.randint(2, 5))))
        result = judged(root)[1]
        seen |= {d.code for d in (*result.diagnostics, *(entry.diagnostic for entry in result.waived))}
    never = {kind.code for kind in (*KINDS, *AUDIT_KINDS)} - seen
    assert len(never) <= MISSED, sorted(never)
