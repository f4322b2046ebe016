"""`figures/figures.yaml`: which pictures the course wants, and what they must prove."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from builder.models.base import Document, Identifier, Model, Text
from builder.source.yaml import resolve

Bound = Annotated[float | str, Field(union_mode="left_to_right")]
"""A number, or the name of another metric of the same figure."""


class Claim(Model):
    """A statement that the figure must bear out."""

    text: Text = Field(description="The statement, as the lesson makes it.")
    metric: Text = Field(description="The metric that measures it.")
    above: Bound | None = Field(default=None, description="The metric must be greater than this number or metric.")
    below: Bound | None = Field(default=None, description="The metric must be less than this number or metric.")
    near: Bound | None = Field(
        default=None, description="The metric must be within `tolerance` of this number or metric."
    )
    tolerance: float | None = Field(default=None, gt=0, description="How far the metric may be from `near`.")

    @model_validator(mode="after")
    def _has_a_bound(self) -> Claim:
        if self.above is None and self.below is None and self.near is None:
            raise ValueError("a claim needs `above`, `below` or `near`, or nothing can bear it out")
        if (self.near is None) != (self.tolerance is None):
            raise ValueError("`near` and `tolerance` go together")
        return self


class FigureSpec(Model):
    """One picture of the course."""

    recipe: Identifier = Field(
        description="The kind of picture: a file in figures/recipes, with hyphens for underscores."
    )
    params: Annotated[dict[str, Any], BeforeValidator(resolve)] = Field(
        default_factory=dict, description="What the recipe's Params take."
    )
    seed: int = Field(default=0, ge=0, description="The seed of everything random in it.")
    alt: Text | None = Field(
        default=None, description="What is to be seen; the recipe's own words where this is missing."
    )
    caption: Text = Field(description="The line under the picture; {value} roles take its metrics.")
    claims: tuple[Claim, ...] = Field(default=(), description="What the figure must bear out.")


class FiguresFile(Document):
    """All figures of the course, by id."""

    figures: dict[Identifier, FigureSpec] = Field(description="Each figure under its id.")
