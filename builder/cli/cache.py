"""`build cache`: how much was kept and how old it is; removes what no figure needs; checks that all is sound."""

from __future__ import annotations

from pathlib import Path

import click

from builder.cli.making import CACHE
from builder.cli.showing import course_root, say
from builder.jobs.store import Store
from builder.jobs.upkeep import Kept, NotKnown, by_kind, survey, throw_away, unneeded, unsound
from builder.loading import load

_UNITS = ("bytes", "kB", "MB", "GB")


@click.group(invoke_without_command=True)
@CACHE
@click.pass_context
def cache(context: click.Context, cache: Path | None) -> int:
    """Show what the cache of trained models and drawings holds, and how old it is."""
    root = course_root(context)
    context.obj["store"] = Store((cache or root / "output" / "cache") / "jobs")
    if context.invoked_subcommand is None:
        _show(context.obj["store"])
    return 0


@cache.command()
@click.option("--dry-run", is_flag=True, help="Show what would be removed, and remove nothing.")
@click.option("--older-than", type=click.FloatRange(0), default=0.0, metavar="DAYS",
              help="Remove only what was made longer ago.")
@click.pass_context
def prune(context: click.Context, dry_run: bool, older_than: float) -> int:
    """Remove what no figure of this course needs now.

    Other checkouts that share the cache are not asked; --older-than spares what they made lately.
    """
    store: Store = context.obj["store"]
    if store.in_use():
        raise click.ClickException("a build is using the cache; prune it when that has ended")
    try:
        found = unneeded(load(course_root(context))[0], store, survey(store))
    except NotKnown as unknown:
        click.echo(f"nothing was removed, for {unknown}", err=True)
        return 1
    going = [one for one in found if one.days >= older_than]
    for one in going:
        click.echo(f"{one.what}  {one.path.name[:12]}  {_size(one.size)}  {_age(one.days)}")
        if not dry_run:
            throw_away(store, one)
    say(context, f"{_total(going)} {'would be' if dry_run else 'were'} removed")
    return 0


@cache.command()
@click.option("--dry-run", is_flag=True, help="Show what is damaged, and leave it there.")
@click.pass_context
def verify(context: click.Context, dry_run: bool) -> int:
    """Read everything again and remove what is damaged; 1 where something was."""
    store: Store = context.obj["store"]
    keys = store.all_keys()
    damaged = list(unsound(store))
    for key, words in damaged:
        click.echo(f"{key[:12]}  {words}")
        if not dry_run:
            store.drop_damaged(key)
    fate = "" if dry_run or not damaged else "; the next build makes them anew"
    say(context, f"{len(damaged)} of {len(keys)} entries are damaged{fate}")
    return int(bool(damaged))


def _show(store: Store) -> None:
    kept = survey(store)
    click.echo(str(store.folder))
    for kind, count, size, youngest, oldest in by_kind(kept):
        click.echo(f"{kind:<12}{count:>6}  {_size(size):>10}  {_age(youngest)} to {_age(oldest)}")
    click.echo(f"{_total(kept)} in all")


def _total(kept: list[Kept]) -> str:
    return f"{len(kept)} {'entry' if len(kept) == 1 else 'entries'} of {_size(sum(one.size for one in kept))}"


def _size(count: float) -> str:
    """Bytes in the unit that reads best."""
    for unit in _UNITS:
        if count < 1000 or unit == _UNITS[-1]:
            break
        count /= 1000
    return f"{count:.0f} {unit}" if count >= 100 or unit == "bytes" else f"{count:.1f} {unit}"


def _age(days: float) -> str:
    """Days in words: hours below two days."""
    return f"{days:.0f} days" if days >= 2 else f"{days * 24:.0f} h"
