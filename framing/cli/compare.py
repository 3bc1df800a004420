"""`framing compare`: accounts of one event, or outlets over many; `framing sides`: a starter event.toml."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from framing import cli

if TYPE_CHECKING:
    from framing.articles import Articles, Side

#: The exit code if some records could not be read; it is 2 if there was nothing to compare.
SOME_UNREADABLE = 1
#: Maximum sources proposed as sides.
_MOST_SIDES = 20
_STARTER = """\
id = {id}
title = {title}

# The sources quoted most often, each as a side of its own. Merge, rename and delete: one [[sides]] for each
# side, with the names by which its sources go. Accounts may be named in [[accounts]]: see seeds/README.md.
"""


@click.command(epilog="Exit code: 0 all well; 1 some records could not be read; 2 there was nothing to compare.")
@cli.inputs_argument
@cli.out_option
@click.option("--by", default="outlet", help="The field to compare by: outlet, or another.")
@click.option("--event", help="Only the articles of this event.")
@click.option("--find-events", is_flag=True, help="Group articles into events by their words and dates.")
@cli.sides_option
@cli.lexicon_option
@cli.frames_option
@cli.review_option
def compare(
    inputs: tuple[str, ...],
    out: Path,
    by: str,
    event: str | None,
    find_events: bool,
    sides: tuple[Side, ...] | None,
    lexicons: tuple[Path, ...],
    frames: Path | None,
    review: Path | None,
) -> None:
    """Compare accounts of one event: what stands out, and which statements, facts and names each has.

    INPUT is a file, a folder or a glob. The tables are written to DIR as CSV files, and a summary is printed.
    """
    from framing.articles import read
    from framing.compare import NothingToCompare
    from framing.compare import compare as compare_articles
    from framing.compare.summary import summary
    from framing.files import Unreadable
    from framing.lexicon import BadLexicon
    from framing.outputs import COMPARE_MANIFEST, OutputTaken, write_files
    from framing.tables import csv_bytes

    with cli.explained(BadLexicon, NothingToCompare, Unreadable):
        articles = read(*inputs, sides=sides)
        for error in articles.errors:
            click.echo(f"not read: {error}", err=True)
        accounts = _with_events(articles) if find_events else articles
        comparison = compare_articles(accounts, by=by, event=event, lexicons=lexicons, frames=frames)
    tables = {
        **comparison,
        "highlights": comparison.highlights,
        "matrix": comparison.matrix(),
        "naming-aligned": comparison.aligned(),
        "errors": comparison.analysis["errors"],
    }
    printed = [summary(comparison)]
    if review:
        from framing.cli.review import corrected_rates, corrected_text, load

        tables["corrected"] = corrected_rates(load(review), by, comparison.analysis)
        printed.append(corrected_text(tables["corrected"]))
    with cli.writing(out), cli.explained(OutputTaken):
        write_files(out, COMPARE_MANIFEST, {f"{name}.csv": csv_bytes(table) for name, table in tables.items()})
    click.echo("\n\n".join([*printed, f"tables in {out}"]))
    if articles.errors:
        raise click.exceptions.Exit(SOME_UNREADABLE)


def _with_events(articles: Articles) -> Articles:
    """The articles with the events that their words and dates give them, without those alone in an event."""
    from framing.articles import Articles
    from framing.compare.events import group_events

    events = group_events(articles)
    sizes = Counter(events)
    pairs = [(article, event) for article, event in zip(articles, events, strict=True) if sizes[event] > 1]
    shared, alone = len({event for _, event in pairs}), cli.counted(len(articles) - len(pairs), "article")
    click.echo(f"{cli.counted(shared, 'event')} with two articles or more, {alone} alone", err=True)
    grouped = [replace(article, event=event, event_title=None) for article, event in pairs]
    return Articles(grouped, articles.errors)


@click.command()
@cli.inputs_argument
@click.option("--out", type=cli.FILE, help="The file to write; printed if left out.")
def sides(inputs: tuple[str, ...], out: Path | None) -> None:
    """Write a starter event.toml with the sources in INPUT, for you to group into sides.

    The sources quoted most often come first, each as a side of its own. Merge, rename and delete them: which side a
    source is on is for you to say.
    """
    from framing.analysis import analyze
    from framing.articles import read
    from framing.show.first_screen import proposed_sides

    articles = read(*inputs)
    if not articles:
        problems = "; ".join(map(str, articles.errors)) or "nothing is there"
        raise click.UsageError(f"no article could be read: {problems}")
    proposed = proposed_sides(analyze(articles), most=_MOST_SIDES)
    event, title = articles[0].event or Path(inputs[0]).stem, articles[0].event_title or "What it is called"
    text = _STARTER.format(id=_quoted(event), title=_quoted(title))
    for name, members in proposed:
        text += f"\n[[sides]]\nname = {_quoted(name)}\nmembers = {_quoted(members)}\n"
    if out is None:
        click.echo(text, nl=False)
        return
    if out.exists():
        raise click.UsageError(f"{out} is there already; name another file")
    with cli.writing(out):
        out.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{out}: {len(proposed)} sources, to be grouped into sides")


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
