"""What builds can be asked for besides everything: a few lessons, reasons, digests, a cluster; and what nothing costs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from builder.loading import load
from builder.source import markdown
from tests.site.checkout import REPOSITORY, Checkout, assert_equal

TEXT = "lessons/kneading/lesson.md"
HEAVY = ("pydantic", "msgspec", "jinja2", "markdown_it", "yaml", "pygments", "sqlite3", "torch", "matplotlib", "builder.course")


def said(course: Checkout, *options: str) -> str:
    """All that a build says."""
    done = subprocess.run([sys.executable, "-m", "builder", "--course", str(course.root), "lessons", *options], text=True,
                          env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, capture_output=True)
    return done.stdout + done.stderr


def loaded(course: Checkout, *options: str) -> set[str]:
    """The modules that a build imports."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "builder", "--course", str(course.root), "lessons", *options],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, capture_output=True, text=True).stderr
    return {line.rsplit("|", 1)[-1].strip() for line in told.splitlines() if line.startswith("import time:")}


# ---- reasons


def test_a_page_says_why_it_would_be_written_anew(course: Checkout) -> None:
    assert "nothing that it shows has changed" in said(course, "--why", "lessons/kneading.html")
    course.append(TEXT, "One more thing.")
    assert said(course, "--why", "lessons/kneading.html").splitlines() == [
        "lessons/kneading.html would be written anew:", "  its text has changed"]
    assert "nothing that it shows has changed" in said(course, "--why", "lessons/rising.html")


def test_a_reason_names_the_link_whose_goal_has_another_title(course: Checkout) -> None:
    course.append("lessons/rising/lesson.md", "[](lesson:kneading)")
    course.build()
    course.change(TEXT, "title: Kneading", "title: Folding")
    words = said(course, "--why", "lessons/rising.html")
    assert "where `lesson:kneading` leads was " in words and "Folding" in words


def test_asking_for_reasons_writes_nothing(course: Checkout) -> None:
    before = course.made()
    course.append(TEXT, "One more thing.")
    said(course, "--why", "lessons/kneading.html")
    assert_equal(course.made(), before)
    assert course.build().code == 0 and b"One more thing." in course.made()["site/lessons/kneading.html"]


def test_a_page_that_there_is_not_is_wrong_usage_with_advice(course: Checkout) -> None:
    assert "did you mean `lessons/kneading.html`?" in said(course, "--why", "lessons/kneding.html")


# ---- some lessons


def test_only_the_lessons_that_were_named_are_written(course: Checkout, tmp_path: Path) -> None:
    before = course.made()
    course.append(TEXT, "Words for kneading.")
    course.append("lessons/rising/lesson.md", "Words for rising.")
    said(course, "kneading")
    after = course.made()
    changed = {path for path in after if after[path] != before.get(path) and not path.startswith("site/search/")}
    assert changed == {"site/lessons/kneading.html"}
    course.build()
    clean = course.copy(tmp_path / "clean")
    clean.build()
    assert_equal(course.made(), clean.made())


def test_a_lesson_that_there_is_not_is_wrong_usage_with_advice(course: Checkout) -> None:
    assert "no lesson of the course has the slug kneding; did you mean `kneading`?" in said(course, "kneding")


# ---- nothing to do


def test_where_nothing_changed_nothing_heavy_is_imported_and_the_last_words_are_said_again(course: Checkout) -> None:
    first, again = said(course), said(course)
    assert again.splitlines()[:-1] == first.splitlines()[:-1] and " 0 new, 0 changed" in again
    names = loaded(course)
    assert "builder.fresh" in names and not names.intersection(HEAVY)


def test_a_harmed_page_is_put_right_where_times_are_not_trusted(course: Checkout) -> None:
    said(course)
    page = course.site / "lessons/kneading.html"
    good = page.read_bytes()
    page.write_bytes(good[:-1] + b"!")
    assert " 1 changed" in said(course, "--no-trust-times")
    assert page.read_bytes() == good


def test_a_page_harmed_within_its_size_and_time_is_put_right_after_an_edit_too(course: Checkout) -> None:
    said(course)
    course.append(TEXT, "A word that stands nowhere else: zymurgy.")
    said(course)
    assert not loaded(course, "--no-trust-times").intersection(HEAVY)
    page = course.site / "lessons/kneading.html"
    good, times = page.read_bytes(), page.stat()
    page.write_bytes(good[:-1] + b"!")
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert " 1 changed" in said(course, "--no-trust-times")
    assert page.read_bytes() == good


@pytest.mark.parametrize("place", ["lessons/kneading.html", "lessons/kneading/hand.svg", "search/kn.js"])
def test_a_page_that_somebody_removed_comes_back(place: str, course: Checkout) -> None:
    said(course)
    (course.site / place).unlink()
    said(course)
    assert (course.site / place).is_file()


def test_files_that_stand_as_they_are_made_anew_are_not_called_new(course: Checkout) -> None:
    said(course)
    (course.output / "cache" / "course.db").unlink()
    (course.output / "cache" / "stamps").unlink()
    assert " 0 new, 0 changed, " in said(course) and " 0 unchanged" not in said(course)


# ---- how the work is done


def test_each_text_is_parsed_once_in_a_build(course: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    real = markdown.read
    monkeypatch.setattr(markdown, "read", lambda path, data: parsed.append(path) or real(path, data))
    fresh = course.copy(course.root.with_name("fresh"))
    fresh.build()
    texts = fresh.paths("lessons/*/lesson.md", "lessons/*/notebook.md")
    assert sorted(parsed) == [path for path in texts if not path.startswith("lessons/_")]
    parsed.clear()
    fresh.append(TEXT, "Once more.")
    fresh.build()
    assert parsed == [TEXT]


def test_a_cluster_writes_what_this_machine_writes(course: Checkout, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    clean = course.copy(tmp_path / "clean")
    assert clean.build_apart("--executor", "dask", "--jobs", "2").code == 0
    assert_equal(clean.made(), course.made())


# ---- releases


def published(course: Checkout) -> set[str]:
    return {path.stem for path in (course.site / "lessons").glob("*.html")}


def test_a_release_holds_the_lessons_that_have_passed_and_no_link_to_another(course: Checkout) -> None:
    assert b"draft" in course.made()["site/lessons/shaping.html"].split(b"<h1>")[0]
    every, words = published(course), said(course, "--release")
    assert published(course) == every - {"shaping"} and "have not passed as they stand: shaping" in words
    pages = {path.relative_to(course.site).as_posix(): path.read_text() for path in course.site.rglob("*.html")}
    assert not {path for path in course.made() if path.endswith(("/shaping.html", "/shaping.ipynb"))}
    for path, page in pages.items():
        for goal in re.findall(r'<a [^>]*?href="([^"#:]+)', page):
            target = (course.site / path).parent / goal if not goal.startswith("/") else course.site / goal[1:]
            assert target.resolve().exists(), f"{path} leads to {goal}"


def test_a_passed_lesson_whose_reviewed_words_change_is_held_back(course: Checkout) -> None:
    text = load(course.root)[0].lessons["kneading"].text
    assert text
    course.write("lessons/kneading/reviews/03.yaml", yaml.safe_dump({
        "lesson": "kneading", "iteration": 3, "date": "2026-01-01", "verdict": "PASS", "digest": text.digest}))
    assert said(course, "--release") and "kneading" in published(course)
    course.append(TEXT, "Words that nobody has read.")
    said(course, "--release")
    assert "kneading" not in published(course) and "rising" in published(course)


def test_a_draft_is_no_release(course: Checkout) -> None:
    assert "exclude each other" in said(course, "--release", "--draft")


def test_a_build_that_the_audit_stops_says_nothing_of_figures(course: Checkout) -> None:
    """Whether it looks at everything or at an edit alone."""
    with course.values("curriculum/course.yaml") as found:
        found.setdefault("audit", {}).setdefault("severities", {})["FIG005"] = "warning"
    with course.values("figures/figures.yaml") as found:
        spec = found["figures"]["stretch-curve"]
        spec["claims"] = [{"text": "It is longer than the sky.", "metric": "longest", "above": 1000000}]
    assert "FIG005" in said(course)
    course.append(TEXT, "[a way](#nowhere)")
    edit, clean = course.build(), course.copy(course.root.with_name("clean")).build()
    assert edit == clean and edit.code == 1 and "REF011" in edit.words and "FIG005" not in edit.words
