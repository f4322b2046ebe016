"""The command line: the only module that prints or exits.

Exit codes: 0 clean, 1 faults in the course, 2 wrong usage, 3 the builder itself failed, 130 interrupted.
"""

from __future__ import annotations

import difflib
import errno
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder import __version__

if TYPE_CHECKING:
    from builder.audit import Audit
    from builder.diagnostics import Kind

_LOOKS = {
    "error": {"fg": "red", "bold": True}, "warning": {"fg": "yellow", "bold": True}, "note": {"fg": "cyan"},
    "good": {"fg": "green"}, "dim": {"dim": True}, "bold": {"bold": True},
}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--course", type=click.Path(path_type=Path, file_okay=False), help="The course's folder; by default the"
              " nearest folder at or above this one that holds curriculum/course.yaml.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
@click.version_option(__version__, prog_name="coursewright")
@click.pass_context
def build(context: click.Context, course: Path | None, quiet: bool) -> None:
    """Build courses: check them, train what their figures need, write their pages."""
    context.obj = {"course": course, "quiet": quiet}


def _root(context: click.Context) -> Path:
    from builder.course import find_root

    chosen = context.obj["course"]
    return chosen.resolve() if chosen else find_root(Path.cwd())


def _say(context: click.Context, words: str) -> None:
    """A line for people, on standard error, unless they asked for quiet."""
    if not context.obj["quiet"]:
        click.echo(words, err=True)


def _style(stream: object) -> object:
    """Colours for a terminal; words as they are elsewhere and where NO_COLOR is set."""
    from builder.reports.text import plain

    if os.environ.get("NO_COLOR") or not getattr(stream, "isatty", lambda: False)():
        return plain
    return lambda words, look: click.style(words, **_LOOKS.get(look, {}))


def _show(context: click.Context, audit: Audit, root: Path, stream: object) -> None:
    """Show diagnostics to people; with nothing wrong and quiet asked for, show nothing."""
    from builder.reports.text import report

    if audit.diagnostics or not context.obj["quiet"]:
        click.echo(report(audit, root, _style(stream)), err=stream is sys.stderr)


@build.command()
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Where to write; by default"
              " `output` in the course's folder.")
@click.option("--draft", is_flag=True, help="Write pages in spite of errors, with the faults shown in place.")
@click.option("--strict", is_flag=True, help="Let warnings stop the build, too.")
@click.option("--jobs", type=click.IntRange(1), help="How many processes train and draw at once.")
@click.pass_context
def lessons(context: click.Context, output: Path | None, draft: bool, strict: bool, jobs: int | None) -> int:
    """Check the course, draw its figures and write its pages and notebooks."""
    from builder.build import Options, build_lessons
    from builder.progress import progress

    root = _root(context)
    options = Options(output or root / "output", draft, strict, jobs, date.today().isoformat())
    with progress(quiet=context.obj["quiet"]) as shown:
        outcome = build_lessons(root, options, shown)
    _show(context, outcome.audit, root, sys.stderr)
    if outcome.written is None:
        _say(context, "nothing was written; `build lessons --draft` writes the pages with the faults shown in place")
        return 1
    written = outcome.written
    _say(context, f"{options.output / 'site' / 'index.html'}: {written.new} new, {written.changed} changed, "
         f"{written.unchanged} unchanged, {written.removed} removed")
    return int(outcome.audit.failed(strict))


@build.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@click.option("--strict", is_flag=True, help="Count warnings as faults.")
@click.pass_context
def audit(context: click.Context, form: str, strict: bool) -> int:
    """Check the course without drawing or writing anything; needs no torch."""
    from builder.audit import audit as judge
    from builder.course import load
    from builder.reports.machine import as_json

    root = _root(context)
    result = judge(*load(root), date.today().isoformat())
    if form == "json":
        click.echo(as_json(result), nl=False)
    else:
        _show(context, result, root, sys.stdout)
    return int(result.failed(strict))


@build.command()
@click.argument("code")
def explain(code: str) -> None:
    """Print the manual of a rule, by its code or name."""
    known = _kinds()
    kind = next((k for k in known if code.upper() == k.code or code.lower() == k.name), None)
    if kind is None:
        near = difflib.get_close_matches(code.upper(), [k.code for k in known], 1, 0.5)
        near = near or difflib.get_close_matches(code.lower(), [k.name for k in known], 1, 0.5)
        raise click.UsageError(f"no rule has the code or name {code}" + (f"; did you mean {near[0]}?" if near else ""))
    click.echo(f"{kind.code} {kind.name} ({kind.severity})\n\n{kind.manual}", nl=False)


def _kinds() -> list[Kind]:
    """Every kind of fault that the builder knows, by code."""
    from builder import audit, rules
    from builder.jobs import faults
    from builder.pages import faults as pages

    return sorted((*rules.KINDS, *audit.KINDS, *faults.KINDS, *pages.KINDS), key=lambda kind: kind.code)


@build.command()
def rules() -> None:
    """List every rule: its code, severity and name."""
    for kind in _kinds():
        click.echo(f"{kind.code}  {kind.severity:8} {kind.name}")


@build.command()
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write to.")
@click.pass_context
def schema(context: click.Context, output: Path) -> None:
    """Write the JSON Schemas of the course's files, for editors."""
    from builder.schemas import schema_files

    output.mkdir(parents=True, exist_ok=True)
    for name, content in schema_files().items():
        (output / name).write_bytes(content)
        _say(context, str(output / name))


def main() -> None:
    """Run the command line and turn whatever happened into an exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line; the exit code of what happened."""
    from builder.course import NoCourse

    try:
        return int(build.main(arguments, prog_name="build", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        return error.exit_code if isinstance(error, click.UsageError) else 3
    except NoCourse as error:
        return _failed(str(error), 2)
    except (KeyboardInterrupt, click.Abort):
        return _failed("interrupted; the last good output stands as it was", 130)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")
        return 0
    except OSError as error:
        return _failed(_machine_words(error), 3)
    except Exception as error:
        if os.environ.get("COURSEWRIGHT_TRACEBACK"):
            raise
        return _failed(f"the builder itself failed: {type(error).__name__}: {error}\n"
                       "set COURSEWRIGHT_TRACEBACK=1 to see where, and please report it", 3)


def _failed(words: str, code: int) -> int:
    click.echo(f"build: {words}", err=True)
    return code


def _machine_words(error: OSError) -> str:
    """What the system refused, in words."""
    where = f": {error.filename}" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"the disk is full{where}; the last good output stands as it was"
    return f"{error.strerror or error}{where}"
