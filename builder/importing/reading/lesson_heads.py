"""Headings of lessons in a record: the slug, the title and the load that they state."""

from __future__ import annotations

import re

from msgspec import Struct

from builder.importing.reading.titles import read_title
from builder.importing.structure import cells
from builder.importing.structure.words import bare, slug, unnumbered

_LOAD = re.compile(
    r"\s*(?:[(\[,;:·|—–-]+\s*)+(?:[^()\[\]—–]{0,30}\s)?"
    r"(?P<load>BUILD|STRETCH|CONSOLIDATE)\b[^()\[\]—–]{0,30}[)\]]?\s*$"
)

_PLACE = re.compile(r"^(?:lesson\s*)?#?\d+(?:\.\d+)*[.):]?\s*(?:[—–:-]+\s*)?(?=[`\w])", re.IGNORECASE)

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)+"


class LessonHead(Struct, frozen=True):
    """What a lesson's heading says.

    Attributes:
        slug: the stated slug, else one made of the title.
        title: the title, empty where the heading is only a slug.
        load: the load's word, if any.
        plain: whether the heading says nothing but the slug.
    """

    slug: str
    title: str = ""
    load: str = ""
    plain: bool = False


def read_lesson_head(text: str) -> LessonHead:
    """A lesson's heading taken apart: `autoencoders`, `Lesson 2: Codes (codes-first)`, `2. codes-first — STRETCH`."""
    whole = _linked(text).strip()
    if re.fullmatch(r"`?[a-z0-9]+(-[a-z0-9]+)*`?", whole):
        return LessonHead(bare(whole), plain=True)
    match = _LOAD.search(whole)
    load, rest = (match["load"], whole[: match.start()]) if match else ("", whole)
    rest = re.sub(
        r"\s*[(\[]\s*(?:built|done|complete|planned|in progress|✅)\s*[)\]]\s*$", "", rest, flags=re.IGNORECASE
    )
    quoted = re.search(rf"`({_SLUG}|[a-z0-9]+)`", rest)
    rest = _PLACE.sub("", rest.lstrip("*_ ").rstrip("*_: "), count=1) if not re.fullmatch(r"[\W\d]*", rest) else rest
    found = read_title(rest)
    title = re.sub(r"^[\W\d.]*\s*", "", found.title) if found.title[:1].isdigit() else found.title
    if quoted:
        return LessonHead(quoted[1], title, load)
    name = bare(rest)
    inner = re.search(rf"[(\[]\s*`?({_SLUG})`?\s*[)\]]", rest) or re.search(
        r"^[A-Z]\w+ \d+\s*(?::|—|–|--?)\s+([a-z0-9]+(?:-[a-z0-9]+)*)$", name)
    if stated := inner or re.match(rf"({_SLUG})(?=$|[\s:(])|([a-z0-9]+)\s*(?::|—|–|--?)\s+(?=[A-Z])", name):
        return LessonHead(stated[stated.lastindex or 1], title, load)
    if re.fullmatch(r"[a-z0-9]+", name):
        return LessonHead(name, "", load)
    return LessonHead(slug(title or name) or slug(bare(unnumbered(whole))) or "lesson", title or name, load)


def _linked(text: str) -> str:
    """A text with links as their words."""
    return re.sub(r"\[([^\[\]\n]+)\]\([^()\s]*\)", r"\1", text)


def is_lesson_head(text: str) -> bool:
    """Whether a heading names a lesson by number or by a slug, whatever it stands under."""
    text = _linked(text)
    return bool(
        re.match(r"\W*lesson\s*[\d#]", text, re.IGNORECASE)
        or re.fullmatch(rf"{_SLUG}(\s+\(.*\))?", bare(unnumbered(text)))
        or re.search(rf"[(\[]\s*`?{_SLUG}`?\s*[)\]]\s*(?:{_LOAD.pattern})?$", text)
        or re.match(rf"\W*(?:\d+(?:\.\d+)*[.):]?\s+)?`{_SLUG}`", text)
        or re.match(rf"\W*(?:\d+(?:\.\d+)*[.):]?\s+)?{_SLUG}\s*(?:[—–:(\[]|--|$)", bare(text))
    )


def lesson_cell(text: str) -> str:
    """The lesson that a cell or bullet names: its slug where it states one, else its words; nothing for a dash."""
    words = bare(_linked(text)).strip()
    if re.fullmatch(r"[—–\-\s.]*|n/?a|none|\?|tbd", words, re.IGNORECASE):
        return ""
    match = re.search(rf"[(\[]\s*({_SLUG})\s*[)\]]$", words)
    return match[1] if match else words


def heading_load(text: str) -> str:
    """The load that a short line without a label states in capitals, as in `BUILD lesson, built`."""
    load = cells.load(text)
    return load.value if load and load.value in text else ""
