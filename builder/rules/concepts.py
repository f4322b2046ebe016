"""CON: the index of concepts holds each idea once, and the course builds on what it teaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePosixPath

from builder.course import CONCEPTS_FILE, Course
from builder.diagnostics import Place, Problem, Severity
from builder.knowledge import Taught
from builder.models.base import Depth
from builder.rules.names import Words, alike, keys, words_of
from builder.rules.rule import rule
from builder.rules.survey import survey
from builder.rules.views import plan_place, shared


@shared
def _repeats(course: Course) -> tuple[tuple[Taught, Taught], ...]:
    """Each teaching that goes no deeper than an earlier lesson did and does not say why, with the deepest before it."""
    return tuple(_repeated(course))


def _repeated(course: Course) -> Iterator[tuple[Taught, Taught]]:
    for taught in course.knowledge.teachings.values():
        best: Taught | None = None
        for entry in taught:
            if entry.lesson is None:
                continue
            if best is None or entry.depth > best.depth:
                best = entry
            elif not _said_why(course, entry):
                yield best, entry


def _said_why(course: Course, taught: Taught) -> bool:
    """Whether the row that states a teaching says why it repeats an earlier one."""
    _, number = taught.place.route
    assert isinstance(number, int)
    if taught.lesson and taught.place.path == plan_place(taught.lesson).path:
        return any(row == number and noted for row, _, _, noted in course.outlines[taught.lesson].depths)
    record = course.records[PurePosixPath(taught.place.path).stem]
    return record.concepts[number].repeats is not None


@rule("CON001", Severity.WARNING)
def taught_twice(course: Course) -> Iterator[Problem]:
    """Two lessons teach a concept to the same depth, and nothing says why.

    Learners sit through an explanation that they have had, or one of the two lessons aims lower than it teaches.

    Wrong: `gluten` INTRODUCED by `flour-and-water` and INTRODUCED again by `kneading`

    Right: DEVELOPED in the second lesson, or `repeats: A year lies between the two` in the record's row (in a plan's
    `depths`, `notes`)

    Repair: deepen the concept, drop it from the later lesson, or say why it is repeated.
    """
    for best, entry in _repeats(course):
        if entry.depth == best.depth and entry.depth > Depth.MENTIONED:
            yield Problem(entry.place, f"`{entry.concept}` is taught {entry.depth} in `{entry.lesson}`, as it was in"
                          f" `{best.lesson}` before", "take it deeper, drop it, or say why it is repeated",
                          ((best.place, "it is taught here first"),))


@rule("CON002", Severity.WARNING)
def taught_shallower(course: Course) -> Iterator[Problem]:
    """A lesson teaches a concept less deep than an earlier lesson did, and nothing says why.

    Depth does not fall: whoever can apply an idea is not introduced to it again.  Most often the order of lessons or
    one of the two depths is wrong.

    Wrong: `gluten` DEVELOPED by `kneading`, then INTRODUCED by the later `shaping`

    Right: INTRODUCED first and DEVELOPED later, or `gluten` among the later lesson's prerequisites

    Repair: correct the depth or the order, list the concept as a prerequisite instead, or say why it is repeated.
    """
    for best, entry in _repeats(course):
        if entry.depth < best.depth:
            yield Problem(
                entry.place,
                f"`{entry.concept}` is taught {entry.depth} in `{entry.lesson}`, though `{best.lesson}`"
                f" took it to {best.depth} before",
                "correct the depth, require it instead, or say why it is repeated",
                ((best.place, f"it is taught {best.depth} here"),),
            )


@rule("CON003", Severity.NOTE)
def never_used(course: Course) -> Iterator[Problem]:
    """A concept is taken to DEVELOPED or further, and no later lesson builds on it.

    Time that learners spend on something without a sequel is missing elsewhere; or a later lesson builds on it and
    does not say so.  What the course's last planned lesson teaches is its goal, and no fault.

    Wrong: `autolysis` DEVELOPED in lesson 1, and named by no plan and no text afterwards

    Right: `autolysis` among the prerequisites of the lesson that relies on it

    Repair: name it where it is used, or take it less deep.
    """
    seen = survey(course)
    for concept, taught in course.knowledge.teachings.items():
        deepest = max(taught, key=lambda entry: (entry.depth.level, -entry.order))
        if deepest.lesson and deepest.depth >= Depth.DEVELOPED and deepest.order < seen.last_planned \
                and seen.last_use.get(concept, -1) <= deepest.order:
            yield Problem(deepest.place, f"`{concept}` is taken to {deepest.depth} in `{deepest.lesson}`, and no later"
                          " lesson builds on it", "name it where it is used, or take it less deep")


def _named(course: Course) -> Iterator[tuple[str, Place, str]]:
    """Every name and alias: the concept, its place and the name."""
    for concept, value in course.concepts.items():
        place = Place(CONCEPTS_FILE, ("concepts", concept))
        yield concept, place / "name", value.name
        for n, alias in enumerate(value.aliases):
            yield concept, place / "aliases" / n, alias


def _declared(course: Course, one: str, other: str) -> bool:
    """Whether two concepts share a name on purpose."""
    return one == other or other in course.concepts[one].homonyms or one in course.concepts[other].homonyms


@rule("CON004")
def name_claimed_twice(course: Course) -> Iterator[Problem]:
    """Two concepts claim the same name or alias, so a name in a document or a search cannot be matched to either.

    Learners who look the word up reach one of two pages by chance.

    Wrong: two concepts with the alias `proof`

    Right: the alias at one of them, or `homonyms: [proofing]` where the two share the word on purpose

    Repair: take the name from one of the two, or declare the other under `homonyms`.
    """
    first: dict[str, list[tuple[str, Place]]] = defaultdict(list)
    for concept, place, name in _named(course):
        known = first[name.casefold()]
        clash = next(((other, at) for other, at in known if not _declared(course, concept, other)), None)
        if clash:
            yield Problem(place, f"`{clash[0]}` has the name \"{name}\", too",
                          f"take it from one of the two, or declare `homonyms: [{clash[0]}]`",
                          ((clash[1], "it is claimed here first"),))
        if all(other != concept for other, _ in known):
            known.append((concept, place))


@rule("CON005", Severity.NOTE)
def names_nearly_alike(course: Course) -> Iterator[Problem]:
    """Two concepts have names that differ by a letter, an ending or the order of words.

    Very likely they are one concept under two ids, and what one lesson teaches does not count for the next.

    Wrong: `Fermentation time` and `Fermentation times`

    Right: one concept, with the second name as an alias

    Repair: merge the two, or declare one under the other's `homonyms`.
    """
    buckets: dict[object, list[tuple[str, Place, str, Words]]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for concept, place, name in _named(course):
        words = words_of(name)
        for key in keys(words):
            for other, at, known, those in buckets[key]:
                if (other, concept) not in seen and not _declared(course, concept, other) \
                        and name.casefold() != known.casefold() and alike(words, those):
                    seen.add((other, concept))
                    yield Problem(place, f"\"{name}\" is nearly \"{known}\", a name of `{other}`",
                                  f"merge the two, or declare `homonyms: [{other}]`", ((at, "the other name"),))
            buckets[key].append((concept, place, name, words))


RULES = (taught_twice, taught_shallower, never_used, name_claimed_twice, names_nearly_alike)
