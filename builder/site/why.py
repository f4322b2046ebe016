"""Why a page would be written anew: which of the things that it shows has changed, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from builder import fresh
from builder.audit import Audit
from builder.jobs.progress import Progress
from builder.pages.jobs import by_lesson, job, names, page_of
from builder.rules.views import nearest
from builder.shelf import Shelf
from builder.site.crew import Crew
from builder.site.options import Options, Unknown
from builder.site.rows import known_row
from builder.site.setup import Sight, view_of
from builder.site.whole import Whole

_DIGEST = re.compile(r"\b[0-9a-f]{32}\b")

_WORDS = {
    "text": "its text", "plan": "its plan", "record": "the record", "template": "the design of such pages",
    "site": "what every page says of the course", "faults": "the faults that a draft shows", "links": "its links",
    "computed": "what the course computes beside the plan", "checklists": "the checklists",
    "reviews": "what its reviews say", "audit": "what the audit finds", "english": "the language",
    "notebook": "the notebook that it links to",
    "frame: entry": "what is said of the lesson", "frame: module": "its module", "frame: previous": "the lesson before",
    "frame: next": "the lesson after", "frame: needs": "what the lesson needs", "frame: number": "its number",
    "frame: of": "how many lessons the module has", "frame: objective": "the objective in its plan",
}


def why(root: Path, options: Options, page: str) -> list[str]:
    """Why a page would be written anew: a line for each reason, or that there is none.

    Args:
        root: the course's folder.
        options: what a build would be asked for.
        page: the page's path on the site.

    Raises:
        Unknown: the site has no such page.
        NoCourse: if there is no course.
    """
    with Shelf(options.kept) as shelf, Crew(options.how) as crew:
        last = fresh.recall(str(options.output), str(root))
        build = Whole(root, options, Progress(), shelf, crew, last)
        look = build.look()
        course, figures = look.course, look.figures
        pages = {path: name for name in names(course, figures.figures) if (path := page_of(name))}
        if page not in pages:
            raise Unknown(f"the site has no page `{page}`; {nearest(page, pages, 'see output/site')}")
        name = pages[page]
        before, said = known_row(shelf, name), by_lesson(look.audit)
        view = view_of(Sight(course, figures.figures, shelf), lambda slug: said.get(slug, Audit(())), options.draft)
        if before is None:
            return [f"{page} was not written yet"]
        lines = list(_differences(before.shown, job(name, view).shown))
        if not lines and not before.stands(options.output, closely=True):
            lines = ["its files are not as they were written"]
        return [f"{page} would be written anew:", *(f"  {line}" for line in lines)] if lines else [
            f"{page} is as it was; nothing that it shows has changed"]


def _differences(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for key in sorted({**before, **now}):
        old, new = before.get(key), now.get(key)
        if old != new:
            yield f"{_words(key)} {_change(old, new)}"


def _words(key: str) -> str:
    if key in _WORDS:
        return _WORDS[key]
    kind, _, name = key.partition(" ")
    told = {"link": "where `{}` leads", "figure": "the figure `{}`", "picture": "the picture `{}`",
            "head:": "the page's {}", "module:": "the module's {}", "concept:": "the concept's {}",
            "reviews:": "the reviews' {}"}
    return told[kind].format(name) if kind in told else f"its {key}"


def _change(old: str | None, new: str | None) -> str:
    """What became of something: the words before and now, where they are few."""
    if old is None or new is None:
        return "is new" if old is None else "is gone"
    return "has changed" if _DIGEST.search(f"{old} {new}") else f"was {old}, and is {new}"
