"""Records that carry the digest of what they say, so that one changed letter shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from builder.jobs.keys import canonical, digest


class BrokenSeal(ValueError):
    """A record is cut off, changed, or no record at all."""


def seal(record: Mapping[str, Any]) -> bytes:
    """A record as bytes that begin with its digest."""
    text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False, default=str)
    return f'{{"seal": "{digest(canonical(json.loads(text)))}",\n "record": {text}}}\n'.encode()


def unseal(content: bytes) -> dict[str, Any]:
    """The record that was sealed.

    Raises:
        BrokenSeal: the bytes are not what `seal` gave.
    """
    try:
        sealed = json.loads(content)
        record, expected = sealed["record"], sealed["seal"]
    except (ValueError, TypeError, KeyError):
        raise BrokenSeal("is cut off, or is no record") from None
    if not isinstance(record, dict) or digest(canonical(record)) != expected:
        raise BrokenSeal("is not what was written")
    return record
