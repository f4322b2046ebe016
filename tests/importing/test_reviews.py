"""Reviews in the forms that teams write them in: one table of variants for each part of a review."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from builder.importing.imports import apply, import_texts
from builder.importing.reading.rows import Data
from builder.importing.sources import Source, read_document
from builder.loading import load


def read(markdown: str) -> Source:
    return read_document("lesson.md", markdown.encode())


def review(body: str, heading: str = "## Review — 2026-03-01 (Iteration 2/3)") -> Data:
    """The only review of a plan."""
    found = read(f"# Lesson: A\n\n## Prerequisites\n\n- Sums\n\n{heading}\n\n{body}\n").reviews
    assert len(found) == 1
    return found[0]


def findings(body: str) -> list[tuple[str, str]]:
    return [(row["severity"], row["title"]) for row in review(body).get("findings", ())]


def looks(body: str) -> list[tuple[str, Any]]:
    return [(row.get("title", ""), row.get("outcome")) for row in review(body).get("verification", ())]


# ---- headings of reviews


@pytest.mark.parametrize(("heading", "date", "iteration", "of"), [
    ("## Review — 2026-03-01 (Iteration 2/3)", "2026-03-01", 2, 3),
    ("## Review -- 2026-03-01 (Iteration 2/3)", "2026-03-01", 2, 3),
    ("## Review - 2026-03-01 (Iteration 2/3)", "2026-03-01", 2, 3),
    ("## Review – 2026-03-01 – Iteration 2 of 3", "2026-03-01", 2, 3),
    ("## Review — 2026-03-01", "2026-03-01", None, None),
    ("## Review — 2026-03-01 (FINAL)", "2026-03-01", None, None),
    ("## Review — 2026-03-01 (Iteration 3/3 FINAL)", "2026-03-01", 3, 3),
    ("## Review — 2026-03-01 (Iteration 3/3 — FINAL)", "2026-03-01", 3, 3),
    ("## Review — 2026-03-01 (2/3)", "2026-03-01", 2, 3),
    ("## FINAL Review — 2026-03-01", "2026-03-01", None, None),
    ("## Review 2 — 2026-03-01", "2026-03-01", 2, None),
    ("## Review #2 (2026-03-01)", "2026-03-01", 2, None),
    ("## Review", None, None, None),
    ("## Review (Iteration 1)", None, 1, None),
    ("## Lesson Review", None, None, None),
    ("## Pedagogical Review — Iteration 1", None, 1, None),
    ("## Post-Build Review — 2026-03-01", "2026-03-01", None, None),
    ("## Re-review — 2026-03-01", "2026-03-01", None, None),
    ("## Second Review — 2026-03-01", "2026-03-01", 2, None),
    ("## Review of the Built Lesson — 2026-03-01", "2026-03-01", None, None),
    ("## Review, Round 2", None, 2, None),
    ("## Iteration 2 — 2026-03-01", "2026-03-01", 2, None),
    ("## Iteration 2/3 Review", None, 2, 3),
    ("## 2026-03-01 Review (Iteration 2/3)", "2026-03-01", 2, 3),
    ("## Review — March 1, 2026", "2026-03-01", None, None),
    ("## Review — 1 March 2026 (Iteration 2)", "2026-03-01", 2, None),
    ("## 🔍 Review — 2026-03-01", "2026-03-01", None, None),
    ("## **Review — 2026-03-01 (Iteration 1/2)**", "2026-03-01", 1, 2),
    ("# Review — 2026-03-01 (Iteration 1/2)", "2026-03-01", 1, 2),
    ("### REVIEW — 2026-03-01 (iteration 1/2)", "2026-03-01", 1, 2),
    ("## Phase 5: Review — 2026-03-01 (Iteration 1/2)", "2026-03-01", 1, 2),
])
def test_headings(heading: str, date: str | None, iteration: int | None, of: int | None) -> None:
    found = review("**Verdict:** PASS", heading)
    assert (found.get("date"), found.get("iteration"), found.get("of")) == (date, iteration, of)
    assert found["verdict"] == "PASS"


@pytest.mark.parametrize("heading", [
    "## Review Notes", "## Review Checklist", "## Review Criteria", "## Things to Review", "## Reviewing Fractions",
    "## Review Questions", "## Review: What the Student Knows",
])
def test_headings_that_begin_no_review(heading: str) -> None:
    assert not read(f"# Lesson: A\n\n## Prerequisites\n\n- Sums\n\n{heading}\n\n- one\n").reviews


def test_iterations_may_start_again() -> None:
    found = read("# Lesson: A\n\n" + "".join(f"## Review — 2026-03-0{n} (Iteration {i}/3)\n\n### Verdict: PASS\n\n"
                                             for n, i in enumerate((1, 2, 1), 1)))
    assert [one["iteration"] for one in found.reviews] == [1, 2, 1]
    assert [one.code for one in found.odd.found if one.span.line == 11] == ["IMP022"]


# ---- verdicts


@pytest.mark.parametrize(("body", "verdict", "words"), [
    ("### Verdict: PASS", "PASS", None),
    ("### Verdict — NEEDS REVISION", "NEEDS REVISION", None),
    ("### Verdict: MAJOR REVISION", "MAJOR REVISION", None),
    ("### Verdict: PASS (with polish notes)", "PASS", "PASS (with polish notes)"),
    ("### Verdict: NEEDS REVISION → REVISED", "NEEDS REVISION", "NEEDS REVISION → REVISED"),
    ("### Verdict: NEEDS REVISION -> REVISED", "NEEDS REVISION", "NEEDS REVISION -> REVISED"),
    ("### Verdict: ✅ PASS", "PASS", "✅ PASS"),
    ("### Verdict: **PASS**", "PASS", None),
    ("### Verdict: ~~NEEDS REVISION~~ PASS", "PASS", "~~NEEDS REVISION~~ PASS"),
    ("### Verdict\n\nPASS", "PASS", None),
    ("### Verdict\n\n**NEEDS REVISION**", "NEEDS REVISION", None),
    ("### Verdict\n\nThis lesson needs revision before anyone is taught with it.", "NEEDS REVISION", None),
    ("### Final Verdict\n\n**PASS** — ship it.", "PASS", None),
    ("### Overall Verdict: PASS", "PASS", None),
    ("**Verdict:** PASS", "PASS", None),
    ("**Verdict**: NEEDS REVISION", "NEEDS REVISION", None),
    ("**Verdict: PASS**", "PASS", None),
    ("Verdict: PASS", "PASS", None),
    ("*Verdict:* PASS", "PASS", None),
    ("- **Verdict:** PASS\n- **Reviewer:** Ana", "PASS", None),
    ("**Overall:** MAJOR REVISION", "MAJOR REVISION", None),
    ("**Status:** PASS", "PASS", None),
    ("**Reviewer:** Ana | **Verdict:** PASS", "PASS", None),
    ("Reviewer: Ana\nSome words of the reviewer.\n**Verdict:** PASS (with polish notes)", "PASS", "PASS (with polish notes)"),
    ("Summary: 0 critical, 2 improvements, 1 polish\n**Verdict:** PASS", "PASS", None),
    ("| Field | Value |\n|---|---|\n| Verdict | PASS |\n| Reviewer | Ana |", "PASS", None),
    ("### Summary\n\nThe lesson receives a PASS this time.", "PASS", None),
    ("### Summary\n\nGood.\n\n**Verdict:** PASS", "PASS", None),
    ("### Findings\n\n#### [POLISH] — Grey\n\n**Issue:** x\n\n**Verdict:** PASS", "PASS", None),
    ("### Findings\n\nNone.\n\n### Review Notes\n\nFine.\n\n**Verdict:** PASS", "PASS", None),
    ("**Verdict:**\nPASS", "PASS", None),
    ("**PASS**", "PASS", None),
    ("### PASS", "PASS", None),
])
def test_verdicts(body: str, verdict: str, words: str | None) -> None:
    found = review(body)
    assert found.get("verdict") == verdict
    assert not words or str(found["written"]["verdict"]) == words


# ---- stated counts


@pytest.mark.parametrize("body", [
    "### Summary\n- Critical: 0\n- Improvement: 2\n- Polish: 1", "### Summary\n- **Critical:** 0\n- **Improvement:** 2\n- **Polish:** 1",
    "### Summary\n- CRITICAL: none\n- IMPROVEMENT: 2\n- POLISH: 1", "### Summary\n\n0 critical, 2 improvement, 1 polish",
    "### Summary\n\n**0 CRITICAL | 2 IMPROVEMENT | 1 POLISH**", "Summary: 0 critical, 2 improvements, 1 polish",
    "**Summary:** no critical findings, two improvements and one polish item", "**Critical:** 0 | **Improvement:** 2 | **Polish:** 1",
    "### Summary\n\n| Severity | Count |\n|---|---|\n| Critical | 0 |\n| Improvement | 2 |\n| Polish | 1 |",
    "### Summary\n\n| Critical | Improvement | Polish |\n|---|---|---|\n| 0 | 2 | 1 |",
    "**Findings:** 0 critical, 2 improvements, 1 polish\n**Verdict:** PASS",
    "- **Verdict:** PASS\n- **Critical:** 0\n- **Improvement:** 2\n- **Polish:** 1",
])
def test_stated_counts(body: str) -> None:
    found = review(body)
    assert {key: found["counts"].get(key) for key in ("critical", "improvement", "polish")} == {"critical": 0, "improvement": 2, "polish": 1}
    assert "findings" not in found


def test_counts_that_disagree_are_kept_beside_the_findings() -> None:
    found = read("# Lesson: A\n\n## Review — 2026-01-01\n\n- Critical: 0\n- Improvement: 3\n\n### Findings\n\n#### [IMPROVEMENT] — One\n\nx\n")
    assert found.reviews[0]["counts"]["improvement"] == 3 and len(found.reviews[0]["findings"]) == 1
    assert ("IMP014", 3) in [(one.code, one.span.line) for one in found.odd.found]


# ---- findings


_TAIL = "\n\n**Location:** Section 1\n**Issue:** Cannot be seen.\n**Student impact:** Guesses.\n**Suggested fix:** Black."


@pytest.mark.parametrize("head", [
    "#### [POLISH] — Grey on grey", "#### [POLISH] -- Grey on grey", "#### [POLISH] - Grey on grey", "#### [POLISH]: Grey on grey",
    "#### [Polish] Grey on grey", "#### [polish] Grey on grey", "#### **[POLISH]** Grey on grey", "#### **[POLISH] — Grey on grey**",
    "#### POLISH — Grey on grey", "#### POLISH - Grey on grey", "#### Polish: Grey on grey", "#### polish: Grey on grey",
    "#### **POLISH:** Grey on grey", "#### 🟢 POLISH — Grey on grey", "#### 🟢 [POLISH] Grey on grey", "#### 🟢 Polish: Grey on grey",
    "#### (POLISH) Grey on grey", "#### `POLISH` — Grey on grey", "#### [POLISH] 💄 Grey on grey",
    "#### 1. [POLISH] Grey on grey", "#### 2.1 [POLISH] Grey on grey", "#### 3) POLISH: Grey on grey", "#### #4 [POLISH] — Grey on grey",
    "#### Finding 1: [POLISH] — Grey on grey", "#### Finding 1 (POLISH): Grey on grey", "#### Finding 1 [POLISH] — Grey on grey",
    "#### Finding 1 — POLISH: Grey on grey", "#### New Finding: [POLISH] Grey on grey", "#### Issue 1 — [POLISH] — Grey on grey",
    "#### [POLISH 1] Grey on grey", "#### [POLISH-1] — Grey on grey", "#### POLISH-1: Grey on grey", "#### POLISH #1 — Grey on grey",
    "#### Polish 1: Grey on grey", "#### [P1] POLISH — Grey on grey", "#### P1 [POLISH] Grey on grey", "#### P1: Grey on grey",
    "#### [P1] Grey on grey", "#### P-1 — Grey on grey",
    "#### Grey on grey [POLISH]", "#### Grey on grey (POLISH)", "#### Grey on grey — POLISH", "#### Grey on grey — [POLISH]",
    "#### Grey on grey (Severity: POLISH)", "#### 1. Grey on grey (polish)", "#### [NEW] [POLISH] Grey on grey", "#### [POLISH] [NEW] — Grey on grey",
    "### [POLISH] Grey on grey", "### POLISH - Grey on grey", "### 🟢 POLISH: Grey on grey", "##### [POLISH] — Grey on grey",
    "**[POLISH] — Grey on grey**", "**[POLISH]** Grey on grey", "**POLISH:** Grey on grey", "**1. [POLISH] Grey on grey**", "[POLISH] Grey on grey",
    "**POLISH — Grey on grey**", "**Polish 1 — Grey on grey**",
])
@pytest.mark.parametrize("under", ["### Findings", "### New Findings", "### Remaining Items"])
def test_findings_by_heading(head: str, under: str) -> None:
    found = review(f"{under}\n\n{head}{_TAIL}")["findings"]
    assert [(row["severity"], row["title"]) for row in found] == [("POLISH", "Grey on grey")]
    assert [str(found[0].get(key)) for key in ("location", "issue", "student_impact", "suggested_fix")] == [
        "Section 1", "Cannot be seen.", "Guesses.", "Black."]


@pytest.mark.parametrize("body", [
    "#### Critical\n\n##### Grey on grey\n\nx\n\n#### Polish\n\n##### Long line\n\nx",
    "### Critical Findings\n\n#### 1. Grey on grey\n\nx\n\n### Polish Findings\n\n#### 1. Long line\n\nx",
    "#### Critical (1)\n\n1. **Grey on grey** — x\n\n#### Improvement (0)\n\nNone.\n\n#### Polish (1)\n\n1. **Long line** — x",
    "#### 🔴 Critical\n\n- **Grey on grey**: x\n\n#### 🟢 Polish\n\n- **Long line**: x",
    "**Critical:**\n1. Grey on grey\n   - Location: 1\n\n**Polish:**\n1. Long line",
    "**Critical (1)**\n\n- Grey on grey\n\n**Improvement (0)**\n\n- None\n\n**Polish (1)**\n\n- Long line",
    "- **[CRITICAL]** Grey on grey\n- **[POLISH]** Long line", "- [CRITICAL] Grey on grey\n  - **Location:** 1\n  - **Issue:** x\n- [POLISH] Long line",
    "1. **CRITICAL:** Grey on grey\n2. **POLISH:** Long line", "1. **[CRITICAL] Grey on grey** — in section 1\n2. **[POLISH] Long line** — in section 2",
    "1. **CRITICAL — Grey on grey**\n\n   **Location:** 1\n\n2. **POLISH — Long line**", "- CRITICAL: Grey on grey\n- POLISH: Long line",
    "1. **[CRITICAL] Grey on grey**\n\nLocation: Section 1\nIssue: x\n\n2. **[POLISH] Long line**\n\nLocation: Section 2\nIssue: y",
    "- 🔴 **Critical:** Grey on grey\n- 🟢 **Polish:** Long line", "- (critical) Grey on grey\n- (polish) Long line",
    "- [ ] [CRITICAL] Grey on grey\n- [ ] [POLISH] Long line", "* Grey on grey [CRITICAL]\n* Long line [POLISH]",
    "| # | Severity | Finding | Location | Fix |\n|---|---|---|---|---|\n| 1 | CRITICAL | Grey on grey | 1 | a |\n| 2 | POLISH | Long line | 2 | b |",
    "| Severity | Issue | Suggested fix |\n|---|---|---|\n| **[CRITICAL]** | Grey on grey | a |\n| polish | Long line | b |",
    "| Location | Finding | Level |\n|---|---|---|\n| 1 | Grey on grey | 🔴 Critical |\n| 2 | Long line | 🟢 Polish |",
    "#### Grey on grey\n\n**Severity:** CRITICAL\n**Issue:** x\n\n#### Long line\n\n**Severity:** Polish\n**Issue:** y",
    "#### 1. Grey on grey\n\n- Severity: Critical\n- Issue: x\n\n#### 2. Long line\n\n- Severity: polish\n- Issue: y",
    "**Finding 1: Grey on grey**\nSeverity: CRITICAL\nIssue: x\n\n**Finding 2: Long line**\nSeverity: POLISH\nIssue: y",
    "#### Critical\n\n**Grey on grey**\n\nLocation: x\n\n#### Polish\n\n**Long line**\n\nLocation: y",
    "#### Critical\n\n| Finding | Location |\n|---|---|\n| Grey on grey | 1 |\n\n#### Polish\n\n| Finding | Location |\n|---|---|\n| Long line | 1 |",
    "#### C1: Grey on grey\n\nx\n\n#### P1: Long line\n\ny", "#### 🔴 Grey on grey\n\nx\n\n#### 🟢 Long line\n\ny",
])
def test_findings_in_groups_lists_and_tables(body: str) -> None:
    assert findings(f"### Findings\n\n{body}") == [("CRITICAL", "Grey on grey"), ("POLISH", "Long line")]


@pytest.mark.parametrize("body", [
    "None.", "No findings.", "- None", "No new findings this time.", "#### Critical\n\nNone.\n\n#### Improvement\n\nNone.\n\n#### Polish\n\nNone.",
    "**Critical:** None\n**Improvement:** None\n**Polish:** None", "- CRITICAL: 0\n- IMPROVEMENT: 0", "#### Critical: None", "#### CRITICAL (0)\n\n_None_",
    "- **CRITICAL:** none found\n- **POLISH:** none", "#### Critical Findings\n\nNo critical findings.", "N/A", "| Severity | Finding |\n|---|---|\n| — | None |",
])
def test_no_findings(body: str) -> None:
    assert findings(f"### Findings\n\n{body}\n\n### Verdict: PASS") == []


@pytest.mark.parametrize("heading", ["### Findings", "### New Findings", "### Remaining Items", "### Remaining Issues", "### Issues", "### New Issues Found",
                                     "### Detailed Findings", "### Outstanding Items", "### Observations", "### Open Items", "### Issues Found", ""])
def test_headings_over_findings(heading: str) -> None:
    assert findings(f"{heading}\n\n#### [CRITICAL] — One\n\nx\n\n#### [POLISH] — Two\n\ny") == [("CRITICAL", "One"), ("POLISH", "Two")]


def test_findings_beside_their_heading_and_parts_after_them() -> None:
    found = review("### Findings\n\n### [CRITICAL] One\n\n**Location:** 1\n\n### [POLISH] Two\n\n**Location:** 2\n\n### Review Notes\n\n**What works well:**\n- all")
    assert [row["location"].__str__() for row in found["findings"]] == ["1", "2"]
    assert [str(note["heading"]) for note in found["notes"]] == ["What works well"]


@pytest.mark.parametrize("ending", ["**Verdict:** PASS", "**What works well:**\n- the hook", "**Overall verdict: PASS**", "**Review notes:**\n- the hook",
                                    "### Review Notes\n\nFine."])
def test_what_follows_findings_is_no_part_of_the_last(ending: str) -> None:
    found = review(f"### Findings\n\n**[CRITICAL] — One**\n\n**Location:** 1\n**Suggested fix:** a\n\n{ending}")
    assert found["findings"][0].keys() <= {"severity", "title", "location", "suggested_fix", "id", "_line"}
    assert str(found["findings"][0]["suggested_fix"]) == "a"


# ---- the look at earlier fixes


@pytest.mark.parametrize("heading", [
    "### Iteration 1 Fix Verification", "### Fix Verification", "### Verification of Fixes", "### Previous Findings", "### Iteration 1 Findings",
    "### Status of Iteration 1 Findings", "### Resolution of Prior Issues", "### Follow-up on Iteration 1", "### Fixes Applied", "### Changes Since Last Review",
    "### Were the Earlier Findings Addressed?", "### Iteration 1 Finding Resolution", "### Previously Identified Issues", "### Resolved from Iteration 1",
    "### Earlier Fixes, Checked", "### Prior Review Follow-Up", "### Re-check of Fixes", "### Fix Check", "### Addressed Items", "### Verified Fixes",
    "### Iteration 1 → 2 Changes", "## Fix Verification", "**Fix verification:**", "**Iteration 1 fixes:**", "#### Fix Verification", "### Revision Verification",
    "### Improvements from Iteration 1",
])
@pytest.mark.parametrize("body", [
    "#### [POLISH] — Grey — RESOLVED\n\nBlack now.\n\n#### [CRITICAL] — Salt — NOT RESOLVED\n\nStill none.",
    "#### Fix 1: Grey — RESOLVED\n\nBlack now.\n\n#### Fix 2: Salt — NOT RESOLVED\n\nStill none.",
    "- **Grey** — RESOLVED. Black now.\n- **Salt** — NOT RESOLVED.", "- [POLISH] Grey: RESOLVED\n- [CRITICAL] Salt: NOT RESOLVED",
    "1. **[POLISH] Grey** → RESOLVED. Black.\n2. **[CRITICAL] Salt** → NOT RESOLVED. None.",
    "**Fix 1 — Grey: RESOLVED.**\nBlack now.\n\n**Fix 2 — Salt: NOT RESOLVED.**\nStill none.",
    "**[POLISH] Grey — RESOLVED**\n\nBlack now.\n\n**[CRITICAL] Salt — NOT RESOLVED**\n\nStill none.",
    "| Finding | Status | Notes |\n|---|---|---|\n| Grey | RESOLVED | Black. |\n| Salt | NOT RESOLVED | None. |",
    "| # | Severity | Finding | Resolution |\n|---|---|---|---|\n| 1 | POLISH | Grey | RESOLVED |\n| 2 | CRITICAL | Salt | NOT RESOLVED |",
    "- Grey: resolved, black now.\n- Salt: not resolved.", "- ✅ Grey — black now.\n- ❌ Salt — still none.", "- ✅ **Grey**\n- ❌ **Salt**",
    "Both fixes were looked at.\n\n- **Grey** — RESOLVED.\n- **Salt** — NOT RESOLVED.", "- **Grey (POLISH)** — RESOLVED\n- **Salt (CRITICAL)** — NOT RESOLVED",
    "- [x] Grey (RESOLVED)\n- [ ] Salt (NOT RESOLVED)", "1. ~~[POLISH] Grey~~ — RESOLVED\n2. [CRITICAL] Salt — NOT RESOLVED",
    "- RESOLVED: Grey\n- NOT RESOLVED: Salt", "**RESOLVED** — Grey. Black.\n\n**NOT RESOLVED** — Salt. None.",
    "Fix 1 (Grey): RESOLVED. Black.\n\nFix 2 (Salt): NOT RESOLVED. None.",
])
def test_fixes_in_any_wording_are_no_findings(heading: str, body: str) -> None:
    found = review(f"{heading}\n\n{body}\n\n### Findings\n\n#### [POLISH] — Long line\n\nx\n\n### Verdict: PASS")
    assert [(row["severity"], row["title"]) for row in found["findings"]] == [("POLISH", "Long line")]
    assert [(row.get("outcome")) for row in found["verification"]] == ["RESOLVED", "UNRESOLVED"]
    assert [re.sub(r"^Fix \d\W+", "", row["title"]).strip(") ") for row in found["verification"]] == ["Grey", "Salt"]


def test_fixes_under_no_heading_of_their_own() -> None:
    found = review("### Summary\n\nBetter.\n\n- Fix 1 (Grey): RESOLVED\n- Fix 2 (Salt): PARTIALLY RESOLVED\n\n### Verdict: PASS")
    assert [row["outcome"] for row in found["verification"]] == ["RESOLVED", "PARTIAL"]


def test_findings_after_fixes_at_the_same_level() -> None:
    found = review("### Fix Verification\n\n### Fix 1: Grey — RESOLVED\n\nBlack.\n\n### Findings\n\n### [POLISH] Long line\n\nx")
    assert (len(found["verification"]), len(found["findings"])) == (1, 1)


# ---- order and place


def test_parts_in_any_order() -> None:
    parts = ["### Findings\n\n#### [POLISH] — Long line\n\n**Location:** 1", "### Fix Verification\n\n- **Grey** — RESOLVED", "### Verdict: PASS",
             "### Summary\n- Critical: 0\n- Polish: 1", "### Review Notes\n\n**What works well:**\n- all"]
    for turn in range(len(parts)):
        found = review("\n\n".join([*parts[turn:], *parts[:turn]]))
        assert (len(found["findings"]), len(found["verification"]), found["verdict"], found["counts"]["polish"], len(found["notes"])) == (1, 1, "PASS", 1, 1)


def test_sections_between_and_after_reviews_are_the_plans() -> None:
    found = read("# Lesson: A\n\n## Review — 2026-01-01 (Iteration 1/2)\n\n### Verdict: PASS\n\n## Prerequisites\n\n- Sums\n\n"
                 "## Review — 2026-01-02 (Iteration 2/2)\n\n### Verdict: PASS\n\n## Modalities\n\n- Visual: a\n")
    assert len(found.reviews) == 2 and {"prerequisites", "modalities"} <= set(found.parts.values)


@pytest.mark.parametrize("head", ["# Reviews: Grey Scales (grey-scales)\n", "# grey-scales -- Reviews\n", "# Grey Scales\n\n**Slug:** grey-scales\n",
                                  "# Lesson Review: Grey Scales (`grey-scales`)\n"])
def test_reviews_in_a_document_of_their_own(head: str) -> None:
    found = read(f"{head}\n## Review — 2026-01-01 (Iteration 1/2)\n\n### Verdict: NEEDS REVISION\n\n### Findings\n\n#### [CRITICAL] — One\n\nx\n\n"
                 "## Review — 2026-01-02 (Iteration 2/2)\n\n### Verdict: PASS\n")
    assert [one["verdict"] for one in found.reviews] == ["NEEDS REVISION", "PASS"]
    assert found.parts.values["lesson"] == "grey-scales"


@pytest.mark.parametrize("head", ["# Review: Grey Scales (grey-scales)", "# Review of grey-scales", "# grey-scales — Review"])
def test_a_single_review_that_is_the_document(head: str) -> None:
    found = read(f"{head}\n\n**Iteration:** 1/2\n**Date:** 2026-01-01\n\n## Summary\n\n- Critical: 1\n\n## Verdict: NEEDS REVISION\n\n## Findings\n\n"
                 "### [CRITICAL] One\n\n**Location:** 1\n\n## Review Notes\n\n**What works well:**\n- all\n")
    assert [(one["verdict"], one["iteration"], one["date"], len(one["findings"])) for one in found.reviews] == [("NEEDS REVISION", 1, "2026-01-01", 1)]
    assert found.parts.values["lesson"] == "grey-scales"


def test_fixes_in_other_words_are_linked_by_their_place_and_that_is_said() -> None:
    found = read("# Lesson: A\n\n## Review — 2026-01-01 (Iteration 1/2)\n\n### Findings\n\n#### [CRITICAL] — Harbour too dark\n\nx\n\n#### [POLISH] — Comma\n\nx\n\n"
                 "#### [IMPROVEMENT] — Boats overlap\n\nx\n\n## Review — 2026-01-02 (Iteration 2/2)\n\n### Verdict: PASS\n\n### Fix Verification\n\n"
                 "- **New lamp** — RESOLVED\n- **Second picture** — RESOLVED\n")
    assert [item["finding"] for item in found.reviews[1]["verification"]] == ["harbour-too-dark", "boats-overlap"]
    assert [one.code for one in found.odd.found].count("IMP026") == 2


PLAN = b"# Lesson: Grey\n\n**Slug:** `grey-scales`\n**Module:** 2.1\n\n## Prerequisites\n\n- Sums\n\n## Review -- 2026-01-01 (Iteration 1/2)\n\n### Findings\n\n#### [CRITICAL] One\n\nx\n"
LATER = (b"# Reviews: Grey (grey-scales)\n\n## Review -- 2026-01-02 (Iteration 2/2)\n\n### Verdict: PASS\n\n### Fix Verification\n\n- **One**: RESOLVED\n\n"
         b"### Findings\n\n#### [POLISH] One\n\nx\n")


@pytest.mark.parametrize("together", [True, False])
def test_reviews_of_another_document_join_those_of_the_plan(together: bool, tmp_path: Path) -> None:
    steps = [[("plan.md", PLAN), ("grey-scales-reviews.md", LATER)]] if together else [[("plan.md", PLAN)], [("grey-scales-reviews.md", LATER)]]
    for documents in steps:
        apply(import_texts(documents, tmp_path))
    course, faults = load(tmp_path)
    folder = course.lessons["grey-scales"]
    assert not faults and list(course.lessons) == ["grey-scales"] and folder.plan is not None
    assert len(folder.plan.prerequisites) == 1
    assert [[finding.id for finding in review.findings] for _, review in folder.reviews] == [["one"], ["one-2"]]
    assert [look.finding for look in folder.reviews[1][1].verification] == ["one"]
    assert not import_texts([("grey-scales-reviews.md", LATER)], tmp_path).written.keys() - {"curriculum/imports.json"}


# ---- habits of other hands


FOUND = "### Findings\n\n#### [CRITICAL] — Grey on grey\n\n#### [POLISH] — Long line\n\n"


@pytest.mark.parametrize("heading", [
    "### What became of the findings of 4 February", "### Follow-up of review 1", "### Follow-up of iteration 1", "### Did the fixes work?", "### Status of earlier findings",
    "Verification of the fixes from review 1:", "fix check:", "*Verification of fixes from iteration 1*", "Looked at again:", "**Fixes checked:**", "### Fix check",
])
def test_looks_under_headings_and_labels_in_any_words(heading: str) -> None:
    body = f"{heading}\n\n1. Grey on grey: resolved.\n2. Long line — not fixed\n\nVerdict: PASS"
    found = review(body)
    assert (len(found["verification"]), found["verdict"], found.get("findings", [])) == (2, "PASS", [])


@pytest.mark.parametrize("after", [
    "**Summary:** 0 critical / 1 improvement / 0 polish", "**Verdict:** PASS", "verdict: **PASS** ship it", "Still:\n\n- [IMPROVEMENT] Too dark", "findings\n\n- [IMPROVEMENT] Too dark",
    "*Findings*\n\n1. **[IMPROVEMENT] Too dark**",
])
def test_what_follows_the_looks_is_no_look(after: str) -> None:
    found = review(f"### Fix Verification\n\n- ✅ Grey on grey\n- ❌ Long line\n\n{after}")
    assert len(found["verification"]) == 2
    assert [row["severity"] for row in found.get("findings", ())] == (["IMPROVEMENT"] if "dark" in after else [])


def test_numbered_findings_under_which_stands_what_became_of_them() -> None:
    found = review("### Finding 1 (grey on grey)\n\nVerified: lighter now.\n\n### Finding 2 (long line)\n\nNot fixed: no time.")
    assert [row["outcome"] for row in found["verification"]] == ["RESOLVED", "UNRESOLVED"]
    assert "findings" not in found


@pytest.mark.parametrize(("word", "outcome"), [("yes", "RESOLVED"), ("no", "UNRESOLVED"), ("partly", "PARTIAL"), ("Yes, both", "RESOLVED"), ("FIXED", "RESOLVED")])
def test_columns_that_ask_whether_something_was_fixed(word: str, outcome: str) -> None:
    assert looks(f"### Fix check\n\n| ID | Finding | Fixed? |\n|---|---|---|\n| C1 | Grey on grey | {word} |") == [("Grey on grey", outcome)]


@pytest.mark.parametrize("heading", ["**What works:**", "### What Works Well", "### Strengths", "**Good:**"])
def test_praise_holds_no_findings(heading: str) -> None:
    found = review(f"{FOUND}### Review Notes\n\n{heading}\n\n- Smell comes first.\n- [IMPROVEMENT] tags in the margin are helpful.")
    assert [row["severity"] for row in found["findings"]] == ["CRITICAL", "POLISH"]


def test_what_does_not_work_is_no_praise() -> None:
    found = review("### What does not work\n\n- [IMPROVEMENT] — Too dark\n- The rest is fine.")
    assert [row["title"] for row in found["findings"]] == ["Too dark"]


@pytest.mark.parametrize("body", [
    "| Property | Value |\n|---|---|\n| Iteration | 2 of 3 |\n| Verdict | NEEDS REVISION |\n| Critical | 1 |\n| Polish | 0 |", "Reviewer: Kim. Iteration: 2. Verdict: NEEDS REVISION.\n\n1 critical, 0 polish",
    "Iteration: 2; Verdict: NEEDS REVISION; Reviewer: Kim\n\nCritical: 1, Polish: 0",
])
def test_facts_in_one_table_or_line(body: str) -> None:
    found = review(body, "## Review — 2026-03-01")
    assert (found["verdict"], found["iteration"], found["counts"]["critical"], found["counts"]["polish"]) == ("NEEDS REVISION", 2, 1, 0)


@pytest.mark.parametrize("body", [
    "> [CRITICAL] Grey on grey\n> Location: x\n\n> [POLISH] Long line", "> **[CRITICAL]** Grey on grey\n\n> **[POLISH]** Long line",
    "**Critical**\n\n- Grey on grey\n\n**Improvement**\n\n- none\n\n**Polish**\n\n- Long line", "### Critical (1)\n\n- Grey on grey\n\n### Polish (1)\n\n- Long line\n\n**Verdict:** PASS",
])
def test_findings_without_a_heading_over_them(body: str) -> None:
    assert findings(body) == [("CRITICAL", "Grey on grey"), ("POLISH", "Long line")]


@pytest.mark.parametrize(("title", "name", "lesson"), [
    ('# Reviews of the lesson "A Loaf" (a-loaf)', "A Loaf", "a-loaf"), ("# Lesson 6: Entropy (slug: entropy), Module 7.2", "Entropy", "entropy"),
    ("# Descent (`parsing`) — review thread", "Descent", "parsing"), ("# splinting -- Reviews", "Splinting", "splinting"), ("# Reviews: A Loaf\n\nLesson: a-loaf, module 1.1, lesson 2 of 3.", "A Loaf", "a-loaf"),
    ("# Review record for lesson 3.2.4 `bell-ringing`", "Bell ringing", "bell-ringing"), ("# A Loaf — Review Log\n\n**Slug:** a-loaf", "A Loaf", "a-loaf"), ("# Lesson: Review of Fractions (review-of-fractions)", "Review of Fractions", "review-of-fractions"),
])
def test_titles_of_documents_that_hold_reviews_only(title: str, name: str, lesson: str) -> None:
    values = read(f"{title}\n\n## Review — 2026-03-01\n\n**Verdict:** PASS\n").parts.values
    assert (str(values["title"]), values["lesson"]) == (name, lesson)


@pytest.mark.parametrize("body", ["**Verdict**: PASS", "**Critical**\n\n- none", "- [POLISH] Long line"])
def test_a_heading_with_names_in_brackets_begins_a_review_where_it_judges(body: str) -> None:
    assert len(read(f"# Lesson: A\n\n## Outline\n\n1. One\n\n### Review (Ana and a guest)\n\n{body}\n").reviews) == 1
    assert not read("# Lesson: A\n\n## Outline\n\n1. One\n\n### Review (optional quiz)\n\nTen questions.\n").reviews


@pytest.mark.parametrize("title", ["Na+ and Na⁺ mixed", "None of the examples is negative", "Nothing tells why sigma is there"])
def test_a_title_that_begins_with_nothing_is_a_title(title: str) -> None:
    text = f"# Lesson: A\n\n## Examples\n\n- b\n\n## Review -- 2021-11-08 (Iteration 1/3)\n\n### Findings\n\n#### POLISH -- {title}\n"
    assert [one["title"] for one in read_document("a.md", text.encode()).reviews[0]["findings"]] == [title]


def test_parts_of_the_plan_within_a_review_are_the_plan_s() -> None:
    text = """# Lesson: A

## Misconceptions

1. "First" -- no

## Review — 2021-02-03 (Iteration 1/2)

### Verdict: NEEDS REVISION

### Findings

#### [CRITICAL] — No outline

### Lesson outline

1. Hook
2. Game

#### Steps of the game

Dice.

### Misconceptions (added after the review)

1. "Second" -- no

### Review notes

Good.
"""
    found = read_document("a.md", text.encode())
    assert [step["title"] for step in found.parts.values["outline"]][:2] == ["Hook", "Game"]
    assert [one["belief"] for one in found.parts.values["misconceptions"]] == ["First", "Second"]
    assert len(found.reviews[0]["findings"]) == 1 and "Good." in str([str(one["text"]) for one in found.reviews[0]["notes"]])
