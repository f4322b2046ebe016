"""The pages about reviews as jobs: a lesson's, a module's, the course's, and what waits for a reader."""

from __future__ import annotations

from typing import Any

from builder.course import Course
from builder.models.course import Module
from builder.pages import facts
from builder.pages.ledgercharts import WEIGHTS
from builder.pages.ledgers import LedgerFacts, ledger_facts, ledger_links
from builder.pages.ledgersums import SumsFacts, course_sums, module_sums, waiting_facts
from builder.pages.sheet import Target
from builder.pages.template import Page
from builder.pages.view import Job, View, page_job, parts
from builder.pages.words import Words

_SIFTED = ("ledger.js",)


def lesson_ledger(view: View, slug: str) -> Job:
    """A lesson's reviews: each finding through the iterations, and all else that they hold.

    It rests on the digests of the lesson's files and not on what is computed from them, which takes a look at the
    whole text.
    """
    course, site = view.course, view.site
    folder, frame, audit = course.lessons[slug], facts.frame(course, slug), view.audit(slug)
    module, links = _module_page(course, slug), ledger_links(course, folder)
    title = frame.entry.title
    page = Page(facts.ledger_path(slug), f"Reviews of {title} · {site.title}",
                f"What reviewers found in the lesson {title}, what became of it, and whether the lesson has passed.",
                scripts=_SIFTED)
    rests = {**parts("frame", frame), "module": module, "links": links, "audit": audit,
             "reviews": [(path, course.digests[path]) for path, _ in folder.reviews],
             "text": course.digests.get(f"{folder.path}/lesson.md"),
             "plan": course.digests.get(f"{folder.path}/plan.yaml")}
    return page_job(view, "ledger.html", page, rests, lambda: _values(
        ledger_facts(folder, frame, module, audit, links), view.words(page, links)))


def _values(shown: LedgerFacts, words: Words) -> dict[str, Any]:
    return {"facts": shown, "words": words, "has_math": shown.has_math}


def _module_page(course: Course, slug: str) -> Target:
    """The page of the reviews of a lesson's module."""
    module = course.module_of(slug)
    if module is None:
        return Target(facts.REVIEWS, "All reviews")
    return Target(facts.module_ledger_path(module.id), f"Reviews of module {module.id}")


def module_ledger(view: View, module_id: str) -> Job:
    """The reviews of a module: its lessons with their states, and the sums of their findings."""
    module, site = view.module(module_id), view.site
    page = Page(facts.module_ledger_path(module_id), f"Reviews of module {module_id} · {site.title}",
                f"What reviewers found in module {module_id}, {module.title}, and how far its lessons have come.",
                scripts=_SIFTED)
    return _sums(view, module_sums(view.course, module), page, module)


def course_ledger(view: View) -> Job:
    """All reviews of the course, as sums."""
    site = view.site
    page = Page(facts.REVIEWS, f"Reviews · {site.title}",
                f"What reviewers found in {site.title}, module by module, and how far its lessons have come.")
    return _sums(view, course_sums(view.course), page)


def _sums(view: View, shown: SumsFacts, page: Page, module: Module | None = None) -> Job:
    rests = {"module": (module.id, module.title) if module else None, **parts("reviews", shown)}
    return page_job(view, "ledger_sums.html", page, rests, lambda: {
        "facts": shown, "sums": shown.sums, "module": module, "waiting": facts.WAITING, "reviews": facts.REVIEWS,
        "severities": WEIGHTS, "words": view.words(page, shown.targets)})


def waiting(view: View) -> Job:
    """What waits for a reader or an author, the greatest harm first."""
    shown, site = waiting_facts(view.course), view.site
    page = Page(facts.WAITING, f"What waits for review · {site.title}",
                f"The lessons of {site.title} that wait for a reader or an author, the greatest harm first.",
                scripts=_SIFTED)
    return page_job(view, "ledger_waiting.html", page, parts("reviews", shown), lambda: {
        "facts": shown, "reviews": facts.REVIEWS, "words": view.words(page, {})})
