"""A finished figure and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from builder.diagnostics import Diagnostic, Kind, Problem
from builder.jobs.drawings import DATA, TABLE
from builder.jobs.store import Entry
from builder.models.figures import FigureSpec


class TrainedModel(Struct, frozen=True):
    """A trained model behind a figure, as the page's provenance tells of it.

    Attributes:
        name: what the recipe calls it.
        model: the module in figures/models.
        config: the model's configuration.
        training: the settings of the training run.
        seed: the run's seed.
        key: the run's key.
        facts: what the training returned, such as final losses.
        seconds: how long the run took that made the kept result; another machine would need another time.
        versions: the packages that made it.
    """

    name: str
    model: str
    config: Mapping[str, Any]
    training: Mapping[str, Any]
    seed: int
    key: str
    facts: Mapping[str, Any]
    seconds: float
    versions: Mapping[str, str]


class Provenance(Struct, frozen=True):
    """Where a figure comes from.

    All of it is read from the record of the run that made the figure.  Builds that share a store show the same; two
    that start from nothing differ in `seconds` alone.

    Attributes:
        data: the name of the data set, or None.
        description: what the course's figures/data.py says of the data, or None.
        recipe: the recipe.
        params: its parameters after validation.
        seed: the figure's seed.
        key: the drawing's key.
        seconds: how long the drawing took.
        versions: the packages that drew it.
        models: the trained models that it shows.
    """

    data: str | None
    description: str | None
    recipe: str
    params: Mapping[str, Any]
    seed: int
    key: str
    seconds: float
    versions: Mapping[str, str]
    models: tuple[TrainedModel, ...]

    @property
    def short_key(self) -> str:
        """The first letters of the key, enough to find the drawing by."""
        return self.key[:12]


class Figure(Struct, frozen=True):
    """A finished figure; its files stand in `folder`, which nobody may write to.

    Attributes:
        id: the figure's id.
        spec: what the course wanted.
        format: svg, png or webp.
        width: width in CSS pixels.
        height: height in CSS pixels.
        alt: what is to be seen: the spec's words, or else the recipe's.
        metrics: what the recipe measured.
        folder: where the files stand.
        light: the name of the picture for light pages.
        dark: the name of the picture for dark pages.
        data: the name of the JSON file with the numbers behind the picture, or None.
        table: the name of the CSV file with the same numbers, or None where they fit no table.
        files: further files: the recipe's name for each, and its path in `folder`.
        provenance: where the figure comes from.
    """

    id: str
    spec: FigureSpec
    format: str
    width: int
    height: int
    alt: str
    metrics: Mapping[str, float]
    folder: Path
    light: str
    dark: str
    data: str | None
    files: Mapping[str, str]
    provenance: Provenance
    table: str | None = None


class Figures(Struct, frozen=True):
    """The figures that could be made, and what is wrong with the others or with what is claimed of them.

    Attributes:
        figures: the figures by id.
        diagnostics: what is wrong, where it stands.
        failures: why some could not be made, each with its place; the diagnostics tell of it too.
        awaited: where nobody waited, the figures that are yet to be made; `figures` holds earlier pictures of them, as
            far as there are any.
        origin: where nobody waited, the digest of all that the figures are made from.
    """

    figures: Mapping[str, Figure] = {}
    diagnostics: tuple[Diagnostic, ...] = ()
    failures: tuple[tuple[Kind, Problem], ...] = ()
    awaited: tuple[str, ...] = ()
    origin: str = ""


def figure_of(figure: str, spec: FigureSpec, entry: Entry) -> Figure:
    """The finished figure that an entry of the store holds.

    Args:
        figure: the figure's id.
        spec: what the course wanted.
        entry: the result of the figure's drawing job.
    """
    facts = entry.facts
    return Figure(
        id=figure,
        spec=spec,
        format=facts["format"],
        width=facts["width"],
        height=facts["height"],
        alt=spec.alt or facts["alt"],
        metrics=facts["metrics"],
        folder=entry.folder,
        light=f"light.{facts['format']}",
        dark=f"dark.{facts['format']}",
        data=DATA if facts["data"] else None,
        table=TABLE if facts["table"] else None,
        files={name: f"files/{name}" for name in facts["files"]},
        provenance=_provenance(entry),
    )


def _provenance(entry: Entry) -> Provenance:
    made_of = entry.ingredients
    return Provenance(
        data=made_of["data"]["name"] if made_of["data"] else None,
        description=entry.facts["described"],
        recipe=made_of["recipe"],
        params=made_of["params"],
        seed=made_of["seed"],
        key=entry.key,
        seconds=entry.seconds,
        versions=entry.versions,
        models=tuple(TrainedModel(name=name, **facts) for name, facts in sorted(entry.facts["models"].items())),
    )
