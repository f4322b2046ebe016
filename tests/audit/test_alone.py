"""Lessons are judged one by one, each by what it says and by the outlines of those that it names."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from builder.audit import audit, judge, judge_lesson, judge_whole
from builder.course import Course, LessonFolder
from builder.lazily import Lazily
from builder.loading import load
from builder.reports.machine import as_json
from builder.rules.readings import Readings
from builder.rules.slips import Slips
from builder.rules.views import finished_plans, index_rows
from tests.audit.conftest import change


def counted(root: Path) -> tuple[Course, Counter[str]]:
    """A course that keeps no lesson at hand, and how often each is read."""
    course, reads = load(root)[0], Counter[str]()

    def read(slug: str) -> LessonFolder:
        reads[slug] += 1
        return course.lessons[slug]

    return replace(course, lessons=Lazily(list(course.lessons), read, keep=1)), reads


def test_one_by_one_lessons_have_the_faults_that_the_audit_finds(broken: Path) -> None:
    change(broken, "lessons/rising/plan.yaml", "fermentation, depth: DEVELOPED", "fermentatoin, depth: DEVELOPED")
    course, found = load(broken)
    readings = Readings(course)
    alone = [fault for slug in course.lessons for fault in judge_lesson(course, slug, readings)]
    assert {fault.code for fault in alone} == {"LNK001", "LOA003", "PRE011", "PRE014"}, "waivers are not applied yet"
    whole = judge_whole(course, readings)
    assert {fault.code for fault in whole} == {"REF009"}
    assert as_json(judge(course, [*found, *alone, *whole], drawn=False)) == as_json(audit(course, found))


def test_an_audit_of_a_sound_course_reads_each_lesson_once(sound: Path) -> None:
    course, reads = counted(sound)
    assert not audit(course).diagnostics
    assert reads == dict.fromkeys(course.lessons, 1)


def test_rules_about_the_whole_course_read_no_lesson_in_which_nothing_is_wrong(sound: Path) -> None:
    change(sound, "lessons/rising/lesson.md", "holds more gas.", "holds more gas {concept}`gass`.")
    course, reads = counted(sound)
    assert [fault.code for fault in judge_whole(course)] == ["REF009"]
    assert list(reads) == ["rising"]


def test_a_lesson_judged_alone_is_the_only_one_read(broken: Path) -> None:
    course, reads = counted(broken)
    assert [fault.code for fault in judge_lesson(course, "kneading")] == ["PRE011", "LNK001"]
    assert reads == {"kneading": 1}


def test_a_lesson_looks_at_the_outlines_of_the_lessons_that_it_names(sound: Path) -> None:
    change(sound, "lessons/kneading/lesson.md", "(lesson:rising)", "(lesson:rising#gas)")
    course, _ = load(sound)
    readings = Readings(course)
    with course.outlines.watched() as seen:
        judge_lesson(course, "kneading", readings)
    assert "rising" in seen and not seen & {"shaping", "baking"}


def test_a_link_to_another_lesson_is_judged_by_that_lesson_s_outline(sound: Path) -> None:
    change(sound, "lessons/kneading/lesson.md", "(lesson:rising)", "(lesson:rising#gsa)")
    course, _ = load(sound)
    fault, = judge_lesson(course, "kneading")
    assert (fault.code, fault.help) == ("REF011", "did you mean `gas`?")


@pytest.mark.parametrize("harm", [
    ("lessons/rising/plan.yaml", "fermentation, depth: DEVELOPED", "fermentatoin, depth: DEVELOPED"),
    ("curriculum/course.yaml", "lessons: [shaping, ", "lessons: [shapin, "),
    ("curriculum/records/1.yaml", "  - lesson: kneading\n", "  - lesson: kneadign\n"),
    ("lessons/kneading/lesson.md", "(lesson:rising)", "(lesson:risin)"),
])
def test_slips_that_are_known_need_not_be_searched_for(sound: Path, harm: tuple[str, str, str]) -> None:
    change(sound, *harm)
    course, _ = load(sound)
    readings = Readings(course)
    again = Readings(course, Slips(*json.loads(json.dumps(readings.slips))))
    for slug in course.lessons:
        assert judge_lesson(course, slug, again) == judge_lesson(course, slug, readings)
    assert judge_whole(course, again) == judge_whole(course, readings)


def test_what_holds_lessons_is_asked_of_parts_alone(sound: Path) -> None:
    course, _ = load(sound)
    part = course.part(["kneading"])
    assert index_rows(part) is index_rows(course), "what is known of the whole course is known once"
    assert finished_plans(part) is finished_plans(part)
    with pytest.raises(AssertionError, match="asked of a part"):
        finished_plans(course)
