"""The site's files as jobs: what each shows of the course, and how it is written.

A job's `shown` is everything that its files rest on, by name; where it is as it was, the files are as they were, and
need not be written.  What is long stands there as a digest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from builder.audit import Audit, Waived
from builder.course import LESSONS, Course
from builder.diagnostics import Diagnostic
from builder.jobs.drawn import Figure
from builder.ledger.facts import facts_of
from builder.pages import facts
from builder.pages.view import Job, View

Name = tuple[str, str]
"""A job's kind, and what of that kind it is about."""


def names(course: Course, figures: Mapping[str, Figure]) -> Iterator[Name]:
    """All jobs of a site, by the order of its pages."""
    yield from (("site", name) for name in (
        "home", "concepts", "search", "reviews", "waiting", "missing", "assets", "robots"))
    if course.config.url:
        yield "site", "sitemap"
    yield from ((kind, module.id) for kind in ("module", "module-ledger") for module in course.config.modules)
    yield from (("record", module.id) for module in course.config.modules if module.id in course.records)
    yield from (("concept", name) for name in course.concepts)
    yield from (("figure", name) for name in figures)
    for slug in course.order:
        known = course.outlines.get(slug)
        there = (("lesson", known.text), ("plan", known.plan), ("notebook", known.notebook),
                 ("ledger", facts_of(known.review).rounds)) if known else ()
        yield from ((kind, slug) for kind, is_there in there if is_there)


def job(name: Name, view: View) -> Job:
    """The job of this name."""
    kind, of = name
    return _maker(of)(view) if kind == "site" else _maker(kind)(view, of)


def _maker(name: str) -> Callable[..., Job]:
    """What makes jobs of a kind, or the one of a name; modules of which no job is done are not loaded."""
    module, _, function = _MADE_BY[name].partition(".")
    maker: Callable[..., Job] = getattr(import_module(f"builder.pages.{module}"), function)
    return maker


_MADE_BY = {
    "lesson": "lessonjobs.lesson", "notebook": "lessonjobs.notebook", "figure": "lessonjobs.figure",
    "plan": "planjobs.plan", "record": "planjobs.record", "ledger": "ledgerjobs.lesson_ledger",
    "module": "coursejobs.module", "module-ledger": "ledgerjobs.module_ledger", "concept": "coursejobs.concept",
    "home": "coursejobs.home", "concepts": "coursejobs.concepts", "search": "coursejobs.search",
    "missing": "coursejobs.missing", "reviews": "ledgerjobs.course_ledger", "waiting": "ledgerjobs.waiting",
    "assets": "assetjobs.assets", "robots": "assetjobs.robots", "sitemap": "assetjobs.sitemap",
}


def by_lesson(audit: Audit) -> dict[str, Audit]:
    """What an audit says of each lesson's files, by the lesson's slug."""
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    waived: dict[str, list[Waived]] = defaultdict(list)
    for diagnostic in audit.diagnostics:
        found[_lesson_of(diagnostic)].append(diagnostic)
    for entry in audit.waived:
        waived[_lesson_of(entry.diagnostic)].append(entry)
    return {slug: Audit(tuple(found[slug]), tuple(waived[slug])) for slug in {*found, *waived} if slug}


def _lesson_of(diagnostic: Diagnostic) -> str:
    """The slug of the lesson in whose folder a diagnostic stands; "" for one that stands elsewhere."""
    folder, _, rest = diagnostic.span.path.partition("/")
    return rest.partition("/")[0] if folder == LESSONS else ""


def page_of(name: Name) -> str | None:
    """The path of the page that a job writes; None for jobs that write none."""
    kind, of = name
    paths = {"lesson": facts.lesson_path, "plan": facts.plan_path, "record": facts.record_path,
             "ledger": facts.ledger_path, "module": facts.module_path, "module-ledger": facts.module_ledger_path,
             "concept": facts.concept_path}
    if kind in paths:
        return paths[kind](of)
    pages = {"home": "index.html", "concepts": "concepts.html", "search": "search.html", "reviews": facts.REVIEWS,
             "waiting": facts.WAITING}
    return pages.get(of) if kind == "site" else None
