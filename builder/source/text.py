"""Bytes to text: UTF-8 with or without a byte order mark, any line ends."""

from __future__ import annotations

from builder.diagnostics import Span
from builder.source.faults import EMPTY_FILE, NOT_UTF8, Fault


def decode(path: str, data: bytes) -> tuple[str, list[Fault]]:
    """The text of a file, with `\\n` as its only line end; a file that is not UTF-8 reads as empty, with a fault."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        return "", [Fault(
            NOT_UTF8, Span(path, line, column, line, column + 1),
            f"the byte 0x{data[error.start]:02x} is not UTF-8",
            "save the file as UTF-8",
        )]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def empty(path: str) -> Fault:
    """The fault of a file that holds nothing."""
    return Fault(EMPTY_FILE, Span(path, 1, 1, 1, 1), "the file is empty", "fill it, or remove it")
