"""What commands share: the course they are about, and how they speak to people."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, Any

import click

from builder.audit import Audit
from builder.course import NoCourse, find_root
from builder.reports.text import Style, plain, report

_LOOKS: dict[str, dict[str, Any]] = {
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
    if os.environ.get("NO_COLOR") or not stream.isatty():
        return plain
    return lambda words, look: click.style(words, **_LOOKS.get(look, {}))


def show(context: click.Context, audit: Audit, root: Path, stream: IO[str]) -> None:
    """Show diagnostics to people; with nothing wrong and quiet asked for, show nothing."""
    if audit.diagnostics or not context.obj["quiet"]:
        click.echo(report(audit, root, style_for(stream)), err=stream is sys.stderr)
