"""Module records as Markdown, in the form that teams write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from builder.importing.pages.page import Page, dashed, facts, field, labelled_list, model_line, said
from builder.importing.reading.record_facts import record_status
from builder.importing.reading.rows import Data
from builder.importing.structure.words import bare, quoted

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
    page.text(facts(record, [("Module", "module", ""), ("Goal", "goal", record.get("goal", "")),
                             ("Status", "status", record_status(record))]))
    page.part(2, "Concept Index", lambda: _index(page, record.get("concepts", ())))
    page.part(2, "Per-Lesson Summaries", lambda: _lessons(page, record.get("lessons", ())))
    page.rest()
    return str(page)


def _lessons(page: Page, lessons: Sequence[Data]) -> None:
    for lesson in lessons:
        _lesson(page, lesson)


def _index(page: Page, rows: Sequence[Data]) -> None:
    page.table([row for row in rows if "item" not in row.get("written", {})], (
        ("Concept", "concept", page.concept), ("Depth", "depth", field("depth")), ("Lesson", "lesson", field("lesson")),
        ("Notes", "notes", field("notes"))))
    for lesson in dict.fromkeys(row.get("lesson", "") for row in rows if "item" in row.get("written", {})):
        page.text(f"**{lesson}:**" if lesson else None)
        page.bullets([row["written"]["item"] for row in rows if "item" in row.get("written", {})
                      and row.get("lesson", "") == lesson])


def _lesson(page: Page, lesson: Data) -> None:
    page.heading(3, said(lesson, "heading", lesson["lesson"]))
    widgets = [dashed(said(row, "name", row.get("name", "")), row.get("text"), "--") if row.get("name") else row["text"]
               for row in lesson.get("widgets", ())]
    known = {"status", "load", "kinds", "heading"}
    page.text("\n".join(f"**{label}:** {said(lesson, key, text)}" for label, key, text in (
        ("Status", "status", str(lesson.get("status", "")).capitalize()),
        ("Cognitive load type", "load", lesson.get("load", "")),
        ("Type", "kinds", " + ".join(lesson.get("kinds", ())).capitalize()),
        ("Widgets", "", widgets[0] if len(widgets) == 1 else lesson.get("widgets_note", "")),
    ) if said(lesson, key, text)))
    labelled_list(page, "Widgets", widgets if len(widgets) > 1 else [])
    labelled_list(page, "What was taught", lesson.get("taught", ()))
    labelled_list(page, "How concepts were taught",
                  [f"**{row['title']}:** {row['text']}" if row.get("title") else row["text"]
                                                 for row in lesson.get("how", ())])
    labelled_list(page, "Mental models established", [model_line(row, "--") for row in lesson.get("mental_models", ())])
    labelled_list(page, "Analogies used", lesson.get("analogies", ()))
    labelled_list(page, "What was NOT covered (scope boundaries)", lesson.get("not_covered", ()))
    labelled_list(page, "Misconceptions addressed",
                  [dashed(said(row, "belief", quoted(row["belief"])), row.get("text"), "--")
                                                 for row in lesson.get("misconceptions", ())], ordered=True)
    for label, text in lesson.get("written", {}).items():
        if label not in known:
            apart = text.startswith(("- ", "* ", "|", "1. ", "```", "~~~"))
            page.text(f"**{label}:**" if apart else f"**{label}:** {text}")
            page.text(text if apart else None)
    names = (lesson["lesson"], bare(said(lesson, "heading", "")))
    page.take(lambda heading: bare(heading.rpartition(" > ")[2]) in names)
