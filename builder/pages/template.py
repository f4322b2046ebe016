"""Templates: a page's facts in the site's design."""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from msgspec import Struct

from builder.pages.facts import Site
from builder.pages.publish import ASSETS, STATIC

_USED = re.compile(r"""\{%-?\s*(?:extends|from|include|import)\s+["']([^"']+)["']""")

TEMPLATES = Path(__file__).parent / "templates"


class Page(Struct, frozen=True):
    """What a page says of itself in its head."""

    path: str
    title: str
    description: str
    kind: str = "website"
    image: str = "assets/card.png"
    scripts: tuple[str, ...] = ()
    data: str = ""

    @property
    def root(self) -> str:
        """The way from the page to the site's root."""
        return "../" * self.path.count("/")


def template(name: str, site: Site, page: Page, **values: Any) -> str:
    """A page out of its template."""
    values.setdefault("root", page.root)
    shown = "".join(str(values.get(part, "")) for part in ("body", "summary", "goal"))
    values.setdefault("has_math", "<math" in shown)
    return _environment().get_template(name).render(site=site, page=page, nonce=nonce(), **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False,
    )


def keep_templates(folder: Path) -> None:
    """Have templates kept in a folder as Python compiles them, as Python keeps its own modules."""
    folder.mkdir(parents=True, exist_ok=True)
    _environment().bytecode_cache = FileSystemBytecodeCache(str(folder))


@cache
def nonce() -> str:
    """The word by which pages know their own scripts and styles: a digest of them, for builds must be repeatable."""
    return sha256(b"".join((STATIC / name).read_bytes() for name in sorted(ASSETS.values()))).hexdigest()[:16]


@cache
def look(name: str) -> str:
    """The digest of a template, of those that it uses, and of the scripts and styles."""
    found, waiting = dict[str, bytes](), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found[one] = (TEMPLATES / one).read_bytes()
            waiting += _USED.findall(found[one].decode())
    return sha256(b"".join(found[one] for one in sorted(found))).hexdigest()[:16] + nonce()
