"""From what a file says to a model, or to faults at the places that do not fit."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from builder.diagnostics import Kind, Route, Severity
from builder.source.faults import Fault
from builder.source.yaml import YamlFile

UNKNOWN_KEY = Kind("SCH001", "unknown-key", Severity.ERROR, """\
A key is not part of the file's schema, so nothing would read what stands under it.

Wrong:

    prerequisites:
      - concept: bottleneck
        requried: DEVELOPED

Right:

    prerequisites:
      - concept: bottleneck
        required: DEVELOPED

Repair: take the key that the message suggests.  `build schema` writes JSON Schemas with which an editor
completes and checks keys while you type.
""")

MISSING_KEY = Kind("SCH002", "missing-key", Severity.ERROR, """\
A key that the schema needs is missing.

Repair: add it; the message says what it holds.
""")

WRONG_VALUE = Kind("SCH003", "wrong-value", Severity.ERROR, """\
A value is not of the kind that its key takes: a word that is no depth, a text where a list should stand, an id
with capitals or spaces.

Repair: the message says what the key takes.  Depths are MENTIONED, INTRODUCED, DEVELOPED, APPLIED; ids are
lower-case words joined by hyphens.
""")

KINDS = (UNKNOWN_KEY, MISSING_KEY, WRONG_VALUE)

ModelT = TypeVar("ModelT", bound=BaseModel)


def validate(file: YamlFile, model: type[ModelT]) -> tuple[ModelT | None, list[Fault]]:
    """The file as a model, or None and every fault that keeps it from being one."""
    if file.values is None:
        return None, list(file.faults)
    try:
        return model.model_validate(file.data()), list(file.faults)
    except ValidationError as error:
        found = {fault.span: fault for item in reversed(error.errors()) for fault in (_fault(file, model, item),)}
        return None, [*file.faults, *reversed(found.values())]


def _fault(file: YamlFile, model: type[BaseModel], error: Any) -> Fault:
    route: Route = tuple(step for step in error["loc"] if not _is_tag(step))
    kind, value = error["type"], error.get("input")
    if kind == "extra_forbidden":
        return _unknown_key(file, model, route)
    if kind == "missing":
        return _missing_key(file, model, route)
    return Fault(WRONG_VALUE, file.locate(route, key=error["loc"][-1:] == ("[key]",)),
                 *_wrong_value(kind, value, error.get("ctx") or {}, error["msg"], _name(route)))


def _name(route: Route) -> str:
    """The key that a value stands under, past the numbers of a list."""
    return next((step for step in reversed(route) if isinstance(step, str)), "the file")


def _is_tag(step: str | int) -> bool:
    """Whether a step of pydantic's place is not the author's: a union's branch or the mark of a key."""
    return isinstance(step, str) and (step == "[key]" or "[" in step or step in ("str", "float", "int"))


def _unknown_key(file: YamlFile, model: type[BaseModel], route: Route) -> Fault:
    key = str(route[-1])
    known = list(_fields(model, route[:-1]))
    near = difflib.get_close_matches(key, known, 1, 0.5)
    advice = f"did you mean `{near[0]}`?" if near else f"the keys here are {', '.join(known)}"
    return Fault(UNKNOWN_KEY, file.locate(route, key=True), f"`{key}` is no key of {_owner(route)}", advice)


def _missing_key(file: YamlFile, model: type[BaseModel], route: Route) -> Fault:
    field = _fields(model, route[:-1]).get(str(route[-1]))
    meaning = f": {field.description}" if field is not None and field.description else ""
    return Fault(MISSING_KEY, file.locate(route[:-1]), f"{_owner(route)} lacks the key `{route[-1]}`",
                 f"add `{route[-1]}`{meaning}")


def _owner(route: Route) -> str:
    if len(route) < 2:
        return "the file"
    parent = route[-2]
    return f"`{route[-3]}[{parent}]`" if isinstance(parent, int) and len(route) > 2 else f"`{parent}`"


_WANTED = (
    (r"^(list|tuple)_type", "a list: begin each entry on a line of its own with `- `"),
    (r"^(dict|mapping|model)_", "a mapping of `key: value` lines"),
    (r"^int_|^greater|^less", "a whole number"),
    (r"^float_", "a number"),
    (r"^bool_", "`true` or `false`"),
    (r"^string_type", "text"),
)


def _wrong_value(kind: str, value: Any, context: Mapping[str, Any], message: str, key: str) -> tuple[str, str]:
    """A message and a remedy for a value that does not fit."""
    shown = _shown(value)
    if kind == "enum":
        words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        near = difflib.get_close_matches(str(value).upper(), [word.upper() for word in words], 1)
        match = next((word for word in words if near and word.upper() == near[0]), None)
        return (f"{shown} is no value of `{key}`",
                f"did you mean `{match}`?" if match else f"it takes {', '.join(words)}")
    if kind == "string_pattern_mismatch":
        return f"{shown} does not fit `{key}`", _pattern_help(str(context.get("pattern", "")), value)
    if kind == "no_such_day":
        return f"{shown} is no day of the calendar", "write a day that exists, as YYYY-MM-DD"
    if kind == "string_too_short":
        return f"`{key}` is empty", "write what it should say, or remove the key"
    if kind == "value_error":
        return message.removeprefix("Value error, "), "see what `build explain SCH003` says of values"
    if value is None:
        return f"`{key}` has no value", "write one, or remove the key"
    wanted = next((words for pattern, words in _WANTED if re.match(pattern, kind)), "")
    limits = ", ".join(f"{'at least' if name == 'ge' else 'above' if name == 'gt' else 'at most'} {bound}"
                       for name, bound in context.items() if name in ("ge", "gt", "le"))
    advice = f"it takes {wanted}{' ' + limits if limits else ''}" if wanted else message
    return f"{shown} is no value of `{key}`", advice


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = str(value)
    return f"`{text if len(text) <= 60 else text[:57] + '…'}`"


def _pattern_help(pattern: str, value: Any) -> str:
    if "\\d{4}" in pattern:
        return "write the day as YYYY-MM-DD"
    near = re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-")
    return "ids are lower-case words joined by hyphens" + (f": `{near}`" if near else "")


def _fields(model: type[BaseModel], route: Route) -> dict[str, Any]:
    """The fields of the model that stands at a route."""
    annotation: Any = model
    for step in route:
        annotation = _step(annotation, step)
    inner = next(_models(annotation), None)
    return dict(inner.model_fields) if inner else {}


def _step(annotation: Any, step: str | int) -> Any:
    """The type of what stands one step further."""
    inner = next(_models(annotation), None)
    if inner is not None and not _is_container(annotation) and isinstance(step, str) and step in inner.model_fields:
        return inner.model_fields[step].annotation
    containers = [a for a in _options(annotation) if _is_container(a)]
    arguments = typing.get_args(containers[0]) if containers else ()
    if not arguments:
        return None
    return arguments[1] if typing.get_origin(containers[0]) is dict else arguments[0]


def _options(annotation: Any) -> tuple[Any, ...]:
    """A union's members; of `Annotated`, what it annotates."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _options(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return typing.get_args(annotation)
    return (annotation,)


def _is_container(annotation: Any) -> bool:
    return any(typing.get_origin(option) in (tuple, dict, list) for option in _options(annotation))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel) and not issubclass(option, Enum):
            yield option
