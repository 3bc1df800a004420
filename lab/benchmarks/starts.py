"""What starting costs, and how the comparison grows: as ratios within one run.

Processor seconds of a command are those of its own process and its children; they are held against
`python -c "import pandas"` on the same machine.
"""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from framing.analysis import analyze
from framing.articles import Articles, read
from framing.compare import compare
from lab.benchmarks.sample import SEEDS, Sample

#: Accounts of one event, from which the exponent of growth is taken.
ACCOUNTS = (25, 50, 100)
#: Runs of each command; the fastest counts.
RUNS = 3


def processor_seconds(*command: str) -> float:
    """The processor's time that a command takes, children included."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def start_ratios(runs: int = RUNS) -> dict[str, float]:
    """How many times each command fits into importing pandas: higher is quicker."""
    one = str(next((SEEDS / "harbour-strike").glob("*.txt")))
    framing = (sys.executable, "-m", "framing")
    with TemporaryDirectory() as place:
        commands: dict[str, Sequence[str]] = {
            "import pandas / framing --help": (*framing, "--help"),
            "import pandas / framing analyze, one article": (
                *framing, "analyze", one, "--out", f"{place}/tables", "--overwrite", "--quiet",
            ),
            "import pandas / framing report one-article": (*framing, "report", "one-article", "--out", place),
        }  # fmt: skip
        least = {name: min(processor_seconds(*command) for _ in range(runs)) for name, command in commands.items()}
        pandas = min(processor_seconds(sys.executable, "-c", "import pandas") for _ in range(runs))
    return {name: pandas / seconds for name, seconds in least.items()}


def first_sight(sample: Sample) -> float:
    """How many times as long the second pass over the sample takes as the first, in a fresh process."""
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from lab.benchmarks.ours import whole\n"
        "from lab.benchmarks.sample import Sample, sample\n"
        "news = Path(sys.argv[1]) if sys.argv[1] else None\n"
        "texts = sample(news, int(sys.argv[2]))\n"
        "whole(Sample(texts.name, texts.articles[:1]))\n"
        "taken = []\n"
        "for _ in range(2):\n"
        "    begun = time.process_time(); whole(texts); taken.append(time.process_time() - begun)\n"
        "print(taken[1] / taken[0])\n"
    )
    news = os.environ.get("FRAMING_NEWS", "") if sample.name == "news" else ""
    command = (sys.executable, "-c", code, news, str(len(sample.articles)))
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    return float(done.stdout)


def seconds(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def comparison_exponent(sizes: Sequence[int] = ACCOUNTS) -> float:
    """The exponent of the time of `compare` in the number of accounts: 1 is linear."""
    seeds = list(read(SEEDS / "harbour-strike"))
    taken = []
    for size in sizes:
        accounts = [replace(seeds[n % len(seeds)], id=f"{n}", outlet=f"Outlet {n}", event="one") for n in range(size)]
        analysis = analyze(Articles(accounts, ()))
        taken.append(seconds(lambda analysis=analysis: compare(analysis)))
    slopes = [
        math.log(later / sooner) / math.log(more / fewer)
        for sooner, later, fewer, more in zip(taken, taken[1:], sizes, sizes[1:], strict=False)
    ]
    return statistics.fmean(slopes)
