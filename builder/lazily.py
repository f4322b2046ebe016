"""Mappings whose values are read when they are asked for, so that a large course need not stand in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Lazily(Mapping[str, T]):
    """Values by name, of which the latest that were asked for are kept.

    Args:
        names: the names, in order.
        read: gives the value of a name.
        keep: how many values are kept; all where this is None.
    """

    def __init__(self, names: Sequence[str], read: Callable[[str], T], keep: int | None = 200) -> None:
        self._names = dict.fromkeys(names)
        self._read = read
        self._keep = keep
        self._kept: OrderedDict[str, T] = OrderedDict()

    def __getitem__(self, name: str) -> T:
        if name in self._kept:
            self._kept.move_to_end(name)
            return self._kept[name]
        if name not in self._names:
            raise KeyError(name)
        value = self._kept[name] = self._read(name)
        if self._keep is not None and len(self._kept) > self._keep:
            self._kept.popitem(last=False)
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
