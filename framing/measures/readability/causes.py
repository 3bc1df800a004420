"""The plain causes of difficulty, each by itself: what a writer could change."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from framing.measures.measure import Figure
from framing.measures.readability.counts import COLUMN, SentenceCounts
from framing.measures.readability.familiar import COMMON
from framing.measures.readability.formulas import EASIER, HARDER
from framing.measures.readability.passive import passive_words
from framing.measures.readability.variety import mattr, mtld, uses, word_types
from framing.text import Document

CAUSES = (
    Figure("words_per_sentence", "words", HARDER, "Flesch 1948"),
    Figure("syllables_per_word", "syllables", HARDER, "Flesch 1948"),
    Figure("rare_words", f"in 100 words, not among the {COMMON} most used in news", HARDER, "Dale and Chall 1948"),
    Figure("subordinators", "conjunctions and relatives per sentence", HARDER, "Quirk et al. 1985, chapter 14"),
    Figure("passives", "in 100 sentences", HARDER, "Gorin 2005, Journal of Educational Measurement 42"),
    Figure("nominalisations", "in 100 words", HARDER, "Biber 1988, Variation across Speech and Writing"),
    Figure("mattr", "share of different words in 50", "higher is more varied", "Covington and McFall 2010"),
    Figure("mtld", "words", "higher is more varied", "McCarthy and Jarvis 2010"),
    Figure("unfamiliar_words", "in 100 words, by the list of Dale and Chall", HARDER, "Chall and Dale 1995"),
    Figure("monosyllables", "in 100 words", EASIER, "Caylor et al. 1973"),
)


def causes(
    document: Document, counted: SentenceCounts, chosen: NDArray[np.bool_], sums: NDArray[np.float64]
) -> dict[str, float]:
    """The causes in the chosen ones of the counted sentences, whose counts add up to `sums`; there is at least one."""
    sentences, words = sums[:2].tolist()
    inside = np.zeros(len(document.sentence_start), dtype=bool)
    inside[counted.sentence[chosen]] = True
    told = inside[document.word_sentence]
    used = uses(word_types(document, told))
    passive = document.word_sentence[passive_words(document) & told]
    return {
        "words_per_sentence": words / sentences,
        "syllables_per_word": float(sums[COLUMN["syllables"]]) / words,
        "rare_words": 100 * float(sums[COLUMN["rare_words"]]) / words,
        "subordinators": float(sums[COLUMN["subordinators"]]) / sentences,
        "passives": 100 * len(set(passive.tolist())) / sentences,
        "nominalisations": 100 * float(sums[COLUMN["nominalisations"]]) / words,
        "mattr": mattr(used),
        "mtld": mtld(used),
        "unfamiliar_words": 100 * float(sums[COLUMN["dale_chall_unfamiliar"]]) / words,
        "monosyllables": 100 * float(sums[COLUMN["monosyllables"]]) / words,
    }
