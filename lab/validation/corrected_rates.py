"""Coverage of the intervals of corrected rates, simulated with known rates and tools that err unevenly.

`python -m lab.validation.corrected_rates` prints the table of docs/review.md; `--write` writes it there.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.review.scoring import Estimate, share, slope

DOCUMENT = Path(__file__).parents[2] / "docs" / "review.md"
BEGINS, ENDS = "<!-- made by python -m lab.validation.corrected_rates -->", "<!-- end -->"


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet's rows and unmarked sentences, and how often the tool is right on each."""

    rows: int
    precision: float
    sentences: int
    missed: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """Two outlets, and how well the tool's score predicts its errors (0 not at all, 1 almost fully)."""

    name: str
    outlets: tuple[Outlet, Outlet]
    informative: float


_UNEVEN = (Outlet(800, 0.9, 2_400, 0.05), Outlet(600, 0.6, 1_800, 0.15))
SCENARIOS = (
    Scenario("uneven errors, no confidence", _UNEVEN, 0.0),
    Scenario("uneven errors, informative confidence", _UNEVEN, 0.6),
    Scenario("good tool", (Outlet(700, 0.95, 1_400, 0.04), Outlet(700, 0.9, 1_400, 0.06)), 0.6),
    Scenario("poor tool", (Outlet(500, 0.45, 1_500, 0.2), Outlet(900, 0.55, 1_500, 0.1)), 0.3),
)
#: Hundreds of words per outlet.
_SIZE = 400.0
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Units:
    """Marked or unmarked units of an outlet: judgement (1 or 0) and the tool's score."""

    holds: Values
    score: Values


def world(scenario: Scenario, seed: int = 1) -> list[tuple[Units, Units]]:
    """The marked and unmarked units of each outlet."""
    rng = np.random.default_rng(seed)

    def units(size: int, rate: float) -> Units:
        holds = (rng.random(size) < rate).astype(float)
        # Units with a true case look more like rows than others do.
        score = 0.5 + scenario.informative * (holds - 0.5) + rng.normal(0, 0.25, size)
        return Units(holds, np.clip(score, 0, 1))

    return [(units(o.rows, o.precision), units(o.sentences, o.missed)) for o in scenario.outlets]


def simulate(scenario: Scenario, rows: int, unmarked: int, draws: int = 2_000) -> pd.DataFrame:
    """Coverage, bias and mean length over many samples with `rows` and `unmarked` units judged per outlet.

    `length_without_scores` is for the same judged rows without the tool's scores; `length_without_tool` is for as many
    units drawn from each outlet without regard to the tool's marks. Bias is a share of the first outlet's rate.
    """
    outlets, rng = world(scenario), np.random.default_rng(7)
    true = [sum(part.holds.sum() for part in parts) / _SIZE for parts in outlets]
    expected = {"rate": true[0], "difference": true[0] - true[1]}
    kept = []
    for _ in range(draws):
        drawn = [
            [
                rng.choice(len(part.holds), size, replace=False)
                for part, size in zip(parts, (rows, unmarked), strict=True)
            ]
            for parts in outlets
        ]
        with_scores, alone = (_estimates(outlets, drawn, scores) for scores in (True, False))
        without = _without_tool(outlets, rows + unmarked, rng)
        for what, estimate in with_scores.items():
            covered = estimate.low <= expected[what] <= estimate.high
            lengths = (estimate.high - estimate.low, alone[what].high - alone[what].low, without[what])
            kept.append((what, covered, (estimate.value - expected[what]) / true[0], *lengths))
    columns = ["what", "covered", "bias", "length", "length_without_scores", "length_without_tool"]
    return pd.DataFrame(kept, columns=columns).groupby("what", as_index=False, sort=False).mean()


def _estimates(
    outlets: list[tuple[Units, Units]], drawn: list[list[NDArray[np.intp]]], scores: bool
) -> dict[str, Estimate]:
    """The first outlet's rate and its difference from the second, computed as in `framing.review.corrected`."""
    rates = [Estimate(0.0, 0.0, 0.0)] * len(outlets)
    for part in (0, 1):
        judged = [(parts[part], places[part]) for parts, places in zip(outlets, drawn, strict=True)]
        columns = [
            (units.holds[at], units.score[at], np.full(len(at), len(units.holds) / len(at))) for units, at in judged
        ]
        groups = np.repeat(np.arange(len(judged)), [len(at) for _, at in judged])
        values, score, weights = (np.concatenate(column) for column in zip(*columns, strict=True))
        rise = slope(values, score, weights, groups) if scores else 0.0
        for number, ((units, _), judged_scores) in enumerate(zip(judged, columns, strict=True)):
            size = len(units.holds)
            rates[number] = rates[number] + share(*judged_scores, size, float(units.score.mean()), rise) * (
                size / _SIZE
            )
    return {"rate": rates[0], "difference": rates[0] + rates[1] * -1}


def _without_tool(outlets: list[tuple[Units, Units]], units: int, rng: np.random.Generator) -> dict[str, float]:
    """Lengths of the usual intervals if units are drawn from all and judged without a tool."""
    spread = []
    for parts in outlets:
        holds = np.concatenate([part.holds for part in parts])
        some = holds[rng.choice(len(holds), units, replace=False)]
        spread.append(some.var(ddof=1) / units * (1 - units / len(holds)) * (len(holds) / _SIZE) ** 2)
    return {"rate": float(2 * 1.96 * spread[0] ** 0.5), "difference": float(2 * 1.96 * sum(spread) ** 0.5)}


def table(sizes: Sequence[tuple[int, int]] = ((25, 25), (50, 50), (100, 50)), draws: int = 2_000) -> str:
    """Coverage and lengths of every scenario, as a Markdown table."""
    lines = [
        "| tool | judged per outlet | interval of | coverage | length | without scores | without the tool |",
        "|---|---|---|---|---|---|---|",
    ]
    for scenario in SCENARIOS:
        for rows, unmarked in sizes:
            for row in simulate(scenario, rows, unmarked, draws).to_dict("records"):
                lengths = " | ".join(
                    f"{row[n]:.2f}" for n in ("length", "length_without_scores", "length_without_tool")
                )
                lines.append(
                    f"| {scenario.name} | {rows} + {unmarked} | {row['what']} | {row['covered']:.3f} | {lengths} |"
                )
    return "\n".join(lines)


def main() -> None:
    """Print the table, or write it into the document."""
    made = table()
    if "--write" not in sys.argv:
        print(made)
        return
    text = DOCUMENT.read_text(encoding="utf-8")
    before, after = text.split(BEGINS)[0], text.split(ENDS)[1]
    DOCUMENT.write_text(f"{before}{BEGINS}\n\n{made}\n\n{ENDS}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
