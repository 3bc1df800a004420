"""`framing validate`: scores of a measure on labelled data; `framing gold`: where to get the data, and converters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pandas as pd

from framing import cli
from framing.validation import AUDITS, VALIDATIONS, MissingGold, MissingLab, lab_module, score_table, validation_module

_GOLD = "The folder with the labelled data."


@click.command()
@click.argument("name", type=click.Choice(VALIDATIONS), required=False)
@click.option("--audit", type=click.Choice(AUDITS), help="Swap names, quotation marks and spaces, and count changes.")
@click.option("--gold", envvar="FRAMING_GOLD", type=cli.FOLDER, show_default="FRAMING_GOLD", help=_GOLD)
@click.option("--list", "listed", is_flag=True, help="List validations.")
@click.option("--out", type=cli.FILE, help="Also write the table to this CSV file, and further tables beside it.")
def validate(name: str | None, audit: str | None, gold: Path | None, listed: bool, out: Path | None) -> None:
    """Print a measure's scores on labelled data, with intervals, a simple method and human agreement."""
    if listed:
        click.echo("\n".join(VALIDATIONS))
        return
    if (name is None) == (audit is None):
        raise click.UsageError(f"give the name of a validation ({', '.join(VALIDATIONS)}) or --audit, and not both")
    if gold is None:
        raise click.UsageError("say where the labelled data is: --gold DIR, or FRAMING_GOLD")
    with cli.explained(MissingGold, MissingLab, as_=click.ClickException):
        for detail, table in _tables(name, gold):
            text = table.to_string(index=False, float_format="{:.3f}".format, na_rep="-")
            click.echo(f"\n{text}" if detail else text)
            if out:
                path = out.with_name(f"{out.stem}-{detail}{out.suffix}") if detail else out
                with cli.writing(path):
                    table.to_csv(path, index=False, float_format="%.4f")


def _tables(name: str | None, gold: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """The scores of a validation and its detail tables by name, or without a name the audit."""
    if name is None:
        yield "", validation_module("audit").audit_names(gold)
        return
    module = validation_module(name)
    yield "", score_table(module.validate(gold))
    for detail, table in getattr(module, "DETAILS", {}).items():
        yield detail, table(gold)


@click.group()
def gold() -> None:
    """List and convert the labelled data that the measures are validated on."""


@gold.command("list")
def list_sets() -> None:
    """List every data set: what people marked, its licence, where to get it."""
    published = _published()
    for name, about in sorted(published.data_sets().items()):
        click.echo(f"{name}: {about['title']}\n  {about['marked']}\n  licence: {about['licence']}")
        click.echo(f"  from {about['where']}\n  {about['reference']}")
        if name in published.CONVERTERS:
            click.echo(f"  framing gold convert {name} reads {about['download']}")
        click.echo()


@gold.command()
@click.argument("name")
@click.argument("source", type=cli.EXISTING)
@click.option("--out", type=cli.FOLDER, required=True, help="The folder to write to.")
def convert(name: str, source: Path, out: Path) -> None:
    """Convert the data set NAME, downloaded to SOURCE, to the form that framing validate --gold reads."""
    published = _published()
    if name not in published.CONVERTERS:
        raise click.UsageError(f"no converter for {name!r}; there are {', '.join(sorted(published.CONVERTERS))}")
    try:
        written = published.convert(name, source, out)
    except (ValueError, KeyError, OSError) as error:
        raise click.ClickException(f"{name} could not be read from {source}: {error}") from error
    for file, records in written.items():
        click.echo(f"{out / file}.jsonl: {records:,} records")


def _published() -> ModuleType:
    with cli.explained(MissingLab, as_=click.ClickException):
        return lab_module("published")
