"""Concept names in free text: what is matched, what is only proposed."""

from __future__ import annotations

from pathlib import Path

from builder.importing.imports import apply, import_texts
from builder.importing.naming.matching import Catalogue
from builder.importing.results import ImportResult
from builder.importing.telling import proposals, report

RECORD = """\
# Module 6.1: Images -- Record

## Concept Index

| Concept | Depth | Lesson | Notes |
|---|---|---|---|
| Convolution (a sliding window) | DEVELOPED | first-filters | By hand. |
| Padding | INTRODUCED | first-filters | Zeros. |
| Pooling layer | DEVELOPED | smaller-maps | Max of four. |
| Stride | MENTIONED | smaller-maps | |

## Per-Lesson Summaries

### first-filters

### smaller-maps
"""

PLAN = """\
# Lesson: Deep Stacks

**Slug:** `deep-stacks`
**Module:** 6.1
**Position:** Lesson 3 of 3

## Prerequisites

| Concept | Required Depth | Source Lesson | Status |
|---|---|---|---|
| "Convolution" (as a window that slides) | DEVELOPED | 6.1.1 | OK |
| Convolution + Padding | INTRODUCED | Lesson 1 | OK |
| The pooling layers | DEVELOPED | smaller-maps | OK |
| Chess | MENTIONED | 1.1 | OK |

## Examples

- a
"""


def _import(tmp_path: Path) -> ImportResult:
    result = import_texts([("plan.md", PLAN.encode()), ("record.md", RECORD.encode())], tmp_path)
    apply(result)
    return result


def test_names_are_matched_without_their_glosses_and_likenesses_only_proposed(tmp_path: Path) -> None:
    result = _import(tmp_path)
    plan = result.written["lessons/deep-stacks/plan.yaml"]
    assert plan.count("concept: convolution") == 2 and "also: [padding]" in plan
    assert "text: The pooling layers" in plan and "text: Chess" in plan
    assert [(one.text, one.concept, one.line) for one in result.proposals] == [("The pooling layers", "pooling-layer", 13)]
    assert proposals(result)[0].startswith("plan.md:13: “The pooling layers” → pooling-layer (“Pooling layer”)")


def test_a_confirmed_alias_is_matched_by_the_next_import(tmp_path: Path) -> None:
    _import(tmp_path)
    path = tmp_path / "curriculum/concepts.yaml"
    path.write_text(path.read_text().replace("    name: Pooling layer\n", "    name: Pooling layer\n    aliases:\n      - The pooling layers\n"))
    result = _import(tmp_path)
    assert not result.proposals
    assert "concept: pooling-layer" in (tmp_path / "lessons/deep-stacks/plan.yaml").read_text()
    assert "The pooling layers" in path.read_text()


def test_new_concepts_take_their_gloss_as_summary_and_their_cell_as_alias(tmp_path: Path) -> None:
    concepts = _import(tmp_path).written["curriculum/concepts.yaml"]
    assert "  convolution:\n    name: Convolution\n    aliases:\n      - Convolution (a sliding window)\n    summary: A sliding window\n" in concepts


def test_of_equal_names_the_cited_lesson_s_concept_is_meant() -> None:
    known = Catalogue()
    known.place("1.1", ["knots", "sailing", "later"])
    known.add("loop-knot", ["Loop (of rope)", "loop"])
    known.add("loop-course", ["Loop (of a race)", "loop"])
    known.teach("loop-knot", "knots")
    known.teach("loop-course", "sailing")
    assert known.named("Loop", known.lessons("1.1.2")) == ["loop-course"]
    assert known.named("Loop", known.lessons("Lesson 1", "1.1")) == ["loop-knot"]
    assert known.named("Loop", (), ["sailing", "knots"]) == ["loop-course"]
    assert known.named("Loop") == []


def test_lessons_are_found_by_slug_number_module_and_series() -> None:
    known = Catalogue()
    known.place("6.1", ["a-b", "c-d"])
    known.place("6.2", ["e-f"])
    assert known.lessons("6.1 c-d") == ["c-d"] and known.lessons("`a-b`, used throughout") == ["a-b"]
    assert known.lessons("Module 6.1") == ["a-b", "c-d"] and known.lessons("Series 6") == ["a-b", "c-d", "e-f"]
    assert known.lessons("Lesson 2 of 6.2") == [] and known.lessons("9.9.9") == []


def test_the_report_says_what_was_taken_from_where(tmp_path: Path) -> None:
    page = report(_import(tmp_path))
    assert "| record.md | 3 | Concept Index | concepts | 4 |" in page
    assert "| plan.md | 7 | Prerequisites | prerequisites | 4 |" in page
    assert "- `lessons/deep-stacks/plan.yaml`" in page and "| plan.md | 13 | The pooling layers | pooling-layer |" in page
