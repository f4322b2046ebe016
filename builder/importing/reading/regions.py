"""Which field each section of a lesson plan belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

from msgspec import Struct

from builder.importing.structure.blocks import Block, BlockKind, Section, enumerated, is_checklist, text_block
from builder.importing.structure.labels import label, plain_label
from builder.importing.structure.words import Vocabulary, bare, stems, unnumbered

PLAN = Vocabulary({
    "mental_models": "mental model",
    "student_state": "student state|current state|learner state|starting point|state student|student "
                     "background|where student|where they|where we are",
    "knows": "relevant concept|known concept|concept depth|concept student|prior knowledge|existing "
             "knowledge|student know"
             "|student has|concept inventory|student knowledge|current knowledge|concept already"
             "|available concept|they know|they have|already know|student bring|they knew|student knew|already knew"
             "|they bring|student brought|they brought|prior learning|knowledge so far|concept so far",
    "not_covered": "not covered|explicitly not|not taught|not yet|not been taught|not seen|not know|not know yet"
                   "|they not know|they not seen|they have not seen|they have not|student not know|student not seen"
                   "|student have not seen|student not yet know",
    "readiness": "readiness|ready",
    "target": "target concept|core concept|target|learning target",
    "prerequisites": "prerequisite|prereq|they need|student need|lesson need|lesson require"
                     "|required knowledge|required concept|depend on",
    "misconceptions": "misconception|wrong idea|wrong belief|false belief|common mistake|typical mistake|common error"
                      "|typical error|get wrong|go wrong|goes wrong|pitfall",
    "examples": "example",
    "gaps": "gap|gap resolution|gap analysis|prerequisite gap|gap prerequisite",
    "narrative": "narrative|arc|narrative arc|story",
    "modalities": "modality|modality planned|mode teaching|teaching mode|multiple representation",
    "load_assessment": "cognitive load|load assessment|load|new concept",
    "connections": "connection|connection prior concept|connection concept",
    "scope": "scope|boundary|scope boundary",
    "depths": "target depth|depth target|concept target depth",
    "outline": "outline|running order|agenda|lesson procedure|lesson sequence|lesson step|lesson structure"
               "|lesson flow|lesson outline|section outline|course hour|course lesson|course session|run sheet"
               "|lesson run|order event|step by step|session plan|session flow|lesson script|minute plan"
               "|lesson timeline|lesson schedule",
    "widgets": "widget|widget specification|interactive widget|widget design|widget spec|interactive element",
    "notebook": "notebook|notebook design|notebook specification|notebook plan|notebook exercise|colab notebook",
    "checklist": "checklist|planning checklist|audit|prerequisite audit|pedagogical design|design checklist",
    "orient": "orient|orientation|phase 1",
    "analyze": "analyze|analysis|analyse|phase 2",
    "design": "design|phase 3",
}, "the a of and for to in table planned plan lesson this list specification spec phase section summary prior "
   "concept needed "
   "used addressed addresse what is that it with place so far yet today already established explicitly was "
   "student assessment identified key "
   "resolution check summary non counter each where required analysis interactive colab depth step details s core they "
   "know do have seen")

_STATUS = re.compile(r"\W*(?:OK|GAPS?|MISSING|LATER)\W*")
"""A heading over the prerequisites of one status."""

PHASES = ("orient", "analyze", "design")

_WHOLE = {"structure": "outline", "flow": "outline", "sequence": "outline", "step": "outline", "schedule": "outline",
          "procedure": "outline", "channel": "modalities", "representation": "modalities", "mode": "modalities",
          "need": "prerequisites", "known": "knows", "unknown": "not_covered", "pitfall": "misconceptions",
          "trap": "misconceptions", "plan of the lesson": "outline", "course of the lesson": "outline"}
"""Words that name a field only where a heading says nothing else."""

_OPEN = (None, "student_state", "knows", *PHASES)
"""Where every label that names a field begins one."""

_WHOLE_OWNERS = ("outline", "widgets", "notebook", "checklist", "load_assessment", "scope", "connections", "depths")
"""Where none does: their parts have labels of their own."""

_OF_LABELS = 7
"""The least level of sections that begin with a label; headings have smaller ones."""

_OF_A_ROW = re.compile(r"\W*(?:\w+ )?(?:example|modality|misconception|prerequisite|gap|connection|widget|idea"
                       r"|target)\W*$", re.IGNORECASE)
"""Labels that say something of one row, as `Example: a map`."""

_CLOSED = ("outline", "widgets", "notebook", "examples", "misconceptions", "modalities", "gaps", "connections",
           "readiness",
           "narrative", "target")


class Region(Struct):
    """Sections that belong to one field: the one whose heading names it, and those under it."""

    key: str
    sections: list[Section] = []

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
    """Sections with those added that begin with a label instead of a heading, as in `**Prerequisites:**`.

    Headings below the one that such a label stands under belong to it, if nothing stands between.
    """
    found: list[Section] = []
    host = over = sections[0] if sections else None
    for section, below in zip_longest(sections, sections[1:]):
        if over is not host and any(parent is host for parent in section.parents):
            section.parents = (*section.parents, over) if over else section.parents
        else:
            host = over = section
        if not section.blocks and not (below and below.parents and below.parents[-1] is section):
            section.blocks = _told_in(section)
        key = _phase(section.title, _named(section))
        found.extend([section] if key in _WHOLE_OWNERS else _by_labels(section, key in _OPEN))
        if found[-1].level >= _OF_LABELS and not found[-1].blocks:
            host, over = section, found[-1]
    return found


def _told_in(section: Section) -> list[Block]:
    """What a heading over nothing says itself, as `Modalities: sight, touch`."""
    told = plain_label(section.title)
    key = PLAN.exact(told[0]) if told else None
    return [text_block(told[1], section.line)] if told and told[1] and key and key not in PHASES else []


def cut(section: Section, plain: bool = False) -> list[Section]:
    """What stands in a section from its first bold line that names a field, which counts as a heading, on.

    Where no heading names any, a `plain` paragraph that begins with such a label and says something counts, too.
    """
    first = next((n for n, block in enumerate(section.blocks) if _bold_heading(block) or (plain and _tells(block))),
                 None)
    if first is None:
        return []
    blocks, section.blocks = section.blocks[first:], section.blocks[:first]
    return _by_labels(Section(section.level, "", blocks[0].line, blocks, section.parents), everywhere=True)


def bold_titles(sections: Iterable[Section]) -> list[str]:
    """The bold lines that name fields as headings would, and the labels that do so in paragraphs, if they are many."""
    blocks = [block for section in sections for block in section.blocks]
    lines = [line for block in blocks if _tells(block) for line in block.raw.split("\n")]
    told = [pair[0] for line in lines if (pair := plain_label(line))]
    return [block.raw for block in blocks if _bold_heading(block)] + (told if len(told) > 2 else [])


def _bold_heading(block: Block) -> bool:
    """Whether a block is one line, bold or not, that names a field."""
    if block.kind is not BlockKind.TEXT or "\n" in block.raw:
        return False
    named = label(block.raw) or _bare_label(block.raw, block.raw)
    return bool(named and not named[1] and _field(named[0]))


def _tells(block: Block) -> bool:
    """Whether a block is a paragraph that begins with a label which names a field, as `Modalities: sight, touch`."""
    first = block.raw.partition("\n")[0]
    named = _bare_label(first, block.raw) if block.kind is BlockKind.TEXT else None
    return bool(named and named[1] and _field(named[0]) not in (None, "load_assessment", *PHASES))


def _field(title: str) -> str | None:
    """The field or phase that a label names and says nothing else."""
    numbered = re.match(r"\W*phase\s*\d", title, re.IGNORECASE)
    title = re.sub(r"\s*\([^()]*\)\s*$|^\W*(?:positive|negative|good|bad)\s+(?=examples\b)", "", title,
                   flags=re.IGNORECASE)
    return _phase(title, PLAN.find(title)) if numbered else PLAN.exact(title) or _WHOLE.get(" ".join(stems(title)))


def _is_phase(title: str) -> bool:
    return bool(re.match(r"\W*phase\s*\d", title, re.IGNORECASE)) or PLAN.exact(title) in PHASES


def _apart(title: str, section: Section) -> str | None:
    """The field beside a section's own that a label in it names."""
    beside = None if _OF_A_ROW.match(title) else _field(title)
    own = (PLAN.find(section.title), "gaps", "connections", "widgets", "readiness", *PHASES)
    return beside if beside not in own else None


def _by_labels(section: Section, everywhere: bool) -> list[Section]:
    """A section cut at the labels that name fields; `everywhere` is False in the section of a field."""
    found, current, blocks = [section], section, section.blocks
    above = (*section.parents, section)
    section.blocks = []
    begins = _field if everywhere else lambda title: _apart(title, section)
    for block in blocks:
        for pair, text, line in _runs(block, begins):
            if pair and current is not section and _field(pair[0]) == _field(current.title):
                pair = None
            if pair and _is_phase(pair[0]):
                current = Section(_OF_LABELS, pair[0], line, parents=(*section.parents, section))
                above = (*current.parents, current)
                found.append(current)
            elif pair:
                current = Section(_OF_LABELS + 1, pair[0], line, parents=above)
                found.append(current)
            if pair:
                text = "\n".join([pair[1], *text.split("\n")[1:]])
            if text.strip():
                current.blocks.append(block if not pair and text == block.raw else enumerated(text.strip("\n"), line))
    return found


def _runs(block: Block, begins: Callable[[str], str | None]) -> Iterator[tuple[tuple[str, str] | None, str, int]]:
    """A block cut before each line with a label that begins a field: the label, the text, its line."""
    if block.kind is not BlockKind.TEXT:
        yield None, block.raw, block.line
        return
    held: list[str] = []
    pair: tuple[str, str] | None = None
    start = block.line
    for number, line in enumerate(block.raw.split("\n")):
        bold = line.startswith(("**", "__"))
        named = _bold_label(line) if bold else _bare_label(line, block.raw, after=pair is not None)
        if named and begins(named[0]) and (not _is_phase(named[0]) or line == block.raw):
            if held or pair:
                yield pair, "\n".join(held), start
            pair, held, start = named, [line], block.line + number
        else:
            held.append(line)
    yield pair, "\n".join(held), start


def _bold_label(line: str) -> tuple[str, str] | None:
    """The label in bold that a line begins with, with a colon or stop, as `**2.1 Examples.** A map.`."""
    told = re.match(r"(?:\*\*|__)([^*_]{3,60})\.(?:\*\*|__)\s+(\S.*)$", line)
    return label(line) or ((told[1], told[2]) if told else None)


def _bare_label(line: str, paragraph: str, after: bool = False) -> tuple[str, str] | None:
    """A label that is not bold counts where a paragraph begins with it, or is it, as `Prerequisites` over a list.

    One that has its value beside it may stand `after` another, too.
    """
    if not after and not paragraph.startswith(line):
        return None
    if (told := plain_label(line)) and told[1] and PLAN.exact(told[0]) and not _OF_A_ROW.match(told[0]):
        return told
    if line != paragraph and not line.endswith(":"):
        return None
    if re.fullmatch(r"[A-Z][\w /&'-]{2,40}", line):
        return line, ""
    return (line[:-1], "") if line.endswith(":") and len(line) < 80 else None


def _named(section: Section) -> str | None:
    """The field that a heading names; an audit of the prerequisites that has no boxes to tick is their list."""
    found = PLAN.find(section.title)
    if found == "gaps" and (outside := PLAN.find(re.sub(r"\s*\([^()]*\)\s*$", "", section.title))):
        found = outside
    if found == "gaps" and re.search(r"prereq\w*\s*(?:&|\+|/|,|and|with)\s", section.title, re.IGNORECASE):
        return "prerequisites"
    audit = found == "checklist" and "prerequisite" in stems(section.title) and section.blocks
    return "prerequisites" if audit and not any(is_checklist(block) for block in section.blocks) else found


def _key(section: Section, parent: Region | None) -> str | None:
    """The field that a section begins; None where it goes on with its parent's."""
    found = _named(section) or _WHOLE.get(" ".join(stems(unnumbered(section.title))))
    if parent is None or not parent.key:
        return _phase(section.title, found) or (None if parent else "")
    if parent.key == "checklist" or (parent.key == "prerequisites" and _STATUS.fullmatch(section.title)):
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
    """A phase counts as one only where its heading says so, not where it designs a widget or names a field, too."""
    numbered = re.search(r"\bphase\s*([1-3]|i{1,3})\b", bare(title), re.IGNORECASE)
    if found and numbered:
        return _within_phase(title) or PHASES[len(numbered[1]) - 1 if numbered[1][0] in "iI" else int(numbered[1]) - 1]
    if found == "design" and not _DESIGN.match(bare(title)):
        return None
    return found


_DESIGN = re.compile(r"\W*(?:step|part|3|iii)\b|\W*(?:lesson )?design\W*$", re.IGNORECASE)

_PHASE_WORDS = re.compile(r"\b(?:phase\s*(?:[1-3]|i{1,3})|orient(?:ation)?|analy[sz]e|analysis|design)\b",
                          re.IGNORECASE)


def _within_phase(title: str) -> str | None:
    """The one field that a phase's heading names beside the phase, as in `Phase 3: Design (Outline)`."""
    rest = _PHASE_WORDS.sub(" ", bare(title))
    keys = {key for part in re.split(r",|;|&|\+|/|\band\b", rest) if (key := PLAN.exact(part))}
    return keys.pop() if len(keys) == 1 and PLAN.exact(rest) else None
