"""`build import` and `build export`: the Markdown that courses are kept in, to YAML and back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from builder.audit import Audit
from builder.cli.showing import course_root, say, style_for
from builder.diagnostics import Severity
from builder.importing import telling
from builder.importing.exporting import FORMATS
from builder.importing.exporting import export as export_course
from builder.importing.imports import apply, import_documents
from builder.loading import load
from builder.reports.text import report, summary
from builder.writing import write_tree

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="The course's folder; it is made where"
              " it is missing.  By default the course that `build` works on.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--review", is_flag=True, help="List the concept names that only resemble known ones, to confirm.")
@click.option("--report", "report_file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), help="Write"
              " a table of what was taken from where, as Markdown; `-` shows it.")
@click.pass_context
def import_(context: click.Context, files: tuple[Path, ...], into: Path | None, dry_run: bool, review: bool,
            report_file: Path | None) -> int:
    """Read module records and lesson plans with their reviews from Markdown FILES into a course.

    What the documents say that has no field is kept under `extra`; every oddity is reported with its line.
    A later import updates what came from the documents and keeps what was added by hand.
    """
    result = import_documents(files, into or course_root(context))
    found = Audit(tuple(result.diagnostics))
    click.echo(report(found, _folder(files), style_for(sys.stderr)), err=True)
    if review:
        click.echo("\n".join(telling.proposals(result)) or "no names to confirm")
    if report_file == Path("-"):
        click.echo(telling.report(result), nl=False)
    elif report_file:
        report_file.write_text(telling.report(result), "utf-8")
    if dry_run:
        for path, text in sorted(result.written.items()):
            click.echo(f"--- {path}\n{text}", nl=False)
        return 0
    for path in apply(result):
        say(context, str(result.root / path))
    say(context, f"{len(result.written)} files written, {summary(found)}")
    return int(bool(found.count(Severity.ERROR)))


def _folder(files: tuple[Path, ...]) -> Path:
    """The folder in which the documents' lines can be shown, where they share one."""
    folders = {file.resolve().parent for file in files}
    return folders.pop() if len(folders) == 1 else Path()


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="markdown", help="Markdown documents that `build"
              " import` reads back, CSV tables for a spreadsheet, or JSON with everything.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write"
              " to; it will hold exactly what is exported.")
@click.pass_context
def export(context: click.Context, form: str, output: Path) -> int:
    """Write the course's records, plans and reviews in another form."""
    if output.exists() and not (output / ".coursewright-export").exists() and any(output.iterdir()):
        raise click.UsageError(f"{output} holds other files; name an empty or a new folder")
    course, found = load(course_root(context))
    files = export_course(course, form)
    write_tree(output, {**files, ".coursewright-export": f"{form}\n".encode()})
    for path in sorted(files):
        say(context, str(output / path))
    return int(any(diagnostic.severity is Severity.ERROR for diagnostic in found))
