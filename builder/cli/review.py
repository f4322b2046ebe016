"""`build review`: start a review, check it, show what has changed since, report what reviews come to."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.showing import course_root, say

if TYPE_CHECKING:
    from builder.course import Course
    from builder.ledger.blocks import Block


@click.group()
def review() -> None:
    """Start reviews of lessons, check them, and report what they come to."""


@review.command()
@click.argument("lesson")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the review; today by default.")
@click.option("--reviewer", default="", help="Who will read the lesson.")
@click.option("--of", "limit", type=click.IntRange(min=1), help="How many iterations are allowed.")
@click.pass_context
def start(context: click.Context, lesson: str, day: date | None, reviewer: str, limit: int | None) -> int:
    """Write the next iteration of a LESSON's reviews, for a reviewer to fill in.

    The file holds what the builder knows: the digests of what is read, the findings to verify, what the audit and the
    checklists say, and where the text keeps what the plan promises.  Nothing that is there is overwritten.
    """
    from builder.audit import audit
    from builder.ledger.start import NotNow, next_review
    from builder.loading import load

    today = (day or date.today()).strftime("%Y-%m-%d")
    root = course_root(context)
    course, found = load(root, root / "output" / "cache")
    _known(course, lesson)
    try:
        path, text = next_review(course, lesson, audit(course, found, today), today, reviewer, limit)
    except NotNow as reason:
        click.echo(f"build: {reason}", err=True)
        return 1
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    click.echo(path)
    return 0


@review.command()
@click.argument("lesson")
@click.pass_context
def check(context: click.Context, lesson: str) -> int:
    """Say what a LESSON's reviews come to, and what in them contradicts.

    Counts, the verdict that the findings allow, fixes at which nobody has looked, findings that are back, and what has
    to be read again.  The exit code is 1 where the reviews contradict themselves or each other.
    """
    from builder.audit import audit
    from builder.ledger.blocks import as_text
    from builder.ledger.check import check as look
    from builder.ledger.telling import check_blocks
    from builder.loading import load

    root = course_root(context)
    course, found = load(root, root / "output" / "cache")
    _known(course, lesson)
    result = look(course, lesson, audit(course, found, date.today().isoformat()))
    click.echo(as_text(check_blocks(result)), nl=False)
    return int(result.failed)


@review.command()
@click.argument("lesson")
@click.option("--iteration", type=click.IntRange(min=1), help="The review to compare with; the last one by default.")
@click.pass_context
def diff(context: click.Context, lesson: str, iteration: int | None) -> int:
    """Show what has changed in a LESSON's text since its last review, as the learner reads it."""
    from builder.ledger.blocks import as_text
    from builder.ledger.diff import changes, diff_blocks
    from builder.ledger.earlier import NotFound, text_at_review

    course = _course(context, lesson)
    folder = course.lessons[lesson]
    number = iteration or len(folder.reviews)
    if not 0 < number <= len(folder.reviews) or folder.text is None:
        raise click.UsageError(f"`{lesson}` has {len(folder.reviews)} reviews and {'a' if folder.text else 'no'} text")
    path, read = folder.reviews[number - 1]
    try:
        before, commit = text_at_review(course, lesson, path, read)
    except NotFound as reason:
        click.echo(f"build: {reason}", err=True)
        return 1
    since = f"iteration {number}{f' of {read.date}' if read.date else ''} (commit {commit})"
    click.echo(as_text(diff_blocks(folder.title, since, changes(before, folder.text))), nl=False)
    return 0


# ---- reports

Format = Callable[["Course", list[str], bool], str]


def _json(course: Course, slugs: list[str], _whole: bool) -> str:
    from builder.ledger.machine import as_json

    return as_json(course, slugs)


def _csv(course: Course, slugs: list[str], _whole: bool) -> str:
    from builder.ledger.history import history
    from builder.ledger.tables import as_csv

    modules = {slug: module.id for slug in slugs if (module := course.module_of(slug))}
    return as_csv((modules.get(slug, ""), history(course.lessons[slug])) for slug in slugs)


def _markdown(course: Course, slugs: list[str], whole: bool) -> str:
    from builder.ledger.blocks import as_markdown

    return as_markdown(_blocks(course, slugs, whole))


def _text(course: Course, slugs: list[str], whole: bool) -> str:
    from builder.ledger.blocks import as_text

    return as_text(_blocks(course, slugs, whole))


def _blocks(course: Course, slugs: list[str], whole: bool) -> Iterable[Block]:
    from builder.ledger.course import CourseLedger
    from builder.ledger.history import history
    from builder.ledger.state import judged
    from builder.ledger.telling import course_blocks, lesson_blocks

    if whole:
        return course_blocks(CourseLedger(course))
    folder = course.lessons[slugs[0]]
    told = history(folder)
    return lesson_blocks(told, judged(folder, told), folder.title)


FORMATS: dict[str, Format] = {"text": _text, "markdown": _markdown, "csv": _csv, "json": _json}

_form = click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True,
                     help="How to report.")
_output = click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write to.")


@review.command()
@_form
@_output
@click.pass_context
def report(context: click.Context, form: str, output: Path | None) -> int:
    """Report what the reviews of all lessons come to.

    As text and Markdown the course's ledger; as CSV a row for each finding; as JSON all that reviews hold.
    """
    course = _course(context)
    slugs = list(dict.fromkeys(slug for slug in (*course.order, *course.lessons) if slug in course.lessons))
    return _write(context, FORMATS[form](course, slugs, True), output)


@review.command()
@click.argument("lesson")
@_form
@_output
@click.pass_context
def show(context: click.Context, lesson: str, form: str, output: Path | None) -> int:
    """Show all that the reviews of a LESSON found, and what became of it."""
    return _write(context, FORMATS[form](_course(context, lesson), [lesson], False), output)


@review.command()
@click.option("--since", metavar="REV", required=True, help="The git revision to compare with, such as origin/main.")
@_output
@click.pass_context
def comment(context: click.Context, since: str, output: Path | None) -> int:
    """Say what has become of reviews since a git revision, as Markdown for a pull request."""
    from builder.ledger.comment import as_comment
    from builder.loading import load
    from builder.reports.changes import GitError, branch_point, extract
    from builder.roots import NoCourse

    course = _course(context)
    try:
        commit = branch_point(course.root, since)
        with tempfile.TemporaryDirectory() as folder:
            extract(course.root, commit, Path(folder))
            before, _ = load(Path(folder))
            words = as_comment(course, before, f"{since} ({commit[:10]})")
    except GitError as error:
        raise click.UsageError(f"--since {since}: {error}") from None
    except NoCourse:
        words = as_comment(course, None, since)
    return _write(context, words, output)


def _write(context: click.Context, words: str, output: Path | None) -> int:
    """Write a report to its file, or to standard output."""
    if output is None or str(output) == "-":
        click.echo(words, nl=False)
        return 0
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(words, encoding="utf-8", newline="")
    say(context, str(output))
    return 0


def _course(context: click.Context, lesson: str | None = None) -> Course:
    """The course, in which a lesson is known."""
    from builder.loading import load

    root = course_root(context)
    course, _ = load(root, root / "output" / "cache")
    if lesson is not None:
        _known(course, lesson)
    return course


def _known(course: Course, slug: str) -> None:
    """Refuse a lesson that the course does not have."""
    from builder.rules.views import nearest

    if slug not in course.lessons:
        raise click.UsageError(
            f"no lesson has the slug {slug}; {nearest(slug, course.lessons, 'see curriculum/course.yaml')}")
