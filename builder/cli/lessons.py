"""`build lessons`: from the course's files to its site."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from builder import fresh
from builder.cli.making import asked, claims_table, making
from builder.cli.showing import LOOKS, course_root, say, style_for

if TYPE_CHECKING:
    from builder.fresh import Last
    from builder.site.options import Options, Outcome
    from builder.stamps import Stamps


@click.command()
@click.argument("slugs", nargs=-1, metavar="[LESSON]...")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Where to write; by default"
              " `output` in the course's folder.")
@click.option("--draft", is_flag=True, help="Write pages in spite of errors, with the faults shown in place.")
@click.option("--release", is_flag=True, help="Publish only lessons that have passed their review as they stand; of the"
              " others the site says that they are planned.")
@click.option("--strict", is_flag=True, help="Let warnings stop the build, too.")
@click.option("--no-trust-times", is_flag=True, help="Tell by their digests which files changed, whatever their times"
              " and sizes say; and make sure that the site's files are as they were put.")
@click.option("--why", "page", metavar="PAGE", help="Build nothing; say why a page of the site would be written anew,"
              " such as lessons/first-steps.html.")
@making
@click.pass_context
def lessons(
    context: click.Context, /, slugs: tuple[str, ...], output: Path | None, draft: bool, release: bool,
    strict: bool, no_trust_times: bool, page: str | None, **options: Any,
) -> int:
    """Check the course, draw its figures and write its pages and notebooks.

    With LESSONs, only their pages and what these show are written, and the rest is left as it was.
    """
    if draft and release:
        raise click.UsageError("--draft and --release exclude each other")
    root = course_root(context)
    target, today = output or root / "output", time.strftime("%Y-%m-%d")
    how = fresh.asked((draft, release), strict, _data(**options), options["device"])
    looked = None if slugs or page else _look(root, target, how, today, not no_trust_times)
    if looked and (words := _unchanged(target, *looked, not no_trust_times)):
        return _repeat(context, words)
    wanted = asked(**options)
    from builder.site.options import Options

    asked_for = Options(target, draft, strict, wanted.cache, wanted.how, wanted.data, today, not no_trust_times, slugs,
                        release)
    return _tell_why(root, asked_for, page) if page else _build(context, root, asked_for, looked)


def _data(data: str | None, data_dir: Path | None, **_: Any) -> str | None:
    return repr((data, data_dir)) if data else None


# ---- nothing to do


def _look(root: Path, output: Path, how: str, today: str, trust_times: bool) -> tuple[Last, Stamps] | None:
    """The last build and what it was made from as that is now; None where it was asked for in another way."""
    last = fresh.recall(str(output), str(root))
    if last is None or not last.stands(str(output), how, today):
        return None
    return last, last.stamps.renewed(str(output / "cache" / fresh.CLOCK), trust_times, 2)


def _unchanged(output: Path, last: Last, now: Stamps, trust_times: bool) -> dict[str, Any] | None:
    """The words of the last build, where nothing has changed since."""
    if now != last.stamps or not (trust_times or fresh.as_put(str(output), 2)):
        return None
    return fresh.said(str(output))


def _repeat(context: click.Context, words: dict[str, Any]) -> int:
    """Say what the last build ended with; none of its files is new or changed now."""
    quiet = context.obj["quiet"]
    if words["faults"] or not quiet:
        click.echo(words["report"] if sys.stderr.isatty() else click.unstyle(words["report"]), err=True)
    say(context, f"{words['index']}: 0 new, 0 changed, {words['files']} unchanged, 0 removed")
    code: int = words["code"]
    return code


# ---- building


def _build(context: click.Context, root: Path, options: Options, looked: tuple[Last, Stamps] | None) -> int:
    from builder.build import build_lessons
    from builder.progress import progress
    from builder.site.options import Unknown

    try:
        with progress(quiet=context.obj["quiet"]) as shown:
            outcome = build_lessons(root, options, shown, looked)
    except Unknown as unknown:
        raise click.UsageError(str(unknown)) from None
    if options.data:
        click.echo(claims_table(outcome.figures.figures))
    return _say(context, root, options, outcome)


def _say(context: click.Context, root: Path, options: Options, outcome: Outcome) -> int:
    """Say what a build found and wrote, and leave the words for the next one."""
    from builder.reports.text import report

    audit, written = outcome.audit, outcome.written
    if audit.diagnostics or not context.obj["quiet"]:
        click.echo(report(audit, root, style_for(sys.stderr)), err=True)
    if written is None:
        say(context, "nothing was written; `build lessons --draft` writes the pages with the faults shown in place")
        return 1
    code, index = int(audit.failed(options.strict)), str(options.output / "site" / "index.html")
    say(context, f"{index}: {written.new} new, {written.changed} changed, {written.unchanged} unchanged,"
        f" {written.removed} removed")
    if options.release:
        _say_held_back(context, outcome)
    elif not (options.lessons or options.data):
        styled = report(audit, root, lambda words, look: click.style(words, **LOOKS.get(look, {})))
        fresh.say(str(options.output), {"report": styled, "faults": bool(audit.diagnostics), "index": index,
                                        "files": written.files, "code": code})
    return code


def _say_held_back(context: click.Context, outcome: Outcome) -> None:
    from builder.site.release import held_back

    if held := held_back(outcome.course):
        some = ", ".join(held[:5]) + (f" and {len(held) - 5} more" if len(held) > 5 else "")
        say(context, f"not published, for they have not passed as they stand: {some}")


def _tell_why(root: Path, options: Options, page: str) -> int:
    from builder.site.options import Unknown
    from builder.site.why import why

    try:
        lines = why(root, options, page.removeprefix("/"))
    except Unknown as unknown:
        raise click.UsageError(str(unknown)) from None
    for line in lines:
        click.echo(line)
    return 0
