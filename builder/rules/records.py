"""REC: a module's record says what its lessons' plans and texts say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.course import LESSONS, Course, LessonFolder
from builder.diagnostics import Place, Problem, Severity
from builder.ledger.facts import facts_of
from builder.models.records import LessonStatus, ModuleStatus, Record
from builder.roots import COURSE_FILE
from builder.rules.rule import Reading, by_lesson, rule
from builder.rules.survey import survey
from builder.rules.views import Indexed, built, index_rows, near, nearest, positions, summaries


def _records(course: Course) -> Iterator[tuple[Record, Place, tuple[str, ...]]]:
    """The records of known modules with their place and the module's lessons."""
    modules = {module.id: module for module in course.config.modules}
    for module_id, record in course.records.items():
        if module_id in modules:
            yield record, Place(course.record_path(module_id)), modules[module_id].lessons


@rule("REC001")
def recorded_depth_differs(course: Course) -> Iterator[Problem]:
    """The record and the lesson's plan state different depths for a concept.

    Every later lesson is checked against the record.  If it says too much, gaps stay hidden until learners fall in.

    Wrong: `depth: DEVELOPED` in the record and `depth: INTRODUCED` among the plan's `depths`

    Right: the depth that the lesson really reached, in both

    Repair: look at the lesson, and correct the one that is wrong.
    """
    for slug, folder in course.lessons.items():
        targets = {row.concept: (n, row) for n, row in enumerate(folder.plan.depths)} if folder.plan else {}
        for known in index_rows(course).get(slug, ()):
            n, target = targets.get(known.row.concept, (0, None))
            if target and target.depth and known.row.depth and target.depth != known.row.depth:
                yield Problem(
                    known.place / "depth",
                    f"`{known.row.concept}` is recorded {known.row.depth}, but the plan takes it to {target.depth}",
                    "look at the lesson, and correct the one that is wrong",
                    ((folder.plan_place("depths", n, "depth"), "the plan"),),
                )


@rule("REC002", reading=Reading.LISTED)
def recorded_lesson_unknown(course: Course) -> Iterator[Problem]:
    """A record speaks of a lesson that its module does not have.

    What the row says counts for no lesson, so that concepts seem never to have been taught.

    Wrong: `lesson: kneding`

    Right: `lesson: kneading`

    Repair: take the slug that the message suggests, or move the row to the record of the lesson's module.
    """
    for record, place, lessons in _records(course):
        rows = [(place / "concepts" / n / "lesson", row.lesson) for n, row in enumerate(record.concepts) if row.lesson]
        rows += [(place / "lessons" / n / "lesson", entry.lesson) for n, entry in enumerate(record.lessons)]
        for at, slug in rows:
            if slug not in lessons:
                where = positions(course).get(slug)
                advice = f"move it to the record of module {where.module.id}" if where else \
                    nearest(slug, lessons, "correct the slug, or add the lesson to the module")
                yield Problem(at, f"the module has no lesson `{slug}`", advice)


@rule("REC003", Severity.WARNING)
def target_not_recorded(course: Course) -> Iterator[Problem]:
    """A lesson's plan aims at a concept that the record of the finished lesson does not list.

    Later lessons rely on the record; what it does not list was not taught, as far as they know.

    Wrong: `gluten` among the plan's `depths`, and no row for it in the record

    Right: a row with the concept, the lesson and the depth that was reached

    Repair: add the row, or take the concept out of the plan if the lesson left it out.
    """
    for slug, folder in course.lessons.items():
        rows = index_rows(course).get(slug, ())
        if folder.plan is None or not (rows or built(course, slug)):
            continue
        listed, like = {known.row.concept for known in rows}, _unplanned(folder, rows)
        for n, target in enumerate(folder.plan.depths):
            if target.concept and target.concept not in listed and near(target.concept, like) is None:
                yield Problem(folder.plan_place("depths", n, "concept"), f"the record does not list `{target.concept}`",
                              "add a row to the record's concept index, or take it out of the plan")


def _unplanned(folder: LessonFolder, rows: Iterable[Indexed]) -> list[str]:
    """The concepts that the record has for a lesson and its plan does not aim at."""
    targets = {row.concept for row in folder.plan.depths} if folder.plan else set()
    return [known.row.concept for known in rows
            if targets and known.row.concept and known.row.concept not in targets]


@rule("REC004", Severity.WARNING)
def recorded_without_target(course: Course) -> Iterator[Problem]:
    """The record lists a concept for a lesson at which the lesson's plan does not aim.

    Either the lesson taught more than was weighed, or the row belongs to another lesson.

    Wrong: a row `concept: autolysis, lesson: kneading`, and no `autolysis` among the `depths` of that plan

    Right: the concept in both, or in neither

    Repair: add it to the plan's `depths`, or correct the row's concept or lesson.
    """
    for slug, folder in course.lessons.items():
        rows = index_rows(course).get(slug, ())
        extra, listed = _unplanned(folder, rows), {known.row.concept for known in rows}
        targets = [row.concept for row in folder.plan.depths if row.concept] if folder.plan else []
        for known in rows:
            if known.row.concept in extra:
                free = [concept for concept in targets if concept not in listed]
                yield Problem(
                    known.place / "concept",
                    f"the plan of `{slug}` does not aim at `{known.row.concept}`",
                    nearest(known.row.concept or "", free, "add it to the plan's `depths`, or correct the row"),
                    ((folder.plan_place("depths"), "the plan's targets"),),
                )


@rule("REC005")
def complete_too_early(course: Course) -> Iterator[Problem]:
    """A module is recorded as complete although one of its lessons is not built, or no review has passed it.

    Learners are sent on to the next module, which builds on what they were never taught, or were taught badly.  What
    has changed since a review passed it is told elsewhere and does not count here.

    Wrong: `status: complete` above a lesson with `status: planned`

    Right: `status: in progress`

    Repair: finish the lesson, have it read and set its status, or set the module's status back.
    """
    for record, place, lessons in _records(course):
        if record.status is not ModuleStatus.COMPLETE:
            continue
        status = {slug: summaries(course)[slug].entry.status for slug in lessons if slug in summaries(course)}
        missing = [slug for slug in lessons if status.get(slug) is not LessonStatus.BUILT]
        if missing:
            names = ", ".join(f"`{slug}` ({status.get(slug) or 'no summary'})" for slug in missing)
            yield Problem(place / "status", f"the module is complete, but not built are {names}",
                          "set the module's status to `in progress`, or finish these lessons",
                          tuple((summaries(course)[slug].place / "status", "the lesson's status")
                                for slug in missing if slug in summaries(course)))
        if waiting := list(_not_passed(course, [slug for slug in lessons if slug not in missing])):
            names = ", ".join(f"`{slug}` ({state})" for slug, state in waiting)
            yield Problem(place / "status", f"the module is complete, but no review has passed {names}",
                          "have these lessons read until they pass, or set the module's status to `in progress`")


def _not_passed(course: Course, slugs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The lessons that have a text which has not passed, and how far each is.

    What a review that has its verdict says against them is told there, and so is a review that cannot be read.
    """
    lost = {path.rpartition("/reviews/")[0] for path in course.unread if "/reviews/" in path}
    for slug in slugs:
        seen = course.outlines.get(slug)
        facts = facts_of(seen.review) if seen and seen.text and f"{LESSONS}/{slug}" not in lost else None
        if facts and not facts.passed and not (facts.decided and not facts.back):
            yield slug, facts.state


@rule("REC006")
def wrong_lesson_count(course: Course) -> Iterator[Problem]:
    """The record counts another number of lessons than there are.

    Whoever reads how far a module has come is misled.

    Wrong: `built: 3`, where two summaries have `status: built`

    Right: `built: 2`

    Repair: write the number that the message names.
    """
    for record, place, lessons in _records(course):
        done = sum(entry.status is LessonStatus.BUILT for entry in record.lessons)
        if record.built is not None and record.lessons and record.built != done:
            yield Problem(
                place / "built",
                f"the record counts {record.built} built lessons, but {done} have that status",
                f"write `built: {done}`, or correct a lesson's status",
                ((place / "lessons", "the summaries"),),
            )
        too_many = (
            record.planned is not None and record.planned > len(lessons) and record.status is ModuleStatus.COMPLETE
        )
        if record.planned is not None and (record.planned < len(lessons) or too_many):
            yield Problem(
                place / "planned",
                f"the record counts {record.planned} lessons, but the module lists {len(lessons)}",
                f"write `planned: {len(lessons)}`, or correct the module in course.yaml",
            )


@rule("REC007")
def wrong_position(course: Course) -> Iterator[Problem]:
    """A plan states a place in its module that is not the lesson's.

    Pages and people refer to "lesson 2 of 4"; with a wrong number they mean another lesson.

    Wrong: `position: {number: 2, of: 4}` in the plan of the third lesson

    Right: `position: {number: 3, of: 4}`

    Repair: write the numbers that the message names, or correct the order in `course.yaml`.
    """
    for slug, folder in course.lessons.items():
        where, position = positions(course).get(slug), folder.plan.position if folder.plan else None
        if where is None or position is None:
            continue
        total = len(where.module.lessons)
        truth = f"it is lesson {where.number} of {total} in module {where.module.id}"
        if position.number != where.number:
            yield Problem(
                folder.plan_place("position", "number"),
                f"the plan says lesson {position.number}, but {truth}",
                f"write `number: {where.number}`, or correct the order in course.yaml",
            )
        if position.of is not None and position.of != total:
            yield Problem(folder.plan_place("position", "of"), f"the plan says of {position.of}, but {truth}",
                          f"write `of: {total}`")


@rule("REC008")
def wrong_module(course: Course) -> Iterator[Problem]:
    """A plan names another module than the one that lists the lesson.

    Links and records by module then reach the wrong place.

    Wrong: `module: "2"` in the plan of a lesson that module 1 lists

    Right: `module: "1"`

    Repair: write the id that the message names, or move the lesson in `course.yaml`.
    """
    ids = {module.id for module in course.config.modules}
    for slug, folder in course.lessons.items():
        where, named = positions(course).get(slug), folder.plan.module if folder.plan else None
        stated = named.split()[0] if named else None
        if where and stated and stated != where.module.id and (stated in ids or stated == named):
            yield Problem(
                folder.plan_place("module"),
                f"the plan names module {stated}, but module {where.module.id} lists the lesson",
                f'write `module: "{where.module.id}"`, or move the lesson in course.yaml',
            )


@rule("REC009")
def recorded_twice(course: Course) -> Iterator[Problem]:
    """A record has two rows for one concept in one lesson, or two summaries of one lesson.

    Which of the two counts cannot be told; the next change will mend one and leave the other.

    Wrong: two rows with `concept: gluten` and `lesson: kneading`

    Right: one row

    Repair: merge the two.
    """
    for record, place, _ in _records(course):
        keys = [
            ((row.concept, row.lesson), place / "concepts" / n)
            for n, row in enumerate(record.concepts)
            if row.concept
        ]
        keys += [(("", entry.lesson), place / "lessons" / n) for n, entry in enumerate(record.lessons)]
        first: dict[tuple[str | None, str | None], Place] = {}
        for key, at in keys:
            if key in first:
                what = f"`{key[0]}` has two rows for `{key[1]}`" if key[0] else f"`{key[1]}` has two summaries"
                yield Problem(at, what, "merge the two", ((first[key], "the first"),))
            first.setdefault(key, at)


@rule("REC010", Severity.WARNING)
def built_without_text(course: Course) -> Iterator[Problem]:
    """The record says that a lesson is built, and the lesson has no text.

    The course's pages would lack a lesson that counts as taught.  A course without any texts, such as one that was
    imported from records, is not meant.

    Wrong: `status: built` for a lesson without `lesson.md`

    Right: `status: planned`, or the text

    Repair: write `lesson.md`, or set the status back.
    """
    written = survey(course).written
    for slug in summaries(course) if written else ():
        path = f"{LESSONS}/{slug}/lesson.md"
        if slug in course.lessons and slug not in written and course.readable(path) and built(course, slug):
            yield Problem(summaries(course)[slug].place / "status", f"`{slug}` counts as built, but has no text",
                          f"write {path}, or set the status back")


@rule("REF012")
def unknown_module(course: Course) -> Iterator[Problem]:
    """A record belongs to no module: its file's name, or the module that it names, is none of the course's.

    Nothing that the record says counts, so that what its lessons taught seems to be missing everywhere.

    Wrong: `curriculum/records/6-1.yaml` for the module `6.1`

    Right: `curriculum/records/6.1.yaml` with `module: "6.1"`

    Repair: rename the file after the module's id, and name the same module in it.
    """
    ids = [module.id for module in course.config.modules]
    for module_id, record in course.records.items() if course.readable(COURSE_FILE) else ():
        place = Place(course.record_path(module_id))
        if module_id not in ids:
            yield Problem(place, f"no module has the id {module_id}, after which this record is named",
                          nearest(module_id, ids, "rename the file after its module, or add the module"))
        elif record.module != module_id:
            yield Problem(
                place / "module",
                f"the record names module {record.module}, but its file is named {module_id}",
                f'write `module: "{module_id}"`, or rename the file',
            )


RULES = (
    *by_lesson(recorded_depth_differs, target_not_recorded, recorded_without_target, wrong_position, wrong_module),
    recorded_lesson_unknown, complete_too_early, wrong_lesson_count, recorded_twice, built_without_text,
    unknown_module,
)
