"""Findings as bars: how many of each severity each iteration raised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from builder.models.base import ReviewSeverity

MOST = 12
"""As many bars stand in a chart; the last of more takes all that follow it."""

START, ROOM = 26.0, 64.0
"""Where bars begin and how long the longest is, in hundredths of the width."""

LINE = 30
"""The height of a bar's line, in pixels."""

WEIGHTS = tuple(reversed(ReviewSeverity))
"""The severities, the heaviest first."""

Counts = Mapping[ReviewSeverity, int]


class Bar(Struct, frozen=True):
    """A bar: its name, and the numbers of findings, the heaviest first."""

    name: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many findings it stands for."""
        return sum(self.counts)


class Chart(Struct, frozen=True):
    """Bars below each other, all on one scale."""

    bars: tuple[Bar, ...]

    line: int = LINE

    @property
    def height(self) -> int:
        """How tall it is, in pixels."""
        return self.line * len(self.bars)

    def parts(self, bar: Bar) -> Iterator[tuple[str, float, float]]:
        """The parts of a bar that have a length: the severity, where it begins and how long it is."""
        at = START
        for severity, count in zip(WEIGHTS, bar.counts, strict=True):
            if count:
                yield severity.lower(), round(at, 2), round(self._length(count), 2)
            at += self._length(count)

    def end(self, bar: Bar) -> float:
        """Where a bar ends."""
        return round(START + self._length(bar.total), 2)

    def _length(self, count: int) -> float:
        return ROOM * count / max(1, *(bar.total for bar in self.bars))


def chart(counts: Sequence[Counts]) -> Chart | None:
    """The findings that each iteration raised, from the first on; None where there is none."""
    if not any(any(one.values()) for one in counts):
        return None
    rows = [tuple(one.get(severity, 0) for severity in WEIGHTS) for one in counts]
    if len(rows) > MOST:
        rest = tuple(map(sum, zip(*rows[MOST - 1:], strict=True)))
        names = [*(f"Iteration {number}" for number in range(1, MOST)), f"From {MOST} on"]
        return Chart(tuple(map(Bar, names, [*rows[:MOST - 1], rest])))
    return Chart(tuple(Bar(f"Iteration {number}", row) for number, row in enumerate(rows, 1)))
