"""Sentence ends of a treebank, compared with those found in its plain text.

Files have the columns of Universal Dependencies: `NAME.conllu`, with the comments `# newdoc` and `# text`, or
`NAME.tsv.gz`, with `# doc` and words only, which are joined with the usual spacing.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from framing.articles import Article
from framing.text import cut

_STOPS = tuple(".?!…:")
_CLOSING = "\"'”’)]"
_TEXT = "# text = "


def sentence_ends(folder: Path) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """The name of each treebank in a folder, and per text the ends hit, found and expected."""
    for path in sorted([*folder.glob("*.conllu"), *folder.glob("*.tsv.gz")]):
        counts = [_ends(sentences) for sentences in read_texts(path)]
        yield path.name.split(".")[0], np.array(counts, dtype=np.float64)


def read_texts(path: Path) -> Iterator[list[str]]:
    """The texts of a treebank, each as its sentences."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from _texts(line.rstrip("\n") for line in lines)


def _texts(lines: Iterable[str]) -> Iterator[list[str]]:
    from nltk.tokenize.treebank import TreebankWordDetokenizer

    join = TreebankWordDetokenizer().detokenize
    sentences: list[str] = []
    words: list[str] = []
    text = ""
    for line in (*lines, "", "# doc"):
        if line.startswith(("# doc", "# newdoc")):
            if sentences:
                yield sentences
            sentences = []
        elif line.startswith(_TEXT):
            text = line.removeprefix(_TEXT)
        elif line and not line.startswith("#"):
            words.append(line.split("\t")[1])
        elif not line and words:
            sentences.append(text or join(words))
            words, text = [], ""


def _ends(sentences: list[str]) -> tuple[int, int, int]:
    """The ends hit, found and expected; a sentence without a full stop gets its own line."""
    whole, expected = "", set()
    for sentence in sentences:
        whole += sentence
        expected.add(len(whole))
        whole += " " if sentence.rstrip(_CLOSING).endswith(_STOPS) else "\n\n"
    document = cut(Article("text", whole))
    ends = {len(whole[:end].rstrip()) for end in document.sentence_end.tolist()}
    return len(ends & expected), len(ends), len(expected)
