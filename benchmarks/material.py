"""A generated course for mkdocs with material: the same words, code, formulas and pictures, as that site wants them.

Blocks become admonitions, links lead to files, roles become words, and formulas are left to the reader's scripts, as
its manual advises.  The menu is pruned, which its manual advises for large sites, and nothing is fetched.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from courses import Sketch

CONFIG = """\
site_name: A course of {lessons} lessons
docs_dir: docs
site_dir: site
theme: {{name: material, font: false, features: [navigation.prune, content.code.copy]}}
plugins: [search]
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - footnotes
  - tables
  - pymdownx.arithmatex: {{generic: true}}
  - pymdownx.highlight
  - pymdownx.superfences
"""
ADMONITIONS = {"tip": "tip", "warning": "warning", "check": "question", "objective": "abstract"}
_LINK = re.compile(r"\[([^\]]*)\]\(lesson:([a-z-]+)(?:#([a-z]+))?\)")
_ROLE = re.compile(r"\{concept\}`([a-z0-9-]+)`")
_OPENING = re.compile(r":{3,}\{([\w-]+)\} ?(.*)")


def convert(course: Path, lessons: int, folder: Path) -> None:
    """Write the course's pages under `folder/docs`, a folder per module, and `folder/mkdocs.yml`."""
    sketches = {sketch.slug: sketch for sketch in (Sketch(number, lessons) for number in range(lessons))}
    docs = folder / "docs"
    for slug, sketch in sketches.items():
        home, source = docs / f"module-{sketch.module}", course / "lessons" / slug
        pictures = sorted(source.glob("*.png"))
        (home / slug).mkdir(parents=True, exist_ok=True)
        for picture in pictures:
            shutil.copyfile(picture, home / slug / picture.name)
        page_path(folder, sketch).write_text(page((source / "lesson.md").read_text(), slug, sketches))
    (docs / "index.md").write_text("# A course\n")
    (folder / "mkdocs.yml").write_text(CONFIG.format(lessons=lessons))


def page_path(folder: Path, sketch: Sketch) -> Path:
    """Where a lesson's text stands."""
    return folder / "docs" / f"module-{sketch.module}" / f"{sketch.slug}.md"


def page(text: str, slug: str, sketches: dict[str, Sketch]) -> str:
    """A lesson's text in the other site's Markdown."""

    def link(match: re.Match[str]) -> str:
        words, goal, section = match.groups()
        other = sketches[goal]
        words = words or (other.headings[section] if section else other.title)
        return f"[{words}](../module-{other.module}/{goal}.md{'#' + section if section else ''})"

    text = _ROLE.sub(lambda match: match[1].replace("-", " "), _LINK.sub(link, text))
    text = re.sub(r"^\{#([a-z-]+)\}\n(## .*)$", r"\2 {#\1}", text, flags=re.MULTILINE)
    return _admonished(text.replace("](picture-", f"]({slug}/picture-"))


def _admonished(text: str) -> str:
    """Blocks as admonitions, what stands in them indented, their options left out."""
    lines: list[str] = []
    depth = 0
    for line in text.split("\n"):
        indent = "    " * depth
        if opening := _OPENING.match(line):
            name, title = opening.groups()
            lines += [f'{indent}!!! {ADMONITIONS.get(name, "note")} "{title or name.capitalize()}"', ""]
            depth += 1
        elif depth and re.fullmatch(r":{3,}", line):
            depth -= 1
            lines.append("")
        elif not (depth and re.match(r":[\w-]+: ", line)):
            lines.append(indent + line if line else "")
    return "\n".join(lines)
