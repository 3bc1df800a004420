"""`framing gold`: labelled data sets, where they are to be had, and how they are read."""

from __future__ import annotations

from pathlib import Path

import click

from framing.validation.published import CONVERTERS, data_sets
from framing.validation.published import convert as convert_download


@click.group()
def gold() -> None:
    """Labelled data that the measures are held against: where to get it, and how to convert it."""


@gold.command("list")
def list_sets() -> None:
    """Say of every data set what people marked, its licence, and where to get it."""
    for name, about in sorted(data_sets().items()):
        click.echo(f"{name}: {about['title']}\n  {about['marked']}\n  licence: {about['licence']}")
        click.echo(f"  to be had at {about['where']}\n  {about['reference']}")
        if name in CONVERTERS:
            click.echo(f"  framing gold convert {name} reads {about['download']}")
        click.echo()


@gold.command()
@click.argument("name", type=click.Choice(sorted(CONVERTERS)))
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write to.")
def convert(name: str, source: Path, out: Path) -> None:
    """Bring the data set NAME, downloaded to SOURCE, into the form that `framing validate --gold` reads."""
    try:
        written = convert_download(name, source, out)
    except (ValueError, KeyError, OSError) as error:
        raise click.ClickException(f"{name} could not be read from {source}: {error}") from error
    for file, records in written.items():
        click.echo(f"{out / file}.jsonl: {records:,} records")
