"""Module records in the forms that teams write them in: titles, facts, concept indexes, summaries of lessons."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.course import load
from builder.importing.imports import apply, import_texts
from builder.importing.reading.rows import Data
from builder.importing.sources import Source, read_document


def read(markdown: str) -> Source:
    found = read_document("record.md", markdown.encode())
    assert found.kind == "record"
    return found


def record(body: str, title: str = "# Module 2.1: Grey Scales -- Record") -> Data:
    return read(f"{title}\n\n{body}\n").parts.values


INDEX = "## Concept Index\n\n| Concept | Depth | Lesson | Notes |\n|---|---|---|---|\n| Grey | DEVELOPED | grey-first | n |\n\n"


@pytest.mark.parametrize("title", [
    "# Module 2.1: Grey Scales -- Record", "# Module 2.1: Grey Scales — Module Record", "# Module Record: 2.1 Grey Scales", "# Module Record -- 2.1: Grey Scales",
    "# Module 2.1 Record: Grey Scales", "# Module 2.1 Record — Grey Scales", "# Record: Module 2.1 — Grey Scales", "# Module 2.1 - Grey Scales",
    "# 2.1 Grey Scales — Module Record", "# Grey Scales (Module 2.1) — Record", "# Grey Scales — Module 2.1 Record", "# Series 2, Module 1: Grey Scales",
    "Module 2.1: Grey Scales\n=======================",
])
def test_titles(title: str) -> None:
    values = record(INDEX, title)
    assert (values["module"], values["title"]) == ("2.1", "Grey Scales")


@pytest.mark.parametrize("body", [
    "**Goal:** See.\n**Status:** In progress (2 of 3 lessons built)", "Goal: See.\nStatus: In progress, 2/3 built", "Goal - See.\nStatus - In progress (2 of 3)",
    "- **Goal:** See.\n- **Status:** In Progress — 2 of 3", "| Goal | See. |\n|---|---|\n| Status | In progress (2 of 3) |",
    "| Field | Value |\n|---|---|\n| Goal | See. |\n| Status | In progress |\n| Built | 2 of 3 |", "**Goal:** See. | **Status:** In progress (2 of 3)",
    "## Goal\n\nSee.\n\n## Status\n\nIn progress, 2 of 3 built", "> **Goal:** See.\n> **Status:** in progress, 2 of 3", "**Goal:** See.\n\n**Status:** Partial.  **Lessons:** 2 of 3",
])
def test_goal_and_status(body: str) -> None:
    values = record(f"{body}\n\n{INDEX}")
    assert (str(values["goal"]), values["status"], values["built"], values["planned"]) == ("See.", "in progress", 2, 3)


@pytest.mark.parametrize(("words", "status", "built"), [
    ("Complete (4 of 4 lessons built)", "complete", 4), ("✅ Complete", "complete", None), ("COMPLETE — all four lessons built", "complete", 4),
    ("Planned", "planned", None), ("Not started", "planned", None), ("3/4 lessons", "in progress", 3), ("Done", "complete", None),
])
def test_statuses(words: str, status: str, built: int | None) -> None:
    values = record(f"**Status:** {words}\n\n{INDEX}")
    assert (values["status"], values.get("built")) == (status, built)


ROWS = [("Grey", "DEVELOPED", "grey-first"), ("Black", "INTRODUCED", "black-next")]


@pytest.mark.parametrize("body", [
    "| Concept | Depth | Lesson | Notes |\n|---|---|---|---|\n| Grey | DEVELOPED | grey-first | a |\n| Black | INTRODUCED | black-next | b |",
    "| Lesson | Concept | Level | Remarks |\n|---|---|---|---|\n| grey-first | Grey | DEVELOPED | a |\n| black-next | Black | INTRODUCED | b |",
    "| # | Topic | Taught in | Depth reached |\n|---|---|---|---|\n| 1 | Grey | `grey-first` | Developed |\n| 2 | Black | `black-next` | introduced |",
    "Concept | Depth | Lesson\n--- | --- | ---\nGrey | DEVELOPED | grey-first\nBlack | INTRODUCED | black-next",
    "| Concept | Depth | Lesson |\n|---|---|---|\n| Grey | INTRODUCED -> DEVELOPED | grey-first |\n\n| Black | INTRODUCED | black-next |",
    "| Concept | Depth | Lesson |\n|---|---|---|\n| Grey | DEVELOPED (but fading) | [grey-first](x.md) |\n| Black | INTRODUCED–DEVELOPED | black-next |",
    "| Concept | Depth | Lesson |\n|---|---|---|\n| Grey | INTRODUCED (l1), DEVELOPED (l2) | grey-first |\n| Black | INTRODUCED | black-next |",
    "| Concept | Depth |\n|---|---|\n| **grey-first** | |\n| Grey | DEVELOPED |\n| **black-next** | |\n| Black | INTRODUCED |",
    "### grey-first\n\n| Concept | Depth |\n|---|---|\n| Grey | DEVELOPED |\n\n### black-next\n\n| Concept | Depth |\n|---|---|\n| Black | INTRODUCED |",
    "**grey-first**\n\n| Concept | Depth | How |\n|---|---|---|\n| Grey | DEVELOPED | a |\n\n**black-next:**\n\n| Concept | Depth | How |\n|---|---|---|\n| Black | INTRODUCED | b |",
    "### Lesson 1: Grey (grey-first)\n\n- **Grey** (DEVELOPED): a\n\n### Lesson 2: Black (black-next)\n\n- **Black** (INTRODUCED): b",
    "- **Grey** (DEVELOPED) -- grey-first -- a\n- **Black** (INTRODUCED) -- black-next -- b", "- Grey: DEVELOPED (grey-first)\n- Black: INTRODUCED (black-next)",
    "- Grey — DEVELOPED — grey-first: a\n- Black — INTRODUCED — black-next: b", "- **DEVELOPED:** Grey (grey-first)\n- **INTRODUCED:** Black (black-next)",
    "- Grey [DEVELOPED], grey-first\n- Black [INTRODUCED], black-next", "1. Grey -- DEVELOPED in grey-first\n2. Black -- INTRODUCED in black-next",
    "- grey-first\n  - Grey: DEVELOPED\n- black-next\n  - Black: INTRODUCED", "### DEVELOPED\n\n- Grey (grey-first)\n\n### INTRODUCED\n\n- Black (black-next)",
    "**DEVELOPED**\n- Grey -- grey-first\n\n**INTRODUCED**\n- Black -- black-next", "Grey: DEVELOPED (grey-first)\nBlack: INTRODUCED (black-next)",
])
def test_concept_indexes(body: str) -> None:
    values = record(f"## Concept Index\n\n{body}\n\n## Lesson Summaries\n\n### grey-first\n\nStatus: Built")
    assert [(row["text"], row["depth"], row["lesson"]) for row in values["concepts"]] == ROWS


def test_concepts_listed_by_the_summaries_of_lessons() -> None:
    values = record("## Lesson Summaries\n\n### grey-first\n\n**Status:** Built\n\n**Concepts taught:**\n\n| Concept | Depth |\n|---|---|\n| Grey | DEVELOPED |\n\n"
                    "### black-next\n\n**Concepts taught:**\n\n| Concept | Depth |\n|---|---|\n| Black | INTRODUCED |\n")
    assert [(row["text"], row["depth"], row["lesson"]) for row in values["concepts"]] == ROWS


def test_a_depth_that_is_none_is_said_and_kept() -> None:
    found = read(f"# Module 2.1: A -- Record\n\n{INDEX.rstrip()}\n| Grey | REINFORCED | black-next | again |\n")
    row = found.parts.values["concepts"][1]
    assert "depth" not in row and row["written"]["depth"] == "REINFORCED"
    assert ("IMP010", 8) in [(one.code, one.span.line) for one in found.odd.found]


@pytest.mark.parametrize("body", [
    "### grey-first\n\n**Status:** Built\n**Cognitive load type:** BUILD\n\n### black-next\n\n**Status:** Planned\n**Cognitive load type:** STRETCH",
    "### grey-first\nStatus: Built\nLoad: BUILD\n### black-next\nStatus: Planned\nLoad: STRETCH", "### 1. grey-first (BUILD)\n\nStatus: Built\n\n### 2. black-next (STRETCH)\n\nStatus: planned",
    "### 2.1.1 `grey-first` — Grey\n\n- Status: built\n- Load: BUILD\n- Type: workshop\n\n### 2.1.2 `black-next` — Black\n\n- Status: planned\n- Load: STRETCH",
    "### Lesson 1: Grey (grey-first) — BUILD\n\n**Status:** ✅ Built\n\n### Lesson 2: Black (black-next) — STRETCH\n\n**Status:** Planned",
    "#### `grey-first` [BUILD]\n\n*Status: Built*\n\n#### `black-next` [STRETCH]\n\n*Status: Planned*", "### grey-first\n\nBUILD lesson, built.\n\n### black-next\n\nSTRETCH lesson.\n\n**Status:** Planned",
    "### grey-first\n\n**Status:** Built | **Load:** BUILD | **Type:** Conceptual\n\n### black-next\n\nStatus: Planned | Load: STRETCH | Type: notebook",
    "### grey-first\n\nStatus — Built\nLoad — BUILD\n\n### black-next\n\nStatus - Planned\nLoad - STRETCH",
    "**grey-first**\n\n- Status: Built\n- Load: BUILD\n\n**black-next**\n\n- Status: Planned\n- Load: STRETCH",
    "- **grey-first**\n  - Status: Built\n  - Load: BUILD\n- **black-next**\n  - Status: Planned\n  - Load: STRETCH",
    "| Lesson | Load | Status |\n|---|---|---|\n| grey-first | BUILD | Built |\n| black-next | STRETCH | Planned |",
    "| # | Lesson | Title | Type | Load | Status |\n|---|---|---|---|---|---|\n| 1 | `grey-first` | Grey | notebook | BUILD | Built |\n| 2 | `black-next` | Black | notebook | STRETCH | Planned |",
    "### [grey-first](grey.md)\n\n**Load:** BUILD\n**Status:** Built\n\n### [black-next](black.md)\n\n**Load:** STRETCH / PROJECT\n**Status:** Planned",
])
def test_summaries_of_lessons(body: str) -> None:
    values = record(f"{INDEX}## Per-Lesson Summaries\n\n{body}")
    assert [(row["lesson"], row.get("load"), row.get("status")) for row in values["lessons"]] == [
        ("grey-first", "BUILD", "built"), ("black-next", "STRETCH", "planned")]


@pytest.mark.parametrize("heading", ["## Per-Lesson Summaries", "## Lesson Summaries", "## Lessons", "## Summaries", "## 2. Lesson summaries", "# Lessons", ""])
def test_headings_over_summaries(heading: str) -> None:
    values = record(f"{INDEX}{heading}\n\n### grey-first\n\n**Taught:**\n- a\n\n### black-next\n\n**Taught:**\n- b")
    assert [(row["lesson"], row["taught"]) for row in values["lessons"]] == [("grey-first", ["a"]), ("black-next", ["b"])]


@pytest.mark.parametrize("body", [
    "**Misconceptions addressed:**\n1. \"One\" -- a\n2. \"Two\" -- b", "**Misconceptions addressed:**\n- \"One\": a\n- \"Two\": b", "Misconceptions addressed:\n- One\n- Two",
    "**Misconceptions addressed:**\n\n| Misconception | How |\n|---|---|\n| One | a |\n| Two | b |",
    "#### Misconceptions\n\n| # | Belief | Correction |\n|---|---|---|\n| 1 | \"One\" | a |\n| 2 | \"Two\" | b |",
    "**Misconceptions:** \"One\" (a); \"Two\" (b)", "**Misconceptions:**\n\"One\" -- a\n\"Two\" -- b", "#### Misconceptions addressed\n\n##### One\n\na\n\n##### Two\n\nb",
    "- **Misconceptions addressed:**\n  - One -- a\n  - Two -- b", "**Misconceptions Corrected**\n1. **One** -- a\n2. **Two** -- b",
])
def test_misconceptions_of_a_lesson(body: str) -> None:
    values = record(f"{INDEX}## Lessons\n\n### grey-first\n\n**Status:** Built\n\n{body}\n\n### black-next\n\n**Misconceptions addressed:** None.")
    assert [one["belief"].split(" (")[0].strip('"') for one in values["lessons"][0]["misconceptions"]] == ["One", "Two"]
    assert not values["lessons"][1].get("misconceptions")


@pytest.mark.parametrize("body", [
    "| Misconception | Lesson | How |\n|---|---|---|\n| One | grey-first | a |\n| Two | black-next | b |\n| Three | 2 | c |",
    "### grey-first\n\n1. One\n\n### black-next\n\n1. Two\n2. Three", "**grey-first:**\n- One\n\n**black-next:**\n- Two\n- Three",
])
def test_misconceptions_of_the_module(body: str) -> None:
    values = record(f"{INDEX}## Misconceptions Addressed\n\n{body}\n\n## Lessons\n\n### grey-first\n\nStatus: Built\n\n### black-next\n\nStatus: Built")
    assert [[one["belief"] for one in row["misconceptions"]] for row in values["lessons"]] == [["One"], ["Two", "Three"]]


def test_what_has_no_field_is_kept_with_heading_and_line() -> None:
    found = read(f"# Module 2.1: A -- Record\n\n{INDEX}## Lessons\n\n### grey-first\n\n**Status:** Built\n\n**Music:** none\n\n## Open Questions\n\nWhy grey?\n")
    assert [(extra["heading"], extra["line"], str(extra["text"])) for extra in found.parts.extra] == [("Open Questions", 19, "Why grey?")]
    assert str(found.parts.values["lessons"][0]["written"]["Music"]) == "none"


def test_a_goal_under_a_heading_of_its_own_describes_the_course(tmp_path: Path) -> None:
    document = f"# Module 2.1: A -- Record\n\n## Goal\n\nSee.\n\nDraw.\n\n{INDEX}"
    apply(import_texts([("record.md", document.encode())], tmp_path))
    course, faults = load(tmp_path)
    assert not faults and course.config is not None and course.config.description == "See.\n\nDraw."
