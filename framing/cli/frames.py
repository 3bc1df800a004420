"""`framing frames fit`: frames fitted to your own codebook and labels."""

from __future__ import annotations

from pathlib import Path

import click

from framing import cli
from framing.measures.frames.fitting import BadLabels, fit_own, read_coded, write_own

_NAMES = "Let names carry weight, which ties the fit to its topic."


@click.group()
def frames() -> None:
    """Fit frames to your own labels."""


@frames.command()
@click.argument("labels", type=cli.FILE)
@click.option("--out", required=True, type=cli.FOLDER, help="The folder for the fitted frames.")
@click.option("--names/--no-names", default=None, show_default="where it scores better", help=_NAMES)
def fit(labels: Path, out: Path, names: bool | None) -> None:
    """Fit frames to LABELS, a table (.csv, .tsv, .jsonl, .parquet) with text and frames, and print how well that works.

    The column frames is a list, or names joined by ";". With the columns coder and id the same text may be coded by
    several people: their agreement is printed, and a frame that at least half of them gave counts as present. Texts of
    one group, if there is such a column, are never on both sides of the cross-validation.
    """
    try:
        coded = read_coded(labels)
        # Before the fit, which is slow.
        out.mkdir(parents=True, exist_ok=True)
        fitted = fit_own(coded, names=names)
    except BadLabels as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror}; give a folder that can be written to") from error
    click.echo(fitted.report())
    for path in write_own(fitted, out):
        click.echo(f"wrote {path}")
