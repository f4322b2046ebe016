"""Where code blocks and comments end, of which nothing is structure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from builder.importing.structure.blocks import FENCE

_LONGEST = 12


class Fences:
    """Finds the line that closes what a line opens, in little time however often it is asked."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.closers: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.comments = [number for number, line in enumerate(lines) if "-->" in line]
        for number, line in enumerate(lines):
            match = FENCE.match(line)
            if match and not match[2].strip():
                for length in range(3, min(len(match[1]), _LONGEST) + 1):
                    self.closers[match[1][0], length].append(number)

    def opens(self, at: int) -> bool:
        """Whether a code block opens in a line."""
        match = FENCE.match(self.lines[at])
        return bool(match and not (match[1][0] == "`" and "`" in match[2]))

    def close(self, at: int) -> int | None:
        """The line that closes the code block or comment opening in a line; None where none opens or it stays open."""
        if self.lines[at].lstrip().startswith("<!--"):
            after = bisect_left(self.comments, at)
            return self.comments[after] if after < len(self.comments) else None
        match = FENCE.match(self.lines[at])
        if not match or not self.opens(at):
            return None
        closers = self.closers[match[1][0], min(len(match[1]), _LONGEST)]
        after = bisect_right(closers, at)
        return closers[after] if after < len(closers) else None
