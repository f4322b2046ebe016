"""HTML out of values, with everything escaped that is not HTML already."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

VOID = frozenset({"br", "hr", "img", "input", "source"})

Attributes = Mapping[str, str | int | bool | None]


def element(tag: str, attributes: Attributes | None = None, content: str = "") -> str:
    """An element around content that is HTML already; attributes that are None or False are left out."""
    written = "".join([_attribute(name, value) for name, value in attributes.items()]) if attributes else ""
    return f"<{tag}{written}>" if tag in VOID else f"<{tag}{written}>{content}</{tag}>"


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def text(words: object) -> str:
    """Words as HTML text."""
    return escape(str(words), quote=False)


def data_block(value: Any) -> str:
    """A value as JSON inside a page, in a template: browsers keep its text and neither show nor run it."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return element("template", {"class": "data"}, text(written))
