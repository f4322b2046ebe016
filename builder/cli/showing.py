"""What commands share: the course they are about, and how they speak to people."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from builder.roots import NoCourse, find_root

if TYPE_CHECKING:
    from builder.audit import Audit
    from builder.reports.text import Style

LOOKS: dict[str, dict[str, Any]] = {
    "error": {"fg": "red", "bold": True}, "warning": {"fg": "yellow", "bold": True}, "note": {"fg": "cyan"},
    "good": {"fg": "green"}, "dim": {"dim": True}, "bold": {"bold": True},
}


def course_root(context: click.Context) -> Path:
    """The course's folder: the one that was named, else the nearest.

    Raises:
        click.UsageError: where there is no course.
    """
    chosen = context.obj["course"]
    try:
        return find_root(chosen.resolve()) if chosen else find_root(Path.cwd())
    except NoCourse as error:
        raise click.UsageError(str(error)) from None


def say(context: click.Context, words: str) -> None:
    """A line for people, on standard error, unless they asked for quiet."""
    if not context.obj["quiet"]:
        click.echo(words, err=True)


def style_for(stream: IO[str]) -> Style:
    """Colours for a terminal; words as they are elsewhere and where NO_COLOR is set."""
    from builder.reports.text import plain

    if os.environ.get("NO_COLOR") or not stream.isatty():
        return plain
    return lambda words, look: click.style(words, **LOOKS.get(look, {}))


def show(context: click.Context, audit: Audit, root: Path, stream: IO[str]) -> None:
    """Show diagnostics to people; with nothing wrong and quiet asked for, show nothing."""
    from builder.reports.text import report

    if audit.diagnostics or not context.obj["quiet"]:
        click.echo(report(audit, root, style_for(stream)), err=stream is sys.stderr)
