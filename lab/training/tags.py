"""Each word form's usual part of speech, from hand-tagged text.

Run as `python -m lab.training.tags --treebank DIR` with the Universal Dependencies columns as tab-separated,
gzipped files in DIR.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import click
from nltk.probability import ConditionalFreqDist

from lab.training.store import Provenance, store_json

_WORD = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*\.?")
#: Minimum uses of a form; rarer forms are tagged by their ending.
LEAST_USES = 2


def tagged_forms(treebank: Path) -> Iterator[tuple[str, str]]:
    """Every lower-case word of the treebank with its Penn tag; capitals mark names, which are left out."""
    for path in sorted(treebank.glob("*.tsv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                columns = line.rstrip("\n").split("\t")
                if len(columns) >= 5 and columns[4][:1].isalpha() and not columns[4].startswith("NNP"):
                    yield columns[1].replace("’", "'").lower(), columns[4]


def fit(treebank: Path) -> dict[str, str]:
    """The most frequent tag of each form; ties go to the first in the alphabet."""
    counts = ConditionalFreqDist(tagged_forms(treebank))
    return {
        form: min(tags, key=lambda tag: (-tags[tag], tag))
        for form, tags in counts.items()
        if tags.N() >= LEAST_USES and _WORD.fullmatch(form)
    }


@click.command()
@click.option("--treebank", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False))
def main(treebank: Path) -> None:
    """Learn the tags."""
    store_json(
        "tags",
        fit(treebank),
        Provenance(
            title="The usual part of speech (Penn tag) of lower-case English word forms",
            version="1",
            script="lab.training.tags",
            seed=0,
            data=[
                "Universal Dependencies English EWT (CC BY-SA 4.0), universaldependencies.org",
                "Universal Dependencies English GUM without its news documents (CC BY 4.0), universaldependencies.org",
            ],
            licence="CC BY-SA 4.0",
            note="Names, which a capital marks, are left out.",
        ),
    )


if __name__ == "__main__":
    main()
