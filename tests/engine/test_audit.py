"""Waivers, severities and the reports of an audit."""

from __future__ import annotations

import json

from builder.diagnostics import Severity
from builder.reports.machine import as_json
from builder.reports.text import report
from tests.conftest import Tiny

COURSE, RUN = "curriculum/course.yaml", "lessons/running/plan.yaml"


def waive(tiny: Tiny, code: str, path: str = RUN, more: str = "") -> None:
    text = (tiny.root / COURSE).read_text()
    tiny.write(COURSE, text + f"audit:\n  waivers:\n    - {{code: {code}, path: '{path}', reason: We know.{more}}}\n")


def test_a_waiver_silences_its_fault_and_its_reason_is_kept(tiny: Tiny) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    waive(tiny, "PRE002")
    result = tiny.audit()
    assert result.diagnostics == () and not result.failed()
    assert [(w.diagnostic.code, w.waiver.reason) for w in result.waived] == [("PRE002", "We know.")]


def test_a_waiver_may_name_a_place_and_a_family(tiny: Tiny) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    waive(tiny, "PRE", "lessons/*/plan.yaml", ", place: 'prerequisites[0].required'")
    assert tiny.faults() == []


def test_a_waiver_that_silences_nothing_is_a_warning(tiny: Tiny) -> None:
    waive(tiny, "PRE002")
    result = tiny.audit()
    assert [f"{d.code} {d.span}" for d in result.diagnostics] == ["AUD001 curriculum/course.yaml:13:7"]
    assert not result.failed() and result.failed(strict=True)


def test_a_waiver_ends_with_its_day(tiny: Tiny) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    waive(tiny, "PRE002", more=", until: 2026-01-31")
    assert tiny.audit("2026-01-31").diagnostics == ()
    assert [d.code for d in tiny.audit("2026-02-01").diagnostics] == ["AUD002", "PRE002"]


def test_a_course_may_weigh_a_rule_otherwise(tiny: Tiny) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    tiny.write(COURSE, (tiny.root / COURSE).read_text() + "audit: {severities: {PRE002: note}}\n")
    result = tiny.audit()
    assert [d.severity for d in result.diagnostics] == [Severity.NOTE] and not result.failed(strict=True)


def test_the_text_report_shows_line_caret_help_and_count(tiny: Tiny) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    text = report(tiny.audit(), tiny.root)
    assert "lessons/running/plan.yaml:5:15: error[PRE002] GAP (medium)" in text
    assert " 5 |     required: APPLIED\n   |               ^^^^^^^\n" in text
    assert "= see: lessons/walking/plan.yaml:7:5: DEVELOPED is stated here" in text
    assert text.splitlines()[-1] == "1 error in 1 file"


def test_the_json_report_holds_every_place(tiny: Tiny) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    data = json.loads(as_json(tiny.audit()))
    (fault,) = data["diagnostics"]
    assert data["counts"] == {"error": 1, "warning": 0, "note": 0}
    assert (fault["code"], fault["path"], fault["line"], fault["column"]) == ("PRE002", RUN, 5, 15)
    assert fault["place"] == "prerequisites[0].required"
    assert fault["related"][0]["path"] == "lessons/walking/plan.yaml"


def test_the_audit_does_not_depend_on_the_order_of_files_and_is_the_same_twice(tiny: Tiny) -> None:
    tiny.change(RUN, "concept: walking", "concept: wlaking")
    tiny.change("lessons/walking/plan.yaml", "required: DEVELOPED", "required: APPLIED")
    assert as_json(tiny.audit()) == as_json(tiny.audit())
    assert [d.span.path for d in tiny.audit().diagnostics] == sorted(d.span.path for d in tiny.audit().diagnostics)
