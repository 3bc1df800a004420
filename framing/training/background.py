"""How often words are used in news at large: the background that a comparison's words are held against.

Names are left out, as from the word vectors, and so are rare words. Run as
`python -m framing.training.background --news FILE`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from framing.training.store import Provenance, store_arrays
from framing.training.vectors import names, words

LEAST_USES = 15


def fit(texts: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The arrays of the model: `forms` (UTF-8, joined by line breaks), `counts` (a number a form), `words` (all)."""
    left_out = names(texts)
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(words(text.lower()))
    kept = sorted(form for form, uses in counts.items() if uses >= LEAST_USES and form not in left_out)
    return {
        "forms": np.frombuffer("\n".join(kept).encode(), dtype=np.uint8),
        "counts": np.array([counts[form] for form in kept], dtype=np.int32),
        "words": np.array([counts.total()], dtype=np.int64),
    }


@click.command()
@click.option("--news", envvar="FRAMING_NEWS", required=True, type=click.Path(path_type=Path, exists=True))
def main(news: Path) -> None:
    """Count the words of a Parquet file of articles with the columns `title` and `text`."""
    table = pd.read_parquet(news, columns=["title", "text"])
    store_arrays(
        "background",
        fit((table["title"].fillna("") + ".\n" + table["text"].fillna("")).tolist()),
        Provenance(
            title="How often words are used in news",
            version="1",
            script="framing.training.background",
            seed=0,
            data=[
                "15,000 news articles in English from about 100 outlets, from the Article-Bias-Prediction data of "
                "Baly et al. 2020 (Apache-2.0), github.com/ramybaly/Article-Bias-Prediction"
            ],
            note="Counts of single words; nothing is drawn at random. Names are left out.",
        ),
    )


if __name__ == "__main__":
    main()
