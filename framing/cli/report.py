"""`framing report`: a notebook executed into a report."""

from __future__ import annotations

from pathlib import Path

import click

from framing import cli

_SIDES = "A TOML file with the sides of the event, written as in event.toml."
_SIDE = 'A side and the sources that speak for it, such as "City=Jane Doe,the mayor"; repeat for more.'


@click.command()
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK]...")
@click.option("--input", "inputs", multiple=True, metavar="PATH", help="A file, folder or glob; repeat for more.")
@click.option("--sides", metavar="PATH", help=_SIDES)
@click.option("--side", "named", multiple=True, metavar="NAME=SOURCE,...", help=_SIDE)
@click.option("--prepend-title", is_flag=True, help="Put each article's title before its text, to measure it too.")
@click.option("--out", type=cli.FOLDER, default="reports", help="The folder for the reports.")
@click.option("--all", "every", is_flag=True, help="Build every report that comes with framing.")
@click.option("--no-text", is_flag=True, help="Leave out the articles' text; only cues of a few words remain.")
@click.option("--date", help="A date to print in the report; none by default.")
@click.option("--pdf", is_flag=True, help="Also print each report to PDF with an installed browser.")
@click.option("--list", "listed", is_flag=True, help="List the reports and the question each answers.")
def report(
    notebooks: tuple[str, ...],
    inputs: tuple[str, ...],
    sides: str | None,
    named: tuple[str, ...],
    prepend_title: bool,
    out: Path,
    every: bool,
    no_text: bool,
    date: str | None,
    pdf: bool,
    listed: bool,
) -> None:
    """Build a report: one HTML page, with its tables beside it.

    NOTEBOOK is the name of a report that comes with framing (see --list) or the path of a notebook of your own. Without
    --input it uses the sample events.
    """
    from framing.articles.reader import nothing_to_read
    from framing.report import build
    from framing.report.pdf import NoBrowser

    installed = build.installed()
    if listed:
        width = max(map(len, installed))
        click.echo("\n".join(f"{name:<{width}}  {build.question(build.find(name))}" for name in installed))
        return
    names = installed if every else notebooks
    if not names:
        raise click.UsageError(f"name a report, or use --all: {', '.join(installed)}")
    if problems := list(filter(None, map(nothing_to_read, inputs))):
        raise click.UsageError(problems[0])
    if sides and not Path(sides).is_file():
        raise click.UsageError(f"{sides}: no such file; --sides names a TOML file")
    if sides and named:
        raise click.UsageError("give --sides or --side, not both")
    asked = {"inputs": list(inputs), "sides": list(named) or sides, "date": date, "prepend_title": prepend_title}
    # Other parameters keep the notebook's values.
    values = {name: value for name, value in asked.items() if value} | ({"keep_text": False} if no_text else {})
    with (
        cli.explained(build.NoSuchNotebook, build.NotAParameter),
        cli.explained(NoBrowser, build.CellFailed, as_=click.ClickException),
    ):
        for path in [build.find(name) for name in names]:
            known = build.declared(build.read(path))
            # With --all, every notebook takes the parameters it has.
            _make(path, out, {name: value for name, value in values.items() if name in known or not every}, pdf)


def _make(path: Path, out: Path, values: dict[str, object], pdf: bool) -> None:
    from tqdm import tqdm

    from framing.report.build import build
    from framing.report.pdf import print_pdf

    with tqdm(desc=path.stem, unit="cell", leave=False) as bar:

        def watch(cells: int) -> None:
            bar.total = cells
            bar.update()

        made = build(path, out, values, watch)
    click.echo(f"{made.page}  ({made.page.stat().st_size / 1e6:.2f} MB; tables in {made.tables})")
    if pdf:
        click.echo(str(print_pdf(made.page)))
