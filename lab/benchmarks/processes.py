"""Ratios within one run: start-up, first pass over a corpus, memory, growth of the comparison."""

from __future__ import annotations

import math
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from framing.analysis import analyze
from framing.articles import Article, Articles, read
from framing.compare import compare
from lab.benchmarks.sample import SEEDS, Sample

#: Accounts of one event, for the exponent of growth.
ACCOUNTS = (25, 50, 100)
#: Accounts of a large report, and the paragraphs of each.
MANY, FEW_PARAGRAPHS = 200, 3
#: Words of a very long text.
MILLION = 1_000_000
_FRAMING = (sys.executable, "-m", "framing")


def processor_seconds(*command: str) -> float:
    """The processor time of a command and its children."""
    before = os.times()
    # modules are compiled, as on any start but the first
    compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, env=compiled, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def start_ratios(runs: int = 3) -> dict[str, float]:
    """The time of importing pandas divided by that of each command; the fastest of `runs` counts."""
    one = str(next((SEEDS / "harbour-strike").glob("*.txt")))
    with TemporaryDirectory() as place:
        out = ("--out", f"{place}/tables", "--overwrite", "--quiet")
        commands: dict[str, Sequence[str]] = {
            "framing --help": (*_FRAMING, "--help"),
            "framing analyze, one article": (*_FRAMING, "analyze", one, *out),
            "framing report one-article": (*_FRAMING, "report", "one-article", "--out", place),
        }
        pandas = min(processor_seconds(sys.executable, "-c", "import pandas") for _ in range(runs))
        taken = {name: min(processor_seconds(*command) for _ in range(runs)) for name, command in commands.items()}
        event = Path(place, "event")
        event.mkdir()
        for number, text in enumerate(accounts(MANY, FEW_PARAGRAPHS)):
            (event / f"outlet-{number}.txt").write_text(text, encoding="utf-8")
        report = (*_FRAMING, "report", "outlets-compared", "--input", str(event), "--out", f"{place}/report")
        taken[f"framing report outlets-compared, {MANY} short accounts"] = processor_seconds(*report)
        return {f"import pandas / {name}": pandas / seconds for name, seconds in taken.items()}


def accounts(number: int, paragraphs: int | None = None) -> Iterator[str]:
    """Texts on one event, each drawn from the paragraphs of a sample event: `paragraphs` of them, or half.

    No two are copies, and most share passages.
    """
    known = [part for article in read(SEEDS / "harbour-strike") for part in article.text.split("\n\n")]
    generator = random.Random(1)
    return ("\n\n".join(generator.sample(known, paragraphs or len(known) // 2)) for _ in range(number))


_TWO_PASSES = """
import sys, time
from pathlib import Path
from lab.benchmarks.ours import whole
from lab.benchmarks.sample import Sample, sample
texts = sample(Path(sys.argv[1]) if sys.argv[1] else None, int(sys.argv[2]))
whole(Sample(texts.name, texts.articles[:1]))
taken = []
for _ in range(2):
    begun = time.process_time()
    whole(texts)
    taken.append(time.process_time() - begun)
print(taken[1] / taken[0])
"""


def first_sight(sample: Sample, runs: int = 3) -> float:
    """The time of the second pass over the sample as a share of the first; each run is a new process."""
    news = os.environ.get("FRAMING_NEWS", "") if sample.name == "news" else ""
    command = (sys.executable, "-c", _TWO_PASSES, news, str(len(sample.articles)))
    root = Path(__file__).parents[2]
    done = (subprocess.run(command, check=True, capture_output=True, text=True, cwd=root) for _ in range(runs))
    return statistics.median(float(each.stdout) for each in done)


_PEAK = r"""
import re, runpy, sys
from pathlib import Path
sys.argv = ["framing", "analyze", sys.argv[1], "--out", sys.argv[2], "--workers", "1", "--quiet"]
try:
    runpy.run_module("framing", run_name="__main__")
except SystemExit:
    pass
# of this process alone: getrusage includes the peak of the parent process
print(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
"""


def memory_ratio() -> float:
    """The peak memory for one short article as a share of that for one text of a million words."""
    paragraphs = [part for article in read(SEEDS) for part in article.text.split("\n\n")]
    words = sum(len(part.split()) for part in paragraphs)
    # No paragraph occurs twice: repeated ones count as captions.
    long = "\n\n".join(f"{part} Copy {n}." for n in range(MILLION // words + 1) for part in paragraphs)
    peaks = []
    with TemporaryDirectory() as place:
        for number, text in enumerate((paragraphs[-1], long)):
            path = Path(place, f"{number}.txt")
            path.write_text(text, encoding="utf-8")
            command = (sys.executable, "-c", _PEAK, str(path), f"{place}/{number}")
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            peaks.append(int(done.stdout))
    return peaks[0] / peaks[1]


def seconds(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def comparison_exponent(sizes: Sequence[int] = ACCOUNTS) -> float:
    """The exponent of the time of `compare` in the number of accounts; 1 is linear."""
    taken = []
    for size in sizes:
        articles = [Article(f"{n}", text, outlet=f"Outlet {n}", event="one") for n, text in enumerate(accounts(size))]
        analysis = analyze(Articles(articles))
        taken.append(seconds(lambda analysis=analysis: compare(analysis)))
    slopes = [
        math.log(later / sooner) / math.log(more / fewer)
        for sooner, later, fewer, more in zip(taken, taken[1:], sizes, sizes[1:], strict=False)
    ]
    return statistics.fmean(slopes)
