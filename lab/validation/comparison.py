"""Scores of the comparison tables on items that readers would compare.

An item counts as found if one statement or fact overlaps its places in two accounts, or in the only account that has
it. The cells of that statement or fact are then compared with the labels. The readers are language models.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.compare.similarity import speaker_words
from framing.compare.statements import FOUND, NONE, PERHAPS, statements_and_facts
from framing.validation import Score
from lab.training.matching import Labelled, events, fit, folds, overlap
from lab.validation.scores import score_of_counts

DATA = "items that language models would compare, 19 events"
HOW = "cross-validation over events"
#: Values of `telling` and their labels.
TELLINGS = {"quoted whole": "whole", "quoted in part": "part", "paraphrased": "reported", "own voice": "own"}
#: TF-IDF cosine over sentences, on eight of the events: how often the right sentence is first.
FLOORS = {"quotation": 0.67, "claim": 0.39, "fact": 0.54}
#: Scores of the earlier comparison on these events.
BEFORE = {"shared": 0.39, "quotation": 0.65, "claim": 0.10, "fact": 0.45, "only": 0.20, NONE: 0.75, "speaker": 0.78}


class Answer(NamedTuple):
    """An answer about an event, right or wrong, counted under `measure`."""

    measure: str
    event: str
    right: bool


def validate(gold: Path) -> list[Score]:
    """Shares of items found, and of right presence, telling and speaker, with intervals over events."""
    answers: list[Answer] = []
    for learned, held_out in folds(events(gold)):
        model = fit(learned)
        for event in held_out:
            answers += judged(event, statements_and_facts(event.accounts, model))
    return scores(answers)


def judged(event: Labelled, tables: tuple[pd.DataFrame, pd.DataFrame]) -> list[Answer]:
    """The answers of comparison tables on the items of an event."""
    rows = [group for table, key in zip(tables, ("statement", "fact"), strict=True) for group in _groups(table, key)]
    answers: list[Answer] = []
    for item in event.items:
        places = {a.article.id: event.places(item, n) for n, a in enumerate(event.accounts)}
        holders = sum(map(bool, places.values()))
        best = max(rows, key=lambda group: _agreement(group, places), default=[])
        hits = _agreement(best, places)[0]
        name = "shared" if holders > 1 else "only"
        right = hits >= min(holders, 2)
        answers += [Answer(name, event.name, right), Answer(f"{name} {item['kind']}", event.name, right)]
        if right:
            answers += _cells(event.name, item, best, places)
    return answers


def _groups(table: pd.DataFrame, key: str) -> Iterable[list[Mapping[str, Any]]]:
    groups: dict[Any, list[Mapping[str, Any]]] = defaultdict(list)
    for row in table.astype(object).to_dict("records"):
        groups[row[key], row.get("kind")].append({str(name): value for name, value in row.items()})
    return groups.values()


def _overlaps(row: Mapping[str, Any], places: Mapping[str, Any]) -> int:
    return 0 if row["presence"] == NONE else overlap((int(row["start"]), int(row["end"])), places[row["article"]])


def _agreement(group: Sequence[Mapping[str, Any]], places: Mapping[str, Any]) -> tuple[int, int, int]:
    """Three overlaps of rows with an item: accounts, accounts found, and letters."""
    hits = [(row, letters) for row in group if (letters := _overlaps(row, places))]
    return len(hits), sum(row["presence"] == FOUND for row, _ in hits), sum(letters for _, letters in hits)


def _cells(
    event: str, item: Mapping[str, Any], group: Sequence[Mapping[str, Any]], places: Mapping[str, Any]
) -> Iterable[Answer]:
    for row in group:
        cell, presence = item["cells"][row["article"]], row["presence"]
        right = not places[row["article"]] if presence == NONE else bool(_overlaps(row, places))
        yield Answer(presence, event, right)
        if presence == FOUND and row["accounts"] > 1:
            yield Answer("found in two", event, right)
        if presence != FOUND or not right or "telling" not in row or item["kind"] == "fact":
            continue
        if row["telling"] in TELLINGS:
            yield Answer(row["telling"], event, cell["status"] == TELLINGS[row["telling"]])
        if isinstance(row["source"], str) and cell["speaker"]:
            yield Answer("speaker", event, bool(speaker_words(row["source"]) & speaker_words(cell["speaker"])))


def scores(answers: Sequence[Answer]) -> list[Score]:
    """The share of right answers for each measure, with bootstrap intervals over events."""
    names = sorted({answer.event for answer in answers})
    described = {
        "shared": "shared item: found or possible",
        **{f"shared {kind}": f"… {kind}s" for kind in FLOORS},
        "only": "item in one account only: listed",
        FOUND: "found: passage right",
        "found in two": "found in two accounts or more: passage right",
        PERHAPS: "perhaps: passage right",
        NONE: "none: nothing there",
        **{telling: f"{telling}: right" for telling in TELLINGS},
        "speaker": "source right",
    }
    result = []
    for name, measure in described.items():
        counts = np.zeros((len(names), 2))
        for answer in answers:
            if answer.measure == name:
                counts[names.index(answer.event)] += (answer.right, 1)
        cases = int(counts[:, 1].sum())
        if cases:
            floor = BEFORE.get(name.removeprefix("shared ").strip() or name)
            result.append(score_of_counts(DATA, measure, _share, counts, "event", HOW, floor)._replace(n=cases))
    return result


def _share(sums: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(sums[..., 0] / np.maximum(sums[..., 1], 1e-9))
