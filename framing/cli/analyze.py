"""`framing analyze INPUT... --out DIR`: the tables of some articles, or of millions."""

from __future__ import annotations

import os
from pathlib import Path

import click

from framing import cli
from framing.articles.article import WARNING, ReadError
from framing.articles.event import load_sides
from framing.articles.fields import ALIASES
from framing.articles.reader import unused_columns
from framing.corpus import Result, Stopped, resumable, run
from framing.corpus.chunks import Settings, UnknownMeasure, expected_articles
from framing.corpus.engines import Engine, in_processes, on_dask
from framing.files import Unreadable
from framing.lexicon import BadLexicon
from framing.outputs import OtherResult
from framing.tables import Format, read_table

#: Exit codes, beside 0 for all well.
SOME_UNREADABLE, NOTHING_READABLE, STOPPED = 1, 2, 3
_SHOWN = 20


@click.command(
    epilog="Exit code: 0 all well; 1 some records could not be read (see the table errors); 2 nothing could "
    "be read, or the command is wrong; 3 stopped before the end; run the same command to resume."
)
@cli.inputs_argument
@cli.out_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="csv: one file per table. parquet: one file per table, or a folder of parts for a large corpus.",
)
@cli.sides_option
@cli.lexicon_option
@cli.frames_option
@click.option(
    "--prepend-title", is_flag=True, help="Put the title before a text that lacks it, so that the title is measured."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="The column that holds a field, such as text=plaintext; repeat for more.",
)
@click.option("--measures", metavar="NAME,...", help="Run only these measures: phrasing, balance, readability, frames.")
@click.option("--no-text", is_flag=True, help="Leave the words of the articles out of the tables; keep their offsets.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="one a processor",
    help="Number of processes. The tables are the same for any number.",
)
@click.option(
    "--engine",
    type=click.Choice(["processes", "dask"]),
    default="processes",
    show_default=True,
    help="Processes on this machine, or the workers of a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="The address of the Dask scheduler.")
@click.option("--overwrite", is_flag=True, help="Replace a result in DIR that has other inputs, settings or versions.")
@cli.review_option
@click.option("--quiet", is_flag=True, help="No progress bar.")
@click.pass_context
def analyze(
    context: click.Context,
    inputs: tuple[str, ...],
    out: Path,
    form: Format,
    sides: Path | None,
    lexicons: tuple[Path, ...],
    frames: Path | None,
    prepend_title: bool,
    columns: tuple[str, ...],
    measures: str | None,
    no_text: bool,
    workers: int,
    engine: str,
    scheduler: str | None,
    overwrite: bool,
    review: Path | None,
    quiet: bool,
) -> None:
    """Measure the articles in INPUT and write the tables to DIR.

    INPUT is a file, a folder or a glob: texts, pages, documents, tables, JSON, feeds, web archives, and what Nexis,
    Factiva and ProQuest hand out; docs/inputs.md lists all. Stopped midway, the same command resumes.
    """
    from tqdm import tqdm

    with cli.explained(BadLexicon, OtherResult, UnknownMeasure, Unreadable):
        settings = Settings(
            format=form,
            lexicons=lexicons,
            frames=frames,
            sides=load_sides(sides) if sides else None,
            prepend_title=prepend_title,
            keep_text=not no_text,
            columns=tuple(map(_column, columns)),
            measures=tuple(name.strip() for name in (measures or "").split(",") if name.strip()),
        )
        chosen = _engine(engine, scheduler, workers)
        try:
            with tqdm(total=expected_articles(inputs), unit=" articles", dynamic_ncols=True, disable=quiet) as bar:
                words = 0

                def watch(articles: int, more: int) -> None:
                    nonlocal words
                    words += more
                    bar.set_postfix_str(f"{words:,} words", refresh=False)
                    bar.update(articles)

                result = run(inputs, out, settings, engine=chosen, overwrite=overwrite, watch=watch)
                # The expected number may be an estimate.
                bar.total = bar.n
        except (Stopped, KeyboardInterrupt) as error:
            reason = str(error) if isinstance(error, Stopped) else f"interrupted. {resumable(out)}"
            click.echo(f"Stopped: {reason}.", err=True)
            context.exit(STOPPED)
    for table, unused in () if quiet else unused_columns(inputs, dict(settings.columns)):
        click.echo(f"{table}: columns not used: {', '.join(unused)}. Use one with --column FIELD=NAME.", err=True)
    skipped = _report(result)
    if review:
        _correct(review, out)
    if not result.articles:
        context.exit(NOTHING_READABLE)
    context.exit(SOME_UNREADABLE if skipped else 0)


def _column(option: str) -> tuple[str, str]:
    field, sign, name = option.partition("=")
    if not sign or field not in ALIASES or not name:
        raise click.UsageError(f"--column {option}: give FIELD=NAME, with one of {', '.join(ALIASES)} as FIELD")
    return field, name


def _engine(name: str, scheduler: str | None, workers: int) -> Engine:
    if name == "processes":
        return in_processes(workers)
    if not scheduler:
        raise click.UsageError("--engine dask needs --scheduler ADDRESS, the address of the Dask scheduler")
    return on_dask(scheduler)


def _report(result: Result) -> int:
    """Print what was analysed and what was not; the number of skipped records."""
    if result.was_there:
        click.echo(f"{result.out}: already complete.", err=True)
    problems = read_table(result.out, "errors").to_dict("records") if result.errors else []
    for row in problems[:_SHOWN]:
        record = row["record"] if isinstance(row["record"], int | float) and row["record"] == row["record"] else None
        click.echo(str(ReadError(row["input"], None if record is None else int(record), row["problem"])), err=True)
    if len(problems) > _SHOWN:
        click.echo(f"... and {len(problems) - _SHOWN:,} more.", err=True)
    warnings = sum(str(row["problem"]).startswith(WARNING) for row in problems)
    skipped = len(problems) - warnings
    if skipped:
        click.echo(f"Skipped {cli.counted(skipped, 'record')}; see table errors in {result.out}.", err=True)
    if warnings:
        click.echo(f"{cli.counted(warnings, 'warning')}; see table errors in {result.out}.", err=True)
    click.echo(f"{cli.counted(result.articles, 'article')} analysed into {result.out}.", err=True)
    return skipped


def _correct(review: Path, out: Path) -> None:
    """Print raw and corrected rates, and save them beside the tables."""
    from framing.cli.review import corrected_rates, corrected_text, load, save

    judged = load(review)
    names = {"articles", *{"phrases", "quotes"}.intersection(judged.sample.about["tables"])}
    tables = {name: read_table(out, name, ["article"]) for name in names}
    rates = corrected_rates(judged, "outlet", tables)
    click.echo(corrected_text(rates))
    save(out, {"corrected": rates})
