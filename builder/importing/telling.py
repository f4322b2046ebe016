"""What an import did, in words: a table of what was taken from where, and the names to confirm."""

from __future__ import annotations

from collections.abc import Sequence

from builder.importing.results import ImportResult


def report(result: ImportResult) -> str:
    """A Markdown page: the files, what was taken from which line, the oddities and the names to confirm."""
    files = [f"- `{path}`" for path in sorted(result.written)] or ["Nothing would change."]
    taken = [(one.source, str(one.line), one.heading, one.into, str(one.count)) for one in result.taken]
    odd = [(str(one.span), one.code, one.message, one.help) for one in result.diagnostics]
    names = [(one.source, str(one.line), one.text, one.concept, one.name, f"{one.score:.0f}")
             for one in result.proposals]
    return "\n".join([
        "# Import", "", "## Files", "", *files, "",
        *_table("What was taken", ("Document", "Line", "Under", "Into", "How many"), taken),
        *_table("What was odd", ("Where", "Code", "What", "What to do"), odd),
        *_table("Names to confirm", ("Document", "Line", "Words", "Concept", "Its name", "Of 100"), names),
    ]).rstrip() + "\n"


def proposals(result: ImportResult) -> list[str]:
    """The names to confirm, a line each: both texts and the score, the best first."""
    found = sorted(result.proposals, key=lambda one: (-one.score, one.source, one.line))
    return [f"{one.source}:{one.line}: \u201c{one.text}\u201d \u2192 {one.concept} (\u201c{one.name}\u201d), "
            f"{one.score:.0f} of 100" for one in found]


def _table(title: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    if not rows:
        return []
    lines = [header, tuple("---" for _ in header), *rows]
    return [f"## {title}", "", *("| " + " | ".join(_cell(value) for value in line) + " |" for line in lines), ""]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
