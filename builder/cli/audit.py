"""`build audit`: check the course without drawing or writing anything."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
from msgspec import Struct

from builder.audit import Audit
from builder.audit import audit as judge
from builder.cli.showing import course_root, say, show
from builder.course import Course
from builder.loading import load
from builder.roots import NoCourse


class Judged(Struct, frozen=True):
    """What every format reports: the course, its audit, whether warnings fail, and the way to it in its repository."""

    course: Course
    audit: Audit
    strict: bool
    prefix: str


def _json(judged: Judged) -> str:
    from builder.reports.machine import as_json

    return as_json(judged.audit, judged.prefix)


def _sarif(judged: Judged) -> str:
    from builder.reports.sarif import as_sarif

    return as_sarif(judged.audit, judged.prefix)


def _github(judged: Judged) -> str:
    from builder.reports.ci import as_github

    return as_github(judged.audit, judged.prefix)


def _gitlab(judged: Judged) -> str:
    from builder.reports.ci import as_gitlab

    return as_gitlab(judged.audit, judged.prefix)


def _junit(judged: Judged) -> str:
    from builder.reports.ci import as_junit

    return as_junit(judged.audit, judged.strict)


def _html(judged: Judged) -> str:
    from builder.reports.html import as_html

    return as_html(judged.course, judged.audit)


def _text(judged: Judged) -> str:
    from builder.reports.text import report

    return report(judged.audit, judged.course.root) + "\n"


FORMATS: dict[str, Callable[[Judged], str]] = {
    "text": _text, "json": _json, "sarif": _sarif, "github": _github, "junit": _junit, "gitlab": _gitlab, "html": _html,
}


@click.command()
@click.option("--format", "forms", multiple=True, type=click.Choice(list(FORMATS)),
              help="How to report; `github` by default within GitHub Actions, else `text`. May be given several times,"
              " each with an --output.")
@click.option("--output", "outputs", multiple=True, type=click.Path(dir_okay=False),
              help="The file for the format at the same place; - is standard output.")
@click.option("--select", multiple=True, metavar="CODE", help="Judge only these codes or families, such as PRE.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Leave these codes or families out.")
@click.option("--strict", is_flag=True, help="Count warnings as faults.")
@click.option(
    "--baseline", type=click.Path(path_type=Path, dir_okay=False), help="Judge only what this file does not hold."
)
@click.option(
    "--update-baseline",
    is_flag=True,
    help="Record all faults, selected or not, in the baseline (curriculum/baseline.json unless --baseline says), and"
    " let them pass.",
)
@click.option("--since", metavar="REV", help="Judge only what changed since a git revision touched or made worse.")
@click.option("--checklist", metavar="LESSON", help="Show the computed checklists of a lesson.")
@click.option("--no-cache", is_flag=True, help="Read every file anew.")
@click.pass_context
def audit(
    context: click.Context, forms: tuple[str, ...], outputs: tuple[str, ...], select: tuple[str, ...],
    ignore: tuple[str, ...], strict: bool, baseline: Path | None, update_baseline: bool, since: str | None,
    checklist: str | None, no_cache: bool,
) -> int:
    """Check the course without drawing or writing anything; needs no torch."""
    pairs, selected, ignored = _pairs(forms, outputs), _codes(select), _codes(ignore)
    root = course_root(context)
    today = date.today().isoformat()
    course, found = load(root, None if no_cache else root / "output" / "cache")
    result = judge(course, found, today)
    if checklist:
        return _show_checklist(course, result, checklist)
    if since:
        result = _since(root, result, since, today)
    if baseline or update_baseline:
        result = _against(context, result, baseline or root / "curriculum" / "baseline.json", update_baseline)
    result = result.only(selected, ignored)
    judged = Judged(course, result, strict, _prefix(root))
    for form, output in pairs:
        _write(context, judged, form, output)
    from builder.reports.text import summary, unjudged

    if ("text", "-") not in pairs:
        say(context, summary(result))
    if silent := unjudged(course):
        say(context, silent)
    return int(result.failed(strict))


def _pairs(forms: tuple[str, ...], outputs: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each format with its output.

    Raises:
        click.UsageError: if a format has no output of its own, or two want the same.
    """
    forms = forms or (("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"),)
    outputs = outputs or (("-",) if len(forms) == 1 else ())
    if len(forms) != len(outputs):
        raise click.UsageError(f"{len(forms)} formats and {len(outputs)} outputs: give each --format its --output,"
                               " - for standard output")
    if len(set(outputs)) != len(outputs):
        raise click.UsageError("two formats want the same output")
    return list(zip(forms, outputs, strict=True))


def _codes(words: tuple[str, ...]) -> tuple[str, ...]:
    """Codes as written on the command line, also joined by commas."""
    codes = tuple(code for word in words for code in word.upper().replace(",", " ").split())
    known = _known() if codes else set()
    for code in codes:
        if not any(one.startswith(code) for one in known):
            from builder.rules.views import nearest

            families = {one[:3] for one in known}
            advice = nearest(code, sorted(families if len(code) <= 3 else known), "see `build rules`")
            raise click.UsageError(f"no rule has a code that begins with {code}; {advice}")
    return codes


def _known() -> set[str]:
    from builder.cli.rules import kinds

    return {kind.code for kind in kinds()}


def _show_checklist(course: Course, result: Audit, slug: str) -> int:
    """Print the checklists of a lesson; 1 while an item is open."""
    from builder.checklists import Checker, State, as_text
    from builder.rules.views import nearest

    if slug not in course.lessons:
        raise click.UsageError(
            f"no lesson has the slug {slug}; {nearest(slug, course.lessons, 'see curriculum/course.yaml')}"
        )
    lists = Checker(course, result).lists(slug)
    click.echo(as_text(lists, course.lessons[slug].title), nl=False)
    return int(any(item.state is State.OPEN for entry in lists for item in entry.items))


def _since(root: Path, result: Audit, revision: str, today: str) -> Audit:
    """Hold the audit against the course as it was at a revision."""
    from builder.reports.changes import GitError, branch_point, changed, extract, since

    try:
        commit = branch_point(root, revision)
        change = changed(root, commit)
        with tempfile.TemporaryDirectory() as folder:
            extract(root, commit, Path(folder))
            before = judge(*load(Path(folder)), today)
    except GitError as error:
        raise click.UsageError(f"--since {revision}: {error}") from None
    except NoCourse:
        before = Audit(())
    return since(result, before, change)


def _against(context: click.Context, result: Audit, path: Path, update: bool) -> Audit:
    """Hold the audit against a baseline, or make its faults the baseline."""
    from builder.reports.baseline import BaselineError, compare, read_baseline, write_baseline

    if update:
        say(context, f"{path}: faults recorded: {write_baseline(path, result)}")
        return result.judging(())
    try:
        compared = compare(result, read_baseline(path))
    except BaselineError as error:
        raise click.UsageError(str(error)) from None
    if compared.gone:
        say(context, f"{path}: recorded faults that are gone: {compared.gone}; --update-baseline forgets them")
    return compared.audit


def _prefix(root: Path) -> str:
    """The way from the repository's root to the course: empty, or ending with a slash."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    way = root.relative_to(top).as_posix()
    return "" if way == "." else f"{way}/"


def _write(context: click.Context, judged: Judged, form: str, output: str) -> None:
    """Write one report to its file, or to standard output."""
    if form == "text" and output == "-":
        show(context, judged.audit, judged.course.root, sys.stdout)
        return
    report = FORMATS[form](judged)
    if output == "-":
        click.echo(report, nl=False)
        return
    target = Path(output)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(report, encoding="utf-8")
    say(context, output)
