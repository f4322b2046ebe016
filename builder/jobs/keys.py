"""A job's key: the digest of everything that can change its result, kept in words so that two can be compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata
from typing import Any

FORMATS = {"plan": 1, "train": 1, "draw": 2}
"""The version of each kind of job, raised when the builder itself would make another result of the same ingredients."""

Ingredients = Mapping[str, Any]
"""All that a job's result depends on, as JSON can hold it."""

_DISTRIBUTIONS = {"PIL": "pillow", "sklearn": "scikit-learn", "skimage": "scikit-image", "yaml": "PyYAML"}
_ABSENT = object()


def digest(content: bytes) -> str:
    """The SHA-256 digest of some bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def canonical(value: Any) -> bytes:
    """A value as JSON in the one form whose digest counts: keys sorted, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def key_of(ingredients: Ingredients) -> str:
    """The key under which a job's result is kept: the digest of its ingredients."""
    return digest(canonical(ingredients))


def versions(packages: Iterable[str]) -> dict[str, str | None]:
    """The version of each installed package, by the name under which it is imported; None where it is missing.

    The part after a plus sign, which says for which device a package was built, is left out.
    """
    return {package: _version(package) for package in packages}


def distribution(package: str) -> str:
    """The name under which a package is installed, by the name under which it is imported."""
    return _DISTRIBUTIONS.get(package, package)


@cache
def _version(package: str) -> str | None:
    try:
        return metadata.version(distribution(package)).partition("+")[0]
    except metadata.PackageNotFoundError:
        return None


def differences(before: Ingredients, after: Ingredients) -> list[str]:
    """What changed from one job to another, in words: "params.latent changed from 2 to 3"."""
    return [_words(*change) for change in _changes((), before, after)]


def _changes(path: tuple[str, ...], before: Any, after: Any) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """The innermost values that differ, with the way to each; keys stand in order."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in sorted(before.keys() | after.keys()):
            yield from _changes((*path, name), before.get(name, _ABSENT), after.get(name, _ABSENT))
    elif before is _ABSENT or after is _ABSENT or canonical(before) != canonical(after):
        yield path, before, after


def _words(path: tuple[str, ...], before: Any, after: Any) -> str:
    """One change in words; digests are not shown, as they say nothing to a reader."""
    match path:
        case ("code", name):
            return f"{name} {_event(before, after)}"
        case ("data", "files", name):
            return f"the data file {name} {_event(before, after)}"
        case ("needs", name):
            return f"the trained model {name} {_event(before, after)}"
        case ("versions", name):
            return f"the version of {name} {_event(before, after, shown=True)}"
        case _:
            return f"{'.'.join(path)} {_event(before, after, shown=True)}"


def _event(before: Any, after: Any, *, shown: bool = False) -> str:
    if before is _ABSENT:
        return f"is new: {_json(after)}" if shown else "is new"
    if after is _ABSENT:
        return f"is gone: it was {_json(before)}" if shown else "is gone"
    return f"changed from {_json(before)} to {_json(after)}" if shown else "changed"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
