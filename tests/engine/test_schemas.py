"""Schemas: what does not fit is said at its place, with the nearest word that would."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from builder.schemas import SCHEMAS, schema_files
from builder.source import yaml
from tests.conftest import TINY, Tiny

RUN = "lessons/running/plan.yaml"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("old", "new", "line", "message", "help"), [
    ("required: DEVELOPED", "requried: DEVELOPED", "5:5", "`requried` is no key of `prerequisites[0]`", "did you mean `required`?"),
    ("required: DEVELOPED", "required: DEVELOPD", "5:15", "`DEVELOPD` is no value of `required`", "did you mean `DEVELOPED`?"),
    ("title: Running\n", "", "1:1", "the file lacks the key `title`", "add `title`: The lesson's title."),
    ("id: fast-walk", "id: Fast Walk", "7:9", "`Fast Walk` does not fit `id`", "`fast-walk`"),
    ("title: Running", "title:", "2:1", "`title` has no value", "write one"),
    ("depths:", "position: {number: no}\ndepths:", "11:20", "`no` is no value of `number`", "a whole number"),
    ("title: Running", "title: [Running]", "2:1", "a list is no value of `title`", "text"),
])
def test_a_value_that_does_not_fit(tiny: Tiny, old: str, new: str, line: str, message: str, help: str) -> None:
    tiny.change(RUN, old, new)
    faults = [d for d in tiny.audit().diagnostics if d.span.path == RUN]
    assert [(str(d.span), d.message) for d in faults] == [(f"{RUN}:{line}", message)]
    assert help in faults[0].help


def test_all_faults_of_all_files_are_reported_at_once(tiny: Tiny) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: DEEP")
    tiny.change("curriculum/course.yaml", "description:", "descripton:")
    tiny.write("lessons/walking/lesson.md", ":::{tip} T\n")
    codes = sorted(fault.split()[0] for fault in tiny.faults())
    assert codes == ["SCH001", "SCH002", "SCH003", "SRC010"]


def test_a_slug_that_climbs_out_of_the_course_is_refused(tiny: Tiny) -> None:
    tiny.change("curriculum/course.yaml", "[walking, running]", "[walking, ../running]")
    assert "SCH003 curriculum/course.yaml:6:24" in tiny.faults()


def test_the_json_schemas_accept_what_the_models_accept_and_nothing_else() -> None:
    kinds = {"curriculum/course.yaml": "course", "curriculum/concepts.yaml": "concepts", RUN: "plan"}
    from textwrap import dedent
    for path, kind in kinds.items():
        data = yaml.read(path, dedent(TINY[path]).encode()).data()
        schema = json.loads(schema_files()[f"{kind}.schema.json"])
        jsonschema.validate(data, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**data, "unheard": 1}, schema)


def test_every_field_is_described() -> None:
    for name, content in schema_files().items():
        schema = json.loads(content)
        for owner in (schema, *schema.get("$defs", {}).values()):
            for key, field in owner.get("properties", {}).items():
                assert field.get("description"), f"{name}: {owner.get('title')}.{key}"


def test_the_repository_ships_its_schemas_as_they_are_now() -> None:
    assert set(SCHEMAS) == {path.name.split(".")[0] for path in (ROOT / "schemas").iterdir()}
    for name, content in schema_files().items():
        assert (ROOT / "schemas" / name).read_bytes() == content, "run `make schemas`"
