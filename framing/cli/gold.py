"""`framing gold`: labelled data sets, where to get them, and how to convert them."""

from __future__ import annotations

from pathlib import Path

import click

from framing.validation.published import CONVERTERS, data_sets
from framing.validation.published import convert as convert_download


@click.group()
def gold() -> None:
    """List and convert the labelled data that the measures are validated on."""


@gold.command("list")
def list_sets() -> None:
    """List every data set: what people marked, its licence, where to get it."""
    for name, about in sorted(data_sets().items()):
        click.echo(f"{name}: {about['title']}\n  {about['marked']}\n  licence: {about['licence']}")
        click.echo(f"  from {about['where']}\n  {about['reference']}")
        if name in CONVERTERS:
            click.echo(f"  framing gold convert {name} reads {about['download']}")
        click.echo()


@gold.command()
@click.argument("name", type=click.Choice(sorted(CONVERTERS)))
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write to.")
def convert(name: str, source: Path, out: Path) -> None:
    """Convert the data set NAME, downloaded to SOURCE, to the form that framing validate --gold reads."""
    try:
        written = convert_download(name, source, out)
    except (ValueError, KeyError, OSError) as error:
        raise click.ClickException(f"{name} could not be read from {source}: {error}") from error
    for file, records in written.items():
        click.echo(f"{out / file}.jsonl: {records:,} records")
