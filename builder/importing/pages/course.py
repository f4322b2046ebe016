"""A course's own page as Markdown: what it is, its modules, what the student brings along, the concept index."""

from __future__ import annotations

from builder.importing.pages.page import Page, facts, field
from builder.importing.reading.rows import Data


def course_page(course: Data, concepts: dict[str, Data]) -> str:
    """The page of a course.

    Args:
        course: the course file's values, as `writing.dump` gives them.
        concepts: the concepts' values by id.
    """
    page = Page({concept: data["name"] for concept, data in concepts.items()})
    page.heading(1, f"Course: {course['title']}")
    page.text(course.get("description"))
    page.part(2, "Modules", lambda: _modules(page, course.get("modules", ())))
    page.part(2, "Brought Along", lambda: page.table(course.get("assumes", ()), (
        ("Concept", "", page.concept), ("Depth", "", field("depth")), ("Source", "", field("source")))))
    page.part(2, "Concepts", lambda: page.table([{"id": concept, **data} for concept, data in concepts.items()], (
        ("Id", "", lambda row: f"`{row['id']}`"), ("Name", "", field("name")),
        ("Also called", "", lambda row: "; ".join(row.get("aliases", ()))), ("Summary", "", field("summary")))))
    return str(page)


def _modules(page: Page, modules: list[Data]) -> None:
    for module in modules:
        page.heading(3, f"{module['id']}: {module['title']}")
        page.text(module.get("summary"), facts(module, [("After", "", ", ".join(module.get("after", ())))]))
        page.bullets([f"`{slug}`" for slug in module.get("lessons", ())], ordered=True)
