"""The blind corpus: what the importer reads against what a person counted, key by key."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from builder.importing.sources import read_document

CORPUS = Path(__file__).parent / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.yaml"))
SEVERITIES = ("CRITICAL", "IMPROVEMENT", "POLISH")


def plain(value: object) -> Any:
    """An enumeration or a marked string as bare text, which compares with what the counts file says."""
    return None if value is None else str(value)


def head(values: dict[str, Any]) -> dict[str, Any]:
    position = values.get("position")
    return {
        "title": plain(values.get("title")),
        "module": plain(values.get("module")),
        "slug": plain(values.get("lesson")),
        "load": plain(values.get("load")),
        "position": [position["number"], position.get("of")] if position else None,
    }


def kinds(rows: list[dict[str, Any]]) -> dict[str, int]:
    found = Counter(plain(row.get("kind")) or "other" for row in rows)
    return {kind: found[kind] for kind in ("positive", "negative", "other")}


def read_review(review: dict[str, Any]) -> dict[str, Any]:
    found = Counter(str(row.get("severity")) for row in review.get("findings", ()))
    return {
        "verdict": plain(review.get("verdict")),
        "iteration": review.get("iteration"),
        **{severity: found[severity] for severity in SEVERITIES},
        "verified": len(review.get("verification", ())),
    }


def of_plan(values: dict[str, Any], reviews: list[dict[str, Any]]) -> dict[str, Any]:
    needed = values.get("prerequisites", ())
    return {
        **head(values),
        "prerequisite_depths": [plain(row.get("required")) for row in needed],
        "statuses": [plain(row.get("status")) for row in needed],
        "examples": kinds(values.get("examples", [])),
        "new_concepts": values.get("load_assessment", {}).get("count"),
        "reviews": [read_review(review) for review in reviews],
        **{
            key: len(values.get(key, ()))
            for key in ("knows", "prerequisites", "misconceptions", "modalities", "outline")
        },
    }


def of_record(values: dict[str, Any]) -> dict[str, Any]:
    concepts, lessons = values.get("concepts", ()), values.get("lessons", ())
    return {
        **head(values),
        "concepts": len(concepts),
        "depths": [plain(row.get("depth")) for row in concepts],
        "lessons": len(lessons),
        "loads": [plain(row.get("load")) for row in lessons],
        "misconceptions": {str(row.get("lesson")): len(row.get("misconceptions", ())) for row in lessons},
    }


def read(name: str) -> dict[str, Any]:
    found = read_document(f"{name}.md", (CORPUS / f"{name}.md").read_bytes())
    values: dict[str, Any] = found.parts.values
    counted = of_record(values) if found.kind == "record" else of_plan(values, list(found.reviews))
    return {"kind": found.kind, **counted}


@pytest.mark.parametrize("name", NAMES)
def test_counts_taken_by_hand(name: str) -> None:
    wanted = yaml.safe_load((CORPUS / f"{name}.yaml").read_text(encoding="utf-8"))
    found = read(name)
    if isinstance(partly := wanted.get("misconceptions"), dict):  # a record may leave a doubtful lesson out
        found["misconceptions"] = {
            lesson: count for lesson, count in found["misconceptions"].items() if lesson in partly
        }
    for review, partly in zip(found.get("reviews", ()), wanted.get("reviews", ()), strict=False):
        for key in review.keys() - partly.keys():  # and so may a review what is doubtful
            del review[key]
    assert {key: found.get(key) for key in wanted} == wanted


def test_every_document_has_its_counts() -> None:
    assert sorted(path.stem for path in CORPUS.glob("*.md") if path.stem != "README") == NAMES
