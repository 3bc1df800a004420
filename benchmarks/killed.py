"""`python -m benchmarks.killed`: a run killed again and again at random moments, held against one left in peace."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.sample import sample

#: A run is killed within this share of the time that a whole one takes, so that it takes many to come to the end.
SOON = 0.2


@click.command()
@click.option("--news", envvar="FRAMING_NEWS", type=click.Path(path_type=Path, exists=True), help="A file of articles.")
@click.option("--articles", default=3_000, show_default=True, help="How many to analyse.")
@click.option("--kills", default=10, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Processes of the runs that are killed.")
@click.option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True)
@click.option("--seed", default=1, show_default=True, help="Of the moments.")
def main(news: Path | None, articles: int, kills: int, workers: int, form: str, seed: int) -> None:
    """Kill an analysis with SIGKILL, let it go on, and compare its tables byte by byte with those of a whole run."""
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        texts = sample(news, articles)
        told = [{"id": str(number), "text": article.text} for number, article in enumerate(texts.articles)]
        pq.write_table(pa.Table.from_pylist(told), here / "news.parquet")
        command = [sys.executable, "-m", "framing", "analyze", str(here / "news.parquet"), "--quiet", "--format", form]
        begun = time.perf_counter()
        subprocess.run([*command, "--workers", "1", "--out", str(here / "whole")], check=True)
        whole = time.perf_counter() - begun
        broken = [*command, "--workers", str(workers), "--out", str(here / "broken")]
        done = [killed_after(broken, moments.uniform(0, SOON * whole), here / "broken") for _ in range(kills)]
        subprocess.run(broken, check=True)
        ours, theirs = contents(here / "whole"), contents(here / "broken")
    click.echo(f"{len(told):,} articles, {kills} kills; chunks done at each: {', '.join(map(str, done))}")
    if unlike := sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)):
        click.echo(f"not the same bytes: {', '.join(unlike)}", err=True)
        sys.exit(1)
    click.echo("byte-identical tables")


def killed_after(command: list[str], seconds: float, out: Path) -> int:
    """Start a run, kill it, and count the chunks that it and those before it finished."""
    process = subprocess.Popen(command)
    try:
        process.wait(seconds)
        raise click.ClickException("the run came to its end before it was killed: analyse more articles")
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    journal = out / "unfinished" / "journal.jsonl"
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main()
