"""Generated courses for measuring sites: lessons of about 2,000 words with all that a page can cost, and no fault.

A lesson has a plan, six blocks, six pieces of code in different languages, three tables, four pictures beside its
text, formulas, and twenty links to sections of other lessons.  One lesson of each module is its *hub*: those two to
ten lessons away from it link to it without words, so that they show its title, and with the page before it and the
one after it exactly twenty pages do.  Everything follows from the lessons' numbers, so a course of 1,000 lessons
is the same wherever and whenever it is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from invented import Invention, proper

PER_MODULE = 10
HUB = 5
ENTRY = [f"entry-{number}" for number in range(PER_MODULE)]
SECTIONS = ("motive", "idea", "cases", "refutation", "practice")
BELIEFS = ("first-belief", "second-belief", "third-belief")
EXAMPLES = ("plain-case", "odd-case", "no-case")
MODALITIES = ("visual", "verbal", "concrete example")
LANGUAGES, TABLES, PICTURES, DISPLAYED, FORMULAS, LINKS = 6, 3, 4, 4, 25, 20
REACH = 200
"""How many lessons away the lessons stand, at most, to whose sections a lesson links."""


@dataclass(frozen=True)
class Sketch:
    """What others know of a generated lesson; its slug is its concept's id, too.

    Attributes:
        number: its place in teaching order, from 0.
        of: how many lessons the course has.
    """

    number: int
    of: int

    @property
    def name(self) -> str:
        """What its concept is called."""
        return f"{proper(self.number)} {proper(self.number + 200_000)}"

    @property
    def slug(self) -> str:
        """The name of its folder."""
        return self.name.replace(" ", "-")

    @property
    def title(self) -> str:
        """Its title."""
        return f"{self.name.capitalize()} and {' '.join(Invention(f'title {self.number}').rare(2))}"

    @property
    def headings(self) -> dict[str, str]:
        """The titles of its sections by their ids."""
        made = Invention(f"headings {self.number}")
        return {section: made.heading() for section in SECTIONS}

    @property
    def module(self) -> int:
        """The number of its module."""
        return self.number // PER_MODULE

    @property
    def hubs(self) -> list[Sketch]:
        """The lessons whose titles it shows in its text."""
        near = range(max(0, self.number - PER_MODULE), min(self.of, self.number + PER_MODULE + 1))
        return [Sketch(n, self.of) for n in near if n % PER_MODULE == HUB and abs(n - self.number) > 1]

    @property
    def needs(self) -> list[str]:
        """The four concepts that it rests on: the one before, and three of the ten before."""
        known = [*ENTRY, *(Sketch(n, self.of).slug for n in range(max(0, self.number - PER_MODULE), self.number))]
        return [known[-1], *Invention(f"needs {self.number}").chance.sample(known[-PER_MODULE:-1], 3)]


def hub(lessons: int) -> Sketch:
    """The hub in the middle of a course; twenty pages beside its own show its title if there are 30 lessons."""
    return Sketch(lessons // PER_MODULE // 2 * PER_MODULE + HUB, lessons)


def generate(root: Path, lessons: int) -> None:
    """Write a course of this many lessons."""
    sketches = [Sketch(number, lessons) for number in range(lessons)]
    modules = [sketches[start : start + PER_MODULE] for start in range(0, lessons, PER_MODULE)]
    _write(root / "curriculum/course.yaml", _course(modules))
    _write(root / "curriculum/concepts.yaml", {"concepts": dict(_concepts(sketches))})
    for module in modules:
        _write(root / f"curriculum/records/{module[0].module}.yaml", _record(module))
    for sketch in sketches:
        folder = root / "lessons" / sketch.slug
        _write(folder / "plan.yaml", _plan(sketch))
        (folder / "lesson.md").write_text(text(sketch))
        for number in range(PICTURES):
            made = Invention(f"picture {sketch.number} {number}")
            (folder / f"picture-{number}.png").write_bytes(made.picture())


def _write(path: Path, document: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.dump(document, Dumper=yaml.CSafeDumper, sort_keys=False, width=110))


def _course(modules: list[list[Sketch]]) -> dict[str, Any]:
    lessons = sum(map(len, modules))
    return {
        "title": f"A course of {lessons} lessons",
        "description": "Invented words, to see what a site costs.",
        "modules": [
            {"id": str(module[0].module), "title": Invention(f"module {module[0].module}").heading(),
             "lessons": [sketch.slug for sketch in module]}
            for module in modules
        ],
        "assumes": [{"concept": concept, "depth": "APPLIED", "source": "Known from before"} for concept in ENTRY],
        "audit": {"limits": {"reactivation": lessons}},
    }


def _concepts(sketches: list[Sketch]) -> Iterator[tuple[str, dict[str, str]]]:
    for number, concept in enumerate(ENTRY):
        yield concept, {"name": proper(number + 100_000).capitalize(), "summary": "It is known from before."}
    for sketch in sketches:
        yield sketch.slug, {"name": sketch.name, "summary": Invention(f"concept {sketch.number}").sentence()}


def _record(module: list[Sketch]) -> dict[str, Any]:
    made = Invention(f"record {module[0].module}")
    return {
        "module": str(module[0].module),
        "goal": made.sentence(),
        "concepts": [
            {"concept": sketch.slug, "depth": "DEVELOPED", "lesson": sketch.slug, "notes": made.paragraph(2, [])}
            for sketch in module
        ],
        "lessons": [
            {"lesson": sketch.slug, "load": "BUILD", "taught": [made.sentence(), made.sentence()],
             "misconceptions": [{"misconception": name, "belief": made.sentence()} for name in BELIEFS]}
            for sketch in module
        ],
    }


def _plan(sketch: Sketch) -> dict[str, Any]:
    made, slug, needs = Invention(f"plan {sketch.number}"), sketch.slug, sketch.needs
    kinds = dict(zip(EXAMPLES, ("positive", "positive", "negative"), strict=True))
    return {
        "lesson": slug,
        "title": sketch.title,
        "module": str(sketch.module),
        "position": {"number": sketch.number % PER_MODULE + 1},
        "load": "BUILD",
        "student_state": made.paragraph(3, []),
        "target": made.sentence(),
        "prerequisites": [
            {"concept": concept, "required": made.chance.choice(("INTRODUCED", "DEVELOPED")),
             "reasoning": made.sentence()}
            for concept in needs
        ],
        "misconceptions": [
            {"id": name, "belief": made.sentence(), "concept": slug, "negative_example": made.sentence(),
             "address": {"section": "refutation"}}
            for name in BELIEFS
        ],
        "examples": [{"id": name, "kind": kind, "text": made.sentence()} for name, kind in kinds.items()],
        "narrative": made.paragraph(4, []),
        "modalities": [{"modality": kind, "what": made.sentence()} for kind in MODALITIES],
        "load_assessment": {"count": 1, "new_concepts": [{"concept": slug}]},
        "connections": [{"old_concept": needs[0], "new_concept": slug, "text": made.sentence()}],
        "scope": {"covers": [made.sentence()], "excludes": [{"text": made.sentence()}]},
        "depths": [{"concept": slug, "depth": "DEVELOPED"}],
        "outline": [{"id": name, "title": title, "text": made.sentence()} for name, title in sketch.headings.items()],
    }


# ---- texts


def text(sketch: Sketch) -> str:
    """A lesson's text."""
    made = Invention(f"text {sketch.number}")
    inserts, units, blocks = _inserts(sketch, made), _units(made), _blocks(sketch, made)
    parts = [f"---\ntitle: {sketch.title}\ndescription: {made.sentence()}\n---", blocks.pop("")]
    for place, (section, title) in enumerate(sketch.headings.items()):
        parts += [f"{{#{section}}}\n## {title}", *([blocks[section]] if section in blocks else [])]
        for number in range(place, len(units), len(SECTIONS)):
            parts += [made.paragraph(5, inserts[number :: len(units)]), units[number]]
    return "\n\n".join(parts) + "\n"


def _inserts(sketch: Sketch, made: Invention) -> list[str]:
    """What stands in running text: links, names of concepts, formulas, code and stress, mixed."""
    far = range(max(0, sketch.number - REACH), min(sketch.of, sketch.number + REACH))
    others = [number for number in far if number != sketch.number]
    others = made.chance.sample(others, min(LINKS, len(others)))
    links = [f"lesson:{Sketch(number, sketch.of).slug}#{made.chance.choice(SECTIONS)}" for number in others]
    inserts = [f"[{' '.join(made.rare(2)) if place % 5 else ''}]({link})" for place, link in enumerate(links)]
    inserts += [f"[](lesson:{other.slug})" for other in sketch.hubs]
    inserts += [f"{{concept}}`{concept}`" for concept in sketch.needs]
    inserts += [made.formula() for _ in range(FORMULAS)]
    inserts += [f"`{word}`" for word in made.rare(6)] + [f"**{word}**" for word in made.rare(4)]
    made.chance.shuffle(inserts)
    return inserts


def _units(made: Invention) -> list[str]:
    """What stands between paragraphs: code, tables, pictures and formulas, mixed."""
    units = [made.code(language) for language in made.languages(LANGUAGES)]
    units += [made.table() for _ in range(TABLES)] + [made.display() for _ in range(DISPLAYED)]
    units += [f"![{made.sentence().rstrip('.')}](picture-{number}.png)" for number in range(PICTURES)]
    units += ["\n".join(f"- {made.sentence()}" for _ in range(4)) for _ in range(3)]
    made.chance.shuffle(units)
    return units


def _blocks(sketch: Sketch, made: Invention) -> dict[str, str]:
    """The six blocks by the section that they begin; the first two stand before all sections."""
    return {
        "": f":::{{objective}}\n{made.sentence()}\n:::\n\n::::{{scope}}\n:::{{in}}\n{made.sentence()}\n:::\n"
        f":::{{out}}\n{made.sentence()}\n:::\n::::",
        "idea": f":::{{concept}} {sketch.name.capitalize()}\n:teaches: {sketch.slug}\n:example: {', '.join(EXAMPLES)}\n"
        f":modality: concrete, visual, verbal\n\n{made.paragraph(3, [made.formula()])}\n:::",
        "cases": f":::{{tip}} {made.heading()}\n{made.paragraph(2, [])}\n:::",
        "refutation": f":::{{warning}} {made.heading()}\n:misconception: {', '.join(BELIEFS)}\n\n"
        f"{made.paragraph(3, [])}\n:::",
        "practice": f"::::{{check}} {made.heading()}\n{made.sentence()}\n\n:::{{answer}}\n{made.sentence()}\n:::\n::::",
    }
