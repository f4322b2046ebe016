"""What an import gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from builder.diagnostics import Diagnostic
from builder.importing.naming.matching import Proposal
from builder.importing.oddities import Taken

IMPORTS_FILE = "curriculum/imports.json"
"""What the last import wrote, as digests, so that the next one can tell what was changed by hand."""


@dataclass
class ImportResult:
    """What an import would write, and what it noticed.

    Attributes:
        root: the course's folder.
        written: the text of each file that would change, by its path from the root.
        diagnostics: the oddities of the documents and of the merge, in the order of the documents.
        proposals: concept names that resemble and must be confirmed.
        taken: what was taken from where.
    """

    root: Path
    written: dict[str, str] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
