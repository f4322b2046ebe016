"""Edits of lessons' texts, of their notebooks and of the pictures beside them."""

from __future__ import annotations

import json
import re

from tests.site.checkout import Checkout
from tests.site.picking import WORDS, Edit, Pick

TEXTS = "lessons/*/lesson.md"
NOTEBOOKS = "lessons/*/notebook.md"
BLOCKS = (
    ":::{tip} By hand\nWet hands do not stick.\n:::",
    ":::{insight}\nPatience is an ingredient.\n:::",
    "```python\nprint('bread', 1 + 1)\n```",
    "$$\nh = \\frac{w}{f}\n$$",
    "| flour | water |\n|---|---|\n| 600 | 390 |",
    ":::{figure} crumb\n:::",
    ":::{figure} stretch-curve\nA legend of {value}`crumb.longest`.\n:::",
    ":::{notebook}\n:::",
    "A note.[^one]\n\n[^one]: It is short.",
)


def section_ids(course: Checkout, path: str) -> list[str]:
    """The ids that a text gives its sections."""
    return re.findall(r"^\{#([\w-]+)\}$", course.read(path), re.M)


def _substituted(course: Checkout, pick: Pick, path: str, pattern: str, words: str) -> None:
    """Replace one of the places that fit a pattern."""
    text = course.read(path)
    start, end = pick([match.span() for match in re.finditer(pattern, text, re.M)])
    course.write(path, text[:start] + words + text[end:])


def paragraph_added(course: Checkout, pick: Pick) -> None:
    course.append(pick(course.paths(TEXTS, NOTEBOOKS)), f"One more word: {pick(WORDS)}.")


def word_changed(course: Checkout, pick: Pick) -> None:
    path = pick(course.paths(TEXTS, NOTEBOOKS))
    _substituted(course, pick, path, r"(?<=[a-z] )[a-z]{4,}(?=[ .,])", pick(["slowly", "water", "again and again"]))


def head_changed(course: Checkout, pick: Pick) -> None:
    """The title or the description in a text's front matter."""
    path, key = pick(course.paths(TEXTS, NOTEBOOKS)), pick(["title", "description"])
    text, line = course.read(path), f"{key}: {json.dumps(pick(WORDS), ensure_ascii=False)}\n"
    rest = re.sub(rf"^{key}: .*\n", "", text, count=1, flags=re.M)
    course.write(path, rest.replace("---\n", f"---\n{line}", 1) if rest.startswith("---\n") else f"---\n{line}---\n{rest}")


def head_dropped(course: Checkout, pick: Pick) -> None:
    path, key = pick(course.paths(TEXTS, NOTEBOOKS)), pick(["title", "description"])
    course.write(path, re.sub(rf"^{key}: .*\n", "", course.read(path), count=1, flags=re.M))


def section_renamed(course: Checkout, pick: Pick) -> None:
    _substituted(course, pick, pick(course.paths(TEXTS)), r"(?<=^## ).*$", pick(WORDS))


def section_added(course: Checkout, pick: Pick) -> None:
    name = pick(["crust", "oven", "steam"])
    course.append(pick(course.paths(TEXTS)), f"{{#{name}}}\n## {pick(WORDS)}\n\nNew words.")


def section_removed(course: Checkout, pick: Pick) -> None:
    _substituted(course, pick, pick(course.paths(TEXTS)), r"^(\{#[\w-]+\}\n)?## .*\n+(?=[A-Z])", "")


def section_id_changed(course: Checkout, pick: Pick) -> None:
    """Links and plans go on naming the old id."""
    _substituted(course, pick, pick(course.paths(TEXTS)), r"(?<=^\{#)[\w-]+", pick(["crust", "oven", "steam"]))


def section_id_followed(course: Checkout, pick: Pick) -> None:
    """The id of a section, and every word of the course that names it."""
    path = pick(course.paths(TEXTS))
    old, new = pick(section_ids(course, path)), pick(["crust", "oven", "steam"])
    for other in course.paths("lessons/**/*.md", "lessons/**/*.yaml"):
        text = course.read(other)
        if (followed := re.sub(rf"(?<=[#{{ ]){old}(?=[}}), ]|$)", new, text, flags=re.M)) != text:
            course.write(other, followed)


def link_added(course: Checkout, pick: Pick) -> None:
    path, goal = pick(course.paths(TEXTS, NOTEBOOKS)), pick(course.paths(TEXTS))
    slug, words = goal.split("/")[1], pick(["", "it is *there*"])
    section = pick(["", *(f"#{name}" for name in section_ids(course, goal))])
    course.append(path, f"As [{words}](lesson:{slug}{section}) has it.")


def other_link_added(course: Checkout, pick: Pick) -> None:
    """A link to a module or a concept, or one that leads nowhere."""
    goal = pick(["[](module:2)", "{concept}`gluten`", "[strands](concept:gluten)", "[](lesson:nowhere)", "[x](#nowhere)",
                 "{concept}`glutne`"])
    course.append(pick(course.paths(TEXTS)), f"See {goal} too.")


def value_shown(course: Checkout, pick: Pick) -> None:
    name = pick(["stretch-curve.longest|.2f", "crumb.half", "stretch-curve.longest", "crumb.none"])
    course.append(pick(course.paths(TEXTS, NOTEBOOKS)), f"It measures {{value}}`{name}`.")


def block_added(course: Checkout, pick: Pick) -> None:
    course.append(pick(course.paths(TEXTS, NOTEBOOKS)), pick(BLOCKS))


# ---- notebooks and pictures


def notebook_added(course: Checkout, pick: Pick) -> None:
    folder = pick(course.paths(TEXTS, "lessons/*/plan.yaml")).rpartition("/")[0]
    course.write(f"{folder}/notebook.md", f"{pick(WORDS)}\n\n```python\nprint({pick([1, 2, 3])})\n```\n")


def notebook_removed(course: Checkout, pick: Pick) -> None:
    (course.root / pick(course.paths(NOTEBOOKS))).unlink()


def picture_shown(course: Checkout, pick: Pick) -> None:
    path, name = pick(course.paths(TEXTS, NOTEBOOKS)), pick(["loaf.svg", "a loaf.svg", "pictures/loaf.svg"])
    course.write(f"{path.rpartition('/')[0]}/{name}", _drawing(pick))
    course.append(path, f"![A loaf](<{name}>)")


def picture_replaced(course: Checkout, pick: Pick) -> None:
    course.write(pick(course.paths("lessons/**/*.svg")), _drawing(pick))


def picture_removed(course: Checkout, pick: Pick) -> None:
    (course.root / pick(course.paths("lessons/**/*.svg"))).unlink()


def picture_no_longer_shown(course: Checkout, pick: Pick) -> None:
    paths = [path for path in course.paths(TEXTS, NOTEBOOKS) if "![" in course.read(path)]
    _substituted(course, pick, pick(paths), r"^!\[.*\n?", "")


def _drawing(pick: Pick) -> str:
    size = pick([30, 40, 50])
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="20"><path d="M0 0h{pick([7, 8])}"/></svg>\n'


EDITS: tuple[Edit, ...] = (
    paragraph_added, word_changed, head_changed, head_dropped, section_renamed, section_added, section_removed,
    section_id_changed, section_id_followed, link_added, other_link_added, value_shown, block_added, notebook_added,
    notebook_removed, picture_shown, picture_replaced, picture_removed, picture_no_longer_shown,
)
