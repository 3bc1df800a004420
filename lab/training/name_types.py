"""The type of each name (person, body …), learned from news in which a parser found and typed the names.

The silver labels are those of spaCy's small English model. The words around a name and lists of common nouns have
weights; the name's own words have none.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

from framing.articles import Article
from framing.attribution.entities import grouped
from framing.attribution.model import load_model
from framing.attribution.name_types import CLASSES, NAME, Features, features, name_weight, row_feature
from framing.attribution.names import Name, names_in
from framing.attribution.phrases import phrases_of
from framing.attribution.token_features import GAP_CODES, token_features
from framing.models import news_frequency, pack_words
from framing.text import Cut, Document, cut
from lab.training.store import Provenance, store_arrays

SEED = 0
#: The number of common words with weights of their own; other words use their part of speech.
WORDS = 3_000
#: The inverse of the penalty.
STRENGTH = 0.3
_CLASS_OF = {
    "PERSON": "person", "ORG": "body", "NORP": "group", "GPE": "place", "LOC": "place", "FAC": "place", "DATE": "time",
    "TIME": "time", "EVENT": "thing", "WORK_OF_ART": "thing", "PRODUCT": "thing", "LAW": "thing", "LANGUAGE": "group",
}  # fmt: skip


#: Minimum articles with a word as a surname, and minimum share of person labels, for a surname.
_SURNAME_IN, _PERSON_SHARE = 3, 0.25


class Sample(NamedTuple):
    """The names of an article: its id, their words, the design matrix of features, and their classes."""

    article: str
    names: list[tuple[str, ...]]
    design: csr_matrix
    classes: list[str]


def vocabulary() -> list[str]:
    """The words with weights of their own, in alphabetical order."""
    uses, _ = news_frequency()
    return sorted(sorted(uses, key=lambda word: (-uses[word], word))[:WORDS])


def count_rows(words: Sequence[str]) -> int:
    """The number of rows of weights for the words beside a name."""
    return 1 + int(max(row_feature(words).values(words)))


def samples(folder: Path, words: Sequence[str]) -> Iterator[Sample]:
    """The names of every article in `news.jsonl.gz`; the texts are in `sentences.jsonl`."""
    with (folder / "sentences.jsonl").open(encoding="utf-8") as lines:
        texts = {record["id"]: record["text"] for record in map(json.loads, lines)}
    feature = row_feature(words)
    model = load_model()
    with gzip.open(folder / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            document = cut(Article(record["id"], texts[record["id"]]))
            if not len(document.word_start):
                continue
            batch = token_features(Cut.of_document(document), model.rows)
            phrases = phrases_of(batch)
            groups = grouped(names_in(batch, phrases)[0])
            if groups:
                labels = [_label(document, group, record) for group in groups.values()]
                x = design(features(batch, phrases, [groups], [groups], feature), count_rows(words))
                yield Sample(record["id"], list(groups), x, labels)


def correct_surnames(every: Sequence[Sample]) -> None:
    """Label bare surnames as persons; the parser often takes them for bodies or not for names."""
    surnames, single = Counter[str](), Counter[tuple[str, str]]()
    for sample in every:
        for low, label in zip(sample.names, sample.classes, strict=True):
            surnames[low[-1]] += len(low) > 1 and label == "person"
            single[low[0], label] += len(low) == 1
    for sample in every:
        for number, (low, label) in enumerate(zip(sample.names, sample.classes, strict=True)):
            if len(low) > 1 or label not in ("body", "thing", "none") or surnames[low[0]] < _SURNAME_IN:
                continue
            if single[low[0], "person"] >= _PERSON_SHARE * sum(single[low[0], other] for other in CLASSES):
                sample.classes[number] = "person"


def _label(document: Document, members: Sequence[Name], record: Mapping[str, Any]) -> str:
    """The parser's most frequent class among these names."""
    votes: Counter[str] = Counter()
    for name in members:
        low, high = document.word_starts[name.words_start], document.word_ends[name.end - 1]
        first = int(np.searchsorted(record["end"], low, side="right"))
        last = int(np.searchsorted(record["start"], high))
        inside = [tag.rpartition("-")[2] for tag in record["ent"][first:last]]
        votes[_CLASS_OF.get(Counter(inside).most_common(1)[0][0] if inside else "O", "none")] += 1
    return votes.most_common(1)[0][0]


def design(read: Features, rows: int) -> csr_matrix:
    """A sparse row of features per name: flags (the first is always 1), rows and gaps."""
    height = len(read.flags)
    value = name_weight(np.bincount(read.group_of_name, minlength=height))[read.group_of_name]
    codes = [(column, rows) for column in read.rows.T] + [(column, GAP_CODES) for column in read.gaps.T]
    parts: list[Any] = [
        csr_matrix((value, (read.group_of_name, column)), shape=(height, width)) for column, width in codes
    ]
    joined: csr_matrix = hstack([csr_matrix(read.flags), *parts]).tocsr()
    return joined


def fit(x: csr_matrix, y: Sequence[str]) -> NDArray[np.float64]:
    """The weights of each class, shape `(CLASSES, columns)`."""
    model = LogisticRegression(C=STRENGTH, max_iter=300).fit(x, y)
    order = [list(model.classes_).index(each) for each in CLASSES]
    weights: NDArray[np.float64] = model.coef_[order]
    weights[:, 0] += model.intercept_[order]
    return weights


def arrays(weights: NDArray[np.float64], words: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The weights as stored."""
    of_gaps = 2 * GAP_CODES
    flags = weights.shape[1] - 4 * count_rows(words) - of_gaps
    parts = np.split(weights.T.astype(np.float16), (flags, -of_gaps))
    shapes = {"flags": (-1,), "rows": (4, -1), "gaps": (2, -1)}
    stored = {
        name: part.reshape(*shape, len(CLASSES)) for (name, shape), part in zip(shapes.items(), parts, strict=True)
    }
    return {"words": pack_words(words), **stored}


def agreement(weights: NDArray[np.float64], x: csr_matrix, y: Sequence[str]) -> dict[str, float]:
    """How often the model gives the parser's class: over all names, and precision and recall of the main classes."""
    best = np.array(CLASSES)[(x @ weights.T).argmax(axis=1)]
    truth = np.array(y)
    scores = {"agreement with the parser": float((best == truth).mean())}
    for name in ("person", "body", "place"):
        both = ((best == name) & (truth == name)).sum()
        scores[f"{name}: precision"] = float(both / (best == name).sum())
        scores[f"{name}: recall"] = float(both / (truth == name).sum())
    return scores


@click.command()
@click.option("--silver", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
def main(silver: Path) -> None:
    """Learn the weights from parsed articles; a fifth of the articles is held out for the scores."""
    words = vocabulary()
    every = list(samples(silver, words))
    correct_surnames(every)
    kept = set(np.random.default_rng(SEED).permutation(len(every))[: len(every) // 5].tolist())
    parts = [[sample for number, sample in enumerate(every) if (number in kept) is test] for test in (False, True)]
    x = [vstack([each.design for each in part]).tocsr() for part in parts]
    y = [[label for each in part for label in each.classes] for part in parts]
    scores = agreement(fit(x[0], y[0]), x[1], y[1])
    for measure, value in scores.items():
        click.echo(f"{measure}: {value:.3f}")
    store_arrays(
        NAME,
        arrays(fit(vstack(x).tocsr(), [*y[0], *y[1]]), words),
        Provenance(
            title="Types of names",
            version="1",
            script="lab.training.name_types",
            seed=SEED,
            data=[
                "Article-Bias-Prediction, news of American outlets (Baly et al. 2020), "
                "github.com/ramybaly/Article-Bias-Prediction, labelled by en_core_web_sm 3.8 (Explosion, MIT)",
            ],
            scores=scores,
            note="Words beside a name and lists of common nouns have weights; names have none.",
        ),
    )


if __name__ == "__main__":
    main()
