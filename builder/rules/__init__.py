"""The audit's rules, by family, and every kind of fault that the builder knows."""

from __future__ import annotations

from builder.models import reading, validation
from builder.rules import misconceptions, prerequisites, references
from builder.source import faults

RULES = (*references.RULES, *prerequisites.RULES, *misconceptions.RULES)

KINDS = (*faults.KINDS, *validation.KINDS, *reading.KINDS, *(rule.kind for rule in RULES))
