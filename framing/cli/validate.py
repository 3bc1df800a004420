"""`framing validate NAME`: a measure held against what people labelled."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from framing.validation import VALIDATIONS
from framing.validation.score import MissingGold, score_table


@click.command()
@click.argument("name", type=click.Choice(VALIDATIONS))
@click.option(
    "--gold",
    envvar="FRAMING_GOLD",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder with the labelled data; FRAMING_GOLD if not given.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write the table to this CSV file.")
def validate(name: str, gold: Path, out: Path | None) -> None:
    """Print a measure's scores on labelled data beside the floor, the human ceiling and an interval."""
    try:
        scores = import_module(f"framing.validation.{name}").validate(gold)
    except MissingGold as error:
        raise click.ClickException(str(error)) from error
    table = score_table(scores)
    click.echo(table.to_string(index=False, float_format=lambda value: f"{value:.3f}", na_rep="-"))
    if out:
        table.to_csv(out, index=False)
