"""A lesson's page: its text as HTML, and all that the page shows around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from builder.course import Course
from builder.diagnostics import Diagnostic
from builder.jobs.drawn import Figure
from builder.models.lessons import Lesson
from builder.pages import facts
from builder.pages.compiled import Compiled, link, values_in
from builder.pages.figures import data_of
from builder.pages.sheet import Heading, Note, Sheet
from builder.pages.widgets import scripts
from builder.pictures import pictures
from builder.shelf import digest_of


class LessonPage(Struct, frozen=True):
    """Everything that a lesson's page shows."""

    frame: facts.Frame
    body: str
    contents: tuple[Heading, ...]
    has_objective: bool
    scripts: tuple[str, ...]
    image: str | None
    data: str


class LessonFacts(Struct, frozen=True):
    """All that a lesson's page shows besides its text.

    Attributes:
        compiled: the text.
        frame: what surrounds it.
        sheet: what it may show of the course.
    """

    compiled: Compiled
    frame: facts.Frame
    sheet: Sheet

    @property
    def drawn(self) -> list[Figure]:
        """The figures that the page shows, in order."""
        return [self.sheet.figures[name] for name in self.compiled.shown if name in self.sheet.figures]

    @property
    def scripts(self) -> tuple[str, ...]:
        """The scripts of the page's widgets."""
        figures = self.sheet.figures
        return scripts(figures[name] for name in self.compiled.widgets if name in figures)

    @property
    def image(self) -> str | None:
        """The picture that link previews show: the first that is no drawing in vectors."""
        pictures = (f"figures/{f.id}/{f.light}" for f in self.drawn if not f.light.endswith(".svg"))
        return next(pictures, None)

    @property
    def data(self) -> str:
        """What the page's pictures were made from, each source said once."""
        return "; ".join(dict.fromkeys(source for source in map(data_of, self.drawn) if source))

    def shown(self) -> dict[str, object]:
        """What the text shows of the course and of other files, by name."""
        sheet = self.sheet
        return {
            "notebook": sheet.notebook, "english": sheet.english, "faults": sheet.notes,
            **{f"link {goal}": sheet.targets.get(goal, "leads nowhere") for goal in sorted(self.goals)},
            **{f"figure {name}": mark(figure) for name, figure in sheet.figures.items()},
            **{f"picture {name}": (picture.width, picture.height, digest_of(picture.data))
               for name, picture in sheet.pictures.items()},
        }

    @property
    def goals(self) -> set[str]:
        """Where the links of the text and of its figures' captions lead."""
        return facts.mentioned(_captions(self.sheet.figures.values())).union(self.compiled.goals)

    def page(self) -> LessonPage:
        """The page, its text linked."""
        return LessonPage(
            frame=self.frame, body=link(self.compiled, self.sheet), contents=self.compiled.headings,
            has_objective=self.compiled.has_objective, image=self.image, data=self.data, scripts=self.scripts,
        )


def lesson_facts(
    course: Course,
    slug: str,
    compiled: Compiled,
    figures: Mapping[str, Figure],
    diagnostics: Iterable[Diagnostic] = (),
    notebook: str | None = None,
) -> LessonFacts:
    """Gather what a lesson's page shows.

    Args:
        course: the course.
        slug: the lesson; it has a text.
        compiled: the text, compiled.
        figures: the finished figures by id.
        diagnostics: the faults to show in place.
        notebook: the path of the lesson's notebook from the site's root.
    """
    folder = course.lessons[slug]
    assert folder.text is not None, f"{slug} has no text"
    used = used_figures(compiled, figures)
    return LessonFacts(compiled, facts.frame(course, slug), Sheet(
        root="../", figures=used, notebook=notebook, notes=tuple(_notes(folder.text, diagnostics)),
        english=course.config.language.startswith("en"),
        targets=facts.targets(course, facts.mentioned(_captions(used.values())).union(compiled.goals)),
        pictures=dict(pictures(course, folder, folder.text)), pictured=f"{slug}/", numbers=compiled.numbers,
    ))


def mark(figure: Figure) -> str:
    """A figure in a word that is another one where anything of it is."""
    return digest_of(repr(replace(figure, folder=Path())).encode())


def _notes(lesson: Lesson, diagnostics: Iterable[Diagnostic]) -> Iterable[Note]:
    """Faults as a draft shows them: those of the text at their line, those of other files at the top."""
    for fault in diagnostics:
        here = fault.span.path == lesson.path
        message = fault.message if here else f"{fault.span}: {fault.message}"
        yield Note(fault.span.line if here else 0, fault.severity.value, fault.code, message, fault.help)


# ---- figures


def used_figures(compiled: Compiled, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The figures that a lesson shows, and those whose numbers it or its captions name."""
    captions = _captions(figures[name] for name in compiled.shown if name in figures)
    named = values_in(captions).union(compiled.shown, compiled.values)
    return {name: figures[name] for name in sorted(named) if name in figures}


def _captions(figures: Iterable[Figure]) -> list[str]:
    return [figure.spec.caption for figure in figures]
