"""The course's site: every page and every file of it, as bytes under its path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from builder.course import Course
from builder.diagnostics import Diagnostic
from builder.pages import facts
from builder.pages.lesson import LessonPage, lesson_page
from builder.pages.markup import inline
from builder.pages.publish import site_files
from builder.pages.sheet import Figure, Sheet

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


def render_site(
    course: Course,
    figures: Mapping[str, Figure],
    diagnostics: Sequence[Diagnostic] = (),
    draft: bool = False,
    notebooks: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """The whole site: paths inside the site's folder to the bytes of the files.

    Args:
        course: the course.
        figures: the finished figures by id.
        diagnostics: what the audit found; a draft shows it where it stands.
        draft: whether faults are shown in place.
        notebooks: the notebooks by lesson; lessons link to theirs.
    """
    site = facts.site(course)
    books = notebooks or {}
    pages = {"index.html": home(course, site), "concepts.html": concept_index(course, site)}
    pages |= {facts.module_path(module.id): module_page(course, site, module) for module in course.config.modules}
    pages |= {found.path: concept_page(site, found) for found in facts.concept_facts(course)}
    for slug in written(course):
        shown = [d for d in diagnostics if d.span.path.startswith(course.lessons[slug].path)] if draft else []
        inputs = lesson_page(course, slug, figures, shown, f"notebooks/{slug}.ipynb" if slug in books else None)
        pages[f"lessons/{slug}.html"] = lesson(site, inputs)
    pages["404.html"] = missing(site)
    made = {path: text.encode() for path, text in sorted(pages.items())}
    return made | {f"notebooks/{slug}.ipynb": data for slug, data in books.items()} | site_files(site, made, figures)


def written(course: Course) -> Iterable[str]:
    """The lessons that have a text and a place in the course, in teaching order."""
    return (folder.slug for folder in course.taught_lessons() if folder.text)


# ---- pages


def home(course: Course, site: facts.Site) -> str:
    """The home page: the course's promise and its modules with their lessons."""
    modules = [facts.contents(course, module) for module in course.config.modules]
    return template("home.html", site, Page("index.html", site.title, site.description), modules=modules)


def module_page(course: Course, site: facts.Site, module: Any) -> str:
    """A module: what it is for and its lessons."""
    shown = facts.contents(course, module)
    description = shown.summary or shown.goal or f"Module {shown.id} of {site.title}: {shown.title}."
    page = Page(shown.path, f"{shown.title} · Module {shown.id} · {site.title}", description)
    sheet = Sheet(page.root, facts.targets(course, facts.mentioned([shown.summary, shown.goal])))
    return template("module.html", site, page, module=shown, summary=_markup(shown.summary, sheet), goal=_markup(shown.goal, sheet))


def lesson(site: facts.Site, inputs: LessonPage) -> str:
    """A lesson with everything around it."""
    entry = inputs.frame.entry
    page = Page(
        f"lessons/{entry.slug}.html", f"{entry.title} · {site.title}",
        entry.description or f"Lesson {inputs.frame.number} of {inputs.frame.module.title}: {entry.title}.",
        kind="article", image=inputs.image or "assets/card.png", scripts=inputs.scripts, data=inputs.data,
    )
    return template("lesson.html", site, page, frame=inputs.frame, lesson=inputs, body=Markup(inputs.body))


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
    has_math = "<math" in str(values.get("body", "")) + str(values.get("summary", "")) + str(values.get("goal", ""))
    return _environment().get_template(name).render(site=site, page=page, has_math=has_math, **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )


def _markup(markdown: str, sheet: Sheet) -> Markup:
    return Markup(inline(markdown, sheet)) if markdown else Markup("")
