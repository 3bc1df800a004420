"""`framing analyze INPUT... --out DIR`: the tables of some articles, or of millions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from click.exceptions import Exit

from framing import cli
from framing.articles.article import WARNING, ReadError
from framing.articles.fields import ALIASES
from framing.articles.reader import unused_columns
from framing.corpus import Result, resumable, run
from framing.corpus.chunks import Settings, UnknownMeasure, expected_articles
from framing.corpus.engines import Stopped, in_processes, on_dask
from framing.files import Unreadable
from framing.lexicon import BadLexicon
from framing.outputs import OutputTaken
from framing.tables import read_table

#: Exit codes, beside 0 for all well.
SOME_UNREADABLE, NOTHING_READABLE, STOPPED = 1, 2, 3
_COLUMN = "The column that holds a field, such as text=plaintext; repeat for more."
_MEASURES = "Run only these measures: phrasing, balance, readability, frames."
_WORKERS = "Number of processes. The tables are the same for any number."
_ENGINE = "Processes on this machine, or the workers of a Dask cluster."
#: Maximum problems printed; the table errors has all.
MOST_PRINTED = 20


def _columns(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    pairs = [value.partition("=")[::2] for value in values]
    for value, (field, name) in zip(values, pairs, strict=True):
        if field not in ALIASES or not name:
            raise click.UsageError(f"--column {value}: give FIELD=NAME, with one of {', '.join(ALIASES)} as FIELD")
    return tuple(pairs)


def _measures(context: click.Context, option: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


@click.command(
    epilog="Exit code: 0 all well; 1 some records could not be read (see the table errors); 2 nothing could "
    "be read, or the command is wrong; 3 stopped before the end; run the same command to resume."
)
@cli.inputs_argument
@cli.out_option
@click.option("--format", type=click.Choice(["csv", "parquet"]), default="csv", help="The format of the tables.")
@cli.sides_option
@cli.lexicon_option
@cli.frames_option
@click.option("--prepend-title", is_flag=True, help="Put the title before a text that lacks it, to measure it too.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=NAME", callback=_columns, help=_COLUMN)
@click.option("--measures", metavar="NAME,...", default="", show_default=False, callback=_measures, help=_MEASURES)
@click.option("--no-text", is_flag=True, help="Leave the words of the articles out of the tables; keep their offsets.")
@click.option("--workers", type=click.IntRange(min=1), show_default="one per processor", help=_WORKERS)
@click.option("--engine", type=click.Choice(["processes", "dask"]), default="processes", help=_ENGINE)
@click.option("--scheduler", metavar="ADDRESS", help="The address of the Dask scheduler.")
@click.option("--overwrite", is_flag=True, help="Replace a result in DIR that has other inputs, settings or versions.")
@cli.review_option
@click.option("--quiet", is_flag=True, help="No progress bar.")
def analyze(
    inputs: tuple[str, ...],
    out: Path,
    no_text: bool,
    workers: int | None,
    engine: str,
    scheduler: str | None,
    overwrite: bool,
    review: Path | None,
    quiet: bool,
    **settings: Any,
) -> None:
    """Measure the articles in INPUT and write the tables to DIR.

    INPUT is a file, a folder or a glob: texts, pages, documents, tables, JSON, feeds, web archives, and exports of
    Nexis, Factiva and ProQuest; docs/inputs.md lists all. Stopped midway, the same command resumes.
    """
    from tqdm import tqdm

    if engine == "processes":
        chosen = in_processes(workers or os.cpu_count() or 1)
    elif scheduler:
        chosen = on_dask(scheduler)
    else:
        raise click.UsageError("--engine dask needs --scheduler ADDRESS, the address of the Dask scheduler")
    with cli.explained(BadLexicon, OutputTaken, UnknownMeasure, Unreadable):
        kept = Settings(**settings, keep_text=not no_text)
        try:
            with tqdm(total=expected_articles(inputs), unit=" articles", dynamic_ncols=True, disable=quiet) as bar:
                words = 0

                def watch(articles: int, more: int) -> None:
                    nonlocal words
                    words += more
                    bar.set_postfix_str(f"{words:,} words", refresh=False)
                    bar.update(articles)

                result = run(inputs, out, kept, engine=chosen, overwrite=overwrite, watch=watch)
                # The expected number may be an estimate.
                bar.total = bar.n
        except (Stopped, KeyboardInterrupt) as error:
            reason = str(error) if isinstance(error, Stopped) else f"interrupted. {resumable(out)}"
            click.echo(f"Stopped: {reason}.", err=True)
            raise Exit(STOPPED) from error
    for table, unused in () if quiet else unused_columns(inputs, dict(kept.columns)):
        click.echo(f"{table}: columns not used: {', '.join(unused)}. Use one with --column FIELD=NAME.", err=True)
    skipped = _report(result)
    if review:
        _correct(review, out)
    if not result.articles:
        raise Exit(NOTHING_READABLE)
    if skipped:
        raise Exit(SOME_UNREADABLE)


def _report(result: Result) -> int:
    """Print what was analysed and what was not; the number of skipped records."""
    if result.was_complete:
        click.echo(f"{result.out}: already complete.", err=True)
    problems = read_table(result.out, "errors").to_dict("records") if result.errors else []
    for row in problems[:MOST_PRINTED]:
        known = isinstance(row["record"], int | float) and row["record"] == row["record"]
        record = int(row["record"]) if known else None
        click.echo(str(ReadError(row["input"], record, row["problem"])), err=True)
    if len(problems) > MOST_PRINTED:
        click.echo(f"... and {len(problems) - MOST_PRINTED:,} more.", err=True)
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
