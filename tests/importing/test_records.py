"""Module records in the forms that teams write them in: titles, facts, concept indexes, summaries of lessons."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.importing.imports import apply, import_texts
from builder.importing.reading.rows import Data
from builder.importing.sources import Source, read_document
from builder.loading import load


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


CARDS = ["**{}**\n: Depth: {}\n: Lesson: {}", "{}\n: Depth: {}\n: Lesson: {}", "{}\n: {}, {}. n", "**{}**\n- Depth: {}\n- Lesson: {}", "**{}**\n\n- **Depth:** {}\n- **Lesson:** {}",
         "### {}\n\n- Depth: {}\n- Lesson: {}", "### {}\n\n**Depth:** {} | **Lesson:** {}\nn", "- **{}**\n  - Depth: {}\n  - Lesson: {}", "1. {}\n   Depth: {}\n   Lesson: {}",
         "**{}**\nDepth: {}\nLesson: {}", "**Concept:** {}\n**Depth:** {}\n**Lesson:** {}", "- Concept: {}; depth: {}; lesson: {}"]

SUMMARY = "\n\n## Per-Lesson Summaries\n\n### grey-first\n\n**Status:** Built"


@pytest.mark.parametrize("card", CARDS)
def test_concepts_as_cards(card: str) -> None:
    body = ("\n" if card.startswith(("- ", "1.")) else "\n\n").join(card.format(*row) for row in ROWS)
    found = record(f"## Concept Index\n\n{body}{SUMMARY}")["concepts"]
    assert [(row["text"], row["depth"], row["lesson"]) for row in found] == ROWS


@pytest.mark.parametrize("table", [
    "| Concept | grey-first | black-next |\n|---|---|---|\n| Grey | DEVELOPED | |\n| Black | | INTRODUCED |",
    "| Concept | Lesson: grey-first | Lesson: black-next |\n|---|---|---|\n| Grey | MENTIONED | DEVELOPED |\n| Black | — | INTRODUCED |",
    "| Concept | M | I | D | A | Lesson |\n|---|---|---|---|---|---|\n| Grey | | | ✓ | | grey-first |\n| Black | | x | | | black-next |",
    "| Concept | Introduced in | Developed in |\n|---|---|---|\n| Grey | grey-first | black-next |\n| Black | black-next | |",
    "| Lesson | INTRODUCED | DEVELOPED |\n|---|---|---|\n| grey-first | | Grey |\n| black-next | Black | |",
    "| Lesson | Concepts (depth) |\n|---|---|\n| grey-first | Grey (DEVELOPED) |\n| black-next | Black (INTRODUCED) |",
    "| Concept | How deep | In which lesson |\n|---|---|---|\n| Grey | developed | grey-first |\n| Black | introduced | black-next |",
    "| Concept | Depth | Lesson |\n|---|---|---|\n| Grey | DEVELOPED | grey-first |\n\n(the next one was in the rain)\n\n| Black | INTRODUCED | black-next |",
])
def test_concept_indexes_as_grids(table: str) -> None:
    found = record(f"## Concept Index\n\n{table}{SUMMARY}")["concepts"]
    assert [(row["text"], row["depth"], row["lesson"]) for row in found] == ROWS


@pytest.mark.parametrize("cell", ["Grey (DEVELOPED), Black (INTRODUCED)", "Grey (DEVELOPED); Black (INTRODUCED)", "Grey (DEVELOPED)<br>Black (INTRODUCED)"])
def test_a_cell_may_list_several_concepts(cell: str) -> None:
    found = record(f"## Concepts taught\n\n| Lesson | Concepts |\n|---|---|\n| grey-first | {cell} |{SUMMARY}")["concepts"]
    assert [(row["text"], row["depth"], row["lesson"]) for row in found] == [(name, depth, "grey-first") for name, depth, _ in ROWS]


@pytest.mark.parametrize(("heading", "group"), [
    ("## Concepts, lesson by lesson", "### From {}"), ("## 1. Concept Index", "### {}"), ("## Concept index (as of spring)", "**{}:**"), ("## Concepts by lesson", "*from {}*"),
    ("**Concept Index**", "*from {}*"), ("## Concepts per lesson", "#### Taught in {}"),
])
def test_headings_of_the_index_and_its_groups(heading: str, group: str) -> None:
    body = "\n\n".join(f"{group.format(lesson)}\n\n- {name}: {depth}" for name, depth, lesson in ROWS)
    values = record(f"{heading}\n\n{body}\n\n{'**Per-Lesson Summaries**' if heading[0] == '*' else '## 2. Per-Lesson Summaries'}\n\n### 2.1 grey-first\n\nLoad: BUILD.")
    assert [(row["text"], row["depth"], row["lesson"]) for row in values["concepts"]] == ROWS
    assert [(one["lesson"], one["load"]) for one in values["lessons"]] == [("grey-first", "BUILD")]


@pytest.mark.parametrize("body", [
    "| Status | Built |\n|---|---|\n| Cognitive load type | STRETCH |", "| Status | Cognitive load type | Type |\n|---|---|---|\n| Built | STRETCH | Notebook |",
    "| **Status** | **Load** |\n|---|---|\n| Built | STRETCH |", "| Property | Value |\n|---|---|\n| Status | Built |\n| Load | STRETCH |",
])
def test_tables_of_a_lessons_facts(body: str) -> None:
    lesson = record(f"{INDEX}## Per-Lesson Summaries\n\n### grey-first\n\n{body}\n\n**What was taught:**\n- grey")["lessons"][0]
    assert (lesson["status"], lesson["load"], lesson["taught"]) == ("built", "STRETCH", ["grey"])


@pytest.mark.parametrize("body", [
    'Misconceptions that came up:\n\n- "Grey is dull"\n- "Black is no colour"', 'Misconceptions we met\n\n- "Grey is dull"\n- "Black is no colour"',
    '**Misconceptions:** "Grey is dull" (a dove), "Black is no colour" (ink)', 'Misconceptions: "Grey is dull" (a dove); "Black is no colour" (ink)',
    '**Misconceptions addressed:**\n1. "Grey is dull"\n2. "Black is no colour"\n\n---\n\nnotes to self\n\n- [ ] film\n- [x] room', '**Misconceptions:** 2 addressed:\n\n- "Grey is dull"\n- "Black is no colour"',
    '**Misconceptions we met**\n\n| What they said | What we did |\n|---|---|\n| "Grey is dull" | a dove |\n| "Black is no colour" | ink |',
])
def test_misconceptions_of_a_lesson_in_other_words(body: str) -> None:
    lesson = record(f"{INDEX}## Lessons\n\n### grey-first\n\nLoad: BUILD\n\n{body}")["lessons"][0]
    assert [row["belief"] for row in lesson["misconceptions"]] == ["Grey is dull", "Black is no colour"]


@pytest.mark.parametrize("heading", ["### grey — Grey First (BUILD)", "### grey: Grey First (BUILD)", "### Evening 1: grey (BUILD)", "**grey (BUILD)**"])
def test_a_slug_of_one_word_beside_a_title(heading: str) -> None:
    found = record(f"{INDEX.replace('grey-first', 'grey')}## Per-Lesson Summaries\n\n{heading}\n\nWe looked.")["lessons"]
    assert [(one["lesson"], one["load"]) for one in found] == [("grey", "BUILD")]


def test_the_same_heading_goes_on_with_its_lesson() -> None:
    found = record(f"{INDEX}## Per-Lesson Summaries\n\n### grey-first\n\nLoad: BUILD\n\n## What happened, lesson by lesson\n\n### grey-first\n\nAnalogies: a dove")["lessons"]
    assert [(one["lesson"], one["load"], one["analogies"]) for one in found] == [("grey-first", "BUILD", ["a dove"])]
