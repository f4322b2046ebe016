"""What the documentation and the action promise to users of continuous integration."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from builder.cli.audit import audit

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
PAGE = (ROOT / "docs/ci.md").read_text()


def step(root: Path, tmp_path: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the action's last step as GitHub would, with `build` on the path."""
    tool = tmp_path / "bin" / "build"
    tool.parent.mkdir(exist_ok=True)
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m builder "$@"\n')
    tool.chmod(0o755)
    last = ACTION["runs"]["steps"][-1]
    given = {"course": str(root), **inputs}
    values = {name: given.get(value[len("${{ inputs."):-len(" }}")], "") for name, value in last["env"].items()}
    environment = {**os.environ, **values, "PATH": f"{tool.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    return subprocess.run(["bash", "-eo", "pipefail", "-c", last["run"]], cwd=tmp_path, env=environment,
                          capture_output=True, text=True)


def test_the_action_annotates_and_writes_what_is_asked_for(broken: Path, tmp_path: Path) -> None:
    done = step(broken, tmp_path, sarif="made/audit.sarif", html="made/audit.html", strict="true", ignore="PRE014")
    assert done.returncode == 1 and done.stdout.startswith("::warning file=")
    assert json.loads((tmp_path / "made/audit.sarif").read_text())["version"] == "2.1.0"
    assert (tmp_path / "made/audit.html").read_text().startswith("<!doctype html>")
    assert step(broken, tmp_path, ignore="PRE014").returncode == 0


def test_an_input_of_the_action_is_a_word_and_never_a_command(broken: Path, tmp_path: Path) -> None:
    done = step(broken, tmp_path, select='PRE"; touch harmed; "')
    assert done.returncode == 2 and not (tmp_path / "harmed").exists()


def test_every_input_of_the_action_is_used_and_described() -> None:
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text()))
    assert used == set(ACTION["inputs"])
    assert all(entry["description"] for entry in ACTION["inputs"].values())


@pytest.mark.parametrize("line", sorted(set(re.findall(r"^(?: *- (?:run: )?)?(build audit.*)$", PAGE, re.MULTILINE))))
def test_the_commands_of_the_page_are_ones_that_the_audit_takes(line: str) -> None:
    audit.make_context("audit", shlex.split(line)[2:])


def test_the_audit_imports_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-X", "importtime", "-m", "builder", "-q", "audit"], cwd=ROOT,
                          capture_output=True, text=True)
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "builder.course" in loaded
    assert not loaded & {"torch", "matplotlib", "numpy", "nbformat", "jinja2", "pygments", "rapidfuzz", "rich"}
