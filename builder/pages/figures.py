"""Figures on a page: the picture in light and dark, its caption, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.jobs.claims import bears_out
from builder.jobs.drawn import Figure, TrainedModel
from builder.models.figures import Claim
from builder.pages.html import element, text
from builder.pages.markup import curled, inline, plain
from builder.pages.sheet import Sheet
from builder.values import number


def figure_box(figure: Figure, legend: str, sheet: Sheet) -> str:
    """A figure with its caption and legend, and the record of its making beneath."""
    content = still(figure, legend, sheet) + provenance(figure, sheet)
    return element("div", {"class": _width(figure), "id": sheet.once(f"figure-{figure.id}")}, content)


def _width(figure: Figure) -> str:
    """Pictures wider than the text reach into the margin."""
    return "picture wide" if figure.width > 640 else "picture"


def still(figure: Figure, legend: str, sheet: Sheet) -> str:
    """The picture and its caption."""
    return element("figure", None, picture(figure, sheet) + caption(figure, legend, sheet))


def picture(figure: Figure, sheet: Sheet) -> str:
    """The picture in the reader's colours."""
    folder = f"{sheet.root}figures/{figure.id}/"
    dark = element("source", {"media": "(prefers-color-scheme: dark)", "srcset": folder + figure.dark})
    light = element("img", {
        "src": folder + figure.light, "width": figure.width, "height": figure.height, "alt": figure.alt,
        "loading": "lazy", "decoding": "async",
    })
    return element("picture", None, dark + light)


def caption(figure: Figure, legend: str, sheet: Sheet) -> str:
    """The figure's number, its caption, and a legend where the lesson gives one."""
    head = element("b", None, f"Figure {sheet.numbers.get(figure.id, 1)}.")
    words = element("p", None, f"{head} {inline(figure.spec.caption, sheet)}")
    return element("figcaption", None, words + legend)


# ---- how it was made


def provenance(figure: Figure, sheet: Sheet) -> str:
    """What the picture was made from: data, seed, models, versions, and what it was asked to prove."""
    rows = "".join(element("dt", None, text(name)) + element("dd", None, words) for name, words in _rows(figure))
    inside = _claims(figure) + element("dl", None, rows) + _download(figure, sheet)
    summary = element("summary", None, "How this figure was made")
    return element("details", {"class": "provenance"}, summary + element("div", {"class": "inside"}, inside))


def _rows(figure: Figure) -> Iterator[tuple[str, str]]:
    made = figure.provenance
    if data := data_of(figure):
        yield "Data", text(data)
    params = f" with {_words(made.params)}" if made.params else ""
    yield "Recipe", element("code", None, text(made.recipe)) + text(f"{params}; seed {made.seed}")
    for model in made.models:
        yield f"Model “{model.name}”", _model(model)
    yield "Versions", text(_words(made.versions))
    yield "Key", element("code", None, text(made.short_key))


def data_of(figure: Figure) -> str:
    """What the figure's models were trained on, in the words of the course's data code."""
    return figure.provenance.description or figure.provenance.data or ""


def _model(model: TrainedModel) -> str:
    """A trained model: its configuration, its training, what the run took and at which losses it ended."""
    ends = {name: value for name, value in model.facts.items() if any(word in name for word in ("loss", "error", "kl"))}
    said = [("", model.config), ("training: ", model.training), ("at the end: ", ends)]
    lines = [f"{name}{_words(value)}" for name, value in said if value]
    lines += [f"seed {model.seed}", f"trained in {number(model.seconds, '.1f')} s"]
    return element("code", None, text(model.model)) + "; " + text("; ".join(lines))


def _words(value: Any) -> str:
    """A JSON-like value in words: `latent 2, beta 1`."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    if isinstance(value, float):
        return number(value, ".4g")
    if isinstance(value, Mapping):
        return ", ".join(f"{str(key).replace('_', ' ')} {_words(item)}" for key, item in value.items() if _short(item))
    if isinstance(value, list | tuple):
        return ", ".join(_words(item) for item in value)
    return str(value)


def _short(value: Any) -> bool:
    """Whether a value can be said in a line: long lists, such as a loss per epoch, cannot."""
    return not isinstance(value, list | tuple) or len(value) <= 8


def _download(figure: Figure, sheet: Sheet) -> str:
    if not figure.data:
        return ""
    forms = {"JSON": figure.data, "CSV": figure.table}
    links = [
        element("a", {"href": f"{sheet.root}figures/{figure.id}/{name}", "download": True},
                f"Download the numbers behind this figure ({form})")
        for form, name in forms.items() if name
    ]
    return element("p", {"class": "download"}, "<br>".join(links))


# ---- claims


def _claims(figure: Figure) -> str:
    items = "".join(element("li", None, _claim(claim, figure.metrics)) for claim in figure.spec.claims)
    return element("ul", {"class": "claims"}, items) if items else ""


def _claim(claim: Claim, metrics: Mapping[str, float]) -> str:
    """A claim with its mark, the measured value and the bound it was held against."""
    measured = metrics.get(claim.metric)
    if measured is None:
        return f"{_mark(False)} {text(plain(claim.text))}: not measured"
    bounds = "; ".join(_bounds(claim, metrics))
    mark = _mark(bears_out(claim, metrics))
    return f"{mark} {text(curled(plain(claim.text)).rstrip('.'))}: measured {number(measured, '.4g')}, {text(bounds)}"


def _mark(held: bool) -> str:
    name = "holds" if held else "does not hold"
    kind = "held" if held else "failed"
    return element("span", {"class": kind, "role": "img", "aria-label": name}, "✓" if held else "✗")


def _bounds(claim: Claim, metrics: Mapping[str, float]) -> Iterator[str]:
    for word, bound in (("above", claim.above), ("below", claim.below), ("near", claim.near)):
        if bound is None:
            continue
        name = f" ({bound})" if isinstance(bound, str) else ""
        within = f" ± {number(claim.tolerance or 0, '.3g')}" if word == "near" else ""
        yield f"claimed {word} {number(_bound(bound, metrics), '.4g')}{within}{name}"


def _bound(bound: float | str, metrics: Mapping[str, float]) -> float:
    return metrics.get(bound, float("nan")) if isinstance(bound, str) else bound
