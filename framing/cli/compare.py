"""`framing compare`: accounts of one event side by side, or outlets over many events."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from framing.articles import Article, Articles, read
from framing.articles.event import load_sides
from framing.cli import frames_option, lexicon_option, sides_option
from framing.files import Unreadable
from framing.lexicon import BadLexicon
from framing.outputs import COMPARED, OtherResult, write_files

#: The exit code where some records could not be read; 2 where there was nothing to compare.
SOME_UNREADABLE = 1


@click.command(epilog="Exit code: 0 all well; 1 some records could not be read; 2 there was nothing to compare.")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder for the tables."
)
@click.option("--by", default="outlet", show_default=True, help="The field to compare by: outlet, or another.")
@click.option("--event", help="Only the articles of this event.")
@click.option("--find-events", is_flag=True, help="Group articles into events by their words and dates.")
@sides_option
@lexicon_option
@frames_option
@click.option(
    "--review",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A judged sample from framing review, used to correct rates.",
)
def compare(
    inputs: tuple[str, ...],
    out: Path,
    by: str,
    event: str | None,
    find_events: bool,
    sides: Path | None,
    lexicons: tuple[Path, ...],
    frames: Path | None,
    review: Path | None,
) -> None:
    """Compare accounts of one event: what stands out, and which statements, facts and names each has.

    INPUT is a file, a folder or a glob. The tables are written to DIR as CSV files, and a summary is printed.
    """
    from framing.compare import NothingToCompare
    from framing.compare import compare as compare_articles
    from framing.compare.summary import summary
    from framing.tables import csv_bytes

    try:
        articles = read(*inputs, sides=load_sides(sides) if sides else None)
        for error in articles.errors:
            click.echo(f"not read: {error}", err=True)
        comparison = compare_articles(
            with_events(articles) if find_events else articles, by=by, event=event, lexicons=lexicons, frames=frames
        )
    except (BadLexicon, NothingToCompare, Unreadable) as error:
        raise click.UsageError(str(error)) from error
    wide = {
        "highlights": comparison.highlights,
        "matrix": comparison.matrix(),
        "naming-aligned": comparison.aligned(),
        "errors": comparison.analysis["errors"],
    }
    tables = {**comparison, **wide}
    corrected = ""
    if review:
        from framing.cli.review import corrected_rates, corrected_text, load

        tables["corrected"] = corrected_rates(load(review), by, comparison.analysis)
        corrected = f"\n\n{corrected_text(tables['corrected'])}"
    try:
        write_files(out, COMPARED, {f"{name}.csv": csv_bytes(table) for name, table in tables.items()})
    except OtherResult as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"{out} cannot be written ({error.strerror}); give a folder that you may write to"
        ) from error
    click.echo(f"{summary(comparison)}{corrected}\n\ntables in {out}")
    if articles.errors:
        raise click.exceptions.Exit(SOME_UNREADABLE)


def with_events(articles: Articles) -> Articles:
    """The articles, each with the event that its words and date put it in; what is alone is left out."""
    from framing.compare.events import group_events

    events = group_events(articles)
    shared = {event for event in events if events.count(event) > 1}
    kept: list[Article] = [
        replace(article, event=event, event_title=None)
        for article, event in zip(articles, events, strict=True)
        if event in shared
    ]
    alone = len(articles) - len(kept)
    count = f"{len(shared)} event{'s' * (len(shared) != 1)} with two articles or more"
    click.echo(f"{count}, {alone} article{'s' * (alone != 1)} alone", err=True)
    return Articles(kept, articles.errors)
