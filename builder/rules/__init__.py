"""The audit's rules, by family, and every kind of fault that the builder finds in files."""

from __future__ import annotations

from builder.models import block_faults, validation
from builder.rules import (
    beliefs,
    concepts,
    findings,
    load,
    misconceptions,
    modalities,
    pages,
    prerequisites,
    records,
    references,
    reviews,
    scope,
)
from builder.source import faults

FAMILIES = (
    references, prerequisites, beliefs, concepts, misconceptions, load, modalities, scope, records, reviews, findings,
    pages,
)

RULES = tuple(rule for family in FAMILIES for rule in family.RULES)

KINDS = (*faults.KINDS, *validation.KINDS, *block_faults.KINDS, *(rule.kind for rule in RULES))
