"""An audit for the machinery of continuous integration: GitHub annotations, GitLab code quality, JUnit."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from builder.audit import Audit
from builder.diagnostics import Diagnostic, Severity
from builder.reports.fingerprints import fingerprints
from builder.rules import KINDS

_ANNOTATION = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_QUALITY = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}
_NOT_XML = {number: None for number in range(32) if number not in (9, 10, 13)}


def as_github(audit: Audit, prefix: str = "") -> str:
    """An audit as GitHub's workflow commands, which put each fault beside its line in a pull request.

    Args:
        audit: the audit.
        prefix: the way from the repository's root to the course, empty or ending with a slash.
    """
    return "".join(_command(diagnostic, prefix) for diagnostic in audit.diagnostics)


def _command(diagnostic: Diagnostic, prefix: str) -> str:
    span = diagnostic.span
    fields = {"file": prefix + span.path, "line": span.line}
    if span.end_line == span.line:
        fields |= {"col": span.column, "endColumn": span.end_column}
    fields["title"] = f"{diagnostic.code} {diagnostic.kind.name}"
    options = ",".join(f"{key}={_field(str(value))}" for key, value in fields.items())
    words = _text(f"{diagnostic.message}\n{diagnostic.help}")
    return f"::{_ANNOTATION[diagnostic.severity]} {options}::{words}\n"


def _text(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _field(words: str) -> str:
    return _text(words).replace(":", "%3A").replace(",", "%2C")


def as_gitlab(audit: Audit, prefix: str = "") -> str:
    """An audit as GitLab's code quality report.

    Args:
        audit: the audit.
        prefix: the way from the repository's root to the course, empty or ending with a slash.
    """
    names = fingerprints(audit)
    return (
        json.dumps(
            [
                {
                    "description": f"{diagnostic.message} ({diagnostic.help})",
                    "check_name": f"{diagnostic.code} {diagnostic.kind.name}",
                    "fingerprint": names[diagnostic],
                    "severity": _QUALITY[diagnostic.severity],
                    "location": {
                        "path": prefix + diagnostic.span.path,
                        "lines": {
                            "begin": diagnostic.span.line,
                            "end": max(diagnostic.span.line, diagnostic.span.end_line),
                        },
                    },
                }
                for diagnostic in audit.diagnostics
            ],
            indent=2,
            ensure_ascii=False,
        )
        + "\n"
    )


def as_junit(audit: Audit, strict: bool = False) -> str:
    """An audit as JUnit's XML: a suite per family, a passed test per rule without faults, a failed one per fault.

    It keeps to what Jenkins's schema `junit-10.xsd` allows, so the place stands in a test's name.

    Args:
        audit: the audit.
        strict: whether warnings fail a test, too; notes never do.
    """
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in audit.diagnostics:
        found[diagnostic.code].append(diagnostic)
    names = {kind.code: kind.name for kind in KINDS} | {d.code: d.kind.name for d in audit.diagnostics}
    families = sorted({code[:3] for code in names})
    suites = "".join(_suite(family, names, found, strict) for family in families)
    cases = sum(max(1, len(found[code])) for code in names)
    failures = sum(_fails(diagnostic, strict) for diagnostic in audit.diagnostics)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<testsuites name="coursewright" tests="{cases}" failures="{failures}" errors="0">\n{suites}'
            '</testsuites>\n')


def _fails(diagnostic: Diagnostic, strict: bool) -> bool:
    return diagnostic.severity is Severity.ERROR or (strict and diagnostic.severity is Severity.WARNING)


def _suite(family: str, names: dict[str, str], found: dict[str, list[Diagnostic]], strict: bool) -> str:
    codes = sorted(code for code in names if code.startswith(family))
    cases = "".join(line for code in codes for line in _cases(code, names[code], found[code], strict))
    failures = sum(_fails(diagnostic, strict) for code in codes for diagnostic in found[code])
    tests = sum(max(1, len(found[code])) for code in codes)
    return f'  <testsuite name="{family}" tests="{tests}" failures="{failures}" errors="0">\n{cases}  </testsuite>\n'


def _cases(code: str, name: str, diagnostics: list[Diagnostic], strict: bool) -> Iterator[str]:
    if not diagnostics:
        yield f'    <testcase classname="{code[:3]}" name="{code} {name}"/>\n'
    for diagnostic in diagnostics:
        span = diagnostic.span
        text = escape(f"{span}: {diagnostic.severity}: {diagnostic.message}\n{diagnostic.help}".translate(_NOT_XML))
        body = f"<system-out>{text}</system-out>"
        if _fails(diagnostic, strict):
            body = f'<failure type="{code}" message={_attribute(diagnostic.message)}>{text}</failure>'
        yield (f'    <testcase classname="{code[:3]}" name={_attribute(f"{code} {name} {span}")}>{body}'
               '</testcase>\n')


def _attribute(words: str) -> str:
    return quoteattr(words.translate(_NOT_XML))
