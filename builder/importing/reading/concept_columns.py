"""Module records: how the columns of a concept index are called."""

from __future__ import annotations

from builder.importing.structure.words import Vocabulary

COLUMNS = Vocabulary(
    {
        "text": "concept|topic|name|skill|idea|term",
        "depth": "depth|level|how deep|how far|depth reached|final depth|depth taught|current depth|depth level",
        "lesson": "lesson|source|taught in|where|introduced in|where taught|source lesson|lesson taught|first taught"
        "|covered in|taught|developed in|in lesson",
        "notes": "note|how|how taught|description|comment|detail|what|summary|remark|context|explanation|treatment"
        "|key point|evidence",
    }
)
