"""An audit as SARIF 2.1.0, which GitHub, GitLab and editors read.

Static Analysis Results Interchange Format, version 2.1.0, OASIS 2020.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from builder import __version__
from builder.audit import Audit
from builder.diagnostics import Diagnostic, Kind, Related, Span
from builder.reports.fingerprints import fingerprints

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(audit: Audit, prefix: str = "") -> str:
    """An audit as a SARIF log of one run; waived faults are suppressed results, known ones are unchanged.

    Args:
        audit: the audit.
        prefix: the way from the repository's root to the course, empty or ending with a slash.
    """
    names = fingerprints(audit)
    kinds = {diagnostic.code: diagnostic.kind for diagnostic in names}
    at = {code: number for number, code in enumerate(sorted(kinds))}
    run = {
        "tool": {"driver": {
            "name": "Coursewright", "semanticVersion": __version__,
            "rules": [_rule(kinds[code]) for code in sorted(kinds)],
        }},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the repository."}}},
        "results": [_result(d, at, names, prefix) | more for d, more in _judged(audit)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _judged(audit: Audit) -> list[tuple[Diagnostic, dict[str, Any]]]:
    """Every fault with what became of it."""
    new = {"baselineState": "new"} if audit.known else {}
    return [
        *((diagnostic, new) for diagnostic in audit.diagnostics),
        *((diagnostic, {"baselineState": "unchanged"}) for diagnostic in audit.known),
        *(
            (
                entry.diagnostic,
                new
                | {
                    "suppressions": [{"kind": "external", "status": "accepted", "justification": entry.waiver.reason}]
                },
            )
            for entry in audit.waived
        ),
    ]


def _rule(kind: Kind) -> dict[str, Any]:
    first, _, rest = kind.manual.partition("\n\n")
    return {
        "id": kind.code,
        "name": "".join(word.capitalize() for word in kind.name.split("-")),
        "shortDescription": {"text": " ".join(first.split())},
        "help": {"text": kind.manual, "markdown": rest or first},
        "defaultConfiguration": {"level": str(kind.severity)},
    }


def _result(
    diagnostic: Diagnostic, at: Mapping[str, int], names: Mapping[Diagnostic, str], prefix: str
) -> dict[str, Any]:
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": at[diagnostic.code],
        "level": str(diagnostic.severity),
        "message": {"text": f"{diagnostic.message}\nHelp: {diagnostic.help}"},
        "locations": [_location(diagnostic.span, prefix)],
        "partialFingerprints": {"coursewright/v1": names[diagnostic]},
    } | _related(diagnostic.related, prefix)


def _related(related: tuple[Related, ...], prefix: str) -> dict[str, Any]:
    places = [{"id": n, **_location(entry.span, prefix), "message": {"text": entry.message}}
              for n, entry in enumerate(related, 1)]
    return {"relatedLocations": places} if places else {}


def _location(span: Span, prefix: str) -> dict[str, Any]:
    region = {"startLine": span.line, "startColumn": span.column}
    if (span.end_line, span.end_column) >= (span.line, span.column):
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    artifact = {"uri": quote(prefix + span.path), "uriBaseId": "SRCROOT"}
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
