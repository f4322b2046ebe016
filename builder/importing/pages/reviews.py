"""Reviews as Markdown, in the form that teams write them."""

from __future__ import annotations

from collections.abc import Sequence

from builder.importing.pages.page import Page, facts, said
from builder.importing.reading.review_facts import review_heading
from builder.importing.reading.rows import Data
from builder.importing.reading.verification import render

# ---- reviews


def add_review(page: Page, review: Data) -> None:
    page.heading(2, said(review, "heading", review_heading(review)))
    page.text(facts(review, [("Reviewer", "reviewer", review.get("reviewer", ""))]))
    page.part(3, "Summary", lambda: _counts(page, review.get("counts", {})))
    verdict = said(review, "verdict", review.get("verdict", ""))
    if verdict or review.get("summary"):
        page.heading(3, f"Verdict: {verdict}" if verdict else "Summary")
        page.text(review.get("summary"))
    earlier = f"Iteration {review['iteration'] - 1} " if review.get("iteration", 1) > 1 else ""
    page.part(3, f"{earlier}Fix Verification",
              lambda: page.text(review.get("written", {}).get("verification"),
                                *(said(row, "item", render(row)) for row in review.get("verification", ()))))
    page.part(3, "Regressions Check", lambda: page.text(review.get("regressions")))
    page.part(3, "Findings", lambda: _findings(page, review))
    page.part(3, "Review Notes", lambda: _notes(page, review.get("notes", ())))


def _counts(page: Page, counts: Data) -> None:
    if counts.get("written", {}).get("summary"):
        page.text(counts["written"]["summary"])
    else:
        page.bullets([f"{key.capitalize()}: {counts[key]}" for key in ("critical", "improvement", "polish")
                      if key in counts])


def _findings(page: Page, review: Data) -> None:
    page.text(review.get("written", {}).get("findings"))
    for row in review.get("findings", ()):
        page.heading(4, f"[{said(row, 'severity', row['severity'])}] — {row['title']}")
        lines = [f"**{label}:** {row[key]}" for label, key in (
            ("Location", "location"), ("Issue", "issue"), ("Student impact", "student_impact"),
            ("Suggested fix", "suggested_fix")) if row.get(key)]
        if row.get("status", "open") != "open" or "status" in row.get("written", {}):
            lines.append(f"**Status:** {said(row, 'status', row.get('status', 'open'))}")
        lines += [f"**{label}:** {text}" for label,
                  text in row.get("written", {}).items() if label not in ("severity", "status")]
        page.text("\n".join(lines))


def _notes(page: Page, notes: Sequence[Data]) -> None:
    for note in notes:
        text, items = note.get("text"), note.get("items", ())
        if note.get("heading") and text and not items:
            page.text(f"**{note['heading']}:** {text}" if _runs(text) else f"**{note['heading']}:**\n{text}")
            continue
        page.text(f"**{note['heading']}:**" if note.get("heading") else None, text)
        page.bullets(items, note.get("ordered", False))
        if note.get("heading") and items and not text:
            page.blocks[-2:] = ["\n".join(page.blocks[-2:])]


def _runs(text: str) -> bool:
    return text[:1] not in "-*|>#`1"
