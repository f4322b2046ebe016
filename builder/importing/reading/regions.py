"""Which field each section of a lesson plan belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from builder.importing.structure.blocks import Block, BlockKind, Section, text_block
from builder.importing.structure.labels import label
from builder.importing.structure.words import Vocabulary, bare

PLAN = Vocabulary({
    "orient": "orient|orientation|phase 1",
    "analyze": "analyze|analysis|analyse|phase 2",
    "design": "design|phase 3",
    "mental_models": "mental model",
    "student_state": "student state|current state|learner state|starting point|state student|student "
                     "background|where student",
    "knows": "relevant concept|known concept|concept depth|concept student|prior knowledge|existing "
             "knowledge|student know"
             "|student has|concept inventory|student knowledge|current knowledge|concept already|available concept",
    "not_covered": "not covered|explicitly not|not taught|not yet|not been taught|not seen|not know",
    "readiness": "readiness|ready",
    "target": "target concept|core concept|target|learning target",
    "prerequisites": "prerequisite|prereq",
    "misconceptions": "misconception",
    "examples": "example",
    "gaps": "gap|gap resolution|gap analysis|prerequisite gap|gap prerequisite",
    "narrative": "narrative|arc|narrative arc|story",
    "modalities": "modality|modality planned",
    "load_assessment": "cognitive load|load assessment|load|new concept",
    "connections": "connection|connection prior concept|connection concept",
    "scope": "scope|boundary|scope boundary",
    "depths": "target depth|depth target|concept target depth",
    "outline": "outline|lesson structure|lesson flow|lesson outline|section outline",
    "widgets": "widget|widget specification|interactive widget|widget design|widget spec|interactive element",
    "notebook": "notebook|notebook design|notebook specification|notebook plan|notebook exercise|colab notebook",
    "checklist": "checklist|planning checklist|audit|prerequisite audit|pedagogical design|design checklist",
}, "the a of and for to in table planned plan lesson this list specification spec phase section summary prior "
   "concept needed "
   "used addressed addresse what is that it with already established explicitly was student assessment identified key "
   "resolution check summary required analysis interactive colab depth step details s core")

PHASES = ("orient", "analyze", "design")

_CLOSED = ("outline", "widgets", "notebook", "examples", "misconceptions", "modalities", "gaps", "connections",
           "readiness",
           "narrative", "target")


@dataclass
class Region:
    """Sections that belong to one field: the one whose heading names it, and those under it."""

    key: str
    sections: list[Section] = field(default_factory=list)

    @property
    def head(self) -> Section:
        """The section whose heading names the field."""
        return self.sections[0]


def regions(sections: list[Section]) -> list[Region]:
    """Sections by the fields that they belong to; parts that name none have the key ``""``."""
    found: list[Region] = []
    owners: dict[int, Region] = {}
    for section in sections:
        parent = next((owners[id(p)] for p in reversed(section.parents) if id(p) in owners), None)
        key = _key(section, parent)
        if parent is not None and key is None:
            region = parent
        else:
            region = Region(key or "")
            found.append(region)
        region.sections.append(section)
        owners[id(section)] = region
    return found


def spread(sections: list[Section]) -> list[Section]:
    """Sections with those added that begin with a bold label instead of a heading, as in `**Prerequisites:**`."""
    found: list[Section] = []
    for section in sections:
        key = PLAN.find(section.title)
        found.extend(_by_labels(section) if key in (None, "student_state", *PHASES) else [section])
    return found


def _by_labels(section: Section) -> list[Section]:
    found, current, blocks = [section], section, section.blocks
    section.blocks = []
    for block in blocks:
        for pair, text, line in _runs(block):
            if pair:
                current = Section(7, pair[0], line, parents=(*section.parents, section))
                found.append(current)
                text = "\n".join([pair[1], *text.split("\n")[1:]])
            if text.strip():
                current.blocks.append(block if not pair and text == block.raw else text_block(text.strip("\n"), line))
    return found


def _runs(block: Block) -> Iterator[tuple[tuple[str, str] | None, str, int]]:
    """A block cut before each line with a label that names a field: the label, the text, its line."""
    if block.kind is not BlockKind.TEXT:
        yield None, block.raw, block.line
        return
    held: list[str] = []
    pair: tuple[str, str] | None = None
    start = block.line
    for number, line in enumerate(block.raw.split("\n")):
        named = label(line) if line.startswith(("**", "__")) else None
        key = PLAN.exact(named[0]) if named else None
        if named and key and key not in PHASES:
            if held or pair:
                yield pair, "\n".join(held), start
            pair, held, start = named, [line], block.line + number
        else:
            held.append(line)
    yield pair, "\n".join(held), start


def _key(section: Section, parent: Region | None) -> str | None:
    """The field that a section begins; None where it goes on with its parent's."""
    found = PLAN.find(section.title)
    if parent is None or not parent.key:
        return _phase(section.title, found) or (None if parent else "")
    if parent.key == "checklist":
        return None
    if parent.key in _CLOSED:
        exact = None if re.match(r"\s*(?:\d|section|part|step|widget \d|misconception \d)", section.title,
                                 re.IGNORECASE) else (
            PLAN.exact(section.title))
        return exact if exact not in (None, parent.key, *PHASES) else None
    if found in PHASES and parent.key in PHASES:
        found = None if found == parent.key else found
    return None if found == parent.key else _phase(section.title, found)


def _phase(title: str, found: str | None) -> str | None:
    """A phase counts as one only where its heading says so, not where it designs a widget."""
    if found == "design" and not re.match(r"\W*(?:phase|step|part|3|iii)\b|\W*(?:lesson )?design\W*$", bare(title),
                                          re.IGNORECASE):
        return None
    if found is not None and re.match(r"\W*phase\s*[1-3]\b", bare(title), re.IGNORECASE):
        return PHASES[int(re.findall(r"[1-3]", title)[0]) - 1]
    return found
