"""`framing lexicon`: list, show, check and convert word lists."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from framing import cli
from framing.lexicon import BadLexicon, formats, lexicon_names, load


@click.group()
def lexicon() -> None:
    """List, show, check and convert word lists."""


@lexicon.command("list")
def list_() -> None:
    """List the installed word lists, with their numbers of terms and titles."""
    for name in lexicon_names():
        lexicon = load(name)
        click.echo(f"{name:20} {len(lexicon.entries):6,}  {lexicon.title}")


@lexicon.command()
@click.argument("name")
def show(name: str) -> None:
    """Show a word list: its categories, what each means, and its terms. NAME may be a path."""
    with cli.explained(BadLexicon, as_=click.ClickException):
        lexicon = load(name)
    click.echo(f"{lexicon.title} ({lexicon.name} {lexicon.version}, {lexicon.licence})\n{lexicon.source.strip()}")
    counts = Counter(entry.category for entry in lexicon.entries)
    for category in lexicon.categories.values():
        click.echo(f"\n{category.name} ({counts[category.name]:,} terms): {category.meaning}")
        terms = (f"{e.term} ({e.weight:.2f})" for e in lexicon.entries if e.category == category.name)
        click.echo(click.wrap_text(", ".join(terms), initial_indent="  ", subsequent_indent="  ", width=100))


@lexicon.command()
@click.argument("path", type=cli.FILE)
def check(path: Path) -> None:
    """Report errors in a word list; exit code 1 if there are any."""
    if problems := formats.check(path):
        click.echo("\n".join(problems), err=True)
        raise SystemExit(1)
    click.echo(f"{path}: nothing wrong")


@lexicon.command()
@click.argument("source", type=cli.FILE)
@click.argument("target", type=cli.FILE)
def convert(source: Path, target: Path) -> None:
    """Convert a word list; file endings choose the formats.

    Reads .csv and .tsv, .json, .dic and .dicx (LIWC), .yml (quanteda), .cat (WordStat), .ykd (Yoshikoder) and .txt;
    writes all but .dicx, .cat and .ykd.
    """
    with cli.explained(BadLexicon, as_=click.ClickException):
        terms, lost = formats.convert(source, target)
    click.echo(f"{target}: {cli.counted(terms, 'term')}, as {formats.format_of(target).name}")
    if lost:
        click.echo(f"The format cannot hold {' and '.join(lost)}; they are lost.", err=True)


@lexicon.command()
def package() -> None:
    """Write datapackage.json for the installed word lists from their descriptions."""
    click.echo(str(formats.write_package()))
