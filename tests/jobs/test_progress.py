"""Progress as lines and as bars."""

from __future__ import annotations

from io import StringIO

from rich.console import Console

from builder.jobs.progress import Progress
from builder.progress import Live, Plain, progress


def play(shown: Progress) -> None:
    """Tells of two jobs."""
    with shown:
        shown.planned(2)
        shown.reused("draw dot")
        shown.started("train [vae]")
        for share in (0.1, 0.3, 0.35, 0.6, 1.0):
            shown.reported("train [vae]", share, f"loss {share}")
        shown.printed("train [vae]", "hello")
        shown.finished("train [vae]", 2.04)
        shown.started("draw map")
        shown.failed("draw map", "no such colour")
        shown.noted("One was damaged.")


def test_plain_lines_tell_of_quarters() -> None:
    stream = StringIO()
    play(Plain(stream))
    assert stream.getvalue().splitlines() == [
        "train [vae] …",
        "train [vae]: 30% loss 0.3",
        "train [vae]: 60% loss 0.6",
        "train [vae] | hello",
        "train [vae]: done in 2.0 s",
        "draw map …",
        "draw map: failed, no such colour",
        "One was damaged.",
    ]


def test_bars_leave_a_line_for_each_job() -> None:
    stream = StringIO()
    play(Live(Console(file=stream, force_terminal=True, width=100, color_system=None)))
    text = stream.getvalue()
    assert "✓ train [vae] (2.0 s)" in text
    assert "✗ draw map: no such colour" in text
    assert "One was damaged." in text


def test_the_time_left_is_told_when_it_has_changed_much() -> None:
    stream = StringIO()
    shown = Plain(stream)
    for jobs, seconds in ((9, 300.0), (9, 290.0), (8, 200.0), (1, 40.0), (1, 4.0), (3, 100.0)):
        shown.left(jobs, seconds)
    assert stream.getvalue().splitlines() == [
        "9 jobs and about 5 min left", "8 jobs and about 3 min left", "1 job and about 40 s left",
        "3 jobs and about 2 min left",
    ]
    with Live(Console(file=stream, force_terminal=True, width=100, color_system=None)) as bars:
        bars.left(2, 7800.0)
        bars._bars.refresh()
        bars.left(0, 0.0)
    assert "2 jobs and about 2 h 10 min left" in stream.getvalue()


def test_what_suits_a_stream() -> None:
    stream = StringIO()
    assert isinstance(progress(stream), Plain)
    play(progress(stream, quiet=True))
    assert stream.getvalue() == ""
