"""Hostile and damaged documents: no exception, no path outside the course, time in proportion to the size."""

from __future__ import annotations

import re
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.importing.imports import import_texts
from builder.importing.results import ImportResult
from builder.models.plans import Plan
from builder.models.records import Record
from builder.models.reviews import Review
from builder.models.validation import validate
from builder.source import yaml
from tests.importing import styles

DOCUMENTS = Path(__file__).parent / "documents"
NOWHERE = Path("/nonexistent")


def _check(result: ImportResult) -> None:
    """Each file is where a course has it, and fits its schema."""
    for path, text in result.written.items():
        assert re.fullmatch(r"curriculum/(course|concepts)\.yaml|curriculum/imports\.json|curriculum/records/[A-Za-z0-9.-]+\.yaml"
                            r"|lessons/[a-z0-9-]+/(plan|reviews/\d+)\.yaml", path)
        model = Record if "/records/" in path else Review if "/reviews/" in path else Plan if path.endswith("plan.yaml") else None
        if model:
            value, faults = validate(yaml.read(path, text.encode()), model)
            assert value is not None and not faults


def _damaged(data: bytes, rnd: Random) -> bytes:
    for _ in range(rnd.choice((1, 5, 40))):
        at, width = rnd.randrange(len(data) + 1), rnd.choice((1, 3, 30, 300))
        piece = rnd.choice((b"", b"|", b"\n", b"\n\n", b"#", b"```\n", b"**", b"- ", b"1. ", b"(", b"[", b":", b"\x00", b"\x85", b"\xe2\x80\xa8", b"\xff",
                            bytes(rnd.randrange(256) for _ in range(4)), data[at:at + width] * 2))
        data = data[:at] + piece + data[at + (width if rnd.random() < 0.5 else 0):]
    lines = data.split(b"\n")
    for _ in range(rnd.choice((0, 1, 5))):
        one, other = rnd.randrange(len(lines)), rnd.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


@given(st.integers(0, 2**32), st.sampled_from(sorted(path.name for path in DOCUMENTS.glob("*.md"))))
@settings(max_examples=120, deadline=None)
def test_damage_never_raises(seed: int, name: str) -> None:
    rnd = Random(seed)
    _check(import_texts([(name, _damaged((DOCUMENTS / name).read_bytes(), rnd)), ("other.md", _damaged(styles.plan(rnd)[0].encode(), rnd))], NOWHERE))


@given(st.binary(max_size=400) | st.text(alphabet="#|-*`:[]() \nReviewLsonPASS1.\"", max_size=400).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_noise_never_raises(data: bytes) -> None:
    _check(import_texts([("noise.md", data), ("plan.md", b"# Lesson Plan: A\n\n## Prerequisites\n\n" + data)], NOWHERE))


@pytest.mark.parametrize("slug", ["../../etc/passwd", "/root", "..", "CON", "a b/c", "é", "~", "x" * 500, "a\\..\\b", "\x00", "-rf"])
@pytest.mark.parametrize("module", ["../1", "6.1/../..", "...", ""])
def test_hostile_names_are_made_safe(slug: str, module: str) -> None:
    plan = f"# Lesson: A Title\n\n**Slug:** {slug}\n**Module:** {module}\n\n## Prerequisites\n\n- Sums\n\n## Examples\n\n- a\n"
    record = f"# Module {module}: B -- Record\n\n## Concept Index\n\n| Concept | Depth | Lesson |\n|---|---|---|\n| Sum | APPLIED | {slug} |\n"
    result = import_texts([("a.md", plan.encode()), ("b.md", record.encode())], NOWHERE)
    _check(result)
    assert all(len(part) < 130 for path in result.written for part in path.split("/"))


def test_lessons_that_share_a_slug_are_told_apart() -> None:
    plan = b"# Lesson: A\n\n**Slug:** `same-slug`\n\n## Examples\n\n- a\n\n## Prerequisites\n\n- b\n"
    result = import_texts([("a.md", plan), ("b.md", plan)], NOWHERE)
    assert {"lessons/same-slug/plan.yaml", "lessons/same-slug-2/plan.yaml"} <= set(result.written)
    assert [one.span.path for one in result.diagnostics if one.code == "IMP016"] == ["b.md"]


def test_bytes_that_are_no_text_are_shown() -> None:
    result = import_texts([("a.md", b"# Lesson: A\n\n**Slug:** `a-b`\n\n## Examples\n\n- caf\xe9\n\n## Prerequisites\n\n- b\n")], NOWHERE)
    assert "caf\\xe9" in result.written["lessons/a-b/plan.yaml"].encode().decode("unicode_escape").replace("\xe9", "\\xe9") or (
        "xe9" in result.written["lessons/a-b/plan.yaml"])
    assert ("IMP017", 7) in [(one.code, one.span.line) for one in result.diagnostics]


@pytest.mark.parametrize("unit", [
    "```python\n", "| a | b |\n", "|" * 50 + "\n", "###### x\n", "- a\n", "  - a\n", "1. **a** b\n", "**a:** b\n", "#### [CRITICAL] — a\n", "> a\n", "a " * 40, "(" * 99 + "\n",
    "".join("  " * depth + "- a\n" for depth in range(40)), "<ul><li>a", "<table><tr><td>a\n", "<p><p>" * 99 + "a\n", "<!-- a\n", "&nbsp;\\- a <input checkbox", "[[a]] ",
    "| a | b | c |\n|---|---|---|\n| a |\n", "## Review — 2026-01-01\n", "**[POLISH]** a\n", "[a](b) " * 20, "\n",
])
@pytest.mark.parametrize("name", ["plan-tables.md", "record-classic.md"])
def test_time_grows_with_size_only(unit: str, name: str) -> None:
    head = (DOCUMENTS / name).read_text() + "\n\n"

    def seconds(size: int) -> float:
        """The quicker of two runs; another process can make a run slower, nothing makes it quicker."""
        text, times = (head + unit * (size // len(unit))).encode(), []
        for _ in range(2):
            started = time.process_time()
            import_texts([("big.md", text)], NOWHERE)
            times.append(time.process_time() - started)
        return min(times)

    small, large = seconds(25_000), seconds(200_000)
    assert large < 40 * max(small, 0.01)


@pytest.mark.parametrize("header", ["**module:** 1.1\n**module:** 1.2", "**Slug:** a-b\n**Slug:** a-c", "**Type:** x\n**Type:** y"])
def test_a_fact_that_is_stated_twice_is_kept_twice(header: str) -> None:
    result = import_texts([("a.md", f"# Lesson: A\n\n{header}\n\n## Prerequisites\n\n- b\n\n## Examples\n\n- c\n".encode())], NOWHERE)
    _check(result)
    plan = next(text for path, text in result.written.items() if path.endswith("plan.yaml"))
    assert all(line.split("** ")[1] in plan for line in header.split("\n"))


def test_a_day_that_no_calendar_has_is_no_date() -> None:
    result = import_texts([("a.md", b"# Lesson: A\n\n## Review -- 2026-26-04 (Iteration 1/2)\n\n**Verdict:** PASS\n")], NOWHERE)
    _check(result)
    assert "2026-26-04" in next(text for path, text in result.written.items() if path.endswith("01.yaml"))
