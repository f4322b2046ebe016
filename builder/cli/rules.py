"""`build explain` and `build rules`: the manuals of everything that can be wrong."""

from __future__ import annotations

import difflib

import click

from builder import audit
from builder import rules as families
from builder.diagnostics import Kind
from builder.importing import kinds as importing
from builder.jobs import faults as jobs
from builder.pages import faults as pages


def kinds() -> list[Kind]:
    """Every kind of fault that the builder knows, by code."""
    known = (*families.KINDS, *audit.KINDS, *jobs.KINDS, *pages.KINDS, *importing.KINDS)
    return sorted(known, key=lambda kind: kind.code)


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Print the manual of a rule, by its code or name."""
    known = kinds()
    kind = next((k for k in known if code.upper() == k.code or code.lower() == k.name), None)
    if kind is None:
        names = {word.lower(): word for k in known for word in (k.code, k.name)}
        near = [names[word] for word in difflib.get_close_matches(code.lower(), names, 1, 0.5)]
        raise click.UsageError(f"no rule has the code or name {code}" + (f"; did you mean {near[0]}?" if near else ""))
    click.echo(f"{kind.code} {kind.name} ({kind.severity})\n\n{kind.manual}", nl=False)


@click.command()
def rules() -> None:
    """List every rule: its code, severity and name."""
    for kind in kinds():
        click.echo(f"{kind.code}  {kind.severity:8} {kind.name}")
