"""What the data of a figure must hold for it to be a widget; `docs/widgets.md` tells recipes' authors of it.

Each kind of widget has a model here and a script in `builder/pages/static`.  The models know of numbers, names and
files, not of what a course means by them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, FiniteFloat, model_validator

from builder.models.base import Model, Text


def _rising(extent: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    if extent[0] >= extent[1] or extent[2] >= extent[3]:
        raise ValueError("an extent is left, right, bottom, top: left below right and bottom below top")
    return extent


Place = tuple[FiniteFloat, FiniteFloat]
Extent = Annotated[tuple[FiniteFloat, FiniteFloat, FiniteFloat, FiniteFloat], AfterValidator(_rising)]
Error = Annotated[FiniteFloat, Field(ge=0)]


class WidgetData(Model):
    """The data of any widget."""

    @property
    def needed_files(self) -> tuple[str, ...]:
        """The names of the files that the widget loads; the recipe's `Drawing.files` must hold them."""
        return ()


def _same_length(name: str, rows: Sequence[Any], wanted: int, what: str) -> None:
    if len(rows) != wanted:
        raise ValueError(f"`{name}` has {len(rows)} entries where there are {wanted} {what}")


# ---- latent-space


class LatentModel(Model):
    """One trained model of a latent space."""

    id: Text = Field(description="The model's name in links.")
    label: Text = Field(description="Its name for readers.")
    kind: Literal["ae", "vae"] = Field(description="A plain autoencoder or a variational one.")
    beta: FiniteFloat | None = Field(default=None, description="The weight of the KL term; a `vae` has one.")
    atlas: Text = Field(description="The file with grid × grid decoded tiles, the first row at the greatest y.")
    extent: Extent = Field(description="The decoded square of codes: left, right, bottom, top.")
    points: tuple[tuple[FiniteFloat, FiniteFloat, Annotated[int, Field(ge=0)], Error, Error], ...] = Field(
        min_length=1, description="Codes of images: x, y, class, spread in x, spread in y."
    )
    reconstruction: Error = Field(description="The mean squared error per pixel over held-out images.")
    kl: FiniteFloat | None = Field(default=None, description="The mean KL in nats, where there is one.")

    @model_validator(mode="after")
    def _has_its_beta(self) -> LatentModel:
        if (self.kind == "vae") != (self.beta is not None):
            raise ValueError("a `vae` has a `beta`, and an `ae` has none")
        return self


class LatentSpace(WidgetData):
    """A map of codes to walk on, decoded by trained models."""

    widget: Literal["latent-space"]
    grid: int = Field(ge=2, description="Tiles on a side of each atlas.")
    tile: int = Field(ge=1, description="Pixels on a side of a tile.")
    classes: tuple[Text, ...] = Field(min_length=1, max_length=10, description="The names of the classes.")
    models: tuple[LatentModel, ...] = Field(min_length=1, description="The models; at most one `ae`.")

    @property
    def needed_files(self) -> tuple[str, ...]:
        return tuple(model.atlas for model in self.models)

    @model_validator(mode="after")
    def _fits(self) -> LatentSpace:
        if sum(model.kind == "ae" for model in self.models) > 1:
            raise ValueError("`models` has more than one of kind `ae`")
        if any(point[2] >= len(self.classes) for model in self.models for point in model.points):
            raise ValueError("a point of a model is of a class that `classes` does not name")
        return self


# ---- bottleneck-slider


class CodeSize(Model):
    """What a model with codes of one size does."""

    size: int = Field(ge=1, description="Numbers in the code.")
    error: Error = Field(description="Squared error per pixel, the mean over the held-out images.")
    spread: tuple[Error, Error] | None = Field(
        default=None, description="The least and the greatest of that error over several runs."
    )
    errors: tuple[Error, ...] = Field(description="Squared error per pixel of each image as it is shown.")
    codes: tuple[tuple[FiniteFloat, ...], ...] = Field(description="The code of each image: `size` numbers.")
    note: Text | None = Field(default=None, description="A plain sentence that the widget adds to its own.")


class BottleneckSlider(WidgetData):
    """Images, their codes as bars, and what models with smaller and larger codes rebuild of them."""

    widget: Literal["bottleneck-slider"]
    tile: int = Field(ge=1, description="Pixels on a side of a tile of the atlas.")
    input: int = Field(ge=1, description="Numbers in an image; the size of a code is given as a share of it.")
    atlas: Text = Field(
        description="The file with a row of tiles for each image: the original, then a tile for each size."
    )
    held_out: int = Field(ge=1, description="How many images each `error` is the mean over.")
    seeds: int | None = Field(default=None, ge=2, description="How many runs each `spread` covers.")
    images: tuple[Text, ...] = Field(min_length=1, max_length=8, description="The names of the images.")
    sizes: tuple[CodeSize, ...] = Field(min_length=2, max_length=12, description="The sizes, the smallest first.")

    @property
    def needed_files(self) -> tuple[str, ...]:
        return (self.atlas,)

    @model_validator(mode="after")
    def _fits(self) -> BottleneckSlider:
        sizes = [each.size for each in self.sizes]
        if sizes != sorted(set(sizes)):
            raise ValueError(f"`sizes` must rise from entry to entry, and has {', '.join(map(str, sizes))}")
        for number, each in enumerate(self.sizes):
            _same_length(f"sizes[{number}].errors", each.errors, len(self.images), "images")
            _same_length(f"sizes[{number}].codes", each.codes, len(self.images), "images")
            for image, code in enumerate(each.codes):
                _same_length(f"sizes[{number}].codes[{image}]", code, each.size, "numbers in the code")
        return self


# ---- boundary-density


class Boundary(Model):
    """A linear classifier: the second class has probability 1 / (1 + exp(−(w₁x + w₂y + b)))."""

    weights: Place = Field(description="w₁ and w₂.")
    bias: FiniteFloat = Field(description="b.")


class BoundaryDensity(WidgetData):
    """Points of two classes, the boundary that a classifier draws between them, and a density with draws from it."""

    widget: Literal["boundary-density"]
    extent: Extent = Field(description="The part of the plane that is shown: left, right, bottom, top.")
    axes: tuple[Text, Text] | None = Field(default=None, description="What x and y are, in a few words.")
    classes: tuple[Text, Text] = Field(description="The names of the two classes.")
    points: tuple[tuple[FiniteFloat, FiniteFloat, Literal[0, 1]], ...] = Field(
        min_length=2, description="The points that both were fitted to: x, y, class."
    )
    boundary: Boundary = Field(description="The fitted classifier.")
    density: tuple[tuple[Error, ...], ...] = Field(
        min_length=2,
        description="The fitted density on a square lattice over the extent, edges included, the first row at the top.",
    )
    draws: tuple[Place, ...] = Field(
        min_length=5, description="Draws from the fitted density in a seeded order; the page shows five more at a time."
    )
    implied: tuple[Place, ...] | None = Field(
        default=None, min_length=2, description="The line on which the density itself is undecided, from edge to edge."
    )

    @model_validator(mode="after")
    def _fits(self) -> BoundaryDensity:
        for number, row in enumerate(self.density):
            _same_length(f"density[{number}]", row, len(self.density), "rows")
        if not any(map(any, self.density)):
            raise ValueError("`density` is nowhere above 0")
        if {point[2] for point in self.points} != {0, 1}:
            raise ValueError("`points` must hold points of both classes")
        return self


WIDGETS: dict[str, type[WidgetData]] = {
    "latent-space": LatentSpace,
    "bottleneck-slider": BottleneckSlider,
    "boundary-density": BoundaryDensity,
}
"""The kinds of widgets by the word under `widget` in their data."""
