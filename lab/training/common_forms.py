"""The values of word features for the most common forms in news, so that a first run computes fewer of them.

Run as `python -m lab.training.common_forms --news FILE`, after every change to a stored feature. Without `--news` it
keeps the forms and renews their values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing import analyze
from framing.articles import Article
from framing.models import load_arrays, pack_words, unpack_words
from framing.text import cut
from framing.text.vocabulary import WordFeature, vocabulary
from lab.training.store import NEWS_DATA, Provenance, store_arrays

#: The number of forms to keep: seven of eight in a few hundred articles.
MOST_FORMS = 60_000
#: Analysing this text computes every feature.
_EXAMPLE = "“The dam is safe, shamefully safe,” the mayor of Elm said."


def stored_features() -> list[WordFeature]:
    """The features with stored values, by name."""
    analyze([Article("example", _EXAMPLE)])
    return sorted((feature for feature in vocabulary().features if feature.stored), key=lambda feature: feature.name)


def most_used(texts: Iterable[str]) -> list[str]:
    """The most common forms in these texts, most common first."""
    uses: Counter[str] = Counter()
    for text in texts:
        document = cut(Article("news", text))
        uses.update(document.vocabulary.forms[number] for number in document.word_id.tolist())
    return sorted(uses, key=lambda form: (-uses[form], form))[:MOST_FORMS]


def values_of(forms: Sequence[str], features: Sequence[WordFeature]) -> dict[str, NDArray[Any]]:
    """The arrays to store: the forms, and the values of these features."""
    computed = {each.name: np.array(each.values(forms), dtype=each.dtype) for each in features}
    return {"forms": pack_words(forms), **computed}


@click.command()
@click.option("--news", envvar="FRAMING_NEWS", type=click.Path(path_type=Path, exists=True), help="A file of articles.")
def main(news: Path | None) -> None:
    """Store the values of the common forms."""
    features = stored_features()
    if news:
        forms = most_used(pd.read_parquet(news, columns=["text"])["text"].fillna("").tolist())
    else:
        forms = unpack_words(load_arrays("common-forms")["forms"])
    provenance = Provenance(
        title="Features of the most common word forms in news",
        version="1",
        script="lab.training.common_forms",
        seed=0,
        data=[NEWS_DATA],
        note="Computed by the features' own functions; the file only saves time.",
    )
    store_arrays("common-forms", values_of(forms, features), provenance)


if __name__ == "__main__":
    main()
