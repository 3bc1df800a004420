"""Word vectors with names, by sentence windows and by articles, for custom frame models.

On a single topic, names help to separate frames, and vectors relate unlabelled names to labelled ones. One half of a
vector comes from a window of a few words, as in `lab.training.vectors`; the other half comes from the articles that
contain a form (latent semantic analysis; Deerwester et al. 1990).

Run as `python -m lab.training.topic_vectors --news FILE`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.models import pack_words
from lab.training.store import NEWS_DATA, Provenance, store_arrays
from lab.training.vectors import (
    SEED,
    SMOOTHING,
    cooccurrences,
    directions,
    frequent_forms,
    positive_information,
    words,
)

#: Dimensions from nearby words and from articles.
NEARBY, ARTICLES = 150, 100


def article_information(documents: Sequence[Sequence[str]], forms: Sequence[str]) -> Any:
    """Positive pointwise mutual information of forms and articles, shape `(forms, articles)`."""
    from scipy.sparse import csr_matrix

    number = {form: index for index, form in enumerate(forms)}
    forms_of_article = [sorted({number[form] for form in document if form in number}) for document in documents]
    rows = np.array([form for document in forms_of_article for form in document], dtype=np.int64)
    columns = np.repeat(np.arange(len(forms_of_article)), [len(document) for document in forms_of_article])
    articles = np.bincount(rows, minlength=len(forms)).astype(float)
    size = np.bincount(columns, minlength=len(forms_of_article)).astype(float) ** SMOOTHING
    size /= size.sum()
    information = -np.log(articles[rows] * size[columns])
    positive = information > 0
    return csr_matrix(
        (information[positive], (rows[positive], columns[positive])), shape=(len(forms), len(forms_of_article))
    )


def fit(texts: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Arrays of the model: `forms` (UTF-8, joined by line breaks), `nearby` and `articles` (int8, a row per form)."""
    documents = [words(text.lower()) for text in texts]
    forms = frequent_forms(documents, set())
    return {
        "forms": pack_words(forms),
        "nearby": directions(positive_information(cooccurrences(documents, forms)), NEARBY),
        "articles": directions(article_information(documents, forms), ARTICLES),
    }


@click.command()
@click.option("--news", envvar="FRAMING_NEWS", required=True, type=click.Path(path_type=Path, exists=True))
def main(news: Path) -> None:
    """Learn the vectors from a Parquet file of articles with the columns `title` and `text`."""
    table = pd.read_parquet(news, columns=["title", "text"])
    store_arrays(
        "topic-vectors",
        fit((table["title"].fillna("") + ".\n" + table["text"].fillna("")).tolist()),
        Provenance(
            title="Word vectors from news, including names: from nearby words and from articles",
            version="1",
            script="lab.training.topic_vectors",
            seed=SEED,
            data=[NEWS_DATA],
            note="Only for frames fitted to your own labels. Only the direction of a row has a meaning.",
        ),
    )


if __name__ == "__main__":
    main()
