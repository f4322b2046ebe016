"""The command line: what it prints where, and what its exit codes say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from builder.cli.main import run
from tests.conftest import Tiny

RUN = "lessons/running/plan.yaml"
ROOT = Path(__file__).parents[2]


def command(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `build` as a whole process."""
    return subprocess.run([sys.executable, "-m", "builder", *arguments], cwd=cwd, capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT), **environment})


def test_a_clean_course_audits_to_zero(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--course", str(tiny.root), "audit"]) == 0
    assert capsys.readouterr().out == "no faults found\n"


def test_quiet_says_nothing_of_a_clean_course_and_everything_of_faults(
    tiny: Tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["-q", "--course", str(tiny.root), "audit"]) == 0
    assert capsys.readouterr().out == ""
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    assert run(["-q", "--course", str(tiny.root), "audit"]) == 1
    assert "PRE002" in capsys.readouterr().out


def test_machine_output_stands_alone_on_stdout(tiny: Tiny) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    result = command("--course", str(tiny.root), "audit", "--format", "json")
    assert result.returncode == 1 and result.stderr.startswith("1 error in 1 file\n")
    assert json.loads(result.stdout)["diagnostics"][0]["code"] == "PRE002"


def test_a_course_is_found_from_any_folder_inside_it(tiny: Tiny) -> None:
    assert command("audit", cwd=tiny.root / "lessons" / "running").returncode == 0


def test_no_course_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--course", str(tmp_path), "audit"]) == 2
    assert "no course here" in capsys.readouterr().err


def test_an_empty_course_is_a_fault_not_a_crash(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> None:
    tiny.write("curriculum/course.yaml", "")
    assert run(["--course", str(tiny.root), "audit"]) == 1
    assert "curriculum/course.yaml:1:1: error[SRC004]" in capsys.readouterr().out


def test_unknown_commands_and_options_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bild"]) == 2 and run(["audit", "--fromat", "json"]) == 2


def test_explain_prints_the_manual_and_suggests_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "pre002"]) == 0
    assert capsys.readouterr().out.startswith("PRE002 prerequisite-gap (error)\n\n")
    assert run(["explain", "prerequisite-gap"]) == 0
    capsys.readouterr()
    assert run(["explain", "PRE0002"]) == 2
    assert "did you mean PRE002?" in capsys.readouterr().err


def test_codes_are_unique_and_every_kind_has_a_manual() -> None:
    from builder.cli.rules import kinds

    known = kinds()
    assert len({kind.code for kind in known}) == len({kind.name for kind in known}) == len(known)
    assert all(len(kind.manual) > 60 for kind in known)


def test_interrupted_is_130(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("builder.cli.audit.load", interrupt)
    assert run(["--course", str(tiny.root), "audit"]) == 130


def test_a_fault_of_the_builder_is_3_and_asks_for_a_report(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("COURSEWRIGHT_TRACEBACK", raising=False)
    monkeypatch.setattr("builder.cli.audit.load", lambda *_: 1 / 0)
    assert run(["--course", str(tiny.root), "audit"]) == 3
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_refusing_disk_is_3_in_words(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "output/site")

    monkeypatch.setattr("builder.cli.audit.load", full)
    assert run(["--course", str(tiny.root), "audit"]) == 3
    assert "the disk is full: output/site" in capsys.readouterr().err


def test_colours_only_on_a_terminal_and_never_with_no_color(tiny: Tiny) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    assert "\x1b[" not in command("--course", str(tiny.root), "audit").stdout


def test_the_audit_imports_nothing_heavy(tiny: Tiny) -> None:
    code = ("import sys; from builder.cli.main import run; run(sys.argv[1:]); "
            "print(*(m for m in ('torch', 'matplotlib', 'numpy', 'nbformat', 'jinja2', 'rich') if m in sys.modules))")
    result = subprocess.run([sys.executable, "-c", code, "--course", str(tiny.root), "audit"], capture_output=True,
                            text=True, cwd=ROOT, check=True)
    assert result.stdout.splitlines()[-1] == ""


def test_schemas_are_written_where_asked(tmp_path: Path) -> None:
    assert run(["-q", "schema", "--output", str(tmp_path / "schemas")]) == 0
    assert (tmp_path / "schemas" / "plan.schema.json").is_file()
