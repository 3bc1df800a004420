"""Reading ease, fitted on what people judged: excerpts compared by teachers, and sentences rated by readers.

One ridge regression on two data sets, each with its own mean: CLEAR (Crossley et al. 2022) gives how easy teachers
found excerpts of about 170 words, ReadMe++ (Naous et al. 2024) how hard readers rated single sentences. Its weights
belong to the lengths of sentences, to properties of words, and to single words that at least `LEAST_TEXTS` texts use.

Run as `python -m framing.training.readability --gold DIR`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from framing.articles import Article
from framing.measures.readability import ease
from framing.measures.readability.counts import count_sentences, count_words
from framing.measures.readability.familiar import Word
from framing.measures.readability.formulas import flesch_reading_ease
from framing.text import WordFeature, cut
from framing.training.store import Provenance, store_json

LEAST_TEXTS = 5
#: How strongly weights are drawn to zero: of lengths and properties, and of single words.
STRENGTH = 10.0
STRENGTH_WORDS = 0.015
#: A sentence rated by readers weighs twice as much as an excerpt: it is the shorter, and ratings are fewer in kind.
SENTENCE_WEIGHT = 2.0
#: The two data sets may differ in their mean at no cost.
_OFFSET = 10.0
FOLDS = 5
SEED = 20250328

_CAUSES = WordFeature(
    "ease_causes", lambda form: ease.word_causes(Word.of(form)), "float64", width=len(ease.WORD_CAUSES)
)

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """A text and how easy it was judged, in standard deviations of its data set; `rated` marks single sentences."""

    text: str
    ease: float
    rated: bool
    news: bool = False


@dataclass(frozen=True)
class Measured:
    """What of a text bears on its ease."""

    size: int
    lengths: ease.Sums
    causes: Vector
    words: Counter[str]
    counts: Vector
    ranges: tuple[float, float, float]


def read_judged(gold: Path) -> list[Judged]:
    """The texts of both data sets with their judgements."""
    excerpts = _with_words(gold / "clear.jsonl")
    sentences = _with_words(gold / "readmepp_en.jsonl")
    easy = _standardised([record["bt_easiness"] for record in excerpts])
    hard = _standardised([record["rating"] for record in sentences])
    return [
        *(Judged(record["text"], value, False) for record, value in zip(excerpts, easy, strict=True)),
        *(
            Judged(record["text"], -value, True, record["domain"] == "News Articles")
            for record, value in zip(sentences, hard, strict=True)
        ),
    ]


def _with_words(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [record for record in records if any(character.isalnum() for character in record["text"])]


def _standardised(values: Sequence[float]) -> list[float]:
    array = np.array(values, dtype=float)
    standard: list[float] = ((array - array.mean()) / array.std()).tolist()
    return standard


def measured(text: str) -> Measured:
    """What of a text bears on its ease, the text taken as one paragraph."""
    document = cut(Article("judged", " ".join(text.split())))
    counted = count_sentences(document, count_words(document))
    sums = counted.counts.sum(axis=0, dtype=np.float64)
    sentences, words, syllables = sums[:3]
    lengths = np.log(counted.counts[:, 1]).sum()
    forms = [document.vocabulary.forms[number] for number in document.word_id.tolist()]
    weighed = Counter(form.lower() for form in forms if not Word.of(form).exempt)
    known = sum(weighed.values()) / words
    return Measured(
        size=int(words),
        lengths=ease.sentence_causes(np.array(words), np.array(sentences), np.array(lengths)),
        causes=document.word_column(_CAUSES).sum(axis=0),
        words=weighed,
        counts=sums,
        ranges=(words / sentences, syllables / words, known),
    )


def fit(judged: Sequence[Judged], texts: Sequence[Measured]) -> dict[str, Any]:
    """The model: weights of lengths, of properties of words and of single words, and the scale."""
    from scipy.linalg import solve

    sizes = _sizes(texts)
    word_means = np.sum([text.causes for text in texts], axis=0) / sizes.sum()
    lengths = np.array([text.lengths for text in texts])
    sentence_means = lengths.mean(axis=0)
    causes = np.array([text.causes for text in texts]) - sizes[:, None] * word_means
    dense = np.hstack([lengths - sentence_means, causes / (sizes + ease.PRIOR_WORDS)[:, None]])
    rated = np.array([one.rated for one in judged])
    spread = np.maximum(np.sqrt((dense[~rated].var(axis=0) + dense[rated].var(axis=0)) / 2), 1e-9)
    scaled = np.hstack([dense / spread, np.where(rated, _OFFSET, 0.0)[:, None]])
    single, vocabulary = _single_words(texts, sizes)
    target = np.array([one.ease for one in judged])
    weight = np.where(rated, SENTENCE_WEIGHT, 1.0)
    # The dual form: as many unknowns as texts, however many words there are.
    kernel = scaled @ scaled.T / STRENGTH + (single @ single.T).toarray() / STRENGTH_WORDS
    dual = solve(kernel + np.diag(1 / weight), target, assume_a="pos")
    weights = scaled.T @ dual / STRENGTH
    learned = single.T @ dual / STRENGTH_WORDS
    dense_weights = weights[:-1] / spread
    many = len(sentence_means)
    flesch = flesch_reading_ease(np.array([text.counts for text in texts])[~rated])
    return {
        "bias": 0.0,
        "sentence_means": _rounded(sentence_means),
        "sentence_weights": _rounded(dense_weights[:many]),
        "word_means": _rounded(word_means),
        "word_weights": _rounded(dense_weights[many:]),
        "words": {word: round(float(learned[n]), 3) for word, n in vocabulary.items()},
        "scale": _rounded(np.array([flesch.mean(), flesch.std()])),
        "ranges": _ranges(texts),
    }


def _sizes(texts: Sequence[Measured]) -> Vector:
    return np.array([text.size for text in texts], dtype=float)


def _single_words(texts: Sequence[Measured], sizes: Vector) -> tuple[Any, dict[str, int]]:
    from scipy.sparse import csr_matrix

    used = Counter(word for text in texts for word in text.words)
    vocabulary = {word: n for n, word in enumerate(sorted(w for w, times in used.items() if times >= LEAST_TEXTS))}
    rows, columns, values = [], [], []
    for row, (text, size) in enumerate(zip(texts, sizes, strict=True)):
        for word, times in sorted(text.words.items()):
            if word in vocabulary:
                rows.append(row)
                columns.append(vocabulary[word])
                values.append(times / max(size, ease.FULL_WORDS))
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(vocabulary))), vocabulary


def _ranges(texts: Sequence[Measured]) -> dict[str, list[float]]:
    values = np.array([text.ranges for text in texts])
    low, high = np.quantile(values, (0.005, 0.995), axis=0)
    names = ("words_per_sentence", "syllables_per_word", "known")
    return {name: _rounded(np.array(bounds)) for name, *bounds in zip(names, low, high, strict=True)}


def _rounded(values: Vector) -> list[float]:
    return [round(float(value), 5) for value in values]


def predict(model: dict[str, Any], text: Measured) -> float:
    """The ease of a text by a fitted model, in standard deviations."""
    lengths = (text.lengths - model["sentence_means"]) @ np.array(model["sentence_weights"])
    centred = text.causes - text.size * np.array(model["word_means"])
    causes = centred @ np.array(model["word_weights"]) / (text.size + ease.PRIOR_WORDS)
    learned = sum(times * model["words"].get(word, 0.0) for word, times in text.words.items())
    return float(model["bias"] + lengths + causes + learned / max(text.size, ease.FULL_WORDS))


def out_of_fold(judged: Sequence[Judged], texts: Sequence[Measured]) -> Vector:
    """The ease of each text by a model that never saw it."""
    fold = np.random.default_rng(SEED).integers(0, FOLDS, len(judged))
    found = np.zeros(len(judged))
    for held in range(FOLDS):
        known = np.flatnonzero(fold != held).tolist()
        model = fit([judged[n] for n in known], [texts[n] for n in known])
        for n in np.flatnonzero(fold == held).tolist():
            found[n] = predict(model, texts[n])
    return found


@click.command()
@click.option("--gold", envvar="FRAMING_GOLD", required=True, type=click.Path(path_type=Path, exists=True))
def main(gold: Path) -> None:
    """Fit reading ease on the labelled data in a folder."""
    from threadpoolctl import threadpool_limits

    judged = read_judged(gold)
    texts = [measured(one.text) for one in judged]
    # One thread: the order of additions, and so the last bits, must not depend on the machine's cores.
    with threadpool_limits(1):
        model = fit(judged, texts)
        found = out_of_fold(judged, texts)
    excerpts = np.array([not one.rated for one in judged])
    told = np.array([one.ease for one in judged])
    store_json(
        "reading-ease",
        model,
        Provenance(
            title="Reading ease as teachers and readers judged it, by ridge regression",
            version="1",
            script="framing.training.readability",
            seed=SEED,
            licence="CC BY-NC-SA 4.0",
            data=[
                "CLEAR corpus, development part (Crossley et al. 2022, CC BY-NC-SA 4.0), "
                "github.com/scrosseye/CLEAR-Corpus",
                "ReadMe++, English (Naous et al. 2024), github.com/tareknaous/readme",
            ],
            scores={
                "CLEAR, r by cross-validation": float(np.corrcoef(found[excerpts], told[excerpts])[0, 1]),
                "ReadMe++, r by cross-validation": float(np.corrcoef(found[~excerpts], told[~excerpts])[0, 1]),
            },
            note="Names and numerals have no weight of their own.",
        ),
    )


if __name__ == "__main__":
    main()
