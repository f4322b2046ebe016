"""Every rule: break the tiny course in one place and see exactly that fault, where it is."""

from __future__ import annotations

import pytest

from tests.conftest import Tiny

COURSE, CONCEPTS = "curriculum/course.yaml", "curriculum/concepts.yaml"
WALK, RUN, TEXT = "lessons/walking/plan.yaml", "lessons/running/plan.yaml", "lessons/running/lesson.md"

CASES = [
    # a change of one file, and the faults that it makes
    (COURSE, "[walking, running]", "[walking, running, flying]", ["REF001 curriculum/course.yaml:6:33"]),
    (COURSE, "[walking, running]", "[walking, running, walking]", ["REF002 curriculum/course.yaml:6:33"]),
    (COURSE, "[walking, running]", "[walking]", ["REF003 lessons/running/plan.yaml:1:1"]),
    (COURSE, "assumes:", "  - {id: '1', title: Again, lessons: []}\nassumes:", ["REF004 curriculum/course.yaml:7:10"]),
    (COURSE, "assumes:", "    after: ['2']\n  - {id: '2', title: Two, after: ['1'], lessons: []}\nassumes:",
     ["REF005 curriculum/course.yaml:7:5"]),
    (COURSE, "assumes:", "    after: ['2']\n  - {id: '2', title: Two, lessons: []}\nassumes:",
     ["REF006 curriculum/course.yaml:7:13"]),
    (COURSE, "assumes:", "    after: ['0']\nassumes:", ["REF006 curriculum/course.yaml:7:13"]),
    (RUN, "lesson: running", "lesson: jumping", ["REF007 lessons/running/plan.yaml:1:9"]),
    (RUN, "concept: walking", "concept: wlaking", ["REF009 lessons/running/plan.yaml:4:14"]),
    (TEXT, ":misconception: fast-walk", ":misconception: fast-walk\n:teaches: runing", ["REF009 lessons/running/lesson.md:10:11"]),
    (TEXT, "Look at", "{concept}`walkin` at", ["REF009 lessons/running/lesson.md:11:1"]),
    (TEXT, "Look at", "See {value}`speed.mean`:", ["REF010 lessons/running/lesson.md:11:5"]),
    (TEXT, "Look at", "[Up](#what-runing-is)", ["REF011 lessons/running/lesson.md:11:4"]),
    (TEXT, "Look at", "[Back](lesson:walkin)", ["REF011 lessons/running/lesson.md:11:6"]),
    (RUN, "required: DEVELOPED", "required: APPLIED", ["PRE002 lessons/running/plan.yaml:5:15"]),
    (COURSE, "concept: standing", "concept: running", ["PRE003 lessons/walking/plan.yaml:4:14"]),
    (WALK, "concept: standing", "concept: running", ["PRE015 lessons/walking/plan.yaml:4:14"]),
    (RUN, "depths:", "gaps:\n  - {concept: walking, resolution: We walk first., section: what-running-is}\ndepths:",
     ["PRE006 lessons/running/plan.yaml:12:5"]),
    (RUN, "    negative_example: A walker always has a foot on the ground.\n", "",
     ["MIS001 lessons/running/plan.yaml:7:5"]),
    (RUN, "    address: {section: what-running-is}\n", "", ["MIS002 lessons/running/plan.yaml:7:5"]),
    (RUN, "{section: what-running-is}", "{section: what-runing-is}", ["MIS003 lessons/running/plan.yaml:10:24"]),
    (TEXT, ":misconception: fast-walk\n", "", ["MIS004 lessons/running/plan.yaml:10:24"]),
    (TEXT, ":misconception: fast-walk", ":misconception: fast-walk, fast-wak", ["MIS005 lessons/running/lesson.md:9:17"]),
]


def test_the_tiny_course_has_no_fault(tiny: Tiny) -> None:
    assert tiny.faults() == []


@pytest.mark.parametrize(("path", "old", "new", "expected"), CASES, ids=[case[3][0].split()[0] + f"-{n}" for n, case in enumerate(CASES)])
def test_one_change_makes_one_fault(tiny: Tiny, path: str, old: str, new: str, expected: list[str]) -> None:
    tiny.change(path, old, new)
    assert tiny.faults() == expected


def test_a_lesson_folder_without_a_plan(tiny: Tiny) -> None:
    tiny.remove(WALK)
    tiny.write("lessons/walking/notes.txt", "x")
    assert "REF008 lessons/walking/plan.yaml:1:1" in tiny.faults()


def test_a_gap_is_shown_with_its_size_both_places_and_three_remedies(tiny: Tiny) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    (fault,) = tiny.audit().diagnostics
    assert fault.message.startswith("GAP (medium): `walking` is required APPLIED, but the student has it DEVELOPED")
    assert str(fault.related[0].span) == "lessons/walking/plan.yaml:7:5"
    assert "under `gaps`" in fault.help


def test_a_gap_that_is_resolved_at_a_place_is_no_fault(tiny: Tiny) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    tiny.change(RUN, "depths:", "gaps:\n  - {concept: walking, resolution: We walk first., section: what-running-is}\ndepths:")
    assert tiny.faults() == []


@pytest.mark.parametrize("section", ["", ", section: nowhere"])
def test_a_resolution_must_point_to_a_place(tiny: Tiny, section: str) -> None:
    tiny.change(RUN, "required: DEVELOPED", "required: APPLIED")
    tiny.change(RUN, "depths:", f"gaps:\n  - {{concept: walking, resolution: We walk first.{section}}}\ndepths:")
    (fault,) = tiny.faults()
    assert fault.startswith("PRE005 lessons/running/plan.yaml:12:")


def test_rules_that_need_the_text_are_silent_without_it(tiny: Tiny) -> None:
    tiny.remove(TEXT)
    assert tiny.faults() == []


def test_one_broken_file_does_not_accuse_the_others(tiny: Tiny) -> None:
    tiny.write(CONCEPTS, "concepts: [\n")
    assert {fault.split()[0] for fault in tiny.faults()} == {"SRC001"}
