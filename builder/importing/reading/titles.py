"""A document's title, in any wording: the name, and what it says of module, position, slug and load."""

from __future__ import annotations

import re

from msgspec import Struct

from builder.importing.structure import cells
from builder.importing.structure.words import bare, slug, stems, unnumbered, unquoted

_GENERIC = frozenset(stems("lesson plan planning document doc record module design the for a of draft final notes "
                           "review reviews unit series spec specification teaching curriculum course template "
                           "retrospective retro"))

_OF_PLANS = frozenset(stems("form sheet outline page template file working copy shared wiki short long version"))
"""Words that are generic beside the word for plans."""

_OF_REVIEWS = frozenset(stems("thread log history comment collected only file archive"))
"""Words that are generic beside the word for reviews."""

_SLUG = re.compile(r"`?([a-z0-9]+(?:-[a-z0-9]+)+)`?")


_TOLD = re.compile(r"\bmodule\s+(?P<module>\d+(?:\.\d+)*)(?:,?\s+lesson\s+(?P<number>\d+))?\s*[,:]?\s*"
                   r"[(\[]?[\"“„«](?P<name>[^\"“”„«»]+)[\"”“»][)\]]?\W*$", re.IGNORECASE)
"""A title told in a sentence: `What we did in module 1.1, "The First Scarf"`."""


class Title(Struct):
    """What a document's title says."""

    title: str = ""
    load: str = ""
    slug: str = ""
    module: str = ""
    number: int | None = None
    of: int | None = None
    words: frozenset[str] = frozenset()

    def joined(self, below: Title) -> Title:
        """What this title and one below it say together: the name of that one, and what only this one states."""
        return Title(below.title, below.load or self.load, below.slug or self.slug, below.module or self.module,
                     below.number or self.number, below.of or self.of, self.words | below.words)


_CUTS = re.compile(r"(\s+(?:—|–|--+|-|\||/|·|>|»)\s+|\s*—\s*|\s+--+|:\s+|:$"
                   r"|(?<=[Ll]esson \d),\s+|,\s+(?=Lesson\b)|(?<!\d),\s+(?=[Mm]odule\s+\d)|(?<=\d)\.\s+)")


def read_title(text: str) -> Title:
    """Take a title apart, in any of its wordings."""
    found = Title(words=frozenset(stems(text)))
    if stated := re.search(r"\s[(\[]\s*(?:slug:?\s*)?`([a-z0-9-]+)`\s*[)\]]", text):
        found.slug, text = stated[1], text.replace(stated[0], " ", 1)
    text = bare(text)
    if told := _TOLD.search(text):
        found.module, found.number, text = told["module"], cells.count(told["number"] or ""), told["name"]
    for whole, inner in re.findall(r"(\(([^()]*)\)|\[[^\[\]]*\])", text):
        without = text.replace(whole, " ", 1)
        if _aside(inner or whole[1:-1], found):
            text = without
        elif re.fullmatch(r"[a-z0-9]+", inner) and _is_slug(inner, without, text.partition(whole)[2]):
            found.slug, text = found.slug or inner, without
    pieces = _CUTS.split(text.strip())
    kept = [number for number in range(0, len(pieces), 2) if not _drop(pieces[number], found)]
    named = next((number for number in range(2, len(pieces), 2) if _is_lesson_number(pieces[number])), None)
    if named is not None and any(number > named for number in kept):
        kept = [number for number in kept if number > named]
    kept = [number for number in kept if not (len(kept) > 1 and _names_slug(pieces[number], found))]
    title = "".join("".join(pieces[n - 1:n + 1]) if n != kept[0] else pieces[n] for n in kept)
    title = unquoted(_without_place(unnumbered(title.strip(" -–—:")), found).strip(" -–—:"))
    lone = kept == [0] and len(pieces) > 1 and re.fullmatch(r"([a-z0-9]{3,})", title)
    if match := _SLUG.fullmatch(title) or lone:
        found.slug, title = found.slug or match[1], match[1].replace("-", " ").capitalize()
    found.title = re.sub(r"^\(([^()]+)\)", r"\1", " ".join(title.split()))
    return found


def _aside(inner: str, found: Title) -> bool:
    """Whether what stands in brackets is no part of the name: a load, a slug, a place, a word such as `draft`."""
    inner = inner.strip()
    if cells.load(inner) and inner.isupper():
        found.load = found.load or inner
        return True
    if match := _SLUG.fullmatch(inner) or re.fullmatch(r"(?:lesson )?(?:slug|id)\s*[:=]?\s*([a-z0-9-]+)", inner):
        found.slug = found.slug or match[1]
        return True
    return all(_drop(piece, found) for piece in re.split(r",\s+", inner)) if inner else False


def _is_slug(word: str, title: str, after: str) -> bool:
    """Whether a word in brackets is a slug: the title's name or a long word of it, or set before `-- Lesson Plan`."""
    longer = slug(title).split("-") if len(word) > 3 else ()
    return word in longer or word in {slug(part) for part in _CUTS.split(title)} or bool(
        re.match(r"\s*(?:—|–|--?|:)\s", after) and stems(after) and set(stems(after)) <= _GENERIC)


def _is_lesson_number(piece: str) -> bool:
    return bool(re.match(r"\s*lesson\s*#?[\d.]+", piece, re.IGNORECASE))


def _names_slug(piece: str, found: Title) -> bool:
    """Whether one piece of several is the lesson's slug."""
    match = _SLUG.fullmatch(piece.strip())
    if match:
        found.slug = found.slug or match[1]
    return bool(match)


def _drop(piece: str, found: Title) -> bool:
    """Whether a piece of a title is no part of its name; what it says of module and position is kept."""
    words = [word for word in stems(piece) if not word.isdigit()]
    if not words and not re.sub(r"[\d.\s–—-]", "", piece) and (not piece.strip(" -–—") or "." in piece):
        return _place_of(piece, found)
    if match := re.fullmatch(r"\s*L(?:esson\s+)?(\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)\s*", piece,
                             re.IGNORECASE):
        found.number = found.number or cells.count(match[1])
        return True
    beside = _OF_REVIEWS if "review" in words else _OF_PLANS if {"plan", "planning"} & set(words) else frozenset[str]()
    if not words or any(word not in _GENERIC | beside for word in words):
        return False
    return _place_of(piece, found)


def _place_of(piece: str, found: Title) -> bool:
    """Keep what a piece of generic words and numbers says of module and position."""
    if re.search(r"module|series|unit", piece, re.IGNORECASE) or re.fullmatch(r"\s*\d+\.\d+\s*", piece):
        found.module = found.module or cells.module(re.sub(r"^.*?(?=module|unit|series|\d)", "", piece, count=1,
                                                           flags=re.IGNORECASE)) or ""
    if re.search(r"lesson|\d+\.\d+\.\d", piece, re.IGNORECASE):
        place = cells.position(re.sub(r"\b(?:plan|planning)\b", " ", piece, flags=re.IGNORECASE))
        found.number, found.of = found.number or place.number, found.of or place.of
        found.module = found.module or place.module or ""
    return True


_LEADING = re.compile(r"^(?:(?:lesson|module)?\s*(?:plan|planning(?: document)?|record)\s+(?:for|of)\s+(?:the\s+)?"
                      r"|(?:\w+ )?reviews?(?: (?:record|log|notes))?\s+(?:for|of|on)\s+(?:the\s+)?lesson\b\s*(?:plan )?"
                      r"|reviews\s+(?:for|of|on)\s+)",
                      re.IGNORECASE)

_TRAILING = re.compile(r"\s+(?:(?:lesson|module)\s+(?:plan(?:ning)?(?: doc(?:ument)?)?|record)"
                       r"|(?:planning|design) doc(?:ument)?)\s*$", re.IGNORECASE)


def _without_place(title: str, found: Title) -> str:
    """A title without the words that surround its name in one piece: `Module 6.1 Record`, `Lesson Plan for X`."""
    title = _TRAILING.sub("", _LEADING.sub("", title))
    if match := re.match(r"(?:module\s+|lesson\s+)?(\d+(?:\.\d+)+)\s+(?=\S)", title, re.IGNORECASE):
        place = cells.position(match[1])
        found.module = found.module or place.module or match[1]
        found.number = found.number or (place.number if place.module else None)
        title = title[match.end():]
    return title
