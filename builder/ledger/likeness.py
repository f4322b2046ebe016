"""Which findings are worded alike, told without comparing each with each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

_WORD = re.compile(r"[a-z][a-z'-]{2,}")
_EMPTY = frozenset(("the", "and", "for", "are", "was", "were", "not", "that", "this", "with", "from", "what", "which",
                    "its", "has", "have", "but", "too", "into", "than", "then"))
_COMMON = 60
"""A word that stands in more titles than this, of those that are worded otherwise, tells nothing."""
_LEAST = 0.5
"""What two titles must share of their words, counted together."""


def alike(titles: Sequence[tuple[str, str]]) -> list[list[int]]:
    """Groups of two or more titles of one kind that share at least half of their words, and two of them at least.

    Args:
        titles: for each, the kind within which it is compared, and its words.

    Returns:
        The numbers of the titles of each group, in order.
    """
    words = [significant(title) for _, title in titles]
    head, first = list(range(len(titles))), dict[tuple[str, frozenset[str]], int]()
    for n, (kind, _) in enumerate(titles):
        _join(head, n, first.setdefault((kind, words[n]), n))
    holding: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (kind, some), n in first.items():
        for word in some:
            holding[kind, word].append(n)
    for (kind, _), n in first.items():
        near = {k for word in words[n] if len(holding[kind, word]) <= _COMMON for k in holding[kind, word] if k < n}
        for k in sorted(near):
            if _like(words[n], words[k]):
                _join(head, n, k)
    groups: dict[int, list[int]] = defaultdict(list)
    for n in range(len(titles)):
        groups[_top(head, n)].append(n)
    return [group for group in groups.values() if len(group) > 1]


def significant(title: str) -> frozenset[str]:
    """The words of a title that say something, without the s of plurals."""
    found = _WORD.findall(title.lower())
    return frozenset(word.removesuffix("s") if len(word) > 3 else word for word in found if word not in _EMPTY)


def _like(one: frozenset[str], other: frozenset[str]) -> bool:
    both = len(one & other)
    return both >= 2 and both >= _LEAST * len(one | other)


def _top(head: list[int], n: int) -> int:
    while head[n] != n:
        n = head[n]
    return n


def _join(head: list[int], n: int, k: int) -> None:
    first, second = sorted((_top(head, n), _top(head, k)))
    head[second] = first
