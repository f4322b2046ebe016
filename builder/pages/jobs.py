"""The site's files as jobs: what each shows of the course, and how it is written.

A job's `shown` is everything that its files rest on, by name; where it is as it was, the files are as they were, and
need not be written.  What is long stands there as a digest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup
from msgspec.structs import replace

from builder.audit import Audit, Waived
from builder.checklists import Checker, State
from builder.course import LESSONS, Course
from builder.diagnostics import Diagnostic
from builder.jobs.drawn import Figure
from builder.ledger.facts import facts_of
from builder.notebooks import link_notebook
from builder.pages import facts, publish
from builder.pages.conceptindex import Letter, letters, paged
from builder.pages.conceptmap import module_map
from builder.pages.indexed import indexed_concept, indexed_lesson, indexed_module
from builder.pages.ledgerjobs import course_ledger, lesson_ledger, module_ledger, waiting
from builder.pages.lesson import LessonFacts, lesson_facts
from builder.pages.markup import inline, plain
from builder.pages.planning import PlanFacts, plan_facts
from builder.pages.records import record_facts
from builder.pages.search import SKIPPED
from builder.pages.sheet import Sheet
from builder.pages.template import Page
from builder.pages.view import Files as Files
from builder.pages.view import Job as Job
from builder.pages.view import View as View
from builder.pages.view import page_job, parts, told
from builder.pictures import pictures
from builder.shelf import digest_of

ALL_LESSONS = 60
"""As many lessons stand on the home page; in a longer course it lists the modules, and their pages the lessons."""

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
    return _KINDS[kind](view, of)


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


# ---- pages


def _lesson(view: View, slug: str) -> Job:
    """A lesson with everything around it, and the pictures beside it."""
    course, site = view.course, view.site
    folder = course.lessons[slug]
    notebook = f"notebooks/{slug}.ipynb" if folder.notebook else None
    faults = view.audit(slug).diagnostics if view.draft else ()
    shown = lesson_facts(course, slug, view.text(slug), view.figures, faults, notebook)
    entry, frame = shown.frame.entry, shown.frame
    page = Page(
        facts.lesson_path(slug), f"{entry.title} · {site.title}",
        entry.description or f"Lesson {frame.number} of {frame.module.title}: {entry.title}.",
        kind="article", image=shown.image or "assets/card.png", scripts=shown.scripts, data=shown.data,
    )
    rests = {"text": course.digests[f"{folder.path}/lesson.md"], **parts("frame", frame), **shown.shown()}
    made = page_job(view, "lesson.html", page, rests, lambda: _lesson_values(shown))
    return Job(made.shown, lambda: {**made.write(), **publish.picture_files(slug, shown.sheet.pictures.values())},
               lambda: indexed_lesson(entry, shown.compiled))


def _lesson_values(shown: LessonFacts) -> dict[str, Any]:
    page = shown.page()
    return {"frame": page.frame, "lesson": page, "body": Markup(page.body)}


def _plan(view: View, slug: str) -> Job:
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


def _record(view: View, module_id: str) -> Job:
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


def _module(view: View, module_id: str) -> Job:
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
        "summary": markup(shown.summary, sheet), "goal": markup(shown.goal, sheet)})
    return replace(made, indexed=lambda: indexed_module(shown))


def _concept(view: View, concept_id: str) -> Job:
    """A concept: what it is, where it is taught and how deep, and who needs it."""
    shown, site = facts.concept_facts(view.course, concept_id), view.site
    page = Page(shown.path, f"{shown.name} · Concept · {site.title}", f"{shown.name}: {shown.summary}")
    made = page_job(view, "concept.html", page, parts("concept", shown), lambda: {
        "concept": shown, "summary": markup(shown.summary, Sheet(page.root))})
    return replace(made, indexed=lambda: indexed_concept(concept_id, view.course.concepts[concept_id]))


def _home(view: View) -> Job:
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
        "summaries": {module.id: markup(module.summary, sheet) for module in modules}})


def _concepts(view: View) -> Job:
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


def _search(view: View) -> Job:
    """The page that searches the course."""
    site = view.site
    page = Page("search.html", f"Search · {site.title}",
                f"Find words in the lessons, modules and concepts of {site.title}.", scripts=("search.js",))
    return page_job(view, "search.html", page, {"skipped": SKIPPED}, lambda: {"skipped": sorted(SKIPPED)})


def _missing(view: View) -> Job:
    """The page for an address that leads nowhere; it is shown at any depth, so its links start at the site's root."""
    page = Page("404.html", f"Page not found · {view.site.title}", f"This page of {view.site.title} does not exist.")
    return page_job(view, "missing.html", page, {}, lambda: {"root": publish.site_root(view.site)})


# ---- other files


def _assets(view: View) -> Job:
    files = publish.assets()
    return Job({path: told(data) for path, data in files.items()}, lambda: files)


def _robots(view: View) -> Job:
    return Job({"site": told(view.site)}, lambda: {"robots.txt": publish.robots(view.site).encode()})


def _sitemap(view: View) -> Job:
    pages = [path for name in names(view.course, {}) if (path := page_of(name))]
    return Job({"site": told(view.site), "pages": told(pages)},
               lambda: {"sitemap.xml": publish.sitemap(view.site, pages).encode()})


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


def _figure(view: View, figure_id: str) -> Job:
    figure = view.figures[figure_id]
    return Job({"key": figure.provenance.key, "files": told(publish.figure_names(figure))},
               lambda: publish.figure_files(figure))


def _notebook(view: View, slug: str) -> Job:
    """A lesson's notebook; it holds its pictures itself."""
    course, compiled = view.course, view.notebook(slug)
    folder = course.lessons[slug]
    assert folder.notebook is not None, f"{slug} has no notebook"
    title = folder.notebook.meta.get("title") or folder.title
    held = {unquote(target): picture for target, picture in pictures(course, folder, folder.notebook)}
    figures = {name: view.figures[name] for name in course.outlines[slug].figures if name in view.figures}
    concepts = {concept: view.course.concepts[concept].name for name, content in compiled.holes
                if name == "concept" and (concept := content.partition("|")[0]) in course.concepts}
    shown = {"text": course.digests[folder.notebook.path], "title": title, "names of concepts": concepts,
             "measured": {name: figure.metrics for name, figure in figures.items()},
             "pictures": {name: digest_of(picture.data) for name, picture in held.items()}}
    return Job({key: told(value) for key, value in shown.items()},
               lambda: {f"notebooks/{slug}.ipynb": link_notebook(compiled, title, figures, concepts, held)})


_SITE: dict[str, Callable[[View], Job]] = {
    "home": _home, "concepts": _concepts, "search": _search, "missing": _missing, "assets": _assets, "robots": _robots,
    "sitemap": _sitemap, "reviews": course_ledger, "waiting": waiting,
}
_KINDS: dict[str, Callable[[View, str], Job]] = {
    "site": lambda view, name: _SITE[name](view), "lesson": _lesson, "plan": _plan, "record": _record,
    "ledger": lesson_ledger, "module": _module, "module-ledger": module_ledger, "concept": _concept, "figure": _figure,
    "notebook": _notebook,
}


def markup(markdown: str, sheet: Sheet) -> Markup:
    """A line of Markdown as HTML that templates take as it is."""
    return Markup(inline(markdown, sheet)) if markdown else Markup("")
