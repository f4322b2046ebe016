"""Edits of YAML files: the course's own file, concepts, plans, records, reviews and figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.site.checkout import Checkout, Impossible
from tests.site.picking import WORDS, Edit, Pick

COURSE, CONCEPTS, FIGURES = "curriculum/course.yaml", "curriculum/concepts.yaml", "figures/figures.yaml"
PLANS, RECORDS, REVIEWS = "lessons/*/plan.yaml", "curriculum/records/*.yaml", "lessons/*/reviews/*.yaml"
DEPTHS, LOADS = ("MENTIONED", "INTRODUCED", "DEVELOPED", "APPLIED"), ("BUILD", "STRETCH", "CONSOLIDATE", None)
MARKUP = ("See [](lesson:shaping) and [](lesson:rising#gas).", "What {concept}`gluten` is: $g$.", *WORDS)
ANY = object()
"""Any one entry of a list or a mapping."""

FIELDS: dict[str, tuple[str, tuple[Any, ...], Sequence[Any]]] = {
    "course title": (COURSE, ("title",), WORDS),
    "course description": (COURSE, ("description",), WORDS),
    "language": (COURSE, ("language",), ("de", "en", "en-GB", None)),
    "address": (COURSE, ("url",), ("https://bread.example/course/", "https://bread.example", None)),
    "module title": (COURSE, ("modules", ANY, "title"), WORDS),
    "module summary": (COURSE, ("modules", ANY, "summary"), (*MARKUP, None)),
    "module order": (COURSE, ("modules", ANY, "after"), (["1"], ["2"], None)),
    "assumed depth": (COURSE, ("assumes", ANY, "depth"), DEPTHS),
    "assumed source": (COURSE, ("assumes", ANY, "source"), WORDS),
    "limit of concepts": (COURSE, ("audit", "limits", "new_concepts"), (1, 2, 5, None)),
    "severity": (COURSE, ("audit", "severities", "LOA003"), ("error", "warning", "note", None)),
    "concept name": (CONCEPTS, ("concepts", ANY, "name"), WORDS),
    "concept summary": (CONCEPTS, ("concepts", ANY, "summary"), MARKUP),
    "concept aliases": (CONCEPTS, ("concepts", ANY, "aliases"), (["crumb"], ["crumb", "mesh"], None)),
    "plan title": (PLANS, ("title",), WORDS),
    "plan target": (PLANS, ("target",), (*MARKUP, None)),
    "plan narrative": (PLANS, ("narrative",), (*MARKUP, None)),
    "load": (PLANS, ("load",), LOADS),
    "kinds": (PLANS, ("kinds",), (["notebook"], ["conceptual", "notebook"], None)),
    "target depth": (PLANS, ("depths", ANY, "depth"), DEPTHS),
    "required depth": (PLANS, ("prerequisites", ANY, "required"), DEPTHS),
    "needed concept": (PLANS, ("prerequisites", ANY, "concept"), ("measuring", "gluten", "hydration", "scoring")),
    "belief": (PLANS, ("misconceptions", ANY, "belief"), MARKUP),
    "negative example": (PLANS, ("misconceptions", ANY, "negative_example"), (*MARKUP, None)),
    "place of a misconception": (PLANS, ("misconceptions", ANY, "address", "section"), ("hands", "try", "stickiness")),
    "example": (PLANS, ("examples", ANY, "text"), MARKUP),
    "kind of example": (PLANS, ("examples", ANY, "kind"), ("positive", "negative")),
    "outline": (PLANS, ("outline", ANY, "title"), WORDS),
    "record goal": (RECORDS, ("goal",), (*MARKUP, None)),
    "record status": (RECORDS, ("status",), ("planned", "in progress", "complete")),
    "recorded depth": (RECORDS, ("concepts", ANY, "depth"), DEPTHS),
    "recorded notes": (RECORDS, ("concepts", ANY, "notes"), (*MARKUP, None)),
    "recorded lesson": (RECORDS, ("concepts", ANY, "lesson"), ("kneading", "rising", "shaping")),
    "lesson status": (RECORDS, ("lessons", ANY, "status"), ("planned", "in progress", "built")),
    "verdict": (REVIEWS, ("verdict",), ("PASS", "NEEDS REVISION", None)),
    "finding status": (REVIEWS, ("findings", ANY, "status"), ("open", "fixed", "rejected")),
    "finding title": (REVIEWS, ("findings", ANY, "title"), WORDS),
    "caption": (FIGURES, ("figures", ANY, "caption"), ("Drawn {value}`crumb.half|.3f` long.", *MARKUP)),
    "alt": (FIGURES, ("figures", ANY, "alt"), (*WORDS, None)),
    "claim": (FIGURES, ("figures", "stretch-curve", "claims"), (
        [], [{"text": "It is long.", "metric": "longest", "above": 1.5}],
        [{"text": "It is longer.", "metric": "longest", "above": 9}])),
    "params": (FIGURES, ("figures", ANY, "params"), ({"length": 3}, {"length": 2.25}, {"width": 1}, None)),
    "seed": (FIGURES, ("figures", ANY, "seed"), (1, 2)),
}
"""Single values: the file, the way to the value in it, and what it may become; None takes it away."""


def field(name: str) -> Edit:
    """The edit that gives a field another value."""
    pattern, route, values = FIELDS[name]

    def edit(course: Checkout, pick: Pick) -> None:
        with course.values(pick(course.paths(pattern))) as found:
            _set(found, route, pick(values), pick)

    edit.__name__ = name.replace(" ", "_")
    return edit


def _set(value: Any, route: Sequence[Any], new: Any, pick: Pick) -> None:
    """Give the value at the end of a route another one; mappings on the way are made where they are missing."""
    head, *rest = route
    if head is ANY:
        head = pick(sorted(value)) if isinstance(value, dict) else pick(range(len(value)))
    if rest:
        _set(_inside(value, head, rest[0] is ANY), rest, new, pick)
    elif new is None:
        value.pop(head, None)
    else:
        value[head] = new


def _inside(value: Any, head: Any, has_entries: bool) -> Any:
    """What stands one step further; Impossible where that cannot be gone into."""
    if isinstance(value, dict) and not has_entries:
        value.setdefault(head, {})
    try:
        found = value[head]
    except KeyError as error:
        raise Impossible from error
    if not isinstance(found, dict | list):
        raise Impossible
    return found


# ---- rows


def _rows(values: Any, name: str) -> list[Any]:
    rows = values.setdefault(name, [])
    if not isinstance(rows, list):
        raise Impossible
    return rows


def row_added(course: Checkout, pick: Pick) -> None:
    """A prerequisite, a depth, a recorded concept or an assumption more."""
    concept = pick(["gluten", "fermentation", "oven-spring", "unheard-of"])
    pattern, name, row = pick([
        (PLANS, "prerequisites", {"concept": concept, "required": pick(DEPTHS)}),
        (PLANS, "depths", {"concept": concept, "depth": pick(DEPTHS)}),
        (PLANS, "misconceptions", {"id": pick(["a", "b"]), "belief": pick(WORDS), "negative_example": pick(WORDS)}),
        (PLANS, "examples", {"id": pick(["a", "b"]), "text": pick(WORDS)}),
        (RECORDS, "concepts", {"concept": concept, "depth": pick(DEPTHS), "lesson": pick(["rising", "shaping"])}),
        (COURSE, "assumes", {"concept": concept, "depth": pick(DEPTHS), "source": pick(WORDS)}),
    ])
    with course.values(pick(course.paths(pattern))) as found:
        _rows(found, name).append(row)


def row_removed(course: Checkout, pick: Pick) -> None:
    path = pick(course.paths(PLANS, RECORDS, REVIEWS, COURSE))
    with course.values(path) as found:
        rows = found[pick(sorted(key for key, value in found.items() if value and isinstance(value, list)))]
        del rows[pick(range(len(rows)))]


def rows_swapped(course: Checkout, pick: Pick) -> None:
    with course.values(pick(course.paths(PLANS, RECORDS, REVIEWS, COURSE))) as found:
        rows = found[pick(sorted(key for key, value in found.items() if isinstance(value, list) and len(value) > 1))]
        rows.append(rows.pop(pick(range(len(rows) - 1))))


def waiver_added(course: Checkout, pick: Pick) -> None:
    waiver = {"code": pick(["PRE", "LES", "REC", "REF", "MIS004"]), "path": pick(["lessons/*/plan.yaml", "**"]),
              "reason": pick(WORDS)}
    with course.values(COURSE) as found:
        _rows(found.setdefault("audit", {}), "waivers").append(waiver)


def concept_added(course: Checkout, pick: Pick) -> None:
    with course.values(CONCEPTS) as found:
        found["concepts"][pick(["crust", "ash"])] = {"name": pick(WORDS), "summary": pick(MARKUP)}


def concept_removed(course: Checkout, pick: Pick) -> None:
    with course.values(CONCEPTS) as found:
        del found["concepts"][pick(sorted(found["concepts"]))]


def figure_added(course: Checkout, pick: Pick) -> None:
    with course.values(FIGURES) as found:
        found["figures"][pick(["slope", "height"])] = {"recipe": "curve", "caption": pick(MARKUP)}


def figure_removed(course: Checkout, pick: Pick) -> None:
    with course.values(FIGURES) as found:
        del found["figures"][pick(sorted(found["figures"]))]


def recipe_changed(course: Checkout, pick: Pick) -> None:
    """Another colour, which is imported, or another comment."""
    path = pick(course.paths("figures/style.py", "figures/recipes/curve.py"))
    course.append(path, pick([f'INK = "#{number:06x}"' for number in (1, 2, 3)] + ["# A remark."]))


def review_added(course: Checkout, pick: Pick) -> None:
    slug, number = pick(course.paths(PLANS)).split("/")[1], pick([1, 2, 3])
    course.write(f"lessons/{slug}/reviews/{number:02}.yaml",
                 f"lesson: {slug}\niteration: {number}\ndate: 2025-04-0{number}\nverdict: PASS\n")


def paper_removed(course: Checkout, pick: Pick) -> None:
    (course.root / pick(course.paths(PLANS, RECORDS, REVIEWS))).unlink()


EDITS: tuple[Edit, ...] = (
    *map(field, FIELDS), row_added, row_removed, rows_swapped, waiver_added, concept_added, concept_removed,
    figure_added, figure_removed, recipe_changed, review_added, paper_removed,
)
