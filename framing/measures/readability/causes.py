"""The plain causes of difficulty, each by itself: what a writer could change."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from framing.attribution.batch import Batch
from framing.measures.measure import Figure
from framing.measures.readability.columns import COLUMN
from framing.measures.readability.counts import SentenceCounts
from framing.measures.readability.familiar import MOST_USED
from framing.measures.readability.formulas import EASIER, HARDER
from framing.measures.readability.passive import passive_words
from framing.measures.readability.variety import mattr, mtld, uses, word_types

CAUSES = (
    Figure("words_per_sentence", "words", HARDER, "Flesch 1948"),
    Figure("syllables_per_word", "syllables", HARDER, "Flesch 1948"),
    Figure("rare_words", f"in 100 words, not among the {MOST_USED} most used in news", HARDER, "Dale and Chall 1948"),
    Figure("subordinators", "conjunctions and relatives per sentence", HARDER, "Quirk et al. 1985, chapter 14"),
    Figure("passives", "in 100 sentences", HARDER, "Gorin 2005, Journal of Educational Measurement 42"),
    Figure("nominalisations", "in 100 words", HARDER, "Biber 1988, Variation across Speech and Writing"),
    Figure("mattr", "share of different words in 50", "higher is more varied", "Covington and McFall 2010"),
    Figure("mtld", "words", "higher is more varied", "McCarthy and Jarvis 2010"),
    Figure("unfamiliar_words", "in 100 words, by the list of Dale and Chall", HARDER, "Chall and Dale 1995"),
    Figure("monosyllables", "in 100 words", EASIER, "Caylor et al. 1973"),
)


def causes(
    batch: Batch, counted: SentenceCounts, chosen: NDArray[np.bool_], sums: NDArray[np.float64]
) -> list[dict[str, float]]:
    """The causes in the chosen ones of the counted sentences, for each article; nan where it has none of them.

    The counts of each article's chosen sentences add up to its row of `sums`.
    """
    document = batch.document
    inside = np.zeros(len(document.sentence_start), dtype=bool)
    inside[counted.sentence[chosen]] = True
    told = inside[document.word_sentence]
    passive = np.zeros(len(inside), dtype=bool)
    passive[document.word_sentence[passive_words(document) & told]] = True
    columns = {name: sums[:, number] for name, number in COLUMN.items()}
    sentences, words = columns["sentences"], columns["words"]
    of_articles = [batch.sentences_of(number) for number in range(len(batch.readings))]
    types = word_types(document, told)
    ends = np.append(0, told.cumsum())[batch.first_word].tolist()
    used = [uses(types[start:end]) for start, end in pairwise(ends)]
    found = {
        "words_per_sentence": words / sentences,
        "syllables_per_word": columns["syllables"] / words,
        "rare_words": 100 * columns["rare_words"] / words,
        "subordinators": columns["subordinators"] / sentences,
        "passives": 100 * np.array([np.count_nonzero(passive[each]) for each in of_articles]) / sentences,
        "nominalisations": 100 * columns["nominalisations"] / words,
        "mattr": np.array([mattr(each) for each in used]),
        "mtld": np.array([mtld(each) for each in used]),
        "unfamiliar_words": 100 * columns["dale_chall_unfamiliar"] / words,
        "monosyllables": 100 * columns["monosyllables"] / words,
    }
    return [
        dict(zip(found, values, strict=True))
        for values in zip(*(values.tolist() for values in found.values()), strict=True)
    ]
