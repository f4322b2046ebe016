"""Words of imported rows to the course's ids: lessons, concepts, safe names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from builder.importing.kinds import SAFE_NAME, UNMATCHED_CONCEPT, UNREAD_LESSON
from builder.importing.naming.matching import Catalogue, Proposal, concept_of, names_of
from builder.importing.oddities import Oddities
from builder.importing.reading.rows import Data, Growing, keep
from builder.importing.structure.words import Names, name_key, slug

_ROWS = ("knows", "prerequisites", "gaps", "depths")

MOST_COMPARED = 2000
"""How many unknown names of one document are compared with those of the course."""

_RESERVED = frozenset(["con", "prn", "aux", "nul", "com1", "com2", "com3", "lpt1", "lpt2", "lpt3"])


class Resolver(Struct):
    """Gives one document's rows their ids.

    Attributes:
        catalogue: what the course knows.
        odd: takes note of what is not certain.
        path: the course's file that the rows go to.
        line: the line that stands for the document's rows.
        proposals: names to confirm.
        compared: how many names were compared with those known.
    """

    catalogue: Catalogue
    odd: Oddities
    path: str = ""
    line: int = 1
    proposals: list[Proposal] = []
    compared: int = 0

    def plan(self, plan: Data, before: Sequence[str]) -> None:
        """Give the rows of a plan their concepts."""
        module = str(plan.get("module", ""))
        for key in _ROWS:
            for row in plan.get(key, ()):
                self.line = row.get("_line", self.line)
                self.row(row, self.catalogue.lessons(row.get("source", ""), module) if row.get("source") else (),
                         before)
        for row in plan.get("load_assessment", {}).get("new_concepts", ()):
            self.row(row, (), before)
        for row in plan.get("connections", ()):
            self.connection(row, before)

    def row(self, row: Data, cited: Sequence[str], before: Sequence[str]) -> None:
        """Put a concept's id in the place of its words, where they name it exactly."""
        words = row.get("text")
        if not words:
            return
        ids = self.catalogue.named(words, cited, before)
        if ids:
            row.pop("text")
            row["concept"] = ids[0]
            if len(ids) > 1:
                row["also"] = ids[1:]
            keep(row, "concept", words, self.catalogue.names.get(ids[0], ""))
        elif like := self.like(words, cited):
            self.propose(words, like)

    def like(self, words: str, cited: Sequence[str] = ()) -> tuple[str, str, float] | None:
        """The concept that words resemble; of thousands of unknown names in a document only the first are compared."""
        self.compared += 1
        return self.catalogue.like(words, cited) if self.compared <= MOST_COMPARED else None

    def connection(self, row: Data, before: Sequence[str]) -> None:
        """Name the concepts at both ends of a connection, beside the words."""
        for key in ("old", "new"):
            ids = self.catalogue.named(row[key], (), before) if row.get(key) else []
            if len(ids) == 1:
                row[f"{key}_concept"] = ids[0]

    def propose(self, words: str, like: tuple[str, str, float]) -> None:
        concept, name, score = like
        self.proposals.append(Proposal(self.odd.source, self.line, words, concept, name, score, self.path))
        self.odd.note(UNMATCHED_CONCEPT, self.line,
                      f"`{words[:80]}` resembles `{name[:80]}` ({concept}, {score:.0f} of 100)",
                      f"if it is meant, add the words to the aliases of `{concept}`")

    # ---- records

    def record(self, record: Data, concepts: dict[str, Data], names: Names) -> None:
        """Give a record's rows their lessons and concepts; new concepts are added to `concepts`."""
        known = [lesson["lesson"] for lesson in record.get("lessons", ())]
        here: dict[str, set[str]] = {}
        for row in record.get("concepts", ()):
            self.line = row.get("_line", self.line)
            self.lesson_of(row, known, str(record["module"]))
            self.taught(row, concepts, names, here)

    def lesson_of(self, row: Data, known: Sequence[str], module: str) -> None:
        """The slug of the lesson that a row names."""
        words = row.get("lesson")
        if not words or words in known:
            return
        found = self.catalogue.lessons(words, module)
        if len(found) >= 1 and (len(found) < 3 or slug(words, 20) in found):
            row["lesson"] = found[-1]
        elif re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", words):
            row["lesson"] = words
        else:
            del row["lesson"]
            self.odd.note(UNREAD_LESSON, self.line, f"`{words[:80]}` names no lesson", "set `lesson` to its slug")
        keep(row, "lesson", words, row.get("lesson", ""))

    def taught(self, row: Data, concepts: dict[str, Data], names: Names, here: dict[str, set[str]]) -> None:
        """The concept that a record's row teaches: a known one by name, else a new one."""
        words, lesson = row.pop("text"), row.get("lesson", "")
        ids = self.catalogue.named(words, [lesson] if lesson else [])[:1]
        concept = ids[0] if ids else None
        if concept and lesson in here.get(concept,
                                          ()) and name_key(words) == name_key(concepts.get(concept, {}).get("name",
                                                                                                            "")):
            concept = None
        if concept is None:
            base, _, data = concept_of(words, row.get("notes", ""))
            if (like := self.like(words)) and like[2] >= 90 and like[0] not in here:
                self.propose(words, like)
            concept = names.take(base)
            concepts[concept] = data
            self.catalogue.add(concept, names_of(data))
        here.setdefault(concept, set()).add(lesson)
        row["concept"] = concept
        keep(row, "concept", words, self.catalogue.names.get(concept, ""))
        if lesson:
            self.catalogue.teach(concept, lesson)


def safe_slug(words: str, odd: Oddities, line: int, fallback: str) -> str:
    """A slug that can name a folder; a change of the words is said."""
    found = slug(words, 20) or slug(fallback) or "lesson"
    found = f"{found}-lesson" if found in _RESERVED else found
    if words and found != words:
        odd.note(SAFE_NAME, line, f"`{words[:80]}` cannot name a folder; it became `{found}`",
                 "write the slug as lower-case words joined by hyphens")
    return found


def safe_module(words: str, odd: Oddities, line: int, fallback: str) -> str:
    """A module's id that can name a file."""
    found = re.sub(r"[^A-Za-z0-9.]+", "-", words)[:40]
    found = re.sub(r"[.-]*([.-])[.-]*", r"\1", found).strip(".-") or slug(fallback, 4) or "module"
    found = found.encode("ascii", "ignore").decode()
    if words and found != words:
        odd.note(SAFE_NAME, line, f"`{words[:80]}` cannot name a file; it became `{found}`",
                 "give the module a number or short name")
    return found


def clean(value: Any) -> Any:
    """Data without empty texts, lists and mappings, which no field takes, and without the readers' own marks."""
    if isinstance(value, dict):
        return {key: item for key, raw in value.items()
                if not key.startswith("_")
                and ((item := clean(raw)) not in ("", None, [], {}) or (key == "heading" and item == ""))}
    if isinstance(value, list):
        return [item for raw in value if (item := clean(raw)) not in ("", None, {}, [])]
    return str(value).strip() if isinstance(value, str | Growing) else value
