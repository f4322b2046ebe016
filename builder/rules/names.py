"""When two names are so alike that they probably mean one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

Words = tuple[str, ...]

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_SHORT = 5
_PREFIX = 3


def words_of(name: str) -> Words:
    """A name's words in lower case and in the order of the alphabet."""
    return tuple(sorted(_WORD.findall(name.casefold())))


def keys(words: Words) -> Iterator[tuple[Words, str]]:
    """Keys of which two alike names share at least one: all words but one, and the beginning of that one.

    So each name is compared with few others, and the cost does not grow with the square of their number.
    """
    for n, word in enumerate(words):
        if len(word) >= _SHORT and not _DIGIT.search(word):
            yield (*words[:n], *words[n + 1:]), word[:_PREFIX]


def alike(one: Words, other: Words) -> bool:
    """Whether two names are equal but for one word, in which they differ by a slip or an ending.

    A slip is one letter in a word of at least six letters, two in one of at least ten (Levenshtein's distance).
    Shorter words and words with digits must be equal: Series 1 is not Series 2.
    """
    if one == other:
        return True
    ours, theirs = sorted(set(one) - set(other)), sorted(set(other) - set(one))
    if len(one) != len(other) or len(ours) != 1 or len(theirs) != 1:
        return False
    return _slip(ours[0], theirs[0])


def _slip(one: str, other: str) -> bool:
    shorter = min(len(one), len(other))
    if one[:_PREFIX] != other[:_PREFIX] or shorter < _SHORT:
        return False
    from rapidfuzz.distance import Levenshtein

    allowed = 1 if shorter < 10 else 2
    return Levenshtein.distance(one, other, score_cutoff=allowed) <= allowed
