"""Cells and header values: depths, statuses, loads, counts, positions, severities, verdicts, outcomes."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from builder.importing.structure.words import bare
from builder.models.base import Depth, GapSize, Load, ReviewSeverity, Status, Verdict
from builder.models.plans import ExampleKind
from builder.models.reviews import FixOutcome

_DEPTH = re.compile(r"\b(MENTION(?:ED)?|INTRO(?:DUCED?)?|DEVELOP(?:ED)?|APPL(?:IED|Y))\b", re.IGNORECASE)

_DEPTH_STARTS = {"M": Depth.MENTIONED, "I": Depth.INTRODUCED, "D": Depth.DEVELOPED, "A": Depth.APPLIED}

_ARROWS = re.compile(r"->|→|=>|⇒|[-=]&gt;|\bthen\b|\blater\b|\bnow\b|\bupgraded to\b", re.IGNORECASE)

_NONE = re.compile(r"\W*(?:(?:not|never|un)[ -]?(?:yet[ -])?(?:taught|covered|introduced|seen)|none|missing|n/?a"
                   r"|unknown|[—–-]+)\b",
                   re.IGNORECASE)

_DEPTH_LIKE = re.compile(r"\W*(?:MENTIONED|INTRODUCED|DEVELOPED|APPLIED|REINFORCED|REVISITED|NOT TAUGHT|EXTENDED"
                         r"|DEEPENED)\b",
                         re.IGNORECASE)


class Read(NamedTuple):
    """A depth as a cell states it, and whether it says nothing more."""

    depth: Depth | None
    plain: bool


def depth(text: str, greatest: bool = False) -> Read:
    """The depth that a cell states.

    Args:
        text: the cell.
        greatest: whether the greater end of a range counts (what a lesson requires), else the lesser.
    """
    text = bare(text)
    if re.fullmatch(r"[MIDA]", text):
        return Read(_DEPTH_STARTS[text], False)
    words = _DEPTH.findall(text)
    if not words or _NONE.match(text):
        return Read(None, False)
    depths = [_DEPTH_STARTS[word[0].upper()] for word in words]
    if text.upper() == depths[0].value:
        return Read(depths[0], True)
    head = text.split("(")[0]
    stated = [_DEPTH_STARTS[word[0].upper()] for word in _DEPTH.findall(head)] or depths
    if len(stated) > 1 and not _ARROWS.search(head):
        return Read(max(stated) if greatest else min(stated), False)
    return Read(stated[-1], False)


def is_depth(text: str) -> bool:
    """Whether a cell holds a depth, however qualified."""
    text = bare(text)
    return bool(_DEPTH_LIKE.match(text)) or (len(text) < 60 and text.upper() == text and bool(_DEPTH.search(text)))


_STATUS = (
    (Status.MISSING, r"\W*(?:missing|not (?:yet )?taught|never taught|untaught|(?:to|must) be taught)\b"),
    (Status.GAP, r"\W*(?:(?:small|medium|large|minor|major) )?gap\b|\W*[⚠✗✘❌]"
                 r"|\W*(?:partial|insufficient|too shallow)\b"),
    (Status.LATER, r"\W*later\b"),
    (Status.OK, r"\W*(?:ok(?:ay)?|met|good|solid|ready|satisfied|fine|pass|yes|sufficient|none|match)\b|\W*[✓✔✅]"),
)

_SIZES = (
    (GapSize.SMALL, r"\b(?:small|minor|slight)\b"),
    (GapSize.MEDIUM, r"\b(?:medium|moderate|mid)\b"),
    (GapSize.LARGE, r"\b(?:large|major|big|significant)\b"),
)


def status(text: str) -> Status | None:
    """The status that a prerequisite's cell states."""
    text = bare(text)
    if re.match(r"\W*no gap\b", text, re.IGNORECASE):
        return Status.OK
    return next((value for value, pattern in _STATUS if re.match(pattern, text, re.IGNORECASE)), None)


def is_status(text: str) -> bool:
    """Whether a short cell states a status."""
    return status(text) is not None and bool(re.match(r"\W*(?:OK|GAP|MISSING|LATER|[✓✔✅⚠])", bare(text)))


def size(text: str) -> GapSize | None:
    """The size of a gap, where a text states one; the first named counts."""
    found = [(match.start(), value) for value, pattern in _SIZES if (match := re.search(pattern, text, re.IGNORECASE))]
    return min(found)[1] if found else None


_LOAD = re.compile(r"\b(BUILD|STRETCH|CONSOLIDATE|Build|Stretch|Consolidate)(?:D|ING|ION)?\b")

_ANOTHERS_LOAD = re.compile(r"\b(?:previous|prior|last|earlier|preceding|before|after|following|follow|was|were"
                            r"|two|three|ago|next|not|instead of|than)\b[^.;,]{0,40}$", re.IGNORECASE)


def load(text: str) -> Load | None:
    """The first cognitive load that a text names; of a history such as `BUILD -> STRETCH`, the last."""
    match = _LOAD.search(text) or re.match(r"\W*(build|stretch|consolidate)\b", text)
    if not match:
        return None
    history = re.match(r"(?:[^\S\n]*(?:->|→|=>|⇒)\s*\**(?:BUILD|STRETCH|CONSOLIDATE)\b)+", text[match.end():])
    found = _LOAD.findall(history[0])[-1] if history else match[1]
    return Load(found.upper())


def own_load(text: str) -> Load | None:
    """The first load that a text names and does not ascribe to another lesson."""
    for match in _LOAD.finditer(text):
        if not _ANOTHERS_LOAD.search(text, max(match.start() - 60, 0), match.start()):
            return load(text[match.start():])
    return None


def said_load(text: str) -> Load | None:
    """The load that a sentence gives to this lesson, as in `this is a STRETCH lesson`."""
    match = re.search(r"\b(?:[Tt]his|[Ii]t|[Ll]esson|[Ll]oad|[Tt]ype)\b(?: lesson)?(?: type)?"
                      r"(?: is|:| should be| stays|,)(?: \w+){0,3}? \**(BUILD|STRETCH|CONSOLIDATE)\b", text)
    match = match or re.search(r"\b[Tt]his (?:is )?(?:\w+ ){0,3}?(BUILD|STRETCH|CONSOLIDATE)\b", text)
    match = match or re.search(r"(?:^|[,;|(]\s*)(?:[Ll]oad|[Tt]ype) \**(BUILD|STRETCH|CONSOLIDATE)\b", text)
    return Load(match[1]) if match else None


_NUMBERS = {word: number for number, word in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
     "twelve"])} | {"none": 0, "no": 0}


def count(text: str) -> int | None:
    """The number that a text begins with, in digits or words; of a range, the greater end."""
    text = bare(text).casefold()
    match = re.match(r"\W*(?:about |exactly |at most |up to |only |just |maximum |max |roughly |~)?(\d{1,4}|[a-z]+)"
                     r"(?:\s*(?:--?|–|—|to|or)\s*(\d{1,4}|[a-z]+)\b)?", text)
    if not match:
        return None
    first, second = (_number(word) for word in match.groups())
    return None if first is None else max(first, second or 0)


def _number(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdecimal() and word.isascii() else _NUMBERS.get(word)


class Place(NamedTuple):
    """A lesson's place: its number, how many there are, and the module where it is said."""

    number: int | None
    of: int | None
    module: str | None


_ORDINALS = {word: number for number, word in enumerate(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 1)}


_ORDERED = (r"\b(?:lesson|no\.?|pos(?:ition|\.)?)\s*#?\s*(\d{1,4})\b(?!\.\d)",
            r"(?<![\d.])(\d{1,4})\s*(?:of|/|out of)\s*~?\d", r"(?:^|\s)(\d{1,4})\b(?!\.\d)")
"""Numbers that may be a lesson's place, the surest first."""


def position(text: str) -> Place:
    """A lesson's place, as in `Lesson 3 of 4`, `3/4`, `Lesson 6.1.3` or `third of four`."""
    text = bare(text).casefold()
    if match := re.search(r"\b(\d+\.\d+)\.(\d+)\b", text):
        return Place(int(match[2][:4]) or None, _of(text), match[1])
    module = re.search(r"\bmodule\s+(\d+(?:\.\d+)*)", text)
    rest = re.sub(r"\b(?:module|series|unit)\s+\d+(?:\.\d+)*", " ", text)
    number = next((match for pattern in _ORDERED if (match := re.search(pattern, rest))), None)
    ordinal = next((value for word, value in _ORDINALS.items() if re.search(rf"\b{word}\b", rest)), None)
    found = int(number[1]) if number else ordinal or _number_word(rest)
    return Place(found or None, _of(rest), module[1] if module else None)


def _number_word(text: str) -> int | None:
    match = re.search(r"\blesson\s+([a-z]+)\b", text)
    return _NUMBERS.get(match[1]) if match else None


def _of(text: str) -> int | None:
    match = re.search(r"\d\s*(?:of|/|out of)\s*~?(\d{1,4})\b|\bof\s+(?:the\s+)?(\d{1,4}|[a-z]+)\b", text)
    return (_number(match[1] or match[2]) or None) if match else None


def module(text: str) -> str | None:
    """The module's number or short name at the head of a text."""
    text = bare(text)
    if match := re.search(r"\b(\d+(?:\.\d+)+)\b", text):
        return match[1]
    series = re.search(r"series\s+(\d+)\b.*?module\s+(\d+)", text, re.IGNORECASE)
    if series:
        return f"{series[1]}.{series[2]}"
    match = re.match(r"(?:module|unit)?\s*#?(\d+|[A-Z]\d+)\b", text, re.IGNORECASE)
    return match[1] if match else None


_SEVERITIES = {
    "critical": ReviewSeverity.CRITICAL, "blocker": ReviewSeverity.CRITICAL, "blocking": ReviewSeverity.CRITICAL,
    "improvement": ReviewSeverity.IMPROVEMENT, "improve": ReviewSeverity.IMPROVEMENT,
    "major": ReviewSeverity.IMPROVEMENT,
    "polish": ReviewSeverity.POLISH, "minor": ReviewSeverity.POLISH, "nit": ReviewSeverity.POLISH,
}

SEVERITY = r"(?:critical|blocker|blocking|improvement|improve|major|polish|minor|nit)"


def severity(word: str) -> ReviewSeverity | None:
    """A severity by its word or a near one."""
    return _SEVERITIES.get(bare(word).casefold().rstrip("s"))


_VERDICTS = (
    (Verdict.MAJOR_REVISION, r"\bMAJOR[ _-]+REVISIONS?\b|\bFAIL(?:ED|S)?\b|\bREJECT(?:ED)?\b"),
    (Verdict.NEEDS_REVISION, r"\bNEEDS?[ _-]+(?:MINOR[ _-]+)?(?:REVISIONS?|WORK|CHANGES|FIXES)\b"
                             r"|\b(?:REVISIONS?|REWORK) (?:IS |ARE )?(?:NEEDED|REQUIRED)\b"
                             r"|\bNEEDS? ANOTHER (?:PASS|ITERATION|ROUND)\b"
                             r"|\bREVISE\b|\bMINOR[ _-]+REVISIONS?\b|\bNOT (?:YET )?(?:A )?PASS\b"),
    (Verdict.PASS, r"\bPASS(?:ED|ES)?\b|\bAPPROVED?\b|\bACCEPT(?:ED)?\b|\bREADY TO SHIP\b"),
)


def verdict(text: str) -> Verdict | None:
    """The first verdict that a text names; one that is struck out does not count beside another."""
    text = bare(re.sub(r"~~[^~]*~~", "", text[:800]) or text)[:400].upper()
    found = [(match.start(), rank, value) for rank, (value, pattern) in enumerate(_VERDICTS)
             if (match := re.search(pattern, text))]
    return min(found)[2] if found else None


def is_verdict(text: str) -> bool:
    """Whether a text is a verdict in its own words, with or without an addition, and not a sentence that has one."""
    stated = re.match(r"\W*(?:PASS(?:ED)?|NEEDS[ _-]+(?:MINOR[ _-]+)?REVISIONS?|MAJOR[ _-]+REVISIONS?)(?![\w-])",
                      bare(text))
    return bool(stated) and len(text) < 120


_OUTCOMES = (
    (FixOutcome.UNRESOLVED, r"\b(?:UNRESOLVED|UNFIXED|NOT (?:YET |FULLY )?(?:RESOLVED|FIXED|ADDRESSED|DONE|APPLIED)"
                            r"|STILL (?:PRESENT|OPEN)|OPEN)\b|❌|✗"),
    (FixOutcome.PARTIAL, r"\b(?:PARTIAL(?:LY)?(?: (?:RESOLVED|FIXED|ADDRESSED))?|MOSTLY (?:RESOLVED|FIXED"
                         r"|ADDRESSED))\b|⚠"),
    (FixOutcome.WITHDRAWN, r"\b(?:WITHDRAWN|RETRACTED|WON'?T FIX|WONTFIX|ACCEPTED AS[ -]IS|N/A|NOT APPLICABLE"
                           r"|DECLINED)\b"),
    (FixOutcome.RESOLVED, r"\b(?:RESOLVED|FIXED|VERIFIED|ADDRESSED|CONFIRMED|DONE|COMPLETED?|APPLIED|CORRECTED"
                          r"|PASS(?:ED)?)\b|✅|✓|✔"),
)

_ANY_OUTCOME = re.compile("|".join(pattern for _, pattern in _OUTCOMES))


def outcome(text: str) -> FixOutcome | None:
    """The first outcome of a fix that a text names in capitals or by a mark."""
    found = [(match.start(), rank, value) for rank, (value, pattern) in enumerate(_OUTCOMES)
             if (match := re.search(pattern, text))]
    return min(found)[2] if found else None


def outcome_match(text: str) -> re.Match[str] | None:
    """Where a text names an outcome."""
    return _ANY_OUTCOME.search(text)


_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}

_MONTH = r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"

_WORDED_DATE = re.compile(
    rf"\b(?:{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?"
    rf"|(?P<first>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.replace('month', 'second')},?)\s+(?P<year>\d{{4}})\b")


_DATE = re.compile(r"(?<!\d)(\d{4})[-/.](\d{2})[-/.](\d{2})(?!\d)")


def date(text: str) -> str | None:
    """The first day of the calendar in a text, written as YYYY-MM-DD, else as `March 1, 2026` or `1 March 2026`."""
    for match in _DATE.finditer(text):
        if found := _day(*match.groups()):
            return found
    worded = _WORDED_DATE.search(text)
    if not worded:
        return None
    month = _MONTHS[(worded["month"] or worded["second"])[:3].casefold()]
    return _day(worded["year"], month, worded["day"] or worded["first"])


def _day(year: str, month: str | int, day: str) -> str | None:
    """A day as YYYY-MM-DD, if the calendar has it."""
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


_KINDS = {
    ExampleKind.NEGATIVE: r"\b(?:bad (?=examples?)|negative|counter-?examples?|non-?examples?|anti-?patterns?)\b"
                          r"|(?<!\w)-ve\b|[❌✗✘]"
                          r"|^\W*[-−–➖]\W*$|^[(\[][-−–][)\]]|\s[(\[][-−–][)\]]\W*$|^\W*N\d+\b",
    ExampleKind.POSITIVE: r"\b(?:positive|good (?=examples?))\b|(?<!\w)\+ve\b|[✅✓✔]"
                          r"|^\W*[+➕]\W*$|^[(\[]\+[)\]]|\s[(\[]\+[)\]]\W*$|^\W*P\d+\b",
}


def example_kind(text: str) -> ExampleKind | None:
    """Whether a cell calls an example positive or negative; of a compound one, what it is called first."""
    found = [(match.start(), kind.value) for kind, pattern in _KINDS.items()
             if (match := re.search(pattern, text, re.IGNORECASE))]
    return ExampleKind(min(found)[1]) if found else None


_CALLED = re.compile("|".join((
    r"^\W*(?:an? |the )?\W*(?:positive|negative)s?\b(?=\W*(?:$|\d|example|case|one\b|counter|[:(\[*+/,|]|\s[—–-]))",
    r"[(\[][^()\[\]]*\b(?:positive|negative)\b",
    r"\b(?:positive|negative)\W+(?:counter|example|case\b|one\b)",
    r"(?:[—–-]|,)\s*\W{0,2}(?:positive|negative)\W*(?:$|[.:;,(])",
    r"^\W*(?:good|bad) examples?\b", r"\b(?:counter-?example|non-?example|anti-?pattern)s?\b",
    r"^\W*[+-]ve\b", r"^\W*[✅✓✔❌✗✘]",
    r"(?:^|\s)[(\[][+−–-][)\]](?=\W*$)", r"^[(\[][+−–-][)\]]", r"^\W{0,3}[PN]\d+\b")), re.IGNORECASE)


def told_kind(text: str) -> ExampleKind | None:
    """Whether running text calls an example positive or negative, where a slope or number may be negative, too."""
    match = _CALLED.search(text.split("\n")[0][:300])
    return example_kind(match[0]) if match else None


def is_example_kind(text: str) -> bool:
    """Whether a short cell holds an example's kind and little else."""
    return len(text) < 80 and bool(re.match(r"\W*(?:positive|negative|counter-?example)\b", text, re.IGNORECASE))


def is_kind_mark(text: str) -> bool:
    """Whether a cell says by a word or mark alone whether an example is positive or negative."""
    return is_example_kind(text) or bool(re.fullmatch(r"[(\[]?(?:[+−–➕➖✅✓✔❌✗✘-]|[+-]ve)[)\]]?", bare(text)))


def is_lesson(text: str) -> bool:
    """Whether a cell names a lesson: a slug, a number or the word."""
    text = bare(text)
    return bool(re.fullmatch(r"(?:\d+(?:\.\d+)*\s+)?[a-z0-9]+(?:-[a-z0-9]+)+|\d+\.\d+(?:\.\d+)?|(?:Lesson|Module"
                             r"|Series)\s+[\d.]+.*", text))
