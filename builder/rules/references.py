"""REF: every name that a file mentions stands for something."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from builder.course import CONCEPTS_FILE, FIGURES_FILE, Course, LessonFolder
from builder.diagnostics import Place, Problem, Severity
from builder.models.lessons import Lesson
from builder.outlines import Outline
from builder.pictures import Picture, find
from builder.roots import COURSE_FILE
from builder.rules.mentions import named_concepts, unknown_concepts
from builder.rules.rule import Reading, by_lesson, rule
from builder.rules.slips import slip
from builder.rules.survey import survey
from builder.rules.views import nearest, plan_place


@rule("REF001", reading=Reading.WRITTEN)
def unknown_lesson(course: Course) -> Iterator[Problem]:
    """A module lists a lesson that has no folder.

    Learners would meet a hole in the module, and lessons that build on it would find nothing.

    Repair: correct the slug in `course.yaml`, or make the folder `lessons/<slug>` with a `plan.yaml`.
    """
    for m, module in enumerate(course.config.modules):
        for n, slug in enumerate(module.lessons):
            if slug not in course.lessons:
                yield Problem(
                    Place(COURSE_FILE, ("modules", m, "lessons", n)),
                    f"module {module.id} lists the lesson `{slug}`, which has no folder",
                    nearest(
                        slug,
                        course.lessons.keys() - course.knowledge.order.keys(),
                        f"make the folder lessons/{slug} with a plan.yaml",
                    ),
                )


@rule("REF002")
def duplicate_lesson(course: Course) -> Iterator[Problem]:
    """A lesson is listed twice, in one module or in two.

    A slug is a lesson's address; a lesson can be taught at one place only.

    Repair: remove one of the two entries, or give one lesson another slug and folder.
    """
    first: dict[str, Place] = {}
    for m, module in enumerate(course.config.modules):
        for n, slug in enumerate(module.lessons):
            place = Place(COURSE_FILE, ("modules", m, "lessons", n))
            if slug in first:
                yield Problem(place, f"the lesson `{slug}` is listed twice", "remove one of the two entries",
                              ((first[slug], "it is listed here first"),))
            first.setdefault(slug, place)


@rule("REF003", Severity.WARNING)
def unlisted_lesson(course: Course) -> Iterator[Problem]:
    """A lesson folder belongs to no module, so it is neither taught nor built.

    Repair: add its slug to a module in `course.yaml`, or begin the folder's name with an underscore to set it aside.
    """
    for slug in course.lessons if course.order else ():
        if slug not in course.knowledge.order:
            yield Problem(plan_place(slug), f"the lesson `{slug}` is in no module",
                          f"add `{slug}` to a module's lessons in {COURSE_FILE}, or rename its folder to _{slug}")


@rule("REF004")
def duplicate_module(course: Course) -> Iterator[Problem]:
    """Two modules have the same id, so neither a record nor a link can tell them apart.

    Repair: give one of them another id.
    """
    first: dict[str, int] = {}
    for m, module in enumerate(course.config.modules):
        if module.id in first:
            yield Problem(Place(COURSE_FILE, ("modules", m, "id")), f"the module id {module.id} stands twice",
                          "give one of the two another id",
                          ((Place(COURSE_FILE, ("modules", first[module.id], "id")), "it stands here first"),))
        first.setdefault(module.id, m)


@rule("REF005")
def cyclic_modules(course: Course) -> Iterator[Problem]:
    """Modules wait for each other in a circle, so no order of teaching can please them.

    Repair: remove one of the `after` entries that the message names.
    """
    at = {module.id: number for number, module in enumerate(course.config.modules)}
    graph = {module.id: set(module.after) & at.keys() for module in course.config.modules}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        number = min(at[module] for module in circle)
        yield Problem(Place(COURSE_FILE, ("modules", number, "after")),
                      f"modules wait for each other in a circle: {' after '.join(circle)}",
                      "remove one of these `after` entries")


@rule("REF006")
def module_out_of_order(course: Course) -> Iterator[Problem]:
    """A module is listed before one that it must come after, or waits for a module that does not exist.

    The list in `course.yaml` is the order of teaching.

    Repair: move the module down, or correct its `after`.
    """
    at = {module.id: number for number, module in enumerate(course.config.modules)}
    for m, module in enumerate(course.config.modules):
        for n, other in enumerate(module.after):
            place = Place(COURSE_FILE, ("modules", m, "after", n))
            if other not in at:
                yield Problem(place, f"module {module.id} waits for module {other}, which does not exist",
                              nearest(other, at, "correct the id, or add the module"))
            elif at[other] >= m and module.id not in course.config.modules[at[other]].after:
                yield Problem(place, f"module {module.id} is listed before module {other}, which it must come after",
                              f"move module {module.id} below module {other}")


@rule("REF007")
def slug_mismatch(course: Course) -> Iterator[Problem]:
    """A plan or review names another lesson than the folder that it stands in.

    One of the two is a left-over of a copy, and links would reach the wrong lesson.

    Repair: set `lesson` to the folder's name, or rename the folder.
    """
    for slug, folder in course.lessons.items():
        stated = [(f"{folder.path}/plan.yaml", folder.plan.lesson)] if folder.plan else []
        for path, lesson in (*stated, *((path, review.lesson) for path, review in folder.reviews)):
            if lesson != slug:
                yield Problem(Place(path, ("lesson",)), f"the file names the lesson `{lesson}`, but stands in"
                              f" the folder `{slug}`", f"write `lesson: {slug}`")


@rule("REF008")
def lesson_without_plan(course: Course) -> Iterator[Problem]:
    """A lesson has no plan, so nothing is known of what it needs and teaches.

    Repair: write `plan.yaml` in the lesson's folder; `lesson` and `title` are enough to begin with.
    """
    for slug, folder in course.lessons.items():
        path = f"{folder.path}/plan.yaml"
        if folder.plan is None and path not in course.files:
            yield Problem(Place(path), f"the lesson `{slug}` has no plan", f"write {path} with `lesson` and `title`")


@rule("REF009", reading=Reading.LISTED)
def unknown_concept(course: Course) -> Iterator[Problem]:
    """A file names a concept that `concepts.yaml` does not know.

    Depth can be followed from lesson to lesson only where one thing has one name.  Where all files agree on a name
    and only `concepts.yaml` spells it otherwise, the fault is shown there, once.

    Wrong: `concept: glutne`, where `concepts.yaml` has `gluten`

    Right: `concept: gluten`

    Repair: take the id that the message suggests, or add the concept to `curriculum/concepts.yaml`.
    """
    unknown = unknown_concepts(course) if course.readable(CONCEPTS_FILE) else ()
    if unknown and CONCEPTS_FILE not in course.files:
        ids = {concept for _, concept in unknown}
        yield Problem(Place(CONCEPTS_FILE), f"there is no such file, and the course names {len(ids)} concepts",
                      f"write {CONCEPTS_FILE} with each of them", ((unknown[0][0], "this is the first"),))
        return
    defined = Place(CONCEPTS_FILE, ("concepts",))
    yield from _unknown(unknown, defined, "concept", course.concepts, named_concepts(course) if unknown else ())


def _unknown(
    uses: Iterable[tuple[Place, str]], defined: Place, what: str, known: Collection[str], named: Container[str]
) -> Iterator[Problem]:
    """A problem for each use of an unknown name; one for all uses where it is the definition that is misspelt.

    Args:
        uses: the unknown names with their places.
        defined: where names are defined.
        what: what they are names of.
        known: the names that are defined.
        named: the names that are used, right ones among them.
    """
    places: dict[str, list[Place]] = {}
    for place, name in uses:
        places.setdefault(name, []).append(place)
    for name, found in places.items():
        meant = slip(name, known) if len(found) > 1 else None
        if meant and meant not in named:
            yield Problem(defined / meant, f"nothing uses the {what} `{meant}`, and `{name}`, which is used"
                          f" {len(found)} times, is not known", f"call it `{name}` here, or write `{meant}` there",
                          tuple((place, f"`{name}`") for place in found[:3]))
            continue
        for place in found:
            yield Problem(place, f"no {what} has the id `{name}`", nearest(name, known, f"add it to {defined.path}"))


@rule("REF010")
def unknown_figure(course: Course) -> Iterator[Problem]:
    """A lesson shows a figure, or takes a number from one, that `figures.yaml` does not define.

    Repair: take the id that the message suggests, or add the figure to `figures/figures.yaml`.
    """
    seen = survey(course)
    lessons = sorted(seen.imagined) if course.readable(FIGURES_FILE) else ()
    unknown = ((place, figure) for slug in lessons for place, figure in _figure_uses(course.lessons[slug])
               if figure not in course.figures)
    yield from _unknown(unknown, Place(FIGURES_FILE, ("figures",)), "figure", course.figures, seen.figures)


def _figure_uses(folder: LessonFolder) -> Iterator[tuple[Place, str]]:
    """Every figure that a plan, a text or a notebook shows or takes a number from, with the place."""
    for n, widget in enumerate(folder.plan.widgets if folder.plan else ()):
        if widget.figure:
            yield folder.plan_place("widgets", n, "figure"), widget.figure
    for text in (folder.text, folder.notebook):
        for block in text.blocks if text else ():
            if block.name in ("figure", "widget"):
                yield block.place(), block.title
        for role in text.roles if text else ():
            if role.name == "value":
                yield Place(role.span.path, span=role.span), role.content.split(".")[0].strip()


@rule("REF011", reading=Reading.LISTED)
def broken_link(course: Course) -> Iterator[Problem]:
    """A link leads nowhere: no such section, lesson, module or figure, or a file where a page's address is meant.

    Learners click and are lost; the page that they were promised is the one that they do not find by themselves.

    Wrong: `[the gap](#gap-problm)`

    Right: `[the gap](#gap-problem)`

    Repair: take the address that the message suggests, or give the place this id.  Links within the course name what
    they lead to: `#section` on the same page, `lesson:slug`, `lesson:slug#section`, `concept:id`, `module:id`,
    `figure:id`, or `#widget-id:state` for a widget of the page in one of its states.
    """
    for folder in course.lessons.values():
        for text in (folder.text, folder.notebook):
            for link in text.links if text else ():
                if not link.image and (fault := _link_fault(course, folder, text, link.target)):
                    yield Problem(Place(link.span.path, span=link.span), *fault)


@rule("REF013")
def broken_picture(course: Course) -> Iterator[Problem]:
    """A text names a picture that is not beside it, or that pages cannot show.

    Learners would see a gap, or an icon of a torn page, where the author points to something.

    Wrong: `![A ball of dough, smooth and tight](images/dogh.png)`

    Right: `![A ball of dough, smooth and tight](images/dough.png)`, and the file in the lesson's folder

    Repair: put the picture into the lesson's folder and write its name.  What the course's own code can draw is better
    made a figure, which is measured and redrawn when its code changes.
    """
    for folder in course.lessons.values():
        for text in (folder.text, folder.notebook):
            for link in text.links if text else ():
                if link.image and not isinstance(found := find(course, folder, link.target), Picture):
                    yield Problem(Place(link.span.path, span=link.span), *found)


_WITHIN = ("lesson", "concept", "module", "figure")
_BEYOND = ("http", "https", "mailto", "tel")
_ADVICE = "write `#section`, `lesson:slug`, `concept:id`, `module:id`, `figure:id`, or a whole address with `https://`"


def _link_fault(course: Course, folder: LessonFolder, text: Lesson | None, target: str) -> tuple[str, str] | None:
    """What is wrong with a link and what to do; None where it leads somewhere, or out of the course."""
    kind, colon, name = target.partition(":")
    if target.startswith("#"):
        here = {section.id for section in text.sections} if text else set()
        return None if target[1:] in here else _anchor_fault(course.outlines[folder.slug], target[1:])
    if kind == "lesson":
        slug, _, anchor = name.partition("#")
        if slug not in course.outlines:
            return f"no lesson has the slug `{slug}`", nearest(slug, course.outlines, "correct the slug")
        return _anchor_fault(course.outlines[slug], anchor) if anchor else None
    if not colon or not (kind in (*_WITHIN, *_BEYOND) or name.startswith("//")):
        return f"nothing of the course stands at `{target}`", nearest(kind, _WITHIN, _ADVICE) if colon else _ADVICE
    if kind == "module" and name not in {module.id for module in course.config.modules}:
        return f"no module has the id `{name}`", "correct the id"
    shown = (
        {block.title for block in folder.text.blocks if block.name in ("figure", "widget")} if folder.text else set()
    )
    if kind == "figure" and name not in shown:
        return f"the lesson shows no figure `{name}`", nearest(name, shown, "show the figure, or link to another")
    return None


def _anchor_fault(lesson: Outline, anchor: str) -> tuple[str, str] | None:
    """What is wrong with a link to a place on a lesson's page.

    A link to a widget may go on with a state, as `#widget-explorer:vae:1,2`.
    """
    if not lesson.text:
        return f"the lesson `{lesson.slug}` has no text yet, so it has no `#{anchor}`", "link to the lesson as a whole"
    ids = [*(name for name, _ in lesson.sections), *lesson.ids]
    if anchor in ids or anchor.partition(":")[0] in {f"widget-{figure}" for figure in lesson.widgets}:
        return None
    return f"no section or block has the id `{anchor}`", nearest(
        anchor, ids, "correct the id, or give the section this one"
    )


@rule("REF014")
def notebook_that_is_not_there(course: Course) -> Iterator[Problem]:
    """A lesson has the block `notebook`, which links to its notebook, and no `notebook.md`.

    The page would promise nothing and show nothing, and learners would look for the exercises in vain.

    Repair: write `notebook.md` beside the lesson's text, or take the block out.
    """
    for folder in course.lessons.values():
        for block in folder.text.blocks if folder.text and not folder.notebook else ():
            if block.name == "notebook":
                yield Problem(block.place(), f"the lesson `{folder.slug}` has no notebook to link to",
                              f"write {folder.path}/notebook.md, or take the block out")


RULES = (
    *by_lesson(slug_mismatch, lesson_without_plan, broken_link, broken_picture, notebook_that_is_not_there),
    unknown_lesson, duplicate_lesson, unlisted_lesson, duplicate_module, cyclic_modules, module_out_of_order,
    unknown_concept, unknown_figure,
)
