"""`framing validate NAME`: scores of a measure on labelled data; `--audit names`: its fairness."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pandas as pd

from framing.validation import AUDITS, VALIDATIONS, MissingLab, validation_module
from framing.validation.score import MissingGold, score_table


@click.command()
@click.argument("name", type=click.Choice(VALIDATIONS), required=False)
@click.option(
    "--audit", type=click.Choice(AUDITS), help="Swap names, quotation marks and spaces, and count what changes."
)
@click.option(
    "--gold",
    envvar="FRAMING_GOLD",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder with the labelled data.  [default: FRAMING_GOLD]",
)
@click.option("--list", "listed", is_flag=True, help="List validations.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write the table to this CSV file, and further tables beside it.",
)
def validate(name: str | None, audit: str | None, gold: Path | None, listed: bool, out: Path | None) -> None:
    """Print a measure's scores on labelled data, with intervals, a simple method and human agreement."""
    if listed:
        click.echo("\n".join(VALIDATIONS))
        return
    if (name is None) == (audit is None):
        raise click.UsageError(f"give the name of a validation ({', '.join(VALIDATIONS)}) or --audit, and not both")
    if gold is None:
        raise click.UsageError("say where the labelled data is: --gold DIR, or FRAMING_GOLD")
    try:
        tables = _audited(gold) if name is None else _validated(name, gold)
        for detail, table in tables:
            click.echo(
                ("\n" if detail else "") + table.to_string(index=False, float_format="{:.3f}".format, na_rep="-")
            )
            if out:
                path = out.with_name(f"{out.stem}-{detail}{out.suffix}") if detail else out
                table.to_csv(path, index=False, float_format="%.4f")
    except (MissingGold, MissingLab) as error:
        raise click.ClickException(str(error)) from error


def _validated(name: str, gold: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    """The scores, and the detail tables of the validation by name."""
    module = validation_module(name)
    yield "", score_table(module.validate(gold))
    for detail, table in getattr(module, "DETAILS", {}).items():
        yield detail, table(gold)


def _audited(gold: Path) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "", validation_module("audit").audit_names(gold)
