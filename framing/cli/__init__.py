"""The `framing` command; each subcommand has its file here, which is imported only when the command is called."""

from __future__ import annotations

from importlib import import_module

import click

#: The subcommands, each the function of that name in the module of that name, and what `framing --help` says of it.
COMMANDS = {
    "analyze": "Measure the articles in INPUT and write the tables to DIR.",
    "compare": "Put accounts side by side: what differs, how things are named, which facts and statements each holds.",
    "frames": "Fit frames to your own labels.",
    "gold": "Labelled data that the measures are held against: where to get it, and how to convert it.",
    "lexicon": "List, show, check and convert word lists.",
    "report": "Build a report: one HTML page, with its tables beside it.",
    "review": "Check the tables on your own articles: draw rows, judge them, score them.",
    "sides": "List the sources of the articles in INPUT in a starter event.toml, to be grouped into sides.",
    "validate": "Print a measure's scores on labelled data beside the floor, the human ceiling and an interval.",
}


class _Commands(click.Group):
    """Subcommands imported when called: `framing --help` needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"framing.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="framing")
def main() -> None:
    """Measure how news covers events: loaded phrasing, who speaks, readability, what differs between outlets."""
