"""The `framing` command; each subcommand has its file here."""

from __future__ import annotations

import click

from framing.cli.analyze import analyze
from framing.cli.compare import compare
from framing.cli.frames import frames
from framing.cli.gold import gold
from framing.cli.lexicon import lexicon
from framing.cli.report import report
from framing.cli.validate import validate


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="framing")
def main() -> None:
    """Measure how news is told: loaded phrasing, who gets to speak, readability, and what differs between outlets."""


main.add_command(analyze)
main.add_command(compare)
main.add_command(frames)
main.add_command(gold)
main.add_command(lexicon)
main.add_command(report)
main.add_command(validate)
