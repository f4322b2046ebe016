"""Figures as the store has them, for those who cannot wait."""

from __future__ import annotations

import shutil

from builder.diagnostics import Diagnostic
from builder.jobs.drawn import Figures
from builder.jobs.figures import make_figures
from builder.jobs.last import last_good, origin_of
from builder.jobs.making import LastTry, Making
from tests.jobs.conftest import Workshop
from tests.jobs.conftest import workshop as workshop


def at_once(course: Workshop, last: LastTry | None = None) -> Figures:
    """The figures without waiting."""
    return make_figures(course.course(), course.store, how=Making(last=last or LastTry()))


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [fault.code for fault in found]


def test_what_was_never_made_is_awaited_and_no_code_runs(workshop: Workshop) -> None:
    workshop.figure("rise", "curve")
    found = at_once(workshop)
    assert (found.figures, found.diagnostics, found.awaited) == ({}, (), ("rise",))
    assert workshop.count(workshop.imports) == 0


def test_what_the_store_has_is_not_awaited_and_judged_as_ever(workshop: Workshop) -> None:
    workshop.figure("rise", "curve", claims=[{"text": "It is steep.", "metric": "slope", "above": 99}])
    made = workshop.make()
    found = at_once(workshop)
    assert found.figures == made.figures and not found.awaited
    assert found.diagnostics == made.diagnostics and codes(found.diagnostics) == ["FIG005"]


def test_an_earlier_picture_stands_in_and_its_claims_are_not_judged(workshop: Workshop) -> None:
    workshop.figure("rise", "curve", claims=[{"text": "It is steep.", "metric": "slope", "above": 99}])
    before = workshop.make().figures["rise"]
    workshop.edit("figures/style.py", "red", "blue")
    found = at_once(workshop)
    assert found.figures["rise"].folder == before.folder
    assert (found.awaited, found.diagnostics) == (("rise",), ())


def test_a_picture_that_went_is_awaited(workshop: Workshop) -> None:
    workshop.figure("spot", "dot")
    shutil.rmtree(workshop.make().figures["spot"].folder)
    assert at_once(workshop).awaited == ("spot",)


def test_captions_and_claims_are_no_origin_and_parameters_are(workshop: Workshop) -> None:
    origins = []
    for spec in ({}, {"caption": "Another one."}, {"params": {"radius": 2.0}}, {"seed": 7}):
        workshop.figure("spot", "dot", **spec)
        origins.append(origin_of(workshop.course(), workshop.store))
    assert origins[0] == origins[1] and len(set(origins)) == 3


def test_what_failed_is_told_and_awaited_again_only_when_something_changed(workshop: Workshop) -> None:
    workshop.figure("spot", "dot")
    workshop.edit("figures/recipes/dot.py", "return Drawing", "raise ValueError('no ink')\n    return Drawing")
    course = workshop.course()
    made = make_figures(course, workshop.store)
    last = LastTry(origin_of(course, workshop.store), frozenset({"spot"}), made.failures)
    assert codes(made.diagnostics) == ["FIG003"]
    found = last_good(course, workshop.store, last)
    assert (found.diagnostics, found.awaited) == (made.diagnostics, ())
    workshop.edit("figures/recipes/dot.py", "raise ValueError('no ink')\n    ", "")
    found = at_once(workshop, last)
    assert (found.diagnostics, found.awaited) == ((), ("spot",))
