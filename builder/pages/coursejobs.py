"""The pages about the course as jobs: home, modules, concepts, search, and the one for lost addresses."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup
from msgspec.structs import replace

from builder.pages import facts, publish
from builder.pages.conceptindex import Letter, letters, paged
from builder.pages.conceptmap import module_map
from builder.pages.indexed import indexed_concept, indexed_module
from builder.pages.markup import inline, plain
from builder.pages.search import SKIPPED
from builder.pages.sheet import Sheet
from builder.pages.template import Page
from builder.pages.view import Job, View, page_job, parts

ALL_LESSONS = 60
"""As many lessons stand on the home page; in a longer course it lists the modules, and their pages the lessons."""


def home(view: View) -> Job:
    """The home page: the course's promise and its modules, with their lessons as long as these are not too many."""
    course, site = view.course, view.site
    counts = {module.id: len(module.lessons) for module in course.config.modules}
    whole = sum(counts.values()) <= ALL_LESSONS
    modules = [facts.contents(course, module, lessons=whole) for module in course.config.modules]
    sheet = Sheet(targets=facts.targets(course, facts.mentioned(module.summary for module in modules)))
    first = next((entry for slug in course.order if (entry := facts.entry(course, slug)).path), None)
    page = Page("index.html", site.title, site.description)
    rests = {"modules": modules, "counts": counts, "first": first, "links": sheet.targets}
    return page_job(view, "home.html", page, rests, lambda: {
        "modules": modules, "counts": counts, "whole": whole, "first": first, "reviews": facts.REVIEWS,
        "summaries": {module.id: _markup(module.summary, sheet) for module in modules}})


def module(view: View, module_id: str) -> Job:
    """A module: what it is for and its lessons."""
    course, site = view.course, view.site
    shown = facts.contents(course, view.module(module_id))
    description = plain(shown.summary) or shown.goal or f"Module {shown.id} of {site.title}: {shown.title}."
    page = Page(shown.path, f"{shown.title} · Module {shown.id} · {site.title}", description)
    sheet = Sheet(root=page.root, targets=facts.targets(course, facts.mentioned([shown.summary, shown.goal])))
    concepts = module_map(course, view.module(module_id))
    rests = {**parts("module", shown), "links": sheet.targets, "map": concepts}
    made = page_job(view, "module.html", page, rests, lambda: {
        "module": shown, "map": concepts, "ledger": facts.module_ledger_path(module_id),
        "summary": _markup(shown.summary, sheet), "goal": _markup(shown.goal, sheet)})
    return replace(made, indexed=lambda: indexed_module(shown))


def concept(view: View, concept_id: str) -> Job:
    """A concept: what it is, where it is taught and how deep, and who needs it."""
    shown, site = facts.concept_facts(view.course, concept_id), view.site
    page = Page(shown.path, f"{shown.name} · Concept · {site.title}", f"{shown.name}: {shown.summary}")
    made = page_job(view, "concept.html", page, parts("concept", shown), lambda: {
        "concept": shown, "summary": _markup(shown.summary, Sheet(page.root))})
    return replace(made, indexed=lambda: indexed_concept(concept_id, view.course.concepts[concept_id]))


def concepts(view: View) -> Job:
    """All concepts of the course by first letter: on one page, or on one for each letter."""
    site, known = view.site, letters(facts.concept_list(view.course))
    page = Page("concepts.html", f"Concepts · {site.title}",
                f"Every concept of {site.title}, how deep it is taken and where.")
    groups, others = ((), known) if paged(known) else (known, ())
    first = page_job(view, "concepts.html", page, {"concepts": known},
                  lambda: {"groups": groups, "others": others, "letter": None})
    return _together([first, *(_letter(view, letter, others) for letter in others)])


def _letter(view: View, letter: Letter, others: tuple[Letter, ...]) -> Job:
    """The concepts that begin with a letter."""
    site = view.site
    page = Page(letter.path, f"Concepts: {letter.sign} · {site.title}",
                f"The concepts of {site.title} that begin with {letter.sign}, and how deep each is taken.")
    return page_job(view, "concepts.html", page, {"concepts": letter, "letters": [other.path for other in others]},
                 lambda: {"groups": (letter,), "others": others, "letter": letter})


def _together(jobs: Sequence[Job]) -> Job:
    """Several jobs as one."""
    return Job({f"{number}: {key}": value for number, one in enumerate(jobs) for key, value in one.shown.items()},
               lambda: {path: data for one in jobs for path, data in one.write().items()})


def search(view: View) -> Job:
    """The page that searches the course."""
    site = view.site
    page = Page("search.html", f"Search · {site.title}",
                f"Find words in the lessons, modules and concepts of {site.title}.", scripts=("search.js",))
    return page_job(view, "search.html", page, {"skipped": SKIPPED}, lambda: {"skipped": sorted(SKIPPED)})


def missing(view: View) -> Job:
    """The page for an address that leads nowhere; it is shown at any depth, so its links start at the site's root."""
    page = Page("404.html", f"Page not found · {view.site.title}", f"This page of {view.site.title} does not exist.")
    return page_job(view, "missing.html", page, {}, lambda: {"root": publish.site_root(view.site)})


def _markup(markdown: str, sheet: Sheet) -> Markup:
    """A line of Markdown as HTML that templates take as it is."""
    return Markup(inline(markdown, sheet)) if markdown else Markup("")
