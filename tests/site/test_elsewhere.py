"""What earlier builds left is of use to the course and the folder that it was left by; elsewhere it misleads nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

from builder.build import Options, build_lessons
from builder.jobs.progress import Progress
from tests.site.checkout import Checkout, assert_equal
from tests.site.test_equal_bytes import build_and_compare

TEXT = "lessons/kneading/lesson.md"


def made_from_nothing(course: Checkout) -> dict[str, bytes]:
    """The pages and notebooks that a copy of the course gets."""
    clean = course.copy(course.root.with_name("clean"))
    clean.build()
    return clean.made()


def test_two_checkouts_share_a_cache(course: Checkout, tmp_path: Path) -> None:
    other = course.copy(tmp_path / "other")
    other.change(TEXT, "title: Kneading", "title: Working the dough")
    for checkout in (course, other, course, other):
        assert checkout.build("--cache", str(course.cache)).code == 0
        assert_equal(checkout.made(), made_from_nothing(checkout))


def test_a_cache_is_copied_to_another_checkout(course: Checkout, tmp_path: Path) -> None:
    other = course.copy(tmp_path / "other")
    shutil.rmtree(other.cache)
    shutil.copytree(course.cache, other.cache, symlinks=True)
    other.change(TEXT, "Wait instead.", "Wait a while instead.")
    other.build()
    assert_equal(other.made(), made_from_nothing(other))


def test_a_cache_and_a_site_are_restored_beside_sources_with_new_times(course: Checkout, tmp_path: Path) -> None:
    restored = Checkout(tmp_path / "restored")
    for path, content in course.files().items():
        restored.write(path, content)
    shutil.copytree(course.output, restored.output, symlinks=True)
    restored.change("curriculum/concepts.yaml", "Strands of", "Threads of")
    build_and_compare(restored)


def test_a_course_moves_with_its_output(course: Checkout) -> None:
    course.root = course.root.rename(course.root.with_name("moved"))
    build_and_compare(course)
    course.change(TEXT, "title: Kneading", "title: Working the dough")
    build_and_compare(course)


def test_one_cache_serves_several_output_folders(course: Checkout, tmp_path: Path) -> None:
    made = course.made()
    elsewhere = course.copy(tmp_path / "elsewhere")
    for _ in range(2):
        assert course.build("--output", str(elsewhere.output)).code == 0
        assert_equal(elsewhere.made(), made)
        shutil.rmtree(elsewhere.site)


def test_a_link_to_a_folder_or_a_file_is_followed(course: Checkout, tmp_path: Path) -> None:
    aside = (course.root / "lessons/kneading").rename(tmp_path / "kneading")
    (course.root / "lessons/kneading").symlink_to(aside)
    build_and_compare(course)
    (aside / "lesson.md").write_text(course.read(TEXT).replace("Wait instead.", "Wait a while instead."))
    build_and_compare(course)
    assert b"Wait a while" in course.made()["site/lessons/kneading.html"]


def test_a_day_that_ends_a_waiver_is_seen_though_no_file_changed(course: Checkout) -> None:
    course.change("curriculum/course.yaml", "      reason: Scoring", "      until: 2031-05-01\n      reason: Scoring")

    def codes(day: str, output: Path) -> list[str]:
        outcome = build_lessons(course.root, Options(output, strict=True, cache=course.cache, today=day), Progress())
        return [found.code for found in outcome.audit.diagnostics]

    assert "LOA003" not in codes("2031-05-01", course.output)
    assert "LOA003" in codes("2031-05-02", course.output)
    assert "LOA003" not in codes("2031-04-30", course.output)
