"""The small course of `tests/rules`, broken at random: words exchanged and misspelt, lines moved, files spoilt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from tests.audit.conftest import SOUND

FILES = {path.relative_to(SOUND).as_posix(): path.read_text() for path in sorted(SOUND.rglob("*"))
         if path.suffix in (".yaml", ".md")}

GROUPS = [words.split() for words in (
    "MENTIONED INTRODUCED DEVELOPED APPLIED", "BUILD STRETCH CONSOLIDATE", "OK GAP MISSING LATER", "small medium large",
    "POLISH IMPROVEMENT CRITICAL", "RESOLVED PARTIAL UNRESOLVED WITHDRAWN", "open fixed accepted rejected", "PASS REVISE",
    "positive negative", "built planned", "complete built", "0 1 2 3 9", "2025-03-01 2025-03-02 2025-03-09 2025-02-30",
    "flour-and-water kneading rising shaping baking", "gluten hydration fermentation measuring surface-tension oven-spring",
    "more-flour longer-is-better hands-only", "smooth-ball window torn-dough", "water-again hands stickiness try",
    "visual verbal concrete", "Gluten Hydration Scoring", "note tip warning check",
)]

SNIPPETS = [
    "depths: [{concept: gluten, depth: APPLIED}]", "  - {concept: gluten, depth: INTRODUCED}", "load: STRETCH", "zzz: 1",
    "    repeats: Long ago.", "      until: 2024-01-31", "    homonyms: [gluten]", "    aliases: [gluten network]",
    "    after: ['2']", "  - {concept: scoring, required: APPLIED, status: OK}", "title: &a x", "name: *a", "  - [",
    "    - {code: PRE, path: '*', reason: todo, until: 2024-01-31}", "    - {code: PER002, path: '*', reason: todo}",
    "    - {concept: gluten}", "    - {text: Another}", "    - {concept: proofing-basket}", ":concept: gluten",
    "    - {text: No, concept: gluten}", "## Gas", "#### Deep", "# Title", "{#gas}", ":::{tip} T", ":::", "::::", "~~~python", "[here](#hands)", "![](a.png)",
    "![image](a.png)", "[x](lesson:risen#a)", "[x](other.md)", "{concept}`glutne`", "{value}`a.m`", "{val}`x`", "[^1]",
    ":misconception: hands-only", ":teaches: fermentation", ":example: smooth-ball, ball", ":modality: verbal", ":::tip",
    "## Hands {#hands}", ":correct: maybe", ":::{notebook}", "```{code-block} python", ":emphasize: 2", "", "    reason: todo", "  - {id: '1', title: Again, lessons: [rising]}", "\x00", "- - - {",
    "plan: {depths: {}}", "verdict:", "    target: {quote: Wait instead.}",
]


class Step(NamedTuple):
    """One change: what is done, in which file, at which place, with what; numbers wrap around."""

    action: str
    file: int
    place: int
    choice: int


def _exchange(text: str, place: int, choice: int) -> str:
    """One word becomes another of its kind."""
    found = [(match, group) for match in re.finditer(r"[\w-]+", text) for group in GROUPS if match[0] in group]
    if not found:
        return text
    match, group = found[place % len(found)]
    return text[:match.start()] + group[choice % len(group)] + text[match.end():]


def _misspell(text: str, place: int, choice: int) -> str:
    """A letter goes from a word, or two letters change places."""
    found = list(re.finditer(r"[a-z][a-z-]{3,}", text))
    if not found:
        return text
    match = found[place % len(found)]
    word, at = match[0], 1 + choice % (len(match[0]) - 2)
    wrong = word[:at] + word[at + 1:] if choice % 2 else word[:at] + word[at + 1] + word[at] + word[at + 2:]
    return text[:match.start()] + wrong + text[match.end():]


def _lines(text: str, place: int, choice: int) -> str:
    """A line goes, comes twice or moves, or a strange one comes in."""
    lines = text.split("\n")
    at = place % len(lines)
    kept, line = [*lines[:at], *lines[at + 1:]], lines[at]
    if choice % 4 == 0:
        return "\n".join(kept)
    if choice % 4 == 1:
        return "\n".join([*lines[:at], line, *lines[at:]])
    if choice % 4 == 2:
        there = choice % (len(kept) + 1)
        return "\n".join([*kept[:there], line, *kept[there:]])
    return "\n".join([*lines[:at], SNIPPETS[choice // 4 % len(SNIPPETS)], *lines[at:]])


TEXT_ACTIONS = {"exchange": _exchange, "misspell": _misspell, "lines": _lines}
ACTIONS = [*TEXT_ACTIONS, "remove", "spoil"]


def broken(steps: Iterable[Step]) -> dict[str, bytes]:
    """The files of the course after some steps; `course.yaml` is changed, but never removed."""
    files = {path: text.encode() for path, text in FILES.items()}
    for step in steps:
        path = list(FILES)[step.file % len(FILES)]
        if path not in files:
            continue
        if step.action == "spoil":
            files[path] = files[path][:step.place % len(files[path]) if files[path] else 0] + (b"\xff" if step.choice % 2 else b"")
        elif step.action == "remove" and path != "curriculum/course.yaml":
            del files[path]
        elif step.action in TEXT_ACTIONS:
            text = files[path].decode("utf-8", "replace")
            files[path] = TEXT_ACTIONS[step.action](text, step.place, step.choice).encode()
    return files
