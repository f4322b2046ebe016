"""What an import gives back."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from builder.diagnostics import Diagnostic
from builder.importing.naming.matching import Proposal
from builder.importing.oddities import Taken

IMPORTS_FILE = "curriculum/imports.json"
"""What the last import wrote, as digests, so that the next one can tell what was changed by hand."""


class ImportResult(Struct):
    """What an import would write, and what it noticed.

    Attributes:
        root: the course's folder.
        written: the text of each file that would change, by its path from the root.
        diagnostics: the oddities of the documents and of the merge, in the order of the documents.
        proposals: concept names that resemble and must be confirmed.
        taken: what was taken from where.
    """

    root: Path
    written: dict[str, str] = {}
    diagnostics: list[Diagnostic] = []
    proposals: list[Proposal] = []
    taken: list[Taken] = []
