"""Whether a figure bears out what the lesson claims of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from builder.diagnostics import Kind, Problem
from builder.jobs.faults import CLAIM_FAILED, UNKNOWN_METRIC, nearest, spec_place
from builder.models.figures import Claim

_BOUNDS = ("above", "below", "near")


def judge(figure: str, claims: tuple[Claim, ...], metrics: Mapping[str, float]) -> Iterator[tuple[Kind, Problem]]:
    """Yields a problem for each claim that the figure's metrics do not bear out.

    Args:
        figure: the figure's id.
        claims: what its spec claims.
        metrics: what its recipe measured.
    """
    for number, claim in enumerate(claims):
        unknown = list(_unknown(figure, number, claim, metrics))
        yield from unknown
        if not unknown and not bears_out(claim, metrics):
            yield CLAIM_FAILED, _failure(figure, number, claim, metrics)


def bears_out(claim: Claim, metrics: Mapping[str, float]) -> bool:
    """Whether the metric is within all bounds of the claim; a NaN is within none, as every comparison with it fails."""
    value = metrics[claim.metric]
    return (
        (claim.above is None or value > _value(claim.above, metrics))
        and (claim.below is None or value < _value(claim.below, metrics))
        and (claim.near is None or abs(value - _value(claim.near, metrics)) <= (claim.tolerance or 0.0))
    )


class Judged(Struct, frozen=True):
    """A claim as it was judged: by which figure, what was measured, what was demanded, and whether it holds."""

    figure: str
    text: str
    measured: str
    demanded: str
    holds: bool


def judged(figure: str, claim: Claim, metrics: Mapping[str, float]) -> Judged:
    """One claim against its figure's metrics; one that names an unknown metric does not hold."""
    if any(_unknown(figure, 0, claim, metrics)):
        return Judged(figure, claim.text, "not measured", "", False)
    measured = f"{claim.metric} = {_number(metrics[claim.metric])}"
    return Judged(figure, claim.text, measured, _demands(claim, metrics), bears_out(claim, metrics))


def _value(bound: float | str, metrics: Mapping[str, float]) -> float:
    return metrics[bound] if isinstance(bound, str) else bound


def _unknown(figure: str, number: int, claim: Claim, metrics: Mapping[str, float]) -> Iterator[tuple[Kind, Problem]]:
    for field in ("metric", *_BOUNDS):
        name = getattr(claim, field)
        if isinstance(name, str) and name not in metrics:
            where = spec_place(figure, "claims", number, field)
            yield UNKNOWN_METRIC, Problem(where, f"The figure has no metric `{name}`.", nearest(name, metrics))


def _failure(figure: str, number: int, claim: Claim, metrics: Mapping[str, float]) -> Problem:
    return Problem(
        spec_place(figure, "claims", number),
        f"The figure does not bear out \"{claim.text}\": `{claim.metric}` is {_number(metrics[claim.metric])}, "
        f"but has to be {_demands(claim, metrics)}.",
        "Look at the figure, then weaken or turn round the statement, or mend the measure.",
    )


def _demands(claim: Claim, metrics: Mapping[str, float]) -> str:
    """All bounds in words."""
    return " and ".join(_demand(claim, field, metrics) for field in _BOUNDS if getattr(claim, field) is not None)


def _demand(claim: Claim, field: str, metrics: Mapping[str, float]) -> str:
    """One bound in words: above `psnr_ae`, which is 24.1."""
    bound = getattr(claim, field)
    shown = f"`{bound}`, which is {_number(metrics[bound])}" if isinstance(bound, str) else _number(bound)
    return f"within {_number(claim.tolerance or 0.0)} of {shown}" if field == "near" else f"{field} {shown}"


def _number(value: float) -> str:
    """A number in at most ten digits, so that two which differ look different."""
    return f"{value:.10g}"
