"""Every rule by example: one change of a sound course, and exactly the faults that it makes, where they are.

The cases stand in `cases/`, a page per family.  `BLESS=1 pytest tests/rules` writes what the rules say now into the
pages, for reading in the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder import audit
from builder.rules import KINDS, RULES
from tests.rules.conftest import COURSE, PAGES, Case, broken, cases, judged, shown

ALL = [case for page in PAGES for case in cases(page)]
CODES = {kind.code for kind in (*KINDS, *audit.KINDS)}


def test_the_sound_course_has_no_fault_under_any_rule() -> None:
    result = judged(COURSE)
    assert shown(result) == ""
    assert [(entry.diagnostic.code, entry.waiver.reason) for entry in result.waived] == [
        ("LOA003", "Scoring is one cut with a knife, and no theory.")]


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_case_of_a_rule(case: Case, tmp_path: Path) -> None:
    found = shown(judged(broken(case, tmp_path / "course"), case.today))
    if os.environ.get("BLESS"):
        bless(case, found)
    else:
        assert found == case.expected


def bless(case: Case, found: str) -> None:
    """Write what a case found into its page."""
    text = case.page.read_text()
    head = text.index(f"### {case.title}\n", text.index(f"## {case.code} "))
    start = text.index("```faults\n", head) + len("```faults\n")
    case.page.write_text(text[:start] + found + text[text.index("```", start):])


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_rule_is_broken_alone(code: str) -> None:
    """A mutation for each rule: some case makes its code appear once, and nothing else."""
    alone = [case for case in ALL if case.code == code and [line.split("[")[1][:6] for line in faults(case)] == [code]]
    assert alone, f"no case shows {code} alone"


def faults(case: Case) -> list[str]:
    return [line for line in case.expected.splitlines() if not line.startswith(" ")]


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_case_shows_the_rule_it_stands_under(case: Case) -> None:
    codes = {line.split("[")[1][:6] for line in faults(case)}
    assert case.code in codes or not codes


@pytest.mark.parametrize("kind", [rule.kind for rule in RULES], ids=lambda kind: kind.code)
def test_a_manual_says_what_why_and_how_to_repair(kind: audit.Kind) -> None:
    assert "Repair:" in kind.manual
    assert kind.manual.count("\n\n") >= 1
    assert not kind.manual.split("\n")[0].endswith(":"), "the first line says what the fault is"
