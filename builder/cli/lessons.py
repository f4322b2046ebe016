"""`build lessons`: from the course's files to its site."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from builder.build import Options, build_lessons
from builder.cli.making import asked, claims_table, making
from builder.cli.showing import course_root, say, show
from builder.progress import progress


@click.command()
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Where to write; by default"
              " `output` in the course's folder.")
@click.option("--draft", is_flag=True, help="Write pages in spite of errors, with the faults shown in place.")
@click.option("--strict", is_flag=True, help="Let warnings stop the build, too.")
@making
@click.pass_context
def lessons(context: click.Context, /, output: Path | None, draft: bool, strict: bool, **options: Any) -> int:
    """Check the course, draw its figures and write its pages and notebooks."""
    root = course_root(context)
    wanted = asked(**options)
    asked_for = Options(output or root / "output", draft, strict, wanted.cache, wanted.how, wanted.data,
                        date.today().isoformat())
    with progress(quiet=context.obj["quiet"]) as shown:
        outcome = build_lessons(root, asked_for, shown)
    if wanted.data:
        click.echo(claims_table(outcome.figures.figures))
    show(context, outcome.audit, root, sys.stderr)
    if outcome.written is None:
        say(context, "nothing was written; `build lessons --draft` writes the pages with the faults shown in place")
        return 1
    written = outcome.written
    say(context, f"{asked_for.output / 'site' / 'index.html'}: {written.new} new, {written.changed} changed, "
        f"{written.unchanged} unchanged, {written.removed} removed")
    return int(outcome.audit.failed(strict))
