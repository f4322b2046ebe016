"""JSON Schemas of the course's files, for editors, and of the audit's report and the review ledger, for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import BaseModel

from builder.models.concepts import ConceptsFile
from builder.models.course import CourseFile
from builder.models.figures import FiguresFile
from builder.models.ledgers import LedgerReport
from builder.models.plans import Plan
from builder.models.records import Record
from builder.models.reports import AuditReport
from builder.models.reviews import Review

SCHEMAS: Mapping[str, type[BaseModel]] = {
    "course": CourseFile,
    "concepts": ConceptsFile,
    "record": Record,
    "plan": Plan,
    "review": Review,
    "figures": FiguresFile,
    "audit": AuditReport,
    "ledger": LedgerReport,
}
"""The models of the course's YAML files, of the audit's report and of the ledger, by the name of their schema."""


def schema_files() -> dict[str, bytes]:
    """The schemas by file name; a file names its own in its first line for the YAML language server."""
    return {f"{name}.schema.json": _schema(name, model) for name, model in SCHEMAS.items()}


def _schema(name: str, model: type[BaseModel]) -> bytes:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()}
    return (json.dumps(schema, indent=1, ensure_ascii=False) + "\n").encode()
