"""`build serve`: the course in a browser while it is being written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from builder.cli.making import asked, making
from builder.cli.showing import course_root, say


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; others than this"
              " machine see the course only if it is another one.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on; by default the first free one"
              " from 8000.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="A name by which browsers may ask for the"
              " course, beside addresses and localhost.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Where to write; by default"
              " `output` in the course's folder.")
@click.option("--step", type=click.IntRange(1, 5000), default=30, show_default=True, metavar="MS", help="How many"
              " milliseconds files must be left alone before a build begins.")
@making
@click.pass_context
def serve(
    context: click.Context, /, host: str, port: int | None, names: tuple[str, ...], output: Path | None, step: int,
    **options: Any,
) -> None:
    """Show the course in a browser, build it on every change, and keep the browser up to date.

    Pages are drafts: faults are shown in place and listed over the page. Ctrl-C ends it.
    """
    root = course_root(context).resolve()
    wanted = asked(**options)
    try:
        from builder.serving.hosts import listen, url_of
        from builder.serving.messages import Wish
        from builder.serving.server import serve as serve_course
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            f'`build serve` needs the package {missing.name}: pip install "coursewright[serve]"') from None
    wish = Wish(root, (output or root / "output").resolve(), wanted.cache and wanted.cache.resolve(), wanted.how,
                wanted.data)
    listening = listen(host, port)
    os.chdir(root.anchor)  # the course's folder may go while it is served
    say(context, f"{url_of(listening)} shows {root}; Ctrl-C ends it")
    serve_course(wish, listening, lambda words: say(context, words), step, (host, *names))
    say(context, "ended")
