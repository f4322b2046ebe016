"""Diagnostics for machines: JSON with a version of its own."""

from __future__ import annotations

import json
from typing import Any

from builder import __version__
from builder.audit import Audit
from builder.diagnostics import Diagnostic, Severity, Span

FORMAT = 1


def as_json(audit: Audit) -> str:
    """An audit as JSON: the counts, every diagnostic with its spans, and what was waived and why."""
    return json.dumps({
        "format": FORMAT,
        "tool": {"name": "coursewright", "version": __version__},
        "counts": {str(severity): audit.count(severity) for severity in Severity},
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in audit.diagnostics],
        "waived": [{**_diagnostic(entry.diagnostic), "reason": entry.waiver.reason} for entry in audit.waived],
    }, indent=2, ensure_ascii=False) + "\n"


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "name": diagnostic.kind.name,
        "severity": str(diagnostic.severity),
        **_span(diagnostic.span),
        "place": diagnostic.place,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "related": [{**_span(related.span), "message": related.message} for related in diagnostic.related],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"path": span.path, "line": span.line, "column": span.column,
            "end_line": span.end_line, "end_column": span.end_column}
