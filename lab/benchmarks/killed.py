"""`python -m lab.benchmarks.killed`: a run killed at random moments must match an undisturbed one."""

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

from framing.corpus.chunks import size_of
from lab.benchmarks.sample import sample


@click.command()
@click.option("--news", envvar="FRAMING_NEWS", type=click.Path(path_type=Path, exists=True), help="A file of articles.")
@click.option("--articles", default=3_000, show_default=True, help="How many to analyse.")
@click.option("--kills", default=10, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Processes of the killed runs.")
@click.option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True)
@click.option("--seed", default=1, show_default=True, help="Seed of the random moments.")
def main(news: Path | None, articles: int, kills: int, workers: int, form: str, seed: int) -> None:
    """Kill an analysis repeatedly, resume it, and compare its tables with an undisturbed run."""
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        texts = sample(news, articles)
        rows = [{"id": str(number), "text": article.text} for number, article in enumerate(texts.articles)]
        pq.write_table(pa.Table.from_pylist(rows), here / "news.parquet")
        command = [sys.executable, "-m", "framing", "analyze", str(here / "news.parquet"), "--quiet", "--format", form]
        begun = time.perf_counter()
        subprocess.run([*command, "--workers", "1", "--out", str(here / "whole")], check=True)
        a_chunk = (time.perf_counter() - begun) * size_of(0) / articles
        broken = [*command, "--workers", str(workers), "--out", str(here / "broken")]
        done: list[int] = []
        for _ in range(kills):
            # The moment may fall before the first chunk, within one, or while a part is written.
            more, seconds = moments.randint(0, 1), moments.uniform(0, a_chunk / 2)
            done.append(killed(broken, here / "broken", sum(done[-1:]) + more, seconds))
        subprocess.run(broken, check=True)
        ours, theirs = contents(here / "whole"), contents(here / "broken")
    click.echo(f"{len(rows):,} articles, {kills} kills; chunks done at each: {', '.join(map(str, done))}")
    if unlike := sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)):
        click.echo(f"not the same bytes: {', '.join(unlike)}", err=True)
        sys.exit(1)
    click.echo("byte-identical tables")


def killed(command: list[str], out: Path, chunks: int, seconds: float) -> int:
    """Start a run, kill it some seconds after a number of chunks, and count its chunks."""
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while chunks_done(out) < chunks and process.poll() is None:
        time.sleep(0.01)
    try:
        process.wait(seconds)
        raise click.ClickException("the run ended before it was killed: analyse more articles")
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return chunks_done(out)


def chunks_done(out: Path) -> int:
    return len(list((out / "unfinished").glob("part-*.json")))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    main()
