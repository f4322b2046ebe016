"""The cache of parsed files: it changes how long an audit takes, and nothing else."""

from __future__ import annotations

import gc
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder import shelf
from builder.audit import audit
from builder.course import Course
from builder.loading import load
from builder.reports.machine import as_json
from builder.source import quick, yaml
from builder.source.quick import Plain
from tests.audit.conftest import change

REPOSITORY = Path(__file__).parents[2]


def facts(course: Course) -> object:
    """All that a course says."""
    return (course.config, course.concepts, course.records, course.figures, course.order,
            {slug: (folder.plan, folder.text, folder.notebook, folder.reviews) for slug, folder in course.lessons.items()})


def with_cache(root: Path) -> tuple[Course, str]:
    course, found = load(root, root / "output" / "cache")
    return course, as_json(audit(course, found))


def without(root: Path) -> tuple[Course, str]:
    course, found = load(root)
    return course, as_json(audit(course, found))


def test_a_cached_course_says_what_an_uncached_one_says(broken: Path) -> None:
    (plain, report), first, again = without(broken), with_cache(broken), with_cache(broken)
    assert facts(plain) == facts(first[0]) == facts(again[0])
    assert report == first[1] == again[1]


def test_this_repository_s_course_is_the_same_from_the_cache(tmp_path: Path) -> None:
    plain, _ = load(REPOSITORY)
    load(REPOSITORY, tmp_path)
    again, _ = load(REPOSITORY, tmp_path)
    assert facts(plain) == facts(again)
    for slug, folder in plain.lessons.items():
        if folder.text:
            other = again.lessons[slug].text
            assert other and [t.as_dict() for t in folder.text.tokens] == [t.as_dict() for t in other.tokens]


def test_an_unchanged_file_is_not_parsed_again(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_cache(broken)
    read: list[str] = []
    real = yaml.read
    monkeypatch.setattr("builder.loading.yaml.read", lambda path, *rest: read.append(path) or real(path, *rest))
    change(broken, "lessons/rising/plan.yaml", "title: Rising", "title: Rising slowly")
    course, _ = with_cache(broken)
    assert read == ["figures/figures.yaml", "lessons/rising/plan.yaml"], "figures keep the types of their values"
    assert course.lessons["rising"].plan and course.lessons["rising"].plan.title == "Rising slowly"


def test_a_faulty_file_is_judged_every_time(broken: Path) -> None:
    change(broken, "lessons/rising/plan.yaml", "load: BUILD", "laod: BUILD")
    reports = {with_cache(broken)[1] for _ in range(3)}
    assert reports == {without(broken)[1]} and "SCH001" in reports.pop()


@pytest.mark.parametrize("harm", [
    lambda data: data[:-40], lambda data: b"", lambda data: b"no database" + data, lambda data: data[:4096] + b"x" * 9000,
])
def test_a_damaged_file_counts_for_nothing(broken: Path, harm: object) -> None:
    with_cache(broken)
    gc.collect()  # closes the file, as the end of a process would
    file = broken / "output/cache" / shelf.NAME
    assert callable(harm)
    file.write_bytes(harm(file.read_bytes()))
    assert with_cache(broken)[1] == without(broken)[1]


def test_a_damaged_row_counts_for_nothing(broken: Path) -> None:
    with_cache(broken)
    base = sqlite3.connect(broken / "output/cache" / shelf.NAME)
    base.execute("UPDATE kept SET mark = mark + 1 WHERE name LIKE '%rising%'")
    base.commit()
    base.close()
    assert with_cache(broken)[1] == without(broken)[1]


def test_a_cache_of_another_version_counts_for_nothing(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_cache(broken)
    assert shelf.Shelf(broken / "output/cache").digests("facts")
    monkeypatch.setattr(shelf, "version", lambda: "another")
    assert not shelf.Shelf(broken / "output/cache").digests("facts")


def test_a_folder_that_cannot_be_written_is_no_fault(broken: Path) -> None:
    (broken / "output").write_text("a file where a folder should be")
    assert with_cache(broken)[1] == without(broken)[1]


# ---- reading without places


TEXTS = st.recursive(
    st.sampled_from(["a", "no", "1", "~", "null", "'q'", '"d"', "", "*x", "&x b", "é", "12:30", "!!str 3", "a # c", "[", "- -"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.lists(st.tuples(st.sampled_from("abc"), inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"),
    ), max_leaves=8)


def kinds(value: object) -> object:
    """A value in which bare words and quoted ones differ."""
    if isinstance(value, dict):
        return {key: kinds(item) for key, item in value.items()}
    if isinstance(value, list):
        return [kinds(item) for item in value]
    return (type(value) is Plain, value)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c", "~", "? d", "<<"]), TEXTS), max_size=4))
def test_the_quick_reader_agrees_with_the_one_that_knows_places_or_gives_up(rows: list[tuple[str, str]]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in rows)
    values = quick.quickly(text)
    if values is not None:
        reader = yaml._Reader("f.yaml", 0)
        root = reader.read(text)
        assert root is not None and not reader.faults
        assert kinds(values) == kinds(yaml.plain(root))


@pytest.mark.parametrize("text", [
    "a: 1\na: 2\n", "a: &x 1\nb: *x\n", "a: 1\n---\nb: 2\n", "[a]: 1\n", "a: [\n", "a: " + "[" * 5000, "- " * 20000 + "a",
    "a: &x [*x]\n", "~: 1\n", "".join(f"{' ' * n}a:\n" for n in range(60)),
])
def test_the_quick_reader_gives_up_on_what_needs_a_second_look(text: str) -> None:
    assert quick.quickly(text) is None
