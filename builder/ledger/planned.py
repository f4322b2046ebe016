"""What a plan promises, and where the built lesson keeps it: misconceptions, modalities and examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from builder.ledger.history import Folder
from builder.ledger.places import Found, Standing
from builder.models.lessons import Block, Lesson
from builder.rules.modalities import SHOWN_BY, SPOKEN, modality_id


class Planned(NamedTuple):
    """Something planned: its name, its words, and the addresses of its places from the site's root."""

    name: str
    words: str
    places: tuple[str, ...]


def planned(folder: Folder) -> Mapping[str, tuple[Planned, ...]]:
    """The planned misconceptions, modalities and examples of a lesson with their places; what is empty is left out."""
    plan, text, slug = folder.plan, folder.text, folder.slug
    if plan is None or text is None:
        return {}

    def places(option: str, value: str) -> tuple[str, ...]:
        return _addresses(text.marking(option, value), text, slug) if text else ()

    def shown(modality: str) -> tuple[str, ...]:
        names = SHOWN_BY.get(modality, ())
        blocks = [block for block in text.blocks if block.name in names] if text else []
        drawn = _addresses(blocks, text, slug) if text else ()
        spoken = ("the running text",) if modality == SPOKEN else ()
        return tuple(dict.fromkeys((*places("modality", modality), *drawn, *spoken)))

    found = {
        "misconceptions": tuple(Planned(one.id, one.belief, places("misconception", one.id))
                                for one in plan.misconceptions),
        "modalities": tuple(Planned(one.modality, one.what or "", shown(modality_id(one.modality)))
                            for one in plan.modalities),
        "examples": tuple(Planned(one.id, one.text, places("example", one.id)) for one in plan.examples),
    }
    return {what: entries for what, entries in found.items() if entries}


def _addresses(blocks: Iterable[Block], text: Lesson, slug: str) -> tuple[str, ...]:
    """Where blocks stand in the lesson's page: at their ids, else at their sections."""
    anchors = dict.fromkeys(block.options.get("id") or block.section or "" for block in blocks)
    return tuple(address(slug, anchor) for anchor in anchors)


def address(slug: str, anchor: str) -> str:
    """A place in a lesson's page, from the site's root."""
    return f"lessons/{slug}.html{f'#{anchor}' if anchor else ''}"


def place_words(found: Found, slug: str) -> str:
    """Where a finding's place stands, in words and as an address."""
    where = address(slug, found.anchor) if found.anchor else ""
    match found.state:
        case Standing.THERE:
            return f"Place: {where}"
        case Standing.MOVED:
            return f"Place: moved to {where}"
        case Standing.GONE:
            return f"Place: the {found.kind} is gone{f'; it stood at {where}' if where else ''}"
        case _:
            return f"Place: {found.words or 'none given'}"
