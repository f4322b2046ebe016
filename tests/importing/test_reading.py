"""Documents in many forms, read and compared with counts taken by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.importing.sources import Source, read_document
from tests.importing.reading_counts import PLANS, RECORDS

DOCUMENTS = Path(__file__).parent / "documents"


def source(name: str) -> Source:
    return read_document(name, (DOCUMENTS / name).read_bytes())


def text(markdown: str) -> Source:
    return read_document("lesson.md", markdown.encode())


def codes(found: Source) -> list[tuple[str, int]]:
    return [(one.code, one.span.line) for one in found.odd.found]


@pytest.mark.parametrize("name", RECORDS)
def test_records(name: str) -> None:
    found, wanted = source(name), RECORDS[name]
    values = found.parts.values
    assert found.kind == "record"
    for key in ("module", "title", "status", "built", "planned"):
        assert values.get(key) == wanted[key], key
    assert [(row["text"], row.get("depth"), row.get("lesson")) for row in values["concepts"]] == wanted["concepts"]
    assert {row["lesson"]: len(row.get("misconceptions", ())) for row in values["lessons"]} == wanted["misconceptions"]
    assert [row.get("load") for row in values["lessons"]] == wanted["loads"]
    assert [extra["heading"] for extra in found.parts.extra] == wanted["extras"]


@pytest.mark.parametrize("name", PLANS)
def test_plan_headers(name: str) -> None:
    values, wanted = source(name).parts.values, PLANS[name]
    position = values.get("position")
    assert (values.get("lesson"), values["title"], values.get("module")) == (wanted["slug"], wanted["title"], wanted["module"])
    assert (position and (position["number"], position.get("of"))) == wanted["position"]
    assert values["load"] == wanted["load"]


@pytest.mark.parametrize("name", PLANS)
def test_plan_rows(name: str) -> None:
    values, wanted = source(name).parts.values, PLANS[name]
    assert len(values.get("knows", ())) == wanted["knows"]
    assert [(row.get("required"), row.get("status")) for row in values.get("prerequisites", ())] == wanted["prerequisites"]
    assert [row["belief"] for row in values.get("misconceptions", ())] == wanted["misconceptions"]
    assert [row["kind"] for row in values.get("examples", ())] == wanted["examples"]
    assert [row["modality"] for row in values.get("modalities", ())] == wanted["modalities"]
    assert [row["title"] for row in values.get("outline", ())] == wanted["outline"]
    assert values.get("load_assessment", {}).get("count") == wanted["new concepts"]


@pytest.mark.parametrize("name", PLANS)
def test_reviews(name: str) -> None:
    found, wanted = source(name), PLANS[name]
    assert [(review.get("verdict"), [row["severity"] for row in review.get("findings", ())], len(review.get("verification", ())))
            for review in found.reviews] == wanted["reviews"]
    assert [extra["heading"] for extra in found.parts.extra] == wanted["extras"]


def test_a_document_of_another_kind_is_refused_politely() -> None:
    found = source("notes.md")
    assert (found.kind, codes(found)) == ("other", [("IMP001", 1)])


def test_oddities_carry_the_line_of_the_document() -> None:
    assert {("IMP003", 10), ("IMP006", 13), ("IMP005", 14), ("IMP010", 16), ("IMP012", 49), ("IMP002", 63)} <= set(codes(source("record-classic.md")))
    assert {("IMP005", 44), ("IMP003", 45), ("IMP004", 46), ("IMP013", 128)} <= set(codes(source("plan-tables.md")))


def test_an_unescaped_pipe_is_put_back_into_its_cell() -> None:
    rows = source("record-classic.md").parts.values["concepts"]
    assert rows[0]["notes"] == "Shown with a toy hash, P(slot|key) is uniform in the ideal case."
    assert source("plan-tables.md").parts.values["prerequisites"][3]["text"] == "Row | Cell"


def test_words_that_say_more_than_their_field_are_kept() -> None:
    rows = source("plan-tables.md").parts.values["prerequisites"]
    assert rows[1]["written"] == {"actual": "NOT TAUGHT", "status": "GAP (medium -- named once, never used)"}
    assert (rows[1]["status"], rows[1]["size"], rows[1].get("actual")) == ("GAP", "medium", None)
    assert rows[2]["written"]["required"] == "DEVELOPED-APPLIED"


def test_findings_keep_their_fields_apart() -> None:
    first, second = source("plan-reviews.md").reviews[0]["findings"][:2]
    assert str(first["issue"]).endswith("```") and first["student_impact"].__str__() == "Nothing can be learned from it."
    assert str(second["written"]["Rationale"]) == "The eye is fixed in the text."


def test_counts_that_disagree_are_both_kept_and_said() -> None:
    found = source("plan-reviews.md")
    assert found.reviews[0]["counts"]["polish"] == 4
    assert ("IMP014", 11) in codes(found) and ("IMP022", 88) in codes(found)


def test_a_look_at_a_fix_points_to_its_finding() -> None:
    items = source("plan-reviews.md").reviews[1]["verification"]
    assert [item.get("finding") for item in items] == ["the-light-has-no-direction", "the-horizon-moves", "too-many-grey-tones"]


def test_a_number_with_shared_words_cites_a_finding_and_a_number_alone_does_not() -> None:
    found = text(
        "# Lesson: A\n\n## Review -- 2026-01-01 (Iteration 1/2)\n\n#### [POLISH] -- The harbour picture lacks a scale\n\n**Issue:** x\n\n"
        "#### [POLISH] -- Boats are drawn too small\n\n**Issue:** y\n\n## Review -- 2026-01-02 (Iteration 2/2)\n\n### Fix Verification\n\n"
        "**Fix 1 -- scale added to the harbour picture: RESOLVED.** Seen.\n\n**Fix 2 -- something else: RESOLVED.** Seen.\n")
    assert [item.get("finding") for item in found.reviews[1]["verification"]] == ["the-harbour-picture-lacks-a-scale", None]


@pytest.mark.parametrize(("title", "wanted"), [
    ("Lesson: Attention: Keys and Values", "Attention: Keys and Values"),
    ("Lesson Plan: Sorting -- in Place", "Sorting -- in Place"),
    ("Module 6.1, Lesson 2: Autoencoders -- Planning Document", "Autoencoders"),
    ("Lesson 3 of 4: Plain Sailing", "Plain Sailing"),
    ("Planning Document — Plans and Records", "Plans and Records"),
    ("Lesson 6.1.2: Codes", "Codes"),
    ("The Long Way Round", "The Long Way Round"),
])
def test_titles(title: str, wanted: str) -> None:
    assert text(f"# {title}\n\n## Prerequisites\n\n- Sums\n\n## Examples\n\n- a\n").parts.values["title"] == wanted


@pytest.mark.parametrize(("cell", "status", "size"), [
    ("OK", "OK", None), ("ok", "OK", None), ("OK (needs reactivation)", "OK", None), ("✅", "OK", None), ("GAP (small)", "GAP", "small"),
    ("GAP (medium -- said once)", "GAP", "medium"), ("Large gap", "GAP", "large"), ("MISSING", "MISSING", None), ("No gap", "OK", None),
])
def test_statuses(cell: str, status: str, size: str | None) -> None:
    row = text(f"# Lesson: A\n\n## Prerequisites\n\n| Concept | Required | Status |\n|---|---|---|\n| Sum | DEVELOPED | {cell} |\n").parts.values["prerequisites"][0]
    assert (row["status"], row.get("size")) == (status, size)


@pytest.mark.parametrize(("cell", "depth"), [
    ("DEVELOPED", "DEVELOPED"), ("DEVELOPED (but fading)", "DEVELOPED"), ("MENTIONED -> INTRODUCED", "INTRODUCED"), ("Introduced", "INTRODUCED"),
    ("REINFORCED", None), ("REVISITED (APPLIED)", "APPLIED"), ("NOT TAUGHT", None), ("INTRODUCED–DEVELOPED", "INTRODUCED"),
])
def test_depths(cell: str, depth: str | None) -> None:
    found = text(f"# Module 1.1: A -- Record\n\n## Concept Index\n\n| Concept | Depth | Lesson | Notes |\n|---|---|---|---|\n| Sum | {cell} | sums-first | n |\n")
    row = found.parts.values["concepts"][0]
    assert row.get("depth") == depth
    assert row.get("written", {}).get("depth", "").upper() in (cell.upper(), "") and ("written" in row) == (cell.upper() != depth)


@pytest.mark.parametrize(("words", "count", "names"), [
    ("3", 3, 0), ("three", 3, 0), ("2-3", 3, 0), ("none", 0, 0), ("two (sums, terms)", 2, 2), ("sums, terms and factors", 3, 3),
])
def test_new_concepts(words: str, count: int, names: int) -> None:
    load = text(f"# Lesson: A\n\n## Cognitive Load Assessment\n\n- **New concepts in this lesson:** {words}\n\n## Examples\n\n- a\n").parts.values["load_assessment"]
    assert (load["count"], len(load.get("new_concepts", ()))) == (count, names)


@pytest.mark.parametrize("heading", [
    "#### [POLISH] — Grey on grey", "#### [POLISH] - Grey on grey", "### POLISH: Grey on grey", "#### 3. [POLISH] Grey on grey", "#### Polish 2: Grey on grey",
    "**[POLISH] -- Grey on grey**", "#### Finding 2: [POLISH] Grey on grey", "#### Grey on grey [POLISH]", "#### POLISH-2: Grey on grey", "- [POLISH] Grey on grey",
])
def test_headings_of_findings(heading: str) -> None:
    review = text(f"# Lesson: A\n\n## Review — 2026-01-01\n\n### Findings\n\n{heading}\n\n### Verdict: PASS\n").reviews[0]
    assert [(row["severity"], row["title"]) for row in review["findings"]] == [("POLISH", "Grey on grey")]
    assert review["verdict"] == "PASS"


@pytest.mark.parametrize("heading", ["Fix Verification", "Iteration 1 Fixes", "Resolution of Iteration 1 Findings", "Status of Previous Findings", "Verification"])
@pytest.mark.parametrize("body", [
    "#### [POLISH] — Grey on grey — RESOLVED\n\nBlack now.", "- **Grey on grey** — RESOLVED. Black now.", "**Fix 1: Grey on grey: RESOLVED.** Black now.",
    "1. [POLISH] Grey on grey: RESOLVED. Black now.", "| Finding | Status | Notes |\n|---|---|---|\n| Grey on grey | RESOLVED | Black now. |",
])
def test_fixes_are_no_findings(heading: str, body: str) -> None:
    review = text(f"# Lesson: A\n\n## Review — 2026-01-02 (Iteration 2/3)\n\n### {heading}\n\n{body}\n\n### Findings\n\nNone.\n").reviews[0]
    assert "findings" not in review
    assert [row["outcome"] for row in review["verification"]] == ["RESOLVED"]


@pytest.mark.parametrize("heading", [
    "## Review — 2026-02-03 (Iteration 2/3)", "## Review -- 2026-02-03 (Iteration 2/3 FINAL)", "## Lesson Review - 2026-02-03 (Iteration 2 of 3)",
    "### Review — 2026-02-03 (iteration 2/3)", "## Iteration 2/3 Review — 2026-02-03", "## Review: 2026-02-03, Iteration 2/3",
])
def test_headings_of_reviews(heading: str) -> None:
    review = text(f"# Lesson: A\n\n## Prerequisites\n\n- Sums\n\n{heading}\n\n**Verdict:** PASS\n").reviews[0]
    assert (review["date"], review["iteration"], review["of"], review["verdict"]) == ("2026-02-03", 2, 3, "PASS")


def test_a_section_after_a_review_belongs_to_the_plan() -> None:
    found = source("plan-reviews.md")
    assert [row["modality"] for row in found.parts.values["modalities"]] == ["Visual", "Verbal"]


def test_facts_may_stand_in_front_matter_lines_bullets_or_a_table() -> None:
    forms = ("**Slug:** `a-b` | **Load:** BUILD", "- **Slug:** a-b\n- **Load:** BUILD", "Slug: a-b, Load: BUILD",
             "| Field | Value |\n|---|---|\n| Slug | a-b |\n| Load | BUILD |", "> **Slug:** `a-b`\n> **Load:** BUILD")
    for form in forms:
        values = text(f"# Lesson: A\n\n{form}\n\n## Prerequisites\n\n- Sums\n").parts.values
        assert (values["lesson"], values["load"]) == ("a-b", "BUILD"), form


def test_nothing_in_code_is_taken_for_structure() -> None:
    found = text("# Lesson: A\n\n## Narrative\n\n```\n## Review\n| a | b |\n```\n\n## Examples\n\n- one\n")
    assert not found.reviews and "## Review" in str(found.parts.values["narrative"])


def test_code_that_is_never_closed_does_not_swallow_the_rest() -> None:
    found = text("# Lesson: A\n\n## Narrative\n\n```python\nx = 1\n\n## Examples\n\n- one\n")
    assert len(found.parts.values["examples"]) == 1 and ("IMP009", 5) in codes(found)
