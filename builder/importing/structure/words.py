"""Words of headings, labels, cells and bullets: normalised, taken apart, and found in vocabularies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

DASH = re.compile(r"\s+(?:—|–|--+|-)\s+|\s*—\s*|\s+--+|--+\s+")
"""A dash between two parts of a line, in all its spellings."""

ARROW = re.compile(r"\s*(?:->|-->|=>|→|⟶|⇒|➜)\s*")

_GLOSS = re.compile(r"\s+\([^()]*(?:\([^()]*\)[^()]*)*\)\s*$")

_WORD = re.compile(r"[^\W_]+")

_EMPHASIS = re.compile(r"(?<!\\)(?:(?<!\s)\*{1,3}|\*{1,3}(?!\s))|_{2,3}|`+|~~")

_LINK = re.compile(r"\[([^\[\]\n]+)\]\([^()\s]*\)")

_QUOTES = "\"'“”„‘’«»"

_NUMBERING = re.compile(r"^\s*(?:(?:#\s*)?\d+(?:\.\d+)*[a-z]?[.):]|\d+(?:\.\d+)*\s*[—–-]|[A-H][.)])\s+")


@lru_cache(maxsize=4096)
def stems(text: str) -> tuple[str, ...]:
    """The words of a heading or label in lower case, plurals made singular."""
    return tuple(_stem(word) for word in _WORD.findall(text.casefold()))


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_MOST_ASKED = 4096


class Vocabulary:
    """Fields and the wordings that name them.

    A wording fits where all its words occur, in any order; of several that fit, the one with most words wins, and
    of equals the one declared first.
    """

    def __init__(self, entries: Mapping[str, str], fillers: str = "") -> None:
        self.wordings = [(key, frozenset(stems(words))) for key, text in entries.items() for words in text.split("|")]
        self.keys = tuple(entries)
        self.asked: dict[tuple[str, ...], str | None] = {}
        self.known = frozenset().union(*(words for _, words in self.wordings)) | frozenset(stems(fillers))

    def find(self, text: str) -> str | None:
        """The field that a heading names, if any."""
        return self._find(stems(text))

    def _find(self, words: tuple[str, ...]) -> str | None:
        if words not in self.asked:
            if len(self.asked) > _MOST_ASKED:
                self.asked.clear()
            self.asked[words] = self._best(frozenset(words))
        return self.asked[words]

    def _best(self, present: frozenset[str]) -> str | None:
        best, size = None, 0
        for key, wanted in self.wordings:
            if len(wanted) > size and wanted <= present:
                best, size = key, len(wanted)
        return best

    def exact(self, text: str) -> str | None:
        """The field that a heading names, if it says nothing else."""
        words = stems(text)
        return self._find(words) if words and all(w in self.known or w.isdigit() for w in words) else None


def bare(text: str) -> str:
    """Text without marks of emphasis and code, and links as their words."""
    return _EMPHASIS.sub("", _LINK.sub(r"\1", text) if "](" in text else text).strip()


def unquoted(text: str) -> str:
    """Text without the quotation marks around the whole of it."""
    text = text.strip()
    if len(text) > 2 and text[0] in _QUOTES and text[-1] in _QUOTES and not any(q in text[1:-1] for q in "\"“”«»"):
        return text[1:-1].strip()
    return text


def quoted(text: str) -> str:
    """Text in quotation marks, unless there are some in it."""
    return text if any(q in text for q in "\"“”") else f'"{text}"'


def unnumbered(text: str) -> str:
    """A heading without the number that it begins with."""
    return _NUMBERING.sub("", text, count=1).strip()


def without_gloss(text: str) -> tuple[str, str]:
    """A name, and what stands in parentheses or after a dash behind it."""
    gloss: list[str] = []
    while match := _GLOSS.search(text[-2000:]):
        cut = len(text) - len(text[-2000:]) + match.start()
        if not text[:cut].strip():
            break
        gloss.insert(0, text[cut:].strip()[1:-1].strip())
        text = text[:cut]
    parts = DASH.split(text, maxsplit=1)
    if len(parts) == 2 and parts[0].strip() and parts[1].strip():
        return parts[0].strip(), "; ".join([parts[1].strip(), *gloss])
    return text.strip(), "; ".join(gloss)


@lru_cache(maxsize=1 << 16)
def name_key(text: str) -> str:
    """What two names must share to be the same name: their words, without glosses, articles and case."""
    name = without_gloss(unquoted(bare(text)))[0]
    words = [word for word in _WORD.findall(unquoted(name).casefold()) if word not in ("the", "a", "an")]
    return " ".join(words) or " ".join(_WORD.findall(text.casefold()))


def slug(text: str, words: int = 8) -> str:
    """Lower-case ASCII words joined by hyphens, at most so many; empty if there are none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return "-".join(re.findall(r"[a-z0-9]+", plain)[:words])[:80].strip("-")


class Names:
    """Names already given; each new one is made different by a number behind it."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken)
        self.next: dict[str, int] = {}

    def take(self, name: str) -> str:
        """The name itself, or with the next free number."""
        found, number = name, self.next.get(name, 1)
        while found in self.taken:
            number += 1
            found = f"{name}-{number}"
        self.next[name] = number
        self.taken.add(found)
        return found


def same(left: str, right: str) -> bool:
    """Whether two texts differ only in space, emphasis, dashes, quotation marks and a closing stop."""
    return left == right or _plain(left) == _plain(right)


def _plain(text: str) -> str:
    text = DASH.sub(" - ", unquoted(bare(text)))
    return " ".join(ARROW.sub(" -> ", text).replace("“", '"').replace("”", '"').split()).rstrip(".:").casefold()
