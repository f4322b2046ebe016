"""`build schema`: JSON Schemas for editors."""

from __future__ import annotations

from pathlib import Path

import click

from builder.cli.showing import say
from builder.schemas import schema_files


@click.command()
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), required=True,
              help="The folder to write to.")
@click.pass_context
def schema(context: click.Context, output: Path) -> None:
    """Write the JSON Schemas of the course's files, for editors."""
    output.mkdir(parents=True, exist_ok=True)
    for name, content in schema_files().items():
        (output / name).write_bytes(content)
        say(context, str(output / name))
