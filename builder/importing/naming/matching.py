"""Concept names in free text to ids: exact names are matched, like ones are proposed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field
from rapidfuzz import fuzz, process

from builder.importing.structure.words import bare, name_key, slug, without_gloss

LIKE = 72.0
"""The least score, of 100, at which a name is proposed."""

_CANDIDATES = 60

_COMMON = 400


class Proposal(Struct, frozen=True):
    """Two names that may mean the same concept.

    Attributes:
        source: the document.
        line: where its words stand, as near as is known.
        text: the document's words.
        concept: the id of the concept that they resemble.
        name: the concept's name or alias that resembles them most.
        score: how much, of 100.
        path: the course's file that holds the words.
    """

    source: str
    line: int
    text: str
    concept: str
    name: str
    score: float
    path: str


class Catalogue(Struct):
    """The concepts' names, who teaches them, and the lessons' places."""

    names: dict[str, str] = {}
    by_key: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_word: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    taught_by: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    teaches: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    modules: dict[str, list[str]] = {}
    known: set[str] = set()

    def place(self, module: str, lessons: Iterable[str]) -> None:
        """Know a module's lessons in order."""
        self.modules[module] = list(lessons)
        self.known.update(self.modules[module])

    def add(self, concept: str, names: Iterable[str]) -> None:
        """Know a concept by its names; the first is its own."""
        for number, name in enumerate(names):
            if number == 0:
                self.names.setdefault(concept, name)
            for key in {name_key(name), _whole(name)}:
                if key and concept not in self.by_key[key]:
                    self.by_key[key].append(concept)
            for word in set(name_key(name).split()):
                if len(self.by_word[word]) < _COMMON and (concept, name) not in self.by_word[word]:
                    self.by_word[word].append((concept, name))

    def teach(self, concept: str, lesson: str) -> None:
        """Know that a lesson teaches a concept."""
        if lesson not in self.taught_by[concept]:
            self.taught_by[concept].add(lesson)
            self.teaches[lesson].append(concept)

    # ---- lessons

    def lessons(self, text: str, module: str = "") -> list[str]:
        """The lessons that words cite: by slug, `6.1.2`, `Lesson 2` of a module, a module or a series."""
        text = bare(text)
        found = [word for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) if word in self.known
                 and not word.isdigit()]
        for number, place in re.findall(r"\b(\d+\.\d+)\.(\d+)\b", text):
            found += _at(self.modules.get(number, ()), int(place[:4]))
        place = None
        if not found and (place := re.search(r"\blesson\s*#?\s*(\d{1,4})\b", text, re.IGNORECASE)):
            cited = re.search(r"\b(\d+\.\d+)\b", text)
            found += _at(self.modules.get(cited[1] if cited else module, ()), int(place[1]))
        if not found and not place:
            for number in re.findall(r"\b\d+\.\d+\b", text):
                found += self.modules.get(number, ())
            for series in re.findall(r"\bseries\s+(\d+)\b", text, re.IGNORECASE):
                found += [lesson for key,
                          lessons in self.modules.items() if key.split(".")[0] == series for lesson in lessons]
        return list(dict.fromkeys(found))

    # ---- concepts

    def named(self, text: str, cited: Sequence[str] = (), before: Sequence[str] = ()) -> list[str]:
        """The ids of the concepts that words name exactly.

        Args:
            text: a cell or bullet.
            cited: the lessons that the document names as the source; their concepts come first.
            before: the lessons before this one, last first.
        """
        if found := self._one(text, cited, before):
            return [found]
        parts = [part for part in re.split(r"\s*(?:\s\+\s|\s/\s|;|,|\s&\s|\band\b)\s*", without_gloss(bare(text))[0])
                 if part.strip()]
        if 1 < len(parts) <= 6:
            each = [self._one(part, cited, before) for part in parts]
            if all(each):
                return list(dict.fromkeys(one for one in each if one))
        return []

    def _one(self, text: str, cited: Sequence[str], before: Sequence[str]) -> str | None:
        ids = self.by_key.get(_whole(text)) or self.by_key.get(name_key(text)) or ()
        if len(ids) < 2:
            return ids[0] if ids else None
        for lessons in (cited, before):
            for lesson in lessons:
                here = [concept for concept in ids if lesson in self.taught_by[concept]]
                if len(here) == 1:
                    return here[0]
        return None

    def like(self, text: str, cited: Sequence[str] = ()) -> tuple[str, str, float] | None:
        """The concept whose name is most like the words, with the name and the score."""
        key = name_key(text)
        pool = {(concept, self.names[concept]): None for lesson in cited
                for concept in self.teaches.get(lesson, ())[:_COMMON]
                if concept in self.names}
        words = sorted(set(key.split()), key=lambda word: (len(self.by_word.get(word, ())) or _COMMON + 1, word))
        for word in words[:8]:
            pool.update(dict.fromkeys(self.by_word.get(word, ())[:_CANDIDATES]))
        choices = {(concept, name): name_key(name) for concept, name in pool}
        best = process.extractOne(key[:200], choices, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE - 10)
        wider = process.extractOne(key[:200], choices, scorer=fuzz.token_set_ratio, score_cutoff=90)
        found = max((one for one in (best, wider and (wider[0], wider[1] - 15, wider[2])) if one),
                    key=lambda one: one[1], default=None)
        if not found or found[1] < LIKE:
            return None
        return found[2][0], found[2][1], round(float(found[1]), 1)


def _whole(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", bare(text).casefold()))


def _at(lessons: Sequence[str], number: int) -> list[str]:
    return [lessons[number - 1]] if 0 < number <= len(lessons) else []


def concept_of(words: str, notes: str) -> tuple[str, str, dict[str, Any]]:
    """A new concept from a record's cell: its id, the key that equal names share, and its data."""
    name, gloss = without_gloss(bare(words))
    name = name.strip("\"“” ") or words.strip() or "concept"
    first = re.split(r"(?<=[.!?])\s", bare(notes).strip(), maxsplit=1)[0]
    data: dict[str, Any] = {"name": name}
    if _whole(words) != _whole(name):
        data["aliases"] = [words.strip()]
    first = first if re.search(r"\w", first) else ""
    data["summary"] = (gloss[:1].upper() + gloss[1:]) if gloss else first or name
    return slug(name, 8) or "concept", name_key(words), data


def names_of(data: Mapping[str, Any]) -> list[str]:
    """A concept's own name and its aliases."""
    return [data["name"], *data.get("aliases", ())]
