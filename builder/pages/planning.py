"""What the page of a lesson's plan shows: the plan itself, and what the course computes beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from builder.checklists import Checker, Checklist
from builder.course import Course, LessonFolder
from builder.diagnostics import Diagnostic
from builder.knowledge import Standing, Taught
from builder.models.base import Depth
from builder.models.lessons import Block
from builder.models.plans import Example, KnownConcept, Misconception, OutlineSection, Plan, Prerequisite, TargetDepth
from builder.pages import facts
from builder.pages.markup import plain
from builder.pages.sheet import Heading, Target
from builder.pages.words import goals, has_formula, strings
from builder.rules.views import cited, index_rows, new_concepts


class Had(Struct, frozen=True):
    """A concept and what the student has of it before the lesson: how deep, and from where."""

    concept: str
    depth: Depth | None
    source: Target | None
    standing: Standing | None = None


class Known(Struct, frozen=True):
    """A row of what the student knows, with what the course computes for each of its concepts."""

    row: KnownConcept
    had: tuple[Had, ...]


class Needed(Struct, frozen=True):
    """A prerequisite, with how each of its concepts stands, and whether the plan states it so or otherwise."""

    row: Prerequisite
    had: tuple[Had, ...]
    agrees: bool
    differs: bool


class Refuted(Struct, frozen=True):
    """A misconception, where the plan wants it addressed, and where the text does so."""

    entry: Misconception
    planned: Target | None
    found: tuple[Target, ...]
    as_planned: bool


class Shown(Struct, frozen=True):
    """An example and where the text shows it."""

    entry: Example
    found: tuple[Target, ...]


class Deepened(Struct, frozen=True):
    """A target depth, the depth that the student had before, and the one that the record holds."""

    row: TargetDepth
    before: Depth | None
    recorded: Depth | None


class Step(Struct, frozen=True):
    """A step of the outline, and its section in the text where that has it."""

    entry: OutlineSection
    section: Target | None


class Phase(Struct, frozen=True):
    """A phase of planning: its heading, and the headings of its parts."""

    heading: Heading
    parts: tuple[Heading, ...]


class PlanFacts(Struct, frozen=True, dict=True):
    """Everything that the page of a plan shows."""

    frame: facts.Frame
    plan: Plan
    path: str
    knows: tuple[Known, ...]
    needs: tuple[Needed, ...]
    misconceptions: tuple[Refuted, ...]
    examples: tuple[Shown, ...]
    depths: tuple[Deepened, ...]
    outline: tuple[Step, ...]
    sections: Mapping[str, Target]
    figures: Mapping[str, Target]
    new: tuple[str, ...]
    limit: int
    checklists: tuple[Checklist, ...]
    others: tuple[Diagnostic, ...]
    targets: Mapping[str, Target]
    has_math: bool

    @property
    def computed(self) -> tuple[object, ...]:
        """What the course computes beside what the author wrote."""
        return (
            [row.had for row in self.knows], [(row.had, row.agrees, row.differs) for row in self.needs],
            [(row.planned, row.found, row.as_planned) for row in self.misconceptions],
            [row.found for row in self.examples], [(row.before, row.recorded) for row in self.depths],
            [step.section for step in self.outline], self.sections, self.figures, self.new, self.limit,
        )

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The phases of planning, each with those of its parts that have something to show."""
        found = (Phase(Heading(title.lower(), title, 2), _parts(parts, self)) for title, parts in _PHASES.items())
        return tuple(phase for phase in found if phase.parts)

    @cached_property
    def contents(self) -> tuple[Heading, ...]:
        """The page's headings."""
        planned = (heading for phase in self.phases for heading in (phase.heading, *phase.parts))
        lists = (Heading(found.id, found.title, 3) for found in self.checklists)
        return (*planned, Heading("checklists", "Checklists", 2), *lists)


def plan_facts(course: Course, slug: str, checker: Checker) -> PlanFacts:
    """What the page of a lesson's plan shows.

    Args:
        course: the course.
        slug: the lesson; it has a plan.
        checker: gives the lesson's checklists.
    """
    folder = course.lessons[slug]
    plan = folder.plan
    assert plan is not None, f"{slug} has no plan"
    words, new = tuple(strings(plan)), tuple(name for name, _ in new_concepts(course, folder))
    return PlanFacts(
        frame=facts.frame(course, slug), plan=plan, path=facts.plan_path(slug),
        knows=tuple(Known(row, tuple(_had(course, slug, row))) for row in plan.knows),
        needs=tuple(_needed(course, slug, row) for row in plan.prerequisites),
        misconceptions=tuple(_refuted(folder, entry) for entry in plan.misconceptions),
        examples=tuple(Shown(entry, _marking(folder, "example", entry.id)) for entry in plan.examples),
        depths=tuple(_deepened(course, slug, row) for row in plan.depths),
        outline=tuple(Step(step, _in_text(folder, step.id)) for step in plan.outline),
        sections={gap.section: section(folder, gap.section) for gap in plan.gaps if gap.section},
        figures={row.figure: _figure(folder, row.figure) for row in plan.widgets if row.figure},
        new=new, limit=course.config.audit.limits.new_concepts,
        checklists=checker.lists(slug), others=checker.others(slug),
        targets=facts.targets(course, goals(words) | {f"concept:{name}" for name in new}), has_math=has_formula(words),
    )


# ---- what the student has


def _had(course: Course, slug: str, row: KnownConcept | Prerequisite) -> Iterator[Had]:
    required = row.required if isinstance(row, Prerequisite) else None
    for concept in (row.concept, *row.also):
        if concept:
            actual = course.knowledge.actual(concept, slug)
            standing = course.knowledge.standing(concept, slug, required) if required else None
            yield Had(concept, actual.depth if actual else None, _source(course, actual), standing)


def _source(course: Course, actual: Taught | None) -> Target | None:
    """Where the student has a concept from: a lesson or its plan, or the words that say it of knowledge on entry."""
    if actual is None:
        return None
    return Target("", actual.source) if actual.lesson is None else facts.entry(course, actual.lesson).target


def _needed(course: Course, slug: str, row: Prerequisite) -> Needed:
    had = tuple(_had(course, slug, row))
    if not had or (standing := had[0].standing) is None:
        return Needed(row, had, agrees=False, differs=False)
    stated = ((row.actual, had[0].depth), (row.status, standing.status), (row.size, standing.size))
    differs = any(said is not None and said is not computed for said, computed in stated)
    source, teacher = cited(row.source), standing.actual.lesson if standing.actual else None
    agrees = not differs and row.status is not None and source is not None and source.slug == teacher
    return Needed(row, had, agrees, differs)


def _deepened(course: Course, slug: str, row: TargetDepth) -> Deepened:
    before = course.knowledge.actual(row.concept, slug) if row.concept else None
    rows = (found.row for found in index_rows(course).get(slug, ()) if row.concept)
    recorded = next((entry.depth for entry in rows if entry.concept == row.concept), None)
    return Deepened(row, before.depth if before else None, recorded)


# ---- places in the lesson


def section(folder: LessonFolder, name: str) -> Target:
    """A section by its id: in the lesson's text, else in the plan's outline, else only its name."""
    if found := _in_text(folder, name):
        return found
    step = next((step for step in folder.plan.outline if step.id == name), None) if folder.plan else None
    return Target(f"{facts.plan_path(folder.slug)}#step-{name}", plain(step.title)) if step else Target("", name)


def _in_text(folder: LessonFolder, name: str | None) -> Target | None:
    found = folder.text.section(name) if folder.text and name else None
    return Target(f"{facts.lesson_path(folder.slug)}#{found.id}", plain(found.title)) if found else None


def _figure(folder: LessonFolder, name: str) -> Target:
    """A figure by its id, where the lesson's text shows it."""
    blocks = folder.text.blocks if folder.text else ()
    shown = any(block.title.strip() == name for block in blocks if block.name in ("figure", "widget"))
    return Target(f"{facts.lesson_path(folder.slug)}#figure-{name}" if shown else "", name)


def _refuted(folder: LessonFolder, entry: Misconception) -> Refuted:
    name = entry.address.section if entry.address else None
    found = _marking(folder, "misconception", entry.id)
    blocks = folder.text.marking("misconception", entry.id) if folder.text else ()
    return Refuted(entry, section(folder, name) if name else None, found,
                   as_planned=bool(found) and all(block.section == name for block in blocks))


def _marking(folder: LessonFolder, option: str, name: str) -> tuple[Target, ...]:
    """The places in the text whose blocks mark something, each once."""
    blocks = folder.text.marking(option, name) if folder.text else ()
    return tuple(dict.fromkeys(_block(folder, block) for block in blocks))


def _block(folder: LessonFolder, block: Block) -> Target:
    """A block of the text: itself where it has an id, else its section."""
    around = _in_text(folder, block.section) or Target(facts.lesson_path(folder.slug), folder.title)
    own = block.options.get("id")
    return Target(f"{facts.lesson_path(folder.slug)}#{own}", plain(block.title) or around.title) if own else around


# ---- parts

_Test = Callable[[PlanFacts], object]
_Parts = tuple[tuple[str, str, _Test], ...]

_PHASES: dict[str, _Parts] = {
    "Orient": (
        ("state", "Where the student stands", lambda f: f.plan.student_state),
        ("knows", "What the student knows", lambda f: f.knows),
        ("mental-models", "Mental models that are there", lambda f: f.plan.mental_models),
        ("untaught", "Left out so far", lambda f: f.plan.not_covered),
        ("readiness", "Readiness", lambda f: f.plan.readiness),
    ),
    "Analyze": (
        ("target", "Target", lambda f: f.plan.target),
        ("prerequisites", "Prerequisites", lambda f: f.needs),
        ("gaps", "Gaps and how they are closed", lambda f: f.plan.gaps or f.plan.gaps_note),
        ("misconceptions", "Misconceptions", lambda f: f.misconceptions),
        ("examples", "Examples", lambda f: f.examples),
    ),
    "Design": (
        ("narrative", "Narrative", lambda f: f.plan.narrative),
        ("modalities", "Modalities", lambda f: f.plan.modalities),
        ("load", "Load", lambda f: f.plan.load_assessment or f.new),
        ("connections", "Connections", lambda f: f.plan.connections),
        ("scope", "Scope", lambda f: f.plan.scope),
        ("depths", "Target depths", lambda f: f.depths),
        ("outline", "Outline", lambda f: f.outline),
        ("widgets", "Widgets", lambda f: f.plan.widgets),
        ("notebook", "Notebook", lambda f: f.plan.notebook),
        ("sources", "From the source document", lambda f: f.plan.written or f.plan.extra),
    ),
}
"""The phases with their parts: each part's id, its title, and what tells whether it has something to show."""


def _parts(parts: _Parts, shown: PlanFacts) -> tuple[Heading, ...]:
    return tuple(Heading(name, title, 3) for name, title, test in parts if test(shown))
