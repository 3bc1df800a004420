"""`make bench`: speed, start-up, growth and memory as ratios within one run. Fails if a ratio falls by over a fifth.

Higher is better in every row. `make bench RECORD=1` records the ratios of this run in `ratios.toml`.
"""

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
from lab.benchmarks.processes import comparison_exponent, first_sight, memory_ratio, start_ratios
from lab.benchmarks.profile import profiled
from lab.benchmarks.sample import Sample, sample

RECORDED = Path(__file__).with_name("ratios.toml")
HEAD = "# Ratios recorded by `make bench RECORD=1`, by sample; higher is better.\n"
#: A ratio may fall to this share of the recorded one; a fifth exceeds the noise of one run.
LEAST = 0.8
TWO_WORKERS = "one worker / two workers"
#: Maximum load of the machine for timing two workers.
QUIET = 0.5


def seconds(run: Callable[[], object]) -> float:
    """The processor time of a run, which excludes other work on the machine."""
    gc.collect()
    begun = time.process_time()
    run()
    return time.process_time() - begun


def ratios_of_one_round(texts: Sample) -> dict[str, float]:
    """The time of each other run divided by that of the whole analysis, which runs before and after, against drift.

    If time is proportional to the length of a text, all as one text takes about as long as text by text.
    """
    before = seconds(lambda: whole(texts))
    peers = {name: seconds(lambda peer=peer: peer(texts.texts)) for name, peer in PEERS.items()}
    readability = seconds(lambda: whole(texts, ("readability",)))
    as_one = seconds(lambda: whole(texts.as_one))
    ours = (before + seconds(lambda: whole(texts))) / 2
    return {
        **{f"{name} / whole analysis": taken / ours for name, taken in peers.items()},
        "all three stacked / whole analysis": sum(peers.values()) / ours,
        "whole analysis / readability alone": ours / readability,
        "text by text / all as one text": ours / as_one,
        "words a second": texts.words / ours,
    }


@click.command()
@click.option("--news", envvar="FRAMING_NEWS", type=click.Path(path_type=Path, exists=True), help="A file of articles.")
@click.option("--articles", default=300, show_default=True, help="How many to time.")
@click.option("--rounds", default=3, show_default=True, help="Rounds per median.")
@click.option("--record", is_flag=True, help="Record the ratios for later runs.")
def main(news: Path | None, articles: int, rounds: int, record: bool) -> None:
    """Time framing against its peers and itself on one sample, and print the medians of the ratios."""
    quiet = (os.cpu_count() or 1) > 1 and os.getloadavg()[0] < QUIET
    texts = sample(news, articles)
    click.echo(f"{len(texts.articles)} articles ({texts.name}), {texts.words:,} words; medians of {rounds} rounds")
    whole(texts)
    gathered = [ratios_of_one_round(texts) for _ in range(rounds)]
    medians = {name: statistics.median(one[name] for one in gathered) for name in gathered[0]}
    warm = medians.pop("words a second")
    if quiet:
        pairs = [words_a_second(texts, 2) / words_a_second(texts, 1) for _ in range(max(1, rounds // 2))]
        medians[TWO_WORKERS] = statistics.median(pairs)
    else:
        click.echo("Skipped the timing of two workers: it needs two idle processors.")
    first = first_sight(texts)
    medians |= {
        "second sight / first sight": first,
        **start_ratios(),
        "one article / a million words, memory": memory_ratio(),
    }
    medians["growth of compare: 2 / exponent"] = 2 / comparison_exponent()
    click.echo(f"\nwords a second of one core here: {first * warm:,.0f} at first sight, {warm:,.0f} warm\n")
    known = tomllib.loads(RECORDED.read_text(encoding="utf-8"))
    fallen = show(medians, known.get(texts.name, {}))
    show_profile(texts)
    if record:
        # A run on a busy machine keeps the ratio of two workers recorded on a quiet one.
        kept = {name: value for name, value in known.get(texts.name, {}).items() if name == TWO_WORKERS}
        known[texts.name] = {**kept, **{name: round(value, 3) for name, value in medians.items()}}
        RECORDED.write_text(
            HEAD + "".join(map(as_toml, sorted(known), map(known.get, sorted(known)))), encoding="utf-8"
        )
    elif fallen:
        click.echo(f"\nBelow the recorded ratio by more than a fifth: {'; '.join(fallen)}", err=True)
        sys.exit(1)


def show(medians: dict[str, float], recorded: dict[str, float]) -> list[str]:
    """Print the ratios beside the recorded ones; returns the names of those that fell too far."""
    click.echo(f"{'ratio':64} {'now':>7} {'recorded':>9}")
    for name, ratio in medians.items():
        before = recorded.get(name)
        click.echo(f"{name:64} {ratio:7.3f} {f'{before:9.3f}' if before else '        -'}")
    return [name for name, ratio in medians.items() if ratio < LEAST * recorded.get(name, 0)]


def show_profile(texts: Sample) -> None:
    floors, functions = profiled(lambda: whole(texts))
    click.echo("\nWhere the time goes (shares under the profiler, which makes small functions look slower)\n")
    for name, share in [*floors.most_common(), *functions]:
        click.echo(f"{share:6.1%}  {name}")


def as_toml(name: str, ratios: dict[str, float]) -> str:
    return f"\n[{name}]\n" + "".join(f'"{key}" = {value}\n' for key, value in ratios.items())


if __name__ == "__main__":
    main()
