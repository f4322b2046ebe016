"""Lessons and reviews made in memory."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from builder.loading import parse_text
from builder.models.lessons import Lesson
from builder.models.plans import Plan
from builder.models.reviews import Review

TEXT = """
    Before all sections.

    {#hands}
    ## What the hands do

    :::{concept} Gluten
    :teaches: gluten
    :id: net

    “Gluten” is a *net* of {concept}`gluten|protein strands`.
    :::

    Knead the dough for an hour…
    Push, fold, turn. It grows by {value}`curve.share` in all.

    :::{widget} stretch
    :::

    ### By machine

    It takes half as long.

    {#window}
    ## The window test

    - Draw a piece thin.
    - Hold it against the light.
"""


def text(words: str = TEXT) -> Lesson:
    """A lesson's text."""
    return parse_text("lessons/kneading/lesson.md", dedent(words).lstrip().encode())[0]


@dataclass(frozen=True)
class Folder:
    """A lesson's folder."""

    slug: str = "kneading"
    plan: Plan | None = None
    text: Lesson | None = None
    reviews: tuple[tuple[str, Review], ...] = ()


def folder(*reviews: dict[str, Any], words: Lesson | None = None, plan: Plan | None = None) -> Folder:
    """A lesson's folder with these reviews."""
    made = tuple((f"lessons/kneading/reviews/{n:02d}.yaml", Review.model_validate({"lesson": "kneading", **review}))
                 for n, review in enumerate(reviews, 1))
    return Folder(plan=plan, text=words, reviews=made)


def finding(name: str, severity: str = "IMPROVEMENT", **more: Any) -> dict[str, Any]:
    """A finding as a file has it."""
    return {"id": name, "severity": severity, "title": name.replace("-", " "), **more}


def read(lesson: Lesson) -> dict[str, Any]:
    """The digests that a review of a text keeps."""
    return {"digest": lesson.digest, "sections": {section.id: section.digest for section in lesson.sections}}
