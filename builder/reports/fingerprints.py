"""Names for faults that stay the same while lines move, so that one run's faults can be found in another's."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping

from builder.audit import Audit
from builder.diagnostics import Diagnostic


def fingerprints(audit: Audit) -> Mapping[Diagnostic, str]:
    """A fingerprint of 16 hexadecimal digits for each fault of an audit, whether it counts, is waived or is known.

    It is made of the code, the file and the message, which name what is at fault and no line; of equal faults in one
    file the first, second and so on are told apart by their order.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    found: dict[Diagnostic, str] = {}
    faults = {*audit.diagnostics, *audit.known, *(entry.diagnostic for entry in audit.waived)}
    for diagnostic in sorted(faults, key=Diagnostic.sort_key):
        key = (diagnostic.code, diagnostic.span.path, diagnostic.message)
        text = "\0".join((*key, str(seen[key])))
        found[diagnostic] = hashlib.sha256(text.encode()).hexdigest()[:16]
        seen[key] += 1
    return found
