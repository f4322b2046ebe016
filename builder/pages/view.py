"""What jobs may look at, and what a job is: some files of the site, and all that they rest on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from builder.audit import Audit
from builder.course import Course
from builder.jobs.drawn import Figure
from builder.models.course import Module
from builder.notebooks import CompiledNotebook
from builder.pages import facts
from builder.pages.compiled import Compiled
from builder.pages.search import Indexed
from builder.pages.sheet import Sheet, Target
from builder.pages.template import Page, look, template
from builder.pages.words import Words

Files = Mapping[str, bytes]
Shown = dict[str, str]

_LONG = 160


class View(Struct, frozen=True):
    """What jobs may look at.

    Attributes:
        course: the course.
        figures: the finished figures.
        audit: what the audit says of a lesson, by its slug.
        text: gives the text of a lesson, compiled, by its slug.
        notebook: gives its notebook, compiled.
        draft: whether faults are shown in place.
    """

    course: Course
    figures: Mapping[str, Figure]
    audit: Callable[[str], Audit]
    text: Callable[[str], Compiled]
    notebook: Callable[[str], CompiledNotebook]
    draft: bool = False

    @property
    def site(self) -> facts.Site:
        """What every page shows."""
        return facts.site(self.course)

    def module(self, module_id: str) -> Module:
        """A module of the course by its id."""
        return next(module for module in self.course.config.modules if module.id == module_id)

    def words(self, page: Page, targets: Mapping[str, Target]) -> Words:
        """What writes authors' words for a page, of which the links lead to these places."""
        return Words(Sheet(page.root, targets=targets, english=self.course.config.language.startswith("en")))


class Job(Struct, frozen=True):
    """Some files of the site.

    Attributes:
        shown: what they rest on.
        write: writes them: their bytes by path.
        indexed: gives what search knows of the page; None for files that nobody looks for.
    """

    shown: Shown
    write: Callable[[], Files]
    indexed: Callable[[], Indexed] | None = None


def page_job(
    view: View, name: str, page: Page, shown: Mapping[str, object], values: Callable[[], dict[str, Any]]
) -> Job:
    """The job of one page: its template, its head and what else it shows."""
    site = view.site
    everything = {"template": look(name), "site": told(site), **{key: told(value) for key, value in shown.items()}}
    return Job(everything | {f"head: {name}": told(getattr(page, name)) for name in page.__struct_fields__},
               lambda: {page.path: template(name, site, page, **values()).encode()})


def parts(prefix: str, value: Any) -> dict[str, object]:
    """The fields of a value, each under its name."""
    return {f"{prefix}: {name}": getattr(value, name) for name in value.__struct_fields__}


def told(value: object) -> str:
    """A value as `shown` holds it: its words, or their digest where they are many."""
    words = value if isinstance(value, str) else repr(value)
    return words if len(words) <= _LONG else f"#{blake2b(words.encode(), digest_size=16).hexdigest()}"
