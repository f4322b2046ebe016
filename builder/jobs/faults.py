"""What can go wrong with a figure: the kinds of faults with their manuals, and a fault on its way to its author."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from builder.diagnostics import Kind, Place, Problem, Severity, Span
from builder.jobs.sources import SPECS

UNKNOWN_RECIPE = Kind("FIG001", "unknown-recipe", Severity.ERROR, """\
A figure names a recipe that the course does not have.  A recipe is a Python file in `figures/recipes`; its name in
`figures/figures.yaml` has hyphens where the file's name has underscores.

The learner would find an empty frame where the lesson says "as you can see".

Wrong: `recipe: latent-maps`, with a file `figures/recipes/latent_map.py`

Right: `recipe: latent-map`

Repair: take the name that the message suggests, or write the recipe.
""")

INVALID_PARAMS = Kind("FIG002", "invalid-figure-params", Severity.ERROR, """\
A figure gives its recipe a parameter that the recipe does not take, or a value that it refuses.  The class `Params`
in the recipe's file says what it takes.

A parameter that is passed over in silence would show the learner another picture than the one the lesson describes.

Wrong: `params: {latents: 2}`, where `Params` has `latent: int`

Right: `params: {latent: 2}`

Repair: correct the name or the value, or add the parameter to the recipe's `Params`.
""")

FIGURE_FAILED = Kind("FIG003", "figure-failed", Severity.ERROR, """\
The code that draws a figure, or trains a model that it needs, ended with an exception or was ended from outside.
Other figures were made as usual.

The message shows the exception and the line of the course's own code that it came from.  A process that the system
ended has usually used up the machine's memory.

Without the picture the learner has only the lesson's word for what it would have shown.

Repair: mend the line, or give the recipe parameters that it can draw.  For want of memory, use smaller batches or
build with fewer jobs at a time.
""")

TRAINING_DIVERGED = Kind("FIG004", "training-diverged", Severity.ERROR, """\
A model's training ran away: its loss became infinite or no number at all.  Nothing was kept of the run, and figures
that need the model were not drawn.

A learner who repeats the lesson with the same settings would meet the same failure.

Repair: lower the learning rate, clip the gradients, bound a predicted log variance, or train from another seed.  If
the lesson is about divergence, stop the training before it happens and show the losses so far.
""")

CLAIM_FAILED = Kind("FIG005", "claim-not-borne-out", Severity.ERROR, """\
The lesson states something that its own figure does not show: a metric is not where the claim says it is.  A metric
that is no number (NaN) bears out nothing.

Learners believe what a lesson states; here the measurement says otherwise, and the measurement is what they will
see when they try it.

Wrong: "The second model is sharper", where `sharpness_b` is 0.31 and `sharpness_a` is 0.34

Right: a statement that the numbers carry, or a figure that was measured better

Repair: look at the figure first.  Weaken or turn round the statement if it is wrong.  Move a bound only with a reason
that a learner would accept.
""")

UNKNOWN_METRIC = Kind("FIG006", "unknown-metric", Severity.ERROR, """\
A claim names a metric that its figure does not measure, so nothing can bear the claim out.  `metric`, and a word
under `above`, `below` or `near`, must each be the name of one of the figure's metrics.

A claim that is never tested is only an assertion, and a learner cannot tell the two apart.

Repair: take the name that the message suggests, or have the recipe's `draw` return the metric.
""")

BROKEN_CODE = Kind("FIG007", "broken-figure-code", Severity.ERROR, """\
The course's figure code cannot be used: a file does not import, a package is not installed, or a recipe lacks what
every recipe has: a class `Params` and a function `draw`.

All figures that need the code are missing from the lessons until it works.

Repair: mend the named line.  Where torch, matplotlib or another package is missing, install what figures need:
`pip install "coursewright[figures]"`.
""")

MODEL_MISSING = Kind("FIG008", "missing-model", Severity.ERROR, """\
A figure needs a trained model that the cache does not hold, and the build was told not to train (`--no-train`).

A check that forbids training wants to see what learners will see, without the time that training takes; a picture
from another model would not be that.

Wrong: `build lessons --no-train` after a model's code, settings, seed or data were changed

Right: `build lessons` first, then `--no-train` with the same cache

Repair: build once without `--no-train`, or restore the cache folder that holds the model.
""")

KINDS: tuple[Kind, ...] = (
    UNKNOWN_RECIPE,
    INVALID_PARAMS,
    FIGURE_FAILED,
    TRAINING_DIVERGED,
    CLAIM_FAILED,
    UNKNOWN_METRIC,
    BROKEN_CODE,
    MODEL_MISSING,
)

_OF_THE_SPEC = (UNKNOWN_RECIPE, INVALID_PARAMS)
"""Kinds whose words stand for themselves: the spec names what is not there."""


class MachineFault(OSError):
    """The machine, or a cluster, is not what was asked for; no author can mend that."""


class Fault(Struct, frozen=True):
    """Why a job has no result.

    Attributes:
        kind: the kind of fault.
        words: what happened, as a sentence without a full stop.
        help: what to do about it.
        source: the line of the course's code that it came from, if it came from one.
        steps: the way from the figure's spec to the value at fault, such as ("params", "latent").
    """

    kind: Kind
    words: str
    help: str
    source: Span | None = None
    steps: tuple[str | int, ...] = ()


def spec_place(figure: str, *steps: str | int) -> Place:
    """A place in a figure's spec."""
    return Place(SPECS, ("figures", figure, *steps))


def not_drawn(figure: str, fault: Fault, because: str = "") -> Problem:
    """The problem of a figure that has no picture.

    Args:
        figure: the figure's id.
        fault: why.
        because: words for the job at fault, where it is not the figure's own.
    """
    if fault.kind in _OF_THE_SPEC:
        return Problem(spec_place(figure, *fault.steps), f"{fault.words}.", fault.help)
    at = f" ({fault.source.path}:{fault.source.line})" if fault.source else ""
    return Problem(
        where=spec_place(figure, *fault.steps),
        message=f"The figure `{figure}` was not drawn: {because}{fault.words}{at}.",
        help=fault.help,
        related=_code(fault),
    )


def broken(fault: Fault, figures: Iterable[str]) -> Problem:
    """The one problem of code that several figures need; it stands at the code where that is known."""
    ids = sorted(figures)
    first = spec_place(ids[0], "recipe")
    needed = f"It is needed by {_list(ids)}."
    if fault.source is None:
        return Problem(first, f"{fault.words}. {needed}", fault.help)
    related = tuple((spec_place(figure, "recipe"), f"`{figure}` needs this code") for figure in ids[:3])
    return Problem(Place(fault.source.path, span=fault.source), f"{fault.words}. {needed}", fault.help, related)


def _code(fault: Fault) -> tuple[tuple[Place, str], ...]:
    return ((Place(fault.source.path, span=fault.source), "the exception came from here"),) if fault.source else ()


def _list(ids: list[str]) -> str:
    shown = ", ".join(f"`{figure}`" for figure in ids[:3])
    return shown if len(ids) <= 3 else f"{shown} and {len(ids) - 3} more figures"


def nearest(word: str, known: Iterable[str]) -> str:
    """A sentence that names the known word most like this one, or lists what is known where none is."""
    import difflib

    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1)
    if close:
        return f"Did you mean `{close[0]}`?"
    return f"There is {', '.join(f'`{name}`' for name in names[:12])}." if names else "There is none at all."
