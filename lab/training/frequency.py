"""How often each word is used in news, without names.

No value may depend on a name. So a word that is mostly written with a capital inside sentences has no frequency.

Run as `python -m lab.training.frequency --news FILE`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.articles import Article
from framing.models import pack_words
from framing.text import cut
from lab.training.store import NEWS_DATA, Provenance, store_arrays

LEAST_USES = 10
#: A word is a name if more than this share of its uses inside sentences has a capital.
NAME_SHARE = 0.5


def fit(texts: Iterable[str]) -> dict[str, NDArray[Any]]:
    """The arrays of the model: `words` (UTF-8, joined by line breaks, most common first) and `uses` of each."""
    opening: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for text in texts:
        document = cut(Article("news", text))
        forms = [document.vocabulary.forms[number] for number in document.word_id.tolist()]
        starts = document.sentence_first_word[:-1]
        opens = {int(word) for word in starts if word < len(forms)}
        opening.update(forms[word] for word in opens)
        inside.update(form for word, form in enumerate(forms) if word not in opens)
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for form, uses in inside.items():
        (small if form.islower() else capital)[form.lower()] += uses
    every = small + capital
    for form, uses in opening.items():
        every[form.lower()] += uses
    kept = [
        (word, uses)
        for word, uses in every.items()
        if uses >= LEAST_USES and word.replace("'", "").replace("-", "").isalpha()
        if small[word] and capital[word] <= NAME_SHARE * (small[word] + capital[word])
    ]
    kept.sort(key=lambda item: (-item[1], item[0]))
    return {
        "words": pack_words(word for word, _ in kept),
        "uses": np.array([uses for _, uses in kept], dtype=np.int32),
        "total": np.array([sum(every.values())], dtype=np.int64),
    }


@click.command()
@click.option("--news", envvar="FRAMING_NEWS", required=True, type=click.Path(path_type=Path, exists=True))
def main(news: Path) -> None:
    """Count the words of a Parquet file of articles with the column `text`."""
    arrays = fit(pd.read_parquet(news, columns=["text"])["text"].fillna("").tolist())
    store_arrays(
        "frequency",
        arrays,
        Provenance(
            title="How often words are used in news",
            version="1",
            script="lab.training.frequency",
            seed=0,
            data=[NEWS_DATA],
            note="Names have no frequency.",
        ),
    )


if __name__ == "__main__":
    main()
