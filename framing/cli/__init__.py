"""The `framing` command; the module of a subcommand is imported only when it is called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from framing.articles import Side

#: The subcommands, each a function in the module of its name, and their help.
COMMANDS = {
    "analyze": "Measure the articles in INPUT and write the tables to DIR.",
    "compare": "Compare accounts of one event: what stands out, and which statements, facts and names each has.",
    "frames": "Fit frames to your own labels.",
    "gold": "List and convert the labelled data that the measures are validated on.",
    "lexicon": "List, show, check and convert word lists.",
    "report": "Build a report: one HTML page, with its tables beside it.",
    "review": "Check framing on your own articles: draw rows, judge them, score them.",
    "sides": "Write a starter event.toml with the sources in INPUT, for you to group into sides.",
    "validate": "Print a measure's scores on labelled data, with intervals, a simple method and human agreement.",
}
#: Commands that share a module with another.
_HOMES = {"gold": "validate", "sides": "compare"}

#: What an option names.
FILE, FOLDER = click.Path(path_type=Path, dir_okay=False), click.Path(path_type=Path, file_okay=False)
EXISTING = click.Path(path_type=Path, exists=True)
EXISTING_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_EXISTING_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@contextmanager
def explained(*errors: type[Exception], as_: type[click.ClickException] = click.UsageError) -> Iterator[None]:
    """Show errors that say what is wrong and what to do as errors of the command."""
    try:
        yield
    except errors as error:
        raise as_(str(error)) from error


@contextmanager
def writing(out: Path) -> Iterator[None]:
    """Make the folder of the file `out`, and show an OSError of writing as an error of the command."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        reason = f"{out} cannot be written ({error.strerror}); give a path that you may write to"
        raise click.ClickException(reason) from error


def _sides(context: click.Context, option: click.Parameter, path: Path | None) -> tuple[Side, ...] | None:
    from framing.articles.event import load_sides
    from framing.files import Unreadable

    with explained(Unreadable):
        return load_sides(path) if path else None


#: Arguments and options that several commands share.
inputs_argument = click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
out_option = click.option("--out", required=True, type=FOLDER, help="The folder for the tables.")
_SIDES = "A TOML file with the sides of the event; replaces those in event.toml."
sides_option = click.option("--sides", type=EXISTING_FILE, callback=_sides, help=_SIDES)
_LEXICON = "A word list of your own, added to the installed ones; repeat for more."
lexicon_option = click.option("--lexicon", "lexicons", multiple=True, metavar="PATH", type=EXISTING, help=_LEXICON)
_FRAMES = "Your own frames, from framing frames fit; they replace the policy frames."
frames_option = click.option("--frames", metavar="DIR", type=_EXISTING_FOLDER, help=_FRAMES)
_REVIEW = "A judged sample from framing review, used to correct rates."
review_option = click.option("--review", metavar="DIR", type=_EXISTING_FOLDER, help=_REVIEW)


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 article`, `2 articles`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"


class _Commands(click.Group):
    """Subcommands imported when called: `framing --help` needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"framing.cli.{_HOMES.get(cmd_name, cmd_name)}"), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.version_option(package_name="framing")
def main() -> None:
    """Measure how news covers events: loaded phrases, who speaks, readability, frames, what accounts share."""
