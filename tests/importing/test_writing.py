"""YAML that is written reads back as it was, and as strings by any reader."""

from __future__ import annotations

from typing import Any

import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.importing.files import editing, writing
from builder.source import yaml

TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="ab :#-'\"\n\\|>&*!%@`[]{},?\t", max_size=200),
    st.lists(st.sampled_from(["word", "a: b", "# no", "- item", "\n", "\n\n", "  ", "'", '"', "yes", "1.0", "2026-01-01"]), max_size=60).map(" ".join),
    st.sampled_from(["yes", "null", "~", "1e3", "0x1f", "12:30", "2026-01-02", "- a", "key: value", "'", "", " ", "true", "6.1", "=", "<<"]),
)
DATA = st.recursive(TEXTS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12)


@given(st.dictionaries(TEXTS, DATA, min_size=1, max_size=5))
@settings(max_examples=150, deadline=None)
def test_what_is_written_reads_back(data: dict[str, Any]) -> None:
    written = writing.text(data)
    file = yaml.read("f.yaml", written.encode())
    assert not file.faults
    assert _texts(file.data()) == _texts(data)


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return value or None if value is None or value == "" else str(value)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_other_readers_see_strings_too(text: str) -> None:
    assert pyyaml.safe_load(writing.text({"key": text})) == {"key": text}


def test_style() -> None:
    long = "A sentence that goes on. " * 8
    assert writing.text({"id": "a-b", "position": {"number": 3, "of": 4}, "kinds": ["conceptual", "notebook"], "module": "6.1", "goal": long.strip()}) == (
        'id: a-b\nposition: {number: 3, of: 4}\nkinds: [conceptual, notebook]\nmodule: "6.1"\ngoal: >-\n'
        "  A sentence that goes on. A sentence that goes on. A sentence that goes on. A sentence that goes on. A sentence\n"
        "  that goes on. A sentence that goes on. A sentence that goes on. A sentence that goes on.\n")


ROWS = st.lists(st.fixed_dictionaries({"id": st.sampled_from("abcdef"), "text": TEXTS.filter(str.strip)}), unique_by=lambda row: row["id"], max_size=5)


@given(ROWS, ROWS, TEXTS.filter(str.strip))
@settings(max_examples=100, deadline=None)
def test_an_edit_gives_the_new_values_or_gives_up(old: list[Any], new: list[Any], title: str) -> None:
    before = {"title": "old", "rows": old} if old else {"title": "old"}
    after = {"title": title, "rows": new} if new else {"title": title}
    text = "# head\n" + writing.text(before).replace("rows:", "# about the rows\nrows:")
    fresh = editing.edit(yaml.read("f.yaml", text.encode()), text, before, after)
    if fresh is not None:
        assert yaml.read("f.yaml", fresh.encode()).data() == after
        assert fresh.startswith("# head\n")
