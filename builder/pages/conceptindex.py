"""The index of concepts: one page while it is short, else a page for each first letter."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from builder.pages.facts import Listed

ONE_PAGE = 200
"""As many concepts stand on one page."""


class Letter(Struct, frozen=True):
    """The concepts whose names begin with a letter."""

    sign: str
    concepts: tuple[Listed, ...]

    @property
    def path(self) -> str:
        """The page of the letter, where it has one; only ASCII letters and digits stand in it as they are."""
        plain = self.sign.isascii() and self.sign.isalnum()
        return f"concepts/by-letter/{self.sign.lower() if plain else f'{ord(self.sign):x}'}.html"


def letters(concepts: Iterable[Listed]) -> tuple[Letter, ...]:
    """The letters that concepts begin with, in order; each with its concepts in the order in which they come."""
    found: dict[str, list[Listed]] = defaultdict(list)
    for concept in concepts:
        found[_sign(concept.name)].append(concept)
    return tuple(Letter(sign, tuple(found[sign])) for sign in sorted(found))


def paged(letters: Iterable[Letter]) -> bool:
    """Whether the concepts are too many for one page."""
    return sum(len(letter.concepts) for letter in letters) > ONE_PAGE


def _sign(name: str) -> str:
    """The first letter or digit of a name, as a capital without accents."""
    letter = next((letter for letter in unicodedata.normalize("NFKD", name) if letter.isalnum()), "#")
    return letter.upper()[0]
