"""The three checklists of a lesson, computed: what its plan and text fulfil, each item with its evidence.

An item is never ticked by hand.  It is met when the rules behind it find nothing, waived when the course accepts what
they find, open when a fault counts, and not yet due while the part that it speaks of is unwritten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from builder.audit import Audit
from builder.course import LESSONS, Course, LessonFolder
from builder.diagnostics import Diagnostic
from builder.models.base import Status
from builder.models.plans import ExampleKind, Plan
from builder.rules.views import Requirement, finished, new_concepts, plan_place, requirements


class State(StrEnum):
    """How an item of a checklist stands."""

    MET = "met"
    OPEN = "open"
    WAIVED = "waived"
    NOT_YET = "not yet"


class Item(Struct, frozen=True):
    """An item of a checklist: the demand, how it stands, the evidence, and the faults that keep it open."""

    text: str
    state: State
    evidence: str
    faults: tuple[Diagnostic, ...] = ()


class Checklist(Struct, frozen=True):
    """A checklist of one lesson."""

    title: str
    items: tuple[Item, ...]

    @property
    def id(self) -> str:
        """The title as an id: text-against-plan."""
        return self.title.lower().replace(" ", "-")

    @property
    def met(self) -> int:
        """How many items are met or waived."""
        return sum(item.state in (State.MET, State.WAIVED) for item in self.items)

    @property
    def score(self) -> str:
        """How far the checklist is met, in words."""
        due = any(item.state is not State.NOT_YET for item in self.items)
        return f"{self.met} of {len(self.items)}" if due else "not due yet"

    @property
    def open(self) -> bool:
        """Whether an item is open."""
        return any(item.state is State.OPEN for item in self.items)


class _Lesson(Struct, frozen=True):
    """What items look at: the course, the lesson and its plan, and its requirements."""

    course: Course
    folder: LessonFolder
    plan: Plan
    needs: tuple[Requirement, ...]


class _Demand(Struct, frozen=True):
    """What an item asks: words, the codes of the rules behind it, and where its evidence comes from."""

    text: str
    codes: tuple[str, ...]
    evidence: Callable[[_Lesson], str]


class Checker:
    """The checklists of a course's lessons; faults are sorted by lesson once, whatever their number.

    Args:
        course: the course.
        audit: the course's audit, whose faults and waivers decide.
    """

    def __init__(self, course: Course, audit: Audit) -> None:
        self.course = course
        self._faults = _by_folder((*audit.diagnostics, *audit.known))
        self._waived = _by_folder(entry.diagnostic for entry in audit.waived)

    def lists(self, slug: str) -> tuple[Checklist, ...]:
        """The checklists of a lesson; none where the lesson has no plan."""
        part = self.course.part([slug])
        folder = part.lessons[slug]
        if folder.plan is None:
            return ()
        lesson = _Lesson(part, folder, folder.plan, requirements(part))
        due = {"Prerequisite audit": True, "Pedagogical design": finished(folder),
               "Text against plan": finished(folder) and folder.text is not None}
        return tuple(
            Checklist(title, tuple(self._items(lesson, demands, due[title]))) for title, demands in _LISTS.items()
        )

    def others(self, slug: str) -> tuple[Diagnostic, ...]:
        """The faults of a lesson's plan that no item of its checklists speaks of."""
        plan = plan_place(slug).path
        return tuple(d for d in self._faults.get(f"{LESSONS}/{slug}", ())
                     if d.span.path == plan and d.code not in _JUDGED)

    def _items(self, lesson: _Lesson, demands: tuple[_Demand, ...], due: bool) -> Iterator[Item]:
        faults, waived = (found.get(lesson.folder.path, ()) for found in (self._faults, self._waived))
        for demand in demands:
            found = tuple(d for d in faults if d.code in demand.codes)
            accepted = any(d.code in demand.codes for d in waived)
            state = State.OPEN if found else State.NOT_YET if not due else State.WAIVED if accepted else State.MET
            yield Item(demand.text, state, demand.evidence(lesson), found)


def _by_folder(diagnostics: Iterable[Diagnostic]) -> Mapping[str, Sequence[Diagnostic]]:
    """Diagnostics by the lesson's folder that their file stands in: `lessons/<slug>`."""
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        found["/".join(diagnostic.span.path.split("/")[:2])].append(diagnostic)
    return found


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def _required(lesson: _Lesson) -> str:
    rows = lesson.plan.prerequisites
    return f"{sum(row.required is not None for row in rows)} of {_count(len(rows), 'prerequisite')} state a depth"


def _traced(lesson: _Lesson) -> str:
    traced = [need.standing.actual for need in lesson.needs if need.standing.actual]
    lessons = sorted({entry.lesson for entry in traced if entry.lesson}, key=lesson.course.knowledge.order.__getitem__)
    entry = sum(entry.lesson is None for entry in traced)
    known = [*(f"`{slug}`" for slug in lessons), *([f"{entry} on entry"] if entry else [])]
    return f"{len(traced)} of {len(lesson.needs)} traced: {', '.join(known) or 'nothing'}"


def _standings(lesson: _Lesson) -> str:
    counts = {status: sum(need.standing.status is status for need in lesson.needs) for status in Status}
    return ", ".join(f"{number} {status}" for status, number in counts.items() if number) or "nothing is required"


def _untaught(lesson: _Lesson) -> str:
    names = [need.concept for need in lesson.needs if need.standing.status in (Status.MISSING, Status.LATER)]
    return ", ".join(f"`{name}`" for name in names) or "every concept that is required was taught"


def _resolved(lesson: _Lesson) -> str:
    open_needs = [need for need in lesson.needs if need.standing.status is not Status.OK]
    return f"{_count(len(open_needs), 'gap')}, {_count(len(lesson.plan.gaps), 'resolution')}"


def _narrative(lesson: _Lesson) -> str:
    words = len((lesson.plan.narrative or "").split())
    return f"{_count(words, 'word')} under `narrative`" if words else "no `narrative`"


def _modalities(lesson: _Lesson) -> str:
    return ", ".join(entry.modality for entry in lesson.plan.modalities) or "none"


def _examples(lesson: _Lesson) -> str:
    kinds = [entry.kind for entry in lesson.plan.examples]
    return f"{kinds.count(ExampleKind.POSITIVE)} positive, {kinds.count(ExampleKind.NEGATIVE)} negative"


def _misconceptions(lesson: _Lesson) -> str:
    entries = lesson.plan.misconceptions
    return f"{len(entries)}, {sum(entry.negative_example is not None for entry in entries)} with a negative example"


def _load(lesson: _Lesson) -> str:
    names = [name for name, _ in new_concepts(lesson.course, lesson.folder)]
    return f"{_count(len(names), 'new concept')} ({lesson.plan.load or 'no load stated'})"


def _connections(lesson: _Lesson) -> str:
    return _count(len(lesson.plan.connections), "connection")


def _scope(lesson: _Lesson) -> str:
    scope = lesson.plan.scope
    return f"{len(scope.covers)} covered, {len(scope.excludes)} left out" if scope else "no `scope`"


def _sections(lesson: _Lesson) -> str:
    steps = [step.id for step in lesson.plan.outline if step.id]
    there = sum(lesson.folder.text.section(step) is not None for step in steps) if lesson.folder.text else 0
    return f"{there} of {_count(len(steps), 'step')} have a section"


def _marked(option: str, names: Callable[[Plan], list[str]]) -> Callable[[_Lesson], str]:
    """Evidence that counts how many names of a plan the text marks."""

    def evidence(lesson: _Lesson) -> str:
        wanted, text = names(lesson.plan), lesson.folder.text
        marked = text.marked(option) if text else {}
        return f"{sum(name in marked for name in wanted)} of {len(wanted)} marked in the text"

    return evidence


def _blocks(*names: str) -> Callable[[_Lesson], str]:
    def evidence(lesson: _Lesson) -> str:
        blocks = [block.name for block in lesson.folder.text.blocks] if lesson.folder.text else []
        return ", ".join(_count(blocks.count(name), name) for name in names if name in blocks) or "none"

    return evidence


_LISTS: dict[str, tuple[_Demand, ...]] = {
    "Prerequisite audit": (
        _Demand("Every assumed concept states the depth that is required", ("PRE001", "REF009"), _required),
        _Demand("Each is traced to what taught it", ("PRE007", "PRE008", "PRE012", "PRE013"), _traced),
        _Demand(
            "Each is deep enough, and its stated status is right",
            ("PRE002", "PRE009", "PRE010", "PRE014"),
            _standings,
        ),
        _Demand("Nothing is required that nobody has taught", ("PRE003", "PRE004", "PRE015"), _untaught),
        _Demand(
            "Every gap has a resolution that points to its place",
            ("PRE002", "PRE003", "PRE004", "PRE005", "PRE006", "PRE014"),
            _resolved,
        ),
    ),
    "Pedagogical design": (
        _Demand("The narrative is told in a paragraph", (), _narrative),
        _Demand("The core concept is shown in enough modalities", ("MOD001",), _modalities),
        _Demand("There are positive examples and a negative one", ("MOD002", "MOD003"), _examples),
        _Demand("Misconceptions are named, each with what disproves it", ("MIS001", "MIS006"), _misconceptions),
        _Demand("The load is bearable", ("LOA001", "LOA002", "LOA003", "LOA004", "LOA006", "LOA007"), _load),
        _Demand("Every new concept hangs on one that is known", ("MOD004", "MOD005"), _connections),
        _Demand("The scope is stated", ("SCO005",), _scope),
    ),
    "Text against plan": (
        _Demand("The sections are those of the outline, in its order", ("SCO001", "SCO002", "SCO003"), _sections),
        _Demand(
            "Every target is taught, and nothing that was left out",
            ("LES001", "LES002", "SCO004"),
            _marked("teaches", lambda plan: [row.concept for row in plan.depths if row.concept]),
        ),
        _Demand(
            "Every misconception is addressed where the plan says",
            ("MIS002", "MIS003", "MIS004", "MIS005", "MIS007"),
            _marked("misconception", lambda plan: [entry.id for entry in plan.misconceptions]),
        ),
        _Demand(
            "Every planned example and modality is shown",
            ("MOD006", "MOD007", "MOD008"),
            _marked("example", lambda plan: [entry.id for entry in plan.examples]),
        ),
        _Demand("Readers are told objective and scope", ("SCO006", "SCO007"), _blocks("objective", "scope")),
        _Demand("Readers are asked to try", ("SCO008",), _blocks("check", "exercise", "transfer")),
        _Demand(
            "Links, headings and images serve everybody",
            ("REF011", "LNK001", "ACC001", "ACC002", "ACC003"),
            lambda lesson: _count(len(lesson.folder.text.links), "link") if lesson.folder.text else "no text",
        ),
    ),
}

_JUDGED = frozenset(code for demands in _LISTS.values() for demand in demands for code in demand.codes)


def as_text(lists: tuple[Checklist, ...], title: str) -> str:
    """Checklists for people at a terminal."""
    marks = {State.MET: "[x]", State.WAIVED: "[x]", State.OPEN: "[ ]", State.NOT_YET: " · "}
    lines = [title]
    for checklist in lists:
        lines += ["", f"{checklist.title} ({checklist.met} of {len(checklist.items)})"]
        for item in checklist.items:
            lines.append(f"  {marks[item.state]} {item.text}: {item.evidence}{_note(item)}")
            lines += [f"        {fault.span}: {fault.message} [{fault.code}]" for fault in item.faults]
    return "\n".join(lines) + "\n"


def _note(item: Item) -> str:
    return {State.WAIVED: " (waived)", State.NOT_YET: " (not yet due)"}.get(item.state, "")
