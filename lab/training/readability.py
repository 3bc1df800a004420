"""Reading ease, fitted on human judgements: excerpts compared by teachers, and sentences rated by readers.

One ridge regression on three data sets. CLEAR (Crossley et al. 2022) gives the ease of excerpts of about 170 words, as
teachers judged it; ReadMe++ (Naous et al. 2024) gives readers' ratings of single sentences. Each has its own mean.
OneStopEnglish (Vajjala and Lučić 2018) gives articles at three levels; only differences between levels count, so that
topics do not. The features are sentence lengths (with other weights in short texts than in long ones), properties of
words, single words that at least `LEAST_TEXTS` judged texts use, and word vectors, which cover words that fewer texts
use.

Run as `python -m lab.training.readability --gold DIR`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from framing.articles import Article
from framing.measures.readability import formulas
from framing.measures.readability.formulas import flesch_reading_ease
from framing.measures.readability.words import COLUMN, Word, count_sentences, word_causes
from framing.models import unit_vectors, vector_forms
from framing.text import WordFeature, cut
from lab.training.store import Provenance, store_json

LEAST_TEXTS = 5
#: Ridge penalties: on lengths and properties, on single words, and on directions of vectors.
STRENGTH = 10.0
STRENGTH_WORDS = 0.015
STRENGTH_VECTORS = 0.1
#: A rated sentence weighs twice as much as an excerpt: it is shorter, and ratings are coarser.
SENTENCE_WEIGHT = 2.0
#: The difference in ease between two levels of OneStopEnglish, in standard deviations, and its weight.
LEVEL_STEP = 0.8
LEVEL_WEIGHT = 5.0
#: The levels of OneStopEnglish, easiest first.
LEVELS = ("ele", "int", "adv")
#: The penalty on the difference in mean between the first two data sets: none.
_OFFSET = 10.0
FOLDS = 5
SEED = 20250328

Vector = NDArray[np.float64]


def _causes_of_forms(forms: Sequence[str]) -> Vector:
    return word_causes([Word.of(form) for form in forms])


_CAUSES = WordFeature(
    "ease_causes", _causes_of_forms, "float64", width=_causes_of_forms(["the"]).shape[1], vectorized=True
)


@dataclass(frozen=True)
class Judged:
    """A text and its judged ease, in standard deviations of its data set; `rated` marks single sentences."""

    text: str
    ease: float
    rated: bool
    news: bool = False


@dataclass(frozen=True)
class Measured:
    """The measured features of a text.

    `lengths` are words, sentences, and the sum of the log words per sentence.
    """

    size: int
    lengths: tuple[float, float, float]
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


def read_levels(gold: Path) -> list[list[Measured]]:
    """The articles written at all three levels, sorted by topic: the texts of each, easiest first."""
    topics: dict[str, dict[str, str]] = defaultdict(dict)
    for record in _with_words(gold / "onestopenglish.jsonl"):
        topics[record["topic"]][record["id"].rsplit("-", 1)[-1]] = record["text"]
    whole = [texts for _, texts in sorted(topics.items()) if set(texts) == set(LEVELS)]
    return [[measured(texts[level]) for level in LEVELS] for texts in whole]


def _with_words(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [record for record in records if any(character.isalnum() for character in record["text"])]


def _standardised(values: Sequence[float]) -> list[float]:
    array = np.array(values, dtype=float)
    standard: list[float] = ((array - array.mean()) / array.std()).tolist()
    return standard


def measured(text: str) -> Measured:
    """The features of a text, read as one paragraph."""
    document = cut(Article("judged", " ".join(text.split())))
    sums = count_sentences(document).counts.sum(axis=0, dtype=np.float64)
    sentences, words, syllables, log_words = (
        sums[COLUMN[name]] for name in ("sentences", "words", "syllables", "log_words")
    )
    used = Counter(document.vocabulary.forms[number] for number in document.word_id.tolist())
    weighed: Counter[str] = Counter()
    for form, times in used.items():
        if not Word.of(form).exempt:
            weighed[form.lower()] += times
    known = sum(weighed.values()) / words
    return Measured(
        size=int(words),
        lengths=(float(words), float(sentences), float(log_words)),
        causes=document.word_column(_CAUSES).sum(axis=0),
        words=weighed,
        counts=sums,
        ranges=(words / sentences, syllables / words, known),
    )


def fit(judged: Sequence[Judged], texts: Sequence[Measured], levels: Sequence[Sequence[Measured]]) -> dict[str, Any]:
    """The model: weights of lengths, of properties of words and of single words, and the scale."""
    from scipy.linalg import solve

    steps = [step for article in levels for step in pairwise(article)]
    every, rows = [*texts, *chain.from_iterable(steps)], _rows(len(texts), len(steps))
    sizes, rated = _sizes(every), np.array([one.rated for one in judged])
    word_means = np.sum([text.causes for text in texts], axis=0) / sizes[: len(texts)].sum()
    sentence_means = _lengths(texts).mean(axis=0)
    lengths = _lengths(every) - sentence_means
    causes = np.array([text.causes for text in every]) - sizes[:, None] * word_means
    dense = np.hstack(
        [lengths, lengths * formulas.shortness(sizes)[:, None], causes / (sizes + formulas.PRIOR_WORDS)[:, None]]
    )
    of_judged = dense[: len(texts)]
    spread = np.maximum(np.sqrt((of_judged[~rated].var(axis=0) + of_judged[rated].var(axis=0)) / 2), 1e-9)
    offset = np.concatenate([np.where(rated, _OFFSET, 0.0), np.zeros(len(steps))])
    scaled = np.hstack([rows @ (dense / spread), offset[:, None]])
    vocabulary = _vocabulary(texts)
    single = rows @ _shares(every, vocabulary, np.maximum(sizes, formulas.FULL_WORDS))
    used = _shares(every, vector_forms(), sizes + formulas.PRIOR_WORDS)
    uses = np.asarray(used[: len(texts)].sum(axis=0)).ravel()
    vectors = unit_vectors() - np.average(unit_vectors(), axis=0, weights=uses)
    company = (rows @ used) @ vectors
    target = np.array([*(one.ease for one in judged), *(LEVEL_STEP for _ in steps)])
    weight = np.concatenate([np.where(rated, SENTENCE_WEIGHT, 1.0), np.full(len(steps), LEVEL_WEIGHT)])
    # The dual form has as many unknowns as texts, for any number of words.
    kernel = scaled @ scaled.T / STRENGTH
    kernel += (single @ single.T).toarray() / STRENGTH_WORDS + company @ company.T / STRENGTH_VECTORS
    dual = solve(kernel + np.diag(1 / weight), target, assume_a="pos")
    weights = (scaled.T @ dual / STRENGTH)[:-1] / spread
    learned = (single.T @ dual / STRENGTH_WORDS).tolist()
    near = (vectors @ (company.T @ dual) / STRENGTH_VECTORS).tolist()
    many = len(sentence_means)
    flesch = flesch_reading_ease(np.array([text.counts for text in texts])[~rated])
    return {
        "sentence_means": _rounded(sentence_means),
        "sentence_weights": _rounded(weights[:many]),
        "sentence_weights_short": _rounded(weights[many : 2 * many]),
        "word_means": _rounded(word_means),
        "word_weights": _rounded(weights[2 * many :]),
        "words": {word: round(weight, 3) for word, weight in zip(vocabulary, learned, strict=True)},
        "company": {form: round(weight, 3) for form, weight in zip(vector_forms(), near, strict=True)},
        "scale": _rounded(np.array([flesch.mean(), flesch.std()])),
        "ranges": _ranges(texts),
    }


def _rows(texts: int, steps: int) -> Any:
    """The rows of the regression: one per judged text, then one per pair of levels, easier minus harder."""
    from scipy.sparse import block_diag, eye_array, kron

    return block_diag([eye_array(texts), kron(eye_array(steps), np.array([[1.0, -1.0]]))], format="csr")


def _lengths(texts: Sequence[Measured]) -> Vector:
    words, sentences, log_words = np.array([text.lengths for text in texts]).T
    return formulas.sentence_causes(words, sentences, log_words).astype(np.float64)


def _sizes(texts: Sequence[Measured]) -> Vector:
    return np.array([text.size for text in texts], dtype=float)


def _vocabulary(texts: Sequence[Measured]) -> dict[str, int]:
    """The words that enough texts use, numbered."""
    used = Counter(word for text in texts for word in text.words)
    return {word: n for n, word in enumerate(sorted(w for w, times in used.items() if times >= LEAST_TEXTS))}


def _shares(texts: Sequence[Measured], vocabulary: Mapping[str, int], sizes: Vector) -> Any:
    """Uses of each word of the vocabulary, divided by the length of the text; a sparse row per text."""
    from scipy.sparse import csr_matrix

    rows, columns, values = [], [], []
    for row, (text, size) in enumerate(zip(texts, sizes.tolist(), strict=True)):
        for word, times in sorted(text.words.items()):
            if word in vocabulary:
                rows.append(row)
                columns.append(vocabulary[word])
                values.append(times / size)
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(vocabulary)))


def _ranges(texts: Sequence[Measured]) -> dict[str, list[float]]:
    values = np.array([text.ranges for text in texts])
    low, high = np.quantile(values, (0.005, 0.995), axis=0)
    names = ("words_per_sentence", "syllables_per_word", "known")
    return {name: _rounded(np.array(bounds)) for name, *bounds in zip(names, low, high, strict=True)}


def _rounded(values: Vector) -> list[float]:
    return [round(float(value), 5) for value in values]


def predict(model: dict[str, Any], text: Measured) -> float:
    """The ease of a text under a fitted model, in standard deviations."""
    lengths = _lengths([text])[0] - np.array(model["sentence_means"])
    by_size = np.array(model["sentence_weights"])
    by_size = by_size + formulas.shortness(np.array(text.size)) * np.array(model["sentence_weights_short"])
    centred = text.causes - text.size * np.array(model["word_means"])
    company, learned = (
        sum(times * model[of].get(word, 0.0) for word, times in text.words.items()) for of in ("company", "words")
    )
    causes = (centred @ np.array(model["word_weights"]) + company) / (text.size + formulas.PRIOR_WORDS)
    return float(lengths @ by_size + causes + learned / max(text.size, formulas.FULL_WORDS))


def out_of_fold(
    judged: Sequence[Judged], texts: Sequence[Measured], levels: Sequence[Sequence[Measured]]
) -> tuple[Vector, Vector]:
    """Held-out ease of each judged text, and of each article at each level."""
    fold = np.random.default_rng(SEED).integers(0, FOLDS, len(judged))
    fold_of_article = np.arange(len(levels)) % FOLDS
    ease, ease_of_levels = np.zeros(len(judged)), np.zeros((len(levels), len(LEVELS)))
    for part in range(FOLDS):
        known = np.flatnonzero(fold != part).tolist()
        articles = [article for article, number in zip(levels, fold_of_article, strict=True) if number != part]
        model = fit([judged[n] for n in known], [texts[n] for n in known], articles)
        for n in np.flatnonzero(fold == part).tolist():
            ease[n] = predict(model, texts[n])
        for n in np.flatnonzero(fold_of_article == part).tolist():
            ease_of_levels[n] = [predict(model, text) for text in levels[n]]
    return ease, ease_of_levels


@click.command()
@click.option("--gold", envvar="FRAMING_GOLD", required=True, type=click.Path(path_type=Path, exists=True))
def main(gold: Path) -> None:
    """Fit reading ease on the labelled data in a folder."""
    from threadpoolctl import threadpool_limits

    judged = read_judged(gold)
    texts = [measured(one.text) for one in judged]
    levels = read_levels(gold)
    # One thread: the order of additions, and so the last bits, must not depend on the number of cores.
    with threadpool_limits(1):
        model = fit(judged, texts, levels)
        ease, of_levels = out_of_fold(judged, texts, levels)
    excerpts = np.array([not one.rated for one in judged])
    rated = np.array([one.ease for one in judged])
    store_json(
        "reading-ease",
        model,
        Provenance(
            title="Reading ease as teachers and readers judged it, by ridge regression",
            version="3",
            script="lab.training.readability",
            seed=SEED,
            licence="CC BY-NC-SA 4.0",
            data=[
                "CLEAR corpus, development part (Crossley et al. 2022, CC BY-NC-SA 4.0), "
                "github.com/scrosseye/CLEAR-Corpus",
                "ReadMe++, English (Naous et al. 2024), github.com/tareknaous/readme",
                "OneStopEnglish (Vajjala and Lučić 2018, CC BY-SA 4.0), "
                "github.com/nishkalavallabhi/OneStopEnglishCorpus",
                "Word vectors, of what word-vectors.toml names",
            ],
            scores={
                "CLEAR, r by cross-validation": float(np.corrcoef(ease[excerpts], rated[excerpts])[0, 1]),
                "ReadMe++, r by cross-validation": float(np.corrcoef(ease[~excerpts], rated[~excerpts])[0, 1]),
                "OneStopEnglish, levels in order by cross-validation": float(
                    (np.diff(of_levels) < 0).all(axis=1).mean()
                ),
            },
            note="Names and numerals have no weight of their own.",
        ),
    )


if __name__ == "__main__":
    main()
