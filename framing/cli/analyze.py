"""`framing analyze INPUT... --out DIR`: the tables of some articles, or of millions."""

from __future__ import annotations

import os
from pathlib import Path

import click
from tqdm.auto import tqdm

from framing.articles.problems import ReadError, Unreadable
from framing.articles.sides import load_sides
from framing.corpus import Engine, OtherResult, Result, Settings, Stopped, in_processes, on_dask, run
from framing.corpus.runner import kept
from framing.corpus.total import expected_articles
from framing.lexicon import BadLexicon
from framing.tables import Format, read_table

#: Exit codes, beside 0 for all well.
SOME_UNREADABLE, NOTHING_READABLE, STOPPED = 1, 2, 3
_SHOWN = 20


@click.command(
    epilog="Exit code: 0 all well; 1 some records could not be read (they stand in errors); 2 nothing could "
    "be read, or the command is wrong; 3 stopped before the end, and the same command goes on from there."
)
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder for the tables."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="One CSV file a table; or Parquet, for a large corpus a folder of parts a table.",
)
@click.option(
    "--sides",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A TOML file with the sides of the event, in place of those of event.toml.",
)
@click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    metavar="PATH",
    type=click.Path(path_type=Path, exists=True),
    help="A word list of your own, besides the installed ones; may be given again.",
)
@click.option(
    "--frames",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Frames of your own, from framing frames fit, in place of the policy frames.",
)
@click.option(
    "--prepend-title", is_flag=True, help="Put the title before a text that lacks it, so that it is measured."
)
@click.option("--no-text", is_flag=True, help="Write no words of the articles, only where they stand.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="one a processor",
    help="Processes to share the work. The tables are the same for any number.",
)
@click.option(
    "--engine",
    type=click.Choice(["processes", "dask"]),
    default="processes",
    show_default=True,
    help="Processes on this machine, or the workers of a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="The address of the Dask scheduler.")
@click.option("--overwrite", is_flag=True, help="Replace a result in DIR that was made from or with something else.")
@click.option(
    "--review",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A judged sample of these articles, from framing review: rates are corrected by it.",
)
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
    no_text: bool,
    workers: int,
    engine: str,
    scheduler: str | None,
    overwrite: bool,
    review: Path | None,
    quiet: bool,
) -> None:
    """Measure the articles in INPUT and write the tables to DIR.

    INPUT is a file, a folder or a glob: .txt, .md, .html (a saved page), .csv, .jsonl, .parquet, .warc; all but Parquet
    also as .gz or .zst. Stopped in the middle, the same command goes on where it was.
    """
    try:
        settings = Settings(
            format=form,
            lexicons=lexicons,
            frames=frames,
            sides=load_sides(sides) if sides else None,
            prepend_title=prepend_title,
            keep_text=not no_text,
        )
    except Unreadable as error:
        raise click.UsageError(str(error)) from error
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
            # What was expected may have been an estimate.
            bar.total = bar.n
    except (OtherResult, BadLexicon) as error:
        raise click.UsageError(str(error)) from error
    except (Stopped, KeyboardInterrupt) as error:
        told = str(error) if isinstance(error, Stopped) else f"interrupted. {kept(out)}"
        click.echo(f"Stopped: {told}.", err=True)
        context.exit(STOPPED)
    code = _tell(result)
    if review:
        _correct(review, out)
    context.exit(code)


def _correct(review: Path, out: Path) -> None:
    """Print raw and corrected rates, and write them beside the tables."""
    from framing.cli.review import corrected_rates, corrected_text, load, save

    judged = load(review)
    tables = {name: read_table(out, name, ["article"]) for name in {"articles", *judged.sample.about["tables"]}}
    rates = corrected_rates(judged, "outlet", tables)
    click.echo(corrected_text(rates))
    save(out, {"corrected": rates})


def _engine(name: str, scheduler: str | None, workers: int) -> Engine:
    if name == "processes":
        return in_processes(workers)
    if not scheduler:
        raise click.UsageError("--engine dask needs --scheduler ADDRESS, the address of the Dask scheduler")
    return on_dask(scheduler)


def _tell(result: Result) -> int:
    """Say what was read and what was not; the exit code."""
    if result.was_there:
        click.echo(f"{result.out} already holds this result; nothing was to do.", err=True)
    if result.errors:
        problems = read_table(result.out, "errors")
        for given, record, problem in problems.head(_SHOWN).itertuples(index=False):
            click.echo(
                str(
                    ReadError(
                        given, int(record) if isinstance(record, int | float) and record == record else None, problem
                    )
                ),
                err=True,
            )
        if len(problems) > _SHOWN:
            click.echo(f"... and {len(problems) - _SHOWN:,} more.", err=True)
        told = "1 record could" if result.errors == 1 else f"{result.errors:,} records could"
        click.echo(f"{told} not be read: see table errors in {result.out}.", err=True)
    told = "1 article" if result.articles == 1 else f"{result.articles:,} articles"
    click.echo(f"{told} analysed into {result.out}.", err=True)
    if not result.articles:
        return NOTHING_READABLE
    return SOME_UNREADABLE if result.errors else 0
