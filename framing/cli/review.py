"""`framing review`: rows drawn to be judged, scores of judged sheets, and annotation tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framing import cli

if TYPE_CHECKING:
    import pandas as pd

    from framing.review import Judged

#: The tables that can be judged, and the annotation tools; named here so that help needs no imports.
TABLES, TOOLS = ("phrases", "quotes", "statements", "frames"), ("label-studio", "doccano", "inception")
#: The exit code where some entries of the sheets could not be used.
SOME_UNUSABLE = 1
#: Groups with fewer judged rows are in the files only.
FEWEST_PRINTED = 5
#: The manifests of written files: of scores and rates; of exports to and imports from tools.
SCORED, EXCHANGED = "review.json", "exchange.json"
_TABLE = "A table to draw from; repeat for more."
_UNMARKED = "Sentences without a row to draw, for recall."
_INPUTS = click.argument("inputs", metavar="INPUT...|RESULT", nargs=-1, required=True)


@contextmanager
def _explained() -> Iterator[None]:
    """Errors that say what is wrong and what to do, as those of the command."""
    from framing.files import Unreadable
    from framing.outputs import OutputTaken
    from framing.review import CannotSample
    from framing.review.exchange import BadExport

    try:
        with cli.explained(BadExport, CannotSample, OutputTaken, Unreadable):
            yield
    except FileExistsError as error:
        raise click.UsageError(f"{error.filename} is there already and is not written over; move it away") from error
    except ImportError as error:
        raise click.ClickException(f"a package is missing: pip install 'framing[review]' ({error})") from error


@click.group()
def review() -> None:
    """Check framing on your own articles: draw rows, judge them, score them."""


@review.command()
@_INPUTS
@click.option("--table", "tables", type=click.Choice(TABLES), multiple=True, default=["quotes"], help=_TABLE)
@click.option("--rows", default=100, type=click.IntRange(1), help="Rows to draw of each table.")
@click.option("--unmarked", type=click.IntRange(0), show_default="half of --rows", help=_UNMARKED)
@click.option("--by", default="outlet", help="Columns to stratify by, joined by commas; or none.")
@click.option("--seed", default=1, help="The same seed draws the same rows.")
@click.option("--out", required=True, type=cli.FOLDER, help="The folder for the sheet and the page.")
def sample(
    inputs: tuple[str, ...], tables: tuple[str, ...], rows: int, unmarked: int | None, by: str, seed: int, out: Path
) -> None:
    """Draw rows at random and write them to DIR: sheet.csv for a spreadsheet, judge.html for a browser.

    INPUT is articles, or the folder that framing analyze wrote. Judge in either file; several coders each use their own
    copy. Judged sheets stay in DIR, where framing review score finds them.
    """
    from framing.review import draw, read_inputs, rows_to_judge, write

    columns = [name.strip() for name in by.split(",") if name.strip() not in ("", "none")]
    others = rows // 2 if unmarked is None else unmarked
    with _explained():
        made, articles = read_inputs(inputs, tables)
        drawn = draw(made, articles, tables, rows=rows, unmarked=others, by=columns, seed=seed)
        is_new = write(drawn, rows_to_judge(drawn, articles, made["sentences"]), out)
    if not is_new:
        click.echo(f"{out}: already complete", err=True)
    counts = drawn.rows.groupby(["table", "part"], sort=False).size()
    for (table, part), count in zip(counts.index, counts, strict=True):
        click.echo(f"{table}: {count} {part}")
    click.echo(f"judge in {out / 'judge.html'} or {out / 'sheet.csv'}; then: framing review score {out}")


@review.command(epilog="Exit code: 0 all well; 1 some entries could not be used; 2 nothing to score.")
@click.argument("sheets", nargs=-1, required=True, type=cli.EXISTING)
@click.option("--by", default="outlet", help="The field to give corrected rates by.")
@click.option("--out", type=cli.FOLDER, help="Also write the tables to this folder as CSV.")
def score(sheets: tuple[Path, ...], by: str, out: Path | None) -> None:
    """Score judged SHEETS, or all sheets of a folder: precision, recall, agreement, errors, corrected rates."""
    from framing.review import score as score_sheets

    judged = load(*sheets)
    scores = score_sheets(judged)
    rates = corrected_rates(judged, by)
    shown = scores["precision"][scores["precision"]["judged"] >= FEWEST_PRINTED]
    for name, table in {**scores, "precision": shown}.items():
        if not table.empty:
            click.echo(f"{name}\n{as_text(table)}\n")
    click.echo(corrected_text(rates))
    click.echo(click.wrap_text(scores.paragraph, width=100))
    if out:
        save(out, {f"review-{name}": table for name, table in {**scores, "corrected": rates}.items()})
    if judged.problems:
        raise click.exceptions.Exit(SOME_UNUSABLE)


@review.command()
@_INPUTS
@click.option("--to", "tool", type=click.Choice(TOOLS), required=True, help="The tool.")
@click.option("--sample", "folder", type=cli.FOLDER, help="Only the articles of this sample.")
@click.option("--out", required=True, type=cli.FOLDER, help="The folder for the files.")
def export(inputs: tuple[str, ...], tool: str, folder: Path | None, out: Path) -> None:
    """Write attributions, phrases and frames as pre-annotations for an annotation tool."""
    from framing.outputs import write_files
    from framing.review import Sample, exchange, read_inputs

    with _explained():
        tables, articles = read_inputs(inputs, ("quotes", "phrases", "frames"))
        chosen = {a.id for a in articles} if folder is None else set(Sample.load(folder).rows["article"])
        documents = exchange.annotated(tables, [a for a in articles if a.id in chosen])
        files = exchange.TOOLS[tool][0](documents)
        write_files(out, EXCHANGED, {name: text.encode() for name, text in files.items()})
    click.echo(f"{len(documents)} articles for {tool} in {out}")


@review.command("import")
@click.argument("exports", nargs=-1, required=True, type=cli.EXISTING_FILE)
@click.option("--from", "tool", type=click.Choice(TOOLS), required=True, help="The tool.")
@click.option("--sample", "folder", type=cli.FOLDER, help="Also judge the rows of this sample by the annotations.")
@click.option("--out", required=True, type=cli.FOLDER, help="The folder for the labelled data.")
def import_(exports: tuple[Path, ...], tool: str, folder: Path | None, out: Path) -> None:
    """Read EXPORTS of an annotation tool as labelled data for framing validate and framing frames fit.

    With --sample a judged sheet is written into that folder, for framing review score.
    """
    from framing.outputs import write_files
    from framing.review import Sample, exchange
    from framing.tables import csv_bytes

    with _explained():
        documents = exchange.read_export(tool, exports)
        files = exchange.labelled(documents)
        write_files(out, EXCHANGED, {name: text.encode() for name, text in files.items()})
        if folder:
            sheet, judged = folder / f"judged-{tool}.csv", exchange.judgements(Sample.load(folder), documents)
            with sheet.open("xb") as file:
                file.write(csv_bytes(judged))
            click.echo(f"{sheet}: {len(judged)} rows judged")
    for name in files:
        click.echo(f"{out / name}: {len(documents)} records")


def load(*paths: Path) -> Judged:
    """The judgements in these sheets; problems go to standard error. UsageError if nothing is judged."""
    from framing.review import read

    with _explained():
        judged = read(*paths)
    for problem in judged.problems:
        click.echo(f"not used: {problem}", err=True)
    if judged.judgements.empty:
        raise click.UsageError(f"{paths[0]}: nothing is judged yet; open judge.html or sheet.csv in that folder")
    return judged


def corrected_rates(judged: Judged, by: str, tables: Mapping[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    """Raw and corrected rates, limited to the articles of `tables` if given.

    UsageError if the sample lacks the column `by`, or was drawn from other rows of the same articles.
    """
    from framing.review import corrected, same_rows

    if by not in judged.sample.articles:
        known = ", ".join(judged.sample.articles.columns)
        raise click.UsageError(f"--by {by}: the sample knows {known}; draw it with framing review sample --by {by}")
    articles = None
    if tables is not None:
        with _explained():
            articles = same_rows(judged.sample, tables)
        if lacking := len(tables["articles"]) - len(articles):
            click.echo(f"{lacking} articles are not in the sample; corrected rates leave them out", err=True)
    return corrected(judged, by=by, articles=articles)


def corrected_text(table: pd.DataFrame) -> str:
    """Raw and corrected rates as text; a final line counts those with too few judged rows."""
    enough = table["corrected"].notna()
    shown = table[enough].drop(columns=["difference_raw"]).replace({"note": {"": "-"}})
    note = "difference: from all other groups together; intervals: 95 %, of these articles"
    lines = [f"corrected\n{as_text(shown)}", note] if enough.any() else []
    lines += [f"{(~enough).sum()} rates: too few judged rows"] if not enough.all() else []
    return "\n".join(lines) + "\n"


def as_text(table: pd.DataFrame) -> str:
    """A table as lines of text."""
    return table.to_string(index=False, float_format=lambda value: f"{value:.3g}", na_rep="-")


def save(out: Path, tables: Mapping[str, pd.DataFrame]) -> None:
    """Write tables as CSV, replacing earlier ones; UsageError if another program's file would be replaced."""
    from framing.outputs import write_files
    from framing.tables import csv_bytes

    with _explained():
        write_files(out, SCORED, {f"{name}.csv": csv_bytes(table) for name, table in tables.items()})
