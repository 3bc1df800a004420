"""`make bench`: the whole analysis against its peers. Fails if a ratio falls by more than a fifth."""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import click

from lab.benchmarks.ours import whole, words_a_second
from lab.benchmarks.peers import PEERS
from lab.benchmarks.profile import profiled
from lab.benchmarks.sample import Sample, sample
from lab.benchmarks.starts import comparison_exponent, first_sight, start_ratios

RECORDED = Path(__file__).with_name("ratios.toml")
#: A ratio may fall to this share of the one recorded: a fifth is more than the noise of one run.
LEAST = 0.8
STACKED = "all three stacked"
TWO_WORKERS = "two workers against one"
ONE_TEXT = "all as one text"
FIRST_SIGHT = "first sight, as fast as warm"
GROWTH = "compare grows less than the square"
#: With more than this many other processes at work, two workers cannot show what they do.
QUIET = 0.5


def seconds(run: Callable[[], object]) -> float:
    """The processor time of a run, which excludes other work on the machine."""
    gc.collect()
    begun = time.process_time()
    run()
    return time.process_time() - begun


def ratios_of_one_round(texts: Sample) -> dict[str, float]:
    """How many times as long each peer takes as the whole analysis; ours runs before and after, against drift.

    Where time grows with the length of a text and no faster, all as one text takes about as long as text by text.
    """
    before = seconds(lambda: whole(texts))
    peers = {name: seconds(lambda peer=peer: peer(texts.texts)) for name, peer in PEERS.items()}
    ours = (before + seconds(lambda: whole(texts))) / 2
    rounds = {name: taken / ours for name, taken in peers.items()}
    as_one = ours / seconds(lambda: whole(texts.as_one))
    return {**rounds, STACKED: sum(peers.values()) / ours, ONE_TEXT: as_one, "words a second": texts.words / ours}


@click.command()
@click.option("--news", envvar="FRAMING_NEWS", type=click.Path(path_type=Path, exists=True), help="A file of articles.")
@click.option("--articles", default=300, show_default=True, help="How many to time.")
@click.option("--rounds", default=5, show_default=True, help="Rounds per median.")
@click.option("--record", is_flag=True, help="Record the ratios for later runs.")
def main(news: Path | None, articles: int, rounds: int, record: bool) -> None:
    """Time the whole analysis against its peers on one sample, and print the medians of the ratios."""
    quiet = (os.cpu_count() or 1) > 1 and os.getloadavg()[0] < QUIET
    texts = sample(news, articles)
    click.echo(f"{len(texts.articles)} articles ({texts.name}), {texts.words:,} words; medians of {rounds} rounds")
    whole(texts)
    gathered = [ratios_of_one_round(texts) for _ in range(rounds)]
    medians = {name: statistics.median(one[name] for one in gathered) for name in gathered[0]}
    rate = medians.pop("words a second")
    spread = [one["words a second"] for one in gathered]
    click.echo(
        f"\nwhole analysis, warm: {rate:,.0f} words a second of one core here "
        f"({min(spread):,.0f} to {max(spread):,.0f})\n"
    )
    if quiet:
        pairs = [words_a_second(texts, 2) / words_a_second(texts, 1) for _ in range(max(1, rounds // 2))]
        medians[TWO_WORKERS] = statistics.median(pairs)
    else:
        click.echo("Skipped the timing of two workers: it needs two idle processors.\n")
    medians |= start_ratios()
    medians[FIRST_SIGHT] = first_sight(texts)
    # As a ratio, so that higher is better here too: 1 grows with the square of the accounts, 2 in step with them.
    medians[GROWTH] = 2 / comparison_exponent()
    recorded = tomllib.loads(RECORDED.read_text(encoding="utf-8")).get(texts.name, {})
    fallen = show(medians, recorded)
    show_profile(texts)
    if record:
        write(texts.name, medians)
    elif fallen:
        click.echo(f"\nSlower than recorded by more than a fifth: {', '.join(fallen)}", err=True)
        sys.exit(1)


def show(medians: dict[str, float], recorded: dict[str, float]) -> list[str]:
    """Print the ratios beside those recorded; the names of those that fell too far."""
    fallen = []
    click.echo(f"{'times as fast as':46} {'now':>7} {'recorded':>9}")
    for name, ratio in medians.items():
        before = recorded.get(name)
        click.echo(f"{name:46} {ratio:7.2f} {f'{before:9.2f}' if before else '        -'}")
        if before and ratio < LEAST * before:
            fallen.append(name)
    return fallen


def show_profile(texts: Sample) -> None:
    floors, functions = profiled(lambda: whole(texts))
    click.echo("\nWhere the time goes (shares under the profiler, which makes small functions look slower)\n")
    for floor, share in floors.most_common():
        click.echo(f"{share:6.1%}  {floor}")
    click.echo()
    for name, share in functions:
        click.echo(f"{share:6.1%}  {name}")


def write(name: str, medians: dict[str, float]) -> None:
    tables_read = tomllib.loads(RECORDED.read_text(encoding="utf-8"))
    tables_read[name] = tables_read.get(name, {}) | {key: round(value, 2) for key, value in medians.items()}
    head = RECORDED.read_text(encoding="utf-8").split("\n", 1)[0]
    tables = [
        "\n".join([f"[{sample_name}]", *(f'"{key}" = {value}' for key, value in ratios.items())])
        for sample_name, ratios in sorted(tables_read.items())
    ]
    RECORDED.write_text("\n\n".join([head, *tables]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
