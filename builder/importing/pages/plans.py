"""Lesson plans with their reviews as Markdown, in the form that teams write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from builder.importing.pages.page import Column, Page, dashed, facts, field, labelled_list, model_line, said
from builder.importing.pages.reviews import add_review
from builder.importing.reading.loads import earlier_label, earlier_load
from builder.importing.reading.rows import Data
from builder.importing.structure.words import quoted

# ---- plans


def plan_page(plan: Data, reviews: Sequence[Data], concepts: Mapping[str, str]) -> str:
    """A lesson plan with its reviews, as `record_page` takes them."""
    page = Page(concepts, plan.get("extra", ()))
    place = plan.get("position", {})
    position = f"Lesson {place['number']}" + (f" of {place['of']}" if place.get("of") else "") if place else ""
    page.heading(1, f"Lesson: {plan['title']}")
    page.text(facts(plan, [
        ("Module", "module", plan.get("module", "")), ("Position", "position", position),
        ("Slug", "lesson", f"`{plan['lesson']}`"),
        ("Type", "kinds", " + ".join(plan.get("kinds", ())).capitalize()),
        ("Cognitive load", "load", plan.get("load", ""))]))
    for extra in [one for one in page.extra if not one["heading"]]:
        page.text(extra["text"])
        page.extra.remove(extra)
    for title, parts in (("Phase 1: Orient — Student State", _orient), ("Phase 2: Analyze", _analyze),
                         ("Phase 3: Design", _design)):
        at = len(page.blocks)
        page.part(2, title, partial(parts, page, plan, title))
        if len(page.blocks) > at:
            page.blocks.insert(at, "---")
    page.rest()
    page.part(2, "Widget Specification", lambda: _widgets(page, plan.get("widgets", ())))
    page.part(2, "Notebook", lambda: page.bullets([_notebook(row) for row in plan.get("notebook", ())]))
    for review in reviews:
        page.text("---")
        add_review(page, review)
    return str(page)


def _orient(page: Page, plan: Data, phase: str) -> None:
    page.text(plan.get("student_state"))
    page.part(3, "Relevant Concepts with Depths", lambda: _rows(page, plan.get("knows", ()), (
        ("Concept", "concept", page.concept), ("Depth", "depth", field("depth")), ("Source", "source", field("source")),
        ("Relevance", "relevance", field("relevance")))), phase)
    page.part(3, "Mental Models Already Established",
              lambda: page.bullets([model_line(row, "—") for row in plan.get("mental_models", ())]), phase)
    page.part(3, "What Was Explicitly NOT Covered", lambda: page.bullets(plan.get("not_covered", ())), phase)
    page.part(3, "Readiness Assessment", lambda: page.text(plan.get("readiness")), phase)


def _analyze(page: Page, plan: Data, phase: str) -> None:
    page.part(3, "Target Concept", lambda: page.text(plan.get("target")), phase)
    page.part(3, "Prerequisites Table", lambda: _rows(page, plan.get("prerequisites", ()), (
        ("Concept", "concept", page.concept), ("Required Depth", "required", field("required")),
        ("Actual Depth", "actual", field("actual")), ("Source Lesson", "source", field("source")),
        ("Status", "status", _status),
        ("Reasoning", "reasoning", field("reasoning")))), phase)
    page.part(3, "Misconceptions Table", lambda: _rows(page, plan.get("misconceptions", ()), (
        ("Misconception", "belief", lambda row: quoted(row["belief"])),
        ("Why They'd Think This", "reason", field("reason")),
        ("Negative Example That Disproves It", "negative_example", field("negative_example")),
        ("Where to Address", "address", lambda row: row.get("address", {}).get("text", "")))), phase)
    page.part(3, "Examples Planned", lambda: _rows(page, plan.get("examples", ()), (
        ("Example", "text", field("text")), ("Type", "kind", _kind), ("Purpose", "purpose", field("purpose")),
        ("Why This Example", "reason", field("reason")))), phase)
    page.part(3, "Gap Resolution", lambda: _gaps(page, plan), phase)


def _gaps(page: Page, plan: Data) -> None:
    _rows(page, plan.get("gaps", ()), (
        ("Gap", "concept", page.concept), ("Size", "size", field("size")),
        ("Resolution", "resolution", field("resolution"))))
    page.text(plan.get("gaps_note"))


def _design(page: Page, plan: Data, phase: str) -> None:
    page.part(3, "Narrative Arc", lambda: page.text(plan.get("narrative")), phase)
    page.part(3, "Modalities Planned", lambda: _rows(page, plan.get("modalities", ()), (
        ("Modality", "modality", field("modality")), ("What Specifically", "what", field("what")),
        ("Why This Modality for This Concept", "why", field("why")))), phase)
    page.part(3, "Cognitive Load Assessment", lambda: _load(page, plan.get("load_assessment", {})), phase)
    page.part(3, "Connections to Prior Concepts", lambda: _connections(page, plan.get("connections", ())), phase)
    page.part(3, "Scope Boundaries", lambda: _scope(page, plan), phase)
    page.part(3, "Lesson Outline", lambda: page.bullets(
        [dashed(f"**{step['title']}**", step.get("text"), "—") for step in plan.get("outline", ())], ordered=True),
              phase)


def _rows(page: Page, rows: Sequence[Data], columns: Sequence[Column]) -> None:
    """Rows as a table; those that a document had as bullets, as bullets under the label of their group."""
    page.table([row for row in rows if "item" not in row.get("written", {})], columns, hidden=["text"])
    listed = [row for row in rows if "item" in row.get("written", {})]
    for group in dict.fromkeys(row["written"].get("group", "") for row in listed):
        page.text(f"**{group}:**" if group else None)
        page.bullets([row["written"]["item"] for row in listed if row["written"].get("group", "") == group])


def _status(row: Data) -> str:
    return f"{row.get('status', '')} ({row['size']})" if row.get("size") else str(row.get("status", ""))


def _kind(row: Data) -> str:
    kind = str(row.get("kind", "")).capitalize()
    return f"{kind} ({row['flavor']})" if row.get("flavor") else kind


def _load(page: Page, load: Data) -> None:
    bullets = []
    if "count" in load or load.get("new_concepts"):
        listed = "".join(f"\n{number}. {page.concept(row)}" for number,
                         row in enumerate(load.get("new_concepts", ()), 1))
        bullets.append(f"**New concepts in this lesson:** {said(load, 'count', str(load.get('count', '')))}{listed}")
    bullets += [f"**{said(row, 'label', earlier_label(row['back']))}:** {said(row, 'load', earlier_load(row))}"
                for row in load.get("earlier", ())]
    bullets += [f"**{label}:** {text}" for label, text in load.get("written", {}).items() if label != "count"]
    if load.get("assessment"):
        bullets.append(f"**Assessment:** {load['assessment']}")
    page.bullets(bullets)


def _connections(page: Page, rows: Sequence[Data]) -> None:
    bullets, tabled = [], []
    for row in rows:
        if "item" in row.get("written", {}):
            bullets.append(row["written"]["item"])
        elif row.get("written") or bool(row.get("old")) != bool(row.get("new")):
            tabled.append(row)
        elif row.get("old"):
            bullets.append(f"**{row['old']} -> {row['new']}:** {row.get('text', '')}".strip())
        else:
            bullets.append(row.get("text", ""))
    page.bullets(bullets)
    page.table(tabled, (("Existing Concept", "old", field("old")), ("New Concept", "new", field("new")),
                        ("Connection", "text", field("text"))))


def _scope(page: Page, plan: Data) -> None:
    scope = plan.get("scope", {})
    labelled_list(page, "This lesson IS about", scope.get("covers", ()))
    labelled_list(page, "This lesson is NOT about", [row["text"] for row in scope.get("excludes", ())])
    depths = plan.get("depths", ())
    tabled = [row for row in depths if set(row.get("written", {})) - {"item", "concept"}]
    labelled_list(page, "Target depths", [said(row, "item", _depth(page, row)) for row in depths if row not in tabled])
    if tabled:
        page.text("**Target depths:**")
        page.table(tabled, (("Concept", "concept", page.concept), ("Target Depth", "depth", field("depth")),
                            ("Notes", "notes", field("notes"))))


def _depth(page: Page, row: Data) -> str:
    notes = f" ({row['notes']})" if row.get("notes") else ""
    return f"{page.concept(row)}: {row['depth']}{notes}" if row.get("depth") else f"{page.concept(row)}{notes}"


def _widgets(page: Page, widgets: Sequence[Data]) -> None:
    for row in widgets:
        page.text(f"**Name:** {row['name']}", f"**Purpose:** {row['purpose']}" if row.get("purpose") else None)
        labelled_list(page, "Design", row.get("design", ()))
        page.text(f"**Wrapped in:** {row['wrapped_in']}" if row.get("wrapped_in") else None)
        for label, text in row.get("written", {}).items():
            page.text(f"**{label}:** {text}")


def _notebook(row: Data) -> str:
    return f"**{row['title']}** — {row['text']}" if row.get("title") and row["title"] != row["text"] else row["text"]
