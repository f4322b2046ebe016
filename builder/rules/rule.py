"""What a rule is: a pure generator over the course, with its manual in its docstring."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from builder.course import Course
from builder.diagnostics import Kind, Problem, Severity

Check = Callable[[Course], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """A check and the kind of fault that it finds."""

    kind: Kind
    check: Check


def rule(code: str, severity: Severity = Severity.ERROR) -> Callable[[Check], Rule]:
    """Make a rule of a generator; its name, with hyphens, and its docstring become the kind's."""

    def make(check: Check) -> Rule:
        name = check.__name__.replace("_", "-")
        return Rule(Kind(code, name, severity, inspect.cleandoc(check.__doc__ or "") + "\n"), check)

    return make
