"""`build figures`: train and draw without making pages, and tell what would be made and why."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import click

from builder.audit import Audit, judge
from builder.cli.making import Asked, asked, claims_table, making
from builder.cli.showing import course_root, say, show
from builder.course import FIGURES_FILE, Course
from builder.diagnostics import Diagnostic
from builder.jobs.drawn import Figures
from builder.jobs.faults import CLAIM_FAILED
from builder.jobs.figures import make_figures, outlook, why
from builder.jobs.making import on_data
from builder.jobs.store import Store
from builder.loading import load
from builder.progress import progress, time_words


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--why", "reasons", metavar="ID", multiple=True, help="Say which ingredient of a figure changed, in"
              " words.")
@click.option("--dry-run", is_flag=True, help="List what would be trained and drawn, and about how long it would take.")
@click.option("--retrain", metavar="ID", multiple=True, help="Train a figure's models anew, and say whether they came"
              " out the same.")
@click.option("--claims", is_flag=True, help="Print all claims with what was measured, as a Markdown table.")
@making
@click.pass_context
def figures(
    context: click.Context, /, ids: tuple[str, ...], reasons: tuple[str, ...], dry_run: bool, retrain: tuple[str, ...],
    claims: bool, **options: Any,
) -> int:
    """Train the models and draw the figures with these IDs, or all, and say where each stands.

    No page is made, and the rest of the course is not judged.
    """
    wanted = asked(retrain, **options)
    course, found = load(course_root(context))
    if wanted.data:
        course = on_data(course, *wanted.data)
    store = Store((wanted.cache or course.root / "output" / "cache") / "jobs")
    try:
        if reasons:
            return _tell_why(course, store, reasons)
        if dry_run:
            return _tell_outlook(course, store, ids or retrain, wanted)
        with progress(quiet=context.obj["quiet"]) as shown:
            made = make_figures(course, store, ids or retrain or None, wanted.how, shown)
    except LookupError as unknown:
        raise click.UsageError(str(unknown.args[0])) from None
    audit = _judged(course, [fault for fault in found if fault.span.path == FIGURES_FILE], made, wanted)
    return _tell(context, made, audit, course, claims or bool(wanted.data))


def _tell_why(course: Course, store: Store, figures: tuple[str, ...]) -> int:
    """A line for each reason; several figures have their names in front."""
    for figure in figures:
        for line in why(course, store, figure):
            click.echo(f"{figure}: {line}" if len(figures) > 1 else line)
    return 0


def _tell_outlook(course: Course, store: Store, ids: tuple[str, ...], wanted: Asked) -> int:
    """The jobs with their times; 1 where a figure cannot even be planned, or may not be trained."""
    ahead = outlook(course, store, ids or None, wanted.how)
    for label, seconds in ahead.jobs:
        click.echo(f"{label}  {'' if seconds is None else time_words(seconds)}".rstrip())
    for figure, words in ahead.faults.items():
        click.echo(f"{figure} cannot be made: {words}")
    if not ahead.jobs:
        click.echo("nothing has to be made")
    else:
        time = "for an unknown time" if ahead.seconds is None else f"for about {time_words(ahead.seconds)}"
        click.echo(f"{len(ahead.jobs)} {'job' if len(ahead.jobs) == 1 else 'jobs'} would run {time}")
    forbidden = not wanted.how.train and any(label.startswith("train ") for label, _ in ahead.jobs)
    return int(bool(ahead.faults) or forbidden)


def _judged(course: Course, found: list[Diagnostic], made: Figures, wanted: Asked) -> Audit:
    """What is wrong with the figures, with the course's waivers; claims that fail on other data stand in the table."""
    own = [fault for fault in made.diagnostics if not (wanted.data and fault.kind == CLAIM_FAILED)]
    audit = judge(course, [*found, *own], date.today().isoformat())
    return Audit(tuple(fault for fault in audit.diagnostics if not fault.code.startswith("AUD")), audit.waived)


def _tell(context: click.Context, made: Figures, audit: Audit, course: Course, claims: bool) -> int:
    """Where each figure stands, or the table of claims; then what is wrong."""
    if claims:
        click.echo(claims_table(made.figures))
    else:
        for figure, drawn in made.figures.items():
            click.echo(f"{figure}  {drawn.folder / drawn.light}")
    show(context, audit, course.root, sys.stderr)
    data = course.config.data
    say(context, f"{len(made.figures)} of {len(course.figures)} figures{f' on {data.name}' if data else ''}")
    return int(audit.failed(False))
