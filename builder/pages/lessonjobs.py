"""A lesson as jobs: its page with the pictures beside it, its notebook, and the figures that lessons show."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from markupsafe import Markup

from builder.notebooks import link_notebook
from builder.pages import facts, publish
from builder.pages.indexed import indexed_lesson
from builder.pages.lesson import LessonFacts, lesson_facts
from builder.pages.template import Page
from builder.pages.view import Job, View, page_job, parts, told
from builder.pictures import pictures
from builder.shelf import digest_of


def lesson(view: View, slug: str) -> Job:
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


def notebook(view: View, slug: str) -> Job:
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


def figure(view: View, figure_id: str) -> Job:
    figure = view.figures[figure_id]
    return Job({"key": figure.provenance.key, "files": told(publish.figure_names(figure))},
               lambda: publish.figure_files(figure))
