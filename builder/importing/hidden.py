"""What Markdown cannot show, in a comment at the end of an exported document.

Ids of misconceptions, sections, figures and the like have no place in a document that people write.  An export
reads its own text back, and what that gives otherwise than the model says goes into the comment.  It holds for the
text as it was exported: once the text is changed, the comment is passed over.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

_COMMENT = re.compile(r"\n*<!-- coursewright ([0-9a-f]{16}) (\{[^\n]*\}) -->\s*$")

_SET, _DROP = "=", "-"


def attach(text: str, changes: Mapping[str, Any]) -> str:
    """A document with its changes in a comment, or as it is where there are none."""
    changes = {key: value for key, value in changes.items() if value}
    if not changes:
        return text
    written = json.dumps(changes, ensure_ascii=False, separators=(",", ":")).replace(">", "\\u003e")
    return f"{text.rstrip()}\n\n<!-- coursewright {_digest(text)} {written} -->\n"


def detach(text: str) -> tuple[str, dict[str, Any] | None]:
    """A document without its comment, and the changes, if it has one that still holds."""
    if "<!-- coursewright " not in text[-200:] and "<!-- coursewright " not in text:
        return text, None
    at = text.rfind("\n<!-- coursewright ")
    match = _COMMENT.match(text, max(at, 0)) if at >= 0 else None
    if match is None:
        return text, None
    text = text[:at].rstrip() + "\n"
    try:
        found = json.loads(match[2]) if match[1] == _digest(text) else None
    except (ValueError, RecursionError):
        found = None
    return text, found if isinstance(found, dict) else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.strip().encode("utf-8", "surrogatepass")).hexdigest()[:16]


def difference(shown: Any, wanted: Any) -> Any:
    """What must change for `shown` to become `wanted`; None where nothing must."""
    if shown == wanted:
        return None
    if isinstance(shown, Mapping) and isinstance(wanted, Mapping):
        changes = {key: difference(shown[key], wanted[key]) if key in shown and key in wanted
                   else [_SET, wanted[key]] if key in wanted else [_DROP] for key in {**shown, **wanted}}
        return {key: change for key, change in changes.items() if change is not None} or None
    if _is_list(shown) and _is_list(wanted) and len(shown) == len(wanted):
        steps = {str(n): difference(a, b) for n, (a, b) in enumerate(zip(shown, wanted, strict=True))}
        return {key: change for key, change in steps.items() if change is not None}
    return [_SET, wanted]


def changed(shown: Any, change: Any) -> Any:
    """A value with changes made to it; changes that do not fit are passed over."""
    if isinstance(change, list):
        return change[1] if len(change) == 2 and change[0] == _SET else None
    if not isinstance(change, Mapping):
        return shown
    if isinstance(shown, Mapping):
        result = dict(shown)
        for key, part in change.items():
            value = changed(result.get(key), part)
            if value is None:
                result.pop(key, None)
            else:
                result[key] = value
        if set(change) <= set(shown):
            return result
        order = [*shown, *(key for key in change if key not in shown)]
        return {key: result[key] for key in order if key in result}
    if _is_list(shown):
        return [changed(item, change.get(str(number))) if str(number) in change else item for number,
                item in enumerate(shown)]
    return shown


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)
