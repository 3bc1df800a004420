"""Scores of attribution on news marked by people (PolNeAR, MPQA) and by language models.

A content counts as found if it overlaps a marked one by at least half of their union, in letters and digits. On PolNeAR
a source is right if it overlaps the marked source; elsewhere, if it has a name of the marked entity. Every article is
read with weights learned from other articles; no weights were learned from MPQA's scored articles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.articles import Article
from framing.attribution import Attribution, Kind, Voice, attribute
from framing.attribution.reading import SURE, Span
from framing.text import cut
from framing.validation import MissingLab, Score
from lab.training.judgements import Letters, letter_count, letters_of, shared_letters
from lab.validation.scores import read_records, score_of_counts, share

_DATA = "PolNeAR 1.0, development part"
_HOW = "5-fold cross-validation over articles"
_DIVERSE = "attributions in 108 articles of the American and world press, marked by language models"
_MPQA = "MPQA 2.0, development part"
#: Shares found and named, by kind: by an earlier version, and by a second reader.
_MARKED = {Kind.DIRECT: (0.75, 1.0), Kind.MIXED: (0.65, 0.93), Kind.INDIRECT: (0.53, 0.88)}
_KINDS = (Kind.DIRECT, Kind.MIXED, Kind.INDIRECT)
#: For each kind: content found, and found with the right source, by the best other tool; content found by people.
_KNOWN = {Kind.DIRECT: (0.79, 0.64, 0.98), Kind.MIXED: (0.64, 0.49, 0.95), Kind.INDIRECT: (0.19, 0.18, 0.79)}
_PEER_PRECISION = 0.68

#: Columns of an article's counts: marked, found, found with source, for each kind; then all rows, and right rows.
_COLUMNS = 3 * len(_KINDS) + 2


def validate(gold: Path) -> list[Score]:
    """The scores on PolNeAR and on the other data sets present, with bootstrap intervals over articles."""
    others = {"attributions_diverse": _other_news, "mpqa": _mpqa}
    known = [scores(gold) for name, scores in others.items() if (gold / f"{name}.jsonl").is_file()]
    return [*_polnear(gold), *(score for scores in known for score in scores)]


def reliability(gold: Path) -> pd.DataFrame:
    """Calibration: the share of right rows in each tenth of confidence, on held-out articles."""
    rows = pd.DataFrame({"confidence": _held_out(gold).confidence, "right": _held_out(gold).right})
    tenth = (rows["confidence"] * 10).clip(upper=9.999).astype(int) / 10
    table = rows.groupby(tenth.rename("from")).agg(
        rows=("right", "size"), confidence=("confidence", "mean"), right=("right", "mean")
    )
    return table.reset_index()


DETAILS: Mapping[str, Callable[[Path], pd.DataFrame]] = {"reliability": reliability}


def _polnear(gold: Path) -> list[Score]:
    known = _confidence().folded(gold)
    counts = [
        article_counts(record, attribute(document, model).attributions)
        for record, document, model in zip(known.people, known.people_read, known.of_people, strict=True)
    ]
    return _scores(np.array(counts))


def _confidence() -> ModuleType:
    """The training module; it needs PyTorch, which the set-up leaves out."""
    try:
        return import_module("lab.training.confidence")
    except ModuleNotFoundError as error:
        raise MissingLab(
            f"validating sources learns on folds and needs {error.name}: pip install {error.name} (its build for "
            "processors is enough), then run the same command"
        ) from error


def article_counts(record: Mapping[str, Any], attributions: Sequence[Attribution]) -> NDArray[np.float64]:
    """An article's row of counts: marked, found, found with source by kind; all rows; right rows."""
    letters = letters_of(record["text"])
    marked = [mark for mark in record["attributions"] if mark["content"]]
    reported = [item for item in attributions if item.kind is not Kind.SCARE]
    pairs = matched([item.parts for item in reported], [mark["content"] for mark in marked], letters)
    counts = np.zeros(_COLUMNS)
    for mark in marked:
        counts[3 * _KINDS.index(Kind(mark["kind"]))] += 1
    for which, of in pairs.items():
        column = 3 * _KINDS.index(Kind(marked[of]["kind"]))
        counts[column + 1] += 1
        source = reported[which].source_span
        counts[column + 2] += source is not None and shared_letters(letters, [source], marked[of]["source"]) > 0
    counts[-2:] = len(reported), len(pairs)
    return counts


def matched(contents: Sequence[Sequence[Span]], marked: Sequence[Sequence[Span]], letters: Letters) -> dict[int, int]:
    """The marked content that each found one matches, one to one, closest first."""
    overlaps = []
    for which, parts in enumerate(contents):
        for of, content in enumerate(marked):
            both = shared_letters(letters, parts, content)
            either = letter_count(letters, parts) + letter_count(letters, content) - both
            if both and 2 * both >= either:
                overlaps.append((-both / either, which, of))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, which, of in sorted(overlaps):
        if which not in pairs and of not in taken:
            pairs[which] = of
            taken.add(of)
    return pairs


def _scores(counts: NDArray[np.float64]) -> list[Score]:
    scores = []
    for number, kind in enumerate(_KINDS):
        marked, hits, with_source = range(3 * number, 3 * number + 3)
        peer, peer_source, people = _KNOWN[kind]
        scores.append(_of(_DATA, f"{kind}: content found", counts[:, [marked, hits]], peer, people))
        scores.append(_of(_DATA, f"{kind}: content and source", counts[:, [marked, with_source]], peer_source))
    return [*scores, _of(_DATA, "precision of all reported", counts[:, -2:], _PEER_PRECISION)]


def _other_news(gold: Path) -> list[Score]:
    """Scores on held-out articles marked by readers: right rows, and marks found and named."""
    test = _held_out(gold)
    articles = {article: number for number, article in enumerate(dict.fromkeys(test.articles))}
    of = np.array([articles[article] for article in test.article], dtype=np.intp)

    def counted(chosen: NDArray[np.bool_]) -> NDArray[np.float64]:
        sums = [np.bincount(of[chosen], weights, len(articles)) for weights in (None, test.right[chosen])]
        return np.stack(sums, axis=1).astype(float)

    sure = test.confidence >= SURE
    scores = [
        _of(_DIVERSE, "rows right", counted(np.ones(len(of), dtype=bool)), 0.60, 0.97),
        _of(_DIVERSE, "sure rows right", counted(sure), 0.60, 0.97),
        _of(_DIVERSE, "right rows that are sure", np.stack((counted(test.right)[:, 0], counted(sure)[:, 1]), 1)),
    ]
    for kind in _KINDS:
        of_kind = test.kind == kind
        scores.append(_of(_DIVERSE, f"{kind}: sure rows right", counted(sure & of_kind)))
        scores.append(_of(_DIVERSE, f"{kind}: found and named", test.marks[kind], *_MARKED[kind]))
    return scores


@cache
def _held_out(gold: Path) -> Any:
    return _confidence().held_out(gold)


def _mpqa(gold: Path) -> list[Score]:
    """Scores of the shipped model on MPQA: speech cues, their sources, and the voice of expressions."""
    counts = np.array([mpqa_counts(record) for record in read_records(gold, "mpqa")])
    names = ("speech cues found", "cues that are marked", "source right", "own or another's voice")
    floors, how = (0.62, 0.80, 0.90, 0.85), "never trained on"
    return [
        _of(_MPQA, name, counts[:, [2 * number, 2 * number + 1]], floors[number], None, how)
        for number, name in enumerate(names)
    ]


def mpqa_counts(record: dict[str, Any]) -> list[int]:
    """For an article, the number of cases of each measure, and of right ones."""
    reading = attribute(cut(Article(record["id"], record["text"])))
    rows = [row for row in reading.attributions if row.cue_span]
    cues, speech = record["cues"], [cue for cue in record["cues"] if cue["kind"] == "speech"]
    matches = [(cue, row) for cue in speech for row in rows if _overlaps(row.cue_span, (cue["start"], cue["end"]))]
    marked = sum(any(_overlaps(row.cue_span, (cue["start"], cue["end"])) for cue in cues) for row in rows)
    sourced = [(cue["source"], row.source_span) for cue, row in matches if cue["source"] and row.source_span]
    voiced = [each for each in record["expressions"] if each["voice"] in ("own", "other")]
    right = sum((reading.voice_at(each["start"]) is Voice.OWN) == (each["voice"] == "own") for each in voiced)
    return [
        len(speech),
        len({cue["start"] for cue, _ in matches}),
        len(rows),
        marked,
        len(sourced),
        sum(_overlaps(source, span) for source, span in sourced),
        len(voiced),
        right,
    ]


def _overlaps(span: Span | None, other: Sequence[int]) -> bool:
    return span is not None and span[0] < other[1] and other[0] < span[1]


def _of(
    data: str,
    measure: str,
    counts: NDArray[np.float64],
    floor: float | None = None,
    ceiling: float | None = None,
    how: str = _HOW,
) -> Score:
    """The share that is right, from counts of all and of right cases with a row per article."""
    return score_of_counts(data, measure, share, counts[:, ::-1], "article", how, floor, ceiling)
