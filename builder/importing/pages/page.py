"""Markdown in the making."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from builder.importing.reading.rows import Data
from builder.importing.structure.words import quoted

Column = tuple[str, str, Callable[[Data], str]]
"""A column: its title, the key of its words in `written`, and its text made of the fields."""


class Page:
    """Markdown in the making: paragraphs, lists and tables with a blank line between them."""

    def __init__(self, concepts: Mapping[str, str], extra: Iterable[Data] = ()) -> None:
        self.concepts = concepts
        self.blocks: list[str] = []
        self.extra = list(extra)

    def text(self, *paragraphs: str | None) -> None:
        """Add paragraphs; empty ones are left out."""
        self.blocks.extend(part.strip("\n") for part in paragraphs if part and part.strip())

    def heading(self, level: int, title: str, *parents: str) -> None:
        """Add a heading."""
        self.text(f"{'#' * level} {title}")

    def part(self, level: int, title: str, body: Callable[[], None], parent: str = "") -> None:
        """Add a heading with what stands under it, and the extras that stood there; nothing if that is nothing."""
        path = f"{parent} > {title}" if parent else title
        at = len(self.blocks)
        body()
        self.take(lambda heading: heading == path)
        if len(self.blocks) > at:
            self.blocks.insert(at, f"{'#' * level} {title}")

    def take(self, stood: Callable[[str], bool]) -> None:
        """Add the extras that stood under such a heading."""
        for extra in [one for one in self.extra if stood(one["heading"])]:
            self.text(extra["text"])
            self.extra.remove(extra)

    def bullets(self, items: Sequence[str], ordered: bool = False) -> None:
        """Add a list; code begins on a line of its own."""
        if items:
            marks = [f"{number}. " if ordered else "- " for number in range(1, len(items) + 1)]
            texts = ["\n" + one if one.startswith(("```", "~~~")) else one for one in items]
            lines = [one.replace("\n", "\n" + " " * len(mark)) for mark, one in zip(marks, texts, strict=True)]
            self.blocks.append("\n".join((mark + line).replace(mark + "\n", mark.rstrip() + "\n", 1)
                                         for mark, line in zip(marks, lines, strict=True)))

    def table(self, rows: Sequence[Data], columns: Sequence[Column], hidden: Iterable[str] = ()) -> None:
        """Add a table, with a column more for each name in the rows' `written` that no column shows."""
        if not rows:
            return
        shown = {key for _, key, _ in columns} | set(hidden)
        others = list(dict.fromkeys(key for row in rows for key in row.get("written", {}) if key not in shown))
        titles = [title for title, _, _ in columns] + others
        lines = [titles, ["-" * max(len(title), 3) for title in titles]]
        lines += [[said(row, key, make(row)) for _, key, make in columns] + [said(row, key, "") for key in others]
                  for row in rows]
        self.blocks.append("\n".join("| " + " | ".join(_cell(value) for value in line) + " |" for line in lines))

    def rest(self, level: int = 2) -> None:
        """Add the extras that no part took, under their own headings."""
        last: list[str] = []
        for extra in self.extra:
            steps = [step for step in extra["heading"].split(" > ") if step]
            same = next((n for n, (a, b) in enumerate(zip(steps, last, strict=False)) if a != b),
                        min(len(steps), len(last)))
            if same == len(steps) and steps:
                same -= 1
            for depth in range(same, len(steps)):
                self.heading(min(level + depth, 6), steps[depth])
            self.text(extra["text"])
            last = steps

    def concept(self, row: Data) -> str:
        """The words for a row's concept: the document's, else the concept's name."""
        return said(row, "concept",
                    row.get("text") or self.concepts.get(row.get("concept", ""), row.get("concept", "")))

    def __str__(self) -> str:
        return "\n\n".join(self.blocks) + "\n"


def said(row: Data, key: str, rendered: str) -> str:
    """The words of the source document where they say more, else what the fields say."""
    return str(row.get("written", {}).get(key, rendered))


def field(key: str) -> Callable[[Data], str]:
    """A column that shows a field as it is."""
    return lambda row: str(row.get(key, ""))


def _cell(text: str) -> str:
    return text.strip().replace("|", "\\|").replace("\n", "<br>")


def facts(values: Data, known: Sequence[tuple[str, str, str]]) -> str:
    """Labelled lines: those that are known, then what the document said beside them."""
    keys = {key for _, key, _ in known} | {"heading", "findings", "verdict"}
    lines = [f"**{label}:** {said(values, key, text)}" for label, key, text in known if said(values, key, text)]
    lines += [f"**{label}:** {text}" for label, text in values.get("written", {}).items() if label not in keys]
    return "\n".join(lines)


def dashed(left: str, right: str | None, dash: str) -> str:
    return f"{left} {dash} {right}" if right else left


def labelled_list(page: Page, label: str, items: Sequence[str], ordered: bool = False) -> None:
    if items:
        page.bullets(list(items), ordered)
        page.blocks[-1] = f"**{label}:**\n{page.blocks[-1]}"


def model_line(row: Data, dash: str) -> str:
    name = said(row, "name", quoted(row["name"]))
    return dashed(f"**{name}**" if dash == "—" else name, row.get("text"), dash)
