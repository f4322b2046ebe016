"""Reading YAML: what is written stays as it is, and every fault has its place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.source import yaml


def faults(data: bytes) -> list[str]:
    return [f"{fault.kind.code} {fault.span.line}:{fault.span.column}" for fault in yaml.read("f.yaml", data).faults]


@pytest.mark.parametrize("word", ["no", "12:30", "017", "1e3", "0x1F", "yes", "2026-02-09", "1_000", "on", ".inf"])
def test_a_scalar_stays_what_was_written(word: str) -> None:
    assert yaml.read("f.yaml", f"key: {word}\n".encode()).data() == {"key": word}


def test_nothing_and_null_are_none_and_quotes_keep_them_words() -> None:
    data = yaml.read("f.yaml", b"a:\nb: null\nc: ~\nd: 'null'\ne: ''\n").data()
    assert data == {"a": None, "b": None, "c": None, "d": "null", "e": ""}


@pytest.mark.parametrize(("source", "expected"), [
    (b"a: 1\nb: 2\na: 3\n", ["SRC002 3:1"]),
    (b"x:\n  a: 1\n  a: 2\n", ["SRC002 3:3"]),
    (b"a: &x 1\nb: *x\n", ["SRC003 2:4"]),
    (b"", ["SRC004 1:1"]),
    (b"# nothing but words\n", ["SRC004 1:1"]),
    (b"a: \xe9\n", ["SRC005 1:4"]),
    ("a: é\nb: ".encode() + b"\xff", ["SRC005 2:4"]),
    (b"a:\n\t- x\n", ["SRC001 2:1"]),
    (b"a: b: c\n", ["SRC001 1:5"]),
    (b"a: 'never closed\nb: 1\n", ["SRC001 1:4"]),
    (b"a: [1, 2\nb: 3\n", ["SRC001 2:2"]),
    (b"a: 1\n---\nb: 2\n", ["SRC001 2:1"]),
    (b"a: \x00\n", ["SRC001 1:4"]),
    (b"? [a]\n: b\n", ["SRC001 1:3"]),
    (b"[" * 100_000, ["SRC006 1:42"]),
])
def test_a_fault_has_its_place(source: bytes, expected: list[str]) -> None:
    assert faults(source) == expected


def test_byte_order_mark_and_carriage_returns_change_nothing() -> None:
    file = yaml.read("f.yaml", b"\xef\xbb\xbfa: 1\r\nb:\r\n  - c\r\n")
    assert file.data() == {"a": "1", "b": ["c"]}
    assert str(file.locate(("b", 0))) == "f.yaml:3:5"


def test_places_of_values_keys_and_what_is_missing() -> None:
    file = yaml.read("f.yaml", b"title: T\nrows:\n  - concept: c\n    depth: DEVELOPED\n")
    assert str(file.locate(("rows", 0, "depth"))) == "f.yaml:4:12"
    assert str(file.locate(("rows", 0, "depth"), key=True)) == "f.yaml:4:5"
    assert str(file.locate(("rows", 0, "gone"))) == "f.yaml:3:5"
    assert str(file.locate(("rows",))) == "f.yaml:2:1"
    assert str(file.locate(("rows", 7, "depth"))) == "f.yaml:2:1"


def test_an_alias_bomb_costs_nothing() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 19)]
    started = time.process_time()
    file = yaml.read("bomb.yaml", "\n".join(levels).encode())
    assert {fault.kind.code for fault in file.faults} == {"SRC003"}
    assert time.process_time() - started < 1


def test_free_parameters_take_the_core_schema_and_quotes_keep_words() -> None:
    data = yaml.read("f.yaml", b"a: 1\nb: 1.5\nc: true\nd: no\ne: '1'\nf: [1e-3, 017]\n").data()
    assert yaml.resolve(data) == {"a": 1, "b": 1.5, "c": True, "d": "no", "e": "1", "f": [0.001, 17]}


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    file = yaml.read("f.yaml", data)
    assert file.root is not None or file.faults


@given(st.text(alphabet="ab:-[]{}&*#|>'\"\n \t,?!%@`", max_size=80))
def test_no_punctuation_makes_it_raise(text: str) -> None:
    file = yaml.read("f.yaml", text.encode())
    assert file.root is not None or file.faults
