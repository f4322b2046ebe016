"""What lessons are planned and recorded with, as jobs: the pages of plans and of records."""

from __future__ import annotations

from typing import Any

from builder.checklists import Checker, State
from builder.pages.planning import PlanFacts, plan_facts
from builder.pages.records import record_facts
from builder.pages.template import Page
from builder.pages.view import Job, View, page_job, parts


def plan(view: View, slug: str) -> Job:
    """A lesson's plan: all that its author wrote, with what the course computes beside it, and its checklists."""
    course, site = view.course, view.site
    shown = plan_facts(course, slug, Checker(course.part([slug]), view.audit(slug)))
    title = shown.frame.entry.title
    page = Page(shown.path, f"Plan of {title} · {site.title}",
                f"How the lesson {title} is planned: what it needs and how deep, what it risks, and its steps.")
    rests = {"plan": course.digests[f"lessons/{slug}/plan.yaml"], "computed": shown.computed, "links": shown.targets,
             **parts("frame", shown.frame), "checklists": (shown.checklists, shown.others)}
    return page_job(view, "plan.html", page, rests, lambda: _plan_values(view, shown, page))


def _plan_values(view: View, shown: PlanFacts, page: Page) -> dict[str, Any]:
    words = view.words(page, shown.targets)
    return {"facts": shown, "plan": shown.plan, "words": words, "states": State, "has_math": shown.has_math}


def record(view: View, module_id: str) -> Job:
    """A module's record: the concept index, and what each lesson has taught and how."""
    course, site = view.course, view.site
    module = view.module(module_id)
    shown = record_facts(course, module)
    page = Page(shown.path, f"Record of module {module.id} · {site.title}",
                f"What module {module.id}, {module.title}, has taught: its concepts and their depths, by lesson.")
    rests = {"record": course.digests[course.record_path(module_id)], "module": shown.module, "links": shown.targets,
             "lessons": [(part.lesson, [[met.planned for met in one.misconceptions] for one in part.summaries])
                         for part in shown.lessons]}
    return page_job(view, "record.html", page, rests, lambda: {
        "facts": shown, "record": shown.record, "has_math": shown.has_math,
        "words": view.words(page, shown.targets)})
