"""FIG, LNK, ACC: figures that are shown, links that say where they lead, pages that everybody can read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.course import FIGURES_FILE, Course
from builder.diagnostics import Place, Problem, Severity
from builder.models.lessons import Lesson
from builder.rules.rule import by_lesson, rule
from builder.rules.slips import slip
from builder.rules.survey import survey

_EMPTY = frozenset("""
    click here|click|here|this|that|this one|link|this link|the link|read more|more|see here|see this|this page|page|
    this lesson|this section|there|it|go|details|info|url
""".replace("\n", "").replace("    ", "").split("|"))


_NAMED = ("figure:", "lesson:", "concept:", "module:")
"""Links that pages give words, the title of what they lead to, where they have none."""


def _texts(course: Course) -> Iterator[Lesson]:
    for folder in course.lessons.values():
        yield from (text for text in (folder.text, folder.notebook) if text)


@rule("FIG010", Severity.WARNING)
def unused_figure(course: Course) -> Iterator[Problem]:
    """A figure is defined, and no lesson, notebook or widget shows it or takes a number from it.

    It costs training time at every build and nobody sees it; or the lesson that was to show it lacks a picture.

    Wrong: `kneading-curve` in `figures.yaml`, and no `:::{figure} kneading-curve` anywhere

    Right: the figure shown where the text speaks of it, or removed

    Repair: show it in a lesson, or remove it from `figures.yaml`.
    """
    used = survey(course).figures | survey(course).pointed
    used |= {meant for name in used - course.figures.keys() if (meant := slip(name, course.figures))}
    for figure in course.figures:
        if figure not in used:
            yield Problem(Place(FIGURES_FILE, ("figures", figure)), f"nothing shows the figure `{figure}`",
                          "show it in a lesson, or remove it")


_NO_ALT = re.compile(
    r"(an? |the )?(image|picture|photo|figure|fig|drawing|diagram|chart|plot|graph|screenshot|icon|logo|alt|todo|tbd)"
    r"( of|\s*\d+)?|\S+\.(png|jpe?g|svg|webp|gif)", re.IGNORECASE)
"""Words that name a kind of picture, or a file, and nothing that is to be seen in it."""


@rule("FIG011", Severity.WARNING)
def figure_alt_that_says_nothing(course: Course) -> Iterator[Problem]:
    """The alternative text of a figure names a file or a kind of picture, or repeats the caption.

    Who does not see the figure learns that there is one, and nothing of what it shows.

    Wrong: `alt: A plot`

    Right: `alt: A curve that climbs for ten minutes, then breaks off.`

    Repair: say what is to be seen.  Without `alt`, a figure has the words of its recipe.
    """
    for figure, spec in course.figures.items():
        if spec.alt and (_NO_ALT.fullmatch(spec.alt.strip(" .")) or spec.alt == spec.caption):
            yield Problem(Place(FIGURES_FILE, ("figures", figure, "alt")), f'"{spec.alt}" does not say what is to be'
                          f" seen in `{figure}`", "say what is to be seen, or remove `alt`: the recipe has words, too")


@rule("LNK001", Severity.WARNING)
def empty_link_text(course: Course) -> Iterator[Problem]:
    """The words on a link do not say where it leads.

    Who listens to a page goes from link to link, and hears "here, here, more"; who skims it sees the same.

    Wrong: `The gap was measured [here](#gap-problem).`

    Right: `[The measurement of the gap](#gap-problem) shows it.`

    Repair: put the link on the words that name what it leads to.
    """
    for text in _texts(course):
        for link in text.links:
            words = re.sub(r"[\W_]+", " ", link.text).strip().casefold()
            named = link.target.startswith(_NAMED) and not words
            if not link.image and not named and (words in _EMPTY or (not words and link.text != link.target)):
                yield Problem(
                    Place(link.span.path, span=link.span),
                    f'the link says "{link.text.strip()}", not where it leads',
                    "put it on the words that name what it leads to",
                )


@rule("ACC001")
def image_without_alt(course: Course) -> Iterator[Problem]:
    """An image has no alternative text.

    Learners who do not see it get nothing in its place, and do not know what they miss.

    Wrong: `![](dough.png)`

    Right: `![A ball of dough, its surface smooth and tight](dough.png)`

    Repair: say between the brackets what is to be seen.
    """
    for text in _texts(course):
        for link in text.links:
            if link.image and not link.text.strip():
                yield Problem(Place(link.span.path, span=link.span), "the image has no alternative text",
                              f"say what is to be seen: ![…]({link.target})")


@rule("ACC004", Severity.WARNING)
def alt_that_says_nothing(course: Course) -> Iterator[Problem]:
    """The alternative text of an image names a file or a kind of picture.

    Who does not see the picture learns that there is one, and nothing of what it shows.

    Wrong: `![photo](dough.png)`

    Right: `![A ball of dough, its surface smooth and tight](dough.png)`

    Repair: say what is to be seen.
    """
    for text in _texts(course):
        for link in text.links:
            if link.image and _NO_ALT.fullmatch(link.text.strip(" .")):
                yield Problem(Place(link.span.path, span=link.span), f'"{link.text.strip()}" does not say what is to'
                              " be seen", f"say it between the brackets: ![…]({link.target})")


@rule("ACC002", Severity.WARNING)
def skipped_heading_level(course: Course) -> Iterator[Problem]:
    """A heading is more than one level below the one before it.

    Screen readers offer a page's headings as its table of contents; where a level is skipped, a part seems missing.

    Wrong: `## Kneading`, then `#### By hand`

    Right: `## Kneading`, then `### By hand`

    Repair: take the level that the message names.
    """
    for text in _texts(course):
        level, before = 1, None
        for section in text.sections:
            if section.level > level + 1:
                yield Problem(section.place(), f"a heading of level {section.level} follows one of level {level}",
                              f"write it with {'#' * (level + 1)}",
                              ((before.place(), "the heading before"),) if before else ())
            level, before = section.level, section


@rule("ACC003", Severity.WARNING)
def second_title(course: Course) -> Iterator[Problem]:
    """A lesson has a heading of the first level, which is the page's title already.

    A page with two titles has none, for those who find their way by headings.

    Wrong: `# Kneading` in `lesson.md`

    Right: `## Kneading`; the title stands in the front matter or in the plan

    Repair: write the heading with two marks, or remove it.
    """
    for folder in course.lessons.values():
        for section in folder.text.sections if folder.text else ():
            if section.level == 1:
                yield Problem(section.place(), f"\"{section.title}\" is a second title of the page",
                              "write it with ##, or remove it: the title comes from the front matter or the plan")


RULES = (
    *by_lesson(empty_link_text, image_without_alt, skipped_heading_level, second_title, alt_that_says_nothing),
    unused_figure, figure_alt_that_says_nothing,
)
