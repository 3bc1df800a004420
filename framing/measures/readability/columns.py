"""The columns of counts that formulas and reading ease are told by: of a sentence, a text, or a text drawn anew."""

from __future__ import annotations

#: What is counted of a word, and has a weight in reading ease.
COUNTED = (
    "syllables",
    "characters",
    "letters",
    "polysyllables",
    "monosyllables",
    "complex_words",
    "long_words",
    "dale_chall_unfamiliar",
    "spache_unfamiliar",
    "rare_words",
    "nominalisations",
    "subordinators",
)
#: What one word adds.
OF_WORDS = ("words", "syllables", "ease", "ease_learned", *COUNTED[1:], "without_ease")
#: A sentence is one, and has the logarithm of the number of its words.
OF_SENTENCES = ("sentences", "log_words")
COLUMNS = OF_SENTENCES + OF_WORDS
COLUMN = {name: number for number, name in enumerate(COLUMNS)}
#: Grade and reading ease need no more than the first of them, so that drawing sentences anew is quick.
OF_GRADE_AND_EASE = slice(0, COLUMN["ease_learned"] + 1)
