"""Baselines: the faults that a course had when it adopted the audit, so that only new ones count."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from builder.audit import Audit
from builder.reports.fingerprints import fingerprints

FORMAT = 1


class BaselineError(Exception):
    """A baseline that cannot be read; its words say why."""


class Compared(Struct, frozen=True):
    """An audit held against a baseline: what is new counts, and `gone` of the recorded faults are no longer there."""

    audit: Audit
    gone: int


def write_baseline(path: Path, audit: Audit) -> int:
    """Record an audit's faults; returns how many.

    Raises:
        OSError: if the file cannot be written.
    """
    names = fingerprints(audit)
    entries = [{"fingerprint": names[d], "code": d.code, "path": d.span.path, "message": d.message}
               for d in (*audit.diagnostics, *audit.known)]
    entries.sort(key=lambda entry: (entry["path"], entry["code"], entry["message"], entry["fingerprint"]))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"format": FORMAT, "faults": entries}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return len(entries)


def read_baseline(path: Path) -> Mapping[str, str]:
    """The recorded faults: their codes by fingerprint.

    Raises:
        BaselineError: if there is no such file, or it is no baseline.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != FORMAT:
            raise BaselineError(f"{path} has format {data['format']}, this version reads {FORMAT}: update the baseline")
        return {entry["fingerprint"]: entry["code"] for entry in data["faults"]}
    except FileNotFoundError:
        raise BaselineError(f"there is no baseline {path}; --update-baseline writes one") from None
    except (ValueError, KeyError, TypeError) as error:
        raise BaselineError(f"{path} is no baseline: {error}") from None


def compare(audit: Audit, baseline: Mapping[str, str]) -> Compared:
    """The audit in which only faults count that the baseline does not hold."""
    names = fingerprints(audit)
    held = {names[d] for d in (*audit.diagnostics, *audit.known)}
    return Compared(
        audit.judging(d for d in audit.diagnostics if names[d] not in baseline), len(baseline.keys() - held)
    )
