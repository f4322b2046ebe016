"""The tiny course with reviews: a lesson that was read twice and has not passed, and one that nobody has read."""

from __future__ import annotations

from tests.conftest import Tiny

TEXT = """
    ---
    title: Running
    description: What makes running more than walking fast.
    ---
    {#what-running-is}
    ## What running is

    :::{warning} Not a fast walk
    :misconception: fast-walk

    Look at the feet: for a moment *both* are in the air.
    :::

    {#shoes}
    ## Shoes

    Any shoes will do, and none will do as well.
"""

FIRST = """
    lesson: running
    date: 2026-03-01
    iteration: 1
    of: 2
    reviewer: Ana
    counts: {critical: 1, improvement: 1, polish: 0}
    verdict: MAJOR REVISION
    summary: A good beginning, and no picture.
    findings:
      - id: no-picture
        severity: CRITICAL
        title: Nobody sees *both* feet in the air
        location: First section
        target: {section: shoes, quote: for a moment both are in the air}
        issue: The sentence asks for a picture.
        student_impact: The student believes it or not.
        suggested_fix: Draw the feet.
        status: open
      - id: barefoot
        severity: IMPROVEMENT
        title: Shoes without a reason
        target: {section: shoes, quote: You need no shoes at all}
        issue: Nothing says why.
        status: fixed
      - id: too-short
        severity: POLISH
        title: The lesson is short
        target: {section: warming-up}
        status: accepted
        reason: It has one idea.
    notes:
      - {heading: What works well, items: [The warning is where the error is made.]}
"""

SECOND = """
    lesson: running
    date: 2026-03-08
    iteration: 2
    of: 2
    reviewer: Ben
    verdict: NEEDS REVISION
    verification:
      - {finding: no-picture, title: A sketch was added, outcome: PARTIAL, text: It shows one foot., by: Chidi, date: 2026-03-07}
      - {finding: barefoot, outcome: RESOLVED}
    findings:
      - {id: which-shoes, severity: POLISH, title: Which shoes, status: open}
"""


def with_reviews(tiny: Tiny) -> Tiny:
    """The tiny course, read twice in part."""
    tiny.write("lessons/running/lesson.md", TEXT)
    tiny.write("lessons/walking/lesson.md", "---\ntitle: Walking\n---\nOne foot after the other.\n")
    tiny.write("lessons/running/reviews/01.yaml", FIRST)
    tiny.write("lessons/running/reviews/02.yaml", SECOND)
    return tiny


def read_by(slug: str, title: str, reviewer: str, number: int = 1) -> str:
    """A review that raises one finding."""
    return (f"lesson: {slug}\ndate: 2026-02-0{number}\niteration: {number}\nreviewer: {reviewer}\nverdict: NEEDS REVISION\n"
            f"findings:\n  - {{id: found-{number}, severity: IMPROVEMENT, title: {title}}}\n")
