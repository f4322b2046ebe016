"""An audit for programs: JSON with a version and a schema of its own, `schemas/audit.schema.json`."""

from __future__ import annotations

import json
from typing import Any

from builder import __version__
from builder.audit import Audit
from builder.diagnostics import Diagnostic, Severity, Span
from builder.reports.fingerprints import fingerprints

FORMAT = 1


def as_json(audit: Audit, prefix: str = "") -> str:
    """An audit as JSON: the counts, every fault with its places, what was waived and why, what is known.

    Args:
        audit: the audit.
        prefix: the way from the repository's root to the course, empty or ending with a slash.
    """
    names = fingerprints(audit)

    def fault(diagnostic: Diagnostic) -> dict[str, Any]:
        return {"fingerprint": names[diagnostic], **_fault(diagnostic, prefix)}

    return json.dumps({
        "format": FORMAT,
        "tool": {"name": "coursewright", "version": __version__},
        "counts": {str(severity): audit.count(severity) for severity in Severity},
        "diagnostics": [fault(diagnostic) for diagnostic in audit.diagnostics],
        "waived": [{**fault(entry.diagnostic), "reason": entry.waiver.reason, "until": entry.waiver.until}
                   for entry in audit.waived],
        "known": [fault(diagnostic) for diagnostic in audit.known],
    }, indent=2, ensure_ascii=False) + "\n"


def _fault(diagnostic: Diagnostic, prefix: str) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "name": diagnostic.kind.name,
        "severity": str(diagnostic.severity),
        **_span(diagnostic.span, prefix),
        "place": diagnostic.place,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "related": [{**_span(related.span, prefix), "message": related.message} for related in diagnostic.related],
    }


def _span(span: Span, prefix: str) -> dict[str, Any]:
    return {"path": prefix + span.path, "line": span.line, "column": span.column,
            "end_line": span.end_line, "end_column": span.end_column}
