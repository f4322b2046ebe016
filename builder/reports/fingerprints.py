"""Names for faults that stay the same while lines move, so that one run's faults can be found in another's."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping

from builder.audit import Audit
from builder.diagnostics import Diagnostic


def all_faults(audit: Audit) -> set[Diagnostic]:
    """The faults of an audit, whether they count, are waived or are known."""
    return {*audit.diagnostics, *audit.known, *(entry.diagnostic for entry in audit.waived)}


def equality(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What makes two faults equal: the code, the file and the message, which name what is at fault and no line."""
    return diagnostic.code, diagnostic.span.path, diagnostic.message


def fingerprints(audit: Audit) -> Mapping[Diagnostic, str]:
    """A fingerprint of 16 hexadecimal digits for each fault of an audit, whether it counts, is waived or is known.

    It is made of what makes faults equal; of equal faults in one file the first, second and so on are told apart by
    their order.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    found: dict[Diagnostic, str] = {}
    for diagnostic in sorted(all_faults(audit), key=Diagnostic.sort_key):
        key = equality(diagnostic)
        text = "\0".join((*key, str(seen[key])))
        found[diagnostic] = hashlib.sha256(text.encode()).hexdigest()[:16]
        seen[key] += 1
    return found
