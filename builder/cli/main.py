"""The group `build`, its commands by name, and what an outcome means as an exit code.

Exit codes: 0 clean, 1 faults in the course, 2 wrong usage, 3 the builder itself failed, 130 interrupted.
"""

from __future__ import annotations

import errno
import importlib
import os
import sys
from pathlib import Path

import click

from builder import __version__
from builder.pausing import collect_seldom

COMMANDS = {
    "audit": "builder.cli.audit:audit",
    "cache": "builder.cli.cache:cache",
    "explain": "builder.cli.rules:explain",
    "export": "builder.cli.importing:export",
    "figures": "builder.cli.figures:figures",
    "import": "builder.cli.importing:import_",
    "lessons": "builder.cli.lessons:lessons",
    "review": "builder.cli.review:review",
    "rules": "builder.cli.rules:rules",
    "schema": "builder.cli.schema:schema",
    "serve": "builder.cli.serve:serve",
}
"""Each command and where it stands: module and name."""


class Commands(click.Group):
    """A group that loads a command's module only when it needs it."""

    def list_commands(self, context: click.Context) -> list[str]:
        """The names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command with this name."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--course", type=click.Path(path_type=Path, file_okay=False), help="The course's folder; by default the"
              " nearest folder at or above this one that holds curriculum/course.yaml.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
@click.version_option(__version__, prog_name="coursewright")
@click.pass_context
def build(context: click.Context, course: Path | None, quiet: bool) -> None:
    """Build courses: check them, train what their figures need, write their pages."""
    context.obj = {"course": course, "quiet": quiet}


def main() -> None:
    """Run the command line and turn whatever happened into an exit code."""
    collect_seldom()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line; the exit code of what happened."""
    try:
        return int(build.main(arguments, prog_name="build", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        return error.exit_code if isinstance(error, click.UsageError) else 3
    except (KeyboardInterrupt, click.Abort):
        return _failed("interrupted; the last good output stands as it was", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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
