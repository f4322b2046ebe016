"""Records, plans and reviews as Markdown, in the form that teams write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from builder.importing.designs import earlier_label, earlier_load
from builder.importing.records import record_status
from builder.importing.reviews import review_heading
from builder.importing.rows import Data
from builder.importing.verification import render
from builder.importing.words import quoted

Column = tuple[str, str, Callable[[Data], str]]
"""A column: its title, the key of its words in `written`, and its text made of the fields."""


class Page:
    """Markdown in the making: paragraphs, lists and tables with a blank line between them."""

    def __init__(self, concepts: Mapping[str, str], extra: Iterable[Data] = ()) -> None:
        self.concepts = concepts
        self.blocks: list[str] = []
        self.extra = list(extra)

    def text(self, *paragraphs: str | None) -> None:
        """Add paragraphs; empty ones are left out."""
        self.blocks.extend(part.strip("\n") for part in paragraphs if part and part.strip())

    def heading(self, level: int, title: str, *parents: str) -> None:
        """Add a heading."""
        self.text(f"{'#' * level} {title}")

    def part(self, level: int, title: str, body: Callable[[], None], parent: str = "") -> None:
        """Add a heading with what stands under it, and the extras that stood there; nothing if that is nothing."""
        path = f"{parent} > {title}" if parent else title
        at = len(self.blocks)
        body()
        for extra in [one for one in self.extra if one["heading"] == path]:
            self.text(extra["text"])
            self.extra.remove(extra)
        if len(self.blocks) > at:
            self.blocks.insert(at, f"{'#' * level} {title}")

    def bullets(self, items: Sequence[str], ordered: bool = False) -> None:
        """Add a list."""
        if items:
            marks = [f"{number}. " if ordered else "- " for number in range(1, len(items) + 1)]
            self.blocks.append("\n".join(mark + one.replace("\n", "\n" + " " * len(mark)) for mark, one in zip(marks, items, strict=True)))

    def table(self, rows: Sequence[Data], columns: Sequence[Column], hidden: Iterable[str] = ()) -> None:
        """Add a table, with a column more for each name in the rows' `written` that no column shows."""
        if not rows:
            return
        shown = {key for _, key, _ in columns} | set(hidden)
        others = list(dict.fromkeys(key for row in rows for key in row.get("written", {}) if key not in shown))
        titles = [title for title, _, _ in columns] + others
        lines = [titles, ["-" * max(len(title), 3) for title in titles]]
        lines += [[said(row, key, make(row)) for _, key, make in columns] + [said(row, key, "") for key in others] for row in rows]
        self.blocks.append("\n".join("| " + " | ".join(_cell(value) for value in line) + " |" for line in lines))

    def rest(self, level: int = 2) -> None:
        """Add the extras that no part took, under their own headings."""
        last: list[str] = []
        for extra in self.extra:
            steps = [step for step in extra["heading"].split(" > ") if step]
            same = next((n for n, (a, b) in enumerate(zip(steps, last, strict=False)) if a != b), min(len(steps), len(last)))
            if same == len(steps) and steps:
                same -= 1
            for depth in range(same, len(steps)):
                self.heading(min(level + depth, 6), steps[depth])
            self.text(extra["text"])
            last = steps

    def concept(self, row: Data) -> str:
        """The words for a row's concept: the document's, else the concept's name."""
        return said(row, "concept", row.get("text") or self.concepts.get(row.get("concept", ""), row.get("concept", "")))

    def __str__(self) -> str:
        return "\n\n".join(self.blocks) + "\n"


def said(row: Data, key: str, rendered: str) -> str:
    """The words of the source document where they say more, else what the fields say."""
    return str(row.get("written", {}).get(key, rendered))


def field(key: str) -> Callable[[Data], str]:
    """A column that shows a field as it is."""
    return lambda row: str(row.get(key, ""))


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|").replace("\n", "<br>")


def facts(values: Data, known: Sequence[tuple[str, str, str]]) -> str:
    """Labelled lines: those that are known, then what the document said beside them."""
    keys = {key for _, key, _ in known} | {"heading", "findings", "verdict"}
    lines = [f"**{label}:** {said(values, key, text)}" for label, key, text in known if said(values, key, text)]
    lines += [f"**{label}:** {text}" for label, text in values.get("written", {}).items() if label not in keys]
    return "\n".join(lines)


def _dash(left: str, right: str | None, dash: str) -> str:
    return f"{left} {dash} {right}" if right else left


# ---- records


def record_page(record: Data, concepts: Mapping[str, str]) -> str:
    """A module record.

    Args:
        record: its values, as `writing.dump` gives them.
        concepts: the concepts' names by id.
    """
    page = Page(concepts, record.get("extra", ()))
    title = f": {record['title']}" if record.get("title") else ""
    page.heading(1, f"Module {record['module']}{title} -- Record")
    page.text(facts(record, [("Module", "module", ""), ("Goal", "goal", record.get("goal", "")), ("Status", "status", record_status(record))]))
    page.part(2, "Concept Index", lambda: _index(page, record.get("concepts", ())))
    page.part(2, "Per-Lesson Summaries", lambda: [_lesson(page, lesson) for lesson in record.get("lessons", ())] and None)
    page.rest()
    return str(page)


def _index(page: Page, rows: Sequence[Data]) -> None:
    page.table([row for row in rows if "item" not in row.get("written", {})], (
        ("Concept", "concept", page.concept), ("Depth", "depth", field("depth")), ("Lesson", "lesson", field("lesson")),
        ("Notes", "notes", field("notes"))))
    for lesson in dict.fromkeys(row.get("lesson", "") for row in rows if "item" in row.get("written", {})):
        page.text(f"**{lesson}:**" if lesson else None)
        page.bullets([row["written"]["item"] for row in rows if "item" in row.get("written", {}) and row.get("lesson", "") == lesson])


def _lesson(page: Page, lesson: Data) -> None:
    page.heading(3, said(lesson, "heading", lesson["lesson"]))
    widgets = [_dash(said(row, "name", row.get("name", "")), row.get("text"), "--") if row.get("name") else row["text"]
               for row in lesson.get("widgets", ())]
    known = {"status", "load", "kinds", "heading"}
    page.text("\n".join(f"**{label}:** {said(lesson, key, text)}" for label, key, text in (
        ("Status", "status", str(lesson.get("status", "")).capitalize()), ("Cognitive load type", "load", lesson.get("load", "")),
        ("Type", "kinds", " + ".join(lesson.get("kinds", ())).capitalize()),
        ("Widgets", "", widgets[0] if len(widgets) == 1 else lesson.get("widgets_note", "")),
    ) if said(lesson, key, text)))
    _labelled(page, "Widgets", widgets if len(widgets) > 1 else [])
    _labelled(page, "What was taught", lesson.get("taught", ()))
    _labelled(page, "How concepts were taught", [f"**{row['title']}:** {row['text']}" if row.get("title") else row["text"]
                                                 for row in lesson.get("how", ())])
    _labelled(page, "Mental models established", [_model(row, "--") for row in lesson.get("mental_models", ())])
    _labelled(page, "Analogies used", lesson.get("analogies", ()))
    _labelled(page, "What was NOT covered (scope boundaries)", lesson.get("not_covered", ()))
    _labelled(page, "Misconceptions addressed", [_dash(said(row, "belief", quoted(row["belief"])), row.get("text"), "--")
                                                 for row in lesson.get("misconceptions", ())], ordered=True)
    for label, text in lesson.get("written", {}).items():
        if label not in known:
            page.text(f"**{label}:** {text}" if not text.startswith(("- ", "* ", "|", "1. ")) else f"**{label}:**", )
            page.text(text if text.startswith(("- ", "* ", "|", "1. ")) else None)


def _labelled(page: Page, label: str, items: Sequence[str], ordered: bool = False) -> None:
    if items:
        page.bullets(list(items), ordered)
        page.blocks[-1] = f"**{label}:**\n{page.blocks[-1]}"


def _model(row: Data, dash: str) -> str:
    name = said(row, "name", quoted(row["name"]))
    return _dash(f"**{name}**" if dash == "—" else name, row.get("text"), dash)


# ---- plans


def plan_page(plan: Data, reviews: Sequence[Data], concepts: Mapping[str, str]) -> str:
    """A lesson plan with its reviews, as `record_page` takes them."""
    page = Page(concepts, plan.get("extra", ()))
    place = plan.get("position", {})
    position = f"Lesson {place['number']}" + (f" of {place['of']}" if place.get("of") else "") if place else ""
    page.heading(1, f"Lesson: {plan['title']}")
    page.text(facts(plan, [
        ("Module", "module", plan.get("module", "")), ("Position", "position", position), ("Slug", "lesson", f"`{plan['lesson']}`"),
        ("Type", "kinds", " + ".join(plan.get("kinds", ())).capitalize()), ("Cognitive load", "load", plan.get("load", ""))]))
    for extra in [one for one in page.extra if not one["heading"]]:
        page.text(extra["text"])
        page.extra.remove(extra)
    for title, parts in (("Phase 1: Orient — Student State", _orient), ("Phase 2: Analyze", _analyze), ("Phase 3: Design", _design)):
        at = len(page.blocks)
        page.part(2, title, lambda parts=parts, title=title: parts(page, plan, title))  # type: ignore[misc]
        if len(page.blocks) > at:
            page.blocks.insert(at, "---")
    page.rest()
    page.part(2, "Widget Specification", lambda: _widgets(page, plan.get("widgets", ())))
    page.part(2, "Notebook", lambda: page.bullets([_notebook(row) for row in plan.get("notebook", ())]))
    for review in reviews:
        page.text("---")
        _review(page, review)
    return str(page)


def _orient(page: Page, plan: Data, phase: str) -> None:
    page.text(plan.get("student_state"))
    page.part(3, "Relevant Concepts with Depths", lambda: _rows(page, plan.get("knows", ()), (
        ("Concept", "concept", page.concept), ("Depth", "depth", field("depth")), ("Source", "source", field("source")),
        ("Relevance", "relevance", field("relevance")))), phase)
    page.part(3, "Mental Models Already Established", lambda: page.bullets([_model(row, "—") for row in plan.get("mental_models", ())]), phase)
    page.part(3, "What Was Explicitly NOT Covered", lambda: page.bullets(plan.get("not_covered", ())), phase)
    page.part(3, "Readiness Assessment", lambda: page.text(plan.get("readiness")), phase)


def _analyze(page: Page, plan: Data, phase: str) -> None:
    page.part(3, "Target Concept", lambda: page.text(plan.get("target")), phase)
    page.part(3, "Prerequisites Table", lambda: _rows(page, plan.get("prerequisites", ()), (
        ("Concept", "concept", page.concept), ("Required Depth", "required", field("required")),
        ("Actual Depth", "actual", field("actual")), ("Source Lesson", "source", field("source")), ("Status", "status", _status),
        ("Reasoning", "reasoning", field("reasoning")))), phase)
    page.part(3, "Misconceptions Table", lambda: _rows(page, plan.get("misconceptions", ()), (
        ("Misconception", "belief", lambda row: quoted(row["belief"])), ("Why They'd Think This", "reason", field("reason")),
        ("Negative Example That Disproves It", "negative_example", field("negative_example")),
        ("Where to Address", "address", lambda row: row.get("address", {}).get("text", "")))), phase)
    page.part(3, "Examples Planned", lambda: _rows(page, plan.get("examples", ()), (
        ("Example", "text", field("text")), ("Type", "kind", _kind), ("Purpose", "purpose", field("purpose")),
        ("Why This Example", "reason", field("reason")))), phase)
    page.part(3, "Gap Resolution", lambda: (_rows(page, plan.get("gaps", ()), (
        ("Gap", "concept", page.concept), ("Size", "size", field("size")), ("Resolution", "resolution", field("resolution")))),
        page.text(plan.get("gaps_note"))) and None, phase)


def _design(page: Page, plan: Data, phase: str) -> None:
    page.part(3, "Narrative Arc", lambda: page.text(plan.get("narrative")), phase)
    page.part(3, "Modalities Planned", lambda: _rows(page, plan.get("modalities", ()), (
        ("Modality", "modality", field("modality")), ("What Specifically", "what", field("what")),
        ("Why This Modality for This Concept", "why", field("why")))), phase)
    page.part(3, "Cognitive Load Assessment", lambda: _load(page, plan.get("load_assessment", {})), phase)
    page.part(3, "Connections to Prior Concepts", lambda: _connections(page, plan.get("connections", ())), phase)
    page.part(3, "Scope Boundaries", lambda: _scope(page, plan), phase)
    page.part(3, "Lesson Outline", lambda: page.bullets(
        [_dash(f"**{step['title']}**", step.get("text"), "—") for step in plan.get("outline", ())], ordered=True), phase)


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
        listed = "".join(f"\n{number}. {page.concept(row)}" for number, row in enumerate(load.get("new_concepts", ()), 1))
        bullets.append(f"**New concepts in this lesson:** {said(load, 'count', str(load.get('count', '')))}{listed}")
    bullets += [f"**{said(row, 'label', earlier_label(row['back']))}:** {said(row, 'load', earlier_load(row))}" for row in load.get("earlier", ())]
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
    page.table(tabled, (("Existing Concept", "old", field("old")), ("New Concept", "new", field("new")), ("Connection", "text", field("text"))))


def _scope(page: Page, plan: Data) -> None:
    scope = plan.get("scope", {})
    _labelled(page, "This lesson IS about", scope.get("covers", ()))
    _labelled(page, "This lesson is NOT about", [row["text"] for row in scope.get("excludes", ())])
    depths = plan.get("depths", ())
    tabled = [row for row in depths if set(row.get("written", {})) - {"item", "concept"}]
    _labelled(page, "Target depths", [said(row, "item", _depth(page, row)) for row in depths if row not in tabled])
    if tabled:
        page.text("**Target depths:**")
        page.table(tabled, (("Concept", "concept", page.concept), ("Target Depth", "depth", field("depth")), ("Notes", "notes", field("notes"))))


def _depth(page: Page, row: Data) -> str:
    notes = f" ({row['notes']})" if row.get("notes") else ""
    return f"{page.concept(row)}: {row['depth']}{notes}" if row.get("depth") else f"{page.concept(row)}{notes}"


def _widgets(page: Page, widgets: Sequence[Data]) -> None:
    for row in widgets:
        page.text(f"**Name:** {row['name']}", f"**Purpose:** {row['purpose']}" if row.get("purpose") else None)
        _labelled(page, "Design", row.get("design", ()))
        page.text(f"**Wrapped in:** {row['wrapped_in']}" if row.get("wrapped_in") else None)
        for label, text in row.get("written", {}).items():
            page.text(f"**{label}:** {text}")


def _notebook(row: Data) -> str:
    return f"**{row['title']}** — {row['text']}" if row.get("title") and row["title"] != row["text"] else row["text"]


# ---- reviews


def _review(page: Page, review: Data) -> None:
    page.heading(2, said(review, "heading", review_heading(review)))
    page.text(facts(review, [("Reviewer", "reviewer", review.get("reviewer", ""))]))
    page.part(3, "Summary", lambda: _counts(page, review.get("counts", {})))
    verdict = said(review, "verdict", review.get("verdict", ""))
    if verdict or review.get("summary"):
        page.heading(3, f"Verdict: {verdict}" if verdict else "Summary")
        page.text(review.get("summary"))
    earlier = f"Iteration {review['iteration'] - 1} " if review.get("iteration", 1) > 1 else ""
    page.part(3, f"{earlier}Fix Verification", lambda: page.text(*(said(row, "item", render(row)) for row in review.get("verification", ()))))
    page.part(3, "Regressions Check", lambda: page.text(review.get("regressions")))
    page.part(3, "Findings", lambda: _findings(page, review))
    page.part(3, "Review Notes", lambda: _notes(page, review.get("notes", ())))


def _counts(page: Page, counts: Data) -> None:
    if counts.get("written", {}).get("summary"):
        page.text(counts["written"]["summary"])
    else:
        page.bullets([f"{key.capitalize()}: {counts[key]}" for key in ("critical", "improvement", "polish") if key in counts])


def _findings(page: Page, review: Data) -> None:
    page.text(review.get("written", {}).get("findings"))
    for row in review.get("findings", ()):
        page.heading(4, f"[{said(row, 'severity', row['severity'])}] — {row['title']}")
        lines = [f"**{label}:** {row[key]}" for label, key in (
            ("Location", "location"), ("Issue", "issue"), ("Student impact", "student_impact"), ("Suggested fix", "suggested_fix")) if row.get(key)]
        if row.get("status", "open") != "open" or "status" in row.get("written", {}):
            lines.append(f"**Status:** {said(row, 'status', row.get('status', 'open'))}")
        lines += [f"**{label}:** {text}" for label, text in row.get("written", {}).items() if label not in ("severity", "status")]
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
