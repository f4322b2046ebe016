"""The least that pages of lessons can cost in Python: Markdown, highlighting, formulas, one template, and nothing else.

The Markdown parser has the plugins that lessons need; blocks are plain containers, links stay as they are written,
nothing is checked and no page knows of another.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markdown_it import MarkdownIt
from math_core import LatexToMathML
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.tasklists import tasklists_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<link rel="stylesheet" href="../style.css">
</head>
<body>
<main>
<h1>{{ title }}</h1>
{{ body }}
</main>
</body>
</html>
"""

_FORMATTER = HtmlFormatter(nowrap=True)
_MATH = LatexToMathML()


def build(course: Path, site: Path) -> None:
    """Write a page per lesson where it is not there as it should be."""
    template, parser = Environment().from_string(PAGE), _parser()
    (site / "lessons").mkdir(parents=True, exist_ok=True)
    for text in sorted((course / "lessons").glob("*/lesson.md")):
        env: dict[str, Any] = {}
        tokens = parser.parse(text.read_text(), env)
        title = tokens[0].content.partition("\n")[0].removeprefix("title: ")
        body = parser.renderer.render(tokens, parser.options, env)
        _write(site / "lessons" / f"{text.parent.name}.html", template.render(title=title, body=body).encode())


def _write(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        path.write_bytes(data)


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "highlight": _highlighted}).enable(["table", "strikethrough"])
    md.use(front_matter_plugin).use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)
    md.use(dollarmath_plugin, double_inline=True, allow_digits=False, renderer=_formula).use(myst_role_plugin)
    md.use(attrs_block_plugin, allowed=["id", "class"]).use(attrs_plugin, allowed=["id", "class"])
    return md.use(container_plugin, name="block", validate=lambda *_: True)


def _highlighted(code: str, language: str, attributes: str) -> str:
    return highlight(code, _lexer(language), _FORMATTER)


@cache
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language)


def _formula(latex: str, options: dict[str, Any]) -> str:
    return _MATH.convert_with_local_state(latex, displaystyle=bool(options["display_mode"]))
