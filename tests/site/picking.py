"""What edits choose from, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from tests.site.checkout import Checkout, Impossible

T = TypeVar("T")

WORDS = ("Warm water", "Salt and *steam*", "a < b & c", "A “good” crust", "$x^2$ grams", "Größe und Güte", "Rising")
"""Titles, names and sentences; some hold what HTML, Markdown or YAML would read otherwise."""


class Pick(Protocol):
    """Chooses one of several things."""

    def __call__(self, choices: Sequence[T], /) -> T: ...


Edit = Callable[[Checkout, Pick], None]
"""Changes something of a course; Impossible where there is nothing to change."""


def picking(choose: Callable[[Sequence[Any]], Any]) -> Pick:
    """A way of choosing that finds it impossible to choose from nothing."""

    def pick(choices: Sequence[T], /) -> T:
        if not choices:
            raise Impossible
        chosen: T = choose(choices)
        return chosen

    return pick
