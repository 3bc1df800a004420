"""`framing sides`: a starter event.toml with the sources found, for the user to group into sides."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write; printed if left out.")
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
        raise click.UsageError(
            "no article could be read: " + ("; ".join(map(str, articles.errors)) or "nothing is there")
        )
    proposed = proposed_sides(analyze(articles), most=20)
    lines = [
        f"id = {json.dumps(articles[0].event or Path(inputs[0]).stem, ensure_ascii=False)}",
        f"title = {json.dumps(articles[0].event_title or 'What it is called', ensure_ascii=False)}",
        "",
        "# The sources quoted most often, each as a side of its own. Merge, rename and delete: one [[sides]] for each",
        "# side, with the names by which its sources go. Accounts may be named in [[accounts]]: see seeds/README.md.",
    ]
    for name, members in proposed:
        quoted = ", ".join(json.dumps(member, ensure_ascii=False) for member in members)
        lines += ["", "[[sides]]", f"name = {json.dumps(name, ensure_ascii=False)}", f"members = [{quoted}]"]
    text = "\n".join(lines) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    if out.exists():
        raise click.UsageError(f"{out} is there already; name another file")
    out.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{out}: {len(proposed)} sources, to be grouped into sides")
