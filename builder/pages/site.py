"""The course's site: every page and every file of it, as bytes under its path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from builder.audit import Audit
from builder.checklists import Checker, State
from builder.course import Course
from builder.diagnostics import Diagnostic
from builder.jobs.drawn import Figure
from builder.jobs.figures import Figures
from builder.models.course import Module
from builder.pages import facts
from builder.pages.faults import page_faults
from builder.pages.lesson import lesson_page
from builder.pages.markup import inline, plain
from builder.pages.planning import plan_facts
from builder.pages.publish import ASSETS, STATIC, picture_files, site_files
from builder.pages.records import record_facts
from builder.pages.sheet import Sheet
from builder.pages.words import Words

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Page:
    """What a page says of itself in its head."""

    path: str
    title: str
    description: str
    kind: str = "website"
    image: str = "assets/card.png"
    scripts: tuple[str, ...] = ()
    data: str = ""

    @property
    def root(self) -> str:
        """The way from the page to the site's root."""
        return "../" * self.path.count("/")


@dataclass(frozen=True)
class Pages:
    """A finished site: its files by path, and what was found wrong in writing them."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...] = ()


def render_site(course: Course, figures: Figures, audit: Audit, draft: bool = False) -> Pages:
    """The whole site; lessons link to their notebooks, `notebooks/<slug>.ipynb`, which the build puts beside the pages.

    Args:
        course: the course.
        figures: the finished figures.
        audit: what the audit found; the plans' checklists rest on it, and a draft shows it where it stands.
        draft: whether faults are shown in place.
    """
    site = facts.site(course)
    found = tuple(page_faults(course, figures.figures))
    shown = (*audit.diagnostics, *figures.diagnostics, *found) if draft else ()
    checker = Checker(course, audit)
    pages = {"index.html": home(course, site), "concepts.html": concept_index(course, site), "404.html": missing(site)}
    pages |= {facts.module_path(module.id): module_page(course, site, module) for module in course.config.modules}
    pages |= {concept.path: concept_page(site, concept) for concept in facts.concept_facts(course)}
    pages |= {f"lessons/{slug}.html": lesson(course, site, slug, figures.figures, shown) for slug in written(course)}
    pages |= {facts.plan_path(folder.slug): plan_page(course, site, folder.slug, checker)
              for folder in course.taught_lessons() if folder.plan}
    pages |= {facts.record_path(module.id): record_page(course, site, module)
              for module in course.config.modules if module.id in course.records}
    files = {path: text.encode() for path, text in sorted(pages.items())}
    return Pages(files | site_files(site, files, figures.figures) | picture_files(course), found)


def written(course: Course) -> Iterable[str]:
    """The lessons that have a text and a place in the course, in teaching order."""
    return (folder.slug for folder in course.taught_lessons() if folder.text)


# ---- pages


def home(course: Course, site: facts.Site) -> str:
    """The home page: the course's promise and its modules with their lessons."""
    modules = [facts.contents(course, module) for module in course.config.modules]
    targets = facts.targets(course, facts.mentioned(module.summary for module in modules))
    summaries = {module.id: _markup(module.summary, Sheet(targets=targets)) for module in modules}
    first = next((entry for module in modules for entry in module.lessons if entry.path), None)
    page = Page("index.html", site.title, site.description)
    return template("home.html", site, page, modules=modules, summaries=summaries, first=first)


def module_page(course: Course, site: facts.Site, module: Module) -> str:
    """A module: what it is for and its lessons."""
    shown = facts.contents(course, module)
    description = plain(shown.summary) or shown.goal or f"Module {shown.id} of {site.title}: {shown.title}."
    page = Page(shown.path, f"{shown.title} · Module {shown.id} · {site.title}", description)
    sheet = Sheet(root=page.root, targets=facts.targets(course, facts.mentioned([shown.summary, shown.goal])))
    summary, goal = _markup(shown.summary, sheet), _markup(shown.goal, sheet)
    return template("module.html", site, page, module=shown, summary=summary, goal=goal)


def lesson(
    course: Course, site: facts.Site, slug: str, figures: Mapping[str, Figure], diagnostics: Sequence[Diagnostic]
) -> str:
    """A lesson with everything around it."""
    folder = course.lessons[slug]
    notebook = f"notebooks/{slug}.ipynb" if folder.notebook else None
    faults = [fault for fault in diagnostics if fault.span.path.startswith(f"{folder.path}/")]
    shown = lesson_page(course, slug, figures, faults, notebook)
    entry = shown.frame.entry
    page = Page(
        f"lessons/{slug}.html", f"{entry.title} · {site.title}",
        entry.description or f"Lesson {shown.frame.number} of {shown.frame.module.title}: {entry.title}.",
        kind="article", image=shown.image or "assets/card.png", scripts=shown.scripts, data=shown.data,
    )
    return template("lesson.html", site, page, frame=shown.frame, lesson=shown, body=Markup(shown.body))


def plan_page(course: Course, site: facts.Site, slug: str, checker: Checker) -> str:
    """A lesson's plan: all that its author wrote, with what the course computes beside it, and its checklists."""
    shown = plan_facts(course, slug, checker)
    title = shown.frame.entry.title
    page = Page(shown.path, f"Plan of {title} · {site.title}",
                f"How the lesson {title} is planned: what it needs and how deep, what it risks, and its steps.")
    words = Words(Sheet(page.root, targets=shown.targets, english=site.language.startswith("en")))
    return template("plan.html", site, page, facts=shown, plan=shown.plan, words=words, states=State,
                    has_math=shown.has_math)


def record_page(course: Course, site: facts.Site, module: Module) -> str:
    """A module's record: the concept index, and what each lesson has taught and how."""
    shown = record_facts(course, module)
    page = Page(shown.path, f"Record of module {module.id} · {site.title}",
                f"What module {module.id}, {module.title}, has taught: its concepts and their depths, by lesson.")
    words = Words(Sheet(page.root, targets=shown.targets, english=site.language.startswith("en")))
    return template("record.html", site, page, facts=shown, record=shown.record, words=words, has_math=shown.has_math)


def concept_page(site: facts.Site, concept: facts.ConceptFacts) -> str:
    """A concept: what it is, where it is taught and how deep, and who needs it."""
    page = Page(concept.path, f"{concept.name} · Concept · {site.title}", f"{concept.name}: {concept.summary}")
    return template("concept.html", site, page, concept=concept, summary=_markup(concept.summary, Sheet(page.root)))


def concept_index(course: Course, site: facts.Site) -> str:
    """All concepts of the course, by first letter."""
    page = Page("concepts.html", f"Concepts · {site.title}",
                f"Every concept of {site.title}, how deep it is taken and where.")
    concepts = list(facts.concept_facts(course))
    letters = sorted({concept.name[0].upper() for concept in concepts})
    groups = [(letter, [c for c in concepts if c.name[0].upper() == letter]) for letter in letters]
    return template("concepts.html", site, page, groups=groups)


def missing(site: facts.Site) -> str:
    """The page for an address that leads nowhere; it is shown at any depth, so its links start at the site's root."""
    page = Page("404.html", f"Page not found · {site.title}", f"This page of {site.title} does not exist.")
    return template("missing.html", site, page, root=site_root(site))


def site_root(site: facts.Site) -> str:
    """The path of the published site on its server."""
    path = (site.url or "").partition("://")[2].partition("/")[2].strip("/")
    return f"/{path}/" if path else "/"


# ---- templates


def template(name: str, site: facts.Site, page: Page, **values: Any) -> str:
    """A page out of its template."""
    values.setdefault("root", page.root)
    shown = "".join(str(values.get(part, "")) for part in ("body", "summary", "goal"))
    values.setdefault("has_math", "<math" in shown)
    return _environment().get_template(name).render(site=site, page=page, nonce=nonce(), **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )


@cache
def nonce() -> str:
    """The word by which pages know their own scripts and styles: a digest of them, for builds must be repeatable."""
    return sha256(b"".join((STATIC / name).read_bytes() for name in sorted(ASSETS.values()))).hexdigest()[:16]


def _markup(markdown: str, sheet: Sheet) -> Markup:
    return Markup(inline(markdown, sheet)) if markdown else Markup("")
