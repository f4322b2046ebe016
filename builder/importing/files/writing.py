"""Models to YAML in the style of a course's files: block lists, folded prose, quotation marks only where needed.

What is written reads back as the same values through `builder.source.yaml`, and as strings through any other
reader: words that YAML would take for numbers, dates, truth values or nothing are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

WIDTH = 112

_UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

_PLAIN = re.compile(r"[^\W\d_][^\n\t]*$|\d[^\n\t:]*[^\W\d_][^\n\t]*$")

_UNSAFE = re.compile(
    r":(?:\s|$)|\s#|\s$|^(?:null|true|false|yes|no|on|off|y|n)$|^[-+.]?\d[\d.+:exo_t-]*$|^0[xo]|^\d{4}-\d\d-\d\d",
    re.IGNORECASE)

_WORD = re.compile(r"[^\W_][\w .-]{0,23}$")

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def dump(model: BaseModel) -> dict[str, Any]:
    """A model as plain data in the order of its fields, without what has its default value."""
    found: dict[str, Any] = _asides_last(model.model_dump(mode="json", exclude_defaults=True))
    return found


def _asides_last(value: Any) -> Any:
    """Data with what is told beside the fields behind them."""
    if isinstance(value, list):
        return [_asides_last(item) for item in value]
    if not isinstance(value, dict):
        return value
    last = [key for key in ("written", "extra") if key in value]
    return {key: _asides_last(value[key]) for key in [*(key for key in value if key not in last), *last]}


def text(data: Mapping[str, Any], schema: str = "") -> str:
    """A file's text.

    Args:
        data: the file's values.
        schema: the path of its JSON schema from the file, for editors.
    """
    head = [f"# yaml-language-server: $schema={schema}"] if schema else []
    return "\n".join([*head, *_mapping(data, 0)]) + "\n"


def entry(key: str, value: Any, indent: int) -> list[str]:
    """The lines of a key and its value."""
    space = " " * indent
    name = _key(key)
    if name.startswith("?"):
        return [space + name, *_explicit(value, indent)]
    return _value(f"{space}{name}:", value, indent)


def item(value: Any, indent: int) -> list[str]:
    """The lines of an item of a list."""
    space = " " * indent
    if isinstance(value, dict) and value:
        lines = _mapping(value, indent + 2)
        return [f"{space}- {lines[0][indent + 2:]}", *lines[1:]]
    return _value(f"{space}-", value, indent)


def _mapping(data: Mapping[str, Any], indent: int) -> list[str]:
    return [line for key, value in data.items() for line in entry(key, value, indent)]


def _value(head: str, value: Any, indent: int) -> list[str]:
    if isinstance(value, dict):
        return [f"{head} {{}}"] if not value else _small(head, value) or [head, *_mapping(value, indent + 2)]
    if isinstance(value, list):
        if not value:
            return [f"{head} []"]
        return _small(head, value) or [head, *(line for one in value for line in item(one, indent + 2))]
    return _scalar(head, value, indent + 2)


def _small(head: str, value: Mapping[str, Any] | Sequence[Any]) -> list[str]:
    """One line for a few numbers or words; nothing where that would not do."""
    if isinstance(value, dict):
        if not all(isinstance(v, int) for v in value.values()):
            return []
        inner = ", ".join(f"{_key(key)}: {v}" for key, v in value.items())
        line = f"{head} {{{inner}}}"
    elif all(isinstance(v, str) and _WORD.match(v) and not _UNSAFE.search(v) for v in value):
        line = f"{head} [{', '.join(value)}]"
    else:
        return []
    return [line] if len(line) <= WIDTH and "\n" not in line else []


def _scalar(head: str, value: Any, indent: int) -> list[str]:
    if not isinstance(value, str):
        return [f"{head} {str(value).lower() if isinstance(value, bool) else value}"]
    if _UNPRINTABLE.search(value) or not value.strip() or value != value.strip():
        return [f"{head} {_double(value)}"]
    short = len(head) + len(value) < WIDTH and "\n" not in value
    if short:
        return [f"{head} {inline(value)}"]
    lines = value.split("\n")
    if any(line[:1] in (" ", "\t") or line != line.rstrip()
           for line in lines) or max(map(len, lines)) <= WIDTH - indent:
        return [f"{head} |-", *(" " * indent + line if line else "" for line in lines)]
    return [f"{head} >-", *_folded(lines, indent)]


def _folded(lines: list[str], indent: int) -> Iterator[str]:
    """Paragraphs wrapped at single spaces; each line end of the value becomes an empty line more."""
    for number, line in enumerate(lines):
        if number:
            yield ""
        if line:
            yield from _wrapped(line, indent)


def _wrapped(line: str, indent: int) -> Iterator[str]:
    space, words = " " * indent, re.split(r"(?<=\S) (?=\S)", line)
    current, width = [words[0]], indent + len(words[0])
    for word in words[1:]:
        if width + 1 + len(word) > WIDTH:
            yield space + " ".join(current)
            current, width = [word], indent + len(word)
        else:
            current.append(word)
            width += 1 + len(word)
    yield space + " ".join(current)


def inline(value: str) -> str:
    """A scalar on one line: plain where that is safe, else in quotation marks."""
    if _PLAIN.match(value) and not _UNSAFE.search(value):
        return value
    if '"' in value and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    return _double(value)


def _double(value: str) -> str:
    escaped = value.translate(_ESCAPES)
    return '"' + _UNPRINTABLE.sub(lambda match: _escape(match[0]), escaped) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


@lru_cache(maxsize=1024)
def _key(key: str) -> str:
    """A key: plain, quoted, or marked as one where it is too long to stand before a colon."""
    if re.fullmatch(r"[A-Za-z][\w-]*", key) and not _UNSAFE.search(key):
        return key
    written = key if re.fullmatch(r"[A-Za-z][\w /'()-]*[\w)]", key) and not _UNSAFE.search(key) else _double(key)
    return f"? {written}" if len(written) > 200 else written


def _explicit(value: Any, indent: int) -> list[str]:
    return _value(" " * indent + ":", value, indent)
