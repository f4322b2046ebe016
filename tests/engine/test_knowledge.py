"""What the student has, and how a requirement stands against it."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.knowledge import gap_size, gather
from builder.models.base import Depth, GapSize, Status
from builder.models.course import Assumed
from builder.models.records import Record, TaughtConcept
from builder.outlines import Outline

ORDER = ["a", "b", "c"]


def plan(slug: str, **depths: Depth) -> Outline:
    return Outline(slug, slug, plan=True, depths=tuple((n, c, str(d), False) for n, (c, d) in enumerate(depths.items())))


def test_depths_are_ordered_as_they_are_taught() -> None:
    assert Depth.MENTIONED < Depth.INTRODUCED < Depth.DEVELOPED < Depth.APPLIED
    assert max(Depth) is Depth.APPLIED and sorted(Depth, reverse=True)[-1] is Depth.MENTIONED


def test_the_deepest_earlier_teaching_counts_and_later_ones_do_not() -> None:
    plans = {"a": plan("a", x=Depth.DEVELOPED), "b": plan("b", x=Depth.MENTIONED), "c": plan("c", x=Depth.APPLIED)}
    knowledge = gather(ORDER, plans, [], [])
    assert knowledge.actual("x", "a") is None
    actual = knowledge.actual("x", "c")
    assert actual and (actual.lesson, actual.depth) == ("a", Depth.DEVELOPED)
    standing = knowledge.standing("x", "b", Depth.APPLIED)
    assert (standing.status, standing.size) == (Status.GAP, GapSize.MEDIUM)
    assert standing.later and standing.later.lesson == "c"


def test_the_record_outweighs_the_plan_of_the_same_lesson() -> None:
    record = Record(module="1", concepts=(TaughtConcept(concept="x", depth=Depth.MENTIONED, lesson="a"),))
    knowledge = gather(ORDER, {"a": plan("a", x=Depth.APPLIED)}, [("r.yaml", record)], [])
    actual = knowledge.actual("x", "b")
    assert actual and actual.depth is Depth.MENTIONED and actual.place.path == "r.yaml"


def test_entry_knowledge_is_there_from_the_first_lesson() -> None:
    knowledge = gather(ORDER, {}, [], [Assumed(concept="x", depth=Depth.INTRODUCED, source="school")])
    assert knowledge.standing("x", "a", Depth.INTRODUCED).status is Status.OK
    assert knowledge.standing("y", "a", Depth.MENTIONED).status is Status.MISSING


def test_what_only_a_later_lesson_teaches_is_later() -> None:
    knowledge = gather(ORDER, {"c": plan("c", x=Depth.MENTIONED)}, [], [])
    assert knowledge.standing("x", "a", Depth.MENTIONED).status is Status.LATER
    assert knowledge.standing("x", "c", Depth.MENTIONED).status is Status.MISSING


@pytest.mark.parametrize(("required", "actual", "size"), [
    (Depth.DEVELOPED, Depth.INTRODUCED, GapSize.SMALL),
    (Depth.DEVELOPED, Depth.MENTIONED, GapSize.MEDIUM),
    (Depth.APPLIED, Depth.DEVELOPED, GapSize.MEDIUM),
    (Depth.APPLIED, Depth.MENTIONED, GapSize.LARGE),
])
def test_sizes_of_gaps(required: Depth, actual: Depth, size: GapSize) -> None:
    assert gap_size(required, actual) is size


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(list(Depth))), max_size=6), st.sampled_from("abc"))
def test_actual_is_the_maximum_over_earlier_lessons(taught: list[tuple[str, Depth]], lesson: str) -> None:
    plans = {slug: plan(slug, x=max(d for s, d in taught if s == slug)) for slug, _ in taught}
    actual = gather(ORDER, plans, [], []).actual("x", lesson)
    earlier = [depth for slug, depth in taught if bisect_left(ORDER, slug) < bisect_left(ORDER, lesson)]
    assert (actual.depth if actual else None) == (max(earlier) if earlier else None)
