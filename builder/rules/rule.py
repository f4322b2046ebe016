"""What a rule is: a pure generator over the course, with its manual in its docstring."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from builder.course import Course
from builder.diagnostics import Kind, Problem, Severity


class Reading(Enum):
    """How a rule reads names that are misspelt: as they stand, or as they were meant.

    A slip is told by the rule that looks for it; to all others it would look like something missing.
    """

    WRITTEN = "every name as it stands"
    LISTED = "the lessons that course.yaml lists as meant, every other name as it stands"
    MEANT = "every name as it was meant"


Check = Callable[[Course], Iterator[Problem]]


class Rule(Struct, frozen=True):
    """A check and the kind of fault that it finds.

    Attributes:
        kind: the kind of fault.
        check: finds the faults of a course.
        by_lesson: whether it judges each lesson by itself.  It is then given a part of the course, a few lessons at a
            time, and sees of other lessons their outlines alone, so that one lesson can be judged alone and a course
            of any size in little memory.  Other rules are given the whole course and look at outlines, too; they load
            a lesson only where they have found something, to say where.
        reading: how it reads misspelt names.
    """

    kind: Kind
    check: Check
    by_lesson: bool = False
    reading: Reading = Reading.MEANT


def rule(
    code: str, severity: Severity = Severity.ERROR, reading: Reading = Reading.MEANT
) -> Callable[[Check], Rule]:
    """Make a rule of a generator; its name, with hyphens, and its docstring become the kind's."""

    def make(check: Check) -> Rule:
        name = check.__name__.replace("_", "-")
        kind = Kind(code, name, severity, inspect.cleandoc(check.__doc__ or "") + "\n")
        return Rule(kind, check, reading=reading)

    return make


def by_lesson(*rules: Rule) -> tuple[Rule, ...]:
    """Mark rules as ones that judge each lesson by itself."""
    return tuple(replace(rule, by_lesson=True) for rule in rules)
