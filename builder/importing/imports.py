"""`build import`: documents to the course's files, as a plan that writes nothing until it is applied."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from builder.importing.importer import Importer
from builder.importing.reading.rows import Data
from builder.importing.results import ImportResult
from builder.importing.sources import join_reviews, read_document


def import_documents(paths: Sequence[Path], into: Path) -> ImportResult:
    """Plan the import of records and lesson plans with their reviews; nothing is written.

    Args:
        paths: the Markdown documents, in any order.
        into: the course's folder; it and its files are made where they are missing.

    Raises:
        OSError: if a document or a file of the course cannot be read.
    """
    return import_texts([(path.name, path.read_bytes()) for path in paths], into)


def import_texts(documents: Sequence[tuple[str, bytes]], into: Path) -> ImportResult:
    """As `import_documents`, from names and bytes."""
    importer = Importer(into)
    sources = [read_document(name, data) for name, data in documents]
    join_reviews(sources)
    for source in (one for one in sources if one.kind == "course"):
        importer.course(source)
    for source in (one for one in sources if one.kind == "record"):
        importer.record(source)
    for source in sorted((s for s in sources if s.kind == "plan"), key=lambda s: _place(s.parts.values)):
        importer.plan(source)
    result = importer.finish()
    for source in sources:
        result.diagnostics.extend(source.odd.found)
        result.taken.extend(source.odd.taken)
    return result


def _place(plan: Data) -> tuple[str, int]:
    return str(plan.get("module", "")), plan.get("position", {}).get("number", 0)


def apply(result: ImportResult) -> list[str]:
    """Write what an import planned, each file whole or not at all; the paths that were written come back."""
    for path, text in result.written.items():
        target = result.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
            os.chmod(name, 0o644)
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    return list(result.written)
