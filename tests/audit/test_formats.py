"""What the audit writes for people and machines, and where."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from builder.cli.main import run
from builder.reports.ci import as_github, as_gitlab, as_junit
from builder.reports.fingerprints import fingerprints
from builder.reports.html import as_html
from builder.reports.machine import as_json
from builder.reports.sarif import as_sarif
from builder.schemas import schema_files
from tests.audit.conftest import change, judged

FIXTURES = Path(__file__).parent / "fixtures"
CODES = ["LNK001", "PRE011", "PRE014"]


@pytest.fixture(autouse=True)
def no_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)


def test_sarif_is_valid_by_the_official_schema_and_complete(broken: Path) -> None:
    log = json.loads(as_sarif(judged(broken)[1], "courses/bread/"))
    jsonschema.validate(log, json.loads((FIXTURES / "sarif-2.1.0-rtm.5.json").read_text()))
    (made,) = log["runs"]
    results = made["results"]
    assert sorted(result["ruleId"] for result in results) == sorted([*CODES, "LOA003"])
    rules = made["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    link = next(result for result in results if result["ruleId"] == "LNK001")
    place = link["locations"][0]["physicalLocation"]
    assert unquote(place["artifactLocation"]["uri"]) == "courses/bread/lessons/kneading/lesson.md"
    assert (place["region"]["startLine"], place["region"]["startColumn"], link["level"]) == (15, 20, "warning")
    waived = next(result for result in results if result["ruleId"] == "LOA003")
    assert waived["suppressions"][0]["justification"] == "Scoring is one cut with a knife, and no theory."


def test_json_fits_its_own_schema(broken: Path) -> None:
    report = json.loads(as_json(judged(broken)[1]))
    jsonschema.validate(report, json.loads(schema_files()["audit.schema.json"]))
    assert report["counts"] == {"error": 1, "warning": 1, "note": 1}
    assert sorted(fault["code"] for fault in report["diagnostics"]) == CODES
    assert [(fault["code"], fault["until"]) for fault in report["waived"]] == [("LOA003", None)]


def test_fingerprints_stay_while_lines_move(broken: Path) -> None:
    before = sorted(fingerprints(judged(broken)[1]).values())
    for path in ("lessons/shaping/plan.yaml", "lessons/kneading/plan.yaml"):
        text = (broken / path).read_text()
        (broken / path).write_text("# A comment.\n\n" + text)
    change(broken, "lessons/kneading/lesson.md", ":::{objective}", "A word ahead.\n\n:::{objective}")
    assert sorted(fingerprints(judged(broken)[1]).values()) == before


def test_equal_faults_of_one_file_have_fingerprints_of_their_own(broken: Path) -> None:
    change(broken, "lessons/kneading/lesson.md", "Wait instead.", "Wait, see [here](#hands), instead.")
    result = judged(broken)[1]
    assert [d.code for d in result.diagnostics].count("LNK001") == 2
    assert len(set(fingerprints(result).values())) == len(fingerprints(result))


def test_github_puts_each_fault_beside_its_line(broken: Path) -> None:
    lines = as_github(judged(broken)[1], "bread/").splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("::warning file=bread/lessons/kneading/lesson.md,line=15,col=20,endColumn=")
    assert "title=LNK001 empty-link-text::the link says \"here\"" in lines[0] and "%0A" in lines[0]
    assert [line.split(" ")[0] for line in lines] == ["::warning", "::notice", "::error"]


def test_github_escapes_what_would_break_a_command(broken: Path) -> None:
    change(broken, "lessons/kneading/lesson.md", "Wait instead.", "Wait {concept}`50%: x`.")
    line = next(line for line in as_github(judged(broken)[1]).splitlines() if "REF009" in line)
    assert line.count("::") == 2 and "no concept has the id `50%25: x`%0A" in line


def test_gitlab_has_what_its_code_quality_reader_asks_for(broken: Path) -> None:
    report = json.loads(as_gitlab(judged(broken)[1]))
    assert [entry["severity"] for entry in report] == ["minor", "info", "critical"]
    assert len({entry["fingerprint"] for entry in report}) == 3
    for entry in report:
        assert entry["location"]["lines"]["begin"] >= 1 and (broken / entry["location"]["path"]).is_file()
        assert entry["description"] and entry["check_name"][:6] in CODES


@pytest.mark.parametrize(("strict", "failures"), [(False, 1), (True, 2)])
def test_junit_fails_a_test_per_fault_that_counts(broken: Path, strict: bool, failures: int) -> None:
    root = ET.fromstring(as_junit(judged(broken)[1], strict))
    assert int(root.get("failures", 0)) == failures == len(root.findall(".//failure"))
    assert int(root.get("tests", 0)) == len(root.findall(".//testcase"))
    sums = [sum(int(suite.get(key, 0)) for suite in root) for key in ("tests", "failures")]
    assert sums == [int(root.get("tests", 0)), failures]
    assert root.find(".//testcase[@name='PRE002 prerequisite-gap']") is not None, "a rule without faults passes"


# What Jenkins's junit-10.xsd asks of each element: its parents, the attributes it must have, and those it may have.
JUNIT = {
    "testsuites": ({None}, set(), {"name", "tests", "failures", "errors"}),
    "testsuite": ({"testsuites"}, {"name", "tests", "failures", "errors"}, set()),
    "testcase": ({"testsuite"}, {"name"}, {"classname"}),
    "failure": ({"testcase"}, set(), {"type", "message"}),
    "system-out": ({"testcase"}, set(), set()),
}


def test_junit_holds_nothing_that_its_schema_refuses(broken: Path) -> None:
    root = ET.fromstring(as_junit(judged(broken)[1]))
    parents = {child: parent.tag for parent in root.iter() for child in parent}
    for element in root.iter():
        places, needed, allowed = JUNIT[element.tag]
        assert parents.get(element) in places and needed <= set(element.keys()) <= needed | allowed, element.tag


def test_html_shows_faults_coverage_journeys_and_reasons_without_a_script(broken: Path) -> None:
    page = as_html(*judged(broken))
    assert "<script" not in page and "http-equiv=\"Content-Security-Policy\"" in page
    for words in ("no lesson takes it further than DEVELOPED", "required: <mark>APPLIED</mark>", "Accepted because",
                  "needs APPLIED", "After forty minutes in a machine the dough tears.", "id=\"journey-gluten\"",
                  "Pedagogical design", "Hydration is not called back"):
        assert words in page, words
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_html_shows_what_authors_wrote_and_runs_none_of_it(broken: Path) -> None:
    change(broken, "lessons/kneading/plan.yaml", "belief: Kneading can never be too long.",
           "belief: <script>alert(1)</script>")
    page = as_html(*judged(broken))
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page


def test_several_formats_at_once_each_to_its_file(
    broken: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = {form: tmp_path / f"out/report.{form}" for form in ("sarif", "json", "junit", "gitlab", "html", "github")}
    pairs = [word for form, path in paths.items() for word in ("--format", form, "--output", str(path))]
    assert run(["--course", str(broken), "audit", *pairs, "--format", "text", "--output", "-"]) == 1
    assert all(path.stat().st_size > 100 for path in paths.values())
    out, err = capsys.readouterr()
    assert "error[PRE014]" in out and "report.sarif" in err and "report.sarif" not in out


def test_machine_output_stands_alone_and_people_read_the_count(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--course", str(broken), "audit", "--format", "json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["counts"]["error"] == 1
    assert err.splitlines() == [
        "1 error, 1 warning, 1 note in 3 files (1 fault waived)",
        "2 lessons without text (baking, shaping): what only lesson.md can show was not judged",
    ]


def test_a_format_without_its_output_is_wrong_usage(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--course", str(broken), "audit", "--format", "json", "--format", "sarif", "--output", "a"]) == 2
    assert "give each --format its --output" in capsys.readouterr().err


def test_github_is_chosen_within_its_actions(
    broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert run(["--course", str(broken), "audit"]) == 1
    assert capsys.readouterr().out.startswith("::warning file=")


@pytest.mark.parametrize(("arguments", "codes", "exit_code"), [
    (["--select", "PRE"], {"PRE011", "PRE014"}, 1),
    (["--select", "pre014,LNK"], {"PRE014", "LNK001"}, 1),
    (["--ignore", "PRE014"], {"PRE011", "LNK001"}, 0),
    (["--ignore", "PRE014", "--strict"], {"PRE011", "LNK001"}, 1),
    (["--select", "PRE", "--ignore", "PRE014", "--strict"], {"PRE011"}, 0),
])
def test_rules_are_selected_and_ignored_by_code_or_family(
    broken: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], codes: set[str], exit_code: int
) -> None:
    assert run(["--course", str(broken), "audit", "--format", "json", *arguments]) == exit_code
    assert {fault["code"] for fault in json.loads(capsys.readouterr().out)["diagnostics"]} == codes


def test_a_code_that_no_rule_has_is_wrong_usage(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--course", str(broken), "audit", "--select", "PER"]) == 2
    assert "no rule has a code that begins with PER; did you mean `PRE`?" in capsys.readouterr().err
    assert run(["--course", str(broken), "audit", "--ignore", "PRE0022"]) == 2
    assert "did you mean `PRE002`?" in capsys.readouterr().err
