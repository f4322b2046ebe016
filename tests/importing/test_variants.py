"""The wordings in which teams write the parts of a lesson plan, each with what a reader takes from it."""

from __future__ import annotations

from typing import Any

import pytest

from builder.importing.naming.resolving import clean
from builder.importing.reading.titles import read_title
from builder.importing.sources import read_document


def plan(markdown: str) -> dict[str, Any]:
    """The values of a plan, with its extras."""
    source = read_document("x.md", markdown.encode())
    assert source.kind == "plan"
    found: dict[str, Any] = clean({**source.parts.values, "extra": source.parts.extra})
    return found


def section(heading: str, body: str) -> dict[str, Any]:
    """The values of a plan with one section between two others, which must stay as they are."""
    values = plan(f"# Lesson: Dots\n\n**Slug:** `dot-products`\n\n## Narrative\n\nA story.\n\n## {heading}\n\n{body}\n\n## Target Concept\n\nOne thing.\n")
    assert (values["narrative"], values["target"]) == ("A story.", "One thing.")
    return values


TITLES = [
    "Lesson: Dot Products", "Lesson Plan: Dot Products", "Lesson 2: Dot Products (dot-products) -- Planning Document", "Lesson 2 - Dot Products",
    "Lesson 2. Dot Products", "2. Dot Products", "Lesson 02: Dot Products", "L2: Dot Products", "Lesson 4.1.2 -- Dot Products", "4.1.2 Dot Products",
    "Module 4.1, Lesson 2: Dot Products", "Module 4.1 | Lesson 2 | Dot Products", "Module 4.1 / Lesson 2 / Dot Products",
    "Module 4.1 – Lesson 2 – Dot Products (BUILD)", "Planning Document: Dot Products", "Dot Products", "Dot Products -- Plan",
    "Dot Products: Lesson Plan", "Dot Products (Lesson 2 of 4)", "Dot Products (dot-products)", "Lesson Planning: `dot-products` — Dot Products",
    "Plan for Lesson 2: Dot Products", 'Plan for "Dot Products"', "Lesson Plan for Module 4.1, Lesson 2: Dot Products",
    "Retrospective Plan: Dot Products", "Lesson Plan (Retrospective): Dot Products", "[STRETCH] Dot Products", "Lesson: Dot Products [BUILD]",
    "Lesson Plan #2: Dot Products", "Lesson Two: Dot Products", "Series 4, Module 1, Lesson 2: Dot Products",
    "Module 4.1: Vectors -- Lesson 2: Dot Products", "Lesson: Dot Products -- Module 4.1", "Lesson: Dot Products (Module 4.1, Lesson 2)",
    "Lesson: Dot Products (4.1.2)", "Lesson 2 of 4 -- Dot Products", "Unit 4.1 Lesson 2: Dot Products", "Lesson 2 Planning Document: Dot Products",
    "Dot Products Lesson Plan", "Dot Products Planning Document", "Dot Products — Lesson Planning Doc (draft)",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_in_any_wording(title: str) -> None:
    values = plan(f"# {title}\n\n## Prerequisites\n\n- Sums\n\n## Examples\n\n- a\n")
    assert values["title"] == "Dot Products"
    assert values.get("lesson", "dot-products") == "dot-products"
    assert values.get("module") == ("4.1" if "4.1" in title or "Series 4" in title else None)
    numbered = any(word in title for word in ("Lesson 2", "Lesson 02", "L2", "4.1.2", "#2", "Two"))
    assert (values.get("position") or {}).get("number") == (2 if numbered else None)
    assert values.get("load") == next((load for load in ("BUILD", "STRETCH") if load in title), None)


def test_a_title_made_of_the_slug_or_of_two_lines() -> None:
    rest = "\n\n## Prerequisites\n\n- Sums\n\n## Examples\n\n- a\n"
    for title in ("dot-products -- Lesson Planning Document", "`dot-products`", "Lesson Plan — `dot-products`"):
        values = plan(f"# {title}{rest}")
        assert (values["lesson"], values["title"]) == ("dot-products", "Dot products"), title
    assert plan(f"Lesson: Dots\n============{rest}")["title"] == "Dots"
    assert plan(f"# Dots (dots){rest}")["lesson"] == "dots"
    assert plan(f"---\ntitle: not this\n---\n\n# Lesson: Dots{rest}")["title"] == "Dots"


WHOLE = {"module": "4.2", "position": {"number": 3, "of": 5}, "lesson": "dot-products", "load": "STRETCH"}


@pytest.mark.parametrize("header", [
    "**Module:** 4.2\n**Position:** Lesson 3 of 5\n**Slug:** `dot-products`\n**Cognitive load:** STRETCH",
    "**Module 4.2 -- Transformers** | **Load Type:** STRETCH / PROJECT | Slug: dot-products | Lesson 3 of 5",
    "Module 4.2, Lesson 3 of 5 | Load: STRETCH | Slug: dot-products", "*Module 4.2 · Lesson 3 of 5 · STRETCH · slug `dot-products`*",
    "**Module 4.2** — Lesson 3 of 5 — **STRETCH**\n**Slug:** dot-products", "Module: 4.2, Lesson: 3 of 5, Slug: `dot-products`, Load: STRETCH",
    "Module - 4.2\nLesson - 3 of 5\nSlug - dot-products\nLoad - STRETCH", "**Module** 4.2\n**Lesson** 3 of 5\n**Slug** `dot-products`\n**Cognitive Load** STRETCH",
    "---\nmodule: 4.2\nslug: dot-products\nposition: 3/5\nload: STRETCH\n---", "| Module | Position | Slug | Load |\n|---|---|---|---|\n| 4.2 | 3 of 5 | `dot-products` | STRETCH |",
    "| Field | Value |\n|---|---|\n| Module | 4.2 |\n| Position | 3 of 5 |\n| Slug | dot-products |\n| Load | STRETCH |",
    "**Load Type:** STRETCH; **Slug:** `dot-products`; **Module:** 4.2; **Position:** 3 of 5", "**Cognitive Load Type:** BUILD → STRETCH\nSlug: dot-products\nModule: 4.2\nPosition: 3/5",
    "**Lesson slug:** dot-products (Module 4.2, Lesson 3 of 5)\n**Lesson type:** Conceptual + interactive, STRETCH",
    "**Module / Position:** 4.2 / Lesson 3 of 5\n**Slug:** dot-products\n**Type: STRETCH, with worksheet**",
    "**Series:** 4 -- Language\n**Module:** 2\n**Lesson:** 3 of 5\n**Slug:** dot-products\n**Load:** stretch",
    "Slug: dot-products. Load: STRETCH. Module: 4.2. Position: 3 of 5.", "This lesson is lesson 3 of 5 in module 4.2. It is a STRETCH lesson.\n**Slug:** dot-products",
    "> Module 4.2 | Lesson 3 of 5 | Type: STRETCH | Slug: dot-products",
])
def test_a_header_in_any_layout(header: str) -> None:
    values = plan(f"# Lesson: Dots\n\n{header}\n\n## Prerequisites\n\n- Sums\n\n## Examples\n\n- a\n")
    assert {key: values.get(key) for key in WHOLE} == WHOLE


@pytest.mark.parametrize("body", [
    "## Cognitive Load: STRETCH\n\nTwo new concepts.", "## Cognitive Load\n\n- **Previous lesson:** BUILD\n- **Assessment:** after BUILD, STRETCH is right.",
    "## Cognitive Load\n\n**Type:** STRETCH", "## Readiness\n\nThis is appropriately STRETCH.", "## Narrative\n\nA story. This STRETCH lesson comes after two BUILD lessons.",
])
def test_a_load_that_only_the_body_states(body: str) -> None:
    assert plan(f"# Lesson: Dots\n\n## Prerequisites\n\n- Sums\n\n{body}\n")["load"] == "STRETCH"


@pytest.mark.parametrize("phases", [
    ("Phase 1: Orient — Student State", "Phase 2: Analyze", "Phase 3: Design"), ("Orient (Phase 1)", "Analyze (Phase 2)", "Design (Phase 3)"),
    ("Student State (Phase 1 - Orient)", "Phase 2 -- Analysis", "Design"), ("phase 1: orient", "phase 2: analyze", "phase 3: design"),
    ("Phase I — Orient", "Phase II — Analyze", "Phase III — Design"), ("ORIENT", "ANALYZE", "DESIGN"), ("1. Orient", "2. Analyze", "3. Design"),
])
def test_phases_in_any_order_of_words(phases: tuple[str, str, str]) -> None:
    values = plan(f"# Lesson: Dots\n\n## {phases[0]}\n\nThey know sums.\n\n## {phases[1]}\n\n### Prerequisites\n\n- Sums\n\n## {phases[2]}\n\n### Outline\n\n1. Hook\n")
    assert (values["student_state"], len(values["prerequisites"]), len(values["outline"])) == ("They know sums.", 1, 1)


def test_a_phase_that_names_its_field_and_fields_under_bold_lines() -> None:
    parts = ("Phase 2: Analyze (Prerequisites)", "- Sums"), ("Phase 2 — Misconceptions", '- "A" -- b'), ("Phase 3: Outline", "1. Hook\n2. Check")
    by_hash = "# Lesson: Dots\n\n" + "\n\n".join(f"## {title}\n\n{body}" for title, body in parts)
    by_dash = "# Lesson: Dots\n\n" + "\n\n".join(f"{title}\n{'-' * len(title)}\n\n{body}" for title, body in parts)
    by_bold = "# Lesson: Dots\n\n**Module:** 1.1\n\n**Phase 2: Analyze**\n\n**Prerequisites**\n\n- Sums\n\n**Misconceptions**\n\n- \"A\" -- b\n\n**Phase 3: Design**\n\n**Outline**\n\n1. Hook\n2. Check\n"
    for markdown in (by_hash, by_dash, by_bold):
        values = plan(markdown)
        assert [len(values[key]) for key in ("prerequisites", "misconceptions", "outline")] == [1, 1, 2], markdown


KNOWN = [("Softmax", "DEVELOPED"), ("Norm", "INTRODUCED")]


@pytest.mark.parametrize("body", [
    "| Concept | Depth |\n|---|---|\n| Softmax | DEVELOPED |\n\n| Concept | Depth |\n|---|---|\n| Norm | INTRODUCED |",
    "| Knows | Level | Where from |\n|---|---|---|\n| Softmax | DEVELOPED | a-b |\n| Norm | MENTIONED -> INTRODUCED | a-b |",
    "- **Softmax** -- DEVELOPED (but fading) -- from a-b. Needed.\n- **Norm**: MENTIONED -> INTRODUCED, taught in a-b", "- Softmax (DEVELOPED, from `a-b`)\n- Norm (INTRODUCED)",
    "- DEVELOPED: Softmax\n- INTRODUCED: Norm", "**DEVELOPED:**\n- Softmax\n\n**INTRODUCED:**\n- Norm", "**At DEVELOPED depth:** Softmax\n**At INTRODUCED depth:** Norm",
    "1. Softmax - developed in 4.1\n2. Norm - introduced in 4.2", "Softmax: DEVELOPED\nNorm: INTRODUCED", "They are ready.\n\n- Softmax at DEVELOPED depth\n- Norm at INTRODUCED depth",
])
def test_known_concepts(body: str) -> None:
    assert [(row["text"], row.get("depth")) for row in section("Student State", body)["knows"]] == KNOWN


NEEDED = [("Softmax", "DEVELOPED", "INTRODUCED", "GAP"), ("Norm", "MENTIONED", "MENTIONED", "OK")]


@pytest.mark.parametrize("body", [
    "| Concept | Required | Actual | Source | Status |\n|---|---|---|---|---|\n| Softmax | DEVELOPED | INTRODUCED | a-b | GAP (medium -- once) |\n| Norm | MENTIONED | MENTIONED | -- | OK (reactivate) |",
    "| Concept | Needed | Have | Taught In | Gap? |\n|---|---|---|---|---|\n| Softmax | DEVELOPED | INTRODUCED | a-b | Yes (medium) |\n| Norm | MENTIONED | MENTIONED | a-c | No |",
    "| Prerequisite | Depth Needed | Depth Available | Verdict |\n|---|---|---|---|\n| Softmax | D | I | GAP |\n| Norm | M | M | OK |",
    "- Softmax -- required DEVELOPED, has INTRODUCED -- GAP (medium)\n- Norm -- required MENTIONED, has MENTIONED -- OK",
    "- Softmax: DEVELOPED required, INTRODUCED actual (a-b) -- GAP\n- Norm: MENTIONED required, MENTIONED actual -- OK",
    "- Softmax (DEVELOPED needed, only INTRODUCED so far) - GAP\n- Norm (need: MENTIONED; have: MENTIONED) ✓",
    "1. **Softmax** | DEVELOPED | INTRODUCED | GAP\n2. **Norm** | MENTIONED | MENTIONED | OK",
    "- **Softmax**\n  - Required: DEVELOPED\n  - Actual: INTRODUCED (a-b)\n  - Status: GAP\n- **Norm**\n  - Required: MENTIONED\n  - Actual: MENTIONED\n  - Status: OK",
    "### Softmax\n\n**Required depth:** DEVELOPED\n**Actual depth:** INTRODUCED\n**Status:** GAP\n\n### Norm\n\n**Required:** MENTIONED\n**Actual:** MENTIONED\n**Status:** OK",
])
def test_prerequisites(body: str) -> None:
    rows = section("Prerequisites", body)["prerequisites"]
    assert [(row["text"], row["required"], row["actual"], row["status"]) for row in rows] == NEEDED
    assert "source" not in rows[1] or rows[1]["source"] != "--"


@pytest.mark.parametrize("body", ["- Sums\n- Terms", "Sums (DEVELOPED), Terms (INTRODUCED).", "**Sums** -- DEVELOPED. OK\n\n**Terms** -- MENTIONED. GAP",
                                  "- Algebra:\n  - Sums (DEVELOPED)\n  - Terms (APPLIED)"])
def test_prerequisites_in_few_words(body: str) -> None:
    assert [row["text"] for row in section("Prerequisites", body)["prerequisites"]] == ["Sums", "Terms"]


@pytest.mark.parametrize("body", ["None -- the first lesson.", "- None"])
def test_nothing_is_no_row(body: str) -> None:
    for heading, key in (("Prerequisites", "prerequisites"), ("Misconceptions", "misconceptions"), ("Examples", "examples")):
        values = section(heading, body)
        assert key not in values and values["extra"][0]["text"] == body


@pytest.mark.parametrize("body", [
    '1. "Weights explain" -- they do not\n2. "Heads differ" -- not always', "1. Weights explain. No: they do not.\n2. Heads differ. Not always.",
    "- **Weights explain**\n  - Why: looks\n  - Where: section 2\n- **Heads differ**", "**M1: Weights explain**\nWhy: looks so\nNegative example: swap\n\n**M2: Heads differ**\nWhy: many",
    '**"Weights explain"** They look so.\n\n**"Heads differ"** They do.', '"Weights explain" -- they look so.\n"Heads differ" -- they do.',
    "Misconception 1: Weights explain.\nWhy: looks\n\nMisconception 2: Heads differ.\nWhy: many", '### 1. "Weights explain"\n- **Why students think this:** looks\n\n### 2. "Heads differ"\n- **Why:** many',
    "### Misconception: Weights explain\n\nThey look so.\n\n### Misconception: Heads differ\n\nThey do.", "| What students think | Why | What disproves it |\n|---|---|---|\n| Weights explain | a | b |\n| Heads differ | a | b |",
    "| ID | Wrong belief | Reality |\n|---|---|---|\n| M1 | Weights explain | no |\n| M2 | Heads differ | no |", '- [x] "Weights explain" -- swap\n- [ ] "Heads differ" -- count',
    "| Student might think... | Because... | Show them... | When |\n|---|---|---|---|\n| Weights explain | a | b | c |\n| Heads differ | a | b | c |", '- "Weights explain" → swap\n- "Heads differ" → count',
    "**Misconception:** Weights explain\n**Why:** looks\n**Misconception:** Heads differ\n**Why:** many",
    "- **Misconception:** Weights explain\n- **Why:** looks\n- **Misconception:** Heads differ\n- **Why:** many", "- Weights explain (addressed in section 2)\n- Heads differ (addressed in section 3)",
])
def test_misconceptions(body: str) -> None:
    assert [row["belief"] for row in section("Misconceptions Addressed", body)["misconceptions"]] == ["Weights explain", "Heads differ"]


@pytest.mark.parametrize("body", [
    "1. **The map** (positive, analogy): a\n2. **The gap** (negative): b", "1. Positive: map\n2. Negative (stretch): gap", "**Positive:**\n1. map\n\n**Negative:**\n1. gap",
    "### Positive Examples\n- map\n\n### Negative Examples\n- gap", "- [+] map\n- [-] gap", "- ✅ map\n- ❌ gap", "**Example 1 (Positive):** map\n\n**Example 2 (Negative):** gap",
    "**Example 1: Map** (positive)\nText.\n\n**Example 2: Gap** (negative)\nText.", "### Example 1: The map (positive)\n\nText.\n\n### Example 2: The gap (negative)\n\nText.",
    "Positive: map.\nNegative: gap.", "| # | Example | Positive/Negative |\n|---|---|---|\n| 1 | map | + |\n| 2 | gap | − |", "| Positive | Negative |\n|---|---|\n| map | gap |",
    "| Positive Example | Why |\n|---|---|\n| map | a |\n\n| Negative Example | Why |\n|---|---|\n| gap | a |", "- **P1** map\n- **N1** gap",
    "- Positive examples:\n  - map\n- Negative examples:\n  - gap", "1. **Positive (simple) + negative (contrast):** map\n2. Counterexample: gap", "- Map (positive)\n- Gap -- negative example",
])
def test_examples(body: str) -> None:
    assert [row.get("kind") for row in section("Examples Used", body)["examples"]] == ["positive", "negative"]


def test_a_negative_number_is_no_negative_example() -> None:
    rows = section("Examples", "- Negative slopes on a hill\n- **Temperature** at -5: a negative number in use")["examples"]
    assert [row.get("kind") for row in rows] == [None, None]


@pytest.mark.parametrize("body", [
    "- **Visual:** map\n- **Symbolic** -- formula", "Visual, symbolic.", "- Visual, Symbolic", "**Visual:** map\n**Symbolic:** formula", "Visual: map\nSymbolic: formula",
    "### Visual\n\nmap\n\n### Symbolic\n\nformula", "| Channel | Specifics |\n|---|---|\n| Visual | map |\n| Symbolic | formula |", "- [x] Visual -- map\n- [x] Symbolic -- formula",
    "- Visual\n  - map\n- Symbolic\n  - formula", "| What | Modality | Why |\n|---|---|---|\n| map | Visual | a |\n| formula | Symbolic | b |",
])
def test_modalities(body: str) -> None:
    assert [row["modality"].capitalize() for row in section("Modalities Planned", body)["modalities"]] == ["Visual", "Symbolic"]


@pytest.mark.parametrize(("body", "count"), [
    ("- **New concepts:** 2 (query, key)", 2), ("**New concepts in this lesson (2):**\n1. query\n2. key", 2), ("New concepts: one or two", 2), ("**New concepts:** 2-3", 3),
    ("- **Number of new concepts:** 1--2", 2), ("- **New concepts:** up to 3", 3), ("- **New concepts:** 1) query, 2) key, 3) value", 3), ("New concepts: tree, index and leaf", 3),
    ("There are two new concepts here: query and key. After two BUILD lessons this is fine.", 2), ("| New Concept | Depth |\n|---|---|\n| query | DEVELOPED |\n| key | INTRODUCED |", 2),
    ("Type: STRETCH, two new concepts (query, key). Previous lesson: BUILD.", 2), ("- **New concepts:** None -- this is CONSOLIDATE", 0), ("Zero new concepts.", 0),
])
def test_counts_of_new_concepts(body: str, count: int) -> None:
    assert section("Cognitive Load Assessment", body)["load_assessment"]["count"] == count


def test_a_count_that_only_the_header_states() -> None:
    assert plan("# Lesson: A\n\n**Load:** STRETCH (3 new concepts)\n\n## Examples\n\n- a\n\n## Prerequisites\n\n- b\n")["load_assessment"]["count"] == 3


@pytest.mark.parametrize("body", [
    "1. **Hook** -- a\n2. Explain: b\n   - detail", "- Hook: a\n- Explain: b", "### 1. Hook\na\n\n### 2. Explain\nb", "**1. Hook** a\n\n**2. Explain** b", "Section 1: Hook -- a\n\nSection 2: Explain -- b",
    "| # | Section | Content |\n|---|---|---|\n| 1 | Hook | a |\n| 2 | Explain | b |", "1. Hook\n\nSome text.\n\n2. Explain", "1. Hook; 2. Explain", "**Part A**\n1. Hook\n\n**Part B**\n2. Explain",
])
def test_outlines(body: str) -> None:
    assert [row["title"] for row in section("Lesson Outline", body)["outline"]] == ["Hook", "Explain"]


@pytest.mark.parametrize(("body", "old"), [
    ("| This lesson | Prior Lesson | How |\n|---|---|---|\n| Heads | Softmax | same |", "Softmax"), ("| A | B |\n|---|---|\n| Softmax | same |", "Softmax"),
    ("- **Softmax -> heads:** same", "Softmax"), ("- Softmax -> heads: same", "Softmax"),
])
def test_connections(body: str, old: str) -> None:
    assert [row["old"] for row in section("Connections to Prior Concepts", body)["connections"]] == [old]


@pytest.mark.parametrize("body", [
    "**IS about:**\n- meaning\n\n**NOT about:**\n- tests", "| IS | IS NOT |\n|---|---|\n| meaning | tests |", "### In Scope\n- meaning\n\n### Out of Scope\n- tests",
    "IS about: meaning\nIS NOT about: tests", "- In: meaning\n- Out: tests", "- IS: meaning\n- IS NOT: tests", "**This lesson covers:** meaning\n**This lesson does not cover:** tests",
])
def test_scopes(body: str) -> None:
    assert section("Scope Boundaries", body)["scope"] == {"covers": ["meaning"], "excludes": [{"text": "tests"}]}


@pytest.mark.parametrize("body", ["- a: DEVELOPED\n- b (INTRODUCED)", "| Concept | Target |\n|---|---|\n| a | DEVELOPED |\n| b | MENTIONED -> INTRODUCED |", "**DEVELOPED:** a\n**INTRODUCED:** b",
                                  "a: DEVELOPED\nb: INTRODUCED"])
def test_target_depths(body: str) -> None:
    assert [(row["text"], row["depth"]) for row in section("Target Depths", body)["depths"]] == [("a", "DEVELOPED"), ("b", "INTRODUCED")]


@pytest.mark.parametrize(("body", "texts", "note"), [
    ("- **Softmax** (GAP, medium): recap\n- **Norm** (small): a line", ["Softmax", "Norm"], False), ("| Concept | Gap | Resolution |\n|---|---|---|\n| Softmax | medium | recap |", ["Softmax"], False),
    ("### Softmax (medium)\n\nRecap.", ["Softmax"], False), ("No gaps.", [], True), ("- None", [], True), ("| Gap | Size | Resolution |\n|---|---|---|\n| None | -- | -- |", [], True),
])
def test_gaps(body: str, texts: list[str], note: bool) -> None:
    values = section("Gap Resolution", body)
    assert ([row["text"] for row in values.get("gaps", ())], "gaps_note" in values) == (texts, note)


def test_sections_may_be_missing_repeated_and_stand_between_and_after_reviews() -> None:
    source = read_document("x.md", (
        b"# Lesson: A\n\n## Prerequisites\n\n- Sums\n\n## Review -- 2026-01-01\n\n**Verdict:** NEEDS REVISION\n\n## Modalities\n\n- Visual: map\n\n"
        b"## Review -- 2026-01-02\n\n**Verdict:** PASS\n\n## Prerequisites\n\n- Terms\n"))
    values = clean(source.parts.values)
    assert [row["text"] for row in values["prerequisites"]] == ["Sums", "Terms"] and len(values["modalities"]) == 1
    assert [review["verdict"] for review in source.reviews] == ["NEEDS REVISION", "PASS"]
    assert "IMP018" in [one.code for one in source.odd.found]


def test_a_depth_that_says_only_that_a_concept_came_back_is_told_with_what_to_do() -> None:
    source = read_document("x.md", b"# Lesson: A\n\n## Student State\n\n| Concept | Depth |\n|---|---|\n| Sum | REINFORCED |\n\n## Examples\n\n- a\n")
    row, told = source.parts.values["knows"][0], next(one for one in source.odd.found if one.code == "IMP010")
    assert (row.get("depth"), row["written"]["depth"]) == (None, "REINFORCED") and "state the depth" in told.help


def test_a_document_longer_than_any_is_read_as_far_as_that_and_kept_whole() -> None:
    source = read_document("x.md", ("# Lesson: A\n\n## Prerequisites\n\n- Sums\n\n## Examples\n\n" + "\n" * 100_000 + "- the last\n").encode())
    assert [one.code for one in source.odd.found][-1] == "IMP002" and "IMP027" in [one.code for one in source.odd.found]
    assert str(source.parts.extra[-1]["text"]) == "- the last"


ONE_OF_EACH = ("one", "two")


@pytest.mark.parametrize("lines", [
    "<ul><li>one</li><li>two</li></ul>", "<ul>\n  <li><p>one</p></li>\n  <li><p>two</p></li>\n</ul>", "<ol><li>one</li><li>two</li></ol>",
    "<table><tr><th>Modality</th><th>What</th></tr><tr><td>one</td><td>a | b</td></tr><tr><td>two</td><td>c</td></tr></table>",
    "<table class='x'>\n<tbody>\n<tr><td><strong>Modality</strong></td></tr>\n<tr><td>one</td></tr>\n<tr><td>two</td></tr>\n</tbody>\n</table>",
    "<p><b>one:</b> a<br/>\n<b>two:</b> b</p>", "<div>\n\n- <span style='color:red'>one</span>&nbsp;&mdash; a\n- <em>two</em> &ndash; b\n\n</div>", "**one** \\- a  \n**two** \\- b",
    "<!-- old:\n| Modality | What |\n|---|---|\n| none | x |\n-->\n- one\n- two", "> x\n\n- [[one]]\n- [[page|two]]",
])
def test_tags_entities_and_escapes_count_as_the_markdown_they_mean(lines: str) -> None:
    assert tuple(row["modality"] for row in section("Modalities <a name='m'></a>[[edit](#m)]", lines)["modalities"]) == ONE_OF_EACH


def test_a_page_of_tags_is_read_as_a_plan_and_keeps_its_lines() -> None:
    source = read_document("x.md", (
        b"<h1>Lesson Plan: Dots</h1>\n<p><strong>Module:</strong> 4.1<br/><strong>Slug:</strong> <code>dot-products</code></p>\n<h2>Phase 2: Analyze</h2>\n"
        b"<details><summary>Prerequisites</summary>\n<table>\n<tr><th>Concept</th><th>Required</th><th>Status</th></tr>\n"
        b"<tr><td>Sums</td><td><b>DEVELOPED</b></td><td><span style='color:red'>GAP&nbsp;(small)</span></td></tr>\n</table>\n</details>\n"))
    values = source.parts.values
    assert (values["title"], values["module"], values["lesson"]) == ("Dots", "4.1", "dot-products")
    assert [(row["required"], row["status"], row["size"], row["_line"]) for row in values["prerequisites"]] == [("DEVELOPED", "GAP", "small", 7)]


def test_code_math_and_unknown_tags_stay_as_they_are() -> None:
    words = ["`<b>` is bold", "Vec<T> &lt; x", "$\\-x$ and `\\-`", "[[1, 2], [3, 4]]", "a \\* b"]
    rows = section("Misconceptions", "\n".join(f'- "{word}" -- no' for word in words))["misconceptions"]
    assert [row["belief"] for row in rows] == ["<b> is bold", *(word.replace("`", "") for word in words[1:])]


@pytest.mark.parametrize("head", [
    "# Lesson Plan\n\n## Dot Products\n\n| | |\n|---|---|\n| Module | 4.1 |\n| Lesson | 2 of 5 |\n| Slug | dots |\n| Load | BUILD |",
    "# Lesson: Dot Products\n\n_Module:_ 4.1 (Vectors)\n_Lesson:_ 2 of 5\n_Slug:_ dots\n_Load type:_ BUILD",
    "# Lesson 2: Dot Products (dots) -- Planning Document\n\n**Module 4.1 · Vectors** — **Lesson 2 / 5** — *load: BUILD (at first)*",
    "# Dot Products\n\nMod. 4.1 · Pos. 2/5 · `dots` · BUILD\nSlug: dots", "# Dot Products\n\nModule: 4.1\nLesson: 2/5\nSlug: dots\nLoad: BUILD\nStatus: ready\nOwner: Ann",
    "# Dot Products\n\n*Module 4.1, Lesson 2 of 5. Load: BUILD. Slug: dots.*", "LESSON PLAN\n\nModule: 4.1\nTitle: Dot Products\nLesson: 2 of 5\nSlug: dots\nLoad profile: BUILD",
])
def test_heads_of_other_hands(head: str) -> None:
    values = plan(f"{head}\n\n{'PREREQUISITES' if head.isupper() or head.startswith('LESSON') else '## Prerequisites'}\n\n- Sums\n\n**Examples**\n\n- a\n")
    assert (values["title"], values["module"], values["lesson"], values["position"], values["load"]) == ("Dot Products", "4.1", "dots", {"number": 2, "of": 5}, "BUILD")


def test_headings_without_marks() -> None:
    body = "{}\n\n- Norm - DEVELOPED (from arrows-first)\n\n{}\n\nConcept | Required | Status\n---|---|---\nNorm | DEVELOPED | OK\n\n{}\n\n1. Hook\n2. Check\n"
    for first, titles in (("LESSON PLAN: Dots", ("STUDENT STATE", "PREREQUISITES", "OUTLINE")), ("**Lesson Plan: Dots**", ("Student state", "Prerequisites", "Outline"))):
        values = plan(f"{first}\n\nModule: 4.1\n\n{body.format(*titles)}")
        assert (values["title"], len(values["knows"]), len(values["prerequisites"]), len(values["outline"])) == ("Dots", 1, 1, 2), first


@pytest.mark.parametrize("heading", ["What they already knew", "What the student knows", "Where they are", "Where the students start: student state", "What they bring"])
def test_lists_under_the_known_concepts_that_are_no_concepts(heading: str) -> None:
    values = section(heading, "- Softmax (DEVELOPED)\n\n**Mental models in place**\n\n* \"A hive is a budget\"\n\n**Not covered so far**\n\n* Norm\n* Heads")
    assert (len(values["knows"]), len(values["mental_models"]), len(values["not_covered"])) == (1, 1, 2)


@pytest.mark.parametrize("body", [
    "| Begriff | Soll | Ist | Stand |\n|---|---|---|---|\n| Softmax | DEVELOPED | INTRODUCED | GAP |\n| Norm | MENTIONED | MENTIONED | OK |",
    "| Concept | Req. | Act. | St. |\n|---|---|---|---|\n| Softmax | D | I | gap |\n| Norm | M | M | ok |",
    "- [ ] Softmax — needs DEVELOPED, has INTRODUCED — GAP (small)\n- [x] Norm — needs MENTIONED, has MENTIONED — OK",
    "**GAP**\n- Softmax (needs DEVELOPED, has INTRODUCED)\n\n**OK**\n- Norm (needs MENTIONED, has MENTIONED)",
    "### GAP\n- Softmax (needs DEVELOPED, has INTRODUCED)\n\n### OK\n- Norm (needs MENTIONED, has MENTIONED)",
])
def test_prerequisites_of_other_hands(body: str) -> None:
    assert [(row["text"], row["required"], row["actual"], row["status"]) for row in section("Prerequisites", body)["prerequisites"]] == NEEDED


def test_tables_say_by_their_columns_what_they_are_where_the_heading_does_not() -> None:
    needed = "| Concept | Need | Have | Status |\n|---|---|---|---|\n| Sums | DEVELOPED | MENTIONED | GAP |"
    known = "| Concept (depth) | Where |\n|---|---|\n| Beat (DEVELOPED) | a-b |"
    values = plan(f"# Lesson: Dots\n\n## Orient\n\n{known}\n\n## Analyze\n\n### Groundwork\n\n{needed}\n")
    assert [(row["text"], row["depth"]) for row in values["knows"]] == [("Beat", "DEVELOPED")]
    assert [(row["required"], row["actual"]) for row in values["prerequisites"]] == [("DEVELOPED", "MENTIONED")]


@pytest.mark.parametrize("body", [
    "| Example | +/− | Why |\n|---|---|---|\n| map | positive | a |\n| gap | negative | b |", "| Example | ± | Why |\n|---|---|---|\n| map | + | a |\n| gap | - | b |",
    "| Ex. | ➕/➖ |\n|---|---|\n| map | ➕ |\n| gap | ➖ |", "Good examples:\n- map\n\nBad examples:\n- gap", "- map (+)\n- gap (-)", "(+) map\n(–) gap",
])
def test_marks_for_kinds_of_examples(body: str) -> None:
    assert [row.get("kind") for row in section("Examples", body)["examples"]] == ["positive", "negative"]


@pytest.mark.parametrize("body", ["Visual: map; Symbolic: formula", "Visual + symbolic", "Visual (a map of the town), symbolic (formula)", "Visual: map / Symbolic: formula"])
def test_modalities_on_a_line(body: str) -> None:
    assert len(section("Channels", body)["modalities"]) == 2


@pytest.mark.parametrize(("body", "count"), [
    ("New concepts were four at first, which was too much. So: New concepts: 2.", 2), ("- # new concepts = 2\n- load of previous lesson = BUILD", 2), ("Concept count: 3", 3),
])
def test_counts_in_passing(body: str, count: int) -> None:
    values = section("Load", body)
    assert values["load_assessment"]["count"] == count and "load" not in values


@pytest.mark.parametrize("title", [
    "4.2-3 Lesson Planning Form: Dot Products", "Lesson Plan Sheet: Dot Products", "Planning Template -- Dot Products", "Working Copy of the Plan: Dot Products",
    "Planning Document: Lesson 4, \"Dot Products\"", "Lesson 4, Dot Products",
])
def test_titles_with_the_name_of_a_form(title: str) -> None:
    assert plan(f"# {title}\n\n## Prerequisites\n\n- Sums\n\n## Examples\n\n- a\n")["title"] == "Dot Products"


@pytest.mark.parametrize("header", [
    "Slug = dot-products\nModule = 4.2\nPos.: 3/5\nLoad = STRETCH", "*Class plan, 9th grade -- module 4.2 \"Arrows\", lesson 3 of 5, load: STRETCH*\n*(Slug in the folder: dot-products)*",
    "lesson plan, module 4.2, no. 3 of 5, type STRETCH (RB, nov)\nSlug: dot-products", "Modul 4.2 | Module 4.2 | Lesson 3 of 5 | STRETCH | `dot-products`",
    "Module 4.2, lesson 3 of 5 (STRETCH)\n\n**Slug:** dot-products", "_Slug: dot-products | Module 4.2 | Position 3 of 5 | Load: STRETCH_",
    "| | |\n|---|---|\n| **Course/Module:** | Arrows (Module 4.2) |\n| **Lesson no.:** | 3 / 5 |\n| File name | dot-products |\n| Load | STRETCH |",
])
def test_headers_of_other_hands(header: str) -> None:
    values = plan(f"# Lesson: Dots\n\n{header}\n\n## Prerequisites\n\n- Sums\n\n## Examples\n\n- a\n")
    assert {key: values.get(key) for key in WHOLE} == WHOLE


DEFINED = ("one", "two")


@pytest.mark.parametrize("body", [
    "one\n: a\n\ntwo\n: b", "one\n:   a\n    more of it\n\ntwo\n:   b\n\n    and a paragraph", "one\n\n: a\n\ntwo\n\n: b", "**one**\n: a\n: also\n\n**two**\n: b",
    "one\n: Why: a\n: Where: section 2\n\ntwo\n: Why: b", "« one »\n: a\n\n\"two\"\n: b",
])
def test_lists_of_definitions(body: str) -> None:
    values = section("Misconceptions", body)
    assert tuple(row["belief"].strip("«» ") for row in values["misconceptions"]) == DEFINED
    assert len(section("Modalities", body)["modalities"]) == 2


def test_a_colon_in_code_or_under_a_table_defines_nothing() -> None:
    values = section("Examples", "```\nmap\n: x\n```\n\n| Example | Type |\n|---|---|\n| map | positive |\n: the only one")
    assert [row["kind"] for row in values["examples"]] == ["positive"]


@pytest.mark.parametrize("label", ["cognitive load: two new concepts (branch, merge).", "New concepts: 2 (branch; merge).", "**New concepts:** two", "**Cognitive load**\n\nTwo new concepts.",
                                   "Cognitive load\n\n- New concepts: 2"])
@pytest.mark.parametrize(("heading", "key", "body"), [
    ("Modalities", "modalities", "- Visual: map"), ("Examples", "examples", "- Positive: map"), ("Misconceptions", "misconceptions", '- "A" -- b'), ("How it ran", "extra", "- 0:00 door"),
    ("Prerequisites", "prerequisites", "| Concept | Required | Status |\n|---|---|---|\n| Sums | DEVELOPED | OK |"),
])
def test_a_label_ends_the_field_above_it(heading: str, key: str, body: str, label: str) -> None:
    values = section(heading, f"{body}\n\n{label}")
    assert (len(values[key]), values["load_assessment"]["count"]) == (1, 2)


def test_labels_of_one_row_and_of_parts_end_no_field() -> None:
    values = section("Misconceptions", "**\"A\"**\n**Example:** map\n**Why:** looks\n\n**\"B\"**\n**Example:** gap")
    assert [row["belief"] for row in values["misconceptions"]] == ["A", "B"] and "examples" not in values
    assert [step["title"] for step in section("Outline", "1. Hook\n\n**Modalities:** visual\n\n2. Check")["outline"]] == ["Hook", "Check"]


@pytest.mark.parametrize("body", ["**Outline**\n\n#### Step 1: Hook\nx\n\n#### Step 2: Check\ny", "Outline\n\n### Hook\nx\n\n### Check\ny", "**Course of the hour**\n\n1. Hook\n2. Check",
                                  "Plan of the lesson\n\na) Hook\nb) Check", "Session flow:\n\n(1) Hook\n(2) Check"])
def test_an_outline_under_a_label(body: str) -> None:
    values = plan(f"# Lesson: Dots\n\n## Phase 2: Analyze\n\n**Prerequisites**\n\n- Sums\n\n## Phase 3: Design\n\n{body}\n\n## Modalities\n\n- Visual: map\n")
    assert ([step["title"] for step in values["outline"]], len(values["prerequisites"]), len(values["modalities"])) == (["Hook", "Check"], 1, 1)


def test_an_audit_of_prerequisites_is_their_list_unless_it_is_one_of_boxes() -> None:
    table = "| Concept | Depth required | Depth reached | Status |\n|---|---|---|---|\n| Sums | DEVELOPED | INTRODUCED | GAP |"
    row, = section("Prerequisite audit", table)["prerequisites"]
    assert (row["required"], row["actual"], row["status"]) == ("DEVELOPED", "INTRODUCED", "GAP")
    assert "prerequisites" not in section("Prerequisite Audit", "- [x] Every concept has a depth")


@pytest.mark.parametrize("body", [
    "Percentages are APPLIED, fractions are DEVELOPED (from `fractions-first`), and ratio has only been MENTIONED.", "Percentages are APPLIED. Fractions have been DEVELOPED. Ratio is still MENTIONED.",
    "| Concept | M | I | D | A |\n|---|---|---|---|---|\n| Percentages | | | | x |\n| Fractions | | | x | |\n| Ratio | x | | | |", "| APPLIED | DEVELOPED | MENTIONED |\n|---|---|---|\n| Percentages | Fractions | Ratio |",
    "a) Percentages: APPLIED\nb) Fractions: DEVELOPED\nc) Ratio: MENTIONED", "- Percentages (APPLIED)\n- Fractions (DEVELOPED)\n- Ratio (MENTIONED)\n- Mental models: \"a part of a hundred\"",
    "| Concept | Depth |\n|---|---|\n| **From module 1** | |\n| Percentages | APPLIED |\n| **From module 2** | |\n| Fractions | DEVELOPED |\n| Ratio | MENTIONED |",
])
def test_known_concepts_of_other_hands(body: str) -> None:
    rows = section("Student State", body)["knows"]
    assert [(row["text"].capitalize(), row["depth"]) for row in rows] == [("Percentages", "APPLIED"), ("Fractions", "DEVELOPED"), ("Ratio", "MENTIONED")]


def test_prose_that_only_mentions_depths_stays_prose() -> None:
    values = section("Student State", "They come from a DEVELOPED unit. Some can draw, most cannot, and none was asked.")
    assert "knows" not in values and values["student_state"].startswith("They come")


def test_prerequisites_named_in_a_line_and_two_depths_in_a_column() -> None:
    assert [row["text"] for row in section("Prerequisites", "Salt, acid and heat.")["prerequisites"]] == ["Salt", "acid", "heat"]
    row, = section("Prerequisites", "| Concept | Required → Actual | Status |\n|---|---|---|\n| Salt | DEVELOPED → INTRODUCED | GAP |")["prerequisites"]
    assert (row["required"], row["actual"]) == ("DEVELOPED", "INTRODUCED")


@pytest.mark.parametrize("body", [
    "| Positive | Negative |\n|---|---|\n| a<br>b | c |", "| Type | Examples |\n|---|---|\n| Positive | 1. a 2. b |\n| Negative | c |", "| + | − |\n|---|---|\n| a | c |\n| b | |",
    "| Example | Why |\n|---|---|\n| **Positive** | |\n| a | x |\n| b | x |\n| **Negative** | |\n| c | x |", "+ a\n+ b\n- c", "(+) a; (+) b; (−) c", "Positive examples: a; b.\nNegative examples: c.",
    "<table><tr><th>Example</th><th>Why</th></tr><tr><td colspan=2>Positive</td></tr><tr><td>a</td><td>x</td></tr><tr><td>b</td><td>x</td></tr>"
    "<tr><td colspan='2'><b>Negative</b></td></tr><tr><td>c</td><td>x</td></tr></table>",
])
def test_examples_of_other_hands(body: str) -> None:
    assert sorted(row["kind"] for row in section("Examples", body)["examples"]) == ["negative", "positive", "positive"]


def test_cells_that_span_rows_and_columns() -> None:
    rows = section("Misconceptions", "<table>\n<tr><th colspan=\"3\">What they believe</th></tr>\n<tr><th>Misconception</th><th>Why</th><th>Where</th></tr>\n"
                   "<tr><td>one</td><td>a</td><td rowspan=2>Section 2</td></tr>\n<tr><td>two</td><td>b</td></tr>\n</table>")["misconceptions"]
    assert [(row["belief"], row["reason"], row["address"]["text"]) for row in rows] == [("one", "a", "Section 2"), ("two", "b", "Section 2")]


@pytest.mark.parametrize("body", [
    "| | New concepts | Load |\n|---|---|---|\n| Previous lesson | 1 | BUILD |\n| This lesson | 2 | STRETCH |", "| | Previous lesson | This lesson |\n|---|---|---|\n| Load | BUILD | STRETCH |\n| New concepts | 1 | 2 |",
    "| Lesson | Load | New concepts |\n|---|---|---|\n| last (sums) | BUILD | 3 |\n| this | STRETCH | two |", "Previous lesson: BUILD.\nThis lesson: STRETCH with two new concepts.",
    "This is a STRETCH lesson. New concepts: wetting, flux action. Last lesson was BUILD.", "**Previous lesson:** BUILD\n**This lesson:** STRETCH, 1–2 new concepts",
])
def test_loads_beside_those_of_other_lessons(body: str) -> None:
    values = section("Cognitive Load", body)
    assert (values["load"], values["load_assessment"]["count"]) == ("STRETCH", 2)


NESTED = """\
- Prerequisites
  - Sums (DEVELOPED) -- OK
- Misconceptions
  - "A is B" -- look
  - "C is D" -- look
- Examples
  - Positive: map
- Modalities: visual, verbal
- New concepts: 2
- Outline
  1. Hook
  2. Check"""


@pytest.mark.parametrize("markdown", [
    f"- Lesson plan: Dots\n- Module: 4.2\n- Load: BUILD\n{NESTED}\n",
    "* Lesson plan: Dots\n  * header\n    * module 4.2\n    * load: BUILD\n" + NESTED.replace("\n", "\n  ").replace("- P", "  - P", 1),
    f"# Lesson Plan: Dots\n\n- **Module:** 4.2\n- **Load:** BUILD\n{NESTED}\n",
    "# Dots\n\nModule 4.2 (BUILD)\n\nPrerequisites: Sums (DEVELOPED).\nMisconceptions: \"A is B\"; \"C is D\".\nExamples: (+) map\nModalities: visual, verbal\nNew concepts: two\nOutline: Hook -> Talk -> Check\n",
    "LESSON PLAN: Dots\n\nModule: 4.2\nLoad: BUILD\n\n1. PREREQUISITES\n   * Sums: needs DEVELOPED / OK\n2. MISCONCEPTIONS\n   1) \"A is B\"\n   2) \"C is D\"\n3. EXAMPLES\n   + map\n"
    "4. MODALITIES: visual, verbal\n5. NEW CONCEPTS (2): a, b\n6. OUTLINE\n   1) Hook\n   2) Check\n",
])
def test_a_plan_without_headings(markdown: str) -> None:
    values = plan(markdown)
    assert (values["title"], values["module"], values["load"]) == ("Dots", "4.2", "BUILD")
    assert [len(values[key]) for key in ("prerequisites", "misconceptions", "examples", "modalities")] == [1, 2, 1, 2]
    assert (values["load_assessment"]["count"], values["outline"][-1]["title"]) == (2, "Check")


def test_a_heading_that_says_all_of_its_field() -> None:
    values = plan("# Lesson: Dots\n\n## Prerequisites\n\n- Sums\n\n## New concepts: none\n\n## Modalities: sight, touch\n\n## Examples\n\n- a\n")
    assert (values["load_assessment"]["count"], [row["modality"] for row in values["modalities"]]) == (0, ["sight", "touch"])


@pytest.mark.parametrize(("head", "place"), [
    ("# Plan\n\n**Topic:** Dots\n**Series 4, Module 2, Lesson 3**\n**Type:** STRETCH lesson", (3, None)), ("# Dots\n\n**Lesson 4.2.3** of module 4.2 \"Arrows\" · slug `dot-products` · *stretch*", (3, None)),
    ("# Lesson 3 of 5 -- Dots\n\n| Module | Load | Duration |\n|---|---|---|\n| 4.2 Arrows | STRETCH / PROJECT | 50 min |", (3, 5)),
])
def test_heads_that_state_a_place_in_other_ways(head: str, place: tuple[int, int | None]) -> None:
    values = plan(f"{head}\n\n## Prerequisites\n\n- Sums\n\n## Examples\n\n- a\n")
    assert (values["title"], values["module"], values["load"]) == ("Dots", "4.2", "STRETCH")
    assert (values["position"]["number"], values["position"].get("of")) == place


def test_labels_that_run_into_their_paragraphs() -> None:
    values = plan("# Lesson: Knots\n\n## 1. ORIENT\n**1.1 Concepts and depths.** Overhand — APPLIED (first-knots). Bight — DEVELOPED (first-knots).\n\n"
                  "## 2. ANALYZE\n**2.1 Prerequisites.** Overhand — need APPLIED, have APPLIED, OK. Friction — need INTRODUCED, have MENTIONED, GAP (small).\n\n"
                  "**2.2 Misconceptions.** (1) \"Tighter is safer\" — granny. (2) \"More turns hold\" — capstan.\n\n"
                  "## 3. DESIGN\n**3.1 Modalities.** Hands (rope), eyes (film).\n\n**3.2 Outline.** (1) Film. (2) Bowline. (3) Test.\n")
    assert [(row["text"], row["depth"]) for row in values["knows"]] == [("Overhand", "APPLIED"), ("Bight", "DEVELOPED")]
    assert [(row["required"], row["status"]) for row in values["prerequisites"]] == [("APPLIED", "OK"), ("INTRODUCED", "GAP")]
    assert [len(values[key]) for key in ("misconceptions", "modalities", "outline")] == [2, 2, 3]


@pytest.mark.parametrize(("heading", "body", "kinds"), [
    ("Examples (2 positive, 1 negative)", "1. raisins\n2. figs\n3. waxed apple — negative", [None, None, "negative"]), ("Examples & non-examples", "- (+) c\n- (−) tie", ["positive", "negative"]),
    ("Examples and counterexamples", "- Laser — example\n- Two lamps — counterexample", [None, "negative"]), ("Negative examples", "- Laser\n- Lamp", ["negative", "negative"]),
])
def test_a_heading_of_both_kinds_says_neither(heading: str, body: str, kinds: list[str | None]) -> None:
    assert [row.get("kind") for row in section(heading, body)["examples"]] == kinds


@pytest.mark.parametrize(("column", "cells"), [("Gap?", ("–", "yes, small", "yes")), ("OK?", ("yes", "no (small)", "no")), ("Met", ("✓", "✗", "❌ missing"))])
def test_answers_in_place_of_a_status(column: str, cells: tuple[str, str, str]) -> None:
    rows = "\n".join(f"| c | DEVELOPED | {actual} | {cell} |" for actual, cell in zip(("DEVELOPED", "INTRODUCED", "-"), cells, strict=True))
    values = section("Prerequisites & gap analysis", f"| Concept | Required | Actual | {column} |\n|---|---|---|---|\n{rows}")
    assert [row["status"] for row in values["prerequisites"]][:2] == ["OK", "GAP"] and values["prerequisites"][2]["status"] in ("MISSING", "GAP")


def test_a_title_below_a_name_of_the_form_and_one_of_the_front_matter() -> None:
    values = plan("# Lesson Planning Document\n\n## Lesson: Streams\n### Module 4.1, lesson 5 / 8\n\n- Type: BUILD lesson\n\n## Prerequisites\n\n- Sums\n\n## Examples\n\n- a\n")
    assert (values["title"], values["module"], values["position"], values["load"]) == ("Streams", "4.1", {"number": 5, "of": 8}, "BUILD")
    assert plan("---\ntitle: \"Lesson plan: Streams\"\nmodule: 4.1\n---\n\n## Prerequisites\n\n- Sums\n\n## Examples\n\n- a\n")["title"] == "Streams"


@pytest.mark.parametrize("body", [
    "- ✓ Softmax — DEVELOPED\n- ✗ Norm — INTRODUCED (only MENTIONED)", "- Softmax - DEVELOPED - ok\n- Norm - INTRODUCED - gap", "✓ Softmax — DEVELOPED\n✗ Norm — INTRODUCED",
    "Softmax — DEVELOPED — OK. Norm — INTRODUCED — GAP.",
])
@pytest.mark.parametrize("heading", ["Prerequisites (✓ = OK, ✗ = gap)", "Prerequisite audit"])
def test_prerequisites_with_marks(heading: str, body: str) -> None:
    rows = section(heading, body)["prerequisites"]
    assert [(row["text"], row["required"], row["status"]) for row in rows] == [("Softmax", "DEVELOPED", "OK"), ("Norm", "INTRODUCED", "GAP")]


def test_fields_in_paragraphs_under_their_labels() -> None:
    values = plan("# Lesson: Dots\n\nANALYZE\n\nPrerequisites:\nsums - DEVELOPED - ok\nterms - DEVELOPED - ok\n\nMisconceptions:\n\"A\" - b\n\"C\" - d\n\n"
                  "DESIGN\n\nModalities: three: sight, touch, sound\n\nOutline:\nHook (5') - a\nTalk - b\nCheck\n")
    assert [len(values[key]) for key in ("prerequisites", "misconceptions", "modalities", "outline")] == [2, 2, 3, 3]


def test_bold_lines_over_their_paragraphs_and_depths_as_headings() -> None:
    assert [row["belief"] for row in section("Misconceptions", "**Clear is clean**\n\nNitrate is clear.\n\n**One is enough**\n\nTwice a day.")["misconceptions"]] == ["Clear is clean", "One is enough"]
    values = section("Student State (Phase 1)", "#### DEVELOPED\n- Food web\n- Species\n\n#### INTRODUCED\n- pH")
    assert [row["depth"] for row in values["knows"]] == ["DEVELOPED", "DEVELOPED", "INTRODUCED"]


@pytest.mark.parametrize("markdown", ["# Tool\n\nInstall it.\n\nPrerequisites: Python 3.11\nExamples: see docs\n\n## Usage\n\n1) a\n", "# Notes\n\n- Prerequisites\n  - coffee\n- Outline\n  - talk\n",
                                      "# Notes\n\nOutline: budget, lunch\n\nAnn\n: takes notes\n"])
def test_a_label_or_two_make_no_plan(markdown: str) -> None:
    assert read_document("x.md", markdown.encode()).kind == "other"


@pytest.mark.parametrize(("title", "expected"), [
    ('What we did in module 1.1, "The First Scarf"', ("The First Scarf", "1.1", None)),
    ("Lesson plan for module 3.3, lesson 2 (“Casting On”)", ("Casting On", "3.3", 2)),
    ("Module 3.3: Casting On", ("Casting On", "3.3", None)),
])
def test_a_title_told_in_a_sentence(title: str, expected: tuple[str, str, int | None]) -> None:
    found = read_title(title)
    assert (found.title, found.module, found.number) == expected


@pytest.mark.parametrize(("text", "name", "design"), [
    ("**Name:** TwoBoxDice\n\n- two boxes\n- seeded\n", "TwoBoxDice", ["two boxes", "seeded"]),
    ("**Name:** TwoBoxDice\n", "TwoBoxDice", []),
])
def test_a_widget_of_few_words_is_kept(text: str, name: str, design: list[str]) -> None:
    found = read_document("a.md", f"# Lesson: A\n\n## Examples\n\n- b\n\n## Widget Specification\n\n{text}".encode())
    (widget,) = found.parts.values["widgets"]
    assert str(widget["name"]) == name and widget.get("design", []) == design
