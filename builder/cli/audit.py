"""`build audit`: check the course without drawing or writing anything."""

from __future__ import annotations

import sys
from datetime import date

import click

from builder.audit import audit as judge
from builder.cli.showing import course_root, show
from builder.course import load


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@click.option("--strict", is_flag=True, help="Count warnings as faults.")
@click.pass_context
def audit(context: click.Context, form: str, strict: bool) -> int:
    """Check the course without drawing or writing anything; needs no torch."""
    root = course_root(context)
    result = judge(*load(root), date.today().isoformat())
    if form == "json":
        from builder.reports.machine import as_json

        click.echo(as_json(result), nl=False)
    else:
        show(context, result, root, sys.stdout)
    return int(result.failed(strict))
